"""The maker of mutants: they differ in one place, and tests that check nothing let them live."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import mutants, mutants_campaign

ROOT = Path(__file__).resolve().parents[2]

SOURCE = """
def f(x, flag=False):
    \"\"\"Say 1 < 2.\"\"\"
    if x < 0 and not flag:
        raise ValueError("negative")
    return [y + 1 for y in range(x) if y > 2]
"""


def test_every_kind_of_change_is_made_once_at_each_place():
    found = mutants.mutants(SOURCE)
    kinds = sorted(kind for _, kind, _ in found)
    assert kinds == sorted(
        ["comparison"] * 2 + ["constant"] * 4 + ["negated", "unfiltered", "joined", "operator"]
        + ["unsigned", "left out"]
    )  # fmt: skip
    plain = ast.unparse(ast.parse(SOURCE))
    for line, _, text in found:
        ast.parse(text)
        assert text != plain
        assert "Say 1 < 2." in text
        assert 1 < line <= 6
    assert len({text for _, _, text in found}) == len(found)


WEAK, STRONG = ("assert True", True), ("assert f(4) == [5]", False)


@pytest.mark.parametrize(("test", "survives"), [WEAK, STRONG])
def test_mutants_are_tried_on_a_copy(tmp_path, monkeypatch, capsys, test, survives):
    source = "def f(x):\n    return [x + 1]\n"
    (tmp_path / "made.py").write_text(source)
    (tmp_path / "test_made.py").write_text(f"from made import f\n\n\ndef test():\n    {test}\n")
    monkeypatch.setattr(mutants, "_ROOT", tmp_path)
    status = mutants.main(["made.py", "--tests", "test_made.py", "--count", "1", "--seed", "1"])
    assert status == int(survives)
    assert ("SURVIVES" in capsys.readouterr().out) is survives
    assert (tmp_path / "made.py").read_text() == source


def test_tests_that_fail_by_themselves_are_no_judge(tmp_path, monkeypatch):
    (tmp_path / "made.py").write_text("A = 1 < 2\n")
    (tmp_path / "test_made.py").write_text("def test():\n    assert False\n")
    monkeypatch.setattr(mutants, "_ROOT", tmp_path)
    with pytest.raises(SystemExit, match="without any mutant"):
        mutants.main(["made.py", "--tests", "test_made.py"])


FOUR = """
import pytest
from phasecalc.checker import twice


@pytest.mark.parametrize("x", [1, 3])
def test_twice(x):
    assert twice(x) == 2 * x
"""


@pytest.mark.slow
def test_a_campaign_takes_the_tests_that_reach_a_line_and_goes_on_where_it_stopped(tmp_path):
    source = "def twice(x):\n    if x > 2:\n        return 2 * x\n    return x + x\n"
    for name in ("__init__", "mutants", "mutants_campaign", "reach"):
        (tmp_path / "benchmarks").mkdir(exist_ok=True)
        shutil.copy(ROOT / "benchmarks" / f"{name}.py", tmp_path / "benchmarks")
    for file, text in (
        ("phasecalc/__init__.py", ""),
        ("phasecalc/checker.py", source),
        ("test_four.py", FOUR),
        ("pytest.ini", "[pytest]\n"),
    ):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)

    def run(*words):
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        ).stdout

    run("pytest", "-p", "benchmarks.reach", "--reach", "reach.json", "--reached", "phasecalc")
    found = json.loads((tmp_path / "reach.json").read_text())
    assert list(found["tests"]) == ["test_four.py::test_twice[1]", "test_four.py::test_twice[3]"]
    assert found["lines"]["phasecalc/checker.py"]["3"] == [1]
    words = ("benchmarks.mutants_campaign", "--files", "phasecalc/checker.py")
    words = (*words, "--reach", "reach.json", "--log", "log.jsonl")
    first = run(*words).splitlines()
    # Both ways give the same, so where they part does not matter; what they give does.
    assert {row.split()[-1] for row in first if row.startswith("SURVIVES")} == {
        "comparison", "constant", "negated"
    }  # fmt: skip
    assert first[-1] == "3 of 6 mutants killed"
    log = tmp_path / "log.jsonl"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-1]))
    assert run(*words).splitlines() == first[5:]
    assert (tmp_path / "phasecalc/checker.py").read_text() == source


def test_every_room_gives_its_share_of_a_draw():
    """A pattern that no longer fits the folders would leave a room out without a word."""
    found = Counter(place[0] for place in mutants_campaign.drawn(200, 5))
    assert found == {room: share for room, (_, share) in mutants_campaign.ROOMS.items()}


def test_what_fails_in_company_without_the_mutant_has_killed_nothing(tmp_path, monkeypatch):
    module = tmp_path / "module.py"
    module.write_text("sound")

    def failure(tree, names, seconds):
        bad = {"after": "first" in names, "real": module.read_text() == "changed"}
        return [n for n in names if bad.get(n)][:1]

    def killed(*names):
        return mutants_campaign._killed(tmp_path, module, "changed", list(names), 1.0)

    monkeypatch.setattr(mutants_campaign, "_failure", failure)
    assert killed("first", "after") == []
    assert killed("first", "after", "real") == ["real"]
    assert killed("after", "real") == ["real"]
    assert module.read_text() == "sound"
