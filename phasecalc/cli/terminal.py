"""What only a terminal is shown: colour, unless NO_COLOR asks for none, and lines that fit it."""

from __future__ import annotations

import os
import shutil
import textwrap
from typing import TextIO

__all__ = ["emphasised", "fitted", "room"]


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


def fitted(text: str, stream: TextIO, hang: str = "  ") -> str:
    """A line, broken where the terminal ends; the lines after the first begin with ``hang``."""
    width = room(stream)
    if width is None or len(text) <= width:
        return text
    start = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(text, width, subsequent_indent=start + hang, break_on_hyphens=False)
