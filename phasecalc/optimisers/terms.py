"""Terms of SGD's loss as exponents of the budget, by cases: what every optimiser starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.rules.order import Order
from phasecalc.plrf.phases.terms import domain
from phasecalc.regions.region import Region
from phasecalc.regions.simplify import simplify_cell
from phasecalc.symbols import alpha, beta, f

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.asymptotics.rules.expansion import Expansion

__all__ = ["PARAMETERS", "generic", "guard_of", "put"]

PARAMETERS = (alpha, beta)


def generic(cases: Sequence[Expansion]) -> list[Expansion]:
    """Cases that hold on sets with interior."""
    return [
        case
        for case in cases
        if not any(c.relation == "=" for cell in case.region.cells for c in cell)
    ]


def put(order: Order, sizes: Mapping[Expr, Expr]) -> Expr:
    """Exponent of f in an order of sizes that are powers of f."""
    image = {s: Order(((f, e),)) for s, e in sizes.items()}
    return sp.expand(order.substitute(image).exponent(f))


def guard_of(region: Region) -> Expr | None:
    """What a region adds to the domain, as a relation; None where it does not meet it."""
    (given,) = domain().cells
    cells = [c for cell in region.cells if (c := simplify_cell([*cell, *given])) is not None]
    kept = [c for cell in cells if (c := simplify_cell(cell, given=given)) is not None]
    return Region(region.names, tuple(kept)).as_expr() if cells else None
