"""Arithmetic on arrays in doubles or in any number of digits, behind one small interface.

Every algorithm of this layer is written once, over NumPy arrays. In doubles the
arrays hold ``float64`` or ``complex128``; with more digits they hold numbers of
an engine (``dtype=object``), mpmath or the faster gmpy2. An
object of this module says which of the two is meant and at what precision; the
caller enters ``field.working()`` around a computation.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from numbers import Rational
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from phasecalc.numerics.context import fixed
from phasecalc.numerics.engines import Engine, GmpyEngine, MpmathEngine, lifted

__all__ = ["DOUBLE", "Array", "DoubleField", "Field", "MultiField", "field_for"]

# Doubles, complex doubles or numbers of an engine: no single dtype describes the three.
Array: TypeAlias = NDArray[Any]


_ABS = lifted(abs)
_RE, _IM = lifted(lambda x: x.real), lifted(lambda x: x.imag)
_CONJ = lifted(lambda x: x.conjugate())


def _engine(digits: int) -> Engine:
    try:
        return GmpyEngine(digits)
    except ImportError:
        return MpmathEngine(digits)


class DoubleField:
    """IEEE doubles."""

    digits: float = 15.9

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
            a = a if a.imag.any() else a.real
        return a.astype(np.complex128 if np.iscomplexobj(a) else np.float64)

    def export(self, x: Any) -> Any:
        """The double x itself."""
        return x

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


class MultiField:
    """Numbers with a fixed count of decimal digits: gmpy2's if installed, else mpmath's.

    gmpy2 is some ten times faster; both round to the same precision, and results
    leave as mpmath numbers either way.

    Parameters
    ----------
    digits
        Working precision in decimal digits.
    """

    def __init__(self, digits: int) -> None:
        self.digits: float = float(digits)
        self._engine = _engine(digits)
        self.context = fixed(digits)

    def working(self) -> contextlib.AbstractContextManager[Any]:
        """Enter the working precision, in this thread alone."""
        return self._engine.working()

    def real(self, x: Any) -> Any:
        """One real number of this field, from an int, float, Fraction, Decimal or mpf."""
        if isinstance(x, Rational):
            return self._engine.real(int(x.numerator)) / int(x.denominator)
        return self._engine.real(x if isinstance(x, (int, float)) else self._text(x))

    def _text(self, x: Any) -> Any:
        known = isinstance(x, self._engine.numbers) or hasattr(x, "_mpf_")
        return x if known else self.context.mpf(str(x))

    def array(self, x: Any) -> Array:
        """Object array of numbers of this field from anything array-like."""
        a = np.asarray(x, dtype=object)
        out = np.empty(a.shape, dtype=object)
        for index, value in np.ndenumerate(a):
            out[index] = self._engine.number(value)
        return out

    def export(self, x: Any) -> Any:
        """The mpmath number equal to x."""
        return self._engine.export(x)

    def exp(self, x: Any) -> Any:
        """Exponential, elementwise."""
        return self._engine.exp(x)

    def log(self, x: Any) -> Any:
        """Principal logarithm, elementwise."""
        return self._engine.log(x)

    def expm1(self, x: Any) -> Any:
        """``exp(x) - 1``, elementwise."""
        return self._engine.expm1(x)

    def log1p(self, x: Any) -> Any:
        """``log(1 + x)`` of real x, elementwise."""
        return self._engine.log1p(x)

    def sqrt(self, x: Any) -> Any:
        """Principal square root, elementwise."""
        return self._engine.sqrt(x)

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
        return not any(isinstance(t, self._engine.complex_type) for t in x.ravel())

    def total(self, x: Array) -> Any:
        """Sum over the first axis."""
        return np.add.reduce(x, axis=0)

    def dot(self, x: Array, y: Array) -> Any:
        """Product over the last axis of x and the first of y."""
        return np.dot(x, y)

    @property
    def pi(self) -> Any:
        """The circle constant at the working precision."""
        return self._engine.number(+self.context.pi)


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
