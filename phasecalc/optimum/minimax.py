"""Programs over exponents: minimise the largest of several affine forms.

With every size a power of the budget f, a loss that is a sum of terms
f**(c_i + v_i.x) has the exponent max_i (c_i + v_i.x), to be minimised over the
unknown exponents x. The c_i and v_i are rational functions of the parameters.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = ["Constraint", "Form", "Minimax", "Piece", "Term"]

# Affine form in the unknowns: its constant, then one slope for each unknown.
Form = tuple[Ratio, ...]


@dataclass(frozen=True)
class Piece:
    """Affine form and the cell of parameters where it holds."""

    guard: Cell
    form: Form


@dataclass(frozen=True)
class Term:
    """Named term of the loss: the exponent of f, possibly by cases, absent where no case holds.

    The first case that holds counts, as in ``Piecewise``.
    """

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Constraint:
    """Named linear condition ``form <= 0`` on the unknowns."""

    name: str
    form: Form


@dataclass(frozen=True)
class Minimax:
    """Parametric program: minimise over x the largest term, under linear constraints.

    ``Program`` reads one from SymPy expressions and solves it.

    Parameters
    ----------
    parameters, unknowns
        Names, in order.
    terms
        Terms of the loss.
    constraints
        Linear conditions on the unknowns.
    domain
        Parameters considered: one cell.
    """

    parameters: tuple[str, ...]
    unknowns: tuple[str, ...]
    terms: tuple[Term, ...]
    constraints: tuple[Constraint, ...]
    domain: Region

    @cached_property
    def walls(self) -> tuple[Condition, ...]:
        """Polynomials at which some term changes its form, each once up to sign."""
        curves = (c.with_relation("=") for t in self.terms for p in t.pieces for c in p.guard)
        return tuple(dict.fromkeys(curves))

    def sides(self) -> Iterator[tuple[int, ...]]:
        """Every choice of a side of each wall, as ``chamber`` and ``active`` take it."""
        return itertools.product((1, -1), repeat=len(self.walls))

    def chamber(self, signs: Sequence[int]) -> Cell:
        """Cell of the domain on the given sides of the walls."""
        sides = []
        for wall, s in zip(self.walls, signs, strict=True):
            positive = wall.with_relation(">")
            sides.append(positive if s > 0 else positive.negated()[0].with_relation(">"))
        return (*self.domain.cells[0], *sides)

    def active(self, signs: tuple[int, ...]) -> Mapping[str, Form]:
        """Form of each term that is present on the given sides of the walls."""
        if signs not in self._active:
            self._active[signs] = self._find_active(signs)
        return self._active[signs]

    @cached_property
    def _active(self) -> dict[tuple[int, ...], Mapping[str, Form]]:
        return {}

    def _find_active(self, signs: tuple[int, ...]) -> Mapping[str, Form]:
        sides = set(self.chamber(signs))
        found: dict[str, Form] = {}
        for term in self.terms:
            for piece in term.pieces:
                if all(c.relation != "=" and c.with_relation(">") in sides for c in piece.guard):
                    found.setdefault(term.name, piece.form)  # the first case that holds counts
        return found
