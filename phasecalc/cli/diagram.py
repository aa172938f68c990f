"""Draw the phase diagram: phases, boundaries, exponent as colour, critical lines."""

from __future__ import annotations

import argparse

from phasecalc.cli.options import add_learning_rate, add_symbols, interval, pairs, say, symbols
from phasecalc.cli.places import new_file
from phasecalc.exceptions import DomainError

__all__ = ["configure", "run"]

EXAMPLES = (
    ("as in the paper", "diagram --output phase-diagram.svg"),
    ("with the learning rate tuned", "diagram --learning-rate free --output tuned.pdf"),
    (
        "one's own letters, window and points",
        r"diagram --symbol P=L --alpha 0:2 --point ours=9/20,1 --output a.pdf",
    ),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "--output", required=True, type=new_file, metavar="FILE", help="FILE.png, .svg or .pdf"
    )
    add_learning_rate(parser)
    for name in ("alpha", "beta"):
        parser.add_argument(
            f"--{name}", default="0:1.2", metavar="LOW:HIGH", help="what to show (default 0:1.2)"
        )
    parser.add_argument(
        "--point",
        action="append",
        default=[],
        metavar="LABEL=ALPHA,BETA",
        help="a point of your own, such as 'ours=9/20,1'; may be repeated",
    )
    add_symbols(parser)


def run(arguments: argparse.Namespace) -> int:
    """Draw, say where, and return the exit status."""
    from phasecalc.export.output.files import require_format

    require_format(arguments.output)
    ranges = {f"{n}_range": interval(n, getattr(arguments, n)) for n in ("alpha", "beta")}
    points = {label: _point(label, text) for label, text in pairs("point", arguments.point).items()}
    from phasecalc.export.figures import save_phase_diagram

    save_phase_diagram(
        arguments.output,
        learning_rate=arguments.learning_rate,
        points=points,
        symbols=symbols(arguments),
        **ranges,
    )
    say(arguments, f"wrote {arguments.output}")
    return 0


def _point(label: str, text: str) -> tuple[str, str]:
    """Two coordinates with a comma between them."""
    alpha, comma, beta = text.partition(",")
    if not comma:
        raise DomainError(f"--point {label}={text}: write LABEL=ALPHA,BETA, such as 'ours=9/20,1'")
    return alpha.strip(), beta.strip()
