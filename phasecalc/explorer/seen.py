"""Exponents seen at a budget, on a grid of points: computed once, and carried by the page.

``python -m phasecalc.explorer.seen`` computes the grid anew, from the exact curves of the model,
and writes the file beside this module. It takes some minutes.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import NotConverged, StoreDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BUDGETS", "computed", "grid", "seen"]

FILE = "seen.json"
# The exponents of 10 in the budgets: those of experiments, and what a theorist would see.
BUDGETS = (6, 8, 10, 12, 14, 17, 20, 24, 30, 40)
_FIRST, _STEP, _MANY = (7, 4), 10, 14  # hundredths; between the lines where phases meet


def grid() -> Iterator[tuple[str, str]]:
    """Points of the plane with a power law, no two of their phases' lines met.

    Examples
    --------
    >>> points = list(grid())
    >>> len(points), points[0], points[-1]
    (186, ('7/100', '44/100'), ('137/100', '134/100'))
    """
    alphas, betas = (range(first, first + _STEP * _MANY, _STEP) for first in _FIRST)
    for a in alphas:
        for b in betas:
            if a + b > 50:  # alpha + beta > 1/2
                yield f"{a}/100", f"{b}/100"


def computed(alpha: str, beta: str) -> list[list[float] | None]:
    """Local exponents of loss and size at each budget, from exact curves, for v = 10 d and B = 1.

    None where a budget has no stationary size that the engine can resolve.
    """
    from phasecalc.plrf.frontier.frontier import frontier

    found: list[list[float] | None] = []
    for k in BUDGETS:
        try:
            (point,) = frontier(alpha, beta, f"1e{k}").points
        except NotConverged:
            found.append(None)
        else:
            found.append([round(point.loss_exponent, 5), round(point.model_size_exponent, 5)])
    return found


def seen() -> dict[str, Any]:
    """The grid as it is shipped: ``budgets``, exponents of 10, and ``rows`` by point.

    Raises
    ------
    StoreDamaged
        The file is missing or is not of this shape.
    """
    remedy = "install phasecalc anew"
    try:
        data: dict[str, Any] = json.loads(
            files("phasecalc.explorer").joinpath(FILE).read_text(encoding="utf-8")
        )
        held = data["budgets"], [(a, b, len(values)) for a, b, values in data["rows"]]
    except (FileNotFoundError, ValueError, TypeError, KeyError) as problem:
        raise StoreDamaged(FILE, "it cannot be read", remedy) from problem
    if held != (list(BUDGETS), [(*p, len(BUDGETS)) for p in grid()]):
        raise StoreDamaged(FILE, "it holds other points or budgets", remedy)
    return data


def main() -> None:
    """Compute the grid and write it."""
    from concurrent.futures import ProcessPoolExecutor

    points = list(grid())
    with ProcessPoolExecutor() as pool:
        values = list(pool.map(computed, *zip(*points, strict=True)))
    rows = [[*p, v] for p, v in zip(points, values, strict=True)]
    text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    Path(__file__).with_name(FILE).write_text(
        f'{{"budgets":{json.dumps(BUDGETS)},"rows":[\n{text}\n]}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
