"""Loss, forcing and kernel with a promise about their digits.

Doubles are used where their rounding, times the condition of the sum, stays
below 1e-12; otherwise the value is computed again with as many more digits as
the condition has. With ``digits=n`` two working precisions must agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np

from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.context import fixed

if TYPE_CHECKING:
    from phasecalc.plrf.parameters import PLRF
    from phasecalc.plrf.volterra import Volterra

__all__ = ["ROUNDING", "check_digits", "constant", "evaluate", "fits_doubles", "iterations"]

ROUNDING = 2.0**-52 * 8  # error of one transform in doubles, relative
_TARGET = 1e-12
_GUARD = 8  # working digits beyond those asked, besides the condition
_LARGEST_DIGITS = 10_000


def check_digits(digits: int | None) -> None:
    """Refuse digits that cannot be meant.

    Parameters
    ----------
    digits
        Decimal digits asked, or None.

    Raises
    ------
    DomainError
        Outside 1..10000.

    Examples
    --------
    >>> check_digits(50)
    """
    if digits is not None and not (
        isinstance(digits, int) and not isinstance(digits, bool) and 1 <= digits <= _LARGEST_DIGITS
    ):
        raise DomainError(
            f"digits = {digits}: a whole number from 1 to {_LARGEST_DIGITS} is needed."
        )


def iterations(r: Any) -> tuple[list[Any], tuple[int, ...] | None]:
    """The values of r in one list, and their shape; None for a scalar."""
    if isinstance(r, str):
        r = Fraction(r)
    shape = None if np.ndim(r) == 0 else np.shape(r)
    values = [r] if shape is None else list(np.asarray(r, dtype=object).ravel())
    for value in values:
        if isinstance(value, complex) or not (
            mp.isfinite(value) if hasattr(value, "_mpf_") else math.isfinite(value)
        ):
            raise DomainError(f"r = {value}: a finite number of iterations is needed.")
        if value < 0:
            raise DomainError(f"r = {value}: r >= 0 is needed.")
        if value > 1e250:
            raise DomainError(f"r = {value}: r <= 1e250 is needed.")
    return values, shape


def evaluate(model: PLRF, name: str, r: Any, digits: int | None, order: int = 0) -> Any:
    """Return ``loss``, ``forcing`` or ``kernel`` of a model, or a derivative in r.

    Parameters
    ----------
    model
        The model.
    name
        Which of the three functions.
    r
        Iterations, a non-negative number or an array of them.
    digits
        None for doubles, or a number of correct digits.
    order
        Order of the derivative in r.

    Examples
    --------
    >>> from phasecalc.plrf.parameters import PLRF
    >>> print(f"{evaluate(PLRF(1, 1, 50), 'loss', 100, None):.10f}")
    0.0084148365
    """
    check_digits(digits)
    values, shape = iterations(r)
    if digits is None:
        found = _doubles(model, name, values, order)
        return np.float64(found[0]) if shape is None else np.array(found).reshape(shape)
    precise = _precise(model, name, values, digits, order)
    if shape is None:
        return precise[0]
    out = np.empty(len(precise), dtype=object)
    out[:] = precise
    return out.reshape(shape)


def _run(
    model: PLRF, name: str, r: list[Any], working: int | None, order: int
) -> tuple[list[Any], list[float]]:
    volterra = model.volterra(working)
    with volterra.field.working():
        field = volterra.field
        found, conditions = volterra.evaluate(name, [field.real(x) for x in r], order)
        return [field.export(x) for x in found], conditions


def _doubles(model: PLRF, name: str, r: list[Any], order: int) -> list[float]:
    if not fits_doubles(model):
        return [float(x) for x in _precise(model, name, r, 16, order)]
    found, conditions = _run(model, name, r, None, order)
    poor = [k for k, c in enumerate(conditions) if not c * ROUNDING < _TARGET]
    if poor:
        worst = min(max(conditions[k] for k in poor), 1e300)
        working = 16 + math.ceil(math.log10(worst * ROUNDING / 1e-15))
        again, _ = _run(model, name, [r[k] for k in poor], working, order)
        for k, value in zip(poor, again, strict=True):
            found[k] = value
    return [float(x) for x in found]


def fits_doubles(model: PLRF) -> bool:
    """Whether every power of v and d that the sums meet stays in the range of doubles.

    Parameters
    ----------
    model
        The model.
    """
    size = float(model.d) if math.isinf(model.v) else float(model.v)
    powers = float(2 * model.alpha) + max(1.0, float(2 * abs(model.beta)))
    reach = powers * math.log10(size + 1.0)
    return reach < 290


def _precise(model: PLRF, name: str, r: list[Any], digits: int, order: int) -> list[Any]:
    working = digits + _GUARD
    if fits_doubles(model):
        _, conditions = _run(model, name, r, None, order)
        working += math.ceil(math.log10(min(max(conditions), 1e300)))
    first, conditions = _run(model, name, r, working, order)
    agreed = -math.inf
    for _ in range(3):
        lost = math.ceil(math.log10(max(max(conditions), 1.0)))
        check = max(working + 6, digits + _GUARD + lost)
        second, conditions = _run(model, name, r, check, order)
        agreed = min(_agreement(x, y) for x, y in zip(first, second, strict=True))
        if agreed >= digits:
            return second
        first, working = second, check + 10
    raise NotConverged(
        f"{name} at r = {r[0]}{'…' if len(r) > 1 else ''}: {digits} digits requested, but the "
        f"runs at {working - 16} and {check} digits agree on {agreed:.1f}. Raise `digits`.",
        requested=digits,
        achieved=max(agreed, 0.0),
    )


def _agreement(x: Any, y: Any) -> float:
    if x == y:
        return math.inf
    numbers = fixed(15)  # the difference of two numbers is exact before it is rounded
    gap = numbers.fsub(x, y)
    return float(-numbers.log10(abs(gap) / abs(numbers.convert(y)))) if y != 0 else -math.inf


def constant(model: PLRF, quantity: Callable[[Volterra], Any], digits: int | None) -> Any:
    """Return a number that belongs to the model alone, such as its capacity.

    Parameters
    ----------
    model
        The model.
    quantity
        Reads the number off the solved Volterra equation.
    digits
        None for doubles, or a number of correct digits.
    """
    check_digits(digits)

    def at(working: int | None) -> Any:
        volterra = model.volterra(working)
        with volterra.field.working():
            return volterra.field.export(quantity(volterra))

    if digits is None:
        return np.float64(float(at(None if fits_doubles(model) else 24)))
    first, second = at(digits + _GUARD), at(digits + 2 * _GUARD)
    agreed = _agreement(first, second)
    if agreed < digits:
        raise NotConverged(
            f"{digits} digits requested, but the runs at {digits + _GUARD} and "
            f"{digits + 2 * _GUARD} digits agree on {agreed:.1f}. Raise `digits`.",
            requested=digits,
            achieved=agreed,
        )
    return second
