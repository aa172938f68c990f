"""Refutations of relations between orders: a point, and a path along which the sides part."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from phasecalc.checker import sign
from phasecalc.claims.orders.measure import measure
from phasecalc.claims.orders.paths import PATHS, Behaviour, Path, at_point, behaviour
from phasecalc.claims.orders.terms import Terms
from phasecalc.claims.orders.window import ASSUMES, Window
from phasecalc.claims.reading.ask import Point, points
from phasecalc.claims.reading.balls import value
from phasecalc.claims.reading.language import PARAMETERS, Relation
from phasecalc.claims.reading.outcome import Outcome
from phasecalc.exceptions import Undecided
from phasecalc.normal.sums import Sum
from phasecalc.regions.region import Region

__all__ = ["parted", "sign_along"]

_MOST_POINTS = 24
_FULLY = 4  # points at which every path is tried


class Comparison(Protocol):
    """A claim on a piece of the plane, with its window and its terms."""

    claim: Relation
    region: Region
    window: Window
    terms: Terms


def parted(comparison: Comparison, left: Sum, right: Sum, hint: Point | None) -> Outcome | None:
    """A point and a path along which the sides part, or None.

    Parameters
    ----------
    comparison
        The claim on its piece.
    left, right
        Its sides.
    hint
        A point to try first.
    """
    try:
        sides = [comparison.terms.expanded(s) for s in (left, right, left - right)]
    except Undecided:
        return None
    candidates = [] if hint is None else [hint]
    candidates += points(comparison.region, _MOST_POINTS, comparison.window.clock)
    for path, point, there in _tries(sides, dict.fromkeys(candidates)):
        with contextlib.suppress(Undecided, ValueError, ZeroDivisionError):
            found = _parted_at(comparison, there, path, point)
            if found is not None:
                return found
    return None


def _tries(
    sides: Sequence[Sum], candidates: Iterable[Point]
) -> Iterator[tuple[Path, Point, list[Sum]]]:
    """Every path at some points first, then the plainest paths at all others."""
    there = _there(sides, candidates)
    first = list(itertools.islice(there, _FULLY))
    for path, (point, found) in itertools.product(PATHS, first):
        yield path, point, found
    for path, (point, found) in itertools.product(PATHS[:5], there):
        yield path, point, found


def _there(sides: Sequence[Sum], candidates: Iterable[Point]) -> Iterator[tuple[Point, list[Sum]]]:
    """Points at which the sides have values, with these."""
    for point in candidates:
        with contextlib.suppress(Undecided, ValueError, ZeroDivisionError):
            yield point, [at_point(s, point) for s in sides]


def _parted_at(
    comparison: Comparison, sides: list[Sum], path: Path, point: Point
) -> Outcome | None:
    left, right, gap = (behaviour(s, path, comparison.window, point) for s in sides)
    if right is None:
        return None
    operator = comparison.claim.operator
    if operator == "~":
        if gap is None or _compared(gap, right) < 0:
            return None
        if left is not None and _compared(left, right) != 0:
            return _outcome(comparison, point, path, left, right)
        return _constants(comparison, point, path, left, right, gap)
    if left is None:
        return None
    order = _compared(left, right)
    if operator == "<<" and order >= 0:
        return _outcome(comparison, point, path, left, right)
    if operator == "=Theta=" and order != 0:
        return _outcome(comparison, point, path, left, right)
    if operator == "=Theta=" and sign_along(left) * sign_along(right) < 0:
        return _outcome(comparison, point, path, left, right, " and is negative")
    return None


def sign_along(side: Behaviour) -> int:
    """Sign of a quantity along its path, 0 where it is not known.

    Parameters
    ----------
    side
        Factors without a value are positive.
    """
    try:
        return side.constant().sign()
    except Undecided:
        if len(side.products) != 1 or side.products[0].logs:
            return 0
        number = side.products[0].coefficient.number
        return 0 if number is None else sign(number)


def _compared(left: Behaviour, right: Behaviour) -> int:
    return next((s for x, y in zip(left.scale, right.scale, strict=True) if (s := sign(x - y))), 0)


def _ratio(left: Behaviour, right: Behaviour, path: Path, point: Point) -> str:
    """What left over right grows like."""
    gaps = [x - y for x, y in zip(left.scale, right.scale, strict=True)]
    if path.p == path.q:
        # e^L is a power of d: (A + C)/(2 alpha) = log d.
        gaps[0] = gaps[0] * 2 * point[0] / (path.a + path.c)
        names = ["d", "", "log(d)", "log(log(d))", ""]
    else:
        names = ["exp(L)", "exp(sqrt(L))", "L", "log(L)", "log(log(L))"]
    parts = [f"{n}^({e})" for n, e in zip(names, gaps, strict=True) if e != 0]
    return " ".join(parts)


def _outcome(
    comparison: Comparison,
    point: Point,
    path: Path,
    left: Behaviour,
    right: Behaviour,
    more: str = "",
) -> Outcome:
    ratio = _ratio(left, right, path, point)
    if ratio:
        reason = f"left/right grows like {ratio} along the path{more}"
    else:
        reason = f"left/right stays between constants along the path{more}"
    witness = _witness(comparison, point, path) | {"ratio": ratio or "bounded"}
    enclosed = len(left.products) > 1 or len(right.products) > 1
    return _finished(comparison, point, path, reason, witness, "enclosed" if enclosed else "proved")


def _constants(
    comparison: Comparison,
    point: Point,
    path: Path,
    left: Behaviour | None,
    right: Behaviour,
    gap: Behaviour,
) -> Outcome:
    """Sides of one order with different constants."""
    witness = _witness(comparison, point, path)
    reason = "orders agree, but the constants differ"
    evidence = "enclosed"
    if left is None:
        reason = f"left - right grows like {_ratio(gap, right, path, point) or 'right'}"
    else:
        try:
            shown = left.constant(), right.constant()
            witness |= {"left": f"constant {shown[0]}", "right": f"constant {shown[1]}"}
        except Undecided:
            quotient = [p / right.products[0] for p in left.products]
            witness |= {"ratio": str(value(quotient, (point[0] * 0,) * len(point), left.names))}
    return _finished(comparison, point, path, reason, witness, evidence)


def _witness(comparison: Comparison, point: Point, path: Path) -> dict[str, str]:
    witness = {k: str(x) for k, x in zip(PARAMETERS, point, strict=True)}
    return witness | {"path": path.text(comparison.window, point)}


def _finished(
    comparison: Comparison,
    point: Point,
    path: Path,
    reason: str,
    witness: dict[str, str],
    evidence: str,
) -> Outcome:
    direction = path.direction
    plain = path.rate == 1 and path.batch == 1
    measured = measure(comparison.claim, point, direction) if direction and plain else None
    if measured is not None:
        witness["measured"] = str(measured)
    return Outcome("refuted", evidence, reason, witness, ASSUMES)
