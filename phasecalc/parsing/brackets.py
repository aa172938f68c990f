"""Sums over modes and integrals over a spectrum, as a person writes them in a formula.

``sum(f, j)`` runs over j = 1, 2, ...; ``sum(f, j, 1, N)`` ends at N; ``integral(f, u, 0, 1)`` has
both ends. They are cut out of the text and named, so that the one grammar of expressions reads
what is inside and what is outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_TEXT, echo

__all__ = ["Bracket", "cut_out", "names_in"]

MAX_BRACKETS = 8
_OPENING = re.compile(r"(?<!\w)(sum|integral)[ \t]*\(")
_NAME = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"(?<![\w.])(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True)
class Bracket:
    """One sum or integral, its parts as text.

    Parameters
    ----------
    kind
        ``sum`` or ``integral``.
    body
        Summand or integrand.
    variable
        Name of the mode or of the spectral position.
    lower, upper
        Ends; None for an upper end at infinity.
    text
        The whole, as written.
    """

    kind: str
    body: str
    variable: str
    lower: str
    upper: str | None
    text: str


def cut_out(text: str) -> tuple[str, dict[str, Bracket]]:
    """Name every sum and integral of a formula.

    Parameters
    ----------
    text
        The formula.

    Returns
    -------
    tuple of str and dict
        The formula with a name in place of each, and what each name stands for.

    Raises
    ------
    ParseError
        A sum in a sum, brackets that do not close, or parts that are missing.

    Examples
    --------
    >>> outside, inside = cut_out("2*t*sum(j^-b*exp(-t*j^-a), j, 1, N)")
    >>> outside, inside["bracket0"].body, inside["bracket0"].upper
    ('2*t*bracket0', 'j^-b*exp(-t*j^-a)', 'N')
    """
    if len(text) > MAX_TEXT:
        raise ParseError(f"{len(text)} characters, at most {MAX_TEXT} are read; shorten it")
    stem = "bracket"
    while stem in text:
        stem += "_"
    found: dict[str, Bracket] = {}
    outside, position = "", 0
    while match := _OPENING.search(text, position):
        end = _closing(text, match.end())
        name = f"{stem}{len(found)}"
        found[name] = _bracket(match[1], text[match.end() : end], text[match.start() : end + 1])
        outside += text[position : match.start()] + name
        position = end + 1
        if len(found) > MAX_BRACKETS:
            raise ParseError(f"more than {MAX_BRACKETS} sums and integrals; expand them in parts")
    return outside + text[position:], found


def names_in(text: str) -> list[str]:
    """Names that occur in a text, each once, in order.

    Examples
    --------
    >>> names_in("2*t + 1e3*exp(a*t)")
    ['t', 'exp', 'a']
    """
    return list(dict.fromkeys(_NAME.findall(_NUMBER.sub(" ", text))))


def _closing(text: str, start: int) -> int:
    depth = 1
    for i in range(start, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    raise ParseError(f"{echo(text)}: a bracket is not closed")


def _bracket(kind: str, inside: str, text: str) -> Bracket:
    if _OPENING.search(inside):
        raise ParseError(f"{echo(text)}: one sum or integral inside another is not read")
    parts = [part.strip() for part in _top_level(inside)]
    form = "sum(f, j) or sum(f, j, 1, N)" if kind == "sum" else "integral(f, u, 0, 1)"
    if len(parts) not in ((2, 4) if kind == "sum" else (4,)) or not all(parts):
        raise ParseError(f"{echo(text)}: write {form}")
    body, variable, *ends = parts
    if not _NAME.fullmatch(variable):
        raise ParseError(f"{echo(text)}: {echo(variable)} is no name of a variable; write {form}")
    lower, upper = ends or ("1", "oo")
    return Bracket(kind, body, variable, lower, None if upper in ("oo", "inf") else upper, text)


def _top_level(text: str) -> list[str]:
    parts, depth = [""], 0
    for c in text:
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts
