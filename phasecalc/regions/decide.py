"""Is a set of polynomial conditions empty? Proved, refuted by a point, or undecided.

A "yes" carries a certificate that the small checker has accepted; a "no"
carries a point at which every condition was evaluated exactly; the word of a
solver alone has a status of its own.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from phasecalc import checker
from phasecalc.checker import Number
from phasecalc.exceptions import Undecided
from phasecalc.regions import positivity, sampling, solver
from phasecalc.regions.condition import Condition, canonical

__all__ = ["Answer", "Status", "Verdict", "empty"]

_TRIED = "certificates up to four degrees above the conditions, cuts, and sample points"
_CUTS = [Fraction(k, 4) for k in (2, 1, 3, 4, 6, 8, 0, 12, 16)]


class Status(StrEnum):
    """How a question was settled."""

    PROVED = "proved"
    REFUTED = "refuted"
    SOLVER = "solver only"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Answer:
    """Outcome for one conjunction of conditions: empty, inhabited or undecided.

    Parameters
    ----------
    conditions
        The conditions, in the order in which the proof numbers them.
    status
        How it was settled.
    proof
        Certificate of emptiness as plain data, where proved.
    witness
        A point of the set, where refuted.
    tried
        What was tried, where undecided.
    """

    conditions: tuple[Condition, ...]
    status: Status
    proof: Mapping[str, object] | None = None
    witness: tuple[Number, ...] | None = None
    tried: str = ""


@dataclass(frozen=True)
class Verdict:
    """Outcome for a statement: the conjunction of many emptiness questions.

    Truth value: True if proved, False if refuted; an undecided statement, or one that
    rests on a solver's word, has none and raises ``Undecided``.

    Parameters
    ----------
    answers
        One answer to each obligation of the statement.
    """

    answers: tuple[Answer, ...]

    @property
    def status(self) -> Status:
        """Weakest status among the obligations; one refuted obligation refutes."""
        order = (Status.REFUTED, Status.UNDECIDED, Status.SOLVER)
        found = {a.status for a in self.answers}
        return next((s for s in order if s in found), Status.PROVED)

    @property
    def witness(self) -> Mapping[str, Number] | None:
        """Point at which the statement fails, where refuted."""
        for a in self.answers:
            if a.witness is not None and a.conditions:
                return MappingProxyType(dict(zip(a.conditions[0].names, a.witness, strict=True)))
        return None

    def __bool__(self) -> bool:
        if self.status is Status.PROVED:
            return True
        if self.status is Status.REFUTED:
            return False
        bad = next(a for a in self.answers if a.status is self.status)
        raise Undecided(f"{' and '.join(map(str, bad.conditions))}: {self.status}; {bad.tried}")

    def __repr__(self) -> str:
        point = self.witness
        where = "" if point is None else ", at " + ", ".join(f"{k} = {x}" for k, x in point.items())
        return f"<{self.status}{where}; {len(self.answers)} obligations>"


def empty(conditions: Sequence[Condition], timeout: float = 10.0) -> Answer:
    """Decide whether conditions have no common solution, within a time limit in seconds.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, beta
    >>> from phasecalc.regions.condition import polynomial_of
    >>> n = ("alpha", "beta")
    >>> sides = (alpha - 1, beta - alpha, 1 - beta)
    >>> c = [Condition.make(n, polynomial_of(p, n), ">") for p in sides]
    >>> empty(c).status, empty(c[:2]).witness
    (<Status.PROVED: 'proved'>, (Fraction(3, 2), Fraction(2, 1)))
    """
    kept = canonical(conditions)
    return _empty(kept, timeout) if kept else Answer((), Status.REFUTED, witness=())


@functools.lru_cache(maxsize=8192)
def _empty(conditions: tuple[Condition, ...], timeout: float) -> Answer:
    start = time.monotonic()
    tried = _TRIED
    try:
        # A fifth of the time is left to the solver.
        answer = _search(conditions, start + 0.8 * timeout)
    except Undecided as reason:
        answer, tried = None, f"{reason} (limit {timeout:g} s)"
    return answer or _ask_solver(conditions, start + timeout, tried)


def _search(conditions: tuple[Condition, ...], deadline: float) -> Answer | None:
    """Answer with a certificate or a witness, or None."""
    point = sampling.coarse_witness(conditions)
    if point is not None:
        return Answer(conditions, Status.REFUTED, witness=point)
    # A certificate lives in one field Q(sqrt n); witnesses judge each condition by itself.
    roots = {k.n for c in conditions for _, k in c.terms if isinstance(k, checker.Surd)}
    one_field = len(roots) < 2
    proof = positivity.refutation(conditions, deadline, extra_degree=1) if one_field else None
    if proof is None:
        point = sampling.witness(conditions, deadline)
        if point is not None:
            return Answer(conditions, Status.REFUTED, witness=point)
    if proof is None and one_field:
        cuts = [(i, cut) for cut in _CUTS for i in range(len(conditions[0].names))]
        proof = positivity.refutation(conditions, deadline) or positivity.split_refutation(
            conditions, cuts, deadline
        )
    if proof is None:
        return None
    variables = len(conditions[0].names)
    checker.refute([(c.polynomial, c.relation) for c in conditions], proof, variables)
    return Answer(conditions, Status.PROVED, proof=proof)


def _ask_solver(conditions: tuple[Condition, ...], deadline: float, tried: str) -> Answer:
    if not solver.available():
        return Answer(conditions, Status.UNDECIDED, tried=f"{tried}; z3 is not installed")
    outcome, point = solver.solve(conditions, min(5.0, deadline - time.monotonic()))
    if point is not None and all(c.holds(point) for c in conditions):
        return Answer(conditions, Status.REFUTED, witness=point)
    if outcome == "unsat":
        return Answer(conditions, Status.SOLVER, tried=f"{tried}; z3 says unsatisfiable")
    return Answer(conditions, Status.UNDECIDED, tried=f"{tried}; z3 says {outcome}")
