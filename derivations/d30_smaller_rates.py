"""30. Below alpha = 1/2 a smaller rate does not help a rough target, nor phase Ic.

With a learning rate that is free to be smaller phases Ib and Ic keep their exponents; only phase IV
improves. Reads after the tuned rate and the open cases.
"""

from derivations import d18_phase_ib, d19_phase_ic, d30_open_cases
from derivations.d29_largest_rate import freed, show
from phasecalc.proof import Mean, Proof, theorem
from phasecalc.symbols import alpha, d

STABLE = d ** (2 * alpha - 1)
ib, level, ic = (
    freed(spent, STABLE) for spent in (d18_phase_ib.spent, d30_open_cases.spent, d19_phase_ic.spent)
)
ROUGH = Mean(alpha, 1 - alpha, 0)
PHASES = (
    (ib, ib.lower(d18_phase_ib.eta), ROUGH),
    (level, level.lower(d18_phase_ib.eta), ROUGH),
    (ic, ic.lower(d19_phase_ic.eta), Mean(d19_phase_ic.w, 1 - d19_phase_ic.w, 0, 0)),
)


@theorem(
    label="smaller-rates",
    uses=tuple(dict.fromkeys(t for spent, _, _ in PHASES for t in spent.uses)),
    goals=[goal for _, goals, _ in PHASES for goal in goals],
)
def smaller_rates(proof: Proof) -> None:
    """A smaller rate costs time, and the noise does not bind."""
    for spent, goals, mean in PHASES:
        show(proof, spent, goals, mean)
