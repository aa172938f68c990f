"""Rational functions of the parameters as plain data: read and evaluated without SymPy.

A quotient is kept as its numerator and denominator. Sums and products do not
cancel; ``reduced`` does, and gives the one way to write a quotient: without a
common factor, the denominator's leading coefficient 1. Where a quotient has no
value is decided by the denominators that were met, not by the reduced one: who
divides keeps what was divided by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc import checker
from phasecalc.checker import Number, Polynomial, Surd
from phasecalc.exceptions import Undecided
from phasecalc.normal.polynomials import common_factor, divided, is_constant, power

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Ratio", "total"]

_HIGHEST = 1000
_MOST_BITS = 100_000  # of a number in a power


def _bits(x: Number) -> int:
    parts = (x.a, x.b) if isinstance(x, Surd) else (x,)
    return max(max(p.numerator.bit_length(), p.denominator.bit_length()) for p in parts)


@dataclass(frozen=True)
class Ratio:
    """Quotient of two polynomials with rational coefficients.

    Parameters
    ----------
    numerator, denominator
        Rows (exponents, coefficient), sorted; the denominator is not the zero polynomial.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> half = Ratio.from_expr(alpha / (2 * alpha + 1), ("alpha",))
    >>> half((Fraction(1, 2),)), str(half)
    (Fraction(1, 4), 'alpha/(2*alpha + 1)')
    """

    numerator: tuple[tuple[tuple[int, ...], Number], ...]
    denominator: tuple[tuple[tuple[int, ...], Number], ...]

    @classmethod
    def make(cls, numerator: Polynomial, denominator: Polynomial) -> Ratio:
        """Quotient of two polynomials."""
        if not denominator:
            raise ZeroDivisionError("the denominator is the zero polynomial")
        return cls(*(tuple(sorted(p.items(), reverse=True)) for p in (numerator, denominator)))

    @classmethod
    def from_expr(cls, expression: Expr, names: tuple[str, ...]) -> Ratio:
        """Read a SymPy rational function of the named parameters, cancelled.

        Raises
        ------
        ValueError
            Not a rational function of these parameters with rational coefficients.
        """
        import sympy as sp

        from phasecalc.regions.condition import polynomial_of

        top, bottom = sp.fraction(sp.cancel(sp.together(expression)))
        quotient = cls.make(polynomial_of(top, names), polynomial_of(bottom, names))
        if any(isinstance(c, Surd) for _, c in (*quotient.numerator, *quotient.denominator)):
            raise ValueError(f"{expression} has irrational coefficients")
        return quotient

    @property
    def top(self) -> Polynomial:
        """Numerator."""
        return dict(self.numerator)

    @property
    def bottom(self) -> Polynomial:
        """Denominator."""
        return dict(self.denominator)

    def __call__(self, point: Sequence[Number]) -> Number:
        """Exact value at a point.

        Raises
        ------
        ZeroDivisionError
            The denominator vanishes there.
        """
        at = tuple(point)
        bottom = checker.evaluate(self.bottom, at)
        if bottom == 0:
            raise ZeroDivisionError(f"denominator of {self} vanishes")
        return checker.evaluate(self.top, at) / bottom

    def __add__(self, other: Ratio) -> Ratio:
        if self.denominator == other.denominator:
            return Ratio.make(checker.add(self.top, other.top), self.bottom)
        return Ratio.make(
            checker.add(
                checker.multiply(self.top, other.bottom), checker.multiply(other.top, self.bottom)
            ),
            checker.multiply(self.bottom, other.bottom),
        )

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio.make(
            checker.multiply(self.top, other.top), checker.multiply(self.bottom, other.bottom)
        )

    def __neg__(self) -> Ratio:
        return Ratio.make(checker.scale(self.top, -1), self.bottom)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + -other

    def __truediv__(self, other: Ratio) -> Ratio:
        return self * other.inverse()

    def inverse(self) -> Ratio:
        """One over the quotient.

        Raises
        ------
        ZeroDivisionError
            This is the zero function.
        """
        if not self.numerator:
            raise ZeroDivisionError("one over the zero function")
        return Ratio(self.denominator, self.numerator)

    def to_power(self, exponent: int) -> Ratio:
        """Whole power.

        Raises
        ------
        Undecided
            It is too large to be written out.
        """
        if self.numerator == self.denominator:
            return self
        height = max(_bits(c) for _, c in (*self.numerator, *self.denominator))
        if abs(exponent) > _HIGHEST or abs(exponent) * height > _MOST_BITS:
            raise Undecided("a power that is too large to be written out; write a smaller one")
        base = self if exponent >= 0 else self.inverse()
        return Ratio.make(
            power(base.top, abs(exponent), self.variables),
            power(base.bottom, abs(exponent), self.variables),
        )

    def reduced(self) -> Ratio:
        """The one way to write a quotient: no common factor, leading denominator coefficient 1.

        Examples
        --------
        >>> x = Ratio.variable(0, 1)
        >>> print((x * x / x).reduced(), (x + x) / (x * x))
        alpha 2*alpha/(alpha**2)
        """
        if not self.numerator:
            return Ratio.constant(Fraction(0), self.variables)
        top, bottom = self.top, self.bottom
        factor = common_factor(top, bottom)
        if not is_constant(factor):
            less, lower = divided(top, factor), divided(bottom, factor)
            assert less is not None  # a common factor divides both
            assert lower is not None
            top, bottom = less, lower
        lead = bottom[max(bottom)]
        return Ratio.make(checker.scale(top, 1 / lead), checker.scale(bottom, 1 / lead))

    def same(self, other: Ratio) -> bool:
        """Whether both are one function, by crosswise products."""
        return checker.multiply(self.top, other.bottom) == checker.multiply(other.top, self.bottom)

    @property
    def variables(self) -> int:
        """How many parameters there are."""
        return len(self.denominator[0][0])

    @property
    def number(self) -> Number | None:
        """Value of a quotient without parameters, else None."""
        if any(any(e) for e, _ in (*self.numerator, *self.denominator)):
            return None
        return self((Fraction(0),) * self.variables)

    @property
    def vanishes(self) -> bool:
        """Whether this is the zero function."""
        return not self.numerator

    def text(self, names: tuple[str, ...]) -> str:
        """Write the quotient as Python and SymPy read it."""
        from phasecalc.regions.condition import polynomial_text

        top, bottom = (
            polynomial_text(self.numerator, names),
            polynomial_text(self.denominator, names),
        )
        if bottom == "1":
            return top
        wrapped = f"({top})" if len(self.numerator) > 1 else top
        return f"{wrapped}/({bottom})" if not bottom.isalnum() else f"{wrapped}/{bottom}"

    def __str__(self) -> str:
        variables = len(self.denominator[0][0])
        return self.text(("alpha", "beta", "zeta")[:variables])

    def encode(self) -> list[object]:
        """Write as JSON."""
        return [checker.encode_polynomial(self.top), checker.encode_polynomial(self.bottom)]

    @classmethod
    def decode(cls, data: Sequence[object], variables: int) -> Ratio:
        """Read from JSON."""
        return cls.make(*(checker.decode_polynomial(p, variables) for p in data))

    @classmethod
    def constant(cls, value: Number | int, variables: int) -> Ratio:
        """Constant function."""
        return cls.make(checker.constant(value, variables), checker.constant(1, variables))

    @classmethod
    def variable(cls, index: int, variables: int) -> Ratio:
        """One of the parameters, by its place."""
        unit = tuple(int(k == index) for k in range(variables))
        return cls.make({unit: Fraction(1)}, checker.constant(1, variables))


def total(terms: Sequence[Ratio], variables: int) -> Ratio:
    """Sum of rational functions."""
    result = Ratio.constant(Fraction(0), variables)
    for term in terms:
        result = result + term
    return result
