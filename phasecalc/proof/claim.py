"""What a theorem states: written with SymPy, kept in the closed language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy as sp

from phasecalc import symbols
from phasecalc.checker import CheckFailed, encode_number
from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.kernel.language import (
    MODE_NAMES,
    Definition,
    Node,
    Statement,
    is_name,
    mode_outside,
    names_in,
    unfold,
)
from phasecalc.proof.read import WORDS, as_expression, node
from phasecalc.proof.search import NoCertificate
from phasecalc.regions.region import Region

__all__ = ["OBJECTS", "Claim", "Named", "claim", "define", "definitions", "guarded"]

_TURNED = {">": "<", ">=": "<=", ">~": "<~", ">>": "<<"}


@dataclass(frozen=True)
class Named:
    """A defined object: how it is written in a proof and on a page.

    Calling it with SymPy expressions gives the object at these arguments.
    """

    name: str
    arguments: tuple[str, ...]
    body: Node
    latex: str

    def __call__(self, *values: sp.Expr) -> sp.Expr:
        """The object at these arguments."""
        if len(values) != len(self.arguments):
            raise StepFailed(f"{self.name} takes {', '.join(self.arguments)}")
        return sp.Function(self.name)(*map(as_expression, values))

    def at(self, **values: sp.Expr) -> sp.Expr:
        """The object with some arguments given by name, the others as in its definition."""
        if set(values) - set(self.arguments):
            raise StepFailed(f"{self.name} takes {', '.join(self.arguments)}")
        return self(*(values.get(a, getattr(symbols, a)) for a in self.arguments))


OBJECTS: dict[str, Named] = {}


def define(name: str, arguments: Sequence[sp.Symbol], body: sp.Expr, latex: str = "") -> Named:
    """Define an object: a name for an expression in its arguments.

    Parameters
    ----------
    name
        An identifier; defining it again in the same way is allowed, otherwise is refused.
    arguments
        Symbols in order.
    body
        What it stands for; earlier objects may occur.
    latex
        How the name is printed.

    Raises
    ------
    StepFailed
        The name has another meaning already, or the body contains something else.
    """
    names = tuple(a.name for a in arguments)
    read = unfold(node(body, OBJECTS), definitions())
    if name in WORDS:
        raise StepFailed(f"{name} is a word of the language, and no name for an object")
    foreign = names_in(read) - set(names) or mode_outside(read) or set(names) & set(MODE_NAMES)
    if not is_name(name) or foreign or len(set(names)) != len(names):
        raise StepFailed(f"{name}: a definition knows its arguments and nothing else")
    made = Named(name, names, read, latex or name)
    old = OBJECTS.setdefault(name, made)
    if (old.arguments, old.body) != (made.arguments, made.body):
        raise StepFailed(f"the object {name} has another definition already")
    return old


def definitions() -> dict[str, Definition]:
    """All objects defined so far, as the kernel reads them."""
    return {n: Definition(o.arguments, o.body) for n, o in OBJECTS.items()}


@dataclass(frozen=True)
class Claim:
    """A formal statement, and a point of its region.

    Parameters
    ----------
    statement
        What is stated.
    where
        Its conditions, and what is positive, in plain symbols.
    words
        A comment on it, shown as a comment.
    """

    statement: Statement
    where: tuple[Any, ...] = field(default=(), repr=False, compare=False)
    words: str = ""

    @cached_property
    def witness(self) -> Mapping[str, object]:
        """A point at which its conditions hold, so that it says something.

        It is looked for where it is first asked for: reading a book costs no search.

        Raises
        ------
        StepFailed
            No parameters satisfy the conditions.
        """
        names = (*self.statement.parameters, *self.statement.constants)
        if not names:
            return {}
        plain = [sp.Symbol(n, real=True) for n in names]
        point = Region.where(*self.where, parameters=plain).sample()
        if point is None:
            raise StepFailed(f"no parameters satisfy {', '.join(map(str, self.where))}")
        return {n: encode_number(x) for n, x in point.items()}


def claim(
    left: sp.Expr,
    relation: str,
    right: sp.Expr,
    *,
    where: Iterable[Any] = (),
    parameters: Sequence[sp.Symbol] | None = None,
    constants: Sequence[sp.Symbol] = (),
    sizes: Sequence[sp.Symbol] = (),
    window: Sequence[sp.Expr] = (),
    growing: Sequence[sp.Expr] = (),
    given: Sequence[sp.Expr] = (),
    remainder: sp.Expr | None = None,
    variable: sp.Symbol | None = None,
    words: Any = "",  # text; Any, so that hypotheses may be kept in a dictionary of lists
) -> Claim:
    """State something.

    Parameters
    ----------
    left, relation, right
        ``=``, ``<``, ``<=``, ``>``, ``>=``; the orders ``~``, ``=Theta=``, ``<~``, ``>~``, ``<<``,
        ``>>``; or ``slope``: the derivative of left in ``variable`` is right.
    where
        Polynomial relations between parameters and constants, all of which hold.
    parameters
        Real names; by default all that is not declared otherwise. A symbol that is declared
        positive brings that condition with it.
    constants
        Positive numbers that the constants of an order may depend on.
    sizes
        Positive quantities that an order is uniform in.
    window
        Products of sizes that are bounded below.
    growing
        Products of sizes that tend to infinity.
    given
        Expressions that do not vanish, such as a distance from every eigenvalue.
    remainder
        Of ``~``: the order of the relative error.
    variable
        Of a slope.
    words
        A comment.

    Raises
    ------
    StepFailed
        It cannot be read in one way only.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, d
    >>> made = claim(2 * d**-alpha, "=Theta=", d**-alpha, where=[alpha > 1], sizes=[d])
    >>> made.statement.relation, made.statement.parameters, dict(made.witness)
    ('=Theta=', ('alpha',), {'alpha': '3/2'})
    """
    if relation in _TURNED:
        left, relation, right = right, _TURNED[relation], left
    where = [w for w in where if w not in (True, sp.true)]
    written = [left, right, *given, *window, *growing, *([] if remainder is None else [remainder])]
    found = _symbols([*written, *where, *(parameters or ()), *constants, *sizes])
    declared = {s.name for s in (*constants, *sizes)}
    if parameters is None:
        real = [n for n in sorted(found) if n not in declared and n not in MODE_NAMES]
    else:
        real = [s.name for s in parameters]
    positive = [n for n in real if found[n].is_positive]
    rows = _conditions(where, (*real, *(s.name for s in constants)))
    rows += [(">", ("var", n)) for n in positive]

    def read(e: sp.Expr) -> Node:
        return node(e, OBJECTS)

    statement = Statement(
        relation=relation,
        left=read(left),
        right=read(right),
        parameters=tuple(real),
        conditions=tuple(dict.fromkeys(rows)),
        constants=tuple(s.name for s in constants),
        sizes=tuple(s.name for s in sizes),
        window=(*((read(w), False) for w in window), *((read(w), True) for w in growing)),
        given=tuple(("!=", read(g)) for g in given),
        remainder=None if remainder is None else read(remainder),
        variable="" if variable is None else variable.name,
    )
    try:
        statement.check()
    except CheckFailed as problem:
        raise StepFailed(f"{left} {relation} {right}: {problem}") from problem
    return Claim(statement, _plain(where, [*positive, *statement.constants]), str(words))


def _symbols(written: Sequence[Any]) -> dict[str, sp.Symbol]:
    """Symbols by name; two of one name are refused."""
    found: dict[str, sp.Symbol] = {}
    for e in written:
        for s in getattr(e, "free_symbols", set()):
            if found.setdefault(s.name, s) != s:
                raise StepFailed(f"two symbols of the name {s}, with different assumptions")
    return found


def _conditions(where: Iterable[Any], names: tuple[str, ...]) -> list[tuple[str, Node]]:
    rows: list[tuple[str, Node]] = []
    for relation in where:
        operator = getattr(relation, "rel_op", None)
        if operator not in ("<", "<=", ">", ">=", "=="):
            raise StepFailed(f"{relation}: conditions are <, <=, >, >= or Eq, all of which hold")
        gap = sp.expand(relation.lhs - relation.rhs)
        gap = -gap if operator in ("<", "<=") else gap
        if {s.name for s in gap.free_symbols} - set(names):
            raise StepFailed(f"{relation}: conditions are on parameters and constants")
        rows.append(({"<": ">", "<=": ">=", "==": "="}.get(operator, operator), node(gap)))
    return rows


def _plain(where: Sequence[Any], positive: Sequence[str]) -> tuple[Any, ...]:
    """The conditions on real symbols of which nothing is declared."""
    rows = [w.xreplace({s: sp.Symbol(s.name, real=True) for s in w.free_symbols}) for w in where]
    return (*rows, *(sp.Symbol(n, real=True) > 0 for n in positive))


def guarded(check: Callable[[], Any], place: str) -> Any:
    """Run a check of the kernel; what it refuses is said with its place."""
    try:
        return check()
    except NoCertificate as problem:
        kind = StepFailed if problem.refuted else Undecided
        raise kind(f"{place}: {problem}") from problem
    except CheckFailed as problem:
        undecided = _cause(problem)
        kind = Undecided if undecided else StepFailed
        raise kind(f"{place}: {problem}") from problem


def _cause(problem: BaseException) -> bool:
    while problem.__cause__ is not None:
        problem = problem.__cause__
    return isinstance(problem, NoCertificate) and not problem.refuted
