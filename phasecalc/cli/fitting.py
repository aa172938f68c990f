"""Laws and runs: what `phasecalc law fit`, `law loss` and intervals in `law solve` print."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.cli import at_budget
from phasecalc.cli.budgets import one
from phasecalc.cli.chosen import Chosen, valued
from phasecalc.cli.options import (
    add_format,
    add_forms,
    add_jobs,
    as_json,
    in_form,
    number,
    pairs,
    pool,
    progress,
    say,
)
from phasecalc.cli.places import new_file, new_folder
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc.fitting.advice.diagnosis import Diagnosis
    from phasecalc.fitting.advice.isoflop import IsoFlop
    from phasecalc.fitting.answers.fitted import Fitted
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["add_data", "configure", "diagnose", "fit", "isoflop", "loss", "report"]

RESAMPLES = 400


def configure(actions: Any) -> None:  # Any: argparse does not name this type
    """Add the actions that read runs."""
    fitting = actions.add_parser("fit", help="fit a law to runs, with intervals and caveats")
    fitting.add_argument("law", metavar="LAW")
    add_data(fitting)
    fitting.add_argument(
        "--delta", default="1e-3", help="of Huber's function: a number, auto, or inf for squares"
    )
    fitting.add_argument("--residual", choices=("log", "loss"), default="log", help="default: log")
    fitting.add_argument(
        "--over", default="1", metavar="FACTOR", help="cost of predictions that are too high"
    )
    fitting.add_argument("--noise", metavar="NUMBER", help="standard error of every residual")
    fitting.add_argument(
        "--fix",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=NUMBER",
        help="parameters that are given",
    )
    fitting.add_argument("--flops", metavar="NUMBER", help="also the best sizes at this budget")
    fitting.add_argument("--level", type=float, default=0.9, help="of the intervals; default: 0.9")
    fitting.add_argument(
        "--resamples",
        type=int,
        help=f"of the bootstrap; 0 for the covariance alone; default: {RESAMPLES}, or 0 for many "
        "thousands of runs, of which both say the same",
    )
    fitting.add_argument("--seed", type=int, default=0, help="default: 0")
    add_jobs(fitting)
    fitting.add_argument(
        "--save", type=new_file, metavar="FILE.toml", help="add the fit to this law"
    )
    fitting.add_argument("--name", default="mine", help="of the saved fit; default: mine")
    add_forms(fitting, "text", "json", "latex")
    _add_pages(actions)
    at = actions.add_parser("loss", help="loss at given sizes")
    at_budget.add_numbers(at)
    at.add_argument(
        "--at", nargs="+", action="extend", required=True, metavar="SIZE=NUMBER", help="e.g. N=70B"
    )
    add_format(at, "text", "json")


def _add_pages(actions: Any) -> None:  # Any: as above
    from phasecalc.fitting.advice.curves import CURVES

    page = actions.add_parser("diagnose", help="one page on runs: law, exponents, what to run next")
    whole = actions.add_parser("report", help="the same with pictures: HTML, Markdown and PDF")
    for parser in (page, whole):
        add_data(parser)
        parser.add_argument("--law", default="two-term", help="to decide with; default: two-term")
        parser.add_argument("--flops", metavar="NUMBER", help="target; default: 10 times the runs'")
        parser.add_argument("--runs", type=int, default=10, help="how many to plan; default: 10")
        add_jobs(parser)
    whole.add_argument(
        "-o",
        "--output",
        type=new_folder,
        default="build/runs",
        metavar="DIR",
        help="folder to write into; default: build/runs",
    )
    lines = actions.add_parser("isoflop", help="exponent of the best size, budget by budget")
    add_data(lines)
    lines.add_argument("--size", default="N", help="default: N")
    lines.add_argument("--curve", choices=tuple(CURVES), default="parabola", help="at each budget")
    lines.add_argument(
        "--noise",
        nargs="+",
        action="extend",
        default=[],
        metavar="LOSS:ERROR",
        help="standard error of such a loss; without it runs are drawn again",
    )
    for parser, resamples in ((page, RESAMPLES), (whole, RESAMPLES), (lines, 1000)):
        parser.add_argument("--level", type=float, default=0.9, help="default: 0.9")
        parser.add_argument(
            "--resamples",
            type=int,
            default=resamples if parser is lines else None,
            help=f"default: {resamples}",
        )
        parser.add_argument("--seed", type=int, default=0, help="default: 0")
    add_format(page, "text", "json", "latex")
    add_format(lines, "text", "json", "latex")


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where runs are."""
    parser.add_argument("data", metavar="FILE", help="runs: .csv, .tsv or .jsonl")
    parser.add_argument(
        "--columns",
        nargs="+",
        action="extend",
        default=[],
        metavar="SIZE=COLUMN",
        help="column of each size, of loss, flops, noise, weight, run (drawn together)",
    )
    parser.add_argument(
        "--where",
        nargs="+",
        action="extend",
        default=[],
        metavar="CONDITION",
        help="e.g. 'loss<4' outlier=False",
    )


