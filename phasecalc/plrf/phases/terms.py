r"""The four terms of the loss, each stated once as the integral or sum that defines it.

For 1 << tau the loss of one-pass SGD is P = F_pp + F_ac + F_0 + K_pp/(gamma B) up
to constants, tau = gamma B r (Paquette, Paquette, Xiao, Pennington, 2024, Table 1
and Theorem 3.1). Everything else about the terms - orders, constants, remainders,
for which parameters - is derived from these lines by the rules in
``phasecalc.asymptotics``.

The spectrum is cut off below at u = d^(-2 alpha), where the resolvent of d
features stops resolving modes; above it the density of K is u^(-1/(2 alpha))/(2 alpha).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.laplace import origin_exponent, watson
from phasecalc.asymptotics.rules.mellin import power_sum
from phasecalc.asymptotics.rules.order import Order, read_product, sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region
from phasecalc.symbols import (
    B,
    alpha,
    beta,
    d,
    gamma,
    j,
    kappa,
    kappa_0,
    rho,
    tau,
    u,
    v,
    x,
)

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["TERMS", "LossTerm", "domain", "expansions", "largest_learning_rate", "ridge_constant"]

# Spectrum of the data and size of the target's coefficients.
eigenvalue = j ** (-2 * alpha)
coefficient = j**-beta

# Smallest eigenvalue that d features resolve.
cutoff = d ** (-2 * alpha)

# Fixed positive numbers: no constant of a statement may depend on anything that grows.
constants = (B, kappa_0, rho)


@dataclass(frozen=True)
class LossTerm:
    """One term of the loss.

    Parameters
    ----------
    name
        Name in code and data.
    symbol
        LaTeX.
    definition
        Integral or sum, with u the spectral position and j the mode.
    where
        Relation between the parameters outside which the term does not exist.
    """

    name: str
    symbol: str
    definition: Expr
    where: Expr = sp.true


capacity = LossTerm(
    "F_0",
    r"\mathscr{F}_0",
    # kappa * sum of lambda_j b_j^2 / (lambda_j + kappa): the part no d features can fit.
    kappa * sp.Sum(coefficient**2 / (1 + kappa / eigenvalue), (j, 1, v)),
)
pure_point = LossTerm(
    "F_pp",
    r"\mathscr{F}_{pp}",
    sp.Integral(u ** ((2 * beta - 1) / (2 * alpha)) * sp.exp(-2 * tau * u), (u, 0, 1))
    / (2 * alpha),
)
absolutely_continuous = LossTerm(
    "F_ac",
    r"\mathscr{F}_{ac}",
    sp.Sum(coefficient**2, (j, 1, v))
    / (2 * alpha * d)
    * sp.Integral(u ** (-1 / (2 * alpha)) * sp.exp(-2 * tau * u), (u, cutoff, 1)),
    # For 2 beta < 1 the coefficients have no sum; that mass is a correction to F_pp.
    where=2 * beta > 1,
)
kernel_pure_point = LossTerm(
    "K_pp",
    r"\tfrac{1}{\gamma B}\mathscr{K}_{pp}",
    # Already divided by gamma B: K_pp itself carries gamma^2 B.
    gamma
    / (2 * alpha)
    * sp.Integral(u ** (1 - 1 / (2 * alpha)) * sp.exp(-2 * tau * u), (u, cutoff, 1)),
)

TERMS: tuple[LossTerm, ...] = (capacity, pure_point, absolutely_continuous, kernel_pure_point)

# Trace of the covariance: ||K|| ~ gamma Tr(D) / 2 must stay below 1.
trace = sp.Sum(eigenvalue, (j, 1, v))

# Equation for the ridge: sum of lambda_j / (lambda_j + kappa) = d.
resolved_modes = sp.Sum(1 / (1 + kappa / eigenvalue), (j, 1, v))


@cache
def domain() -> Region:
    """Parameters with a power law: where the integral of F_pp converges at the origin.

    Examples
    --------
    >>> domain()
    Region(alpha > 0 and alpha + beta > 1/2)
    """
    plane = Region.where(alpha > 0, parameters=(alpha, beta))
    (integral,) = pure_point.definition.atoms(sp.Integral)
    return sign_region(origin_exponent(integral), ">", plane)


def expansions(definition: Expr, where: Expr = sp.true, ratio: Expr = rho) -> list[Expansion]:
    """Leading terms of a product of constants, powers, integrals and sums, case by case.

    Parameters
    ----------
    definition
        Product as in ``TERMS``.
    where
        Relation between the parameters to restrict to.
    ratio
        v/d; ``oo`` only where every sum converges.

    Examples
    --------
    >>> for case in expansions(kernel_pure_point.definition): print(case.region, "|", case.order)
    alpha > 1/4 and alpha + beta > 1/2 | gamma*tau**((1 - 4*alpha)/(2*alpha))
    alpha > 0 and alpha < 1/4 and alpha + beta > 1/2 | d**(1 - 4*alpha)*gamma
    alpha = 1/4 and alpha + beta > 1/2 | gamma*log(d)
    """
    region = domain() & Region.where(where, parameters=(alpha, beta))
    cases = [Expansion(sp.S.One, Order(()), (), region)]
    for factor in sp.Mul.make_args(definition):
        options = _factor(factor, region, ratio)
        cases = [
            product
            for case in cases
            for option in options
            if (product := case * option).region.cells
        ]
    return cases


def _factor(factor: Expr, region: Region, ratio: Expr) -> list[Expansion]:
    if isinstance(factor, sp.Integral):
        return watson(factor, region, constants)
    if isinstance(factor, sp.Sum):
        return _sum(factor, region, ratio)
    constant, order = read_product(factor.xreplace({kappa: kappa_0 * cutoff}), region, constants)
    return [Expansion(constant, order, (), region)]


def _sum(series: Expr, region: Region, ratio: Expr) -> list[Expansion]:
    """Split the summand into a power of j and a profile of j/d, and apply the sum rule."""
    if series.limits != ((j, 1, v),):
        raise DomainError(f"{series} is not a sum over j from 1 to v = {ratio} d")
    powers: list[Expr] = []
    others: list[Expr] = []
    for part in sp.Mul.make_args(sp.powsimp(series.function)):
        (powers if part.as_base_exp()[0] == j else others).append(part)
    exponent = -sum((part.as_base_exp()[1] for part in powers), start=sp.S.Zero)
    # Off the edge scale j ~ d the ridge does not matter: kappa_0 absorbs it.
    profile = sp.Mul(*others).xreplace({kappa: kappa_0 * cutoff}).subs(j, d * x)
    profile = sp.powsimp(sp.expand_power_base(profile, force=True))
    if profile.has(d):
        raise DomainError(f"{series}: {profile} is not a profile of j/d")
    return power_sum(exponent, profile, x, d, ratio, region, constants)


@cache
def largest_learning_rate() -> tuple[Expansion, ...]:
    """Largest stable learning rate up to constants, case by case.

    Stability asks gamma (B+1) lambda_max < 2, so gamma is at most of order 1, and ||K|| < 1, so
    gamma Tr(D) is at most of order 1; the trace diverges where 2 alpha < 1.

    Examples
    --------
    >>> [(str(case.region), case.order) for case in largest_learning_rate()]
    [('alpha > 1/2 and alpha + beta > 1/2', Order(1)),
     ('alpha > 0 and alpha < 1/2 and alpha + beta > 1/2', Order(d**(2*alpha - 1))),
     ('alpha = 1/2 and alpha + beta > 1/2', Order(1/log(d)))]
    """
    return tuple(
        Expansion(
            1 / case.constant,
            case.order**-1,
            case.remainders,
            case.region,
            case.rule,
            case.window,
        )
        for case in expansions(trace)
    )


def ridge_constant(ratio: Expr = sp.oo) -> Expr:
    r"""Constant kappa_0 in :math:`\kappa \sim \kappa_0 d^{-2\alpha}` for v = oo, 2 alpha > 1.

    .. math:: \kappa_0 = \Bigl(\frac{\pi/(2\alpha)}{\sin(\pi/(2\alpha))}\Bigr)^{2\alpha}

    The number of resolved modes is ``d`` times a function of kappa_0 alone (sum rule with
    exponent 0), which must be 1.

    Examples
    --------
    >>> ridge_constant()
    (pi/(2*alpha*sin(pi/(2*alpha))))**(2*alpha)
    """
    if ratio != sp.oo:
        raise DomainError("for finite v/d the constant solves an integral equation, see loss terms")
    # The sum over all modes converges where 2 alpha > 1 only.
    summable = domain() & Region.where(2 * alpha > 1, parameters=(alpha, beta))
    (case,) = _sum(resolved_modes, summable, sp.oo)
    base = sp.powsimp(case.constant * kappa_0 ** (1 / (2 * alpha)))
    return base ** (2 * alpha)
