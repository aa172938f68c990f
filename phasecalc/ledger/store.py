"""Outcomes of earlier runs, kept by the content of everything they depend on.

The key of a theorem is a hash of all the sources that it depends on (see
``phasecalc.ledger.snapshot``), with the bytes that they had before they were loaded, of all of
phasecalc's own files, and of the versions of Python and of the packages that compute. Where a
source has changed by the time the theorem is checked, nothing is kept. The store spares waiting
and is never evidence: the status table and continuous integration run every theorem afresh. Each
record carries a hash of itself and its key, so that a damaged or edited record is run again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from phasecalc.ledger.folder import Entry
from phasecalc.ledger.outcome import Outcome, as_record, from_record
from phasecalc.ledger.snapshot import taken

__all__ = ["Store", "key"]

_PACKAGE = Path(__file__).resolve().parent.parent
_COMPUTING = ("sympy", "mpmath", "numpy", "z3-solver", "python-flint", "gmpy2")


class Store:
    """Outcomes of checked theorems as files in a folder.

    Parameters
    ----------
    folder
        By default ``$PHASECALC_CACHE``, else ``phasecalc`` in the user's cache folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or _cache_folder()) / "theorems"

    def read(self, entry: Entry) -> Outcome | None:
        """Outcome from the same sources, or None."""
        name = key(entry)
        try:
            kept = json.loads(self._file(name).read_text(encoding="utf-8"))
            if kept["seal"] != _seal(name, kept["outcome"]):
                return None
            return from_record(kept["outcome"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, entry: Entry, outcome: Outcome) -> None:
        """Keep the outcome of a checked theorem; a folder that cannot be written keeps nothing.

        Nor is an outcome kept of sources that were edited while it was found.
        """
        if taken(f for f, _ in entry.sources) != entry.sources or _engine() != _content():
            return
        name, record = key(entry), as_record(outcome)
        kept = {"label": entry.derivation.label, "outcome": record, "seal": _seal(name, record)}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self._file(name).with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(kept), encoding="utf-8")
            draft.replace(self._file(name))
        except OSError:
            return

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def key(entry: Entry) -> str:
    """Hash of everything that a derivation's outcome depends on."""
    total = hashlib.sha256(_engine().encode())
    total.update(entry.derivation.label.encode())
    for file, content in entry.sources:
        total.update(f"{file.name} {content}\n".encode())
    for used in entry.derivation.uses:
        total.update(used.label.encode())
    return total.hexdigest()


def _hash(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


@cache
def _engine() -> str:
    """Hash of phasecalc and of what computes, as it was when it was first asked for."""
    return _content()


def _content() -> str:
    """Hash of phasecalc's own files and of the versions of what computes, as they are now."""
    total = hashlib.sha256(sys.version.encode())
    for package in _COMPUTING:
        total.update(f"{package} {_version(package)}\n".encode())
    for file in sorted(f for f in _PACKAGE.rglob("*") if f.is_file() and f.suffix != ".pyc"):
        total.update(file.relative_to(_PACKAGE).as_posix().encode())
        total.update(_hash(file))
    return total.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _seal(name: str, record: object) -> str:
    return hashlib.sha256((name + json.dumps(record, sort_keys=True)).encode()).hexdigest()


def _cache_folder() -> Path:
    chosen = os.environ.get("PHASECALC_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "phasecalc"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "phasecalc"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "phasecalc"
