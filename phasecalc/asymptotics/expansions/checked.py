"""An expansion beside sums of many digits: is the error of the order of the next term?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from phasecalc.asymptotics.expansions.measured import measure, whole_sizes
from phasecalc.asymptotics.expansions.reading import Question
from phasecalc.asymptotics.expansions.series import ExpandedTerm, Remainder
from phasecalc.numerics.context import own
from phasecalc.numerics.expressions import constant

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Check", "Row", "compare"]

_DIGITS = 160  # that a check may take
_SPARE = 30  # digits beyond those that the smallest term needs
_SEEN = 7  # decades from the last term to the next: 1e-6 of the one is ten times the other
_STEPS = (0.5, 0.75, 1.0)  # exponents of the three sizes
_LEAST, _MOST = 3, 60  # decades of the largest size
_SLOPE, _SHARE = 0.05, 0.1  # of slope and size of the error, beside those of the next term
_CLOSE = 0.01  # enough by itself
_FAR = 6  # decades of the largest size where a profile oscillates


@dataclass(frozen=True)
class Row:
    """One value of the variable.

    Parameters
    ----------
    variable
        Its decimal logarithm.
    value, error
        The sum, and the sum less the terms; numbers of mpmath.
    next
        The next term; None if there is none.
    """

    variable: float
    value: Any
    error: Any
    next: Any

    @property
    def ratio(self) -> float | None:
        """Error over the next term."""
        return None if self.next is None else float(self.error / self.next)


@dataclass(frozen=True)
class Check:
    """Verdict on an expansion: sampled, not proved.

    Parameters
    ----------
    holds
        Whether the errors are those that the expansion states; None where the check could not
        tell within its digits.
    reason
        In words.
    rows
        What was computed.
    """

    holds: bool | None
    reason: str
    rows: tuple[Row, ...]

    def __bool__(self) -> bool:
        return self.holds is True


def compare(
    question: Question,
    way: int,
    terms: Sequence[ExpandedTerm],
    remainder: Remainder,
    after: Remainder,
    values: Mapping[Expr, Expr],
) -> Check:
    """Compare an expansion with its sum at three sizes.

    Parameters
    ----------
    question, way
        What was expanded, and whether the variable grows.
    terms, remainder
        The expansion.
    after
        What is left beyond the next term.
    values
        Numbers for all parameters and constants.
    """
    powers = [float(way * term.power.subs(values).evalf()) for term in terms]
    if any(x < y for x, y in pairwise(powers)):
        return Check(False, "the terms are not in order of size", ())
    if remainder.small or remainder.oscillates or remainder.open:
        return _trend(question, way, terms, remainder, values)
    if remainder.term is None:
        return _beyond(question, way, terms, values, powers)
    last = float(way * remainder.term.power.subs(values).evalf())
    if powers and last > powers[-1]:
        return Check(False, "the remainder is larger than the last term", ())
    beyond = after.term.power if after.term is not None else after.bound
    gap = last - float(way * beyond.subs(values).evalf()) if beyond is not None else 1.0
    step = powers[-1] - last if powers else 0.0
    seen = _SEEN / max(step, 1e-9) if powers else 0.0
    decades = max(_LEAST, seen, 2 / max(gap, 1e-9))
    top = powers[0] if powers else last
    room = (_DIGITS - _SPARE) / max(top - last, 1e-9)
    unclear = decades > min(room, _MOST)
    decades = min(decades, room, _MOST)
    verdict = Check(None, "", ())
    for stretch in (1.0, 3.0):  # further out where what is smaller than every power is seen
        reach = min(stretch * decades, room, _MOST)
        digits = int(_SPARE + reach * (top - last)) + 10
        rows = _rows(question, way, terms, remainder.term, values, reach, digits)
        ratio = rows[-1].ratio
        assert ratio is not None
        slope = _slope(rows, "error") - _slope(rows, "next")
        shown = f"error/next term = {ratio:.6g} at {question.variable} = 1e{rows[-1].variable:.1f}"
        if abs(ratio - 1) <= (_SHARE if abs(slope) <= _SLOPE else _CLOSE):
            return Check(None if unclear else True, shown, rows)
        # A wrong claim parts from the sum further out; what is smaller than every power may do so
        # for a while, so that only the last reach decides.
        short = unclear or reach < stretch * decades
        parting = way * slope > 0 and not 0.5 < ratio < 2
        verdict = Check(False if parting and not short else None, shown, rows)
        if short:
            break
    return verdict


def _beyond(
    question: Question,
    way: int,
    terms: Sequence[ExpandedTerm],
    values: Mapping[Expr, Expr],
    powers: Sequence[float],
) -> Check:
    """No next term: the error must fall below every power, seen as 30 digits of the sum."""
    rows: list[Row] = []
    for decades in (1, 2, 3, 4, 6, 8, 12):
        spread = (powers[0] - powers[-1]) * decades if powers else 0.0
        if spread > _DIGITS / 2:
            break
        digits = int(70 + spread)
        (row,) = _rows(question, way, terms, None, values, decades, digits, (1.0,))
        rows.append(row)
        smallest = _at(terms[-1], row, way, values, digits) if terms else 1
        if abs(row.error) <= abs(smallest) * own(digits).mpf(10) ** -25:
            return Check(True, "25 digits of the last term are seen, and no next term", tuple(rows))
    error = f"{float(abs(rows[-1].error / rows[-1].value)):.1e}" if rows[-1].value else "no"
    return Check(False, f"error/sum = {error} at the largest size, and no next term", tuple(rows))


def _trend(
    question: Question,
    way: int,
    terms: Sequence[ExpandedTerm],
    remainder: Remainder,
    values: Mapping[Expr, Expr],
) -> Check:
    """No next term, since the profile oscillates: the error against the power that bounds it."""
    assert remainder.bound is not None
    rows = _rows(question, way, terms, None, values, _FAR, 25, (0.5, 0.75, 1.0))
    numbers = own(25)
    power = constant(remainder.bound.subs(values), numbers)
    shares = [float(abs(r.error) / numbers.mpf(10) ** (power * r.variable)) for r in rows]
    shown = ", ".join(f"{share:.2e}" for share in shares)
    if remainder.small:
        good = shares[0] > shares[1] > shares[2] and shares[2] < shares[0] / 2
        words = f"error/last term = {shown}"
    else:
        good = max(shares) < 30 * min(shares)
        words = f"error/bound = {shown}"
    return Check(True if good else None, f"{words} at three sizes", tuple(rows))


def _rows(
    question: Question,
    way: int,
    terms: Sequence[ExpandedTerm],
    following: ExpandedTerm | None,
    values: Mapping[Expr, Expr],
    decades: float,
    digits: int,
    steps: Sequence[float] = _STEPS,
) -> tuple[Row, ...]:
    numbers = own(digits)
    found = []
    for step in steps:
        near = numbers.mpf(10) ** (way * numbers.mpf(str(round(decades * step, 2))))
        at = whole_sizes(question, values, near, numbers)
        total = measure(question, values, at, numbers)
        error = total - numbers.fsum(value(term, values, at, numbers) for term in terms)
        following_value = None if following is None else value(following, values, at, numbers)
        found.append(Row(float(numbers.log10(at)), total, error, following_value))
    return tuple(found)


def value(term: ExpandedTerm, values: Mapping[Expr, Expr], at: Any, numbers: Any) -> Any:
    """Value of a term.

    Parameters
    ----------
    term
        The term.
    values
        Numbers for all parameters and constants.
    at, numbers
        The variable, and the context it is a number of.
    """
    log = numbers.log(at)
    total = numbers.fsum(
        constant(c.subs(values), numbers) * log**m for m, c in enumerate(term.coefficients)
    )
    return total * at ** constant(term.power.subs(values), numbers)


def _at(term: ExpandedTerm, row: Row, way: int, values: Mapping[Expr, Expr], digits: int) -> Any:
    numbers = own(digits)
    return value(term, values, numbers.mpf(10) ** numbers.mpf(row.variable), numbers)


def _slope(rows: Sequence[Row], name: str) -> float:
    """Slope between the two largest sizes, on logarithmic axes."""
    first, second = (getattr(row, name) for row in rows[-2:])
    if not first or not second:
        return float("inf")
    numbers = own(30)
    rise = numbers.log10(abs(second / first))
    return float(rise) / (rows[-1].variable - rows[-2].variable)
