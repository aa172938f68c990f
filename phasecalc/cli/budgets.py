"""Budgets as they are written in every command: 1e20, 10^20, 5.76e23, or a window 1e18:1e26."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from phasecalc.exceptions import DomainError
from phasecalc.parsing import exact
from phasecalc.parsing.quantities import plain

__all__ = ["listed", "one", "window"]

_MOST_POINTS = 2000
_DIGITS = 40


def one(text: str, option: str = "--flops") -> str:
    """The text of a single budget.

    Raises
    ------
    DomainError
        It is a window.

    Examples
    --------
    >>> one("5.76e23")
    '5.76e23'
    """
    if ":" in text:
        raise DomainError(
            f"{option} {text[:60]}: one budget is wanted here; windows FROM:TO are for frontier, "
            "law compare and law local-exponent"
        )
    return plain(text)


def window(text: str, points: int | None = None) -> list[Any]:  # Any: mpmath numbers
    """Budgets from FROM:TO, equally spaced in the logarithm; without a number, one each decade.

    Raises
    ------
    DomainError
        The ends are not in order, or the points too many.

    Examples
    --------
    >>> [f"{float(x):g}" for x in window("1e18:1e21")]
    ['1e+18', '1e+19', '1e+20', '1e+21']
    """
    from phasecalc.laws.sums.numbers import evaluated
    from phasecalc.numerics.context import fixed
    from phasecalc.regions.algebraic import to_sympy

    first, colon, last = text.partition(":")
    ends = [exact(plain(x), "flops") for x in (first, last if colon else first)]
    if not 0 < ends[0] <= ends[1]:
        raise DomainError(f"--flops {text}: write FROM:TO with 0 < FROM <= TO")
    mp = fixed(_DIGITS)
    start, end = (mp.convert(evaluated(to_sympy(x), _DIGITS)) for x in ends)
    count = round(float(mp.log10(end / start))) + 1 if points is None else points
    if not 1 <= count <= _MOST_POINTS:
        raise DomainError(f"{count} points: between 1 and {_MOST_POINTS}")
    inner = [start * (end / start) ** (mp.mpf(k) / (count - 1)) for k in range(1, count - 1)]
    return [start, *inner, end][:count]


def listed(words: Iterable[str]) -> list[str]:
    """Texts of budgets, each word a budget or a window of them.

    Examples
    --------
    >>> listed(["1e10:1e12", "10^20", "3T"])
    ['10000000000.0', '100000000000.0', '1000000000000.0', '10^20', '3000000000000']
    """
    found: list[str] = []
    for word in words:
        if ":" in word:
            found += [x.context.nstr(x, 20) for x in window(word)]
        else:
            found.append(plain(word))
    return found
