"""Theorems as data: goals, chains of steps that end in them, and the rank of each goal.

A document holds definitions and theorems. A theorem has *lines*, each a statement with the
steps that lead from its left side to its right one; some of the lines are its goals. Steps of
other kinds (measured, rewritten by SymPy, accepted by Rocq, cited, assumed) are evidence that this
package cannot read: they are taken at the rank that they state, which is never ``proved``.

A line may be *taken*: it has no steps, and says formally what the evidence of its theorem says in
words. Its rank is the weakest of that evidence and of the theorems in use; so is that of every line
that recalls it. That a program has accepted or measured something is no evidence for a formal line
beside it: above ``cited`` only a line is ranked whose very statement was compared with the text
that Rocq accepted (``tied``); any other is ``assumed``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.bounds import BOUNDS
from phasecalc.kernel.effort import renew
from phasecalc.kernel.labels import is_label
from phasecalc.kernel.language import (
    Definition,
    Statement,
    decode_definitions,
    decode_statement,
    statement_hash,
    unfold,
)
from phasecalc.kernel.lemmas import LEMMAS
from phasecalc.kernel.rules import RULES as PLAIN
from phasecalc.kernel.rules import Room, Step, identity, witness
from phasecalc.kernel.signs import Book, Question
from phasecalc.kernel.spectrum import SPECTRUM
from phasecalc.kernel.sum_rules import SUMS
from phasecalc.kernel.traces import TRACES
from phasecalc.kernel.vanish import vanishes

__all__ = [
    "BELIEVED",
    "IN_ROCQ",
    "RANKS",
    "RULES",
    "Checked",
    "Line",
    "check_document",
    "check_line",
    "nothing",
    "stored",
    "taken_line",
]

RULES = {**PLAIN, **BOUNDS, **LEMMAS, **SPECTRUM, **TRACES, **SUMS}
# From the weakest to the surest. A lemma in words was read by no program; of what Rocq accepted a
# program has read every step, but its sentence was compared with the text by hand; what is
# "proved" is written from the goals. The weaker of the first two is named, with all it rests on.
RANKS = (
    "assumed",
    "cited",
    "sampled",
    "rewritten",
    "solver only",
    "enclosed",
    "proved, resting on lemmas",
    "accepted by Rocq",
    "proved",
)
_ON_LEMMAS, _ROCQ, _CITED = "proved, resting on lemmas", "accepted by Rocq", "cited"
# What a theorem may say of what was not checked here.
BELIEVED = tuple(r for r in RANKS if not r.startswith("proved"))
# What a theorem rests on that takes something from there.
IN_ROCQ = "theorems that Rocq has accepted (docs/rocq.md)"
_MOST_STEPS = 400
# What data that is no proof may raise on its way to being refused.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
# Rules whose equalities hold near a point, not only at it.
_FORMAL = ("identity", "slope")

# What follows from "A x B" and "B y C"; what is missing gives nothing.
_CHAINS = {
    ("<", "<="): "<",
    ("<=", "<"): "<",
    ("=Theta=", "<~"): "<~",
    ("<~", "=Theta="): "<~",
    ("=Theta=", "<<"): "<<",
    ("<<", "=Theta="): "<<",
    ("<~", "<<"): "<<",
    ("<<", "<~"): "<<",
}
# What a stronger relation implies.
_IMPLIES = {("<", "<="), ("<", "!="), ("=Theta=", "<~"), ("<<", "<~")}


def chain(first: str, second: str) -> str:
    """Relation of A to C from those of A to B and B to C."""
    if first == "=" or first == second not in ("slope", "!="):
        return second
    if second == "=":
        return first
    found = _CHAINS.get((first, second))
    if found is None:
        raise CheckFailed(f"'{first}' and then '{second}' give nothing")
    return found


@dataclass(frozen=True)
class Line:
    """A checked statement: how sure it is, the lemmas that it rests on, whether it was taken."""

    statement: Statement
    rank: str
    rests_on: tuple[str, ...] = ()
    taken: bool = False


def nothing(label: str, index: int) -> Statement:
    """What a taken line may recall."""
    raise CheckFailed(f"what is taken recalls nothing, nor {label}, {index}")


def taken_line(
    statement: Statement,
    believed: Sequence[str],
    used: Sequence[str],
    rests_on: Sequence[str],
    definitions: Mapping[str, Definition],
    book: Book,
    extra: Mapping[str, Any],
    tied: Mapping[str, object],
) -> Line:
    """A statement that is taken at the weakest rank of what its theorem believes and uses.

    ``tied`` has the hashes of the statements that were compared with what Rocq accepted.

    Raises
    ------
    CheckFailed
        It has no evidence of its own, or none below ``proved``; or it says nothing.
    """
    if not believed:
        raise CheckFailed("what is taken has evidence of its own")
    rank = min((*believed, *used), key=RANKS.index)
    if not set(believed) <= set(BELIEVED):
        raise CheckFailed("what is taken has evidence, which is below proved")
    room = Room(statement, definitions, nothing, book)
    # What objects stand for is part of what is hashed.
    seen = _ROCQ in believed and statement_hash(room.statement) in tied
    if RANKS.index(rank) > RANKS.index(_CITED) and not seen:
        rank = "assumed"
    witness(room, extra.get("witness", {}), extra.get("path", {}))
    for side in (room.statement.left, room.statement.right):
        room.normal(side)
    rests = {*rests_on, *(IN_ROCQ for rank in believed if rank == _ROCQ)}
    return Line(statement, rank, tuple(sorted(rests)), taken=True)


@dataclass
class Checked:
    """What a document has been found to prove."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    goals: dict[str, list[int]] = field(default_factory=dict)
    beliefs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    uses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Of each theorem its rank and what it rests on, found once: chains of theorems may be long.
    ends: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def rank(self, label: str) -> str:
        """Weakest rank among what a theorem believes, its goals and the theorems that it uses."""
        return self._end(label)[0]

    def rests_on(self, label: str) -> tuple[str, ...]:
        """Lemmas that the lines of a theorem, and of those that it uses, rest on."""
        return self._end(label)[1]

    def _end(self, label: str) -> tuple[str, tuple[str, ...]]:
        if label not in self.ends:
            lines, beliefs = self.lines[label], [r for r, _ in self.beliefs[label]]
            used = [self._end(u) for u in self.uses[label]]
            ranks = [*(lines[k].rank for k in self.goals[label]), *beliefs, *(r for r, _ in used)]
            rests = {x for line in lines for x in line.rests_on}.union(*(own for _, own in used))
            rests.update(IN_ROCQ for rank in beliefs if rank == _ROCQ)
            rank = min(ranks, key=RANKS.index, default="assumed")
            self.ends[label] = rank, tuple(sorted(rests))
        return self.ends[label]


