"""Random small mutants of what must be trusted, each tried with the tests that reach its line.

    python -m benchmarks.mutants_campaign 200 11 --reach reach.json --log mutants.jsonl
    python -m benchmarks.mutants_campaign --files phasecalc/kernel/sums.py --kinds "left out" …

The second tries every mutant of some kinds in some files. ``--reach`` is what ``benchmarks.reach``
wrote; ``--log`` has one line for each mutant that was tried, and a run that is started again goes
on after the last of them. Works on a copy of the tree whose modules are all written as
``ast.unparse`` writes them, so that a mutant differs in its change alone. The quickest tests come
first; a survivor has outlived every test that reaches its module, and those of its room. Tests run
in a forked process that has loaded other people's packages, and none of ours. A test that fails is
run after the same tests without the mutant: what fails then too has killed nothing.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutants import mutant, places

__all__ = ["drawn", "main"]

_ROOT = Path(__file__).resolve().parent.parent
# Room -> its files, and how many of 200 mutants are drawn from it.
ROOMS = {
    "checker": ("phasecalc/checker.py", 20),
    "regions": ("phasecalc/regions/*.py", 25),
    "optimum": ("phasecalc/optimum/*.py", 30),
    "kernel": ("phasecalc/kernel/*.py", 40),
    "normal": ("phasecalc/normal/*.py", 15),
    "claims": ("phasecalc/claims/[!a]*/*.py", 40),
    "claims/about": ("phasecalc/claims/about/*/*.py", 30),
}
_LOADED = ("hypothesis", "sympy", "mpmath", "numpy", "scipy", "matplotlib.pyplot", "flint", "z3")
_IGNORED = "ignore::pytest.PytestAssertRewriteWarning"
_PYTEST = ("-q", "-x", "-p", "no:cacheprovider", "-p", "benchmarks.reach", "-W", _IGNORED)
# Seconds of processor time after which a further batch of tests is begun.
_BATCHES = (1.5, 4.0, 15.0, 60.0)

Place = tuple[str, str, int, str, int]  # room, file, line, kind of change, number of the node


def drawn(count: int, seed: int, root: Path = _ROOT) -> list[Place]:
    """Mutants of every room by its share, in an order in which the rooms alternate."""
    chance = random.Random(seed)
    found: list[Place] = []
    for room, (pattern, share) in ROOMS.items():
        files = sorted(root.glob(pattern))
        listed = [
            (room, f.relative_to(root).as_posix(), *p) for f in files for p in places(f.read_text())
        ]
        found += chance.sample(listed, min(len(listed), max(1, count * share // 200)))
    chance.shuffle(found)
    return found


def every(files: Sequence[str], kinds: Sequence[str]) -> list[Place]:
    """All mutants of some files, of all kinds unless some are named."""
    return [
        (room, file, *place)
        for room, (pattern, _) in ROOMS.items()
        for file in files
        if _ROOT / file in set(_ROOT.glob(pattern))
        for place in places((_ROOT / file).read_text())
        if not kinds or place[1] in kinds
    ]


class _Reach:
    """The tests that reach a line, the quickest first."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.seconds: dict[str, float] = {}
        self.lines: dict[str, dict[int, set[str]]] = {}
        for path in paths:
            read = json.loads(path.read_text())
            names = list(read["tests"])
            self.seconds.update(read["tests"])
            for file, lines in read["lines"].items():
                here = self.lines.setdefault(file, {})
                for line, tests in lines.items():
                    here.setdefault(int(line), set()).update(names[k] for k in tests)

    def batches(self, file: str, line: int, outlived: set[str]) -> Iterator[list[str]]:
        """Tests that reach the line; then those of the module; then the others of the room.

        What runs in another process is not seen to be reached.
        """
        here = self.lines.get(file, {})
        near = here.get(line, set()) if _in_function(file, line) else set()
        whole = set().union(*here.values())
        folder = f"tests/{file.split('/')[1]}/"
        room = {t for t in self.seconds if t.startswith(folder)}
        yield from self._parted(near - outlived)
        yield from self._parted(whole - near - outlived)
        yield from self._parted(room - whole - outlived)

    def _parted(self, tests: set[str]) -> Iterator[list[str]]:
        limits = iter(_BATCHES)
        batch: list[str] = []
        spent, limit = 0.0, next(limits)
        for name in sorted(tests, key=lambda t: (self.seconds[t], t)):
            if batch and spent + self.seconds[name] > limit:
                yield batch
                batch, spent, limit = [], 0.0, next(limits, limit)
            batch.append(name)
            spent += self.seconds[name]
        if batch:
            yield batch


