"""A book of certificates that searches, and remembers which signs it could not settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phasecalc import checker
from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.monomials import lifted, without_powers
from phasecalc.claims.reading.language import PARAMETERS
from phasecalc.kernel.signs import Question
from phasecalc.proof.search import NoCertificate, falsehood, renumbered
from phasecalc.regions.condition import Condition, canonical
from phasecalc.regions.decide import Status, empty

__all__ = ["Refused", "Seeker"]

_UNITS = 500_000  # work for one question
_MOST_OPEN = 6  # questions that may end without an answer


class Refused(CheckFailed):
    """Nothing was found."""


class Seeker:
    """Search for certificates, each question within counted work.

    Attributes
    ----------
    proofs
        What was found.
    failed
        Polynomials in alpha and beta that were not proved to have a sign, in order.
    """

    def __init__(self) -> None:
        self.proofs: dict[str, object] = {}
        self.failed: list[checker.Polynomial] = []
        self._known: dict[str, str] = {}
        self._open = 0

    def __call__(self, key: str, question: Question) -> object:
        """A certificate; raises NoCertificate."""
        if key not in self.proofs:
            if key not in self._known:
                try:
                    self.proofs[key] = self._found(question)
                except NoCertificate as problem:
                    self._known[key] = str(problem)
                else:
                    return self.proofs[key]
            self._remember(question)
            raise NoCertificate(self._known[key], refuted=False)
        return self.proofs[key]

    def _found(self, question: Question) -> object:
        """A certificate of the question without the powers of positive names in its polynomials."""
        names, rows = question
        bare, common = without_powers(rows)
        proof = self._searched(names, bare)
        for k, powers in common.items():
            proof = lifted(proof, k, powers)
        return proof

    def _searched(self, names: tuple[str, ...], rows: Sequence[Any]) -> Any:
        conditions = [Condition.make(names, dict(p), r) for r, p in rows]
        for k, c in enumerate(conditions):
            if c.truth is False:
                return {"sum": falsehood(rows, k, len(names))}
        if self._open >= _MOST_OPEN:
            raise NoCertificate("too many questions without an answer", refuted=False)
        asked = _distinct(conditions)
        answer = empty(asked, None, _UNITS)
        if answer.status is Status.PROVED:
            return renumbered(answer, rows, conditions, canonical(asked))
        self._open += answer.status is not Status.REFUTED
        raise NoCertificate(str(answer.status), refuted=answer.status is Status.REFUTED)

    def _remember(self, question: Question) -> None:
        names, rows = question
        if set(names) <= set(PARAMETERS):
            place = [PARAMETERS.index(n) for n in names]
            self.failed += [{_spread(e, place): c for e, c in p} for _, p in reversed(rows)]


def _distinct(conditions: list[Condition]) -> list[Condition]:
    """Conditions without ``p >= 0`` where there is ``p > 0`` or ``p = 0``."""
    strong = {c.terms for c in conditions if c.relation != ">="}
    return [c for c in conditions if c.relation != ">=" or c.terms not in strong]


def _spread(exponents: tuple[int, ...], place: list[int]) -> tuple[int, ...]:
    full = [0] * len(PARAMETERS)
    for k, e in zip(place, exponents, strict=True):
        full[k] = e
    return tuple(full)
