"""The four terms of the loss as objects of the formal language, for derivations.

They say the same as ``phasecalc.plrf.phases.terms``, which a test compares; v = rho d, the ridge is
kappa_0 d^(-2 alpha) and K_pp is divided by gamma B.
"""

from __future__ import annotations

from phasecalc.proof.claim import define
from phasecalc.proof.read import laplace, loss, modes, total
from phasecalc.symbols import B, alpha, beta, d, gamma, kappa_0, rho, tau

__all__ = ["F_0", "F_ac", "F_pp", "K_pp", "P", "rough_terms", "smooth_terms"]

_cutoff = d ** (-2 * alpha)

F_pp = define(
    "F_pp",
    (alpha, beta, tau),
    laplace(1 + (2 * beta - 1) / (2 * alpha), 2 * tau, 0) / (2 * alpha),
    r"\mathscr{F}_{pp}",
)
F_ac = define(
    "F_ac",
    (alpha, beta, d, tau, rho),
    modes(2 * beta, 0, 1, d, rho * d)
    * laplace(1 - 1 / (2 * alpha), 2 * tau, _cutoff)
    / (2 * alpha * d),
    r"\mathscr{F}_{ac}",
)
F_0 = define(
    "F_0",
    (alpha, beta, d, kappa_0, rho),
    kappa_0 * _cutoff * modes(2 * beta, kappa_0, 2 * alpha, d, rho * d),
    r"\mathscr{F}_0",
)
K_pp = define(
    "K_pp",
    (alpha, d, tau, gamma),
    gamma / (2 * alpha) * laplace(2 - 1 / (2 * alpha), 2 * tau, _cutoff),
    r"\tfrac{1}{\gamma B}\mathscr{K}_{pp}",
)

_names = (alpha, beta, d, tau, gamma, kappa_0, rho)
# The loss is of the order of their sum. For 2 beta < 1 the coefficients have no sum, and F_ac is
# a correction to F_pp.
rough_terms = define("T_rough", _names, total(F_pp.at(), F_0.at(), K_pp.at()), r"\mathscr{T}")
smooth_terms = define(
    "T_smooth", _names, total(F_pp.at(), F_0.at(), F_ac.at(), K_pp.at()), r"\mathscr{T}"
)

# The loss itself, at time tau = gamma B r: a word of the language, of which nothing is defined.
_arguments = (alpha, beta, B, rho, d, gamma, tau)
P = define("P", _arguments, loss(*_arguments), r"\mathscr{P}")
