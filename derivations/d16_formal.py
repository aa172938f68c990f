"""How the main theorem is said formally: the loss, and the sums over the modes at a distance.

Nothing is proved here. What Rocq's theorems conclude is written with the sums that they speak of,
so that the orders of these sums come from the chapters on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from derivations.d15_second_noise import CONSTANT, SHRINKING
from derivations.d15_spectrum_sums import k, missing, spectrum_sums, w
from derivations.d15_stieltjes import (
    OFTEN,
    RESOLVED,
    SQUARES,
    TURNING,
    first,
    kept,
    known,
    p,
    second,
    smeared,
)
from phasecalc.exceptions import StepFailed
from phasecalc.export.rocq.hypotheses import Sums, compare, ranges
from phasecalc.plrf.phases.objects import F_0, P, rough_terms, smooth_terms
from phasecalc.proof import Add, Claim, Identity, Largest, Multiply, Proof, Recall, claim, total
from phasecalc.regions.region import Region
from phasecalc.symbols import B, alpha, beta, d, gamma, kappa_0, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
# The power of the modes that is large enough for the modes at 1/tau to decide.
OFTEN_ENOUGH = p / (2 * alpha) + 1
# More modes than features: otherwise nothing is left at the end, and there is no capacity.
MORE = rho > 1
sizes: dict[str, Any] = {"constants": [B, rho], "sizes": [d, tau, gamma]}
with_ridge: dict[str, Any] = {**sizes, "constants": [B, kappa_0, rho]}

early, flat = tau ** (-2 + 1 / (2 * alpha)), d ** (1 - 4 * alpha)
modes_at_w = tau ** (-p / (2 * alpha))


@dataclass(frozen=True)
class Case:
    """A region off the critical lines, and which goals of the sums hold in it."""

    where: tuple[Any, ...]
    stable: sp.Expr
    steep: bool
    noisy: bool
    smooth: bool

    @property
    def room(self) -> dict[str, Any]:
        """In the window, at a stable rate."""
        window = [tau, d ** (2 * alpha) / tau, self.stable]
        return {"where": (*self.where, MORE), "window": window, "growing": [d]}

    def taken(self) -> Claim:
        """The loss is of the order of the sums over the modes at the distance 1/tau."""
        often = (*self.where, MORE, 2 * alpha * k > p, k > 1)
        sums = total(kept, smeared, first, second)
        return claim(P.at(), "=Theta=", sums, **sizes, **{**self.room, "where": often})

    def goal(self) -> Claim:
        """The loss is of the order of its terms."""
        terms = (smooth_terms if self.smooth else rough_terms).at()
        return claim(P.at(), "=Theta=", terms, **with_ridge, **self.room)

    # Orders, as powers.

    @property
    def capacity(self) -> sp.Expr:
        """Of the capacity."""
        return d ** (-2 * alpha) if self.smooth else d**-p

    @property
    def smeared(self) -> sp.Expr:
        """Of the smeared mass of the target."""
        spread = tau ** (1 / (2 * alpha)) / d if self.steep else d ** (-2 * alpha) * tau
        return spread / tau if self.smooth else modes_at_w * spread

    @property
    def noise(self) -> sp.Expr:
        """Of the noise."""
        return gamma * (early if self.noisy else flat)

    @property
    def second(self) -> sp.Expr:
        """Of the noise of the resolved modes."""
        return gamma * (tau ** (-2 + 1 / alpha) / d if self.steep else flat)


CASES = tuple(
    Case((*lower, *target), stable, steep, noisy, smooth)
    for lower, stable, steep, noisy in (
        ((alpha > half,), CONSTANT, True, True),
        ((alpha > quarter, alpha < half), SHRINKING, False, True),
        ((alpha > 0, alpha < quarter), SHRINKING, False, False),
    )
    for target, smooth in (((beta > half,), True), ((beta < half, alpha + beta > half), False))
)
TAKEN = tuple(case.taken() for case in CASES)
GOALS = tuple(case.goal() for case in CASES)

# At every time: the sum whose limit is the capacity, and its first mode.
ridge = kappa_0 * d ** (-2 * alpha)
at_ridge = missing(1).xreplace({w: ridge})
smooth = (alpha > 0, beta > half, MORE)
rough = (alpha > 0, beta < half, alpha + beta > half, MORE)
all_times: dict[str, Any] = {**with_ridge, "growing": [d]}
taken_ridge = tuple(claim(at_ridge, "<~", P.at(), where=x, **all_times) for x in (smooth, rough))
above_capacity = tuple(claim(F_0.at(), "<~", P.at(), where=x, **all_times) for x in (smooth, rough))
domain = (alpha > 0, alpha + beta > half, MORE)
first_mode = claim(d ** (-2 * alpha), "<~", P.at(), where=domain, window=[d], **sizes)
# Before the window.
untouched = claim(sp.S.One, "<~", P.at(), where=domain, window=[1 / tau, d], **sizes)


def exponents(case: Case) -> dict[str, sp.Expr]:
    """Exponents of 1/tau in the orders of the sums, by the names that Rocq gives them."""
    forcing, spread, noise, _ = (order for _, order, _ in orders_of(case))
    found = {"e3" if case.smooth else "e1": forcing, "eK": noise}
    if case.smooth:
        found["e2"] = spread
    return {n: -sp.powsimp(x).as_powers_dict()[tau] for n, x in found.items()}


def compared(text: str | None = None) -> int:
    """Compare what is taken with the text that Rocq accepted; how much agrees.

    Raises
    ------
    StepFailed
        A sum, the window, a hypothesis or the range of an exponent is another one.
    """
    allowed = ranges(text)
    for case in CASES:
        region = Region.where(*case.where, parameters=(alpha, beta))
        for name, e in exponents(case).items():
            if name not in allowed:
                raise StepFailed(f"Rocq's theorem says no range of {name}")
            low, above, high = allowed[name]
            over, below = (sp.fraction(sp.together(x)) for x in (e - low, (high or e + 1) - e))
            first = over[0] * over[1]
            bounds = [first > 0 if above else first >= 0, below[0] * below[1] > 0]
            met = [b for b in bounds if b is not sp.true]
            if any(
                b is sp.false or not region.implies(Region.where(b, parameters=(alpha, beta)))
                for b in met
            ):
                raise StepFailed(f"{name} = {e} is not in the range of Rocq: {allowed[name]}")
    sums = []
    for case, taken in zip(CASES, TAKEN, strict=True):
        right = taken.statement.right[1:]
        _, edge, _ = case.room["window"]
        power = str(sp.powsimp(edge).as_powers_dict()[d]).replace("*", " * ")
        sums.append(Sums(("add", *right[:2]), ("add", *right[2:]), f"- ({power})"))
    return compare(sums, text)


def orders_of(case: Case) -> tuple[tuple[sp.Expr, sp.Expr, Multiply | Recall], ...]:
    """The four sums with their orders, and the goals on the sums that give them."""
    steep, noisy = int(not case.steep), int(not case.noisy)
    once = known(2 if case.smooth else 3)
    return (
        (kept, modes_at_w, Recall(spectrum_sums, OFTEN, {w: 1 / tau, k: OFTEN_ENOUGH})),
        (smeared, case.smeared, Multiply(once, known(TURNING[steep]), front=1 / d)),
        (first, case.noise, Multiply(known(SQUARES[noisy]), front=gamma / tau**2)),
        (
            second,
            case.second,
            Multiply(known(RESOLVED[steep]), known(TURNING[steep]), front=gamma / (d * tau**2)),
        ),
    )


def show(proof: Proof, case: Case, taken: Claim, goal: Claim) -> None:
    """From the sums over the modes to the terms of the loss."""
    at = {k: OFTEN_ENOUGH}
    room = {**sizes, **case.room}
    known_orders = orders_of(case)
    lines = []
    for sums, order, why in known_orders:
        line = claim(sums.xreplace(at), "=Theta=", order, **room)
        proof.shows(line, "A sum over the modes at 1/tau.", why)
        lines.append(line)
    forcing, spread, noise, again = (order for _, order, _ in known_orders)
    louder = claim(total(noise, again), "=Theta=", noise, **room)
    proof.shows(louder, "Inside the window the second noise is no larger.", Largest())
    held = forcing if not case.smooth else spread
    absorbed = claim(total(held, case.capacity), "=Theta=", held, **room)
    proof.shows(absorbed, "Inside the window the capacity is no larger.", Largest())
    less = claim(total(forcing, spread), "=Theta=", forcing, **room)
    if not case.smooth:
        proof.shows(less, "Inside the window the smeared mass is no larger.", Largest())
    names = [F_PP, CAPACITY[int(not case.smooth)]]
    with proof.show(goal) as chain:
        sums = total(*(x.xreplace(at) for x, _, _ in known_orders))
        chain.same_order(sums, "What Rocq concludes.", Recall(taken, values=at))
        powers = total(forcing, spread, noise, again)
        chain.same_order(powers, "Sum by sum.", Add(*map(Recall, lines)))
        if case.smooth:
            chain.equals(total(forcing, spread, total(noise, again)), "Together.", Identity())
            grown = total(forcing, total(spread, case.capacity), noise)
            reason = Add(None, Recall(absorbed), Recall(louder))
            names.append(DISTORTION[int(not case.steep)])
            last = total(forcing, case.capacity, spread, noise)
        else:
            together = total(total(forcing, spread), total(noise, again))
            chain.equals(together, "Together.", Identity())
            chain.same_order(
                total(forcing, noise),
                "The smeared mass is smaller.",
                Add(Recall(less), Recall(louder)),
            )
            grown = total(total(forcing, case.capacity), noise)
            reason = Add(Recall(absorbed), None)
            last = total(forcing, case.capacity, noise)
        chain.same_order(grown, "With the capacity.", reason)
        chain.equals(last, "In the order of the terms.", Identity())
        names.append(NOISE[int(not case.noisy)])
        chain.done("Each term.", Add(*names))


F_PP = Recall(pure_point_forcing)
CAPACITY = Recall(capacity), Recall(capacity, 1)
DISTORTION = Recall(absolutely_continuous_forcing), Recall(absolutely_continuous_forcing, 1)
NOISE = Recall(kernel_noise), Recall(flat_kernel)
