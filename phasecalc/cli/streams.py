"""What a command finds when it starts: its standard streams, and where it imports from."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path

from phasecalc.processes.places import safe_path

__all__ = ["escaped", "leave_working_folder", "open_streams", "silence"]

# Characters that move a cursor, turn writing round, or are no characters; line ends and tabs stay.
_OBEYED = {
    *(set(range(32)) - {9, 10}),
    *range(0x7F, 0xA0),
    0x061C,
    *(0x200E, 0x200F),
    *(0x2028, 0x2029),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
}
_TABLE = {code: f"\\u{code:04x}" for code in _OBEYED}
_ERRORS = "phasecalc.escape"


def escaped(text: str) -> str:
    """Text without anything that a terminal would obey: such characters by their numbers.

    Examples
    --------
    >>> print(escaped("red: \x1b[31m"))
    red: \\u001b[31m
    """
    return text.translate(_TABLE)


class _Escaping(io.TextIOWrapper):
    """Standard output that no text can command."""

    def write(self, text: str, /) -> int:
        super().write(escaped(text))
        return len(text)


def open_streams() -> None:
    """Make standard streams safe to write to, whatever they are and whatever is written.

    A stream that is closed is opened on nothing, so that no file that is opened later takes its
    number. What the encoding of a stream lacks is written as its number in Unicode.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    codecs.register_error(_ERRORS, _numbered)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8")  # noqa: SIM115
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        encoding, buffered, through = out.encoding, out.line_buffering, out.write_through
        sys.stdout = _Escaping(out.detach(), encoding, _ERRORS, None, buffered, through)


def silence() -> None:
    """Drop what is still buffered for a reader who has gone, as Python's manual advises."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def _numbered(problem: UnicodeError) -> tuple[str, int]:
    """Letters that an encoding lacks, by number, as JSON and TOML write them too."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    lacking = problem.object[problem.start : problem.end]
    shown = (f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in lacking)
    return "".join(shown), problem.end


def leave_working_folder() -> None:
    """Import nothing from the working folder that stands in PYTHONPATH, often by an empty entry.

    Nor start a program there that PATH would find: Matplotlib looks for ``fc-list`` and others.
    """
    os.environ["PATH"] = safe_path()
    try:
        here = Path.cwd()
    except OSError:  # it was removed
        return
    for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        full = str(Path(entry).absolute())
        for name in {entry, full}:
            if name in sys.path and Path(full).resolve() == here:
                sys.path.remove(name)
