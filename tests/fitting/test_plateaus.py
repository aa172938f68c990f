"""Plateaus are refused in words that say where they are, and what to give instead."""

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, NoPowerLaw
from phasecalc.fitting.training.given import Curve
from phasecalc.fitting.training.plateaus import shapes

J = np.arange(1, 400.0)
R = np.unique(np.geomspace(1, 3000, 25).round())


@pytest.mark.parametrize(
    ("spectrum", "said"),
    [
        (np.ones(200), ["from 1 to 200", "23 windows", "They are a plateau", "whitened"]),
        (1 / (1 + (J / 30) ** 1.5), ["Up to 12 they are a plateau", "to index 120"]),
        (J**-1.2 + 0.1, ["on they are a plateau", "Give the first", "or take the floor off"]),
        (J**-1.2 + 0.01, ["more and more slowly (local slope 1.1 in the first decade"]),
        (np.exp(-J / 20), ["faster and faster", "in the last)", "samples=n"]),
        (
            J[:12] ** -1.2 * np.exp(0.3 * np.random.default_rng(0).standard_normal(12)),
            ["the only window of a decade", "Give more of them"],
        ),
    ],
)
def test_spectra(spectrum, said):
    with pytest.raises(NoPowerLaw) as refusal:
        pc.estimate(spectrum)
    for words in said:
        assert words in str(refusal.value)


def test_where_a_floor_begins():
    """J^-1.2 falls to the floor of .1 at 7; what is given before it, the first 9, is too little."""
    with pytest.raises(NoPowerLaw, match=r"From (\d+) on") as refusal:
        pc.estimate(J**-1.2 + 0.1)
    start = int(str(refusal.value).split("From ")[1].split()[0])
    assert 7 <= start <= 60


def test_the_coefficients_are_named():
    with pytest.raises(NoPowerLaw, match=r"in the coefficients: .*faster and faster") as refusal:
        pc.estimate(J**-1.2, np.exp(-J / 10))
    assert "samples" not in str(refusal.value)


def rows(loss, d=100):
    return [{"r": a, "loss": b, "d": d} for a, b in zip(R, loss, strict=True)]


def test_a_flat_curve_says_where():
    with pytest.raises(DomainError, match=r"flat, 2 to 2 from r = 1 to 3000: .*earlier ones if"):
        pc.estimate(curves=rows(np.full(len(R), 2.0)), gamma=0.1)


@pytest.mark.slow
def test_a_curve_with_a_limit_is_refused_with_its_plateau():
    with pytest.raises(NoPowerLaw) as refusal:
        pc.estimate(curves=rows(0.5 + 2 * np.exp(-R / 20)), gamma=0.1)
    text = str(refusal.value)
    for words in ("r = 1 to 3000", "a plateau at 0.5 from r = ", "take off the irreducible loss"):
        assert words in text


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (1 / (1 + (R / 1000) ** 2), "has not begun to fall"),
        (np.exp(0.01 * np.random.default_rng(0).standard_normal(len(R))), "a plateau at 0.999"),
        (0.5 + R**-1.0, "a plateau at 0.501 from r = 28 on"),
    ],
)
def test_shapes(loss, said):
    assert said in shapes([Curve("run a", R, loss, None, 100, 1000, 1, 0.1)])


def test_a_curve_that_falls_has_no_plateau():
    falling = Curve("run a", R, R**-0.6, None, 100, 1000, 1, 0.1)
    assert shapes([falling]) == ""
    flat = [Curve(f"run {k}", R, 0.5 + R**-1.0, None, 100, 1000, 1, 0.1) for k in range(5)]
    assert "(and 3 more runs)" in shapes([falling, *flat])