def check_line(
    statement: Statement,
    steps: object,
    definitions: Mapping[str, Definition],
    known: Callable[[str, int], Line],
    book: Book,
    extra: Mapping[str, Any],
) -> Line:
    """Check the steps from the left side of a statement to its right one.

    Parameters
    ----------
    statement
        What is to be proved.
    steps
        Rows of data: relation, right side, rule and what the rule needs.
    definitions
        What objects stand for.
    known
        Earlier lines, by label and number.
    book
        Certificates for signs.
    extra
        ``witness``: a point of the region; ``path``: a way through the window; ``vanishes``:
        proofs for the remainder of ``~``.

    Raises
    ------
    CheckFailed
        At the first step that does not follow.
    """
    ranks, rests = ["proved"], set[str]()

    def recalled(label: str, index: int) -> Statement:
        line = known(label, index)
        ranks.append(line.rank)
        rests.update(line.rests_on)
        return line.statement.mapped(lambda e: unfold(e, definitions))

    room = Room(statement, definitions, recalled, book)
    witness(room, extra.get("witness", {}), extra.get("path", {}))
    if not isinstance(steps, list) or not 0 < len(steps) <= _MOST_STEPS:
        raise CheckFailed("a line has steps")
    left, composed = room.statement.left, "="
    errors: list[Any] = []
    for number, row in enumerate(steps, start=1):
        renew()
        try:
            step, rule = _step(room, left, row)
            if statement.relation == "slope" and composed == "=" and rule not in _FORMAL:
                raise CheckFailed("before a slope is taken, only identities of functions")
            RULES[rule][0](room, step)
            composed = chain(composed, step.relation)
        except CheckFailed as problem:
            raise CheckFailed(f"step {number}: {problem}") from problem
        except MALFORMED as problem:
            raise CheckFailed(f"step {number}: malformed ({problem!r:.80})") from problem
        if RULES[rule][1]:
            ranks.append(_ON_LEMMAS)
            rests.add(RULES[rule][1])
        left = step.right
        if step.remainder is not None:
            errors.append(step.remainder)
    renew()
    _ends(room, left, composed, errors)
    if room.statement.remainder is not None:
        vanishes(room, room.statement.remainder, extra.get("vanishes"))
    rank = min(ranks, key=RANKS.index)
    return Line(statement, rank, tuple(sorted(rests)))


def _step(room: Room, left: Any, row: object) -> tuple[Step, str]:
    if not isinstance(row, dict) or row.get("rule") not in RULES:
        raise CheckFailed(f"no rule {row.get('rule') if isinstance(row, dict) else row!r:.40}")
    rest = row.get("remainder")
    relation = row["relation"]
    if (rest is not None) != (relation == "~"):
        raise CheckFailed("a remainder belongs to ~ and only to it")
    right = room.node(row["right"])
    remainder = None if rest is None else room.node(rest)
    return Step(left, relation, right, remainder, row), row["rule"]


