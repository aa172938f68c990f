"""Regions of the plane along a formula: which phases are met, and where phases meet all along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.optimum.phase import Phase

__all__ = ["interior", "parts", "restricted"]


def interior(region: Region) -> Region:
    """The open part, without empty cells."""
    return region.strict().simplified()


def restricted(
    region: Region, given: Sequence[Expr], symbols: Sequence[Expr], *, closed: bool
) -> tuple[Region, bool]:
    """Values of the symbols for which a formula lies in a region: the interior of this set.

    Parameters
    ----------
    region
        Of the plane.
    given
        Its two coordinates, polynomials in the symbols.
    symbols
        What they contain.
    closed
        Whether the boundary of the region counts: where a condition holds with equality all along.

    Returns
    -------
    tuple
        The set, and whether the formula runs along the boundary.
    """
    found, touches = Region(tuple(s.name for s in symbols), ()), False
    declared = [sp.Gt(s, 0, evaluate=False) for s in symbols if s.is_positive]
    for cell in region.cells:
        values = [(c, _substitute(c.polynomial, given)) for c in cell]
        along = [c for c, e in values if e == 0]
        if any(c.relation == "=" for c, e in values if e != 0) or (along and not closed):
            continue
        open_cell = interior(
            Region.where(
                *(sp.Gt(e, 0, evaluate=False) for _, e in values if e != 0),
                *declared,
                parameters=symbols,
            )
        )
        touches |= bool(along and open_cell.cells)
        found = found | open_cell
    return interior(found), touches


def parts(
    met: Mapping[str, tuple[Region, bool]], phases: Mapping[str, Phase]
) -> Iterator[tuple[tuple[Phase, ...], Region]]:
    """Open sets with the phases whose closures hold them.

    Parameters
    ----------
    met
        What :func:`restricted` says of each phase.
    phases
        Phases by name.
    """
    meeting: list[tuple[tuple[Phase, ...], Region]] = []
    for name, (region, touches) in met.items():
        if not touches:  # off the boundaries phases are disjoint
            yield (phases[name],), region
            continue
        rest, updated = region, []
        for others, part in meeting:
            both = interior(part & region)
            if not both.cells:
                updated.append((others, part))
                continue
            updated.append(((*others, phases[name]), both))
            left = interior(part & ~region)
            if left.cells:
                updated.append((others, left))
            rest = interior(rest & ~part)
        if rest.cells:
            updated.append(((phases[name],), rest))
        meeting = updated
    yield from meeting


def _substitute(polynomial: Any, given: Sequence[Expr]) -> Expr:
    return sp.expand(
        sp.Add(
            *(
                to_sympy(c) * sp.Mul(*(x**k for x, k in zip(given, e, strict=True)))
                for e, c in polynomial.items()
            )
        )
    )
