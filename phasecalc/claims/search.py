"""A book of certificates that searches, and remembers which signs it could not settle."""

from __future__ import annotations

from phasecalc import checker
from phasecalc.checker import CheckFailed
from phasecalc.claims.language import PARAMETERS
from phasecalc.kernel.signs import Question
from phasecalc.proof.search import Search

__all__ = ["Refused", "Seeker"]


class Refused(CheckFailed):
    """Nothing was found."""


class Seeker(Search):
    """Search for certificates.

    Attributes
    ----------
    failed
        Polynomials in alpha and beta that were not proved to have a sign, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failed: list[checker.Polynomial] = []

    def __call__(self, key: str, question: Question) -> object:
        """A certificate; raises NoCertificate."""
        try:
            return super().__call__(key, question)
        except CheckFailed:
            names, rows = question
            if set(names) <= set(PARAMETERS):
                place = [PARAMETERS.index(n) for n in names]
                for _, p in reversed(rows):
                    self.failed.append({_spread(e, place): c for e, c in p})
            raise


def _spread(exponents: tuple[int, ...], place: list[int]) -> tuple[int, ...]:
    full = [0] * len(PARAMETERS)
    for k, e in zip(place, exponents, strict=True):
        full[k] = e
    return tuple(full)
