r"""Diagrams of one's own as pgfplots source: regions over two parameters, exponents over one.

Over two parameters corners are exact and straight borders with them; a bent border is a polyline
between exact ends, under a comment with its equation. Over one parameter ends of regions are exact.
With more, the others are held fixed: slices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.checker import Number, evaluate
from phasecalc.export.figures.style import COLOURS
from phasecalc.export.forms.tikz import filled, number, path
from phasecalc.export.outlines.areas import Area, Slice, areas_of, places, sliced
from phasecalc.export.outlines.polygons import Window
from phasecalc.export.outlines.slabs import Border, cut_line, outlines
from phasecalc.export.page.blocks import Figure
from phasecalc.export.page.tex import escape
from phasecalc.laws.text.notation import letter
from phasecalc.optimisers.store import BestOptimiser

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike
    from phasecalc.export.letters.notation import Notation

__all__ = ["own_diagram", "own_picture"]

_PALETTE = ("F_pp", "accent", "F_ac", "K_pp", "band", "F_0")
_SAMPLES = 161  # a side, for the places of labels
_USUAL = (0.0, 1.6)  # of the plane on which optimisers are compared
_STEPS = 48  # of a curve over one parameter
_ASIDE = 1e-4  # of the window, for the question what lies beside a border
_SHORT = 4  # letters of names that stand in their regions
_LETTER = 0.03  # width of a letter of a label, as a part of the window


def own_diagram(
    found: Any,
    at: Mapping[str, ExactLike] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    stem: str = "own-diagram",
) -> Figure:
    """The picture with a caption that says what balances in each region."""
    areas = areas_of(found)
    rows = [f"{a.name}: {', '.join(a.balance)}" for a in areas if a.balance]
    said = f" What balances: {'; '.join(rows)}." if rows else ""
    return Figure(
        f"Regions with one formula for the exponent of the loss each.{said}",
        label=f"fig:{stem}",
        picture=own_picture(found, at=at, ranges=ranges),
        stem=stem,
        alternative="regions over the parameters",
    )


def own_picture(
    found: Any,
    at: Mapping[str, ExactLike] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    write: Notation | None = None,
) -> str:
    r"""Source of a ``tikzpicture``, or of one for each slice; needs pgfplots.

    Parameters
    ----------
    found
        A law, its optimum, a program, its diagram, a certificate or the comparison of optimisers.
    at
        Values of parameters held fixed, by name. Without any, more than two parameters are shown in
        slices, at most three, through points of the regions.
    ranges
        What to show of each parameter; by default somewhat more than a point of each region.
    write
        Names of the parameters, where they are to be named otherwise.

    Raises
    ------
    DomainError
        No parameter or more than two are left, a name is unknown, or a range is empty.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.optimum.program import Program
    >>> a, b, x = sp.symbols("a b x")
    >>> law = Program.of(
    ...     terms={"capacity": -a * x, "data": -b * (1 - x), "overfitting": 2 * x - 1},
    ...     unknowns=[x], constraints=[x >= 0, x <= 1], domain=[a > 0, b > 0])
    >>> source = own_picture(law, ranges={"a": (0, 3), "b": (0, 2)})
    >>> "% a*b - a + b = 0" in source, "(axis cs:3,3/4)" in source
    (True, True)
    """
    areas = areas_of(found)
    if ranges is None and isinstance(found, BestOptimiser):
        ranges = {n: _USUAL for n in areas[0].region.names}
    slices = [at] if at else places(areas)
    drawn = [sliced(areas, values, ranges or {}) for values in slices]
    names = [a.name for a in areas]
    given = {} if write is None else write.neutral().symbols
    letters = {n: given.get(n, letter(n)) for n in areas[0].region.names}
    return "\n\n".join(_picture(s, names, letters, panel=len(drawn) > 1) for s in drawn)


def _picture(drawn: Slice, names: Sequence[str], letters: Mapping[str, str], *, panel: bool) -> str:
    colours = [rf"\definecolor{{own{k}}}{{HTML}}{{{_shade(k)}}}" for k, _ in enumerate(names)]
    body = _plane(drawn, names) if len(drawn.names) == 2 else _line(drawn, names)
    lines = [*colours, *_axis(drawn, letters, panel=panel), *body, r"\end{axis}"]
    return "\n".join((r"\begin{tikzpicture}", *(f"  {x}" for x in lines), r"\end{tikzpicture}"))


def _shade(k: int) -> str:
    return COLOURS[_PALETTE[k % len(_PALETTE)]].removeprefix("#")


def _axis(drawn: Slice, letters: Mapping[str, str], *, panel: bool) -> Iterator[str]:
    side = r"0.48\linewidth" if panel else r"0.7\linewidth"
    yield r"\begin{axis}["
    yield f"  width={side}, height={side}, axis on top, clip=false,"
    (low, high), *more = drawn.ranges
    yield f"  xmin={_exactly(low)}, xmax={_exactly(high)}, xlabel={{${letters[drawn.names[0]]}$}},"
    if more:
        low, high = more[0]
        yield f"  ymin={_exactly(low)}, ymax={_exactly(high)},"
        yield f"  ylabel={{${letters[drawn.names[1]]}$}},"
    else:
        yield "  ylabel={exponent of the loss},"
    if drawn.fixed:
        values = ", ".join(f"{letters[n]} = {x}" for n, x in drawn.fixed.items())
        yield f"  title={{${values}$}},".replace("sqrt", r"\surd")
    yield "  tick align=outside, tick pos=left,"
    yield "]"


def _plane(drawn: Slice, names: Sequence[str]) -> Iterator[str]:
    window = Window(*((_exactly(a), _exactly(b)) for a, b in drawn.ranges))
    borders: dict[str, Border] = {}
    for area in drawn.areas:
        yield f"% {area.name}: {area.region}"
        for cell in area.region.cells:
            for part in outlines(cell, window):
                shade = f"own{names.index(area.name)}!35"
                style = f"draw={shade}, line width=0.2pt, fill={shade}"  # no seams
                yield filled(part.corners, style)
                for border in (*part.below, *part.above, *part.ends):
                    if border.curve and not _within(area, border, drawn):
                        borders.setdefault(path(border.points), border)
    for course, border in borders.items():
        yield f"% {border.curve} = 0"
        yield rf"\draw[black, line width=0.7pt] {course};"
    yield from _labels(drawn, names)


def _within(area: Area, border: Border, drawn: Slice) -> bool:
    """Whether the area lies on both sides of a part of the border of one of its cells."""
    from phasecalc.export.figures.own import inside

    k, bent = len(border.points) // 2, len(border.points) > 2
    (p, q), (r, s) = ([float(v) for v in border.points[j]] for j in (k - 1, k + bent))
    wide, high = (b - a for a, b in drawn.ranges)
    along = ((r - p) / wide, (s - q) / high)
    length = (along[0] ** 2 + along[1] ** 2) ** 0.5 or 1.0
    step = (-along[1] / length * _ASIDE * wide, along[0] / length * _ASIDE * high)
    on = border.points[k] if bent else ((p + r) / 2, (q + s) / 2)
    middle = (float(on[0]), float(on[1]))
    return all(
        bool(inside(area, (middle[0] + z * step[0], middle[1] + z * step[1]))) for z in (1, -1)
    )


def _labels(drawn: Slice, names: Sequence[str]) -> Iterator[str]:
    import numpy as np

    from phasecalc.export.figures.labels import label_place
    from phasecalc.export.figures.own import inside

    centres = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    x, y = (low + (high - low) * centres for low, high in drawn.ranges)
    at = tuple(np.meshgrid(x, y))
    for area in drawn.areas:
        where, k = inside(area, at), names.index(area.name)
        if not where.any():
            continue
        row, column, radius = label_place(where)
        label = area.name if max(map(len, names)) <= _SHORT else str(k + 1)
        if 2 * radius / _SAMPLES > _LETTER * len(label):
            yield rf"\node[font=\bfseries, fill=own{k}!35, inner sep=1.5pt]"
        else:
            yield r"\node[font=\scriptsize\bfseries, inner sep=1pt]"
        yield f"  at (axis cs:{x[column]:.3f},{y[row]:.3f}) {{{escape(label)}}};"
    if max(map(len, names)) > _SHORT:
        yield from _legend(names)


def _legend(names: Sequence[str]) -> Iterator[str]:
    """What the numbers stand for, beside the picture's frame."""
    rows = r"\\ ".join(f"{k} {escape(name)}" for k, name in enumerate(names, 1))
    yield r"\node[below right, align=left, text width=0.7\linewidth, font=\scriptsize,"
    yield rf"  inner sep=0pt] at (xticklabel cs:0,36pt) {{\raggedright {rows}}};"


