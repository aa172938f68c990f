"""Arbitrary-precision numbers for object arrays: mpmath's, or gmpy2's where it is installed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Protocol

import mpmath as mp
import numpy as np

from phasecalc.numerics.context import exported, fixed, own

__all__ = ["Engine", "GmpyEngine", "MpmathEngine", "lifted"]


def lifted(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the function applied to one number, or elementwise to an object array.

    Parameters
    ----------
    function
        Of one number.

    Examples
    --------
    >>> lifted(abs)(-2)
    2
    """
    over_arrays = np.frompyfunc(function, 1, 1)

    def apply(x: Any) -> Any:
        return over_arrays(x) if isinstance(x, np.ndarray) else function(x)

    return apply


class Engine(Protocol):
    """What an arithmetic of many digits supplies; functions are elementwise."""

    numbers: tuple[type, ...]
    complex_type: type
    exp: Callable[[Any], Any]
    log: Callable[[Any], Any]
    expm1: Callable[[Any], Any]
    log1p: Callable[[Any], Any]
    sqrt: Callable[[Any], Any]

    def working(self) -> contextlib.AbstractContextManager[Any]:
        """Enter the working precision."""

    def real(self, x: Any) -> Any:
        """Return a real number from an int, float or mpf."""

    def number(self, x: Any) -> Any:
        """Return a real or complex number from a Python or mpmath number."""

    def export(self, x: Any) -> Any:
        """Return the number of ``mpmath.mp`` equal to x."""


class MpmathEngine:
    """Numbers of an mpmath context that has this precision, once and for all.

    An operation takes the precision of its left operand, so numbers of another precision must pass
    through :meth:`number` first.

    Parameters
    ----------
    digits
        Decimal digits.
    """

    def __init__(self, digits: int) -> None:
        made = self._made = fixed(digits)
        self.numbers: tuple[type, ...] = (made.mpf, made.mpc)
        self.complex_type: type = made.mpc
        self.exp, self.log, self.sqrt = lifted(made.exp), lifted(made.log), lifted(made.sqrt)
        # These two raise the precision of their context while they run.
        self.expm1 = lifted(lambda x: made.convert(own(digits).expm1(x)))
        self.log1p = lifted(lambda x: made.convert(own(digits).log1p(x)))

    def working(self) -> contextlib.AbstractContextManager[Any]:
        """Enter the working precision: nothing to do, the numbers carry it."""
        return contextlib.nullcontext()

    def real(self, x: Any) -> Any:
        """Return a real number from an int, float or mpf, rounded."""
        return self._made.mpf(x)

    def number(self, x: Any) -> Any:
        """Return a real or complex number from a Python or mpmath number."""
        return self._made.convert(x)

    def export(self, x: Any) -> Any:
        """Return the number of ``mpmath.mp`` equal to x."""
        return exported(x)


class GmpyEngine:
    """Numbers of gmpy2, that is, of MPFR and MPC; their precision is that of the thread.

    Parameters
    ----------
    digits
        Decimal digits.
    """

    def __init__(self, digits: int) -> None:
        import gmpy2

        self._precision = mp.libmp.dps_to_prec(digits)
        self._gmpy = gmpy2
        self.numbers: tuple[type, ...] = (gmpy2.mpfr, gmpy2.mpc)
        self.complex_type: type = gmpy2.mpc
        self.exp, self.log = lifted(gmpy2.exp), lifted(gmpy2.log)
        self.sqrt, self.log1p = lifted(gmpy2.sqrt), lifted(gmpy2.log1p)
        self.expm1 = lifted(self._expm1)

    def _expm1(self, x: Any) -> Any:
        gmpy = self._gmpy
        if not isinstance(x, gmpy.mpc):
            return gmpy.expm1(x)
        # cos y = 1 - 2 sin(y/2)^2 keeps the digits of small arguments.
        y, shrink = x.imag, gmpy.expm1(x.real)
        real = shrink * gmpy.cos(y) - 2 * gmpy.sin(y / 2) ** 2
        return gmpy.mpc(real, (1 + shrink) * gmpy.sin(y))

    def working(self) -> contextlib.AbstractContextManager[Any]:
        """Enter the working precision in this thread."""
        gmpy, bits = self._gmpy, self._precision
        return gmpy.context(gmpy.get_context(), precision=bits)  # type: ignore[no-any-return]

    def real(self, x: Any) -> Any:
        """Return a real number from an int, float or mpf."""
        if not hasattr(x, "_mpf_"):
            return self._gmpy.mpfr(x)
        sign, mantissa, exponent, _ = x._mpf_
        if not mantissa and exponent:
            return self._gmpy.mpfr(str(x))  # an infinity
        return self._gmpy.mpfr(-int(mantissa) if sign else int(mantissa)) * (
            self._gmpy.mpfr(2) ** int(exponent)
        )

    def number(self, x: Any) -> Any:
        """Return a real or complex number from a Python or mpmath number."""
        if isinstance(x, self.numbers):
            return x
        if hasattr(x, "_mpc_"):
            return self._gmpy.mpc(self.real(x.real), self.real(x.imag))
        return self._gmpy.mpc(x) if isinstance(x, complex) else self.real(x)

    def export(self, x: Any) -> Any:
        """Return the number of ``mpmath.mp`` equal to x."""
        if isinstance(x, self._gmpy.mpc):
            return mp.mp.make_mpc((self.export(x.real)._mpf_, self.export(x.imag)._mpf_))
        mantissa, exponent = x.as_mantissa_exp()
        return mp.mp.make_mpf(mp.libmp.from_man_exp(int(mantissa), int(exponent)))
