"""15. Sums over the spectrum on the critical lines.

Where the exponents of a sum do not decide which modes do, every scale between counts, and the sum
has their number as a logarithm. Reads after the sums off these lines; feeds the loss on them.
"""

from typing import Any

import sympy as sp

from derivations.d15_spectrum_sums import (
    k,
    missing,
    over_modes,
    resolved,
    spectrum_sums,
    squares,
    turning,
    w,
)
from phasecalc.proof import Claim, Proof, Spectrum, claim, theorem
from phasecalc.symbols import alpha, beta, d, rho

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
# The distance is e times that of the smallest eigenvalue, up to constants.
edge = sp.Symbol("e", positive=True)

few = claim(
    missing(1),
    "=Theta=",
    w * sp.log(1 / w),
    where=[alpha > 0, sp.Eq(beta, half)],
    constants=[rho],
    sizes=[d, w],
    window=[w * d ** (2 * alpha)],
    growing=[d, 1 / w],
)


def at_edge(left: sp.Expr, right: sp.Expr, at: sp.Expr, *where: Any) -> Claim:
    """A sum at the distance e d^(-2 alpha), on a line."""
    far = edge * d ** (-2 * at)
    room: dict[str, Any] = {"sizes": [d, edge], "window": [1 / far], "growing": [d, edge]}
    values = {w: far, alpha: at}
    sides = left.xreplace(values), "=Theta=", right.xreplace(values)
    return claim(*sides, where=where, constants=[rho], **room)


turned = at_edge(turning, sp.log(edge) / w, half)
turned_often = at_edge(over_modes(0, 1, k), sp.log(edge) / w, half, k >= 1)
resolved_half = at_edge(resolved, sp.log(edge) / w, half)
squares_quarter = at_edge(squares, sp.log(edge) / w**2, quarter)
sums = {
    few: "The target's mass at every scale above w.",
    turned: "The modes of every scale below w.",
    turned_often: "Counted more than once, too.",
    resolved_half: "So with the modes that are resolved.",
    squares_quarter: "Here their squares.",
}


@theorem(label="spectrum-lines", uses=(spectrum_sums,), goals=tuple(sums))
def spectrum_lines(proof: Proof) -> None:
    r"""Goal 1: $2\beta = 1$. Goals 2 to 4: $2\alpha = 1$, at the distance $w = e/d$. Goal 5:
    $4\alpha = 1$, at $w = e/\sqrt d$."""
    for goal, words in sums.items():
        proof.shows(goal, words, Spectrum())
