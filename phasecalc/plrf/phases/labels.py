"""What the paper calls the phases of compute-optimal SGD, and for which part it proves its claim.

Plain conditions, read without SymPy: whatever shows a label can check it against these. The
diagram itself is derived, in ``phasecalc.plrf.phases.phases``; the labels are only attached to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region

__all__ = ["LABELS", "PARAMETERS", "TUNED_LABELS", "Label", "labels_of"]

PARAMETERS = ("alpha", "beta")


@dataclass(frozen=True)
class Label:
    """The paper's name for a phase, and what it says of it.

    Parameters
    ----------
    name
        Label in the paper.
    tradeoff
        Terms that balance.
    where
        Region.
    proved
        Part of the region for which the paper proves its claim; elsewhere it is open.
    """

    name: str
    tradeoff: frozenset[str]
    where: Region
    proved: Region


def _above(rest: int, *, alpha: int = 0, beta: int = 0, square: int = 0) -> Condition:
    """square alpha^2 + alpha alpha + beta beta + rest > 0."""
    powers = {(2, 0): square, (1, 0): alpha, (0, 1): beta, (0, 0): rest}
    return Condition.make(PARAMETERS, {e: Fraction(c) for e, c in powers.items() if c}, ">")


def _region(*conditions: Condition) -> Region:
    return Region(PARAMETERS, (conditions,))


_HIGH, _LOW = _above(-1, alpha=2), _above(1, alpha=-2)  # alpha and 1/2
_HARD, _EASY = _above(1, beta=-2), _above(-1, beta=2)  # beta and 1/2
_OVER, _UNDER = _above(-1, alpha=4), _above(1, alpha=-4)  # alpha and 1/4
# IVa and IVb meet where the noise term, at the largest learning rate, is flat in d.
_FALLS, _RISES = _above(1, square=2, alpha=-4), _above(-1, square=-2, alpha=4)

_EVERYWHERE, _NOWHERE = _region(), Region(PARAMETERS, ())
_NOISE = _region(_above(1, alpha=2, beta=-1))  # beta < 1 + 2 alpha

# Source: paquette2024phases, Figure 2 and Table 2; the noise phases assume beta < 1 + 2 alpha.
LABELS: tuple[Label, ...] = (
    Label("Ia", frozenset({"F_pp", "F_0"}), _region(_HIGH, _HARD), _EVERYWHERE),
    Label("Ib", frozenset({"F_pp", "F_0"}), _region(_LOW, _HARD), _region(_OVER)),
    Label("Ic", frozenset({"F_pp", "F_0"}), _region(_UNDER, _EASY), _NOWHERE),
    Label(
        "II", frozenset({"F_pp", "F_ac"}), _region(_EASY, _above(0, alpha=1, beta=-1)), _EVERYWHERE
    ),
    Label("III", frozenset({"K_pp", "F_ac"}), _region(_HIGH, _above(0, alpha=-1, beta=1)), _NOISE),
    Label("IVa", frozenset({"K_pp", "F_0"}), _region(_RISES, _LOW, _EASY), _NOISE),
    Label("IVb", frozenset({"K_pp", "F_pp"}), _region(_OVER, _FALLS, _LOW, _EASY), _NOISE),
)

# With a tuned learning rate three terms balance; these phases are not the paper's.
_THREE = frozenset({"F_pp", "F_0", "K_pp"})
TUNED_LABELS: tuple[Label, ...] = (
    *LABELS[:2],
    Label("Ic", _THREE, _region(_UNDER, _EASY), _NOWHERE),
    *LABELS[3:5],
    Label("IV", _THREE, _region(_OVER, _LOW, _EASY), _NOWHERE),
)


def labels_of(learning_rate: str) -> tuple[Label, ...]:
    """Labels of the diagram at the largest or at a free learning rate, in their order."""
    return LABELS if learning_rate == "largest" else TUNED_LABELS
