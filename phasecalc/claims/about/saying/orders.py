"""Relations between orders at the optimum, or along a path: read, and brought down to exponents.

A side is a sum of products of powers of sizes, of the budget, of terms and of the loss, with
positive coefficients. Up to constants it is a power of the budget, whose exponent is the largest of
its parts. Where exponents are equal and logarithms may stand beside them, nothing is said but by
the powers of the logarithms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from phasecalc.claims.about.saying.formula import All, Compared, Formula, Known, Some, nodes
from phasecalc.claims.reading.language import Binary, Call, Choice, Name, Node, Number
from phasecalc.exceptions import ParseError

__all__ = ["ORDER", "Letter", "Orders", "order_formula", "order_of", "without_place"]

_PLAIN = {"≪": "<<", "≫": ">>", "≲": "<~", "≳": ">~", "≍": "=Theta=", "∼": "~"}
ORDER = re.compile(r"(=Theta=|<<|>>|<~|>~|~|≪|≫|≲|≳|≍|∼)")
_OPTIMUM = re.compile(r"\s+at\s+the\s+optimum\s*$")
_ZERO, _ONE = Number(Fraction(0)), Number(Fraction(1))


@dataclass(frozen=True)
class Letter:
    """What a name stands for in a relation between orders.

    Parameters
    ----------
    exponent
        It is the budget to this power.
    logarithm
        Times the logarithm of the budget to this one; None where there are no logarithms.
    """

    exponent: Node
    logarithm: Node | None = None


@dataclass(frozen=True)
class Orders:
    """Names that a relation between orders may use.

    Parameters
    ----------
    letters
        Sizes, the budget, terms, the loss.
    positive
        Parameters and constants that may stand as coefficients.
    walls
        True away from parameters at which a term changes its form, and logarithms may arise.
    logarithms
        Whether the object has logarithms of its own.
    unless_said
        Whether a claim must say ``at the optimum``, since without it something else is meant.
    constants
        Those of ``positive`` that no exponent contains.
    falling
        Sizes whose exponents are written with the sign turned.
    doubtful
        Names that mean two things, as a size and a term: no order may use them.
    """

    letters: Mapping[str, Letter]
    positive: frozenset[str]
    walls: tuple[Formula, ...] = ()
    logarithms: bool = False
    unless_said: bool = False
    constants: frozenset[str] = frozenset()
    falling: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


def without_place(text: str) -> tuple[str, bool]:
    """A text without ``at the optimum`` at its end, and whether it stood there."""
    plain = _OPTIMUM.sub("", text)
    return plain, plain != text


@dataclass
class _Side:
    """Reads a tree as an order; exponents and logarithms are trees again."""

    orders: Orders
    letters: Mapping[str, Letter]

    def order(self, node: Node) -> Letter:
        """The power of the budget that a side is.

        Raises
        ------
        ParseError
            It is no sum of positive products of powers.
        """
        if isinstance(node, Name) and node.name in self.letters:
            return self.letters[node.name]
        if isinstance(node, Call):  # a square root
            half = Number(Fraction(1, 2))
            return self._scaled(self.order(node.argument), half)
        if isinstance(node, Binary) and self._has_letter(node):
            return self._binary(node)
        if self._has_letter(node):
            raise ParseError("an order is a sum of positive products of powers; there is no - here")
        if not self._positive(node):
            raise ParseError(
                "a coefficient is a positive number, or a constant that the law has positive"
            )
        return Letter(_ZERO, _ZERO)

    def _binary(self, node: Binary) -> Letter:
        if node.operator == "**":
            if self._has_letter(node.right):
                raise ParseError("a size in an exponent is no power; write exponents of parameters")
            names = {n.name for n in nodes(node.right) if isinstance(n, Name)}
            if strange := sorted(names & self.orders.constants):
                raise ParseError(f"{strange[0]} is a constant, which no exponent contains")
            return self._scaled(self.order(node.left), node.right)
        if node.operator == "-":
            raise ParseError("an order is a sum of positive products of powers; there is no - here")
        left, right = self.order(node.left), self.order(node.right)
        if node.operator == "+":
            if self.orders.logarithms:
                raise ParseError("sums of orders are not read where there are logarithms")
            return Letter(Choice("max", (left.exponent, right.exponent)))
        operator = "+" if node.operator == "*" else "-"
        return Letter(
            _sum(operator, left.exponent, right.exponent),
            None
            if left.logarithm is None or right.logarithm is None
            else _sum(operator, left.logarithm, right.logarithm),
        )

    def _scaled(self, order: Letter, power: Node) -> Letter:
        log = None if order.logarithm is None else Binary("*", power, order.logarithm)
        return Letter(Binary("*", power, order.exponent), log)

    def _has_letter(self, node: Node) -> bool:
        return any(isinstance(n, Name) and n.name in self.letters for n in nodes(node))

    def _positive(self, node: Node) -> bool:
        if isinstance(node, Number):
            return node.value > 0
        if isinstance(node, Name):
            return node.name in self.orders.positive
        if isinstance(node, Call):
            return self._positive(node.argument)
        if isinstance(node, Binary) and node.operator == "**":
            return self._positive(node.left)
        if isinstance(node, Binary) and node.operator in "+*/":
            return self._positive(node.left) and self._positive(node.right)
        return False


def _sum(operator: str, left: Node, right: Node) -> Node:
    if right == _ZERO:
        return left
    if left == _ZERO and operator == "+":
        return right
    return Binary(operator, left, right)


def order_of(text: str, orders: Orders, read: Callable[[str], Node]) -> Letter:
    """One side of a relation between orders; the parameters are those of ``order_formula``."""
    node = read(text)
    named = {n.name.removeprefix("@") for n in nodes(node) if isinstance(n, Name)}
    if doubtful := sorted(named & orders.doubtful):
        raise ParseError(
            f"{doubtful[0]} means two things in an order (a size, a term, a parameter, the budget "
            "C or the loss); give one of them another name in the law, or compare exponents"
        )
    return _Side(orders, {f"@{n}": x for n, x in orders.letters.items()}).order(node)


def order_formula(text: str, orders: Orders, read: Callable[[str], Node]) -> Formula:
    """A relation between orders, or a chain of them, as comparisons of exponents.

    Parameters
    ----------
    text
        The relation.
    orders
        Names that it may use.
    read
        Reads a side; the letters stand as names with a mark.

    Raises
    ------
    ParseError
        It is not in the language.
    """
    pieces = ORDER.split(text)
    sides = [order_of(t, orders, read) for t in pieces[::2]]
    found: list[Formula] = []
    for k, written in enumerate(pieces[1::2]):
        left, operator, right = sides[k], _PLAIN.get(written, written), sides[k + 1]
        if operator in (">>", ">~"):
            left, operator, right = right, "<" + operator[1].replace(">", "<"), left
        found.append(_related(left, operator, right, orders))
    return found[0] if len(found) == 1 else All(tuple(found))


def _related(left: Letter, operator: str, right: Letter, orders: Orders) -> Formula:
    """What is known of a relation: where it holds, and where it fails."""

    def exponents(relation: str) -> Formula:
        return Compared(left.exponent, relation, right.exponent)

    if operator == "~":
        raise ParseError(
            "~ is read where constants are known, and then alone: one size of a law beside a "
            "product of powers, as in N ~ 2*C^(1/2); for orders alone write =Theta="
        )
    equal = All((exponents("=="), *orders.walls))
    if not orders.logarithms:
        yes: dict[str, Formula] = {"<<": exponents("<"), "=Theta=": equal}
        no: dict[str, Formula] = {
            "<<": Some((exponents(">"), equal)),
            "<~": exponents(">"),
            "=Theta=": exponents("!="),
        }
        yes["<~"] = Some((exponents("<"), equal))
        return Known(yes[operator], no[operator])
    return _with_logarithms(left, operator, right, equal)


def _with_logarithms(left: Letter, operator: str, right: Letter, equal: Formula) -> Formula:
    """The same where powers of the logarithm stand beside those of the budget."""
    if left.logarithm is None or right.logarithm is None:
        less, more = (Compared(left.exponent, r, right.exponent) for r in "<>")
        either = Some((less, more))
        return {
            "<<": Known(less, more),
            "<~": Known(less, more),
            "=Theta=": Known(All((less, more)), either),
        }[operator]

    def both(relation: str) -> Formula:
        assert left.logarithm is not None
        assert right.logarithm is not None
        return All((equal, Compared(left.logarithm, relation, right.logarithm)))

    less, more = (Compared(left.exponent, r, right.exponent) for r in "<>")
    return {
        "<<": Known(Some((less, both("<"))), Some((more, both(">=")))),
        "<~": Known(Some((less, both("<="))), Some((more, both(">")))),
        "=Theta=": Known(both("=="), Some((less, more, both("!=")))),
    }[operator]
