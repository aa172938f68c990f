"""Pictures of results of the model: the plane, with the phase or the point that a result is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phasecalc.export.forms.tikz import WINDOW, diagram_picture, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc.export.letters.notation import Notation
    from phasecalc.optimisers.store import BestOptimiser
    from phasecalc.plrf.asking.diagram import LossDiagram, LossPhase
    from phasecalc.plrf.asking.query import Exponents

__all__ = ["comparison", "phase", "phase_picture", "plane", "point", "point_picture"]


def plane(found: LossDiagram, ax: Axes | None = None, **options: Any) -> Axes:
    """The phase diagram."""
    from phasecalc.export.figures.phases import phase_diagram_figure

    return phase_diagram_figure(ax, found.stored.learning_rate, **options)


def phase(found: LossPhase, ax: Axes | None = None, **options: Any) -> Axes:
    """The phase diagram, in which the phase has its place."""
    return plane(found.diagram, ax, **options)


def point(found: Exponents, ax: Axes | None = None, **options: Any) -> Axes:
    """The phase diagram with the point, the window wide enough for it."""
    from phasecalc.plrf.asking.diagram import phase_diagram

    rate = "largest" if len(found.spans()) == 1 else "free"
    for name, value in (("alpha", found.alpha), ("beta", found.beta)):
        low, high = min(0.0, 1.2 * float(value)), max(1.2, 1.2 * float(value))
        options.setdefault(f"{name}_range", (low, high))
    here = {"here": (str(found.alpha), str(found.beta))}
    return plane(phase_diagram(rate), ax, points=here, **options)


def comparison(found: BestOptimiser, ax: Axes | None = None, **options: Any) -> Axes:
    """Which optimiser is the best where."""
    from phasecalc.export.figures.optimisers import optimisers_figure

    return optimisers_figure(ax, noise=found.noise, **options)


def phase_picture(found: LossPhase, write: Notation | None = None) -> str:
    """Source of the phase diagram."""
    return diagram_picture(found.diagram, write)


def point_picture(found: Exponents, write: Notation | None = None) -> str:
    """Source of the phase diagram with the point marked; beyond the window an arrow's length in."""
    from phasecalc.plrf.asking.diagram import phase_diagram

    rate = "largest" if len(found.spans()) == 1 else "free"
    window = WINDOW.holding((found.alpha, found.beta))
    source = diagram_picture(phase_diagram(rate), write, window)
    mark = (
        rf"  \fill[black] (axis cs:{number(found.alpha)},{number(found.beta)}) circle[radius=2pt];"
    )
    body, end = source.rsplit(r"  \end{axis}", 1)
    return f"{body}{mark}\n  \\end{{axis}}{end}"
