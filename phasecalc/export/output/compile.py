"""Compiling LaTeX: in a folder of its own, bounded in time, without shell access."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from phasecalc.exceptions import PhasecalcError
from phasecalc.processes.child import Child, find_program

__all__ = ["ENGINES", "Compiled", "TexFailed", "compile_tex", "engines", "source_date"]

ENGINES = ("pdflatex", "lualatex")
_SECONDS = 120.0
_DAY = 86_400
_WARNING = re.compile(
    r"^.*(?:Warning|Overfull|Underfull|Missing character|multiply defined|undefined).*$",
    re.MULTILINE,
)


class TexFailed(PhasecalcError):
    """TeX did not accept a document; carries the line of its log that says why."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled document.

    Parameters
    ----------
    pdf
        The file.
    warnings
        Lines of the last run's log that complain: warnings, overfull and underfull boxes,
        missing characters, undefined references.
    """

    pdf: bytes
    warnings: tuple[str, ...]


def engines() -> tuple[str, ...]:
    """TeX engines on this machine, of those that documents are tested with."""
    return tuple(e for e in ENGINES if find_program(e))


def compile_tex(
    text: str,
    engine: str = "pdflatex",
    *,
    files: Mapping[str, bytes] | None = None,
    bibtex: bool = False,
    seconds: float = _SECONDS,
) -> Compiled:
    """Compile a document, as often as its references need.

    Parameters
    ----------
    text
        The document.
    engine
        One of ``ENGINES``.
    files
        Further files that it reads, by name.
    bibtex
        Whether to run BibTeX after the first run.
    seconds
        Time allowed to each run.

    Raises
    ------
    TexFailed
        The engine is missing, runs too long, or refuses the document.
    """
    if engine not in engines():
        raise TexFailed(f"{engine} is not on this machine; install TeX Live, or leave out the PDF")
    with tempfile.TemporaryDirectory(prefix="phasecalc-tex-") as name:
        folder = Path(name)
        for file, content in (files or {}).items():
            (folder / file).write_bytes(content)
        (folder / "page.tex").write_text(text, encoding="utf-8")
        words = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page"]
        log = _run(words, folder, seconds)
        if bibtex:
            _run(["bibtex", "page"], folder, seconds)
            log = _run(words, folder, seconds)
        for _ in range(3):
            before = _auxiliary(folder)
            log = _run(words, folder, seconds)
            if _auxiliary(folder) == before:
                break
        warnings = tuple(line.strip() for line in _WARNING.findall(log) if _counts(line))
        return Compiled((folder / "page.pdf").read_bytes(), warnings)


def source_date() -> int:
    """Seconds of SOURCE_DATE_EPOCH, or of the start of this day: equal days, equal bytes.

    Examples
    --------
    >>> source_date() % 86_400 if "SOURCE_DATE_EPOCH" not in os.environ else 0
    0
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(time.time()) // _DAY * _DAY if given is None else int(given)


def _run(words: list[str], folder: Path, seconds: float) -> str:
    environment = {
        "max_print_line": "2000",
        # Files are read and written in this folder and in TeX's own, nowhere else.
        "openin_any": "p",
        "openout_any": "p",
        "FORCE_SOURCE_DATE": "1",
        "SOURCE_DATE_EPOCH": str(source_date()),
    }
    program = find_program(words[0])
    if program is None:
        raise TexFailed(f"{words[0]} is not on this machine; install TeX Live")
    command = [program, *words[1:]]
    with Child(words=command, folder=folder, environment=environment, remove=folder) as child:
        output = child.read(seconds)
        if output is None:
            raise TexFailed(f"{words[0]} was stopped after {seconds:.0f} s")
        status = child.wait()
    log = folder / "page.log"
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    if status:
        said = re.search(r"^! .*$(?:\n.*){0,4}", text, re.MULTILINE)
        ended = output.decode(errors="replace").strip()[-400:]
        raise TexFailed(f"{words[0]}: {said.group(0) if said else ended}")
    return text


def _auxiliary(folder: Path) -> bytes:
    file = folder / "page.aux"
    return file.read_bytes() if file.exists() else b""


def _counts(line: str) -> bool:
    """Leave out lines that only name a package or a file."""
    return not line.startswith(("Package:", "(", "LaTeX Info", "Package infwarerr"))
