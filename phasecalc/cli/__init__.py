"""The command line: the only place that prints.

Each command lives in a module of this package with two functions,
``configure(parser)`` and ``run(arguments) -> int``; only the module of the
command asked for is imported, so that a look-up never pays for SymPy or
matplotlib. Exit status: 0 done, 1 no answer, 2 bad input, 130 interrupted.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from phasecalc import __version__
from phasecalc.checker import CheckFailed
from phasecalc.cli.parser import BadUsage, Parser, meant, refilled
from phasecalc.cli.streams import leave_working_folder, open_streams, silence
from phasecalc.cli.terminal import emphasised, folding
from phasecalc.exceptions import NoOptimum, NotConverged, PhasecalcError, StaleDiagram, Undecided

__all__ = ["full_parser", "main"]

# Command -> (module of this package, one line of help).
_COMMANDS: dict[str, tuple[str, str]] = {
    "exponents": ("exponents", "phase and exponents at a point, or along a formula"),
    "phases": ("phases", "all phases: regions, trade-offs, exponents as formulas"),
    "invert": ("invert", "which alpha and beta have given exponents"),
    "diagram": ("diagram", "draw the phase diagram"),
    "explore": ("explore", "one page that answers at any point, offline, in the browser"),
    "report": ("report", "derive, prove and check everything; write report and figure"),
    "loss": ("loss", "exact loss curve of one model, at any size and to any digits"),
    "frontier": ("frontier", "compute-optimal model size and loss at given budgets"),
    "verify": ("verify", "symbolic exponents against the numbers"),
    "simulate": ("simulate", "real one-pass SGD beside the exact curve"),
    "plot": ("plot", "draw loss curves, frontiers, local exponents, simulations"),
    "export": ("export", "LaTeX of tables, proofs and the diagram, for papers and notes"),
    "check": ("check", "proofs of yours or ours, line by line; claims from a file"),
    "recheck": ("recheck", "certificates again: no search, no SymPy, no solver"),
    "law": ("law", "scaling laws of the literature or of a file: solve, compare"),
    "estimate": (
        "estimate",
        "from a spectrum or loss curves to exponents and phases, with intervals",
    ),
    "expand": ("expand", "sums over modes and integrals: complete expansions, constants exact"),
    "completion": ("completion", "completion of commands and options for a shell"),
    "derive": ("derive", "derive and prove the shipped diagrams anew"),
}

_EPILOG = """\
examples:
  phasecalc exponents --alpha 7/10 --beta 9/10
  phasecalc phases
  phasecalc report --only-point --alpha 7/10 --beta 9/10
  phasecalc export --what table --standalone -o phases.tex

Every command has a --help with examples; `phasecalc completion bash` completes them.

environment:
  NO_COLOR            no colour in messages
  SOURCE_DATE_EPOCH   the date that reports carry
  PHASECALC_CACHE     folder of theorems that were checked already

