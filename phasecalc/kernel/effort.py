"""A bound on the work of one step, counted and not timed: one answer on every machine.

Products of polynomials and of large numbers are paid for out of an allowance, which is renewed
before each step. A step that would run for ever is refused where the allowance ends.
"""

from __future__ import annotations

import threading

from phasecalc.checker import CheckFailed, Number, Surd

__all__ = ["MOST", "pay", "pay_power", "pay_product", "renew"]

# Products of small numbers: a few seconds of them, and far above what any known proof needs.
MOST = 400_000
# Products of numbers below so many bits are paid alike.
_SMALL = 1024


class _Left(threading.local):
    """What is left of the allowance, for each thread its own."""

    work = MOST


_left = _Left()


def renew() -> None:
    """Begin a new step."""
    _left.work = MOST


def pay(work: int) -> None:
    """Pay for some work; raises ``CheckFailed`` where the allowance does not reach."""
    _left.work -= work
    if _left.work < 0:
        raise CheckFailed("a step beyond the bounds of the checker")


def pay_product(c: Number) -> None:
    """Pay for a product that came out as c: reducing a fraction takes the square of its length."""
    bits = _bits(c)
    pay(1 if bits < _SMALL else (bits // _SMALL + 1) ** 2)


def pay_power(c: Number, k: int) -> None:
    """Pay for the power c^k before it is taken."""
    pay((abs(k) * _bits(c) // _SMALL + 1) ** 2)


def _bits(c: Number) -> int:
    if isinstance(c, Surd):
        return _bits(c.a) + _bits(c.b)
    return c.numerator.bit_length() + c.denominator.bit_length()
