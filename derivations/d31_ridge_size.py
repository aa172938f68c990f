"""31. The ridge is as large as the cut-off, with a number.

The terms cut the spectrum at d^(-2 alpha), where the resolvent has its ridge at kappa_0 times
that. Reads after the ridge.
"""

import sympy as sp

from derivations.d09_ridge import ridge, ridge_constant
from phasecalc.proof import Enclosed, Proof, claim, theorem
from phasecalc.symbols import alpha

box = [alpha >= sp.Rational(11, 20), alpha <= 4]


@theorem(label="ridge-size", uses=(ridge,))
def ridge_size(proof: Proof) -> None:
    r"""The constant of $\kappa \sim \kappa_0 d^{-2\alpha}$, $v = \infty$."""
    proof.measure(Enclosed(claim(1, "<", ridge_constant, where=box)), "Small balls of alpha.")
    proof.measure(Enclosed(claim(ridge_constant, "<", 13, where=box)), "The same.")
