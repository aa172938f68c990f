"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["add_format", "add_learning_rate", "add_point", "as_json", "parameter"]

_GREEK = {"α": "alpha", "β": "beta"}
_MAX_DEGREE = 4  # of formulas for alpha and beta; higher ones make slow sign questions


def add_point(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add the options --alpha and --beta."""
    for name, what in (("alpha", "data complexity"), ("beta", "target complexity")):
        parser.add_argument(
            f"--{name}",
            required=required,
            metavar="NUMBER",
            help=f"{what}: an exact number such as 7/10, 0.7 or 1-1/sqrt(2)",
        )


def add_format(parser: argparse.ArgumentParser, *choices: str) -> None:
    """Add the option --format."""
    parser.add_argument("--format", choices=choices, default="text", help="default: text")


def add_learning_rate(parser: argparse.ArgumentParser) -> None:
    """Add the option --learning-rate."""
    parser.add_argument(
        "--learning-rate",
        choices=("largest", "free"),
        default="largest",
        help="at its largest stable order (default), or optimised as well",
    )


def parameter(text: str, name: str) -> str | Expr:
    """Value of --alpha or --beta: text of a number, or a polynomial in alpha and beta."""
    if not re.search("alpha|beta|α|β", text):
        return text
    import sympy as sp

    from phasecalc import symbols
    from phasecalc.exceptions import DomainError
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
    """Indented JSON that keeps letters as they are."""
    return json.dumps(content, indent=2, ensure_ascii=False)
