"""What must hold for a phase diagram to be true: one list, for the prover and for the checker.

Identities between rational functions are checked on the spot by expansion. Sign
statements are yielded as cells that must be empty; whoever derives a diagram
searches proofs for them, whoever reads one looks the proofs up and has
``phasecalc.checker`` re-check them. On every critical region

* the weights are non-negative, sum to 1 over the terms, and cancel the unknowns:
  no choice does better than ``value``;
* at each vertex no term exceeds ``value`` and no constraint fails: it is attained;
* no denominator vanishes;

every phase states the formulas of its critical regions, is open, lies in the domain and
contains them; critical regions cover the domain off its walls, up to their
boundaries, and phases do not overlap. So a phase is, up to boundaries, the union of its
critical regions. That none is empty is shown by a point (``inhabited``).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from phasecalc import checker
from phasecalc.checker import CheckFailed
from phasecalc.optimum.bases import basis_cells
from phasecalc.optimum.covering import leaves
from phasecalc.optimum.explore import CriticalRegion, distinct
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.optimum.ratio import Ratio, total
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.decide import settle
from phasecalc.regions.encoding import decode_cell, encode_cell, key

if TYPE_CHECKING:
    from phasecalc.optimum.phase import Phase

__all__ = ["inhabited", "obligations", "optimality", "recheck"]


# A book in which nothing stands.
NOTHING: Mapping[str, Mapping[str, object]] = MappingProxyType({})
# A cell that is a part of a union lies in it: that they are equal, condition by condition, is the
# proof. Of short unions it is asked for all the same, as the diagrams that ship have it; their
# number of statements is pinned. Of longer ones the product of all ways to lie outside is too long.
_MANY = 64


def obligations(
    program: Minimax,
    phases: Sequence[Phase],
    proofs: Mapping[str, Mapping[str, object]] = NOTHING,
    left: Sequence[Cell] = (),
    read: set[str] | None = None,
) -> Iterator[Cell]:
    """Cells that must be empty for the phases to solve the program.

    Parameters
    ----------
    program, phases
        What was solved, and the solution.
    proofs
        Book in which it may stand how the domain is cut into parts; without that the cover is
        asked about by the product of all critical regions.
    left
        Parts of which a partial diagram says nothing.
    read
        Takes the names of the cuts that were asked for.

    Raises
    ------
    CheckFailed
        An identity between rational functions is false.
    """
    if len({phase.name for phase in phases}) != len(phases):
        raise CheckFailed("two phases have the same name")
    pieces = [piece for phase in phases for piece in phase.pieces]
    for phase in phases:
        _stated(program, phase)
    for piece in pieces:
        yield from optimality(program, piece)
    by_parts = bool(left) or any("cut" in p or "bases" in p for p in proofs.values())
    if by_parts:  # else no phase is more than its pieces: they cover the domain, and none overlap
        for phase in phases:
            if set(phase.region.cells) != {piece.cell for piece in phase.pieces}:
                raise CheckFailed(f"phase {phase.name} found by parts is not its pieces")
    yield from _coverage(program, pieces, _Book(program.parameters, proofs, read), left)
    for phase in phases:
        for piece in phase.pieces:
            yield from _outside(piece.cell, phase.region.cells)
        for cell in phase.region.cells:
            yield from _outside(cell, program.domain.cells)
    for one, other in itertools.combinations(phases, 2):
        if by_parts and not (one.value - other.value).vanishes:
            continue  # both are optimal where they overlap, and equal on no open set
        for a, b in itertools.product(one.region.cells, other.region.cells):
            yield (*a, *b)


def recheck(
    program: Minimax,
    phases: Sequence[Phase],
    proofs: Mapping[str, Mapping[str, object]],
    left: Sequence[Cell] = (),
) -> int:
    """Check every obligation against a book of proofs; return how many there are.

    Raises
    ------
    CheckFailed
        A proof is missing or wrong, proves nothing that is stated, or an identity is false.
    """
    try:
        return _recheck(program, phases, proofs, left)
    except CheckFailed:
        raise
    # A name that cannot be hashed, an index that is none: what data of another shape may raise.
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as problem:
        raise CheckFailed(f"malformed ({problem!r:.80})") from problem


def _recheck(
    program: Minimax,
    phases: Sequence[Phase],
    proofs: Mapping[str, Mapping[str, object]],
    left: Sequence[Cell],
) -> int:
    count = 0
    used: set[str] = set()
    for cell in obligations(program, phases, proofs, left, used):
        conditions = canonical(cell)
        name = key(conditions)
        proof = proofs.get(name)
        if proof is None:
            raise CheckFailed(f"no proof that {' and '.join(map(str, conditions))} is impossible")
        hypotheses = [(c.polynomial, c.relation) for c in conditions]
        if not isinstance(proof, Mapping):
            raise CheckFailed(f"not a proof: {proof!r:.80}")
        checker.refute(hypotheses, dict(proof), len(program.parameters))
        used.add(name)
        count += 1
    if not used.issuperset(proofs):
        raise CheckFailed(f"{len(set(proofs) - used)} of the proofs prove nothing that is stated")
    return count


def inhabited(phases: Iterable[Phase]) -> None:
    """Have a point of every cell that a phase says it consists of.

    Raises
    ------
    CheckFailed
        A cell is empty, or no point of it was found.
    """
    for phase in phases:
        for cell in (*phase.region.cells, *(p.cell for p in phase.pieces)):
            if settle(cell).witness is None:
                raise CheckFailed(f"phase {phase.name} has a part without a point")


def optimality(program: Minimax, piece: CriticalRegion) -> Iterator[Cell]:
    """Obligations of one critical region: no choice does better, and the value is attained."""
    if len(piece.signs) != len(program.walls) or not {1, -1}.issuperset(piece.signs):
        raise CheckFailed(f"{piece.signs} are not the sides of {len(program.walls)} walls")
    if not {*program.chamber(piece.signs), *piece.cuts}.issuperset(piece.cell):
        raise CheckFailed("a critical region is cut out of its chamber by its cuts alone")
    # Coverage reads p > 0 as p >= 0, which adds no open set unless p is zero or the cut is p = 0.
    if any(c.relation != ">" or c.truth is not None for c in piece.cuts):
        raise CheckFailed("the cuts of a critical region are strict")
    forms = _forms(program, piece)
    n, size = len(program.parameters), len(program.unknowns)
    weights = dict(piece.weights)
    if [name for name, _ in piece.weights] != [name for name in forms if name in weights]:
        raise CheckFailed("each weight belongs to one term or constraint, in their order")
    formulas = [piece.value, *(x for v in piece.vertices for x in v)]
    for formula in (*formulas, *(c for _, form in forms.values() for c in form)):
        yield from _defined(program.parameters, piece.cell, formula)
    for name, weight in piece.weights:
        yield from _nonnegative(program.parameters, piece.cell, weight, name)
    over_terms = total([w for name, w in weights.items() if forms[name][0]], n)
    _identity(over_terms + Ratio.constant(Fraction(-1), n), "the weights sum to 1")
    for column in range(size + 1):
        mixed = total([w * forms[name][1][column] for name, w in weights.items()], n)
        goal = -piece.value if column == 0 else Ratio.constant(Fraction(0), n)
        _identity(mixed + goal, "the unknowns cancel" if column else "the bound is the value")
    if not piece.vertices:
        raise CheckFailed("the value is attained at a vertex")
    for vertex, slacks in zip(piece.vertices, piece.slacks, strict=True):
        if [name for name, _ in slacks] != _leading(forms, piece):
            raise CheckFailed("a vertex is checked against every term and constraint, in order")
        for name, slack in slacks:
            is_term, form = forms[name]
            level = total([form[0], *(c * x for c, x in zip(form[1:], vertex, strict=True))], n)
            gap = (piece.value + -level) if is_term else -level
            _identity(gap + -slack, f"the slack of {name}")
            yield from _nonnegative(program.parameters, piece.cell, slack, name)


def _stated(program: Minimax, phase: Phase) -> None:
    """The phase says what its critical regions prove, and nothing beyond."""
    if not phase.pieces or not phase.region.cells:
        raise CheckFailed(f"phase {phase.name} has no critical region")
    if any(c.relation != ">" for cell in phase.region.cells for c in cell):
        raise CheckFailed(f"phase {phase.name} is not open: it could be a line that no one covers")
    cells = (*phase.region.cells, *(p.cell for p in phase.pieces))
    if any(names != program.parameters for names in (phase.region.names, *_names(cells))):
        raise CheckFailed(f"phase {phase.name} has other parameters than the program")
    constraints = {c.name for c in program.constraints}
    if any(a == b for a, b in itertools.combinations(phase.pieces, 2)):
        raise CheckFailed(f"phase {phase.name} has a critical region twice")
    for piece in phase.pieces:
        _identity(phase.value + -piece.value, f"the exponent of phase {phase.name}")
        for stated, proved in zip(phase.vertices, piece.vertices, strict=True):
            for x, y in zip(stated, proved, strict=True):
                _identity(x + -y, f"the solution of phase {phase.name}")
        binding = tuple(name for name, _ in piece.weights)
        terms = tuple(n for n in binding if n not in constraints)
        if (*phase.tradeoff, *phase.bound_by) != binding or phase.tradeoff != terms:
            raise CheckFailed(f"phase {phase.name} names other binding rows than its weights")


def _names(cells: Iterable[Cell]) -> set[tuple[str, ...]]:
    return {c.names for cell in cells for c in cell}


def _forms(program: Minimax, piece: CriticalRegion) -> dict[str, tuple[bool, Form]]:
    """Each row of the program in the chamber: whether it is a term, and its form."""
    forms = {name: (True, form) for name, form in program.active(piece.signs).items()}
    forms.update((c.name, (False, c.form)) for c in program.constraints)
    return forms


def _leading(forms: Mapping[str, tuple[bool, Form]], piece: CriticalRegion) -> list[str]:
    """Rows that must be compared, in order: all but those with the same form as another."""
    for name, twin in piece.ties:
        if name not in forms or twin not in forms or forms[name] != forms[twin]:
            raise CheckFailed(f"{name} and {twin} are said to tie, but their exponents differ")
    tied = {name for name, _ in piece.ties}
    leading = [name for name in forms if name not in tied]
    if not set(leading).issuperset(twin for _, twin in piece.ties):
        raise CheckFailed("a tie must be with a term or constraint that is compared")
    return leading


def _defined(names: tuple[str, ...], cell: Cell, ratio: Ratio) -> Iterator[Cell]:
    """The denominator of the ratio does not vanish on the cell."""
    bottom = Condition.make(names, ratio.bottom, "=")
    if bottom.truth is not False:
        yield (*cell, bottom)


def _nonnegative(names: tuple[str, ...], cell: Cell, ratio: Ratio, what: str) -> Iterator[Cell]:
    """The ratio is non-negative on the cell: positive denominator, non-negative numerator."""
    bottom = Condition.make(names, checker.scale(ratio.bottom, -1), ">=")
    if bottom.truth is not False:
        yield (*cell, bottom)
    top = Condition.make(names, checker.scale(ratio.top, -1), ">")
    if top.truth is True:
        raise CheckFailed(f"{what}: the constant {ratio} is negative")
    if top.truth is None:
        yield (*cell, top)


@dataclass(frozen=True)
class _Book:
    """How the domain is cut, by the names of its parts; what is read is noted."""

    names: tuple[str, ...]
    proofs: Mapping[str, Mapping[str, object]]
    read: set[str] | None

    def cut(self, name: str) -> Cell | None:
        """The cell that cuts a part, None where none does."""
        entry = self._entry(name, "cut")
        if entry is None:
            return None
        try:
            cell = decode_cell(self.names, entry["cut"])  # type: ignore[arg-type]  # else refused
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as problem:
            raise CheckFailed(f"no cell: {entry!r:.80}") from problem
        if encode_cell(cell) != entry["cut"]:
            raise CheckFailed(f"a cell that is not written as it is read: {entry!r:.80}")
        return cell

    def by_bases(self, name: str) -> bool:
        """Whether a chamber is covered by the cells of bases."""
        entry = self._entry(f"bases {name}", "bases")  # one of the cells may be the chamber itself
        if entry is not None and entry["bases"] is not True:
            raise CheckFailed(f"neither a cut nor a proof: {entry!r:.80}")
        return entry is not None

    def _entry(self, name: str, what: str) -> Mapping[str, object] | None:
        entry = self.proofs.get(name)
        if not isinstance(entry, Mapping) or what not in entry:
            return None
        if self.read is not None:
            self.read.add(name)
        if entry.keys() != {what}:
            raise CheckFailed(f"neither a cut nor a proof: {entry!r:.80}")
        return entry


def _coverage(
    program: Minimax, pieces: Sequence[CriticalRegion], book: _Book, left: Sequence[Cell]
) -> Iterator[Cell]:
    """Every chamber is empty, or covered by its closed critical regions."""
    for signs in program.sides():
        mine = [p.cuts for p in pieces if p.signs == signs]
        chamber = program.chamber(signs)
        parts: Sequence[Cell] = [canonical(chamber)]
        name = key(canonical(chamber))
        by_bases = book.by_bases(name)
        if by_bases:
            cells = basis_cells(program, distinct(program.active(signs))[0], chamber)
            if cells is None:
                raise CheckFailed("the cells of bases are not shown to cover the domain")
            parts = cells
        if by_bases or left or book.cut(name) is not None:
            yield from leaves(parts, book.cut, frozenset(mine), frozenset(map(canonical, left)))
            continue
        if not mine:
            yield chamber
        for outside in itertools.product(*mine) if mine else ():
            yield (*chamber, *(n for c in outside for n in c.with_relation(">=").negated()))


def _outside(cell: Cell, cover: Sequence[Cell]) -> Iterator[Cell]:
    """The cell lies in the union of the cover."""
    if cell in cover and math.prod(map(len, cover)) > _MANY:
        return
    for failing in itertools.product(*cover):
        for negations in itertools.product(*(c.negated() for c in failing)):
            yield (*cell, *negations)


def _identity(ratio: Ratio, statement: str) -> None:
    if not ratio.vanishes:
        raise CheckFailed(f"{statement}: the difference is {ratio}, not 0")
