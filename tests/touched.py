"""Runs the tests that a change touches: ``python -m tests.touched [BASE]``.

Compared with BASE (``main`` unless told), a changed module calls for its own doctests, for the test
folder of its room, and for those of the rooms that import it directly; a changed test file or page
for itself. This is a shortcut while one works: what lands is decided by all tests.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["chosen", "main"]

_ROOT = Path(__file__).resolve().parents[1]


def chosen(changed: Iterable[str], root: Path = _ROOT) -> list[str]:
    """Paths for pytest, of changed files given relative to the root of the tree."""
    import grimp  # with import-linter; the tests of other versions go without

    graph = grimp.build_graph("phasecalc", include_external_packages=False)
    found: set[str] = set()
    for name in changed:
        path = Path(name)
        if path.parts[0] == "phasecalc" and path.suffix == ".py":
            found.add(name)
            module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            known = module in graph.modules
            importers = graph.find_modules_that_directly_import(module) if known else set()
            found.update(t for m in {module, *importers} for t in _tests_of(m, root))
        elif path.suffix in {".py", ".md"} and path.parts[0] in {"tests", "docs", "README.md"}:
            found.update([name] if path.name.startswith("test_") or path.suffix == ".md" else [])
        elif path.parts[0] == "derivations":
            found.add("tests/derivations")
        else:
            found.update(["tests/test_layout.py", "tests/test_metadata.py"])
    here = sorted(p for p in found if (root / p).exists())
    return [p for p in here if not any(Path(q) in Path(p).parents for q in here)]


def _tests_of(module: str, root: Path) -> Iterator[str]:
    """The test folder of a module's room, or the test files of a module that is in no room."""
    _, *rest = module.split(".")
    if rest and (root / "tests" / rest[0]).is_dir():
        yield f"tests/{rest[0]}"
    elif rest:
        yield from (str(p.relative_to(root)) for p in (root / "tests").glob(f"test_{rest[0]}*.py"))


def _changed(base: str) -> list[str]:
    """Files that differ from where this branch left the base, or are new."""
    git = ["git", "-C", str(_ROOT)]
    start = _lines([*git, "merge-base", base, "HEAD"])[0]
    new = _lines([*git, "ls-files", "--others", "--exclude-standard"])
    return [*_lines([*git, "diff", "--name-only", start]), *new]


def _lines(command: list[str]) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def main(arguments: list[str]) -> int:
    """Run them, and return pytest's status."""
    paths = chosen(_changed(arguments[0] if arguments else "main"))
    if not paths:
        sys.stdout.write("nothing is touched\n")
        return 0
    sys.stdout.write("\n".join(paths) + "\n")
    pytest = [sys.executable, "-m", "pytest", "-n", "auto", "-m", "not slow", *paths]
    return subprocess.run(pytest, cwd=_ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
