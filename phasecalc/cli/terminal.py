"""What only a terminal is shown: colour, unless NO_COLOR asks for none, and lines that fit it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import TextIO

__all__ = ["emphasised", "fitted", "folding", "room"]

# A label in front of what it labels, which the lines below stand under.
_LABEL = re.compile(r" *\S+(?: \S+)*  +(?=\S)")
_FURTHEST = 16


def emphasised(text: str, stream: TextIO) -> str:
    """Text in bold red on a terminal that has colours; as it is anywhere else.

    Parameters
    ----------
    text
        What to show.
    stream
        Where it goes.

    Examples
    --------
    >>> import io
    >>> emphasised("phasecalc:", io.StringIO())
    'phasecalc:'
    """
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if plain or not stream.isatty() else f"\x1b[1;31m{text}\x1b[0m"


def room(stream: TextIO) -> int | None:
    """Columns of the terminal that a stream writes to; None where it is none, and lines stay whole.

    Examples
    --------
    >>> import io
    >>> room(io.StringIO()) is None
    True
    """
    return shutil.get_terminal_size().columns if stream.isatty() else None


def fitted(line: str, width: int | None) -> str:
    """A line, broken where the terminal ends; what follows stands under what a label is of.

    Examples
    --------
    >>> print(fitted("  why   one can see it at once", 20))
      why   one can see
            it at once
    """
    if width is None or len(line) <= width:
        return line
    label = _LABEL.match(line)
    hang = len(line) - len(line.lstrip()) + 4
    if label is not None and label.end() <= min(_FURTHEST, width // 2):
        hang = label.end()
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * min(hang, width // 2),
        break_on_hyphens=False,
        break_long_words="://" not in line,
    )


class _Folding:
    """A stream whose whole lines fit; what is not a line yet is written when it is flushed."""

    def __init__(self, stream: TextIO, width: int) -> None:
        self._stream, self._width, self._begun = stream, width, ""

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._stream.write(fitted(line, self._width) + "\n")
        return len(text)

    def flush(self) -> None:
        self._stream.write(self._begun)
        self._begun = ""
        self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


@contextlib.contextmanager
def folding() -> Iterator[None]:
    """Lines of standard output fit its terminal in this block; elsewhere they stay whole."""
    width = room(sys.stdout)
    if width is None:
        yield
        return
    with contextlib.redirect_stdout(_Folding(sys.stdout, width)):
        try:
            yield
        finally:
            sys.stdout.flush()
