"""Layers, sizes, and the constructions that the house rules keep out."""

import ast
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "phasecalc").rglob("*.py"))
MAX_FILE, MAX_FUNCTION = 400, 50
# The checker is one file on purpose: what must be trusted is read in one piece.
LONGER = {"phasecalc/checker.py": 570}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def words(file: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Names of what is called in a file, and names that stand alone there."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    called = (n.func for n in nodes if isinstance(n, ast.Call))
    return (
        frozenset(getattr(f, "attr", getattr(f, "id", "")) for f in called),
        frozenset(n.id for n in nodes if isinstance(n, ast.Name)),
    )


def calls(file: Path) -> frozenset[str]:
    return words(file)[0]


@pytest.mark.parametrize("file", FILES, ids=name)
def test_sizes(file):
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGER.get(name(file), MAX_FILE)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            documented = ast.get_docstring(node) is not None
            body = node.body[1:] if documented else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert length <= MAX_FUNCTION, node.name


def test_symbols_are_made_in_one_place():
    """Elsewhere only stand-ins, and symbols for a reader's own parameters read from data."""
    allowed = {
        "phasecalc/symbols.py",
        "phasecalc/asymptotics/expansions/reading.py",
        "phasecalc/laws/text/notation.py",
        "phasecalc/optimum/ratio.py",
        "phasecalc/proof/claim.py",
        "phasecalc/proof/read.py",
        "phasecalc/proof/theorem.py",
        "phasecalc/regions/presentation.py",
        "phasecalc/regions/sampling.py",
    }
    assert {name(f) for f in FILES if "Symbol" in calls(f)} <= allowed


def test_nothing_runs_text():
    for file in FILES:
        assert "parse_expr" not in calls(file), name(file)
        # By name only: Poly.eval evaluates a polynomial.
        assert not words(file)[1] & {"eval", "exec", "__import__"}, name(file)
    # sympify of objects that are SymPy's already is harmless; of text it would run it.
    readers = {name(f) for f in FILES if "sympify" in calls(f)}
    assert readers <= {"phasecalc/asymptotics/rules/hypotheses.py"}


def test_only_the_command_line_prints():
    printing = {name(f) for f in FILES if "print" in calls(f)}
    assert all(f.startswith("phasecalc/cli/") for f in printing)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    words = [str(program), "--no-cache"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path):
    for folder in ("phasecalc", "derivations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_layers_are_kept(copy):
    assert lint_imports(copy).returncode == 0


def test_a_planted_import_is_reported(copy):
    with (copy / "phasecalc" / "regions" / "region.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom phasecalc.plrf import terms\n")
    done = lint_imports(copy)
    assert done.returncode != 0
    assert "phasecalc.regions is not allowed to import phasecalc.plrf" in done.stdout
