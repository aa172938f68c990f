"""Reads a side of a claim as a sum of products with remainders, on a region that settles signs.

Without a window the sum is exact, or the side is refused. With one, powers and
logarithms of sums are expanded about the product that is the largest on every
path, and what is left of the expansion stays as a remainder.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from phasecalc.checker import Polynomial, Surd, scale
from phasecalc.claims.orders.window import ONE, SMALL, TINY, VARIABLES, Window, known_log
from phasecalc.claims.reading.ask import Clock, implied
from phasecalc.claims.reading.language import (
    SIZES,
    TERM_NAMES,
    Binary,
    Call,
    Name,
    Negative,
    Node,
)
from phasecalc.claims.reading.rational import NotRational, Reader
from phasecalc.claims.reading.region import compared, nonzero
from phasecalc.claims.reading.signs import factors, sign_of
from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Base, Product, primes
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.sums import Sum, logarithm, power
from phasecalc.regions.region import Region

__all__ = ["CONSTANT_OF", "SideReader"]

CONSTANT_OF = "the constant of "
_MULTIPLIED_OUT = 4
_OF_TWO = 12  # of a sum of two products, without a window


class SideReader:
    """Reads trees as sums of products.

    Parameters
    ----------
    region
        Where signs are settled; part of the domain.
    parameters
        Formula of each parameter, where an equation fixes it, and of each exponent.
    clock
        Time left.
    window
        How products grow, for relations between orders.
    """

    def __init__(
        self,
        region: Region,
        parameters: Mapping[str, Ratio],
        clock: Clock,
        window: Window | None = None,
    ) -> None:
        self.region, self.clock = region, clock
        self.parameters, self.window = parameters, window

    def read(self, node: Node) -> Sum:
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

    def _rational(self, node: Node) -> Sum:
        reader = Reader(self.parameters)
        found = reader.read(node)
        self._settled(nonzero(reader.bottoms), "a denominator may vanish")
        return Sum.of(Product.of(found))

    def _read(self, node: Node) -> Sum:
        if isinstance(node, Name):
            return self._name(node.name)
        if isinstance(node, Negative):
            return -self.read(node.argument)
        if isinstance(node, Call):
            return self._call(node)
        assert isinstance(node, Binary)
        left = self.read(node.left)
        if node.operator == "**":
            return self._power(left, self._exponent(node.right))
        right = self.read(node.right)
        if node.operator == "+":
            return left + right
        if node.operator == "-":
            return left - right
        if node.operator == "/":
            right = self._power(right, -ONE)
        return left * right

    def _name(self, name: str) -> Sum:
        if name == "tau":
            return Sum.of(Product.make(ONE, [(s, ONE) for s in ("B", "gamma", "r")]))
        fixed = name in (*SIZES, "pi", "kappa_0", TINY, SMALL) or name.startswith(CONSTANT_OF)
        if fixed or name in TERM_NAMES:
            return Sum.of(Product.base(name, VARIABLES))
        raise Undecided(f"{name} cannot stand in a relation between orders")

    def _call(self, node: Call) -> Sum:
        if node.function == "exponent":
            raise Undecided("exponent(...) cannot stand in a relation between orders")
        if node.function == "sqrt":
            return self._power(self.read(node.argument), Ratio.constant(Fraction(1, 2), VARIABLES))
        if node.function == "log":
            return self._log(self.read(node.argument))
        reader = Reader(self.parameters)
        argument = reader.read(node.argument).reduced()
        self._settled(nonzero(reader.bottoms), "a denominator may vanish")
        least = 1 if node.function == "zeta" else 0
        gap = argument - Ratio.constant(least, VARIABLES)
        if sign_of(gap.reduced(), self.region, self.clock) != 1:
            raise Undecided(f"the argument of {node.function} is not proved to exceed {least}")
        make = Product.zeta if node.function == "zeta" else Product.gamma
        return Sum.of(make(argument))

    def _exponent(self, node: Node) -> Ratio:
        reader = Reader(self.parameters)
        exponent = reader.read(node).reduced()
        self._settled(nonzero(reader.bottoms), "a denominator may vanish")
        return exponent

    def _power(self, base: Sum, exponent: Ratio) -> Sum:
        number = exponent.number
        whole = isinstance(number, Fraction) and number.denominator == 1
        two = len(base.products) == 2 and not base.errors and self.window is None
        most = _OF_TWO if two else _MULTIPLIED_OUT
        if isinstance(number, Fraction) and whole and 0 <= number <= most:
            return power(base, exponent, most=most)
        few = f"0, 1, ..., {most}"
        what = "a denominator" if number == -1 else f"a base of a power other than {few}"
        lead = self._lead(base, what)
        sign = sign_of(lead.coefficient, self.region, self.clock)
        if whole:
            if not sign:
                zero = nonzero([lead.coefficient.top])
                self._settled(zero, "a denominator may vanish")
            self._logs_are_not_zero(lead)
            return power(base, exponent, lead)
        if sign != 1:
            raise Undecided("the base of a power is not proved positive")
        self._logs_are_not_zero(lead)
        # A coefficient has a power only factor by factor.
        unit = Product.of(lead.coefficient.inverse())
        outer = self.raised(lead.coefficient, exponent)
        return power(base.times(unit), exponent, lead * unit).times(outer)

    def _lead(self, whole: Sum, what: str) -> Product:
        """The product that a sum behaves like; the only one, if there is no window."""
        if whole.vanishes:
            raise Undecided(f"{what} is zero")
        if len(whole.products) == 1 and not whole.errors:
            return whole.products[0]
        lead = None if self.window is None else self.window.lead(whole)
        if lead is None:
            raise Undecided(f"{what} is a sum of which no part is the largest everywhere")
        return lead

    def _logs_are_not_zero(self, product: Product) -> None:
        """Logarithms in a denominator or under a power: of sizes, or of numbers above 1."""
        for inner, _ in product.logs:
            if self.window is not None:
                growing = not self.window.growth(Product.make(ONE, logs=((inner, ONE),))).bound
            else:
                growing = known_log(inner) or inner == Product.base("d", VARIABLES)
            if not growing:
                raise Undecided("a logarithm that may vanish or be negative, under a power")

    def _log(self, whole: Sum) -> Sum:
        lead = self._lead(whole, "log")
        if sign_of(lead.coefficient, self.region, self.clock) != 1:
            raise Undecided("the argument of log is not proved positive")
        self._logs_are_not_zero(lead)
        unit = Product.of(lead.coefficient.inverse())
        found = logarithm(whole.times(unit), lead * unit) + self._log_of(lead.coefficient)
        if self.window is None:
            return found
        terms = [n for n in TERM_NAMES if not lead.exponent(n).vanishes]
        if terms:
            raise Undecided(f"the logarithm of {terms[0]}")
        return self.window.logarithms(found)

    def _log_of(self, coefficient: Ratio) -> Sum:
        """Logarithm of a positive coefficient, factor by factor."""
        parts = []
        for base, exponent in self._factored(coefficient):
            if isinstance(base, int):
                inner = Product.constant(base, VARIABLES)
            else:
                assert isinstance(base, tuple)
                inner = Product.of(Ratio(base, ONE.denominator))
            parts.append(Product.make(exponent, logs=((inner, ONE),)))
        return Sum.of(*parts)

    def raised(self, coefficient: Ratio, exponent: Ratio) -> Product:
        """Power of a positive coefficient, factor by factor.

        Parameters
        ----------
        coefficient
            Positive on the region.
        exponent
            Any.
        """
        rows = [(b, (e * exponent).reduced()) for b, e in self._factored(coefficient)]
        return Product.make(ONE, rows)

    def _factored(self, coefficient: Ratio) -> list[tuple[Base, Ratio]]:
        """Positive bases with exponents of which a positive coefficient is the product."""
        rows: list[tuple[Base, Ratio]] = []
        for polynomial, sign in ((coefficient.top, 1), (coefficient.bottom, -1)):
            for factor, multiplicity in factors(polynomial):
                own = Ratio.constant(sign * multiplicity, VARIABLES)
                rows += [(b, (own * e).reduced()) for b, e in self._bases(factor)]
        total: dict[Base, Ratio] = {}
        for base, exponent in rows:
            total[base] = (total[base] + exponent).reduced() if base in total else exponent
        return [(b, e) for b, e in total.items() if not e.vanishes]

    def _bases(self, factor: Polynomial) -> list[tuple[Base, Ratio]]:
        """Primes of a number, or a polynomial with the sign that makes it positive."""
        if all(not any(e) for e in factor):
            (number,) = factor.values()
            if isinstance(number, Surd):
                raise Undecided("a root of a number inside a power; write it as a power")
            found = primes(abs(number))
            return [(p, Ratio.constant(n, VARIABLES)) for p, n in found.items()]
        for s in (1, -1):
            if implied(self.region, compared(scale(factor, s), ">"), self.clock).proved:
                return self._primitive(scale(factor, s))
        raise Undecided("a factor of the base of a power has no settled sign")

    def _primitive(self, factor: Polynomial) -> list[tuple[Base, Ratio]]:
        """A positive polynomial with lead 1 or -1, and the primes that this leaves."""
        lead = factor[max(factor)]
        if isinstance(lead, Surd):
            return [(tuple(sorted(factor.items(), reverse=True)), ONE)]
        rows = tuple(sorted(scale(factor, 1 / abs(lead)).items(), reverse=True))
        found = primes(abs(lead))
        return [(rows, ONE), *((p, Ratio.constant(n, VARIABLES)) for p, n in found.items())]

    def _settled(self, wanted: Region, complaint: str) -> None:
        if not implied(self.region, wanted, self.clock).proved:
            raise Undecided(f"{complaint} on the region")
