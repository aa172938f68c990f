"""How products grow when r and d tend to infinity in the power-law window.

The window is 1 << tau << d**(2 alpha) with tau = gamma B r, the learning rate
at its largest stable order and B fixed. With A = log tau and
C = log(d**(2 alpha)/tau), both tend to infinity, independently; a product of
powers of sizes is exp((a A + c C)/(2 alpha)) with a and c rational in alpha
and beta. So it tends to 0 on every path exactly if a <= 0, c <= 0 and not both
vanish; it stays between constants exactly if both vanish. Logarithms are
A, C or M = A + k C with k > 0, which grows like the larger of both; they
decide where a or c vanishes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from phasecalc.checker import multiply
from phasecalc.claims.orders.scales import Scale
from phasecalc.claims.reading.ask import Clock, Found, implied
from phasecalc.claims.reading.language import PARAMETERS, SIZES
from phasecalc.claims.reading.quantities import LEADING_FORMS
from phasecalc.claims.reading.region import compared
from phasecalc.claims.reading.signs import essential, sign_of
from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Product
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.sums import Sum
from phasecalc.regions.region import Region

__all__ = ["ASSUMES", "ONE", "SMALL", "TINY", "TWO_ALPHA", "Growth", "Window"]

REGIME = (
    "orders for d, r -> oo with 1 << gamma B r << d^(2 alpha), gamma of its largest stable order, "
    "B fixed, each alpha and beta fixed"
)
ASSUMES = (REGIME, LEADING_FORMS)

VARIABLES = len(PARAMETERS)
ONE = Ratio.constant(1, VARIABLES)
ZERO = Ratio.constant(0, VARIABLES)
TWO_ALPHA = Ratio.variable(0, VARIABLES) * Ratio.constant(2, VARIABLES)

TAU, WIDTH = "tau", "d**(2*alpha)/tau"
RATE = "gamma over its order"
TINY = "exp(-2*tau)"
SMALL = "o(1)"  # tends to 0, at a rate that is not known
_MOST_POWER = 6  # of A + k C, multiplied out
_BOUNDED = ("gamma", "B", RATE)


@dataclass(frozen=True)
class Growth:
    """Logarithm of a product in the window, (a A + c C)/(2 alpha), and its logarithms.

    Parameters
    ----------
    a, c
        Quotients of polynomials.
    logs
        Triples (kind, k, exponent): "A", "C", or "M" for A + k C.
    loglogs
        The same for logarithms of these.
    tiny
        Whether there is a factor exp(-2 tau).
    small
        Whether there is a factor that tends to 0 at an unknown rate.
    bound
        Whether some factor may vanish, so that only an upper bound is meant.
    """

    a: Ratio
    c: Ratio
    logs: tuple[tuple[str, Ratio, Ratio], ...] = ()
    loglogs: tuple[tuple[str, Ratio, Ratio], ...] = ()
    tiny: bool = False
    small: bool = False
    bound: bool = False


@dataclass
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
    two_alpha
        2 alpha, a number where the region fixes alpha.
    terms
        Largest product of each term of the loss there.
    unsettled
        Quotients whose signs were needed and are not the same on the whole region.
    """

    region: Region
    rate: Product
    clock: Clock
    two_alpha: Ratio = TWO_ALPHA
    terms: Mapping[str, Product] = field(default_factory=dict)
    unsettled: list[Ratio] = field(default_factory=list)

    @property
    def rate_log(self) -> Ratio:
        """Power of log d in the order of the learning rate."""
        found = ZERO
        for _, exponent in self.rate.logs:
            found = found + exponent
        return found.reduced()

    def growth(self, product: Product) -> Growth:
        """Growth of a product.

        Parameters
        ----------
        product
            Its constants do not matter.
        """
        for name, lead in self.terms.items():
            exponent = product.exponent(name)
            if not exponent.vanishes:
                product = product.without([name]) * lead.raised(exponent)
        r, d, gamma = (product.exponent(s) for s in ("r", "d", "gamma"))
        times = (gamma - r).reduced()
        total = (d + self.rate.exponent("d") * times).reduced()
        logs: list[tuple[str, Ratio, Ratio]] = []
        loglogs: list[tuple[str, Ratio, Ratio]] = []
        bound = False
        for inner, exponent in product.logs:
            bound = self._file(inner, exponent, logs, loglogs) or bound
        if not (power := (times * self.rate_log).reduced()).vanishes:
            logs.append(("M", ONE, power))
        names = product.names
        return Growth(
            (self.two_alpha * r + total).reduced(),
            total,
            tuple(logs),
            tuple(loglogs),
            TINY in names,
            SMALL in names,
            bound,
        )

    def _file(
        self,
        inner: Product,
        exponent: Ratio,
        logs: list[tuple[str, Ratio, Ratio]],
        loglogs: list[tuple[str, Ratio, Ratio]],
    ) -> bool:
        """Sort one logarithm in; whether it may vanish."""
        kind = kind_of(inner)
        if kind is not None:
            logs.append((*kind, exponent))
            return False
        if len(inner.logs) == 1 and not inner.powers and (kind := kind_of(inner.logs[0][0])):
            loglogs.append((*kind, exponent))
            return False
        if any(n in (*SIZES, TAU, WIDTH) for n in inner.names if n not in _BOUNDED):
            raise Undecided("a logarithm of this kind has no growth here")
        if known_log(inner):
            return False
        number = exponent.number
        if not isinstance(number, Fraction) or number < 0:
            raise Undecided("a logarithm of a constant that may vanish, in a denominator")
        return True

    def vanishes(self, product: Product) -> Found:
        """Whether a product tends to 0 on every path.

        Parameters
        ----------
        product
            The product; for a remainder, what bounds it.
        """
        return self._implied(product, vanishing=True)

    def bounded(self, product: Product) -> Found:
        """Whether a product stays below a constant on every path, in absolute value.

        Parameters
        ----------
        product
            The product.
        """
        return self._implied(product, vanishing=False)

    def _implied(self, product: Product, *, vanishing: bool) -> Found:
        growth = self.growth(product)
        scale = self._scale(growth)
        a, c = ({o: self._compared(x, o) for o in ("<", "<=", "==")} for x in (growth.a, growth.c))
        wanted = a["<"] & c["<"]
        if scale is None:  # powers at both ends beat logarithms to any power
            found = self._asked(wanted, growth)
            open_ = Found.open("logarithms to powers that are not numbers, or of both signs")
            return found if found.proved else open_
        if growth.tiny:
            wanted = c["<="] if scale.bounded_in_c else c["<"]
            return self._asked(wanted, growth)
        if scale.bounded_in_c:
            wanted = wanted | (a["<"] & c["<="])
        if scale.bounded_in_a:
            wanted = wanted | (a["<="] & c["<"])
        even = scale.vanishes or (scale.bounded and (growth.small or not vanishing))
        if even and scale.bounded_in_a and scale.bounded_in_c:
            wanted = a["<="] & c["<="]
        elif even:
            wanted = wanted | (a["=="] & c["=="])
        return self._asked(wanted, growth)

    def _scale(self, growth: Growth) -> Scale | None:
        """The logarithms as one scale, or None where their exponents are not settled enough.

        Where all exponents have one sign, that alone decides whether they stay bounded.
        """
        parts = (growth.logs, growth.loglogs)
        numbers = [[(kind, e.number) for kind, _, e in part] for part in parts]
        if any(not isinstance(n, Fraction) for part in numbers for _, n in part):
            signs = [
                [(kind, sign_of(e, self.region, self.clock)) for kind, _, e in p] for p in parts
            ]
            if len({s for part in signs for _, s in part}) != 1:
                return None
            numbers = [[(k, None if s is None else Fraction(s)) for k, s in p] for p in signs]
        rows = [[(k, n) for k, n in part if isinstance(n, Fraction)] for part in numbers]
        if sum(map(len, rows)) != sum(map(len, parts)):
            return None
        return Scale.of(*rows)

    def lead(self, whole: Sum) -> Product | None:
        """Product of a sum against which every other part tends to 0, or None."""
        for product in whole.products:
            if self.growth(product).bound:
                continue
            rest = [p for p in whole.products if p != product]
            inverse = product.inverse()
            if all(self.vanishes(p * inverse).proved for p in (*rest, *whole.errors)):
                return product
        return None

    def _asked(self, wanted: Region, growth: Growth) -> Found:
        found = implied(self.region, wanted, self.clock)
        if not found.proved:
            self.unsettled += [x for x in (growth.a, growth.c) if x.number is None]
        return found

    def _compared(self, ratio: Ratio, operator: str) -> Region:
        if ratio.vanishes:
            return Region(PARAMETERS, ((),) if operator in ("==", "<=", ">=") else ())
        signed = ratio.top if operator == "==" else multiply(ratio.top, ratio.bottom)
        return compared(essential(signed, self.region, self.clock), operator)

    def logarithms(self, whole: Sum) -> Sum:
        """A sum of logarithms of single sizes, in those of tau and of d**(2 alpha)/tau.

        Parameters
        ----------
        whole
            As ``normal.sums.logarithm`` gives it.
        """
        size = {s: ZERO for s in SIZES}
        rest = []
        for product in whole.products:
            name = _plain_log(product)
            if name is None:
                rest.append(product)
            else:
                size[name] = size[name] + product.coefficient
        rate = size["gamma"] - size["r"]
        d = (size["d"] + rate * self.rate.exponent("d")) / self.two_alpha
        parts = Sum.of(*rest) + self._straight((size["r"] + d).reduced(), d.reduced())
        parts = parts + Sum.of(
            _log(Product.base(RATE, VARIABLES), rate),
            _log(Product.base("B", VARIABLES), size["B"] - size["r"]),
        )
        if not (power := (rate * self.rate_log).reduced()).vanishes:
            parts = parts + Sum.of(
                _log(_log(_mixed(ONE), ONE), power), _log(Product.of(self.two_alpha), -power)
            )
        return parts.plus_error(*whole.errors)

    def _straight(self, a: Ratio, c: Ratio) -> Sum:
        """The logarithm a A + c C, as one product where both have one sign."""
        signs = [sign_of(x, self.region, self.clock) for x in (a, c)]
        if signs[0] == signs[1] and signs[0]:
            return Sum.of(_log(_mixed((c / a).reduced()), a))
        return Sum.of(_log(_A, a), _log(_C, c))


