"""Compute-optimal SGD as a program over exponents, its phases, and what the paper calls them.

With a budget f = d r (batch size fixed), d = f^delta and r = f^(1 - delta), every
term of the loss is a power of f; so is the learning rate, at its largest stable
order or as a second unknown gamma = f^(-g). The diagram is what the program's
solution says; the labels of ``phasecalc.plrf.phases.labels`` are only attached to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.order import Comparison, Order
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.program import Program
from phasecalc.plrf.phases.labels import LABELS, Label, labels_of
from phasecalc.plrf.phases.terms import TERMS, domain, expansions, largest_learning_rate
from phasecalc.regions.region import Region
from phasecalc.regions.simplify import simplify_cell
from phasecalc.symbols import alpha, beta, d, delta, f, g, gamma, r, tau

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Critical", "critical_lines", "derive", "label", "program"]

PARAMETERS = (alpha, beta)


@dataclass(frozen=True)
class Critical:
    """Line on which a term carries a logarithm.

    Parameters
    ----------
    line
        Where.
    term
        The term, or ``gamma`` for the largest learning rate.
    order
        Its order there, with the logarithm.
    """

    line: Region
    term: str
    order: Order


@cache
def program(learning_rate: str = "largest") -> Program:
    """Program of compute-optimal SGD.

    Parameters
    ----------
    learning_rate
        ``"largest"`` for the largest stable order, ``"free"`` for a second unknown.

    Examples
    --------
    >>> p = program()
    >>> [str(w) for w in p.walls]
    ['alpha = 1/2', 'beta = 1/2', 'alpha = 1/4']
    """
    if learning_rate not in ("largest", "free"):
        raise ValueError(f"learning_rate={learning_rate!r}: use 'largest' or 'free'")
    rates = _stable_rates()
    free = learning_rate == "free"
    choices = [(Order(((f, -g),)), domain())] if free else rates
    terms = {
        term.name: [
            (_exponent(case.order, rate), guard.as_expr())
            for case in _generic(expansions(term.definition, term.where))
            for rate, region in choices
            if (guard := _guard(case.region & region)) is not None
        ]
        for term in TERMS
    }
    constraints = {"d >= 1": delta >= 0, "r >= 1": delta <= 1}
    if free:
        # gamma is at most each of the stable orders; off its own side each is the weaker bound.
        for rate, region in rates:
            bound = rate.substitute(_sizes(Order(()))).exponent(f)
            constraints[f"gamma <= {rate} for {_named(region)}"] = g >= -bound
    unknowns = [delta, g] if free else [delta]
    return Program.of(
        terms=terms,
        unknowns=unknowns,
        constraints=constraints,
        domain=[domain().as_expr()],
        parameters=PARAMETERS,
    )


def derive(learning_rate: str = "largest", timeout: float | None = None) -> PhaseDiagram:
    """Derive the phase diagram from the terms, prove it, and attach the labels.

    Examples
    --------
    >>> diagram = derive()
    >>> [p.name for p in diagram.phases]
    ['Ia', 'Ib', 'Ic', 'II', 'III', 'IVa', 'IVb']
    >>> diagram.phase("III").exponent, diagram.phase("III").solution
    ((4*alpha - 1)/(4*alpha), (1/2,))
    """
    labels = labels_of(learning_rate)
    solved = PhaseDiagram.derive(program(learning_rate), timeout)
    return solved.named(lambda phase: label(phase, labels), order=[x.name for x in labels])


def label(phase: Phase, labels: tuple[Label, ...] = LABELS) -> str:
    """The one label whose trade-off and region are those of a derived phase.

    Raises
    ------
    ValueError
        No label fits, or more than one.
    """
    fitting = [
        x.name
        for x in labels
        if x.tradeoff == set(phase.tradeoff) and phase.region.implies(x.where)
    ]
    if len(fitting) != 1:
        raise ValueError(f"{phase!r} takes the labels {fitting}, not exactly one")
    return fitting[0]


@cache
def critical_lines() -> tuple[Critical, ...]:
    """Lines on which a term or the learning rate carries a logarithm.

    Examples
    --------
    >>> for c in critical_lines(): print(c.term, "on", c.line)
    F_0 on alpha > 0 and beta = 1/2
    F_ac on alpha = 1/2 and beta > 1/2
    K_pp on alpha = 1/4 and alpha + beta > 1/2
    gamma on alpha = 1/2 and alpha + beta > 1/2
    """
    return tuple(
        Critical(case.region, name, case.order)
        for name, cases in (
            *((t.name, expansions(t.definition, t.where)) for t in TERMS),
            ("gamma", list(largest_learning_rate())),
        )
        for case in cases
        if _has_equality(case)
    )


def _has_equality(case: Expansion) -> bool:
    return any(c.relation == "=" for cell in case.region.cells for c in cell)


def _generic(cases: list[Expansion] | tuple[Expansion, ...]) -> list[Expansion]:
    """Cases that hold on sets with interior."""
    return [case for case in cases if not _has_equality(case)]


def _stable_rates() -> list[tuple[Order, Region]]:
    """Largest stable learning rate: the smaller of 1 and 1/Tr D, on each side of 2 alpha = 1."""
    rates = []
    for case in _generic(largest_learning_rate()):
        smaller = case.order.compare(Order(()), case.region) is Comparison.SMALLER
        rates.append((case.order if smaller else Order(()), case.region))
    return rates


def _sizes(rate: Order) -> dict[Expr, Order]:
    """Each size as a power of f; the batch size is fixed, so tau has the order of gamma r."""
    model_size, iterations = Order(((f, delta),)), Order(((f, 1 - delta),))
    learning_rate = rate.substitute({d: model_size})
    return {d: model_size, r: iterations, gamma: learning_rate, tau: learning_rate * iterations}


def _exponent(order: Order, rate: Order) -> Expr:
    return sp.expand(order.substitute(_sizes(rate)).exponent(f))


def _guard(region: Region) -> Region | None:
    """What a case adds to the domain, or None where it does not meet it."""
    (given,) = domain().cells
    cells = [simplify_cell([*cell, *given]) for cell in region.cells]
    kept = [simplify_cell(cell, given=given) for cell in cells if cell is not None]
    return Region(region.names, tuple(c for c in kept if c is not None)) if kept else None


def _named(region: Region) -> str:
    guard = _guard(region)
    return str(guard) if guard is not None else str(region)
