"""Rules of asymptotics that the kernel applies, each with its hypotheses verified.

Watson: for s > 0, x >= 1 and 0 <= x e <= 1,

    int_e^1 u^(s-1) exp(-x u) du  =  Gamma(s) x^(-s) (1 + O((x e)^s + x^(s-1) exp(-x))),

for s < 0 it is e^s/(-s) (1 + O((x e)^(-s) + x e)), with a factor log(E/(x e)) in the error where
-s may be 1, and for s = 0 log(1/(x e)) (1 + O(1/log)). For s != 0 both sides are positive and stay
of the same order up to x e = C, any constant. Source: DLMF 2.3(ii), 2.4(i).

Power sums: for d -> oo, v = rho d, and g(x) = 1 or 1/(1 + k x^b) with k, b > 0,

    sum_{j<=v} j^(-a) g(j/d)  =  zeta(a) (1 + O(d^(1-a) + d^(-b)))                  a > 1,
                              =  d^(1-a) int_0^rho x^(-a) g(x) dx (1 + O(d^(a-1) + 1/d))  a < 1,
                              =  log(d) (1 + O(1/log(d)))                           a = 1,

both remainders of a > 1 times log(d) unless a - 1 and b are known to differ.

Source: Flajolet, Gourdon and Dumas (1995), the two leading poles of the Mellin transform.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.proof.claim import Claim, Relation
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.exact import (
    Check,
    Context,
    grows,
    is_zero,
    prove_positive,
    prove_sign,
    same_power,
)
from phasecalc.regions.region import Region

__all__ = ["Geometric", "Mellin", "PowerSum", "Watson"]


def _factor(expression: sp.Expr, kind: type[sp.Expr]) -> tuple[sp.Expr, sp.Expr]:
    """The one integral or sum in a product, and the factor before it."""
    found = [f for f in sp.Mul.make_args(expression) if isinstance(f, kind)]
    if len(found) != 1 or len(found[0].limits) != 1:
        raise StepFailed(f"{expression} is not a constant times one {kind.__name__}")
    return expression / found[0], found[0]


def _confirm(claim: Claim, right: sp.Expr, remainder: Sequence[sp.Expr], rule: str) -> Evidence:
    """The rule gives this right side and remainder; the claim must say the same."""
    if claim.relation not in (Relation.EQUIVALENT, Relation.SAME_ORDER):
        raise StepFailed(f"{rule} establishes '~' or '=Theta=', not '{claim.relation}'")
    quotient = same_power(claim.right, right, claim.region)
    if quotient != 1:
        raise StepFailed(f"{rule} gives {right}, not {claim.right}")
    if claim.relation is Relation.SAME_ORDER:
        return Evidence(Rank.PROVED, f"{rule}, up to constants, hypotheses certified")
    claimed = list(sp.Add.make_args(claim.remainder))
    for mine in remainder:
        quotients = ((t, same_power(t, mine, claim.region)) for t in claimed)
        fitting = [t for t, q in quotients if q.is_number and q.is_positive]
        if not fitting:
            raise StepFailed(f"{rule} leaves the relative error {mine}, which is not stated")
        claimed.remove(fitting[0])
    if claimed:
        raise StepFailed(f"{rule} does not leave the relative error {claimed[0]}")
    return Evidence(Rank.PROVED, f"{rule}, hypotheses certified")


class Watson(Check):
    """Watson's lemma, for the sign of s that the region proves."""

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        front, integral = _factor(claim.left, sp.Integral)
        ((u, low, high),) = integral.limits
        slope = sp.expand(sp.cancel(u * sp.diff(integral.function, u) / integral.function))
        x, s = -slope.coeff(u, 1), slope.coeff(u, 0) + 1
        model = u ** (s - 1) * sp.exp(-x * u)
        scale = integral.function.subs(u, 1) * sp.exp(x)
        if high != 1 or not is_zero(slope - (s - 1 - x * u), (), claim.region):
            raise StepFailed(f"{integral} is not int_e^1 c u^(s-1) exp(-x u) du")
        if sp.cancel(integral.function / (scale * model)).has(u):
            raise StepFailed(f"{integral} is not int_e^1 c u^(s-1) exp(-x u) du")
        if not grows(x, claim.region):
            raise StepFailed(f"the rate {x} is not known to grow")
        front *= sp.powsimp(scale)
        _vanishing(low, x, claim.region)
        sign = _sign(s, claim.region)
        if sign > 0:
            rest = [x ** (s - 1) * sp.exp(-x), *([(x * low) ** s] if low != 0 else [])]
            return _confirm(claim, front * sp.gamma(s) * x**-s, rest, "Watson's lemma, s > 0")
        if low == 0:
            raise StepFailed(f"the integral diverges at 0, since s = {s} is not positive")
        if sign == 0:
            large = sp.log(1 / (x * low))
            if claim.relation is Relation.SAME_ORDER:
                raise StepFailed("for s = 0 the order at x e = 1 is not that of the logarithm")
            return _confirm(claim, front * large, [1 / large], "Watson's lemma, s = 0")
        more = _log_if_equal(-s, sp.S.One, sp.E / (x * low), claim.region)
        rest = [more * (x * low) ** -s, more * x * low]
        return _confirm(claim, front * low**s / -s, rest, "Watson's lemma, s < 0")


