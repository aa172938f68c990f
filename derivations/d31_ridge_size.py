"""31. The ridge is as large as the cut-off, with a number.

The terms cut the spectrum at d^(-2 alpha), where the resolvent has its ridge at kappa_0 times
that. Reads after the ridge.
"""

import sympy as sp

from derivations.d09_ridge import ridge
from phasecalc.plrf.terms import ridge_constant
from phasecalc.proof import Enclosed, Proof, theorem
from phasecalc.symbols import alpha

low, high = sp.Rational(11, 20), sp.Integer(4)


@theorem(label="ridge-size", uses=(ridge,))
def ridge_size(proof: Proof) -> None:
    r"""For $11/20 \le \alpha \le 4$ the constant of $\kappa \sim \kappa_0 d^{-2\alpha}$, $v =
    \infty$, lies between $1$ and $13$."""
    proof.where(alpha >= low, alpha <= high, parameters=(alpha,))

    proof.consider(ridge_constant())
    proof.more_than(
        sp.S.One,
        because="Small intervals of alpha.",
        check=Enclosed({alpha: (low, high)}),
    )

    proof.consider(ridge_constant())
    proof.less_than(
        sp.Integer(13),
        because="The same.",
        check=Enclosed({alpha: (low, high)}),
    )