def fit(arguments: argparse.Namespace) -> int:
    """Fit a law to runs, and print the numbers with what to beware of."""
    from phasecalc.fitting.answers.fit import fit as fit_law
    from phasecalc.fitting.answers.text import decision_data, decision_text, fit_data
    from phasecalc.laws.declaring.catalogue import find_or_read

    law, _ = find_or_read(arguments.law)
    if arguments.save is not None:
        _target(arguments.save, law)
    flops = None if arguments.flops is None else _number("flops", one(arguments.flops))
    delta = arguments.delta if arguments.delta == "auto" else _number("delta", arguments.delta)
    found = fit_law(
        law,
        arguments.data,
        columns=pairs("columns", arguments.columns),
        where=arguments.where,
        noise=None if arguments.noise is None else _number("noise", arguments.noise),
        delta=delta,
        over=_number("over", arguments.over),
        residual=arguments.residual,
        fixed=pairs("fix", arguments.fix),
        level=arguments.level,
    )
    found = _resampled(arguments, found)
    decision = None if flops is None else found.allocate(flops)
    if arguments.format == "json":
        content = fit_data(found)
        if decision is not None:
            content["optimum"] = decision_data(decision)
        print(as_json(content))
    elif arguments.format == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(found))
        if decision is not None:
            print(latex(decision))
    elif not in_form(arguments, found):
        print(found)
        if decision is not None:
            print(decision_text(decision, decision.beyond))
    if arguments.save is not None:
        _save(arguments, law, found)
    return 0


def _resampled(arguments: argparse.Namespace, found: Fitted) -> Fitted:
    from phasecalc.fitting.answers.fit import resamples_of

    _require_resamples(arguments)
    count = resamples_of(found, arguments.resamples)
    if not count or found.freedom < 2:
        return found
    with pool(arguments) if arguments.jobs != 1 else nullcontext() as executor:
        return found.bootstrap(
            count,
            seed=arguments.seed,
            executor=executor,
            progress=progress(arguments, "resamples"),
        )


def _require_resamples(arguments: argparse.Namespace) -> None:
    if arguments.resamples is not None and arguments.resamples < 0:
        raise DomainError(f"--resamples {arguments.resamples}: 0 or more")


def _number(option: str, text: str) -> float:
    return math.inf if text == "inf" else number(option, text)


def _target(file: Path, law: Law) -> Law:
    """The law as it stands in the file, which may not exist yet."""
    from phasecalc.laws.declaring.files import read_law

    if file.suffix != ".toml":
        raise DomainError(f"--save {file}: a law file ends in .toml")
    if not file.exists():
        return law
    there = read_law(file)
    if replace(there, fits=()) != replace(law, fits=()):
        raise DomainError(f"--save {file}: there is another law, {there.name}; choose another file")
    return there


def _save(arguments: argparse.Namespace, law: Law, found: Fitted) -> None:
    from phasecalc.export.output.files import write_atomically
    from phasecalc.fitting.answers.saved import saved, with_fit
    from phasecalc.laws.declaring.files import write_law

    kept = saved(found, arguments.name)
    write_atomically(arguments.save, write_law(with_fit(_target(arguments.save, law), kept)))
    if arguments.format == "text":
        say(arguments, f"wrote {arguments.save}: fit {arguments.name}")


def loss(arguments: argparse.Namespace) -> int:
    """Loss at given sizes."""
    from phasecalc.fitting.answers.estimate import Estimate
    from phasecalc.fitting.answers.saved import kept
    from phasecalc.fitting.runs.runs import needed_sizes

    chosen = valued(arguments.law, arguments.fit, arguments.set)
    law = chosen.law
    sizes = {n: _number("at", x) for n, x in pairs("at", arguments.at).items()}
    needed = tuple(needed_sizes(law))
    if strangers := [n for n in sizes if n not in law.unknowns]:
        raise DomainError(f"--at {strangers[0]}: the sizes are {', '.join(needed)}")
    if missing := [n for n in needed if n not in sizes]:
        raise DomainError(f"--at: no value for {', '.join(missing)}")
    for n, x in sizes.items():
        if not (x > 0 and math.isfinite(x)) or (n in law.sizes and x < 1):
            raise DomainError(f"--at {n}={x:g}: must be {'at least 1' if x > 0 else 'positive'}")
    spread = None if chosen.whole is None else kept(law, chosen.whole)
    value = spread.loss_at(sizes) if spread else Estimate(_stated(chosen, sizes), None, None, 0.9)
    if arguments.format == "json":
        row = {"value": value.value, "low": value.low, "high": value.high}
        print(as_json({"law": law.name, **chosen.data(), "at": sizes, "loss": row}))
        return 0
    print(", ".join([law.name, *chosen.words()]))
    if spread is None:
        print("\n".join([f"  loss = {value.value:.4g}", *(f"  {x}" for x in chosen.alone())]))
        return 0
    print(f"  loss = {value}, {100 * value.level:g} % by {spread.method}")
    for n, x in sizes.items():
        low, high = spread.ranges.get(n, (x, x))
        if not low <= x <= high:
            print(f"  beware: {n} = {x:.3g} lies outside the runs, {low:.2g} to {high:.2g}")
    for c in spread.caveats:
        print(f"  {c}")
    return 0


