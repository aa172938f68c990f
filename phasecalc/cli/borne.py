"""Digits that published constants bear: their last printed digit may be off by half a unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.cli.chosen import Chosen

__all__ = ["borne", "roundings"]

_MOST = 3
_DECIMAL = re.compile(r"(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?")


def roundings(text: str) -> Expr:
    """How far a constant may be off, each decimal number in it by half a unit of its last digit.

    Whole numbers are exact.

    Examples
    --------
    >>> roundings("0.34"), roundings("8.8e13"), roundings("1/3")
    (1/200, 500000000000, 0)
    """
    import sympy as sp

    from phasecalc.laws.sums.numbers import exact_value

    total, value = sp.S.Zero, exact_value(text, "constant")
    for found in _DECIMAL.finditer(text):
        if found[2] is None and found[3] is None:
            continue
        unit = sp.Integer(10) ** (int(found[3] or 0) - len(found[2] or ""))
        moved = sp.Rational(found[0]) + unit / 2
        other = f"{text[: found.start()]}({moved}){text[found.end() :]}"
        total += abs(exact_value(other, "constant") - value)
    return total


def borne(chosen: Chosen, outcomes: Callable[[dict[str, Expr]], dict[str, Any]]) -> dict[str, int]:
    """Digits of each outcome.

    Parameters
    ----------
    chosen
        Law and constants.
    outcomes
        Numbers by name, from values of the constants.
    """
    from phasecalc.fitting.answers.estimate import digits_of
    from phasecalc.numerics.context import fixed

    mp = fixed(20)  # a budget of 10^900 is no double
    best = {n: mp.mpf(x) for n, x in outcomes(chosen.values).items()}
    units = {n: mp.mpf(10) ** mp.floor(mp.log10(abs(x))) if x else 1 for n, x in best.items()}
    widths = dict.fromkeys(best, 0.0)
    for name, text in chosen.law.fit(chosen.fit).values:
        half = roundings(text)
        if name in chosen.given or name not in chosen.values or not half:
            continue
        moved = outcomes({**chosen.values, name: chosen.values[name] + half})
        for n, x in moved.items():
            widths[n] += float(2 * abs(mp.mpf(x) - best[n]) / units[n])
    return {n: min(digits_of(float(x / units[n]), widths[n]), _MOST) for n, x in best.items()}
