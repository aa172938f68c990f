"""Claim files: TOML with one table for each claim, from anyone, bounded before it is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from phasecalc.exceptions import ParseError
from phasecalc.parsing.files import read_file_bytes
from phasecalc.parsing.grammar import MAX_TEXT, echo

__all__ = ["Claim", "claims_of", "read_file"]

MAX_BYTES = 200_000
MAX_CLAIMS = 1000
_MAX_LABEL = 200
_KEYS = ("label", "where", "states")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*claim[ \t]*\]\]", re.MULTILINE)
_MAX_DOTS = 10
# Strings of every kind, closed or not, and comments; each character is looked at once.
_STRING = re.compile(
    r'''"""(?:[^\\]|\\.|\\\Z)*?(?:"""|\Z)|'{3}.*?(?:'{3}|\Z)|'''
    r""""(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?|\#[^\n]*+""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Claim:
    """One claim of a file.

    Parameters
    ----------
    label, where, states
        As written; a claim without a label is named by its number.
    line
        Line of the file at which it begins, 0 where that is not known.
    """

    label: str
    where: tuple[str, ...]
    states: str
    line: int = 0


def read_file(path: str | PathLike[str]) -> list[Claim]:
    """Read a claim file.

    Parameters
    ----------
    path
        File of at most 200 000 bytes and 1000 claims.

    Raises
    ------
    ParseError
        Not a claim file, or not a file; names the line where it is known.
    OSError
        The file cannot be read.
    """
    file = Path(path)
    content = read_file_bytes(file, MAX_BYTES)
    try:
        return claims_of(content)
    except ParseError as error:
        raise ParseError(f"{file.name}: {error}") from None


def claims_of(content: bytes) -> list[Claim]:
    """Claims of the content of a file.

    Parameters
    ----------
    content
        Bytes of the file.

    Raises
    ------
    ParseError
        Not UTF-8, not TOML, not claims, or beyond the bounds.

    Examples
    --------
    >>> claims_of(b'[[claim]]\\nstates = "loss_exponent < 1"')
    [Claim(label='claim 1', where=(), states='loss_exponent < 1', line=1)]
    """
    if len(content) > MAX_BYTES:
        raise ParseError(f"more than {MAX_BYTES} bytes; split the file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ParseError(f"byte {problem.start} is not UTF-8; save the file as UTF-8") from None
    _bound_keys(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ParseError(f"not TOML: {problem}") from None
    except (RecursionError, ValueError):  # deep arrays; integers of thousands of digits
        raise ParseError("not a claim file: nested too deep, or a number too long") from None
    return _claims(data, text)


def _bound_keys(text: str) -> None:
    """Refuse long dotted keys, on which a parser spends memory like the square of their length."""
    if any(line.count(".") > _MAX_DOTS for line in _STRING.sub("''", text).splitlines()):
        raise ParseError(f"long dotted keys; a claim has the keys {', '.join(_KEYS)}")


def _claims(data: Mapping[str, Any], text: str) -> list[Claim]:
    strange = sorted(set(data) - {"claim"})
    if strange:
        raise ParseError(f"unknown table or key {echo(strange[0])}; a file holds [[claim]] only")
    tables = data.get("claim")
    if not isinstance(tables, list) or not tables:
        raise ParseError("no claims; write [[claim]] tables with label, where and states")
    if len(tables) > MAX_CLAIMS:
        raise ParseError(f"{len(tables)} claims, at most {MAX_CLAIMS} are read; split the file")
    starts = [text.count("\n", 0, m.start()) + 1 for m in _HEADER.finditer(text)]
    lines = starts if len(starts) == len(tables) else [0] * len(tables)
    found = []
    for number, (table, line) in enumerate(zip(tables, lines, strict=True), start=1):
        try:
            found.append(_claim(table, number, line))
        except ParseError as error:
            raise ParseError(f"claim {number}{_at(line)}: {error}") from None
    return found


def _claim(table: Any, number: int, line: int) -> Claim:
    if not isinstance(table, dict):
        raise ParseError("not a table; write [[claim]] with label, where and states")
    strange = sorted(set(table) - set(_KEYS))
    if strange:
        raise ParseError(f"unknown key {echo(strange[0])}; allowed are {', '.join(_KEYS)}")
    states = table.get("states")
    if not isinstance(states, str):
        raise ParseError('states is missing or not a text; write states = "alpha < beta"')
    where = table.get("where", [])
    if isinstance(where, str):
        where = [where]
    if not isinstance(where, list) or not all(isinstance(w, str) for w in where):
        raise ParseError('where is a list of texts, such as ["alpha > 1/2", "beta > alpha"]')
    label = table.get("label", f"claim {number}")
    if not isinstance(label, str) or not 0 < len(label) <= _MAX_LABEL or not label.isprintable():
        raise ParseError(f"label is one printable line of at most {_MAX_LABEL} characters")
    if any(len(w) > MAX_TEXT for w in (states, *where)):
        raise ParseError(f"a text of more than {MAX_TEXT} characters; shorten it")
    return Claim(label, tuple(where), states, line)


def _at(line: int) -> str:
    return f" (line {line})" if line else ""
