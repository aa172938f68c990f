"""44. Momentum pays at large batches.

With the data fixed, a larger batch leaves fewer steps; momentum makes each of them longer, up to
the memory of all steps. Reads on its own.
"""

import sympy as sp

from phasecalc.proof import Largest, Powers, Proof, Sign, WeightedMean, theorem

C, k, pace = sp.symbols("C k eta_rho", positive=True)
beta, s = sp.symbols("beta s", positive=True)
# Batch C^b, so k = C^(1 - b) steps; pace eta/(1 - rho) = C^e.
b, e = sp.symbols("b e", real=True)

signal, noise, damped = -s * (e + 1 - b), e - b, e / beta - b
both = sp.Max(signal, noise, evaluate=False)
smoothed = sp.Max(signal, damped, evaluate=False)
first, second, third = s, 2 * s + 1 / beta, 2 * s + 1
balanced, held = s / (s + 1), 2 * s * (1 - b)
between = s * (1 + (beta - 1) * b) / (s * beta + 1)


@theorem(label="momentum-batch", source="wang2026momentum")
def momentum_batch(proof: Proof) -> None:
    r"""Kernel regression on $C$ data in batches of $C^b$, at a pace $\eta_\rho = \frac\eta{1 -
    \rho} = C^e$: the signal is $(\eta_\rho k)^{-s}$, $k = C^{1-b}$, the noise $C^{-b} \eta_\rho$
    (Polyak) or $C^{-b}\min(\eta_\rho, \eta_\rho^{1/\beta})$ (Nesterov), and $e \le 0$ without
    momentum, $e \le 1 - b$ with. The exponent of the loss is $\frac{s}{s+1}$ for $b \le b_1 =
    \frac{s}{s+1}$ in all cases. Without momentum it is $s (1 - b)$ from there on; with Polyak's
    it stays up to $b_3 = \frac{2s+1}{2s+2}$; with Nesterov's it is $\frac{s (1 + (\beta -
    1) b)}{s \beta + 1}$, more, up to $b_2 = \frac{2s + 1/\beta}{2s + 1 + 1/\beta}$; beyond, it is
    $2 s (1 - b)$."""
    proof.cite("The two terms and the limits of the pace.", "wang2026momentum")
    proof.where(parameters=(beta, s))
    sizes = {k: C ** (1 - b), pace: C**e}
    for term, exponent, words in (
        ((pace * k) ** -s, signal, "The signal."),
        (C**-b * pace, noise, "The noise, Polyak."),
        (C**-b * pace ** (1 / beta), damped, "The noise, Nesterov, at a pace above 1."),
    ):
        proof.consider(term.xreplace(sizes))
        proof.same_order(C**exponent, words + " At k = C^(1 - b), pace C^e.", Powers())

    proof.consider(both)
    proof.at_least(
        -balanced,
        because="At any pace: a geometric mean in which the pace and the batch cancel.",
        check=WeightedMean({signal: 1 / (s + 1), noise: balanced}),
    )
    proof.consider(both.xreplace({e: b - balanced}))
    proof.equals(
        -balanced, because="Attained by balance, wherever the pace is free.", check=Largest()
    )
    proof.where(b * (s + 1) <= s, parameters=(s, b))
    proof.consider(b - balanced)
    proof.at_most(sp.S.Zero, because="Up to b_1 no momentum is needed.", check=Sign())
    proof.where(b * (2 * s + 2) <= 2 * s + 1, parameters=(s, b))
    proof.consider(b - balanced)
    proof.at_most(1 - b, because="Up to b_3 Polyak's memory is long enough.", check=Sign())

    proof.where(e <= 0, parameters=(s, b, e))
    proof.consider(signal)
    proof.at_least(-s * (1 - b), because="Without momentum the pace ends at 1.", check=Sign())
    proof.where(b * (s + 1) >= s, parameters=(s, b))
    proof.consider(both.xreplace({e: sp.S.Zero}))
    proof.equals(-s * (1 - b), because="From b_1 on that is what counts.", check=Largest())

    proof.where(e <= 1 - b, parameters=(s, b, e))
    proof.consider(signal)
    proof.at_least(-held, because="With momentum the pace ends at k.", check=Sign())
    proof.where(b * (2 * s + 2) >= 2 * s + 1, parameters=(s, b))
    proof.consider(both.xreplace({e: 1 - b}))
    proof.equals(-held, because="From b_3 on that is what counts.", check=Largest())

    proof.where(parameters=(beta, s))
    proof.consider(smoothed)
    proof.at_least(
        -between,
        because="Nesterov, at a pace above 1: a mean in which the pace cancels.",
        check=WeightedMean({signal: 1 / (s * beta + 1), damped: s * beta / (s * beta + 1)}),
    )
    pace_there = beta * (b * (s + 1) - s) / (s * beta + 1)
    proof.consider(smoothed.xreplace({e: pace_there}))
    proof.equals(-between, because="Attained by balance.", check=Largest())
    proof.where(b * (s + 1) >= s, parameters=(beta, s, b))
    proof.consider(pace_there)
    proof.at_least(sp.S.Zero, because="From b_1 on the pace is above 1.", check=Sign())
    reach = b * (2 * s * beta + beta + 1)
    proof.where(reach <= 2 * s * beta + 1, parameters=(beta, s, b))
    proof.consider(pace_there)
    proof.at_most(1 - b, because="And up to b_2 the memory is long enough.", check=Sign())
    proof.where(reach >= 2 * s * beta + 1, parameters=(beta, s, b))
    proof.consider(smoothed.xreplace({e: 1 - b}))
    proof.equals(-held, because="From b_2 on it is not.", check=Largest())
    proof.where(beta > 1, b * (s + 1) > s, parameters=(beta, s, b))
    proof.consider(between)
    proof.more_than(balanced, because="Nesterov's momentum gains from b_1 on.", check=Sign())
