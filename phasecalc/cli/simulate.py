"""Real one-pass SGD beside the exact curve."""

from __future__ import annotations

import argparse

from phasecalc.cli.options import add_format, progress
from phasecalc.cli.table import add_model, model_arguments, write

EXAMPLES = (
    (
        "eight seeds beside the exact curve",
        "simulate --alpha 7/10 --beta 9/10 --d 100 --iterations 999 --seeds 8",
    ),
    ("without data noise", "simulate --alpha 1 --beta 1 --d 50 --iterations 1000 --moments"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_model(parser)
    parser.add_argument("--iterations", type=int, required=True, help="last iteration")
    parser.add_argument(
        "--seeds",
        type=int,
        nargs="+",
        default=[8],
        metavar="N",
        help="how many, and these are 0, 1, and so on (default 8); or which, several integers",
    )
    parser.add_argument(
        "--moments", action="store_true", help="exact second moments of each W, no data noise"
    )
    add_format(parser, "text", "json", "csv", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Print r, mean over seeds with its standard error, the exact loss, and their ratio."""
    from phasecalc.plrf.model.parameters import PLRF
    from phasecalc.plrf.samples.simulate import second_moments, simulate

    seeds = arguments.seeds if len(arguments.seeds) > 1 else arguments.seeds[0]
    if isinstance(seeds, int) and seeds < 2:
        raise ValueError(f"--seeds {seeds}: a standard error needs at least 2 seeds")
    model = PLRF(**model_arguments(arguments))
    sample = second_moments if arguments.moments else simulate
    drawn = sample(
        model,
        arguments.iterations,
        seeds=seeds,
        progress=progress(arguments, "simulate"),
    )
    exact = model.loss(drawn.iterations)
    rows = zip(drawn.iterations, drawn.mean, drawn.standard_error, exact, strict=True)
    points = [
        {
            "r": int(r),
            "mean": f"{mean:.6e}",
            "standard_error": f"{error:.2e}",
            "loss": f"{loss:.6e}",
            "ratio": f"{mean / loss:.4f}",
        }
        for r, mean, error, loss in rows
    ]
    described = {"alpha": str(model.alpha), "beta": str(model.beta), "d": str(model.d)}
    write({**described, "seeds": seeds}, points, arguments.format)
    return 0
