"""The closed language of statements: expressions as plain data, and what is said of them.

An expression is a nested tuple. There are no bound variables but those inside the named sums
and integrals, which nothing can reach, so that replacing a name can never capture another.

=====================================  ==========================================================
``("num", "3/2")``                     a number of Q, or ``("num", "a", "b", n)``: a + b sqrt(n)
``("var", "alpha")``                   a declared name
``("add", …)``, ``("mul", …)``         sums and products
``("pow", x, e)``                      e e rational in parameters; x > 0 if e is no integer
``("log", x)``, ``("exp", x)``         x > 0 resp. any x
``("gamma", x)``, ``("zeta", x)``      x a rational function of parameters, x > 0 resp. x > 1
``("pi",)``, ``("infinity",)``         infinity only as the end of a sum or an integral
``("laplace", s, x, low)``             int_low^1 u^(s - 1) exp(-x u) du; s > 0 where low = 0
``("modes", a, k, b, d, top)``         sum over 1 <= j <= top of j^(-a)/(1 + k (j/d)^b)
``("spectrum", q, m, k, b, w, top)``   sum over 1 <= j <= top of j^(-q) (l/(l + w))^m (w/(l + w))^k,
                                       where l = j^(-b)
``("moment", a, k, b, top)``           int_0^top x^(-a)/(1 + k x^b) dx
``("geometric", q)``                   sum over n >= 0 of q^n, for -1 < q < 1
``("loss", a, b, B, rho, d, g, t)``    the loss at the time t = g B r, see ``values``: positive, and
                                       nothing else is known of it
``("trace", body)``                    sum over the modes, rational in ``lambda_j`` and ``b_j``
``("object", name, …)``                something defined: its definition with its arguments put in
=====================================  ==========================================================
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from phasecalc.checker import CheckFailed, Number, Surd, decode_number

__all__ = [
    "EXACT",
    "MODE_NAMES",
    "ORDERS",
    "Definition",
    "Node",
    "Statement",
    "decode_node",
    "decode_statement",
    "encode_node",
    "encode_statement",
    "is_name",
    "mode_outside",
    "names_in",
    "number",
    "number_of",
    "statement_hash",
    "substitute",
    "unfold",
]

Node: TypeAlias = tuple[Any, ...]

# The arguments of each kind of node; None: any number from one on.
_ARITY: dict[str, int | None] = {
    "add": None,
    "mul": None,
    "pow": 2,
    "log": 1,
    "exp": 1,
    "gamma": 1,
    "zeta": 1,
    "pi": 0,
    "infinity": 0,
    "laplace": 3,
    "modes": 5,
    "spectrum": 6,
    "moment": 4,
    "geometric": 1,
    "loss": 7,
    "trace": 1,
}
MODE_NAMES = ("lambda_j", "b_j")
EXACT = ("=", "!=", "<", "<=", "slope")
ORDERS = ("~", "=Theta=", "<~", "<<")
_MOST_NODES = 20_000
_MOST_DEPTH = 80
_MOST_DEFINITIONS = 200


def number(value: Number | int) -> Node:
    """Node of a number."""
    if isinstance(value, Surd):
        return ("num", str(value.a), str(value.b), value.n)
    return ("num", str(value))


def number_of(node: Node) -> Number:
    """Number that a node writes."""
    data = list(node[1:])
    return decode_number(data[0] if len(data) == 1 else data)


@dataclass(frozen=True)
class Definition:
    """A named object: what it stands for, in terms of its arguments."""

    arguments: tuple[str, ...]
    body: Node


@dataclass(frozen=True)
class Statement:
    """What is claimed, and of what.

    It holds for all real values of ``parameters`` that satisfy ``conditions``, and all positive
    ``constants`` and ``sizes`` for which ``given`` holds.

    ``=``, ``!=``, ``<``, ``<=``: both sides are defined and so related. ``slope``: the derivative
    of ``left`` in ``variable`` exists and is ``right``.

    The orders speak of sizes in the ``window``, a list of products m of powers of sizes, each
    weak (m is bounded below) or strong (m tends to infinity). For every A there are a constant
    C and a bound T, which depend on A, parameters and constants only, such that for all sizes
    with every weak m >= 1/A and every strong m >= T:

    * ``<~``: |left| <= C right;
    * ``=Theta=``: right/C <= left <= C right, and right > 0;
    * ``<<``: ``|left/right|`` is at most any given c > 0 once T is large enough, and right > 0;
    * ``~``: |left/right - 1| <= C remainder, and the remainder is ``<< 1``.
    """

    relation: str
    left: Node
    right: Node
    parameters: tuple[str, ...] = ()
    conditions: tuple[tuple[str, Node], ...] = ()
    constants: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    window: tuple[tuple[Node, bool], ...] = ()
    given: tuple[tuple[str, Node], ...] = ()
    remainder: Node | None = None
    variable: str = ""

    def expressions(self) -> tuple[Node, ...]:
        """Every expression that occurs."""
        rest = () if self.remainder is None else (self.remainder,)
        sides = [*(e for _, e in self.conditions), *(e for e, _ in self.window)]
        return (self.left, self.right, *rest, *sides, *(e for _, e in self.given))

    def mapped(self, change: Any) -> Statement:
        """The statement with every expression changed by a function."""
        return replace(
            self,
            left=change(self.left),
            right=change(self.right),
            remainder=None if self.remainder is None else change(self.remainder),
            conditions=tuple((r, change(e)) for r, e in self.conditions),
            window=tuple((change(e), s) for e, s in self.window),
            given=tuple((r, change(e)) for r, e in self.given),
        )

    def check(self) -> None:
        """Raise ``CheckFailed`` unless the statement can be read in one way only."""
        if self.relation not in (*EXACT, *ORDERS):
            raise CheckFailed(f"{self.relation!r} is not a relation")
        declared = (*self.parameters, *self.constants, *self.sizes)
        if len(set(declared)) != len(declared) or set(declared) & set(MODE_NAMES):
            raise CheckFailed("a name is declared twice, or is that of a mode")
        if not all(is_name(n) for n in declared):
            raise CheckFailed("a declared name is not an identifier")
        free = {n for e in self.expressions() for n in names_in(e)}
        if free - set(declared):
            raise CheckFailed(f"{sorted(free - set(declared))} is not declared")
        if any(mode_outside(e) for e in replace(self, given=()).expressions()):
            raise CheckFailed("lambda_j and b_j stand inside a trace, or in what is given")
        if (self.remainder is not None) != (self.relation == "~"):
            raise CheckFailed("a remainder belongs to ~ and only to it")
        if (self.variable != "") != (self.relation == "slope"):
            raise CheckFailed("a slope is in one variable, and only a slope is")
        if self.variable and self.variable not in declared:
            raise CheckFailed(f"{self.variable} is not declared")
        if self.relation in ORDERS and self.given:
            raise CheckFailed("an order is bounded by its window, not by given conditions")
        if self.relation not in ORDERS and self.window:
            raise CheckFailed("a window belongs to an order")
        if any(r not in (">", ">=", "=") for r, _ in self.conditions):
            raise CheckFailed("a condition compares with 0 by >, >= or =")
        if any(r != "!=" for r, _ in self.given):
            raise CheckFailed("what is given does not vanish")


def is_name(data: object) -> bool:
    """Whether this is an identifier of plain letters, so that no two names look alike."""
    return type(data) is str and data.isascii() and data.isidentifier()


def names_in(node: Node) -> set[str]:
    """Names that occur free."""
    found = {n[1] for n in _walk(node) if n[0] == "var"}
    return found - set(MODE_NAMES)


def mode_outside(node: Node) -> bool:
    """Whether a name of a mode stands outside every sum over the modes."""
    if node[0] == "trace":
        return False
    if node[0] == "var":
        return node[1] in MODE_NAMES
    return any(mode_outside(x) for x in node[1:] if isinstance(x, tuple))


def _walk(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(x for x in top[1:] if isinstance(x, tuple))


def substitute(node: Node, values: Mapping[str, Node]) -> Node:
    """Replace names by expressions, all at once."""
    return _within(_replaced(node, values))


def _replaced(node: Node, values: Mapping[str, Node]) -> Node:
    if node[0] == "var":
        return values.get(node[1], node)
    return (node[0], *(_replaced(x, values) if isinstance(x, tuple) else x for x in node[1:]))


def unfold(node: Node, definitions: Mapping[str, Definition]) -> Node:
    """Replace objects by what they stand for."""
    return _within(_unfolded(node, definitions))


def _unfolded(node: Node, definitions: Mapping[str, Definition]) -> Node:
    parts = tuple(_unfolded(x, definitions) if isinstance(x, tuple) else x for x in node[1:])
    if node[0] != "object":
        return (node[0], *parts)
    found = definitions.get(node[1])
    if found is None or len(found.arguments) != len(parts) - 1:
        raise CheckFailed(f"the object {node[1]!r} is not defined so")
    return substitute(found.body, dict(zip(found.arguments, parts[1:], strict=True)))


def _within(node: Node) -> Node:
    """The expression, if it is of bounded size when all that it repeats is written out."""
    stack, count = [(node, 0)], 0
    while stack:
        top, depth = stack.pop()
        count += 1
        if count > _MOST_NODES or depth > 2 * _MOST_DEPTH:
            raise CheckFailed("an expression beyond the bounds of the checker")
        stack.extend((x, depth + 1) for x in top[1:] if isinstance(x, tuple))
    return node


def encode_node(node: Node) -> list[Any]:
    """Expression as JSON."""
    return [encode_node(x) if isinstance(x, tuple) else x for x in node]


def decode_node(data: object, depth: int = 0) -> Node:
    """Expression from JSON, in the grammar above or refused."""
    if isinstance(data, tuple):
        data = list(data)
    if not isinstance(data, list) or not data or type(data[0]) is not str or depth > _MOST_DEPTH:
        raise CheckFailed(f"not an expression: {data!r:.60}")
    head, rest = data[0], data[1:]
    if head == "num":
        decode_number(rest[0] if len(rest) == 1 else rest)
        return ("num", *rest)
    if head == "var":
        if len(rest) != 1 or not is_name(rest[0]):
            raise CheckFailed(f"not a name: {data!r:.60}")
        return ("var", rest[0])
    if head == "object":
        if not rest or type(rest[0]) is not str:
            raise CheckFailed(f"not an object: {data!r:.60}")
        return ("object", rest[0], *(decode_node(x, depth + 1) for x in rest[1:]))
    if head not in _ARITY:
        raise CheckFailed(f"{head!r:.60} is not in the language")
    wanted = _ARITY[head]
    if (wanted is None and not rest) or (wanted is not None and len(rest) != wanted):
        raise CheckFailed(f"{head} has {len(rest)} arguments")
    node = (head, *(decode_node(x, depth + 1) for x in rest))
    if depth == 0 and sum(1 for _ in _walk(node)) > _MOST_NODES:
        raise CheckFailed("an expression beyond the bounds of the checker")
    return node


def encode_statement(s: Statement) -> dict[str, Any]:
    """Statement as JSON; what is empty is left out."""
    full: dict[str, Any] = {
        "relation": s.relation,
        "left": encode_node(s.left),
        "right": encode_node(s.right),
        "parameters": list(s.parameters),
        "conditions": [[r, encode_node(e)] for r, e in s.conditions],
        "constants": list(s.constants),
        "sizes": list(s.sizes),
        "window": [[encode_node(e), strong] for e, strong in s.window],
        "given": [[r, encode_node(e)] for r, e in s.given],
        "remainder": None if s.remainder is None else encode_node(s.remainder),
        "variable": s.variable,
    }
    return {k: v for k, v in full.items() if v or k in ("relation", "left", "right")}


def statement_hash(s: Statement) -> str:
    """Hash of a statement, whose objects are unfolded, with everything that it says."""
    text = json.dumps(encode_statement(s), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def decode_statement(data: object) -> Statement:
    """Statement from JSON, checked."""
    known = set(Statement.__dataclass_fields__)
    if not isinstance(data, dict) or not set(data) <= known:
        raise CheckFailed(f"not a statement: {data!r:.60}")
    try:
        made = Statement(
            relation=str(data["relation"]),
            left=decode_node(data["left"]),
            right=decode_node(data["right"]),
            parameters=tuple(_texts(data.get("parameters", []))),
            conditions=tuple((str(r), decode_node(e)) for r, e in data.get("conditions", [])),
            constants=tuple(_texts(data.get("constants", []))),
            sizes=tuple(_texts(data.get("sizes", []))),
            window=tuple((decode_node(e), _flag(s)) for e, s in data.get("window", [])),
            given=tuple((str(r), decode_node(e)) for r, e in data.get("given", [])),
            remainder=decode_node(data["remainder"]) if data.get("remainder") else None,
            variable=str(data.get("variable", "")),
        )
    except (KeyError, TypeError, ValueError) as problem:
        if isinstance(problem, CheckFailed):
            raise
        raise CheckFailed(f"not a statement: {problem}") from problem
    made.check()
    return made


def decode_definitions(data: object) -> dict[str, Definition]:
    """Definitions from JSON rows [name, arguments, body]; each may use those before it."""
    if not isinstance(data, list) or len(data) > _MOST_DEFINITIONS:
        raise CheckFailed("definitions are a list of rows")
    found: dict[str, Definition] = {}
    for row in data:
        if not isinstance(row, list) or len(row) != 3 or type(row[0]) is not str:
            raise CheckFailed(f"not a definition: {row!r:.60}")
        if row[0] in _ARITY:
            raise CheckFailed(f"{row[0]} is a word of the language; no object has its name")
        arguments, body = tuple(_texts(row[1])), unfold(decode_node(row[2]), found)
        if row[0] in found or len(set(arguments)) != len(arguments):
            raise CheckFailed(f"{row[0]} is defined twice, or an argument is")
        if mode_outside(body) or set(arguments) & set(MODE_NAMES) or not is_name(row[0]):
            raise CheckFailed(f"{row[0]!r:.60} is no name, or a name of a mode is an argument")
        if names_in(body) - set(arguments):
            raise CheckFailed(f"the definition of {row[0]} knows more than its arguments")
        found[row[0]] = Definition(arguments, body)
    return found


def _texts(data: Sequence[object]) -> list[str]:
    if not isinstance(data, (list, tuple)) or not all(type(x) is str for x in data):
        raise CheckFailed(f"not a list of names: {data!r:.60}")
    return [str(x) for x in data]


def _flag(value: object) -> bool:
    if type(value) is not bool:
        raise CheckFailed(f"not true or false: {value!r:.60}")
    return value
