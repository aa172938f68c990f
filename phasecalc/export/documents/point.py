"""Everything that is known at one point (alpha, beta), as blocks.

Exact answers first, then terms with their constants, then numbers of finite models. What cannot be
shown at a point is said, with the reason, and never filled in from a neighbour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError, PhasecalcError
from phasecalc.export.letters.notation import Notation
from phasecalc.export.outlines.polygons import Line, boundary_line
from phasecalc.export.page.blocks import Block, Figure, Heading, Statement, Table, Text
from phasecalc.export.views.answers import point as answer_blocks
from phasecalc.export.views.registry import view
from phasecalc.numerals import power_of_ten, scientific

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.asymptotics.rules.order import Order
    from phasecalc.plrf.asking.query import Exponents

__all__ = ["FIGURES", "point_blocks", "point_figures"]

_BUDGETS = (1e10, 1e15, 1e20, 1e30, 1e40, 1e60)

# Stem -> caption of the figures that :func:`point_figures` draws.
FIGURES = {
    "point-loss": "Exact loss of a model of $d = 10^4$ with its four terms.",
    "point-frontier": "Compute-optimal frontier.",
    "point-isoflop": "Loss against model size at fixed budgets.",
    "point-dominance": "Which term is the largest for which model size and iterations.",
}


def point_blocks(
    alpha: str,
    beta: str,
    write: Notation | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    level: int = 2,
) -> tuple[Block, ...]:
    """Sections about one point.

    Parameters
    ----------
    alpha, beta
        Exact numbers as text.
    write
        Names of the quantities; the paper's if omitted.
    progress
        Told of the sections done.
    level
        Level of the headings.

    Raises
    ------
    DomainError
        The loss has no power law there.
    """
    from phasecalc.plrf.asking.query import Exponents, exponents

    write = write or Notation()
    found = exponents(alpha, beta)
    tuned = exponents(alpha, beta, "free")
    assert isinstance(found, Exponents)  # texts of numbers give no answer by cases
    assert isinstance(tuned, Exponents)
    sections: list[tuple[str, Callable[[], Iterator[Block]]]] = [
        ("What is optimal", lambda: answer_blocks(found, write)),
        ("Why nothing does better", lambda: _proofs(found, write)),
        ("With the learning rate tuned", lambda: _tuned(found, tuned, write)),
        ("How far away the next phase is", lambda: _neighbours(found, write)),
        ("The terms of the loss", lambda: _terms(found, write)),
        ("Sharp constants", lambda: _sharp(found, write)),
        ("Derived and measured", lambda: _measured(found, write)),
        ("The compute-optimal frontier", lambda: _frontier(found, write)),
        ("Terms against quadrature", lambda: _quadrature(found, write)),
    ]
    blocks: list[Block] = []
    for done, (title, make) in enumerate(sections, start=1):
        blocks += [Heading(title, level), *map(_relabelled, _honest(make))]
        if progress is not None:
            progress(done, len(sections))
    blocks.append(Heading("Figures", level))
    blocks += [
        Figure(caption, stem=stem, label=f"fig:{stem}", alternative=caption)
        for stem, caption in FIGURES.items()
    ]
    return tuple(blocks)


def point_figures(alpha: str, beta: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Stem of each figure and what draws it."""
    from phasecalc.export.figures.dominance import dominance_figure
    from phasecalc.export.figures.frontier import frontier_figure, isoflop_figure
    from phasecalc.export.figures.loss import loss_figure
    from phasecalc.plrf.model.parameters import PLRF

    yield "point-loss", lambda: loss_figure(PLRF(alpha, beta, 10**4))
    yield "point-frontier", lambda: frontier_figure(alpha, beta)
    yield "point-isoflop", lambda: isoflop_figure(alpha, beta)
    yield "point-dominance", lambda: dominance_figure(alpha, beta)


def _relabelled(block: Block) -> Block:
    """Block with a label of its own: the same table may stand elsewhere in a report."""
    if isinstance(block, (Statement, Table)) and not block.label.startswith("tab:point"):
        return replace(block, label=f"{block.label}-point")
    return block


def _honest(make: Callable[[], Iterator[Block]]) -> list[Block]:
    """The blocks, or why there are none here."""
    try:
        return list(make())
    except PhasecalcError as reason:
        plain = "".join(c for c in str(reason) if c not in "$*`")
        return [Text(f"Nothing to show at this point: {plain}")]


def _proofs(found: Exponents, write: Notation) -> Iterator[Block]:
    from phasecalc.plrf.asking.diagram import phase_diagram

    for name in found.phases:
        yield from view(phase_diagram()[name], write)


def _tuned(found: Exponents, tuned: Exponents, write: Notation) -> Iterator[Block]:
    if found.fractions()[0] == tuned.fractions()[0]:
        yield Text(
            "Tuning gains nothing here: with the learning rate free, the best loss has the same "
            f"exponent, in the phase **{tuned.phase}** of that diagram (*proved*)."
        )
    else:
        yield from answer_blocks(tuned, write)


def _neighbours(found: Exponents, write: Notation) -> Iterator[Block]:
    from phasecalc.plrf.asking.diagram import phase_diagram

    diagram = phase_diagram()
    place = (found.alpha, found.beta)
    rows = []
    for b in diagram.boundaries:
        if not set(b.phases) & set(found.phases):
            continue
        line = boundary_line(b)
        distance = _distance(line, place)
        other = "/".join(n for n in b.phases if n not in found.phases) or "none"
        jumps = not (b.exponent_agrees and all(b.solution_agrees))
        size = rf"${write['d']}_\star$ jumps" if jumps else "continuous"
        rows.append((distance, (other, _equation(line, write), f"{distance:.3g}", size)))
    rows.sort()
    yield Table(
        ("Phase beyond", "Boundary", "Distance", "Across it"),
        tuple(row for _, row in rows),
        caption="Boundaries of the phase, the nearest first; distances to their lines in the "
        rf"$({write['alpha']}, {write['beta']})$ plane. Near a boundary finite models follow both "
        "phases for long.",
        label="tab:point-boundaries-",
        align="llrl",
    )


