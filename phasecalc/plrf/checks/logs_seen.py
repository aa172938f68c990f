r"""The power of log f in the best loss on the critical lines, from exact curves.

It is the limit of the slope of :math:`\log(P_\star f^\eta)` in :math:`\log\log f`, which is
:math:`(\eta - \eta_{local})\log f`; a power m of log log f adds m/log log f to it, which is taken
off. What falls like 1/log f is halved from one budget to its square. Where the logarithm is of a
power of f, the slopes tend to their limit along a line in 1/log f; on 4 alpha = 1, 2 beta > 1
it is of what is left of the window, with a large constant beside it: there 1/slope does.
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
_NEAR, _FAR = 0.02, 0.1


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
        What the last two slopes tend to, log log f taken off.
    """

    alpha: str
    beta: str
    derived: tuple[float, float]
    slopes: tuple[float, ...]
    limit: float

    @property
    def verdict(self) -> str:
        """Whether the limit is the power, or what stands in the way."""
        k, _ = self.derived
        if abs(self.limit - k) <= _NEAR:
            return "agrees"
        before, last = (abs(s - k) for s in self.slopes[-2:])
        if last < before:
            return "comes nearer"
        return "not yet asymptotic" if last < _FAR else "contradicts"

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
    bare = [s - m / math.log(math.log(f)) for f, s in zip(BUDGETS, slopes, strict=True)]
    quotient = float(answer.alpha) == 0.25 and float(answer.beta) > 0.5
    one, two = bare[-2:]
    # The budget is squared from one to the other, so that what falls like 1/log f is halved.
    limit = 1 / (2 / two - 1 / one) if quotient else 2 * two - one
    return LogsSeen(str(answer.alpha), str(answer.beta), (k, m), slopes, limit)
