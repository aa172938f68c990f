"""Write the explorer: one HTML file that answers at any point of the plane, offline.

Point, drag, or type an exact number: phase, exponents with their reason and proof, curves, and
what a tuned learning rate or another optimiser changes. The browser asks the network for nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from phasecalc.cli.options import say

__all__ = ["configure", "run"]

EXAMPLES = (
    ("the page", "explore -o explore.html"),
    ("open it at a point", "explore -o explore.html --alpha 2/5 --beta 9/10"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("explore.html"),
        metavar="FILE",
        help="where to write it (default explore.html)",
    )
    for name, what in (("alpha", "data complexity"), ("beta", "target complexity")):
        parser.add_argument(f"--{name}", metavar="NUMBER", help=f"{what}, in the address printed")


def run(arguments: argparse.Namespace) -> int:
    """Write the page and say where it is."""
    from urllib.parse import quote

    from phasecalc.explorer.page import explorer_page
    from phasecalc.export.files import write_atomically
    from phasecalc.parsing import exact

    given = {n: getattr(arguments, n) for n in ("alpha", "beta")}
    point = {n: str(exact(x, n)) for n, x in given.items() if x is not None}
    write_atomically(arguments.output, explorer_page())
    place = "&".join(f"{n}={quote(x, safe='/')}" for n, x in point.items())
    address = arguments.output.resolve().as_uri() + (f"#{place}" if place else "")
    say(arguments, f"wrote {arguments.output}; open {address}")
    return 0
