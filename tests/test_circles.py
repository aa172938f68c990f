"""No module imports, at load or at call time, one that imports it."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "phasecalc"


def modules(root):
    found = {}
    for path in root.rglob("*.py"):
        parts = (root.name, *path.relative_to(root).with_suffix("").parts)
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imported(tree, known):
    """Names of modules, wherever the import stands; those for types alone left out."""
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{a.name}" for a in node.names]
            yield from (name if name in known else node.module for name in inner)
        elif isinstance(node, ast.Call) and "import_module" in ast.dump(node.func):
            yield from (a.value for a in node.args if isinstance(a, ast.Constant))


def circles(root):
    """Each circle of imports as a sorted list of modules."""
    known = modules(root)
    graph = {
        name: set(imported(ast.parse(path.read_text(encoding="utf-8")), known)) & {*known} - {name}
        for name, path in known.items()
    }
    reach = {name: _reached(graph, name) for name in graph}
    found = {tuple(sorted(x for x in reach[n] if n in reach[x])) for n in graph if n in reach[n]}
    return sorted(map(list, found))


def _reached(graph, start):
    seen, todo = set(), list(graph[start])
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(graph[name])
    return seen


def test_no_circle():
    # The public face names its modules as text, in one table: it stands above all of them.
    assert circles(ROOT) == []


def test_a_circle_is_found(tmp_path):
    root = tmp_path / "package"
    root.mkdir()
    (root / "__init__.py").touch()
    (root / "one.py").write_text("def f():\n    from package.two import g\n", encoding="utf-8")
    (root / "two.py").write_text("import importlib\n", encoding="utf-8")
    assert circles(root) == []
    late = 'import importlib\ndef g():\n    importlib.import_module("package.one")\n'
    (root / "two.py").write_text(late, encoding="utf-8")
    assert circles(root) == [["package.one", "package.two"]]
