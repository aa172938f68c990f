"""Reads a side of a claim as a sum of products, on a region on which every sign is settled."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from phasecalc.checker import Polynomial, Surd, scale
from phasecalc.claims.ask import Clock, implied
from phasecalc.claims.language import (
    PARAMETERS,
    SIZES,
    TERM_NAMES,
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
)
from phasecalc.claims.products import ONE, Base, Product, merged, ratio_number, reduced
from phasecalc.claims.rational import NotRational, Reader
from phasecalc.claims.region import compared, nonzero
from phasecalc.claims.signs import factors
from phasecalc.exceptions import Undecided
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.region import Region

__all__ = ["CONSTANT_OF", "SideReader"]

CONSTANT_OF = "the constant of "
_MOST_PRODUCTS = 24
_MOST_POWER = 4
_MOST_PRIME = 5000


class SideReader:
    """Reads trees as sums of products.

    Parameters
    ----------
    region
        Where signs are settled; part of the domain.
    terms
        Tree of the leading form of each term there.
    parameters
        Formula of each parameter, where an equation fixes it.
    clock
        Time left.
    """

    def __init__(
        self,
        region: Region,
        terms: Mapping[str, Node],
        parameters: Mapping[str, Ratio],
        clock: Clock,
    ) -> None:
        self.region, self.terms, self.clock = region, terms, clock
        self.parameters = parameters
        # Exponents of each size under a logarithm, whose constants were dropped.
        self.under_logs: list[tuple[Ratio, ...]] = []

    def read(self, node: Node) -> list[Product]:
        """Sum of products equal to a tree on the region.

        Raises
        ------
        Undecided
            The tree is outside the normal form, or a sign is not settled on the region.
        """
        try:
            return self._rational(node)
        except NotRational:
            return self._read(node)

    def _rational(self, node: Node) -> list[Product]:
        reader = Reader(self.parameters)
        found = reduced(reader.read(node))
        self._settled(nonzero(reader.bottoms), "a denominator may vanish")
        return [] if found.vanishes else [Product(found)]

    def _read(self, node: Node) -> list[Product]:
        if isinstance(node, Name):
            return self._name(node.name)
        if isinstance(node, Negative):
            return [_scaled(p, Fraction(-1)) for p in self.read(node.argument)]
        if isinstance(node, Call):
            return [self._call(node)]
        assert isinstance(node, Binary)
        left = self.read(node.left)
        if node.operator == "**":
            return self._power(left, node.right)
        right = self.read(node.right)
        if node.operator in ("+", "-"):
            sign = Fraction(1 if node.operator == "+" else -1)
            return _merged([*left, *(_scaled(p, sign) for p in right)])
        if node.operator == "/":
            right = [self._inverse(self._single(right, "a denominator"))]
        return _merged([p * q for p in left for q in right])

    def _name(self, name: str) -> list[Product]:
        if name in self.terms:
            return self.read(self.terms[name])
        if name == "tau":
            return [Product(powers=tuple((s, ONE) for s in ("B", "gamma", "r")))]
        if name in (*SIZES, "pi", "kappa_0") or name.startswith(CONSTANT_OF):
            return [Product(powers=((name, ONE),))]
        if name in TERM_NAMES:
            raise Undecided(f"{name} depends on r and d: compare it by ~, << or =Theta=")
        raise Undecided(f"{name} cannot stand in a relation between orders")

    def _call(self, node: Call) -> Product:
        if node.function == "exponent":
            raise Undecided("exponent(...) cannot stand in a relation between orders")
        if node.function == "sqrt":
            half = Number(Fraction(1, 2))
            return self._single(self._power(self.read(node.argument), half), "sqrt")
        if node.function == "log":
            return self._log(self._single(self.read(node.argument), "log"))
        argument = reduced(Reader(self.parameters).read(node.argument))
        least = "1" if node.function == "zeta" else "0"
        gap = argument + Ratio.constant(Fraction(-1 if node.function == "zeta" else 0), 2)
        bound = self._positive(gap)
        if not bound:
            raise Undecided(f"the argument of {node.function} is not proved to exceed {least}")
        number = ratio_number(argument)
        if node.function == "zeta":
            return Product(zetas=((argument, ONE),))
        if isinstance(number, Fraction) and number.denominator == 1 and number <= 40:
            factorial = Fraction(1)
            for k in range(1, int(number)):
                factorial *= k
            return Product(Ratio.constant(factorial, len(PARAMETERS)))
        return Product(gammas=((argument, ONE),))

    def _log(self, product: Product) -> Product:
        """Logarithm of a size, without the logarithm of its constant, which is of lower order."""
        vector = [product.exponent(s) for s in SIZES]
        if product.logs or all(e.vanishes for e in vector):
            raise Undecided("log(...) is of a product of powers of r, d, gamma and B")
        order = sorted(range(len(SIZES)), key=lambda k: SIZES[k] != "d")
        lead = next(vector[k] for k in order if not vector[k].vanishes)
        inverse = Ratio(lead.denominator, lead.numerator)
        self._settled(nonzero([lead.top]), "an exponent under a logarithm may vanish")
        direction = tuple(reduced(e * inverse) for e in vector)
        self.under_logs.append(direction)
        return Product(lead, logs=((direction, ONE),))

    def _power(self, base: list[Product], node: Node) -> list[Product]:
        reader = Reader(self.parameters)
        exponent = reduced(reader.read(node))
        self._settled(nonzero(reader.bottoms), "a denominator may vanish")
        number = ratio_number(exponent)
        if isinstance(number, Fraction) and number.denominator == 1 and 0 <= number <= _MOST_POWER:
            result = [Product()]
            for _ in range(int(number)):
                result = _merged([p * q for p in result for q in base])
            return result
        product = self._single(base, "a base")
        if isinstance(number, Fraction) and number.denominator == 1 and abs(number) <= 40:
            one = product if number > 0 else self._inverse(product)
            result_ = one
            for _ in range(abs(int(number)) - 1):
                result_ = result_ * one
            return [result_]
        return [product.raised(exponent) * self._raised(product.coefficient, exponent)]

    def _raised(self, coefficient: Ratio, exponent: Ratio) -> Product:
        """Power of a coefficient, factor by factor; each must be positive on the region."""
        if not self._positive(coefficient):
            raise Undecided("the base of a power is not proved positive")
        powers: list[tuple[Base, Ratio]] = []
        for polynomial, sign in ((coefficient.top, ONE), (coefficient.bottom, -ONE)):
            for factor, multiplicity in factors(polynomial):
                own = Ratio.constant(Fraction(multiplicity), len(PARAMETERS))
                power = reduced(exponent * sign * own)
                powers += [(b, reduced(power * e)) for b, e in self._bases(factor)]
        product = Product()
        for base, power in powers:
            product = product * Product(powers=((base, power),))
        return product

    def _bases(self, factor: Polynomial) -> list[tuple[Base, Ratio]]:
        """Primes of a number, or a polynomial with the sign that makes it positive."""
        if all(not any(e) for e in factor):
            (number,) = factor.values()
            if isinstance(number, Surd):
                raise Undecided("a root of a number inside a power; write it as a power")
            return [
                (p, Ratio.constant(Fraction(n), len(PARAMETERS)))
                for p, n in _primes(abs(number)).items()
            ]
        for s in (1, -1):
            if implied(self.region, compared(scale(factor, s), ">"), self.clock).proved:
                return [(tuple(sorted(scale(factor, s).items(), reverse=True)), ONE)]
        raise Undecided("a factor of the base of a power has no settled sign")

    def _positive(self, ratio: Ratio) -> bool:
        product = Ratio.make(ratio.top, ratio.bottom)
        if not product.top:
            return False
        sign = 1
        for polynomial in (product.top, product.bottom):
            for factor, multiplicity in factors(polynomial):
                found = self._sign(factor)
                if found is None:
                    return False
                sign *= found if multiplicity % 2 else 1
        return sign > 0

    def _sign(self, factor: Polynomial) -> int | None:
        for s in (1, -1):
            if implied(self.region, compared(scale(factor, s), ">"), self.clock).proved:
                return s
        return None

    def _inverse(self, product: Product) -> Product:
        self._settled(nonzero([product.coefficient.top]), "a denominator may vanish")
        return product.inverse()

    def _single(self, products: list[Product], what: str) -> Product:
        if not products:
            raise Undecided(f"{what} is zero")
        if len(products) != 1:
            raise Undecided(f"{what} is a sum of different orders, which has no normal form")
        return products[0]

    def _settled(self, wanted: Region, complaint: str) -> None:
        if not implied(self.region, wanted, self.clock).proved:
            raise Undecided(f"{complaint} on the region")


def _primes(number: Fraction) -> dict[int, int]:
    """Small prime factors with their exponents; what is left of a large number, as it is."""
    found: dict[int, int] = {}
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        for p in range(2, _MOST_PRIME):
            if p * p > part:
                break
            while part % p == 0:
                found[p] = found.get(p, 0) + sign
                part //= p
        if part > 1:
            found[part] = found.get(part, 0) + sign
    return {p: n for p, n in found.items() if n}


def _scaled(product: Product, factor: Fraction) -> Product:
    number = Ratio.constant(factor, len(PARAMETERS))
    return Product(
        reduced(product.coefficient * number),
        product.powers,
        product.gammas,
        product.zetas,
        product.logs,
    )


def _merged(products: list[Product]) -> list[Product]:
    return merged(products, _MOST_PRODUCTS, lambda: Undecided("too many products in one side"))
