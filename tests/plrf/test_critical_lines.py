"""Powers of log f in the best loss on the critical lines, from exact curves up to f = 10^128.

The power is the limit of (eta - eta_local) log f, the slope of log(P f^eta) in log log f. What it
should be is derived in ``phasecalc.plrf.phases.critical``, and worked out here a second time by
hand: with L = log f, at d = f^xi L^u, each term is f^(-eta) times a power of L that is linear in
u, and the least over u of the largest is the power. On 2 beta = 1 the forcing adds up to log tau,
so that its noise has a logarithm that the sum of the four terms has not.
"""

import math
from fractions import Fraction as Q

import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.plrf.phases import critical
from phasecalc.plrf.phases.critical import critical_places, log_powers

BUDGETS = (1e32, 1e64, 1e128)


def power(*terms):
    """The least over u of the largest of a + b u."""
    crossings = {(c - a) / (b - d) for a, b in terms for c, d in terms if b != d}
    return min(max(a + b * u for a, b in terms) for u in crossings)


def rough_target(a):
    """2 beta = 1: forgetting, capacity and distortion, and the noise of the forcing's sum."""
    if a > Q(1, 2):  # tau = f/d; the noise is smaller by a power of f
        return (Q(0), Q(1)), (Q(1), -2 * a), (Q(1), -Q(1, 2) / a)
    clock = 2 * a - 2  # tau = d^(2 alpha - 1) f/d
    noise = (Q(1, 2) / a - 2) * clock + 2 * a - 1 if a > Q(1, 4) else -2 * a
    return (Q(0), -clock), (Q(1), -2 * a), (Q(1), noise)


def quarter(b):
    """4 alpha = 1: noise d^(-1/2) L against forgetting tau^(1 - 4 beta), tau = d^(-3/2) f."""
    return (Q(1), Q(-1, 2)), (Q(0), (4 * b - 1) * Q(3, 2))


def half(b):
    """2 alpha = 1: the rate is of order 1/L, tau = f/(d L)."""
    return (2 * b, 2 * b), (Q(0), -2 * b)


# alpha, beta, the power, and how the slopes approach it: straight, or as a quotient, in 1/log f.
POINTS = (
    ("1", "1/2", power(*rough_target(Q(1))), "straight"),
    ("7/10", "1/2", power(*rough_target(Q(7, 10))), "straight"),
    ("1/5", "1/2", power(*rough_target(Q(1, 5))), "straight"),
    ("1/4", "1", power(*quarter(Q(1))), "quotient"),
    ("1/4", "3/4", power(*quarter(Q(3, 4))), "quotient"),
    ("1/2", "3/10", power(*half(Q(3, 10))), "straight"),
    ("1/2", "1/5", power(*half(Q(1, 5))), "straight"),
    ("1/4", "2/5", Q(0), "straight"),  # the noise, which has the logarithm, does not bind
)
# Where log log f, or a power of L near the binding one, still shows: only a direction is seen.
SLOW = (
    ("2/5", "1/2", power(*rough_target(Q(2, 5)))),
    ("9/20", "1/2", power(*rough_target(Q(9, 20)))),
    ("1/2", "1/2", Q(1)),  # times (log log f)^(1/2)
    ("1/2", "1", Q(0)),  # times (log log f)^(1/2)
    ("1/4", "1/2", Q(3, 4)),  # times a power of log log f
)


def slopes(alpha, beta):
    eta = float(pc.exponents(alpha, beta).loss_exponent)
    found = pc.frontier(alpha, beta, list(BUDGETS)).points
    return [
        (eta - float(p.loss_exponent)) * math.log(f) for f, p in zip(BUDGETS, found, strict=True)
    ]


def by_hand():
    """Points of every line and where they meet, with the power of log f."""
    for a in (Q(3, 5), Q(1), Q(7, 3), Q(3, 10), Q(2, 5), Q(49, 100), Q(27, 100), Q(1, 20), Q(1, 5)):
        yield (a, Q(1, 2)), power(*rough_target(a))
    for b in (Q(3, 4), Q(1), Q(2)):
        yield (Q(1, 4), b), power(*quarter(b))
    for b in (Q(1, 5), Q(2, 5)):
        yield (Q(1, 2), b), power(*half(b))
    yield from (((Q(x), Q(y)), e) for x, y, e, *_ in (*POINTS, *SLOW))


