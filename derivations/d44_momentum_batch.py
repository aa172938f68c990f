"""44. Momentum pays at large batches.

With the data fixed, a larger batch leaves fewer steps; momentum makes each of them longer, up to
the memory of all steps. Reads on its own.
"""

import sympy as sp

from phasecalc.proof import Largest, Less, Mean, Proof, Sign, claim, theorem, total

# Data, batch, and the pace eta/(1 - rho); C/B steps.
C, B, pace = sp.symbols("C B eta_rho", positive=True)
beta, s = sp.symbols("beta s", positive=True)
b = sp.Symbol("b", real=True)  # the batch as a power of the data

steps = C / B
signal, noise, damped = (pace * steps) ** -s, pace / B, pace ** (1 / beta) / B
both, smoothed = total(signal, noise), total(signal, damped)
first, second, third = (
    s / (s + 1),
    (2 * s + 1 / beta) / (2 * s + 1 + 1 / beta),
    (2 * s + 1) / (2 * s + 2),
)
balanced, slow, held = C ** -(s / (s + 1)), steps**-s, steps ** (-2 * s)
# Nesterov's momentum between b_1 and b_2, and its pace.
share = 1 / (s * beta + 1)
between = (C * B ** (beta - 1)) ** (-s * share)
quick = (B ** (s + 1) / C**s) ** (beta * share)
sizes, at_best = {"sizes": [C, B, pace]}, {"sizes": [C, B]}


def up_to(power: sp.Expr) -> sp.Expr:
    """Batches at most this power of the data."""
    return C**power / B


def beyond(power: sp.Expr) -> sp.Expr:
    """Batches at least this power of the data."""
    return B / C**power


any_pace = claim(balanced, "<~", both, **sizes)
best_pace = claim(both.xreplace({pace: B * balanced}), "=Theta=", balanced, **at_best)
no_need = claim(B * balanced, "<~", 1, window=[up_to(first)], **at_best)
long_enough = claim(B * balanced, "<~", steps, window=[C, up_to(third)], **at_best)
without = claim(slow, "<~", both, window=[1 / pace], **sizes)
best_without = claim(
    both.xreplace({pace: sp.S.One}), "=Theta=", slow, window=[beyond(first)], **at_best
)
with_memory = tuple(
    claim(held, "<~", loss, window=[steps / pace], **sizes) for loss in (both, smoothed)
)
best_polyak = claim(
    both.xreplace({pace: steps}), "=Theta=", held, window=[beyond(third)], **at_best
)
any_nesterov = claim(between, "<~", smoothed, **sizes)
best_nesterov = claim(smoothed.xreplace({pace: quick}), "=Theta=", between, **at_best)
above_one = claim(1, "<~", quick, window=[beyond(first)], **at_best)
not_too_long = claim(quick, "<~", steps, window=[up_to(second)], **at_best)
best_last = claim(
    smoothed.xreplace({pace: steps}), "=Theta=", held, window=[beyond(second)], **at_best
)
gain = claim(s * (1 + (beta - 1) * b) * share, ">", s / (s + 1), where=[beta > 1, b * (s + 1) > s])
slower = claim(between, "<~", slow, window=[beyond(first)], **at_best)
smaller = claim(between, "<~", balanced, where=[beta > 1], window=[beyond(first)], **at_best)


@theorem(
    label="momentum-batch",
    source="wang2026momentum",
    goals=(
        any_pace,
        best_pace,
        no_need,
        long_enough,
        without,
        best_without,
        *with_memory,
        best_polyak,
        any_nesterov,
        best_nesterov,
        above_one,
        not_too_long,
        best_last,
        gain,
        slower,
        smaller,
    ),
)
def momentum_batch(proof: Proof) -> None:
    """The pace ends at 1 without momentum and at the number of steps with it."""
    proof.cite(
        "The two terms and the limits of the pace: at a pace below 1 Nesterov's noise is that of "
        "Polyak, pace/B, above 1 it is pace^(1/beta)/B.",
        "wang2026momentum",
    )
    proof.shows(any_pace, "A mean in which the pace and the batch cancel.", Mean(1 - first, first))
    proof.shows(best_pace, "Attained by balance, wherever the pace is free.", Largest())
    proof.shows(no_need, "Up to b_1 no momentum is needed.", Less())
    proof.shows(long_enough, "Up to b_3 Polyak's memory is long enough.", Less())
    proof.shows(without, "Without momentum the pace ends at 1.", Mean(1, 0))
    proof.shows(best_without, "From b_1 on that is what counts.", Largest())
    for held_back in with_memory:
        proof.shows(held_back, "With momentum the pace ends at the steps.", Mean(1, 0))
    proof.shows(best_polyak, "From b_3 on that is what counts.", Largest())
    proof.shows(any_nesterov, "A mean in which the pace cancels.", Mean(share, 1 - share))
    proof.shows(best_nesterov, "Attained by balance.", Largest())
    proof.shows(above_one, "From b_1 on the pace is above 1.", Less())
    proof.shows(not_too_long, "And up to b_2 the memory is long enough.", Less())
    proof.shows(best_last, "From b_2 on it is not.", Largest())
    proof.shows(gain, "Nesterov's momentum gains from b_1 on.", Sign())
    proof.shows(slower, "A pace below 1 does no better there.", Less())
    proof.shows(smaller, "Its loss is the smaller one.", Less())
