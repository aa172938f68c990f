"""11. The spectrum above the cut-off.

Far above d^(-2 alpha) the multiplier is 1 up to a small complex power, whose imaginary part is a
density of eigenvalues that carries target mass of its own. Reads after the spectral map; feeds
the absolutely continuous part.
"""

import sympy as sp

from derivations.d07_spectral_map import spectral_map
from phasecalc.proof import Algebra, Mellin, PowerSum, Proof, theorem
from phasecalc.symbols import alpha, j, x

half = sp.Rational(1, 2)
scale = sp.Symbol("X", positive=True)
angle = sp.pi / (2 * alpha)


@theorem(label="spectral-density", source="paquette2024phases", uses=(spectral_map,))
def spectral_density(proof: Proof) -> None:
    r"""For $2\alpha > 1$, $v = \infty$ and $s = X^{-2\alpha} \to 0$, $S_1(-s) \sim c_\alpha
    s^{-1/(2\alpha)}$ with $c_\alpha = \frac{\pi/(2\alpha)}{\sin(\pi/(2\alpha))}$. The leading
    term, continued to the spectrum, $-s = u + i0$, has over $\pi$ the imaginary part
    $\frac{1}{2\alpha} u^{-1/(2\alpha)}$."""
    proof.where(alpha > half, parameters=(alpha,))

    proof.consider(sp.Sum(1 / (1 + (j / scale) ** (2 * alpha)), (j, 1, sp.oo)))
    proof.tends_to(
        scale * sp.Integral(1 / (1 + x ** (2 * alpha)), (x, 0, sp.oo)),
        because="The modes with eigenvalue near s decide.",
        check=PowerSum(sp.S.Zero, scale, sp.oo, (sp.S.One, 2 * alpha)),
        remainder=1 / scale,
    )
    proof.equals(
        scale * angle / sp.sin(angle),
        because="The Mellin transform of a simple fraction at 1.",
        check=Mellin(sp.S.One, sp.S.One, 2 * alpha),
    )

    turned = (sp.exp(sp.I * angle) - sp.exp(-sp.I * angle)) / (2 * sp.I)
    proof.consider(angle / sp.sin(angle) * turned / sp.pi)
    proof.equals(
        1 / (2 * alpha),
        because="Stieltjes inversion: the power -1/(2 alpha) turns by the angle pi/(2 alpha).",
        check=Algebra("exponentials"),
    )

    proof.cite(
        "Divided by d this is the density of eigenvalues far above d^(-2 alpha); times the target's"
        " mass zeta(2 beta), for 2 beta > 1, it is the target's density outside its points.",
        "paquette2024phases",
    )
