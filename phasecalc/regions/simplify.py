"""Conjunctions of conditions without those that follow from the rest."""

from __future__ import annotations

from collections.abc import Sequence

from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.work import QUESTION, Clock, Limit

__all__ = ["simplify_cell"]


def simplify_cell(
    cell: Sequence[Condition],
    timeout: Limit = None,
    given: Sequence[Condition] = (),
    units: int = QUESTION,
) -> Cell | None:
    """Cell without the conditions that follow from the rest and from ``given``; None if empty.

    Conditions of high degree are dropped first, so that what remains reads most simply.

    Raises
    ------
    Undecided
        Time ran out: what is left would depend on the machine.
    """
    clock = Clock.of(timeout)
    kept = list(dict.fromkeys(c for c in cell if c.truth is not True))
    if kept and settle([*kept, *given], clock, units).status is Status.PROVED:
        return None
    for c in sorted(kept, key=lambda c: (-c.degree, -len(c.terms))):
        rest = [other for other in kept if other is not c]
        if not (rest or given):
            continue
        answers = [settle([*rest, *given, opposite], clock, units) for opposite in c.negated()]
        if all(a.status is Status.PROVED for a in answers):
            kept = rest
    return tuple(sorted(kept, key=_reading_order))


def _reading_order(c: Condition) -> tuple[int, ...]:
    """Conditions on the first parameter first, lower bounds before upper ones."""
    used = [any(e[k] for e, _ in c.terms) for k in range(len(c.names))]
    last = max((k for k, u in enumerate(used) if u), default=0)
    lower = any(
        e[last] and all(x == 0 for k, x in enumerate(e) if k != last) and v > 0 for e, v in c.terms
    )
    return (last, sum(used), int(not lower), c.degree)
