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
    """Product of powers and log-powers of sizes, up to a constant factor.

    Parameters
    ----------
    powers
        Pairs (size, exponent), exponents exact; sorted by name, zero exponents left out.
    logs
        Pairs (size, power of its logarithm).

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

    @classmethod
    def of(cls, expression: Expr) -> Order:
        """Read a product of powers of symbols and of their logarithms; constants are dropped.

        Raises
        ------
        DomainError
            Not such a product.
        """
        import sympy as sp

        powers: dict[Symbol, Expr] = {}
        logs: dict[Symbol, Expr] = {}
        constants: set[Expr] = set()
        for factor in sp.Mul.make_args(sp.powsimp(sp.expand_log(sp.sympify(expression)))):
            base, exponent = factor.as_base_exp()
            if base.is_number and (base != sp.E or exponent.is_number):
                constants.add(factor)
            elif base.is_Symbol:
                powers[base] = powers.get(base, sp.S.Zero) + exponent
            elif isinstance(base, sp.log) and base.args[0].is_Symbol:
                logs[base.args[0]] = logs.get(base.args[0], sp.S.Zero) + exponent
            else:
                raise DomainError(f"{factor} is not a power of a size or of its logarithm")
        for factor in constants:
            if factor.free_symbols & {*powers, *logs}:
                raise DomainError(f"{factor} is not a constant, and no power of a size")
        return cls._make(powers, logs)

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
        import sympy as sp

        return dict(self.powers).get(size, sp.S.Zero)

    def log_power(self, size: Symbol) -> Expr:
        """Power of the logarithm of a size."""
        import sympy as sp

        return dict(self.logs).get(size, sp.S.Zero)

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

    def substitute(self, sizes: Mapping[Symbol, Order]) -> Order:
        """Replace sizes by orders of other sizes; the logarithm of a power is that of its base.

        Raises
        ------
        DomainError
            A size under a logarithm is replaced by a product of several sizes.
        """
        import sympy as sp

        result = Order(())
        for size, exponent in self.powers:
            result = result * sizes.get(size, Order(((size, sp.S.One),))) ** exponent
        for size, exponent in self.logs:
            image = sizes.get(size, Order(((size, sp.S.One),)))
            if len(image.powers) != 1:
                raise DomainError(f"log of {image} is not a power of one logarithm")
            result = result * Order((), ((image.powers[0][0], exponent),))
        return result

    def compare(self, other: Order, region: Region, timeout: Limit = None) -> Comparison:
        """Compare on a region of parameters, all sizes tending to infinity independently.

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
        Undecided
            A sign was not settled, or time ran out.
        """
        quotient, clock = self / other, Clock.of(timeout)
        signs = [sign_on(e, region, clock) for _, e in quotient.powers]
        signs += [
            sign_on(e, region, clock) for s, e in quotient.logs if s not in dict(quotient.powers)
        ]
        if not signs:
            return Comparison.SAME
        if all(s == -1 for s in signs):
            return Comparison.SMALLER
        if all(s == 1 for s in signs):
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


def sign_region(expression: Expr, relation: str, domain: Region, timeout: Limit = None) -> Region:
    """Part of a domain where a rational function is ``>``, ``<`` or ``=`` 0, in simplest form.

    Factors whose sign the domain settles are left out, so that the result reads like
    "alpha > 1/2" and not like the product it came from.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> positive = Region.where(alpha > 0)
    >>> sign_region(1 - 1 / (2 * alpha), ">", positive)
    Region(alpha > 1/2)
    """
    import sympy as sp

    clock = Clock.of(timeout)
    top, bottom = sp.fraction(sp.cancel(sp.together(expression)))
    lead, factors = sp.factor_list(top * bottom)
    kept: list[Expr] = [sp.sign(lead)]
    for factor, multiplicity in factors:
        if multiplicity % 2 == 0:
            continue
        settled = sign_on(factor, domain, clock)
        kept.append(factor if settled not in (-1, 1) else sp.Integer(settled))
    product = sp.expand(sp.Mul(*kept))
    make = {">": sp.Gt, "<": sp.Lt, "=": sp.Eq}[relation]
    here = Region.where(make(product, 0), parameters=domain.names)
    return (domain & here).simplified(clock) if product.free_symbols else domain & here


def product(orders: Iterable[Order]) -> Order:
    """Product of orders."""
    result = Order(())
    for order in orders:
        result = result * order
    return result
