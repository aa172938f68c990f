"""Exact inequalities: what the rules on means and powers give, and what they refuse."""

import pytest
import sympy as sp

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.proof import Add, Raised, Recall, Sign, Weighted, claim, theorem, total

a, b, u, w, x = sp.symbols("a b u w x", positive=True)
half, third = sp.Rational(1, 2), sp.Rational(1, 3)
REFUSED = (StepFailed, Undecided)
reals = {"constants": [a, b, u]}


def prove(goal, by, *before):
    """A theorem of one goal, after some lines."""

    def body(proof):
        """A proof."""
        for line, reason in before:
            proof.shows(line, "Before.", reason)
        proof.shows(goal, "It is said so.", by)

    return theorem(label="bounds", goals=(goal,))(body).theorem


def at(goal, **values):
    """The gap between both sides at numbers."""
    from phasecalc.proof.read import expression

    left, right = (expression(e) for e in (goal.statement.left, goal.statement.right))
    gap = right - left
    return float(gap.xreplace({s: sp.Float(values[s.name]) for s in gap.free_symbols}))


MEANS = [
    (claim(2 * sp.sqrt(a * b), "<=", total(a, b), **reals), (half, half)),
    (claim(3 * (a * b / 4) ** third * b**third, "<=", total(a, b), **reals), (third, 2 * third)),
    (
        claim((a / w) ** w * (b / (1 - w)) ** (1 - w), "<=", total(a, b), where=[w < 1], **reals),
        (w, 1 - w),
    ),
    (claim(a, "<=", total(a, b), **reals), (1, 0)),
    (claim(2 * sp.sqrt(a * b), "<=", total(a, u, b), **reals), (half, 0, half)),
]


@pytest.mark.parametrize(("goal", "weights"), MEANS)
def test_weighted_means(goal, weights):
    assert str(prove(goal, Weighted(*weights)).rank) == "proved"
    for k in range(1, 6):  # and so say numbers
        assert at(goal, a=0.3 * k, b=2.0 / k, u=1.0, w=0.15 * k) >= -1e-12


@pytest.mark.parametrize(
    ("goal", "weights"),
    [
        (claim(3 * sp.sqrt(a * b), "<=", total(a, b), **reals), (half, half)),  # false
        (claim(2 * sp.sqrt(a * b), "<=", total(a, b), **reals), (half, third)),
        (claim(2 * sp.sqrt(a * b), "<=", total(a, b), **reals), (1, 1)),
        (claim(a**2 / b / 4, "<=", total(a, b), **reals), (2, -1)),  # false at a >> b
        (claim(2 * sp.sqrt(a * b), "<", total(a, b), **reals), (half, half)),  # false at a = b
        (claim(2 * sp.sqrt(a * b), "=", total(a, b), **reals), (half, half)),
        (claim(2 * sp.sqrt(a * b), "<=", total(a, -b), **reals), (half, half)),
        (claim(2 * sp.sqrt(a * b), "<=", total(a, b - u), **reals), (half, half)),
        (claim((a / w) ** w * (b / (1 - w)) ** (1 - w), "<=", total(a, b), where=[w < 2],
               given=[w - 1], **reals), (w, 1 - w)),
    ],
)  # fmt: skip
def test_means_that_are_none(goal, weights):
    with pytest.raises(REFUSED):
        prove(goal, Weighted(*weights))


base = claim(2 * sp.sqrt(a * b), "<=", total(a, b), **reals)
strict = claim(a, "<", total(a, b), **reals)


@pytest.mark.parametrize(
    ("goal", "line", "reason", "power", "factor", "turned"),
    [
        (claim(4 * a * b * u, "<=", u * (a + b) ** 2, **reals), base, Weighted(half, half), 2,
         u, 0),
        (claim(1 / (a + b), "<=", (4 * a * b) ** -half, **reals), base, Weighted(half, half),
         -1, 1, 1),
        (claim(a**x, "<", (a + b) ** x, parameters=[x], **reals), strict, Sign(), x, 1, 0),
    ],
)  # fmt: skip
def test_powers_of_inequalities(goal, line, reason, power, factor, turned):
    made = prove(goal, Raised(Recall(line), power, factor, turned=bool(turned)), (line, reason))
    assert str(made.rank) == "proved"


@pytest.mark.parametrize(
    ("goal", "power", "factor", "turned"),
    [
        # The power is negative and the sides were not turned, or the other way round.
        (claim((4 * a * b) ** -half, "<=", 1 / (a + b), **reals), -1, 1, False),
        (claim((4 * a * b) ** -half, "<=", 1 / (a + b), **reals), 1, 1, True),
        # A negative factor, one whose sign is open, and 0.
        (claim(-2 * sp.sqrt(a * b), "<=", -a - b, **reals), 1, -1, False),
        (claim((a - b) * 2 * sp.sqrt(a * b), "<=", (a - b) * (a + b), **reals), 1, a - b, False),
        # Another power or another inequality.
        (claim(4 * a * b, "<=", (a + b) ** 3, **reals), 2, 1, False),
        (claim(5 * a * b, "<=", (a + b) ** 2, **reals), 2, 1, False),
        (claim(4 * a * b, "<", (a + b) ** 2, **reals), 2, 1, False),
    ],
)
def test_powers_that_do_not_follow(goal, power, factor, turned):
    reason = Raised(Recall(base), power, factor, turned=turned)
    with pytest.raises(REFUSED):
        prove(goal, reason, (base, Weighted(half, half)))


def test_an_exact_sum_keeps_terms_of_any_sign():
    goal = claim(total(2 * sp.sqrt(a * b), -u), "<=", total(a + b, -u), **reals)
    line = (base, Weighted(half, half))
    assert str(prove(goal, Add(Recall(base), None), line).rank) == "proved"
    false = claim(total(2 * sp.sqrt(a * b), -u), "<=", total(a + b, -2 * u), **reals)
    with pytest.raises(REFUSED):
        prove(false, Add(Recall(base), None), line)
    order = {"sizes": [a, b, u]}
    signed = claim(total(a, -u), "<~", total(a, -u), **order)
    with pytest.raises(REFUSED):
        prove(signed, Add(None, None))


@pytest.mark.parametrize(
    ("left", "where", "holds"),
    [
        (a**x * (1 - u), [u < 1], True),
        (a**x * (1 - u), [u < 2], False),
        (u**x * (1 - u), [u < 1], True),
        (u ** (-x) - u ** (1 - x), [u < 1], True),
        (u ** (-x) - u ** (1 - x), [u > 1], False),
        (u ** (-x) - u ** (half - x), [u < 1], False),  # true, but no polynomial
        (sp.sqrt(a) - sp.sqrt(a) * u**2 * b, [u < 1, b < 1], True),
    ],
)
def test_signs_up_to_a_common_product_of_powers(left, where, holds):
    goal = claim(0, "<", left, where=where, constants=[a, b, u], parameters=[x])
    if holds:
        assert str(prove(goal, Sign()).rank) == "proved"
    else:
        with pytest.raises(REFUSED):
            prove(goal, Sign())
