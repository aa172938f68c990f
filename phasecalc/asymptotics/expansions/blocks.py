r"""The order of a sum of positive terms: that of its largest block.

Where a summand is a product of powers and of factors that are powers of sums of monomials, up to
constants, it is a power of j between any two neighbours among finitely many *vertices*: the ends,
and the modes at which two monomials of one factor are equal. Over the modes from J to 2 J it is
constant up to a factor, so that

.. math:: \sum_{A \le j \le B} f(j) \asymp \max_J J f(J), \qquad J \text{ a vertex in } [A, B],

unless it is j^(-1) between two of them, which gives a logarithm. (The sum over a stretch on which
J f(J) is a power of J, with an exponent that is not 0, is a geometric series over its dyadic
blocks, of the order of its larger end.) Everything is in logarithms of the sizes: what results is
the largest of some minima of affine forms. Nothing here knows of a Mellin transform.

A factor that falls faster than every power is (1 + x)^(-K) with a K larger than any other slope
here, as long as x = 1 lies in the range of the sum: then what is beyond does not count. A vertex
that may be outside of the range is held below its end by a power of the same kind.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.asymptotics.expansions.cone import Cone

__all__ = ["Factor", "Line", "Product", "Rows", "Span", "block_order", "thinned"]

Rows = tuple[tuple["Expr", ...], ...]  # the largest of the smallest of affine forms

_MOST_ROWS, _MOST_FORMS = 60, 200
_MOST_CROSSINGS = 6


@dataclass(frozen=True)
class Line:
    """Logarithm of a monomial, ``value + slope * log(j)``.

    Parameters
    ----------
    value
        Affine in the logarithms of the sizes.
    slope
        Power of j.
    """

    value: Expr
    slope: Expr


@dataclass(frozen=True)
class Factor:
    """A sum of monomials to a power, up to constants.

    Parameters
    ----------
    lines
        The monomials.
    weight
        The power; None for what falls faster than every power of the one monomial there is.
    """

    lines: tuple[Line, ...]
    weight: Expr | None


@dataclass(frozen=True)
class Product:
    """A summand up to constants: a monomial times factors."""

    front: Line
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True)
class Span:
    """Where a sum or integral runs, in logarithms; None for the lower end 0, and for no end."""

    lower: Expr | None
    upper: Expr | None

    def require_modes(self, ends: Sequence[Expr], cone: Cone, *, whole: bool) -> None:
        """Refuse ends between which there may be one mode or none, or modes below the first.

        Parameters
        ----------
        ends
            Both ends as they are written, constants included.
        cone
            What is known of the sizes.
        whole
            Whether the modes are whole numbers from 1 on.

        Raises
        ------
        DomainError
            An end of a sum may be below 1, or both ends grow alike and the upper one is not
            known to be the larger one.
        """
        for form, end in zip((self.lower, self.upper), ends, strict=True):
            if whole and form is not None and cone.sign(form) != 1:
                raise DomainError(f"its end {end} may be below 1; exclude that by a constraint")
        if self.lower is None or self.upper is None or tidy(self.upper - self.lower) != 0:
            return
        ratio = tidy(ends[1] / ends[0])
        if cone.of(sp.expand(ratio - 1)) != 1:
            raise DomainError(
                f"from {ends[0]} to {ends[1]} there may be one mode or none; ends that grow alike "
                "are a factor above 1 apart"
            )


def block_order(
    products: Iterable[Product], span: Span, cone: Cone
) -> tuple[Rows, tuple[Expr, ...]]:
    """Order of a sum of positive terms over modes, or of an integral.

    Parameters
    ----------
    products
        What is added up, as a sum of products.
    span
        Where.
    cone
        What is known of the sizes.

    Returns
    -------
    tuple
        The largest of minima of affine forms in the logarithms of the sizes; and functions of the
        parameters on whose zeros a logarithm may stand beside it.

    Raises
    ------
    DomainError
        The sum diverges, may be empty, is smaller than every power, or has a logarithm.
    """
    lower, upper = span.lower, span.upper
    if lower is not None and upper is not None and cone.sign(upper - lower) != 1:
        raise DomainError("its upper end may be below the lower one; exclude it by a constraint")
    rows: list[tuple[Expr, ...]] = []
    critical: list[Expr] = []
    for one in products:
        blocks = _Blocks(one, span, cone)
        critical += blocks.flat()
        rows += blocks.rows()
    return thinned(rows, cone), tuple(dict.fromkeys(critical))


class _Blocks:
    """One product, on its way to its order."""

    def __init__(self, product: Product, span: Span, cone: Cone) -> None:
        self.front, self.span, self.cone = product.front, span, cone
        plain = [f for f in product.factors if f.weight is not None]
        falling = [f.lines[0] for f in product.factors if f.weight is None]
        slopes = [1 + self.front.slope]
        slopes += [f.weight * line.slope for f in plain for line in f.lines]
        steep = 1 + sp.Add(*(self._bound(s) for s in slopes))
        self.wall = steep * (1 + len(falling)) + 1
        self.plain, self.falling = plain, falling
        self.factors = [*plain, *(self._fall(line, steep) for line in falling)]
        self._require_convergent()

    def _bound(self, slope: Expr) -> Expr:
        """At least the size of a slope, term by term."""
        total = sp.S.Zero
        for part in sp.Add.make_args(sp.expand(slope)):
            sign = self.cone.of(part) if part != 0 else 0
            total += sign * part if sign or part == 0 else part**2 + 1
        return total

    def _fall(self, line: Line, steep: Expr) -> Factor:
        way = self._way(line.slope)
        return Factor((Line(sp.S.Zero, sp.S.Zero), line), tidy(-steep * way / line.slope))

    def _way(self, slope: Expr) -> int:
        way = self.cone.of(slope)
        if way == 0:
            raise DomainError(f"the power {slope} of the mode in an argument has no sign")
        return way

    def _require_convergent(self) -> None:
        for end, way in ((self.span.upper, 1), (self.span.lower, -1)):
            if end is not None:
                away = [line for line in self.falling if self._way(line.slope) == -way]
                for line in away:  # x = 1 is in the range of the sum, or x < 1 on all of it
                    inside = sp.expand(way * (end + line.value / line.slope))
                    if self.cone.sign(inside) != 1:
                        raise DomainError(
                            "beyond one end of the sum it may be smaller than every power, which "
                            "no law states; keep the sizes from it by a constraint such as "
                            f"'{self.cone.shown(inside)}'"
                        )
            elif all(self._way(line.slope) != way for line in self.falling):
                slope = 1 + self.front.slope + sum(self._outer(f, way) for f in self.factors)
                if self.cone.of(tidy(slope)) != -way:
                    raise DomainError(
                        "it diverges at its upper end, infinity"
                        if way == 1
                        else "the integral diverges at its lower end, 0"
                    )

    def _outer(self, factor: Factor, way: int) -> Expr:
        """Slope of a factor far out."""
        best = factor.lines[0].slope
        for line in factor.lines[1:]:
            gap = tidy(line.slope - best)
            if gap != 0 and self._way(gap) == way:
                best = line.slope
        return factor.weight * best

    def flat(self) -> list[Expr]:
        """Slopes of J f(J) that may vanish; refuses those that do everywhere."""
        found = []
        for choice in itertools.product(*(f.lines for f in self.plain)):
            pairs = zip(self.plain, choice, strict=True)
            slope = tidy(1 + self.front.slope + sum(f.weight * line.slope for f, line in pairs))
            if slope == 0:
                raise DomainError(
                    "what is added up may be 1/j between two scales: a logarithm stands in it, "
                    "which the order of a product does not say"
                )
            if self.cone.of(slope) == 0:
                found.append(slope)
        return found

    def rows(self) -> list[tuple[Expr, ...]]:
        """The order at every vertex, or that of the highest point where it is known as one."""
        if (peak := self._peak()) is not None:
            return [peak]
        lower, upper = self.span.lower, self.span.upper
        vertices = [end for end in (lower, upper) if end is not None]
        for factor in self.factors:
            for one, other in itertools.combinations(factor.lines, 2):
                gap = tidy(one.slope - other.slope)
                if gap != 0:
                    vertices.append((other.value - one.value) / gap)
        return [row for v in dict.fromkeys(vertices) for row in self._at(v)]

    def _peak(self) -> tuple[Expr, ...] | None:
        """The largest J f(J) as a minimum, by duality: of lines that rise and of lines that fall.

        Where all factors are minima, log J f(J) is the smallest of lines in log J. None where a
        factor is a maximum, or a line rises for some parameters and falls for others.
        """
        if any(self.cone.of(f.weight) != -1 for f in self.factors if f.weight is not None):
            return None
        rising: list[Line] = []
        falling: list[Line] = []
        for choice in itertools.product(*(f.lines for f in self.factors)):
            pairs = list(zip(self.factors, choice, strict=True))
            value = self.front.value + sum((f.weight * x.value for f, x in pairs), sp.S.Zero)
            slope = 1 + self.front.slope + sum((f.weight * x.slope for f, x in pairs), sp.S.Zero)
            way = self.cone.of(tidy(slope))
            if way == 0:
                return None
            (rising if way == 1 else falling).append(Line(value, tidy(slope)))
        if len(rising) * len(falling) > _MOST_CROSSINGS:
            return None
        found = [
            up.value + up.slope * (down.value - up.value) / (up.slope - down.slope)
            for up in rising
            for down in falling
        ]
        for end, lines in ((self.span.upper, rising), (self.span.lower, falling)):
            found += [] if end is None else [x.value + x.slope * end for x in lines]
        kept = _kept(found, self.cone, 1)
        for form in list(kept):
            others = [x for x in kept if x != form]
            among = itertools.combinations(others, 2)
            if any(_between(form, x, y, self.cone) for x, y in among):
                kept = others
        return tuple(kept)

    def _at(self, vertex: Expr) -> list[tuple[Expr, ...]]:
        """J f(J) at a vertex, held down where it is out of the range."""
        base = self.front.value + (1 + self.front.slope) * vertex
        rows: list[tuple[Expr, ...]] = [(sp.expand(base),)]
        for end, way in ((self.span.lower, 1), (self.span.upper, -1)):
            if end is None or (inside := self.cone.sign(way * (vertex - end))) == 1:
                continue
            if inside == -1:
                return []
            rows = _times(rows, [sp.S.Zero, way * self.wall * (vertex - end)], lowest=True)
        for factor in self.factors:
            values = [line.value + line.slope * vertex for line in factor.lines]
            values = _kept(values, self.cone, -1)
            lowest = len(values) > 1 and self._way(factor.weight) == -1
            rows = _times(rows, [factor.weight * x for x in values], lowest=lowest)
        return rows


def _times(
    rows: list[tuple[Expr, ...]], values: Sequence[Expr], *, lowest: bool
) -> list[tuple[Expr, ...]]:
    """Rows of a product with the smallest of some values, or with the largest."""
    if lowest:
        found = [tuple(sp.expand(a + x) for a in row for x in values) for row in rows]
    else:
        found = [tuple(sp.expand(a + x) for a in row) for row in rows for x in values]
    if sum(map(len, found)) > _MOST_FORMS:
        raise DomainError("too many orders of its parts, by the sizes; restrict them, or use fewer")
    return found


def _kept(forms: Iterable[Expr], cone: Cone, way: int) -> list[Expr]:
    """Forms without those that are above another (way 1), or below another (-1)."""
    found: list[Expr] = []
    for form in dict.fromkeys(sp.expand(f) for f in forms):
        if any(cone.sign(way * (form - other)) == 1 for other in found):
            continue
        found = [other for other in found if cone.sign(way * (other - form)) != 1]
        found.append(form)
    return found


def _between(form: Expr, one: Expr, other: Expr, cone: Cone) -> bool:
    """Whether a form is a mean of two, so that it is never below both."""
    gap = one - other
    first = next((u for u in cone.unknowns if tidy(gap.coeff(u)) != 0), None)
    if first is None:
        return False
    share = tidy((form - other).coeff(first) / gap.coeff(first))
    return (
        all(tidy((form - other - share * gap).expand().coeff(u)) == 0 for u in cone.unknowns)
        and cone.of(share) == 1
        and cone.of(tidy(1 - share)) == 1
    )


def thinned(rows: Iterable[tuple[Expr, ...]], cone: Cone) -> Rows:
    """Rows without forms and rows that never count.

    Parameters
    ----------
    rows
        Minima of affine forms.
    cone
        What is known of the sizes.

    Raises
    ------
    DomainError
        Too many are left.
    """
    found: list[tuple[Expr, ...]] = []

    def below(row: tuple[Expr, ...], other: tuple[Expr, ...]) -> bool:
        return all(any(cone.sign(x - y) == 1 for y in row) for x in other)

    for row in dict.fromkeys(tuple(_kept(row, cone, 1)) for row in rows):
        if any(below(row, other) for other in found):
            continue
        found = [other for other in found if not below(other, row)]
        found.append(row)
    if len(found) > _MOST_ROWS:
        raise DomainError(f"{len(found)} orders of its parts, at most {_MOST_ROWS} are compared")
    return tuple(found)
