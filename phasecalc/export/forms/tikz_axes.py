r"""Figures of curves and points as pgfplots source, from the axes that were drawn.

Numbers are those of the figure, to seven digits; bands and letters come with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.export.page.tex import escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["axes_picture"]

_DASHED = {"--": "dashed", ":": "densely dotted", "-.": "dash dot"}


def axes_picture(ax: Axes) -> str:
    r"""Source of a ``tikzpicture`` of lines, points and bands; needs pgfplots.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> _ = ax.loglog([1, 10], [1, 0.1], label="loss")
    >>> print(axes_picture(ax).splitlines()[-5].partition(", line")[0])
      \addplot[own0
    """
    shades: dict[str, str] = {}
    body = [*_bands(ax, shades), *_lines(ax, shades), *_points(ax, shades)]
    colours = [rf"\definecolor{{{name}}}{{HTML}}{{{c}}}" for c, name in shades.items()]
    rows = [*colours, *_axis(ax), *body, r"\end{axis}"]
    return "\n".join((r"\begin{tikzpicture}", *(f"  {x}" for x in rows), r"\end{tikzpicture}"))


def _axis(ax: Axes) -> Iterator[str]:
    yield r"\begin{axis}["
    yield r"  width=0.8\linewidth, height=0.6\linewidth,"
    yield r"  legend style={draw=none, fill=none, font=\footnotesize, cells={anchor=west},"
    yield r"    at={(xticklabel cs:0.5,22pt)}, anchor=north},"
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    yield f"  xmin={left:.7g}, xmax={right:.7g}, ymin={low:.7g}, ymax={high:.7g},"
    for name in "xy":
        if getattr(ax, f"get_{name}scale")() == "log":
            yield f"  {name}mode=log,"
        yield f"  {name}label={{{_marked(getattr(ax, f'get_{name}label')())}}},"
    yield "  tick align=outside, tick pos=left,"
    yield "]"


def _lines(ax: Axes, shades: dict[str, str]) -> Iterator[str]:
    for line in ax.lines:
        x, y = (np.asarray(v, dtype=float) for v in line.get_data())
        style = [_shade(line.get_color(), shades), f"line width={line.get_linewidth() * 0.6:.3g}pt"]
        style += [_DASHED[s] for s in (str(line.get_linestyle()),) if s in _DASHED]
        marked = line.get_marker() not in ("None", "", None)
        style.append("mark=*, mark size=1.2pt" if marked else "mark=none")
        yield from _plotted(x, y, style, str(line.get_label()))


def _points(ax: Axes, shades: dict[str, str]) -> Iterator[str]:
    for found in ax.collections:
        if hasattr(found, "get_offsets") and not _is_band(found):
            x, y = np.ma.filled(np.ma.asarray(found.get_offsets(), dtype=float), np.nan).T
            colour = _shade(found.get_facecolor()[0], shades)
            style = [colour, "only marks", "mark=*", "mark size=1pt"]
            yield from _plotted(x, y, style, str(found.get_label()))


def _bands(ax: Axes, shades: dict[str, str]) -> Iterator[str]:
    for found in ax.collections:
        if _is_band(found):
            colour = _shade(found.get_facecolor()[0], shades)
            for path in found.get_paths():
                x, y = np.asarray(path.vertices, dtype=float).T
                style = ["area legend", "draw=none", f"fill={colour}", "fill opacity=0.3"]
                yield from _plotted(x, y, style, str(found.get_label()))


def _is_band(found: Any) -> bool:
    from matplotlib.collections import PolyCollection

    return isinstance(found, PolyCollection)


def _plotted(x: Any, y: Any, style: list[str], label: str) -> Iterator[str]:
    kept = np.isfinite(x) & np.isfinite(y)
    named = bool(label) and not label.startswith("_")
    if not kept.any():
        return
    style = style if named else [*style, "forget plot"]
    yield rf"\addplot[{', '.join(style)}] coordinates"
    yield f"  {{{' '.join(f'({a:.7g},{b:.7g})' for a, b in zip(x[kept], y[kept], strict=True))}}};"
    if named:
        yield rf"\addlegendentry{{{_marked(label)}}}"


def _shade(colour: Any, shades: dict[str, str]) -> str:
    from matplotlib.colors import to_hex

    return shades.setdefault(to_hex(colour)[1:].upper(), f"own{len(shades)}")


def _marked(text: str) -> str:
    """A label of Matplotlib's: mathematics as it is, the rest for LaTeX."""
    parts = text.split("$")
    return "$".join(p if k % 2 else escape(p) for k, p in enumerate(parts))
