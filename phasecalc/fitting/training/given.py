"""Measured loss curves from files and tables: one row a loss, each run a curve of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.runs.rows import Floats, Rows, advice, digest_of, read_rows, require_column
from phasecalc.parsing.grammar import echo
from phasecalc.values import Value

__all__ = ["Curve", "Given", "read_curves"]

_ROLES = ("r", "flops", "loss", "d", "v", "batch", "gamma", "noise", "run")
_OWN_NAME = ("r", "flops", "loss", "d", "v", "batch", "gamma", "run")  # found without being named
_MOST_POINTS = 200  # of a run; more are thinned
_MOST_RUNS = 1000
_FLAT = 1.02  # of the largest loss over the least: no curve
_GROWN = 2.0  # of the last loss over the first: divergence


@dataclass(frozen=True, eq=False)
class Curve(Value):
    """One training run.

    Parameters
    ----------
    label
        What messages call it.
    r, loss
        Iterations, increasing, and the loss at each, shape (n,).
    noise
        Relative standard error of each loss, or None.
    d, v, batch, gamma
        Sizes and learning rate; NaN for those to be fitted.
    """

    label: str
    r: Floats
    loss: Floats
    noise: Floats | None
    d: float
    v: float
    batch: float
    gamma: float

    @property
    def setting(self) -> tuple[float, ...]:
        """Equal for runs that have one exact curve; -1 for what is fitted."""
        return tuple(-1.0 if x != x else x for x in (self.d, self.v, self.batch, self.gamma))


@dataclass(frozen=True)
class Given:
    """All curves, and where they come from.

    Parameters
    ----------
    curves
        The runs.
    origin, digest
        What messages call the data, and the SHA-256 of the file or of the numbers.
    notes
        What was done to the data.
    """

    curves: tuple[Curve, ...]
    origin: str
    digest: str
    notes: tuple[str, ...]

    @property
    def count(self) -> int:
        """Losses in all."""
        return sum(len(c.r) for c in self.curves)


def read_curves(
    data: Any,  # Any: whatever holds columns
    columns: Mapping[str, str],
    where: Sequence[str],
    known: Mapping[str, float],
) -> Given:
    """Read loss curves from a table.

    Parameters
    ----------
    data
        As for :func:`phasecalc.fitting.runs.table.read_table`.
    columns
        Name of the column of each role.
    where
        Conditions on columns, as for ``phasecalc.laws.fit``.
    known
        ``d``, ``ratio``, ``batch`` and ``gamma`` of all runs; a column of the same takes their
        place. NaN for what is to be fitted.
    """
    named = {str(role): str(column) for role, column in columns.items()}
    for role in named:
        if role not in _ROLES:
            raise DomainError(
                f"columns: {echo(role)} is nothing that curves have; they have {', '.join(_ROLES)}"
            )
    rows = read_rows(data, where, lambda names: _roles(named, names, known), "loss")
    _admissible(rows)
    notes = rows.left_out("rows", where)
    curves = _curves(rows, _filled(rows.numbers, known), notes)
    digest = rows.table.digest or digest_of(rows.numbers)
    return Given(curves, rows.table.origin, digest, tuple(notes))


def _roles(
    named: Mapping[str, str], names: tuple[str, ...], known: Mapping[str, float]
) -> dict[str, str]:
    """Column of each role."""
    for role, column in named.items():
        require_column(column, names, role)
    roles = dict(named)
    for role in _OWN_NAME:
        if role in names and role not in roles and (role != "flops" or "r" not in roles):
            roles[role] = role
    if "loss" not in roles:
        raise DomainError(f"no column for loss; {advice('loss', names)}")
    if "r" not in roles and "flops" not in roles:
        raise DomainError(f"no column for r (iterations) or flops; {advice('r', names)}")
    if "d" not in roles and "d" not in known:
        raise DomainError(
            f"no column for d, the model size; {advice('d', names)}, or give d itself, or "
            "d = 'fit' to have it fitted"
        )
    return roles


def _admissible(rows: Rows) -> None:
    rules = {"r": (0.0, "at least 0"), "d": (1.0, "at least 1"), "batch": (1.0, "at least 1")}
    for role, values in rows.numbers.items():
        low, rule = rules.get(role, (0.0, "positive"))
        bad = values < low if role in rules else values <= 0
        if bad.any():
            k = int(np.argmax(bad))
            raise DomainError(f"{rows.at(k, role)}: {role} = {values[k]:g} must be {rule}")


def _filled(numbers: Mapping[str, Floats], known: Mapping[str, float]) -> dict[str, Floats]:
    """All of the columns, those that are the same for all runs filled in."""
    count = len(numbers["loss"])
    found = dict(numbers)
    for name in ("d", "batch", "gamma"):
        if name not in found:
            found[name] = np.full(count, known.get(name, np.nan))
    if "v" not in found:
        found["v"] = found["d"] * known["ratio"]
    if (low := found["v"] < found["d"]).any():
        k = int(np.argmax(low))
        raise DomainError(f"v = {found['v'][k]:g} < d = {found['d'][k]:g}: v >= d is needed")
    if "r" not in found:
        if np.isnan(found["d"]).any():
            raise DomainError("iterations do not follow from flops where d is fitted; give r")
        found["r"] = found["flops"] / (found["d"] * found["batch"])
    return found


def _curves(rows: Rows, numbers: Mapping[str, Floats], notes: list[str]) -> tuple[Curve, ...]:
    """Rows parted into runs, each in the order of its iterations."""
    table, labels = rows.table, rows.labels
    settings = np.stack([numbers[n] for n in ("d", "v", "batch", "gamma")], axis=1)
    names = np.array(labels) if labels is not None else np.array([""] * len(settings))
    parts = np.column_stack([np.unique(names, return_inverse=True)[1].reshape(-1, 1), settings])
    _, run = np.unique(np.nan_to_num(parts, nan=-1.0), axis=0, return_inverse=True)
    run = run.reshape(-1)
    if run.max() >= _MOST_RUNS:
        raise DomainError(
            f"{table.origin}: {run.max() + 1} runs; at most {_MOST_RUNS} are fitted. Is the "
            "column of the run one that counts the steps?"
        )
    found, thinned = [], 0
    order = np.argsort(run, kind="stable")
    for own in np.split(order, np.flatnonzero(np.diff(run[order])) + 1):
        own = own[np.argsort(numbers["r"][own], kind="stable")]
        label = f"run {names[own[0]]}" if labels else f"d = {settings[own[0], 0]:g}"
        r = numbers["r"][own]
        twice = np.flatnonzero(np.diff(r) == 0)
        if len(twice):
            a, b = (table.lines[rows.keep[int(k)]] for k in own[twice[0] : twice[0] + 2])
            raise DomainError(
                f"{table.origin}, {table.place}s {a} and {b}: two losses at r = {r[twice[0]]:g} "
                f"of {label}; say which run each belongs to, as in run=COLUMN"
            )
        own = own[_thin(r)]
        thinned += len(r) - len(own)
        found.append(_curve(label, own, numbers))
    if thinned:
        notes.append(
            f"{thinned} losses left out: of each run {_MOST_POINTS} are kept, evenly spread in "
            "log r, for neighbours repeat one another"
        )
    return tuple(found)


def _thin(r: Floats) -> npt.NDArray[np.int64]:
    if len(r) <= _MOST_POINTS:
        return np.arange(len(r))
    x = np.log1p(r)
    wanted = np.linspace(x[0], x[-1], _MOST_POINTS)
    return np.unique(np.clip(np.searchsorted(x, wanted), 0, len(r) - 1))


def _curve(label: str, rows: npt.NDArray[np.int64], numbers: Mapping[str, Floats]) -> Curve:
    r, loss = numbers["r"][rows], numbers["loss"][rows]
    if loss[-1] > _GROWN * loss[0]:
        raise DomainError(
            f"{label}: the loss grows from {loss[0]:.3g} at r = {r[0]:g} to {loss[-1]:.3g} at r = "
            f"{r[-1]:g}: it diverged. Leave the run out; no stable learning rate has such a curve"
        )
    if len(r) > 1 and loss.max() < _FLAT * loss.min():
        raise DomainError(
            f"{label}: the loss is flat, {loss.min():.4g} to {loss.max():.4g} from r = {r[0]:g} to "
            f"{r[-1]:g}: it says nothing of alpha and beta. Leave the run out, or give iterations "
            "at which the loss falls: earlier ones if it has come to its limit, later ones if the "
            "learning rate is small"
        )
    noise = numbers["noise"][rows] if "noise" in numbers else None
    sizes = (float(numbers[n][rows[0]]) for n in ("d", "v", "batch", "gamma"))
    return Curve(label, r, loss, noise, *sizes)
