"""The lists of slow and long tests name tests that are there."""

import ast
import json
from pathlib import Path

import pytest

from tests import slow

ROOT = Path(__file__).resolve().parents[1]


def functions(path):
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def missing(names):
    """Names of the list whose file or function is gone."""
    asked = {name.split("[")[0] for name in names}
    files = {name: ROOT / name.split("::")[0] for name in asked}
    known = {p: functions(p) for p in {*files.values()} if p.suffix == ".py" and p.is_file()}
    return sorted(
        name
        for name, path in files.items()
        if not path.is_file() or ("::test_" in name and name.split("::")[-1] not in known[path])
    )


@pytest.mark.parametrize("path", [slow.SLOW, slow.FURTHER, slow.KILLERS], ids=lambda p: p.stem)
def test_every_test_of_the_list_is_there(path):
    names = slow.listed(path)
    assert names
    assert missing(names) == []


def test_what_is_gone_is_noticed():
    here = "tests/test_slow.py::test_every_test_of_the_list_is_there"
    assert missing([here]) == []
    assert missing([f"{here}_not"]) == [f"{here}_not"]
    assert missing(["tests/gone.py::test_a[1]"]) == ["tests/gone.py::test_a"]


def test_the_lists_are_written_from_what_was_measured(tmp_path, monkeypatch):
    """What was not measured stays; by nature slow is in no list; what is kept is never long."""
    seconds = {
        "tests/a.py::f[1]": 3.0, "tests/a.py::f[2]": 0.01, "tests/a.py::g[1]": 2.0,
        "tests/a.py::g[2]": 2.5, "tests/a.py::killer[1]": 4.0, "tests/a.py::killer[2]": 0.01,
        "tests/a.py::nature[1]": 0.01, "tests/a.py::nature[2]": 2.0, "docs/p.md::p.md": 9.0,
        "tests/test_face.py::x[1]": 5.0, "tests/test_face.py::x[2]": 0.01,
        "tests/a.py::f[3]": 0.012,
    }  # fmt: skip
    rows = {n: {"seconds": x, "slow": "nature" in n} for n, x in seconds.items()}
    (tmp_path / "times.json").write_text(json.dumps(rows))
    before = {
        "SLOW": ["tests/a.py::f[2]", "tests/b.py::old"],
        "FURTHER": ["docs/q.md::q.md", "tests/a.py::f[2]", "tests/b.py::old"],
        "KILLERS": ["tests/a.py::killer[1]"],
    }
    for name, names in before.items():
        monkeypatch.setattr(slow, name, tmp_path / name)
        slow.write(tmp_path / name, names)
    for _ in range(2):
        slow.main(str(tmp_path / "times.json"))
        assert slow.listed(slow.SLOW) == {
            "tests/a.py::f[1]", "tests/a.py::g[1]", "tests/a.py::g[2]", "tests/a.py::killer[1]",
            "docs/p.md::p.md", "tests/test_face.py::x[1]", "tests/b.py::old",
        }  # fmt: skip
        assert slow.listed(slow.FURTHER) == {
            "tests/a.py::f[1]", "tests/a.py::g[2]", "tests/a.py::nature[2]", "tests/b.py::old"
        }  # fmt: skip
