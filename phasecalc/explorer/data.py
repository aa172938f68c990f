"""What the page carries, as plain JSON: diagrams, proofs and leading forms; nothing typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phasecalc.explorer.trees import tree
from phasecalc.regions.encoding import encode_cell, encode_region

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.asymptotics.rules.expansion import Expansion
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.explore import CriticalRegion
    from phasecalc.optimum.minimax import Minimax
    from phasecalc.optimum.phase import Phase
    from phasecalc.plrf.phases.store import Stored
    from phasecalc.regions.condition import Condition

__all__ = ["condition", "explorer_data", "piece", "program"]

RATIO = 10  # v/d, that of a PLRF by default


def explorer_data() -> dict[str, Any]:
    """All that the page answers from.

    Returns
    -------
    dict
        ``diagrams``: by name, with weights; ``curves``: leading forms with their constants;
        ``seen``: local exponents on a grid of points; ``terms``, ``points``, ``colours``: how
        things are written, placed and drawn.

    Examples
    --------
    >>> data = explorer_data()
    >>> [phase["eta"] for phase in data["diagrams"]["SGD"]["phases"]][-2:]
    ['alpha', '(1 - 2*alpha)*(2*alpha + 2*beta - 1)/(2*(2*beta - 2*alpha*beta - alpha))']
    """
    from phasecalc import __version__
    from phasecalc.explorer.seen import seen
    from phasecalc.export.figures.style import COLOURS, PHASE_COLOURS, PHASE_POINTS
    from phasecalc.optimisers.store import best_optimiser
    from phasecalc.plrf.asking.wording import NAMES, TERMS
    from phasecalc.plrf.phases.store import load

    stored = {"SGD": load("largest"), "tuned SGD": load("free")}
    return {
        "version": __version__,
        "diagrams": {
            name: _diagram(diagram, stored.get(name))
            for name, diagram in best_optimiser().overlay.diagrams
        },
        "curves": _curves(),
        "seen": seen(),
        "terms": {**NAMES, **TERMS},
        "parameters": [["alpha", r"\alpha", "α"], ["beta", r"\beta", "β"]],
        "points": PHASE_POINTS,
        "colours": {"phases": PHASE_COLOURS, "terms": COLOURS},
    }


def _diagram(diagram: PhaseDiagram, stored: Stored | None) -> dict[str, Any]:
    """A diagram without the proofs of its regions, which a point does not need."""
    return {
        "domain": [[*encode_cell([c])[0], str(c)] for c in diagram.program.domain.cells[0]],
        **program(diagram.program),
        "phases": [_phase(diagram.program, p, stored) for p in diagram.phases],
        "critical": [
            {"line": encode_cell(cell), "term": c.term, "order": c.order}
            for c in (stored.critical if stored else ())
            for cell in c.line.cells
        ],
    }


def program(found: Minimax) -> dict[str, Any]:
    """Forms of the terms, case by case, and of the constraints."""
    return {
        "terms": {
            t.name: [
                {"guard": encode_cell(p.guard), "form": [x.encode() for x in p.form]}
                for p in t.pieces
            ]
            for t in found.terms
        },
        "constraints": {c.name: [x.encode() for x in c.form] for c in found.constraints},
    }


def _phase(found: Minimax, phase: Phase, stored: Stored | None) -> dict[str, Any]:
    from phasecalc.regions.formulas import formula_text, positive_form

    def written(expression: Expr) -> str:
        return formula_text(positive_form(expression, phase.region))

    names = ("xi", "g")[: len(phase.solution)]
    return {
        "name": phase.name,
        "tradeoff": list(phase.tradeoff),
        "cells": encode_region(phase.region),
        "region": [list(map(condition, cell)) for cell in phase.region.presented().cells],
        "proved": encode_region(stored.claims[phase.name]) if stored else [],
        "eta": written(phase.exponent),
        **{n: written(x) for n, x in zip(names, phase.solution, strict=True)},
        "pieces": [{**piece(found, x), **_corrections(phase, x, stored)} for x in phase.pieces],
    }


def condition(given: Condition) -> list[str]:
    """Left side, relation and right side, as text."""
    text = str(given).replace(">=", "≥")
    left, relation, right = text.partition(next(r for r in ("≥", ">", "<", "=") if r in text))
    return [left.strip(), relation, right.strip()]


def piece(found: Minimax, part: CriticalRegion) -> dict[str, Any]:
    """One set of formulas: where, which forms are active, weights, unknowns and value."""
    active = found.active(part.signs)
    cases = {t.name: [p.form for p in t.pieces] for t in found.terms}
    return {
        "cell": encode_cell(part.cell),
        "active": {name: cases[name].index(form) for name, form in active.items()},
        "weights": {n: w.encode() for n, w in part.weights},
        "unknowns": [x.encode() for x in part.vertices[0]],
        "value": part.value.encode(),
    }


def _corrections(
    phase: Phase, piece: CriticalRegion, stored: Stored | None
) -> dict[str, list[list[Any]]]:
    """What the power law leaves out, and the power of the budget by which each is smaller."""
    from phasecalc.plrf.phases.corrections import candidates

    if stored is None or len(phase.solution) > 1:  # derived at the largest learning rate alone
        return {}
    return {"corrections": [[c.name, c.exponent.encode()] for c in candidates(phase, piece)]}


def _curves() -> dict[str, Any]:
    """Leading form of each term and of the learning rate, case by case, with its constant."""
    import sympy as sp

    from phasecalc.plrf.phases.terms import TERMS, expansions, largest_learning_rate, resolved_modes

    def cases(found: list[Expansion], part: Expr = sp.S.One) -> list[dict[str, Any]]:
        return [
            {"cells": encode_region(c.region), "value": tree(c.constant * c.order.as_expr() * part)}
            for c in found
        ]

    return {
        "ratio": RATIO,
        "terms": {t.name: cases(expansions(t.definition, t.where)) for t in TERMS},
        "gamma": cases(list(largest_learning_rate()), sp.Rational(1, 2)),  # a PLRF's, for B = 1
        "modes": cases(expansions(resolved_modes)),
    }
