"""What a claim speaks of: an object's exponents, piece by piece, as rational functions.

A piece is one open cell of the parameters. A claim is judged on its closure: where pieces meet,
it is about the limits from each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from phasecalc.checker import Number, Polynomial, add, multiply, scale
from phasecalc.claims.about.saying.vocabulary import Vocabulary, parts_of
from phasecalc.normal.ratio import Ratio, total
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.optimum.overlay import Zone
from phasecalc.optimum.phase import Phase
from phasecalc.regions.condition import Cell
from phasecalc.regions.region import Region

__all__ = [
    "Family",
    "Names",
    "Optimal",
    "Piece",
    "Subject",
    "Way",
    "bare",
    "phase_pieces",
    "put",
    "way_of",
    "with_slopes",
    "zone_pieces",
]

Way = Mapping[str, Ratio]
_PART = re.compile(r" \([0-9]+\)$")


def bare(row: str) -> str:
    """Name of the term of a row: those of a term that is a sum are ``model`` and ``model (2)``."""
    return _PART.sub("", row)


@dataclass(frozen=True, eq=False)
class Optimal:
    """A phase that is optimal somewhere, with the diagram that proves it.

    Parameters
    ----------
    diagram, phase
        The solved program, and its part.
    key
        Quantity whose value is the best exponent among all that have this key.
    places
        Of its parameters among those of the object, where that has more of them; or None.
    """

    diagram: PhaseDiagram
    phase: Phase
    key: str
    places: tuple[int, ...] | None = None

    def point(self, whole: tuple[Number, ...]) -> tuple[Number, ...]:
        """Values of its own parameters."""
        return whole if self.places is None else tuple(whole[k] for k in self.places)


@dataclass(frozen=True, eq=False)
class Piece:
    """Formulas of some quantities on one open cell.

    Parameters
    ----------
    name
        For messages.
    cell
        Where.
    ways
        Formula of each quantity; several where several choices are equally good, of each of which
        a claim must be true.
    tradeoff
        Terms in balance.
    optima
        What proves the formulas: of each program compared there its phase.
    """

    name: str
    cell: Cell
    ways: tuple[Way, ...]
    tradeoff: frozenset[str] = frozenset()
    optima: tuple[Optimal, ...] = ()


@dataclass(frozen=True, eq=False)
class Family:
    """Pieces with the same quantities.

    Parameters
    ----------
    keys
        Quantities that some piece may have.
    make
        The pieces, made when they are needed.
    exact
        Whether each formula holds on its cell alone, as written, and none elsewhere; otherwise the
        cells are open, each formula is meant on the closure, and the closures cover the domain.
    assumes
        What these formulas rest on besides.
    covered
        Whether exact cells cover the domain in any case.
    also
        Quantities of other families that have a value only where this family has pieces.
    missing
        What to say where none of its exact cells is.
    """

    keys: frozenset[str]
    make: Callable[[], tuple[Piece, ...]]
    exact: bool = False
    assumes: tuple[str, ...] = ()
    also: frozenset[str] = frozenset()
    covered: bool = False
    missing: str = ""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces."""
        return self.make()


@dataclass(frozen=True, eq=False)
class Subject:
    """An object that claims can be made about.

    Parameters
    ----------
    about
        Its name, as in ``about = "two-term"``.
    parameters
        Names, in order.
    domain
        Where its exponents are known.
    vocabulary
        What its quantities are called.
    families
        Each with quantities of its own; a trade-off is of the first.
    assumes
        What a claim rests on beside algebra.
    deeper
        Families from more than the diagrams, where those leave a quantity open; or None.
    values
        Exact value of each parameter where they are numbers, as those of a fit.
    source
        Plain data from which the same object can be had again.
    program
        The one program over exponents, for paths that are not optimal; or None.
    sizes
        Names of its unknowns, in order, without the loss.
    has_loss_unknown
        Whether the loss is one of its unknowns.
    walls
        Where a term has a form by itself, with which the loss may jump.
    window
        Forms of which one is at most 0 where the terms have the orders of the program.
    nowhere
        What to say where the domain is empty.
    """

    about: str
    parameters: tuple[str, ...]
    domain: Region
    vocabulary: Vocabulary
    families: tuple[Family, ...]
    assumes: tuple[str, ...]
    deeper: Callable[[], tuple[Family, ...]] | None = None
    values: Mapping[str, Number] | None = None
    source: Mapping[str, object] = field(default_factory=dict)
    program: Minimax | None = None
    sizes: tuple[str, ...] = ()
    has_loss_unknown: bool = False
    walls: Cell = ()
    window: tuple[Form, ...] = ()
    nowhere: str = ""

    @cached_property
    def point(self) -> tuple[Number, ...] | None:
        """The values in order."""
        return None if self.values is None else tuple(self.values[n] for n in self.parameters)


