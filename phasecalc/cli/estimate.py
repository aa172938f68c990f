"""Exponents of a measured spectrum, or of loss curves, with intervals, and the phase they mean.

A power law is looked for in windows of at least a decade of indices; where none supports one,
that is the answer, and the exit status is 1. A spectrum of slope 0.9 means alpha = 0.45. To loss
curves (--curves: columns r or flops, loss, d, run) the model's exact curves are fitted.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from phasecalc.cli.budgets import one
from phasecalc.cli.options import add_format, as_json, number, pairs
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc.fitting.spectra.answer import SpectrumEstimate
    from phasecalc.fitting.training.answer import CurveEstimate

__all__ = ["configure", "run"]

EXAMPLES = (
    ("eigenvalues and coefficients of one table", "estimate spectrum.csv --coefficients b"),
    ("arrays of NumPy", "estimate eigenvalues.npy --coefficients b.npy"),
    ("eigenvalues of 400 samples", "estimate eigenvalues.npy --samples 400"),
    ("loss curves of several runs", "estimate --curves runs.csv --columns r=step d=width run=seed"),
    ("is 1e9 flops asymptotic?", "estimate spectrum.csv --coefficients b --flops 1e9"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "data", type=Path, nargs="?", metavar="FILE", help="eigenvalues: .npy, .csv or .jsonl"
    )
    _add_curves(parser)
    parser.add_argument(
        "--columns",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=COLUMN",
        help="such as eigenvalues=COLUMN",
    )
    parser.add_argument(
        "--coefficients", metavar="COLUMN|FILE", help="of the target: a column, or another file"
    )
    parser.add_argument(
        "--convention",
        choices=("b", "mass"),
        default="b",
        help="what they are: b_j (default), or mass, lambda_j b_j^2",
    )
    parser.add_argument(
        "--basis",
        choices=("population", "sample"),
        default="population",
        help="whose eigenvectors they are along; default: population",
    )
    parser.add_argument(
        "--samples", metavar="N", help="samples (or random features) the eigenvalues come from"
    )
    parser.add_argument("--dimension", metavar="V", help="of the data, where --samples is given")
    parser.add_argument("--flops", metavar="NUMBER", help="is this budget asymptotic?")
    parser.add_argument(
        "--tolerance", type=float, default=0.05, help="relative change of a slope; default: 0.05"
    )
    parser.add_argument("--level", type=float, default=0.9, help="of the intervals; default: 0.9")
    parser.add_argument("--seed", type=int, default=0, help="default: 0")
    add_format(parser, "text", "json", "latex")


def _add_curves(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("loss curves")
    group.add_argument("--curves", type=Path, metavar="RUNS", help="losses of runs: .csv or .jsonl")
    group.add_argument(
        "--where", nargs="+", action="extend", default=[], metavar="CONDITION", help="rows to keep"
    )
    group.add_argument("--d", metavar="D|fit", help="model size, where no column says it")
    group.add_argument("--ratio", type=float, metavar="NUMBER", help="v/d; default: 10")
    group.add_argument("--batch", metavar="B", help="batch size, where no column says it")
    group.add_argument(
        "--gamma", metavar="NUMBER|share", help="learning rate; fitted by default, or its share"
    )
    group.add_argument("--scale", choices=("1", "fit"), help="unit of the loss; default: 1")


def run(arguments: argparse.Namespace) -> int:
    """Answer, and return the exit status."""
    if (arguments.data is None) == (arguments.curves is None):
        raise DomainError("give a file of eigenvalues, or --curves with one of losses")
    found = _of_spectrum(arguments) if arguments.curves is None else _of_curves(arguments)
    _show(arguments, found)
    return 0


_SPECTRAL = ("coefficients", "samples", "dimension")
_OF_CURVES = ("where", "d", "ratio", "batch", "gamma", "scale")


def _of_curves(arguments: argparse.Namespace) -> CurveEstimate:
    from phasecalc.fitting.estimating.ask import estimate

    for name in _SPECTRAL:
        if getattr(arguments, name) is not None:
            raise DomainError(f"--{name} goes with eigenvalues, not with --curves")
    options = {n: getattr(arguments, n) for n in _OF_CURVES if getattr(arguments, n)}
    for name in ("d", "batch", "gamma"):
        if name in options and options[name] not in ("fit", "share"):
            options[name] = number(name, options[name])
    if options.get("scale") == "1":
        del options["scale"]
    return estimate(
        curves=arguments.curves,
        columns=pairs("columns", arguments.columns),
        level=arguments.level,
        seed=arguments.seed,
        **options,
    )


def _of_spectrum(arguments: argparse.Namespace) -> SpectrumEstimate:
    from phasecalc.fitting.estimating.ask import estimate

    for name in _OF_CURVES:
        if getattr(arguments, name):
            raise DomainError(f"--{name} goes with --curves")
    columns = pairs("columns", arguments.columns)
    target: Path | None = None
    if arguments.coefficients is not None:
        path = Path(arguments.coefficients)
        if path.suffix.lower() in (".npy", ".csv", ".tsv", ".jsonl", ".ndjson"):
            target = path
        elif arguments.data.suffix.lower() == ".npy":
            raise DomainError(
                f"--coefficients {path}: {arguments.data.name} has no columns; give a file"
            )
        else:
            columns.setdefault("coefficients", arguments.coefficients)
    return estimate(
        arguments.data,
        target,
        convention=arguments.convention,
        basis=arguments.basis,
        samples=_whole("samples", arguments.samples),
        dimension=_whole("dimension", arguments.dimension),
        columns=columns,
        tolerance=arguments.tolerance,
        level=arguments.level,
        seed=arguments.seed,
    )


def _show(arguments: argparse.Namespace, found: SpectrumEstimate | CurveEstimate) -> None:
    reached = None if arguments.flops is None else found.at(number("flops", one(arguments.flops)))
    if arguments.format == "json":
        content = found.data()
        if reached is not None:
            content["at"] = reached.data()
        print(as_json(content))
    elif arguments.format == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(found))
    else:
        print(found)
        if reached is not None:
            print(reached)


def _whole(option: str, text: str | None) -> int | None:
    if text is None:
        return None
    value = number(option, text)
    if value != int(value):
        raise DomainError(f"--{option} {text}: a whole number is needed")
    return int(value)
