"""Finds what the kernel asks for: certificates for signs, and exponents of the window.

Nothing here is trusted: what it finds is data that the kernel checks.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from phasecalc import checker
from phasecalc.checker import CheckFailed, Number
from phasecalc.kernel.atoms import Quotient
from phasecalc.kernel.orders import Vector
from phasecalc.kernel.rational import ZERO, Rat
from phasecalc.kernel.rules import Room
from phasecalc.kernel.signs import Question
from phasecalc.regions.condition import Condition, canonical
from phasecalc.regions.decide import Answer, Status, empty

__all__ = [
    "NoCertificate",
    "Search",
    "falsehood",
    "renumbered",
    "slacks",
    "solve",
    "vector_of",
]


class NoCertificate(CheckFailed):
    """No certificate was found: the statement fails at a point, or nobody knows."""

    def __init__(self, message: str, *, refuted: bool) -> None:
        super().__init__(message)
        self.refuted = refuted


class Search:
    """A book of certificates that looks for what it does not have, and keeps what it finds."""

    def __init__(self) -> None:
        self.proofs: dict[str, object] = {}
        self._failed: dict[str, NoCertificate] = {}

    def __call__(self, key: str, question: Question) -> object:
        """A certificate; raises NoCertificate."""
        if key in self._failed:
            raise self._failed[key]
        if key not in self.proofs:
            try:
                self.proofs[key] = _found(question)
            except NoCertificate as problem:
                self._failed[key] = problem
                raise
        return self.proofs[key]


def _found(question: Question) -> object:
    names, rows = question
    if not names:
        conditions = [Condition.make((), dict(p), r) for r, p in rows]
        if all(c.truth is not False for c in conditions):
            raise NoCertificate("fails: all conditions are true", refuted=True)
    conditions = [Condition.make(names, dict(p), r) for r, p in rows]
    for k, c in enumerate(conditions):
        if c.truth is False:
            return {"sum": falsehood(rows, k, len(names))}
    answer = empty(conditions)
    if answer.status is Status.PROVED:
        return renumbered(answer, rows, conditions, canonical(conditions))
    if answer.status is Status.REFUTED:
        point = dict(zip(names, answer.witness or (), strict=False))
        shown = ", ".join(f"{n} = {x}" for n, x in point.items()) or "everywhere"
        raise NoCertificate(f"fails at {shown}", refuted=True)
    asked = " and ".join(map(str, answer.conditions))
    raise NoCertificate(f"{asked}: {answer.status}; {answer.tried}", refuted=False)


def falsehood(rows: Sequence[Any], k: int, variables: int) -> list[object]:
    """A condition without names that is false refutes itself."""
    relation, p = rows[k]
    value = dict(p).get((0,) * variables, Fraction(0))
    powers = [int(i == k) for i in range(len(rows))]
    zero = [0] * variables
    one: list[object] = [[["1", *zero]], [0] * len(rows)]
    if value == 0:
        return [[[["1", *zero]], powers]]
    factor = -1 / value
    if relation != "=" and checker.sign(factor) < 0:
        raise NoCertificate("a true condition", refuted=False)
    return [one, [[[checker.encode_number(factor), *zero]], powers]]


def renumbered(
    answer: Answer, rows: Sequence[Any], conditions: list[Condition], kept: Sequence[Condition]
) -> object:
    """A certificate for some of the conditions, as one for the rows as they were asked."""
    places = [conditions.index(c) for c in kept]
    scales = []
    for c, place in zip(kept, places, strict=True):
        e, value = c.terms[0]
        scales.append(value / dict(rows[place][1])[e])
    return _leaf(dict(answer.proof or {}), places, scales, len(rows))


def _leaf(proof: Any, places: list[int], scales: list[Number], count: int) -> object:
    if "split" in proof:
        sides = {k: _leaf(proof[k], places, scales, count) for k in ("nonnegative", "negative")}
        return {"split": proof["split"], **sides}
    table = []
    for multiplier, powers, *square in proof["sum"]:
        spread = [0] * count
        factor: Number = Fraction(1)
        for place, scale, k in zip(places, scales, powers, strict=False):
            spread[place] += k
            for _ in range(k):
                factor = factor * scale
        scaled = [
            [checker.encode_number(checker.decode_number(c) * factor), *e] for c, *e in multiplier
        ]
        table.append([scaled, [*spread, *powers[len(places) :]], *square])
    return {"sum": table}


def slacks(room: Room, vector: Vector, *, strictly: bool = False) -> list[Rat]:
    """Exponents s_i >= 0 with the given powers equal to w_1^(-s_1) … w_n^(-s_n).

    Parameters
    ----------
    room
        Where.
    vector
        Powers of the sizes.
    strictly
        Whether they must tend to 0 and not only stay bounded.

    Raises
    ------
    CheckFailed
        None were found; the message is that of the last attempt.
    """
    window = room.orders.window
    count = len(window)
    sizes = sorted({s for w, _ in window for s in w} | set(vector))
    problem: CheckFailed = CheckFailed(f"the window does not bound {_shown(vector)}")
    for k in range(min(count, len(sizes)) + 1):
        for chosen in itertools.combinations(range(count), k):
            found = solve([window[i][0] for i in chosen], vector, sizes)
            if found is None:
                continue
            full = [ZERO] * count
            for i, s in zip(chosen, found, strict=True):
                full[i] = s
            try:
                (room.orders.vanishing if strictly else room.orders.bounded)(vector, full)
            except CheckFailed as failure:
                problem = failure
                continue
            return full
    contradicted = _contradicted(room, vector) if strictly else None
    if contradicted is None:
        raise problem
    return contradicted


def _contradicted(room: Room, vector: Vector) -> list[Rat] | None:
    """Exponents where the window bounds what it says tends to infinity: one case of several."""
    for i, (w, strong) in enumerate(room.orders.window):
        if not strong:
            continue
        try:
            bounded, base = slacks(room, w), slacks(room, vector)
            full = [a + b + int(k == i) for k, (a, b) in enumerate(zip(bounded, base, strict=True))]
            room.orders.vanishing(vector, full)
        except CheckFailed:
            continue
        return full
    return None


def _shown(vector: Vector) -> str:
    return ", ".join(f"{s}^{e}" for s, e in sorted(vector.items())) or "a constant"


def solve(columns: list[Vector], vector: Vector, sizes: list[str]) -> list[Rat] | None:
    """Solve sum_i s_i w_i = -vector by elimination; None without a unique solution."""
    rows = [[*(c.get(s, ZERO) for c in columns), -vector.get(s, ZERO)] for s in sizes]
    n, done = len(columns), 0
    for column in range(n):
        pivot = next((r for r in range(done, len(rows)) if rows[r][column] != ZERO), None)
        if pivot is None:
            return None
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [x / lead for x in rows[done]]
        for r in range(len(rows)):
            if r != done and rows[r][column] != ZERO:
                factor = rows[r][column]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[done], strict=True)]
        done += 1
    if any(row[n] != ZERO for row in rows[done:]):
        return None
    return [rows[i][n] for i in range(n)]


def vector_of(room: Room, q: Quotient) -> Vector:
    """Powers of sizes of a quotient."""
    return room.orders.split(q)[0]
