"""A claim at exact points: whether it is about them, what it says there, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phasecalc.checker import Number
from phasecalc.claims.about.deciding.goals import Place, places, used
from phasecalc.claims.about.saying.formula import Compared, Formula, names_in, side_value, true_at
from phasecalc.claims.about.saying.subject import Subject
from phasecalc.exceptions import PhasecalcError
from phasecalc.regions.condition import Cell
from phasecalc.regions.region import Region

__all__ = ["Read", "around", "at_point", "held_at", "shown", "shown_values"]


@dataclass(frozen=True)
class Read:
    """A claim that was read.

    Parameters
    ----------
    formula
        What it states.
    region
        Where; part of the object's domain.
    conditions
        The conditions as they were read.
    notes
        How decimals were read.
    subject
        What it is about, as seen from where the claim looks.
    somewhere
        Whether it claims that there is a point of the region; the formula then is the opposite.
    """

    formula: Formula
    region: Region
    conditions: tuple[Formula, ...]
    notes: tuple[str, ...]
    subject: Subject
    somewhere: bool = False


def at_point(claim: Read, subject: Subject, point: tuple[Number, ...]) -> bool:
    """Whether a point is one that the claim is about, straight from its conditions."""
    at = dict(zip(subject.parameters, point, strict=True))
    domain = any(all(c.holds(point) for c in cell) for cell in subject.domain.cells)
    return domain and all(true_at(c, at) for c in claim.conditions)


def around(claim: Read, subject: Subject, point: tuple[Number, ...]) -> Iterator[Place]:
    """The pieces that touch a point."""
    everything = Region.everything(subject.parameters)
    keys = names_in(claim.formula)
    return places(used(subject, claim.formula), everything, _At(point), keys)


def held_at(
    claim: Read, subject: Subject, point: tuple[Number, ...]
) -> Iterator[tuple[Place, bool]]:
    """Whether a claim holds at a point, by the formulas of each place that touches it.

    Parameters
    ----------
    claim, subject
        The claim.
    point
        Exact values of the parameters.

    Raises
    ------
    KeyError
        A quantity has no value there.
    """
    named = dict(zip(subject.parameters, point, strict=True))
    for place in around(claim, subject, point):
        values = {**named, **{k: x(point) for k, x in place.way.items()}}
        yield place, true_at(claim.formula, values, place.tradeoff)


@dataclass(frozen=True)
class _At:
    """Judge that looks at one point alone."""

    point: tuple[Number, ...]

    def empty(self, cell: Cell) -> bool:
        return not all(c.holds(self.point) for c in cell)

    def require(self, cell: Cell, why: str, place: Place) -> None:
        raise PhasecalcError("nothing is asked here")


def shown(point: tuple[Number, ...], subject: Subject) -> str:
    """A point in words."""
    named = zip(subject.parameters, point or (), strict=False)
    return ", ".join(f"{n} = {x}" for n, x in named) or "this law"


def shown_values(
    point: tuple[Number, ...], subject: Subject, values: Mapping[str, Number], claim: Read
) -> dict[str, str]:
    """The point, what the quantities are there, and both sides of a comparison."""
    found = {n: str(x) for n, x in zip(subject.parameters, point, strict=True)}
    if found.keys() == {"none"}:
        found = {}
    for key in sorted(names_in(claim.formula) - {*subject.parameters}):
        found[key] = str(values[key])
    if isinstance(claim.formula, Compared):
        found["left"] = str(side_value(claim.formula.left, values))
        found["right"] = str(side_value(claim.formula.right, values))
    return found
