"""From a fit to sizes: the optimum at a budget for every draw, hence intervals of N*, D* and L*.

In logarithms of the sizes the reducible loss is least where its gradient is a multiple of that of
the budget; Newton's method solves this for all draws at once, and the same matrix gives the local
exponents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.answers.caveats import Caveat
from phasecalc.fitting.answers.estimate import Estimate, from_draws
from phasecalc.laws.text.notation import log_of

if TYPE_CHECKING:
    from phasecalc.fitting.answers.estimated import Estimated
    from phasecalc.fitting.minimum.model import Model

__all__ = ["Decision", "decide", "optima"]

Floats = npt.NDArray[np.float64]
_STEPS = 60
_LONGEST = 3.0  # of a logarithm in one step
_SETTLED = 1e-11


@dataclass(frozen=True)
class Decision:
    """Best sizes at a budget.

    Parameters
    ----------
    flops
        The budget.
    sizes
        Optimal sizes.
    ratio
        D*/N* for a law with these sizes, or None.
    loss
        Expected loss there.
    exponents
        Local exponent d log N*/d log C of each size.
    loss_exponent
        Local exponent of the reducible loss, as in C^-e.
    total_exponent
        The same of the whole loss.
    reducible
        The loss less its irreducible part.
    beyond
        How far outside the measured runs the optimum lies.
    fit
        What it follows from.
    """

    flops: float
    sizes: Mapping[str, Estimate]
    ratio: Estimate | None
    loss: Estimate
    exponents: Mapping[str, Estimate]
    loss_exponent: Estimate
    total_exponent: Estimate
    reducible: Estimate
    beyond: tuple[Caveat, ...]
    fit: Estimated

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What to beware of: where the optimum lies, then all that is known against the fit."""
        return (*self.beyond, *self.fit.caveats)

    def __str__(self) -> str:
        from phasecalc.fitting.answers.text import decision_text

        return decision_text(self)


def decide(fit: Estimated, flops: float) -> Decision:
    """Best sizes at a budget, with intervals.

    Raises
    ------
    DomainError
        The law has more conditions than its budget and equalities, or no optimum there.
    """
    if not flops > 0:
        raise DomainError(f"flops = {flops} must be positive")
    if not np.isfinite(flops):
        raise DomainError("flops above 1e308: a fit with intervals is solved in doubles")
    model = fit.model
    rule = _rule(model)
    best = rule.optima(np.atleast_2d(model.values(fit.point)), flops)
    if not np.isfinite(best).all():
        raise DomainError(
            f"law {fit.law.name}: no optimum was found at {flops:.3g} flops with the fitted values"
        )
    draws = None if fit.cloud is None else rule.optima(model.values(fit.cloud), flops)
    columns: dict[str, tuple[float, Floats | None]] = {
        n: (float(best[0, k]), None if draws is None else draws[:, k])
        for k, n in enumerate(rule.columns)
    }

    def estimate(name: str) -> Estimate:
        return from_draws(*columns[name], fit.level)

    sizes = {n: estimate(n) for n in rule.sizes}
    ratio = None
    if {"N", "D"} <= set(rule.sizes):
        (d, every_d), (n, every_n) = columns["D"], columns["N"]
        of_draws = None if every_d is None or every_n is None else every_d / every_n
        ratio = from_draws(d / n, of_draws, fit.level)
    return Decision(
        flops,
        sizes,
        ratio,
        estimate("L"),
        {n: estimate(f"exponent of {n}") for n in rule.sizes},
        estimate("loss exponent"),
        estimate("total exponent"),
        estimate("reducible"),
        tuple(_beyond(fit, flops, {n: e.value for n, e in sizes.items()})),
        fit,
    )


def _beyond(fit: Estimated, flops: float, sizes: Mapping[str, float]) -> list[Caveat]:
    """How far outside the measured runs an answer lies."""
    found = []
    if "flops" in fit.ranges:
        low, high = fit.ranges["flops"]
        factor = max(flops / high, low / flops)
        if factor > 1:
            side = "above the largest" if flops > high else "below the smallest"
            found.append(
                Caveat("extrapolation", f"the budget is {factor:.3g} times {side} run fitted")
            )
    for n, x in sizes.items():
        low, high = fit.ranges.get(n, (x, x))
        if not low <= x <= high:
            found.append(
                Caveat("range", f"{n}* = {x:.2g} lies outside the runs, {low:.2g} to {high:.2g}")
            )
    return found


def optima(model: Model, values: Floats, flops: float) -> tuple[tuple[str, ...], Floats]:
    """Optimal sizes, loss and exponents at rows of parameters: names of columns, and the table."""
    rule = _rule(model)
    return rule.columns, rule.optima(values, flops)


