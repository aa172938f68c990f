"""A law whose terms are sums over modes, with every sum replaced by its order."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.modes import has_sums, term_brackets, written

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.sums.sum_order import SumOrder

__all__ = ["in_orders", "sum_orders"]


def sum_orders(law: Law) -> dict[str, tuple[SumOrder, ...]]:
    """Orders of the sums and integrals of a law, by the name of the term.

    Parameters
    ----------
    law
        The law.

    Raises
    ------
    DomainError
        A sum has no order that a law can state; term and reason are named.

    Examples
    --------
    >>> from phasecalc.laws.declaring.declaration import Law
    >>> law = Law.of(
    ...     "ridge", sizes=["n"], rates=["z"], parameters=["a", "r"], domain=["a > 1", "r > 0"],
    ...     terms={"bias": "sum(j^(-2*a*r - 1)*z^2/(z + j^-a)^2, j)",
    ...            "samples": "sum(j^(-2*a)/(z + j^-a)^2, j)/n"}, budget="n")
    >>> for orders in sum_orders(law).values(): print(orders[0].order)
    Max(z**2, z**(2*r))
    z**(-1/a)
    """
    return {name: tuple(row for _, row in rows) for name, rows in _sum_orders(law)}


@functools.lru_cache(maxsize=64)
def _sum_orders(law: Law) -> tuple[tuple[str, tuple[tuple[Expr, SumOrder], ...]], ...]:
    """Name of each term with sums, and each of these with its order."""
    # The calculus of sums is loaded for laws that have some.
    from phasecalc.laws.sums.sum_order import END, SCALE

    found = []
    for term in law.terms:
        rows = []
        for one in term_brackets(term):
            try:
                rows.append((one, _order(one, law)))
            except DomainError as reason:
                why = str(reason)
                for n in law.unknowns:  # which are powers of one variable while a scale is read
                    why = why.replace(f"_t**_{n}", n).replace(f"_t**x_{n}", n)
                for inner, shown in ((SCALE, "T"), (END, "E")):
                    why = why.replace(inner, shown)
                raise DomainError(
                    f"law {law.name}: term {term.name}, {written(one)}: {why}"
                ) from None
        if rows:
            found.append((term.name, tuple(rows)))
    return tuple(found)


def _order(bracket: Expr, law: Law) -> SumOrder:
    """By expansions, with constants; else by the largest block.

    Where a size ends the sum there are blocks alone: two sizes have many regions, and expansions
    would be asked for in each.
    """
    from phasecalc.laws.sums.derivation import Derivation
    from phasecalc.laws.sums.largest import by_blocks

    _, lower, upper = bracket.limits[0]
    sizes = {law.symbols[n] for n in law.unknowns}
    ends, inside = lower.free_symbols | upper.free_symbols, bracket.function.free_symbols
    if sizes & ends and sizes & inside:
        return by_blocks(bracket, law)
    reasons = []
    for blocks in (False, True):
        try:
            return by_blocks(bracket, law) if blocks else Derivation(bracket, law).order()
        except DomainError as reason:
            reasons.append(str(reason))
    # Of two sizes in one sum the first way says only that it reads one.
    plain = [r for r in reasons if "_t**" not in r] or reasons
    raise DomainError("; ".join(dict.fromkeys(plain)))


@functools.lru_cache(maxsize=64)
def in_orders(law: Law) -> Law:
    """The law with every sum and integral replaced by its order; a law without them as it is."""
    if not has_sums(law):
        return law
    put = {bracket: row.order for _, rows in _sum_orders(law) for bracket, row in rows}
    return replace(
        law,
        terms=tuple(
            replace(t, cases=tuple((e.xreplace(put), r) for e, r in t.cases)) for t in law.terms
        ),
    )
