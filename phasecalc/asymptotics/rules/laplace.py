"""Watson's lemma for a power cut off at both ends.

For x -> oo and x e -> 0,

    int_e^1 u^(s-1) exp(-x u) du  ~  Gamma(s) x^(-s)    s > 0: decided at u ~ 1/x
                                  ~  e^s / (-s)         s < 0: decided at the lower end
                                  ~  log(1/(x e))       s = 0: every scale between counts.

Proofs with explicit constants: ``phasecalc.asymptotics.rules.bounds``.
Source: DLMF 2.3(ii), 2.4(i).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.hypotheses import require_exponent, require_roles
from phasecalc.asymptotics.rules.order import Order, read_product, sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["origin_exponent", "watson"]


def watson(integral: Expr, domain: Region, constants: Iterable[Symbol] = ()) -> list[Expansion]:
    r"""Leading terms of :math:`\int_\varepsilon^1 c\,u^{s-1} e^{-xu}\,du`, one for each case.

    Parameters
    ----------
    integral
        SymPy ``Integral`` of that form over u from ``epsilon`` (a negative power of sizes, or 0)
        to 1, with c > 0 and x a product of positive powers of sizes.
    domain
        Parameters considered.
    constants
        Symbols that are fixed positive numbers; positive symbols else are sizes.

    Returns
    -------
    list of Expansion
        Cases s > 0, s < 0 and s = 0 that meet the domain; ``window`` names what must tend to 0.

    Raises
    ------
    DomainError
        The integrand has another form, the integral diverges somewhere in the domain, or one of
        the hypotheses is not certified on all of it: c > 0, x -> oo, epsilon -> 0, s real.

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

    variable, low = _limits(integral)
    fixed = tuple(constants)
    require_roles([integral.function, low], domain, fixed, [variable])
    prefactor, s, x = _shape(integral.function, variable)
    require_exponent(s, domain, f"the exponent of {variable} plus 1,")
    s = sp.cancel(s)
    front, outside = read_product(prefactor, domain, fixed)
    rate = _growing(x, domain, fixed)
    end = _vanishing(low, rate, domain, fixed) if low != 0 else None
    found: list[Expansion] = []
    for relation in (">", "<", "="):
        region = sign_region(s, relation, domain)
        if not region.cells:
            continue
        rest: list[Expr]
        if relation == ">":
            constant, order = sp.gamma(s) * rate[0] ** -s, rate[1] ** -s
            rest = [x ** (s - 1) * sp.exp(-x), *([(x * low) ** s] if end else [])]
        elif end is None:
            raise DomainError(f"{integral} diverges at 0 where {region}")
        elif relation == "<":
            # Where -s may be 1 both errors meet and leave a logarithm.
            meet = sign_region(s + 1, "=", region).cells
            more = sp.log(sp.E / (x * low)) if meet else sp.S.One
            constant, order = end[0] ** s / -s, end[1] ** s
            rest = [(x * low) ** -s * more, x * low * more]
        else:
            constant, order, large = sp.S.One, _logarithm(end[1]), sp.log(1 / (x * low))
            rest = [1 / large]
        window = (1 / x, *([x * low] if end else []))
        found.append(
            Expansion(front * constant, outside * order, tuple(rest), region, "Watson", window)
        )
    return found


def origin_exponent(integral: Expr) -> Expr:
    """Exponent s with integrand ~ u**(s-1) at the origin, where it converges for s > 0."""
    import sympy as sp

    return sp.cancel(_shape(integral.function, integral.limits[0][0])[1])


def _limits(integral: Expr) -> tuple[Symbol, Expr]:
    import sympy as sp

    if type(integral) is not sp.Integral or [len(x) for x in integral.limits] != [3]:
        raise DomainError(f"{integral} is not one integral over u from epsilon to 1")
    ((variable, low, high),) = integral.limits
    if high != 1:
        raise DomainError(f"{integral}: the upper limit must be 1; rescale the variable")
    if variable in low.free_symbols:
        raise DomainError(f"{integral}: {variable} is integrated over and stands in a limit")
    return variable, low


def _shape(integrand: Expr, variable: Expr) -> tuple[Expr, Expr, Expr]:
    """Prefactor, s and x of c*u**(s-1)*exp(-x*u), read off factor by factor."""
    import sympy as sp

    u = sp.Dummy("u", positive=True)
    prefactor, s, x = sp.S.One, sp.S.One, sp.S.Zero
    for factor in sp.Mul.make_args(sp.expand_power_base(integrand.xreplace({variable: u}))):
        base, exponent = factor.as_base_exp()
        if not factor.has(u):
            prefactor *= factor
        elif base == u and not exponent.has(u):
            s += exponent
        elif type(factor) is sp.exp and exponent.is_polynomial(u) and sp.degree(exponent, u) == 1:
            slope = sp.expand(exponent).coeff(u, 1)
            x -= slope
            prefactor *= sp.exp(sp.expand(exponent - slope * u))
        else:
            raise DomainError(f"{integrand} is not c*u**(s-1)*exp(-x*u); split it into such terms")
    return prefactor, s, sp.factor_terms(x)


def _growing(x: Expr, domain: Region, constants: tuple[Symbol, ...]) -> tuple[Expr, Order]:
    """Constant and order of the rate, which must tend to +oo with its sizes."""
    if x.is_Add:
        raise DomainError(
            f"the rate {x} of exp(-x u) is a sum, which is no power of sizes: keep its largest "
            "term, and put the rest into a remainder of your own"
        )
    try:
        constant, order = read_product(x, domain, constants)
    except DomainError as problem:
        raise DomainError(f"the rate {x} of exp(-x u) must tend to +oo: {problem}") from problem
    signs = [sign_on(e, domain) for _, e in order.powers]
    if order.logs or not signs or set(signs) != {1}:
        raise DomainError(
            f"the rate {x} is not known to tend to +oo where {domain}: it must be a positive "
            "constant times positive powers of sizes"
        )
    return constant, order


def _vanishing(
    low: Expr, rate: tuple[Expr, Order], domain: Region, constants: tuple[Symbol, ...]
) -> tuple[Expr, Order]:
    """Constant and order of the lower end e; e, and x e where they share sizes, must vanish."""
    constant, order = read_product(low, domain, constants)
    falling = [order]
    if set(order.sizes) & set(rate[1].sizes):
        falling.append(order * rate[1])
    for quantity in falling:
        signs = [sign_on(e, domain) for _, e in quantity.powers]
        if quantity.logs or not signs or set(signs) != {-1}:
            raise DomainError(
                f"the lower end {low} must tend to 0, and so must its product with the rate: "
                f"{quantity} is not known to where {domain}"
            )
    return constant, order


def _logarithm(end: Order) -> Order:
    """Order of log(1/(x e)) along a power law inside the window.

    It is filed under a size of the lower end and only flags that a logarithm appears; the
    remainder has the logarithm in full.
    """
    import sympy as sp

    return Order((), ((min(end.sizes, key=str), sp.S.One),))