@dataclass(frozen=True)
class _Rule:
    """Equations of the optimum, as functions of log-sizes and parameters."""

    sizes: tuple[str, ...]
    columns: tuple[str, ...]
    conditions: int
    low: int | None
    jet: Any

    def optima(self, values: Floats, flops: float) -> Floats:
        """Rows of sizes, loss, exponents; NaN where Newton's method does not settle."""
        count, k, m = len(values), len(self.sizes), self.conditions
        parameters = list(values.T)
        z = np.full((count, k), np.log(flops) / (2 * k))
        duals = np.zeros((count, m))
        settled = np.zeros(count, dtype=bool)
        goal = np.zeros(m)
        goal[0] = np.log(flops)
        matrix = np.zeros((count, k + m, k + m))
        with np.errstate(all="ignore"):
            for _ in range(_STEPS):
                loss, slope, bend, sides, normal, curve = self._at(z, parameters)
                matrix[:, :k, :k] = bend + np.einsum("cm,cmij->cij", duals, curve)
                matrix[:, :k, k:] = np.swapaxes(normal, 1, 2)
                matrix[:, k:, :k] = normal
                side = np.concatenate([-slope, goal - sides], axis=1)
                step = _solved(matrix, side)
                longest = np.abs(step[:, :k]).max(axis=1)
                settled = longest < _SETTLED * np.maximum(np.abs(z).max(axis=1), 1)
                z = z + step[:, :k] * np.minimum(1, _LONGEST / longest)[:, None]
                duals = step[:, k:]
                if settled[np.isfinite(longest)].all():
                    break
            loss, slope, *_ = self._at(z, parameters)
            along = _solved(matrix, np.broadcast_to(np.eye(k + m)[k], (count, k + m)))[:, :k]
            whole = np.exp(loss) + (0 if self.low is None else values[:, self.low])
            rate = -(slope * along).sum(axis=1)
            part = np.exp(loss)
            total = rate * part / whole
        found = np.column_stack([np.exp(z), whole, along, rate, total, part])
        found[~settled] = np.nan
        return found

    def _at(self, z: Floats, parameters: list[Floats]) -> tuple[Floats, ...]:
        count, k, m = len(z), len(self.sizes), self.conditions
        rows = self.jet(*z.T, *parameters)
        table = np.empty((len(rows), count))
        for n, row in enumerate(rows):
            table[n] = row
        each = 1 + k + k * k
        jets = np.moveaxis(table.reshape(1 + m, each, count), 2, 0)
        value, slope = jets[:, :, 0], jets[:, :, 1 : 1 + k]
        bend = jets[:, :, 1 + k :].reshape(count, 1 + m, k, k)
        return value[:, 0], slope[:, 0], bend[:, 0], value[:, 1:], slope[:, 1:], bend[:, 1:]


def _solved(matrix: Floats, side: Floats) -> Floats:
    """Solutions of many systems; NaN for one that has none."""
    good = np.isfinite(matrix).all(axis=(1, 2)) & np.isfinite(side).all(axis=1)
    found = np.full(side.shape, np.nan)
    try:
        found[good] = np.linalg.solve(matrix[good], side[good][:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        for k in np.flatnonzero(good):
            if np.linalg.cond(matrix[k]) < 1e14:
                found[k] = np.linalg.solve(matrix[k], side[k])
    return found


@lru_cache(maxsize=32)
def _rule(model: Model) -> _Rule:
    import sympy as sp

    from phasecalc.laws.sums.numbers import exact_value

    law = model.law
    refused = [c.name for c in law.constraints if c.operator != "=="]
    if refused or law.loss_dependent or model.formula.atoms(sp.Min, sp.Max, sp.Piecewise):
        why = f"its condition {refused[0]}" if refused else "the loss in a constraint, or a kink"
        raise DomainError(
            f"law {law.name}: intervals at a budget need a smooth loss and equalities alone, but "
            f"it has {why}; use phasecalc.laws.allocate with the fitted values"
        )
    given = {law.symbols[n]: exact_value(x, n) for n, x in model.fixed}
    low = law.symbols[law.irreducible] if law.irreducible else None
    loss = model.formula if low is None else model.formula - given.get(low, low)
    sides = [law.budget, *(c.left / c.right for c in law.constraints)]
    every = [e.xreplace(given) for e in (loss, *sides)]
    free = set().union(*(e.free_symbols for e in every))
    names = tuple(n for n in law.unknowns if law.symbols[n] in free)
    unknown = free - {law.symbols[n] for n in (*names, *model.names)}
    if unknown:
        raise DomainError(
            f"law {law.name}: give {', '.join(sorted(s.name for s in unknown))} as fixed; its "
            "budget needs it"
        )
    z = [log_of(n) for n in names]
    sizes = {law.symbols[n]: sp.exp(log_of(n)) for n in names}
    rows = []
    for e in every:
        f = sp.log(e.xreplace(sizes))
        slopes = [sp.diff(f, x) for x in z]
        rows += [f, *slopes, *(sp.diff(s, x) for s in slopes for x in z)]
    arguments = [*z, *(law.symbols[n] for n in model.names)]
    columns = (
        *names,
        "L",
        *(f"exponent of {n}" for n in names),
        "loss exponent",
        "total exponent",
        "reducible",
    )
    jet = sp.lambdify(arguments, rows, modules="numpy", cse=True)
    place = model.names.index(law.irreducible) if law.irreducible in model.names else None
    if low is not None and place is None:
        raise DomainError(f"law {law.name}: fit {low} as well; a given one is not carried yet")
    return _Rule(names, columns, len(sides), place, jet)
