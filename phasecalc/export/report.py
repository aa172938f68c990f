"""The report on phases, proofs, boundaries and tuning, written from the checked objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from phasecalc.export.tables import phases_markdown
from phasecalc.plrf.formulas import formula_latex, positive_form
from phasecalc.plrf.tuning import tuning_gain
from phasecalc.plrf.wording import TERMS

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.optimum.boundary import Boundary
    from phasecalc.plrf.diagram import LossDiagram, LossPhase
    from phasecalc.plrf.query import Exponents
    from phasecalc.plrf.symbolic import PiecewiseExponents

__all__ = ["report_text"]

_SYMBOLS = {"delta": "d", "g": r"\gamma"}


def report_text(
    largest: LossDiagram,
    free: LossDiagram,
    answers: Sequence[Exponents | PiecewiseExponents] = (),
    numbers: str = "",
) -> str:
    """Markdown report on both diagrams.

    Parameters
    ----------
    largest, free
        Diagrams at the largest stable learning rate, and with the learning rate tuned.
    answers
        Answers at points to add.
    numbers
        Table of measured against derived exponents; left out where empty.
    """
    parts = [
        "# Compute-optimal SGD on power-law random features",
        _summary(largest, free),
        *(f"## At one point\n\n```text\n{answer}\n```" for answer in answers),
        "## Phases\n\n![phase diagram](phase-diagram.png)",
        phases_markdown(largest),
        _PROVED,
        "## Why nothing does better",
        _WHY,
        *map(_proof, largest.phases),
        "## Boundaries",
        _boundaries(largest),
        "## Lines with logarithms",
        _critical(largest),
        *(["## Seen in the numbers", _SEEN, numbers] if numbers else []),
        "## Tuning the learning rate",
        phases_markdown(free),
        *map(_proof, (p for p in free.phases if len(p.tradeoff) > 2)),
        "### Where it helps, and by how much",
        _tuning(),
    ]
    return "\n\n".join(parts) + "\n"


_PROVED = (
    "*proved*: the small checker has re-checked, for this report, that the formulas solve the "
    "program over exponents everywhere in the phase. *in the paper*: where Paquette, Paquette, "
    "Xiao, Pennington (2024), arXiv:2405.15074, prove that the loss has the four terms from which "
    "these formulas follow; elsewhere that is open. What is not proved here is in docs/limits.md."
)

_SEEN = (
    "Local exponents of the exact compute-optimal loss (deterministic equivalent, v = 10 d, "
    "learning rate 1/(2 Tr D)), differentiated at the optimal model size. IVb creeps: its limit "
    "shows only beyond any budget. This is numerical evidence, not proof."
)

_WHY = (
    "The loss is a sum of positive terms, so it is at least a constant times any weighted "
    "geometric mean of them. Each phase has weights for which the unknown sizes cancel; the mean "
    "is then a power of the budget alone, and a choice that attains it is optimal."
)


def _summary(largest: LossDiagram, free: LossDiagram) -> str:
    count = largest.recheck() + free.recheck()
    return (
        "With a budget of $f$ flops, the least loss is "
        r"$\mathscr{P}_\star \asymp f^{-\eta}$, reached with "
        r"$d_\star \asymp f^{\xi}$ parameters and $f/d_\star$ iterations. This report was written "
        f"from diagrams derived anew from the four terms of the loss; all {count} proofs were "
        f"accepted by the checker. Phases: {', '.join(p.name for p in largest.phases)}."
    )


def _proof(phase: LossPhase) -> str:
    """Dual certificate of one phase in three lines."""
    certificate = phase.certificate
    region = certificate.phase.region
    weights = {
        name: positive_form(certificate.phase.as_expr(w), region)
        for name, w in certificate.weights.items()
        if not w.vanishes
    }
    mean = r"\,".join(_raised(TERMS[n], w) for n, w in weights.items() if n in TERMS)
    unknowns = certificate.unknowns
    sizes = " and ".join(f"${_SYMBOLS[u]}$" for u in unknowns)
    held = [f"`{n}`" for n in weights if n not in TERMS]
    using = f" (using {', '.join(held)})" if held else ""
    where = rf"$d \asymp f^{{{formula_latex(phase.model_size_exponent)}}}$"
    if len(unknowns) > 1:
        where += rf", $\gamma \asymp f^{{-{_negated(phase.learning_rate_exponent)}}}$"
    return (
        f"**{phase.name}**, where {phase.region}. For every {sizes}{using},\n\n"
        rf"$$\mathscr{{P}} \gtrsim {mean} \asymp f^{{-{_negated(phase.loss_exponent)}}},$$"
        f"\n\nwith equality at {where}. {phase.recheck()} sign conditions re-checked."
    )


def _raised(term: str, weight: Expr) -> str:
    """Term to the power of its weight; a quotient needs brackets for that."""
    if weight == 1:
        return term
    base = rf"\bigl({term}\bigr)" if "frac" in term else term
    return rf"{base}^{{{formula_latex(weight)}}}"


def _negated(exponent: Expr) -> str:
    """Exponent to stand behind a minus."""
    text = formula_latex(exponent)
    return rf"\left({text}\right)" if exponent.is_Add and "frac" not in text else text


def _boundaries(diagram: LossDiagram) -> str:
    def row(b: Boundary) -> str:
        point = ", ".join(f"{k} = {x}" for k, x in b.point.items())
        behaviour = ["continuous" if b.exponent_agrees else "**jumps**"]
        behaviour += ["continuous" if same else "**jumps**" for same in b.solution_agrees]
        return f"| {' / '.join(b.phases)} | {b.curve} | {point} | {' | '.join(behaviour)} |"

    unknowns = " | ".join(rf"${_SYMBOLS[u]}_\star$" for u in diagram.unknowns)
    head = rf"| phases | curve | a point on it | $\eta$ | {unknowns} |"
    rule = "|" + " --- |" * (4 + len(diagram.unknowns))
    note = (
        "Continuity is decided on the whole curve. Where a size jumps, every size between the "
        "two formulas is optimal on the curve."
    )
    return "\n".join([head, rule, *map(row, diagram.boundaries), "", note])


def _critical(diagram: LossDiagram) -> str:
    rows = [f"| {c.line} | {c.term} | `{c.order}` |" for c in diagram.critical_lines]
    note = (
        "Where the term binds, the loss is expected to carry a power of $\\log f$ on the line; "
        "the exponent stays that of the neighbouring phases."
    )
    return "\n".join(["| line | term | order there |", "| --- | --- | --- |", *rows, "", note])


def _tuning() -> str:
    gains = tuning_gain()
    rows = [
        f"| {g.fixed} | {g.tuned} | {g.region.presented()} | ${formula_latex(g.gain)}$ | "
        f"${formula_latex(g.limit())}$ | ${formula_latex(g.learning_rate_exponent)}$ |"
        for g in gains
        if g.helps
    ]
    idle = ", ".join(g.fixed for g in gains if not g.helps)
    head = (
        r"| largest rate | tuned | where | gain in $\eta$ (proved $> 0$) | "
        r"for $\beta \to \infty$ | $g$ in $\gamma_\star \asymp f^{-g}$ |"
    )
    note = f"In the phases {idle} the gain is identically 0: the largest stable rate is optimal."
    return "\n".join([head, "| --- | --- | --- | --- | --- | --- |", *rows, "", note])
