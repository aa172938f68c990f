"""A law at one budget: what `phasecalc law solve` prints."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from phasecalc.cli.budgets import one
from phasecalc.cli.chosen import fit_note, valued
from phasecalc.cli.options import as_json
from phasecalc.cli.shown import (
    Shown,
    asked_digits,
    kept_decision,
    limit_of,
    remark,
    row_of,
    shown_for,
    text_of,
)
from phasecalc.exceptions import DomainError, NoOptimum, NotConverged
from phasecalc.parsing import exact
from phasecalc.parsing.quantities import plain

if TYPE_CHECKING:
    from phasecalc.cli.chosen import Chosen
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.laws.exponents.case import Case
    from phasecalc.laws.optimum.allocation import Allocation, Solver

    _Off = list[tuple[str, tuple[Any, Any] | str]]  # Any: mpmath numbers

__all__ = ["add_numbers", "solve"]

_LONGEST_FACTOR = 20  # characters


def add_numbers(parser: argparse.ArgumentParser) -> None:
    """Add the options that put numbers into a law."""
    parser.add_argument("law", metavar="LAW")
    parser.add_argument("--fit", help="published values; default: the law's first")
    parser.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=NUMBER",
        help="other values, e.g. A=406.4",
    )


def solve(arguments: argparse.Namespace) -> int:
    """Optimal sizes at a budget."""
    from phasecalc.cli.table import write
    from phasecalc.laws.optimum.allocation import Solver
    from phasecalc.laws.text.modes import has_sums

    digits, chosen = asked_digits(arguments), valued(arguments.law, arguments.fit, arguments.set)
    law, values = chosen.law, chosen.values
    solver = Solver(law, values, digits=max(15, digits or 0))
    flops = None if arguments.flops is None else one(arguments.flops)
    for name, given in (("D", arguments.tokens), ("N", arguments.parameters)):
        if given is not None:
            flops = solver.budget_for(name, plain(given))
    best = solver.at(flops)
    limit, decision = law.optimum().at(values), kept_decision(chosen, best)
    shown = shown_for(chosen, [best], digits, [decision])
    off = []
    # Of sums over modes an optimum takes seconds, and to be off by a factor takes many of them.
    if solver.reduced.free and not law.loss_dependent and not has_sums(law):
        off = _off(solver, arguments.off_by, flops)
    if arguments.format == "json":
        print(as_json(_data(chosen, best, decision, limit, shown, off)))
    elif arguments.format == "text":
        _say(chosen, best, decision, limit, shown)
        for factor, found in off:
            what = (
                found
                if isinstance(found, str)
                else f"loss + {text_of(found[0], 3)}, as good as the optimum at "
                f"{text_of(100 * found[1], 3)} % of the flops"
            )
            print(f"  {solver.reduced.free[0]} off by {factor}: {what}")
    else:
        rows = _rows(best, limit, shown, decision)
        write({"law": law.name} | chosen.data(), rows, arguments.format)
        remark(arguments, [*chosen.alone(), *chosen.words()])
    return 0


def _data(
    chosen: Chosen,
    best: Allocation,
    decision: Decision | None,
    limit: Case,
    shown: Shown,
    off: _Off,
) -> dict[str, object]:
    """The answer as JSON."""
    from phasecalc.fitting.answers.text import decision_data

    row: dict[str, object] = {"law": chosen.law.name, **chosen.data(), **row_of(best, shown)}
    row |= _limits(limit)
    if off:
        row["off_by"] = [
            {"factor": f, "refused": found}
            if isinstance(found, str)
            else {
                "factor": f,
                "loss": text_of(found[0], shown.of("loss")),
                "of_budget": text_of(found[1], shown.of("loss")),
            }
            for f, found in off
        ]
    if decision is not None:
        row["with_intervals"] = decision_data(decision)
    return row | {"remarks": [*chosen.alone(), *chosen.words()]}


def _off(solver: Solver, text: str, flops: Any) -> _Off:  # Any: an mpmath number
    """Cost of a first size that is wrong by a factor either way, or why there is none."""
    from phasecalc.regions.algebraic import to_sympy

    factor = exact(text, "--off-by")
    if not factor > 0:
        raise DomainError(f"--off-by {text}: a factor is positive")
    found: _Off = []
    for f in (factor, 1 / factor):
        label = str(f) if len(str(f)) <= _LONGEST_FACTOR else text_of(to_sympy(f))
        try:
            found.append((label, solver.off_by(f, flops)))
        except (NoOptimum, NotConverged) as reason:
            found.append((label, f"no answer: {reason}"))
    return found


def _say(
    chosen: Chosen, best: Allocation, decision: Decision | None, limit: Case, shown: Shown
) -> None:
    law, fit = chosen.law, chosen.whole
    if decision is not None:  # no more digits than the runs bear
        print(f"{law.name}, fit {fit}{fit_note(law, str(fit))}")
        print(decision)
        return
    print(f"{law.name} at {text_of(best.flops)} flops")
    for line in chosen.words():
        print(f"  {line}")
    for n, size in best.sizes.items():
        here = shown.text(best.exponents[n], f"exponent of {n}")
        last = limit_of(limit, n, shown)
        last = f"in the limit C^{last}" if n not in limit.open else last
        print(f"  {n}* = {shown.text(size, n)}, locally C^{here}, {last}")
    if {"N", "D"} <= set(best.sizes):
        print(f"  tokens per parameter = {shown.text(best.tokens_per_parameter, 'N', 'D')}")
    parts = f"{shown.text(best.irreducible, 'loss')} + {shown.text(best.reducible, 'reducible')}"
    print(f"  loss = {shown.text(best.loss, 'loss')} = {parts}")
    rates = (shown.text(x, "rate") for x in (best.loss_exponent, limit.loss_exponent))
    print("  reducible loss locally C^-{}, in the limit C^-{}".format(*rates))
    for line in chosen.alone():
        some = "; digits are those that their rounding bears, three at most (--digits prints more)"
        print(f"  {line}{some if shown.bear else ''}")


def _rows(
    best: Allocation, limit: Case, shown: Shown, decision: Decision | None
) -> list[dict[str, str]]:
    """The same as a table, one line for each quantity, with intervals where the fit has them."""
    from phasecalc.cli.bands import ends_of

    rows = []
    for n, size in best.sizes.items():
        rate = f"exponent of {n}"
        here = shown.text(best.exponents[n], rate)
        rows.append([n, shown.text(size, n), here, limit_of(limit, n, shown)])
    # The sign is written: to take it would round the number to the digits of a double.
    rates = (f"-{shown.text(x, 'rate')}" for x in (best.loss_exponent, limit.loss_exponent))
    rows.append(["reducible loss", shown.text(best.reducible, "reducible"), *rates])
    columns = ["quantity", "optimum", "local exponent", "exponent in the limit"]
    if decision is not None:
        columns[2:2] = ["low", "high"]
        for row, x in zip(rows, [*decision.sizes.values(), decision.reducible], strict=True):
            row[2:2] = ends_of(x)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _limits(limit: Case) -> dict[str, object]:
    """Exponents in the limit; of those that are not determined null, with the ends of the face."""
    known = {n: None if e is None else str(e) for n, e in limit.limits.items()}
    found: dict[str, object] = {"limits": {**known, "loss": str(limit.loss_exponent)}}
    if limit.open:
        faces = {n: [str(e) for e in limit.face(n)] for n in limit.open}
        found["not_determined"] = {"faces": faces, "reason": limit.reason}
    return found
