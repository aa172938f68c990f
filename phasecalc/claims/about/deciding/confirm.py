"""The optimum at one exact point, checked without the phases that led there.

What a refutation rests on: the checker is shown that no choice of the exponents does better, and
that the one named attains it, with the numbers of the point put into the program.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from phasecalc.checker import CheckFailed, Number, attain, evaluate, sign
from phasecalc.claims.about.deciding.goals import Place
from phasecalc.claims.about.saying.subject import Optimal, Piece, Subject
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.regions.condition import Condition

__all__ = ["confirmed"]


def confirmed(
    point: tuple[Number, ...], place: Place, subject: Subject
) -> dict[str, Number] | None:
    """Value of every parameter and quantity at a point, or None where it cannot be confirmed.

    On a wall nothing is: there the law has what its declaration says, on one of the two sides.

    Parameters
    ----------
    point
        In the closure of the pieces of the place.
    place
        With the formulas that are said to hold there.
    subject
        What they are about.
    """
    if any(w.sign_at(point) == 0 for w in subject.walls):
        return None  # the formulas are limits there, which the law itself may not have
    try:
        values = {k: x(point) for k, x in place.way.items()}
        for piece in place.pieces:
            if not _touches(piece, point) or not _optimal(piece, point, values):
                return None
    except (CheckFailed, ZeroDivisionError, ValueError):
        return None
    return {**dict(zip(subject.parameters, point, strict=True)), **values}


def _touches(piece: Piece, point: tuple[Number, ...]) -> bool:
    """Whether a point is a limit of points of a piece.

    Of a cell with straight sides that has a point, its conditions with >= are the closure. Of
    another it is so where one direction leads into the cell: along it every condition that is
    zero at the point rises.
    """
    if all(c.holds(point) for c in piece.cell):
        return True
    if any(c.sign_at(point) < 0 for c in piece.cell):
        return False
    if all(c.degree <= 1 for c in piece.cell):
        return True
    slopes = [_gradient(c, point) for c in piece.cell if c.sign_at(point) == 0]
    return any(
        all(
            sign(sum((k * x for k, x in zip(way, g, strict=True)), Fraction(0))) > 0 for g in slopes
        )
        for way in itertools.product((0, 1, -1, 3, -3), repeat=len(point))
    )


def _gradient(condition: Condition, point: tuple[Number, ...]) -> list[Number]:
    """Derivatives of a polynomial at a point."""
    found: list[Number] = []
    for index in range(len(point)):
        moved = {
            tuple(x - (k == index) for k, x in enumerate(e)): c * e[index]
            for e, c in condition.terms
            if e[index]
        }
        found.append(evaluate(moved, point))
    return found


def _optimal(piece: Piece, point: tuple[Number, ...], values: dict[str, Number]) -> bool:
    """Whether the programs of a piece have the loss that its formulas say."""
    if not piece.optima:
        return True  # formulas that are no optimum, such as exponents of terms
    losses: dict[tuple[str, int], Number] = {}
    for optimal in piece.optima:
        for region in optimal.phase.pieces:
            own = optimal.point(point)
            if all(c.sign_at(own) >= 0 for c in region.cell):
                mark = (optimal.key, id(optimal.diagram))
                losses[mark] = -_attained(optimal, region, own)
    if losses.keys() != {(o.key, id(o.diagram)) for o in piece.optima}:
        return False
    return all(
        values[key] == max(x for (k, _), x in losses.items() if k == key) for key, _ in losses
    )


def _attained(optimal: Optimal, region: CriticalRegion, point: tuple[Number, ...]) -> Number:
    """Least exponent at a point, as the checker accepts it for every vertex of the phase.

    Raises
    ------
    CheckFailed
        It is not the least, or is not attained.
    """
    program = optimal.diagram.program
    terms = {n: [x(point) for x in f] for n, f in program.active(region.signs).items()}
    bounds = {c.name: [x(point) for x in c.form] for c in program.constraints}
    weights = {n: w(point) for n, w in region.weights}
    value = region.value(point)
    for vertex in region.vertices:
        attain(terms, bounds, weights, [x(point) for x in vertex], value)
    return value
