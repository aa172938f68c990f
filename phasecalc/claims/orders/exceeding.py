"""Signs of sums of products, where sizes are any and not only large."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from phasecalc.claims.orders.window import ONE, TWO_ALPHA, VARIABLES, known_log
from phasecalc.claims.reading.ask import Clock
from phasecalc.claims.reading.balls import value
from phasecalc.claims.reading.language import SIZES
from phasecalc.claims.reading.signs import sign_of
from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Product, primes
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.sums import Sum
from phasecalc.regions.region import Region

__all__ = ["parted_constant", "sign_of_number", "signs_of"]

_ANY = frozenset((-1, 0, 1))
_NUMBERS = "pi"


def signs_of(whole: Sum, region: Region, clock: Clock) -> frozenset[int]:
    """Signs that a sum may have on a region; all three where nothing is settled.

    Parameters
    ----------
    whole
        The sum; sizes as in ``constants.ALL_SIZES``.
    region
        Where.
    clock
        Time left.
    """
    if whole.errors:
        return _ANY
    if whole.vanishes:
        return frozenset((0,))
    each = [_sign(p, region, clock) for p in whole.products]
    for sign in (1, -1):
        if all(s <= {0, sign} for s in each):
            return frozenset((sign,)) if frozenset((sign,)) in each else frozenset((0, sign))
    if all(_is_number(p) for p in whole.products):
        return _by_ball(whole.products)
    if len(whole.products) == 2 and {frozenset((1,)), frozenset((-1,))} == set(each):
        up, down = sorted(whole.products, key=lambda p: each[whole.products.index(p)] != {1})
        return _compared(up / (-down), region, clock)
    return _ANY


def _sign(product: Product, region: Region, clock: Clock) -> frozenset[int]:
    """Signs that a product may have: logarithms of d are positive, of B and r not negative."""
    own = sign_of(product.coefficient, region, clock)
    if own is None:
        return _ANY
    signs = frozenset((own,))
    for inner, exponent in product.logs:
        whole = exponent.number
        even = isinstance(whole, Fraction) and whole.denominator == 1 and whole % 2 == 0
        if known_log(inner) or inner == Product.base("d", VARIABLES):
            continue
        weak = any(inner == Product.base(n, VARIABLES) for n in ("B", "r"))
        positive = isinstance(whole, Fraction) and whole > 0
        if positive and (weak or even):
            signs = signs | {0}
        elif _is_number(inner) and positive and isinstance(whole, Fraction):
            found = _by_ball([Product.make(ONE, logs=((inner, ONE),))])
            if len(found) > 1 or whole.denominator != 1:
                return _ANY
            (sign,) = found
            signs = frozenset(s * sign ** int(whole) for s in signs)
        else:
            return _ANY
    return signs


def _is_number(product: Product) -> bool:
    """Whether a product has one value, without parameters and names but pi."""
    rows = [*product.powers, *product.gammas, *product.zetas, *product.logs]
    ratios = [product.coefficient, *(e for _, e in rows)]
    ratios += [a for a, _ in (*product.gammas, *product.zetas)]
    bases = all(b == _NUMBERS or isinstance(b, int) for b, _ in product.powers)
    logs = all(_is_number(inner) for inner, _ in product.logs)
    return bases and logs and all(r.number is not None for r in ratios)


def sign_of_number(products: Iterable[Product]) -> int | None:
    """Sign of a sum of products without parameters and sizes, if it is certain.

    Parameters
    ----------
    products
        The products.
    """
    found = _by_ball(products)
    return next(iter(found)) if len(found) == 1 else None


def parted_constant(product: Product) -> tuple[Product, Product]:
    """The factors that are numbers, and all others.

    Parameters
    ----------
    product
        The product.
    """

    def chosen(number: bool) -> Product:
        def keep(factor: Product) -> bool:
            return _is_number(factor) is number

        one = ONE
        return Product(
            product.coefficient if keep(Product(product.coefficient)) else one,
            tuple((b, e) for b, e in product.powers if keep(Product(one, ((b, e),)))),
            tuple(row for row in product.gammas if keep(Product(one, gammas=(row,)))),
            tuple(row for row in product.zetas if keep(Product(one, zetas=(row,)))),
            tuple(row for row in product.logs if keep(Product(one, logs=(row,)))),
        )

    return chosen(True), chosen(False)


def _by_ball(products: Iterable[Product]) -> frozenset[int]:
    try:
        sign = value(products, (Fraction(0),) * VARIABLES).sign()
    except Undecided:
        return _ANY
    return frozenset((sign,)) if sign else _ANY


def _compared(quotient: Product, region: Region, clock: Clock) -> frozenset[int]:
    """Signs that quotient - 1 may have, for a positive quotient."""
    for candidate, sign in ((quotient, 1), (quotient.inverse(), -1)):
        found = _exceeds(candidate, region, clock)
        if found is not None:
            return frozenset((sign,)) if found else frozenset((0, sign))
    return _ANY


def _exceeds(quotient: Product, region: Region, clock: Clock) -> bool | None:
    """Whether a positive product is above 1 (True) or at least 1 (False); None if not settled."""
    parts: list[int | None] = []
    number = quotient.coefficient.number
    logs: list[tuple[Product, Ratio]] = []
    if isinstance(number, Fraction):
        logs += [(Product.constant(p, VARIABLES), _ratio(n)) for p, n in primes(number).items()]
    else:
        parts.append(sign_of((quotient.coefficient - ONE).reduced(), region, clock))
    sizes = {s: quotient.exponent(s) for s in SIZES}
    parts += _size_parts(sizes, region, clock)
    for base, exponent in quotient.without(SIZES).powers:
        if base == _NUMBERS:
            logs.append((Product.base(_NUMBERS, VARIABLES), exponent))
        elif isinstance(base, int):
            logs.append((Product.constant(base, VARIABLES), exponent))
        else:
            return None
    for make, rows in ((Product.gamma, quotient.gammas), (Product.zeta, quotient.zetas)):
        for argument, exponent in rows:
            if argument.number is not None:
                logs.append((make(argument), exponent))
            elif make == Product.zeta:  # zeta exceeds 1
                parts.append(sign_of(exponent, region, clock))
            else:
                return None
    if quotient.logs:
        return None
    parts.append(_constant_part(logs, region, clock))
    if any(p is None or p < 0 for p in parts):
        return None
    return any(p == 1 for p in parts)


def _size_parts(sizes: dict[str, Ratio], region: Region, clock: Clock) -> list[int | None]:
    """Signs of the exponents of tau, of d^(2 alpha)/tau and of B, of which B may be 1."""
    if not (sizes["gamma"] - sizes["r"]).vanishes:
        return [None]
    c = sizes["d"]
    a = (TWO_ALPHA * sizes["r"] + c).reduced()
    batch = sign_of((sizes["B"] - sizes["r"]).reduced(), region, clock)
    found = [sign_of(x, region, clock) for x in (a, c)]
    return [*found, -1 if batch == -1 else None if batch is None else 0]


def _constant_part(logs: list[tuple[Product, Ratio]], region: Region, clock: Clock) -> int | None:
    """Sign of a sum of exponents times logarithms of numbers, if it is not negative."""
    lower = _ratio(0)
    total: dict[Product, Ratio] = {}
    for base, exponent in logs:
        total[base] = (total[base] + exponent).reduced() if base in total else exponent
    for base, exponent in total.items():
        sign = sign_of(exponent, region, clock)
        if sign == 0:
            continue
        try:
            bounds = value(
                [Product.make(ONE, logs=((base, ONE),))], (Fraction(0),) * VARIABLES
            ).bounds()
        except Undecided:
            return None
        if sign is None or bounds is None:
            return None
        low, high = (
            Fraction(round(x * 2**40) + s, 2**40) for x, s in zip(bounds, (-1, 1), strict=True)
        )
        lower = lower + exponent * _ratio(low if sign > 0 else high)
    return sign_of(lower.reduced(), region, clock)


def _ratio(value_: Fraction | int) -> Ratio:
    return Ratio.constant(value_, VARIABLES)
