"""Watson's lemma for a power cut off at both ends.

For x -> oo and x e -> 0,

    int_e^1 u^(s-1) exp(-x u) du  ~  Gamma(s) x^(-s)    s > 0: decided at u ~ 1/x
                                  ~  e^s / (-s)         s < 0: decided at the lower end
                                  ~  log(1/(x e))       s = 0: every scale between counts.

Source: DLMF 2.3(ii), 2.4(i); for s <= 0 split at u = 1/x and expand the exponential.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from phasecalc.asymptotics.expansion import Expansion
from phasecalc.asymptotics.order import Order, sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["origin_exponent", "watson"]


def watson(integral: Expr, domain: Region) -> list[Expansion]:
    r"""Leading terms of :math:`\int_\varepsilon^1 c\,u^{s-1} e^{-xu}\,du`, one for each case.

    Parameters
    ----------
    integral
        SymPy ``Integral`` of that form over u from ``epsilon`` (a size tending to 0, or 0) to 1.
    domain
        Parameters considered.

    Returns
    -------
    list of Expansion
        Cases s > 0, s < 0 and s = 0 that meet the domain.

    Raises
    ------
    DomainError
        The integrand has another form, or the integral diverges somewhere in the domain.

    Notes
    -----
    Relative remainders: for s > 0 the cut-off tail :math:`(x\varepsilon)^s` and
    :math:`x^{s-1}e^{-x}`; for s < 0 the next terms, :math:`(x\varepsilon)^{-s}` and
    :math:`x\varepsilon`, with a factor :math:`\log(e/(x\varepsilon))` where -s may be 1.
    Source: DLMF 2.4(i).

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.symbols import alpha, r, u
    >>> area = sp.Integral(u ** (alpha - 1) * sp.exp(-2 * r * u), (u, 0, 1))
    >>> watson(area, Region.where(alpha > 0))[0].leading
    gamma(alpha)/(2**alpha*r**alpha)
    """
    import sympy as sp

    variable, low, high = integral.limits[0]
    prefactor, s, x = _shape(integral.function, variable)
    if high != 1:
        raise DomainError(f"{integral}: the upper limit must be 1; rescale the variable")
    found: list[Expansion] = []
    for relation in (">", "<", "="):
        region = sign_region(s, relation, domain)
        if not region.cells:
            continue
        if relation != ">" and low == 0:
            raise DomainError(f"{integral} diverges at 0 where {region}")
        if relation == ">":
            value, rest = sp.gamma(s) * x**-s, [x ** (s - 1) * sp.exp(-x)]
            rest += [(x * low) ** s] if low != 0 else []
        elif relation == "<":
            # Where -s may be 1 both errors meet and leave a logarithm.
            meet = sign_region(s + 1, "=", region).cells
            more = sp.log(sp.E / (x * low)) if meet else sp.S.One
            value, rest = low**s / -s, [(x * low) ** -s * more, x * low * more]
        else:
            # The logarithm of a product is a sum; its order is that of 1/(x e) as one size.
            value, rest = sp.log(1 / (x * low)), [1 / sp.log(1 / (x * low))]
        found.append(_expansion(prefactor * value, rest, region))
    return found


def origin_exponent(integral: Expr) -> Expr:
    """Exponent s with integrand ~ u**(s-1) at the origin, where it converges for s > 0."""
    variable = integral.limits[0][0]
    return _shape(integral.function, variable)[1]


def _shape(integrand: Expr, variable: Expr) -> tuple[Expr, Expr, Expr]:
    """Prefactor, s and x of c*u**(s-1)*exp(-x*u): u g'/g = (s - 1) - x u is read off."""
    import sympy as sp

    rate = sp.cancel(sp.expand(variable * integrand.diff(variable) / integrand))
    if not rate.is_polynomial(variable) or sp.degree(rate, variable) > 1:
        raise DomainError(f"{integrand} is not c*u**(s-1)*exp(-x*u); split it into such terms")
    terms = sp.Poly(rate, variable)
    s, x = terms.coeff_monomial(1) + 1, -terms.coeff_monomial(variable)
    return sp.powsimp(integrand.subs(variable, 1) * sp.exp(x)), sp.cancel(s), sp.cancel(x)


def _expansion(value: Expr, remainders: list[Expr], region: Region) -> Expansion:
    import sympy as sp

    value = sp.expand_power_base(value, force=True)
    sizes = [f for f in sp.Mul.make_args(value) if _is_size(f)]
    constant = sp.Mul(*(f for f in sp.Mul.make_args(value) if not _is_size(f)))
    return Expansion(constant, _order(sizes), tuple(remainders), region, "Watson")


def _is_size(factor: Expr) -> bool:
    """Powers and logarithms of sizes, as against constants and functions of the parameters."""
    import sympy as sp

    base, _ = factor.as_base_exp()
    return bool(base.is_Symbol and base.is_positive) or isinstance(base, sp.log)


def _order(factors: list[Expr]) -> Order:
    import sympy as sp

    plain = sp.Mul(*(f for f in factors if not f.has(sp.log)))
    order = Order.of(plain)
    for factor in factors:
        if factor.has(sp.log):
            # log(1/(x e)) grows like the logarithm of any of its sizes along a power law; it is
            # filed under the first, and only flags that a logarithm appears.
            size = min((s for s in factor.free_symbols if s.is_positive), key=str)
            order = order * Order((), ((size, factor.as_base_exp()[1]),))
    return order
