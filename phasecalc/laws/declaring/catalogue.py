"""The laws that ship with the package: one file each in ``phasecalc/laws/library``."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.declaring.declaration import Law
from phasecalc.laws.declaring.files import parse_law, read_law

__all__ = ["as_law", "contents", "find", "find_or_read", "law", "names"]


@cache
def names() -> tuple[str, ...]:
    """Names of the shipped laws.

    Examples
    --------
    >>> "two-term" in names()
    True
    """
    folder = files("phasecalc.laws") / "library"
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def law(name: str) -> Law:
    """Shipped law of a given name; ``_`` may stand for ``-``.

    Raises
    ------
    DomainError
        There is none.

    Examples
    --------
    >>> law("two-term").budget
    6*D*N
    """
    known = name.replace("_", "-")
    if known not in names():
        raise DomainError(f"no law {name!r}; the laws are {', '.join(names())}")
    return parse_law(_text(known), f"{known}.toml")


@cache
def contents() -> Mapping[str, Mapping[str, Any]]:
    """What the files of the shipped laws say, by name; no expression is parsed.

    Examples
    --------
    >>> list(contents()["kaplan-joint"]["fits"])
    ['separate', 'joint']
    """
    return {n: tomllib.loads(_text(n)) for n in names()}


def _text(name: str) -> str:
    return (files("phasecalc.laws") / "library" / f"{name}.toml").read_text(encoding="utf-8")


def find(name: str) -> tuple[Law, str | None]:
    """Law and fit that a word means: a law, ``law:fit``, or a fit of exactly one law.

    Raises
    ------
    DomainError
        No law and no fit has this name, or several have.

    Examples
    --------
    >>> find("besiroglu")[0].name, find("over-training:C4")[1]
    ('two-term', 'C4')
    """
    first, _, fit = name.partition(":")
    if first.replace("_", "-") in names():
        chosen = law(first)
        return (chosen, chosen.fit(fit).name) if fit else (chosen, None)
    having = [n for n, said in contents().items() if name in said.get("fits", ())]
    if len(having) == 1:
        return law(having[0]), name
    fits = sorted({f for said in contents().values() for f in said.get("fits", ())})
    near = difflib.get_close_matches(name, [*names(), *fits], n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    raise DomainError(
        f"no law or fit {name!r}; {meant}laws: {', '.join(names())}; fits: {', '.join(fits)}"
    )


def find_or_read(word: str) -> tuple[Law, str | None]:
    """The same, or the law of a file if the word ends in ``.toml``.

    Raises
    ------
    DomainError
        Nothing has this name, or the file cannot be read.
    """
    if not word.endswith(".toml"):
        return find(word)
    try:
        return read_law(word), None
    except OSError as problem:
        raise DomainError(f"{word}: {problem.strerror}") from None


def as_law(given: Law | str) -> Law:
    """A law, or that of a name or of a ``.toml`` file.

    Raises
    ------
    DomainError
        Neither a law nor the name of one.

    Examples
    --------
    >>> as_law("two-term").sizes
    ('N', 'D')
    """
    if isinstance(given, Law):
        return given
    if not isinstance(given, str):
        raise DomainError(
            f"law = {type(given).__name__}: give a Law, the name of one, or a .toml file"
        )
    return find_or_read(given)[0]
