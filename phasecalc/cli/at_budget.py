"""Laws at budgets: what `phasecalc law solve`, `compare` and `local-exponent` print."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.cli.budgets import one, window
from phasecalc.cli.chosen import fit_note, valued
from phasecalc.cli.options import as_json
from phasecalc.exceptions import DomainError, NoOptimum, NotConverged
from phasecalc.parsing import exact
from phasecalc.parsing.quantities import plain

if TYPE_CHECKING:
    from phasecalc.cli.chosen import Chosen
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.case import Case
    from phasecalc.laws.optimum.allocation import Allocation, Solver

__all__ = ["add_numbers", "add_window", "compare", "local", "solve"]

DIGITS = 6
_MOST_DIGITS = 1000
_LONGEST_FACTOR = 20  # characters
_LARGEST_DRAWN = 1e300


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


def add_window(parser: argparse.ArgumentParser) -> None:
    """Add the options for a window of budgets."""
    parser.add_argument("--flops", required=True, metavar="FROM:TO", help="e.g. 1e18:1e26")
    parser.add_argument("--points", type=int, metavar="N", help="default: one a decade")


def solve(arguments: argparse.Namespace) -> int:
    """Optimal sizes at a budget."""
    from phasecalc.cli.table import write
    from phasecalc.laws.optimum.allocation import Solver
    from phasecalc.laws.text.modes import has_sums

    shown = DIGITS if arguments.digits is None else arguments.digits
    if not 1 <= shown <= _MOST_DIGITS:
        raise DomainError(f"--digits {shown}: between 1 and {_MOST_DIGITS}")
    chosen = valued(arguments.law, arguments.fit, arguments.set)
    law, values, fit = chosen.law, chosen.values, chosen.whole
    solver = Solver(law, values, digits=max(15, shown))
    flops = None if arguments.flops is None else one(arguments.flops)
    for name, given in (("D", arguments.tokens), ("N", arguments.parameters)):
        if given is not None:
            flops = solver.budget_for(name, plain(given))
    best = solver.at(flops)
    limit = law.optimum().at(values)
    off = []
    # Of sums over modes an optimum takes seconds, and to be off by a factor takes many of them.
    if solver.reduced.free and not law.loss_dependent and not has_sums(law):
        off = _off(solver, arguments.off_by, flops)
    if arguments.format == "json":
        row: dict[str, object] = {"law": law.name, **chosen.data(), **_row(best, shown)}
        row |= _limits(limit)
        if off:
            row["off_by"] = [
                {"factor": f, "refused": found}
                if isinstance(found, str)
                else {
                    "factor": f,
                    "loss": _text(found[0], shown),
                    "of_budget": _text(found[1], shown),
                }
                for f, found in off
            ]
        row |= _intervals(law, fit, best)
        print(as_json(row))
    elif arguments.format == "text":
        _say(chosen, best, limit, arguments.digits)
        for factor, found in off:
            what = (
                found
                if isinstance(found, str)
                else f"loss + {_text(found[0], 3)}, as good as the optimum at "
                f"{_text(100 * found[1], 3)} % of the flops"
            )
            print(f"  {solver.reduced.free[0]} off by {factor}: {what}")
    else:
        write({"law": law.name} | chosen.data(), _rows(best, limit, shown), arguments.format)
        _remark(arguments, [*chosen.alone(), *chosen.words()])
    return 0


def _off(
    solver: Solver, text: str, flops: Any
) -> list[tuple[str, tuple[Any, Any] | str]]:  # Any: mpmath numbers
    """Cost of a first size that is wrong by a factor either way, or why there is none."""
    from phasecalc.regions.algebraic import to_sympy

    factor = exact(text, "--off-by")
    if not factor > 0:
        raise DomainError(f"--off-by {text}: a factor is positive")
    found: list[tuple[str, tuple[Any, Any] | str]] = []
    for f in (factor, 1 / factor):
        label = str(f) if len(str(f)) <= _LONGEST_FACTOR else _text(to_sympy(f))
        try:
            found.append((label, solver.off_by(f, flops)))
        except (NoOptimum, NotConverged) as reason:
            found.append((label, f"no answer: {reason}"))
    return found


def _kept(law: Law, fit: str | None, best: Allocation) -> Decision | None:
    """The optimum with its intervals, where the law file keeps a spread."""
    from phasecalc.fitting.answers.saved import kept

    spread = None if fit is None or best.flops > _LARGEST_DRAWN else kept(law, fit)
    return None if spread is None else spread.allocate(float(best.flops))


def _intervals(law: Law, fit: str | None, best: Allocation) -> dict[str, object]:
    from phasecalc.fitting.answers.text import decision_data

    found = _kept(law, fit, best)
    return {} if found is None else {"with_intervals": decision_data(found)}


def _digits(chosen: Chosen, best: Allocation) -> dict[str, int]:
    """Digits of what is printed, as the rounding of a fit's constants bears them."""
    from phasecalc.cli.borne import borne
    from phasecalc.laws.optimum.allocation import Solver

    def outcomes(values: dict[str, Any]) -> dict[str, Any]:
        there = Solver(chosen.law, values, digits=15).at(best.flops)
        return {
            **there.sizes,
            **{f"exponent of {n}": x for n, x in there.exponents.items()},
            "loss": there.loss,
            "reducible": there.reducible,
            "rate": there.loss_exponent,
        }

    return borne(chosen, outcomes)