def _in_function(file: str, line: int) -> bool:
    """Whether a line is run when a function is called, and not when the module is loaded."""
    functions = (ast.FunctionDef, ast.Lambda)
    tree = ast.parse((_ROOT / file).read_text())
    inside = (n for n in ast.walk(tree) if isinstance(n, functions))
    return any(
        (n.body if isinstance(n, ast.Lambda) else n.body[0]).lineno <= line <= (n.end_lineno or 0)
        for n in inside
    )


class _Chosen:
    """Keeps the tests of a list, in its order, and writes down the first that fails."""

    def __init__(self, names: Sequence[str], told: Path) -> None:
        self.order = {name: k for k, name in enumerate(names)}
        self.told = told

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            last = str(report.longreprtext).strip().splitlines()[-1:]
            self.told.write_text(json.dumps([report.nodeid, *last]))


def _failure(tree: Path, names: Sequence[str], seconds: float) -> list[str]:
    """The first test that fails and its last line, or how the run ended; empty if all passed."""
    told = tree.parent / "told.json"
    told.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _work(tree, names, told, seconds)
    end = time.monotonic() + max(120.0, 12 * seconds)
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended or time.monotonic() > end:
            break
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # and whatever it has left
    if not ended:
        os.waitpid(child, 0)
        return ["did not end"]
    code = os.waitstatus_to_exitcode(status)
    if code == 5:
        raise SystemExit(f"no test was found of {names[:3]}")
    if code == 0:
        return []
    output = (tree.parent / "output").read_text(errors="replace")
    return json.loads(told.read_text()) if told.exists() else [f"ended with {code}", output[-600:]]


