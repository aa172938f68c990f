"""Which sources a derivation depends on, and their bytes, taken before any of them is loaded.

A chapter depends on the files of its folder that it imports, on all helpers there (``__init__``
and sub-packages, whoever imports them), on the folder's bibliography, and on modules elsewhere on
the path that any of these import. A file that imports by other means than a statement may import
whatever it likes: then the whole folder counts. A data file that a derivation reads is not seen:
run with ``--fresh`` after it has changed.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

__all__ = ["Sources", "helpers", "outside", "taken"]

# Files and the hashes of their bytes.
Sources = tuple[tuple[Path, str], ...]

# Known by version, see phasecalc.ledger.store, or by the hash of phasecalc itself.
_BY_VERSION = {"phasecalc", "sympy", "mpmath", "numpy", "z3", "flint", "gmpy2", "matplotlib"}
_BY_OTHER_MEANS = {"importlib", "runpy", "pkgutil", "imp", "__import__", "exec", "eval", "compile"}
_OF_SYS = {"sys.modules", "sys.path", "sys.meta_path"}
_INSTALLED = {Path(sysconfig.get_path(p)).resolve() for p in ("purelib", "platlib")}


def taken(files: Iterable[Path]) -> Sources:
    """Hash of the bytes of each file, as they are now; a file that is gone has none."""
    return tuple((f, _hash(f)) for f in sorted(set(files)))


def _hash(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def helpers(folder: Path) -> set[Path]:
    """What every chapter of a folder may use: ``__init__``, sub-packages, the bibliography."""
    below = {f for f in folder.rglob("*.py") if f.parent != folder}
    shared = {f for f in below if not any(p.startswith(".") for p in f.relative_to(folder).parts)}
    return shared | {f for name in ("__init__.py", "refs.bib") if (f := folder / name).exists()}


def outside(files: Iterable[Path], package: str) -> tuple[set[Path], bool]:
    """Files elsewhere on the path that files import, and whether one imports by other means.

    Parameters
    ----------
    files
        Of the folder.
    package
        The folder's own name as a package.
    """
    found: set[Path] = set()
    met = {package} | _BY_VERSION | sys.stdlib_module_names
    freely = False
    left = list(files)
    while left:
        names, free = _imports(left.pop())
        freely = freely or free
        for name in names - met:
            met.add(name)
            more = _files_of(name)
            found |= more
            # An installed package is taken whole, but not what it imports in its turn.
            left += [f for f in more if not _INSTALLED.intersection(f.parents)]
    return found, freely


def _imports(file: Path) -> tuple[set[str], bool]:
    """Packages that a file imports by a statement, and whether it can import otherwise."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return set(), True
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.split(".")[0])
        elif isinstance(node, ast.Name) and node.id in _BY_OTHER_MEANS:
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in _OF_SYS:
            names.add("importlib")
    return names, bool(names & _BY_OTHER_MEANS)


def _files_of(name: str) -> set[Path]:
    """Python files of a package or module on the path."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return set()
    if spec is None:
        return set()
    folders = [Path(p) for p in spec.submodule_search_locations or ()]
    found = {f.resolve() for folder in folders for f in folder.rglob("*.py")}
    return found | ({Path(spec.origin).resolve()} if spec.origin and spec.has_location else set())
