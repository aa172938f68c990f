"""Draw the phase diagram: phases, boundaries, exponent as colour, critical lines."""

from __future__ import annotations

import argparse
from pathlib import Path

from phasecalc.cli.options import add_learning_rate, say

__all__ = ["configure", "run"]

EXAMPLES = (
    ("as in the paper", "diagram --output phase-diagram.svg"),
    ("with the learning rate tuned", "diagram --learning-rate free --output tuned.pdf"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "--output", required=True, type=Path, metavar="FILE", help="FILE.png, .svg or .pdf"
    )
    add_learning_rate(parser)


def run(arguments: argparse.Namespace) -> int:
    """Draw, say where, and return the exit status."""
    from phasecalc.export.files import require_format

    require_format(arguments.output)
    from phasecalc.export.figures import save_phase_diagram

    save_phase_diagram(arguments.output, learning_rate=arguments.learning_rate)
    say(arguments, f"wrote {arguments.output}")
    return 0