def _say(chosen: Chosen, best: Allocation, limit: Case, digits: int | None) -> None:
    from phasecalc.fitting.answers.estimate import to_digits

    law, fit = chosen.law, chosen.whole
    spread = _kept(law, fit, best)
    if spread is not None:  # no more digits than the runs bear
        print(f"{law.name}, fit {fit}{fit_note(law, str(fit))}")
        print(spread)
        return
    bear = _digits(chosen, best) if digits is None and chosen.fit is not None else {}
    shown = DIGITS if digits is None else digits
    print(f"{law.name} at {_text(best.flops)} flops")
    for line in chosen.words():
        print(f"  {line}")

    def text(value: Any, *names: str) -> str:
        digits = min((bear[n] for n in names), default=shown) if bear else shown
        number = float(value)
        if not bear:
            return _text(value, shown)
        if not number or not math.isfinite(number):  # no double
            return _text(value, digits).replace(".e", "e").replace("e+", "e")
        return to_digits(number, digits)

    for n, size in best.sizes.items():
        name = f"exponent of {n}"
        here, last = text(best.exponents[n], name), _limit(limit, n, bear.get(name, shown))
        last = f"in the limit C^{last}" if n not in limit.open else last
        print(f"  {n}* = {text(size, n)}, locally C^{here}, {last}")
    if {"N", "D"} <= set(best.sizes):
        print(f"  tokens per parameter = {text(best.tokens_per_parameter, 'N', 'D')}")
    parts = f"{text(best.irreducible, 'loss')} + {text(best.reducible, 'reducible')}"
    print(f"  loss = {text(best.loss, 'loss')} = {parts}")
    here, last = text(best.loss_exponent, "rate"), text(limit.loss_exponent, "rate")
    print(f"  reducible loss locally C^-{here}, in the limit C^-{last}")
    for line in chosen.alone():
        some = "; digits are those that their rounding bears, three at most (--digits prints more)"
        print(f"  {line}{some if bear else ''}")


def _rows(best: Allocation, limit: Case, shown: int) -> list[dict[str, str]]:
    """The same as a table, one line for each quantity."""
    import mpmath as mp

    found = [
        *((n, x, best.exponents[n], _limit(limit, n, shown)) for n, x in best.sizes.items()),
        (
            "reducible loss",
            best.reducible,
            mp.fneg(best.loss_exponent, exact=True),
            -limit.loss_exponent,
        ),
    ]
    columns = ("quantity", "optimum", "local exponent", "exponent in the limit")
    return [
        dict(zip(columns, (name, *(_shown(x, shown) for x in numbers)), strict=True))
        for name, *numbers in found
    ]


