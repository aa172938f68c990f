"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError, ParseError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from phasecalc._typing import Expr

__all__ = [
    "add_format",
    "add_forms",
    "add_jobs",
    "add_learning_rate",
    "add_plane",
    "add_point",
    "add_quiet",
    "add_symbols",
    "as_json",
    "epilog",
    "in_form",
    "interval",
    "number",
    "only_forms",
    "pairs",
    "parameter",
    "pool",
    "progress",
    "ranges_of",
    "say",
    "symbols",
]

_GREEK = {"α": "alpha", "β": "beta"}
_ALIKE = ("html", "markdown", "mathtext", "proof", "tikz", "rocq")
_MAX_DEGREE = 4  # of formulas for alpha and beta; higher ones make slow sign questions


def add_point(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add the options --alpha and --beta."""
    for name, what in (
        ("alpha", "data complexity, half the slope of a spectrum that falls like j^(-2 alpha)"),
        ("beta", "target complexity, of coefficients that fall like j^(-beta)"),
    ):
        parser.add_argument(
            f"--{name}",
            required=required,
            metavar="NUMBER",
            help=f"{what}: an exact number such as 7/10, 0.7 or 1-1/sqrt(2)",
        )


def add_format(parser: argparse.ArgumentParser, *choices: str) -> None:
    """Add the option --format."""
    parser.add_argument(
        "--format",
        choices=choices,
        default="text",
        metavar="FORMAT",
        help=f"{', '.join(choices)}; default: text",
    )


def add_forms(parser: argparse.ArgumentParser, *choices: str) -> None:
    """Add the option --format, with the forms that all objects have alike."""
    add_format(parser, *choices, *_ALIKE)


def only_forms(arguments: argparse.Namespace, option: str, *known: str) -> None:
    """Refuse a form that what an option asks for does not have."""
    if arguments.format not in known:
        raise ValueError(f"{option} is written as {', '.join(known)}, not {arguments.format}")


def in_form(arguments: argparse.Namespace, found: object) -> bool:
    """Print a result in a form that all objects have alike; whether one was asked for."""
    if arguments.format not in _ALIKE:
        return False
    from phasecalc.export.forms.forms import render

    print(render(found, arguments.format))
    return True


def add_learning_rate(parser: argparse.ArgumentParser) -> None:
    """Add the option --learning-rate."""
    parser.add_argument(
        "--learning-rate",
        choices=("largest", "free"),
        default="largest",
        help="at its largest stable order (default), or optimised as well",
    )


def add_symbols(parser: argparse.ArgumentParser) -> None:
    """Add the option --symbol."""
    parser.add_argument(
        "--symbol",
        action="append",
        default=[],
        metavar="NAME=TEX",
        help=r"write a quantity otherwise than the paper, as in --symbol 'P=\mathcal{L}'; may be "
        "repeated; names: P, f, d, r, v, alpha, beta, gamma, B, F_0, F_pp, F_ac, K_pp, eta, xi, g",
    )


def add_plane(parser: argparse._ActionsContainer) -> None:
    """Add the options --at and --range: the plane of a law's parameters that is shown."""
    parser.add_argument(
        "--at",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="a parameter held fixed; at most two may be left; may be repeated",
    )
    parser.add_argument(
        "--range",
        action="append",
        default=[],
        metavar="NAME=LOW:HIGH",
        help="what to show of a parameter; may be repeated",
    )


def ranges_of(arguments: argparse.Namespace) -> dict[str, tuple[float, float]]:
    """Ends of each parameter given with --range."""
    return {n: interval(f"range {n}", x) for n, x in pairs("range", arguments.range).items()}


def pairs(option: str, texts: Sequence[str]) -> dict[str, str]:
    """Names and texts of an option that is written NAME=TEXT."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise DomainError(f"--{option} {text}: write NAME=VALUE")
        if name in found:
            raise DomainError(f"--{option} {text}: {name} is given twice")
        found[name] = value
    return found


def interval(option: str, text: str) -> tuple[float, float]:
    """Two numbers of an option that is written LOW:HIGH."""
    from phasecalc.parsing.numbers import exact

    low, colon, high = text.partition(":")
    if not colon:
        raise DomainError(f"--{option} {text}: write LOW:HIGH, such as 0:1.2")
    return float(exact(low, option)), float(exact(high, option))


def number(option: str, text: str) -> float:
    """A number of an option, such as 5e21 or 70B."""
    from phasecalc.parsing.quantities import quantity

    try:
        return quantity(text)
    except ParseError as problem:
        raise ParseError(f"--{option}: {problem}") from None


def symbols(arguments: argparse.Namespace) -> dict[str, str]:
    """Names and LaTeX given with --symbol."""
    given = {}
    for text in arguments.symbol:
        name, equals, tex = text.partition("=")
        if not equals:
            raise ValueError(f"--symbol {text}: needs the form NAME=TEX, such as 'd=N'")
        given[name.strip()] = tex.strip()
    return given


def add_jobs(parser: argparse.ArgumentParser, default: int = 1) -> None:
    """Add the option --jobs."""
    parser.add_argument(
        "--jobs",
        type=int,
        default=default,
        metavar="N",
        help=f"processes to measure with (default {'1' if default == 1 else 'one a processor'})",
    )


@contextmanager
def pool(arguments: argparse.Namespace) -> Iterator[Executor | None]:
    """Processes asked for with --jobs; none for one."""
    if arguments.jobs < 1:
        raise ValueError(f"--jobs {arguments.jobs}: at least one process is needed")
    if arguments.jobs == 1:
        yield None
        return
    from phasecalc.processes.pool import Pool

    with Pool(arguments.jobs) as executor:
        yield executor


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """Add the option --quiet."""
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="no progress and no notes, only results"
    )


def progress(arguments: argparse.Namespace, label: str) -> Callable[[int, int], None] | None:
    """Progress bar on a terminal; none with --quiet."""
    if arguments.quiet:
        return None
    from phasecalc.numerics.progress import Progress

    return Progress(label)


def say(arguments: argparse.Namespace, text: str) -> None:
    """Note on what was done, on standard output; none with --quiet."""
    if not arguments.quiet:
        print(text, file=sys.stdout)


def epilog(*examples: tuple[str, str]) -> str:
    """Examples, each with what it does, as the last part of a help page."""
    lines = ["examples:"]
    for what, words in examples:
        lines += [f"  # {what}", f"  phasecalc {words}", ""]
    lines.append("exit status: 0 done, 1 no answer, 2 bad input, 130 interrupted")
    return "\n".join(lines)


def parameter(text: str, name: str) -> str | Expr:
    """Value of --alpha or --beta: text of a number, or a polynomial in alpha and beta."""
    if not re.search("alpha|beta|α|β", text):
        return text
    import sympy as sp

    from phasecalc import symbols
    from phasecalc.parsing import expression

    named = {n: getattr(symbols, n) for n in ("alpha", "beta")}
    names = {**named, **{letter: named[n] for letter, n in _GREEK.items()}}
    found = expression(text, names)
    used = sorted(found.free_symbols, key=str)
    if used and (
        not found.is_polynomial(*used) or sp.Poly(found, *used).total_degree() > _MAX_DEGREE
    ):
        raise DomainError(f"--{name} {text[:60]}: needs a polynomial of degree <= {_MAX_DEGREE}")
    return found


def as_json(content: object) -> str:
    """Indented JSON that keeps letters as they are, where the output can carry them."""
    numbered = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    return json.dumps(content, indent=2, ensure_ascii=numbered)