exit status: 0 done, 1 no answer, 2 bad input, 130 interrupted"""

# Options whose value may begin with a minus, which argparse would take for an option.
_NUMBERS = {"--alpha", "--beta", "--loss-exponent", "--model-size-exponent"}
# Commands that print what goes into a file, whose lines are not a terminal's.
_FILES = ("completion", "export")
_LONGEST_MESSAGE = 400
_THEORY = "paquette2024phases"
_INTERRUPTED = 130


class _Cite(argparse.Action):
    """Print what to cite: this version, and the work whose theory it derives."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from phasecalc.export.page.bibliography import bibtex

        own = (
            "@software{phasecalc,\n  author  = {{The phasecalc developers}},\n"
            "  title   = {phasecalc: symbolic-numeric derivation of compute-optimal neural scaling "
            f"laws}},\n  version = {{{__version__}}}\n}}"
        )
        print(own, bibtex([_THEORY]), sep="\n\n")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    argv
        Words of the command; without them, those of this process, whose streams and import path
        are then made safe.
    """
    if argv is not None:
        return _answered(_joined(list(argv)))
    open_streams()
    leave_working_folder()
    status = _answered(_joined(sys.argv[1:]))
    try:
        sys.stdout.flush()
    except OSError:  # told already; Python would say it again as it ends
        silence()
    if status == _INTERRUPTED:  # at once: modules that are cleared one by one take their time
        sys.stderr.flush()
        os._exit(status)
    return status


def _answered(words: list[str]) -> int:
    """Exit status of a command; what goes wrong is said in one line."""
    try:
        status = _run(words)
        sys.stdout.flush()
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    except BrokenPipeError:
        silence()
        return 1
    except (Undecided, NotConverged, NoOptimum, StaleDiagram, CheckFailed, OSError) as problem:
        return _say(problem, 1)
    except (BadUsage, PhasecalcError, ValueError) as problem:
        return _say(problem, 2)
    except KeyboardInterrupt:
        return _say("interrupted", _INTERRUPTED)
    return status


def full_parser() -> argparse.ArgumentParser:
    """Parser of all commands, each configured: what help and completion are made from."""
    return _parser(_COMMANDS)


def _run(words: Sequence[str]) -> int:
    if not words:
        _parser([]).print_help()
        return 0
    chosen = next((word for word in words if not word.startswith("-")), None)
    if chosen is not None and chosen == words[0] and chosen not in _COMMANDS:
        raise BadUsage(_unknown(chosen))
    arguments = _parser([chosen] if chosen in _COMMANDS else []).parse_args(words)
    if chosen in _FILES or getattr(arguments, "format", "text") != "text":
        return int(arguments.run(arguments))
    with folding():
        return int(arguments.run(arguments))


def _unknown(word: str) -> str:
    """What to say of a command that there is not."""
    near = meant(word, _COMMANDS, "did you mean {}?") or f"there are {', '.join(_COMMANDS)}."
    return f"no command {word[:60]!r}; {near} See `phasecalc --help`"


def _parser(wanted: Iterable[str]) -> argparse.ArgumentParser:
    """Parser that knows all commands by name, and the wanted ones with their options."""
    parser = Parser(
        prog="phasecalc",
        description="Derive, check and query compute-optimal scaling laws.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"phasecalc {__version__}")
    parser.add_argument("--cite", action=_Cite, nargs=0, help="what to cite, as BibTeX")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=Parser
    )
    wanted = set(wanted)
    for name, (module_name, summary) in _COMMANDS.items():
        sub = commands.add_parser(name, help=summary, allow_abbrev=False)
        if name in wanted:
            _configure(sub, importlib.import_module(f"phasecalc.cli.{module_name}"))
    return parser


def _configure(parser: argparse.ArgumentParser, module: Any) -> None:
    """Options, description and examples of one command; Any: modules have no common type."""
    from phasecalc.cli.options import add_quiet, epilog

    parser.description = refilled(_description(module))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    module.configure(parser)
    add_quiet(parser)
    parser.epilog = epilog(*module.EXAMPLES)
    parser.set_defaults(run=module.run)


def _description(module: Any) -> str:
    """Docstring of a command's module; from its source where ``-OO`` has left it out."""
    if module.__doc__ is None:
        source = importlib.util.find_spec(module.__name__)
        text = Path(source.origin).read_text(encoding="utf-8") if source and source.origin else ""
        return ast.get_docstring(ast.parse(text)) or ""
    return str(module.__doc__)


def _joined(words: list[str]) -> list[str]:
    """Write "--alpha -1" as "--alpha=-1"."""
    result: list[str] = []
    for word in words:
        if result and result[-1] in _NUMBERS and word.startswith("-"):
            result[-1] += f"={word}"
        else:
            result.append(word)
    return result


def _say(problem: object, status: int) -> int:
    """One line on stderr, whatever the message quotes."""
    text = "".join(c if c.isprintable() else " " for c in str(problem))
    if len(text) > _LONGEST_MESSAGE:
        text = text[:_LONGEST_MESSAGE] + "..."
    print(emphasised("phasecalc:", sys.stderr), text, file=sys.stderr)
    return status
