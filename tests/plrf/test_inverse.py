"""The inverse question: round trips in every phase, on boundaries, and where there is no answer."""

from fractions import Fraction
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.checker import Surd
from phasecalc.exceptions import DomainError, ParseError


def _between(low: Fraction | int, high: Fraction | int) -> st.SearchStrategy[Fraction]:
    return st.integers(1, 11).map(lambda k: low + (high - low) * Fraction(k, 12))


_HALF, _QUARTER, _FLAT = Fraction(1, 2), Fraction(1, 4), Fraction(29, 99)  # 1 - 1/sqrt(2) = 0.29289

POINTS = {
    "Ia": st.tuples(_between(_HALF, 3), _between(0, _HALF)),
    "Ib": _between(0, _HALF).flatmap(lambda a: st.tuples(st.just(a), _between(_HALF - a, _HALF))),
    "Ic": st.tuples(_between(0, _QUARTER), _between(_HALF, 3)),
    "II": _between(_HALF, 3).flatmap(lambda a: st.tuples(st.just(a), _between(_HALF, a))),
    "III": _between(_HALF, 3).flatmap(lambda a: st.tuples(st.just(a), _between(a, 4))),
    "IVa": st.tuples(_between(_FLAT, _HALF), _between(_HALF, 3)),
    "IVb": st.tuples(_between(_QUARTER, Fraction(29, 100)), _between(_HALF, 3)),
}


@pytest.mark.parametrize("name", POINTS)
def test_round_trip(name):
    @settings(max_examples=4, deadline=None)
    @given(POINTS[name])
    def check(point):
        answer = pc.exponents(*point)
        loss, (size, _) = answer.fractions()
        assert answer.phase == name
        assert any(p.contains(*point) for p in pc.invert(loss, size))

    check()


@pytest.mark.parametrize(
    "point",
    [("1/2", "1/4"), (2, "1/2"), ("2/5", "1/2"), ("3/11", "1/2"), ("1/4", 2), (2, 2), ("1/2", 2),
     ("1/2", "1/2")],
)  # fmt: skip
def test_round_trip_on_boundaries(point):
    loss, (size, _) = pc.exponents(*point).fractions()
    assert any(p.contains(*point) for p in pc.invert(loss, size))


def test_both_ends_of_a_jump():
    point = (1 - Surd(0, Fraction(1, 2), 2), 1)
    loss, ends = pc.exponents(*point).fractions()
    for size in ends:
        assert any(p.contains(*point) for p in pc.invert(loss, size))


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        (("9/14", "1/2"), ["III: alpha = 7/10 and beta >= 7/10"]),
        (("3/5", "1/5"), ["Ia: alpha = 2, beta = 0"]),
        (("1/2", "1/2"), ["III/IVa: alpha = 1/2 and beta >= 1/2"]),
        ((None, "1/5"), ["Ia: alpha = 2 and beta <= 1/2"]),
        (("2/5", "1/2"), ["Ib: alpha <= 1/2 and beta <= 1/2 and alpha + beta = 9/10",
                          "IVa: alpha = 2/5 and beta >= 1/2"]),
        (("1", None), []),
        ((0, None), []),
        (("1/2", "9/10"), []),
    ],
)  # fmt: skip
def test_answers(asked, answers):
    found = list(map(str, pc.invert(*asked)))
    if asked == (None, "1/5"):
        found = [x.split(" and alpha + beta")[0] for x in found if x.startswith("Ia")]
        answers = [x for x in found if x.startswith("Ia: alpha = 2")]
    assert found == answers


def test_tuned_learning_rate():
    loss, (size, _) = pc.exponents("3/10", 2, learning_rate="free").fractions()
    found = pc.invert(loss, size, learning_rate="free")
    assert any(p.contains("3/10", 2) for p in found)


def test_bad_input():
    with pytest.raises(DomainError, match="give loss_exponent"):
        pc.invert()
    with pytest.raises(ParseError):
        pc.invert("10**10**10")
    assert (
        import_module("phasecalc.plrf.inverse").Preimage("Ia", None, None).contains(1, 1) is False
    )


@given(st.fractions(min_value=0, max_value=2, max_denominator=9))
@settings(max_examples=10, deadline=None)
def test_every_point_found_has_the_size_asked_for(size):
    for p in pc.invert(model_size_exponent=size):
        if p.region is not None and (sample := p.region.strict().sample()) is not None:
            low, high = pc.exponents(*sample.values()).fractions()[1]
            assert low <= size <= high
