"""Which view shows which kind of result.

A view takes the object and a :class:`~phasecalc.export.letters.notation.Notation` and returns
blocks. The table names classes and views by their place, so that asking for one result imports
nothing of the others. A class elsewhere takes part in either of two ways: by a line here, or by a
method ``_view_(notation)`` of its own, which wins.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.export.letters.notation import Notation, notation
from phasecalc.plrf.asking.wording import TERMS

if TYPE_CHECKING:
    from phasecalc.export.page.blocks import Block

__all__ = ["find", "load", "own_names", "view"]

_VIEWS = "phasecalc.export.views"

# Class -> view of one such object.
_ONE: dict[str, str] = {
    "phasecalc.plrf.asking.query.Exponents": f"{_VIEWS}.answers:answer",
    "phasecalc.plrf.asking.symbolic.PiecewiseExponents": f"{_VIEWS}.answers:cases",
    "phasecalc.plrf.asking.diagram.LossDiagram": f"{_VIEWS}.diagram:phases",
    "phasecalc.plrf.asking.diagram.LossPhase": f"{_VIEWS}.certificate:phase",
    "phasecalc.optimum.certificate.Certificate": f"{_VIEWS}.certificate:certificate",
    "phasecalc.asymptotics.expansions.expand.Expanded": f"{_VIEWS}.formulas:expanded",
    "phasecalc.optimum.diagram.PhaseDiagram": f"{_VIEWS}.program:diagram",
    "phasecalc.optimisers.store.BestOptimiser": f"{_VIEWS}.comparison:comparison",
    "phasecalc.laws.exponents.exponents.Optimum": f"{_VIEWS}.program:optimum",
    "phasecalc.fitting.answers.fitted.Fitted": f"{_VIEWS}.fits:fit",
    "phasecalc.fitting.answers.decision.Decision": f"{_VIEWS}.fits:decision",
    "phasecalc.fitting.advice.isoflop.IsoFlop": f"{_VIEWS}.fits:isoflop",
    "phasecalc.fitting.advice.diagnosis.Diagnosis": f"{_VIEWS}.fits:diagnosis",
    "phasecalc.fitting.training.answer.CurveEstimate": f"{_VIEWS}.fits:curves",
    "phasecalc.fitting.spectra.answer.SpectrumEstimate": f"{_VIEWS}.fits:spectrum",
    "phasecalc.laws.declaring.declaration.Law": f"{_VIEWS}.program:law",
    "phasecalc.asymptotics.rules.expansion.Expansion": f"{_VIEWS}.formulas:expansion",
    "phasecalc.asymptotics.rules.order.Order": f"{_VIEWS}.formulas:order",
    "phasecalc.regions.region.Region": f"{_VIEWS}.formulas:region",
    "phasecalc.plrf.frontier.points.Frontier": f"{_VIEWS}.numbers:frontier",
    "phasecalc.plrf.samples.simulate.Simulation": f"{_VIEWS}.numbers:simulation",
    "phasecalc.plrf.model.constants.SharpConstants": f"{_VIEWS}.numbers:sharp_constants",
    "phasecalc.proof.theorem.Theorem": f"{_VIEWS}.book:theorem",
    "phasecalc.proof.theorem.Derivation": f"{_VIEWS}.book:derivation",
    "sympy.core.basic.Basic": f"{_VIEWS}.formulas:expression",
}

# Class -> view of a sequence of such objects, which make one table.
_MANY: dict[str, str] = {
    "phasecalc.optimum.boundary.Boundary": f"{_VIEWS}.diagram:boundaries",
    "phasecalc.plrf.phases.store.CriticalLine": f"{_VIEWS}.diagram:critical_lines",
    "phasecalc.plrf.phases.corrections.CorrectionRegion": f"{_VIEWS}.corrections:corrections",
    "phasecalc.plrf.asking.tuning.Gain": f"{_VIEWS}.diagram:gains",
    "phasecalc.plrf.asking.inverse.Preimage": f"{_VIEWS}.answers:preimages",
    "phasecalc.plrf.checks.verify.Verification": f"{_VIEWS}.numbers:verifications",
    "phasecalc.plrf.checks.quadrature_check.QuadratureRow": f"{_VIEWS}.numbers:quadrature",
    "phasecalc.claims.reading.result.ClaimResult": f"{_VIEWS}.claims:claims",
    "phasecalc.plrf.frontier.points.FrontierPoint": f"{_VIEWS}.numbers:frontier_points",
}


def view(item: Any, symbols: Mapping[str, str] | Notation | None = None) -> tuple[Block, ...]:
    """Blocks that show a result.

    Parameters
    ----------
    item
        A result, a sequence of results, or a SymPy expression.
    symbols
        LaTeX for the quantities to be named otherwise than in the paper.

    Raises
    ------
    DomainError
        There is no view for this kind of object.

    Examples
    --------
    >>> from phasecalc.plrf.asking.query import exponents
    >>> (line,) = view(exponents(1, 0))
    >>> print(line.text)
    $\\text{Phase Ia}:\\quad \\mathscr{P}_\\star \\asymp \\mathfrak{f}^{-1/3},\\quad
     d_\\star \\asymp \\mathfrak{f}^{1/3},\\quad \\mathscr{F}_{pp} \\asymp \\mathscr{F}_0$
    """
    write = notation(symbols, own_names(item))
    own = getattr(item, "_view_", None)
    if own is not None:
        return tuple(own(write))
    if isinstance(item, (list, tuple)):
        return _sequence(item, write)
    one, many = find(item, _ONE), find(item, _MANY)
    if one:
        return tuple(load(one)(item, write))
    if many:
        return tuple(load(many)([item], write))
    raise DomainError(
        f"there is no page for a {type(item).__name__}; there is one for "
        f"{', '.join(sorted(n.rpartition('.')[2] for n in (*_ONE, *_MANY)))}, for sequences of "
        "these, and for objects with a method _view_(notation)"
    )


def _sequence(items: Sequence[Any], write: Notation) -> tuple[Block, ...]:
    """One table where the items have one, else one view after the other."""
    kinds = {find(item, _MANY) for item in items}
    if len(kinds) == 1 and (kind := kinds.pop()):
        return tuple(load(kind)(items, write))
    return tuple(block for item in items for block in view(item, write))


def own_names(item: Any) -> tuple[str, ...]:
    """Names that an object has of its own, which may be written otherwise; of a law, all of them.

    Parameters
    ----------
    item
        Any result.
    """
    kind = find(item, _ONE).rpartition(":")[2]
    if kind not in ("certificate", "diagram", "law", "optimum", "program"):
        return ()
    if kind in ("law", "optimum"):
        from phasecalc.export.views.program import law_names

        return law_names(item if kind == "law" else item.law)
    if kind == "certificate" and {*item.phase.tradeoff} <= {*TERMS}:
        return ()
    program = getattr(item, "program", item)
    return (*getattr(program, "unknowns", ()), *getattr(program, "parameters", ()))


def find(item: Any, table: Mapping[str, str]) -> str:
    """Entry of an object's class, or of the nearest class above it; "" where there is none."""
    for ancestor in type(item).__mro__:
        home = table.get(f"{ancestor.__module__}.{ancestor.__qualname__}")
        if home:
            return home
    return ""


def load(home: str) -> Any:
    """What stands at a place such as ``package.module:name``."""
    module, _, name = home.partition(":")
    return getattr(importlib.import_module(module), name)
