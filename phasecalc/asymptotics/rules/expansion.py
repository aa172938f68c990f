"""Leading terms with their constant, their remainder, and where they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.asymptotics.rules.hypotheses import as_expression
from phasecalc.asymptotics.rules.order import Order
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Expansion"]


@dataclass(frozen=True)
class Expansion:
    """Leading term ``constant * order`` of a quantity, in the sense that the ratio tends to 1.

    Parameters
    ----------
    constant
        Factor without sizes (dimensionless).
    order
        Power-law part.
    remainders
        Relative errors, each up to a constant factor, as expressions in the sizes; the error of
        the leading term is of the order of their sum.
    region
        Parameters for which this is the leading term.
    rule
        Name of the rule that gave it.
    window
        Expressions that must tend to 0 for the statement to hold: how far the sizes may go.

    Raises
    ------
    DomainError
        The constant is 0, infinite or undefined, or contains one of the sizes; or a size is named
        like a parameter.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.symbols import alpha, r
    >>> e = Expansion(sp.gamma(alpha), Order.of(r**-alpha), (sp.exp(-r),), Region.where(alpha > 0))
    >>> e.leading, e.exponent(r)
    (gamma(alpha)/r**alpha, alpha)
    """

    constant: Expr
    order: Order
    remainders: tuple[Expr, ...]
    region: Region
    rule: str = ""
    window: tuple[Expr, ...] = ()

    def __post_init__(self) -> None:
        import sympy as sp

        constant = as_expression(self.constant)
        if constant.is_zero or constant is sp.nan or constant.is_infinite:
            raise DomainError(f"{constant} cannot be the constant of a leading term")
        sizes = {s.name for s in self.order.sizes}
        if sizes & set(self.region.names):
            raise DomainError(f"{self.order}: a size has the name of a parameter of the region")
        inside = sizes & {s.name for s in constant.free_symbols}
        if inside:
            raise DomainError(
                f"the constant {constant} contains {', '.join(sorted(inside))}, a size of the order"
            )

    @property
    def leading(self) -> Expr:
        """Leading term as one expression."""
        return self.constant * self.order.as_expr()

    def exponent(self, size: Expr) -> Expr:
        """Decay exponent e in ``size**(-e)``."""
        return -self.order.exponent(size)

    def __mul__(self, other: Expansion) -> Expansion:
        return Expansion(
            self.constant * other.constant,
            self.order * other.order,
            tuple(dict.fromkeys((*self.remainders, *other.remainders))),
            (self.region & other.region).simplified(),
            " and ".join(dict.fromkeys(r for r in (self.rule, other.rule) if r)),
            tuple(dict.fromkeys((*self.window, *other.window))),
        )

    def __str__(self) -> str:
        errors = " + ".join(map(str, self.remainders)) or "0"
        return f"{self.leading} * (1 + O({errors})) where {self.region}"

    def _repr_latex_(self) -> str:
        import sympy as sp

        errors = sp.latex(sp.Add(*self.remainders, evaluate=False)) if self.remainders else "0"
        return f"${sp.latex(self.leading)}\\,\\bigl(1 + O({errors})\\bigr)$"
