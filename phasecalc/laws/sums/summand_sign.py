"""Whether what a sum adds up is negative somewhere: then it is no term of a loss.

With a summand that is nowhere negative the leading constant is positive wherever the order is what
it is; with one that changes its sign the constant may vanish or turn on a line of the parameters.
It is a search at points, not a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.sums.numbers import function_of
from phasecalc.numerics.context import own

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["require_summand_positive"]

_DIGITS = (40, 80)  # what is negative is negative with more digits as well
_REACH, _STEPS = 6, 8  # powers of ten of the variable, and steps for each


def require_summand_positive(
    body: Expr, variable: Symbol, points: Iterable[Mapping[Symbol, Expr]]
) -> None:
    """Refuse a summand that is negative at one of many places.

    Parameters
    ----------
    body, variable
        Summand or integrand, a function of its variable times powers.
    points
        Values of all other symbols.

    Raises
    ------
    DomainError
        It is negative somewhere.
    """
    for point in points:
        low, high = (function_of([variable], body.xreplace(dict(point)), own(n)) for n in _DIGITS)
        for k in range(-_REACH * _STEPS, _REACH * _STEPS + 1):
            if _below(low, k, 0) and _below(high, k, 1):
                shown = f"{variable} = {10 ** (k / _STEPS):.3g}"
                raise DomainError(
                    f"what is added up is negative, as at {shown}: its sum may change its sign or "
                    "its order with the parameters; a term of a loss adds up what is positive"
                )


def _below(function: Callable[..., Any], k: int, which: int) -> bool:
    numbers = own(_DIGITS[which])
    value = function(numbers.mpf(10) ** (numbers.mpf(k) / _STEPS))
    return bool(numbers.re(value) < 0)
