"""Steep spectra between two of their modes: in doubles, right, and wrong without the check."""

import pytest

import phasecalc as pc
from phasecalc.plrf.curves import gaps, loss, volterra

pytest.importorskip("flint")

from tests.plrf.oracle import Oracle

MODELS = [
    ("50", "1/2", 1000, 10000, None, 1),
    ("9", "9", 2, 20, "0.2884611083274739", 1),
    ("20", "2", 30, 30, None, 8),
    ("35", "0.3", 5, float("inf"), "0.26761819803746656", 2),
]


def _oracle(model):
    return Oracle(*model)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: f"alpha={m[0]}")
def test_a_plateau_in_doubles_is_right(model, monkeypatch):
    def more(*_):
        raise AssertionError("more digits were taken")

    monkeypatch.setattr(loss, "_enough", more)
    found, oracle = pc.PLRF(*model), _oracle(model)
    windows = found.volterra(None)._gaps
    assert windows
    for window in windows[:1]:
        for r in (int(window.first) + 1, int(20 * window.first)):
            exact = oracle.at(r)[0].mid()
            assert abs(float((exact - float(found.forcing(r))) / exact)) < 1e-13
            assert found.loss(r) > found.forcing(r)


def test_a_plateau_is_computed_once(monkeypatch):
    model = pc.PLRF("50", "1/2", 1000)
    model.loss(10**4)
    monkeypatch.setattr(volterra, "circle", None)
    assert model.loss(10**25) == pytest.approx(2 * model.forcing(10**25), rel=0.1)


@pytest.mark.parametrize("r", [10**3, 10**20])
def test_more_digits_go_another_way_and_agree(r):
    model = pc.PLRF("50", "1/2", 1000)
    assert float(model.loss(r, digits=20)) == pytest.approx(model.loss(r), rel=1e-13)
    assert model.volterra(30)._gaps == []


def test_the_recursion_agrees_on_the_plateau():
    model = MODELS[2]
    exact = _oracle(model).curve(360)[2][360].mid()
    assert abs(float((exact - float(pc.PLRF(*model).loss(360))) / exact)) < 1e-13


def test_a_flat_spectrum_has_no_gaps():
    assert pc.PLRF("0.7", "0.9", 100).volterra(None)._gaps == []


def test_the_zero_between_the_modes_is_looked_for(monkeypatch):
    """Near instability the zero of 1 - G_K is slower than every fast mode."""
    model = ("20", "1/2", 30, 300, "0.6248305795962852", 1)  # 1 - ||K|| = 0.001
    right = float(pc.PLRF(*model).loss(751, digits=17))
    (window, *_) = pc.PLRF(*model).volterra(None)._gaps
    assert window.first > 1e5
    assert pc.PLRF(*model).loss(751) == pytest.approx(right, rel=1e-12)
    monkeypatch.setattr(gaps, "_alone", lambda *_: True)
    spoiled = pc.PLRF(*model).volterra(None)
    assert spoiled._gaps[0].first < 751
    assert float(spoiled.evaluate("loss", [751.0]).found[0]) < right / 1e6
