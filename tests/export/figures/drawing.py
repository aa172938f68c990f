"""Every figure once, small: name to a function that draws into given axes or new ones."""

import phasecalc as pc
from phasecalc.export.figures.dominance import dominance_figure
from phasecalc.export.figures.frontier import frontier_figure, isoflop_figure
from phasecalc.export.figures.heatmap import exponent_map_figure
from phasecalc.export.figures.laws import comparison_figure
from phasecalc.export.figures.local import exponents_figure
from phasecalc.export.figures.loss import loss_figure
from phasecalc.export.figures.optimisers import optimisers_figure
from phasecalc.export.figures.own import law_diagram_figure
from phasecalc.export.figures.phases import phase_diagram_figure
from phasecalc.export.figures.simulation import simulation_figure

POINT = ("7/10", "9/10")
MODEL = pc.PLRF(*POINT, 40)


def simulation(ax=None):
    # Second moments: no random stream of data, so the figure is the same everywhere.
    moments = pc.second_moments(MODEL, [0, 1, 3, 10, 30, 100, 300], seeds=range(4))
    return simulation_figure(moments, MODEL, ax=ax)


def laws(ax=None):
    fits = ("hoffmann", "besiroglu")
    budgets = ["1e18", "1e22", "1e26"]
    curves = {f: pc.laws.local_exponents(pc.laws.two_term, budgets, fit=f) for f in fits}
    return comparison_figure(curves, ax)


FIGURES = {
    "phases": phase_diagram_figure,
    "phases-free": lambda ax=None: phase_diagram_figure(ax, learning_rate="free"),
    "map": lambda ax=None: exponent_map_figure("model-size", ax),
    "tuning": lambda ax=None: exponent_map_figure("tuning", ax),
    "loss": lambda ax=None: loss_figure(MODEL, ax=ax),
    "frontier": lambda ax=None: frontier_figure(*POINT, [1e4, 1e5, 1e6], ax=ax),
    "isoflop": lambda ax=None: isoflop_figure(*POINT, [1e4, 1e6], ax=ax),
    "exponents": lambda ax=None: exponents_figure(
        {"III": POINT, "IVa": ("2/5", "9/10")}, [1e5, 1e10, 1e20, 1e30], ax=ax
    ),
    "dominance": lambda ax=None: dominance_figure("2/5", "9/10", ax=ax),
    "simulation": simulation,
    "laws": laws,
    "optimisers": optimisers_figure,
    "law-diagram": lambda ax=None: law_diagram_figure(pc.laws.law("bordelon"), ax),
}
