"""Where exponents of sizes jump: there every value between two limits may be optimal.

A claim that is a conjunction of linear comparisons holds between two values if it holds at both,
and so does one that is true of the parameters, or else such a conjunction. For any other the region
must not meet a jump, but where the claim is true whatever is optimal.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from phasecalc.claims.about.deciding.goals import Judge, Place, closure, failing, joined
from phasecalc.claims.about.saying.formula import (
    All,
    Compared,
    Formula,
    Known,
    Negated,
    Some,
    names_in,
    without_choices,
)
from phasecalc.claims.about.saying.subject import Family, Piece
from phasecalc.claims.about.saying.vocabulary import limit_parts, parts_of
from phasecalc.claims.reading.language import Binary, Call, Choice, Name, Negative, Node
from phasecalc.claims.reading.rational import NotRational, difference
from phasecalc.claims.reading.region import compared
from phasecalc.exceptions import Undecided
from phasecalc.regions.condition import Cell
from phasecalc.regions.region import Region

__all__ = ["jumps"]

_MANY = 9  # a degree that is not 1


def jumps(
    formula: Formula, families: Sequence[Family], region: Region, judge: Judge, *, loss: bool
) -> Iterator[tuple[Cell, str]]:
    """Cells that must be empty for no jump to matter, with the pieces that meet there.

    Parameters
    ----------
    formula
        What is claimed.
    families
        Those that it is about.
    region
        Where.
    judge
        Says which pieces do not meet.
    loss
        Whether the loss may jump as well, where a term changes its form.
    """
    keys = {parts_of(k)[0] for k in names_in(formula)}
    may = ("exponent(", "at_optimum(", *(("loss_exponent",) if loss else ()))
    sizes = {k for k in keys if (limit_parts(k) or (k,))[0].startswith(may)}
    if not sizes or _convex(formula, sizes):
        return
    region = region & _open(formula, region)
    for family in families:
        wanted = sorted(sizes & family.keys)
        if not wanted or (family.exact and not any(map(limit_parts, wanted))):
            continue  # a limit may jump in the other parameters
        for one, other in itertools.combinations(_met(family, region, judge), 2):
            cell = (*closure(one, family), *closure(other, family))
            if judge.empty(cell):
                continue
            both = Region(region.names, (cell,))
            for key in wanted:
                for left, right in itertools.product(one.ways, other.ways):
                    if key in left and key in right and not (left[key] - right[key]).vanishes:
                        top, _ = difference(left[key], right[key])
                        here = region & both & compared(top, "!=", region.names)
                        for part in here.cells:
                            yield part, f"{key} jumps between {one.name} and {other.name}"


def _open(formula: Formula, region: Region) -> Region:
    """Points at which a formula is not true already by what it says of parameters."""
    whole, names = without_choices(formula), region.names
    try:
        return failing(_of_parameters(whole, {*names}, True), Place((), (), {}), names, [])
    except (NotRational, Undecided):
        return Region.everything(names)


def _of_parameters(formula: Formula, names: set[str], wanted: bool) -> Formula:
    """The same where every comparison of quantities goes against what is wanted."""
    if isinstance(formula, Negated):
        return Negated(_of_parameters(formula.part, names, not wanted))
    if isinstance(formula, All | Some):
        return replace(
            formula, parts=tuple(_of_parameters(p, names, wanted) for p in formula.parts)
        )
    if isinstance(formula, Compared) and names_in(formula) <= names:
        return formula
    return Some(()) if wanted else All(())


def _met(family: Family, region: Region, judge: Judge) -> Sequence[Piece]:
    """Pieces that the region meets; a limit has many, most of them elsewhere."""
    if not family.exact:
        return family.pieces
    return [
        piece
        for piece in family.pieces
        if any(
            (here := joined(cell, piece.cell)) is not None and not judge.empty(here)
            for cell in region.cells
        )
    ]


def _is_slope(name: str) -> bool:
    """Whether a name is that of a derivative."""
    return bool(parts_of(name)[1])


def _moves(formula: Formula, sizes: set[str]) -> bool:
    """Whether a formula is about sizes, or about derivatives."""
    names = names_in(formula)
    return bool(names & sizes) or any(map(_is_slope, names))


def _convex(formula: Formula, sizes: set[str]) -> bool:
    """Whether a formula that holds at two values of the sizes holds between them."""
    if isinstance(formula, Known):
        return _convex(formula.yes, sizes)
    if isinstance(formula, All):
        return all(_convex(p, sizes) for p in formula.parts)
    if not _moves(formula, sizes):
        return True
    if isinstance(formula, Some):  # where no part without sizes holds, the one with them counts
        moving = [p for p in formula.parts if _moves(p, sizes)]
        return len(moving) == 1 and _convex(moving[0], sizes)
    return (
        isinstance(formula, Compared)
        and formula.operator != "!="
        and max(_degree(formula.left, sizes), _degree(formula.right, sizes)) <= 1
    )


def _degree(node: Node, sizes: set[str]) -> int:
    """Degree of a side in the exponents of sizes, as far as it is seen."""
    if isinstance(node, Name):
        return _MANY if _is_slope(node.name) else int(node.name in sizes)
    if isinstance(node, Negative):
        return _degree(node.argument, sizes)
    if isinstance(node, Choice):
        return _MANY * max(_degree(p, sizes) for p in node.parts)
    if isinstance(node, Call):
        return _MANY * _degree(node.argument, sizes)
    if not isinstance(node, Binary):
        return 0
    left, right = _degree(node.left, sizes), _degree(node.right, sizes)
    if node.operator in ("+", "-"):
        return max(left, right)
    if node.operator == "*":
        return left + right
    return left + _MANY * right if node.operator == "/" else _MANY * (left + right)
