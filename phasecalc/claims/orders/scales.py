"""Products of logarithms in the window, where A and C tend to infinity independently.

A logarithm is of kind A, C or M, which grows like the larger of both. With
x = log A and y = log C, both to infinity, the logarithm of a product of them is
linear in x and y on each of the two cones x >= y and y >= x; logarithms of
logarithms decide only where that is 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Scale"]


@dataclass(frozen=True)
class Scale:
    """Exponents of A, C and M, and of their logarithms.

    Parameters
    ----------
    first, second
        Triples of exponents: of the logarithms, and of the logarithms of logarithms.

    Examples
    --------
    >>> falling = Scale.of([("A", Fraction(-1))], [])
    >>> falling.vanishes, falling.bounded_in_c
    (True, True)
    >>> Scale.of([("A", Fraction(1)), ("M", Fraction(-1))], []).bounded
    True
    """

    first: tuple[Fraction, Fraction, Fraction]
    second: tuple[Fraction, Fraction, Fraction]

    @classmethod
    def of(
        cls, logs: Iterable[tuple[str, Fraction]], loglogs: Iterable[tuple[str, Fraction]]
    ) -> Scale:
        """Add up exponents by kind."""
        rows = []
        for part in (list(logs), list(loglogs)):
            a, c, m = (sum((e for k, e in part if k == kind), Fraction(0)) for kind in "ACM")
            rows.append((a, c, m))
        return cls(*rows)

    @property
    def is_one(self) -> bool:
        """Whether the product stays between positive constants."""
        return not any(self.first) and not any(self.second)

    @property
    def bounded_in_a(self) -> bool:
        """Whether, for fixed C, it grows by no more than a power of C does allow as A grows."""
        return _slope_ok(self.first[0] + self.first[2], self.second[0] + self.second[2])

    @property
    def bounded_in_c(self) -> bool:
        """The same as C grows for fixed A."""
        return _slope_ok(self.first[1] + self.first[2], self.second[1] + self.second[2])

    @property
    def vanishes(self) -> bool:
        """Whether it tends to 0 on every path."""
        return all(_vanishes(*cone) for cone in self._cones())

    @property
    def bounded(self) -> bool:
        """Whether it stays below a constant on every path."""
        return all(_vanishes(*cone) or _bounded(*cone) for cone in self._cones())

    def _cones(self) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
        """Exponents of the larger and the smaller of A and C, then those of their logarithms."""
        (a, c, m), (f, g, h) = self.first, self.second
        return [(a + m, c, f + h, g), (c + m, a, g + h, f)]


def _slope_ok(first: Fraction, second: Fraction) -> bool:
    return first < 0 or (first == 0 and second <= 0)


def _vanishes(large: Fraction, small: Fraction, f: Fraction, g: Fraction) -> bool:
    """large log X + small log Y + f log log X + g log log Y to minus infinity, X >= Y."""
    if large + small > 0 or large > 0:
        return False
    if large + small < 0:
        # With X far beyond every power of Y only the logarithms of X are left.
        return large < 0 or f <= 0
    if large < 0:
        # X = Y is allowed, and there the powers cancel.
        return False
    return f + g < 0 and f <= 0  # large = small = 0


def _bounded(large: Fraction, small: Fraction, f: Fraction, g: Fraction) -> bool:
    if large > 0 or large + small > 0:
        return False
    if large < 0 or small < 0:
        # On X = Y the powers may cancel; f + g then decides, and f where X is far beyond.
        return f <= 0 and f + g <= 0
    return f <= 0 and f + g <= 0
