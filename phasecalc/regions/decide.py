"""Is a set of polynomial conditions empty? Proved, refuted by a point, or undecided.

A "yes" carries a certificate that the small checker has accepted; a "no"
carries a point at which every condition was evaluated exactly, inside the set
where one was met; the word of a solver alone has a status of its own.

The searches are bounded by counted work, so the answer is the same on every
machine. A time limit, if one is given, can only turn it into "undecided: time".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from phasecalc import checker
from phasecalc.checker import Number
from phasecalc.exceptions import Undecided
from phasecalc.regions import positivity, sampling, solver
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.linear import linear_witness
from phasecalc.regions.work import QUESTION, Clock, Limit, OutOfTime, OutOfWork, Work

__all__ = ["Answer", "Status", "Verdict", "empty", "known", "learn", "settle"]

_TRIED = "certificates up to four degrees above the conditions, cuts, and sample points"
# Work of the first stage, of the second at most, and of a look for a point inside.
_IDENTITY, _POINTS, _INSIDE = 4_500_000, 3_000_000, 150_000
_MOST_KEPT = 8192
_GRID = 2  # parameters that a grid of sample points has at most
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


def empty(conditions: Sequence[Condition], timeout: Limit = None, units: int = QUESTION) -> Answer:
    """Decide whether conditions have no common solution.

    Parameters
    ----------
    conditions
        What must hold together.
    timeout
        Seconds to wait, or a clock; None to wait for as long as the counted work takes. An
        answer that is cut short is undecided and says that time ran out.
    units
        Work allowed, see ``phasecalc.regions.work``.

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
    try:
        return settle(conditions, timeout, units)
    except OutOfTime as reason:
        return Answer(canonical(conditions), Status.UNDECIDED, tried=str(reason))


# Answers by question and work allowed. None of them depends on a clock.
_KNOWN: dict[tuple[Cell, int], Answer] = {}


def settle(conditions: Sequence[Condition], timeout: Limit = None, units: int = QUESTION) -> Answer:
    """Decide like :func:`empty`, but raise where time runs out.

    For callers that go one way or another by the answer: none may be chosen by a clock.

    Raises
    ------
    OutOfTime
        The seconds ran out. Nothing is remembered of it: with more time there is an answer.
    """
    clock = Clock.of(timeout)  # a limit that is none is refused, whatever is known
    kept = canonical(conditions)
    if not kept:
        return Answer((), Status.REFUTED, witness=())
    known = _KNOWN.get((kept, units))
    if known is not None:
        return known
    answer = _decide(kept, Work(units, clock))
    _make_room()
    return _KNOWN.setdefault((kept, units), answer)


def _make_room() -> None:
    if len(_KNOWN) >= _MOST_KEPT:
        _KNOWN.clear()


def known(conditions: Sequence[Condition]) -> bool:
    """Whether :func:`settle` has the answer already."""
    return (canonical(conditions), QUESTION) in _KNOWN


def learn(conditions: Cell, proof: Mapping[str, object]) -> None:
    """Have the checker accept a proof that conditions, in canonical order, have no solution.

    From then on :func:`settle` knows it.

    Raises
    ------
    CheckFailed
        It is none.
    """
    sides = [(c.polynomial, c.relation) for c in conditions]
    checker.refute(sides, dict(proof), len(conditions[0].names))
    _make_room()
    _KNOWN[conditions, QUESTION] = Answer(conditions, Status.PROVED, proof=proof)


def _decide(conditions: Cell, work: Work) -> Answer:
    tried = _TRIED
    try:
        answer = _search(conditions, work)
    except OutOfWork as reason:
        answer, tried = None, str(reason)
    return answer or _ask_solver(conditions, work.clock, tried)


def _search(conditions: Cell, work: Work) -> Answer | None:
    """Answer with a certificate or a witness, or None."""
    point = sampling.coarse_witness(conditions)
    if point is not None:
        return Answer(conditions, Status.REFUTED, witness=_inner(conditions, point, work))
    # A certificate lives in one field Q(sqrt n); witnesses judge each condition by itself.
    roots = {k.n for c in conditions for _, k in c.terms if isinstance(k, checker.Surd)}
    one_field = len(roots) < 2
    if one_field and len(conditions[0].names) > _GRID:
        narrow = linear_witness(conditions, work)  # no grid has so many axes
        if narrow is not None:
            return Answer(conditions, Status.REFUTED, witness=tuple(narrow))
    proof = None
    if one_field:
        with suppress(OutOfWork):
            proof = positivity.refutation(conditions, work.part(_IDENTITY), extra_degree=1)
    if proof is None:
        point = sampling.fine_witness(conditions)
        if point is not None:
            return Answer(conditions, Status.REFUTED, witness=_inner(conditions, point, work))
        with suppress(OutOfWork):
            point = sampling.witness(conditions, work.part(_POINTS))
        if point is not None:
            return Answer(conditions, Status.REFUTED, witness=point)
    if proof is None and one_field:
        cuts = [(i, cut) for cut in _CUTS for i in range(len(conditions[0].names))]
        proof = positivity.refutation(conditions, work) or positivity.split_refutation(
            conditions, cuts, work
        )
    if proof is None:
        return None
    variables = len(conditions[0].names)
    checker.refute([(c.polynomial, c.relation) for c in conditions], proof, variables)
    return Answer(conditions, Status.PROVED, proof=proof)


def _inner(conditions: Cell, point: tuple[Number, ...], work: Work) -> tuple[Number, ...]:
    """A point inside the set where one is near or soon found, else the point given."""
    if sampling.inside(conditions, point):
        return point
    near = sampling.nudged(conditions, point)
    if near is not None:
        return near
    try:
        return sampling.witness(conditions, work.part(_INSIDE)) or point
    except OutOfWork:
        return point


def _ask_solver(conditions: Cell, clock: Clock, tried: str) -> Answer:
    if not solver.available():
        return Answer(conditions, Status.UNDECIDED, tried=f"{tried}; z3 is not installed")
    clock.check()
    outcome, point = solver.solve(conditions, clock.left)
    if point is not None and all(c.holds(point) for c in conditions):
        return Answer(conditions, Status.REFUTED, witness=point)
    if outcome == "unsat":
        return Answer(conditions, Status.SOLVER, tried=f"{tried}; z3 says unsatisfiable")
    if outcome == "timeout":
        raise OutOfTime("time ran out while z3 was asked; allow more time")
    return Answer(conditions, Status.UNDECIDED, tried=f"{tried}; z3 says {outcome}")
