"""Symbolic-numeric derivation of compute-optimal scaling laws.

Names are loaded on first use, so that importing the package costs nothing
and a query that needs no SymPy never pays for it.
"""

import sys

if sys.argv[:1] == ["-m"] and sys.orig_argv[-len(sys.argv)].endswith(__name__):
    # `python -m phasecalc` looks for modules in the working folder first: no longer, from here
    # on, and before anything else is imported, `from __future__` included.
    del sys.path[: not sys.flags.safe_path]

import importlib
from collections.abc import Callable
from typing import Any

from phasecalc.display import shown_by

__version__ = "0.1.0"

# Public name -> module that defines it. This table is the whole public face.
_HOMES: dict[str, str] = {
    "ClaimResult": "phasecalc.claims.reading.result",
    "CurveEstimate": "phasecalc.fitting.training.answer",
    "DomainError": "phasecalc.exceptions",
    "EnclosedFrontier": "phasecalc.plrf.frontier.frontier_enclosure",
    "Frontier": "phasecalc.plrf.frontier.points",
    "FrontierCurve": "phasecalc.plrf.frontier.frontier_curve",
    "FrontierPoint": "phasecalc.plrf.frontier.points",
    "FrontierValues": "phasecalc.plrf.frontier.frontier_curve",
    "LinearModel": "phasecalc.models.model",
    "NotConverged": "phasecalc.exceptions",
    "PLRF": "phasecalc.plrf.model.parameters",
    "ParseError": "phasecalc.exceptions",
    "PhasecalcError": "phasecalc.exceptions",
    "Program": "phasecalc.optimum.program",
    "Progress": "phasecalc.numerics.progress",
    "QuadratureRow": "phasecalc.plrf.checks.quadrature_check",
    "Region": "phasecalc.regions.region",
    "SharpConstants": "phasecalc.plrf.model.constants",
    "Simulation": "phasecalc.plrf.samples.simulate",
    "SpectrumEstimate": "phasecalc.fitting.spectra.answer",
    "StaleDiagram": "phasecalc.exceptions",
    "StoreDamaged": "phasecalc.exceptions",
    "SweepFailed": "phasecalc.exceptions",
    "SweepInterrupted": "phasecalc.exceptions",
    "Terms": "phasecalc.plrf.model.terms_numeric",
    "Undecided": "phasecalc.exceptions",
    "Verdict": "phasecalc.plrf.checks.verify",
    "Verification": "phasecalc.plrf.checks.verify",
    "check_claim": "phasecalc.claims.judging.check",
    "check_claims": "phasecalc.claims.judging.check",
    "coq": "phasecalc.export.rocq.file",
    "enclosed_frontier": "phasecalc.plrf.frontier.frontier_enclosure",
    "estimate": "phasecalc.fitting.estimating.ask",
    "expand": "phasecalc.asymptotics.expansions.expand",
    "explore": "phasecalc.explorer.widget",
    "explorer_page": "phasecalc.explorer.page",
    "exponents": "phasecalc.plrf.asking.query",
    "frontier": "phasecalc.plrf.frontier.frontier",
    "frontier_curve": "phasecalc.plrf.frontier.frontier_curve",
    "frontier_grid": "phasecalc.plrf.frontier.frontier_grid",
    "invert": "phasecalc.plrf.asking.inverse",
    "latex": "phasecalc.export.views.latex",
    "phase_diagram": "phasecalc.plrf.asking.diagram",
    "quadrature_check": "phasecalc.plrf.checks.quadrature_check",
    "register_profile": "phasecalc.asymptotics.expansions.register",
    "render": "phasecalc.export.forms.forms",
    "second_moments": "phasecalc.plrf.samples.simulate",
    "sharp_constants": "phasecalc.plrf.model.constants",
    "sharp_loss": "phasecalc.plrf.model.constants",
    "simulate": "phasecalc.plrf.samples.simulate",
    "tuning_gain": "phasecalc.plrf.asking.tuning",
    "verify": "phasecalc.plrf.checks.verify",
}

# Packages that are public by themselves.
_PACKAGES = ("laws",)

__all__ = ["__version__", *sorted([*_HOMES, *_PACKAGES])]


def _renderer(name: str) -> Callable[[object], str]:
    """A renderer of results, loaded when one is shown."""

    def render(result: object) -> str:
        return str(
            getattr(importlib.import_module("phasecalc.export.views.notebook"), name)(result)
        )

    return render


def _plot(result: object, ax: Any = None, **options: Any) -> Any:
    """The picture of a result, its module loaded when one is drawn."""
    return importlib.import_module("phasecalc.export.forms.forms").plot(result, ax, **options)


shown_by(html=_renderer("html"), mathjax=_renderer("mathjax"), plot=_plot)


def __getattr__(name: str) -> Any:  # Any: the type is that of the name asked for
    if name in _PACKAGES:
        return importlib.import_module(f"phasecalc.{name}")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'phasecalc' has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
