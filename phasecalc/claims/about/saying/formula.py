"""What a claim says, as a small tree: comparisons joined by and, or, not.

Arithmetic is that of ``phasecalc.claims.reading.language``; ``Choice`` adds the largest or the
least of several parts. A choice is taken apart before anything is decided: what is said of max(a,
b) is said of a where a >= b, and of b where b > a.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import TypeAlias

from phasecalc.checker import Number as Exact
from phasecalc.checker import sign
from phasecalc.claims.reading.language import Binary, Call, Choice, Name, Negative, Node, Number
from phasecalc.claims.reading.rational import value
from phasecalc.exceptions import ParseError

__all__ = [
    "OPERATORS",
    "All",
    "Compared",
    "Formula",
    "Known",
    "Labelled",
    "Negated",
    "Some",
    "atoms",
    "names_in",
    "nodes",
    "true_at",
    "without_choices",
]

# Whether a relation holds, from the sign of left - right; and the relation that says the opposite.
OPERATORS = {
    "==": ((0,), "!="),
    "!=": ((-1, 1), "=="),
    "<": ((-1,), ">="),
    "<=": ((-1, 0), ">"),
    ">": ((1,), "<="),
    ">=": ((0, 1), "<"),
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_MOST_ATOMS = 400  # after choices are taken apart


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sides, and one of ``== != < <= > >=`` between them."""

    left: Node
    operator: str
    right: Node


