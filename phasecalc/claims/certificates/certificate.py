"""Reads certificates of claims again: no search, no SymPy, no solver, no clock.

A document of theorems (see ``phasecalc.kernel.theorem``) has ``claims`` besides: the text of each,
and for each goal that ``formal`` makes of the text a tree of data,

* ``{"split": p, "above": …, "zero": …, "below": …}``: where a polynomial p in alpha and beta is
  positive, zero and negative;
* ``{"empty": true}``: the conditions met so far exclude each other, by a certificate;
* ``{"line": k}``: the goal, under these conditions, is line k of the claim's theorem;
* ``{"inside": k}``: the part lies in region k of those that are to cover it, by certificates.

A claim that is proved has a point of its region, so that it says something. A claim that is
refuted has a point, for orders a path, and a theorem that says the opposite there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from phasecalc.checker import (
    CheckFailed,
    Number,
    decode_number,
    decode_polynomial,
    scale,
)
from phasecalc.claims.certificates.formal import (
    Cover,
    Goal,
    gaps,
    goals_of,
    keys_of,
    named,
    opposite,
)
from phasecalc.claims.certificates.instances import contradicts
from phasecalc.claims.reading.given import shipped_exponents
from phasecalc.claims.reading.language import (
    EXPONENTS,
    PARAMETERS,
    TERM_NAMES,
    PhaseClaim,
    Relation,
    statement,
)
from phasecalc.claims.reading.quantities import Piece, phases
from phasecalc.claims.reading.region import region_of
from phasecalc.exceptions import ParseError
from phasecalc.kernel.labels import LONGEST, is_label
from phasecalc.kernel.language import Definition, Statement, decode_definitions
from phasecalc.kernel.recheck import read
from phasecalc.kernel.shipped import certificates, tied
from phasecalc.kernel.signs import Book, Signs
from phasecalc.kernel.text import statement_text
from phasecalc.kernel.theorem import MALFORMED, RANKS, Checked, check_document, stored
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = ["NO_CERTIFICATE", "Row", "check_claims", "signs_on"]

NO_CERTIFICATE = "no certificate"
_MOST_DEPTH = 12
_STATUS = ("proved", "refuted", "derived", "undecided")
Point = tuple[Number, Number]


@dataclass(frozen=True)
class Row:
    """What a document says of one claim.

    Parameters
    ----------
    label, where, states
        The claim.
    status
        ``"proved"``, only where ``rank`` is one of the kernel's; else as written there.
    rank
        What was checked: one of the kernel's ranks, or ``"no certificate"``.
    goals
        What was checked, as text written from the data.
    given
        Formulas that were taken from elsewhere.
    rests_on
        Lemmas that are not proved.
    theorem
        Label of the theorem that proves it.
    about
        What it speaks of.
    """

    label: str
    where: tuple[str, ...]
    states: str
    status: str
    rank: str
    goals: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    theorem: str = ""
    about: str = "plrf"


def check_claims(data: object) -> list[Row]:
    """Check the theorems of a document, and what it says of claims.

    Raises
    ------
    CheckFailed
        Naming what does not follow; nothing is reported then.
    """
    found = check_document(data, tied())
    assert isinstance(data, dict)
    rows = data.get("claims", [])
    if not isinstance(rows, list):
        raise CheckFailed("claims are a list")
    given = shipped_exponents()
    book = stored(data.get("proofs", {}))
    _same_terms(found)
    return [_row(k, row, found, given, book) for k, row in enumerate(rows, start=1)]


def _same_terms(found: Checked) -> None:
    """Check that the terms of the loss, where they are defined, are those of the shipped book."""
    if not set(found.definitions) & {*TERM_NAMES}:
        return
    shipped = _shipped()
    for name in TERM_NAMES:
        if found.definitions.get(name, shipped[name]) != shipped[name]:
            raise CheckFailed(f"{name} is not defined as phasecalc defines it")


@cache
def _shipped() -> Mapping[str, Definition]:
    return decode_definitions(read(certificates().read_text(encoding="utf-8"))["definitions"])


def _row(
    number: int, row: Any, found: Checked, given: Mapping[str, Sequence[Piece]], book: Book
) -> Row:
    try:
        if isinstance(row, dict) and row.get("about", "plrf") != "plrf":
            return _of_object(row)
        return _Claim(row, found, given, book).row()
    except (ParseError, *MALFORMED) as problem:
        if type(problem) is CheckFailed:
            raise CheckFailed(f"claim {number}: {problem}") from problem
        raise CheckFailed(f"claim {number}: malformed ({problem!r:.80})") from problem


def _texts(row: Mapping[str, Any]) -> None:
    """A text of two lines could pass for another verdict."""
    texts = (row["label"], row["states"], *row["where"])
    if not all(type(t) is str for t in texts) or row["status"] not in _STATUS:
        raise CheckFailed("a claim has a label, texts and a status")
    if type(row["where"]) is not list or not is_label(row["label"]):
        raise CheckFailed(
            f"where is a list, label one printable line of at most {LONGEST} characters"
        )
    if row.get("proof", True) is None:
        raise CheckFailed("a proof that is null; without one leave the key out")
    about = row.get("about", "")
    if not all(t.isprintable() for t in (*texts, *([about] if type(about) is str else []))):
        raise CheckFailed("a label, and every text of a claim, is one printable line")
    if row["status"] == "proved" and "proof" not in row:
        raise CheckFailed("proved, but without a proof; without one it is derived")


def _of_object(row: Mapping[str, Any]) -> Row:
    """A claim about a law or an optimiser; see ``claims.about.certificate``."""
    _texts(row)
    about, where = row["about"], tuple(row["where"])
    if "proof" not in row:
        if "rank" in row:
            raise CheckFailed("a rank without a proof")
        name = about if type(about) is str else "another object"
        return Row(row["label"], where, row["states"], row["status"], NO_CERTIFICATE, about=name)
    if row["status"] not in _STATUS[:2]:
        raise CheckFailed(f"a proof of what is {row['status']}")
    from phasecalc.claims.about.verdicts.certificate import check

    found = check(row)
    if row.get("rank", found.rank) != found.rank:
        raise CheckFailed(f"it is {found.rank!r}, not {row['rank']!r:.40}")
    return Row(
        row["label"],
        where,
        row["states"],
        row["status"],
        found.rank,
        found.goals,
        found.given,
        about=found.about,
    )


class _Claim:
    """One claim of a document and its proof."""

    def __init__(
        self, row: Any, found: Checked, given: Mapping[str, Sequence[Piece]], book: Book
    ) -> None:
        self.data, self.found, self.given, self.book = row, found, given, book
        _texts(row)
        self.claim: Relation | PhaseClaim = statement(row["states"])
        self.region = region_of(row["where"])
        self.shown: list[str] = []

    def row(self) -> Row:
        """Check the proof, if there is one."""
        data, proof = self.data, self.data.get("proof")
        rank = NO_CERTIFICATE
        rests: tuple[str, ...] = ()
        if proof is not None:
            if data["status"] not in _STATUS[:2]:
                raise CheckFailed(f"a proof of what is {data['status']}")
            self._has(proof["point"])
            rank = (self._proved if data["status"] == "proved" else self._refuted)(proof)
            if rank not in _SURE:
                raise CheckFailed(f"a proof from what is {rank}, which is below proved")
            if "theorem" in proof:
                rests = self.found.rests_on(proof["theorem"])
        if data.get("rank", rank) != rank:
            raise CheckFailed(f"it is {rank!r}, not {data['rank']!r:.40}")
        where = tuple(data["where"])
        taken = _given_texts(self.given, self.claim) if proof is not None else ()
        return Row(
            data["label"],
            where,
            data["states"],
            data["status"],
            rank,
            tuple(self.shown),
            taken,
            rests,
            "" if proof is None else str(proof.get("theorem", "")),
        )

    def _has(self, data: Any) -> Point:
        """A point of the region."""
        x, y = (decode_number(v) for v in data)
        if not _contains(self.region, (x, y)):
            raise CheckFailed("the point is not in the region")
        return x, y

    def _proved(self, proof: Mapping[str, Any]) -> str:
        goals, parts = goals_of(self.claim, self.region, self.given), proof["parts"]
        if not isinstance(parts, list) or len(parts) != len(goals):
            raise CheckFailed("one proof for each goal")
        ranks = [_SUREST]
        for goal, tree in zip(goals, parts, strict=True):
            ranks += self._tree(goal, goal.cell, tree, _MOST_DEPTH)
            if isinstance(goal, Goal) and goal.claim and tree != {"empty": True}:
                self.shown.append(statement_text(goal.statement(goal.cell)))
        if isinstance(self.claim, PhaseClaim):
            self.shown.append(f"phase {self.claim.operator} {self.claim.label}")
        return min(ranks, key=RANKS.index)

    def _tree(self, goal: Goal | Cover, cell: Cell, tree: Any, depth: int) -> list[str]:
        """Ranks of the lines by which a goal holds on a cell."""
        if not isinstance(tree, dict) or depth < 0:
            raise CheckFailed("not a proof of a goal, or one that is too deep")
        if "split" in tree:
            p = decode_polynomial(tree["split"], len(PARAMETERS))
            if not any(any(e) for e in p):
                raise CheckFailed("a split is by a polynomial in alpha or beta")
            sides = (("above", p, ">"), ("zero", p, "="), ("below", scale(p, -1), ">"))
            found: list[str] = []
            for name, polynomial, relation in sides:
                further = (*cell, Condition.make(PARAMETERS, polynomial, relation))
                found += self._tree(goal, further, tree[name], depth - 1)
            return found
        if tree == {"empty": True}:
            signs_on(cell, self.book).impossible([])
            return []
        if isinstance(goal, Cover):
            _inside(goal, cell, tree["inside"], self.book)
            return []
        return [self._line(goal.statement(cell), tree["line"])]

    def _line(self, wanted: Statement, number: Any) -> str:
        line = self._theorem(number)
        if not says(line.statement, wanted):
            raise CheckFailed("a line that says something else")
        return str(line.rank)

    def _theorem(self, number: Any) -> Any:
        label = self.data["proof"]["theorem"]
        lines = self.found.lines[label]
        if type(number) is not int or not 0 <= number < len(lines):
            raise CheckFailed("a line that is not there")
        return lines[number]

    def _refuted(self, proof: Mapping[str, Any]) -> str:
        point = self._has(proof["point"])
        if isinstance(self.claim, PhaseClaim):
            met = [p.name for p in phases() if _contains(p.region, point)]
            if (set(met) == set(self.claim.label.split("/"))) == (self.claim.operator == "=="):
                raise CheckFailed("at the point the claim is true")
            at = ", ".join(f"{n} = {x}" for n, x in zip(PARAMETERS, point, strict=True))
            self.shown.append(f"at {at}: the phase is {'/'.join(met)}")
            return _SUREST
        line = self._theorem(proof["line"])
        self.shown.append(
            contradicts(self.claim, point, proof, line.statement, self.region, self.given)
        )
        return str(line.rank)


_SUREST = RANKS[-1]
# A document may hold theorems that take something: no claim is proved by these.
_SURE = ("proved", "proved, resting on lemmas")


def _contains(region: Region, point: Point) -> bool:
    return any(all(c.holds(point) for c in cell) for cell in region.cells)


def signs_on(cell: Cell, book: Book) -> Signs:
    """Signs on a cell of the plane of alpha and beta."""
    rows = [(c.relation, named(c.polynomial)) for c in cell]
    return Signs(PARAMETERS, rows, (), book)


def _inside(goal: Cover, cell: Cell, number: Any, book: Book) -> None:
    """Check that a cell lies in one of the regions that cover."""
    if type(number) is not int or not 0 <= number < len(goal.regions):
        raise CheckFailed("a region that is not there")
    region, signs = goal.regions[number], signs_on(cell, book)
    if len(region.cells) != 1:
        raise CheckFailed("a region of more than one cell")
    for condition in region.cells[0]:
        p = named(condition.polynomial)
        {">": signs.above, ">=": signs.not_below, "=": signs.zero}[condition.relation](p)


def says(have: Statement, wanted: Statement) -> bool:
    """Whether a statement is another one, or more: fewer conditions, a stronger relation.

    Parameters
    ----------
    have
        What is proved.
    wanted
        What is to be shown; of ``~`` without its remainder.
    """
    same = ("parameters", "constants", "sizes", "window", "given", "variable")
    if any(getattr(have, n) != getattr(wanted, n) for n in same):
        return False
    if not set(have.conditions) <= set(wanted.conditions):
        return False
    left, right = wanted.left, wanted.right
    straight = have.left == left and have.right == right
    turned = have.left == opposite(left) and have.right == opposite(right)
    swapped = have.left == right and have.right == left
    if have.relation == wanted.relation:
        if have.relation == "<<":
            return straight or (have.left == left and have.right == opposite(right))
        return straight or (have.relation == "=Theta=" and turned)
    if wanted.relation == "!=":
        return have.relation == "<" and (straight or swapped)
    if wanted.relation == "~":  # what it means, where no remainder is known
        return have.relation == "<<" and (have.left, have.right) in gaps(left, right)
    return wanted.relation == "<=" and have.relation in ("<", "=") and straight


def _given_texts(
    given: Mapping[str, Sequence[Piece]], claim: Relation | PhaseClaim
) -> tuple[str, ...]:
    """The formulas that a claim speaks of: those of the diagram, and of the exponents of terms."""
    keys = keys_of(claim) if isinstance(claim, Relation) else {*EXPONENTS}
    diagram = bool(keys & {*EXPONENTS})
    return ("the phases and their exponents as in the diagram of phasecalc",) * diagram + tuple(
        f"exponent({name}) = {piece.known[f'exponent({name})'].text(PARAMETERS)} where {piece.name}"
        for name, pieces in given.items()
        if f"exponent({name})" in keys
        for piece in pieces
    )
