"""Runs that a law can be fitted to: sizes and losses as arrays, each cell checked in its place."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.fitting.budget import missing_size, spent
from phasecalc.fitting.table import Table, read_table
from phasecalc.parsing.grammar import echo
from phasecalc.parsing.quantities import quantity
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc.laws.declaration import Law

__all__ = [
    "ROLES",
    "Floats",
    "Runs",
    "advice",
    "condition",
    "digest_of",
    "kept_rows",
    "read_numbers",
    "read_runs",
    "require_column",
]

Floats = npt.NDArray[np.float64]

ROLES = ("loss", "flops", "noise", "weight", "run")
_CONDITION = re.compile(r"(.+?)\s*(!=|<=|>=|=|<|>)\s*(.*)", re.DOTALL)
_APART = 1.1  # flops that differ by more from what the budget rule says are remarked on
_SHOWN = 3


@dataclass(frozen=True, eq=False)
class Runs(Value):
    """Data of a fit.

    Parameters
    ----------
    sizes
        Column of each size that the loss of the law depends on.
    loss
        Measured losses.
    flops
        What each run cost: as given, or by the budget rule of the law.
    noise
        Standard error of each run in units of the residual, or None.
    weight
        Weight of each run, or None.
    cluster
        Number of the group that is drawn as one in a bootstrap.
    origin, digest
        What messages call the data, and the SHA-256 of the file or of the numbers.
    notes
        What was done to the data, and what is odd about them.
    """

    sizes: Mapping[str, Floats]
    loss: Floats
    flops: Floats | None
    noise: Floats | None
    weight: Floats | None
    cluster: npt.NDArray[np.int64]
    origin: str
    digest: str
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.loss)

    def part(self, rows: npt.NDArray[Any]) -> Runs:
        """The runs of given positions, or where a mask holds."""
        return replace(
            self,
            sizes={n: x[rows] for n, x in self.sizes.items()},
            loss=self.loss[rows],
            flops=None if self.flops is None else self.flops[rows],
            noise=None if self.noise is None else self.noise[rows],
            weight=None if self.weight is None else self.weight[rows],
            cluster=self.cluster[rows],
        )


def read_runs(
    law: Law,
    data: Any,  # Any: whatever holds columns
    columns: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    given: Mapping[str, float] | None = None,
) -> Runs:
    """Read what a law needs from a table.

    Parameters
    ----------
    law
        The law.
    data
        As for :func:`phasecalc.fitting.table.read_table`.
    columns
        Name of the column of each size, and of ``loss``, ``flops``, ``noise``, ``weight`` and
        ``run``; one that is not named is sought by its own name (the last three are not).
    where
        Conditions such as ``"outlier=False"`` or ``"loss<4"`` on columns. Several equalities on
        one column mean any of them.
    given
        Numbers of the parameters that the budget contains.

    Raises
    ------
    ParseError, DomainError
        A column is missing, or a cell is no such number; the message names line and column.
    """
    needed = needed_sizes(law)
    named = {str(role): str(column) for role, column in (columns or {}).items()}
    _known_roles(law, named)
    conditions = [condition(text) for text in where]
    roles: dict[str, str] = {}

    def wanted(names: tuple[str, ...]) -> Sequence[str]:
        roles.update(_roles(law, named, names, needed))
        for column, _, _ in conditions:
            require_column(column, names, f"the condition on {echo(column)}")
        return list(dict.fromkeys([*roles.values(), *(c for c, _, _ in conditions)]))

    table = read_table(data, wanted)
    keep = kept_rows(table, conditions)
    if not keep:
        raise DomainError(f"{table.origin}: no run is left, of {len(table.lines)}")
    numbers = {r: read_numbers(table, c, r, keep) for r, c in roles.items() if r != "run"}
    notes = []
    missing = [n for n in needed if n not in numbers]
    if missing:
        solved, said = missing_size(law, missing[0], numbers, given or {})
        numbers[missing[0]] = solved
        notes.append(said)
    _admissible(law, table, numbers, needed, roles, keep)
    if "flops" in numbers and not missing:
        notes += _compared(law, numbers, given or {})
    if len(keep) < len(table.lines):
        notes.append(f"{len(keep)} of {len(table.lines)} runs kept, where {' and '.join(where)}")
    labels = [str(table.columns[roles["run"]][k]) for k in keep] if "run" in roles else None
    cluster, odd = _clusters(table, keep, numbers, labels)
    flops = numbers.get("flops")
    return Runs(
        {n: numbers[n] for n in needed},
        numbers["loss"],
        spent(law, numbers, given or {}) if flops is None else flops,
        numbers.get("noise"),
        numbers.get("weight"),
        cluster,
        table.origin,
        table.digest or digest_of(numbers),
        (*notes, *odd),
    )


def needed_sizes(law: Law) -> list[str]:
    """Sizes that the loss of a law depends on."""
    free = set().union(*(e.free_symbols | r.free_symbols for t in law.terms for e, r in t.cases))
    return [n for n in law.unknowns if law.symbols[n] in free]


def _known_roles(law: Law, named: Mapping[str, str]) -> None:
    for role in named:
        if role in law.parameters:
            raise DomainError(
                f"columns: {role} is a parameter of law {law.name}, which is fitted, not read"
            )
        if role not in (*law.unknowns, *ROLES):
            raise DomainError(
                f"columns: {echo(role)} is nothing that law {law.name} reads; it reads "
                f"{', '.join([*law.unknowns, *ROLES])}"
            )


def _roles(
    law: Law, named: Mapping[str, str], names: tuple[str, ...], needed: Sequence[str]
) -> dict[str, str]:
    """Column of each role."""
    for role, column in named.items():
        require_column(column, names, role)
    roles = dict(named)
    for role in (*needed, "loss", "flops"):
        if role not in roles and role in names:
            roles[role] = role
    missing = [n for n in needed if n not in roles]
    if "loss" not in roles:
        raise DomainError(f"no column for loss; {advice('loss', names)}")
    if missing and (len(missing) > 1 or "flops" not in roles):
        also = " (or for flops)" if len(missing) == 1 else ""
        raise DomainError(f"no column for {', '.join(missing)}{also}; {advice(missing[0], names)}")
    return {r: c for r, c in roles.items() if r in (*needed, *ROLES)}


def require_column(column: str, names: Sequence[str], what: str) -> None:
    """Refuse a table that lacks a column."""
    if column not in names:
        raise DomainError(f"{what}: there is no column {echo(column)}; {advice(what, names)}")


def advice(role: str, names: Sequence[str]) -> str:
    """Words for a role without a column: which columns there are."""
    shown = ", ".join(echo(n) for n in names[:12]) + (", ..." if len(names) > 12 else "")
    return f"the columns are {shown}; name it as in {role.split()[-1]}=COLUMN"


def condition(text: str) -> tuple[str, str, str]:
    """Column, operator and value of a condition such as ``loss<4``."""
    found = _CONDITION.fullmatch(text.strip())
    if not found:
        raise ParseError(f"condition {echo(text)}: write COLUMN=VALUE, or with != < <= > >=")
    return found[1].strip(), found[2], found[3].strip()


def kept_rows(table: Table, conditions: Sequence[tuple[str, str, str]]) -> list[int]:
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


def read_numbers(table: Table, column: str, role: str, keep: Sequence[int]) -> Floats:
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
            raise ParseError(f"{table.at(row, column)}: {problem}") from None
    if isinstance(cell, bool) or not hasattr(cell, "__float__"):
        raise ParseError(f"{table.at(row, column)}: {echo(cell)} is not a number")
    try:
        value = float(cell)
    except (TypeError, ValueError, OverflowError):
        raise ParseError(f"{table.at(row, column)}: {echo(cell)} is not a number") from None
    if not math.isfinite(value):
        raise ParseError(f"{table.at(row, column)}: {value} is not a finite number")
    return value


def _admissible(
    law: Law,
    table: Table,
    numbers: Mapping[str, Floats],
    needed: Sequence[str],
    roles: Mapping[str, str],
    keep: Sequence[int],
) -> None:
    """Refuse the first number that is out of its range."""
    for role, values in numbers.items():
        low = 1.0 if role in law.sizes and role in needed else 0.0
        high = 1.0 if role in law.rates else math.inf
        bad = (values < low) | (values > high)
        if role not in law.sizes:
            bad |= values <= 0
        if not bad.any():
            continue
        k = int(np.argmax(bad))
        rule = "at least 1" if low else f"positive{' and at most 1' if high == 1 else ''}"
        if role in roles:
            raise DomainError(
                f"{table.at(keep[k], roles[role])}: {role} = {values[k]:g} must be {rule}"
            )
        raise DomainError(
            f"{table.origin}, {table.place} {table.lines[keep[k]]}: the flops leave {role} = "
            f"{values[k]:g}, which must be {rule}; are the units mixed?"
        )


def _compared(law: Law, numbers: Mapping[str, Floats], given: Mapping[str, float]) -> list[str]:
    """A remark where flops are not what the budget rule of the law says."""
    rule = spent(law, numbers, given)
    if rule is None:
        return []
    ratio = numbers["flops"] / rule
    low, high = float(ratio.min()), float(ratio.max())
    if low > 1 / _APART and high < _APART:
        return []
    return [
        f"the flops given are {low:.3g} to {high:.3g} times C = {law.budget}, the budget rule of "
        "the law: counted otherwise, or units are mixed"
    ]


def _clusters(
    table: Table,
    keep: Sequence[int],
    numbers: Mapping[str, Floats],
    labels: Sequence[str] | None,
) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Groups of rows: those of one label, or rows that are the same in every number."""
    rows = np.column_stack(list(numbers.values()))
    _, same = np.unique(rows, axis=0, return_inverse=True)
    same = same.reshape(-1)
    count = len(keep) - int(same.max()) - 1
    odd = []
    if count:
        order = np.argsort(same, kind="stable")
        again = order[1:][same[order][1:] == same[order][:-1]]
        first = [int(np.flatnonzero(same == same[k])[0]) for k in again[:_SHOWN]]
        pairs = ", ".join(
            f"{table.lines[keep[a]]} and {table.lines[keep[int(b)]]}"
            for a, b in zip(first, again, strict=False)
        )
        more = ", ..." if count > _SHOWN else ""
        odd.append(f"{count} rows repeat another in every number ({table.place}s {pairs}{more})")
    if labels is None:
        return same.astype(np.int64), odd
    _, cluster = np.unique(np.array(labels), return_inverse=True)
    return cluster.reshape(-1).astype(np.int64), odd


def digest_of(numbers: Mapping[str, Floats]) -> str:
    """SHA-256 of numbers by role."""
    found = hashlib.sha256()
    for role in sorted(numbers):
        found.update(role.encode())
        found.update(np.ascontiguousarray(numbers[role], dtype="<f8").tobytes())
    return found.hexdigest()
