"""The report, composed once as blocks and written as LaTeX, HTML and Markdown."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from phasecalc import __version__
from phasecalc.export.forms.tikz import diagram_figure
from phasecalc.export.letters.notation import Notation
from phasecalc.export.page.blocks import Block, Figure, Heading, Items, Text
from phasecalc.export.views.registry import view

if TYPE_CHECKING:
    from phasecalc.plrf.asking.diagram import LossDiagram
    from phasecalc.plrf.checks.verify import Verification

__all__ = ["FIGURES", "TITLE", "report_blocks"]

TITLE = "Compute-optimal SGD on power-law random features"

# Stem -> caption of the figures beside the report, apart from the phase diagrams.
FIGURES = {
    "exponent-map": "Loss exponent over the plane of data and target complexity.",
    "local-exponents": "Local loss exponents of finite budgets, one point in each phase; dashed, "
    "their derived limits.",
    "dominance": "Which term of the loss is the largest for which model size and iterations, in "
    "each phase.",
}

_COMPUTING = ("sympy", "mpmath", "numpy")


def report_blocks(
    largest: LossDiagram,
    free: LossDiagram,
    *,
    point: Sequence[Block] = (),
    verified: Sequence[Verification] = (),
    book: Sequence[Block] = (),
    write: Notation | None = None,
    date: str = "",
) -> tuple[Block, ...]:
    """The whole report; a part without content is left out.

    Parameters
    ----------
    largest, free
        Diagrams at the largest stable learning rate, and with the learning rate tuned.
    point
        Sections about a chosen point.
    verified
        Comparison of derived and measured exponents.
    book
        Status table of the derivations.
    write
        Names of the quantities; the paper's if omitted.
    date
        When it was made.
    """
    from phasecalc.plrf.asking.tuning import tuning_gain

    w = write or Notation()
    count = largest.recheck() + free.recheck()
    parts: list[tuple[str, Sequence[Block]]] = [
        ("Summary", _summary(largest, count, verified, w)),
        ("At the chosen point", point),
        ("Phases", (diagram_figure(largest, w), *view(largest, w), Text(_PROVED))),
        ("Why nothing does better", (Text(_WHY), *view(list(largest.phases), w))),
        ("Boundaries", view(list(largest.boundaries), w)),
        ("Lines with logarithms", view(list(largest.critical_lines), w)),
        ("Derived and measured", view(list(verified), w) if verified else ()),
        ("Figures", _figures()),
        ("Tuning the learning rate", _tuned(free, w, view(list(tuning_gain()), w))),
        ("The book of derivations", book),
        ("How this was made", _made(date)),
    ]
    return tuple(block for title, blocks in parts if blocks for block in (Heading(title), *blocks))


_PROVED = (
    "The formulas are *proved* to solve the program over exponents everywhere in their phase: the "
    "small checker has re-checked each certificate for this report. That the loss has the four "
    "terms from which they follow is *cited* [@paquette2024phases] for "
    r"$\alpha > \tfrac14$, $\beta < 1 + 2\alpha$, and open elsewhere."
)

_WHY = (
    "The loss is a sum of positive terms, so it is at least a constant times any weighted "
    "geometric mean of them. Each phase has weights for which the unknown sizes cancel; the mean "
    "is then a power of the budget alone, and a choice that attains it is optimal."
)


def _summary(
    diagram: LossDiagram, count: int, verified: Sequence[Verification], w: Notation
) -> list[Block]:
    loss = rf"${w['P']}_\star \asymp {w['f']}^{{-{w['eta']}}}$"
    size = rf"${w['d']}_\star \asymp {w['f']}^{{{w['xi']}}}$"
    problem = (
        rf"One-pass SGD fits ${w['d']}$ random features to data whose covariance has the "
        rf"eigenvalues $j^{{-2{w['alpha']}}}$, and a target with the coefficients "
        rf"$j^{{-{w['beta']}}}$. After ${w['r']}$ steps with batches of ${w['B']}$ a budget of "
        rf"${w['f']} = {w['d']}{w['r']}{w['B']}$ flops is spent. Up to constants the loss is a "
        rf"sum of four terms: ${w.term('F_0')}$, what ${w['d']}$ features cannot fit; "
        rf"${w.term('F_pp')}$, modes of the target not yet learnt; ${w.term('F_ac')}$, its "
        rf"distortion by the random features; ${w.term('K_pp')}$, the noise of SGD. At the best "
        rf"size two of them balance; which two depends on ${w['alpha']}$ and ${w['beta']}$."
    )
    text = (
        rf"With a budget of ${w['f']}$ flops, the least loss is {loss}, reached with {size} "
        rf"parameters and ${w['f']}/{w['d']}_\star$ iterations. This report was written from "
        f"diagrams derived anew from the four terms of the loss; all {count} proofs were accepted "
        f"by the checker. Phases: {', '.join(p.name for p in diagram.phases)}."
    )
    if verified:
        counts = {v.verdict: 0 for v in verified}
        for v in verified:
            counts[v.verdict] += 1
        outcome = ", ".join(f"{verdict}: {n}" for verdict, n in counts.items())
        text += f" Measured at {len(verified)} points; {outcome}."
    return [Text(problem), Text(text)]


def _figures() -> list[Block]:
    return [
        Figure(
            caption,
            stem=stem,
            label=f"fig:{stem}",
            alternative=caption,
            width=1.0 if stem == "dominance" else 0.72,  # one panel for each phase
        )
        for stem, caption in FIGURES.items()
    ]


def _tuned(free: LossDiagram, w: Notation, gains: Sequence[Block]) -> list[Block]:
    return [
        diagram_figure(free, w, "phase-diagram-free"),
        *view(free, w),
        *(b for p in free.phases if len(p.tradeoff) > 2 for b in view(p, w)),
        Heading("Where it helps, and by how much", level=2),
        *gains,
    ]


def _made(date: str) -> list[Block]:
    from phasecalc.plrf.phases.store import source_hash

    versions = ", ".join(f"{name} {version(name)}" for name in _COMPUTING)
    items = [
        f"phasecalc {__version__}, Python {platform.python_version()}, {versions}",
        f"source of the terms: `{source_hash()[:16]}`",
        "made by `phasecalc report`; equal input gives equal files, apart from the date",
    ]
    return [Items((*([f"date: {date}"] if date else []), *items))]