def _stated(chosen: Chosen, sizes: Mapping[str, float]) -> float:
    """Loss as the law states it; sums over modes are added up."""
    import numpy as np

    from phasecalc.fitting.minimum.model import compiled
    from phasecalc.laws.optimum.at_sizes import term_values
    from phasecalc.laws.text.modes import has_sums

    law, numbers = chosen.law, chosen.values
    if has_sums(law):
        at = {n: Fraction(sizes.get(n, 1)) for n in law.unknowns}
        low = numbers[law.irreducible] if law.irreducible else 0
        return float(sum(term_values(law, at, values=numbers).values(), start=float(low)))
    model = compiled(law)
    if lacking := [n for n in model.names if n not in numbers]:
        raise DomainError(
            f"law {law.name}: there is no fit of it, and no value for {', '.join(lacking)}; "
            "give them with --set"
        )
    columns = {n: np.array([sizes[n]]) for n in model.sizes}
    return float(model.loss(np.array([float(numbers[n].evalf()) for n in model.names]), columns)[0])


def isoflop(arguments: argparse.Namespace) -> int:
    """Exponent of the best size from budgets alone."""
    from phasecalc.fitting.advice.isoflop import isoflop as by_budgets

    pairs_of_noise = []
    for text in arguments.noise:
        at, colon, error = text.partition(":")
        if not colon:
            raise DomainError(f"--noise {text}: write LOSS:ERROR")
        pairs_of_noise.append((_number("noise", at), _number("noise", error)))
        if not min(pairs_of_noise[-1]) > 0:
            raise DomainError(f"--noise {text}: both must be positive")
    found = by_budgets(
        arguments.data,
        columns=pairs("columns", arguments.columns),
        where=arguments.where,
        size=arguments.size,
        curve=arguments.curve,
        noise=pairs_of_noise,
        level=arguments.level,
        resamples=arguments.resamples,
        seed=arguments.seed,
    )
    return _show(found, arguments.format)


def diagnose(arguments: argparse.Namespace) -> int:
    """One page on runs."""
    return _show(_diagnosed(arguments), arguments.format)


def _show(found: IsoFlop | Diagnosis, kind: str) -> int:
    """An answer in the format asked for."""
    if kind == "json":
        print(as_json(found.data()))
    elif kind == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(found))
    else:
        print(found)
    return 0


def report(arguments: argparse.Namespace) -> int:
    """One report on runs, with pictures, in a folder."""
    from phasecalc.cli.pages import draw, today, write
    from phasecalc.export.documents.runs_report import runs_blocks, runs_figures, runs_title

    if arguments.output.suffix:
        raise DomainError(f"--output {arguments.output}: a folder; the report is several files")
    found = _diagnosed(arguments)
    blocks = runs_blocks(found, today())
    wanted = [(stem, make) for stem, _, make in runs_figures(found)]
    figures = draw(arguments.output, wanted, progress(arguments, "figures"))
    say(arguments, write(arguments.output, runs_title(found), blocks, figures))
    return 0


def _diagnosed(arguments: argparse.Namespace) -> Diagnosis:
    from phasecalc.fitting.advice.diagnosis import diagnose as page
    from phasecalc.laws.declaring.catalogue import find_or_read

    law, _ = find_or_read(arguments.law)
    flops = None if arguments.flops is None else _number("flops", one(arguments.flops))
    _require_resamples(arguments)
    with pool(arguments) if arguments.jobs != 1 else nullcontext() as executor:
        return page(
            arguments.data,
            law=law,
            columns=pairs("columns", arguments.columns),
            where=arguments.where,
            flops=flops,
            runs=arguments.runs,
            level=arguments.level,
            resamples=arguments.resamples,
            seed=arguments.seed,
            executor=executor,
            progress=progress(arguments, "resamples"),
        )
