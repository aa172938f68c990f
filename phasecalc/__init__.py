"""Symbolic-numeric derivation of compute-optimal scaling laws.

Names are loaded on first use, so that importing the package costs nothing
and a query that needs no SymPy never pays for it.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# Public name -> module that defines it. This table is the whole public face.
_HOMES: dict[str, str] = {
    "DomainError": "phasecalc.exceptions",
    "NotConverged": "phasecalc.exceptions",
    "ParseError": "phasecalc.exceptions",
    "PhasecalcError": "phasecalc.exceptions",
    "Progress": "phasecalc.numerics.progress",
    "Simulation": "phasecalc.plrf.simulate",
    "StaleDiagram": "phasecalc.exceptions",
    "SweepFailed": "phasecalc.exceptions",
    "SweepInterrupted": "phasecalc.exceptions",
    "Undecided": "phasecalc.exceptions",
    "Program": "phasecalc.optimum.program",
    "Region": "phasecalc.regions.region",
    "exponents": "phasecalc.plrf.query",
    "invert": "phasecalc.plrf.inverse",
    "phase_diagram": "phasecalc.plrf.diagram",
    "second_moments": "phasecalc.plrf.simulate",
    "simulate": "phasecalc.plrf.simulate",
    "tuning_gain": "phasecalc.plrf.tuning",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:  # Any: the type is that of the name asked for
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'phasecalc' has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
