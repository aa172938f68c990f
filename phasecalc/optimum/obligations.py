"""What must hold for a phase diagram to be true: one list, for the prover and for the checker.

Identities between rational functions are checked on the spot by expansion. Sign
statements are yielded as cells that must be empty; whoever derives a diagram
searches proofs for them, whoever reads one looks the proofs up and has
``phasecalc.checker`` re-check them. On every critical region

* the weights are non-negative, sum to 1 over the terms, and cancel the unknowns:
  no choice does better than ``value``;
* at each vertex no term exceeds ``value`` and no constraint fails: it is attained;

and the regions cover the domain off its walls, while phases do not overlap.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc import checker
from phasecalc.checker import CheckFailed
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.program import Form, Program
from phasecalc.optimum.ratio import Ratio, total
from phasecalc.regions.condition import Cell, Condition, canonical

if TYPE_CHECKING:
    from phasecalc.optimum.diagram import Phase

__all__ = ["key", "obligations", "optimality", "recheck"]


def obligations(program: Program, phases: Sequence[Phase]) -> Iterator[Cell]:
    """Cells that must be empty for the phases to solve the program.

    Raises
    ------
    CheckFailed
        An identity between rational functions is false.
    """
    pieces = [piece for phase in phases for piece in phase.pieces]
    for piece in pieces:
        yield from optimality(program, piece)
    yield from _coverage(program, pieces)
    for phase in phases:
        for piece in phase.pieces:
            yield from _outside(piece.cell, phase.region.cells)
    for one, other in itertools.combinations(phases, 2):
        for a, b in itertools.product(one.region.cells, other.region.cells):
            yield (*a, *b)


def recheck(
    program: Program, phases: Sequence[Phase], proofs: Mapping[str, Mapping[str, object]]
) -> int:
    """Check every obligation against a book of proofs; return how many there are.

    Raises
    ------
    CheckFailed
        A proof is missing or wrong, or an identity is false.
    """
    count = 0
    for cell in obligations(program, phases):
        conditions = canonical(cell)
        proof = proofs.get(key(conditions))
        if proof is None:
            raise CheckFailed(f"no proof that {' and '.join(map(str, conditions))} is impossible")
        hypotheses = [(c.polynomial, c.relation) for c in conditions]
        checker.refute(hypotheses, dict(proof), len(program.parameters))
        count += 1
    return count


def key(conditions: Cell) -> str:
    """Content hash of a statement of emptiness: all its hypotheses are inside."""
    rows = [[c.relation, checker.encode_polynomial(c.polynomial)] for c in conditions]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:24]


def optimality(program: Program, piece: CriticalRegion) -> Iterator[Cell]:
    """Obligations of one critical region: no choice does better, and the value is attained."""
    if not {*program.chamber(piece.signs), *piece.cuts}.issuperset(piece.cell):
        raise CheckFailed("a critical region is cut out of its chamber by its cuts alone")
    forms = _forms(program, piece)
    n, size = len(program.parameters), len(program.unknowns)
    weights = dict(piece.weights)
    for name, weight in piece.weights:
        yield from _nonnegative(piece.cell, weight, name)
    over_terms = total([w for name, w in weights.items() if forms[name][0]], n)
    _identity(over_terms + Ratio.constant(Fraction(-1), n), "the weights sum to 1")
    for column in range(size + 1):
        mixed = total([w * forms[name][1][column] for name, w in weights.items()], n)
        goal = -piece.value if column == 0 else Ratio.constant(Fraction(0), n)
        _identity(mixed + goal, "the unknowns cancel" if column else "the bound is the value")
    for vertex, slacks in zip(piece.vertices, piece.slacks, strict=True):
        if {name for name, _ in slacks} != _leading(forms, piece):
            raise CheckFailed("a vertex is checked against every term and constraint")
        for name, slack in slacks:
            is_term, form = forms[name]
            level = total([form[0], *(c * x for c, x in zip(form[1:], vertex, strict=True))], n)
            gap = (piece.value + -level) if is_term else -level
            _identity(gap + -slack, f"the slack of {name}")
            yield from _nonnegative(piece.cell, slack, name)


def _forms(program: Program, piece: CriticalRegion) -> dict[str, tuple[bool, Form]]:
    """Each row of the program in the chamber: whether it is a term, and its form."""
    forms = {name: (True, form) for name, form in program.active(piece.signs).items()}
    forms.update((c.name, (False, c.form)) for c in program.constraints)
    return forms


def _leading(forms: Mapping[str, tuple[bool, Form]], piece: CriticalRegion) -> set[str]:
    """Rows that must be compared: all but those with the same form as another."""
    for name, twin in piece.ties:
        if forms[name] != forms[twin]:
            raise CheckFailed(f"{name} and {twin} are said to tie, but their exponents differ")
    return set(forms) - {name for name, _ in piece.ties}


def _nonnegative(cell: Cell, ratio: Ratio, what: str) -> Iterator[Cell]:
    """The ratio is non-negative on the cell: positive denominator, non-negative numerator."""
    names = cell[0].names if cell else ()
    bottom = Condition.make(names, checker.scale(ratio.bottom, -1), ">=")
    if bottom.truth is not False:
        yield (*cell, bottom)
    top = Condition.make(names, checker.scale(ratio.top, -1), ">")
    if top.truth is True:
        raise CheckFailed(f"{what}: the constant {ratio} is negative")
    if top.truth is None:
        yield (*cell, top)


def _coverage(program: Program, pieces: Sequence[CriticalRegion]) -> Iterator[Cell]:
    """Every chamber is empty, or covered by its closed critical regions."""
    for signs in itertools.product((1, -1), repeat=len(program.walls)):
        mine = [p.cuts for p in pieces if p.signs == signs]
        chamber = program.chamber(signs)
        if not mine:
            yield chamber
        for outside in itertools.product(*mine) if mine else ():
            yield (*chamber, *(n for c in outside for n in c.with_relation(">=").negated()))


def _outside(cell: Cell, cover: Sequence[Cell]) -> Iterator[Cell]:
    """The cell lies in the union of the cover."""
    for failing in itertools.product(*cover):
        for negations in itertools.product(*(c.negated() for c in failing)):
            yield (*cell, *negations)


def _identity(ratio: Ratio, statement: str) -> None:
    if not ratio.vanishes:
        raise CheckFailed(f"{statement}: the difference is {ratio}, not 0")
