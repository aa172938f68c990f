"""Write the explorer: one HTML file that answers at any point, offline.

Point, drag, or type an exact number: phase, exponents with their reason and
proof, curves, and what a tuned learning rate or another optimiser changes. With
--law the plane is that of a law's parameters. It asks the network for nothing.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from phasecalc.cli.options import add_plane, pairs, ranges_of, say
from phasecalc.cli.places import new_file
from phasecalc.exceptions import DomainError
from phasecalc.parsing import exact

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["configure", "run"]

EXAMPLES = (
    ("the page", "explore -o explore.html"),
    ("open it at a point", "explore -o explore.html --alpha 2/5 --beta 9/10"),
    ("the plane of a law, or of a law file", "explore --law lazy-features -o lazy.html"),
    (
        "a slice of a law with more parameters",
        "explore --law kaplan --at alpha_B=1/5 -o kaplan.html",
    ),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "-o",
        "--output",
        type=new_file,
        default="explore.html",
        metavar="FILE",
        help="where to write it (default explore.html)",
    )
    for name, what in (("alpha", "data complexity"), ("beta", "target complexity")):
        parser.add_argument(f"--{name}", metavar="NUMBER", help=f"{what}, in the address printed")
    law = parser.add_argument_group("of a law")
    law.add_argument("--law", metavar="LAW", help="a name from phasecalc law list, or a file.toml")
    add_plane(law)
    law.add_argument(
        "--point",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="a parameter of the point in the address printed; may be repeated",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the page and say where it is."""
    from urllib.parse import quote

    from phasecalc.explorer.page import explorer_page
    from phasecalc.export.output.files import write_atomically
    from phasecalc.laws.declaring.catalogue import as_law

    law = None if arguments.law is None else as_law(arguments.law)
    point = _point(arguments, law)
    exact_point = {n: str(exact(x, n)) for n, x in point.items()}
    ranges = ranges_of(arguments)
    page = explorer_page(law, at=pairs("at", arguments.at), ranges=ranges)
    write_atomically(arguments.output, page)
    place = "&".join(f"{n}={quote(x, safe='/')}" for n, x in exact_point.items())
    address = arguments.output.resolve().as_uri() + (f"#{place}" if place else "")
    say(arguments, f"wrote {arguments.output}; open {address}")
    return 0


def _point(arguments: argparse.Namespace, law: Law | None) -> dict[str, str]:
    """Point to open the page at, by name: each name is one of the plane that is asked for."""
    given = {n: x for n in ("alpha", "beta") if (x := getattr(arguments, n)) is not None}
    if law is None:
        for option in ("at", "range", "point"):
            if getattr(arguments, option):
                raise DomainError(f"--{option}: for the parameters of a law; give --law LAW too")
        return given
    if given:
        raise DomainError(
            f"--{next(iter(given))}: of the plane of SGD; with --law give --point NAME=NUMBER"
        )
    point = pairs("point", arguments.point)
    if not point:
        return point
    from phasecalc.explorer.laws import plane_of

    names = plane_of(law, pairs("at", arguments.at))
    for name in point:
        if name not in names:
            raise DomainError(f"--point {name}: the plane has {', '.join(names)}")
    return point
