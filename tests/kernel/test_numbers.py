"""Numbers between rational bounds: against values found otherwise, and what must be refused."""

from fractions import Fraction

import mpmath
import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.signs import Signs
from phasecalc.kernel.spans import span
from phasecalc.kernel.theorem import check_document, stored
from phasecalc.kernel.values import KINDS


def num(x):
    return ["num", str(x)]


def node(x):
    return tuple(node(y) if isinstance(y, list) else y for y in x)


PI, TWO, THREE, MINUS = ["pi"], num(2), num(3), num(-1)
HALF = num("1/2")


def root(x):
    return ["pow", x, HALF]


def minus(x):
    return ["mul", MINUS, x]


VALUES = {
    "pi": (PI, lambda m: m.pi),
    "log 2": (["log", TWO], lambda m: m.log(2)),
    "a small logarithm": (["log", num("999999/1000000")], lambda m: m.log(m.mpf(999999) / 1000000)),
    "a large one": (["log", num(10**30)], lambda m: m.log(m.mpf(10) ** 30)),
    "e": (["exp", num(1)], lambda m: +m.e),
    "a small exponential": (["exp", num(-40)], lambda m: m.exp(-40)),
    "a root": (root(TWO), lambda m: m.sqrt(2)),
    "of pi": (["pow", PI, num("-5/3")], lambda m: m.pi ** (m.mpf(-5) / 3)),
    "a cube below 0": (["pow", ["add", TWO, minus(PI)], THREE], lambda m: (2 - m.pi) ** 3),
    "a square": (["pow", minus(PI), TWO], lambda m: m.pi**2),
    "gamma": (["gamma", num("1/3")], lambda m: m.gamma(m.mpf(1) / 3)),
    "gamma near 0": (["gamma", num("1/1000")], lambda m: m.gamma(m.mpf(1) / 1000)),
    "gamma of 100": (["gamma", num("201/2")], lambda m: m.gamma(m.mpf(201) / 2)),
    "zeta": (["zeta", THREE], lambda m: m.zeta(3)),
    "zeta near 1": (["zeta", num("101/100")], lambda m: m.zeta(m.mpf(101) / 100)),
    "a surd": (["num", "1", "-1/2", 5], lambda m: 1 - m.sqrt(5) / 2),
    "all of them": (
        ["mul", ["add", ["zeta", num("3/2")], minus(root(PI))], ["gamma", num("7/3")]],
        lambda m: (m.zeta(m.mpf(3) / 2) - m.sqrt(m.pi)) * m.gamma(m.mpf(7) / 3),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_the_value_lies_between_the_bounds(name):
    written, found = VALUES[name]
    normal = Normal(Signs((), (), (), stored({})), KINDS)
    low, high = span(normal(node(written)).top)
    with mpmath.workdps(80):
        value = found(mpmath)
        mid = [mpmath.mpf(x.numerator) / x.denominator for x in (low, high)]
        assert mid[0] < value < mid[1] or (low == high and mid[0] == value)
        assert mid[1] - mid[0] < abs(value) * mpmath.mpf("5e-6")


def less(left, right, relation="<"):
    rule = {"!=": "differs"}.get(relation, "sign")
    step = {"relation": relation, "right": right, "rule": rule}
    statement = {"relation": relation, "left": left, "right": right}
    line = {"statement": statement, "steps": [step]}
    theorem = {"label": "first", "lines": [line], "goals": [0], "beliefs": []}
    return check_document({"format": 1, "theorems": [theorem]}).rank("first")


TRUE = {
    "roots": (num("22/7"), ["add", root(TWO), root(THREE)]),
    "pi": (["pow", PI, THREE], ["mul", num(10), PI]),
    "zeta": (num("6/5"), ["zeta", THREE]),
    "gamma": (num(2), ["gamma", num("1/3")]),
    "logarithms": (["add", ["log", TWO], ["log", THREE]], num("9/5")),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved_and_what_is_false_is_refused(name):
    left, right = TRUE[name]
    for relation in ("<", "!="):
        assert less(left, right, relation) == "proved"
    with pytest.raises(CheckFailed, match="not above 0 by its bounds"):
        less(right, left)
    for relation in ("=", "<=", "~", "=Theta=", "<<", "<~", "slope"):
        with pytest.raises(CheckFailed):
            less(right, left, relation)


TINY = ["pow", TWO, num(-900)]
ATTACKS = {
    "a number is not less than itself": (PI, PI),
    "nor where it is written otherwise": (["pow", root(TWO), TWO], TWO),
    "nor by less than the bounds": (PI, ["add", PI, TINY]),
    "a root of what is below 0": (root(num(-1)), TWO),
    "a power of what is below 0": (["pow", num(-8), num("1/3")], TWO),
    "a logarithm of 0": (["log", ["add", num(1), num(-1)]], TWO),
    "a logarithm of what may be 0": (["log", ["add", PI, minus(PI)]], TWO),
    "one over 0": (["pow", ["add", PI, minus(PI)], MINUS], TWO),
    "one over what may be 0": (["pow", ["add", PI, TINY, minus(PI)], MINUS], TWO),
    "zeta of 1": (["zeta", num(1)], num(10**9)),
    "zeta below 1": (["zeta", HALF], num(1)),
    "gamma of 0": (["gamma", num(0)], num(10**9)),
    "gamma below 0": (["gamma", num("-1/2")], num(0)),
    "a name": (["var", "x"], TWO),
    "gamma of no rational": (["gamma", PI], num(3)),
    "infinity": (num(1), ["infinity"]),
    "an integral": (["laplace", num(1), num(1), num(0)], TWO),
    "the loss": (["loss", *[num(1)] * 7], TWO),
    "a tower": (TWO, ["pow", TWO, ["pow", TWO, num(400)]]),
    "a tower of exponentials": (TWO, ["exp", ["exp", ["exp", num(10)]]]),
    "a large power": (TWO, ["pow", num(10**9), num(3999)]),
    "a large gamma": (TWO, ["gamma", num(10**6)]),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_has_no_value_or_is_false_is_refused(name):
    with pytest.raises(CheckFailed):
        less(*ATTACKS[name])


COSTLY = {
    "many parts": (["add", *[root(num(k)) for k in range(2, 400)]], num(10**6)),
    "many gammas": (["add", *[["gamma", num(f"{k}/17")] for k in range(1, 24)]], num(10**6)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COSTLY)
def test_the_work_of_a_step_is_bounded(name):
    with pytest.raises(CheckFailed, match="beyond the bounds"):
        less(*COSTLY[name])


def test_bounds_are_never_on_the_wrong_side():
    """Numbers that differ by 10^-30 are told apart, and in the right order."""
    with mpmath.workdps(60):
        for written, value in ((PI, mpmath.pi), (root(TWO), mpmath.sqrt(2))):
            below = Fraction(int(mpmath.floor(value * 10**30)), 10**30)
            assert less(num(below), written) == "proved"
            assert less(written, num(below + Fraction(1, 10**30))) == "proved"
            for wrong in ((written, num(below)), (num(below + Fraction(1, 10**30)), written)):
                with pytest.raises(CheckFailed):
                    less(*wrong)
