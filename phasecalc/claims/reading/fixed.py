"""Parameters that a linear equation of a region fixes."""

from __future__ import annotations

from phasecalc.checker import constant
from phasecalc.claims.reading.language import PARAMETERS
from phasecalc.normal.ratio import Ratio
from phasecalc.regions.region import Region

__all__ = ["fixed"]


def fixed(region: Region) -> dict[str, Ratio]:
    """Formula of each parameter that the linear equations of a region of one cell fix.

    Parameters
    ----------
    region
        The region.

    Examples
    --------
    >>> from phasecalc.claims.reading.region import region_of
    >>> from phasecalc.claims.reading.ask import Clock, simplified
    >>> print(fixed(region_of(["alpha == 1/2"]))["alpha"])
    1/2
    """
    (cell,) = region.cells
    found: dict[str, Ratio] = {}
    for condition in cell:
        if condition.relation != "=" or condition.degree != 1:
            continue
        p = condition.polynomial
        for k, name in reversed(list(enumerate(PARAMETERS))):
            unit = tuple(int(i == k) for i in range(len(PARAMETERS)))
            if unit in p and name not in found:
                rest = {e: -c / p[unit] for e, c in p.items() if e != unit}
                ratio = Ratio.make(rest, constant(1, len(PARAMETERS)))
                if ratio.number is not None or not found:
                    found[name] = ratio
                break
    # alpha = beta and alpha = 1/2: what is known as a number is put into the other formula.
    if len(found) == 2:
        numbers = {n: r for n, r in found.items() if r.number is not None}
        return found if len(numbers) == 2 else numbers
    return found
