"""Derive both diagrams from the terms, prove and compare them; write report and figure.

Exit status 1: a shipped diagram differs from what the terms give.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from phasecalc.cli.options import add_point

if TYPE_CHECKING:
    from phasecalc.plrf.diagram import LossDiagram
    from phasecalc.plrf.query import Exponents
    from phasecalc.plrf.symbolic import PiecewiseExponents

__all__ = ["configure", "run"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("build/report"),
        metavar="DIR",
        help="folder to write into; default: build/report",
    )
    add_point(parser, required=False)
    parser.epilog = "example: phasecalc report --output build/report --alpha 7/10 --beta 9/10"


def run(arguments: argparse.Namespace) -> int:
    """Derive, check and write; return the exit status."""
    from phasecalc.export.figures import save_phase_diagram
    from phasecalc.export.files import write_atomically
    from phasecalc.export.numbers import numbers_markdown
    from phasecalc.export.report import report_text
    from phasecalc.numerics.progress import Progress

    answers = _answers(arguments)
    largest, free = _derived("largest"), _derived("free")
    folder: Path = arguments.output
    _progress("")
    numbers = numbers_markdown(Progress("measuring exponents"))
    _progress("writing the report")
    write_atomically(folder / "report.md", report_text(largest, free, answers, numbers))
    for kind in ("svg", "png"):
        save_phase_diagram(folder / f"phase-diagram.{kind}")
    save_phase_diagram(folder / "phase-diagram-free.svg", learning_rate="free")
    _progress("")
    print(f"wrote {folder / 'report.md'} and the phase diagram beside it")
    return 0


def _answers(arguments: argparse.Namespace) -> list[Exponents | PiecewiseExponents]:
    from phasecalc.exceptions import DomainError
    from phasecalc.plrf.query import exponents

    if arguments.alpha is None and arguments.beta is None:
        return []
    if arguments.alpha is None or arguments.beta is None:
        raise DomainError("give both --alpha and --beta, or neither")
    return [exponents(arguments.alpha, arguments.beta)]


def _derived(learning_rate: str) -> LossDiagram:
    """Diagram derived anew, re-checked, and equal to the shipped one."""
    from phasecalc.exceptions import StaleDiagram
    from phasecalc.plrf.diagram import phase_diagram
    from phasecalc.plrf.store import derive_text, path

    _progress(f"deriving and proving the diagram ({learning_rate} learning rate)")
    text = derive_text(learning_rate)
    if path(learning_rate).read_text(encoding="utf-8") != text:
        raise StaleDiagram(
            f"{path(learning_rate).name} differs from what the terms give; "
            "run `phasecalc derive` and look at the difference"
        )
    diagram = phase_diagram(learning_rate)
    _progress(f"re-checking {len(diagram.stored.diagram.proofs)} proofs")
    diagram.recheck()
    return diagram


def _progress(text: str) -> None:
    """Show what is being done, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
