"""Phase and compute-optimal exponents of one-pass SGD, at a point or along a formula.

The answer at a point is re-checked there in exact arithmetic before it is printed.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, cast

from phasecalc.cli.budgets import listed
from phasecalc.cli.options import (
    add_forms,
    add_learning_rate,
    add_point,
    as_json,
    in_form,
    only_forms,
    parameter,
)

if TYPE_CHECKING:
    from phasecalc.plrf.asking.symbolic import PiecewiseExponents

__all__ = ["configure", "run"]

EXAMPLES = (
    ("one point", "exponents --alpha 7/10 --beta 9/10"),
    ("what an experiment of that budget sees", "exponents --alpha 2/5 --beta 9/10 --flops 1e20"),
    ("for a program", "exponents --alpha 7/10 --beta 9/10 --format json"),
    ("all phases along beta = 3", "exponents --alpha alpha --beta 3"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    add_point(parser)
    add_learning_rate(parser)
    parser.add_argument(
        "--flops",
        metavar="NUMBER",
        help="how near to its limit the loss exponent is at that budget, f = d r B",
    )
    add_forms(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Answer, and return the exit status."""
    from phasecalc.export.views.latex import latex
    from phasecalc.plrf.asking.query import Exponents, exponents

    point = (parameter(arguments.alpha, "alpha"), parameter(arguments.beta, "beta"))
    found = exponents(*point, learning_rate=arguments.learning_rate)
    answer = cast("Exponents | PiecewiseExponents", found)  # by cases where there is a symbol
    if arguments.flops is not None:
        only_forms(arguments, "--flops", "text", "json")
        if not isinstance(answer, Exponents):
            raise ValueError("--flops is for one point: give numbers for --alpha and --beta")
        seen = answer.seen_at(_budget(arguments.flops))
    if in_form(arguments, answer):
        return 0
    if isinstance(answer, Exponents):
        by_format = {"text": answer.__str__, "latex": answer._repr_latex_}
        content = answer.as_json
        if arguments.flops is not None:
            by_format["text"] = lambda: f"{answer}\n  seen        {seen}"
            content = lambda: {**answer.as_json(), "seen": seen.as_json()}  # noqa: E731
    else:
        by_format = {"text": answer.__str__, "latex": lambda: latex(answer)}
        content = _Piecewise(answer, point, arguments.learning_rate).as_json
    if arguments.format == "json":
        print(as_json(content()))
    else:
        print(by_format[arguments.format]())
    return 0


def _budget(text: str) -> float:
    """One budget, as the frontier reads it."""
    found = listed([text])
    if len(found) != 1:
        raise ValueError(f"--flops {text}: give one budget; for a window there is `frontier`")
    try:
        return float(found[0])
    except ValueError as problem:
        raise ValueError(f"--flops {text}: a budget is a number such as 1e20") from problem


class _Piecewise:
    """Answer by cases as plain data, each phase re-checked."""

    def __init__(
        self, answer: PiecewiseExponents, point: tuple[object, object], learning_rate: str
    ) -> None:
        self.answer, self.point, self.learning_rate = answer, point, learning_rate

    def as_json(self) -> dict[str, object]:
        """Point and list of cases."""
        from phasecalc.plrf.asking.diagram import phase_diagram
        from phasecalc.regions.formulas import formula_text

        diagram = phase_diagram(self.learning_rate)
        cases = [
            {
                "phase": c.phase,
                "region": c.region.presented().conditions(),
                "loss_exponent": formula_text(c.loss_exponent),
                "model_size_exponent": _text(c.model_size_exponent),
                "iterations_exponent": _text(c.iterations_exponent),
                "tradeoff": list(c.tradeoff),
                "logarithms": list(c.logarithms),
                "proved": all(diagram[n].recheck() > 0 for n in c.phases),
            }
            for c in self.answer
        ]
        return {
            "alpha": str(self.point[0]),
            "beta": str(self.point[1]),
            "cases": cases,
            "left_out": list(self.answer.left_out),
        }


def _text(size: object) -> str:
    """Formula, or the two ends of an interval as at a point."""
    from sympy import Interval

    from phasecalc.regions.formulas import formula_text

    if isinstance(size, Interval):
        return f"[{formula_text(size.start)}, {formula_text(size.end)}]"
    return formula_text(size)
