"""Statements as text, written from the data that was checked and from nothing else.

Nothing is simplified or reordered: what stands in the document stands in the text, with brackets
wherever leaving them out could be read in another way.
"""

from __future__ import annotations

from phasecalc.kernel.language import ORDERS, Definition, Node, Statement

__all__ = ["definition_text", "objects_in", "statement_text", "written"]

_SUM, _PRODUCT, _POWER, _ATOM = range(4)


def written(node: Node) -> str:
    """An expression in infix notation.

    Examples
    --------
    >>> x = ("var", "x")
    >>> written(("mul", ("num", "-1"), ("pow", ("add", x, ("num", "1/2")), ("num", "-2"))))
    '(-1)*(x + 1/2)^(-2)'
    """
    return _bound(node)[0]


def _bound(node: Node) -> tuple[str, int]:
    """Text, and how tightly it holds together."""
    kind, parts = node[0], node[1:]
    if kind == "num":
        return _number(parts)
    if kind == "var":
        return str(parts[0]), _ATOM
    if kind == "add":
        return " + ".join(_in(x, _PRODUCT) for x in parts), _SUM
    if kind == "mul":
        return "*".join(_in(x, _POWER) for x in parts), _PRODUCT
    if kind == "pow":
        return f"{_in(parts[0], _ATOM)}^{_in(parts[1], _ATOM)}", _POWER
    name, inside = (parts[0], parts[1:]) if kind == "object" else (kind, parts)
    if not inside and kind != "object":
        return name, _ATOM
    return f"{name}({', '.join(written(x) for x in inside)})", _ATOM


def _number(parts: Node) -> tuple[str, int]:
    if len(parts) == 3:
        return f"{parts[0]} + ({parts[1]})*sqrt({parts[2]})", _SUM
    text = str(parts[0])
    return text, _ATOM if text.isdigit() else _SUM if text.startswith("-") else _PRODUCT


def _in(node: Node, least: int) -> str:
    text, bound = _bound(node)
    return text if bound >= least else f"({text})"


def statement_text(s: Statement) -> str:
    """A statement: for which values and sizes, in which window, and what holds there.

    Examples
    --------
    >>> d = ("var", "d")
    >>> print(statement_text(Statement("<~", d, d, sizes=("d",), window=((d, True),))))
    for positive sizes d, uniformly where d -> oo: d <~ d
    """
    kinds = (("real", s.parameters), ("positive", s.constants), ("positive sizes", s.sizes))
    names = [f"{kind} {', '.join(found)}" for kind, found in kinds if found]
    where = [f"{written(e)} {relation} 0" for relation, e in (*s.conditions, *s.given)]
    window = [f"{written(e)} {'-> oo' if strong else '>~ 1'}" for e, strong in s.window]
    text = f"for {'; '.join(names)}" if names else ""
    if where:
        text += f" with {', '.join(where)}"
    if s.relation in ORDERS and s.sizes:
        text += f", uniformly where {', '.join(window)}" if window else ", uniformly in all sizes"
    if s.relation == "slope":
        claim = f"d/d{s.variable} ({written(s.left)}) = {written(s.right)}"
    else:
        claim = f"{written(s.left)} {s.relation} {written(s.right)}"
    if s.remainder is not None:
        claim += f", relative error O({written(s.remainder)})"
    return f"{text.strip()}: {claim}" if text else claim


def definition_text(name: str, definition: Definition) -> str:
    """What an object stands for.

    Examples
    --------
    >>> print(definition_text("twice", Definition(("x",), ("mul", ("num", "2"), ("var", "x")))))
    twice(x) := 2*x
    """
    return f"{name}({', '.join(definition.arguments)}) := {written(definition.body)}"


def objects_in(node: Node) -> set[str]:
    """Names of the objects that occur."""
    own = {str(node[1])} if node[0] == "object" else set()
    return own.union(*(objects_in(x) for x in node[1:] if isinstance(x, tuple)))
