"""Programs without a vertex are refused with the one true reason; domains of other kinds."""

import itertools
import random
from fractions import Fraction

import pytest
import sympy as sp

from phasecalc.exceptions import DomainError
from phasecalc.optimum.diagnosis import reason
from phasecalc.optimum.program import Program
from phasecalc.regions.region import Region

a, b, x, y = sp.symbols("a b x y")

REFUSED = {
    "unbounded: the loss falls without end along x = 8*s": {
        "terms": {"one": -a * x},
        "unknowns": [x],
    },
    "infeasible: no x satisfy x <= 0 and x >= 1;": {
        "terms": {"one": -a * x},
        "unknowns": [x],
        "constraints": [x <= 0, x >= -5, x >= 1],
    },
    "without a single optimum: nothing changes along x = s, y = -s": {
        "terms": {"one": -a * (x + y), "two": -(1 - x - y)},
        "unknowns": [x, y],
    },
    "without terms: no term of the loss is present": {
        "terms": {"one": [(-x, a > 1)]},
        "unknowns": [x],
        "constraints": [x <= 1],
    },
}


@pytest.mark.parametrize("message", REFUSED)
def test_the_one_true_reason(message):
    with pytest.raises(DomainError) as refused:
        Program.of(**REFUSED[message], domain=[a > 0]).diagram()
    assert message in str(refused.value)
    others = {m.split(":")[0] for m in REFUSED} - {message.split(":")[0]}
    assert not any(word in str(refused.value) for word in others)


def rows_at_random(rng):
    """Small integers; terms first."""
    size = rng.randint(1, 3)
    count = rng.randint(1, 5)
    return size, [
        (f"r{k}", k < rng.randint(1, 2), [Fraction(rng.randint(-2, 2)) for _ in range(size + 1)])
        for k in range(count)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_the_reason_against_a_grid(seed):
    """Feasible points of a grid, and the loss far out on it, contradict no reason."""
    rng = random.Random(seed)
    size, rows = rows_at_random(rng)
    found = reason(rows, [f"x{k}" for k in range(size)], Fraction(1))

    def value(form, at):
        return form[0] + sum(c * v for c, v in zip(form[1:], at, strict=True))

    def least(radius):
        grid = itertools.product(*[[radius * Fraction(k, 2) for k in range(-2, 3)]] * size)
        inside = [p for p in grid if all(value(f, p) <= 0 for _, term, f in rows if not term)]
        terms = [f for _, term, f in rows if term]
        return min((max(value(f, p) for f in terms) for p in inside), default=None)

    if not any(term for _, term, _ in rows):
        assert found.startswith("without terms")
        return
    near, far = least(8), least(4096)
    if found.startswith("infeasible"):
        assert near is None
        assert far is None
    elif found.startswith("unbounded"):
        ray = dict(p.split(" = ") for p in found.split("along ")[1].split(" for")[0].split(", "))
        step = [
            Fraction(ray.get(f"x{k}", "0").replace("*s", "").replace("s", "1")) for k in range(size)
        ]
        assert all(value([0, *f[1:]], step) <= (-1 if term else 0) for _, term, f in rows)
    else:
        assert far is None or near is None or far >= -16  # bounded below


def test_rational_domains_are_cleared():
    half = sp.Rational(1, 2)
    program = Program.of(
        terms={"one": -a * x, "two": -b * (1 - x)},
        unknowns=[x],
        domain=[a > 0, b > 0, a / (a + b) < half],
    )
    (phase,) = program.diagram().phases
    assert phase.region == Region.where(a > 0, b > a, parameters=["a", "b"])


@pytest.mark.parametrize(
    "relation",
    [1 / a > 1, 1 / a >= 1, 1 / a**2 >= 1, sp.Eq(1 / a, 2), 1 / (a - 1) <= a, sp.Ne(1 / a, 2)],
)
def test_a_cleared_relation_holds_where_the_relation_does(relation):
    region = Region.where(relation)
    for value in (Fraction(k, 4) for k in range(-12, 13)):
        if relation.lhs.subs(a, value).is_finite:
            assert region.contains(a=value) is bool(relation.subs(a, value)), value
        else:
            assert not region.contains(a=value)


def test_a_closed_domain_is_solved_in_its_interior():
    program = Program.of(terms={"one": -a * x, "two": x - 2}, unknowns=[x], domain=[a >= 1])
    (phase,) = program.diagram().phases
    assert str(phase.region) == "a > 1"


def test_an_equality_in_the_domain_is_refused():
    with pytest.raises(ValueError, match="solve this for one parameter"):
        Program.of(terms={"one": -a * x}, unknowns=[x], domain=[sp.Eq(a**2, 2)])


def test_no_one_hears_of_a_root_that_was_not_typed():
    """The roots of this quadratic have square roots too long to be read; a sample is found."""
    program = Program.of(
        terms={"one": -a * x, "two": x - 2},
        unknowns=[x],
        domain=[a > 0, 123456789 * a**2 - 987654321987654321 * a + 1234567 > 0],
    )
    (phase,) = program.diagram().phases
    assert phase.exponent == 2 * a / (a + 1)
