"""The lists of slow and long tests name tests that are there."""

import ast
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