def _line(drawn: Slice, names: Sequence[str]) -> Iterator[str]:
    """Exponent over one parameter, region by region, and where they meet."""
    low, high = map(_exactly, drawn.ranges[0])
    ends: dict[Number, None] = {}
    for area in drawn.areas:
        yield f"% {area.name}: {area.region}"
        for cell in area.region.cells:
            for left, right in cut_line(cell, low, high):
                points = _course(area, left, right)
                places_ = " ".join(f"({a:.7g},{b:.7g})" for a, b in points)
                yield rf"\addplot[own{names.index(area.name)}, line width=1.4pt] coordinates"
                yield f"  {{{places_}}};"
                if points:
                    x, y = points[len(points) // 2]
                    yield rf"\node[above left, font=\bfseries] at (axis cs:{x:.5g},{y:.5g})"
                    yield f"  {{{escape(area.name)}}};"
                ends |= dict.fromkeys(e for e in (left, right) if e not in (low, high))
    for end in ends:
        yield rf"\draw[black!60, dashed] ({{axis cs:{number(end)},0}} |- {{rel axis cs:0,0}})"
        yield rf"  -- ({{axis cs:{number(end)},0}} |- {{rel axis cs:0,1}}); % at {end}"


def _course(area: Area, left: Number, right: Number) -> list[tuple[float, float]]:
    found = []
    for k in range(_STEPS + 1):
        share = Fraction(k, _STEPS)
        x = left * (1 - share) + right * share if k not in (0, _STEPS) else (left, right)[k > 0]
        bottom = evaluate(area.value.bottom, (x,))
        if bottom != 0:
            found.append((float(x), float(evaluate(area.value.top, (x,)) / bottom)))
    return found


def _exactly(value: float) -> Fraction:
    return Fraction(value).limit_denominator(10**6)
