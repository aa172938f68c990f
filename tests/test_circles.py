"""No module, and no room, imports one that imports it; what is imported late saves something."""

from pathlib import Path

import pytest

from tests.imports import Imports


@pytest.fixture(scope="module")
def house():
    return Imports(Path(__file__).resolve().parents[1] / "phasecalc")


def circles(graph):
    """Each circle of a graph as a sorted list of names."""
    reach = {name: reached(graph, name) for name in graph}
    found = {tuple(sorted(x for x in reach[n] if n in reach[x])) for n in graph if n in reach[n]}
    return sorted(map(list, found))


def reached(graph, start):
    seen, todo = set(), list(graph[start])
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(graph[name])
    return seen


def package(folder, **texts):
    for name, text in texts.items():
        path = folder / "p" / f"{name.replace('_', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Imports(folder / "p")


@pytest.mark.slow
def test_no_circle(house):
    # The public face names its modules as text, in one table: it stands above all of them.
    assert circles(house.graph()) == []


@pytest.mark.slow
def test_no_circle_between_rooms(house):
    assert circles(house.between_rooms()) == []


@pytest.mark.slow
def test_an_import_inside_a_function_saves_loading(house):
    assert house.idle() == {}


def test_a_circle_is_found(tmp_path):
    one = "def f():\n    from p.two import g\n"
    assert circles(package(tmp_path, one=one, two="import importlib\n").graph()) == []
    late = 'import importlib\ndef g():\n    importlib.import_module("p.one")\n'
    assert circles(package(tmp_path, one=one, two=late).graph()) == [["p.one", "p.two"]]


def test_a_circle_between_rooms_is_found(tmp_path):
    house = package(tmp_path, a_one="", a_two="from p.b import three", b_three="import p.a.one")
    assert circles(house.graph()) == []
    assert circles(house.between_rooms()) == [["p.a", "p.b"]]


def test_an_idle_import_is_found(tmp_path):
    top, late = "from p.two import g\n", "def f():\n    from p.three import h\n    import math\n"
    assert package(tmp_path, one=top + late, two="", three="").idle() == {}
    assert package(tmp_path, one=top + late, two="import p.three", three="").idle() == {
        "p.one": [3]
    }
