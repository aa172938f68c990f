"""33. The best size at a budget, phase by phase.

The least loss at a budget f = d r is of the order of f^(-eta): no model does better, before, in or
beyond the window, and one does as well. Where a model is of another order than f^xi, its loss is of
larger order, so that the best model is of the order of f^xi. Reads after the phases and the loss.
"""

from derivations import d17_phase_ia as ia
from derivations import d18_phase_ib as ib
from derivations import d19_phase_ic as ic
from derivations import d20_phase_ii as ii
from derivations import d21_phase_iii as iii
from derivations import d22_phase_iva as iva
from derivations import d23_phase_ivb as ivb
from derivations import d28_tuned_learning_rate as tuned
from derivations import d29_largest_rate as above_half
from derivations import d30_open_cases as level
from derivations import d30_smaller_rates as below_half
from derivations.d16_budgets import (
    DISTORTION,
    FORGETTING,
    NOISE,
    ROUGH_CAPACITY,
    SMOOTH_CAPACITY,
)
from derivations.d33_best import Best
from phasecalc.proof import Proof, theorem
from phasecalc.symbols import f, gamma_0

BALANCE = (ROUGH_CAPACITY, FORGETTING)
# At the edge, where the window ends at the best size, the smaller models are beyond it.
IA = Best(ia.spent, ia.phase_ia, ia.eta, ia.xi, 1, *BALANCE, at_edge=True)
IB = Best(ib.spent, ib.phase_ib, ib.eta, ib.xi, 3, *BALANCE, at_edge=True)
IB_LEVEL = Best(level.spent, level.open_cases, ib.eta, ib.xi, 5, *BALANCE, at_edge=True)
IC = Best(ic.spent, ic.phase_ic, ic.eta, ic.xi, 4, falling=SMOOTH_CAPACITY, rising=FORGETTING)
II = Best(ii.spent, ii.phase_ii, ii.eta, ii.xi, 0, falling=DISTORTION, rising=FORGETTING)
III = Best(iii.spent, iii.phase_iii, iii.eta, iii.xi, 0, falling=DISTORTION, rising=NOISE)
IVA = Best(
    iva.spent,
    iva.phase_iva,
    iva.eta,
    iva.xi,
    2,
    falling=SMOOTH_CAPACITY,
    rising=NOISE,
    at_edge=True,
)
IVB = Best(ivb.spent, ivb.phase_ivb, ivb.eta, ivb.xi, 2, falling=NOISE, rising=FORGETTING)
TUNED = Best(
    tuned.spent, tuned.tuned_learning_rate, tuned.eta, tuned.xi, 2, tuned=gamma_0 * f**-tuned.g
)
# At every stable rate, where the largest is the best.
FREE = (
    *(
        Best(spent, above_half.largest_rate_is_best, eta.eta, eta.xi, case, goal=4 * k)
        for k, (spent, eta, case) in enumerate(
            ((above_half.ia, ia, 1), (above_half.ii, ii, 0), (above_half.iii, iii, 0))
        )
    ),
    *(
        Best(spent, below_half.smaller_rates, eta.eta, eta.xi, case, goal=4 * k)
        for k, (spent, eta, case) in enumerate(
            ((below_half.ib, ib, 3), (below_half.level, ib, 5), (below_half.ic, ic, 4))
        )
    ),
)


@theorem(label="best-size-Ia", uses=IA.uses, goals=IA.goals)
def best_ia(proof: Proof) -> None:
    """Smaller models are beyond the window, where the capacity is too large."""
    IA.show(proof)


@theorem(label="best-size-Ib", uses=IB.uses, goals=IB.goals)
def best_ib(proof: Proof) -> None:
    """As in phase Ia, at a learning rate that falls with the size."""
    IB.show(proof)


@theorem(label="best-size-Ib-level", uses=IB_LEVEL.uses, goals=IB_LEVEL.goals)
def best_ib_level(proof: Proof) -> None:
    """Phase Ib below alpha = 1/4, which the literature leaves open."""
    IB_LEVEL.show(proof)


@theorem(label="best-size-Ic", uses=IC.uses, goals=IC.goals)
def best_ic(proof: Proof) -> None:
    """Open in the literature; smaller models miss more, larger ones learn less in their time."""
    IC.show(proof)


@theorem(label="best-size-II", uses=II.uses, goals=II.goals)
def best_ii(proof: Proof) -> None:
    """Smaller models distort more, larger ones learn less in their time."""
    II.show(proof)


@theorem(label="best-size-III", uses=III.uses, goals=III.goals)
def best_iii(proof: Proof) -> None:
    """Smaller models distort more, larger ones drown in noise; beta >= 1 + 2 alpha included."""
    III.show(proof)


@theorem(label="best-size-IVa", uses=IVA.uses, goals=IVA.goals)
def best_iva(proof: Proof) -> None:
    """Smaller models miss more, larger ones drown in noise."""
    IVA.show(proof)


@theorem(label="best-size-IVb", uses=IVB.uses, goals=IVB.goals)
def best_ivb(proof: Proof) -> None:
    """Smaller models drown in noise, larger ones learn less in their time."""
    IVB.show(proof)


@theorem(label="best-size-tuned", uses=TUNED.uses, goals=TUNED.goals)
def best_tuned(proof: Proof) -> None:
    """The learning rate is free, and at most of the largest order that is stable."""
    TUNED.show(proof)


@theorem(
    label="best-size-at-every-rate",
    uses=tuple(dict.fromkeys(u for x in FREE for u in x.uses)),
    goals=tuple(x.everywhere for x in FREE),
)
def best_at_every_rate(proof: Proof) -> None:
    """Phases Ia, II and III, then Ib, Ib below alpha = 1/4 and Ic: no stable rate helps."""
    for found in FREE:
        found.show_everywhere(proof)
