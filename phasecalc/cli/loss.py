"""The loss curve of one model, exact, at any size and to any digits."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from phasecalc.cli.options import add_format
from phasecalc.cli.table import add_model, model_arguments, write

EXAMPLES = (
    ("thirty correct digits", "loss --alpha 7/10 --beta 9/10 --d 1e6 --r 1 1e3 1e6 --digits 30"),
    ("a table for a paper", "loss --alpha 1 --beta 1 --d 100 --r 1 10 100 --format latex"),
)

# Digits that doubles are good for: their relative error is at most 10^-12.
_DOUBLE_DIGITS = 12


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_model(parser)
    parser.add_argument(
        "--r", required=True, nargs="+", action="extend", help="iterations, 0 or any number >= 1"
    )
    parser.add_argument("--digits", type=int, help="correct digits (default: doubles, 12 digits)")
    add_format(parser, "text", "json", "csv", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Print r, loss, forcing and kernel."""
    from phasecalc.parsing import exact
    from phasecalc.plrf.model.parameters import PLRF

    iterations = [exact(r, "r") for r in arguments.r]
    model = PLRF(**model_arguments(arguments))
    columns = {
        name: _texts(getattr(model, name)(iterations, arguments.digits), arguments.digits)
        for name in ("loss", "forcing", "kernel")
    }
    points = [
        {"r": r, **{name: values[k] for name, values in columns.items()}}
        for k, r in enumerate(arguments.r)
    ]
    write(_described(model), points, arguments.format)
    return 0


def _texts(values: Sequence[Any], digits: int | None) -> list[str]:
    """Decimal strings with the digits asked for."""
    if digits is None:
        return [f"{x:.{_DOUBLE_DIGITS - 1}e}" for x in values]
    import mpmath as mp

    return [mp.nstr(x, digits, strip_zeros=False) for x in values]


def _described(model: Any) -> dict[str, str]:
    described = {name: str(getattr(model, name)) for name in ("alpha", "beta", "d", "v", "batch")}
    return {**described, "gamma": f"{model.learning_rate:.12g}"}
