"""Why windows of a spectrum support no power law, and what to give instead, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phasecalc.fitting.spectra.line import Line

__all__ = ["refused"]

_FLAT = 0.1  # exponent, below which values hardly fall
_STEPS = 12  # ends of a plateau that are tried


def refused(
    line: Callable[[int, int], Line | None],
    tried: Sequence[tuple[int, int]],
    fault: str,
    what: str,
) -> str:
    """Words of a refusal: the windows, what the widest shows, and what to give instead.

    Parameters
    ----------
    line
        Makes the line over a window, or None.
    tried
        Windows that were fitted, the widest first.
    fault
        What is wrong in the widest.
    what
        Of which quantity.
    """
    count = len(tried)
    windows = "it is the only window of a decade" if count == 1 else (
        f"none of the {count} windows of a decade or more that were tried is better (the last was "
        f"{tried[-1][0]} to {tried[-1][1]})"
    )  # fmt: skip
    return f"no power law in {what}: {fault}; {windows}. {_advice(line, tried[0], fault, what)}"


def _advice(
    line: Callable[[int, int], Line | None], widest: tuple[int, int], fault: str, what: str
) -> str:
    if "scatter" in fault:
        if "noise model" in fault:
            return (
                "The samples are not Gaussian, or not independent: give the eigenvalues of more "
                "samples, or, if these are the population's, leave samples out"
            )
        return "Give more of them (larger indices), or the mean over several measurements"
    first, end = _ends(line, widest)
    last = widest[1]
    stop = _stop(line, last) if abs(first) < _FLAT else 0
    if stop == last or (stop and abs(end) < _FLAT):
        return (
            f"They are a plateau (local slope {first:.2g}, in the last decade {end:.2g}): what "
            "does not fall has no exponent. Were the data whitened, or each column scaled to one "
            "variance? Give the spectrum before that"
        )
    if abs(end) < _FLAT:
        start = _start(line, last)
        less = "" if start > 10 else ", and more of them: at least ten"
        return (
            f"From {start} on they are a plateau (local slope {end:.2g}): a floor of noise? Give "
            f"the first {start - 1} alone, or take the floor off{less}"
        )
    if stop:
        return (
            f"Up to {stop} they are a plateau (local slope {first:.2g}): a power law, if there is "
            f"one, begins after it. Give more of them, to index {10 * stop} or beyond"
        )
    ends = f"local slope {first:.2g} in the first decade, {end:.2g} in the last"
    if end > first:
        return (
            f"They fall faster and faster ({ends}), as an exponential or a spectrum that is cut "
            "off: what falls faster than every power has no exponent. Leave out those beyond the "
            f"cut{', or give samples=n if they come from n samples' if 'eigen' in what else ''}"
        )
    return (
        f"They fall more and more slowly ({ends}): a floor, or two power laws one after the other. "
        "Take the floor off, or give the indices of one of them alone"
    )


def _ends(line: Callable[[int, int], Line | None], widest: tuple[int, int]) -> tuple[float, float]:
    """Exponents in the first and in the last decade, or at the ends of the widest window."""
    head, tail = line(1, 10), line(max(widest[1] // 10, 1), widest[1])
    if head is not None and tail is not None:
        return head.exponent + 0.0, tail.exponent + 0.0
    whole = line(*widest)
    if whole is None:
        return 0.0, 0.0
    return whole.exponent - whole.drift / 2, whole.exponent + whole.drift / 2


def _start(line: Callable[[int, int], Line | None], last: int) -> int:
    """Where a plateau up to the last index begins, about."""
    ends = sorted({max(int(last ** (k / _STEPS)), 2) for k in range(_STEPS)})
    for a in ends:
        found = line(a, last)
        if found is not None and abs(found.exponent) < _FLAT:
            return a
    return max(last // 10, 2)


def _stop(line: Callable[[int, int], Line | None], last: int) -> int:
    """Where a plateau from the first index on ends, about."""
    for k in range(_STEPS, 0, -1):
        b = int(last ** (k / _STEPS))
        found = line(1, b) if b >= 10 else None
        if found is not None and abs(found.exponent) < _FLAT:
            return b
    return 10
