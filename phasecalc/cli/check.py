"""Check claims about the model: proved, refuted with a witness, or undecided.

A claim file is TOML with [[claim]] tables of label, where and states; nothing
in it is executed. Exit status 1: something is refuted or undecided.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from phasecalc.cli.options import add_format, as_json

if TYPE_CHECKING:
    from phasecalc.claims.result import ClaimResult

__all__ = ["configure", "run"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("paths", nargs="+", metavar="FILE", help="claim file, *.toml")
    parser.add_argument(
        "--timeout", type=float, default=10.0, metavar="SECONDS", help="for each claim; default: 10"
    )
    add_format(parser, "text", "json")
    parser.epilog = "example: phasecalc check docs/claims/phase-table.toml"


def run(arguments: argparse.Namespace) -> int:
    """Check, and return the exit status."""
    found = []
    for result in _results([Path(p) for p in arguments.paths], arguments.timeout):
        found.append(result)
        if arguments.format == "text":
            print(_line(result), flush=True)
    if arguments.format == "json":
        print(as_json({"claims": [r.as_dict() for r in found]}))
    else:
        counts = [
            f"{sum(r.status == s for r in found)} {s}" for s in ("proved", "refuted", "undecided")
        ]
        print(", ".join(counts))
    return 0 if all(found) else 1


def _results(paths: list[Path], timeout: float) -> Iterator[ClaimResult]:
    """Claims of every file; all files are read before the first claim is judged."""
    from phasecalc.claims.check import results
    from phasecalc.claims.files import read_file

    for path in paths:
        if path.suffix != ".toml":
            raise ValueError(f"{path}: a claim file ends in .toml; nothing else can be checked")
    claims = [claim for path in paths for claim in read_file(path)]
    yield from results(claims, timeout)


def _line(result: ClaimResult) -> str:
    """One line for what is proved, all that is known for what is not."""
    if result:
        return f"{result.label}: proved ({result.evidence}, {result.seconds:.1f} s)"
    return str(result)