@pytest.mark.slow
def test_derived_and_by_hand():
    for point, k in by_hand():
        assert pc.exponents(*point).log_powers[0] == k, point
    assert pc.exponents("1 - 1/sqrt(2)", "1/2").log_powers == (1, 0)
    assert pc.exponents("7/10", 1).log_powers == (0, 0)
    # At (1/2, b): d^-1 log(d/tau) against d/f, d/tau a power of log f. Last: L^3/4 and its like.
    doubly = {
        ("1/2", "1"): (0, Q(1, 2)),
        ("1/2", "1/2"): (1, Q(1, 2)),
        ("1/4", "1/2"): (Q(3, 4),) * 2,
    }
    for point, found in doubly.items():
        assert pc.exponents(*point).log_powers == found
    with pytest.raises(DomainError, match="not when free"):
        _ = pc.exponents(1, "1/2", learning_rate="free").log_powers


@pytest.mark.slow
def test_every_line_is_covered_and_proved():
    found = log_powers()
    assert len(critical_places()) == 9
    assert {x.line for x in found} == set(critical_places())
    assert sum(g.recheck() for g in {id(g): g for x in found for g in x.diagrams}.values()) > 100


@pytest.mark.slow
def test_the_loss_exponent_is_that_of_the_phases():
    for x in log_powers():
        a_point = all(c.relation == "=" for c in x.line.cells[0])
        at = {**x.line.sample(), **({} if a_point else x.region.sample())}
        point = tuple(at[n] for n in x.line.names)
        free = {s: v for s in x.loss[0].free_symbols for n, v in at.items() if s.name == n}
        assert -x.loss[0].subs(free) == pc.exponents(*point).loss_exponent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "point", "right", "k"),
    [
        # The forcing adds up to no logarithm: the sum of the four terms.
        ("_added_up", ("2/5", "1/2"), 1, Q(3, 5)),
        # No logarithm in any term.
        ("_read", ("1", "1/2"), Q(2, 3), 0),
    ],
)
def test_another_term_has_another_power(monkeypatch, wrong, point, right, k):
    assert pc.exponents(*point).log_powers == (right, 0)
    kept = getattr(critical, wrong)
    monkeypatch.setattr(
        critical,
        wrong,
        lambda *x: critical._Term(kept(*x).powers, x[0].logs if wrong == "_added_up" else ()),
    )
    critical.log_powers_on.cache_clear()
    assert pc.exponents(*point).log_powers[0] == k
    critical.log_powers_on.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize(("alpha", "beta", "expected", "way"), POINTS)
def test_the_curves_approach_it(alpha, beta, expected, way):
    _, one, two = slopes(alpha, beta)
    # The budget is squared from one to the other, so that what falls like 1/log f is halved.
    limit = 2 * two - one if way == "straight" else 1 / (2 / two - 1 / one)
    assert limit == pytest.approx(float(expected), abs=0.013)
    for wrong in (expected - Q(1, 10), expected + Q(1, 10)):
        assert abs(limit - float(wrong)) > 0.08


@pytest.mark.slow
@pytest.mark.parametrize(("alpha", "beta", "expected"), SLOW)
def test_the_curves_go_towards_it(alpha, beta, expected):
    found = [abs(s - float(expected)) for s in slopes(alpha, beta)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.17


@pytest.mark.slow
def test_the_sum_of_the_terms_has_another_power():
    """At (2/5, 1/2) the four terms alone would give 3/5; the curves leave that behind."""
    without = power(*rough_target(Q(2, 5))[:2], (Q(0), rough_target(Q(2, 5))[2][1]))
    assert without == Q(3, 5)
    found = slopes("2/5", "1/2")
    assert found == sorted(found)
    assert found[0] > 0.75
