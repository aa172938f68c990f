"""One polynomial condition on the parameters, in a canonical form that prints well."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number, Polynomial, Surd, evaluate, scale, sign
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Cell", "Condition", "canonical", "polynomial_of", "polynomial_text"]

_HOLDS: dict[str, Callable[[int], bool]] = {
    ">": lambda s: s > 0,
    ">=": lambda s: s >= 0,
    "=": lambda s: s == 0,
}


@dataclass(frozen=True)
class Condition:
    """Polynomial compared with zero: ``>``, ``>=`` or ``=``.

    Parameters
    ----------
    names
        Parameters, in the order of the exponents.
    terms
        Rows (exponents, coefficient), sorted; a positive common factor is removed.
    relation
        ``">"``, ``">="`` or ``"="``.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, beta
    >>> names = ("alpha", "beta")
    >>> print(Condition.make(names, polynomial_of(2 * beta - 2 * alpha, names), ">"))
    beta > alpha
    """

    names: tuple[str, ...]
    terms: tuple[tuple[tuple[int, ...], Number], ...]
    relation: str

    @classmethod
    def make(cls, names: tuple[str, ...], polynomial: Polynomial, relation: str) -> Condition:
        """Bring a polynomial condition to its canonical form."""
        if relation not in _HOLDS:
            raise ValueError(f"relation {relation!r}: use '>', '>=' or '='")
        content = _content(polynomial)
        terms = tuple(sorted(scale(polynomial, 1 / content).items(), reverse=True))
        if relation == "=" and terms and sign(terms[0][1]) < 0:
            terms = tuple((e, -c) for e, c in terms)
        return cls(names, terms, relation)

    @property
    def polynomial(self) -> Polynomial:
        """Left side, as the checker reads it."""
        return dict(self.terms)

    @property
    def degree(self) -> int:
        """Total degree."""
        return max((sum(e) for e, _ in self.terms), default=0)

    @property
    def truth(self) -> bool | None:
        """Truth value of a condition without parameters, else None."""
        if self.degree:
            return None
        return _HOLDS[self.relation](sign(self.terms[0][1]) if self.terms else 0)

    def sign_at(self, point: tuple[Number, ...]) -> int:
        """Exact sign of the polynomial at a point."""
        return sign(evaluate(self.polynomial, point))

    def holds(self, point: tuple[Number, ...]) -> bool:
        """Whether the condition holds at an exact point."""
        return _HOLDS[self.relation](self.sign_at(point))

    def negated(self) -> tuple[Condition, ...]:
        """Conditions of which exactly one holds where this one fails."""
        opposite = scale(self.polynomial, -1)
        if self.relation == "=":
            return (
                Condition.make(self.names, self.polynomial, ">"),
                Condition.make(self.names, opposite, ">"),
            )
        return (Condition.make(self.names, opposite, ">=" if self.relation == ">" else ">"),)

    def with_relation(self, relation: str) -> Condition:
        """Same polynomial, another relation to zero."""
        return Condition.make(self.names, self.polynomial, relation)

    def __str__(self) -> str:
        return _text(self)


# A conjunction of conditions.
Cell = tuple[Condition, ...]


def canonical(conditions: Iterable[Condition]) -> Cell:
    """Conditions in the order in which proofs number them, each once, tautologies left out."""
    kept = {c for c in conditions if c.truth is not True}
    return tuple(sorted(kept, key=_place))


@functools.lru_cache(maxsize=4096)
def _place(condition: Condition) -> tuple[int, int, str, str]:
    """Place among others, the same in every process; multiples by a root have one text."""
    terms = condition.terms
    return condition.degree, len(terms), str(condition), str([(e, str(c)) for e, c in terms])


@functools.lru_cache(maxsize=4096)
def _text(condition: Condition) -> str:
    """What stands in messages, and orders the conditions of a cell."""
    linear = _linear_text(condition)
    if linear is not None:
        return linear
    return f"{polynomial_text(condition.terms, condition.names)} {condition.relation} 0"


def _content(polynomial: Polynomial) -> Fraction:
    """Largest positive rational that divides every coefficient."""
    parts = [
        part
        for c in polynomial.values()
        for part in ((c.a, c.b) if isinstance(c, Surd) else (c,))
        if part
    ]
    if not parts:
        return Fraction(1)
    return Fraction(
        math.gcd(*(x.numerator for x in parts)), math.lcm(*(x.denominator for x in parts))
    )


def polynomial_of(expression: Expr, names: tuple[str, ...]) -> Polynomial:
    """Read a SymPy polynomial with coefficients in Q or Q(sqrt n).

    Raises
    ------
    DomainError
        Not a polynomial in the named parameters with such coefficients.
    """
    import sympy as sp

    from phasecalc.parsing import exact

    symbols = {s.name: s for s in expression.free_symbols}
    strangers = set(symbols) - set(names)
    if strangers:
        raise DomainError(
            f"{expression} contains {', '.join(sorted(strangers))}; the parameters are "
            f"{', '.join(names)}"
        )
    generators = [symbols.get(n, sp.Dummy(n)) for n in names]
    try:
        terms = sp.Poly(expression, *generators).terms()
    except sp.PolynomialError as problem:
        raise DomainError(
            f"{expression} is not a polynomial in {', '.join(names)}; state a region by "
            f"polynomials, such as {names[0] if names else 'a'} > 1"
        ) from problem
    return {e: exact(c, f"coefficient {c}") for e, c in terms if c != 0}


def polynomial_text(
    terms: tuple[tuple[tuple[int, ...], Number], ...], names: tuple[str, ...]
) -> str:
    """Write a polynomial as Python and SymPy read it."""
    pieces: list[str] = []
    for exponents, coefficient in terms:
        factors = [
            name if e == 1 else f"{name}**{e}"
            for name, e in zip(names, exponents, strict=True)
            if e
        ]
        size = -coefficient if sign(coefficient) < 0 else coefficient
        if size != 1 or not factors:
            factors.insert(0, f"({size})" if isinstance(size, Surd) and factors else str(size))
        piece = "*".join(factors)
        minus = sign(coefficient) < 0
        if pieces:
            pieces.append(f" - {piece}" if minus else f" + {piece}")
        elif isinstance(coefficient, Surd) and not any(exponents):
            pieces.append(str(coefficient))  # it has signs of its own
        else:
            pieces.append(f"-{piece}" if minus else piece)
    return "".join(pieces) or "0"


def _linear_text(condition: Condition) -> str | None:
    """Linear conditions read "alpha > 1/2", "beta < alpha", "alpha + beta > 1/2"."""
    if condition.degree != 1:
        return None
    names = condition.names
    parts = [(e.index(1), c) for e, c in condition.terms if any(e)]
    rest = condition.polynomial.get((0,) * len(names), Fraction(0))
    # The last parameter stands on the left with coefficient 1; a bound is read from there.
    pivot = parts[-1][1]
    flipped = sign(pivot) < 0
    relation = (
        {">": "<", ">=": "<=", "=": "="}[condition.relation] if flipped else condition.relation
    )
    left: list[tuple[tuple[int, ...], Number]] = []
    right: list[tuple[tuple[int, ...], Number]] = []
    for index, c in parts:
        ratio = c / pivot
        row = (tuple(int(k == index) for k in range(len(names))), ratio if ratio > 0 else -ratio)
        (left if ratio > 0 else right).append(row)
    bound = -rest / pivot
    if bound != 0 or not right:
        right.append(((0,) * len(names), bound))
    return (
        f"{polynomial_text(tuple(left), names)} {relation} {polynomial_text(tuple(right), names)}"
    )
