"""Which alpha and beta have given exponents, exactly, phase by phase.

Exit status 1: no parameters have these exponents.
"""

from __future__ import annotations

import argparse
import sys

from phasecalc.cli.options import add_format, add_learning_rate, as_json

__all__ = ["configure", "run"]

EXAMPLES = (
    ("both exponents", "invert --loss-exponent 9/14 --model-size-exponent 1/2"),
    ("one exponent: a curve in each phase", "invert --loss-exponent 9/14 --format latex"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--loss-exponent", metavar="NUMBER", help="eta in P* = f^-eta, exact")
    parser.add_argument("--model-size-exponent", metavar="NUMBER", help="xi in d* = f^xi, exact")
    add_learning_rate(parser)
    add_format(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Answer, and return the exit status."""
    from phasecalc.plrf.inverse import invert

    found = invert(
        arguments.loss_exponent,
        arguments.model_size_exponent,
        learning_rate=arguments.learning_rate,
    )
    if arguments.format == "json":
        preimages = [
            {
                "phase": p.phase,
                "point": None if p.point is None else [str(x) for x in p.point],
                "region": None if p.region is None else p.region.presented().conditions(),
            }
            for p in found
        ]
        asked = {
            "loss_exponent": arguments.loss_exponent,
            "model_size_exponent": arguments.model_size_exponent,
        }
        print(as_json({**asked, "preimages": preimages}))
    elif found and arguments.format == "latex":
        from phasecalc.export.latex import latex

        print(latex(list(found)))
    elif found:
        print("\n".join(map(str, found)))
    if not found:
        print("phasecalc: no alpha and beta have these exponents", file=sys.stderr)
    return 0 if found else 1
