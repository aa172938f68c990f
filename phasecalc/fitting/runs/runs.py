"""Runs that a law can be fitted to: sizes and losses as arrays, each cell checked in its place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.runs.budget import missing_size, spent
from phasecalc.fitting.runs.rows import Floats, Rows, advice, digest_of, read_rows, require_column
from phasecalc.parsing.grammar import echo
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["ROLES", "Floats", "Runs", "read_runs", "untold"]

ROLES = ("loss", "flops", "noise", "weight", "run")
_DECADES = 2.5  # that no run of a series leaves out
_APART = 1.1  # flops that differ by more from what the budget rule says are remarked on
_SHOWN = 3
_ALIKE = 0.05  # scatter of the logarithm of one size about a power of another, over its own
_MIXED = 1e3  # between the flops of two runs over the budget rule: no way of counting differs so
_FEW = 1e4  # parameters: no model is so small


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

    @property
    def groups(self) -> int:
        """How many independent runs there are."""
        return int(np.count_nonzero(np.bincount(self.cluster)))

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
        As for :func:`phasecalc.fitting.runs.table.read_table`.
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
    rows = read_rows(data, where, lambda names: _roles(law, named, names, needed), "run")
    table, numbers = rows.table, dict(rows.numbers)
    notes = []
    missing = [n for n in needed if n not in numbers]
    if missing:
        solved, said = missing_size(law, missing[0], numbers, given or {})
        numbers[missing[0]] = solved
        notes.append(said)
    _admissible(law, rows, numbers, needed)
    if "flops" in numbers and not missing:
        notes += _compared(law, rows, numbers, given or {})
    notes += [*rows.left_out("runs", where), *_parted(law, numbers), *_unread(law, rows)]
    cluster, odd = _clusters(rows, numbers)
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


def _admissible(law: Law, rows: Rows, numbers: Mapping[str, Floats], needed: Sequence[str]) -> None:
    """Refuse the first number that is out of its range."""
    table = rows.table
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
        if role in rows.roles:
            raise DomainError(f"{rows.at(k, role)}: {role} = {values[k]:g} must be {rule}")
        raise DomainError(
            f"{table.origin}, {table.place} {table.lines[rows.keep[k]]}: the flops leave {role} = "
            f"{values[k]:g}, which must be {rule}; are the units mixed?"
        )


def _compared(
    law: Law, rows: Rows, numbers: Mapping[str, Floats], given: Mapping[str, float]
) -> list[str]:
    """A remark where flops are not what the budget rule of the law says.

    Raises
    ------
    DomainError
        They are so for some runs, and thousands of times that for others.
    """
    rule = spent(law, numbers, given)
    if rule is None:
        return []
    ratio = numbers["flops"] / rule
    low, high = float(ratio.min()), float(ratio.max())
    if low > 1 / _APART and high < _APART:
        return []
    if high > _MIXED * low and "flops" in rows.roles:
        k = int(np.argmax(np.abs(np.log(ratio) - np.log(np.median(ratio)))))
        raise DomainError(
            f"{rows.at(k, 'flops')}: flops = {numbers['flops'][k]:g} are {ratio[k]:.3g} times C = "
            f"{law.budget}, others {low if ratio[k] == high else high:.3g} times: units are mixed"
        )
    return [
        f"the flops given are {low:.3g} to {high:.3g} times C = {law.budget}, the budget rule of "
        "the law: counted otherwise, or units are mixed"
    ]


def _parted(law: Law, numbers: Mapping[str, Floats]) -> list[str]:
    """A remark for each size that leaves out some decades, with several runs on either side."""
    said = []
    if {"N", "D"} <= set(numbers) and (most := float(numbers["N"].max())) < _FEW:
        said.append(
            f"N is {most:.3g} at most: in billions? Then budgets are not in flops, and no other "
            "law compares; give numbers of parameters and of tokens"
        )
    for name in (n for n in law.sizes if n in numbers):
        size = np.sort(numbers[name])
        steps = np.diff(np.log10(size))[1:-1]
        if len(steps) and steps.max() > _DECADES:
            k = int(np.argmax(steps)) + 1
            said.append(f"no {name} lies between {size[k]:.3g} and {size[k + 1]:.3g}: mixed units?")
    return said


def untold(sizes: Mapping[str, Floats]) -> str:
    """Why runs cannot tell one size from another, or an empty text."""
    logs = {n: np.log(x) for n, x in sizes.items()}
    for n, x in logs.items():
        if np.ptp(x) < _ALIKE:
            return f"{n} is {sizes[n][0]:.3g} in all runs; make runs of other {n}"
    names = list(logs)
    for i, n in enumerate(names):
        for m in names[:i]:
            slope, _ = np.polyfit(logs[m], logs[n], 1)
            left = logs[n] - slope * logs[m]
            if np.std(left) < _ALIKE * np.std(logs[n]):
                return (
                    f"{n} follows {m} in all runs (as {m}^{slope:.2f}), so that what either does "
                    f"to the loss is not told apart; make runs of other {n}/{m}"
                )
    return ""


def _unread(law: Law, rows: Rows) -> list[str]:
    """A remark for columns that have the name of what is fitted."""
    odd = [n for n in rows.table.names if n in law.parameters or n == law.irreducible]
    return [f"the column {n} is not read: {n} is a parameter, which is fitted" for n in odd]


def _clusters(rows: Rows, numbers: Mapping[str, Floats]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Groups of rows: those of one label, or rows that are the same in every number."""
    table, keep = rows.table, rows.keep
    _, same = np.unique(np.column_stack(list(numbers.values())), axis=0, return_inverse=True)
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
    if rows.labels is None:
        return same.astype(np.int64), odd
    _, cluster = np.unique(np.array(rows.labels), return_inverse=True)
    return cluster.reshape(-1).astype(np.int64), odd
