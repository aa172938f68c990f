"""``phasecalc plot``: figures of loss curves, frontiers, local exponents and simulations."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EXAMPLE = "phasecalc plot exponents --output exponents.svg"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("what", choices=tuple(_FIGURES), help="which figure")
    parser.add_argument("--alpha", default="7/10", help="data complexity (default 7/10)")
    parser.add_argument("--beta", default="9/10", help="target complexity (default 9/10)")
    parser.add_argument("--d", default="100", help="model size, for loss, terms and simulation")
    parser.add_argument(
        "--output", required=True, type=Path, metavar="FILE", help="FILE.png, .svg or .pdf"
    )


def run(arguments: argparse.Namespace) -> int:
    """Draw one figure into a file."""
    from phasecalc.export.files import require_format, save_figure
    from phasecalc.export.style import look

    require_format(arguments.output)
    with look():
        figure: Any = _FIGURES[arguments.what](arguments).figure
        save_figure(figure, arguments.output)
    print(f"wrote {arguments.output}")
    return 0


def _model(arguments: argparse.Namespace) -> Any:
    from phasecalc.plrf.parameters import PLRF

    return PLRF(arguments.alpha, arguments.beta, arguments.d)


def _loss(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.curves import loss_figure

    return loss_figure(_model(arguments))


def _frontier(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.curves import frontier_figure

    return frontier_figure(arguments.alpha, arguments.beta)


def _isoflop(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.curves import isoflop_figure

    return isoflop_figure(arguments.alpha, arguments.beta)


def _exponents(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.curves import exponents_figure

    return exponents_figure()


def _simulation(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.curves import simulation_figure
    from phasecalc.numerics.progress import Progress
    from phasecalc.plrf.simulate import simulate

    model = _model(arguments)
    last = int(10 * float(model.d) ** min(1.5, 2 * float(model.alpha)))
    drawn = simulate(model, last, seeds=range(8), progress=Progress("simulate"))
    return simulation_figure(drawn, model)


_FIGURES = {
    "loss": _loss,
    "terms": _loss,
    "frontier": _frontier,
    "isoflop": _isoflop,
    "exponents": _exponents,
    "simulation": _simulation,
}
