"""What runs say, as one report: the diagnosis with its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from phasecalc.export.letters.notation import Notation
from phasecalc.export.page.blocks import Block, Code, Figure, Heading, Items, Text
from phasecalc.export.views.fits import decision, fit, isoflop, literal, plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc.fitting.advice.diagnosis import Diagnosis

__all__ = ["runs_blocks", "runs_figures", "runs_title"]

Draw = Callable[[], "Axes"]


def runs_title(found: Diagnosis) -> str:
    """Title of the report."""
    return literal(f"Runs of {found.fit.objective.runs.origin} and the law {found.fit.law.name}")


def runs_figures(found: Diagnosis) -> Iterator[tuple[str, str, Draw]]:
    """Stem and caption of each figure that these runs have, and what draws it."""
    from phasecalc.export.figures import runs as draw

    law, flops = found.fit, found.decision.flops
    budgets = None if isinstance(found.budgets, str) else found.budgets
    if law.objective.runs.flops is not None:
        yield (
            "runs",
            "Runs and the least loss at each budget by the fitted law, with its interval.",
            lambda: draw.runs_figure(law, flops),
        )
        for n in found.decision.sizes:
            points = budgets is not None and n == budgets.size
            yield (
                f"best-{n}",
                f"Best ${n}$ at each budget by the law, with its interval"
                f"{'; points, budget by budget' if points else ''}.",
                partial(draw.allocation_figure, law, n, budgets=budgets, flops=flops),
            )
        if budgets is not None:
            yield (
                "budgets",
                f"Losses against ${budgets.size}$ at each budget, with a parabola each.",
                lambda: draw.budgets_figure(law, budgets.size),
            )
    yield "residuals", "Residuals of the fitted law.", lambda: draw.residuals_figure(law)
    if law.freedom >= 2:
        for name in law.values:
            if name in law.model.exponents:
                yield (
                    f"profile-{name}",
                    f"Profile of {literal(name)}: the rise of the sum where it is held fixed.",
                    partial(draw.profile_figure, law, name),
                )


def runs_blocks(found: Diagnosis, date: str = "") -> tuple[Block, ...]:
    """The whole report."""
    from phasecalc import __version__

    write, runs = Notation(), found.fit.objective.runs
    pictures = {stem: caption for stem, caption, _ in runs_figures(found)}

    def shown(*stems: str) -> list[Block]:
        kept = [s for s in pictures if any(s == x or s.startswith(f"{x}-") for x in stems)]
        return [
            Figure(pictures[s], stem=s, label=f"fig:{s}", alternative=pictures[s], width=0.72)
            for s in kept
        ]

    rivals = Items(tuple(literal(str(r)) for r in found.rivals))
    parts: list[tuple[str, list[Block]]] = [
        ("Which law", [Text(literal(found.verdict) + "."), rivals]),
        ("The fit", [*fit(found.fit, write), *shown("runs", "residuals")]),
        ("The decision", [*decision(found.decision, write), *_off(found), *shown("best")]),
        ("Budget by budget", [*_budgets(found, write), *shown("budgets")]),
        ("How sharply the runs tell the exponents", shown("profile")),
        ("What to run next", list(plan(found.plan))),
        ("How this was made", [Text(_made(date, __version__)), Code(runs.digest)]),
    ]
    return tuple(b for title, blocks in parts if blocks for b in (Heading(title), *blocks))


def _off(found: Diagnosis) -> list[Block]:
    if found.off_by is None:
        return []
    loss, part = found.off_by
    return [
        Text(
            f"A size twice too large costs {loss:.2g} of loss: as good as the optimum at "
            f"{100 * part:.3g} % of the flops."
        )
    ]


def _budgets(found: Diagnosis, write: Notation) -> list[Block]:
    if isinstance(found.budgets, str):
        return [Text(literal(found.budgets))]
    both = [] if found.contrast is None else [Text(literal(str(found.contrast)) + ".")]
    return [*isoflop(found.budgets, write), *both]


def _made(date: str, version: str) -> str:
    when = f" on {date}" if date else ""
    return f"By phasecalc {version}{when}, from data with the SHA-256"
