"""``phasecalc law diagram``: the regions of a law over its parameters, as a figure."""

from __future__ import annotations

import argparse

from phasecalc.cli.options import add_plane, pairs, ranges_of, say
from phasecalc.cli.places import new_file

__all__ = ["configure", "run"]


def configure(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this action and its options."""
    parser = actions.add_parser("diagram", help="draw a law's regions over its parameters")
    parser.add_argument("law", metavar="LAW")
    parser.add_argument(
        "--output", required=True, type=new_file, metavar="FILE", help="FILE.png, .svg or .pdf"
    )
    add_plane(parser)


def run(arguments: argparse.Namespace) -> int:
    """Draw, say where, and return the exit status."""
    from phasecalc.export.output.files import require_format, save_figure
    from phasecalc.laws.declaring.catalogue import find_or_read

    require_format(arguments.output)
    ranges = ranges_of(arguments)
    law, _ = find_or_read(arguments.law)
    from phasecalc.export.figures import law_diagram_figure, look

    with look():
        ax = law_diagram_figure(law, at=pairs("at", arguments.at), ranges=ranges)
        save_figure(ax.get_figure(), arguments.output)
    say(arguments, f"wrote {arguments.output}")
    return 0