class Names(NamedTuple):
    """What the quantities of a diagram are called.

    Parameters
    ----------
    unknowns
        Name of each unknown of the program, in order; those left over have none.
    suffix
        Which of several diagrams, as in ``loss_exponent(SGD)``; empty where there is one.
    terms
        Terms of the loss, where rows of the program that bound it are named after them.
    """

    unknowns: tuple[str, ...]
    suffix: str = ""
    terms: frozenset[str] = frozenset()

    def balance(self, phase: Phase) -> frozenset[str]:
        """Terms in balance in a phase; parts of one term, as ``model (2)``, go by its name."""
        rows = (*phase.tradeoff, *phase.bound_by) if self.terms else phase.tradeoff
        terms = {bare(n) for n in rows}
        return frozenset(terms & self.terms if self.terms else terms)

    def loss(self) -> str:
        """Key of the loss exponent."""
        return f"loss_exponent({self.suffix})" if self.suffix else "loss_exponent"

    def size(self, name: str) -> str:
        """Key of the exponent of a size."""
        return f"exponent({name}, {self.suffix})" if self.suffix else f"exponent({name})"

    def term(self, name: str) -> str:
        """Key of the exponent of a term at the optimum."""
        return f"at_optimum({name}, {self.suffix})" if self.suffix else f"at_optimum({name})"


def phase_pieces(diagram: PhaseDiagram, names: Names) -> tuple[Piece, ...]:
    """Pieces of one diagram: each cell of each of its phases."""
    return tuple(
        Piece(
            phase.name,
            cell,
            (way_of(diagram, phase, names),),
            names.balance(phase),
            (Optimal(diagram, phase, names.loss()),),
        )
        for phase in diagram.phases
        for cell in phase.region.cells
    )


def zone_pieces(
    zones: Sequence[Zone], diagrams: Mapping[str, PhaseDiagram], names: Names
) -> tuple[Piece, ...]:
    """Pieces of several programs of which the best counts, as the branches of a minimum."""
    return tuple(
        Piece(
            " = ".join(zone.best),
            cell,
            tuple(way_of(diagrams[n], zone.phase(n), names) for n in zone.best),
            names.balance(zone.phase(zone.best[0])),
            tuple(Optimal(diagrams[n], p, names.loss()) for n, p in zone.phases),
        )
        for zone in zones
        for cell in zone.region.cells
    )


def way_of(diagram: PhaseDiagram, phase: Phase, names: Names) -> Way:
    """Formulas of a phase; those that differ between optimal vertices are left out."""
    known = {names.loss(): (-phase.value).reduced()}
    for k, name in enumerate(names.unknowns):
        if (one := _same([v[k] for v in phase.vertices])) is not None:
            known[names.size(name)] = one.reduced()
    for term in diagram.program.terms:
        forms = [
            put(form, vertex)
            for piece in phase.pieces
            for form in _forms(diagram, piece, term.name)
            for vertex in piece.vertices
        ]
        count = sum(len(p.vertices) for p in phase.pieces)
        if len(forms) == count and (one := _same(forms)) is not None:
            known[names.term(term.name)] = -one
    return known


def _forms(diagram: PhaseDiagram, piece: CriticalRegion, term: str) -> Iterator[tuple[Ratio, ...]]:
    active = diagram.program.active(piece.signs)
    if term in active:
        yield active[term]


def with_slopes(way: Way, keys: Iterable[str], names: tuple[str, ...]) -> Way:
    """Formulas with those derivatives that are asked for.

    Parameters
    ----------
    way
        Formulas of quantities.
    keys
        Of quantities and derivatives.
    names
        Parameters, in order.
    """
    found = dict(way)
    for key in keys:
        quantity, parameter = parts_of(key)
        if parameter and quantity in way:
            found[key] = _slope(way[quantity], names.index(parameter))
    return found


def _slope(ratio: Ratio, index: int) -> Ratio:
    """Derivative of a rational function in one of its parameters."""

    def moved(p: Polynomial) -> Polynomial:
        return {
            tuple(x - (k == index) for k, x in enumerate(e)): c * e[index]
            for e, c in p.items()
            if e[index]
        }

    top, bottom = ratio.top, ratio.bottom
    rise, fall = multiply(moved(top), bottom), multiply(top, moved(bottom))
    return Ratio.make(add(rise, scale(fall, -1)), multiply(bottom, bottom)).reduced()


def put(form: Sequence[Ratio], vertex: Sequence[Ratio]) -> Ratio:
    """Value of an affine form at a vertex."""
    count = form[0].variables
    products = (slope * x for slope, x in zip(form[1:], vertex, strict=True))
    return total([form[0], *products], count).reduced()


def _same(ratios: Sequence[Ratio]) -> Ratio | None:
    """The one function that all of these are, or None."""
    if not ratios or not all((r - ratios[0]).vanishes for r in ratios[1:]):
        return None
    return ratios[0]