def compare(arguments: argparse.Namespace) -> int:
    """Optima of several laws over budgets, as a table and a figure."""
    from phasecalc.cli import bands
    from phasecalc.cli.table import write
    from phasecalc.laws.literature.counts import mixed
    from phasecalc.laws.optimum.allocation import local_exponents

    budgets = window(arguments.flops, arguments.points)
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
        remarks += [f"{word}: {line}" for line in [*chosen.alone(), *chosen.words()]]
        spread = bands.decisions(chosen.law, fit, budgets)
        added = [bands.size_columns(d) for d in spread] or [{}] * len(budgets)
        ends[word] = bands.size_band(spread, "N")
        rows += [
            {"law": word, "fit": fit or "", **_row(best), **more}
            for best, more in zip(curves[word], added, strict=True)
        ]
    columns = list(dict.fromkeys(c for r in rows for c in r))
    points = [{c: r.get(c, "") for c in columns} for r in rows]
    remarks += [f"beware: {text}" for text in mixed(used)]
    more = {"remarks": remarks} if arguments.format == "json" else {}
    write({"flops": arguments.flops} | more, points, arguments.format, keys=3)
    if arguments.format != "json":
        _remark(arguments, remarks)
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
    budgets = window(arguments.flops, arguments.points)
    found = local_exponents(law, budgets, values=values)
    spread = [] if fit is None else bands.decisions(law, fit, budgets)
    added = [bands.exponent_columns(d) for d in spread] or [{}] * len(budgets)
    limit = law.optimum().at(values)
    rows = [
        {
            "flops": _text(a.flops),
            **{n: _text(x) for n, x in a.exponents.items()},
            "reducible_loss": _text(a.loss_exponent),
            "loss": _text(a.total_exponent),
            **more,
        }
        for a, more in zip(found, added, strict=True)
    ]
    last = {
        **dict.fromkeys(added[0], ""),
        "flops": "limit",
        **{n: _limit(limit, n) for n in limit.exponents},
        "reducible_loss": _text(limit.loss_exponent),
        "loss": _text(limit.loss_exponent if found[0].irreducible == 0 else 0),
    }
    write(
        {"law": law.name, "columns": "local exponents"} | chosen.data(),
        [*rows, last],
        arguments.format,
    )
    _remark(arguments, [*chosen.alone(), *chosen.words()])
    return 0


def _remark(arguments: argparse.Namespace, lines: Sequence[str]) -> None:
    """Lines below a table; beside it, on standard error, where the table is for programs."""
    if not arguments.quiet:
        for line in lines:
            stream = sys.stdout if arguments.format == "text" else sys.stderr
            print(line, file=stream)


def _row(best: Allocation, shown: int = DIGITS) -> dict[str, str]:
    row = {"flops": _text(best.flops, shown)}
    row |= {f"{n}*": _text(x, shown) for n, x in best.sizes.items()}
    if {"N", "D"} <= set(best.sizes):
        row["D/N"] = _text(best.tokens_per_parameter, shown)
    row["loss"] = _text(best.loss, shown)
    row |= {f"exponent of {n}": _text(x, shown) for n, x in best.exponents.items()}
    row["loss exponent"] = _text(best.loss_exponent, shown)
    return row


def _limits(limit: Case) -> dict[str, object]:
    """Exponents in the limit; of those that are not determined null, with the ends of the face."""
    known = {n: None if e is None else str(e) for n, e in limit.limits.items()}
    found: dict[str, object] = {"limits": {**known, "loss": str(limit.loss_exponent)}}
    if limit.open:
        faces = {n: [str(e) for e in limit.face(n)] for n in limit.open}
        found["not_determined"] = {"faces": faces, "reason": limit.reason}
    return found


def _limit(limit: Case, name: str, digits: int = DIGITS) -> str:
    """Exponent of a size in the limit, or the ends of the face that leave it open."""
    if name not in limit.open:
        return _text(limit.exponents[name], digits)
    ends = sorted(limit.face(name))
    if len(ends) == 1:
        return "no limit determined by exponents"
    first, last = (_text(e, digits) for e in (ends[0], ends[-1]))
    return f"not determined by exponents: face from C^{first} to C^{last}"


def _shown(value: Any, digits: int) -> str:  # Any: text, or a number
    return value if isinstance(value, str) else _text(value, digits)


def _text(value: Any, digits: int = DIGITS) -> str:  # Any: mpmath or SymPy number
    from phasecalc.numerics.context import fixed

    mp = fixed(digits + 5)
    exact = not isinstance(value, (int, float)) and not hasattr(value, "_mpf_")
    number = mp.mpf(str(value.evalf(digits + 5))) if exact else mp.mpf(value)
    if number == 0 or 1e-3 <= abs(number) < 1e6:
        return str(mp.nstr(number, digits))
    shown = mp.nstr(number, digits, min_fixed=1, max_fixed=0, strip_zeros=False)
    mantissa, _, power = shown.partition("e")
    return f"{mantissa}e{int(power):+03d}"