def _log(inner: Product, coefficient: Ratio) -> Product:
    """Coefficient times the logarithm of a product."""
    if inner.is_one:
        return Product.of(ZERO)
    return Product.make(coefficient.reduced(), logs=((inner, ONE),))


def _mixed(k: Ratio) -> Product:
    return Product.make(ONE, ((TAU, ONE), (WIDTH, k)))


def kind_of(inner: Product) -> tuple[str, Ratio] | None:
    """What a logarithm is: A, C, or A + k C."""
    powers = dict(inner.powers)
    if not powers or not powers.keys() <= {TAU, WIDTH} or inner.logs or inner.gammas:
        return None
    if len(powers) == 2:
        return "M", powers[WIDTH]
    return ("A" if TAU in powers else "C"), ONE


def known_log(inner: Product) -> bool:
    """Whether the logarithm of a constant is surely positive."""
    number = inner.coefficient.number
    plain = not (inner.powers or inner.gammas or inner.zetas or inner.logs)
    return (plain and number is not None and number > 1) or inner == Product.base("pi", VARIABLES)


def _plain_log(product: Product) -> str | None:
    """Size of which a product is the logarithm, times a coefficient."""
    if product.powers or product.gammas or product.zetas or len(product.logs) != 1:
        return None
    ((inner, exponent),) = product.logs
    name = inner.powers[0][0] if len(inner.powers) == 1 else None
    alone = isinstance(name, str) and inner == Product.base(name, VARIABLES)
    return name if alone and exponent == ONE and isinstance(name, str) and name in SIZES else None


