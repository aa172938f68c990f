"""32. The sharp form of the loss.

Inside the window the loss is not only of the order of its terms: of the steps of a product of many
factors one is long, and that gives the constant. Rocq has accepted this with one error for all
sizes. What the forcing adds up to, in closed form, is measured, not proved. Reads after the loss as
a sum of terms.
"""

from typing import Any

import sympy as sp

from derivations.d04_kernel_norm import kernel_norm
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from derivations.d15_second_noise import CONSTANT, SHRINKING, early, edge, late
from derivations.d15_spectrum_sums import resolved, spectrum_sums, w
from derivations.d16_lemmas import renewal_lemma
from derivations.d16_loss import loss_as_sum
from phasecalc import PLRF, sharp_loss
from phasecalc.export.rocq.evidence import InRocq
from phasecalc.plrf.phases.objects import K_pp
from phasecalc.proof import Less, Multiply, Proof, Recall, Sampled, claim, theorem
from phasecalc.symbols import alpha, d, gamma, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)


def mass(relation: str, order: Any, *where: Any, window: Any, growing: Any = ()) -> Any:
    """What a time's worth of the kernel is."""
    there = {"sizes": [d, tau, gamma], "window": window, "growing": [d, *growing]}
    return claim(tau * K_pp.at(), relation, order, where=where, **there)


steep = mass("=Theta=", early, alpha > quarter, window=[tau, edge])
flat = mass("=Theta=", late, alpha > 0, alpha < quarter, window=[edge])
# At a stable rate. Above 1/2 this is what comes later than tau, below it what came earlier.
ONE = sp.S.One
later = mass("<<", ONE, alpha > half, window=[edge, CONSTANT], growing=[tau])
halfway = (alpha > quarter, alpha < half)
earlier = mass("<<", ONE, *halfway, window=[tau, SHRINKING], growing=[edge])
level = mass("<<", ONE, alpha > 0, alpha < quarter, window=[SHRINKING], growing=[edge])
# What the sum of the kernel lacks of its norm is gamma w S_1 at most, at the w of 1/tau.
lacking = claim(
    gamma * w * resolved,
    "<<",
    ONE,
    where=[alpha > half],
    constants=[rho],
    sizes=[d, w, gamma],
    window=[w * d ** (2 * alpha), CONSTANT],
    growing=[d, 1 / w],
)


@theorem(label="kernel-mass", uses=(kernel_noise, flat_kernel, spectrum_sums), goals=(steep, flat))
def kernel_mass(proof: Proof) -> None:
    r"""Where the norm of the kernel enters: $K$ at $r$ times $r$ is of the order of $\tau
    \mathscr K_{pp}/(\gamma B)$. For $2\alpha > 1$, where $K$ falls faster than $1/r$, that is
    what the sum of $K$ still lacks after r steps: all of the norm is there soon. For $2\alpha < 1$,
    where it falls slower, it is all that the sum has by then: before $\tau \asymp d^{2\alpha}$
    there is no norm. That it vanishes at a stable rate is in three lines more; in the last, so does
    a bound of what is lacking, for the deterministic equivalent."""
    for goal, known in ((steep, kernel_noise), (flat, flat_kernel)):
        proof.shows(goal, "The kernel.", Multiply(Recall(known), front=tau))
    for weaker, order, of in (
        (later, early, steep),
        (earlier, early, steep),
        (level, late, flat),
    ):
        with proof.show(weaker) as chain:
            chain.same_order(order, "The order.", Recall(of))
            chain.done("The rate is stable.", Less())
    with proof.show(lacking) as chain:
        of = Multiply(Recall(spectrum_sums, 6), front=gamma * w)
        chain.same_order(gamma * w ** (1 - 1 / (2 * alpha)), "The modes above w.", of)
        chain.done("The rate is at most a number.", Less())


def gap(alpha: str, beta: str, d: int, r: int) -> float:
    """Distance of the loss from its sharp form, relative to the loss."""
    model = PLRF(alpha, beta, d=d)
    return float(abs(sharp_loss(model, r) / model.loss(r) - 1))


LONG = {
    "one_large_jump": r"Let $P$ be the loss of a Volterra equation as in renewal-lemma, $F$ and $K$"
    r" positive and $f(i + h)^2 \le f(i) f(i + 2h)$ for both. For each $\delta > 0$ there is an"
    r" $\eta > 0$, which depends on $\delta$, $k$ and $\mu$ alone, such that where"
    r" $(r + 1) K(r) \le \eta$, $P(r)$ is $1 \pm \delta$ times $\frac{F(r)}{1 - m} + \frac{K(r)"
    r" S}{(1 - m)^2}$, with $m = K(0) + \ldots + K(r - 1)$ and $S = F(0) + \ldots + F(r - 1)$.",
    "no_norm": r"If $m \le \delta < 1$, with 0 for $m$ this form is between $1 - 2 \delta$ and 1"
    r" times what it is.",
}
SHARP = {
    "loss_with_its_constant": r"With the hypotheses of loss-in-the-window: for each $\delta > 0$"
    r" there is an $\eta > 0$, which depends on none of $d$, $v$, $\gamma$, $r$, such that where a"
    r" time's worth of the noise is at most $\eta$, at the distance of $1/\tau$, $P(r)$ is"
    r" $1 \pm \delta$ times the form of one-large-jump; and $m \le \delta$ if the noise falls"
    r" slower than $1/\tau$.",
    "rest_of_norm": r"At every later time the sum of $K$ is at most $m + C \gamma w S_1(w)$, with"
    r" $w M(w)$ the distance of $1/\tau$ and a constant that depends on no size.",
    "whole_norm": r"Where $\gamma w M S_1$ is at most $\eta$, with $\|K\|$ for $m$ the form of"
    r" one-large-jump is between 1 and $1/(1 - \delta)$ times what it is.",
}


