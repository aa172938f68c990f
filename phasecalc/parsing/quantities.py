"""Counts as people write them: 70B parameters, 1.4T tokens, 5e21 flops."""

from __future__ import annotations

import re
from fractions import Fraction

from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import echo

__all__ = ["plain", "quantity"]

_ZEROS = {"": 0, "k": 3, "K": 3, "M": 6, "G": 9, "B": 9, "T": 12, "P": 15}
_NUMBER = re.compile(r"\s*([+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400}))(?:[eE]([+-]?\d{1,4}))?\s*")
_COUNT = re.compile(_NUMBER.pattern + r"([kKMGBTP]?)\s*", re.ASCII)


def quantity(text: str, suffix: bool = True) -> float:
    """Float of a decimal number, which may end in k, M, B (or G), T or P.

    Parameters
    ----------
    text
        What was written.
    suffix
        Whether such an ending may stand.

    Raises
    ------
    ParseError
        Not such a number, or not a finite one.

    Examples
    --------
    >>> quantity("70B"), quantity("1.4 T"), quantity("5e21")
    (70000000000.0, 1400000000000.0, 5e+21)
    >>> quantity("nan")
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.ParseError: 'nan' is not a number
    """
    found = _COUNT.fullmatch(text)
    if not found or (found[3] and not suffix):
        raise ParseError(f"{echo(text)} is not a number")
    zeros = _ZEROS[found[3]]
    value = float(f"{found[1]}e{int(found[2] or 0) + zeros}")
    if value in (float("inf"), float("-inf")):
        raise ParseError(f"{echo(text)} is too large a number")
    return value


def plain(text: str) -> str:
    """The same number without the letter at its end; any other text as it is.

    Examples
    --------
    >>> plain("1.4T"), plain("5.76e23"), plain("sqrt(2)")
    ('1400000000000', '5.76e23', 'sqrt(2)')
    """
    found = _COUNT.fullmatch(text)
    if not found or not found[3]:
        return text
    power = int(found[2] or 0) + _ZEROS[found[3]]
    if abs(power) > 1000:
        raise ParseError(f"{echo(text)} is too large a number")
    return str(Fraction(found[1]) * Fraction(10) ** power)
