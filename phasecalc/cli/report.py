"""Derive the diagrams anew, prove, measure, draw; write one report as PDF, HTML and Markdown.

The folder gets report.md, report.html, report.tex, the figures, and report.pdf where pdflatex is
installed. With --alpha and --beta it has a part on that point: phase, exponents, certificate, the
nearest boundaries, terms and constants, measured exponents, figures; --only-point writes that part
alone. The proofs of the book of derivations are read again from their certificates; --fresh runs
every derivation anew. Equal input gives equal files, apart from the date (SOURCE_DATE_EPOCH sets
it).

Exit status 1: a shipped diagram differs from what the terms give.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from phasecalc.cli.options import add_jobs, add_point, pool, progress, say
from phasecalc.cli.pages import draw, today, write
from phasecalc.cli.places import new_folder
from phasecalc.exceptions import DomainError, StaleDiagram

if TYPE_CHECKING:
    from phasecalc.export.page.blocks import Block
    from phasecalc.plrf.asking.diagram import LossDiagram

__all__ = ["configure", "run"]

EXAMPLES = (
    ("everything, about a minute", "report"),
    ("everything, and all about one point", "report --alpha 7/10 --beta 9/10"),
    ("one point", "report --only-point --alpha 7/10 --beta 9/10 -o build/point"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "-o",
        "--output",
        type=new_folder,
        default="build/report",
        metavar="DIR",
        help="folder to write into; default: build/report",
    )
    add_point(parser, required=False)
    parser.add_argument(
        "--only-point",
        action="store_true",
        help="only the part on --alpha and --beta: under a minute",
    )
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="run the book of derivations too, where its proofs are read again otherwise: some "
        "minutes more",
    )
    add_jobs(parser, default=os.cpu_count() or 1)


def run(arguments: argparse.Namespace) -> int:
    """Derive, check and write; return the exit status."""
    if (arguments.alpha is None) != (arguments.beta is None):
        raise DomainError("give both --alpha and --beta, or neither")
    if arguments.only_point and arguments.alpha is None:
        raise DomainError("--only-point: which point? Give --alpha and --beta")
    stage = _Stages(arguments)
    if arguments.only_point:
        title = f"Compute-optimal SGD at alpha = {arguments.alpha}, beta = {arguments.beta}"
        blocks: tuple[Block, ...] = _point(arguments, stage)
    else:
        title, blocks = _everything(arguments, stage)
    stage("drawing figures")
    figures = draw(arguments.output, list(_wanted(arguments)), progress(arguments, "figures"))
    stage("writing the report")
    say(arguments, write(arguments.output, title, blocks, figures, stage))
    return 0


class _Stages:
    """Tells, on a terminal only, what is being done."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.shown = sys.stderr.isatty() and not arguments.quiet

    def __call__(self, text: str) -> None:
        if self.shown:
            print(f"\r\x1b[K{text}", end="" if not text else "\n", file=sys.stderr, flush=True)


def _everything(arguments: argparse.Namespace, stage: _Stages) -> tuple[str, tuple[Block, ...]]:
    from phasecalc.export.documents.report import TITLE, report_blocks
    from phasecalc.export.letters.notation import Notation
    from phasecalc.export.views.book import status
    from phasecalc.plrf.checks.verify import verify

    point = () if arguments.alpha is None else _point(arguments, stage)
    largest, free = _derived("largest", stage), _derived("free", stage)
    stage("measuring exponents of the exact loss")
    with pool(arguments) as executor:
        verified = verify(executor=executor, progress=progress(arguments, "points"))
    stage("running the derivations" if arguments.fresh else "reading the proofs of the book again")
    tell = progress(arguments, "theorems")
    book = status(Notation(), fresh=arguments.fresh, jobs=arguments.jobs, progress=tell)
    return TITLE, report_blocks(
        largest, free, point=point, verified=verified, book=book, date=today()
    )


def _point(arguments: argparse.Namespace, stage: _Stages) -> tuple[Block, ...]:
    from phasecalc.export.documents.point import point_blocks

    stage(f"looking at alpha = {arguments.alpha}, beta = {arguments.beta}")
    level = 1 if arguments.only_point else 2
    tell = progress(arguments, "sections")
    return point_blocks(arguments.alpha, arguments.beta, progress=tell, level=level)


def _derived(learning_rate: str, stage: _Stages) -> LossDiagram:
    """Diagram derived anew, re-checked, and equal to the shipped one."""
    from phasecalc.plrf.asking.diagram import phase_diagram
    from phasecalc.plrf.phases.store import derive_text, path

    stage(f"deriving and proving the phase diagram ({learning_rate} learning rate)")
    text = derive_text(learning_rate)
    if path(learning_rate).read_text(encoding="utf-8") != text:
        raise StaleDiagram(
            f"{path(learning_rate).name} differs from what the terms give; "
            "run `phasecalc derive` and look at the difference"
        )
    diagram = phase_diagram(learning_rate)
    diagram.recheck()
    return diagram


def _wanted(arguments: argparse.Namespace) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Stem of each figure and what draws it: Axes, of a type that is not imported for this."""
    from phasecalc.export.documents.point import point_figures

    if arguments.alpha is not None:
        yield from point_figures(arguments.alpha, arguments.beta)
    if arguments.only_point:
        return
    from phasecalc.export.figures.dominance import dominance_panels
    from phasecalc.export.figures.heatmap import exponent_map_figure
    from phasecalc.export.figures.local import exponents_figure
    from phasecalc.export.figures.phases import phase_diagram_figure

    yield "phase-diagram", phase_diagram_figure
    yield "phase-diagram-free", lambda: phase_diagram_figure(learning_rate="free")
    yield "exponent-map", exponent_map_figure
    yield "local-exponents", exponents_figure
    yield "dominance", lambda: dominance_panels()[0]
