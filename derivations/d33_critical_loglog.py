"""33. The best loss where it has log log.

On 2 alpha = 1, 2 beta > 1 and at both points where two lines meet, the time that is left is a
power of a logarithm at the best size, and its logarithm is log log. Reads after the best loss on
the lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d15_sums_on_lines import edge
from derivations.d16_formal import MORE, untouched
from derivations.d16_loss import loss_as_sum
from derivations.d32_window_lines import LINES, loss_on_lines
from derivations.d33_critical import CAPACITY, given, known, loss, orders
from derivations.d33_critical_at_points import (
    Meeting,
    here,
    log_d,
    log_e,
    log_t,
    rate,
    twice_d,
    twice_t,
)
from derivations.d33_critical_best import CORNER, HALF, MEETING, SMOOTH_CAPACITY, STEPS
from phasecalc.plrf.phases.objects import F_0, P
from phasecalc.proof import (
    Cases,
    Claim,
    LargestOfLogs,
    MeanOfLogs,
    Means,
    Parted,
    Proof,
    Recall,
    claim,
    theorem,
    total,
)
from phasecalc.symbols import B, alpha, beta, d, gamma, gamma_0, kappa_0, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
smooth, few = (beta > half, MORE), (beta > 0, beta < half, MORE)

# 2 alpha = 1: the budget is of order tau d log(d), and tau = d/e.
spent = tau * d * log_d
at_end = {tau: d / edge}
best = {edge: log_d * twice_d}
half_in = claim(
    spent.xreplace(at_end) ** -half * twice_d**half,
    "<~",
    loss(HALF, rate),
    where=smooth,
    sizes=[d, edge],
    window=[d / edge],
    growing=[d, edge],
    **given,
)
half_reached = claim(
    loss(HALF, rate, best),
    "=Theta=",
    spent.xreplace(at_end).xreplace(best) ** -half * twice_d**half,
    where=smooth,
    sizes=[d],
    growing=[d],
    **given,
)


QUARTER_POINT = Meeting(
    MEETING,
    sp.sqrt(d),
    lambda _: tau * d ** (3 * half),
    quarter,
    (3 * quarter, 3 * quarter),
    ((quarter, 3 * quarter), (0, 1), (1, 0)),
    sp.Rational(1, 3),
    (1, quarter),
)
HALF_POINT = Meeting(
    CORNER,
    d,
    lambda log: tau * d * log,
    half,
    (1, half),
    ((half, half), (1, 0), (0, 1)),
    sp.S.One,
    (3 * half, sp.Rational(1, 3)),
)
POINTS = (QUARTER_POINT, HALF_POINT)


@dataclass(frozen=True, eq=False)
class Beyond:
    """The bound beyond the window: the capacity.

    Parameters
    ----------
    line, where
        The line, and the part of it.
    left
        The least loss, with the logarithm of the time.
    end
        The window's end.
    above
        The same with no logarithm but a power of log(tau), where there is log log.
    share
        Which power of tau/d bounds what log(tau) has more than log(d).
    capacity
        Its order, and why the loss is at least that.
    """

    line: int
    where: tuple[Any, ...]
    left: sp.Expr
    end: sp.Expr
    above: sp.Expr
    share: sp.Expr
    capacity: tuple[sp.Expr, Recall | int]

    @cached_property
    def goal(self) -> Claim:
        """No size has a loss of smaller order."""
        room = {"sizes": [d, tau], "window": [tau / self.end], "growing": [d, tau]}
        constants = [B, gamma_0, kappa_0, rho]
        return claim(self.left, "<~", self.loss, where=self.where, constants=constants, **room)

    @property
    def values(self) -> dict[sp.Symbol, sp.Expr]:
        """Those of the line, in d and tau."""
        at = LINES[self.line].at
        slow = gamma_0 * (d**-half if at[alpha] == quarter else 1 / log_d)
        return {**{s: at[s] for s in (alpha, beta) if s in at}, gamma: slow}

    @property
    def loss(self) -> sp.Expr:
        """The loss there."""
        return P.at(**{s.name: x for s, x in self.values.items()})

    def show(self, proof: Proof) -> None:
        """Write the proof."""
        order, why = self.capacity
        f = self.above.as_powers_dict()[log_t]
        front = self.above / log_t**f
        with proof.show(self.goal) as chain:
            if self.above != self.left:
                chain.step("<~", self.above, "log log is less.", LargestOfLogs("<~"))
            parts = total(front * log_d**f, front * (tau / d) ** (self.share * f))
            chain.step("<~", parts, "Beyond what log(d) is.", Parted(tau, d, self.share))
            chain.step("<~", order, "The model is small.", Means(MeanOfLogs(1), MeanOfLogs(1)))
            if isinstance(why, int):
                at = {alpha: half}
                chain.same_order(F_0.at(alpha=half), "The capacity.", Recall(capacity, why, at))
                why = Recall(loss_as_sum, SMOOTH_CAPACITY + why, self.values)
            chain.done("The loss is at least that.", why)


def _beyond(point: Meeting) -> Beyond:
    """Beyond the window of a point."""
    f, share = point.beyond
    a = LINES[point.line].at[alpha]
    slow = {alpha: a, gamma: gamma_0 * (d**-half if a == quarter else 1 / log_d)}
    lifted = d ** (-2 * a) * log_d
    above = point.spent(log_d) ** -point.eta * log_t**f
    left, missed = point.least(log_d, log_t), Recall(loss_on_lines, CAPACITY, slow)
    return Beyond(point.line, here, left, point.end, above, share, (lifted, missed))


ROUGH_LEFT = spent**-beta * log_t**beta
BEYOND = (
    Beyond(STEPS, few, ROUGH_LEFT, d, ROUGH_LEFT, sp.S.One, (d ** (-2 * beta), 1)),
    Beyond(
        HALF,
        smooth,
        spent**-half * twice_t**half,
        d,
        spent**-half * log_t**half,
        sp.S.One,
        (1 / d, 0),
    ),
    *(_beyond(x) for x in POINTS),
)


@dataclass(frozen=True, eq=False)
class Everywhere:
    """The bound at every time that is bounded below, the ends of the window among them.

    Parameters
    ----------
    late
        The bound beyond the window, which holds where d^(2 alpha)/tau is bounded.
    least
        The least loss with the logarithm of d, and with that of tau.
    twice
        The power of log log.
    inside
        Why it holds where tau and d^(2 alpha)/tau grow.
    """

    late: Beyond
    least: tuple[sp.Expr, sp.Expr]
    twice: sp.Expr
    inside: Recall

    def bound(self, *window: Any, growing: Any = (d,)) -> Claim:
        """The bound at some times."""
        room: dict[str, Any] = {"sizes": [d, tau], "window": window, "growing": list(growing)}
        constants = [B, gamma_0, kappa_0, rho]
        sides = self.least[0], "<~", self.late.loss
        return claim(*sides, where=self.late.where, constants=constants, **room)

    @cached_property
    def goal(self) -> Claim:
        """At every time that is bounded below."""
        return self.bound(tau)

    def show(self, proof: Proof) -> None:
        """Write the proof."""
        end, (left, right) = self.late.end, self.least
        grown = self.bound(growing=(d, tau))
        at_end, at_start = self.bound(tau / end, growing=(d, tau)), self.bound(tau, 1 / tau)
        front = left / twice_d**self.twice
        power = 1 / end.as_powers_dict()[d]
        traded = MeanOfLogs(1, within={d: (tau, power)})
        within = self.bound(growing=(d, tau, end / tau))
        proof.shows(within, "In the window.", self.inside)
        with proof.show(at_end) as chain:
            ratio = (log_d / log_t) ** self.twice
            parts = total(front * twice_t**self.twice, front * ratio)
            chain.step("<~", parts, "log log.", Parted(log_d, log_t))
            chain.step("<~", right, "log(tau) for log(d).", Means(traded, traded))
            chain.done("The capacity.", Recall(self.late.goal))
        proof.shows(
            grown, "Either.", Cases(end / tau, Recall(within), Recall(at_end), growing=True)
        )
        with proof.show(at_start) as chain:
            spare = MeanOfLogs(1, outweighed={d: sp.Rational(1, 8)})
            chain.step("<~", sp.S.One, "The budget grows.", spare)
            chain.done("Nothing is learnt yet.", Recall(untouched, values=self.late.values))
        proof.shows(self.goal, "Either.", Cases(tau, Recall(grown), Recall(at_start), growing=True))


EVERYWHERE = (
    Everywhere(
        BEYOND[1],
        (spent**-half * twice_d**half, BEYOND[1].left),
        half,
        Recall(half_in, values={edge: d / tau}),
    ),
    *(
        Everywhere(late, (x.least(log_d, log_d), late.left), x.powers[1], Recall(x.inside))
        for x, late in zip(POINTS, BEYOND[2:], strict=True)
    ),
)


@theorem(
    label="best-loss-with-log-log",
    uses=(capacity, loss_as_sum, loss_on_lines),
    goals=(
        *(half_in, half_reached),
        *(g for x in POINTS for g in x.goals),
        *(x.goal for x in BEYOND),
        *(x.goal for x in EVERYWHERE),
    ),
)
def best_with_log_log(proof: Proof) -> None:
    r"""At the largest rate, in the window and at one size: $2\alpha = 1$, $2\beta > 1$; then
    $(1/4, 1/2)$ and $(1/2, 1/2)$. Since $\log\log d \le \log e + \log(d)/e$, the time $e$ that is
    left stands for $\log d$. Then beyond the window, where $\log f$ is of the order of $\log \tau$:
    $2\alpha = 1$, $2\beta < 1$ and $2\beta > 1$, and both points. At last, where there is log log,
    the bound at every time that is bounded below: in the window, at its ends, and beyond."""
    _half(proof)
    for point in POINTS:
        point.show(proof)
    for late in BEYOND:
        late.show(proof)
    for whole in EVERYWHERE:
        whole.show(proof)


def _half(proof: Proof) -> None:
    front = spent.xreplace(at_end) ** -half
    with proof.show(half_in) as chain:
        parts = total(front * log_e**half, front * (log_d / edge) ** half)
        chain.step("<~", parts, "log log.", Parted(log_d, edge))
        means = MeanOfLogs(0, half, half), MeanOfLogs(0, 1, 0)
        chain.step("<~", orders(HALF, rate), "Distortion and noise; distortion.", Means(*means))
        chain.done("The loss.", known(HALF, rate), "=Theta=")
    with proof.show(half_reached) as chain:
        chain.same_order(orders(HALF, rate, best), "The loss.", known(HALF, rate, best))
        chain.done("None is larger.", LargestOfLogs())
