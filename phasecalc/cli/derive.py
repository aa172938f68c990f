"""Derive the phase diagrams from the terms of the loss, prove them, and write the shipped files.

With --check, derive anew and compare; exit status 1 if a shipped file differs.
"""

from __future__ import annotations

import argparse
import sys

from phasecalc.cli.options import say

__all__ = ["configure", "run"]

EXAMPLES = (
    ("compare what is shipped with what the terms give", "derive --check"),
    ("write the shipped files anew", "derive"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--check", action="store_true", help="compare only; write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Derive, write or compare, and return the exit status."""
    from phasecalc.export.output.files import write_atomically
    from phasecalc.plrf.phases.store import LEARNING_RATES, derive_text, path

    different = 0
    for learning_rate in LEARNING_RATES:
        file = path(learning_rate)
        text = derive_text(learning_rate)
        same = file.exists() and file.read_text(encoding="utf-8") == text
        if arguments.check and not same:
            different += 1
            print(f"phasecalc: {file.name} differs from what the terms give", file=sys.stderr)
        elif arguments.check:
            say(arguments, f"{file.name}: derived anew, identical")
        else:
            write_atomically(file, text)
            say(arguments, f"{file.name}: derived and proved{', unchanged' if same else ''}")
    return 1 if different else 0
