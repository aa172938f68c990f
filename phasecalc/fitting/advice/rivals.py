"""Law against law on the same runs: information, and losses of large runs that were held out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phasecalc.exceptions import PhasecalcError
from phasecalc.fitting.answers.fit import fit_runs
from phasecalc.fitting.minimum.model import compiled
from phasecalc.fitting.minimum.penalty import Penalty
from phasecalc.fitting.runs.runs import Runs
from phasecalc.laws.declaring.declaration import Law

__all__ = ["Rival", "rivals"]

_HELD_OUT = 0.2  # of the runs, those of the largest flops
_CLOSE = 2.0  # difference of the criterion that decides nothing


@dataclass(frozen=True)
class Rival:
    """How well one law describes the runs.

    Parameters
    ----------
    law
        Its name.
    parameters
        How many were fitted.
    criterion
        Akaike's, by least squares of log losses, small samples allowed for; less is better.
    held_out
        Median relative error on the largest runs when fitted to the others, or None.
    why
        Why there is no answer.
    """

    law: str
    parameters: int
    criterion: float
    held_out: float | None
    why: str = ""

    def __str__(self) -> str:
        if self.why:
            return f"{self.law}: {self.why}"
        held = "without the largest runs it is not fitted" if self.held_out is None else (
            f"largest runs held out missed by {100 * self.held_out:.2g} %"
        )  # fmt: skip
        return f"{self.law}: {self.parameters} parameters, AICc {self.criterion:.1f}, {held}"


def rivals(runs: Runs, laws: Sequence[Law]) -> tuple[Rival, ...]:
    """Each law fitted to the same runs, the best first."""
    found = [_rival(runs, law) for law in laws]
    return tuple(sorted(found, key=lambda r: r.criterion))


def _rival(runs: Runs, law: Law) -> Rival:
    squares, count = Penalty(math.inf), len(runs)
    model = compiled(law)
    k = len(model.names)
    try:
        fitted = fit_runs(model, runs, squares)
    except PhasecalcError as problem:
        return Rival(law.name, k, math.inf, None, str(problem)[:120])
    free = count - k - 2
    small = 2 * (k + 1) * (k + 2) / free if free > 0 else math.inf
    mean = 2 * fitted.minima[0].value / count
    criterion = count * math.log(max(mean, 1e-300)) + 2 * (k + 1) + small
    return Rival(law.name, k, criterion, _held_out(runs, law))


def _held_out(runs: Runs, law: Law) -> float | None:
    if runs.flops is None:
        return None
    order = np.argsort(runs.flops, kind="stable")
    cut = len(order) - max(int(_HELD_OUT * len(order)), 1)
    model = compiled(law)
    try:
        fitted = fit_runs(model, runs.part(np.sort(order[:cut])), Penalty(math.inf))
    except PhasecalcError:
        return None
    last = runs.part(order[cut:])
    loss = model.loss(model.values(fitted.point), last.sizes)
    return float(np.median(np.abs(np.log(loss / last.loss))))
