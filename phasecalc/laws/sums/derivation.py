r"""The order of one sum or integral in a law, derived by its expansions.

The sizes in one sum stand in a product T, its scale (:mod:`phasecalc.laws.sums.scales`). Where T
is at least 1 the sum has the leading term of its expansion for large T, where it is at most 1 that
for small T; where it may be either, both are taken, and the order is the smaller or the larger of
the two, whichever agrees with both on its side of T = 1. A power alone may end at a size; all
other ends are those of blocks (:mod:`phasecalc.laws.sums.largest`). Orders drop constants, as
exponents do; the constants are kept in the expansions, for whoever asks, and numbers at finite
sizes come from the sums themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.expand import Expanded
from phasecalc.asymptotics.expansions.growth import Growth, growth, leading
from phasecalc.asymptotics.expansions.laurent import flat, tidy
from phasecalc.exceptions import DomainError
from phasecalc.laws.sums.scales import Scales, Vector, Window, exponents, scales_of
from phasecalc.laws.sums.sum_order import END, SCALE, SumOrder
from phasecalc.laws.sums.summand_sign import require_summand_positive
from phasecalc.laws.text.modes import written
from phasecalc.laws.text.notation import symbol
from phasecalc.numerics.context import own
from phasecalc.numerics.expressions import constant
from phasecalc.parsing import expression
from phasecalc.parsing.brackets import names_in
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Derivation"]


class Derivation:
    """One sum or integral of a law, on its way to its order."""

    def __init__(self, bracket: Expr, law: Law) -> None:
        if taken := {SCALE, END} & set(law.symbols):
            raise DomainError(f"{', '.join(sorted(taken))}: taken here; rename it")
        self.bracket, self.law, self.window = bracket, law, Window(law)
        self.mode, *self.ends = bracket.limits[0]
        region = self.window.domain or Region.everything(())
        self.scales: Scales = scales_of(bracket.function, self.mode, law, region)
        self.end, self.end_text = self._end()
        self.plain = not self.scales.inner

    def order(self) -> SumOrder:
        """The order, with its expansions."""
        inner = self.scales.inner
        way = self.window.sign(inner) if inner else 1
        if self.plain:
            if self.end is None:
                raise DomainError("no size occurs in it; write the number that it is")
            if self.window.sign(self.end) != 1:
                raise self._open(self.end)
            scale = _product(self.end, self.law)
            found: tuple[Expanded, ...] = (self._expanded(self._body(1), "infinity"),)
            return self._made(self._growth(found), scale, found)
        scale = _product(inner, self.law)
        if way == -1:
            scale = 1 / scale
        if way == 0:
            return self._either(scale)
        found = (self._expanded(self._body(way), "infinity"),)
        return self._made(self._growth(found), scale, found)

    def _either(self, scale: Expr) -> SumOrder:
        """A scale that may be below 1: the orders on both sides, and which of them counts."""
        body = self._body(1)
        found = tuple(self._expanded(body, to) for to in ("infinity", "zero"))
        large, small = (self._growth((one,)) for one in found)
        powers = [[self._power(m) for m in g.monomials] for g in (large, small)]
        gaps = {self.window.of(q - p) for p in powers[0] for q in powers[1] if tidy(q - p) != 0}
        if not (gaps <= {1} or gaps <= {-1}):
            raise self._open(self.scales.inner)
        join = sp.Min if gaps <= {1} else sp.Max
        parts = [self._order_of(g) for g in (large, small)]
        order = join(*(p.xreplace({symbol(SCALE): scale}) for p in parts))
        return self._finished(order, scale, found)

    def _open(self, vector: Vector) -> DomainError:
        shown = _product(vector, self.law)
        return DomainError(
            f"{shown} may be above 1 or below, with other orders on each side; say which "
            f"in a constraint, such as '{shown} >= 1'"
        )

    def _power(self, monomial: str) -> Expr:
        read = expression(monomial, {**self._parameters(), SCALE: symbol(SCALE)})
        return tidy(read.as_powers_dict().get(symbol(SCALE), 0 * read))

    def _parameters(self) -> dict[str, Symbol]:
        return {n: self.law.symbols[n] for n in self.law.parameters}

    def _growth(self, found: Sequence[Expanded]) -> Growth:
        self._require_summand_positive(found)
        for one in found:
            _require_positive(one)
        return growth(found, (SCALE,), exactly=True)

    def _require_summand_positive(self, found: Sequence[Expanded]) -> None:
        """At a point of each region, all sizes and constants 1."""
        body = self.bracket.function
        others = body.free_symbols - {self.mode}
        regions = [self.window.domain, *(case.region for one in found for case in one.cases)]
        samples = [x for r in regions if r is not None and r.names and (x := r.sample())]
        require_summand_positive(
            body,
            self.mode,
            [{s: to_sympy(at.get(s.name, Fraction(1))) for s in others} for at in samples or [{}]],
        )

    def _order_of(self, found: Growth) -> Expr:
        names = {**self._parameters(), SCALE: symbol(SCALE)}
        parts = [
            sp.powsimp(expression(m, names, {"log": sp.log}), combine="exp")
            for m in found.monomials
        ]
        return (sp.Max if found.largest else sp.Min)(*parts)

    def _made(self, grown: Growth, scale: Expr, found: tuple[Expanded, ...]) -> SumOrder:
        order = self._order_of(grown).xreplace({symbol(SCALE): scale})
        return self._finished(order, scale, found)

    def _finished(self, order: Expr, scale: Expr, found: tuple[Expanded, ...]) -> SumOrder:
        front = _product(self.scales.front, self.law)
        if order.is_Function:  # the largest or smallest: the front goes inside
            order = order.func(*(flat(front * a) for a in order.args))
        else:
            order = flat(front * order)
        return SumOrder(written(self.bracket), order, scale, front, found)

    def _end(self) -> tuple[Vector | None, tuple[str, str]]:
        """The size that ends the sum, and both ends as text."""
        vectors, texts = [], []
        for limit in self.ends:
            if limit.is_infinite:
                texts.append("oo")
                continue
            vector = exponents(limit, self.law)
            if vector is None:
                raise DomainError(f"{limit}: an end is a number, or a product of powers of sizes")
            vector = {n: e for n, e in vector.items() if e != 0}
            if not vector:
                texts.append(str(limit))
                continue
            vectors.append(vector)
            constant = limit / _product(vector, self.law)
            texts.append(f"({constant})*{END}")
        if len(vectors) > 1:
            raise DomainError("two of its ends are sizes, at most one is read; write two sums")
        if not vectors:
            return None, (texts[0], texts[1])
        return vectors[0], (texts[0], texts[1])

    def _body(self, way: int) -> Expr:
        """What is added up, in T alone."""
        inner = self.scales.inner
        put = {self.law.symbols[n]: 0 * symbol(SCALE) + 1 for n in self.law.unknowns}
        if inner:
            first = min(inner, key=lambda n: (not inner[n].is_number, n))
            put[self.law.symbols[first]] = symbol(SCALE) ** (way / inner[first])
        return self.bracket.function.xreplace(put)

    def _text(self, body: Expr, ends: tuple[str, str]) -> str:
        kind = type(self.bracket).__name__.lower()
        lower, upper = ends
        tail = "" if (kind, ends) == ("sum", ("1", "oo")) else f", {lower}, {upper}"
        return f"{kind}({written(body)}, {self.mode}{tail})"

    def _expanded(self, body: Expr, to: str) -> Expanded:
        lower, upper = self.end_text
        text = self._text(body, (lower.replace(END, SCALE), upper.replace(END, SCALE)))
        names = [n for n in self.law.parameters if n in names_in(text)]
        inside = self._in_exponents(names)
        constants = [n for n in names if n not in inside]
        wheres = self._conditions(inside), self._conditions(self._all())
        return leading(text, SCALE, wheres, to=to, constants=constants)

    def _all(self) -> list[str]:
        return [] if self.window.domain is None else list(self.window.domain.names)

    def _in_exponents(self, names: Sequence[str]) -> list[str]:
        """Parameters of a formula on which its exponents depend, or whose sign is open."""
        known = set(self._all())
        return [n for n in names if n in known]

    def _conditions(self, names: Sequence[str]) -> tuple[str, ...]:
        """Conditions on some parameters alone."""
        among = {s.name for r in self.law.domain for s in r.free_symbols}
        relations = [f"{r.lhs} {r.rel_op} {r.rhs}" for r in self.law.domain]
        kept = [t for t in relations if set(names) >= set(names_in(t))]
        return (*kept, *(f"{n} > 0" for n in names if n not in among))


def _product(vector: Vector, law: Law) -> Expr:
    return sp.Mul(*(law.symbols[n] ** e for n, e in vector.items()))


def _require_positive(found: Expanded) -> None:
    """Refuse a sum whose leading term is negative at a point of its region: it is no loss."""
    for case in found.cases:
        if case.refused or not case.terms:
            continue
        point = case.region.sample() if case.region.names else {}
        if point is None:
            continue
        by_name = {s.name: s for s in case.terms[0].coefficients[-1].free_symbols}
        at = {by_name[n]: to_sympy(v) for n, v in point.items() if n in by_name}
        at |= {s: s * 0 + 1 for s in by_name.values() if s not in at}
        value = case.terms[0].coefficients[-1].subs(at)
        # An integral has infinity for an end, and is finite.
        if value.replace(lambda e: isinstance(e, sp.Integral), lambda _: sp.S.One).has(
            sp.zoo, sp.nan, sp.oo
        ):
            raise DomainError(
                f"its leading term {case.terms[0].expr} is infinite where {case.region}"
            )
        if constant(value, own(30)) < 0:
            raise DomainError(
                f"its leading term {case.terms[0].expr} is negative; a term of a loss is positive"
            )
