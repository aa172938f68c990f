"""The rules: what makes one step of a proof true.

Each rule reads a step ``left relation right`` under the hypotheses of its statement, with the
data that the proof supplies, and raises ``CheckFailed`` unless the step follows. Some rest on a
classical theorem, which they name; all their hypotheses are certified here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from phasecalc.checker import CheckFailed, decode_number
from phasecalc.checker import sign as sign_of
from phasecalc.kernel.atoms import Quotient, same, to_rational
from phasecalc.kernel.effort import renew
from phasecalc.kernel.fading import Fading, apart
from phasecalc.kernel.language import (
    Definition,
    Node,
    Statement,
    decode_node,
    mode_outside,
    names_in,
    substitute,
    unfold,
)
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.orders import Orders, divided
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.signs import Book, Signs
from phasecalc.kernel.values import KINDS

__all__ = ["RULES", "Room", "Step", "identity", "rooms_of_cases", "witness"]

# An earlier conclusion: its statement, unfolded, and what it rests on.
Known = Callable[[str, int], Statement]


@dataclass(frozen=True)
class Step:
    """One step, unfolded, with the data of its rule."""

    left: Node
    relation: str
    right: Node
    remainder: Node | None
    data: Mapping[str, Any]


class Room:
    """The hypotheses under which the steps of one chain are read."""

    def __init__(
        self,
        statement: Statement,
        definitions: Mapping[str, Definition],
        known: Known,
        book: Book,
    ) -> None:
        renew()
        statement.check()
        self.statement = statement.mapped(lambda e: unfold(e, definitions))
        self.definitions, self.known, self.book = definitions, known, book
        s = self.statement
        bare = Signs((*s.parameters, *s.constants, *s.sizes), (), (), book)
        rows = []
        for relation, node in s.conditions:
            value = Normal(bare).rational(node)
            if any(m != () for m in value.bottom):
                raise CheckFailed("a condition is on a polynomial")
            if value.names - set(s.parameters) - set(s.constants):
                raise CheckFailed("a condition is on parameters and constants")
            rows.append((relation, value.top))
        self.signs = Signs.of(s, rows, book)
        self.normal = Normal(self.signs, KINDS)
        for _, node in s.given:
            q = self.normal(node)
            if q.zero:
                raise CheckFailed("what is given not to vanish is zero")
            self.normal.given_nonzero.append(q)
        self.orders = Orders(self.normal, s, [e for e, _ in s.window])

    def node(self, data: object) -> Node:
        """An expression in the data of a step, in declared names, unfolded."""
        node = unfold(decode_node(data), self.definitions)
        s = self.statement
        if names_in(node) - {*s.parameters, *s.constants, *s.sizes}:
            raise CheckFailed("an expression in a step has a name that is not declared")
        if mode_outside(node):
            raise CheckFailed("lambda_j and b_j stand inside a trace")
        return node

    def rational(self, data: object) -> Rat:
        """A rational function of parameters in the data of a step, free of sizes."""
        node = self.node(data)
        if names_in(node) & set(self.statement.sizes):
            raise CheckFailed("an exponent depends on a size")
        return self.normal.rational(node)

    def rationals(self, data: object) -> list[Rat]:
        """Several of them."""
        if not isinstance(data, list):
            raise CheckFailed("not a list of exponents")
        return [self.rational(x) for x in data]


def only(step: Step, *relations: str) -> None:
    """Refuse the relations that a rule does not give."""
    if step.relation not in relations:
        raise CheckFailed(f"this rule does not give '{step.relation}'")


def identity(room: Room, step: Step) -> None:
    """Both sides have the same normal form."""
    only(step, "=")
    left, right = room.normal(step.left), room.normal(step.right)
    if not same(left, right):
        raise CheckFailed("the two sides have different normal forms")


def sign(room: Room, step: Step) -> None:
    """The difference has a sign, or vanishes on the region, by certificates."""
    only(step, "=", "<", "<=")
    gap = room.normal(step.right) + -room.normal(step.left)
    if step.relation == "=":
        room.signs.ratio(to_rational(gap), "=")
        return
    if step.relation == "<":
        room.normal.positive(gap)
        return
    if gap.zero:
        return
    room.signs.ratio(to_rational(gap), ">=")


def differs(room: Room, step: Step) -> None:
    """The difference vanishes nowhere, by certificates."""
    only(step, "!=")
    room.normal.nonzero(room.normal(step.left) + -room.normal(step.right))


def powers(room: Room, step: Step) -> None:
    """Both sides are the same powers of sizes, up to a positive constant."""
    only(step, "=Theta=")
    right = room.normal.positive(room.normal(step.right))
    room.orders.constant(divided(room.normal.positive(room.normal(step.left)), right))


def less(room: Room, step: Step) -> None:
    """One product of powers is at most a constant times another, or of smaller order."""
    only(step, "<~", "<<")
    right = room.normal.positive(room.normal(step.right))
    q = divided(room.normal.positive(room.normal(step.left)), right)
    vector, rest = room.orders.split(q)
    room.normal.positive(rest)
    slacks = room.rationals(step.data["slacks"])
    (room.orders.bounded if step.relation == "<~" else room.orders.vanishing)(vector, slacks)


def mean(room: Room, step: Step) -> None:
    """A weighted geometric mean of positive terms, and smaller products, is at most their sum."""
    only(step, "<~")
    terms = summands(room, step.right)
    weights = room.rationals(step.data["weights"])
    if len(weights) != len(terms) or sum(weights, ZERO) != ONE:
        raise CheckFailed("one weight for each term, and together they are 1")
    for w in weights:
        room.signs.ratio(w, ">=")
    left = room.normal.positive(room.normal(step.left))
    vector, rest = room.orders.split(left)
    room.normal.positive(rest)
    for w, term in zip(weights, terms, strict=True):
        own, constant = room.orders.split(term)
        room.normal.positive(constant)
        for s, e in own.items():
            vector[s] = vector.get(s, ZERO) - w * e
    room.orders.bounded(vector, room.rationals(step.data["slacks"]))


def largest(room: Room, step: Step) -> None:
    """A sum of positive terms is of the order of one of them, which no other exceeds."""
    only(step, "=Theta=")
    terms = summands(room, step.left)
    slacks = step.data["slacks"]
    if not isinstance(slacks, list) or len(slacks) != len(terms):
        raise CheckFailed("slacks for each term")
    goal, rest = room.orders.split(room.normal.positive(room.normal(step.right)))
    room.normal.positive(rest)
    attained = False
    for term, own in zip(terms, slacks, strict=True):
        vector, constant = room.orders.split(term)
        room.normal.positive(constant)
        gap = {s: vector.get(s, ZERO) - goal.get(s, ZERO) for s in {*vector, *goal}}
        room.orders.bounded(gap, room.rationals(own))
        attained = attained or all(e == ZERO for e in gap.values())
    if not attained:
        raise CheckFailed("no term is of the order of the right side")


def summands(room: Room, node: Node) -> list[Quotient]:
    """Terms of a sum, each certified to be positive."""
    parts = node[1:] if node[0] == "add" else (node,)
    return [room.normal.positive(room.normal(x)) for x in parts]


def add(room: Room, step: Step) -> None:
    """Sums term by term, by recalled statements; those of an order have positive terms."""
    only(step, "=Theta=", "<~", "<=")
    left = step.left[1:] if step.left[0] == "add" else (step.left,)
    right = step.right[1:] if step.right[0] == "add" else (step.right,)
    how = step.data["terms"]
    if not len(left) == len(right) == len(how):
        raise CheckFailed("the sums have different lengths")
    for one, other, data in zip(left, right, how, strict=True):
        if data is None:
            if step.relation != "<=":
                room.normal.positive(room.normal(one))
            identity(room, Step(one, "=", other, None, {}))
        else:
            recall(room, Step(one, step.relation, other, None, data))


def slope(room: Room, step: Step) -> None:
    """The right side is the derivative of the left one, by the rules of differentiation."""
    only(step, "slope")
    room.normal(step.left)
    found = room.normal(_slope(step.left, room.statement.variable))
    right = room.normal(step.right)
    if not same(found, right):
        raise CheckFailed("the derivative has another normal form")


def _slope(node: Node, x: str) -> Node:
    """Derivative of an expression in one name, as an expression."""
    zero, one = ("num", "0"), ("num", "1")
    if x not in names_in(node):
        return zero
    kind = node[0]
    if kind == "var":
        return one
    if kind == "add":
        return ("add", *(_slope(e, x) for e in node[1:]))
    if kind == "mul":
        parts = node[1:]
        rows = (("mul", _slope(e, x), *parts[:i], *parts[i + 1 :]) for i, e in enumerate(parts))
        return ("add", *rows)
    if kind == "pow" and x not in names_in(node[2]):
        less_one = ("add", node[2], ("num", "-1"))
        return ("mul", node[2], ("pow", node[1], less_one), _slope(node[1], x))
    if kind == "log":
        return ("mul", _slope(node[1], x), ("pow", node[1], ("num", "-1")))
    if kind == "exp":
        return ("mul", _slope(node[1], x), node)
    if kind == "trace":
        return ("trace", _slope(node[1], x))
    raise CheckFailed(f"no rule differentiates {kind} in {x}")


def recall(room: Room, step: Step) -> None:
    """An earlier statement at other values: all its hypotheses hold again, uniformly."""
    label, index = step.data["of"]
    if type(label) is not str or type(index) is not int:
        raise CheckFailed("a statement is recalled by label and number")
    old = room.known(label, index)
    values = {str(n): room.node(v) for n, v in step.data.get("values", {}).items()}
    _values_fit(room, old, values)
    full = {n: values.get(n, ("var", n)) for n in (*old.parameters, *old.constants, *old.sizes)}
    there = old.mapped(lambda e: substitute(e, full))
    _hypotheses(room, there, step.data.get("slacks", []))
    if old.relation == "slope":
        _same_variable(room, old, full)
    sides = [(there.left, there.right)]
    if old.relation in ("=", "!=", "=Theta="):
        sides.append((there.right, there.left))
    if old.relation != step.relation and (old.relation, step.relation) != ("=Theta=", "<~"):
        raise CheckFailed(f"{label} states '{old.relation}', not '{step.relation}'")
    if not any(_equal(room, step.left, a) and _equal(room, step.right, b) for a, b in sides):
        raise CheckFailed(f"{label} does not say this at these values")
    if step.relation == "~" and not _equal(room, step.remainder or (), there.remainder or ()):
        raise CheckFailed(f"{label} leaves another remainder")


def _values_fit(room: Room, old: Statement, values: Mapping[str, Node]) -> None:
    """Constants stay free of sizes, and what is positive stays so."""
    s = room.statement
    declared = {*old.parameters, *old.constants, *old.sizes}
    if set(values) - declared:
        raise CheckFailed(f"{sorted(set(values) - declared)} is not in the statement recalled")
    for name in declared:
        node = values.get(name, ("var", name))
        inside = names_in(node)
        if inside - {*s.parameters, *s.constants, *s.sizes}:
            raise CheckFailed(f"{name} is not declared here, and has no value")
        if name not in old.sizes and inside & set(s.sizes) and old.relation not in _EXACT:
            raise CheckFailed(f"{name} would depend on a size: the constants are not uniform")
        if name in old.parameters:
            room.normal.rational(node)
        else:
            room.normal.positive(room.normal(node))


_EXACT = ("=", "!=", "<", "<=", "slope")


def _hypotheses(room: Room, there: Statement, slacks: object) -> None:
    for relation, node in there.conditions:
        room.signs.ratio(room.normal.rational(node), relation)
    for _, node in there.given:
        room.normal.nonzero(room.normal(node))
    if not isinstance(slacks, list) or len(slacks) != len(there.window):
        raise CheckFailed("slacks for each product of the window recalled")
    for (node, strong), own in zip(there.window, slacks, strict=True):
        vector, logs, rest = apart(room.orders, room.normal.positive(room.normal(node)))
        room.normal.positive(rest)
        how = own if isinstance(own, dict) else {"slacks": own}
        inverse = [{k: -e for k, e in part.items()} for part in (vector, logs)]
        Fading(room.orders, room.rationals, how).check(*inverse, strictly=strong)


def cases(room: Room, step: Step) -> None:
    """An order that holds both where a product m of sizes is large and where it is not.

    Wherever the window holds, m or 1/m is at least 1; the constant is the larger of the two. With
    ``growing`` the first case holds from some bound T of m on, and the second wherever m is
    bounded, so also below T.
    """
    only(step, "<~", "=Theta=", "<<")
    between, either = room.node(step.data["between"]), step.data["either"]
    growing = step.data["growing"]
    if type(growing) is not bool or not isinstance(either, list) or len(either) != 2:
        raise CheckFailed("two cases, of which the first may grow")
    for inner, how in zip(rooms_of_cases(room, between, growing=growing), either, strict=True):
        recall(inner, replace(step, data=how))


def rooms_of_cases(room: Room, between: Node, *, growing: bool) -> Iterator[Room]:
    """The statement where a product is large, then where it is not: each in a narrower window."""
    for side in ((between, growing), (("pow", between, ("num", "-1")), False)):
        narrowed = replace(room.statement, window=(*room.statement.window, side))
        yield Room(narrowed, room.definitions, room.known, room.book)


def _same_variable(room: Room, old: Statement, full: Mapping[str, Node]) -> None:
    x = old.variable
    if x != room.statement.variable or full[x] != ("var", x):
        raise CheckFailed("a slope is recalled in its own variable")
    if any(x in names_in(v) for n, v in full.items() if n != x):
        raise CheckFailed("a value depends on the variable of the slope")


def _equal(room: Room, one: Node, other: Node) -> bool:
    if not one or not other:
        return one == other
    return same(room.normal(one), room.normal(other))


def witness(room: Room, point: object, path: object) -> None:
    """Check that conditions and window hold somewhere, so that the statement says something.

    The point has values of the parameters; along the path each size is a power of one quantity
    that tends to infinity, the first power where no exponent is given.
    """
    if not isinstance(point, dict) or not isinstance(path, dict):
        raise CheckFailed("a witness is a value for each parameter, a path a power for each size")
    at = {str(n): Rat.number(decode_number(v)) for n, v in point.items()}
    for relation, p in room.signs.conditions:
        value = Rat(p, {(): Fraction(1)}).at(at).value if p else Fraction(0)
        if value is None:
            raise CheckFailed("the witness leaves a parameter open")
        s = sign_of(value)
        if not {">": s > 0, ">=": s >= 0, "=": s == 0}[relation]:
            raise CheckFailed("the witness is not in the region")
    for name in room.statement.constants:
        if name in at and sign_of(at[name].value or Fraction(0)) <= 0:
            raise CheckFailed("a constant of the witness is not positive")
    if not set(path) <= set(room.statement.sizes):
        raise CheckFailed("a path is one of sizes")
    given = {str(n): Rat.number(decode_number(v)) for n, v in path.items()}
    room.orders.inhabited(at, {s: given.get(s, Rat.number(1)) for s in room.statement.sizes})


RULES: dict[str, tuple[Callable[[Room, Step], None], str]] = {
    "identity": (identity, ""),
    "sign": (sign, ""),
    "differs": (differs, ""),
    "powers": (powers, ""),
    "less": (less, ""),
    "mean": (mean, ""),
    "largest": (largest, ""),
    "add": (add, ""),
    "slope": (slope, ""),
    "recall": (recall, ""),
    "cases": (cases, ""),
}
