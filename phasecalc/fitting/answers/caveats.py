"""What a fit does not tell, each said with the number that says so."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.fitting.minimum.misfit import computed
from phasecalc.fitting.runs.runs import untold

if TYPE_CHECKING:
    from phasecalc.fitting.answers.fitted import Fitted

__all__ = ["Caveat", "caveats"]

_CLOSE = 0.99  # correlation
_SPAN = 3.0  # of an interval: its ends differ by such a factor
_INSIDE = 0.5  # share of residuals within delta
_MOVED = 1.0  # standard errors
_NEAR = 1.05  # of the least sum: other minima that are hardly worse
_VANISHED = 1e-3  # largest share of the loss
_LISTED = 3  # other minima
_MISFIT = 0.01  # chance of residuals that bend as much, below which it is said


@dataclass(frozen=True)
class Caveat:
    """Something to beware of.

    Parameters
    ----------
    about
        One word for what it is about.
    text
        What was found.
    """

    about: str
    text: str

    def __str__(self) -> str:
        return f"{'note' if self.about == 'data' else 'beware'}: {self.text}"


def caveats(fit: Fitted) -> tuple[Caveat, ...]:
    """All that is known against a fit, the worst first."""
    return tuple(
        [
            *_freedom(fit),
            *_exact(fit),
            *_misfit(fit),
            *_minima(fit),
            *_at_edge(fit),
            *_vanishing(fit),
            *_wide(fit),
            *_correlated(fit),
            *_profiles(fit),
            *_delta(fit),
            *_dropped(fit),
            *(Caveat("data", note) for note in fit.objective.runs.notes),
        ]
    )


def _freedom(fit: Fitted) -> Iterator[Caveat]:
    if fit.freedom < 2:
        count = fit.freedom + len(fit.point)
        yield Caveat(
            "freedom",
            f"{count} independent runs for {len(fit.point)} parameters: any such law passes close "
            "to them, so that no interval can be given; more runs are needed",
        )
    elif fit.cloud is None and (fit.point > fit.model.floor).all():
        yield Caveat(
            "covariance",
            "the runs leave some change of all parameters together open: no interval is given",
        )
    if why := untold(fit.objective.runs.sizes):
        yield Caveat("sizes", why)


def _exact(fit: Fitted) -> Iterator[Caveat]:
    """Runs that were computed, not measured: their intervals are those of rounding."""
    most = computed(fit.objective, fit.point)
    if fit.freedom >= 2 and most is not None:
        yield Caveat(
            "exact",
            f"no run is off by more than {max(most, 1e-16):.1g} of its loss, as if all were "
            "computed from the law; the intervals tell of rounding alone, not of a measurement",
        )


def _misfit(fit: Fitted) -> Iterator[Caveat]:
    """Residuals that depend on the sizes: the law is not that of the runs."""
    found = fit.lack_of_fit
    if found is None or found.chance >= _MISFIT:
        return
    log = fit.objective.penalty.residual == "log"
    size = f"{100 * found.size:.2g} % of the loss" if log else f"{found.size:.2g}"
    if fit.objective.runs.noise is not None:
        size = f"{found.size:.2g} of its standard error"
    yield Caveat(
        "misfit",
        f"residuals bend with {' and '.join(found.along)}, by {size} (root mean square; p = "
        f"{found.chance:.1g} if the law were right): it does not fit, or sizes, flops or "
        "losses were not counted alike. Intervals are those of a law that does not fit: compare "
        "laws (law diagnose), or fit a narrower range of sizes",
    )


def _minima(fit: Fitted) -> Iterator[Caveat]:
    best, *others = fit.minima
    near = [m for m in others if m.value <= _NEAR * best.value]
    for number, m in enumerate(near):
        if number == _LISTED:
            yield Caveat("minima", f"{len(near) - number} more minima fit hardly worse")
            break
        model = fit.objective.model
        values = zip(model.names, model.values(m.point), strict=True)
        said = ", ".join(f"{n} = {x:.3g}" for n, x in values)
        worse = 100 * (m.value / max(best.value, 1e-300) - 1)
        yield Caveat("minima", f"another minimum is {worse:.2g} % worse: {said}")


def _at_edge(fit: Fitted) -> Iterator[Caveat]:
    model = fit.objective.model
    for n, x, low in zip(model.names, fit.point, model.floor, strict=True):
        if x <= low:
            bare = "" if fit.cloud is not None else (
                "; no interval is given, for the curvature takes it as known: draw runs again "
                "(bootstrap)"
            )  # fmt: skip
            yield Caveat(
                "edge", f"{n} = 0, the least it may be: the data show no limit of the loss{bare}"
            )


def _vanishing(fit: Fitted) -> Iterator[Caveat]:
    """Terms of the law that the data do not need."""
    model, runs = fit.objective.model, fit.objective.runs
    values, loss = fit.values, model.loss(model.values(fit.point), runs.sizes)
    for n in model.linear:
        if n == model.law.irreducible:
            continue
        without = np.array([0.0 if m == n else values[m] for m in model.names])
        part = 1 - model.loss(without, runs.sizes) / loss
        if part.max() < _VANISHED:
            share = 100 * float(part.max())
            yield Caveat("term", f"the term of {n} is at most {share:.2g} % of any measured loss")


def _wide(fit: Fitted) -> Iterator[Caveat]:
    wide = []
    for n, positive in zip(fit.objective.model.names, fit.objective.model.logarithmic, strict=True):
        found = fit.interval(n)
        if found.low is None or found.high is None or not positive or found.low <= 0:
            continue
        if found.high > _SPAN * found.low:
            wide.append(f"{n} ({found.high / found.low:.2g})")
    if wide:
        yield Caveat(
            "wide",
            f"the ends of the interval differ by a factor above {_SPAN:g}: {', '.join(wide)}",
        )


def _correlated(fit: Fitted) -> Iterator[Caveat]:
    table = fit.correlation
    if table is None:
        return
    model = fit.objective.model
    logs = model.logarithmic
    for i in range(len(table)):
        for j in range(i):
            if abs(table[i, j]) > _CLOSE:
                names = [
                    f"log {n}" if log and n not in model.exponents else n
                    for n, log in ((model.names[k], logs[k]) for k in (j, i))
                ]
                yield Caveat(
                    "correlation",
                    f"{' and '.join(names)} are correlated by {table[i, j]:.4f}: compare "
                    "predictions, not these numbers one by one",
                )


def _profiles(fit: Fitted) -> Iterator[Caveat]:
    if fit.freedom < 2 or len(fit.objective.runs) > 20_000:
        return
    for n in fit.objective.model.names:
        found = fit.profile(n)
        if found.closed:
            continue
        sides = [s for s, end in (("below", found.low), ("above", found.high)) if end is None]
        yield Caveat(
            "profile",
            f"the profile of {n} does not close {' or '.join(sides)}: "
            f"at {100 * found.level:g} % the data do not bound it there",
        )


def _delta(fit: Fitted) -> Iterator[Caveat]:
    """How far the parameters move where all residuals count by their squares."""
    from phasecalc.fitting.minimum.descent import descend

    penalty = fit.objective.penalty
    if math.isinf(penalty.delta):
        return
    inside = float(np.mean(np.abs(fit.objective.residuals(fit.point)) <= penalty.delta))
    if inside < _INSIDE:
        yield Caveat(
            "delta",
            f"only {100 * inside:.0f} % of the residuals lie within delta = {penalty.delta:g}",
        )
    squares = replace(fit.objective, penalty=replace(penalty, delta=math.inf))
    found = descend(squares, fit.point, fit.objective.model.floor)
    moved = _moves(fit, found.point) if found.reached else "no minimum is found"
    if moved:
        yield Caveat("delta", f"by least squares (delta = inf) instead: {moved}")


def _dropped(fit: Fitted) -> Iterator[Caveat]:
    """How far the parameters move without the runs that pull most (one in fifty)."""
    from phasecalc.fitting.minimum.descent import descend

    objective = fit.objective
    count = max(len(objective.runs) // 50, 1)
    if fit.freedom - count < 2:
        return
    r = np.abs(objective.residuals(fit.point))
    weights = objective.weights.copy()
    weights[np.argsort(r)[-count:]] = 0
    found = descend(objective.weighted(weights), fit.point, objective.model.floor)
    moved = _moves(fit, found.point) if found.reached else "no minimum is found"
    if moved:
        runs = "run with the largest residual" if count == 1 else (
            f"{count} runs with the largest residuals"
        )  # fmt: skip
        yield Caveat("dropped", f"without the {runs}: {moved}")


def _moves(fit: Fitted, point: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    """Parameters that differ by more than a standard error, or "" """
    model, errors = fit.objective.model, fit.standard_errors
    if not errors:
        return ""
    there = model.values(point)
    moved = [
        f"{n} {x:.3g} -> {y:.3g}"
        for (n, x), y in zip(fit.values.items(), there, strict=True)
        if abs(y - x) > _MOVED * errors[n]
    ]
    return ", ".join(moved)
