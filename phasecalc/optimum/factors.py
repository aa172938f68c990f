"""The sign of a polynomial by its irreducible factors: one number times odd powers of them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from phasecalc.checker import CheckFailed, Number, Polynomial, constant, multiply, scale, sign
from phasecalc.regions.condition import Condition

__all__ = ["split"]

_Rows = tuple[tuple[tuple[int, ...], Number], ...]
Split = tuple[int, tuple[tuple[Condition, int], ...]]


def split(polynomial: Polynomial, names: tuple[str, ...]) -> Split:
    """Sign of the number before the factors of a polynomial, and each factor with its power.

    Parameters
    ----------
    polynomial
        Not zero, with rational coefficients.
    names
        Parameters, in order.

    Returns
    -------
    int, tuple of (Condition, int)
        Each factor stands as the condition that it is positive.

    Raises
    ------
    CheckFailed
        SymPy, which searches for them, gives something else than factors.

    Examples
    --------
    >>> lead, factors = split({(2, 1): Fraction(-2), (2, 0): Fraction(6)}, ("a", "b"))
    >>> lead, sorted((str(f), n) for f, n in factors)
    (-1, [('a > 0', 2), ('b > 3', 1)])
    """
    return _split(tuple(sorted(polynomial.items())), names)


@lru_cache(maxsize=100_000)
def _split(rows: _Rows, names: tuple[str, ...]) -> Split:
    polynomial = dict(rows)
    product, found = constant(1, len(names)), []
    for factor, multiplicity in _factors(polynomial, names):
        condition = Condition.make(names, factor, ">")
        for _ in range(multiplicity):
            product = multiply(product, condition.polynomial)
        found.append((condition, multiplicity))
    place = max(polynomial)
    number = polynomial[place] / product.get(place, Fraction(1))
    if scale(product, number) != polynomial:
        raise CheckFailed("the factors of a polynomial do not give it")
    return sign(number), tuple(found)


def _factors(polynomial: Polynomial, names: tuple[str, ...]) -> list[tuple[Polynomial, int]]:
    """Irreducible factors, each with a positive leading coefficient; found by SymPy."""
    from sympy import QQ
    from sympy.polys.rings import PolyRing

    ring = PolyRing(names, QQ)
    rational = {e: Fraction(str(c)) for e, c in polynomial.items()}
    element = ring.from_dict({e: QQ(c.numerator, c.denominator) for e, c in rational.items()})
    found = []
    for factor, multiplicity in element.factor_list()[1]:
        plain: Polynomial = {
            tuple(map(int, e)): Fraction(int(c.numerator), int(c.denominator))
            for e, c in factor.terms()
        }
        found.append((scale(plain, sign(plain[max(plain)])), multiplicity))
    return found