def _vanishing(low: sp.Expr, rate: sp.Expr, region: Region) -> None:
    """The lower end is 0, a symbol for a small number, or a negative power of a size."""
    if low == 0 or (low.is_Symbol and low.is_positive and low not in rate.free_symbols):
        return
    size, power = low.as_base_exp()
    if not (size.is_Symbol and size.is_positive) or size in rate.free_symbols:
        raise StepFailed(f"the lower end {low} is not known to tend to 0 by itself")
    prove_sign(-power, ">", region)


class PowerSum(Check):
    """Sum of a power, times a profile of j/d, up to v = ``ratio`` * d.

    Parameters
    ----------
    exponent, size, ratio
        a, d and rho, which may be infinite.
    profile
        (k, b) for g(x) = 1/(1 + k x^b), None for g = 1.
    """

    def __init__(
        self,
        exponent: sp.Expr,
        size: sp.Symbol,
        ratio: sp.Expr,
        profile: tuple[sp.Expr, sp.Expr] | None = None,
    ) -> None:
        self.exponent, self.size, self.ratio, self.profile = exponent, size, ratio, profile

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        front, series = _factor(claim.left, sp.Sum)
        ((j, low, high),) = series.limits
        a, d = context.full(self.exponent), self.size
        k, b = map(context.full, self.profile or (sp.S.Zero, sp.S.One))
        term = series.function * j**a * (1 + k * (j / d) ** b)
        if not (d.is_Symbol and d.is_positive and j.is_integer) or d.name in claim.region.names:
            raise StepFailed(f"{d} is not a size, or {j} not a number of a mode")
        constants = (self.ratio, k)
        if any(c.has(d, j) or not (c.is_extended_positive or c.is_zero) for c in constants):
            raise StepFailed(f"the ratio {self.ratio} and {k} must be positive constants")
        if low != 1 or high != self.ratio * d or not is_zero(term - 1, ("powers",), claim.region):
            raise StepFailed(f"{series} is not the sum of j^(-a) g(j/d) up to {self.ratio} d")
        if self.profile is not None:
            prove_sign(b, ">", claim.region)
            prove_positive(k, claim.region)
        if self.ratio == sp.oo and self.profile is None:
            prove_sign(a - 1, ">", claim.region)
        sign = _sign(a - 1, claim.region)
        if sign > 0:
            more = sp.S.One if self.profile is None else _log_if_equal(a - 1, b, d, claim.region)
            rest = [more * d ** (1 - a), *([more * d**-b] if self.profile else [])]
            return _confirm(claim, front * sp.zeta(a), rest, "sum rule, a > 1")
        if sign == 0:
            return _confirm(claim, front * sp.log(d), [1 / sp.log(d)], "sum rule, a = 1")
        if self.ratio == sp.oo:
            prove_sign(a + b - 1, ">", claim.region)
        x = sp.Symbol("x", positive=True)
        moment = (
            sp.Integral(x**-a / (1 + k * x**b), (x, 0, self.ratio))
            if self.profile
            else self.ratio ** (1 - a) / (1 - a)
        )
        rest = [d ** (a - 1), *([1 / d] if self.ratio != sp.oo and a != 0 else [])]
        return _confirm(claim, front * d ** (1 - a) * moment, rest, "sum rule, a < 1")


