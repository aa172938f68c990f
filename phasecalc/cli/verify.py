"""Symbolic exponents against the numbers, point by point."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from phasecalc.cli.options import add_format, add_jobs, only_forms, pool, progress

if TYPE_CHECKING:
    from phasecalc.numerics.enclosed import Enclosure
    from phasecalc.plrf.checks.corrections_seen import Seen, TwoCorrections
    from phasecalc.plrf.checks.verify import Verification

T = TypeVar("T")

EXAMPLES = (
    ("one point", "verify --alpha 27/100 --beta 9/10"),
    ("two points in every phase, on two processors", "verify --all --jobs 2"),
    ("the same as a table for a paper", "verify --all --jobs 2 --format latex"),
    ("the loss over the sum of its terms at 40 random points", "verify --ratio"),
    ("powers of log f on the critical lines, derived and measured", "verify --critical"),
    ("how fast exponents reach their limits", "verify --corrections --alpha 1 --beta 1/5"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--alpha", help="data complexity")
    parser.add_argument("--beta", help="target complexity")
    parser.add_argument("--all", action="store_true", help="two points in every phase (default)")
    parser.add_argument("--ladder", action="store_true", help="print the local exponents as well")
    parser.add_argument(
        "--enclosed", action="store_true", help="enclose the mean exponent over the ladder as well"
    )
    parser.add_argument(
        "--corrections",
        action="store_true",
        help="instead, how fast the local exponents reach their limits: derived and measured",
    )
    parser.add_argument(
        "--ratio",
        action="store_true",
        help="instead, how far the loss over the sum of its terms spreads at 40 random points",
    )
    parser.add_argument(
        "--critical",
        action="store_true",
        help="instead, the power of log f on the critical lines, from curves up to f = 1e128",
    )
    add_jobs(parser)
    add_format(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Print one verdict a point; 1 where a point disagrees."""
    from phasecalc.plrf.checks.verify import Verdict, verify

    if (arguments.alpha is None) != (arguments.beta is None):
        raise ValueError("--alpha and --beta go together; give both, or neither for all phases")
    if arguments.all and arguments.alpha is not None:
        raise ValueError("--all checks the standard points; leave out --alpha and --beta")
    if arguments.critical:
        return _critical(arguments)
    if arguments.ratio:
        return _ratio(arguments)
    if arguments.corrections:
        return _corrections(arguments)
    with pool(arguments) as executor:
        found = verify(
            arguments.alpha,
            arguments.beta,
            enclosed=arguments.enclosed,
            executor=executor,
            progress=progress(arguments, "verify"),
        )
    if arguments.format == "json":
        print(json.dumps({"model": {"v": "10 d"}, "points": [_row(v) for v in found]}, indent=2))
    elif arguments.format == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(list(found)))
    else:
        _print(found, arguments.ladder)
    return 1 if any(v.verdict is Verdict.DISAGREES for v in found) else 0


def _ratio(arguments: argparse.Namespace) -> int:
    """Print the spread of loss over terms at growing sizes; 1 where it does not stop growing."""
    from phasecalc.plrf.model.sum_ratio import random_points, widths

    if arguments.format != "text" or arguments.ladder or arguments.corrections:
        raise ValueError("--ratio is written as text, and has no --ladder and no --corrections")
    points = random_points() if arguments.alpha is None else [_exact(arguments)]
    print("alpha   beta    largest/least ratio in the window, at d = 1e3 1e6 1e9 1e12 1e15")
    print("                (for alpha < 1/8 at d = 1e15 1e30 1e60 1e90)")
    wrong = 0
    with pool(arguments) as executor:
        apply = map if executor is None else executor.map
        for x in apply(widths, *zip(*points, strict=True)):
            row = " ".join(f"{y:7.3f}" for y in x.widths)
            print(f"{x.alpha!s:6}  {x.beta!s:6}  {row}{'' if x.settled else '  STILL GROWS'}")
            wrong += not x.settled
    print(f"{len(points) - wrong} of {len(points)} stop growing")
    return 1 if wrong else 0


def _at_points(
    arguments: argparse.Namespace, see: Callable[[str, str], T], shown: Sequence[tuple[str, str]]
) -> list[T]:
    """What is seen at the point that was asked for, or at those that are shown."""
    points = shown if arguments.alpha is None else ((arguments.alpha, arguments.beta),)
    with pool(arguments) as executor:
        apply = map if executor is None else executor.map
        return list(apply(see, *zip(*points, strict=True)))


def _critical(arguments: argparse.Namespace) -> int:
    """Print powers of log f, derived and measured; 1 where the curves lead elsewhere."""
    from phasecalc.plrf.checks.logs_seen import BUDGETS, POINTS, see_logs

    only_forms(arguments, "--critical", "text", "json")
    if arguments.ladder or arguments.enclosed or arguments.ratio or arguments.corrections:
        raise ValueError("--critical has no --ladder, --enclosed, --ratio and --corrections")
    found = _at_points(arguments, see_logs, POINTS)
    if arguments.format == "json":
        print(
            json.dumps({"model": {"v": "10 d"}, "points": [x.as_json() for x in found]}, indent=2)
        )
    else:
        head = " ".join(f"{f:7.0e}" for f in BUDGETS)
        print("alpha   beta   log f  log log f  slope of log(P f^eta) in log log f, at f =")
        print(f"                                 {head}   limit   verdict")
        for x in found:
            row = " ".join(f"{s:7.4f}" for s in x.slopes)
            k, m = x.derived
            print(
                f"{x.alpha:6}  {x.beta:5}  {k:.4f}  {m:.4f}    {row}  {x.limit:7.4f}  {x.verdict}"
            )
    return 1 if any(x.verdict == "contradicts" for x in found) else 0


