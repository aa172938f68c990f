"""Draw a figure: loss curves, frontier, isoFLOP curves, exponents, dominant terms, simulations.

loss        exact loss curve with its four terms (also: terms)
frontier    compute-optimal frontier below the curves of fixed models
isoflop     loss against model size at fixed budgets
exponents   local exponents against the budget, one point in each phase
map         one exponent over the (alpha, beta) plane, as colour with level lines
dominance   which term is the largest for which r and d; --every for one panel each phase
simulation  real one-pass SGD, mean and two standard errors, over the exact curve
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from phasecalc.cli.options import add_learning_rate, progress, say
from phasecalc.cli.places import new_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EXAMPLES = (
    ("local exponents, one point in each phase", "plot exponents --output exponents.svg"),
    ("isoFLOP curves at a point", "plot isoflop --alpha 1 --beta 3/2 --output isoflop.pdf"),
    ("what tuning gains, over the plane", "plot map --quantity tuning --output gain.png"),
)
_QUANTITIES = ("loss", "model-size", "iterations", "correction", "tuning")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("what", choices=tuple(_FIGURES), metavar="FIGURE", help="one of these")
    parser.add_argument("--alpha", default="7/10", help="data complexity (default 7/10)")
    parser.add_argument("--beta", default="9/10", help="target complexity (default 9/10)")
    parser.add_argument("--d", default="100", help="model size, for loss, terms and simulation")
    parser.add_argument(
        "--quantity",
        choices=_QUANTITIES,
        default="loss",
        metavar="NAME",
        help=f"for map: {', '.join(_QUANTITIES)}; default: loss",
    )
    parser.add_argument("--every", action="store_true", help="for dominance: every phase")
    add_learning_rate(parser)
    parser.add_argument(
        "--output", required=True, type=new_file, metavar="FILE", help="FILE.png, .svg or .pdf"
    )


def run(arguments: argparse.Namespace) -> int:
    """Draw one figure into a file."""
    from phasecalc.export.figures.style import look
    from phasecalc.export.output.files import require_format, save_figure

    require_format(arguments.output)
    with look():
        figure: Any = _FIGURES[arguments.what](arguments).figure
        save_figure(figure, arguments.output)
    say(arguments, f"wrote {arguments.output}")
    return 0


def _model(arguments: argparse.Namespace) -> Any:
    from phasecalc.plrf.model.parameters import PLRF

    return PLRF(arguments.alpha, arguments.beta, arguments.d)


def _loss(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.figures.loss import loss_figure

    return loss_figure(_model(arguments))


def _frontier(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.figures.frontier import frontier_figure

    return frontier_figure(arguments.alpha, arguments.beta)


def _isoflop(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.figures.frontier import isoflop_figure

    return isoflop_figure(arguments.alpha, arguments.beta)


def _exponents(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.figures.local import exponents_figure

    return exponents_figure()


def _map(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.figures.heatmap import exponent_map_figure

    return exponent_map_figure(arguments.quantity, learning_rate=arguments.learning_rate)


def _dominance(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.figures.dominance import dominance_figure, dominance_panels

    if arguments.every:
        return dominance_panels()[0]
    return dominance_figure(arguments.alpha, arguments.beta)


def _simulation(arguments: argparse.Namespace) -> Axes:
    from phasecalc.export.figures.simulation import simulation_figure
    from phasecalc.plrf.samples.simulate import simulate

    model = _model(arguments)
    last = int(10 * float(model.d) ** min(1.5, 2 * float(model.alpha)))
    drawn = simulate(model, last, seeds=range(8), progress=progress(arguments, "simulate"))
    return simulation_figure(drawn, model)


_FIGURES = {
    "loss": _loss,
    "terms": _loss,
    "frontier": _frontier,
    "isoflop": _isoflop,
    "exponents": _exponents,
    "map": _map,
    "dominance": _dominance,
    "simulation": _simulation,
}