@theorem(label="one-large-jump", uses=(renewal_lemma,))
def one_large_jump(proof: Proof) -> None:
    r"""The renewal lemma with its constant. Of the times of a product of many factors one is long.
    What doubles, and whose ratios fall, hardly changes over a small part of its time; of integrals
    of $q(x)^r$ the ratios fall."""
    for name, words in LONG.items():
        proof.measure(InRocq("sharp-form", name, words), "Finite sums.")


MEASURES = (
    "The two facts on measures of loss-as-sum-of-terms: transforms of positive measures, and where"
    " these end.",
    "hachem2007deterministic",
)


@theorem(label="loss-in-the-window", source="paquette2024phases", uses=(loss_as_sum,))
def loss_in_the_window(proof: Proof) -> None:
    r"""For the deterministic equivalent, at any stable rate. No powers are asked for: so this holds
    on the critical lines too, where the sums over the modes carry logarithms."""
    proof.measure(
        InRocq(
            "sharp-form",
            "loss_of_the_order_of_forcing_and_noise",
            r"Let the sums over the modes that the forcing and the kernel are made of be of the"
            r" order of $T(w)$ and $N(w)$, which grow with $w$, no faster than powers below $k$ and"
            r" below 2. Then for $1 \lesssim \tau \lesssim d^{2\alpha}$, at the distances $t_i$ of"
            r" the inverse times, $P(r)$ is of the order of"
            r" $T(t_r) + \gamma^2 B N(t_r) \sum_{i \le r} T(t_i)$, with a constant that depends on"
            r" none of $d$, $v$, $\gamma$, $r$.",
        ),
        "Real axis, derivatives, Laplace, Volterra.",
    )
    proof.cite(*MEASURES)


@theorem(
    label="sharp-form",
    source="paquette2024phases",
    uses=(loss_in_the_window, kernel_norm, kernel_mass, one_large_jump),
)
def sharp_form(proof: Proof) -> None:
    r"""For the deterministic equivalent, off the critical lines, at any stable rate, with
    $S(r) = F(0) + \ldots + F(r - 1)$: $\mathscr P(r) \sim \frac{F(r)}{1 - \|K\|} + \frac{K(r)
    S(r)}{(1 - \|K\|)^2}$ where $2\alpha > 1$ and $1 \ll \tau \lesssim d^{2\alpha}$, and the same
    with $\|K\| = 0$ where $2\alpha < 1$ and $1 \lesssim \tau \ll d^{2\alpha}$. Off these windows'
    ends a time's worth of the kernel is small, and so is what it lacks of its norm, by the last
    lines of kernel-mass."""
    for name, words in SHARP.items():
        proof.measure(InRocq("sharp-form", name, words), "Real axis, Laplace, Volterra.")
    proof.cite(*MEASURES)


@theorem(label="sharp-sum", uses=(sharp_form,))
def sharp_sum(proof: Proof) -> None:
    r"""For $2\beta > 1$ and $1 \ll \tau \ll d^{2\alpha}$, $S(r)$ in sharp-form may be replaced by
    $\sum_j \frac{b_j^2}{\gamma B (2 - \gamma (B+1) \lambda_j)}$, what the forcing would add up to
    if each measure were a point."""
    proof.assume(
        "For each j the measure of the mode j contracts to the point lambda_j.",
        "Its variance, and what later modes add, are not written out here.",
    )
    large, larger = 10**9, 10**15
    words = r"the distance from the sharp form at $d = r = 10^{15}$ over that at $d = r = 10^9$"
    proof.measure(
        Sampled(
            f"in phase II, {words}",
            lambda: gap("1", "3/4", larger, larger) / gap("1", "3/4", large, large),
            below="1/100",
        ),
        "A million times larger sizes, a hundredth of the distance.",
    )
    proof.measure(
        Sampled(
            f"in phase III, {words}",
            lambda: gap("7/10", "9/10", larger, larger) / gap("7/10", "9/10", large, large),
            below="1/20",
        ),
        "The same, a twentieth.",
    )
    proof.measure(
        Sampled(
            r"in phase IVb, with the kernel's norm left out, the distance at $d = 10^{20}$,"
            r" $r = 10^{15}$",
            lambda: gap("27/100", "9/10", 10**20, larger),
            below="1/10000",
        ),
        "Here tau is near 50 000.",
    )
