"""Fits and decisions in words, for people; and as plain data, for programs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from phasecalc.fitting.answers.estimate import Estimate

if TYPE_CHECKING:
    from phasecalc.fitting.answers.caveats import Caveat
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.fitting.answers.fitted import Fitted

__all__ = ["decision_data", "decision_text", "fit_data", "fit_text"]


def fit_text(fit: Fitted) -> str:
    """A fit in lines: numbers with intervals, how they were found, what to beware of."""
    runs = fit.objective.runs
    lines = [f"{fit.law.name}, fitted to {len(runs)} runs of {runs.origin} ({runs.digest[:12]})"]
    lines += [f"  {n} = {fit.interval(n)}" for n in fit.values]
    lines += [f"  {n} = {x} (given)" for n, x in fit.fixed.items()]
    lines.append(f"  {_how(fit)}")
    if fit.cloud is not None:
        lines.append(f"  intervals: {100 * fit.level:g} %, by {fit.method}")
    return "\n".join([*lines, *(f"  {c}" for c in fit.caveats)])


def _how(fit: Fitted) -> str:
    penalty, best = fit.objective.penalty, fit.minima[0]
    of = "log residuals" if penalty.residual == "log" else "residuals"
    how = "least squares" if math.isinf(penalty.delta) else f"Huber, delta = {penalty.delta:.3g},"
    over = f", {penalty.over:g} times for too high," if penalty.over != 1 else ""
    count = len(fit.minima)
    found = "one minimum" if count == 1 else f"{count} minima"
    return f"{how} of {of}{over} sum {best.value:.6g}; {found} found"


def decision_text(found: Decision, caveats: tuple[Caveat, ...] | None = None) -> str:
    """A decision in lines, with all its caveats or those given."""
    lines = [f"at {found.flops:.6g} flops"]
    for n, size in found.sizes.items():
        lines.append(f"  {n}* = {size}, locally C^{found.exponents[n]}")
    if found.ratio is not None:
        lines.append(f"  tokens per parameter = {found.ratio}")
    lines.append(f"  loss = {found.loss}, reducible loss locally C^-{found.loss_exponent}")
    if found.loss.low is not None:
        lines.append(f"  intervals: {100 * found.loss.level:g} %, by {found.fit.method}")
    shown = found.caveats if caveats is None else caveats
    return "\n".join([*lines, *(f"  {c}" for c in shown)])


def _data(x: Estimate) -> dict[str, Any]:
    return {"value": x.value, "low": x.low, "high": x.high}


def fit_data(fit: Fitted) -> dict[str, Any]:
    """A fit as JSON."""
    runs, penalty = fit.objective.runs, fit.objective.penalty
    return {
        "law": fit.law.name,
        "data": {"origin": runs.origin, "sha256": runs.digest, "runs": len(runs)},
        "level": fit.level,
        "intervals": fit.method,
        "values": {n: _data(fit.interval(n)) for n in fit.values},
        "given": fit.fixed,
        "standard_errors": fit.standard_errors,
        "penalty": {
            "delta": None if math.isinf(penalty.delta) else penalty.delta,
            "over": penalty.over,
            "residual": penalty.residual,
        },
        "lack_of_fit": None if fit.lack_of_fit is None else vars(fit.lack_of_fit),
        "minima": [
            {"sum": m.value, **dict(zip(fit.values, _values(fit, m.point), strict=True))}
            for m in fit.minima
        ],
        "caveats": [{"about": c.about, "text": c.text} for c in fit.caveats],
    }


def _values(fit: Fitted, point: Any) -> list[float]:  # Any: an array
    return [float(x) for x in fit.objective.model.values(point)]


def decision_data(found: Decision) -> dict[str, Any]:
    """A decision as JSON."""
    return {
        "flops": found.flops,
        "level": found.loss.level,
        "intervals": found.fit.method,
        "sizes": {n: _data(x) for n, x in found.sizes.items()},
        "tokens_per_parameter": None if found.ratio is None else _data(found.ratio),
        "loss": _data(found.loss),
        "exponents": {n: _data(x) for n, x in found.exponents.items()},
        "loss_exponent": _data(found.loss_exponent),
        "caveats": [{"about": c.about, "text": c.text} for c in found.caveats],
    }
