"""Perturbed statements and steps of a derivation, each of which the kernel must refuse.

A mutant counts only where numbers, obtained without the kernel, show that it is false, or where
it says more than its rule gives (a remainder other than the rule's). The rules below are generic:
none names a theorem.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import mpmath as mp
import sympy as sp

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.proof import Claim, Derivation, Proof, Relation
from phasecalc.proof.exact import Check, Context
from phasecalc.proof.hygiene import well_formed
from phasecalc.proof.numeric import points

REFUSED = (StepFailed, Undecided)
SMALL = sp.Rational(1, 7)
DIGITS = 40
REVERSED = {
    Relation.LESS: Relation.MORE,
    Relation.MORE: Relation.LESS,
    Relation.AT_LEAST: Relation.LESS,
    Relation.AT_MOST: Relation.MORE,
}
HOLDS = {
    Relation.EQUAL: lambda gap, room: abs(gap) <= room,
    Relation.AT_MOST: lambda gap, room: gap <= room,
    Relation.LESS: lambda gap, room: gap < -room,
    Relation.AT_LEAST: lambda gap, room: gap >= -room,
    Relation.MORE: lambda gap, room: gap > room,
}


@dataclass(frozen=True)
class Mutant:
    """One perturbed step or hypothesis, and whether it was refused."""

    theorem: str
    step: int
    kind: str
    text: str
    refused: bool


# Numbers, by a route of their own.


def stand_in(function: type) -> type:
    """A fixed smooth positive function in place of an undefined one."""
    shift = sum(map(ord, str(function))) % 7 + 2
    return lambda *a: sp.Rational(shift) + sp.cos(sp.Add(*a) + shift)


def area(integral: sp.Integral) -> sp.Float:
    """Value of an integral to about ten digits: enough to tell a mutant, and quick."""
    ((x, low, high),) = integral.limits
    with mp.workdps(15):
        edges = [mp.mpf(sp.N(end, 15)) if end.is_finite else mp.inf for end in (low, high)]
        value = mp.quad(sp.lambdify(x, integral.function, "mpmath"), edges)
    return sp.Float(str(value), 15)


def number(e: sp.Expr, at: dict[sp.Symbol, sp.Expr]) -> complex | None:
    """Value of an expression at a point, or None."""
    for kind in {f.func for f in e.atoms(sp.core.function.AppliedUndef)}:
        e = e.replace(kind, stand_in(kind))
    # Floats of many digits: an exact power of fractions may have millions of them.
    at = {s: v if v.is_Integer else sp.Float(v, DIGITS) for s, v in at.items()}
    try:
        exact = e.xreplace(at)
        for series in exact.atoms(sp.Sum):
            if all(x.is_Integer for _, *edges in series.limits for x in edges):
                exact = exact.xreplace({series: series.doit()})
        exact = exact.xreplace({e: area(e) for e in exact.atoms(sp.Integral)})
        value = sp.N(exact.doit() if exact.has(sp.Subs) else exact, 20)
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        return None
    return value if value.is_number and value.is_finite else None


def places(claim: Claim, count: int = 4) -> list[dict[sp.Symbol, sp.Expr]]:
    """Points of the region with values for all other symbols."""
    sides = [e for e in (claim.left, claim.right, claim.remainder) if e is not None]
    symbols = sorted(set().union(*(e.free_symbols for e in sides)), key=str)
    edges = {
        x for e in sides for series in e.atoms(sp.Sum) for _, *ends in series.limits for x in ends
    }
    whole = set().union(*(x.free_symbols for x in edges)) | {s for s in symbols if s.is_integer}
    found = []
    for k, point in enumerate(points(claim.region, count, "mutants")):
        draw = random.Random(k)
        here = {}
        for s in symbols:
            size = draw.randint(2, 4) if s in whole else sp.Rational(draw.randint(120, 400), 97)
            here[s] = point.get(s.name, sp.sympify(-size if s.is_negative else size))
        found.append(here)
    return found


def is_false(claim: Claim, original: Claim) -> bool:
    """Whether numbers show that a perturbed claim fails, given that the original holds."""
    if claim.relation in (Relation.EQUIVALENT, Relation.SAME_ORDER):
        return differs_at_infinity(claim, original)
    if claim.relation is not original.relation:
        return True  # the opposite of what holds
    if original.relation in REVERSED and claim.left.has(sp.core.function.AppliedUndef):
        return False  # no numbers for an undefined function
    # An equation holds as it stood; so its right side stands for the left, which may be an
    # undefined function or an infinite sum.
    if original.relation is Relation.EQUAL:
        claim = replace(claim, left=original.right)
    for at in places(replace(claim, left=original.left), 8):
        a, b = number(claim.left, at), number(claim.right, at)
        if a is None or b is None:
            continue
        room = sp.Float(10) ** -14 * (abs(a) + abs(b))
        if not (a - b).is_real or not HOLDS[claim.relation](a - b, room):
            return True
    return False


def sizes(claim: Claim, constants: frozenset[str] = frozenset()) -> list[sp.Symbol]:
    """Symbols that may tend to infinity: positive, no parameters, not declared constant."""
    free = claim.left.free_symbols | claim.right.free_symbols
    fixed = constants | set(claim.region.names)
    return sorted((s for s in free if s.is_positive and s.name not in fixed), key=str)


def differs_at_infinity(claim: Claim, original: Claim) -> bool:
    """Whether the new right side differs from the old one, in order for =Theta=."""
    # What both sides share, such as an integral, cancels before any number is taken.
    quotient = claim.right / original.right
    if quotient.has(sp.core.function.AppliedUndef):
        return False  # no order for an undefined function
    for at in places(original):
        first = number(quotient, at)
        if first is None or first == 0:
            continue
        if claim.relation is Relation.EQUIVALENT and abs(first - 1) > 1e-12:
            return True
        if claim.relation is Relation.SAME_ORDER and not first.is_positive:
            return True
        for s in sizes(original):
            far = number(quotient, {**at, s: at[s] * 10**6})
            if far is not None and abs(far / first - 1) > 1e-6:
                return True
    return False


# Perturbations of one line.


def with_one_number_changed(e: sp.Expr) -> Iterator[sp.Expr]:
    """Copies of an expression in which one number is larger by 1/7, by 1 in a range."""
    if isinstance(e, sp.Rational):
        yield e + SMALL
        return
    if isinstance(e, (sp.Sum, sp.Integral)):
        for body in with_one_number_changed(e.function):
            yield e.func(body, *e.limits)
        for k, (v, *edges) in enumerate(e.limits):
            for m, edge in enumerate(edges):
                if edge not in (sp.oo, -sp.oo):
                    moved = [*edges[:m], edge + 1, *edges[m + 1 :]]
                    yield e.func(e.function, *e.limits[:k], (v, *moved), *e.limits[k + 1 :])
        return
    if isinstance(e, (sp.Subs, sp.Derivative)):
        return
    for k, part in enumerate(e.args):
        for changed in with_one_number_changed(part):
            if isinstance(e, sp.Max):
                yield sp.Max(*e.args[:k], changed, *e.args[k + 1 :], evaluate=False)
            else:
                yield e.func(*e.args[:k], changed, *e.args[k + 1 :])


def perturbed(claim: Claim, constants: frozenset[str]) -> Iterator[tuple[str, Claim]]:
    """Perturbations of a claim, with the kind of each."""
    right, relation = claim.right, claim.relation
    yield "factor", replace(claim, right=right * (1 + sp.Rational(1, 10**9)))
    yield "sign", replace(claim, right=-right)
    if right == 0:
        yield "constant", replace(claim, right=sp.Rational(1, 10**9))
    for changed in with_one_number_changed(right):
        yield "number", replace(claim, right=changed)
    for s in sizes(claim, constants):
        for power in (sp.Rational(1, 10), sp.Rational(-1, 10)):
            yield "size", replace(claim, right=right * s**power)
    if relation in REVERSED:
        yield "reversed", replace(claim, relation=REVERSED[relation])
        yield from shifted(claim)
    if relation is Relation.EQUAL:
        for other in (Relation.LESS, Relation.MORE):
            yield "relation", replace(claim, relation=other)


def shifted(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """An inequality moved so far that it fails where it is tightest among some points."""
    if claim.left.has(sp.core.function.AppliedUndef):
        return
    gaps = []
    for at in places(claim, 8):
        a, b = number(claim.left, at), number(claim.right, at)
        if a is not None and b is not None:
            gaps.append(a - b)
    if gaps:
        tight = min(gaps, key=abs)
        amount = sp.Rational(str(tight.round(12))) + sp.sign(tight) * sp.Rational(1, 10**6)
        yield "shift", replace(claim, right=claim.right + amount)


def remainders(claim: Claim) -> Iterator[Claim]:
    """Other remainders than the rule gives: larger, smaller, none."""
    if claim.remainder is None:
        return
    yield replace(claim, remainder=sp.S.Zero)
    yield replace(claim, remainder=-claim.remainder)
    for s in sorted(claim.remainder.free_symbols, key=str):
        if s in sizes(claim):
            for power in (sp.Rational(1, 4), sp.Rational(-1, 4)):
                terms = sp.Add.make_args(claim.remainder)
                yield replace(claim, remainder=sp.Add(*(t * s**power for t in terms)))


def stronger(claim: Claim) -> Iterator[Claim]:
    """The same sides in a stronger relation, where they do differ."""
    if claim.relation is Relation.SAME_ORDER:
        for s in sizes(claim):
            yield replace(claim, relation=Relation.EQUIVALENT, remainder=1 / s)
    if claim.relation in (Relation.SAME_ORDER, Relation.EQUIVALENT):
        yield replace(claim, relation=Relation.EQUAL, remainder=None)


def mutants(
    claim: Claim, constants: frozenset[str] = frozenset(), every: int = 1
) -> Iterator[tuple[str, Claim]]:
    """Mutants of a claim that are shown to be false, or not to be what the rule says.

    An order is claimed up to factors of the ``constants`` that its check declares. With
    ``every`` above 1 only one in so many is tried, another one for each claim.
    """
    seen = {claim}
    start = len(str(claim)) % every
    for kind, mutant in itertools.islice(perturbed(claim, constants), start, None, every):
        if mutant not in seen and is_false(mutant, claim):
            seen.add(mutant)
            yield kind, mutant
    for mutant in itertools.islice(remainders(claim), start, None, every):
        yield "remainder", mutant
    for mutant in itertools.islice(stronger(claim), start, None, every):
        yield "stronger", mutant


# Running a derivation with mutants.


def refused(claim: Claim, check: Check, context: Context) -> bool:
    try:
        well_formed(claim, context.definitions)
        Check.judge(check, claim, context)
    except REFUSED:
        return True
    return False


class Attacked(Proof):
    """A proof in which every line is also tried with all its mutants."""

    def __init__(self, derivation: Derivation, every: int) -> None:
        super().__init__(derivation)
        self.every = every
        self.found: list[Mutant] = []

    def step(self, relation, right, because, check, remainder=None):
        claim = Claim(self._current, relation, sp.sympify(right), self.region, remainder)
        context = Context(self.derivation.uses, self._definitions())
        full = claim.substitute(self._definitions())
        here = (self.derivation.label, len(self.steps) + 1)
        constants = frozenset(getattr(check, "constants", ()))
        for kind, mutant in mutants(full, constants, self.every):
            text = f"{mutant.right} ({mutant.remainder})"
            self.found.append(Mutant(*here, kind, text, refused(mutant, check, context)))
        super().step(relation, right, because, check, remainder)


def step_mutants(derivation: Derivation, every: int = 1) -> list[Mutant]:
    """Mutants of all lines of a derivation, or one in so many."""
    proof = Attacked(derivation, every)
    derivation.body(proof)
    proof.close()
    return proof.found


class Rehypothesised(Proof):
    """A proof in which one relation of one region or case is left out or reversed."""

    def __init__(self, derivation: Derivation, at: int, reverse: bool) -> None:
        super().__init__(derivation)
        self.count, self.at, self.reverse, self.changed = 0, at, reverse, ""

    def _changed(self, relations):
        kept = []
        for relation in relations:
            if self.count == self.at:
                self.changed = str(relation)
                if self.reverse:
                    kept.append(sp.Not(relation))
            else:
                kept.append(relation)
            self.count += 1
        return kept

    def where(self, *relations, parameters):
        super().where(*self._changed(relations), parameters=parameters)

    def case(self, *relations):
        return super().case(*self._changed(relations))


def hypothesis_mutants(derivation: Derivation, every: int = 1) -> list[Mutant]:
    """Each hypothesis left out, and each reversed, or one in so many: some line must fail."""
    found = []
    for reverse in (False, True):
        for at in range(0, 1000, every):
            proof = Rehypothesised(derivation, at, reverse)
            try:
                derivation.body(proof)
                proof.close()
                stopped = False
            except REFUSED:
                stopped = True
            if not proof.changed:
                break
            kind = "reversed hypothesis" if reverse else "dropped hypothesis"
            found.append(Mutant(derivation.label, 0, kind, proof.changed, stopped))
    return found


def all_mutants(derivation: Derivation, every: int = 1, hypotheses: int = 1) -> list[Mutant]:
    """Mutants of the lines and of the hypotheses, or one in so many."""
    _ = derivation.theorem
    return [*step_mutants(derivation, every), *hypothesis_mutants(derivation, hypotheses)]


__all__ = ["Mutant", "all_mutants", "hypothesis_mutants", "mutants", "step_mutants"]
