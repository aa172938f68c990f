"""Precision that belongs to one computation, never to the process.

mpmath's global context ``mpmath.mp`` has one precision for all threads and for the user, so nothing
here ever sets it. A computation takes a context of its own and hands its results over as numbers of
``mpmath.mp``, digit by digit, so that users may mix them with theirs.

python-flint has one precision for the process and no other, hence the lock around it.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from typing import Any

import mpmath as mp

__all__ = ["balls", "exported", "fixed", "intervals", "own"]

_POOL = threading.local()
_POOLED = 16  # contexts kept by a thread; one takes about a millisecond to make
_PRIMING = threading.Lock()
_LEAST = 4000  # bits of the constants known from the start
_SPARE = 4  # functions ask for constants of more bits than their result has, never so many more
_primed = 0
_FLINT = threading.RLock()


def _new(digits: int) -> Any:
    """Context of so many digits, with the constants that libmp remembers computed beforehand.

    libmp keeps pi and log 2 as a value and its length, written one after the other: a thread that
    reads between the two is off by a power of two. What is long enough is never written again.
    """
    global _primed  # noqa: PLW0603  (libmp's memory belongs to the process as well)
    made = mp.MPContext()
    made.dps = digits
    if _SPARE * made.prec > _primed:
        with _PRIMING:
            wanted = max(_LEAST, 2 * _SPARE * made.prec)
            for constant in (mp.libmp.pi_fixed, mp.libmp.ln2_fixed, mp.libmp.ln10_fixed):
                constant(wanted)
            _primed = max(_primed, wanted)
    return made


@functools.lru_cache(maxsize=64)
def fixed(digits: int) -> Any:
    """Context shared by all threads, whose precision nobody may change, not even for a moment.

    Arithmetic, ``exp``, ``log``, ``sqrt`` and ``gamma`` leave it alone; integrals, roots, linear
    systems, ``expm1`` and most special functions of mpmath raise it while they run and need
    :func:`own`.

    Parameters
    ----------
    digits
        Decimal digits.

    Examples
    --------
    >>> print(fixed(30).mpf(1) / 3)
    0.333333333333333333333333333333
    """
    return _new(digits)


def own(digits: int) -> Any:
    """Context of this thread alone, for functions that work at a raised precision.

    Parameters
    ----------
    digits
        Decimal digits.

    Examples
    --------
    >>> print(own(30).zeta(2))
    1.64493406684822643647241516665
    """
    kept: dict[int, Any] = _POOL.__dict__
    found = kept.get(digits)
    # Inside one of its own functions, at a raised precision, it is not this context any more.
    if found is None or found.dps != digits:
        if len(kept) >= _POOLED:
            kept.clear()
        found = kept[digits] = _new(digits)
    return found


def intervals(bits: int) -> Any:
    """Return a new context of mpmath's intervals; its functions are not quite rigorous.

    Parameters
    ----------
    bits
        Precision of the ends.
    """
    made = mp.MPIntervalContext()
    made.prec = bits
    return made


def exported(x: Any) -> Any:
    """Return the number of ``mpmath.mp`` equal to a number of any context, not rounded.

    Parameters
    ----------
    x
        Real or complex number of a context.

    Examples
    --------
    >>> import mpmath
    >>> third = exported(own(30).mpf(1) / 3)
    >>> isinstance(third, mpmath.mpf), mpmath.nstr(third, 30)
    (True, '0.333333333333333333333333333333')
    """
    if hasattr(x, "_mpc_"):
        return mp.mp.make_mpc(x._mpc_)
    return mp.mp.make_mpf(x._mpf_)


@contextlib.contextmanager
def balls(bits: int) -> Iterator[Any]:
    """Enter a working precision of python-flint, one thread at a time; put it back at the end.

    Parameters
    ----------
    bits
        Precision of balls.

    Raises
    ------
    ImportError
        python-flint is not installed (extra ``arb``).
    """
    import flint

    with _FLINT:
        before = flint.ctx.prec
        flint.ctx.prec = bits
        try:
            yield flint
        finally:
            flint.ctx.prec = before
