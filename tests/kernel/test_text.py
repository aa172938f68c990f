"""What is printed says what was checked: read back, it is the same expression."""

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.kernel.language import Definition, Statement, decode_definitions
from phasecalc.kernel.recheck import definitions
from phasecalc.kernel.shipped import certificates
from phasecalc.kernel.text import definition_text, statement_text, written

NAMES = st.sampled_from(["a", "b", "d", "x_1"]).map(lambda n: ("var", n))
NUMBERS = st.sampled_from(["0", "1", "-1", "7", "1/2", "-3/4"]).map(lambda n: ("num", n))
SURDS = st.just(("num", "1/2", "-1", 2))
CONSTANTS = st.sampled_from([("pi",), ("infinity",)])


def larger(inner):
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        some.map(lambda x: ("add", *x)),
        some.map(lambda x: ("mul", *x)),
        st.tuples(st.just("pow"), inner, inner),
        st.tuples(st.sampled_from(["log", "exp", "gamma", "trace"]), inner),
        st.tuples(st.just("laplace"), inner, inner, inner),
        st.tuples(st.just("object"), st.sampled_from(["F_pp", "P"]), inner, inner),
    )


NODES = st.recursive(st.one_of(NAMES, NUMBERS, SURDS, CONSTANTS), larger, max_leaves=12)


def plain(node):
    """Sums of sums as one sum, products likewise; a sum or product of one thing is that thing."""
    kind = node[0]
    if kind == "num" and len(node) == 4:
        root = ("call", "sqrt", ("num", str(node[3])))
        return plain(("add", ("num", node[1]), ("mul", ("num", node[2]), root)))
    if kind == "num" and "/" in node[1]:
        return ("over", *(("num", x) for x in node[1].split("/")))
    if kind in ("num", "var", "call"):
        return node
    if kind in ("pi", "infinity"):
        return ("var", kind)
    parts = [plain(x) for x in node[1:] if isinstance(x, tuple)]
    if kind in ("add", "mul"):
        inside = [y for x in parts for y in (x[1:] if x[0] == kind else (x,))]
        return inside[0] if len(inside) == 1 else (kind, *inside)
    if kind == "pow":
        return ("pow", *parts)
    return ("call", node[1] if kind == "object" else kind, *parts)


OPERATORS = {ast.Add: "add", ast.Mult: "mul", ast.Pow: "pow", ast.Div: "over"}


def parsed(tree):
    """A reader of its own: Python's grammar, in which ^ is written **."""
    if isinstance(tree, ast.BinOp):
        kind = OPERATORS[type(tree.op)]
        parts = [parsed(tree.left), parsed(tree.right)]
        if kind == "over":
            top = parts[0]
            return ("over", top, parts[1])
        if kind == "pow":
            return ("pow", *parts)
        return (kind, *(y for x in parts for y in (x[1:] if x[0] == kind else (x,))))
    if isinstance(tree, ast.UnaryOp):
        inner = parsed(tree.operand)
        return ("num", f"-{inner[1]}")
    if isinstance(tree, ast.Constant):
        return ("num", str(tree.value))
    if isinstance(tree, ast.Name):
        return ("var", tree.id)
    return ("call", tree.func.id, *map(parsed, tree.args))


@given(NODES)
def test_text_reads_back_as_the_same_expression(node):
    text = written(node).replace("^", "**")
    assert parsed(ast.parse(text, mode="eval").body) == plain(node)


def test_a_statement_names_everything_that_it_depends_on():
    a, d, t, b = (("var", n) for n in ("a", "d", "t", "B"))
    s = Statement(
        "~", d, t, parameters=("a",), conditions=((">", a),), constants=("B",), sizes=("d", "t"),
        window=((d, True), (("mul", t, ("pow", d, a)), False)), remainder=("pow", d, ("num", "-1")),
    )  # fmt: skip
    assert statement_text(s) == (
        "for real a; positive B; positive sizes d, t with a > 0, uniformly where d -> oo, "
        "t*d^a >~ 1: d ~ t, relative error O(d^(-1))"
    )
    assert b[1] in statement_text(s)


def test_an_object_of_another_meaning_is_seen():
    shipped = json.loads(certificates().read_text(encoding="utf-8"))
    known = definitions(shipped)
    name, arguments, _ = shipped["definitions"][0]
    shipped["definitions"][0] = [name, arguments, ["num", "1"]]
    assert definitions(shipped)[name] != known[name]
    assert definition_text("one", Definition((), ("num", "1"))) == "one() := 1"
    assert set(known) == set(decode_definitions(shipped["definitions"]))


@pytest.mark.parametrize("relation", ["=", "<", "<="])
def test_an_exact_statement_has_no_window(relation):
    x = ("var", "x")
    text = statement_text(Statement(relation, x, x, constants=("x",)))
    assert text == f"for positive x: x {relation} x"
