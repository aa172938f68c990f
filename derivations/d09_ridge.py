"""9. The ridge that a finite number of features puts in.

The equation for kappa counts modes: d of them are resolved. Reads after the capacity's residue;
feeds the capacity's asymptotics.
"""

import sympy as sp

from derivations.d08_capacity_residue import capacity_residue
from phasecalc.plrf.terms import ridge_constant
from phasecalc.proof import Algebra, Mellin, PowerSum, Proof, theorem
from phasecalc.symbols import alpha, d, j, kappa_0, rho, x

half = sp.Rational(1, 2)
sine_ratio = sp.pi / (2 * alpha * sp.sin(sp.pi / (2 * alpha)))


@theorem(label="ridge", source="paquette2024phases", uses=(capacity_residue,))
def ridge(proof: Proof) -> None:
    r"""Let $v = \rho d$, $\rho > 1$ fixed, and $\kappa = \kappa_0 d^{-2\alpha}$. The number of
    resolved modes is $\sim d \int_0^\rho \frac{dx}{1 + \kappa_0 x^{2\alpha}}$. For $2\alpha > 1$,
    $v = \infty$ it is $\sim d\,\kappa_0^{-1/(2\alpha)} \frac{\pi/(2\alpha)}{\sin(\pi/(2\alpha))}$;
    that is $d$ for $\kappa_0 =
    \bigl(\frac{\pi/(2\alpha)}{\sin(\pi/(2\alpha))}\bigr)^{2\alpha}$."""
    proof.where(alpha > 0, parameters=(alpha,))
    proof.consider(sp.Sum(1 / (1 + kappa_0 * (j / d) ** (2 * alpha)), (j, 1, rho * d)))
    proof.tends_to(
        d * sp.Integral(1 / (1 + kappa_0 * x ** (2 * alpha)), (x, 0, rho)),
        because="The modes j of order d decide: the sum becomes an integral over j/d.",
        check=PowerSum(sp.S.Zero, d, rho, (kappa_0, 2 * alpha)),
        remainder=1 / d,
    )

    proof.where(alpha > half, parameters=(alpha,))

    proof.consider(sp.Sum(1 / (1 + kappa_0 * (j / d) ** (2 * alpha)), (j, 1, sp.oo)))
    proof.tends_to(
        d * sp.Integral(1 / (1 + kappa_0 * x ** (2 * alpha)), (x, 0, sp.oo)),
        because="The same for infinitely many modes, where the integral converges.",
        check=PowerSum(sp.S.Zero, d, sp.oo, (kappa_0, 2 * alpha)),
        remainder=1 / d,
    )
    proof.equals(
        d * kappa_0 ** (-1 / (2 * alpha)) * sine_ratio,
        because="The integral is a Mellin transform, at 1, of a simple fraction.",
        check=Mellin(sp.S.One, kappa_0, 2 * alpha),
    )

    proof.consider(d * kappa_0 ** (-1 / (2 * alpha)) * sine_ratio)
    proof.equals(
        d * (kappa_0 / ridge_constant()) ** (-1 / (2 * alpha)),
        because="So d modes are resolved where kappa_0 is this power of the ratio of sines.",
        check=Algebra("powers"),
    )
