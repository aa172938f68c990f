"""A way through the window of a statement: each size as a power of one that tends to infinity."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from phasecalc.checker import CheckFailed, Number, decode_number, encode_number
from phasecalc.kernel.rational import Rat
from phasecalc.kernel.rules import Room
from phasecalc.regions.simplex import feasible

__all__ = ["path"]


def path(room: Room, point: Mapping[str, object]) -> dict[str, object]:
    """Exponents of the sizes along which the window holds at a point of the region.

    Parameters
    ----------
    room
        The statement.
    point
        Values of the parameters, as in a document.

    Raises
    ------
    CheckFailed
        There are none: the window is empty, and the statement says nothing.
    """
    at = {n: Rat.number(decode_number(v)) for n, v in point.items()}
    sizes = room.statement.sizes
    rows: list[list[Number]] = []
    least: list[Number] = []
    for k, (vector, strong) in enumerate(room.orders.window):
        exponents = [vector[s].at(at).value if s in vector else Fraction(0) for s in sizes]
        slopes: list[Number] = []
        for e in exponents:
            if e is None:
                raise CheckFailed("the witness leaves a parameter of the window open")
            slopes.append(e)
        # A free exponent is a difference of two that are not negative.
        over = [Fraction(-int(k == i)) for i in range(len(room.orders.window))]
        rows.append([*slopes, *(-e for e in slopes), *over])
        least.append(Fraction(int(strong)))
    if not rows:
        return {}
    found = feasible(rows, least)
    if found is None:
        raise CheckFailed("the window is empty: its products cannot all grow")
    return {
        s: encode_number(found[k] - found[k + len(sizes)])
        for k, s in enumerate(sizes)
        if found[k] - found[k + len(sizes)] != 1
    }
