"""Pieces of the text of a claim: words outside brackets, arguments, tolerances."""

from __future__ import annotations

import re
from fractions import Fraction

from phasecalc.exceptions import ParseError

__all__ = ["arguments", "decimal", "enclosed", "split", "tolerance"]

_WORD = re.compile(r"\b(?:and|or|not|implies)\b|[()]")


def split(text: str, word: str) -> list[str]:
    """Parts of a text between a word that stands outside all brackets."""
    depth, start, found = 0, 0, []
    for match in _WORD.finditer(text):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
        elif match[0] == word and depth == 0:
            found.append(text[start : match.start()])
            start = match.end()
    return [*found, text[start:]]


def enclosed(text: str) -> bool:
    """Whether the first bracket closes at the very end."""
    depth = 0
    for k, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return k == len(text) - 1 and letter == ")"
    return False


def arguments(text: str, start: int) -> tuple[list[str], int]:
    """What stands between commas up to the closing bracket, and where that ends."""
    depth, begun, found = 0, start, []
    for k in range(start, len(text)):
        if text[k] == "(":
            depth += 1
        elif text[k] in ",;" and depth == 0:
            found.append(text[begun:k])
            begun = k + 1
        elif text[k] == ")":
            if depth == 0:
                return [*found, text[begun:k]], k + 1
            depth -= 1
    raise ParseError("a bracket is not closed")


def tolerance(text: str) -> Fraction:
    """Width of a tolerance, as written after ±."""
    from phasecalc.parsing import exact

    width = exact(text, "tolerance")
    if not isinstance(width, Fraction) or width < 0:
        raise ParseError("a tolerance is a rational number, not below 0")
    return width


def decimal(width: Fraction) -> str:
    """A half of a power of ten, as a decimal."""
    digits = 0
    while (width * 10**digits).denominator != 1:
        digits += 1
    return f"0.{int(width * 10**digits):0{digits}d}"
