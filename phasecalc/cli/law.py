"""Scaling laws of the literature, or of a law file: exponents, constants, optima, comparisons.

LAW is a name from `phasecalc law list`, the name of a published fit, law:fit, or a file.toml.
Exit status 1: the law has no answer there.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.cli.options import add_format, as_json, say
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.allocation import Allocation
    from phasecalc.laws.declaration import Law

__all__ = ["configure", "run"]

EXAMPLES = (
    ("all laws and fits", "law list"),
    ("the optimum at a budget", "law solve two-term --fit besiroglu --flops 5.76e23"),
)

_DIGITS = 6
_MOST_POINTS = 2000


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's own commands and their options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="all laws and fits")
    add_format(listed, "text", "json")
    show = actions.add_parser("show", help="one law: terms, exponents with regions, constants")
    show.add_argument("law", metavar="LAW")
    add_format(show, "text", "toml", "latex")
    solve = actions.add_parser("solve", help="optimal sizes at a budget")
    _numbers(solve)
    budget = solve.add_mutually_exclusive_group(required=True)
    budget.add_argument("--flops", metavar="NUMBER", help="budget in flops")
    budget.add_argument("--tokens", metavar="NUMBER", help="budget at which D* is this")
    budget.add_argument("--parameters", metavar="NUMBER", help="budget at which N* is this")
    solve.add_argument("--off-by", default="2", metavar="FACTOR", help="default: 2")
    add_format(solve, "text", "json")
    compare = actions.add_parser("compare", help="optima of several laws over budgets")
    compare.add_argument("laws", metavar="LAW", nargs="+")
    _window(compare)
    compare.add_argument("--output", type=Path, metavar="FILE", help="also draw FILE.png/svg/pdf")
    add_format(compare, "text", "json", "csv", "latex")
    local = actions.add_parser("local-exponent", help="exponents that a window of budgets shows")
    _numbers(local)
    _window(local)
    add_format(local, "text", "json", "csv", "latex")
    best = actions.add_parser("optimisers", help="which optimiser is best where, with proofs")
    best.add_argument("--alpha", metavar="NUMBER", help="ask at one point, with --beta")
    best.add_argument("--beta", metavar="NUMBER")
    best.add_argument("--recheck", action="store_true", help="check every proof again")
    best.add_argument("--output", type=Path, metavar="FILE", help="draw FILE.png/svg/pdf")
    best.add_argument("--derive", action="store_true", help="derive and prove it anew: minutes")


def _numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("law", metavar="LAW")
    parser.add_argument("--fit", help="published values; default: the law's first")
    parser.add_argument(
        "--set", nargs="+", default=[], metavar="NAME=NUMBER", help="other values, e.g. A=406.4"
    )


def _window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--flops", required=True, metavar="FROM:TO", help="e.g. 1e18:1e26")
    parser.add_argument("--points", type=int, metavar="N", help="default: one a decade")


def run(arguments: argparse.Namespace) -> int:
    """Answer, and return the exit status."""
    return int(_ACTIONS[arguments.action](arguments))


def _list(arguments: argparse.Namespace) -> int:
    from phasecalc.laws import catalogue

    laws = [catalogue.law(n) for n in catalogue.names()]
    if arguments.format == "json":
        print(
            as_json(
                [
                    {
                        "name": w.name,
                        "title": w.title,
                        "source": w.source,
                        "fits": [f.name for f in w.fits],
                    }
                    for w in laws
                ]
            )
        )
        return 0
    width = max(len(w.name) for w in laws)
    for w in laws:
        print(f"{w.name.ljust(width)}  {w.title}")
        if w.fits:
            print(f"{' ' * width}  fits: {', '.join(f.name for f in w.fits)}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from phasecalc.laws.duality import closed_form
    from phasecalc.laws.files import write_law

    law, _ = _find(arguments.law)
    if arguments.format == "toml":
        print(write_law(law), end="")
        return 0
    optimum = law.optimum()
    if arguments.format == "latex":
        print(optimum._repr_latex_())
        return 0
    print(f"{law.name}: {law.title}")
    for label, text in (("source", law.source), ("note", law.note)):
        if text:
            print(f"  {label}: {text}")
    for term in law.terms:
        cases = "; ".join(str(e) if r == True else f"{e} where {r}" for e, r in term.cases)  # noqa: E712
        print(f"  {term.name}: {cases}")
    print(f"  budget: C = {law.budget}")
    for c in law.constraints:
        print(f"  {c.name}: {c.left} {c.operator} {c.right}")
    for fit in law.fits:
        values = ", ".join(f"{n} = {x}" for n, x in fit.values)
        print(f"  fit {fit.name}: {values} ({fit.source}{'; ' if fit.note else ''}{fit.note})")
    print(optimum)
    print(f"    {optimum.recheck()} statements proved")
    try:
        print(closed_form(law))
    except DomainError as reason:
        print(f"no closed form: {reason}")
    return 0


def _solve(arguments: argparse.Namespace) -> int:
    from phasecalc.laws.allocation import Solver
    from phasecalc.parsing import exact

    law, values = _valued(arguments.law, arguments.fit, arguments.set)
    solver = Solver(law, values)
    flops = arguments.flops
    for name, given in (("D", arguments.tokens), ("N", arguments.parameters)):
        if given is not None:
            flops = solver.budget_for(name, given)
    best = solver.at(flops)
    limit = law.optimum().at(values)
    off = None
    if solver.reduced.free and not law.loss_dependent:
        wrong = exact(arguments.off_by, "--off-by")
        off = [(str(f), *solver.off_by(str(f), flops)) for f in (wrong, 1 / wrong)]
    if arguments.format == "json":
        row: dict[str, object] = {"law": law.name, **_row(best), "limits": _limits(limit)}
        if off is not None:
            row["off_by"] = [
                {"factor": f, "loss": _text(a), "of_budget": _text(b)} for f, a, b in off
            ]
        print(as_json(row))
        return 0
    print(f"{law.name} at {_text(best.flops)} flops")
    for n, size in best.sizes.items():
        local, last = _text(best.exponents[n]), _text(limit.exponents[n])
        print(f"  {n}* = {_text(size)}, locally C^{local}, in the limit C^{last}")
    if {"N", "D"} <= set(best.sizes):
        print(f"  tokens per parameter = {_text(best.tokens_per_parameter)}")
    print(f"  loss = {_text(best.loss)} = {_text(best.irreducible)} + {_text(best.reducible)}")
    local, last = _text(best.loss_exponent), _text(limit.loss_exponent)
    print(f"  reducible loss locally C^-{local}, in the limit C^-{last}")
    for factor, more, part in off or ():
        print(
            f"  {solver.reduced.free[0]} off by {factor}: loss + {_text(more, 3)}, as good as the "
            f"optimum at {_text(100 * part, 3)} % of the flops"
        )
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from phasecalc.cli.table import write
    from phasecalc.laws.allocation import local_exponents, values_of

    budgets = _budgets(arguments)
    rows: list[dict[str, str]] = []
    curves: dict[str, Any] = {}
    for word in arguments.laws:
        law, fit = _find(word)
        values = values_of(law, fit)
        curves[word] = local_exponents(law, budgets, values=values)
        rows += [{"law": word, **_row(best)} for best in curves[word]]
    columns = list(dict.fromkeys(c for r in rows for c in r))
    points = [{c: r.get(c, "") for c in columns} for r in rows]
    write({"flops": arguments.flops}, points, arguments.format)
    if arguments.output is not None:
        from phasecalc.export.figures.style import look
        from phasecalc.export.files import require_format, save_figure
        from phasecalc.export.laws import comparison_figure

        require_format(arguments.output)
        with look():
            figure: Any = comparison_figure(curves).figure
            save_figure(figure, arguments.output)
    return 0


def _local(arguments: argparse.Namespace) -> int:
    from phasecalc.cli.table import write
    from phasecalc.laws.allocation import local_exponents

    law, values = _valued(arguments.law, arguments.fit, arguments.set)
    found = local_exponents(law, _budgets(arguments), values=values)
    limit = law.optimum().at(values)
    rows = [
        {
            "flops": _text(a.flops),
            **{f"{n}": _text(a.exponents[n]) for n in a.exponents},
            "reducible_loss": _text(a.loss_exponent),
            "loss": _text(a.total_exponent),
        }
        for a in found
    ]
    last = {
        "flops": "limit",
        **{n: _text(e) for n, e in limit.exponents.items()},
        "reducible_loss": _text(limit.loss_exponent),
        "loss": _text(limit.loss_exponent if found[0].irreducible == 0 else 0),
    }
    write({"law": law.name, "columns": "local exponents"}, [*rows, last], arguments.format)
    return 0


def _optimisers(arguments: argparse.Namespace) -> int:
    from phasecalc.laws.optimiser_store import best_optimiser, derive_text, file_path
    from phasecalc.plrf.formulas import formula_text, positive_form

    if arguments.derive:
        Path(str(file_path())).write_text(derive_text(), encoding="utf-8")
    best = best_optimiser()
    if (arguments.alpha is None) != (arguments.beta is None):
        raise DomainError("--alpha and --beta: give both, or neither")
    if arguments.alpha is not None:
        zone = best.at(arguments.alpha, arguments.beta)
        gain = best.gain(arguments.alpha, arguments.beta)
        print(f"best: {', '.join(zone.best)}; loss exponent higher than SGD's by {gain}")
        return 0
    if arguments.output is not None:
        from phasecalc.export.figures.style import look
        from phasecalc.export.files import require_format, save_figure
        from phasecalc.export.optimisers import optimisers_figure

        require_format(arguments.output)
        with look():
            figure: Any = optimisers_figure().figure
            save_figure(figure, arguments.output)
        say(arguments, f"wrote {arguments.output}")
        return 0
    for names, region, exponent, gain in best.rows:
        for number, cell in enumerate(region.cells):
            part = type(region)(region.names, (cell,))
            if number == 0:
                print(
                    f"{' = '.join(names)}: loss f^-({formula_text(positive_form(exponent, part))})"
                )
                print(f"    gain over SGD: {formula_text(positive_form(gain, part))}")
            print(f"    {'where' if number == 0 else '   or'} {part.presented()}")
    if arguments.recheck:
        print(f"{best.recheck()} statements re-checked: the zones tile the plane and name the best")
    return 0


_ACTIONS = {
    "list": _list,
    "show": _show,
    "solve": _solve,
    "compare": _compare,
    "local-exponent": _local,
    "optimisers": _optimisers,
}


def _find(word: str) -> tuple[Law, str | None]:
    from phasecalc.laws import catalogue
    from phasecalc.laws.files import read_law

    if word.endswith(".toml"):
        return read_law(word), None
    return catalogue.find(word)


def _valued(word: str, fit: str | None, given: Sequence[str]) -> tuple[Law, dict[str, Expr]]:
    """The law with its numbers."""
    from phasecalc.laws.allocation import values_of

    law, found = _find(word)
    numbers = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in law.parameters:
            raise DomainError(
                f"--set {text}: write NAME=NUMBER; names: {', '.join(law.parameters)}"
            )
        numbers[name] = value
    return law, values_of(law, fit or found, numbers)


def _budgets(arguments: argparse.Namespace) -> list[Any]:
    """Budgets from FROM:TO, equally spaced in the logarithm."""
    import mpmath as mp

    from phasecalc.parsing import exact

    first, colon, last = arguments.flops.partition(":")
    ends = [mp.mpf(str(float(exact(x, "flops")))) for x in (first, last if colon else first)]
    if not 0 < ends[0] <= ends[1]:
        raise DomainError(f"--flops {arguments.flops}: write FROM:TO with 0 < FROM <= TO")
    decades = float(mp.log10(ends[1] / ends[0]))
    count = arguments.points if arguments.points is not None else round(decades) + 1
    if not 1 <= count <= _MOST_POINTS:
        raise DomainError(f"{count} points: between 1 and {_MOST_POINTS}")
    if count == 1:
        return [ends[0]]
    return [ends[0] * (ends[1] / ends[0]) ** (mp.mpf(k) / (count - 1)) for k in range(count)]


def _row(best: Allocation) -> dict[str, str]:
    row = {"flops": _text(best.flops), **{f"{n}*": _text(x) for n, x in best.sizes.items()}}
    if {"N", "D"} <= set(best.sizes):
        row["D/N"] = _text(best.tokens_per_parameter)
    row["loss"] = _text(best.loss)
    row |= {f"exponent of {n}": _text(x) for n, x in best.exponents.items()}
    row["loss exponent"] = _text(best.loss_exponent)
    return row


def _limits(limit: Any) -> Mapping[str, str]:  # Any: Case, not imported for a type here
    return {**{n: str(e) for n, e in limit.exponents.items()}, "loss": str(limit.loss_exponent)}


def _text(value: Any, digits: int = _DIGITS) -> str:  # Any: mpmath or SymPy number
    import mpmath as mp

    number = (
        mp.mpf(value) if isinstance(value, (int, float, mp.mpf)) else mp.mpf(str(value.evalf(20)))
    )
    if number != 0 and not 1e-3 <= abs(number) < 1e6:
        return f"{float(number):.{digits - 1}e}"
    return str(mp.nstr(number, digits))
