"""A folder of derivations, read in order: labels, uses, and what each file imports.

The files of a folder are members of a package named like the folder, wherever it lies, so that
``from derivations.d11_pure_point import pure_point_forcing`` works inside. Loading runs the
files as Python: load only what you would run.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from phasecalc.exceptions import LedgerError
from phasecalc.ledger.snapshot import Sources, helpers, outside, taken
from phasecalc.proof import Derivation
from phasecalc.sources import SOURCES

__all__ = ["Entry", "Ledger", "load"]

# A folder with one of these names would hide a package that its own files need.
_RESERVED = {"phasecalc", "sympy", "mpmath", "numpy", "matplotlib"} | sys.stdlib_module_names


@dataclass(frozen=True)
class Entry:
    """One derivation of a ledger.

    Parameters
    ----------
    derivation
        What runs.
    file
        Where it is written.
    files
        That file and every file that it imports or whose theorems it uses, however indirectly.
    asked
        False for a theorem that is run only because one that was asked for uses it.
    sources
        All that it depends on outside phasecalc, with the bytes as they were before loading.
    """

    derivation: Derivation
    file: Path
    files: tuple[Path, ...]
    asked: bool
    sources: Sources = ()


@dataclass(frozen=True)
class Ledger:
    """Derivations in reading order.

    Parameters
    ----------
    paths
        Files and folders that were asked for.
    entries
        Each theorem once, every one after all that it uses.
    citations
        Citation keys that a derivation may name.
    """

    paths: tuple[Path, ...]
    entries: tuple[Entry, ...]
    citations: frozenset[str]

    def users(self, entry: Entry) -> tuple[str, ...]:
        """Labels of the theorems that use this one directly."""
        mine = entry.derivation
        return tuple(e.derivation.label for e in self.entries if mine in e.derivation.uses)


def load(paths: Sequence[Path | str]) -> Ledger:
    """Read files and folders of derivations, in the order given.

    A file stands for its own theorems; the earlier files that they use are read with it.

    Parameters
    ----------
    paths
        Folders, or ``.py`` files.

    Raises
    ------
    LedgerError
        There is no such path or no derivation in it; a file cannot be loaded; a label is used
        twice; a theorem uses one that is not in the ledger or comes later; a citation key is not
        in the bibliography (``docs/refs.bib`` here, ``refs.bib`` in a reader's own folder).

    Examples
    --------
    >>> load(["nowhere"])
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.LedgerError: nowhere: no such file or folder
    """
    resolved = tuple(Path(p) for p in paths)
    if not resolved:
        raise LedgerError("no path given: name a folder or a file of derivations")
    citations = {source.key for source in SOURCES.values()}
    entries: list[Entry] = []
    with ExitStack() as packages:  # a later folder may import from an earlier one
        for folder, wanted in _folders(resolved).items():
            citations |= _bibliography(folder)
            entries += _read(folder, wanted, packages)
    if not any(e.asked for e in entries):
        raise LedgerError(
            f"{', '.join(map(str, resolved))}: no derivation here; decorate one with @theorem"
        )
    _confirm(entries, citations)
    entries = _with_uses(entries)
    return Ledger(resolved, tuple(_needed(entries)), frozenset(citations))


def _folders(paths: Iterable[Path]) -> dict[Path, set[Path]]:
    """Files asked for, by folder."""
    found: dict[Path, set[Path]] = {}
    for path in paths:
        if path.is_dir():
            found.setdefault(path.resolve(), set()).update(_files(path.resolve()))
        elif path.is_file() and path.suffix == ".py":
            found.setdefault(path.resolve().parent, set()).add(path.resolve())
        elif path.exists():
            raise LedgerError(
                f"{path}: derivations are folders and .py files; a claim file ends in .toml"
            )
        else:
            raise LedgerError(f"{path}: no such file or folder")
    return found


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.py"))
    for file in found:
        if not file.is_file():
            raise LedgerError(f"{file} is no file; a folder of derivations holds files")
    return [f for f in found if f.name != "__init__.py"]


def _bibliography(folder: Path) -> set[str]:
    """Citation keys of a folder's own refs.bib."""
    file = folder / "refs.bib"
    if not file.is_file():
        return set()
    return set(re.findall(r"^\s*@\w+\{([^,\s]+),", file.read_text(encoding="utf-8"), re.MULTILINE))


def _read(folder: Path, wanted: set[Path], packages: ExitStack) -> list[Entry]:
    """Derivations of a folder, in the order of file names and then as written.

    Only what the wanted files import is loaded with them.
    """
    package = re.sub(r"\W", "_", folder.name) or "derivations"
    if package in _RESERVED:
        raise LedgerError(f"{folder}: a folder named {package} hides a Python module; rename it")
    files = _files(folder)
    direct = {f: _imports(f, package, files) for f in files if f in wanted}
    while missing := {g for reached in direct.values() for g in reached} - direct.keys():
        direct |= {f: _imports(f, package, files) for f in missing}
    reached = {f: _reached(f, direct) for f in direct}
    sources = {f: _sources(folder, package, reached[f]) for f in direct}  # before any is loaded
    entries = []
    packages.enter_context(_package(package, folder))
    for file in sorted(direct):
        module = _import(f"{package}.{file.stem}", file)
        for value in vars(module).values():
            if isinstance(value, Derivation) and value.__module__ == module.__name__:
                entry = Entry(value, file, reached[file], file in wanted, sources[file])
                entries.append(entry)
    return entries


def _sources(folder: Path, package: str, reached: tuple[Path, ...]) -> Sources:
    """What the theorems of a file depend on, as it is now."""
    mine = {*reached, *helpers(folder)}
    elsewhere, freely = outside([f for f in mine if f.suffix == ".py"], package)
    return taken([*mine, *elsewhere, *(_files(folder) if freely else ())])


def _import(name: str, file: Path) -> ModuleType:
    try:
        return _as_written(name, file) if sys.flags.optimize else importlib.import_module(name)
    except LedgerError as problem:
        raise LedgerError(f"{file}: {problem}") from problem
    except Exception as problem:
        # Whatever a file does while it is read, the message says which file it was.
        raise LedgerError(f"{file}: cannot be loaded: {type(problem).__name__}: {problem}") from (
            problem
        )


class _AsWritten(SourceFileLoader):
    """Loads a file with its docstrings, which are theorems, and its asserts, whatever -O says."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = compile(self.get_data(path), path, "exec", dont_inherit=True, optimize=0)
        return code


def _as_written(name: str, file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file, loader=_AsWritten(name, str(file)))
    if name in sys.modules or spec is None or spec.loader is None:
        return importlib.import_module(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def _package(name: str, folder: Path) -> Iterator[None]:
    """Make the folder a fresh package for a while; what had its name comes back afterwards."""
    before = _members(name)
    for member in before:
        del sys.modules[member]
    try:
        init = folder / "__init__.py"
        spec = importlib.util.spec_from_file_location(
            name, init if init.exists() else None, submodule_search_locations=[str(folder)]
        ) or importlib.machinery.ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        if init.exists() and spec.loader is not None:
            spec.loader.exec_module(module)
        yield
    finally:
        for member in _members(name):
            del sys.modules[member]
        sys.modules.update(before)


def _members(package: str) -> dict[str, ModuleType]:
    return {n: m for n, m in sys.modules.items() if n.split(".")[0] == package}


def _imports(file: Path, package: str, files: Sequence[Path]) -> tuple[Path, ...]:
    """Files of the folder that a file imports; they must come before it."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as problem:
        raise LedgerError(f"{file}: not Python: {problem}") from problem
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {a.name.removeprefix(f"{package}.") for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = (node.module or "").removeprefix(package).removeprefix(".")
            if node.level or (node.module or "").split(".")[0] == package:
                names |= {start.split(".")[0]} if start else {a.name for a in node.names}
    found = tuple(f for f in files if f.stem in names and f != file)
    for other in found:
        if other > file:
            raise LedgerError(
                f"{file.name} imports {other.name}, which comes later: a derivation rests on "
                "earlier files only; rename one of them"
            )
    return found


def _reached(file: Path, direct: dict[Path, tuple[Path, ...]]) -> tuple[Path, ...]:
    found = {file}
    for other in direct[file]:  # earlier files only, so this ends
        found |= set(_reached(other, direct))
    return tuple(sorted(found))


def _confirm(entries: Sequence[Entry], citations: set[str]) -> None:
    """Labels are unique, uses come before, citation keys exist."""
    known: dict[str, Entry] = {}
    place = {id(e.derivation): k for k, e in enumerate(entries)}
    for k, entry in enumerate(entries):
        derivation = entry.derivation
        where = f"{entry.file.name}: {derivation.label}"
        if derivation.label in known:
            first = known[derivation.label].file.name
            raise LedgerError(f"{where}: this label is used already in {first}")
        known[derivation.label] = entry
        for used in derivation.uses:
            if id(used) not in place:
                raise LedgerError(f"{where} uses {used!r}, which is not in this ledger")
            if place[id(used)] >= k:
                raise LedgerError(f"{where} uses {used.label}, which comes later")
        key = derivation.source.split(",")[0]
        if key and key not in citations:
            raise LedgerError(f"{where}: the citation key {key} is not in the bibliography")


def _with_uses(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries; ``files`` also names those of theorems used from another folder."""
    found: dict[int, Entry] = {}
    for entry in entries:
        rest = [found[id(used)] for used in entry.derivation.uses]
        found[id(entry.derivation)] = replace(
            entry,
            files=tuple(sorted({*entry.files, *(f for e in rest for f in e.files)})),
            sources=tuple(sorted({*entry.sources, *(s for e in rest for s in e.sources)})),
        )
    return list(found.values())


def _needed(entries: Sequence[Entry]) -> list[Entry]:
    """Entries that were asked for, and all that they use."""
    needed = {id(e.derivation) for e in entries if e.asked}
    for entry in reversed(entries):
        if id(entry.derivation) in needed:
            needed |= {id(used) for used in entry.derivation.uses}
    return [e for e in entries if id(e.derivation) in needed]
