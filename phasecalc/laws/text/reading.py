"""Expressions and relations of a law from text, in the form that their own text reads back as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.laws.text.modes import has_brackets, read_with_brackets, written
from phasecalc.laws.text.positive import negative_at
from phasecalc.parsing import relation
from phasecalc.parsing.grammar import MAX_TEXT, echo
from phasecalc.parsing.labels import check_text

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = [
    "read_budget",
    "read_domain",
    "read_relation",
    "read_value",
    "readable",
    "stable",
    "write_value",
]

_ROUNDS = 5


def read_value(text: str, table: Mapping[str, Symbol], *, sums: bool = False) -> Expr:
    """Expression, or ``min(a; b)`` or ``max(a; b)`` of expressions; in a term with ``sums``."""
    import sympy as sp

    check_text(text, "expression")
    if not sums and has_brackets(text):
        raise DomainError(
            f"{echo(text)}: sums and integrals stand in terms; a budget or a constraint is made of "
            "sizes"
        )
    stripped = text.strip()
    for word, function in (("min(", sp.Min), ("max(", sp.Max)):
        if stripped.startswith(word) and stripped.endswith(")") and ";" in stripped:
            parts = stripped[len(word) : -1].split(";")
            return function(*(stable(read_with_brackets(p, table), table) for p in parts))
    return stable(read_with_brackets(text, table), table)


def stable(value: Expr, table: Mapping[str, Symbol]) -> Expr:
    """The form of an expression that its own text reads back as.

    SymPy multiplies numbers into sums as it reads, so that text and expression may need a round.
    """
    for _ in range(_ROUNDS):
        text = written(value)
        readable(text)
        again = read_with_brackets(text, table)
        if again == value:
            return value
        value = again
    raise ParseError(f"{value}: no form that reads back as itself; write it in simpler parts")


def write_value(value: Expr) -> str:
    """Text that :func:`read_value` reads as the same expression."""
    import sympy as sp

    for word, function in (("min", sp.Min), ("max", sp.Max)):
        if isinstance(value, function):
            return f"{word}({'; '.join(sorted(map(written, value.args)))})"
    return written(value)


def read_relation(text: str, table: Mapping[str, Symbol]) -> Expr:
    """Strict or weak inequality between parameters."""
    import sympy as sp

    check_text(text, "relation")
    left, operator, right = relation(text, table)
    make = {">": sp.Gt, ">=": sp.Ge, "<": sp.Lt, "<=": sp.Le}.get(operator)
    if make is None:
        raise ParseError(f"relation {text!r}: write an inequality")
    left, right = stable(left, table), stable(right, table)
    readable(f"{left} {operator} {right}")
    return make(left, right, evaluate=False)


def read_domain(text: str, table: Mapping[str, Symbol]) -> Expr:
    """Relation that some values of the parameters fulfil and others do not, for all one knows."""
    found = read_relation(text, table)
    if not (found.lhs - found.rhs).free_symbols:
        raise DomainError(f"domain {text!r}: says nothing about a parameter; leave it out")
    return found


def read_budget(text: str, table: Mapping[str, Symbol], among: Sequence[Sequence[Symbol]]) -> Expr:
    """Cost, of at least one size; ``among`` are sizes, rates, scales, positive parameters."""
    value = read_value(text, table)
    if not value.free_symbols & {s for row in among[:3] for s in row}:
        raise DomainError(f"budget {text!r} contains no size; it is what a choice of sizes costs")
    if place := negative_at(value, among):
        raise DomainError(f"budget {text!r} is a difference, and negative at {place}")
    return value


def readable(text: str) -> None:
    """Refuse what would not be read again once it is written in full."""
    if len(text) > MAX_TEXT:
        raise ParseError(
            f"{echo(text)}: {len(text)} characters when written in full, "
            f"at most {MAX_TEXT} are read; write it in fewer or simpler parts"
        )
