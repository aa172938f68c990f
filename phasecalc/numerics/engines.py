"""Arbitrary-precision numbers for object arrays: mpmath's, or gmpy2's where it is installed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Protocol

import mpmath as mp
import numpy as np

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

    def context(self, precision: int) -> contextlib.AbstractContextManager[Any]:
        """Enter a working precision in bits."""

    def real(self, x: Any) -> Any:
        """Return a real number from an int, float or mpf."""

    def number(self, x: Any) -> Any:
        """Return a real or complex number from a Python or mpmath number."""

    def export(self, x: Any) -> Any:
        """Return the mpmath number equal to x."""


class MpmathEngine:
    """Numbers of mpmath."""

    numbers: tuple[type, ...] = (mp.mpf, mp.mpc)
    complex_type: type = mp.mpc

    def __init__(self) -> None:
        self.exp, self.log, self.sqrt = lifted(mp.exp), lifted(mp.log), lifted(mp.sqrt)
        self.expm1, self.log1p = lifted(mp.expm1), lifted(mp.log1p)

    def context(self, precision: int) -> contextlib.AbstractContextManager[Any]:
        """Enter a working precision in bits."""
        return mp.workprec(precision)  # type: ignore[no-any-return]

    def real(self, x: Any) -> Any:
        """Return a real number from an int, float or mpf."""
        return mp.mpf(x)

    def number(self, x: Any) -> Any:
        """Return a real or complex number from a Python or mpmath number."""
        return mp.mpmathify(x)

    def export(self, x: Any) -> Any:
        """Return x."""
        return x


class GmpyEngine:
    """Numbers of gmpy2, that is, of MPFR and MPC."""

    def __init__(self) -> None:
        import gmpy2

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

    def context(self, precision: int) -> contextlib.AbstractContextManager[Any]:
        """Enter a working precision in bits."""
        gmpy = self._gmpy
        return gmpy.context(gmpy.get_context(), precision=precision)  # type: ignore[no-any-return]

    def real(self, x: Any) -> Any:
        """Return a real number from an int, float or mpf."""
        if not isinstance(x, mp.mpf):
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
        if isinstance(x, mp.mpc):
            return self._gmpy.mpc(self.real(x.real), self.real(x.imag))
        return self._gmpy.mpc(x) if isinstance(x, complex) else self.real(x)

    def export(self, x: Any) -> Any:
        """Return the mpmath number equal to x."""
        if isinstance(x, self._gmpy.mpc):
            return mp.mpc(self.export(x.real), self.export(x.imag))
        mantissa, exponent = x.as_mantissa_exp()
        return mp.ldexp(mp.mpf(int(mantissa)), int(exponent))
