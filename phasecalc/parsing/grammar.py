"""The grammar that text from a user may use, and what it may cost.

Nothing is ever executed. The text is cut into numbers, names and operators,
and any other character is refused. Its length, its digits and its nesting are
bounded on these tokens, before any parser recurses into them. The tokens are
then written anew, each number and name replaced by its position, so that
Python's own parser decides precedence but sees nothing of the text: no
decimal is rounded to a float, no letter is normalised, no keyword is special.
Of the tree it returns, arithmetic and calls of known functions are read;
every other node is refused. What the operations mean is left to an
``Arithmetic``, which bounds the size of each result before computing it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

from phasecalc.exceptions import ParseError

__all__ = [
    "MAX_BITS",
    "MAX_DIGITS",
    "MAX_EXPONENT",
    "MAX_NESTING",
    "MAX_TEXT",
    "Arithmetic",
    "echo",
    "read",
    "read_relation",
]

MAX_TEXT = 2000  # characters
MAX_DIGITS = 100  # of one number as written
MAX_NESTING = 50  # brackets, signs and powers inside one another
MAX_EXPONENT = 1000
MAX_BITS = 4000  # of any number on the way; holds every literal within the bounds above

T = TypeVar("T")

_TOKEN = re.compile(
    r"""(?P<space>[ \t]+)
      | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<name>[^\W\d]\w*)
      | (?P<operator>\*\*|[-+*/()]|[<>=!]=|[<>])""",
    re.VERBOSE,
)
_ROOT = re.compile(r"√[ ]*([0-9.]+)")
_PLAIN = str.maketrans(
    {"^": "**", "−": "-", "×": "*", "·": "*", "≤": "<=", "≥": ">=", "≠": "!=", "√": "sqrt"}
)
_LEFT: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_RELATIONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


class Arithmetic(Protocol[T]):
    """What numbers, names, operators and calls mean."""

    @property
    def names(self) -> Container[str]:
        """Names that stand for a value."""
        ...

    @property
    def functions(self) -> Container[str]:
        """Names of functions of one argument."""
        ...

    def number(self, value: Fraction) -> T:
        """Value of a number as written."""
        ...

    def name(self, name: str) -> T:
        """Value of a name."""
        ...

    def negative(self, value: T) -> T:
        """Value with its sign changed."""
        ...

    def combine(self, operator: str, left: T, right: T) -> T:
        """Value of ``left operator right``, one of ``+ - * / **``; refuses what is too large."""
        ...

    def call(self, function: str, argument: T) -> T:
        """Value of a function; refuses what is too large."""
        ...


def echo(value: object) -> str:
    """Quote a refused input in one line of about 40 characters.

    Parameters
    ----------
    value
        What was given; never printed in full, since that may itself be slow.

    Examples
    --------
    >>> echo("x" * 100)
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'"
    >>> echo(10**5000)
    'an int of 16610 bits'
    """
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:37] + "...")
    if isinstance(value, int) and value.bit_length() > 128:
        return f"an int of {value.bit_length()} bits"
    if value is None or isinstance(value, int | float | complex):
        return repr(value)
    return f"an object of type {type(value).__name__}"


def read(text: str, arithmetic: Arithmetic[T]) -> T:
    """Evaluate an arithmetic expression.

    Parameters
    ----------
    text
        The expression, as a user wrote it.
    arithmetic
        The known names and the meaning of the operations.

    Raises
    ------
    ParseError
        The reason only; the caller says what was asked.
    """
    tree, tokens = _parse(text, arithmetic)
    return _Reader(tokens, arithmetic).value(tree)


def read_relation(text: str, arithmetic: Arithmetic[T]) -> tuple[T, str, T]:
    """Evaluate both sides of one comparison.

    Parameters
    ----------
    text
        The comparison, as a user wrote it.
    arithmetic
        The known names and the meaning of the operations.

    Raises
    ------
    ParseError
        The reason only; the caller says what was asked.
    """
    tree, tokens = _parse(text, arithmetic)
    if not isinstance(tree, ast.Compare):
        raise ParseError("no comparison; write one with <, <=, >, >=, == or !=")
    if len(tree.ops) > 1:
        raise ParseError("comparisons cannot be chained; write each one separately")
    reader = _Reader(tokens, arithmetic)
    operator = _RELATIONS[type(tree.ops[0])]
    return reader.value(tree.left), operator, reader.value(tree.comparators[0])


class _Reader(Generic[T]):
    """Walk over the parsed tree; ``tokens`` holds what each position stood for."""

    def __init__(self, tokens: list[str], arithmetic: Arithmetic[T]) -> None:
        self.tokens = tokens
        self.arithmetic = arithmetic

    def value(self, node: ast.expr) -> T:
        """Value of a node; long sums lean left, and are walked without recursion."""
        spine: list[tuple[str, ast.expr]] = []
        while isinstance(node, ast.BinOp) and type(node.op) in _LEFT:
            spine.append((_LEFT[type(node.op)], node.right))
            node = node.left
        value = self._operand(node)
        for operator, right in reversed(spine):
            value = self.arithmetic.combine(operator, value, self.value(right))
        return value

    def _operand(self, node: ast.expr) -> T:
        match node:
            case ast.Constant(value=int(position)):
                return self.arithmetic.number(_literal(self.tokens[position]))
            case ast.Name():
                name = self._token(node)
                if name not in self.arithmetic.names:
                    raise ParseError(f"{name} is a function; write {name}(...)")
                return self.arithmetic.name(name)
            case ast.UnaryOp(op=ast.USub()):
                return self.arithmetic.negative(self.value(node.operand))
            case ast.UnaryOp(op=ast.UAdd()):
                return self.value(node.operand)
            case ast.BinOp(op=ast.Pow()):
                return self.arithmetic.combine("**", self.value(node.left), self.value(node.right))
            case ast.Call(func=ast.Name() as function, args=[argument], keywords=[]):
                name = self._token(function)
                if name not in self.arithmetic.functions:
                    raise ParseError(f"{name} is not a function; write products with *")
                return self.arithmetic.call(name, self.value(argument))
            case ast.Compare():
                raise ParseError("a comparison where a value is expected; write one side only")
        raise ParseError("not arithmetic; use + - * / ** ( ) and functions of one argument")

    def _token(self, node: ast.Name) -> str:
        return self.tokens[int(node.id[1:])]


def _parse(text: str, arithmetic: Arithmetic[T]) -> tuple[ast.expr, list[str]]:
    """Python's tree of the text, in which numbers and names are positions in the list."""
    if len(text) > MAX_TEXT:
        raise ParseError(f"{len(text)} characters, at most {MAX_TEXT} are read; shorten it")
    tokens = _tokens(_ROOT.sub(r"sqrt(\1)", text.strip()).translate(_PLAIN), arithmetic)
    if not tokens:
        raise ParseError("empty; write a number such as 7/10")
    _bound_nesting(tokens)
    source = " ".join(
        str(i) if token[0] in ".0123456789" else f"n{i}" if token[0] not in "+-*/()<>=!" else token
        for i, token in enumerate(tokens)
    )
    try:
        return ast.parse(source, mode="eval").body, tokens
    except SyntaxError:
        reason = "not well formed; check the brackets, and write products with * and equality as =="
        raise ParseError(reason) from None
    except (RecursionError, MemoryError):  # only where the caller's own stack is nearly full
        raise ParseError("too many operations; shorten it") from None


