"""Numbers of an optimum as they are printed: no more digits than its constants bear."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc.cli.chosen import Chosen
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.fitting.answers.estimate import Estimate
    from phasecalc.laws.exponents.case import Case
    from phasecalc.laws.optimum.allocation import Allocation

__all__ = [
    "DIGITS",
    "Shown",
    "add_digits",
    "asked_digits",
    "kept_decision",
    "limit_of",
    "remark",
    "row_of",
    "shown_for",
    "text_of",
]

DIGITS = 6
_MOST_DIGITS = 1000
_BARE = 2  # of a fit whose runs gave no interval


def add_digits(parser: argparse.ArgumentParser) -> None:
    """Add the option that asks for more digits."""
    more = f"default: {DIGITS}, or what the constants of a fit bear"
    parser.add_argument("--digits", type=int, help=more)


def asked_digits(arguments: argparse.Namespace) -> int | None:
    """Digits that were asked for, if any."""
    digits: int | None = arguments.digits
    if digits is not None and not 1 <= digits <= _MOST_DIGITS:
        raise DomainError(f"--digits {digits}: between 1 and {_MOST_DIGITS}")
    return digits


@dataclass(frozen=True)
class Shown:
    """How many digits each number gets.

    Parameters
    ----------
    digits
        Of numbers that nothing limits.
    bear
        Of each outcome that the rounding or the intervals of a fit limit.
    """

    digits: int = DIGITS
    bear: Mapping[str, int] = field(default_factory=dict)

    def of(self, *names: str) -> int:
        """Digits of a number that is made of these outcomes."""
        return min((self.bear[n] for n in names if n in self.bear), default=self.digits)

    def text(self, value: Any, *names: str) -> str:  # Any: mpmath or SymPy number
        """A number made of these outcomes, as it is printed."""
        from phasecalc.fitting.answers.estimate import to_digits

        digits = self.of(*names)
        if not any(n in self.bear for n in names):
            return text_of(value, digits)
        number = float(value)
        if number == 0 or not math.isfinite(number):
            return text_of(value, digits)  # beyond doubles
        return to_digits(number, digits)


def shown_for(
    chosen: Chosen,
    found: Sequence[Allocation],
    digits: int | None,
    decisions: Sequence[Decision | None] | None = None,
) -> Shown:
    """Digits of optima along a window: the fewer of those at its ends.

    Parameters
    ----------
    chosen
        Law and constants.
    found
        Optima, the budgets in order.
    digits
        As asked for; None for what the constants bear.
    decisions
        The optima at both ends with their intervals, where these are known already.
    """
    from phasecalc.cli.borne import borne

    if digits is not None or chosen.fit is None or not found:
        return Shown(DIGITS if digits is None else digits)
    ends = [found[0], found[-1]][: len(found)]
    if decisions is None:
        decisions = [kept_decision(chosen, best) for best in ends]
    each = []
    for best, decision in zip(ends, decisions, strict=True):
        if decision is not None:
            each.append(_of_intervals(decision))
        else:
            each.append(borne(chosen, partial(_outcomes, chosen, best)))
    return Shown(DIGITS, {n: min(e[n] for e in each) for n in each[0]})


def kept_decision(chosen: Chosen, best: Allocation) -> Decision | None:
    """The optimum with its intervals, where the law file keeps a spread."""
    from phasecalc.fitting.answers.saved import kept

    spread = None if chosen.whole is None else kept(chosen.law, chosen.whole)
    return None if spread is None else spread.allocate(float(best.flops))


def _outcomes(chosen: Chosen, best: Allocation, values: dict[str, Any]) -> dict[str, Any]:
    from phasecalc.laws.optimum.allocation import Solver

    there = Solver(chosen.law, values, digits=15).at(best.flops)
    return {
        **there.sizes,
        **{f"exponent of {n}": x for n, x in there.exponents.items()},
        "loss": there.loss,
        "reducible": there.reducible,
        "rate": there.loss_exponent,
        "total": there.total_exponent,
    }


def _of_intervals(found: Decision) -> dict[str, int]:
    from phasecalc.fitting.answers.estimate import digits_of

    def digits(x: Estimate) -> int:
        bare = x.low is None or x.high is None
        return _BARE if bare else digits_of(x.value, float(x.high or 0) - float(x.low or 0))

    return {
        **{n: digits(x) for n, x in found.sizes.items()},
        **{f"exponent of {n}": digits(x) for n, x in found.exponents.items()},
        **({} if found.ratio is None else {"D/N": digits(found.ratio)}),
        "loss": digits(found.loss),
        "reducible": digits(found.reducible),
        "rate": digits(found.loss_exponent),
        "total": digits(found.total_exponent),
    }


def row_of(best: Allocation, shown: Shown) -> dict[str, str]:
    """An optimum as a row of a table."""
    row = {"flops": text_of(best.flops, shown.digits)}
    row |= {f"{n}*": shown.text(x, n) for n, x in best.sizes.items()}
    if {"N", "D"} <= set(best.sizes):
        row["D/N"] = shown.text(best.tokens_per_parameter, "N", "D", "D/N")
    row["loss"] = shown.text(best.loss, "loss")
    for n, x in best.exponents.items():
        row[f"exponent of {n}"] = shown.text(x, f"exponent of {n}")
    row["loss exponent"] = shown.text(best.loss_exponent, "rate")
    return row


def limit_of(limit: Case, name: str, shown: Shown) -> str:
    """Exponent of a size in the limit, or the ends of the face that leave it open."""
    digits = shown.of(f"exponent of {name}")
    if name not in limit.open:
        return text_of(limit.exponents[name], digits)
    ends = sorted(limit.face(name))
    if len(ends) == 1:
        return "no limit determined by exponents"
    first, last = (text_of(e, digits) for e in (ends[0], ends[-1]))
    return f"not determined by exponents: face from C^{first} to C^{last}"


def remark(arguments: argparse.Namespace, lines: Sequence[str]) -> None:
    """Lines below a table; beside it, on standard error, where the table is for programs."""
    if not arguments.quiet:
        for line in lines:
            stream = sys.stdout if arguments.format == "text" else sys.stderr
            print(line, file=stream)


def text_of(value: Any, digits: int = DIGITS) -> str:  # Any: mpmath or SymPy number
    """A number to so many digits, zeros at its end left out."""
    from phasecalc.numerics.context import fixed

    mp = fixed(digits + 5)
    exact = not isinstance(value, (int, float)) and not hasattr(value, "_mpf_")
    number = mp.mpf(str(value.evalf(digits + 5))) if exact else mp.mpf(value)
    if number == 0 or 1e-3 <= abs(number) < 1e6:
        return str(mp.nstr(number, digits))
    shown = mp.nstr(number, digits, min_fixed=1, max_fixed=0, strip_zeros=False)
    mantissa, _, power = shown.partition("e")
    return f"{mantissa}e{int(power):+03d}"
