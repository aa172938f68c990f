"""Files that are either whole or not there."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.parsing.files import require_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["require_format", "save_figure", "write_atomically"]

_FORMATS = (".png", ".svg", ".pdf")


def write_atomically(file: Path, content: str | bytes) -> None:
    """Write a file beside its place, then move it there in one step.

    Parameters
    ----------
    file
        Where; missing folders are made.
    content
        Text (written as UTF-8) or bytes.

    Raises
    ------
    ParseError
        There is something else than a file at that place.
    """
    if file.exists():
        require_file(file)  # a device must not be replaced by a file
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        # A temporary file is private; a report is not.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def require_format(file: Path) -> None:
    """Refuse a file name that does not end in a known format.

    Raises
    ------
    DomainError
        Not .png, .svg or .pdf.
    """
    if file.suffix.lower() not in _FORMATS:
        raise DomainError(f"{file.name}: the figure is written as .png, .svg or .pdf")


def save_figure(figure: Figure, file: Path) -> None:
    """Write a figure in the format of the file's ending, whole or not at all."""
    require_format(file)
    kind = file.suffix.lower()[1:]
    import matplotlib as mpl  # loaded where there is a figure only

    # No date in the file: the same figure gives the same bytes.
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
    picture = io.BytesIO()
    with mpl.rc_context({"text.usetex": False}):  # labels of ticks are made while it is written
        figure.savefig(picture, format=kind, dpi=200, metadata=metadata)
    write_atomically(file, picture.getvalue())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
