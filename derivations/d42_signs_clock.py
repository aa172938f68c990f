"""42. The clock of signs.

A step along signs has a length that does not depend on the loss: the smaller the loss, the more it
teaches. Reads after the terms; feeds the phases of signs.
"""

import sympy as sp

from phasecalc.proof import Algebra, Powers, Proof, Sign, theorem
from phasecalc.symbols import alpha, beta

half = sp.Rational(1, 2)
c, g, t, tau = sp.symbols("c g t tau", positive=True)
x = sp.Symbol("x", real=True)
y, speed = sp.symbols("y k", positive=True)


@theorem(label="signs-clock", source="kim2026signsgd")
def signs_clock(proof: Proof) -> None:
    r"""Under signs the time of SGD runs as $d\tau = c\,dt/\sqrt L$. A term $L = g \tau^{-x}$, $x <
    2$, then has $\tau = (c t/(y \sqrt g))^y$ with $y = 2/(2-x)$ and becomes, up to constants,
    $g^y (c t)^{2 - 2y} = g^{2/(2-x)} (c t)^{-2x/(2-x)}$. For $x > 2$ it is gone in finite time.
    Forgetting, $x = (2\alpha + 2\beta - 1)/(2\alpha)$, has $x < 2$ for $\beta < \alpha + \frac12$
    only; distortion, $x = 1 - \frac1{2\alpha}$, always."""
    proof.cite("The clock: d tau = c dt/sqrt(L), c = gamma_0 d^min(alpha, 1/2).", "kim2026signsgd")
    proof.where(parameters=(y,))
    index = 2 - 2 / y  # x, as y = 2/(2 - x)
    now = proof.let("tau_t", (c * t / (y * sp.sqrt(g))) ** y, "the time of SGD after t steps")
    proof.consider(sp.Derivative(now, t))
    proof.equals(
        c / sp.sqrt(g * now**-index),
        because="It obeys the clock, from 0 on.",
        check=Algebra("carry out", "powers"),
    )
    proof.consider(g * now**-index)
    proof.equals(
        y ** (2 * y - 2) * g**y * (c * t) ** (2 - 2 * y),
        because="The term after t steps.",
        check=Algebra("powers"),
    )
    proof.same_order(g**y * (c * t) ** (2 - 2 * y), "Its constant does not count.", Powers())
    proof.where(x < 2, parameters=(x,))
    proof.consider((2 - 2 * y).xreplace({y: 2 / (2 - x)}))
    proof.equals(-2 * x / (2 - x), because="The exponent of the clock, in x.", check=Algebra())
    proof.where(x < 2, x > 0, parameters=(x,))
    proof.consider(2 * x / (2 - x))
    proof.more_than(x, because="It falls faster than under SGD.", check=Sign())

    proof.where(parameters=(x,))
    proof.consider(sp.Derivative(tau ** (1 - x / 2), tau) * c / sp.sqrt(g * tau**-x))
    proof.equals(
        (1 - x / 2) * c / sp.sqrt(g),
        because="In any case tau^(1 - x/2) runs at a constant speed.",
        check=Algebra("carry out", "powers"),
    )
    proof.where(x > 2, parameters=(x, speed))
    proof.consider((1 - x / 2) * speed)
    proof.less_than(
        sp.S.Zero,
        because="For x > 2 it runs down to 0, where tau is infinite, in finite time.",
        check=Sign(),
    )

    proof.where(alpha > 0, beta < alpha + half, parameters=(alpha, beta))
    proof.consider((2 * alpha + 2 * beta - 1) / (2 * alpha))
    proof.less_than(sp.Integer(2), because="Forgetting up to the edge.", check=Sign())
    proof.where(alpha > 0, beta > alpha + half, parameters=(alpha, beta))
    proof.consider((2 * alpha + 2 * beta - 1) / (2 * alpha))
    proof.more_than(sp.Integer(2), because="And beyond it.", check=Sign())
    proof.where(alpha > 0, parameters=(alpha,))
    proof.consider(1 - 1 / (2 * alpha))
    proof.less_than(sp.Integer(2), because="Distortion.", check=Sign())
