"""The command line: the only place that prints.

Each command lives in a module of this package with two functions,
``configure(parser)`` and ``run(arguments) -> int``; only the module of the
command asked for is imported, so that a look-up never pays for SymPy or
matplotlib. Exit status: 0 done, 1 no answer, 2 bad input.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from phasecalc import __version__
from phasecalc.exceptions import PhasecalcError, Undecided

__all__ = ["main"]

# Command -> (module of this package, one line of help).
_COMMANDS: dict[str, tuple[str, str]] = {}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments_text = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="phasecalc",
        description="Derive, check and query compute-optimal scaling laws.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"phasecalc {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in arguments_text if not word.startswith("-")), None)
    for name, (module_name, summary) in _COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        if name == chosen:
            module = importlib.import_module(f"phasecalc.cli.{module_name}")
            module.configure(sub)
            sub.set_defaults(run=module.run)
    arguments = parser.parse_args(arguments_text)
    try:
        return int(arguments.run(arguments))
    except Undecided as problem:
        print(f"phasecalc: {problem}", file=sys.stderr)
        return 1
    except (PhasecalcError, ValueError) as problem:
        print(f"phasecalc: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("phasecalc: interrupted", file=sys.stderr)
        return 130