def _tokens(text: str, arithmetic: Arithmetic[T]) -> list[str]:
    tokens: list[str] = []
    position, previous = 0, ""
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ParseError(
                f"character {text[position]!r} has no meaning here; "
                "use numbers, known names, + - * / ** ( ), and == for equality"
            )
        kind, token, position = str(match.lastgroup), match.group(), match.end()
        if previous == "number" and kind in ("number", "name"):
            found = echo(tokens[-1] + token)
            raise ParseError(f"{found} is not a number; write 0.7, 7/10 or 1e-3, products with *")
        if kind == "name" and token not in arithmetic.names and token not in arithmetic.functions:
            raise ParseError(f"{echo(token)} is not a known name; write a number such as 7/10")
        if kind != "space":
            tokens.append(token)
        previous = kind
    return tokens


def _bound_nesting(tokens: list[str]) -> None:
    """Refuse deep text before a parser meets it: brackets, signs and towers of powers."""
    level, opened, operand_next = 0, [0], True
    for token in tokens:
        if token == "(":
            opened.append(level + 1)
            level += 1
        elif token == ")":
            level = max(opened.pop() - 1, 0) if len(opened) > 1 else 0
        elif token == "**" or (operand_next and token in "+-"):
            level += 1
        elif token[0] in "+-*/<>=!":
            level = opened[-1]
        operand_next = token[0] in "(+-*/<>=!"
        if level > MAX_NESTING:
            raise ParseError(f"nested more than {MAX_NESTING} deep; write it in simpler parts")


def _literal(token: str) -> Fraction:
    """Exact value of a number as written; its exponent is bounded before it is expanded."""
    mantissa, _, exponent = token.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    if len(whole) + len(decimals) > MAX_DIGITS:
        raise ParseError(f"a number of more than {MAX_DIGITS} digits; write fewer")
    if len(exponent) > 8 or abs(int(exponent or 0)) > MAX_EXPONENT:
        raise ParseError(f"a power of ten beyond 1e{MAX_EXPONENT}; write a smaller one")
    shift = int(exponent or 0) - len(decimals)
    digits = int(whole + decimals)
    return Fraction(digits * 10**shift) if shift >= 0 else Fraction(digits, 10**-shift)
