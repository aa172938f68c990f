"""Orders of magnitude: products of powers and logarithms of sizes that tend to infinity.

An order says "equal up to constant factors" (the sign =Theta=, in print an
asymptotic equality sign), and is compared exponent by exponent. Expansions, which also know the
constant, are another type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from phasecalc.asymptotics.rules.hypotheses import (
    as_expression,
    is_rational,
    require_exponent,
    require_positive,
    require_roles,
)
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region, sign_on
from phasecalc.regions.work import Clock, Limit

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["Comparison", "Order", "sign_region"]


class Comparison(StrEnum):
    """How two orders compare on a whole region."""

    SMALLER = "<<"
    SAME = "=Theta="
    LARGER = ">>"
    MIXED = "depends on the parameters or on how the sizes grow"


@dataclass(frozen=True)
class Order:
    """Product of powers and log-powers of sizes, up to a positive constant factor.

    Parameters
    ----------
    powers
        Pairs (size, exponent), exponents exact; sorted by name, zero exponents left out.
    logs
        Pairs (size, power of its logarithm).

    Raises
    ------
    DomainError
        A size occurs twice or in an exponent, or an exponent is not a rational function.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, d, r
    >>> x = Order.of(r ** (-alpha)) * Order.of(d**2) ** alpha
    >>> x
    Order(d**(2*alpha)/r**alpha)
    >>> f = Order.of(d) ** 3
    >>> print(x.substitute({r: f}))
    d**(-alpha)
    """

    powers: tuple[tuple[Symbol, Expr], ...]
    logs: tuple[tuple[Symbol, Expr], ...] = ()

    def __post_init__(self) -> None:

        for pairs in (self.powers, self.logs):
            names = [s.name for s, _ in pairs]
            if len(set(names)) != len(names):
                raise DomainError(f"a size occurs twice among {', '.join(names)}")
        sizes = {s.name for s in self.sizes}
        if not all(s.is_Symbol and s.is_positive for s in self.sizes):
            raise DomainError(f"{', '.join(sorted(sizes))}: a size is a positive symbol")
        for size, power in (*self.powers, *self.logs):
            exponent = as_expression(power)
            if sizes & {s.name for s in exponent.free_symbols} or not is_rational(exponent):
                raise DomainError(
                    f"{size}**({exponent}) is not a power of a size: the exponent must be a "
                    "rational function of the parameters"
                )

    @classmethod
    def of(
        cls, expression: Expr, domain: Region | None = None, constants: Iterable[Symbol] = ()
    ) -> Order:
        """Read a product of powers of sizes and of their logarithms; constants are dropped.

        Parameters
        ----------
        expression
            The product.
        domain
            Region whose names are the parameters; without it a factor that depends on parameters
            is dropped only if it is a power of a positive number.
        constants
            Symbols that are fixed positive numbers and no sizes.

        Raises
        ------
        DomainError
            Not such a product, or a factor that is not known to be a positive constant.

        Examples
        --------
        >>> from phasecalc.symbols import alpha, d
        >>> Order.of(d / (alpha - 1), Region.where(alpha > 1))
        Order(d)
        """
        return read_product(expression, domain, constants)[1]

    @classmethod
    def _make(cls, powers: Mapping[Symbol, Expr], logs: Mapping[Symbol, Expr]) -> Order:
        def tidy(exponents: Mapping[Symbol, Expr]) -> tuple[tuple[Symbol, Expr], ...]:
            import sympy as sp

            # Left as given where no cancellation is possible: cancel would expand author form.
            reduced = {s: e if e.is_Atom else sp.cancel(e) for s, e in exponents.items()}
            return tuple(
                sorted(((s, e) for s, e in reduced.items() if e != 0), key=lambda p: p[0].name)
            )

        return cls(tidy(powers), tidy(logs))

    @property
    def sizes(self) -> tuple[Symbol, ...]:
        """Sizes that occur."""
        return tuple(dict.fromkeys(s for s, _ in (*self.powers, *self.logs)))

    def exponent(self, size: Symbol) -> Expr:
        """Exponent of a size (0 where it does not occur)."""
        return self._of(size, self.powers)

    def log_power(self, size: Symbol) -> Expr:
        """Power of the logarithm of a size."""
        return self._of(size, self.logs)

    def _of(self, size: Symbol, pairs: tuple[tuple[Symbol, Expr], ...]) -> Expr:
        import sympy as sp

        self._require_same([size])
        return dict(pairs).get(size, sp.S.Zero)

    def _require_same(self, sizes: Iterable[Symbol]) -> None:
        """Refuse another symbol with the name of a size, which would count as not occurring."""
        own = {s.name: s for s in self.sizes}
        for s in sizes:
            if own.get(s.name, s) != s:
                raise DomainError(f"two different symbols are called {s.name}; use the same one")

    def __mul__(self, other: Order) -> Order:
        sizes = (*self.sizes, *other.sizes)
        return Order._make(
            {s: self.exponent(s) + other.exponent(s) for s in sizes},
            {s: self.log_power(s) + other.log_power(s) for s in sizes},
        )

    def __truediv__(self, other: Order) -> Order:
        return self * other**-1

    def __pow__(self, exponent: Expr) -> Order:
        return Order._make(
            {s: e * exponent for s, e in self.powers}, {s: e * exponent for s, e in self.logs}
        )

    def substitute(self, sizes: Mapping[Symbol, Order], domain: Region | None = None) -> Order:
        """Replace sizes by orders of other sizes; the logarithm of a power is that of its base.

        Parameters
        ----------
        sizes
            Images; other sizes stay.
        domain
            Where the exponent of a size under a logarithm is to be positive, if it is no number.

        Raises
        ------
        DomainError
            A size under a logarithm is replaced by a product of several sizes, or by what is not
            known to tend to infinity.
        """
        import sympy as sp

        self._require_same(sizes)
        result = Order(())
        for size, exponent in self.powers:
            result = result * sizes.get(size, Order(((size, sp.S.One),))) ** exponent
        for size, exponent in self.logs:
            image = sizes.get(size, Order(((size, sp.S.One),)))
            if len(image.powers) != 1 or {s for s, _ in image.logs} - {image.powers[0][0]}:
                raise DomainError(f"log of {image} is not a power of one logarithm")
            base, power = image.powers[0]
            # log(f**p) is p log(f): a constant times log(f) only for p > 0.
            require_positive(
                as_expression(power), domain, (), f"{size} = {image} stands under a logarithm;"
            )
            result = result * Order((), ((base, exponent),))
        return result

    def compare(self, other: Order, region: Region, timeout: Limit = None) -> Comparison:
        """Compare on a region of parameters, all sizes tending to infinity independently.

        A power of a size outweighs any power of its logarithm, and where it vanishes the
        logarithm decides; powers and logarithms of different sizes are not comparable.

        Parameters
        ----------
        other
            Order to compare with.
        region
            Parameters; the exponents must be rational functions of them.
        timeout
            Seconds to wait, or None for as long as the counted work takes.

        Raises
        ------
        DomainError
            The region is empty, or an exponent is not defined on all of it.
        Undecided
            A sign was not settled, or time ran out.

        Examples
        --------
        >>> import sympy as sp
        >>> from phasecalc.symbols import alpha, d
        >>> str(Order.of(sp.log(d) * d**alpha).compare(Order(()), Region.where(alpha >= 0)))
        '>>'
        """
        clock = Clock.of(timeout)
        if not region.cells or region.empty(clock):
            raise DomainError("the region is empty: there is nothing to compare on it")
        quotient = self / other
        if {s.name for s in quotient.sizes} & set(region.names):
            raise DomainError(f"{quotient}: a size has the name of a parameter of the region")
        trends = {
            _trend(quotient.exponent(s), quotient.log_power(s), region, clock)
            for s in quotient.sizes
        }
        if trends <= {0}:
            return Comparison.SAME
        if trends <= {0, -1}:
            return Comparison.SMALLER
        if trends <= {0, 1}:
            return Comparison.LARGER
        return Comparison.MIXED

    def as_expr(self) -> Expr:
        """Product as a SymPy expression."""
        import sympy as sp

        return sp.Mul(*(s**e for s, e in self.powers), *(sp.log(s) ** e for s, e in self.logs))

    def __str__(self) -> str:
        return str(self.as_expr())

    def __repr__(self) -> str:
        return f"Order({self})"

    def _repr_latex_(self) -> str:
        import sympy as sp

        return f"${sp.latex(self.as_expr())}$"


def read_product(
    expression: Expr, domain: Region | None = None, constants: Iterable[Symbol] = ()
) -> tuple[Expr, Order]:
    """Constant and order of a product of positive constants, powers of sizes and logarithms.

    Parameters as for ``Order.of``.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, d
    >>> read_product((2 * d) ** -alpha)
    (2**(-alpha), Order(d**(-alpha)))
    """
    import sympy as sp

    expression, constants = as_expression(expression), tuple(constants)
    sizes = require_roles([expression], domain, constants)
    powers: dict[Symbol, Expr] = {}
    logs: dict[Symbol, Expr] = {}
    left: list[Expr] = []
    for factor in sp.Mul.make_args(sp.expand_power_base(sp.expand_log(expression))):
        base, exponent = factor.as_base_exp()
        kept = logs if isinstance(base, sp.log) else powers
        size = base.args[0] if kept is logs else base
        if size in sizes and not exponent.free_symbols & sizes:
            kept[size] = kept.get(size, sp.S.Zero) + exponent
        elif factor.free_symbols & sizes or (base == sp.E and not exponent.is_number):
            raise DomainError(f"{factor} is not a power of a size or of its logarithm")
        else:
            left.append(factor)
    for exponent in (*powers.values(), *logs.values()):
        if domain is not None:
            require_exponent(exponent, domain, "the exponent")
    constant = sp.Mul(*left)
    require_positive(constant, domain, constants, f"{expression} is no power of a size:")
    return constant, Order._make(powers, logs)


def sign_region(expression: Expr, relation: str, domain: Region, timeout: Limit = None) -> Region:
    """Part of a domain where a rational function is ``>``, ``<`` or ``=`` 0, in simplest form.

    Factors whose sign the domain settles are left out, so that the result reads like
    "alpha > 1/2" and not like the product it came from.

    Raises
    ------
    DomainError
        Not a rational function of the parameters, or not defined on the whole domain.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> positive = Region.where(alpha > 0)
    >>> sign_region(1 - 1 / (2 * alpha), ">", positive)
    Region(alpha > 1/2)
    """
    import sympy as sp

    require_exponent(expression, domain, "the quantity")
    clock = Clock.of(timeout)
    top, bottom = sp.fraction(sp.cancel(sp.together(expression)))
    lead, factors = sp.factor_list(top * bottom)
    kept: list[Expr] = [sp.sign(lead)]
    for factor, multiplicity in factors:
        settled = sign_on(factor, domain, clock)
        if settled in (-1, 1):
            kept.append(sp.Integer(settled) ** multiplicity)
        else:
            # An even factor has a sign, but it may vanish.
            kept.append(factor if multiplicity % 2 or relation == "=" else factor**2)
    product = sp.expand(sp.Mul(*kept))
    make = {">": sp.Gt, "<": sp.Lt, "=": sp.Eq}[relation]
    here = Region.where(make(product, 0), parameters=domain.names)
    return (domain & here).simplified(clock) if product.free_symbols else domain & here


def _trend(power: Expr, log_power: Expr, region: Region, timeout: Limit) -> int | None:
    """Whether size**power * log(size)**log_power grows (1), falls (-1), stays (0), or it varies."""
    import sympy as sp

    signs = []
    for e in map(as_expression, (power, log_power)):
        require_exponent(e, region, "the exponent")
        top, bottom = sp.fraction(sp.cancel(sp.together(e)))
        signs.append(sp.expand(top * bottom))
    first, second = signs
    names = region.names

    def implied(*formula: Expr) -> bool:
        return bool(region.implies(Region.where(*formula, parameters=names), timeout))

    for s in (1, -1):
        beyond = sp.Gt(s * first, 0), sp.And(sp.Eq(first, 0), sp.Gt(s * second, 0))
        if implied(sp.Or(*beyond, evaluate=False)):
            return s
    return 0 if implied(sp.Eq(first, 0), sp.Eq(second, 0)) else None


def product(orders: Iterable[Order]) -> Order:
    """Product of orders."""
    result = Order(())
    for order in orders:
        result = result * order
    return result
