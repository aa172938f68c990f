"""Intervals of a fit whose law file keeps its spread, as columns and as bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.fitting.answers.estimate import Estimate, rounded

if TYPE_CHECKING:
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["beyond", "decisions", "ends_of", "exponent_columns", "size_band", "size_columns"]


def decisions(law: Law, fit: str | None, budgets: Sequence[Any]) -> list[Decision]:
    """Optima with intervals at budgets; empty where the fit keeps no spread."""
    from phasecalc.fitting.answers.saved import kept

    if not law.fits:
        return []
    spread = kept(law, law.fit(fit).name)
    return [] if spread is None else [spread.allocate(float(c)) for c in budgets]


def beyond(found: Sequence[Decision]) -> list[str]:
    """Lines on how far outside the runs the ends of a window lie, and whether the law fits them."""
    ends = [found[0], found[-1]] if found else []
    lines = [f"{c}, at {d.flops:.3g} flops" for d in ends for c in d.beyond]
    lines += [str(c) for d in ends for c in d.fit.caveats if c.about == "misfit"]
    return list(dict.fromkeys(lines))


def size_columns(found: Decision) -> dict[str, str]:
    """Sizes and loss with no more digits than the intervals bear, and the ends of these."""
    ratio = {} if found.ratio is None else {"D/N": found.ratio}
    sizes = {f"{n}*": x for n, x in found.sizes.items()}
    return _ends({**sizes, **ratio, "loss": found.loss})


def exponent_columns(found: Decision) -> dict[str, str]:
    """The same of local exponents."""
    rates = {"reducible_loss": found.loss_exponent, "loss": found.total_exponent}
    return _ends({**found.exponents, **rates})


def _ends(numbers: Mapping[str, Estimate]) -> dict[str, str]:
    row = {}
    for name, x in numbers.items():
        if x.low is not None and x.high is not None:
            row[name] = rounded(x.value, x.high - x.low)
            row[f"{name} low"], row[f"{name} high"] = ends_of(x)
    return row


def ends_of(x: Estimate) -> tuple[str, str]:
    """Ends of an interval with its digits; empty where there is none."""
    if x.low is None or x.high is None:
        return "", ""
    low, high = (rounded(end, x.high - x.low) for end in (x.low, x.high))
    return low, high


def size_band(found: Sequence[Decision], size: str) -> tuple[list[float], list[float]] | None:
    """Ends of the intervals of one size over the budgets; None where one is missing."""
    each = [d.sizes[size] for d in found if size in d.sizes]
    lows, highs = [x.low for x in each], [x.high for x in each]
    low, high = [x for x in lows if x is not None], [x for x in highs if x is not None]
    return (low, high) if found and len(low) == len(high) == len(found) else None
