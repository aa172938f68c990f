"""Small random mutants of a module, and whether its tests notice.

``python -m benchmarks.mutants phasecalc/checker.py --tests tests/test_checker.py --count 30``

Works on a copy of the tree, one test run at a time. Each mutant differs in one place: a comparison
turned, a number moved by one, a condition negated, ``and`` and ``or`` exchanged, a sign changed, a
statement left out. Survivors are printed as file:line with their difference, to be read: some are
harmless, the others say which test is missing.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["main", "mutant", "mutants", "places"]

_ROOT = Path(__file__).resolve().parent.parent
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OTHER: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult
}  # fmt: skip


def _changes(node: ast.AST) -> Iterator[str]:
    """Names of the changes that can be made at a node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        yield "comparison"
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield "constant"
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield "negated"
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "unfiltered"
    if isinstance(node, ast.BoolOp):
        yield "joined"
    if isinstance(node, ast.BinOp) and type(node.op) in _OTHER:
        yield "operator"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield "unsigned"
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Raise)) or (
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ):
        yield "left out"


def _changed(node: ast.AST, change: str) -> ast.AST:
    """The node after a change; it may be changed in place."""
    if change == "comparison" and isinstance(node, ast.Compare):
        node.ops[0] = _TURNED[type(node.ops[0])]()
    elif change == "constant" and isinstance(node, ast.Constant):
        is_truth = isinstance(node.value, bool)
        node.value = not node.value if is_truth else node.value + 1  # type: ignore[operator]
    elif change == "negated" and isinstance(node, (ast.If, ast.IfExp, ast.While)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif change == "unfiltered" and isinstance(node, ast.comprehension):
        node.ifs = []
    elif change == "joined" and isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif change == "operator" and isinstance(node, ast.BinOp):
        node.op = _OTHER[type(node.op)]()
    elif change == "unsigned" and isinstance(node, ast.UnaryOp):
        return node.operand
    elif change == "left out":
        return ast.Pass()
    return node


class _At(ast.NodeTransformer):
    """Changes the node of one number, in the order of ``ast.walk``."""

    def __init__(self, target: ast.AST, change: str) -> None:
        self.target, self.change = target, change

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.target:
            return ast.copy_location(_changed(node, self.change), node)
        return self.generic_visit(node)


def mutants(source: str) -> list[tuple[int, str, str]]:
    """Line, kind and text of every mutant; annotations and docstrings are left alone.

    Examples
    --------
    >>> for line, kind, text in mutants("x = 1 < 2"): print(line, kind, repr(text))
    1 left out 'pass'
    1 comparison 'x = 1 <= 2'
    1 constant 'x = 2 < 2'
    1 constant 'x = 1 < 3'
    """
    plain = ast.unparse(ast.parse(source))
    made = ((line, change, mutant(source, k, change)) for line, change, k in places(source))
    return [m for m in made if m[2] != plain]


def places(source: str) -> list[tuple[int, str, int]]:
    """Line, kind and number (in the order of ``ast.walk``) of every change."""
    found = []
    rows = source.splitlines()
    for k, node in enumerate(ast.walk(ast.parse(source))):
        line = getattr(node, "lineno", getattr(getattr(node, "target", None), "lineno", 0))
        found += [(line, c, k) for c in _changes(node) if not _is_annotation(rows, line)]
    return found


def mutant(source: str, k: int, change: str) -> str:
    """The text with one change made."""
    tree = ast.parse(source)
    node = list(ast.walk(tree))[k]
    return ast.unparse(ast.fix_missing_locations(_At(node, change).visit(tree)))


def _is_annotation(rows: Sequence[str], line: int) -> bool:
    text = rows[line - 1] if line else ""
    return text.startswith(("from ", "import ", "__all__"))


def _killed(tree: Path, file: str, text: str, tests: Sequence[str], seconds: float) -> bool:
    """Whether the tests fail, or do not end, with the mutant in place."""
    path = tree / file
    original = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    # The copy goes before whatever is installed; bytecode could outlive the mutant.
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(
            command, cwd=tree, env=env, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(original, encoding="utf-8")
    if ended.returncode > 1:
        raise SystemExit(f"the tests could not be run: {ended.stdout.decode()[-2000:]}")
    return ended.returncode == 1


def main(words: list[str] | None = None) -> int:
    """Try mutants and print the survivors; exit status 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="+", help="modules, from the root of the tree")
    parser.add_argument("--tests", nargs="+", required=True, help="what pytest is to run")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=600.0, help="for the tests of one mutant")
    given = parser.parse_args(words)
    listed = [(f, *p) for f in given.files for p in places((_ROOT / f).read_text("utf-8"))]
    chosen = random.Random(given.seed).sample(listed, min(given.count, len(listed)))
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", "_build", ".mypy_cache")
        shutil.copytree(_ROOT, tree, ignore=ignored)
        untouched = (_ROOT / given.files[0]).read_text("utf-8")
        if _killed(tree, given.files[0], untouched, given.tests, given.seconds):
            raise SystemExit("the tests fail, or take too long, without any mutant")
        for k, (file, line, kind, place) in enumerate(chosen, start=1):
            text = mutant((_ROOT / file).read_text("utf-8"), place, kind)
            killed = _killed(tree, file, text, given.tests, given.seconds)
            survivors += not killed
            said = "killed" if killed else "SURVIVES"
            print(f"{k}/{len(chosen)} {file}:{line} {kind}: {said}", flush=True)
            if not killed:
                plain = ast.unparse(ast.parse((_ROOT / file).read_text("utf-8")))
                lines = difflib.unified_diff(plain.splitlines(), text.splitlines(), n=0)
                print("\n".join(f"    {row}" for row in list(lines)[2:]), flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} mutants killed (of {len(listed)} listed)")
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main())
