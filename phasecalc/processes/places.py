"""Where programs are looked for: nowhere in the folder that one works in."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

__all__ = ["safe_path", "working_folder"]


def working_folder() -> list[str]:
    """Its full name; nothing if it has been removed."""
    with contextlib.suppress(OSError):
        return [str(Path.cwd().resolve())]
    return []


def safe_path() -> str:
    """``PATH`` without the working folder: an empty entry, a relative one, or its full name.

    Examples
    --------
    >>> "." in safe_path().split(os.pathsep)
    False
    """
    listed = os.environ.get("PATH", os.defpath).split(os.pathsep)
    here = working_folder()
    safe = [p for p in listed if Path(p).is_absolute() and str(Path(p).resolve()) not in here]
    return os.pathsep.join(safe) or os.defpath  # an empty one would be the working folder again