def _work(tree: Path, names: Sequence[str], told: Path, seconds: float) -> None:
    """Run tests in this process, which is a child, and end it."""
    code = 70
    try:
        os.setpgid(0, 0)
        output = os.open(tree.parent / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(output, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 3))
        os.chdir(tree)
        os.environ["PYTHONPATH"] = str(tree)
        sys.path[:] = [str(tree), *(p for p in sys.path if p not in ("", str(_ROOT)))]
        for name in [n for n in sys.modules if n.split(".")[0] == "benchmarks"]:
            del sys.modules[name]
        files = sorted({n.split("::")[0] for n in names})
        code = int(pytest.main([*_PYTEST, *files], plugins=[_Chosen(names, told)]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def _copied(folder: Path) -> Path:
    """A copy of the tree, its rooms as ``ast.unparse`` writes them."""
    tree = folder / "tree"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", "_build", ".mypy_cache")
    shutil.copytree(_ROOT, tree, ignore=ignored)
    for pattern, _ in ROOMS.values():
        for path in tree.glob(pattern):
            path.write_text(ast.unparse(ast.parse(path.read_text())))
    return tree


def _killed(tree: Path, path: Path, text: str, batch: list[str], seconds: float) -> list[str]:
    """What the first of these tests says that fails in their company for the mutant alone."""
    original, names = path.read_text(), list(batch)
    while names:
        path.write_text(text)
        try:
            said = _failure(tree, names, seconds)
        finally:
            path.write_text(original)
        if not said or said[0] not in names:  # none, or the run did not end as it should
            return said
        until = names[: names.index(said[0]) + 1]
        if not _failure(tree, until, seconds):
            return said
        names.remove(said[0])
    return []


def _tried(
    tree: Path, place: Place, reach: _Reach, budget: float, outlived: Iterable[str]
) -> dict[str, Any]:
    """What the tests said of one mutant that has outlived some of them."""
    _, file, line, kind, number = place
    path = tree / file
    original = path.read_text()
    text = mutant((_ROOT / file).read_text(), number, kind)
    change = list(difflib.unified_diff(original.splitlines(), text.splitlines(), n=0))[3:]
    said: list[str] = []
    passed = set(outlived)
    spent, whole = sum(reach.seconds.get(t, 0.0) for t in passed), True
    for batch in reach.batches(file, line, passed):
        needed = sum(reach.seconds[t] for t in batch)
        spent += needed
        whole = not passed or spent <= budget
        if not whole:
            break
        said = _killed(tree, path, text, batch, 20 + 4 * needed)
        if said:
            break
        passed |= set(batch)
    record = {"place": place, "change": change, "killed": said, "whole": whole}
    return record if said else {**record, "outlived": sorted(passed)}


def _report(records: list[dict[str, Any]]) -> int:
    """Print the counts of each room and the survivors; how many these are."""
    latest = {tuple(r["place"]): r for r in records}
    records = list(latest.values())
    lost = [r for r in records if not r["killed"]]
    tried, survived = (Counter(r["place"][0] for r in rows) for rows in (records, lost))
    for record in lost:
        _, file, line, kind, _ = record["place"]
        print(f"SURVIVES {file}:{line} {kind}{'' if record['whole'] else ' (so far)'}")
        print("\n".join(f"    {row}" for row in record["change"]))
    for room in (r for r in ROOMS if tried[r]):
        print(f"{room}: {tried[room] - survived[room]} of {tried[room]} killed")
    print(f"{len(records) - len(lost)} of {len(records)} mutants killed")
    return len(lost)


def main(words: list[str] | None = None) -> int:
    """Try mutants, print the survivors; exit status 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("seed", type=int, nargs="?", default=11)
    parser.add_argument("--files", nargs="+", default=[], help="every mutant of these instead")
    parser.add_argument("--kinds", nargs="+", default=[], help="of these kinds, with --files")
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=[*ROOMS], help="of the drawn")
    parser.add_argument("--reach", type=Path, nargs="+", required=True)
    parser.add_argument("--log", type=Path, required=True)
    told = "of tests for each mutant; what outlives them is taken up again when there are more"
    parser.add_argument("--seconds", type=float, default=1000.0, help=told)
    given = parser.parse_args(words)
    reach = _Reach(given.reach)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # bytecode could outlive the mutant
    sys.dont_write_bytecode = True
    files, kinds = given.files, given.kinds
    chosen = every(files, kinds) if files else drawn(given.count, given.seed)
    chosen = [place for place in chosen if place[0] in given.rooms]
    rows = given.log.read_text().splitlines() if given.log.exists() else []
    records = [json.loads(row) for row in rows]
    last = {tuple(r["place"]): r for r in records}
    for name in _LOADED:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder, given.log.open("a") as log:
        tree = _copied(Path(folder))
        for k, place in enumerate(chosen, start=1):
            old = last.get(place, {"killed": [], "outlived": []})
            if old["killed"]:
                continue
            passed = old["outlived"]
            if place in last and not any(reach.batches(place[1], place[2], set(passed))):
                continue
            records.append(_tried(tree, place, reach, given.seconds, passed))
            log.write(json.dumps(records[-1]) + "\n")
            log.flush()
            said = (records[-1]["killed"] or ["SURVIVES"])[0]
            print(f"{k}/{len(chosen)} {place[1]}:{place[2]} {place[3]}: {said}", flush=True)
    return int(_report(records) > 0)


if __name__ == "__main__":
    sys.exit(main())
