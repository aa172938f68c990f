r"""The power of log f in the best loss on the critical lines, from exact curves.

It is the limit of the slope of :math:`\log(P_\star f^\eta)` in :math:`\log\log f`, which is
:math:`(\eta - \eta_{local})\log f`. Slopes at three budgets, each the square of the one before,
give the limit: their errors fall like 1/log f, or like a quotient of such, so that a parabola in
1/log f through them meets it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from phasecalc._typing import ExactLike
from phasecalc.exceptions import DomainError
from phasecalc.plrf.asking.on_lines import powers
from phasecalc.plrf.asking.query import Exponents, exponents
from phasecalc.plrf.frontier.frontier import frontier

__all__ = ["BUDGETS", "POINTS", "LogsSeen", "see_logs"]

BUDGETS = (1e16, 1e32, 1e64, 1e128)
# Each line in each of its parts, and each point where two lines meet.
POINTS = (
    *(("1", "1/2"), ("7/10", "1/2"), ("9/20", "1/2"), ("2/5", "1/2"), ("27/100", "1/2")),
    *(("1/5", "1/2"), ("1/4", "1"), ("1/4", "3/4"), ("1/4", "2/5"), ("1/2", "3/10")),
    *(("1/2", "1/5"), ("1/2", "1"), ("1/2", "1/2"), ("1/4", "1/2")),
)
_NEAR = 0.02


@dataclass(frozen=True)
class LogsSeen:
    """Powers of log f and log log f, derived and seen.

    Parameters
    ----------
    alpha, beta
        The point.
    derived
        Powers of log f and of log log f.
    slopes
        Of log(P f^eta) in log log f, at each budget.
    limit
        What the last three slopes tend to, if in 1/log f they lie on a parabola.
    """

    alpha: str
    beta: str
    derived: tuple[float, float]
    slopes: tuple[float, ...]
    limit: float

    @property
    def verdict(self) -> str:
        """Whether the limit is the power, or what stands in the way."""
        k, m = self.derived
        if m:
            return "log log f still shows"
        if abs(self.limit - k) <= _NEAR:
            return "agrees"
        gaps = [abs(s - k) for s in self.slopes]
        return "comes nearer" if gaps[-1] < gaps[-2] else "not yet"

    def as_json(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "alpha": self.alpha,
            "beta": self.beta,
            "derived": list(self.derived),
            "slopes": dict(zip(map(str, BUDGETS), self.slopes, strict=True)),
            "limit": self.limit,
            "verdict": self.verdict,
        }


def see_logs(alpha: ExactLike, beta: ExactLike) -> LogsSeen:
    """Measure the power of log f at a point of a critical line.

    Parameters
    ----------
    alpha, beta
        The point.

    Raises
    ------
    DomainError
        It lies on no critical line.

    Examples
    --------
    >>> found = see_logs(1, "1/2")
    >>> found.verdict, round(found.derived[0], 3), round(found.limit, 2)
    ('agrees', 0.667, 0.67)
    """
    answer = exponents(alpha, beta)
    if not isinstance(answer, Exponents) or (found := powers(answer)) is None:
        raise DomainError(f"({alpha}, {beta}) lies on no critical line: 2 alpha, 4 alpha, 2 beta")
    loss, _ = answer.fractions()
    eta = float(loss)
    points = frontier(answer.alpha, answer.beta, list(BUDGETS)).points
    slopes = tuple(
        (eta - float(p.loss_exponent)) * math.log(f) for f, p in zip(BUDGETS, points, strict=True)
    )
    k, m = map(float, found)
    return LogsSeen(str(answer.alpha), str(answer.beta), (k, m), slopes, _limit(slopes))


def _limit(slopes: tuple[float, ...]) -> float:
    """The value at 0 of the parabola through three values at 4 x, 2 x and x."""
    a, b, c = slopes[-3:]
    return (a - 6 * b + 8 * c) / 3
