"""Files from strangers: read if they are files, up to a bound, and never waited for."""

from __future__ import annotations

import os
import stat
from os import PathLike
from pathlib import Path

from phasecalc.exceptions import ParseError

__all__ = ["read_file_bytes", "require_file"]

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def require_file(path: str | PathLike[str]) -> None:
    """Refuse what is not a regular file: reading it could take for ever, or do something.

    Parameters
    ----------
    path
        Where it is.

    Raises
    ------
    ParseError
        A folder, a pipe, a socket or a device.
    OSError
        There is nothing, or it cannot be looked at.

    Examples
    --------
    >>> require_file(os.devnull)
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.ParseError: ...null is a device, not a file; name a file
    """
    _require(Path(path).stat().st_mode, path)


def read_file_bytes(path: str | PathLike[str], most: int) -> bytes:
    """Content of a regular file.

    Parameters
    ----------
    path
        Where it is.
    most
        Bytes that are read at most; one more is returned where there are more.

    Raises
    ------
    ParseError
        A folder, a pipe, a socket or a device.
    OSError
        It cannot be read.
    """
    require_file(path)
    # What was a file just now may be a pipe by now: opening it must not wait either.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        _require(os.fstat(handle).st_mode, path)
        return stream.read(most + 1)


def _require(mode: int, path: str | PathLike[str]) -> None:
    if not stat.S_ISREG(mode):
        kind = next((name for test, name in _KINDS if test(mode)), "something else")
        raise ParseError(f"{path} is {kind}, not a file; name a file")
