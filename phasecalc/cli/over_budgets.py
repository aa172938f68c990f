"""Laws over windows of budgets: what `phasecalc law compare` and `local-exponent` print."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from phasecalc.cli.budgets import window
from phasecalc.cli.chosen import valued
from phasecalc.cli.shown import (
    Shown,
    add_digits,
    asked_digits,
    limit_of,
    remark,
    row_of,
    shown_for,
    text_of,
)
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.optimum.allocation import Allocation

__all__ = ["add_window", "compare", "local"]

_LARGEST_DRAWN = 1e300


def add_window(parser: argparse.ArgumentParser) -> None:
    """Add the options for a window of budgets."""
    parser.add_argument("--flops", required=True, metavar="FROM:TO", help="e.g. 1e18:1e26")
    parser.add_argument("--points", type=int, metavar="N", help="default: one a decade")
    add_digits(parser)


def compare(arguments: argparse.Namespace) -> int:
    """Optima of several laws over budgets, as a table and a figure."""
    from phasecalc.cli import bands
    from phasecalc.cli.table import write
    from phasecalc.laws.literature.counts import mixed
    from phasecalc.laws.optimum.allocation import local_exponents

    digits, budgets = asked_digits(arguments), window(arguments.flops, arguments.points)
    if arguments.output is not None:
        from phasecalc.export.output.files import require_format

        require_format(arguments.output)
        if budgets[-1] > _LARGEST_DRAWN:
            raise DomainError(f"--flops {arguments.flops}: a figure ends at {_LARGEST_DRAWN:g}")
    rows: list[dict[str, str]] = []
    curves: dict[str, Any] = {}
    ends: dict[str, Any] = {}
    used: dict[str, tuple[Law, str | None]] = {}
    remarks: list[str] = []
    for word in arguments.laws:
        chosen = valued(word, None, ())
        fit = chosen.fit
        used[word] = (chosen.law, fit)
        curves[word] = local_exponents(chosen.law, budgets, values=chosen.values)
        shown = shown_for(chosen, curves[word], digits)
        remarks += [f"{word}: {line}" for line in [*chosen.alone(), *chosen.words()]]
        spread = bands.decisions(chosen.law, fit, budgets)
        remarks += [f"{word}: {line}" for line in bands.beyond(spread)]
        added = [bands.size_columns(d) for d in spread] or [{}] * len(budgets)
        ends[word] = bands.size_band(spread, "N")
        for best, more in zip(curves[word], added, strict=True):
            row = row_of(best, shown)
            rows.append({"law": word, "fit": fit or "", **row} | _but(more, row, digits))
    columns = list(dict.fromkeys(c for r in rows for c in r))
    points = [{c: r.get(c, "") for c in columns} for r in rows]
    remarks += [f"beware: {text}" for text in mixed(used)]
    also = {"remarks": remarks} if arguments.format == "json" else {}
    write({"flops": arguments.flops} | also, points, arguments.format, keys=3)
    if arguments.format != "json":
        remark(arguments, remarks)
    if arguments.output is not None:
        from phasecalc.export.figures.laws import comparison_figure
        from phasecalc.export.figures.style import look
        from phasecalc.export.output.files import save_figure

        with look():
            figure: Any = comparison_figure(curves, bands=ends).figure
            save_figure(figure, arguments.output)
    return 0


def local(arguments: argparse.Namespace) -> int:
    """Local exponents over a window of budgets, and their limits."""
    from phasecalc.cli import bands
    from phasecalc.cli.table import write
    from phasecalc.laws.optimum.allocation import local_exponents

    chosen = valued(arguments.law, arguments.fit, arguments.set)
    law, values, fit = chosen.law, chosen.values, chosen.whole
    digits, budgets = asked_digits(arguments), window(arguments.flops, arguments.points)
    found = local_exponents(law, budgets, values=values)
    spread = [] if fit is None else bands.decisions(law, fit, budgets)
    added = [bands.exponent_columns(d) for d in spread] or [{}] * len(budgets)
    limit, shown = law.optimum().at(values), shown_for(chosen, found, digits)
    rows = [
        (row := _exponents(a, shown)) | _but(more, row, digits)
        for a, more in zip(found, added, strict=True)
    ]
    last = {
        **dict.fromkeys(added[0], ""),
        "flops": "limit",
        **{n: limit_of(limit, n, shown) for n in limit.exponents},
        "reducible_loss": shown.text(limit.loss_exponent, "rate"),
        "loss": shown.text(limit.loss_exponent if found[0].irreducible == 0 else 0, "total"),
    }
    write(
        {"law": law.name, "columns": "local exponents"} | chosen.data(),
        [*rows, last],
        arguments.format,
    )
    remark(arguments, [*chosen.alone(), *chosen.words(), *bands.beyond(spread)])
    return 0


def _exponents(best: Allocation, shown: Shown) -> dict[str, str]:
    """Local exponents as a row."""
    return {
        "flops": text_of(best.flops, shown.digits),
        **{n: shown.text(x, f"exponent of {n}") for n, x in best.exponents.items()},
        "reducible_loss": shown.text(best.loss_exponent, "rate"),
        "loss": shown.text(best.total_exponent, "total"),
    }


def _but(more: Mapping[str, str], row: Mapping[str, str], digits: int | None) -> dict[str, str]:
    """Columns with intervals, without those that digits were asked for."""
    return {n: x for n, x in more.items() if digits is None or n not in row}
