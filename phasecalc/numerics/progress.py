"""A one-line progress bar that exists only on a terminal."""

from __future__ import annotations

import sys
from typing import TextIO

__all__ = ["Progress"]

_WIDTH = 30


class Progress:
    r"""Progress bar on standard error; silent unless that is a terminal.

    Pass it as ``progress=`` to anything that sweeps over many points.

    Parameters
    ----------
    label
        What is counted.
    stream
        Where to write; standard error if omitted.

    Examples
    --------
    >>> import io
    >>> class Terminal(io.StringIO):
    ...     def isatty(self) -> bool:
    ...         return True
    >>> screen, log = Terminal(), io.StringIO()
    >>> for stream in (screen, log):
    ...     Progress("seeds", stream)(2, 4)
    >>> screen.getvalue()
    '\rseeds [###############...............] 2/4'
    >>> log.getvalue()
    ''
    """

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = label
        self._stream = sys.stderr if stream is None else stream

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` points are finished."""
        if not self._stream.isatty():
            return
        bar = "#" * (_WIDTH * done // max(total, 1))
        end = "\n" if done == total else ""
        self._stream.write(f"\r{self._label} [{bar:.<{_WIDTH}}] {done}/{total}{end}")
        self._stream.flush()
