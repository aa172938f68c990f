r"""The phase diagram as pgfplots source: exact corners, derived from the diagram.

Every coordinate is computed from the phases' conditions and written exactly; nothing is traced from
samples but the places of the labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number, Surd
from phasecalc.export.figures.style import PHASE_COLOURS
from phasecalc.export.letters.notation import Notation
from phasecalc.export.outlines.polygons import Line, Point, Window, boundary_line, polygon, segment
from phasecalc.export.page.blocks import Figure

if TYPE_CHECKING:
    from phasecalc.plrf.asking.diagram import LossDiagram

__all__ = ["WINDOW", "diagram_figure", "diagram_picture", "filled", "number", "path"]

WINDOW = Window((Fraction(0), Fraction(6, 5)), (Fraction(0), Fraction(6, 5)))

_SAMPLES = 121  # a side, for the places of labels
_TOWARDS = 0.3  # how far the label of what has no power law moves, in radii of its disc
_LETTER = Fraction(3, 100)  # width of a letter of a label, as a part of the window


def diagram_figure(diagram: LossDiagram, write: Notation, stem: str = "phase-diagram") -> Figure:
    """The picture with its caption."""
    free = len(diagram.unknowns) > 1
    jumping = _jumping(diagram, write)
    size = rf"{write['d']}_\star"
    rate = "the learning rate tuned" if free else "the largest stable learning rate"
    caption = (
        f"Phases of compute-optimal SGD with {rate}. Hatched: "
        rf"${size} \asymp {write['f']}^{{1/2}}$. Dashed: lines with logarithms."
        + (f" Thick: {' and '.join(jumping)} jumps." if jumping else "")
    )
    return Figure(
        caption,
        label="fig:phase-diagram-tuned" if free else "fig:phase-diagram",
        picture=diagram_picture(diagram, write),
        stem=stem,
        alternative="phase diagram",
    )


def diagram_picture(
    diagram: LossDiagram, write: Notation | None = None, window: Window = WINDOW
) -> str:
    r"""Source of a ``tikzpicture``; needs pgfplots and TikZ's library ``patterns``.

    Parameters
    ----------
    diagram
        What to draw.
    write
        Names of the parameters; the paper's if omitted.
    window
        What to show of the plane.

    Raises
    ------
    DomainError
        A phase is not bounded by straight lines.

    Examples
    --------
    >>> from phasecalc.plrf.asking.diagram import phase_diagram
    >>> "{1-1/2*sqrt(2)},1/2)" in diagram_picture(phase_diagram())  # the corner of IVa
    True
    """
    write = write or Notation()
    lines = [
        *_colours(diagram),
        *_axis(write, window),
        *_outside(diagram, window),
        *_phases(diagram, window),
        *_boundaries(diagram, window),
        *_critical(diagram, window),
        *_labels(diagram, window),
        r"\end{axis}",
    ]
    body = "\n".join(f"  {line}" for line in lines)
    return f"\\begin{{tikzpicture}}\n{body}\n\\end{{tikzpicture}}"


def _axis(write: Notation, window: Window) -> Iterator[str]:
    (left, right), (low, high) = window.x, window.y
    yield r"\begin{axis}["
    yield "  width={min(0.94\\linewidth,8.5cm)}, height={min(0.94\\linewidth,8.5cm)},"
    yield "  axis on top, clip=false,"
    yield f"  xmin={number(left)}, xmax={number(right)},"
    yield f"  ymin={number(low)}, ymax={number(high)},"
    yield f"  xlabel={{data complexity ${write['alpha']}$}},"
    yield f"  ylabel={{target complexity ${write['beta']}$}},"
    yield "  xtick={0, 0.25, 0.5, 0.75, 1}, ytick={0, 0.25, 0.5, 0.75, 1},"
    yield "  tick align=outside, tick pos=left,"
    yield "]"


def _colours(diagram: LossDiagram) -> Iterator[str]:
    for p in diagram.phases:
        shade = PHASE_COLOURS.get(p.name, PHASE_COLOURS["IVa"]).removeprefix("#")
        yield rf"\definecolor{{phase{p.name}}}{{HTML}}{{{shade}}}"


def _outside(diagram: LossDiagram, window: Window) -> Iterator[str]:
    """Where the loss has no power law."""
    lines = [Line.of(c) for c in diagram.stored.diagram.program.domain.cells[0]]
    for k, line in enumerate(lines):
        beyond = Line(-line.x, -line.y, -line.shift)
        yield from _filled([*lines[:k], beyond], window, "draw=none, fill=black!10")


def _phases(diagram: LossDiagram, window: Window) -> Iterator[str]:
    for p in diagram.phases:
        for cell in p.region.cells:
            lines = [Line.of(c) for c in cell]
            yield f"% {p.name}: {p.region}"
            yield from _filled(lines, window, f"draw=none, fill=phase{p.name}!35")
            if 2 * p.model_size_exponent == 1:
                hatched = "draw=none, pattern=north east lines, pattern color=black!30"
                yield from _filled(lines, window, hatched)


def _boundaries(diagram: LossDiagram, window: Window) -> Iterator[str]:
    for b in diagram.boundaries:
        lines = [Line.of(c) for name in b.phases for c in diagram[name].region.cells[0]]
        ends = segment(boundary_line(b), lines, window)
        if ends:
            jumps = not (b.exponent_agrees and all(b.solution_agrees))
            yield f"% {b}"
            yield _drawn(ends, "black, line width=1.6pt" if jumps else "black, line width=0.7pt")


def _critical(diagram: LossDiagram, window: Window) -> Iterator[str]:
    for c in diagram.critical_lines:
        for cell in c.line.cells:
            (curve,) = (x for x in cell if x.relation == "=")
            rest = [Line.of(x) for x in cell if x is not curve]
            ends = segment(Line.of(curve), rest, window)
            if ends:
                yield f"% logarithm of {c.term}: {c.line}"
                yield _drawn(ends, "red!75!black, line width=1.1pt, dashed")


def _labels(diagram: LossDiagram, window: Window) -> Iterator[str]:
    (left, right), (low, high) = window.x, window.y
    for name, (x, y, radius) in _places(diagram, window).items():
        if name == "":
            # Along the diagonal that bounds it, nearer to it than to the frame: there is more room.
            x, y = x + _TOWARDS * radius, y + _TOWARDS * radius * (high - low) / (right - left)
            yield r"\node[font=\scriptsize, rotate=-45, inner sep=0pt]"
            yield f"  at (axis cs:{x:.3f},{y:.3f}) {{no power law}};"
        elif 2 * radius > _LETTER * len(name) * (right - left):
            # The phase's own colour behind the label keeps the hatching off its letters.
            yield rf"\node[font=\bfseries, fill=phase{name}!35, inner sep=1pt]"
            yield f"  at (axis cs:{x:.3f},{y:.3f}) {{{name}}};"
        else:
            above, tip = high + (high - low) / 30, high - (high - low) / 12
            yield rf"\draw[-stealth] (axis cs:{x:.3f},{number(above)})"
            yield rf"  node[above, font=\bfseries] {{{name}}} -- (axis cs:{x:.3f},{number(tip)});"


def _places(diagram: LossDiagram, window: Window) -> dict[str, tuple[float, float, float]]:
    """Middle and radius of the largest disc in each phase, and where there is no power law."""
    import numpy as np

    from phasecalc.export.figures.labels import label_place

    centres = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    x = float(window.x[0]) + float(window.x[1] - window.x[0]) * centres
    y = float(window.y[0]) + float(window.y[1] - window.y[0]) * centres
    names = diagram.evaluate(*np.meshgrid(x, y)).phase
    places = {}
    for name in ("", *(p.name for p in diagram.phases)):
        if (names == name).any():
            row, column, radius = label_place(names == name)
            places[name] = (float(x[column]), float(y[row]), float(radius * (x[1] - x[0])))
    return places


def _jumping(diagram: LossDiagram, write: Notation) -> list[str]:
    """Sizes that jump across some boundary."""
    sizes = {"delta": "d", "g": "gamma"}
    return [
        rf"${write[sizes[u]]}_\star$"
        for k, u in enumerate(diagram.unknowns)
        if not all(b.solution_agrees[k] for b in diagram.boundaries)
    ]


def filled(corners: Sequence[Point], style: str) -> str:
    """A polygon."""
    return rf"\path[{style}] {path(corners)} -- cycle;"


def path(points: Iterable[Point]) -> str:
    """Straight lines from point to point."""
    return " -- ".join(f"(axis cs:{number(p)},{number(q)})" for p, q in points)


def number(value: Number) -> str:
    """Exact number as TikZ computes it: 1-1/2*sqrt(2)."""
    return f"{{{value}}}".replace(" ", "") if isinstance(value, Surd) else str(value)


def _filled(lines: Iterable[Line], window: Window, style: str) -> Iterator[str]:
    corners = polygon(lines, window)
    if corners:
        yield filled(corners, style)


def _drawn(ends: tuple[Point, Point], style: str) -> str:
    return rf"\draw[{style}] {path(ends)};"
