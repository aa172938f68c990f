"""Figures. Each function returns its axes, takes ``ax=``, and leaves no global state behind.

Modules are loaded on first use: matplotlib is heavy.

Examples
--------
>>> from phasecalc import PLRF
>>> from phasecalc.export.figures import loss_figure
>>> loss_figure(PLRF("7/10", "9/10", 100)).get_ylabel()
'loss $\\\\mathscr{P}$'
"""

from __future__ import annotations

import importlib
from typing import Any

# Name -> module of this package.
_HOMES = {
    "PHASE_POINTS": "style",
    "allocation_figure": "runs",
    "budgets_figure": "runs",
    "profile_figure": "runs",
    "residuals_figure": "runs",
    "training_figure": "training",
    "runs_figure": "runs",
    "dominance_figure": "dominance",
    "dominance_panels": "dominance",
    "exponent_map_figure": "heatmap",
    "exponents_figure": "local",
    "expansion_figure": "expansion",
    "frontier_figure": "frontier",
    "isoflop_figure": "frontier",
    "law_diagram_figure": "own",
    "look": "style",
    "loss_figure": "loss",
    "phase_diagram_figure": "phases",
    "points_figure": "frontier",
    "save_phase_diagram": "phases",
    "simulation_figure": "simulation",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:  # Any: the type is that of the name asked for
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'phasecalc.export.figures' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"phasecalc.export.figures.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
