"""Statements and steps as plain data, handed to the kernel without the front end."""

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import decode_definitions, decode_statement
from phasecalc.kernel.theorem import check_line
from phasecalc.proof.search import Search

BOOK = Search()
INFINITY = ("infinity",)


def n(x):
    """A number."""
    return ("num", str(x))


def v(name):
    """A name."""
    return ("var", name)


def add(*parts):
    """A sum; numbers and names may be written as they are."""
    return ("add", *map(node, parts))


def mul(*parts):
    """A product."""
    return ("mul", *map(node, parts))


def power(base, e):
    """A power."""
    return ("pow", node(base), node(e))


def log(x):
    """A logarithm."""
    return ("log", node(x))


def node(x):
    """An expression: numbers are int or "1/2", names other text."""
    if isinstance(x, tuple):
        return x
    if isinstance(x, int) or x.lstrip("-")[:1].isdigit():
        return n(x)
    return v(x)


def apply(kind, *parts):
    """A value of some kind."""
    return (kind, *map(node, parts))


def strong(*products):
    """A window of products that grow."""
    return [[node(p), True] for p in products]


def refusal(left, relation, right, *steps, lines=(), defs=(), extra=None, **hypotheses):
    """The message with which the kernel refuses a line; None where it is accepted.

    A step is a dictionary; relation and right side are those of the statement unless given.
    """
    left, right = node(left), node(right)
    data = {"relation": relation, "left": left, "right": right, **hypotheses}
    rows = [{"relation": relation, "right": right, **step} for step in steps]
    for row in rows:
        if row["relation"] == "~":
            row.setdefault("remainder", hypotheses.get("remainder"))
    try:
        known = [decode_statement(line) for line in lines]
        definitions = decode_definitions([list(d) for d in defs])
        statement = decode_statement(data)
        check_line(statement, rows, definitions, _known(known), BOOK, extra or {})
    except CheckFailed as problem:
        return str(problem)
    return None


def _known(statements):
    from phasecalc.kernel.theorem import Line

    return lambda label, index: Line(statements[index], "proved")
