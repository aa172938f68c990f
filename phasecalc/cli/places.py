"""Where results are written: a place that cannot be is refused before the work, not after it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from phasecalc.exceptions import ParseError
from phasecalc.parsing.files import require_file

__all__ = ["new_file", "new_folder"]


def new_file(text: str) -> Path:
    """Path of a file that can be written, as an option's type.

    Parameters
    ----------
    text
        What was given.

    Raises
    ------
    argparse.ArgumentTypeError
        There is something else than a file, or no file can be made there.

    Examples
    --------
    >>> new_file("build/figure.svg").name
    'figure.svg'
    >>> new_file("/")
    Traceback (most recent call last):
    ...
    argparse.ArgumentTypeError: / is a folder, not a file; name a file
    """
    path = Path(text)
    if path.exists():
        try:
            require_file(path)
        except ParseError as wrong:
            raise argparse.ArgumentTypeError(str(wrong)) from None
    _require_room(path.parent, text)
    return path


def new_folder(text: str) -> Path:
    """Path of a folder that files can be written into, as an option's type.

    Parameters
    ----------
    text
        What was given.

    Raises
    ------
    argparse.ArgumentTypeError
        There is a file, or no folder can be made there.

    Examples
    --------
    >>> new_folder("build/report").name
    'report'
    """
    path = Path(text)
    _require_room(path, text)
    return path


def _require_room(folder: Path, text: str) -> None:
    """Refuse a folder of which the part that there is takes no new files."""
    there = folder
    while not (there.exists() or there.is_symlink()) and there != there.parent:
        there = there.parent
    if not there.is_dir():
        where = "" if there == Path(text) else f"{text}: "
        raise argparse.ArgumentTypeError(f"{where}{there} is not a folder; choose another place")
    if not os.access(there, os.W_OK | os.X_OK):
        raise argparse.ArgumentTypeError(
            f"{text}: no file may be written into {there.absolute()}; choose another place"
        )
