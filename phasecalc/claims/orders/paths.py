"""Paths through the window at one point, and how a sum behaves along them.

At a point every exponent is a number. Along a path, log tau and
log(d**(2 alpha)/tau) are powers of one variable L, or multiples of log L, so
that each product is a constant times e to powers of L, times powers of L, log L
and so on: its scale, compared entry by entry. What is largest settles the
limit, if the constants in front of it do not add up to 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from phasecalc.checker import Number as Exact
from phasecalc.checker import sign
from phasecalc.claims.orders.window import RATE, TINY, VARIABLES, Growth, Window, kind_of
from phasecalc.claims.reading.ask import Point
from phasecalc.claims.reading.balls import Ball, value
from phasecalc.claims.reading.language import SIZES
from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Product
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.sums import Sum

__all__ = ["PATHS", "Behaviour", "Path", "at_point", "behaviour"]

Row = tuple[Exact, ...]
_ORIGIN = (Fraction(0),) * VARIABLES
_ZERO = Fraction(0)


@dataclass(frozen=True)
class Path:
    """A = a L^p and C = c L^q; a power 0 stands for log L.

    Parameters
    ----------
    a, c
        Positive factors.
    p, q
        Powers, 0, 1/2 or 1; one of them is 1.
    rate, batch
        gamma over its largest stable order, and B.
    """

    a: Fraction
    c: Fraction
    p: Fraction = Fraction(1)
    q: Fraction = Fraction(1)
    rate: Fraction = Fraction(1)
    batch: Fraction = Fraction(1)

    @property
    def direction(self) -> tuple[int, int] | None:
        """A : C, where both grow alike."""
        if self.p != self.q:
            return None
        ratio = self.a / self.c
        return ratio.numerator, ratio.denominator

    def text(self, window: Window, point: Point) -> str:
        """The path, as r against d, gamma and B.

        Parameters
        ----------
        window
            For the order of the learning rate.
        point
            alpha and beta.
        """
        if self.p == self.q:
            share = 2 * point[0] * (self.a / (self.a + self.c))
            path = f"r = d^({share - window.rate.exponent('d')(point)})"
        elif self.q == 0:
            path = f"d^(2 alpha)/(gamma B r) = log(gamma B r)^({self.c})"
        elif self.p == 0:
            path = f"gamma B r = log(d^(2 alpha)/(gamma B r))^({self.a})"
        elif self.p == 1:
            path = "log(d^(2 alpha)/(gamma B r)) = sqrt(log(gamma B r))"
        else:
            path = "log(gamma B r) = sqrt(log(d^(2 alpha)/(gamma B r)))"
        factors = [("gamma over its order", self.rate), ("B", self.batch)]
        extra = [f"{name} = {x}" for name, x in factors if x != 1]
        return ", ".join([path, *extra])


def _paths() -> tuple[Path, ...]:
    one, two = Fraction(1), Fraction(2)
    found = [Path(Fraction(a), Fraction(c)) for a, c in ((1, 1), (1, 3), (3, 1), (1, 9), (9, 1))]
    found += [Path(one, Fraction(k), q=_ZERO) for k in (1, 8, Fraction(1, 8))]
    found += [Path(Fraction(k), one, p=_ZERO) for k in (1, 8, Fraction(1, 8))]
    half = one / two
    found += [Path(one, one, q=half), Path(one, one, p=half)]
    found += [Path(one, Fraction(30)), Path(Fraction(30), one)]
    found += [Path(one, one, rate=half), Path(one, one, batch=two)]
    return tuple(found)


PATHS = _paths()


@dataclass(frozen=True)
class Behaviour:
    """A quantity along a path: a constant that is not 0 times a scale.

    Parameters
    ----------
    scale
        Exponents of e^L, e^sqrt(L), L, log L, log log L.
    products
        What adds up to the constant, as products of numbers.
    names
        Values of the named factors.
    """

    scale: Row
    products: tuple[Product, ...]
    names: Mapping[str, Fraction]

    def constant(self) -> Ball:
        """The constant.

        Raises
        ------
        Undecided
            It has no value.
        """
        return value(self.products, _ORIGIN, self.names)


def at_point(whole: Sum, point: Point) -> Sum:
    """A sum with numbers in place of the parameters, like products joined.

    Parameters
    ----------
    whole
        The sum.
    point
        Value of each parameter.
    """
    return Sum.of(*(_at(p, point) for p in whole.products)).plus_error(
        *(_at(e.shape, point) for e in whole.errors)
    )


def _at(product: Product, point: Point) -> Product:
    def number(ratio: Ratio) -> Ratio:
        return Ratio.constant(ratio(point), VARIABLES)

    powers = []
    rest = Product.of(number(product.coefficient))
    for base, exponent in product.powers:
        if isinstance(base, tuple):
            at = Ratio(base, Ratio.constant(1, VARIABLES).denominator)(point)
            if not isinstance(at, Fraction) or at <= 0:
                raise Undecided("a base that is no positive rational number")
            rest = rest * Product.number_to(at, number(exponent))
        else:
            powers.append((base, number(exponent)))
    return rest * Product.make(
        Ratio.constant(1, VARIABLES),
        powers,
        [(number(a), number(e)) for a, e in product.gammas],
        [(number(a), number(e)) for a, e in product.zetas],
        [(_at(inner, point), number(e)) for inner, e in product.logs],
    )


def behaviour(whole: Sum, path: Path, window: Window, point: Point) -> Behaviour | None:
    """What a sum at a point is like along a path, or None where that is not settled.

    Parameters
    ----------
    whole
        From ``at_point``, terms expanded.
    path
        The path.
    window
        The window on a region that contains the point.
    point
        alpha and beta.
    """
    scaled = [(p, _scale(p, path, window, point)) for p in _chosen(whole.products, path)]
    # Only where every logarithm is a multiple of L do equal constants cancel for good.
    exact = path.p == path.q and not any(window.growth(p).loglogs for p, _ in scaled)
    while scaled:
        top = _largest([s for _, s in scaled])
        if any(not _negligible(e, top, path, window, point) for e in whole.errors):
            return None
        leading = [p for p, s in scaled if s == top]
        constants = Sum.of(*(_stripped(p, path, window, point) for p in leading)).products
        if constants or not exact:
            return _constant(constants, top, path)
        scaled = [(p, s) for p, s in scaled if s != top]
    return None


def _constant(constants: tuple[Product, ...], top: Row, path: Path) -> Behaviour | None:
    """What is in front of the largest scale, if it is surely not 0."""
    names = {RATE: path.rate, "gamma": path.rate, "B": path.batch}
    if not constants:
        return None
    unknown = {_unknown(p, names) for p in constants}
    if len(unknown) > 1:
        return None  # two factors without values: their difference may be 0
    if len(constants) == 1:
        alone = constants[0]
        known = all(_surely(inner, names) for inner, _ in alone.logs)
        return Behaviour(top, constants, names) if known else None
    (factor,) = unknown
    reduced = tuple(p / factor for p in constants)
    if value(reduced, _ORIGIN, names).sign() == 0:
        return None
    return Behaviour(top, constants, names)


def _surely(inner: Product, names: Mapping[str, Fraction]) -> bool:
    try:
        one = Product.make(
            Ratio.constant(1, VARIABLES), logs=((inner, Ratio.constant(1, VARIABLES)),)
        )
        return value([one], _ORIGIN, names).sign() != 0
    except Undecided:
        return False


def _unknown(product: Product, names: Mapping[str, Fraction]) -> Product:
    """Factors without values."""
    rows = [
        (b, e) for b, e in product.powers if isinstance(b, str) and b not in names and b != "pi"
    ]
    return Product.make(Ratio.constant(1, VARIABLES), rows)


def _chosen(products: Iterable[Product], path: Path) -> list[Product]:
    """Products without those that vanish for the chosen rate and batch: log 1 = 0."""
    zero = [Product.base(RATE, VARIABLES)] if path.rate == 1 else []
    zero += [Product.base("B", VARIABLES)] if path.batch == 1 else []
    return [p for p in products if not any(inner in zero for inner, _ in p.logs)]


def _largest(scales: list[Row]) -> Row:
    top = scales[0]
    for scale in scales[1:]:
        if _compare(scale, top) > 0:
            top = scale
    return top


def _compare(left: Row, right: Row) -> int:
    for x, y in zip(left, right, strict=True):
        found = sign(x - y)
        if found:
            return found
    return 0


def _negligible(error: Product, top: Row, path: Path, window: Window, point: Point) -> bool:
    """Whether a remainder is smaller than a scale."""
    growth = window.growth(error)
    row = _row(growth, path, point)
    if growth.tiny:
        # exp(-tau) beats every power of tau and of log tau; where tau = L^a, it beats e^(k L) too
        # if a > 1, and powers of L in any case.
        return path.p > 0 or path.a > 1 or _compare(row[:2], top[:2]) <= 0
    found = _compare(row, top)
    return found < 0 or (found == 0 and growth.small)


def _scale(product: Product, path: Path, window: Window, point: Point) -> Row:
    growth = window.growth(product)
    if growth.tiny or growth.small or TINY in product.names:
        raise Undecided("a product without a scale")
    return _row(growth, path, point)


def _row(growth: Growth, path: Path, point: Point) -> Row:
    """Exponents of e^L, e^sqrt(L), L, log L, log log L."""
    row: list[Exact] = [_ZERO] * 5
    two_alpha = 2 * point[0]
    for ratio, factor, power in ((growth.a, path.a, path.p), (growth.c, path.c, path.q)):
        place = {Fraction(1): 0, Fraction(1, 2): 1, _ZERO: 2}[power]
        row[place] = row[place] + ratio(point) * factor / two_alpha
    for rows, depth in ((growth.logs, 2), (growth.loglogs, 3)):
        for kind, _, exponent in rows:
            power = {"A": path.p, "C": path.q, "M": max(path.p, path.q)}[kind]
            e = exponent(point)
            if power == 0:
                row[depth + 1] = row[depth + 1] + e
            else:
                row[depth] = row[depth] + (e * power if depth == 2 else e)
    return tuple(row)


def _stripped(product: Product, path: Path, window: Window, point: Point) -> Product:
    """Constant in front of the scale."""
    r, gamma, batch = (product.exponent(s) for s in ("r", "gamma", "B"))
    kept = product.without(SIZES)
    result = Product.make(kept.coefficient, kept.powers, kept.gammas, kept.zetas)
    one = Ratio.constant(1, VARIABLES)
    result = result * Product.make(one, (("gamma", gamma - r), ("B", batch - r)))
    for inner, exponent in product.logs:
        factor = _log_factor(inner, path)
        if factor is None:
            result = result * Product.make(one, logs=((inner, exponent),))
        else:
            result = result * Product.number_to(factor, exponent)
    log_power = (gamma - r) * window.rate_log
    if not log_power.reduced().vanishes:
        # (log d)^power with log d = (A + C)/(2 alpha), and A + C as for kind M.
        factor = _straight(path, Fraction(1)) / (2 * _rational(point[0]))
        result = result * Product.number_to(factor, log_power.reduced())
    return result


def _log_factor(inner: Product, path: Path) -> Fraction | None:
    """What a growing logarithm is, over L, its root or log L; None for a logarithm of constants."""
    kind = kind_of(inner)
    if kind is not None:
        name, k = kind
        if name == "M":
            return _straight(path, _rational(k.number))
        return path.a if name == "A" else path.c
    if len(inner.logs) == 1 and (kind := kind_of(inner.logs[0][0])):
        # log of L^p is p log L.
        power = {"A": path.p, "C": path.q, "M": max(path.p, path.q)}[kind[0]]
        return power or Fraction(1)
    return None


def _straight(path: Path, k: Fraction) -> Fraction:
    """A + k C over the larger scale of both."""
    if path.p == path.q:
        return path.a + k * path.c
    return path.a if path.p > path.q else k * path.c


def _rational(x: Exact | None) -> Fraction:
    if not isinstance(x, Fraction):
        raise Undecided("a point that is not rational")
    return x
