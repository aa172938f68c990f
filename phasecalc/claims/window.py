"""Which of two products is larger when r and d tend to infinity in the power-law window.

The window is 1 << tau << d**(2 alpha) with tau = gamma B r, the learning rate
at its largest stable order and B fixed. With A = log tau and
C = log(d**(2 alpha)/tau), both tend to infinity, independently; a product of
powers of sizes is exp(a A + c C) with a and c rational in alpha and beta. So
it tends to 0 on every path exactly if a <= 0, c <= 0 and not both vanish; it
stays between constants exactly if both vanish. Logarithms decide only there.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from phasecalc.checker import Number as Exact
from phasecalc.checker import multiply, sign
from phasecalc.claims.ask import Clock, Found, Point, implied
from phasecalc.claims.language import PARAMETERS, SIZES
from phasecalc.claims.products import ONE, ZERO, Product, ratio_number, reduced
from phasecalc.claims.region import compared
from phasecalc.claims.signs import essential
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.region import Region

__all__ = ["Growth", "Window", "logarithmic_path", "unequal_logarithms"]

_ALPHA = Ratio.make({(1, 0): Fraction(1)}, ONE.bottom)
TWO_ALPHA = _ALPHA + _ALPHA


@dataclass(frozen=True)
class Growth:
    """Logarithm of a product in the window, a A + c C, times 2 alpha, and its logarithms.

    Parameters
    ----------
    a, c
        Quotients of polynomials.
    logs
        Pairs (growth under the logarithm, exponent); the logarithm tends to infinity.
    """

    a: Ratio
    c: Ratio
    logs: tuple[tuple[Growth, Ratio], ...] = ()

    def along(self, point: Point, direction: tuple[int, int]) -> Exact:
        """Exponent of d on the path with A : C in a given ratio, at a point of the region.

        Parameters
        ----------
        point
            alpha and beta.
        direction
            A and C up to a factor.
        """
        share = Fraction(direction[0], sum(direction))
        return share * self.a(point) + (1 - share) * self.c(point)


@dataclass(frozen=True)
class Window:
    """The window on a region on which the learning rate has one order.

    Parameters
    ----------
    region
        Part of the domain.
    rate
        Largest stable order of the learning rate there.
    clock
        Time left.
    """

    region: Region
    rate: Product
    clock: Clock

    def growth(self, product: Product) -> Growth:
        """Growth of a product.

        Parameters
        ----------
        product
            Its constants do not matter.
        """
        powers = dict(zip(SIZES, (product.exponent(s) for s in SIZES), strict=True))
        found = self._powers(powers)
        logs = [
            (self._powers(dict(zip(SIZES, direction, strict=True))), exponent)
            for direction, exponent in product.logs
        ]
        # gamma is d to a power, and on the line 2 alpha = 1 a power of log d.
        times = reduced(powers["gamma"] + -powers["r"])
        if not times.vanishes:
            logs += [(Growth(ONE, ONE), reduced(times * e)) for _, e in self.rate.logs]
        return Growth(found.a, found.c, tuple(_joined(logs)))

    def _powers(self, powers: dict[str, Ratio]) -> Growth:
        r, d, gamma = (powers[s] for s in ("r", "d", "gamma"))
        total = d + self.rate.exponent("d") * (gamma + -r)
        return Growth(reduced(TWO_ALPHA * r + total), reduced(total))

    def vanishes(self, quotient: Product) -> Found:
        """Whether a product tends to 0 on every path.

        Parameters
        ----------
        quotient
            The product.
        """
        growth = self.growth(quotient)
        signs = [_number_sign(e) for _, e in growth.logs]
        if None in signs or not all(self._grows(g) for g, _ in growth.logs):
            return Found.open("a logarithm whose growth is not settled")
        weak = self._compared(growth.a, "<=") & self._compared(growth.c, "<=")
        if not growth.logs:
            wanted = weak & (self._compared(growth.a, "<") | self._compared(growth.c, "<"))
        elif all(s == -1 for s in signs):
            wanted = weak
        else:
            # The powers must beat every logarithm that grows, whatever it depends on.
            wanted = self._compared(growth.a, "<") & self._compared(growth.c, "<")
        return implied(self.region, wanted, self.clock)

    def bounded(self, quotient: Product) -> Found:
        """Whether a product stays between positive constants, its own constants apart.

        Parameters
        ----------
        quotient
            The product.
        """
        growth = self.growth(quotient)
        wanted = self._compared(growth.a, "==") & self._compared(growth.c, "==")
        found = implied(self.region, wanted, self.clock)
        if not found.proved or not growth.logs:
            return found
        if len(growth.logs) == 1 and _number_sign(growth.logs[0][1]) in (1, -1):
            return implied(self.region, Region(PARAMETERS, ()), self.clock)
        return Found.open("several logarithms, or one to a power that is not a number")

    def grows(self, direction: tuple[Ratio, ...]) -> bool:
        """Whether a product of sizes tends to infinity on every path.

        Parameters
        ----------
        direction
            Exponents of the sizes, in the order of ``SIZES``.
        """
        return self._grows(self._powers(dict(zip(SIZES, direction, strict=True))))

    def _grows(self, growth: Growth) -> bool:
        """Whether what stands under a logarithm tends to infinity on every path."""
        strict = self._compared(growth.a, ">") | self._compared(growth.c, ">")
        weak = self._compared(growth.a, ">=") & self._compared(growth.c, ">=")
        return implied(self.region, weak & strict, self.clock).proved

    def _compared(self, ratio: Ratio, operator: str) -> Region:
        if ratio.vanishes:
            return Region(PARAMETERS, ((),) if operator in ("==", "<=", ">=") else ())
        signed = ratio.top if operator == "==" else multiply(ratio.top, ratio.bottom)
        return compared(essential(signed, self.region, self.clock), operator)


def logarithmic_path(growth: Growth, point: Point) -> str | None:
    """Path near an end of the window along which a logarithm beats the powers, or None.

    Where a = 0 > c, the power is one of d**(2 alpha)/tau alone; if that is itself only a small
    power of log(d), a growing logarithm of d wins. The same at the other end.

    Parameters
    ----------
    growth
        Of the quotient.
    point
        alpha and beta.
    """
    if len(growth.logs) != 1 or _number_sign(growth.logs[0][1]) != 1:
        return None
    under = growth.logs[0][0]
    a, c = sign(growth.a(point)), sign(growth.c(point))
    if a == 0 and c == 0:
        return "1 << gamma B r << d^(2 alpha)"
    if a == 0 and sign(under.a(point)) > 0:
        return "d^(2 alpha)/(gamma B r) is a small power of log(d)"
    if c == 0 and sign(under.c(point)) > 0:
        return "gamma B r is a small power of log(d)"
    return None


def unequal_logarithms(growth: Growth, point: Point) -> bool:
    """Whether two logarithms are left whose ratio differs from path to path.

    Parameters
    ----------
    growth
        Of the quotient, without powers.
    point
        alpha and beta.
    """
    if len(growth.logs) != 2:
        return False
    (one, _), (other, _) = growth.logs
    return one.a(point) * other.c(point) != one.c(point) * other.a(point)


def _number_sign(ratio: Ratio) -> int | None:
    number = ratio_number(ratio)
    return None if number is None else (number > 0) - (number < 0)


def _joined(logs: list[tuple[Growth, Ratio]]) -> list[tuple[Growth, Ratio]]:
    """Logarithms of powers of one size, as one."""
    kept: list[tuple[Growth, Ratio]] = []
    for growth, exponent in logs:
        for k, (other, total) in enumerate(kept):
            if reduced(growth.a * other.c + -(growth.c * other.a)) == ZERO:
                kept[k] = (other, reduced(total + exponent))
                break
        else:
            kept.append((growth, exponent))
    return [(g, e) for g, e in kept if not e.vanishes]