@dataclass(frozen=True, slots=True)
class Labelled:
    """That the terms in balance are, or are not, these.

    Parameters
    ----------
    operator
        ``==`` or ``!=``.
    terms
        Their names.
    """

    operator: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is true where one formula is, and false where another is; elsewhere it is not known.

    Parameters
    ----------
    yes, no
        The two; they exclude each other.
    """

    yes: Formula
    no: Formula


@dataclass(frozen=True, slots=True)
class Negated:
    """The part does not hold."""

    part: Formula


Formula: TypeAlias = Compared | Labelled | All | Some | Negated | Known


def atoms(formula: Formula) -> Iterator[Compared | Labelled]:
    """Every comparison in a formula."""
    if isinstance(formula, All | Some):
        for part in formula.parts:
            yield from atoms(part)
    elif isinstance(formula, Negated):
        yield from atoms(formula.part)
    elif isinstance(formula, Known):
        yield from atoms(formula.yes)
        yield from atoms(formula.no)
    else:
        yield formula


def nodes(node: Node) -> Iterator[Node]:
    """Every part of a side."""
    yield node
    if isinstance(node, Choice):
        for part in node.parts:
            yield from nodes(part)
    elif isinstance(node, Binary):
        yield from nodes(node.left)
        yield from nodes(node.right)
    elif isinstance(node, Negative | Call):
        yield from nodes(node.argument)


def names_in(formula: Formula) -> set[str]:
    """Names of the parameters and quantities of a formula."""
    return {
        n.name
        for atom in atoms(formula)
        if isinstance(atom, Compared)
        for side in (atom.left, atom.right)
        for n in nodes(side)
        if isinstance(n, Name)
    }


def without_choices(formula: Formula) -> Formula:
    """A formula that says the same without ``max`` and ``min``.

    Raises
    ------
    ParseError
        So many choices that too many cases arise.
    """
    found = _apart(formula)
    if sum(1 for _ in itertools.islice(atoms(found), _MOST_ATOMS + 1)) > _MOST_ATOMS:
        raise ParseError("min, max and abs give too many cases; split the claim")
    return found


def _apart(formula: Formula) -> Formula:
    if isinstance(formula, All | Some):
        return replace(formula, parts=tuple(map(_apart, formula.parts)))
    if isinstance(formula, Negated):
        return Negated(_apart(formula.part))
    if isinstance(formula, Known):
        return Known(_apart(formula.yes), _apart(formula.no))
    if isinstance(formula, Labelled):
        return formula
    if isinstance(formula.left, Choice):
        return _apart(_part_by_part(formula.right, _MIRRORED[formula.operator], formula.left))
    if isinstance(formula.right, Choice):
        return _apart(_part_by_part(formula.left, formula.operator, formula.right))
    sides = (formula.left, formula.right)
    choice = next((n for s in sides for n in nodes(s) if _innermost(n)), None)
    if choice is None:
        return formula
    assert isinstance(choice, Choice)
    cases: list[Formula] = []
    for k, part in enumerate(choice.parts):
        # The first of the largest is taken, so that exactly one case holds at each point.
        beats = ">" if choice.function == "max" else "<"
        given = tuple(
            Compared(part, beats if i < k else f"{beats}=", other)
            for i, other in enumerate(choice.parts)
            if i != k
        )
        rest = Compared(
            put(formula.left, choice, part), formula.operator, put(formula.right, choice, part)
        )
        cases.append(All((*given, _apart(rest))))
        if len(cases) > _MOST_ATOMS:
            break
    found = Some(tuple(cases))
    if sum(1 for _ in itertools.islice(atoms(found), _MOST_ATOMS + 1)) > _MOST_ATOMS:
        raise ParseError("min, max and abs give too many cases; split the claim")
    return found


def _part_by_part(side: Node, operator: str, choice: Choice) -> Formula:
    """A relation to the largest or least of several, as relations to each of them."""
    if operator in ("==", "!="):
        both = All(tuple(_part_by_part(side, o, choice) for o in ("<=", ">=")))
        return both if operator == "==" else Negated(both)
    each = tuple(Compared(side, operator, part) for part in choice.parts)
    return All(each) if (operator[0] == ">") == (choice.function == "max") else Some(each)


def _innermost(node: Node) -> bool:
    return isinstance(node, Choice) and not any(
        isinstance(n, Choice) for part in node.parts for n in nodes(part)
    )


def put(node: Node, old: Choice, new: Node) -> Node:
    """A side with one of its choices replaced wherever it stands."""
    if node == old:
        return new
    if isinstance(node, Choice):
        return Choice(node.function, tuple(put(p, old, new) for p in node.parts))
    if isinstance(node, Binary):
        return Binary(node.operator, put(node.left, old, new), put(node.right, old, new))
    if isinstance(node, Negative):
        return Negative(put(node.argument, old, new))
    if isinstance(node, Call):
        return Call(node.function, put(node.argument, old, new))
    return node


def true_at(formula: Formula, at: Mapping[str, Exact], tradeoff: Set[str] = frozenset()) -> bool:
    """Whether a formula holds at exact values of its names.

    Parameters
    ----------
    formula
        As read, with its choices.
    at
        Value of each name.
    tradeoff
        Terms in balance there.

    Raises
    ------
    ZeroDivisionError
        A side has no value there.
    ValueError
        Whether it holds there is not known.
    """
    if isinstance(formula, All):  # every part is evaluated: each must have a value
        return all([true_at(p, at, tradeoff) for p in formula.parts])
    if isinstance(formula, Some):
        return any([true_at(p, at, tradeoff) for p in formula.parts])
    if isinstance(formula, Negated):
        return not true_at(formula.part, at, tradeoff)
    if isinstance(formula, Known):
        return _known_at(formula, at, tradeoff)
    if isinstance(formula, Labelled):
        return (formula.terms == tradeoff) == (formula.operator == "==")
    gap = side_value(formula.left, at) - side_value(formula.right, at)
    return sign(gap) in OPERATORS[formula.operator][0]


def _known_at(formula: Known, at: Mapping[str, Exact], tradeoff: Set[str]) -> bool:
    if true_at(formula.yes, at, tradeoff):
        return True
    if true_at(formula.no, at, tradeoff):
        return False
    raise ValueError("not known here")


def side_value(node: Node, at: Mapping[str, Exact]) -> Exact:
    """Exact value of a side, choices included."""
    if isinstance(node, Choice):
        values = [side_value(p, at) for p in node.parts]
        best = values[0]
        for x in values[1:]:
            if sign(x - best) * (1 if node.function == "max" else -1) > 0:
                best = x
        return best
    return value(_settled(node, at), at)


def _settled(node: Node, at: Mapping[str, Exact]) -> Node:
    """A tree without choices, each replaced by its value."""
    if isinstance(node, Choice):
        return Number(side_value(node, at))  # type: ignore[arg-type] # a Surd does as well
    if isinstance(node, Binary):
        return Binary(node.operator, _settled(node.left, at), _settled(node.right, at))
    if isinstance(node, Negative):
        return Negative(_settled(node.argument, at))
    if isinstance(node, Call):
        return Call(node.function, _settled(node.argument, at))
    return node
