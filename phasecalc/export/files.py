"""Writing files so that an interruption never leaves half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["save_figure", "write_text"]

FORMATS = (".png", ".svg", ".pdf")


def write_text(path: str | Path, text: str) -> Path:
    """Write a text file in one step."""
    return _replace(Path(path), text.encode())


def save_figure(figure: Figure, path: str | Path) -> Path:
    """Write a figure in the format of the file's ending, in one step.

    Raises
    ------
    DomainError
        The ending is not .png, .svg or .pdf.
    """
    import io

    target = Path(path)
    if target.suffix.lower() not in FORMATS:
        raise DomainError(f"{target.name}: write to a file ending in {', '.join(FORMATS)}")
    buffer = io.BytesIO()
    # No date in the file: the same figure gives the same bytes.
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(target.suffix.lower())
    figure.savefig(buffer, format=target.suffix[1:].lower(), metadata=metadata)
    return _replace(target, buffer.getvalue())


def _replace(target: Path, content: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target
