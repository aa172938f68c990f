"""Loss, forcing and kernel with a promise about their digits.

Doubles are used where their rounding, times the condition of the sum, stays
below 1e-12; otherwise the value is computed again with as many more digits as
the condition has. With ``digits=n`` two working precisions must agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Rational
from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np

from phasecalc.checker import Surd
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.context import exported, fixed, own
from phasecalc.numerics.steep import STEEP
from phasecalc.parsing.grammar import echo
from phasecalc.parsing.numbers import exact, rough

if TYPE_CHECKING:
    from phasecalc.plrf.curves.volterra import Volterra
    from phasecalc.plrf.model.parameters import PLRF

__all__ = [
    "ROUNDING",
    "check_digits",
    "constant",
    "doubles_serve",
    "evaluate",
    "fits_doubles",
    "iterations",
]

ROUNDING = 2.0**-52 * 8  # error of one transform in doubles, relative
_TARGET = 1e-12
_GUARD = 8  # working digits beyond those asked, besides the condition
_LARGEST_DIGITS = 10_000
_MOST = 12_000  # working digits


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
    shape = None if np.ndim(r) == 0 else np.shape(r)
    values = [r] if shape is None else list(np.asarray(r, dtype=object).ravel())
    values = [exact(x, "r") if isinstance(x, str) else x for x in values]
    for value in values:
        said = rough(value) if isinstance(value, Rational) else value
        if not _is_finite(value):
            raise DomainError(f"r = {said}: a finite number of iterations is needed.")
        if value < 0:
            raise DomainError(f"r = {said}: r >= 0 is needed.")
        if value > 1e250:
            raise DomainError(f"r = {said}: r <= 1e250 is needed.")
    return values, shape


def _is_finite(value: Any) -> bool:
    """Whether a time is finite, of any size; refuses what is no rational number."""
    if isinstance(value, complex):
        return False
    said = value if isinstance(value, Surd) else echo(value)
    wrong = DomainError(f"r = {said}: give a rational number, such as a decimal.")
    if isinstance(value, Surd):
        raise wrong
    try:
        return bool(mp.isfinite(value) if hasattr(value, "_mpf_") else math.isfinite(value))
    except OverflowError:
        return True  # beyond doubles
    except TypeError:
        raise wrong from None


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
    >>> from phasecalc.plrf.model.parameters import PLRF
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
    """Values in doubles or with so many working digits, and their conditions."""
    volterra = model.volterra(working)
    with volterra.field.working():
        field = volterra.field
        values = volterra.evaluate(name, [field.real(x) for x in r], order)
        if working is None:
            return [x * math.exp(y) for x, y in zip(values.found, values.lifts, strict=True)], (
                values.conditions
            )
        found = [field.export(x) for x in values.found]
        lifts = [field.export(y) for y in values.lifts]
    numbers = own(working)
    lifted = [
        exported(numbers.convert(x) * numbers.exp(numbers.convert(y))) if y else x
        for x, y in zip(found, lifts, strict=True)
    ]
    return lifted, values.conditions


def _lost(conditions: list[float]) -> int:
    """Digits that the worst condition costs."""
    return math.ceil(math.log10(min(max([1.0, *conditions]), 1e300)))


def _rough(
    model: PLRF, name: str, r: list[Any], order: int
) -> tuple[list[Any] | None, list[float]]:
    """Values in doubles with their conditions; None where doubles do not reach."""
    if doubles_serve(model):
        try:
            return _run(model, name, r, None, order)
        except (NotConverged, FloatingPointError):
            pass  # with more digits it may converge
    return None, [1.0] * len(r)


def _doubles(model: PLRF, name: str, r: list[Any], order: int) -> list[float]:
    found, conditions = _rough(model, name, r, order)
    if found is None:
        return [float(x) for x in _precise(model, name, r, 16, order)]
    poor = [k for k, c in enumerate(conditions) if not c * ROUNDING < _TARGET]
    if poor:
        lost = _lost([conditions[k] for k in poor])
        again, _ = _enough(model, name, [r[k] for k in poor], 15, lost, order)
        for k, value in zip(poor, again, strict=True):
            found[k] = value
    return [float(x) for x in found]


def _enough(
    model: PLRF, name: str, r: list[Any], digits: int, lost: int, order: int
) -> tuple[list[Any], int]:
    """Values with as many working digits as their conditions ask for, and how many these are.

    Where rounding has left nothing of a value its condition is only a bound from below, so each
    round may ask for more.
    """
    working = digits + _GUARD + lost
    while working <= _MOST:
        found, conditions = _run(model, name, r, working, order)
        needed = digits + _GUARD + _lost(conditions)
        if needed <= working + _GUARD - 3:
            return found, working
        working = needed + 4 + (needed - working) // 4
    raise _refusal(name, r, digits, f"more than {_MOST} working digits would be needed")


def _refusal(name: str, r: list[Any], digits: int, why: str, agreed: float = 0.0) -> NotConverged:
    shown = f"{float(r[0]):g}" if len(r) == 1 else f"{float(min(r)):g} … {float(max(r)):g}"
    return NotConverged(
        f"{name} at r = {shown}: {digits} digits cannot be promised there, since {why}. Ask at "
        "smaller r, or for fewer digits.",
        requested=digits,
        achieved=max(agreed, 0.0),
    )


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


def doubles_serve(model: PLRF) -> bool:
    """Whether doubles may be tried for curves: of a steep spectrum they need no power but a few.

    Parameters
    ----------
    model
        The model.
    """
    if fits_doubles(model):
        return True
    size = float(model.d) if math.isinf(model.v) else float(model.v)
    return 2 * model.alpha >= STEEP and float(1 + 2 * abs(model.beta)) * math.log10(size) < 290


def _precise(model: PLRF, name: str, r: list[Any], digits: int, order: int) -> list[Any]:
    if not r:
        return []
    lost, agreed = _lost(_rough(model, name, r, order)[1]), -math.inf
    try:
        first, working = _enough(model, name, r, digits, lost, order)
        for _ in range(3):
            second, check = _enough(model, name, r, digits, working + 6 - digits - _GUARD, order)
            agreed = min(_agreement(x, y) for x, y in zip(first, second, strict=True))
            if agreed >= digits:
                return second
            first, working = second, check + 10
    except NotConverged as problem:
        if name in str(problem):
            raise
        # What a step of the way says, of points that nobody named, stays with the cause.
        raise _refusal(name, r, digits, "a step on the way does not converge") from problem
    why = f"the runs at {working - 16} and {check} digits agree on {agreed:.1f}"
    raise _refusal(name, r, digits, why, agreed)


def _agreement(x: Any, y: Any) -> float:
    if x == y:
        return math.inf
    numbers = fixed(15)  # the difference of two numbers is exact before it is rounded
    gap = numbers.fsub(x, y)
    return float(-numbers.log10(abs(gap) / abs(numbers.convert(y)))) if y != 0 else -math.inf


def constant(
    model: PLRF,
    quantity: Callable[[Volterra], Any],
    digits: int | None,
    condition: Callable[[Volterra], float] = lambda _: 1.0,
) -> Any:
    """Return a number that belongs to the model alone, such as its capacity.

    Parameters
    ----------
    model
        The model.
    quantity
        Reads the number off the solved Volterra equation.
    digits
        None for doubles, or a number of correct digits.
    condition
        Reads off the factor by which rounding errors may grow.
    """
    check_digits(digits)

    def at(working: int | None) -> tuple[Any, float]:
        volterra = model.volterra(working)
        with volterra.field.working():
            return volterra.field.export(quantity(volterra)), condition(volterra)

    if digits is None:
        value, factor = at(None if fits_doubles(model) else 24)
        if factor * ROUNDING >= _TARGET:
            value, _ = at(24 + _lost([factor]))
        return np.float64(float(value))
    first, factor = at(digits + _GUARD)
    lost = _lost([factor])
    if lost:
        first, _ = at(digits + _GUARD + lost)
    second, _ = at(digits + 2 * _GUARD + lost)
    agreed = _agreement(first, second)
    if agreed < digits:
        raise NotConverged(
            f"{digits} digits requested, but the runs at {digits + _GUARD + lost} and "
            f"{digits + 2 * _GUARD + lost} digits agree on {agreed:.1f}. Ask for fewer.",
            requested=digits,
            achieved=agreed,
        )
    return second