def _distance(line: Line, place: Any) -> float:
    return abs(float(line.at(place))) / math.hypot(float(line.x), float(line.y))


def _equation(line: Line, write: Notation) -> str:

    from phasecalc import symbols
    from phasecalc.regions.algebraic import to_sympy

    left = to_sympy(line.x) * symbols.alpha + to_sympy(line.y) * symbols.beta
    right = -to_sympy(line.shift)
    if left.as_coeff_Mul()[0].is_negative or left.coeff(symbols.alpha).is_negative:
        left, right = -left, -right
    content, left = left.primitive()
    right = right / content
    return f"${write.expr(left)} = {write.expr(right)}$".replace(r"\frac", r"\tfrac")


def _terms(found: Exponents, write: Notation) -> Iterator[Block]:
    """Leading form of each term at the point, its constant as a number where it is one."""
    from phasecalc import symbols
    from phasecalc.numerics.context import own
    from phasecalc.numerics.expressions import constant
    from phasecalc.plrf.phases.terms import TERMS, expansions
    from phasecalc.regions.algebraic import to_sympy

    at = {symbols.alpha: to_sympy(found.alpha), symbols.beta: to_sympy(found.beta)}
    place = (found.alpha, found.beta)
    rows = []
    for term in TERMS:
        cases = (e for e in expansions(term.definition, term.where) if e.region.contains(*place))
        case = next(cases, None)
        if case is None:
            rows.append((f"${write.term(term.name)}$", "dominated here", "", ""))
            continue
        factor = case.constant.xreplace(at)
        number = None if factor.free_symbols else constant(factor, own(15))
        shown = (
            scientific(float(number), 6)
            if number is not None and not hasattr(number, "_mpc_")
            else write.expr(factor)
        )
        errors = ", ".join(f"${_error(x.xreplace(at), write)}$" for x in case.remainders)
        rows.append(
            (
                f"${write.term(term.name)}$",
                f"${shown}$",
                f"${_order(case.order, at, write)}$",
                errors or "none",
            )
        )
    largest = rf"{write['d']}^{{2{write['alpha']}}}"
    tau, rate = write["tau"], rf"{write['gamma']} {write['B']} {write['r']}"
    yield Table(
        ("Term", "Constant", "Order", "Relative errors"),
        tuple(rows),
        caption=rf"Terms of the loss for $1 \ll {tau} \lesssim {largest}$, "
        rf"${tau} = {rate}$, with $\rho = {write['v']}/{write['d']}$ and the ridge "
        rf"$\kappa \sim \kappa_0 {write['d']}^{{-2{write['alpha']}}}$. Derived from the integrals "
        "that define them.",
        label="tab:point-terms-",
    )


def _order(order: Order, at: Mapping[Expr, Expr], write: Notation) -> str:
    """Product of powers, with slashed exponents, and of logarithms."""
    factors = [(write.expr(s), e) for s, e in order.powers]
    factors += [(rf"(\log {write.expr(s)})", e) for s, e in order.logs]
    powers = [(base, e.xreplace(dict(at))) for base, e in factors]
    return r"\,".join(b if e == 1 else f"{b}^{{{e}}}" for b, e in powers if e != 0) or "1"


def _error(remainder: Expr, write: Notation) -> str:
    """Relative error up to a constant, as a product of powers where it is one."""
    import sympy as sp

    from phasecalc.asymptotics.rules.order import Order

    if remainder.has(sp.exp):  # an Order has powers and logarithms only
        return write.expr(remainder)
    try:
        return _order(Order.of(remainder), {}, write)
    except DomainError:
        return write.expr(remainder)


def _sharp(found: Exponents, write: Notation) -> Iterator[Block]:
    from phasecalc.plrf.model.constants import sharp_constants

    yield Text(
        "Not only orders: in the power-law window the ratio to these tends to 1. They rest on a "
        "renewal theorem that is not proved here for kernels that change with the model; evidence: "
        "*assumed*, and compared with exact curves."
    )
    yield from view(sharp_constants(found.alpha, found.beta), write)


def _measured(found: Exponents, write: Notation) -> Iterator[Block]:
    from phasecalc.plrf.checks.verify import Verdict, verify

    rows = verify(found.alpha, found.beta)
    yield from view(list(rows), write)
    (row,) = rows
    if row.verdict is Verdict.NOT_YET:
        yield Text(
            "**Not yet asymptotic:** at no budget of the ladder is the local exponent close enough "
            "to its limit to be told from another one."
        )
    else:
        yield Text(
            "A fit to experiments shows the derived exponent to three digits only from about "
            rf"${power_of_ten(row.asymptotic_from)}$ flops; below, it shows the local exponent."
        )


def _frontier(found: Exponents, write: Notation) -> Iterator[Block]:
    from phasecalc.plrf.frontier.frontier import frontier

    yield from view(frontier(found.alpha, found.beta, _BUDGETS), write)


def _quadrature(found: Exponents, write: Notation) -> Iterator[Block]:
    from phasecalc.plrf.checks.quadrature_check import quadrature_check

    times = (10, 100, 10**4)
    rows = quadrature_check(found.alpha, found.beta, tau=times, digits=20)
    yield from view(list(rows), write)
