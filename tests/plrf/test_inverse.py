"""The inverse question: round trips in every phase, on boundaries, and where there is no answer."""

from fractions import Fraction
from importlib import import_module
from time import process_time

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.checker import Surd
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.plrf.asking.segments import segments
from phasecalc.symbols import alpha


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
    @settings(max_examples=2, deadline=None)
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


@pytest.mark.slow
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
    preimage = import_module("phasecalc.plrf.asking.inverse").Preimage
    assert preimage("Ia", None, None).contains(1, 1) is False


@given(st.fractions(min_value=0, max_value=2, max_denominator=9))
@settings(max_examples=6, deadline=None)
def test_every_point_found_has_the_size_asked_for(size):
    for p in pc.invert(model_size_exponent=size):
        if p.region is not None and (sample := p.region.strict().sample()) is not None:
            low, high = pc.exponents(*sample.values()).fractions()[1]
            assert low <= size <= high


def test_on_the_jump_every_size_between_is_found():
    """On alpha = 1 - 1/sqrt(2) all sizes from 1/2 to that of IVb are optimal: a ray, by hand.

    (2 b + s - 2)/(2 s b + s - 2) = 3/5 with s = sqrt(2) gives b = (4 + s)/7.
    """
    found = pc.invert(model_size_exponent="6/10")
    (ray,) = (p for p in found if p.phase == "IVa/IVb")
    start = Surd(Fraction(4, 7), Fraction(1, 7), 2)
    jump = Surd(1, Fraction(-1, 2), 2)
    for b, inside in ((start, True), (start + Fraction(1, 10**6), True), (7, True),
                      (start - Fraction(1, 10**6), False), (Fraction(11, 20), False)):  # fmt: skip
        assert ray.contains(jump, b) is inside
        low, high = pc.exponents(jump, b).fractions()[1]
        assert (low <= Fraction(6, 10) <= high) is inside
    assert not ray.contains("29/100", 7)


def test_the_jump_with_its_own_loss_and_with_another():
    assert any(p.phase == "IVa/IVb" for p in pc.invert("1-1/sqrt(2)", "6/10"))
    assert not any(p.phase == "IVa/IVb" for p in pc.invert("1/3", "6/10"))


@pytest.mark.slow
def test_square_roots_of_two_fields():
    """By hand: 1/(2 a + 1) = sqrt(5)/5, and (2 a + 2 b - 1) sqrt(5)/5 = sqrt(3)/4."""
    (p,) = pc.invert("sqrt(3)/4", "sqrt(5)/5")
    a, b = p.point
    assert p.phase == "Ia"
    assert abs(a.evalf(30) - (sp.sqrt(5) - 1).evalf(30) / 2) < 1e-28
    assert abs(((2 * a + 2 * b - 1) * sp.sqrt(5) / 5 - sp.sqrt(3) / 4).evalf(30)) < 1e-28


def test_both_exponents_with_a_square_root_take_seconds():
    start = process_time()
    (p,) = pc.invert("1/3", "sqrt(2)/3")
    assert str(p) == "Ia: alpha = -1/2 + 3*sqrt(2)/4, beta = 1 - sqrt(2)/2"
    assert process_time() - start < 30


@pytest.mark.parametrize(
    ("conditions", "intervals"),
    [
        ([alpha**2 - 2 >= 0, alpha > 0], [[alpha >= sp.sqrt(2)]]),
        ([alpha * (1 - alpha) > 0], [[alpha > 0, alpha < 1]]),
        ([alpha * (alpha - 1) >= 0], [[alpha <= 0], [alpha >= 1]]),
        ([sp.Gt(alpha**2 + 1, 0, evaluate=False)], [[]]),
        ([sp.Gt(-(alpha**2) - 1, 0, evaluate=False)], []),
        ([alpha - 1 >= 0, 2 - alpha > 0, alpha > sp.Rational(3, 2)],
         [[alpha > sp.Rational(3, 2), alpha < 2]]),
    ],
)  # fmt: skip
def test_segments(conditions, intervals):
    assert list(segments(conditions, alpha)) == intervals


def test_an_answer_that_time_does_not_suffice_for_says_what_is_missing():
    """A slow phase is ended where it stands; those before it are answered."""
    found = pc.invert("9/14", timeout=0)
    assert found == ()
    assert found.missing == ("Ia", "Ib", "Ic", "II", "III", "IVa", "IVb", "jumps")
    assert bool(found)  # nothing was decided: that is not "no parameters"
    assert repr(found) == str(found) == f"(), not asked: {', '.join(found.missing)}"
    for bad in (-1, "1", True, float("nan"), 1e300):
        with pytest.raises(DomainError, match=r"^timeout = .*: give seconds, a number from 0 to"):
            pc.invert("9/14", timeout=bad)
    with pytest.raises(ParseError):  # the work is bounded by the digits that are read
        pc.invert("1/" + "7" * 300)


@pytest.mark.slow
def test_with_time_enough_the_answer_is_the_same():
    found = pc.invert("2/5", "1/2", timeout=300)
    assert found.missing == ()
    assert list(found) == list(pc.invert("2/5", "1/2"))


def test_a_bound_that_is_a_surd_has_one_sign():
    assert "--" not in " ".join(map(str, pc.invert(None, "sqrt(5)/5")))
