"""Answers at points: kinds of input, boundaries, an independent linear program."""

import itertools
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.plrf.asking import query
from phasecalc.plrf.phases.phases import program
from phasecalc.plrf.phases.store import load
from phasecalc.regions.algebraic import to_sympy
from phasecalc.symbols import alpha, beta

coordinates = st.fractions(min_value=Fraction(1, 50), max_value=3, max_denominator=60)


def oracle(a: Fraction, b: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Exponent and the range of optimal delta, from the terms as printed in the paper.

    Written independently of the package: a convex piecewise linear function of one unknown has
    its minimum where two lines cross or at an end.
    """
    quarter, half = Fraction(1, 4), Fraction(1, 2)
    g = max(Fraction(0), 1 - 2 * a)  # gamma = d**-g
    p = 2 * a + 2 * b - 1
    time = (Fraction(1), -1 - g)  # exponent of tau: constant and slope in delta
    lines = [(Fraction(0), -2 * a + max(Fraction(0), 1 - 2 * b))]  # F_0
    lines.append((-p / (2 * a) * time[0], -p / (2 * a) * time[1]))  # F_pp
    if a > half and b > half:  # F_ac
        s = 1 - 1 / (2 * a)
        lines.append((-s, -s * time[1] - 1))
    if a > quarter:  # K_pp/(gamma B)
        s = 2 - 1 / (2 * a)
        lines.append((-s, -s * time[1] - g))
    else:
        lines.append((Fraction(0), 1 - 4 * a - g))
    candidates = {Fraction(0), Fraction(1)}
    for (c1, v1), (c2, v2) in itertools.combinations(lines, 2):
        if v1 != v2 and 0 <= (c2 - c1) / (v1 - v2) <= 1:
            candidates.add((c2 - c1) / (v1 - v2))
    heights = {x: max(c + v * x for c, v in lines) for x in candidates}
    least = min(heights.values())
    optimal = [x for x, y in heights.items() if y == least]
    return -least, min(optimal), max(optimal)


@given(coordinates, coordinates)
def test_answers_are_those_of_an_independent_program(a, b):
    if a + b <= Fraction(1, 2):
        with pytest.raises(DomainError, match="alpha \\+ beta > 1/2"):
            pc.exponents(a, b)
        return
    answer = pc.exponents(a, b)
    if answer.boundary:
        return
    loss, low, high = oracle(a, b)
    assert answer.fractions() == (loss, (low, high))
    assert answer.loss_exponent == sp.Rational(loss)


@pytest.mark.parametrize(
    "value", ["7/10", "0.7", 0.7, Fraction(7, 10), Decimal("0.7"), sp.Rational(7, 10)]
)
def test_kinds_of_numbers(value):
    assert pc.exponents(value, 1).fractions() == pc.exponents("7/10", 1).fractions()
    assert pc.exponents(np.float64(0.7), np.int64(1)).alpha == Fraction(7, 10)


@pytest.mark.parametrize("value", ["x", float("nan"), float("inf"), 1j, None, [1], "1;2"])
def test_other_things_are_refused(value):
    with pytest.raises(ParseError):
        pc.exponents(value, 1)


@pytest.mark.parametrize("rate", ["largest", "free"])
@pytest.mark.parametrize("many", [np.array([0.7, 0.8]), [0.7, 0.8], (0.7, 0.8)])
@pytest.mark.parametrize("name", ["alpha", "beta"])
def test_an_array_is_told_what_takes_arrays(name, many, rate):
    point = {"alpha": 0.7, "beta": 0.9, name: many}
    with pytest.raises(ParseError, match=f"^{name} = .*one point is needed") as refused:
        pc.exponents(**point, learning_rate=rate)
    # What it names takes these very values.
    call = re.search(r"phase_diagram\((.*)\)\.evaluate\(alpha, beta\)$", str(refused.value))
    assert call.group(1) == {"largest": "", "free": '"free"'}[rate]
    found = pc.phase_diagram(rate).evaluate(point["alpha"], point["beta"])
    assert found.loss_exponent.shape == (2,)


def test_unknown_learning_rate():
    with pytest.raises(ValueError, match="'largest' or 'free'"):
        pc.exponents(1, 1, learning_rate="big")


BOUNDARIES = [
    ("1/2", "1/4", "Ia/Ib"),
    (2, "1/2", "Ia/II"),
    ("1/5", "1/2", "Ib/Ic"),
    ("2/5", "1/2", "Ib/IVa"),
    ("3/11", "1/2", "Ib/IVb"),
    ("1/4", 2, "Ic/IVb"),
    (2, 2, "II/III"),
    ("1/2", 2, "III/IVa"),
    ("1 - 1/sqrt(2)", 2, "IVa/IVb"),
    ("1/2", "1/2", "Ia/Ib/II/III/IVa"),
    ("1/4", "1/2", "Ib/Ic/IVb"),
]


@pytest.mark.parametrize(("a", "b", "name"), BOUNDARIES)
def test_boundary_points_name_all_phases(a, b, name):
    answer = pc.exponents(a, b)
    assert (answer.phase, answer.boundary) == (name, True)
    # Continuous: the formula of each phase gives the value.
    at = {alpha: to_sympy(answer.alpha), beta: to_sympy(answer.beta)}
    diagram = pc.phase_diagram()
    for n in answer.phases:
        assert sp.radsimp(diagram[n].loss_exponent.subs(at) - answer.loss_exponent).expand() == 0


def test_only_one_boundary_has_an_interval():
    spans = {n: pc.exponents(a, b).model_size_exponent for a, b, n in BOUNDARIES}
    assert {n for n, x in spans.items() if isinstance(x, sp.Interval)} == {"IVa/IVb"}


@pytest.mark.parametrize(
    ("a", "b", "term"),
    [(1, "1/2", "F_0"), ("1/2", 1, "F_ac"), ("1/4", 1, "K_pp"), ("1/2", "1/4", "gamma")],
)
def test_logarithms_are_named_on_critical_lines(a, b, term):
    assert any(text.startswith(f"{term} carries") for text in pc.exponents(a, b).logarithms)
    assert pc.exponents("7/10", "9/10").logarithms == ()


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [(1, "1/4", "proved"), ("1/3", "1/4", "proved"), ("1/5", "2/5", "open"), ("1/5", 1, "open"),
     ("2/5", 1, "proved"), ("2/5", 2, "open"), (1, 4, "open")],
)  # fmt: skip
def test_status_is_that_of_the_paper(a, b, status):
    assert pc.exponents(a, b).status == status


def test_answer_that_the_checker_refuses_is_not_given(monkeypatch):
    refused = ValueError("refused")

    def refuse(*_):
        raise refused

    monkeypatch.setattr(query.checker, "attain", refuse)
    with pytest.raises(ValueError, match="refused"):
        pc.exponents(1, 2)


def test_weights_prove_the_exponent():
    answer = pc.exponents("7/10", "9/10")
    assert sum(answer.certificate.weights.values()) == 1
    chamber = load().diagram.phase("III").pieces[0].signs
    forms = program().active(chamber)
    at = (answer.alpha, answer.beta)
    for column, goal in ((0, -answer.fractions()[0]), (1, 0)):
        weighted = (w * forms[n][column](at) for n, w in answer.certificate.weights.items())
        assert sum(weighted) == goal


def test_text_repr_and_latex():
    answer = pc.exponents("3/10", 2, learning_rate="free")
    assert answer.learning_rate_exponent == sp.Rational(17, 50)
    assert "phase IV" in repr(answer)
    assert answer._repr_latex_().startswith("$")
    with pytest.raises(DomainError, match="not free"):
        _ = pc.exponents("3/10", 2).learning_rate_exponent
