"""A phase diagram: its phases, its boundaries, its critical lines, and what tuning adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from phasecalc.export.letters.conditions import chained
from phasecalc.export.page.blocks import Block, Table, Text
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc.export.letters.notation import Notation
    from phasecalc.optimum.boundary import Boundary
    from phasecalc.plrf.asking.diagram import LossDiagram, LossPhase
    from phasecalc.plrf.asking.tuning import Gain
    from phasecalc.plrf.phases.store import CriticalLine

__all__ = ["boundaries", "critical_lines", "gains", "phases"]


def phases(diagram: LossDiagram, write: Notation) -> Iterator[Block]:
    """One row for each phase, its formulas, and what is proved of it."""
    free = len(diagram.unknowns) > 1
    head = ["Phase", "Where", "Balance", f"${write['eta']}$", f"${write['xi']}$"]
    head += [f"${write['g']}$"] if free else []

    def row(p: LossPhase) -> tuple[str, ...]:
        formulas = [p.loss_exponent, p.model_size_exponent]
        formulas += [p.learning_rate_exponent] if free else []
        return (
            p.name,
            write.where(p.region),
            f"${write.balance(p.tradeoff)}$",
            *(f"${write.formula(x)}$" for x in formulas),
        )

    rate = "the learning rate tuned" if free else "the largest stable learning rate"
    best = rf"{write['d']}_\star \asymp {write['f']}^{{{write['xi']}}}"
    tuned = rf", ${write['gamma']}_\star \asymp {write['f']}^{{-{write['g']}}}$" if free else ""
    yield Table(
        tuple(head),
        tuple(map(row, diagram.phases)),
        caption=rf"Phases with {rate}: ${write['P']}_\star \asymp "
        rf"{write['f']}^{{-{write['eta']}}}$, ${best}${tuned}.",
        label="tab:phases-tuned" if free else "tab:phases",
    )


def boundaries(found: Sequence[Boundary], write: Notation) -> Iterator[Block]:
    """One row for each curve, with what is continuous across it."""
    unknowns = len(found[0].solution_agrees)
    sizes = [rf"${write[n]}_\star$" for n in ("d", "gamma")[:unknowns]]

    def row(b: Boundary) -> tuple[str, ...]:
        place = ", ".join(f"${write[n]} = {write.value(x)}$" for n, x in b.point.items())
        agrees = (b.exponent_agrees, *b.solution_agrees)
        return (
            "/".join(b.phases),
            f"${_curve(b, write)}$",
            place,
            *("continuous" if same else "**jumps**" for same in agrees),
        )

    yield Table(
        ("Phases", "Curve", "A point on it", f"${write['eta']}$", *sizes),
        tuple(map(row, found)),
        caption="Boundaries. Continuity is decided on the whole curve; where a size jumps, every "
        "size between the two formulas is optimal on the curve.",
        label="tab:boundaries-tuned" if unknowns > 1 else "tab:boundaries",
    )


def critical_lines(found: Sequence[CriticalLine], write: Notation) -> Iterator[Block]:
    """Lines on which a term carries a logarithm."""
    names = {"gamma": rf"${write['gamma']}$"}
    yield Table(
        ("Line", "Term", "Order there"),
        tuple(
            (
                write.where(c.line),
                names.get(c.term) or f"${write.term(c.term)}$",
                f"${_order(c.order, write)}$",
            )
            for c in found
        ),
        caption="Lines with logarithms. Where the term is in balance, the loss is expected to "
        rf"carry a power of $\log {write['f']}$ on the line; its exponent stays that of the "
        "neighbouring phases.",
        label="tab:critical-lines",
    )


def gains(found: Sequence[Gain], write: Notation) -> Iterator[Block]:
    """What tuning the learning rate adds to the loss exponent, where it adds something."""
    idle = ", ".join(dict.fromkeys(g.fixed for g in found if not g.helps))
    yield Table(
        (
            "Phase",
            "Where",
            f"Gain in ${write['eta']}$, proved $> 0$",
            rf"for ${write['beta']} \to \infty$",
            f"${write['g']}$",
        ),
        tuple(
            (
                g.fixed if g.fixed == g.tuned else rf"{g.fixed} $\to$ {g.tuned}",
                write.where(g.region.presented()),
                f"${write.formula(g.gain)}$",
                f"${write.formula(g.limit())}$",
                f"${write.formula(g.learning_rate_exponent)}$",
            )
            for g in found
            if g.helps
        ),
        caption="What tuning the learning rate gains, with "
        rf"${write['gamma']}_\star \asymp {write['f']}^{{-{write['g']}}}$.",
        label="tab:tuning",
    )
    if idle:
        yield Text(
            f"In the phases {idle} the gain is identically 0: the largest stable rate is optimal."
        )


def _curve(boundary: Boundary, write: Notation) -> str:
    """Equation of a boundary, solved where it fixes one parameter."""
    curve = boundary.curve
    used = [n for k, n in enumerate(curve.names) if any(e[k] for e, _ in curve.terms)]
    if len(used) == 1:
        # The root on this boundary is that of its point; others bound nothing here.
        return f"{write[used[0]]} = {write.value(boundary.point[used[0]])}"
    (equation,) = chained(Region(curve.names, ((curve,),)), write)
    return equation


def _order(text: object, write: Notation) -> str:
    """Order of a critical line, stored as text in the symbols of the theory."""
    import sympy as sp

    from phasecalc import symbols
    from phasecalc.parsing import expression

    names = {n: getattr(symbols, n) for n in ("alpha", "beta", "d", "gamma", "tau", "r", "f")}
    return write.expr(expression(str(text), names, {"log": sp.log}))
