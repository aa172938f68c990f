"""From loss curves to exponents: what is fitted, from which starts, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from phasecalc.exceptions import DomainError, NoPowerLaw
from phasecalc.fitting.answers.caveats import Caveat
from phasecalc.fitting.training.answer import CurveEstimate
from phasecalc.fitting.training.engine import Coordinates, ExactCurves
from phasecalc.fitting.training.given import Given, read_curves
from phasecalc.fitting.training.noise import (
    Noise,
    fitted_noise,
    independent_noise,
    measured_noise,
)
from phasecalc.fitting.training.plateaus import shapes
from phasecalc.fitting.training.search import Least, descend, distinct, minima, targets
from phasecalc.fitting.training.spread import spread

__all__ = ["estimate_curves"]

_FREE = 2  # losses more than there are parameters
_NEAR = 0.01  # minima that are one
_ROUNDS = 2  # of noise and fit
_FAR = 3.0  # times the least sum: minima that no noise makes the best
_MORE_RUNS = ". Give more runs, or the noise of each loss as a column"
_WIDEST = 1.0  # half an interval of alpha or beta: wider than all the phases


def estimate_curves(
    curves: Any,  # Any: whatever holds columns
    *,
    columns: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    d: Any = None,
    ratio: float = 10,
    batch: float = 1,
    gamma: Any = None,
    scale: Any = 1,
    level: float = 0.9,
    seed: int = 0,
) -> CurveEstimate:
    """Answer ``pc.estimate(curves=...)``; the parameters are described there."""
    if not 0 < level < 1:
        raise DomainError(f"level = {level}: must lie between 0 and 1")
    if not (math.isfinite(ratio) and ratio >= 1):
        raise DomainError(f"ratio = {ratio}: v/d is a finite number of at least 1")
    names, known = _asked(d, ratio, batch, gamma, scale)
    given = read_curves(curves, columns or {}, where, known)
    coordinates = Coordinates(_fitted(names, given), ratio)
    _require_enough(given, coordinates)
    engine = ExactCurves(given.curves, coordinates)
    measured = measured_noise(given.curves)
    found = minima(engine, measured or independent_noise(given.curves))
    if not found:
        raise DomainError(
            f"{given.origin}: at no start of the grid is SGD stable; look at gamma, at the batch "
            "and at the sizes"
        )
    noise, ends = _weighed(engine, measured, found)
    return _require_identified(
        CurveEstimate(
            given.curves,
            coordinates,
            ends[0],
            tuple(ends[1:]),
            noise,
            spread(engine, noise, ends[0]),
            given.origin,
            given.digest,
            level,
            seed,
            tuple(Caveat("data", n) for n in given.notes),
        )
    )


def _asked(
    d: Any, ratio: float, batch: float, gamma: Any, scale: Any
) -> tuple[list[str], dict[str, float]]:
    """Names of what is to be fitted besides the exponents, and numbers of what is known."""
    names, known = [], {"ratio": float(ratio), "batch": _positive("batch", batch)}
    if gamma is None or gamma == "share":
        names.append("gamma" if gamma is None else "share")
    else:
        known["gamma"] = _positive("gamma", gamma)
    if d == "fit":
        names.append("d")
        known["d"] = math.nan
    elif d is not None:
        known["d"] = _positive("d", d)
    if scale == "fit":
        names.append("scale")
    elif scale != 1:
        raise DomainError(f"scale = {scale!r}: 1, the unit of the model, or 'fit'")
    return names, known


def _positive(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not (math.isfinite(number) and number > 0):
        words = {"gamma": ", 'share' or None", "d": ", 'fit' or None"}.get(name, "")
        raise DomainError(f"{name} = {value!r}: a positive number{words} is needed")
    return number


def _fitted(names: Sequence[str], given: Given) -> tuple[str, ...]:
    """Coordinates: a column takes the place of what would be fitted."""
    first = given.curves[0]
    kept = [
        n
        for n in names
        if not (n in ("gamma", "share") and first.gamma == first.gamma)
        and not (n == "d" and first.d == first.d)
    ]
    return ("alpha", "beta", *kept)


def _require_enough(given: Given, coordinates: Coordinates) -> None:
    needed = len(coordinates.names) + _FREE
    if given.count < needed:
        raise DomainError(
            f"{given.origin}: {given.count} losses for the {needed - _FREE} parameters "
            f"{', '.join(coordinates.names)}; at least {needed} are needed"
        )


def _weighed(
    engine: ExactCurves, measured: Noise | None, found: list[Least]
) -> tuple[Noise, list[Least]]:
    """The minima again, under the noise that the residuals of the best show."""
    if measured is not None:
        return measured, found
    noise = independent_noise(engine.curves)
    for _ in range(_ROUNDS):
        logs, slopes = engine.at(found[0].array), engine.slopes(found[0].array)
        if logs is None or slopes is None:
            break
        noise = fitted_noise(engine.curves, targets(engine.curves, noise) - logs, slopes)
        near = [x for x in found if x.value < _FAR * found[0].value]
        again = [descend(engine, noise, x.array) for x in near]
        found = sorted((x for x in again if x is not None), key=lambda x: x.value) or found
    return noise, distinct(found, _NEAR)


def _require_identified(found: CurveEstimate) -> CurveEstimate:
    """Refuse where the curves do not tell what was asked of them."""
    names = found.coordinates.names
    own = found.noise.independent(found.curves)
    seen = shapes(found.curves)
    seen = f". {seen}" if seen else ""
    if not found.noise.measured and own < len(names) + _FREE:
        alpha, beta = found.best
        raise NoPowerLaw(
            f"not identified: at best, alpha = {alpha:.2g} and beta = {beta:.2g}, the exact curves "
            f"miss the losses by {100 * found.scatter:.2g} % (root mean square), and the residuals "
            f"wander so slowly along the runs that the losses count as {own:.1f} independent ones, "
            f"for {len(names)} parameters{seen or _MORE_RUNS}"
        )
    if not found.spread.identified:
        raise NoPowerLaw(
            f"not identified: some change of {', '.join(names)} together leaves all curves as "
            f"they are{seen}. Give runs of several sizes, or what is known of the parameters"
        )
    for name, x in (("alpha", found.alpha), ("beta", found.beta)):
        if x.low is None or x.high is None or (x.high - x.low) / 2 > _WIDEST:
            ends = "has no ends" if x.low is None or x.high is None else (
                f"goes from {x.low:.2g} to {x.high:.2g}"
            )  # fmt: skip
            raise NoPowerLaw(
                f"not identified: the interval of {name} {ends}{seen}. Give longer runs, other "
                "sizes, or less noise"
            )
    return found
