"""Scaling laws of the literature, or of a law file: exponents, constants, optima, comparisons.

LAW is a name from phasecalc law list, the name of a published fit, law:fit, or a file.toml.
Exit status 1: the law has no answer there.
"""

from __future__ import annotations

import argparse
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.cli import at_budget, fitting, law_diagram, over_budgets, shown
from phasecalc.cli.options import add_format, add_forms, as_json, epilog, in_form, say
from phasecalc.cli.places import new_file
from phasecalc.exceptions import DomainError
from phasecalc.parsing import exact

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.exponents import Optimum

__all__ = ["configure", "run"]

EXAMPLES = (
    ("all laws and fits", "law list"),
    ("one law: terms, exponents, constants", "law show two-term"),
    ("the optimum at a budget", "law solve two-term --fit besiroglu --flops 5.76e23"),
    ("several laws, one budget a decade", "law compare kaplan hoffmann --flops 1e18:1e26"),
    ("exponents seen in a window", "law local-exponent two-term --flops 1e20:1e24"),
    ("a law fitted to runs, kept in a file", "law fit two-term runs.csv --save mine.toml"),
    ("what runs say, and what to run next", "law diagnose runs.csv"),
    ("the same as a report with pictures", "law report runs.csv"),
    ("the best size, budget by budget", "law isoflop runs.csv"),
    ("loss at given sizes", "law loss two-term --fit besiroglu --at N=70B D=1.4T"),
    ("regions of a law over its parameters", "law diagram lazy-features --output lazy.svg"),
    ("which optimiser is best at a point", "law optimisers --alpha 7/10 --beta 9/10"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's own commands and their options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="all laws and fits")
    add_format(listed, "text", "json")
    show = actions.add_parser("show", help="one law: terms, exponents with regions, constants")
    show.add_argument("law", metavar="LAW")
    add_forms(show, "text", "toml", "latex", "json")
    solve = actions.add_parser("solve", help="optimal sizes at a budget")
    at_budget.add_numbers(solve)
    budget = solve.add_mutually_exclusive_group(required=True)
    budget.add_argument("--flops", metavar="C", help="budget in flops")
    budget.add_argument("--tokens", metavar="D", help="budget at which D* is this")
    budget.add_argument("--parameters", metavar="N", help="budget at which N* is this")
    solve.add_argument("--off-by", default="2", metavar="FACTOR", help="default: 2")
    shown.add_digits(solve)
    add_format(solve, "text", "json", "csv", "latex")
    compare = actions.add_parser("compare", help="optima of several laws over budgets")
    compare.add_argument("laws", metavar="LAW", nargs="+")
    over_budgets.add_window(compare)
    compare.add_argument(
        "--output", type=new_file, metavar="FILE", help="also draw FILE.png/svg/pdf"
    )
    add_format(compare, "text", "json", "csv", "latex")
    local = actions.add_parser("local-exponent", help="exponents that a window of budgets shows")
    at_budget.add_numbers(local)
    over_budgets.add_window(local)
    add_format(local, "text", "json", "csv", "latex")
    fitting.configure(actions)
    law_diagram.configure(actions)
    best = actions.add_parser("optimisers", help="which optimiser is best where, with proofs")
    best.add_argument("--alpha", metavar="NUMBER", help="ask at one point, with --beta")
    best.add_argument("--beta", metavar="NUMBER")
    best.add_argument(
        "--noise",
        choices=("stated", "in-motion"),
        default="stated",
        help="what is charged for the noise of SignSGD: its whole floor (default), or that of the "
        "modes that have moved",
    )
    best.add_argument("--recheck", action="store_true", help="check every proof again")
    best.add_argument("--output", type=new_file, metavar="FILE", help="draw FILE.png/svg/pdf")
    add_forms(best, "text", "json", "latex")
    best.add_argument("--derive", action="store_true", help="derive and prove it anew: minutes")
    for name, action in actions.choices.items():
        action.epilog = epilog(*(e for e in EXAMPLES if e[1].split()[1] == name))
        action.formatter_class = argparse.RawDescriptionHelpFormatter


def run(arguments: argparse.Namespace) -> int:
    """Answer, and return the exit status."""
    return int(_ACTIONS[arguments.action](arguments))


def _list(arguments: argparse.Namespace) -> int:
    from phasecalc.laws.declaring import catalogue

    laws = catalogue.contents().values()
    if arguments.format == "json":
        print(
            as_json(
                [
                    {
                        "name": w["name"],
                        "title": w.get("title", ""),
                        "source": w.get("source", ""),
                        "fits": list(w.get("fits", ())),
                    }
                    for w in laws
                ]
            )
        )
        return 0
    width = max(len(w["name"]) for w in laws)
    for w in laws:
        print(f"{w['name'].ljust(width)}  {w.get('title', '')}")
        if w.get("fits"):
            print(f"{' ' * width}  fits: {', '.join(w['fits'])}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from phasecalc.laws.declaring.catalogue import find_or_read
    from phasecalc.laws.declaring.files import write_law
    from phasecalc.laws.optimum.duality import closed_form

    law, _ = find_or_read(arguments.law)
    if arguments.format == "toml":
        print(write_law(law), end="")
        return 0
    optimum = law.optimum()
    if in_form(arguments, optimum):
        return 0
    try:
        form = closed_form(law)
    except DomainError as reason:
        form, why = None, reason
    if arguments.format == "latex":
        print("\n".join(x._repr_latex_() for x in (optimum, form) if x is not None))
    elif arguments.format == "json":
        from phasecalc.export.forms.data import optimum as as_data

        print(as_json(as_data(optimum)))
    else:
        _say(law, optimum)
        print(form if form is not None else f"no closed form: {why}")
    return 0


def _say(law: Law, optimum: Optimum) -> None:
    from phasecalc.laws.sums.orders import sum_orders
    from phasecalc.laws.text.reading import write_value

    print(f"{law.name}: {law.title}")
    for label, text in (("source", law.source), ("note", law.note)):
        if text:
            print(f"  {label}: {text}")
    for label, text in _declared(law).items():
        print(f"  {label}: {text}")
    orders = sum_orders(law)
    for term in law.terms:
        cases = "; ".join(
            write_value(e) if r == True else f"{write_value(e)} where {r}"  # noqa: E712
            for e, r in term.cases
        )
        print(f"  {term.name}: {cases}")
        for order in orders.get(term.name, ()):
            print("    " + str(order).replace("\n", "\n    "))
    print(f"  budget: C = {law.budget}")
    for c in law.constraints:
        print(f"  {c.name}: {c.left} {c.operator} {c.right}")
    for fit in law.fits:
        values = ", ".join(f"{n} = {x}" for n, x in fit.values)
        print(f"  fit {fit.name}: {values} ({fit.source}{'; ' if fit.note else ''}{fit.note})")
    print(optimum)
    count = optimum.recheck()
    proved = f"{count} statements proved" if count else "numbers alone, compared exactly"
    logs = "; powers of log C from linear equations, not among them" if optimum.logarithms else ""
    sums = "; orders of sums derived by expansion, not among them" if orders else ""
    print(f"    {proved}{logs}{sums}")


def _declared(law: Law) -> dict[str, str]:
    """What the letters are: which may be what, and what the loss tends to."""
    among = {s.name for r in law.domain for s in r.free_symbols}
    domain = [f"{r.lhs} {r.rel_op} {r.rhs}" for r in law.domain]
    domain += [
        f"{n} {'>=' if n == law.irreducible else '>'} 0" for n in law.parameters if n not in among
    ]
    found = {
        "sizes, at least 1": ", ".join(law.sizes),
        "rates, at most 1": ", ".join(law.rates),
        "scales, of any size": ", ".join(law.scales),
        "parameters": ", ".join(law.parameters),
        "domain": ", ".join(domain),
        "irreducible loss": law.irreducible,
    }
    return {label: text for label, text in found.items() if text}


_CAVEAT = (
    "SignSGD for alpha < 1/2 < beta: measured, its exponents are larger than the stated ones; "
    "see --noise in-motion"
)


def _optimisers(arguments: argparse.Namespace) -> int:
    from phasecalc.optimisers.store import best_optimiser, derive_text, file_path

    if arguments.derive:
        text = derive_text(arguments.noise)
        Path(str(file_path(arguments.noise))).write_text(text, encoding="utf-8")
    if arguments.output is not None:
        from phasecalc.export.output.files import require_format

        require_format(arguments.output)
    best = best_optimiser(arguments.noise)
    if (arguments.alpha is None) != (arguments.beta is None):
        raise DomainError("--alpha and --beta: give both, or neither")
    if arguments.alpha is not None:
        zone = best.at(arguments.alpha, arguments.beta)
        gain = best.gain(arguments.alpha, arguments.beta)
        if arguments.format == "json":
            print(as_json({"best": list(zone.best), "gain": str(gain)}))
        elif arguments.format != "text":
            raise DomainError(f"--format {arguments.format}: at a point there are text and json")
        else:
            print(f"best: {', '.join(zone.best)}; loss exponent higher than SGD's by {gain}")
        half = Fraction(1, 2)
        if exact(arguments.alpha, "alpha") < half < exact(arguments.beta, "beta"):
            _warn(arguments)
    elif arguments.output is not None:
        from phasecalc.export.figures.optimisers import optimisers_figure
        from phasecalc.export.figures.style import look
        from phasecalc.export.output.files import save_figure

        with look():
            figure: Any = optimisers_figure(noise=arguments.noise).figure
            save_figure(figure, arguments.output)
        say(arguments, f"wrote {arguments.output}")
    elif arguments.format == "json":
        print(as_json([vars(row) for row in best.table]))
    elif arguments.format == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(best))
    elif not in_form(arguments, best):
        print(best)
        _warn(arguments)
    if arguments.recheck:
        text = f"{best.recheck()} statements re-checked: the zones tile the plane and name the best"
        # Data stay data.
        print(text, file=sys.stderr if arguments.format == "json" else sys.stdout)
    return 0


def _warn(arguments: argparse.Namespace) -> None:
    if arguments.noise == "stated":
        say(arguments, _CAVEAT)


_ACTIONS = {
    "list": _list,
    "show": _show,
    "solve": at_budget.solve,
    "compare": over_budgets.compare,
    "local-exponent": over_budgets.local,
    "fit": fitting.fit,
    "loss": fitting.loss,
    "diagram": law_diagram.run,
    "isoflop": fitting.isoflop,
    "diagnose": fitting.diagnose,
    "report": fitting.report,
    "optimisers": _optimisers,
}
