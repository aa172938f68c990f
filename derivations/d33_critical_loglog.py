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
from derivations.d16_formal import MORE
from derivations.d16_loss import loss_as_sum
from derivations.d32_window_lines import LINES, loss_on_lines
from derivations.d33_critical import CAPACITY, given, known, loss, orders
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
log_d, log_t, log_e = (sp.log(x) for x in (d, tau, edge))
twice_d, twice_t = sp.log(log_d), sp.log(log_t)
rate = sp.sympify(gamma_0)
smooth, few, here = (beta > half, MORE), (beta > 0, beta < half, MORE), (MORE,)

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


@dataclass(frozen=True, eq=False)
class Meeting:
    """A point where two lines meet, and the least loss there.

    Parameters
    ----------
    line
        The point, among the lines.
    end
        The window's end, a power of d.
    spent
        The budget in d, tau and a logarithm.
    eta, powers
        Exponents of the budget, of log(d) and of log log(d).
    means
        Weights of the orders for what stands with log(e), for the rest of log log, and of what is
        forgotten.
    share
        Which power of log(d)/e bounds that rest.
    beyond
        A power of log(tau) above all logarithms, and which power of tau/d bounds what is more
        than log(d).
    """

    line: int
    end: sp.Expr
    spent: Any
    eta: sp.Expr
    powers: tuple[Any, Any]
    means: tuple[tuple[Any, ...], ...]
    share: sp.Expr
    beyond: tuple[Any, Any]

    def least(self, paid: sp.Expr, log: sp.Expr) -> sp.Expr:
        """The least loss: with the logarithm in the budget, and the others."""
        one, other = self.powers
        return self.spent(paid) ** -self.eta * log**one * sp.log(log) ** other

    @property
    def root(self) -> sp.Expr:
        """The power of tau which is the size that has tau in the middle of its window."""
        return sp.sympify(2 / self.end.as_powers_dict()[d])

    @property
    def left_over(self) -> dict[sp.Symbol, sp.Expr]:
        """What e is in d and tau."""
        return {edge: self.end / tau}

    def ahead(self, left: sp.Expr) -> Claim:
        """A bound in tau and e."""
        size = {d: (tau * edge) ** (self.root / 2)}
        sizes = [tau, edge]
        left = left.xreplace(size)
        room = {"sizes": sizes, "growing": sizes, **given}
        return claim(left, "<~", loss(self.line, rate), where=here, **room)

    @cached_property
    def later(self) -> Claim:
        """No size has a loss of smaller order."""
        return self.ahead(self.least(log_t, log_t))

    @cached_property
    def forgotten(self) -> Claim:
        """The loss is at least what is left of the target."""
        return self.ahead(1 / tau)

    def bound(self, *window: Any) -> Claim:
        """The bound in d and tau, in a part of the window."""
        right = loss(self.line, rate, self.left_over)
        room = {"sizes": [d, tau], "window": window, "growing": [d, tau, self.end / tau], **given}
        return claim(self.least(log_d, log_d), "<~", right, where=here, **room)

    @cached_property
    def inside(self) -> Claim:
        """The bound in all of it."""
        return self.bound()

    @cached_property
    def reached(self) -> Claim:
        """Some size has a loss of this order."""
        size = {d: (tau * edge) ** (self.root / 2)}
        best = {edge: log_t * twice_t}
        right = self.least(log_t, log_t).xreplace(size).xreplace(best)
        left = loss(self.line, rate, best)
        return claim(left, "=Theta=", right, where=here, sizes=[tau], growing=[tau], **given)

    @property
    def goals(self) -> tuple[Claim, ...]:
        """What is concluded."""
        return self.inside, self.reached

    def show(self, proof: Proof) -> None:
        """Write the proof of the goals."""
        made, of = orders(self.line, rate), known(self.line, rate)
        size = {d: (tau * edge) ** (self.root / 2)}
        one, other = self.powers
        front = (self.spent(log_t) ** -self.eta * log_t**one).xreplace(size)
        near, rest, first = self.means
        with proof.show(self.later) as chain:
            parts = total(front * log_e**other, front * (log_t / edge) ** (self.share * other))
            chain.step("<~", parts, "log log.", Parted(log_t, edge, self.share))
            chain.step("<~", made, "Means.", Means(MeanOfLogs(*near), MeanOfLogs(*rest)))
            chain.done("The loss.", of, "=Theta=")
        with proof.show(self.forgotten) as chain:
            chain.step("<~", made, "One of two.", MeanOfLogs(*first))
            chain.done("The loss.", of, "=Theta=")
        self._join(proof)
        best = {edge: log_t * twice_t}
        with proof.show(self.reached) as chain:
            there = known(self.line, rate, best)
            chain.same_order(orders(self.line, rate, best), "The loss.", there)
            chain.done("None is larger.", LargestOfLogs())

    def _join(self, proof: Proof) -> None:
        """From tau and e to d and tau: both sides of the middle of the window."""
        one, other = self.powers
        middle = tau**self.root / d
        late, soon = self.bound(middle), self.bound(1 / middle)
        front = self.spent(log_d) ** -self.eta * log_d**one
        within = MeanOfLogs(1, within={d: (tau, self.root)})
        with proof.show(late) as chain:
            parts = total(front * twice_t**other, front * (log_d / log_t) ** other)
            chain.step("<~", parts, "log log.", Parted(log_d, log_t))
            chain.step(
                "<~", self.least(log_t, log_t), "log(tau) for log(d).", Means(within, within)
            )
            chain.done("The bound in tau and e.", Recall(self.later, values=self.left_over))
        with proof.show(soon) as chain:
            spare = MeanOfLogs(1, outweighed={d: sp.Rational(1, 8)})
            chain.step("<~", 1 / tau, "Nothing much is forgotten yet.", spare)
            chain.done("The loss is at least that.", Recall(self.forgotten, values=self.left_over))
        proof.shows(self.inside, "Either.", Cases(middle, Recall(late), Recall(soon)))


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


@theorem(
    label="best-loss-with-log-log",
    uses=(capacity, loss_as_sum, loss_on_lines),
    goals=(
        *(half_in, half_reached),
        *(g for x in POINTS for g in x.goals),
        *(x.goal for x in BEYOND),
    ),
)
def best_with_log_log(proof: Proof) -> None:
    r"""At the largest rate, in the window and at one size: $2\alpha = 1$, $2\beta > 1$; then
    $(1/4, 1/2)$ and $(1/2, 1/2)$. Since $\log\log d \le \log e + \log(d)/e$, the time $e$ that is
    left stands for $\log d$. Then beyond the window, where $\log f$ is of the order of $\log \tau$:
    $2\alpha = 1$, $2\beta < 1$ and $2\beta > 1$, and both points."""
    _half(proof)
    for point in POINTS:
        point.show(proof)
    for late in BEYOND:
        late.show(proof)


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
