"""Regions of an object of one's own over its parameters, each with one exponent: what is drawn.

Parameters that are held fixed are put into the conditions and formulas in exact numbers, so that
a slice is a diagram of fewer parameters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.optimum.ratio import Ratio
from phasecalc.parsing.numbers import exact
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike
    from phasecalc.checker import Number, Polynomial

__all__ = ["Area", "Slice", "areas_of", "places", "sliced", "windows"]

_MOST_PLACES = 3


@dataclass(frozen=True)
class Area:
    """A region with one formula for the exponent of the loss.

    Parameters
    ----------
    name
        Label.
    balance
        What balances there, or what it is.
    region
        Where.
    value
        Exponent of the loss.
    """

    name: str
    balance: tuple[str, ...]
    region: Region
    value: Ratio

    def put(self, fixed: Mapping[str, Number]) -> Area:
        """The area over the other parameters."""
        old = self.region.names
        names = tuple(n for n in old if n not in fixed)
        cells = []
        for cell in self.region.cells:
            rows = [Condition.make(names, _put(c.polynomial, old, fixed), c.relation) for c in cell]
            if not any(c.truth is False for c in rows):
                cells.append(tuple(c for c in rows if c.truth is not True))
        top, bottom = (_put(p, old, fixed) for p in (self.value.top, self.value.bottom))
        # Where the formula has a pole on all of the slice, no cell is left.
        value = Ratio.make(top, bottom) if bottom else self.value
        return replace(self, region=Region(names, tuple(cells) if bottom else ()), value=value)


@dataclass(frozen=True)
class Slice:
    """Areas over the parameters that are drawn, and what the others are.

    Parameters
    ----------
    areas
        Over ``names`` alone; those that the slice does not meet are left out.
    names
        Parameters drawn.
    fixed
        The others.
    ranges
        What is shown of each parameter drawn.
    """

    areas: tuple[Area, ...]
    names: tuple[str, ...]
    fixed: Mapping[str, Number]
    ranges: tuple[tuple[float, float], ...]


def areas_of(found: Any) -> tuple[Area, ...]:
    """Areas of a law, optimum, program, phase diagram, certificate or comparison."""
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.exponents import Optimum
    from phasecalc.optimisers.store import BestOptimiser
    from phasecalc.optimum.certificate import Certificate
    from phasecalc.optimum.program import Program

    if isinstance(found, Program):
        found = found.diagram()
    if isinstance(found, Law):
        found = found.optimum()
    if isinstance(found, Optimum):
        return tuple(
            Area(
                str(k),
                (*c.tradeoff, *c.bound_by),
                c.region,
                Ratio.from_expr(c.loss_exponent, c.region.names),
            )
            for k, c in enumerate(found.cases, 1)
        )
    if isinstance(found, BestOptimiser):
        return _zones(found)
    phases = (found.phase,) if isinstance(found, Certificate) else found.phases
    return tuple(Area(p.name, (*p.tradeoff, *p.bound_by), p.region, -p.value) for p in phases)


def _zones(found: Any) -> tuple[Area, ...]:
    """Zones with the same best optimisers as one area."""
    joined: dict[tuple[str, ...], list[Any]] = {}
    for zone in found.overlay.zones:
        joined.setdefault(zone.best, []).append(zone)
    names = found.overlay.diagrams[0][1].program.parameters
    return tuple(
        Area(
            " = ".join(best),
            (),
            Region(names, tuple(c for z in zones for c in z.region.cells)),
            -zones[0].phase(best[0]).value,
        )
        for best, zones in joined.items()
    )


def sliced(
    areas: Sequence[Area],
    at: Mapping[str, ExactLike],
    ranges: Mapping[str, tuple[float, float]],
) -> Slice:
    """The areas with parameters held fixed, and what is shown of the others.

    Raises
    ------
    DomainError
        No parameter or more than two are left, a name is unknown, or a range is empty.
    """
    names = _parameters(areas)
    for name in (*at, *ranges):
        if name not in names:
            raise DomainError(f"{name} is no parameter; there are {', '.join(names) or 'none'}")
    fixed = {n: exact(x, n) for n, x in at.items()}
    free = tuple(n for n in names if n not in fixed)
    if not free:
        raise DomainError("no parameter is left to draw over: the exponents are numbers")
    if len(free) > 2:
        raise DomainError(
            f"{len(free)} parameters, {', '.join(free)}: hold all but two fixed, for instance "
            f"{free[-1]} = 1"
        )
    unused = {n: Fraction(0) for n in areas[0].region.names if n not in names}
    put = [a.put({**fixed, **unused}) for a in areas]
    points = [a.region.sample() for a in put]
    met = tuple(a for a, x in zip(put, points, strict=True) if x is not None)
    if not met:
        where = ", ".join(f"{n} = {x}" for n, x in fixed.items())
        raise DomainError(f"no region is met at {where}" if where else "there is no region")
    seen = [x for x in points if x is not None]
    return Slice(met, free, fixed, windows(free, ranges, seen))


def places(areas: Sequence[Area]) -> tuple[dict[str, Number], ...]:
    """Values of all parameters but two at which some of the areas are met, at most three sets.

    One empty set where there are no more than two.
    """
    others = _parameters(areas)[2:]
    found: list[dict[str, Number]] = []
    for area in areas:
        point = area.region.sample() if others else None
        at = {n: point[n] for n in others} if point else {}
        if at not in found:
            found.append(at)
    return tuple(found[:_MOST_PLACES])


def windows(
    names: Sequence[str],
    ranges: Mapping[str, tuple[float, float]],
    points: Sequence[Mapping[str, Any]],
) -> tuple[tuple[float, float], ...]:
    """What is shown of each parameter: the range given, else one with all points well inside.

    Raises
    ------
    DomainError
        A range is empty.
    """
    found = tuple(ranges.get(n) or _window([float(x[n]) for x in points]) for n in names)
    for name, (low, high) in zip(names, found, strict=True):
        if not -math.inf < low < high < math.inf:
            raise DomainError(f"{name} from {low} to {high}: give two numbers, the lesser first")
    return found


def _window(values: Sequence[float]) -> tuple[float, float]:
    """An interval with all of these well inside, 0 at one end where they have one sign."""
    low, high = min(0.0, *values), max(0.0, *values)
    wide = max(high - low, 1.0)
    return (low - 0.5 * wide if low < 0 else 0.0), (high + 0.5 * wide if high > 0 else 0.0)


def _parameters(areas: Sequence[Area]) -> tuple[str, ...]:
    from phasecalc.laws.programs.branches import NO_PARAMETER

    return tuple(n for n in areas[0].region.names if n != NO_PARAMETER)


def _put(polynomial: Polynomial, names: Sequence[str], fixed: Mapping[str, Number]) -> Polynomial:
    """A polynomial with numbers for some of its variables."""
    found: dict[tuple[int, ...], Number] = {}
    for exponents, coefficient in polynomial.items():
        rest, value = [], coefficient
        for name, k in zip(names, exponents, strict=True):
            if name not in fixed:
                rest.append(k)
                continue
            for _ in range(k):
                value = value * fixed[name]
        found[tuple(rest)] = found.get(tuple(rest), Fraction(0)) + value
    return {e: c for e, c in found.items() if c != 0}
