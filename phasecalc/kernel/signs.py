"""Signs on a region: each a question whether polynomial conditions can hold together.

The answer is a certificate that ``phasecalc.checker`` accepts. Where it comes from does not
matter: a search while a proof is written, the file when it is read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from fractions import Fraction

from phasecalc import checker
from phasecalc.checker import CheckFailed, Number, sign
from phasecalc.kernel.language import MODE_NAMES, Statement
from phasecalc.kernel.rational import Monomial, Polynomial, Rat, p_mul, p_scale

__all__ = ["Book", "Question", "Signs"]

# Names of the variables, and rows (relation, polynomial) that must not hold together.
Question = tuple[
    tuple[str, ...], tuple[tuple[str, tuple[tuple[tuple[int, ...], Number], ...]], ...]
]
# Gives a certificate for a question; what it gives is checked.
Book = Callable[[str, Question], object]


class Signs:
    """What can be proved about signs for the parameters and positive names of a statement.

    Parameters
    ----------
    parameters, conditions
        Real names, and what holds of them: rows (relation, polynomial).
    positive
        Names of positive numbers.
    book
        Where certificates come from.
    """

    def __init__(
        self,
        parameters: Sequence[str],
        conditions: Sequence[tuple[str, Polynomial]],
        positive: Sequence[str],
        book: Book,
    ) -> None:
        self.parameters, self.positive = tuple(parameters), frozenset(positive)
        self.conditions, self.book = tuple(conditions), book
        self.known: set[tuple[tuple[str, frozenset[tuple[Monomial, Number]]], ...]] = set()

    @classmethod
    def of(cls, s: Statement, conditions: Sequence[tuple[str, Polynomial]], book: Book) -> Signs:
        """Signs for a statement whose conditions have been read as polynomials."""
        return cls(s.parameters, conditions, (*s.constants, *s.sizes, *MODE_NAMES), book)

    def impossible(self, extra: Sequence[tuple[str, Polynomial]]) -> None:
        """Check that further conditions cannot hold on the region, or raise ``CheckFailed``."""
        asked = tuple((r, frozenset(p.items())) for r, p in extra)
        if asked not in self.known:
            self._impossible(extra)
            self.known.add(asked)

    def _impossible(self, extra: Sequence[tuple[str, Polynomial]]) -> None:
        used = {n for _, p in (*self.conditions, *extra) for m in p for n, _ in m}
        names = tuple(sorted(used))
        strange = used - set(self.parameters) - self.positive
        if strange:
            raise CheckFailed(f"nothing is known of the sign of {sorted(strange)}")
        rows = [*self.conditions, *extra]
        for name in names:
            if name in self.positive:
                rows.append((">", {((name, 1),): Fraction(1)}))
        if any(self._false(r, p) for r, p in extra):
            return
        hypotheses = [(_expanded(p, names), r) for r, p in rows]
        question: Question = (
            names,
            tuple((r, tuple(sorted(p.items()))) for p, r in hypotheses),
        )
        checker.refute(hypotheses, self.book(_key(names, hypotheses), question), len(names))

    @staticmethod
    def _false(relation: str, p: Polynomial) -> bool:
        """Whether a condition without names is false as it stands."""
        if any(m != () for m in p):
            return False
        s = sign(p.get((), Fraction(0)))
        return not {">": s > 0, ">=": s >= 0, "=": s == 0}[relation]

    def nonzero(self, p: Polynomial) -> None:
        """Check that a polynomial vanishes nowhere on the region."""
        self.impossible([("=", p)])

    def above(self, p: Polynomial) -> None:
        """Check p > 0 everywhere on the region."""
        self.impossible([(">=", p_scale(p, Fraction(-1)))])

    def not_below(self, p: Polynomial) -> None:
        """Check p >= 0 everywhere on the region."""
        self.impossible([(">", p_scale(p, Fraction(-1)))])

    def zero(self, p: Polynomial) -> None:
        """Check p = 0 everywhere on the region."""
        for way in (Fraction(1), Fraction(-1)):
            self.impossible([(">", p_scale(p, way))])

    def ratio(self, x: Rat, relation: str) -> None:
        """Check that a rational function is defined and ``>``, ``>=``, ``=`` or ``!=`` 0."""
        self.nonzero(x.bottom)
        if relation in (">", ">="):
            product = p_mul(x.top, x.bottom)
            (self.above if relation == ">" else self.not_below)(product)
        else:
            (self.zero if relation == "=" else self.nonzero)(x.top)


def _expanded(p: Polynomial, names: Sequence[str]) -> checker.Polynomial:
    """Polynomial as the checker reads it."""
    return {tuple(dict(m).get(n, 0) for n in names): c for m, c in p.items()}


def _key(names: Sequence[str], hypotheses: Sequence[tuple[checker.Polynomial, str]]) -> str:
    """Content hash of a question: all of it is inside."""
    rows = [[r, checker.encode_polynomial(p)] for p, r in hypotheses]
    return hashlib.sha256(json.dumps([list(names), rows]).encode()).hexdigest()[:32]
