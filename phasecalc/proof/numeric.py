"""Checks by numbers: points that agree, remainders that settle, boxes that balls enclose."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import mpmath as mp
import sympy as sp

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.parsing import exact
from phasecalc.proof.claim import Claim, Relation
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.exact import Check, Context
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.region import Region

__all__ = ["Sampled", "points", "refute"]

# Largest growth of error/remainder, or of left/right, still read as none: per power of the scale.
_SETTLED, _SAME = 0.05, 0.02
# Part of a logarithm's growth that a quotient may show and still be read as settling.
_LOG, _FEWEST_DIGITS = 0.3, 20
_HOLDS: dict[Relation, Callable[[sp.Expr], bool]] = {
    Relation.MORE: lambda x: x > 0,
    Relation.AT_LEAST: lambda x: x >= 0,
    Relation.LESS: lambda x: x < 0,
    Relation.AT_MOST: lambda x: x <= 0,
}
# Numeric meaning of an undefined function: from values and digits to a number.
Meanings = Mapping[type, Callable[..., object]]


def points(region: Region, count: int, seed: str = "points") -> list[dict[str, sp.Rational]]:
    """Rational points of a region, always the same ones."""
    if not region.names:
        return [{}]
    draw, found = random.Random(seed), [region.sample() or {}]
    for _ in range(400 * count):
        point = {n: Fraction(draw.randint(1, 240), 97) for n in region.names}
        if len(found) <= count and region.contains(**point):
            found.append(point)
    usable = found[1:] or found
    return [{k: to_sympy(x) for k, x in p.items()} for p in usable]


def evaluate(
    expression: sp.Expr, at: Mapping[str, sp.Expr], digits: int, meanings: Meanings
) -> sp.Expr:
    """Number for an expression; symbols are found by name, undefined functions by meaning."""
    values = {s: at[s.name] for s in expression.free_symbols if s.name in at}
    exact = expression.subs(values)
    if exact.free_symbols:
        missing = ", ".join(sorted(map(str, exact.free_symbols)))
        raise Undecided(f"{expression} has no value at {dict(at)}: {missing} is not given")
    for kind, meaning in meanings.items():
        exact = exact.replace(kind, lambda *a, m=meaning: _number(m(*a, digits=digits), digits))
    # A short sum is added up as it stands; SymPy would expand it after Euler and Maclaurin.
    short = [e for e in exact.atoms(sp.Sum) if e.limits[0][2].is_Integer and e.limits[0][2] < 50]
    exact = exact.xreplace({e: e.doit() for e in short if len(e.limits) == 1})
    number = sp.N(exact, digits)
    if not number.is_number or not number.is_finite or number.atoms(sp.Integral, sp.Sum):
        raise Undecided(f"{expression} has no value at {at}: {number}")
    return number


def _number(value: object, digits: int) -> sp.Expr:
    return sp.Float(mp.nstr(value, digits + 5), digits + 5)


def refute(claim: Claim, digits: int = 30) -> None:
    """Raise StepFailed where both sides of an equation differ at a point of the region."""
    free = (claim.left.free_symbols | claim.right.free_symbols) - {
        s for s in claim.left.free_symbols if s.name in claim.region.names
    }
    if claim.left.atoms(sp.core.function.AppliedUndef) or claim.relation is not Relation.EQUAL:
        return
    series = claim.left.atoms(sp.Sum) | claim.right.atoms(sp.Sum)
    ends = {s for e in series for _, *edges in e.limits for x in edges for s in x.free_symbols}
    others = {
        s.name: sp.Integer(2 + k) if s.is_integer or s in ends else sp.Rational(7 + 2 * k, 5)
        for k, s in enumerate(sorted(free, key=str))
    }
    for point in points(claim.region, 2):
        at = {**others, **point}
        try:
            a, b = (evaluate(e, at, digits, {}) for e in (claim.left, claim.right))
        except (Undecided, TypeError, ValueError):
            continue
        if abs(a - b) > sp.Float(10) ** (5 - digits) * (1 + abs(a)):
            raise StepFailed(f"at {at} the sides are {sp.N(a, 12)} and {sp.N(b, 12)}")


class Sampled(Check):
    """The claim holds at points, to many digits; asymptotic claims along a ladder of sizes.

    Parameters
    ----------
    at
        Values of the parameters, each a mapping from name to exact number in the region, in
        addition to points of the region drawn once and for all.
    ladder
        For ``~`` and ``=Theta=``: each size as a function of the last argument's symbol.
    scale
        The symbol that climbs, and the values that it takes.
    meanings
        Numeric meaning of undefined functions.
    digits
        Digits with which both sides are computed.
    """

    def __init__(
        self,
        at: Sequence[Mapping[str, object]] = (),
        ladder: Mapping[sp.Symbol, sp.Expr] | None = None,
        scale: tuple[sp.Symbol, Sequence[sp.Expr]] | None = None,
        meanings: Meanings | None = None,
        digits: int = 25,
    ) -> None:
        if digits < _FEWEST_DIGITS:
            raise StepFailed(f"digits={digits}: a sample has at least {_FEWEST_DIGITS}")
        self.at, self.ladder, self.scale = at, dict(ladder or {}), scale
        self.meanings, self.digits = dict(meanings or {}), digits

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        given = [{k: to_sympy(exact(x, k)) for k, x in p.items()} for p in self.at]
        inside = [{n: p[n] for n in claim.region.names} for p in given]
        if not all(claim.region.contains(**p) for p in inside):
            raise StepFailed(f"a point lies outside {claim.region}")
        # A point that the proof chose may be the one where the claim happens to hold.
        chosen = [*given, *points(claim.region, 1 if given else 3)]
        for point in chosen:
            if claim.relation in (Relation.EQUIVALENT, Relation.SAME_ORDER):
                self._climb(claim, point)
            else:
                self._stand(claim, point)
        return Evidence(Rank.SAMPLED, f"{len(chosen)} points, {self.digits} digits")

    def _sides(self, claim: Claim, at: Mapping[str, sp.Expr]) -> tuple[sp.Expr, sp.Expr]:
        left, right = claim.left.subs(self.ladder), claim.right.subs(self.ladder)
        a = evaluate(left, at, self.digits, self.meanings)
        return a, evaluate(right, at, self.digits, self.meanings)

    def _stand(self, claim: Claim, at: Mapping[str, sp.Expr]) -> None:
        # Term by term, so that what both sides share hides no difference.
        terms = sp.Add.make_args((claim.left - claim.right).subs(self.ladder))
        values = [evaluate(t, at, self.digits, self.meanings) for t in terms]
        gap, room = sp.Add(*values), sp.Float(10) ** (5 - self.digits) * sum(map(abs, values))
        if claim.relation is Relation.EQUAL:
            good = abs(gap) <= room
        else:
            good = abs(gap) > room and gap.is_real and _HOLDS[claim.relation](gap)
        if not good:
            raise StepFailed(f"at {dict(at)} the sides differ by {sp.N(gap, 15)}")

    def _climb(self, claim: Claim, at: Mapping[str, sp.Expr]) -> None:
        if self.scale is None or len(self.scale[1]) < 2:
            raise Undecided("an asymptotic claim is sampled along a ladder of sizes")
        symbol, rungs = self.scale
        if not 1 < rungs[-2] < rungs[-1] / 2:
            raise StepFailed(f"the ladder {rungs} does not climb by a factor above 2")
        readings = []
        for rung in rungs[-2:]:
            here = {**at, symbol.name: rung}
            a, b = self._sides(claim, here)
            reading = a / b
            if not reading.is_positive:
                raise StepFailed(f"at {here} the quotient is {sp.N(reading, 12)}, not positive")
            if claim.remainder is not None:
                rest = claim.remainder.subs(self.ladder)
                reading = abs(a / b - 1) / evaluate(rest, here, self.digits, self.meanings)
            readings.append(reading)
        climb = sp.log(sp.N(rungs[-1] / rungs[-2]))
        growth = sp.N(sp.log(abs(readings[1] / readings[0])) / climb, 6)
        if claim.remainder is not None and abs(a / b - 1) > sp.Float(10) ** -10:
            raise Undecided(f"at {dict(at)} the ratio is still {sp.N(a / b, 12)}: climb higher")
        # A logarithm grows by the ratio of the rungs' logarithms, which no exponent shows.
        if claim.remainder is None and abs(readings[1] / readings[0] - 1) > _LOG * (
            sp.log(rungs[-1]) / sp.log(rungs[-2]) - 1
        ):
            raise StepFailed(f"at {dict(at)} the quotient still changes, like a logarithm or more")
        if growth.is_real is not True or abs(growth) > (
            _SETTLED if claim.remainder is not None else _SAME
        ):
            raise StepFailed(f"at {dict(at)} the quotient grows like {symbol}**({growth})")
