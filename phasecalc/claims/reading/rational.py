"""Sides of a claim as quotients of polynomials in alpha and beta, and as exact numbers.

Every denominator met on the way is kept: what a claim says where one of them
vanishes is nothing, even if the quotient as a whole could be extended there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from phasecalc import checker
from phasecalc.checker import Number as Exact
from phasecalc.checker import Polynomial, Surd
from phasecalc.claims.reading.language import PARAMETERS, Binary, Call, Name, Negative, Node, Number
from phasecalc.exceptions import ParseError
from phasecalc.normal.ratio import Ratio
from phasecalc.parsing.quadratic import bits, power_bits, square_root

__all__ = ["NotRational", "Reader", "difference", "key_of", "value"]

_MAX_DEGREE = 24
_MAX_BITS = 4000


class NotRational(ParseError):
    """A side is not a quotient of polynomials in alpha and beta."""


def key_of(node: Node) -> str | None:
    """Name under which the environment holds a quantity, None for what is no quantity."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Call) and node.function == "exponent" and isinstance(node.argument, Name):
        return f"exponent({node.argument.name})"
    return None


@dataclass
class Reader:
    """Reads trees as quotients of polynomials.

    Parameters
    ----------
    known
        Quotient that each quantity stands for, beside alpha and beta.
    bottoms
        Polynomials that were divided by.
    names
        Parameters, in order.
    """

    known: Mapping[str, Ratio]
    bottoms: list[Polynomial] = field(default_factory=list)
    names: tuple[str, ...] = PARAMETERS

    def read(self, node: Node) -> Ratio:
        """Quotient of polynomials equal to a tree wherever the tree has a value.

        Raises
        ------
        NotRational
            The tree contains something else, or its degree exceeds the bound.
        """
        found = self._read(node)
        _bounded(found)
        return found

    def _read(self, node: Node) -> Ratio:
        key = key_of(node)
        if key is not None:
            return self._named(key)
        if isinstance(node, Number):
            return Ratio.constant(node.value, len(self.names))
        if isinstance(node, Negative):
            return -self.read(node.argument)
        if isinstance(node, Binary):
            return self._binary(node)
        assert isinstance(node, Call)
        return self._root(node)

    def _named(self, key: str) -> Ratio:
        if key in self.names and key not in self.known:
            unit = tuple(int(key == p) for p in self.names)
            return Ratio.make({unit: Fraction(1)}, checker.constant(1, len(self.names)))
        if key not in self.known:
            raise NotRational(f"{key} has no value in a comparison of exponents; see the manual")
        return self.known[key]

    def _binary(self, node: Binary) -> Ratio:
        left = self.read(node.left)
        if node.operator == "**":
            return self._power(left, node.right)
        right = self.read(node.right)
        try:
            if node.operator == "+":
                return left + right
            if node.operator == "-":
                return left + -right
            if node.operator == "*":
                return left * right
            return left * self._inverse(right)
        except ValueError as problem:  # two different square roots
            raise NotRational(str(problem)) from None

    def _inverse(self, bottom: Ratio) -> Ratio:
        if bottom.vanishes:
            raise ParseError("division by zero; write a denominator that is not zero")
        self.bottoms.append(bottom.top)
        return bottom.inverse()

    def _power(self, base: Ratio, node: Node) -> Ratio:
        exponent = self.read(node).number
        if exponent is None or not isinstance(exponent, Fraction):
            raise NotRational("an exponent with alpha or beta in a comparison; write whole powers")
        if exponent.denominator == 2 and (number := base.number) is not None:
            return self._power(self._surd(number), Number(Fraction(exponent.numerator)))
        if exponent.denominator == 1 and isinstance(number := base.number, Fraction):
            power_bits(bits(number), exponent)
            if exponent < 0 and number == 0:
                raise ParseError("division by zero; write a denominator that is not zero")
            return Ratio.constant(number ** int(exponent), len(self.names))
        if exponent.denominator != 1 or abs(exponent) > _MAX_DEGREE:
            raise NotRational(f"the power {exponent}; write whole powers up to {_MAX_DEGREE}")
        if exponent < 0:
            base = self._inverse(base)
        result = Ratio.constant(Fraction(1), len(self.names))
        for _ in range(abs(int(exponent))):
            result = result * base
            _bounded(result)
        return result

    def _root(self, node: Call) -> Ratio:
        if node.function != "sqrt":
            raise NotRational(f"{node.function}(...) in a comparison of exponents")
        number = self.read(node.argument).number
        if number is None:
            raise NotRational("sqrt of a formula; square both sides, and state the sign in where")
        return self._surd(number)

    def _surd(self, number: Exact) -> Ratio:
        if isinstance(number, Surd):
            raise NotRational("a root inside a root; square both sides")
        return Ratio.constant(square_root(number), len(self.names))


def _bounded(ratio: Ratio) -> None:
    for e, c in (*ratio.numerator, *ratio.denominator):
        if sum(e) > _MAX_DEGREE:
            raise NotRational(f"a polynomial of degree above {_MAX_DEGREE}; write a simpler one")
        parts = (c.a, c.b) if isinstance(c, Surd) else (c,)
        if any(x.numerator.bit_length() + x.denominator.bit_length() > _MAX_BITS for x in parts):
            raise ParseError(f"a number of more than {_MAX_BITS} bits; write smaller ones")


def difference(left: Ratio, right: Ratio) -> tuple[Polynomial, Polynomial]:
    """Numerator and denominator of left - right, without common factors where that is easy."""
    gap = (left - right).reduced()
    return gap.top, gap.bottom


def value(node: Node, at: Mapping[str, Exact]) -> Exact:
    """Exact value of a tree at a point, straight from the tree.

    Parameters
    ----------
    node
        The tree.
    at
        Value of every quantity that occurs.

    Raises
    ------
    ZeroDivisionError
        A denominator vanishes there.
    ValueError
        Two different square roots met, or a power is too large to be written out.
    """
    key = key_of(node)
    if key is not None:
        return at[key]
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Negative):
        return -value(node.argument, at)
    if isinstance(node, Call):
        number = value(node.argument, at)
        if node.function != "sqrt" or isinstance(number, Surd):
            raise ValueError(f"{node.function}({number}) is not exact here")
        return square_root(number)
    assert isinstance(node, Binary)
    left, right = value(node.left, at), value(node.right, at)
    if node.operator == "+":
        return left + right
    if node.operator == "-":
        return left - right
    if node.operator == "*":
        return left * right
    if node.operator == "/":
        if right == 0:
            raise ZeroDivisionError("a denominator vanishes here")
        return left / right
    if isinstance(right, Fraction) and right.denominator == 2 and isinstance(left, Fraction):
        left, right = square_root(left), Fraction(right.numerator)
    if not isinstance(right, Fraction) or right.denominator != 1:
        raise ValueError(f"the power {right} is not exact here")
    power_bits(bits(left), right)
    if left == 0 and right < 0:
        raise ZeroDivisionError("a denominator vanishes here")
    return left ** int(right)
