r"""Sums of a power times a slowly varying profile, and the Mellin transform behind them.

For d -> oo and a fixed ratio rho = v/d in (1, oo],

    sum_{j <= v} j^(-a) g(j/d)  ~  zeta(a) g(0)                          a > 1: the first modes
                                ~  d^(1-a) int_0^rho x^(-a) g(x) dx      a < 1: modes j ~ d
                                ~  g(0) log d                            a = 1.

These are the two poles, at s = 0 and s = 1 - a, of the Mellin transform of the
sum (Flajolet, Gourdon, Dumas, Theoret. Comput. Sci. 144, 3-58); where both meet
there is a logarithm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from phasecalc.asymptotics.expansion import Expansion
from phasecalc.asymptotics.order import Order, sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["power_sum", "rational_mellin"]


def power_sum(
    exponent: Expr, profile: Expr, x: Symbol, size: Symbol, ratio: Expr, domain: Region
) -> list[Expansion]:
    r"""Leading terms of :math:`\sum_{j \le \rho d} j^{-a} g(j/d)`, one for each case.

    Parameters
    ----------
    exponent
        a, rational in the parameters.
    profile
        g(x), finite and non-zero at 0.
    x
        Variable of the profile.
    size
        d, tending to infinity.
    ratio
        rho = v/d, a number above 1 or a symbol, or ``oo``.
    domain
        Parameters considered.

    Returns
    -------
    list of Expansion
        Cases a > 1, a < 1 and a = 1 that meet the domain.

    Notes
    -----
    Relative remainders: the other pole, :math:`d^{-|a-1|}`; for a > 1 also :math:`d^{-b}` where
    :math:`g(x) - g(0) \\sim x^b`, both with a factor :math:`\\log d` where a - 1 may be b; and
    for a <= 1 and finite rho the Euler-Maclaurin end term 1/d.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.symbols import alpha, d, u
    >>> trace = power_sum(2 * alpha, sp.S.One, u, d, sp.Symbol("rho", positive=True),
    ...                   Region.where(alpha > 0))
    >>> [(str(e.region), e.order) for e in trace]
    [('alpha > 1/2', Order(1)), ('alpha > 0 and alpha < 1/2', Order(d**(1 - 2*alpha))),
     ('alpha = 1/2', Order(log(d)))]
    """
    import sympy as sp

    powers = {e.exp for e in profile.atoms(sp.Pow) if e.base == x}
    start = profile.replace(lambda e: e.is_Pow and e.base == x, lambda e: _at_zero(e, domain))
    if start.has(x):
        powers.add(sp.S.One)
        start = start.xreplace({x: sp.S.Zero})
    if start == 0 or start.has(sp.zoo, sp.nan) or profile.has(1 / x):
        raise DomainError(f"the profile {profile} must be finite and not zero at {x} = 0")
    end = [1 / size] if ratio != sp.oo else []
    # Where the first modes decide, the profile departs from g(0) there like (j/d)^b.
    departures = [size**-b for b in sorted(powers, key=str)]
    found: list[Expansion] = []
    for relation in (">", "<", "="):
        region = sign_region(exponent - 1, relation, domain)
        if not region.cells:
            continue
        if relation == ">":
            constant, order, rest = sp.zeta(exponent) * start, Order(()), size ** (1 - exponent)
        elif relation == "<":
            constant = _moment(profile, x, exponent, ratio)
            order, rest = Order(((size, 1 - exponent),)), size ** (exponent - 1)
        else:
            constant, order, rest = start, Order((), ((size, sp.S.One),)), 1 / sp.log(size)
        further = departures if relation == ">" else end
        if (
            any(sign_region(exponent - 1 - b, "=", region).cells for b in powers)
            and relation == ">"
        ):
            # Two poles that may meet leave a logarithm.
            rest, further = rest * sp.log(size), [x * sp.log(size) for x in further]
        found.append(Expansion(constant, order, (rest, *further), region, "Mellin"))
    return found


def rational_mellin(index: Expr, kappa: Expr, power: Expr) -> Expr:
    r"""Mellin transform of 1/(1 + kappa x^b) at s, for 0 < s < b.

    .. math:: \int_0^\infty \frac{x^{s-1}}{1 + \kappa x^b}\,dx
              = \kappa^{-s/b}\,\frac{\pi/b}{\sin(\pi s/b)}

    Source: DLMF 5.12.3 with 5.5.3, after u = kappa x^b.

    Examples
    --------
    >>> import sympy as sp
    >>> rational_mellin(sp.S.Half, 1, 1)
    pi
    """
    import sympy as sp

    return kappa ** (-index / power) * sp.pi / (power * sp.sin(sp.pi * index / power))


def _at_zero(factor: Expr, domain: Region) -> Expr:
    """Value at x = 0 of a power of x: 0 where the exponent is positive on the domain."""
    import sympy as sp

    return sp.S.Zero if sign_region(factor.exp, ">", domain) == domain else factor


def _moment(profile: Expr, x: Symbol, exponent: Expr, ratio: Expr) -> Expr:
    r"""Integral of x^(-a) g(x) from 0 to the ratio, in closed form where that is short."""
    import sympy as sp

    if not profile.has(x):
        return profile * ratio ** (1 - exponent) / (1 - exponent)
    bottom = sp.expand(1 / profile)
    kappa, power = sp.Wild("kappa", exclude=[x]), sp.Wild("power", exclude=[x])
    match = bottom.match(1 + kappa * x**power)
    if ratio == sp.oo and match is not None:
        return rational_mellin(1 - exponent, match[kappa], match[power])
    return sp.Integral(x**-exponent * profile, (x, 0, ratio))