def expanded_logs(whole: Sum) -> Sum:
    """Whole positive powers of A + k C, multiplied out, so that equal parts meet.

    Parameters
    ----------
    whole
        The sum; in its remainders a positive power becomes two, since it is below both together.
    """
    result = Sum()
    for product in whole.products:
        part = Sum.of(_without_logs(product))
        for inner, exponent in product.logs:
            number, kind = exponent.number, kind_of(inner)
            whole_power = isinstance(number, Fraction) and number.denominator == 1
            times = int(number) if isinstance(number, Fraction) and whole_power else 0
            if kind is None or kind[0] != "M" or not 0 < times <= _MOST_POWER:
                part = part.times(Product.make(ONE, logs=((inner, exponent),)))
                continue
            both = Sum.of(_log(_A, ONE), _log(_C, kind[1]))
            for _ in range(times):
                part = part * both
        result = result + part
    return result.plus_error(*(b for e in whole.errors for b in _bounds(e)))


def _bounds(error: Product) -> list[Product]:
    """Remainders that together exceed one, without positive powers of A + k C."""
    found = [_without_logs(error)]
    for inner, exponent in error.logs:
        number, kind = exponent.number, kind_of(inner)
        split = kind is not None and kind[0] == "M" and isinstance(number, Fraction) and number > 0
        parts = [_A, _C] if split else [inner]
        found = [e * Product.make(ONE, logs=((p, exponent),)) for e in found for p in parts]
    return found


def _without_logs(product: Product) -> Product:
    return replace(product, logs=())


_A, _C = (Product.base(n, VARIABLES) for n in (TAU, WIDTH))
