"""What only a terminal is shown: colour, unless NO_COLOR asks for none."""

from __future__ import annotations

import os
from typing import TextIO

__all__ = ["emphasised"]


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
