"""Where measured losses stop falling, in words: for refusals that say what to give instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from phasecalc.fitting.training.given import Curve

__all__ = ["shapes"]

Floats = npt.NDArray[np.float64]
_FLAT = 0.05  # exponent, below which a loss hardly falls
_PARTS = 3  # of the range of log r: slopes are taken in the first and in the last
_FEWEST = 3  # losses of a slope
_SHOWN = 2  # runs
_NEAR = 0.05  # of the loss on a plateau


def shapes(curves: Sequence[Curve]) -> str:
    """What the curves do from their first iterations to their last, the worst runs first.

    Examples
    --------
    >>> import numpy as np
    >>> from phasecalc.fitting.training.given import Curve
    >>> r = np.geomspace(1, 1e4, 25)
    >>> said = shapes([Curve("run a", r, 0.5 + 1 / r, None, 100, 1000, 1, 0.1)])
    >>> print(said.split(". ")[0])
    run a, r = 1 to 10000: the loss goes as r^-0.32 at first and as r^-0.00 at the end, a plateau...
    """
    said = [x for x in map(_shape, curves) if x]
    more = f" (and {len(said) - _SHOWN} more runs)" if len(said) > _SHOWN else ""
    advice = " ".join(dict.fromkeys(a for _, a in said[:_SHOWN]))
    return "; ".join(w for w, _ in said[:_SHOWN]) + f"{more}. {advice}" if said else ""


def _shape(curve: Curve) -> tuple[str, str] | None:
    """What one curve does, and what to give in its place; None where it falls to its end."""
    keep = curve.r > 0
    x, y = np.log(curve.r[keep]), np.log(curve.loss[keep])
    if len(x) < 2 * _FEWEST:
        return None
    width = (x[-1] - x[0]) / _PARTS
    head, tail = _slope(x, y, x <= x[0] + width), _slope(x, y, x >= x[-1] - width)
    if head is None or tail is None:
        return None
    words = f"{curve.label}, r = {curve.r[keep][0]:g} to {curve.r[-1]:g}: the loss goes as r^"
    words += f"{head:.2f} at first and as r^{tail:.2f} at the end"
    if abs(tail) < _FLAT and abs(head) < _FLAT:
        return f"{words}, a plateau at {curve.loss.mean():.3g}", (
            "Give iterations at which the loss falls, before the plateau or after it, or leave "
            "the run out"
        )
    if abs(tail) < _FLAT:
        limit = float(np.median(y[x >= x[-1] - width]))
        start = float(np.exp(x[np.abs(y - limit) > _NEAR].max(initial=x[0])))
        return f"{words}, a plateau at {np.exp(limit):.3g} from r = {start:.3g} on", (
            "The model's loss has no such limit but that of its size: take off the irreducible "
            "loss, or give the iterations before it (--where 'r<...'), and runs of larger d"
        )
    if abs(head) < _FLAT:
        return words, (
            "Most of the run has not begun to fall: give later iterations, and leave the first "
            "out (--where 'r>...')"
        )
    return None


def _slope(x: Floats, y: Floats, part: npt.NDArray[np.bool_]) -> float | None:
    """Slope of a straight line through a part; None for too few losses."""
    if part.sum() < _FEWEST or not np.ptp(x[part]) > 0:
        return None
    return float(np.polyfit(x[part], y[part], 1)[0]) + 0.0
