"""Terms of a program that are sums over modes or integrals, with sizes that are powers of f."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.blocks import Rows, Span, block_order, thinned
from phasecalc.asymptotics.expansions.cone import Cone
from phasecalc.asymptotics.expansions.factors import products_of
from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["exponents_of", "has_sums"]


def has_sums(term: Expr) -> bool:
    """Whether a term is a quantity with sums or integrals in it, and no exponent."""
    return bool(getattr(term, "has", lambda *_: False)(sp.Sum, sp.Integral))


def exponents_of(
    term: Expr,
    base: Symbol,
    unknowns: Sequence[Symbol],
    constraints: Sequence[Expr],
    region: Region,
) -> list[Expr]:
    """Exponents of f in a quantity, of which the largest counts.

    Parameters
    ----------
    term
        Products and sums of powers of f, positive constants, sums over modes and integrals.
    base
        f.
    unknowns
        Of which the exponents of f are affine forms.
    constraints
        Relations between them.
    region
        Parameters.

    Raises
    ------
    DomainError
        A part has no such order, or the order has a minimum in it.

    Examples
    --------
    >>> import sympy as sp
    >>> a, b, x = sp.symbols("a b x")
    >>> f, j = sp.symbols("f j", positive=True)
    >>> term = sp.Sum(j**-b * sp.exp(-(f**x) * j**-a), (j, 1, sp.oo))
    >>> exponents_of(term, f, [x], [x >= 0], Region.where(a > 1, b > 1))
    [-b*x/a + x/a]
    """
    if not (isinstance(base, sp.Symbol) and base.is_positive):
        raise DomainError(
            f"base = {base}: a term is a sum, so that f is needed, a positive symbol whose powers "
            "the sizes are"
        )
    _require_powers(term, base, unknowns, region)

    def of(e: Expr) -> int:
        found = tidy(e)
        return int(sp.sign(found)) if found.is_number else sign_on(found, region) or 0

    sides = [(c.rhs - c.lhs) * (1 if c.rel_op == "<=" else -1) for c in constraints]
    cone = Cone(unknowns, [sp.expand(s) for s in sides], of)
    rows = _Quantity(base, cone, region).rows(term)
    if any(len(row) > 1 for row in rows):
        shown = "; ".join(" and ".join(map(str, row)) for row in rows if len(row) > 1)
        raise DomainError(
            f"{term}: its exponent is in part the smaller of {shown}; say which in a constraint, "
            "or state a law (Law.of), which takes both"
        )
    return [_plain(form, unknowns) for (form,) in rows]


def _require_powers(term: Expr, base: Symbol, unknowns: Sequence[Symbol], region: Region) -> None:
    """Refuse unknowns but in affine exponents of f, and sums within sums."""
    whole = (sp.Sum, sp.Integral)
    if any(part.has(*whole) for e in term.atoms(*whole) for part in e.args):
        raise DomainError(f"{term}: a sum within a sum; of these no order is derived")
    known = {*map(str, unknowns), *region.names}

    def affine(power: Expr) -> bool:
        if not {s.name for s in power.free_symbols} <= known or not power.is_polynomial(*unknowns):
            return False
        return not unknowns or sp.Poly(power, *unknowns).total_degree() <= 1

    powers = [e for e in term.atoms(sp.Pow) if e.base == base]
    of = ", ".join(map(str, unknowns))
    for e in powers:
        if not affine(e.exp):
            raise DomainError(
                f"{e}: the exponent of {base} must be affine in {of}, with coefficients in "
                f"{', '.join(region.names)}"
            )
    left = term.xreplace({e: sp.Dummy(positive=True) for e in powers}).free_symbols
    if left & set(unknowns):
        raise DomainError(f"{term}: {of} may stand in exponents of {base} alone")


def _plain(form: Expr, unknowns: Sequence[Symbol]) -> Expr:
    """An affine form with its coefficients over one denominator each."""
    start = sp.cancel(form.xreplace(dict.fromkeys(unknowns, sp.S.Zero)))
    slopes = (sp.cancel(sp.expand(form).coeff(x)) for x in unknowns)
    return sp.expand(sp.Add(start, *(s * x for s, x in zip(slopes, unknowns, strict=True))))


@dataclass(frozen=True)
class _Quantity:
    base: Symbol
    cone: Cone
    region: Region

    def rows(self, e: Expr) -> Rows:
        """Exponent of an expression, the largest of minima of affine forms."""
        if isinstance(e, (sp.Sum, sp.Integral)):
            return self._bracket(e)
        if e.is_Add:
            return thinned([row for part in e.args for row in self.rows(part)], self.cone)
        if e.is_Mul:
            total: Rows = ((sp.S.Zero,),)
            for part in map(self.rows, e.args):
                total = tuple(
                    tuple(sp.expand(x + y) for x in row for y in other)
                    for row in total
                    for other in part
                )
            return thinned(total, self.cone)
        return ((self._power(e),),)

    def _power(self, e: Expr) -> Expr:
        """Exponent of f in a power of it, or in a positive constant."""
        factor, power = e.as_base_exp()
        if factor == self.base:
            return sp.expand(power)
        if e.free_symbols & {self.base, *self.cone.unknowns} or not (
            e.is_positive or self.cone.of(e) == 1
        ):
            raise DomainError(f"{e}: neither a power of {self.base} nor a positive constant")
        return sp.S.Zero

    def _bracket(self, e: Expr) -> Rows:
        if len(e.limits) != 1 or len(e.limits[0]) != 3:
            raise DomainError(f"{e}: a sum or integral over one variable with two ends")
        mode, *ends = e.limits[0]
        j, t = sp.Dummy("j", positive=True), sp.Dummy("t", positive=True)
        body = sp.powsimp(e.function.xreplace({mode: j, self.base: t}))
        products = products_of(body, j, t, self.region)
        lower, upper = (None if x.is_infinite or x == 0 else self._end(x) for x in ends)
        span = Span(lower, upper)
        span.require_modes(ends, self.cone, whole=isinstance(e, sp.Sum))
        return block_order(products, span, self.cone)[0]

    def _end(self, end: Expr) -> Expr:
        total = sp.S.Zero
        for part in sp.Mul.make_args(end):
            total += self._power(part)
        return total