def _ends(room: Room, left: Any, composed: str, errors: list[Any]) -> None:
    """The chain must end in the statement."""
    s = room.statement
    if composed != s.relation and (composed, s.relation) not in _IMPLIES:
        raise CheckFailed(f"the steps give '{composed}', the statement says '{s.relation}'")
    identity(room, Step(left, "=", s.right, None, {}))
    if s.relation == "~":
        stated = list(
            s.remainder[1:] if s.remainder and s.remainder[0] == "add" else (s.remainder,)
        )
        for error in errors:
            for part in error[1:] if error[0] == "add" else (error,):
                if part not in stated:
                    raise CheckFailed("an error of a step is not in the remainder that is stated")


def stored(proofs: Mapping[str, object]) -> Book:
    """Certificates from a file."""

    def book(key: str, question: Question) -> object:
        if key not in proofs:
            raise CheckFailed("a certificate is missing")
        return proofs[key]

    return book


def check_document(data: object, tied: Mapping[str, object] = MappingProxyType({})) -> Checked:
    """Check a whole document: definitions, then each theorem in turn.

    ``tied`` has the hashes of the statements that were compared with what Rocq accepted.

    Raises
    ------
    CheckFailed
        Naming the theorem and the line that do not hold.
    """
    if not isinstance(data, dict) or type(data.get("format")) is not int or data["format"] != 1:
        raise CheckFailed("not a document of theorems, format 1")
    proofs, rows = data.get("proofs", {}), data.get("theorems", [])
    if not isinstance(proofs, dict) or not isinstance(rows, list):
        raise CheckFailed("proofs are named, and theorems are a list")
    try:
        found = Checked(definitions=decode_definitions(data.get("definitions", [])))
    except MALFORMED as problem:
        if isinstance(problem, CheckFailed):
            raise
        raise CheckFailed(f"definitions: malformed ({problem!r:.80})") from problem
    book = stored(proofs)
    for row in rows:
        label = row.get("label") if isinstance(row, dict) else None
        if not is_label(label) or label in found.lines:
            raise CheckFailed(f"a theorem without a label of its own: {label!r:.40}")
        try:
            _theorem(found, label, row, book, tied)
        except CheckFailed as problem:
            raise CheckFailed(f"{label}: {problem}") from problem
        except MALFORMED as problem:
            raise CheckFailed(f"{label}: malformed ({problem!r:.80})") from problem
    return found


def _theorem(
    found: Checked, label: str, row: dict[str, Any], book: Book, tied: Mapping[str, object]
) -> None:
    uses = tuple(str(u) for u in row.get("uses", []))
    if not set(uses) <= set(found.lines):
        raise CheckFailed("it uses a theorem that does not come before it")
    beliefs = [(str(rank), str(words)) for rank, words in row.get("beliefs", [])]
    if any(rank not in BELIEVED for rank, _ in beliefs):
        raise CheckFailed("what is not checked here is below proved")
    own: list[Line] = []

    def known(used: str, index: int) -> Line:
        lines = own if used == label else found.lines[used] if used in uses else None
        if lines is None or not 0 <= index < len(lines):
            raise CheckFailed(f"{used} has no line {index} that may be used here")
        return lines[index]

    for number, line in enumerate(row["lines"]):
        statement = decode_statement(line["statement"])
        try:
            if "taken" in line:
                made = _taken(found, statement, line, beliefs, uses, book, tied)
            else:
                made = check_line(statement, line["steps"], found.definitions, known, book, line)
        except CheckFailed as problem:
            raise CheckFailed(f"line {number + 1}, {problem}") from problem
        own.append(replace(made, statement=statement))
    goals = row.get("goals", [])
    if any(type(k) is not int or not 0 <= k < len(own) for k in goals) or not (goals or beliefs):
        raise CheckFailed("the goals are lines of the theorem")
    found.lines[label], found.goals[label] = own, list(goals)
    found.beliefs[label], found.uses[label] = beliefs, uses
    rank = found.rank(label)
    if "rank" in row and row["rank"] != rank:
        raise CheckFailed(f"it is {rank!r}, not {row['rank']!r:.40}")


def _taken(
    found: Checked,
    statement: Statement,
    line: Mapping[str, Any],
    beliefs: Sequence[tuple[str, str]],
    uses: Sequence[str],
    book: Book,
    tied: Mapping[str, object],
) -> Line:
    if line["taken"] is not True or "steps" in line:
        raise CheckFailed("what is taken has no steps")
    believed, used = [r for r, _ in beliefs], [found.rank(u) for u in uses]
    rests = tuple({x for u in uses for x in found.rests_on(u)})
    return taken_line(statement, believed, used, rests, found.definitions, book, line, tied)
