"""Products of sizes against a window: what stays bounded, what tends to 0.

A window is a list of products w_i of powers of sizes, each bounded below (weak) or tending to
infinity (strong). A product q is bounded if q = c w_1^(-s_1) … w_n^(-s_n) with all s_i >= 0, and
tends to 0 if moreover s_i > 0 for a strong one. The s_i are given, and checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from phasecalc.checker import CheckFailed
from phasecalc.checker import sign as sign_of
from phasecalc.kernel.atoms import UNIT, Quotient, Sum, s_mul, times
from phasecalc.kernel.language import Node, Statement
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.rational import ZERO, Rat

__all__ = ["Orders", "Vector", "divided", "reduced"]

Vector = dict[str, Rat]
_MOST_TERMS = 30


class Orders:
    """Comparisons in the window of a statement."""

    def __init__(self, normal: Normal, statement: Statement, unfolded: Sequence[Node]) -> None:
        self.normal, self.sizes = normal, frozenset(statement.sizes)
        self.window: list[tuple[Vector, bool]] = []
        normal.sizes = self.sizes
        for node, (_, strong) in zip(unfolded, statement.window, strict=True):
            vector, rest = self.split(normal.positive(normal(node)))
            normal.positive(rest)
            self.window.append((vector, strong))
            # A size that tends to infinity has a positive logarithm from some bound on.
            if strong and len(vector) == 1 and (next(iter(vector.values())).integer or 0) > 0:
                normal.growing.add(next(iter(vector)))

    def inhabited(self, at: Mapping[str, Rat], path: Mapping[str, Rat]) -> None:
        """Check that the window holds along a path, at values of the parameters.

        Otherwise d and 1/d might both tend to infinity, and everything would follow.
        """
        for vector, strong in self.window:
            grows = sum((e.at(at) * path[s] for s, e in vector.items()), ZERO).value
            if grows is None:
                raise CheckFailed("the witness leaves a parameter of the window open")
            if sign_of(grows) < int(strong):
                raise CheckFailed("the path of the witness leaves the window")

    def split(self, q: Quotient) -> tuple[Vector, Quotient]:
        """Powers of sizes, and a rest without sizes; a sum of several orders is refused."""
        top, low = self._common(q.top)
        bottom, under = self._common(q.bottom)
        vector = {s: top.get(s, ZERO) - bottom.get(s, ZERO) for s in {*top, *bottom}}
        return {s: e for s, e in vector.items() if e != ZERO}, Quotient(low, under)

    def _common(self, p: Sum) -> tuple[Vector, Sum]:
        if not p:
            raise CheckFailed("zero has no order")
        common: Vector | None = None
        rest: Sum = {}
        for term, c in p.items():
            own = {a.name: e for a, e in term if a.kind == "var" and a.name in self.sizes}
            kept = tuple((a, e) for a, e in term if a.kind != "var" or a.name not in self.sizes)
            hidden = set().union(
                *(a.inside | e.names for a, e in kept), *(e.names for e in own.values())
            )
            if hidden & self.sizes:
                raise CheckFailed(f"{sorted(hidden & self.sizes)} occurs other than as a power")
            if common is not None and common != own:
                raise CheckFailed("a sum of different powers of the sizes")
            common = own
            rest[kept] = c
        return common or {}, rest

    def grows(self, name: str) -> None:
        """Check that a size tends to infinity."""
        if name not in self.normal.growing:
            raise CheckFailed(f"{name} is not known to tend to infinity")

    def constant(self, q: Quotient) -> None:
        """Check that a quotient is positive and free of sizes, up to their zeroth powers."""
        vector, rest = self.split(reduced(q))
        if vector:
            shown = ", ".join(f"{s}^{e}" for s, e in sorted(vector.items()))
            raise CheckFailed(f"the quotient still has {shown}")
        self.normal.positive(rest)

    def bounded(self, vector: Vector, slacks: Sequence[Rat]) -> None:
        """Check that powers of sizes are bounded in the window."""
        self.exhausted(vector, slacks)
        for s in slacks:
            self.normal.signs.ratio(s, ">=")

    def vanishing(self, vector: Vector, slacks: Sequence[Rat]) -> None:
        """Check that powers of sizes tend to 0 in the window."""
        self.bounded(vector, slacks)
        strong = sum((s for s, (_, b) in zip(slacks, self.window, strict=True) if b), ZERO)
        self.normal.signs.ratio(strong, ">")

    def growing(self, vector: Vector, slacks: Sequence[Rat]) -> None:
        """Check that powers of sizes tend to infinity in the window."""
        self.vanishing({s: -e for s, e in vector.items()}, slacks)

    def exhausted(self, vector: Vector, slacks: Sequence[Rat]) -> None:
        """Check that powers of sizes are those of the window with exponents -s_i."""
        if len(slacks) != len(self.window):
            raise CheckFailed("one slack for each product of the window")
        left = dict(vector)
        for slack, (w, _) in zip(slacks, self.window, strict=True):
            for s, e in w.items():
                left[s] = left.get(s, ZERO) + slack * e
        if any(e != ZERO for e in left.values()):
            shown = ", ".join(f"{s}^{e}" for s, e in sorted(left.items()) if e != ZERO)
            raise CheckFailed(f"the window leaves {shown}")


def reduced(q: Quotient) -> Quotient:
    """The product that a quotient of sums is, where one is that product times the other."""
    if not 1 < len(q.top) == len(q.bottom) <= _MOST_TERMS:
        return q
    first, c = next(iter(q.top.items()))
    for term, b in q.bottom.items():
        ratio: Sum = {times(first, tuple((a, -e) for a, e in term)): c / b}
        if s_mul(q.bottom, ratio) == q.top:
            return Quotient(ratio, UNIT)
    return q


def divided(one: Quotient, other: Quotient) -> Quotient:
    """Quotient of two positive normal forms."""
    if len(other.top) == 1:
        ((term, c),) = other.top.items()
        down: Sum = {tuple((a, -e) for a, e in term): Fraction(1) / c}
        return Quotient(s_mul(s_mul(one.top, other.bottom), down), one.bottom)
    return Quotient(s_mul(one.top, other.bottom), s_mul(one.bottom, other.top))
