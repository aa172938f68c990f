"""Claim files: TOML with one table for each claim, from anyone, bounded before it is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from phasecalc.claims.about.objects.naming import KEYS as ABOUT
from phasecalc.claims.about.objects.naming import named, named_by_keys
from phasecalc.exceptions import ParseError
from phasecalc.kernel.labels import LONGEST, is_label
from phasecalc.parsing.files import read_file_bytes
from phasecalc.parsing.grammar import MAX_TEXT, echo

__all__ = ["Claim", "claims_of", "label_of", "read_file"]

MAX_BYTES = 200_000
MAX_CLAIMS = 1000
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
    about
        What it speaks of, as ``claims.about.naming`` has it; None for SGD on random features.
    refused
        Why that was not understood; empty where it was.
    """

    label: str
    where: tuple[str, ...]
    states: str
    line: int = 0
    about: Mapping[str, Any] | None = None
    refused: str = ""


def read_file(path: str | PathLike[str], about: str = "plrf") -> list[Claim]:
    """Read a claim file.

    Parameters
    ----------
    path
        File of at most 200 000 bytes and 1000 claims.
    about
        What it speaks of where it does not say so.

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
        return claims_of(content, file.parent, about)
    except ParseError as error:
        raise ParseError(f"{file.name}: {error}") from None


def claims_of(content: bytes, folder: Path | None = None, about: str = "plrf") -> list[Claim]:
    """Claims of the content of a file.

    Parameters
    ----------
    content
        Bytes of the file.
    folder
        In which the laws are that it names.
    about
        What it speaks of where it does not say so.

    Raises
    ------
    ParseError
        Not UTF-8, not TOML, not claims, or beyond the bounds.

    Examples
    --------
    >>> claims_of(b'[[claim]]\\nstates = "loss_exponent < 1"')
    [Claim(label='claim 1', where=(), states='loss_exponent < 1', line=1, about=None, refused='')]
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
    return _claims(data, text, folder, about)


def _bound_keys(text: str) -> None:
    """Refuse long dotted keys, on which a parser spends memory like the square of their length."""
    if any(line.count(".") > _MAX_DOTS for line in _STRING.sub("''", text).splitlines()):
        raise ParseError(f"long dotted keys; a claim has the keys {', '.join(_KEYS)}")


def _claims(data: Mapping[str, Any], text: str, folder: Path | None, about: str) -> list[Claim]:
    strange = sorted(set(data) - {"claim", *ABOUT})
    if strange:
        raise ParseError(
            f"unknown table or key {echo(strange[0])}; a file holds [[claim]], and before them "
            f"what they speak of: {', '.join(ABOUT)}"
        )
    common = {k: data[k] for k in ABOUT if k in data}
    outside = named_by_keys(common, folder) if common else named(about)
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
            claim = _claim(table, number, line)
            found.append(_speaking(claim, table, common, outside, folder))
        except ParseError as error:
            raise ParseError(f"claim {number}{_at(line)}: {error}") from None
    _all_named(found)
    return found


def _all_named(claims: Sequence[Claim]) -> None:
    """Refuse two claims of one name: a verdict would not say of which it is."""
    first: dict[str, Claim] = {}
    for claim in claims:
        other = first.setdefault(claim.label, claim)
        if other is not claim:
            places = f" (lines {other.line} and {claim.line})" if claim.line else ""
            raise ParseError(f"two claims are called {echo(claim.label)}{places}; rename one")


def _speaking(
    claim: Claim,
    table: Mapping[str, Any],
    common: Mapping[str, Any],
    outside: Mapping[str, Any] | None,
    folder: Path | None,
) -> Claim:
    """The claim with what it speaks of; its own keys before those of the file."""
    own = {k: table[k] for k in ABOUT if k in table}
    if not own:
        return replace(claim, about=outside)
    if {"about", "law", "optimiser"} & own.keys():
        common = {}
    try:
        return replace(claim, about=named_by_keys({**common, **own}, folder))
    except ParseError as problem:
        return replace(claim, refused=str(problem))


def _claim(table: Any, number: int, line: int) -> Claim:
    if not isinstance(table, dict):
        raise ParseError("not a table; write [[claim]] with label, where and states")
    strange = sorted(set(table) - {*_KEYS, *ABOUT})
    if strange:
        allowed = ", ".join((*_KEYS, *ABOUT))
        raise ParseError(f"unknown key {echo(strange[0])}; allowed are {allowed}")
    states = table.get("states")
    if not isinstance(states, str):
        raise ParseError('states is missing or not a text; write states = "alpha < beta"')
    where = table.get("where", [])
    if isinstance(where, str):
        where = [where]
    if not isinstance(where, list) or not all(isinstance(w, str) for w in where):
        raise ParseError('where is a list of texts, such as ["alpha > 1/2", "beta > alpha"]')
    label = label_of(table.get("label", f"claim {number}"))
    if any(len(w) > MAX_TEXT for w in (states, *where)):
        raise ParseError(f"a text of more than {MAX_TEXT} characters; shorten it")
    # One line each: what a result prints of them could pass for another result.
    return Claim(label, tuple(" ".join(w.split()) for w in where), " ".join(states.split()), line)


def _at(line: int) -> str:
    return f" (line {line})" if line else ""


def label_of(data: object) -> str:
    """A claim's label, with one space where there were several.

    Raises
    ------
    ParseError
        It is no text, empty, too long, or more than one line.
    """
    label = " ".join(filter(None, data.split(" "))) if isinstance(data, str) else data
    if not is_label(label):
        raise ParseError(f"label is one printable line of at most {LONGEST} characters")
    return label