def _log_if_equal(first: sp.Expr, second: sp.Expr, size: sp.Expr, region: Region) -> sp.Expr:
    """Two poles that may meet leave a logarithm."""
    for sign in (1, -1):
        try:
            prove_sign(sign * (first - second), ">", region)
        except (StepFailed, Undecided):
            continue
        return sp.S.One
    return sp.log(size)


class Mellin(Check):
    """int_0^oo x^(s-1)/(1 + k x^b) dx = k^(-s/b) (pi/b)/sin(pi s/b), for 0 < s < b.

    Source: DLMF 5.12.3 with 5.5.3.
    """

    def __init__(self, s: sp.Expr, k: sp.Expr, b: sp.Expr) -> None:
        self.s, self.k, self.b = s, k, b

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        front, integral = _factor(claim.left, sp.Integral)
        ((x, low, high),) = integral.limits
        s, k, b = map(context.full, (self.s, self.k, self.b))
        if any(e.has(x) for e in (s, k, b)) or not x.is_positive:
            raise StepFailed(f"s, k and b do not contain the positive variable {x}")
        shape = integral.function * x ** (1 - s) * (1 + k * x**b)
        if (low, high) != (0, sp.oo) or not is_zero(shape - 1, ("powers",), claim.region):
            raise StepFailed(f"{integral} is not int_0^oo x^(s-1)/(1 + k x^b) dx")
        for positive in (s, b - s):
            prove_sign(positive, ">", claim.region)
        prove_positive(k, claim.region)
        value = front * k ** (-s / b) * sp.pi / (b * sp.sin(sp.pi * s / b))
        quotient = same_power(claim.right, value, claim.region)
        if claim.relation is not Relation.EQUAL or quotient != 1:
            raise StepFailed(f"the integral is {value}, not {claim.right}")
        return Evidence(Rank.PROVED, "Mellin transform of 1/(1 + k x^b), 0 < s < b certified")


class Geometric(Check):
    """sum_{n>=0} q^n = 1/(1 - q) for -1 < q < 1, with q a polynomial of the parameters."""

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        front, series = _factor(claim.left, sp.Sum)
        ((n, low, high),) = series.limits
        first, second = (series.function.subs(n, k) for k in (0, 1))
        q = sp.cancel(second / first) if first != 0 else sp.S.One
        geometric = n.is_integer and is_zero(series.function - first * q**n, (), claim.region)
        if not geometric or (low, high) != (0, sp.oo):
            raise StepFailed(f"{series} is not a geometric series from 0")
        prove_sign(1 - q, ">", claim.region)
        prove_sign(1 + q, ">", claim.region)
        value = sp.cancel(front * first / (1 - q))
        if claim.relation is not Relation.EQUAL or sp.cancel(claim.right - value) != 0:
            raise StepFailed(f"the series is {value}, not {claim.right}")
        return Evidence(Rank.PROVED, "geometric series, |q| < 1 certified")


def _sign(expression: sp.Expr, region: Region) -> int:
    """The one sign that a rational function has on a region."""
    for sign, quantity, relation in (
        (1, expression, ">"),
        (-1, -expression, ">"),
        (0, expression, "="),
    ):
        try:
            prove_sign(quantity, relation, region)
        except StepFailed:
            continue
        return sign
    raise StepFailed(f"{expression} has no single sign on {region}")
