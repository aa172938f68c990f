"""The compute-optimal model size and loss at given budgets."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from phasecalc.cli.budgets import listed
from phasecalc.cli.options import add_forms, in_form, only_forms
from phasecalc.cli.table import add_model, write
from phasecalc.exceptions import DomainError, SweepFailed

if TYPE_CHECKING:
    from phasecalc.plrf.frontier.points import FrontierPoint

EXAMPLES = (
    ("the optimum at three budgets", "frontier --alpha 7/10 --beta 9/10 --flops 1e10 1e20 1e40"),
    ("to twenty digits", "frontier --alpha 7/10 --beta 9/10 --flops 1e10 --digits 20"),
    ("one a decade, as CSV", "frontier --alpha 1 --beta 1/5 --flops 1e10:1e20 --format csv"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_model(parser, size=False)
    parser.add_argument("--ratio", default="10", help="v/d (default 10), or inf")
    parser.add_argument(
        "--flops",
        required=True,
        nargs="+",
        action="extend",
        metavar="NUMBER",
        help="budgets f = d r B: numbers, or a window FROM:TO with one a decade",
    )
    parser.add_argument(
        "--enclosed",
        action="store_true",
        help="instead, balls of the least loss over whole sizes, by proof",
    )
    parser.add_argument("--digits", type=int, help="correct digits (default: doubles)")
    add_forms(parser, "text", "json", "csv", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Print flops, model size, loss and local exponents; 1 where a budget has no answer."""
    from phasecalc.plrf.frontier.frontier import frontier

    ratio = float("inf") if arguments.ratio.strip().lower() in ("inf", "oo") else arguments.ratio
    if arguments.enclosed and arguments.digits is not None:
        raise DomainError("--enclosed has as many digits as are proved; leave out --digits")
    if arguments.enclosed:
        only_forms(arguments, "--enclosed", "text", "json", "csv", "latex")
        return _enclosed(arguments, ratio)
    problem: SweepFailed | None = None
    try:
        answer = frontier(
            arguments.alpha,
            arguments.beta,
            listed(arguments.flops),
            ratio=ratio,
            gamma=arguments.gamma,
            batch=arguments.batch,
            digits=arguments.digits,
        )
    except SweepFailed as failed:  # the budgets that have an answer are printed all the same
        answer, problem = failed.partial, failed
    points = [_row(p, arguments.digits) for p in answer.points]
    model = {"alpha": arguments.alpha, "beta": arguments.beta, "ratio": arguments.ratio}
    if not in_form(arguments, answer):
        write(model, points, arguments.format)
    if problem is not None:
        print(f"phasecalc: {problem}", file=sys.stderr)
    return 1 if problem else 0


def _row(p: FrontierPoint, digits: int | None) -> dict[str, str]:
    """The numbers of one budget as text."""
    if digits is not None:
        import mpmath as mp  # the parser loads this module

        names = ("model_size", "loss", "loss_exponent", "model_size_exponent")
        found = {k: mp.nstr(getattr(p, k), digits, strip_zeros=False) for k in names}
        return {"flops": f"{float(p.flops):.6g}", **found}
    return {
        "flops": f"{p.flops:.6g}",
        "model_size": f"{p.model_size:.10e}",
        "loss": f"{p.loss:.11e}",
        "loss_exponent": f"{p.loss_exponent:.8f}",
        "model_size_exponent": f"{p.model_size_exponent:.8f}",
    }


def _enclosed(arguments: argparse.Namespace, ratio: str | float) -> int:
    """Print what is proved of the least loss at each budget."""
    from phasecalc.plrf.frontier.frontier_enclosure import enclosed_frontier

    points = []
    for flops in listed(arguments.flops):
        found = enclosed_frontier(
            arguments.alpha,
            arguments.beta,
            flops,
            ratio=ratio,
            gamma=arguments.gamma,
            batch=arguments.batch,
        )
        points.append(
            {
                "flops": f"{float(found.flops):.6g}",
                "model_size": str(found.model_size),
                "loss": str(found.loss),
                "least_loss": str(found.minimum),
                "best": "yes" if found.best else "not proved",
                "no_better_below": str(found.bracket[0]),
                "no_better_above": str(found.bracket[1]),
            }
        )
    model = {"alpha": arguments.alpha, "beta": arguments.beta, "ratio": arguments.ratio}
    write(model, points, arguments.format)
    return 0
