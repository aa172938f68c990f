"""Which alpha and beta have given exponents, exactly, phase by phase.

Exit status 1: no parameters have these exponents, or the time did not suffice for all phases.
"""

from __future__ import annotations

import argparse
import sys

from phasecalc.cli.options import add_format, add_learning_rate, as_json, number

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
    parser.add_argument(
        "--timeout", metavar="SECONDS", help="end the search then, and say what is missing"
    )
    add_format(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Answer, and return the exit status."""
    from phasecalc.plrf.asking.inverse import invert

    found = invert(
        arguments.loss_exponent,
        arguments.model_size_exponent,
        learning_rate=arguments.learning_rate,
        timeout=None if arguments.timeout is None else number("timeout", arguments.timeout),
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
        print(as_json({**asked, "preimages": preimages, "missing": list(found.missing)}))
    elif len(found) and arguments.format == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(list(found)))
    elif len(found):
        print("\n".join(map(str, found)))
    if found.missing:
        print(f"phasecalc: time ran out before {', '.join(found.missing)}", file=sys.stderr)
    elif not found:
        print("phasecalc: no alpha and beta have these exponents", file=sys.stderr)
    return 0 if found and not found.missing else 1
