"""A diagram that was tampered with does not pass the recheck, whatever proofs it carries."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from phasecalc.checker import CheckFailed
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.obligations import _defined, _nonnegative, _outside, obligations, optimality
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.program import Program
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Condition, canonical
from phasecalc.regions.decide import empty
from phasecalc.regions.encoding import key
from phasecalc.regions.region import Region

a, x = sp.symbols("a x", real=True)


@pytest.fixture(scope="module")
def small() -> PhaseDiagram:
    """Two phases that meet at a = 1, a wall at a = 2 and a pair of terms that tie."""
    return Program.of(
        terms={
            "bias": -a * x,
            "twin": -a * x,
            "steps": -(1 - x),
            "late": [(-x - 1, a > 2), (-x, a < 2)],
        },
        unknowns=[x],
        constraints=[x >= 0, x <= 1],
        domain=[a > 0],
    ).diagram()


def one(diagram: PhaseDiagram) -> Ratio:
    return Ratio.constant(1, len(diagram.program.parameters))


def shifted(ratio: Ratio) -> Ratio:
    n = len(ratio.denominator[0][0])
    return ratio + Ratio.constant(Fraction(1, 10**6), n)


def with_phase(diagram: PhaseDiagram, k: int, **changes: object) -> PhaseDiagram:
    phases = list(diagram.phases)
    phases[k] = replace(phases[k], **changes)
    return replace(diagram, phases=tuple(phases))


def with_piece(diagram: PhaseDiagram, k: int, i: int = 0, **changes: object) -> PhaseDiagram:
    pieces = list(diagram.phases[k].pieces)
    pieces[i] = replace(pieces[i], **changes)
    return with_phase(diagram, k, pieces=tuple(pieces))


def first(diagram: PhaseDiagram, k: int) -> tuple[Phase, CriticalRegion]:
    return diagram.phases[k], diagram.phases[k].pieces[0]


def everywhere(diagram: PhaseDiagram) -> Region:
    return Region.everything(diagram.program.parameters)


def constant(diagram: PhaseDiagram, value: int, relation: str) -> Condition:
    names = diagram.program.parameters
    zero = (0,) * len(names)
    return Condition.make(names, {zero: Fraction(value)} if value else {}, relation)


MUTANTS: dict[str, Callable[[PhaseDiagram, int], PhaseDiagram]] = {}


def mutant(change: Callable[[PhaseDiagram, int], PhaseDiagram]):
    MUTANTS[change.__name__.replace("_", " ")] = change
    return change


@mutant
def value_of_the_phase(d, k):
    return with_phase(d, k, value=shifted(d.phases[k].value))


@mutant
def value_of_the_piece(d, k):
    return with_piece(d, k, value=shifted(d.phases[k].pieces[0].value))


@mutant
def value_of_phase_and_pieces(d, k):
    phase = d.phases[k]
    value = shifted(phase.value)
    return with_phase(
        d, k, value=value, pieces=tuple(replace(p, value=value) for p in phase.pieces)
    )


@mutant
def vertex_of_the_phase(d, k):
    vertex, *rest = d.phases[k].vertices
    return with_phase(d, k, vertices=((shifted(vertex[0]), *vertex[1:]), *rest))


@mutant
def vertex_of_the_phase_twice(d, k):
    return with_phase(d, k, vertices=(*d.phases[k].vertices, d.phases[k].vertices[-1]))


@mutant
def vertex_of_the_phase_with_a_number_more(d, k):
    vertices = tuple((*v, v[-1]) for v in d.phases[k].vertices)
    return with_phase(d, k, vertices=vertices)


@mutant
def vertex_of_the_piece(d, k):
    vertex, *rest = d.phases[k].pieces[0].vertices
    return with_piece(d, k, vertices=((shifted(vertex[0]), *vertex[1:]), *rest))


@mutant
def no_vertex_at_all(d, k):
    phase = d.phases[k]
    pieces = tuple(replace(p, vertices=(), slacks=()) for p in phase.pieces)
    return with_phase(d, k, vertices=(), pieces=pieces)


@mutant
def vertex_without_slacks(d, k):
    return with_piece(d, k, slacks=())


@mutant
def vertex_too_short(d, k):
    phase = d.phases[k]
    short = tuple(v[:-1] for v in phase.vertices)
    pieces = tuple(replace(p, vertices=short) for p in phase.pieces)
    return with_phase(d, k, vertices=short, pieces=pieces)


@mutant
def vertex_too_long(d, k):
    phase = d.phases[k]
    vertices = tuple((*v, v[-1]) for v in phase.vertices)
    pieces = tuple(replace(p, vertices=vertices) for p in phase.pieces)
    return with_phase(d, k, vertices=vertices, pieces=pieces)


@mutant
def weight_changed(d, k):
    (name, w), *rest = d.phases[k].pieces[0].weights
    return with_piece(d, k, weights=((name, shifted(w)), *rest))


@mutant
def weight_dropped(d, k):
    return with_piece(d, k, weights=d.phases[k].pieces[0].weights[1:])


@mutant
def weight_of_a_stranger(d, k):
    weights = d.phases[k].pieces[0].weights
    return with_piece(d, k, weights=(*weights, ("nobody", Ratio.constant(0, 2))))


@mutant
def weight_twice(d, k):
    weights = d.phases[k].pieces[0].weights
    return with_piece(d, k, weights=(weights[0], *weights))


@mutant
def weights_swapped(d, k):
    names = [n for n, _ in d.phases[k].pieces[0].weights]
    ratios = [w for _, w in d.phases[k].pieces[0].weights]
    moved = [shifted(ratios[0])] if len(ratios) == 1 else [*ratios[1:], ratios[0]]
    if all((p + -q).vanishes for p, q in zip(ratios, moved, strict=True)):
        moved[0] = shifted(moved[0])
    return with_piece(d, k, weights=tuple(zip(names, moved, strict=True)))


@mutant
def slack_changed(d, k):
    ((name, s), *rest), *more = d.phases[k].pieces[0].slacks
    return with_piece(d, k, slacks=(((name, shifted(s)), *rest), *more))


@mutant
def slack_dropped(d, k):
    row, *more = d.phases[k].pieces[0].slacks
    return with_piece(d, k, slacks=(row[1:], *more))


@mutant
def slack_dropped_by_a_tie_with_itself(d, k):
    row, *more = d.phases[k].pieces[0].slacks
    name = row[0][0]
    ties = (*d.phases[k].pieces[0].ties, (name, name))
    slacks = tuple(tuple(s for s in r if s[0] != name) for r in (row, *more))
    return with_piece(d, k, slacks=slacks, ties=ties)


@mutant
def tie_of_rows_that_differ(d, k):
    row, *more = d.phases[k].pieces[0].slacks
    ties = (*d.phases[k].pieces[0].ties, (row[0][0], row[-1][0]))
    return with_piece(d, k, slacks=(row[1:], *more), ties=ties)


@mutant
def tie_with_a_stranger(d, k):
    ties = (*d.phases[k].pieces[0].ties, ("nobody", "no one"))
    return with_piece(d, k, ties=ties)


@mutant
def region_is_everything(d, k):
    return with_phase(d, k, region=everywhere(d))


@mutant
def region_is_empty(d, k):
    return with_phase(d, k, region=Region(d.program.parameters, ()))


@mutant
def region_outside_the_domain_added(d, k):
    names = d.program.parameters
    below = {(1, *(0 for _ in names[1:])): Fraction(-1), (0,) * len(names): Fraction(-5)}
    far = (Condition.make(names, below, ">"),)  # first parameter below -5
    region = d.phases[k].region
    return with_phase(d, k, region=Region(names, (*region.cells, far)))


@mutant
def region_of_another_phase(d, k):
    return with_phase(d, k, region=d.phases[k - 1].region)


@mutant
def region_loses_a_condition(d, k):
    cell, *more = d.phases[k].region.cells
    return with_phase(d, k, region=Region(d.program.parameters, (cell[:-1], *more)))


@mutant
def names_in_another_order(d, k):
    names = tuple(n + "_" for n in d.program.parameters)
    return with_phase(d, k, region=replace(d.phases[k].region, names=names))


@mutant
def phase_removed(d, k):
    return replace(d, phases=d.phases[:k] + d.phases[k + 1 :])


@mutant
def phase_twice(d, k):
    return replace(d, phases=(*d.phases, d.phases[k]))


@mutant
def piece_removed(d, k):
    return with_phase(d, k, pieces=d.phases[k].pieces[1:])


@mutant
def piece_without_cuts(d, k):
    _, piece = first(d, k)
    chamber = d.program.chamber(piece.signs)
    return with_piece(d, k, cuts=(constant(d, -1, ">"),), cell=chamber)


@mutant
def cut_that_never_holds(d, k):
    cut = (constant(d, 0, ">"),)
    return with_piece(d, k, cuts=cut, cell=cut)


@mutant
def cut_to_a_line(d, k):
    _, piece = first(d, k)
    line = piece.cell[0].with_relation("=")
    return with_piece(d, k, cuts=(line,), cell=(*piece.cell, line))


@mutant
def piece_of_another_chamber(d, k):
    _, piece = first(d, k)
    return with_piece(d, k, signs=tuple(-s for s in piece.signs))


@mutant
def sides_that_are_no_signs(d, k):
    _, piece = first(d, k)
    return with_piece(d, k, signs=tuple(2 * s for s in piece.signs))


@mutant
def sides_missing(d, k):
    return with_piece(d, k, signs=())


@mutant
def cell_cut_by_hand(d, k):
    _, piece = first(d, k)
    names = d.program.parameters
    extra = Condition.make(names, {(1, *(0 for _ in names[1:])): Fraction(1),
                                   (0,) * len(names): Fraction(-3, 7)}, ">")  # fmt: skip
    return with_piece(d, k, cell=(*piece.cell, extra))


@mutant
def tradeoff_names_another_term(d, k):
    return with_phase(d, k, tradeoff=("nobody", *d.phases[k].tradeoff[1:]))


@mutant
def binding_constraint_added(d, k):
    return with_phase(d, k, bound_by=(d.program.constraints[0].name, "z >= 9"))


@mutant
def wall_deleted(d, k):
    terms = tuple(
        replace(t, pieces=tuple(replace(p, guard=p.guard[1:]) for p in t.pieces))
        for t in d.program.terms
    )
    return replace(d, program=replace(d.program, terms=terms))


@mutant
def domain_widened(d, k):
    return replace(d, program=replace(d.program, domain=everywhere(d)))


@mutant
def term_removed_from_the_program(d, k):
    name = d.phases[k].tradeoff[0]
    terms = tuple(t for t in d.program.terms if t.name != name)
    return replace(d, program=replace(d.program, terms=terms))


@mutant
def constraint_removed_from_the_program(d, k):
    return replace(d, program=replace(d.program, constraints=d.program.constraints[1:]))


@mutant
def weight_moved_from_one_to_another(d, k):
    """They still sum to 1, but the unknowns do not cancel."""
    weights = d.phases[k].pieces[0].weights
    if len(weights) == 1:
        return with_piece(d, k, weights=())
    (one_, w), (other, v), *rest = weights
    moved = ((one_, shifted(w)), (other, v + w + -shifted(w)), *rest)
    return with_piece(d, k, weights=moved)


@mutant
def weights_in_another_order(d, k):
    weights = d.phases[k].pieces[0].weights
    if len(weights) == 1:
        return with_piece(d, k, weights=())
    return with_piece(d, k, weights=weights[::-1])


@mutant
def slacks_in_another_order(d, k):
    pieces = d.phases[k].pieces[0]
    return with_piece(d, k, slacks=tuple(row[::-1] for row in pieces.slacks))


@mutant
def tradeoff_twice(d, k):
    return with_phase(d, k, tradeoff=d.phases[k].tradeoff * 2)


@mutant
def name_of_another_phase(d, k):
    return with_phase(d, k, name=d.phases[k - 1].name)


@mutant
def phantom_of_no_piece(d, k):
    ghost = replace(d.phases[k], name="ghost", pieces=(), region=Region(d.program.parameters, ()))
    return replace(d, phases=(*d.phases, ghost))


@mutant
def phantom_on_a_line(d, k):
    phase, _ = first(d, k)
    cells = phase.region.cells
    line = (*cells[0][1:], cells[0][0].with_relation("="))
    ghost = replace(phase, name="ghost", pieces=(), region=Region(d.program.parameters, (line,)))
    return replace(d, phases=(*d.phases, ghost))


@mutant
def phantom_of_an_empty_piece(d, k):
    phase, piece = first(d, k)
    never = (*piece.cell, piece.cell[0].negated()[0].with_relation(">"))
    chamber = d.program.chamber(piece.signs)
    cuts = tuple(c for c in never if c not in chamber)
    ghost = replace(
        phase,
        name="ghost",
        value=phase.value,
        pieces=(replace(piece, cell=never, cuts=(*piece.cuts, *cuts)),),
        region=Region(d.program.parameters, (never,)),
    )
    return replace(d, phases=(*d.phases, ghost))


@mutant
def proof_of_what_no_one_asked(d, k):
    return replace(d, proofs={**d.proofs, "0" * 24: next(iter(d.proofs.values()))})


@mutant
def no_proofs(d, k):
    return replace(d, proofs={})


@mutant
def proofs_of_nothing(d, _):
    return replace(d, proofs={k: {"sum": []} for k in d.proofs})


@mutant
def proofs_that_are_no_proofs(d, k):
    return replace(d, proofs=dict.fromkeys(d.proofs, "trust me"))


def with_every_true_proof(diagram: PhaseDiagram) -> PhaseDiagram:
    """The tampered diagram with a fresh proof for each of its obligations that is true.

    A forger may prove whatever is provable; only what is false must stop him.
    """
    proofs = {}
    try:
        for cell in obligations(diagram.program, diagram.phases):
            conditions = canonical(cell)
            known = diagram.proofs.get(key(conditions))
            found = known or (empty(conditions, 1.0).proof if conditions else None)
            if found is not None:
                proofs[key(conditions)] = found
    except (CheckFailed, ValueError, KeyError):
        pass  # an identity fails already
    return replace(diagram, proofs=proofs)


FORGED = [name for name in MUTANTS if "proof" not in name]


SMALL = 32  # counted by hand from the list at the top of phasecalc/optimum/obligations.py


def test_the_originals_pass(small, sgd):
    assert len(small.phases) > 1
    # Fewer would mean that something is no longer asked.
    assert small.recheck() == SMALL
    assert with_every_true_proof(small).recheck() == SMALL
    assert sgd.recheck() == 158


@pytest.mark.parametrize("name", MUTANTS)
@pytest.mark.parametrize("k", [0, 1])
def test_mutants_of_a_small_diagram_are_refused(small, name: str, k: int):
    with pytest.raises(CheckFailed):
        MUTANTS[name](small, k).recheck()


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("k", [0, 1])
def test_mutants_with_fresh_proofs_are_refused(small, name: str, k: int):
    with pytest.raises(CheckFailed):
        with_every_true_proof(MUTANTS[name](small, k)).recheck()


@pytest.mark.parametrize("name", MUTANTS)
@pytest.mark.parametrize(
    "k", [pytest.param(k, marks=() if k in (0, 3) else pytest.mark.slow) for k in range(7)]
)
def test_mutants_of_the_seven_phases_are_refused(sgd, name: str, k: int):
    with pytest.raises(CheckFailed):
        MUTANTS[name](sgd, k).recheck()


def test_every_single_proof_is_needed_and_mutants_of_it_are_refused(small):
    for k, proof in small.proofs.items():
        without = {other: p for other, p in small.proofs.items() if other != k}
        with pytest.raises(CheckFailed):
            replace(small, proofs=without).recheck()
        if "sum" in proof:
            changed = copy.deepcopy(dict(proof))
            del changed["sum"][0]
            with pytest.raises(CheckFailed):
                replace(small, proofs={**small.proofs, k: changed}).recheck()


def test_proofs_do_not_serve_for_each_other(small):
    keys = list(small.proofs)
    turned = dict(zip(keys, [*list(small.proofs.values())[1:], small.proofs[keys[0]]], strict=True))
    with pytest.raises(CheckFailed):
        replace(small, proofs=turned).recheck()


def test_a_key_contains_its_hypotheses(small):
    n = small.program.parameters
    c = Condition.make(n, {(1,): Fraction(1)}, ">")
    keys = {
        key((c,)),
        key((c.with_relation(">="),)),
        key((c.negated()[0],)),
        key((c, c.negated()[0])),
        key(()),
    }
    assert len(keys) == 5


NAMES = ("a",)
ABOVE = (Condition.make(NAMES, {(1,): Fraction(1)}, ">"),)  # a > 0


def read(text: str) -> Ratio:
    return Ratio.from_expr(sp.sympify(text, {"a": a}), NAMES)


@pytest.mark.parametrize(
    ("ratio", "asked"),
    [("1/a", ["a = 0"]), ("a/(a - 1)", ["a = 1"]), ("a/2", []), ("0*a", []), ("3*a + 0", [])],
)
def test_every_denominator_that_could_vanish_is_asked_about(ratio, asked):
    cells = list(_defined(NAMES, ABOVE, read(ratio)))
    assert [cell[:-1] for cell in cells] == [ABOVE] * len(asked)
    assert [str(cell[-1]) for cell in cells] == asked


@pytest.mark.parametrize(
    ("ratio", "asked"),
    [
        ("1/a", ["a <= 0"]),
        ("a - 1", ["a < 1"]),
        ("a/(a - 1)", ["a <= 1", "a < 0"]),
        ("a/2", ["a < 0"]),
        ("2 + 0*a", []),
        ("0*a", []),
    ],
)
def test_what_it_takes_for_a_quotient_not_to_be_negative(ratio, asked):
    cells = list(_nonnegative(NAMES, ABOVE, read(ratio), "it"))
    assert [cell[:-1] for cell in cells] == [ABOVE] * len(asked)
    assert [str(cell[-1]) for cell in cells] == asked


def test_a_negative_constant_needs_no_proof_to_be_refused():
    with pytest.raises(CheckFailed, match="it: the constant -2 is negative"):
        list(_nonnegative(NAMES, ABOVE, read("-2 + 0*a"), "it"))


@pytest.mark.parametrize("k", [0, 1])
def test_a_value_that_phase_and_pieces_agree_on_must_still_be_the_bound(small, k):
    """Another value in the phase and all its pieces at once does not pass by their agreement."""
    phase = small.phases[k]
    value = shifted(phase.value)
    forged = with_phase(
        small, k, value=value, pieces=tuple(replace(p, value=value) for p in phase.pieces)
    )
    with pytest.raises(CheckFailed, match="the bound is the value"):
        forged.recheck()


def test_a_cell_in_a_cover_of_many_is_one_of_them():
    """With many cells the choices are too many to list, but only a cell among them needs none."""
    unit = {(1,): Fraction(1)}
    ends = [Condition.make(("a",), {**unit, (0,): Fraction(-k)}, ">") for k in range(1, 15)]
    cover = [(ends[k], ends[k + 1]) for k in range(0, 14, 2)]
    assert list(_outside(cover[0], cover)) == []
    assert len(list(_outside((ends[1],), cover))) == 2**7


def test_cuts_are_strict_whatever_else_would_refuse_them(small):
    _, piece = first(small, 0)
    for cut in (constant(small, 0, ">"), piece.cell[0].with_relation("=")):
        changed = replace(piece, cuts=(*piece.cuts, cut), cell=(*piece.cell, cut))
        with pytest.raises(CheckFailed, match="are strict"):
            list(optimality(small.program, changed))
