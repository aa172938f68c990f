"""11. The spectrum above the cut-off.

Far above d^(-2 alpha) the multiplier is 1 up to a small complex power, whose imaginary part is a
density of eigenvalues that carries target mass of its own. Reads after the spectral map; feeds
the absolutely continuous part.
"""

import sympy as sp

from derivations.d07_spectral_map import spectral_map
from phasecalc.proof import Identity, Modes, Proof, Rewritten, claim, modes, moment, theorem
from phasecalc.symbols import alpha

scale = sp.Symbol("X", positive=True)
a = 1 / (2 * alpha)
angle = sp.pi * a

below = claim(
    modes(0, 1, 2 * alpha, scale, sp.oo),
    "~",
    scale * sp.gamma(1 + a) * sp.gamma(1 - a),
    where=[alpha > sp.Rational(1, 2)],
    sizes=[scale],
    growing=[scale],
    remainder=1 / scale,
    words="S_1(-s) with s = X^(-2 alpha).",
)


@theorem(
    label="spectral-density", source="paquette2024phases", uses=(spectral_map,), goals=(below,)
)
def spectral_density(proof: Proof) -> None:
    r"""The leading term, continued to the spectrum, $-s = u + i0$, has over $\pi$ the imaginary
    part $\frac{1}{2\alpha} u^{-1/(2\alpha)}$."""
    with proof.show(below) as chain:
        chain.step(
            "~",
            scale * moment(0, 1, 2 * alpha, sp.oo),
            "The modes with eigenvalue near s decide.",
            Modes(),
            1 / scale,
        )
        chain.done("The Mellin transform of a simple fraction at 1.", Identity(), "=")
    proof.cite("Gamma(1 + a) Gamma(1 - a) = pi a/sin(pi a) (5.5.3).", "dlmf")
    turned = (sp.exp(sp.I * angle) - sp.exp(-sp.I * angle)) / (2 * sp.I)
    proof.measure(
        Rewritten(angle / sp.sin(angle) * turned / sp.pi, a, "exponentials"),
        "Stieltjes inversion: the power -1/(2 alpha) turns by the angle pi/(2 alpha).",
    )
    proof.cite(
        "Divided by d this is the density of eigenvalues far above d^(-2 alpha); times the target's"
        " mass zeta(2 beta), for 2 beta > 1, it is the target's density outside its points.",
        "paquette2024phases",
    )
