"""Phases by name, said of parameters alone: at which points does a phase have a label?

``phase == "III"`` says that a point lies in III and in the closure of no other phase, as
``"II/III"`` says that these two meet there, and no third one. Both become comparisons of the
parameters, which may stand in any formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from phasecalc.checker import Polynomial
from phasecalc.claims.about.saying.formula import All, Compared, Formula, Negated, Some
from phasecalc.claims.reading.language import Binary, Name, Node, Number
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import echo
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.decide import Status, empty
from phasecalc.regions.region import Region
from phasecalc.regions.work import Clock

__all__ = ["Phases", "tree_of"]

_ZERO = Number(Fraction(0))
_QUICK = 500_000  # work for whether two phases meet; where none is shown the claim has more cases
_SECONDS = 20.0


def tree_of(polynomial: Polynomial, names: tuple[str, ...]) -> Node:
    """A polynomial as a tree.

    Parameters
    ----------
    polynomial
        In the parameters.
    names
        Of these, in order.
    """
    found: Node = _ZERO
    for powers, number in polynomial.items():
        part: Node = Number(number)  # type: ignore[arg-type] # a Surd does as well
        for name, power in zip(names, powers, strict=True):
            if power:
                raised = Binary("**", Name(name), Number(Fraction(power)))
                part = Binary("*", part, raised)
        found = Binary("+", found, part)
    return found


@dataclass(frozen=True)
class Phases:
    """The phases of one diagram.

    Parameters
    ----------
    domain
        Where the diagram holds.
    regions
        Of each phase, open, by its name.
    """

    domain: Region
    regions: Mapping[str, Region]

    @cached_property
    def _given(self) -> frozenset[Condition]:
        """Conditions of the domain, which need not be said again."""
        return frozenset(self.domain.cells[0]) if len(self.domain.cells) == 1 else frozenset()

    def named(self, label: str) -> tuple[str, ...]:
        """Phases that a label names.

        Raises
        ------
        ParseError
            There is no such phase.
        """
        names = tuple(label.split("/"))
        if len(set(names)) != len(names) or not {*names} <= {*self.regions}:
            listed = ", ".join(self.regions)
            raise ParseError(
                f"no phase {echo(label)}; there are {listed}, and II/III where II and III meet"
                if "III" in self.regions
                else f"no phase {echo(label)}; there are {listed}"
            )
        return names

    def single(self, label: str) -> str:
        """The one phase that a label names.

        Raises
        ------
        ParseError
            There is no such phase, or it names several.
        """
        name, *more = self.named(label)
        if more:
            raise ParseError(f"{echo(label)}: one phase is meant here")
        return name

    def where(self, label: str) -> Formula:
        """At which points of the domain the phase has a label.

        Parameters
        ----------
        label
            Of one phase, or of all that meet, as ``"II/III"``.
        """
        names = self.named(label)
        if len(names) == 1 and len(self.regions[label].cells) == 1:
            # On the boundary of an open cell another phase begins.
            return self._cells(self.regions[label])
        together = self.common(names)
        touching = [self._cells(self.regions[n].weak()) for n in names]
        others = [
            self.regions[n].weak()
            for n in self.regions
            if n not in names and not _apart(together & self.regions[n].weak())
        ]
        return All((*touching, *(Negated(self._cells(r)) for r in others)))

    def common(self, names: tuple[str, ...]) -> Region:
        """Points in the closures of several phases.

        Parameters
        ----------
        names
            Of the phases.
        """
        found = self.domain
        for n in names:
            found = found & self.regions[n].weak()
        return found

    def _cells(self, region: Region) -> Formula:
        return Some(tuple(All(tuple(self._rows(cell))) for cell in region.cells))

    def _rows(self, cell: Cell) -> Iterator[Formula]:
        for c in cell:
            if c not in self._given and c.with_relation(">") not in self._given:
                operator = "==" if c.relation == "=" else c.relation
                yield Compared(tree_of(c.polynomial, c.names), operator, _ZERO)


def _apart(region: Region) -> bool:
    """Whether a region is known to be empty."""
    clock = Clock(_SECONDS)
    return all(empty(c, clock, _QUICK).status is Status.PROVED for c in region.cells)
