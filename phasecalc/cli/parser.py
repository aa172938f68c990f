"""Parsers of words: faults in one line that say what may be meant, help that fits a screen."""

from __future__ import annotations

import argparse
import difflib
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

__all__ = ["BadUsage", "Parser", "meant", "refilled"]

_WIDTH = 79
_CHOICE = re.compile(r"argument (.*?): invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL)
_LISTED = re.compile(r" *\S+( \S+)*  +(?=\S)")  # a name and a gap before what it means
_LONGEST = 60


class BadUsage(Exception):
    """The arguments do not fit the command."""


class Parser(argparse.ArgumentParser):
    """Parser that reports bad usage in one line."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Name an option that there is not before one that is missing."""
        leaf = not any(isinstance(a, argparse._SubParsersAction) for a in self._actions)
        if leaf and args is not None:
            self._know(args)
        found, left = super().parse_known_args(args, namespace)
        if leaf and left:
            self.error(f"no place for {left[0][:_LONGEST]!r}")
        return found, left

    def _know(self, words: Iterable[str]) -> None:
        known = self._option_string_actions
        for word in words:
            name = word.partition("=")[0]
            if word == "--":
                return
            if name.startswith("--") and name not in known:
                self.error(f"no option {name[:_LONGEST]}{meant(name, known, '; did you mean {}?')}")

    def error(self, message: str) -> NoReturn:
        """One line: what is wrong, what may have been meant, and where to read on."""
        if found := _CHOICE.match(message):
            what, word, listed = found.groups()
            known = re.findall(r"[^\s',]+", listed)
            near = meant(word, known, "did you mean {}?") or f"there are {', '.join(known)}"
            message = f"{what} {word[:_LONGEST]!r}: {near}"
        end = " See" if message.endswith("?") else "; see"
        raise BadUsage(f"{message}{end} `{self.prog} --help`")


def meant(word: str, known: Iterable[str], text: str) -> str:
    """The text with the known word that is nearest, or nothing where none is near.

    Examples
    --------
    >>> meant("--alhpa", ["--alpha", "--beta"], "did you mean {}?")
    "did you mean '--alpha'?"
    >>> meant("--colour", ["--alpha", "--beta"], "did you mean {}?")
    ''
    """
    near = difflib.get_close_matches(word, list(known), n=1)
    return text.format(repr(near[0])) if near else ""


def refilled(text: str) -> str:
    """A description for a screen of 80 columns: paragraphs are filled, lists keep their columns.

    Examples
    --------
    >>> print(refilled("One\\ntwo.\\n\\n  a   first\\n  bcd second, third"))
    One two.
    <BLANKLINE>
      a   first
      bcd second, third
    """
    return "\n\n".join(_filled(block) for block in text.strip("\n").split("\n\n"))


def _filled(block: str) -> str:
    lines = block.split("\n")
    if not any(_LISTED.match(line) for line in lines):
        return textwrap.fill(" ".join(map(str.strip, lines)), _WIDTH)
    filled = []
    for line in lines:
        name = _LISTED.match(line)
        hang = " " * (name.end() if name else 0)
        filled.append(textwrap.fill(line, _WIDTH, subsequent_indent=hang, drop_whitespace=True))
    return "\n".join(filled)
