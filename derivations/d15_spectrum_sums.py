"""15. Sums over the spectrum, from both sides.

What the real axis leaves are sums over the modes at a distance w from the spectrum. Each is of the
order of one product of powers, and its exponents decide which. Reads after the real axis; feeds
the forcing and the kernel at a distance.
"""

from typing import Any

import sympy as sp

from derivations.d08_real_axis import real_axis
from phasecalc.proof import Proof, Spectrum, claim, spectrum, theorem
from phasecalc.symbols import alpha, beta, d, rho

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
w = sp.Symbol("w", positive=True)
k = sp.Symbol("k", real=True)
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
# The distance is at most of order 1, and at least of that of the smallest eigenvalue.
inside: dict[str, Any] = {
    "constants": [rho],
    "sizes": [d, w],
    "window": [1 / w, w * d ** (2 * alpha)],
    "growing": [d],
}
steep, flat = (alpha > half,), (alpha > 0, alpha < half)
noisy, level = (alpha > quarter,), (alpha > 0, alpha < quarter)
smooth, rough = (alpha > 0, beta > half), (alpha > 0, beta < half, alpha + beta > half)


def over_modes(q: Any, resolved: Any, missed: Any) -> sp.Expr:
    """The sum of j^(-q) (lambda_j/(lambda_j + w))^resolved (w/(lambda_j + w))^missed."""
    return spectrum(q, resolved, missed, 2 * alpha, w, rho * d)


def missing(times: Any) -> sp.Expr:
    """The target's mass c_j = lambda_j b_j^2, each mode with a power of what is missed of it."""
    return over_modes(2 * alpha + 2 * beta, 0, times)


turning = over_modes(0, 1, 1)  # the sum of lambda_j w/(lambda_j + w)^2
resolved = over_modes(0, 1, 0)  # S_1
squares = over_modes(0, 2, 0)  # S_2

often = claim(
    missing(k),
    "=Theta=",
    w ** (p / (2 * alpha)),
    where=[alpha > 0, p > 0, 2 * alpha * k > p],
    **inside,
)
seldom = claim(missing(k), "=Theta=", w**k, where=[alpha > 0, k > 0, 2 * alpha * k < p], **inside)
once = claim(missing(1), "=Theta=", w, where=smooth, **inside)
once_rough = claim(missing(1), "=Theta=", w ** (p / (2 * alpha)), where=rough, **inside)
turning_steep = claim(turning, "=Theta=", w ** (-1 / (2 * alpha)), where=steep, **inside)
turning_flat = claim(turning, "=Theta=", d ** (1 - 2 * alpha) / w, where=flat, **inside)
turned_often = {"where": [*steep, k >= 1]}, {"where": [*flat, k >= 1]}
turning_often_steep = claim(
    over_modes(0, 1, k), "=Theta=", w ** (-1 / (2 * alpha)), **turned_often[0], **inside
)
turning_often_flat = claim(
    over_modes(0, 1, k), "=Theta=", d ** (1 - 2 * alpha) / w, **turned_often[1], **inside
)
resolved_steep = claim(resolved, "=Theta=", w ** (-1 / (2 * alpha)), where=steep, **inside)
resolved_flat = claim(resolved, "=Theta=", d ** (1 - 2 * alpha) / w, where=flat, **inside)
squares_noisy = claim(squares, "=Theta=", w ** (-1 / (2 * alpha)), where=noisy, **inside)
squares_level = claim(squares, "=Theta=", d ** (1 - 4 * alpha) / w**2, where=level, **inside)
sums = {
    often: "Counted often enough, the modes with lambda_j of order w decide.",
    seldom: "Counted seldom, the first modes decide.",
    once: "The first modes of a target of finite mass.",
    once_rough: "A target of infinite mass has no first modes.",
    turning_steep: "The modes at w.",
    turning_flat: "The modes of order d.",
    resolved_steep: "The modes above w.",
    resolved_flat: "The modes of order d.",
    squares_noisy: "The modes above w.",
    squares_level: "The modes of order d.",
    turning_often_steep: "The modes at w, counted more than once.",
    turning_often_flat: "The modes of order d, counted more than once.",
}


@theorem(label="spectrum-sums", uses=(real_axis,), goals=tuple(sums))
def spectrum_sums(proof: Proof) -> None:
    r"""Here $\lambda_j = j^{-2\alpha}$, $b_j = j^{-\beta}$ and $v = \rho d$; the critical lines, on
    which sums carry logarithms, are left out."""
    for goal, words in sums.items():
        proof.shows(goal, words, Spectrum())
