"""Rows of numbers as aligned text, CSV or JSON."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from phasecalc.cli.terminal import room
from phasecalc.numerals import times_ten

__all__ = ["add_model", "model_arguments", "write"]

_NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:e[+-]?\d+)?")
_SCIENTIFIC = re.compile(r"(-?\d+(?:\.\d*)?)e([+-]?\d+)")


def write(
    model: Mapping[str, Any], points: Sequence[Mapping[str, Any]], form: str, keys: int = 1
) -> None:
    """Print points in one of the formats text, csv, json and latex.

    As text a table wider than its terminal goes on below, the first ``keys`` columns again in
    front: those that say what a row is of.
    """
    if form == "json":
        print(json.dumps({"model": model, "points": [_numbered(p) for p in points]}, indent=2))
        return
    columns = list(points[0]) if points else []
    if form == "latex":
        print(_latex(columns, points))
        return
    if form == "csv":
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(points)
        print(buffer.getvalue(), end="")
        return
    print(", ".join(f"{k} = {v}" for k, v in model.items()))
    cells = [columns, *([str(p[c]) for c in columns] for p in points)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(columns))]
    for number, part in enumerate(_parts(widths, keys, room(sys.stdout))):
        if number:
            print()
        for row in cells:
            print("  ".join(row[k].rjust(widths[k]) for k in part).rstrip())


def _parts(widths: Sequence[int], keys: int, width: int | None) -> list[list[int]]:
    """Columns that stand side by side: all, or as many as a terminal holds."""
    first, rest = list(range(keys)), range(keys, len(widths))
    if width is None or not rest:
        return [list(range(len(widths)))]
    parts = [first]
    for k in rest:
        both = [*parts[-1], k]
        if parts[-1] != first and sum(widths[n] + 2 for n in both) - 2 > width:
            parts.append(both := [*first, k])
        parts[-1] = both
    return parts


def _numbered(point: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose numbers that are written to their digits stand beside it as floats."""
    found = dict(point)
    for name, value in point.items():
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            found[f"{name}_float"] = float(value)
    return found


def _latex(columns: Sequence[str], points: Sequence[Mapping[str, Any]]) -> str:
    """Booktabs table; numbers as powers of ten."""
    from phasecalc.export.page.blocks import Table
    from phasecalc.export.page.tex import Tex

    rows = tuple(tuple(_cell(str(p[c])) for c in columns) for p in points)
    head = tuple(c.replace("_", " ") for c in columns)
    return Tex(floats=False).block(Table(head, rows, align="r" * len(columns)))


def _cell(text: str) -> str:
    """Number with its power of ten; other text as it is."""
    found = _SCIENTIFIC.fullmatch(text)
    if found is None:
        return text
    return f"${times_ten(found.group(1), int(found.group(2)))}$"


def add_model(parser: argparse.ArgumentParser, *, size: bool = True) -> None:
    """Add the options that fix a model."""
    parser.add_argument("--alpha", required=True, help="data complexity, e.g. 7/10")
    parser.add_argument("--beta", required=True, help="target complexity, e.g. 9/10")
    if size:
        parser.add_argument("--d", required=True, help="model size, any real number >= 1")
        parser.add_argument("--v", help="ambient dimension, or inf (default 10 d)")
    parser.add_argument("--gamma", help="learning rate (default 1/(2 Tr D) for B = 1)")
    parser.add_argument("--batch", default="1", help="batch size (default 1)")


def model_arguments(arguments: argparse.Namespace) -> dict[str, Any]:
    """Arguments of ``PLRF`` from the options of :func:`add_model`."""
    given = {k: getattr(arguments, k) for k in ("alpha", "beta", "d", "v", "gamma", "batch")}
    if given["v"] is not None and given["v"].strip().lower() in ("inf", "infinity", "oo"):
        given["v"] = float("inf")
    return given
