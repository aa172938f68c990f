"""Which module imports which, read from their text: at load, inside functions, or either."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Imports"]


class Imports:
    """The imports of a package; those for types alone are left out."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths: dict[str, Path] = {}
        for path in root.rglob("*.py"):
            parts = (root.name, *path.relative_to(root).with_suffix("").parts)
            self.paths[".".join(parts).removesuffix(".__init__")] = path
        read = {n: ast.parse(p.read_text(encoding="utf-8")) for n, p in self.paths.items()}
        found = {name: list(self._found(tree)) for name, tree in read.items()}
        self.at_load = {n: {x for _, x, late in rows if not late} for n, rows in found.items()}
        self.late = {n: {(i, x) for i, x, late in rows if late} for n, rows in found.items()}

    def _found(self, tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
        """Line, name, and whether it stands inside a function."""
        todo: list[tuple[ast.AST, bool]] = [(tree, False)]
        while todo:
            node, late = todo.pop()
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
                continue
            late = late or isinstance(node, ast.FunctionDef | ast.Lambda)
            todo.extend((child, late) for child in ast.iter_child_nodes(node))
            yield from ((node.lineno, x, late) for x in self._names(node))

    def _names(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{a.name}" for a in node.names]
            yield from (name if name in self.paths else node.module for name in inner)
        elif isinstance(node, ast.Call) and _name(node.func) == "import_module":
            constants = (a.value for a in node.args if isinstance(a, ast.Constant))
            yield from (value for value in constants if isinstance(value, str))

    def graph(self) -> dict[str, set[str]]:
        """For each module those that it imports, at load or at call time."""
        return {
            name: (found | {x for _, x in self.late[name]}) & {*self.paths} - {name}
            for name, found in self.at_load.items()
        }

    def between_rooms(self) -> dict[str, set[str]]:
        """For each room, a folder of modules, the rooms that its modules import."""
        room = {
            n: n if p.name == "__init__.py" or p.parent == self.root else n.rpartition(".")[0]
            for n, p in self.paths.items()
        }
        rooms: dict[str, set[str]] = {name: set() for name in room.values()}
        for name, found in self.graph().items():
            rooms[room[name]].update(room[other] for other in found)
        return {name: found - {name} for name, found in rooms.items()}

    def idle(self) -> dict[str, list[int]]:
        """Lines of imports inside functions of what is loaded with the module anyway."""
        found = {}
        for name, late in self.late.items():
            loaded = self._loaded(name)
            if lines := sorted({line for line, x in late if x in loaded}):
                found[name] = lines
        return found

    def _loaded(self, start: str) -> set[str]:
        """What is loaded with a module, packages on the way to it included."""
        seen: set[str] = set()
        todo = [start]
        while todo:
            for name in self.at_load.get(todo.pop(), set()):
                parts = name.split(".")
                first = 2 if name in self.paths else len(parts)
                whole = {".".join(parts[:size]) for size in range(first, len(parts) + 1)} - seen
                seen |= whole
                todo.extend(whole)
        return seen


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))
