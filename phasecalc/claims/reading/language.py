"""The language of claims: what may be said, read into a small tree and never executed.

A claim is one relation between two sides. The grammar of arithmetic is that of
``phasecalc.parsing``; this module adds the names of the theory, the functions
of terms, and the relations between orders, which are split off first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_TEXT, echo, read, read_relation

__all__ = [
    "ASYMPTOTIC",
    "EXPONENTS",
    "PARAMETERS",
    "SIZES",
    "TERM_NAMES",
    "Binary",
    "Call",
    "Choice",
    "Name",
    "Negative",
    "Node",
    "Number",
    "PhaseClaim",
    "Relation",
    "statement",
    "strange_letters",
    "walk",
]

PARAMETERS = ("alpha", "beta")
SIZES = ("r", "d", "gamma", "B")
TERM_NAMES = ("F_0", "F_pp", "F_ac", "K_pp")
EXPONENTS = ("loss_exponent", "model_size_exponent")
CONSTANTS = ("pi", "kappa_0")
FUNCTIONS = ("exponent", "gamma_function", "zeta", "sqrt", "log")
ASYMPTOTIC = ("=Theta=", "<<", "~")

_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "π": "pi"}
_GREEK |= dict.fromkeys(("η", "eta"), "loss_exponent")
_GREEK |= dict.fromkeys(("ξ", "xi"), "model_size_exponent")
_NAMES = (*PARAMETERS, *SIZES, *TERM_NAMES, *EXPONENTS, *CONSTANTS, *_GREEK)
_SIGNS = str.maketrans({"≪": "<<", "≫": ">>", "≲": "<~", "≳": ">~", "∼": "~", "≍": "=Theta="})
_PHASE = re.compile(r"\s*phase\s*(==|!=)\s*([\"'])([^\"']{1,40})\2\s*")


@dataclass(frozen=True, slots=True)
class Number:
    """A rational number as written."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, size, term or exponent."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus something."""

    argument: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """One of ``+ - * / **`` between two parts."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one argument."""

    function: str
    argument: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """The largest or the least of several parts.

    Parameters
    ----------
    function
        ``"max"`` or ``"min"``.
    parts
        At least two.
    """

    function: str
    parts: tuple[Node, ...]


Node: TypeAlias = Number | Name | Negative | Binary | Call | Choice


@dataclass(frozen=True, slots=True)
class Relation:
    """Two sides and what is claimed between them.

    Parameters
    ----------
    left, right
        The sides.
    operator
        One of ``== != < <= > >=``, or of ``ASYMPTOTIC``.
    """

    left: Node
    operator: str
    right: Node


@dataclass(frozen=True, slots=True)
class PhaseClaim:
    """That the phase has, or has not, a label.

    Parameters
    ----------
    operator
        ``==`` or ``!=``.
    label
        Label of a phase, or of all the phases that meet, as "II/III".
    """

    operator: str
    label: str


class _Trees:
    """Arithmetic that builds the tree."""

    names = _NAMES
    functions = FUNCTIONS

    def number(self, value: Fraction) -> Node:
        return Number(value)

    def name(self, name: str) -> Node:
        return Name(_GREEK.get(name, name))

    def negative(self, value: Node) -> Node:
        return Negative(value)

    def combine(self, operator: str, left: Node, right: Node) -> Node:
        return Binary(operator, left, right)

    def call(self, function: str, argument: Node) -> Node:
        return Call(function, argument)


def statement(text: str) -> Relation | PhaseClaim:
    """Read what a claim states.

    Parameters
    ----------
    text
        One relation, such as ``"loss_exponent == 1 - 1/(4*alpha)"``.

    Raises
    ------
    ParseError
        Not one relation in the known names.

    Examples
    --------
    >>> statement('phase == "III"')
    PhaseClaim(operator='==', label='III')
    >>> statement("alpha < beta").operator
    '<'
    """
    try:
        return _statement(text)
    except ParseError as error:
        raise ParseError(f"{echo(text)}: {error}{strange_letters(text)}") from None
    except RecursionError:  # only where the caller's own stack is nearly full
        raise ParseError(f"{echo(text)}: nested too deep; write it in simpler parts") from None


def _statement(text: str) -> Relation | PhaseClaim:
    if len(text) > MAX_TEXT:
        raise ParseError(f"{len(text)} characters, at most {MAX_TEXT} are read; shorten it")
    plain = text.translate(_SIGNS)
    if found := _PHASE.fullmatch(plain):
        return PhaseClaim(found[1], found[3])
    if re.search(r"\bphase\b", plain):
        raise ParseError('write phase == "III" or phase != "III", alone')
    sides = re.split("(=Theta=|<<|>>|<~|>~|~)", plain)
    if len(sides) > 3:
        raise ParseError("relations cannot be chained; write each one as a claim of its own")
    if len(sides) == 3:
        left, right = (read(side, _Trees()) for side in sides[::2])
        relation = _of_orders(left, sides[1], right)
    else:
        relation = Relation(*read_relation(plain, _Trees()))
    _check_calls(relation)
    return relation


def _of_orders(left: Node, operator: str, right: Node) -> Relation:
    """A relation between orders, by those that are decided.

    X is at most of the order of Y, both positive, exactly if X + Y is of the order of Y.
    """
    if operator in (">>", ">~"):
        left, operator, right = right, operator.replace(">", "<"), left
    if operator != "<~":
        return Relation(left, operator, right)
    if not (_is_positive(left) and _is_positive(right)):
        raise ParseError(
            "<~ and >~ are between sums and products of terms, sizes and positive numbers, without "
            "a minus; log(d) and log(r) may stand there"
        )
    return Relation(Binary("+", left, right), "=Theta=", right)


def _is_positive(node: Node) -> bool:
    """Whether a side is seen to be positive, or 0: by its parts, whatever stands in exponents."""
    if isinstance(node, Binary):
        if node.operator == "**":
            return _is_positive(node.left)
        return node.operator != "-" and _is_positive(node.left) and _is_positive(node.right)
    if isinstance(node, Call):
        inner = node.argument
        grows = node.function == "log" and isinstance(inner, Name) and inner.name in ("d", "r")
        return grows or (node.function == "sqrt" and _is_positive(inner))
    if isinstance(node, Name):  # beta may be negative
        return node.name in (*SIZES, *TERM_NAMES, *CONSTANTS, "alpha")
    return isinstance(node, Number)


def _check_calls(relation: Relation) -> None:
    for node in walk(relation.left, relation.right):
        if isinstance(node, Call) and node.function == "exponent":
            term = node.argument
            if not isinstance(term, Name) or term.name not in TERM_NAMES:
                raise ParseError(f"exponent(...) is of one term: {', '.join(TERM_NAMES)}")


def walk(*nodes: Node) -> Iterator[Node]:
    """Every part of some trees; the term inside ``exponent(...)`` counts as part of the call."""
    stack = list(nodes)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Binary):
            stack += [node.right, node.left]
        elif isinstance(node, Negative) or (isinstance(node, Call) and node.function != "exponent"):
            stack.append(node.argument)


def strange_letters(text: str, known: str = "") -> str:
    """Point out letters that may only look like the ones expected.

    Parameters
    ----------
    text
        As written.
    known
        Further letters that are expected.
    """
    expected = {*_GREEK, *known}
    strange = sorted({c for c in text[:MAX_TEXT] if not c.isascii() and c not in expected})
    named = [f"U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in strange[:3]]
    return f" (the text contains {', '.join(named)})" if named else ""
