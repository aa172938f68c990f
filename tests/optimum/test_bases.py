"""Cells of bases: they cover the domain by their number, whoever found the regions."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from benchmarks.scale_laws import random_law
from phasecalc.checker import CheckFailed
from phasecalc.optimum.bases import _infeasible, _rows, _Signs, basis_cells
from phasecalc.optimum.explore import distinct
from phasecalc.optimum.program import Program
from phasecalc.optimum.vertices import optimal_vertices, solve_basis

x, y, p, q = sp.symbols("x y p q")


def cells_of(program):
    return basis_cells(program, distinct(program.active(()))[0], program.chamber(()))


def test_every_point_lies_in_the_cell_of_an_optimal_basis():
    """Where none did, a part of the domain could be left out and no one would be asked."""
    draw = random.Random(3)
    for seed in (1, 2):
        program = random_law(seed, 5, 3, 2).program()
        cells = cells_of(program)
        for _ in range(40):
            at = tuple(Fraction(draw.randrange(1, 40_000), 9973) for _ in program.parameters)
            assert any(all(c.holds(at) for c in cell) for cell in cells)


def test_a_choice_is_feasible_at_the_origin_though_it_is_negative():
    program = Program.of(
        terms={"first": -x - y, "second": x},
        unknowns=[x, y],
        constraints=[x <= 3 - p, y <= -1 - p - q, y >= -2 + p],
        domain=[p > 0, q > 0],
    )
    found = _infeasible(_rows(program, program.active(())), program.parameters)
    assert found
    assert not any(c.holds((Fraction(0), Fraction(0))) for c in found)


def below_one():
    """Minors have factors that are below 0 in all of the domain."""
    return Program.of(
        terms={"a": (p - 1) * x - y, "b": (q - 2) * y - x, "c": x + (1 - p) * y, "d": p * x + y},
        unknowns=[x, y],
        constraints=[x >= p - 1, y <= 2 - q],
        domain=[p > 0, p < 1, q > 0, q < 2],
    )


LAW = random_law(4, 4, 3, 2).program(), (Fraction(3, 7), Fraction(11, 5), Fraction(13, 17))


@pytest.mark.parametrize(
    ("program", "at"), [LAW, (below_one(), (Fraction(3, 7), Fraction(6, 5)))], ids=["law", "below"]
)
def test_signs_are_those_of_weights_and_slacks_in_numbers(program, at):
    forms = distinct(program.active(()))[0]
    rows = [(n, True, f) for n, f in forms.items()]
    rows += [(c.name, False, c.form) for c in program.constraints]
    signs = _Signs(_rows(program, forms), program.parameters, program.chamber(()))
    numbers = [(n, term, [c(at) for c in form]) for n, term, form in rows]
    best = {v.basis for v in optimal_vertices(numbers, Fraction(1))}
    assert best
    tried = 0
    for basis in itertools.combinations(range(len(rows)), 3):
        quantities = signs.optimal(basis)
        found = solve_basis(numbers, basis, Fraction(1))
        assert (quantities is None) == (found is None)
        if quantities is not None:
            tried += 1
            sides = [c.sign_at(at) for c in signs.factors]
            good = all(s * math.prod(sides[k] for k in odd) > 0 for s, odd in quantities)
            assert good == (basis in best)
    assert tried > len(best)


@pytest.mark.parametrize(
    ("terms", "constraints"),
    [
        ({"a": -p * x - q * y}, [x >= 0, y >= 0]),  # not bounded
        ({"a": -p * x, "b": -q * y}, [x >= 0, y >= 0, x <= -1]),  # not feasible
        ({"a": -p * x, "b": -q * y}, [p * x + y <= 1]),  # slopes of constraints not constant
    ],
)
def test_where_an_optimum_is_not_seen_everywhere_nothing_is_claimed(terms, constraints):
    program = Program.of(
        terms=terms, unknowns=[x, y], constraints=constraints, domain=[p > 0, q > 0]
    )
    assert cells_of(program) is None


def test_a_right_side_that_may_forbid_the_choice_is_a_part_of_its_own():
    program = Program.of(
        terms={"loss": x},
        unknowns=[x],
        constraints=[x >= p - 2, x >= 0, x <= 5],
        domain=[p > 0, p < 6],
    )
    cells = cells_of(program)
    assert any(str(c) == "p > 2" for cell in cells for c in cell)
    assert program.diagram().recheck() > 0


def test_a_forged_cover_by_bases_is_found_out():
    found = random_law(5, 4, 3, 2).program().diagram()
    (name,) = (n for n, entry in found.proofs.items() if "bases" in entry)
    for entry in ({"bases": False}, {"bases": True, "sum": []}, {"cut": "bases"}):
        with pytest.raises(CheckFailed):
            replace(found, proofs={**found.proofs, name: entry}).recheck()
    rest = {n: entry for n, entry in found.proofs.items() if n != name}
    with pytest.raises(CheckFailed):
        replace(found, proofs=rest).recheck()
