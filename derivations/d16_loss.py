"""16. The loss is the sum of its terms.

Reads after the four terms; every phase compares the terms, and this chapter says that they
make up the loss.
"""

from fractions import Fraction

from derivations.d05_learning_rate import largest_learning_rate
from derivations.d06_deterministic_equivalent import deterministic_equivalent
from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from derivations.d15_second_noise import second_noise
from derivations.d15_spectrum_sums import spectrum_sums, w
from derivations.d15_stieltjes import p, terms_at_a_distance
from derivations.d16_curves import same_order_at
from derivations.d16_formal import (
    CASES,
    GOALS,
    TAKEN,
    above_capacity,
    at_ridge,
    compared,
    first_mode,
    ridge,
    show,
    taken_ridge,
    untouched,
)
from derivations.d16_lemmas import (
    higher_derivatives,
    outside_the_window,
    real_axis_map,
    renewal_lemma,
    stieltjes_to_laplace,
)
from phasecalc.export.rocq.evidence import InRocq
from phasecalc.proof import Powers, Proof, Recall, theorem
from phasecalc.symbols import alpha, d

# A point of each phase, below alpha = 1/4 and beyond beta = 1 + 2 alpha too.
POINTS = {
    "Ia": (Fraction(1), Fraction(1, 4)),
    "Ib": (Fraction(2, 5), Fraction(3, 10)),
    "II": (Fraction(1), Fraction(3, 4)),
    "III": (Fraction(7, 10), Fraction(9, 10)),
    "IVa": (Fraction(2, 5), Fraction(9, 10)),
    "IVb": (Fraction(27, 100), Fraction(9, 10)),
    "Ib, alpha < 1/4": (Fraction(1, 5), Fraction(2, 5)),
    "Ic": (Fraction(1, 5), Fraction(7, 10)),
    "III, beta > 1 + 2 alpha": (Fraction(7, 10), Fraction(3)),
}


@theorem(
    label="loss-as-sum-of-terms",
    source="paquette2024phases",
    uses=(
        deterministic_equivalent,
        capacity,
        pure_point_forcing,
        absolutely_continuous_forcing,
        kernel_noise,
        flat_kernel,
        largest_learning_rate,
        spectrum_sums,
        terms_at_a_distance,
        second_noise,
        real_axis_map,
        higher_derivatives,
        stieltjes_to_laplace,
        renewal_lemma,
        outside_the_window,
    ),
    goals=(*GOALS, *above_capacity),
)
def loss_as_sum(proof: Proof) -> None:
    r"""For the deterministic equivalent, every alpha > 0 with alpha + beta > 1/2 off the critical
    lines, any stable rate: the kernel has the sums, Rocq the way from them to the loss. That the
    hypotheses of the one are the statements of the other is compared by a program, which reads
    Rocq's definitions and works them out beside these sums in rational numbers. Measured along
    d = r at a point of each phase."""
    proof.measure(
        InRocq(
            "main-theorem",
            "loss_of_the_order_of_its_terms",
            r"Let forcing and kernel be integrals of $q(x)^r$ and $\gamma^2 B x^2 q(x)^r$ over"
            r" positive measures on $[0, X]$ whose transforms are those of the real axis,"
            r" $\lambda_j = j^{-2\alpha}$, $j \le v \le \rho d$, $\gamma (B + 1) X \le 2 - c$,"
            r" $\sum K \le \mu < 1$. If the sums over the modes are of the order of the powers in"
            r" spectrum-sums, and the noise as in second-noise, $P(r)$ is of the order of"
            r" $T + \gamma T_K$, these powers at a distance of order $1/\tau$, for"
            r" $1 \lesssim \tau \lesssim d^{2\alpha}$, with a constant that depends on none of"
            r" $d$, $v$, $\gamma$, $r$.",
        ),
        "Real axis, derivatives, Laplace, Volterra.",
    )
    proof.cite(
        "1/(lambda_j m(z) - z) is the Stieltjes transform of a probability measure on the positive"
        " half line; its mean is lambda_j.",
        "hachem2007deterministic",
    )
    proof.cite(
        "These measures vanish above the least value of the map right of lambda_1, which is at most"
        " 2 + 2 tr D/d.",
        "silverstein1995analysis",
    )
    for phase, (a, b) in POINTS.items():
        proof.measure(same_order_at(a, b, below="1/400"), f"Phase {phase}.")
    compared()
    for case, taken, goal in zip(CASES, TAKEN, GOALS, strict=True):
        proof.take(taken, "The theorem of Rocq, with the sums that its hypotheses speak of.")
        show(proof, case, taken, goal)
    for x, (taken, goal) in enumerate(zip(taken_ridge, above_capacity, strict=True)):
        proof.take(taken, "At every time, at a distance where M is not positive.")
        with proof.show(goal) as chain:
            chain.same_order((d ** (-2 * alpha), d**-p)[x], "The capacity.", Recall(capacity, x))
            far = (ridge, ridge ** (p / (2 * alpha)))[x]
            chain.same_order(far, "A power of the ridge.", Powers())
            chain.same_order(at_ridge, "The same sum.", Recall(spectrum_sums, 2 + x, {w: ridge}))
            chain.done("What Rocq concludes.", Recall(taken))
    proof.take(first_mode, "The first mode of that sum alone.")
    proof.take(untouched, "Before the window Rocq concludes it with a number.")
