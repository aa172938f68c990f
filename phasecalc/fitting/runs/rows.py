"""Rows of a table that conditions choose: the column of each role as numbers with their place."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.fitting.runs.table import Table, read_table
from phasecalc.parsing.grammar import echo
from phasecalc.parsing.quantities import quantity

__all__ = ["Floats", "Rows", "advice", "digest_of", "read_rows", "require_column"]

Floats = npt.NDArray[np.float64]

_MISSING = frozenset({"nan", "na", "n/a", "null", "none", "-", "inf", "-inf"})
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?")
_CONDITION = re.compile(r"(.+?)\s*(!=|<=|>=|=|<|>)\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Rows:
    """Rows kept of a table.

    Parameters
    ----------
    table
        The table.
    keep
        Positions of the rows.
    roles
        Column of each role.
    numbers
        Numbers of each role but ``run``, which holds labels.
    """

    table: Table
    keep: Sequence[int]
    roles: Mapping[str, str]
    numbers: Mapping[str, Floats]

    @property
    def labels(self) -> list[str] | None:
        """Label of the run of each row; None without a column of them."""
        if "run" not in self.roles:
            return None
        cells = self.table.columns[self.roles["run"]]
        return [str(cells[k]) for k in self.keep]

    def at(self, row: int, role: str) -> str:
        """Words for the place of a number, of a row by its position among those kept."""
        return self.table.at(self.keep[row], self.roles[role])

    def left_out(self, what: str, where: Sequence[str]) -> list[str]:
        """A note where conditions left rows out."""
        count = len(self.table.lines)
        if len(self.keep) == count:
            return []
        return [f"{len(self.keep)} of {count} {what} kept, where {' and '.join(where)}"]


def read_rows(
    data: Any,  # Any: whatever holds columns
    where: Sequence[str],
    roles_of: Callable[[tuple[str, ...]], Mapping[str, str]],
    what: str,
) -> Rows:
    """Read the columns that are needed, where conditions hold.

    Parameters
    ----------
    data
        As for :func:`phasecalc.fitting.runs.table.read_table`.
    where
        Conditions such as ``"outlier=False"`` or ``"loss<4"`` on columns. Several equalities on
        one column mean any of them.
    roles_of
        Column of each role, given the names of all columns.
    what
        What a row is, for messages.

    Raises
    ------
    ParseError, DomainError
        A column is missing, no row is left, or a cell is no number; the message names the place.
    """
    conditions = [_condition(text) for text in where]
    roles: dict[str, str] = {}

    def wanted(names: tuple[str, ...]) -> Sequence[str]:
        roles.update(roles_of(names))
        for column, _, _ in conditions:
            require_column(column, names, f"the condition on {echo(column)}")
        return list(dict.fromkeys([*roles.values(), *(c for c, _, _ in conditions)]))

    table = read_table(data, wanted)
    keep = _kept(table, conditions)
    if not keep:
        raise DomainError(f"{table.origin}: no {what} is left, of {len(table.lines)}")
    numbers = {r: _numbers(table, c, r, keep) for r, c in roles.items() if r != "run"}
    return Rows(table, keep, roles, numbers)


def require_column(column: str, names: Sequence[str], what: str) -> None:
    """Refuse a table that lacks a column."""
    if column not in names:
        raise DomainError(f"{what}: there is no column {echo(column)}; {advice(what, names)}")


def advice(role: str, names: Sequence[str]) -> str:
    """Words for a role without a column: which columns there are."""
    shown = ", ".join(echo(n) for n in names[:12]) + (", ..." if len(names) > 12 else "")
    return f"the columns are {shown}; name it as in {role.split()[-1]}=COLUMN"


def _condition(text: str) -> tuple[str, str, str]:
    """Column, operator and value of a condition such as ``loss<4``."""
    found = _CONDITION.fullmatch(text.strip())
    if not found:
        raise ParseError(f"condition {echo(text)}: write COLUMN=VALUE, or with != < <= > >=")
    return found[1].strip(), found[2], found[3].strip()


def _kept(table: Table, conditions: Sequence[tuple[str, str, str]]) -> list[int]:
    """Positions of rows for which every condition holds."""
    keep = range(len(table.lines))
    equal: dict[str, list[str]] = {}
    for column, operator, value in conditions:
        if operator == "=":
            equal.setdefault(column, []).append(value)
    tests = [(c, "=", values) for c, values in equal.items()]
    tests += [(c, o, [v]) for c, o, v in conditions if o != "="]
    found = list(keep)
    for column, operator, values in tests:
        cells = table.columns[column]
        if operator in ("=", "!="):
            found = [k for k in found if _among(cells[k], values) == (operator == "=")]
        else:
            bound = quantity(values[0])
            sides = {k: _number(cells[k], table, k, column, True) for k in found}
            found = [k for k in found if _holds(sides[k], operator, bound)]
    return found


def _holds(x: float, operator: str, bound: float) -> bool:
    if operator[0] == "<":
        return x < bound or (operator == "<=" and x == bound)
    return x > bound or (operator == ">=" and x == bound)


def _among(cell: object, values: Sequence[str]) -> bool:
    text = str(cell).strip()
    if text in values:
        return True
    try:
        number = quantity(text)
    except ParseError:
        return False
    for value in values:
        try:
            if quantity(value) == number:
                return True
        except ParseError:
            continue
    return False


def _numbers(table: Table, column: str, role: str, keep: Sequence[int]) -> Floats:
    """Cells of a column as numbers; the message of a bad one names its place."""
    suffix = role not in ("loss", "noise", "weight")
    cells = table.columns[column]
    return np.array([_number(cells[k], table, k, column, suffix) for k in keep])


def _number(cell: Any, table: Table, row: int, column: str, suffix: bool) -> float:  # Any: a cell
    if isinstance(cell, str):
        if not cell.strip():
            raise ParseError(f"{table.at(row, column)}: empty")
        try:
            return quantity(cell, suffix)
        except ParseError as problem:
            raise ParseError(f"{table.at(row, column)}: {problem}{_hint(cell, column)}") from None
    if isinstance(cell, bool) or not hasattr(cell, "__float__"):
        raise ParseError(f"{table.at(row, column)}: {echo(cell)} is not a number")
    try:
        value = float(cell)
    except (TypeError, ValueError, OverflowError):
        raise ParseError(f"{table.at(row, column)}: {echo(cell)} is not a number") from None
    if not math.isfinite(value):
        raise ParseError(f"{table.at(row, column)}: {value} is not a finite number")
    return value


def _hint(cell: str, column: str) -> str:
    """What to do about a cell that is often met in the place of a number, or ""."""
    text = cell.strip()
    if text.casefold() in _MISSING:
        return f"; leave such rows out, as by the condition {echo(f'{column}!={text}')}"
    if _GROUPED.fullmatch(text):
        return "; write it without the commas between its digits"
    return ""


def digest_of(numbers: Mapping[str, Floats]) -> str:
    """SHA-256 of numbers by role."""
    found = hashlib.sha256()
    for role in sorted(numbers):
        found.update(role.encode())
        found.update(np.ascontiguousarray(numbers[role], dtype="<f8").tobytes())
    return found.hexdigest()
