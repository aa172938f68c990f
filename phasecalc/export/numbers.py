"""The derived exponents beside those read off exact numbers, one point in each phase."""

from __future__ import annotations

from collections.abc import Callable

from phasecalc.export.figures.style import PHASE_POINTS

__all__ = ["numbers_markdown"]

_BUDGETS = (1e10, 1e20, 1e40)


def numbers_markdown(progress: Callable[[int, int], None] | None = None) -> str:
    """Table of local loss exponents at three budgets against the derived exponent.

    Parameters
    ----------
    progress
        Called with (points done, points in all).
    """
    from phasecalc.plrf.frontier import frontier
    from phasecalc.plrf.query import exponents

    head = " | ".join(f"f = 10^{len(str(int(f))) - 1}" for f in _BUDGETS)
    rows = [
        f"| phase | α | β | derived η | {head} |",
        "| --- | --- | --- | --- | " + " | ".join("---" for _ in _BUDGETS) + " |",
    ]
    for done, (name, (alpha, beta)) in enumerate(PHASE_POINTS.items(), start=1):
        points = frontier(alpha, beta, list(_BUDGETS)).points
        measured = " | ".join(f"{p.loss_exponent:.5f}" for p in points)
        limit = float(exponents(alpha, beta).loss_exponent)
        rows.append(f"| {name} | {alpha} | {beta} | {limit:.5f} | {measured} |")
        if progress is not None:
            progress(done, len(PHASE_POINTS))
    return "\n".join(rows)
