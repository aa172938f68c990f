"""The order of one sum or integral in a law by its largest block, whatever its scales and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.blocks import Span, block_order
from phasecalc.asymptotics.expansions.factors import products_of
from phasecalc.asymptotics.expansions.laurent import flat, tidy
from phasecalc.exceptions import DomainError
from phasecalc.laws.sums.scales import Window, exponents
from phasecalc.laws.sums.sum_order import SumOrder
from phasecalc.laws.text.modes import written
from phasecalc.laws.text.notation import exponent_of
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["by_blocks"]


def by_blocks(bracket: Expr, law: Law) -> SumOrder:
    """Order of a sum, the largest of the orders of its blocks; without a constant.

    Parameters
    ----------
    bracket, law
        The sum or integral, and the law in which it stands.

    Raises
    ------
    DomainError
        A part is no positive profile that is known, the sum diverges, or it has a logarithm.
    """
    window = Window(law)
    mode, *ends = bracket.limits[0]
    if not bracket.free_symbols & {law.symbols[n] for n in law.unknowns}:
        raise DomainError("no size occurs in it; write the number that it is")
    t = sp.Dummy("t", positive=True)
    body = bracket.function.xreplace({law.symbols[n]: t ** exponent_of(n) for n in law.unknowns})
    products = products_of(body, mode, t, window.domain or Region.everything(()))
    lower, upper = (_end(e, law) for e in ends)
    span = Span(lower, upper)
    span.require_modes(ends, window.cone, whole=isinstance(bracket, sp.Sum))
    rows, critical = block_order(products, span, window.cone)
    found = sp.Max(*(sp.Min(*(_monomial(form, law) for form in row)) for row in rows))
    lines = tuple(f"a logarithm may stand where {tidy(e)} = 0" for e in critical)
    return SumOrder(written(bracket), found, sp.S.One, sp.S.One, (), lines)


def _end(end: Expr, law: Law) -> Expr | None:
    """Logarithm of an end; None for 0 and for infinity."""
    if end.is_infinite or end == 0:
        return None
    vector = exponents(end, law)
    if vector is None or not (end.is_positive or end.free_symbols):
        raise DomainError(f"{end}: an end is a number, or a product of powers of sizes")
    return sp.expand(sp.Add(*(e * exponent_of(n) for n, e in vector.items())))


def _monomial(form: Expr, law: Law) -> Expr:
    return flat(sp.Mul(*(law.symbols[n] ** tidy(form.coeff(exponent_of(n))) for n in law.unknowns)))
