"""Arithmetic on arrays in doubles or in any number of digits, behind one small interface.

Every algorithm of this layer is written once, over NumPy arrays. In doubles the
arrays hold ``float64`` or ``complex128``; with more digits they hold mpmath
numbers (``dtype=object``) and the elementary functions go through mpmath. An
object of this module says which of the two is meant and at what precision; the
caller enters ``field.working()`` around a computation.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import mpmath as mp
import numpy as np
from numpy.typing import NDArray

__all__ = ["DOUBLE", "Array", "DoubleField", "Field", "MultiField", "field_for"]

# Doubles, complex doubles or mpmath numbers: no single dtype describes the three.
Array: TypeAlias = NDArray[Any]


class DoubleField:
    """IEEE doubles."""

    digits: float = 15.9
    exact_range: float = 300.0

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Enter the working precision; overflow to 0 or infinity is silent, NaN is not."""
        with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="raise"):
            yield

    def real(self, x: Any) -> Any:
        """One real number of this field, from an int, float, Fraction, Decimal or mpf."""
        return float(x)

    def array(self, x: Any) -> Array:
        """Doubles or complex doubles from anything array-like."""
        a = np.asarray(x)
        if a.dtype == object:
            a = np.array([complex(t) for t in a.ravel()]).reshape(a.shape)
        return a.astype(np.complex128 if np.iscomplexobj(a) else np.float64)

    def exp(self, x: Any) -> Any:
        """Exponential, elementwise."""
        return np.exp(x)

    def log(self, x: Any) -> Any:
        """Principal logarithm, elementwise."""
        return np.log(x)

    def expm1(self, x: Any) -> Any:
        """``exp(x) - 1``, elementwise; complex x keep all digits near 0."""
        if not np.iscomplexobj(x):
            return np.expm1(x)
        # cos y = 1 - 2 sin(y/2)^2 turns the one subtraction into a sum of small terms.
        y = np.imag(x)
        real = np.expm1(np.real(x)) * np.cos(y) - 2 * np.sin(y / 2) ** 2
        return real + 1j * np.exp(np.real(x)) * np.sin(y)

    def log1p(self, x: Any) -> Any:
        """``log(1 + x)`` of real x, elementwise."""
        return np.log1p(x)

    def sqrt(self, x: Any) -> Any:
        """Principal square root, elementwise; complex where needed."""
        return np.sqrt(x)

    def modulus(self, x: Any) -> Any:
        """Absolute value, elementwise."""
        return np.abs(x)

    def re(self, x: Any) -> Any:
        """Real part, elementwise."""
        return np.real(x)

    def im(self, x: Any) -> Any:
        """Imaginary part, elementwise."""
        return np.imag(x)

    def conj(self, x: Any) -> Any:
        """Complex conjugate, elementwise."""
        return np.conj(x)

    def is_real(self, x: Array) -> bool:
        """Whether the array holds real numbers."""
        return not np.iscomplexobj(x)

    def total(self, x: Array) -> Any:
        """Sum over the first axis."""
        return x.sum(axis=0)

    def dot(self, x: Array, y: Array) -> Any:
        """Product over the last axis of x and the first of y."""
        # These products are small, and BLAS would start threads for them: 10 to 100 times
        # slower than the product itself when another process holds the second core.
        return np.einsum("...k,k->..." if y.ndim == 1 else "...k,kn->...n", x, y)

    @property
    def pi(self) -> Any:
        """The circle constant."""
        return np.pi


def _lifted(function: Callable[..., Any]) -> Callable[[Any], Any]:
    lifted = np.frompyfunc(function, 1, 1)

    def apply(x: Any) -> Any:
        return lifted(x) if isinstance(x, np.ndarray) else function(x)

    return apply


_EXP, _LOG, _SQRT = _lifted(mp.exp), _lifted(mp.log), _lifted(mp.sqrt)
_EXPM1, _LOG1P, _ABS = _lifted(mp.expm1), _lifted(mp.log1p), _lifted(abs)
_RE, _IM, _CONJ = _lifted(mp.re), _lifted(mp.im), _lifted(mp.conj)


class MultiField:
    """mpmath numbers with a fixed number of decimal digits.

    Parameters
    ----------
    digits
        Working precision in decimal digits.
    """

    def __init__(self, digits: int) -> None:
        self.digits: float = float(digits)
        self.exact_range: float = 1e15

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Enter the working precision."""
        with mp.workdps(int(self.digits)):
            yield

    def real(self, x: Any) -> Any:
        """One real number of this field, from an int, float, Fraction, Decimal or mpf."""
        if hasattr(x, "numerator") and hasattr(x, "denominator"):
            return mp.mpf(int(x.numerator)) / int(x.denominator)
        return mp.mpf(x if isinstance(x, (int, float, mp.mpf)) else str(x))

    def array(self, x: Any) -> Array:
        """Object array of mpmath numbers from anything array-like."""
        a = np.asarray(x, dtype=object)
        out = np.empty(a.shape, dtype=object)
        for index, value in np.ndenumerate(a):
            out[index] = mp.mpmathify(value)
        return out

    def exp(self, x: Any) -> Any:
        """Exponential, elementwise."""
        return _EXP(x)

    def log(self, x: Any) -> Any:
        """Principal logarithm, elementwise."""
        return _LOG(x)

    def expm1(self, x: Any) -> Any:
        """``exp(x) - 1``, elementwise."""
        return _EXPM1(x)

    def log1p(self, x: Any) -> Any:
        """``log(1 + x)``, elementwise."""
        return _LOG1P(x)

    def sqrt(self, x: Any) -> Any:
        """Principal square root, elementwise."""
        return _SQRT(x)

    def modulus(self, x: Any) -> Any:
        """Absolute value, elementwise."""
        return _ABS(x)

    def re(self, x: Any) -> Any:
        """Real part, elementwise."""
        return _RE(x)

    def im(self, x: Any) -> Any:
        """Imaginary part, elementwise."""
        return _IM(x)

    def conj(self, x: Any) -> Any:
        """Complex conjugate, elementwise."""
        return _CONJ(x)

    def is_real(self, x: Array) -> bool:
        """Whether the array holds real numbers."""
        return not any(isinstance(t, mp.mpc) for t in x.ravel())

    def total(self, x: Array) -> Any:
        """Sum over the first axis."""
        return np.add.reduce(x, axis=0)

    def dot(self, x: Array, y: Array) -> Any:
        """Product over the last axis of x and the first of y."""
        return np.dot(x, y)

    @property
    def pi(self) -> Any:
        """The circle constant at the working precision."""
        return +mp.pi


Field: TypeAlias = DoubleField | MultiField
DOUBLE = DoubleField()


@functools.lru_cache(maxsize=64)
def field_for(digits: int | None) -> Field:
    """Return the field with that many working digits; doubles for None.

    Parameters
    ----------
    digits
        Decimal digits, or None for doubles.

    Examples
    --------
    >>> field_for(None) is DOUBLE
    True
    >>> field_for(40).digits
    40.0
    """
    return DOUBLE if digits is None else MultiField(digits)
