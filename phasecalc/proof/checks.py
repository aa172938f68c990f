"""Checks by exact algebra: identities, signs, weighted means, powers, instances, induction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc import symbols
from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.proof.claim import Claim, Relation
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.exact import (
    REWRITES,
    Check,
    Context,
    hypotheses,
    is_zero,
    prove_positive,
    prove_sign,
    same_power,
)
from phasecalc.proof.hygiene import may_replace
from phasecalc.proof.numeric import refute

if TYPE_CHECKING:
    from phasecalc.proof.theorem import Derivation

__all__ = ["Algebra", "Induction", "Instance", "Largest", "Powers", "Sign", "WeightedMean"]

_SIZES = {symbols.d, symbols.v, symbols.r, symbols.f, symbols.tau}
_ORDERED = {
    Relation.MORE: (1, ">"),
    Relation.AT_LEAST: (1, ">="),
    Relation.LESS: (-1, ">"),
    Relation.AT_MOST: (-1, ">="),
}


def _only(claim: Claim, *relations: Relation) -> None:
    if claim.relation not in relations:
        raise StepFailed(f"this check does not establish '{claim.relation}'")


class Algebra(Check):
    """The sides are equal: named rewrites bring their difference to zero."""

    def __init__(self, *rewrites: str) -> None:
        unknown = set(rewrites) - set(REWRITES)
        if unknown:
            raise StepFailed(f"no rewrite {sorted(unknown)}; there are {', '.join(REWRITES)}")
        self.rewrites = rewrites

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        _only(claim, Relation.EQUAL)
        for side in (claim.left, claim.right):
            # As written: a denominator that would cancel is a hole all the same.
            for power in side.atoms(sp.Pow):
                named = {s.name for s in power.base.free_symbols}
                inside = bool(named) and named <= set(claim.region.names)
                if inside and power.exp.is_negative and power.base.is_polynomial():
                    prove_sign(power.base, "!=", claim.region)
        same = is_zero(claim.left - claim.right, self.rewrites, claim.region) or (
            "powers" in self.rewrites and same_power(claim.left, claim.right, claim.region) == 1
        )
        if not same:
            refute(claim)
            raise Undecided(f"the rewrites do not bring {claim.left - claim.right} to zero")
        return Evidence(Rank.PROVED, ", ".join(self.rewrites) or "identity of rational functions")


class Sign(Check):
    """An inequality between rational functions, by certificates."""

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        _only(claim, *_ORDERED)
        way, relation = _ORDERED[claim.relation]
        difference = way * (claim.left - claim.right)
        return prove_sign(difference, relation, claim.region, solver=True)


class WeightedMean(Check):
    """The largest of several numbers is at least any weighted mean of them.

    Parameters
    ----------
    weights
        Weight of each entry of the ``Max``; they are nonnegative and add up to 1.
    slack
        Factor of each quantity that is nonnegative on the region and is subtracted.
    """

    def __init__(
        self, weights: Mapping[sp.Expr, sp.Expr], slack: Mapping[sp.Expr, sp.Expr] | None = None
    ) -> None:
        self.weights, self.slack = dict(weights), dict(slack or {})

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        _only(claim, Relation.AT_LEAST)
        weights = {context.full(e): context.full(w) for e, w in self.weights.items()}
        slack = {context.full(c): context.full(y) for c, y in self.slack.items()}
        if not isinstance(claim.left, sp.Max) or not set(weights) <= set(claim.left.args):
            raise StepFailed("weights belong to the entries of a Max on the left")
        if not is_zero(sp.Add(*weights.values()) - 1, (), claim.region):
            raise StepFailed(f"the weights add up to {sp.Add(*weights.values())}, not to 1")
        signs = [*weights.values(), *slack, *slack.values()]
        for quantity in signs:
            prove_sign(quantity, ">=", claim.region)
        mean = sp.Add(*(e * w for e, w in weights.items()))
        mean -= sp.Add(*(c * y for c, y in slack.items()))
        Algebra()._judge(Claim(mean, Relation.EQUAL, claim.right, claim.region), context)
        return Evidence(Rank.PROVED, f"weighted mean, {len(signs)} signs certified")


class Largest(Check):
    """The right side is one of the entries of the ``Max`` on the left, and none is larger."""

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        _only(claim, Relation.EQUAL)
        entries = claim.left.args if isinstance(claim.left, sp.Max) else (claim.left,)
        if not any(is_zero(e - claim.right, (), claim.region) for e in entries):
            refute(claim)
            raise Undecided(f"no entry of the maximum is {claim.right}")
        for entry in entries:
            prove_sign(claim.right - entry, ">=", claim.region)
        return Evidence(Rank.PROVED, f"the largest of {len(entries)}, by certificates")


class Powers(Check):
    """Two products of powers of sizes have the same exponents; ``constants`` do not count.

    Their quotient is positive, so that either side is a constant multiple of the other.
    """

    def __init__(self, *constants: sp.Symbol) -> None:
        if not _SIZES.isdisjoint(constants):
            raise StepFailed(f"{_SIZES.intersection(constants).pop()} tends to infinity")
        self.constants = {c.name for c in constants}

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        _only(claim, Relation.SAME_ORDER)
        quotient = same_power(claim.left, claim.right, claim.region)
        named = {s.name for s in quotient.free_symbols}
        if quotient == 0 or named - self.constants - set(claim.region.names):
            refute(claim)
            raise StepFailed(f"the quotient is {quotient}, not a constant")
        prove_positive(quotient, claim.region)
        return Evidence(Rank.PROVED, "the powers of the sizes agree")


class Instance(Check):
    """The claim is a conclusion of a theorem in use, with symbols replaced."""

    def __init__(
        self, of: Derivation, values: Mapping[sp.Expr, sp.Expr] | None = None, conclusion: int = 0
    ) -> None:
        self.of, self.values, self.conclusion = of, dict(values or {}), conclusion

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        if self.of not in context.uses:
            raise StepFailed(f"{self.of.label} is not among the theorems this one uses")
        known = self.of.theorem.conclusions[self.conclusion]
        values = {k: context.full(e) for k, e in self.values.items()}
        may_replace(known, values, claim.region)
        found = known.at(values)
        same = [(claim.left, found.left), (claim.right, found.right)]
        same.append((claim.remainder or sp.S.Zero, found.remainder or sp.S.Zero))
        _only(claim, found.relation)
        for mine, theirs in same:
            if not is_zero(mine - theirs, ("powers",), claim.region):
                raise StepFailed(f"{self.of.label} says {theirs}, not {mine}")
        named = {getattr(k, "name", str(k)): v for k, v in values.items()}
        for quantity, relation in hypotheses(known.region, named):
            prove_sign(quantity, relation, claim.region)
        return Evidence(Rank.PROVED, f"{self.of.label}, whose hypotheses hold here")


class Induction(Check):
    """The right side starts with ``start`` at 0 and obeys the recursion, so it is the left side.

    Parameters
    ----------
    on
        Number of steps.
    start
        Value of the sequence at 0.
    recursion
        Next value, written with the sequence ``left`` itself for the present one.
    rewrites
        Rewrites that confirm the step from n to n + 1.
    """

    def __init__(
        self, on: sp.Symbol, start: sp.Expr, recursion: sp.Expr, rewrites: Sequence[str]
    ) -> None:
        self.on, self.start, self.recursion, self.rewrites = on, start, recursion, rewrites

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        _only(claim, Relation.EQUAL)
        sequence = isinstance(claim.left, sp.core.function.AppliedUndef)
        if not sequence or self.on not in claim.left.args:
            raise StepFailed(f"induction defines the sequence on the left, applied to {self.on}")
        if not (self.on.is_Symbol and self.on.is_integer and self.on.is_nonnegative):
            raise StepFailed(f"{self.on} does not count steps: declare it a nonnegative integer")
        first = claim.right.subs(self.on, 0).doit()
        if not is_zero(first - context.full(self.start), (), claim.region):
            raise StepFailed(f"at 0 the right side is {first}, not {self.start}")
        after = claim.right.subs(self.on, self.on + 1)
        step = after - context.full(self.recursion).xreplace({claim.left: claim.right})
        if not is_zero(step, self.rewrites, claim.region):
            raise StepFailed(f"the recursion leaves {step}")
        return Evidence(Rank.PROVED, "induction: " + ", ".join(self.rewrites))