def _exact(arguments: argparse.Namespace) -> tuple[Fraction, Fraction]:
    from phasecalc.plrf.model.parameters import exact

    return exact("alpha", arguments.alpha), exact("beta", arguments.beta)


def _corrections(arguments: argparse.Namespace) -> int:
    """Print derived and measured correction exponents; 1 where a slope contradicts one."""
    from phasecalc.plrf.checks.corrections_seen import POINTS, SlopeVerdict, see_correction

    only_forms(arguments, "--corrections", "text", "json")
    if arguments.ladder or arguments.enclosed:
        raise ValueError("--corrections has no --ladder and no --enclosed")
    found = _at_points(arguments, see_correction, POINTS)
    if arguments.format == "json":
        print(json.dumps({"model": {"v": "10 d"}, "points": [_seen(s) for s in found]}, indent=2))
    else:
        print("phase  alpha   beta    delta     loss      model size  from")
        for s in found:
            last = [f"{x.values[-1]:.5f}" if x.values else "-" for x in (s.loss, s.model_size)]
            print(
                f"{s.phase:5}  {s.alpha!s:6}  {s.beta!s:6}  {float(s.derived):.5f}   {last[0]:8}  "
                f"{last[1]:10}  {s.sources[0]}"
            )
            for what, x in (("loss", s.loss), ("model size", s.model_size)):
                if x.verdict is not SlopeVerdict.AGREES:
                    print(f"       {what}: {x.verdict}")
                if x.two is not None:
                    print(f"       {_two(x.two)}")
    wrong = (x.verdict is SlopeVerdict.CONTRADICTS for s in found for x in (s.loss, s.model_size))
    return 1 if any(wrong) else 0


def _two(x: TwoCorrections) -> str:
    """Two corrections, and from where on the larger decides."""
    terms = " + ".join(f"{c:.2g} f^-{e}" for c, e in zip(x.coefficients, x.exponents, strict=True))
    return f"fitted to two budgets: {terms}, the slope of the first from f = 1e{x.decides:.0f} on"


def _seen(s: Seen) -> dict[str, object]:
    return {
        "alpha": str(s.alpha),
        "beta": str(s.beta),
        "phase": s.phase,
        "delta": str(s.derived),
        "from": list(s.sources),
        **{
            what: {
                "slopes": x.values,
                "budgets": x.budgets,
                "verdict": str(x.verdict),
                "two": None if x.two is None else _two(x.two),
            }
            for what, x in (("loss", s.loss), ("model_size", s.model_size))
        },
    }


def _outward(x: Enclosure, places: int) -> list[str]:
    """Both ends in decimals, rounded away from each other."""
    unit = 10**places
    ends = math.floor(x.lower * unit), math.ceil(x.upper * unit)
    return [f"{Decimal(k).scaleb(-places):f}" for k in ends]


def _row(v: Verification) -> dict[str, object]:
    mean = {} if v.mean is None else {"mean_enclosed": _outward(v.mean, 10)}
    return {
        "alpha": str(v.alpha),
        "beta": str(v.beta),
        "phase": v.phase,
        "symbolic": v.symbolic,
        "numeric": v.numeric,
        "extrapolated": v.extrapolated,
        "error": v.error,
        "verdict": str(v.verdict),
        "asymptotic_from": v.asymptotic_from if math.isfinite(v.asymptotic_from) else None,
        "ladder": [[p.flops, p.loss_exponent, p.model_size_exponent] for p in v.ladder],
        **mean,
    }


def _print(found: tuple[Verification, ...], ladder: bool) -> None:
    print("phase  alpha   beta    symbolic    f = 1e120   extrapolated  error    verdict")
    for v in found:
        since = f", from f = {v.asymptotic_from:.0e}" if math.isfinite(v.asymptotic_from) else ""
        print(
            f"{v.phase:5}  {v.alpha!s:6}  {v.beta!s:6}  {v.symbolic:.8f}  {v.numeric:.8f}  "
            f"{v.extrapolated:.8f}    {v.error:.1e}  {v.verdict}{since}"
        )
        if v.mean is not None:
            print(
                f"       enclosed: the mean exponent of the least loss from f = "
                f"{v.ladder[0].flops:.0e} to {v.ladder[-1].flops:.0e} lies in "
                f"[{', '.join(_outward(v.mean, 5))}]"
            )
        if ladder:
            for p in v.ladder:
                local = f"{p.loss_exponent:.6f}, model size {p.model_size_exponent:.6f}"
                print(f"       f = {p.flops:.0e}: loss {local}")
