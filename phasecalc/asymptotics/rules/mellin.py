r"""Sums of a power times a slowly varying profile, and the Mellin transform behind them.

For d -> oo and a fixed ratio rho = v/d in (1, oo],

    sum_{j <= v} j^(-a) g(j/d)  ~  zeta(a) g(0)                          a > 1: the first modes
                                ~  d^(1-a) int_0^rho x^(-a) g(x) dx      a < 1: modes j ~ d
                                ~  g(0) log d                            a = 1.

These are the two poles, at s = 0 and s = 1 - a, of the Mellin transform of the
sum (Flajolet, Gourdon, Dumas, Theoret. Comput. Sci. 144, 3-58); where both meet
there is a logarithm. Proofs with explicit constants: ``phasecalc.asymptotics.rules.bounds``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.hypotheses import (
    as_expression,
    require_exponent,
    require_positive,
    require_roles,
)
from phasecalc.asymptotics.rules.order import Order, sign_region
from phasecalc.asymptotics.rules.profile import Profile
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["power_sum", "rational_mellin"]


def power_sum(
    exponent: Expr,
    profile: Expr,
    x: Symbol,
    size: Symbol,
    ratio: Expr,
    domain: Region,
    constants: Iterable[Symbol] = (),
) -> list[Expansion]:
    r"""Leading terms of :math:`\sum_{j \le \rho d} j^{-a} g(j/d)`, one for each case.

    Parameters
    ----------
    exponent
        a, rational in the parameters.
    profile
        g(x): a product of positive constants, real powers of :math:`1 + \sum_i k_i x^{b_i}` and
        exponentials of :math:`-\sum_i k_i x^{b_i}`, all k_i > 0 and b_i > 0. Such a g is
        positive and finite on the whole range, and as smooth as the rule needs.
    x
        Variable of the profile.
    size
        d, tending to infinity.
    ratio
        rho = v/d, a fixed positive number or a symbol for one, or ``oo``.
    domain
        Parameters considered.
    constants
        Further symbols that are fixed positive numbers.

    Returns
    -------
    list of Expansion
        Cases a > 1, a < 1 and a = 1 that meet the domain.

    Raises
    ------
    DomainError
        The profile is of another kind, a constant may depend on the size or vanish, or the sum
        over all j diverges somewhere in the domain.

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

    exponent, profile, ratio = map(as_expression, (exponent, profile, ratio))
    named = ratio.is_Symbol and ratio.name not in domain.names
    fixed = tuple(dict.fromkeys((*constants, *((ratio,) if named else ()))))
    _require_setting(exponent, profile, x, size, ratio, domain, fixed)
    shape = Profile.read(profile, x, domain, fixed)
    if ratio == sp.oo:
        shape.require_convergence(exponent, domain)
    end = [1 / size] if ratio != sp.oo else []
    found: list[Expansion] = []
    for relation in (">", "<", "="):
        region = sign_region(exponent - 1, relation, domain)
        if not region.cells:
            continue
        if relation == ">":
            constant, order = sp.zeta(exponent) * shape.start, Order(())
            # Where the first modes decide, the profile departs from g(0) there like (j/d)^b.
            powers = shape.powers
            meet = any(sign_region(exponent - 1 - b, "=", region).cells for b in powers)
            # Two poles that may meet leave a logarithm.
            more = sp.log(size) if meet else sp.S.One
            rest = [size ** (1 - exponent) * more, *(size**-b * more for b in powers)]
        elif relation == "<":
            constant = _moment(shape, exponent, ratio, region, fixed)
            order, rest = Order(((size, 1 - exponent),)), [size ** (exponent - 1), *end]
        else:
            constant, order = shape.start, Order((), ((size, sp.S.One),))
            rest = [1 / sp.log(size), *end]
        found.append(Expansion(constant, order, tuple(rest), region, "Mellin", (1 / size,)))
    return found


def rational_mellin(
    index: Expr,
    kappa: Expr,
    power: Expr,
    domain: Region | None = None,
    constants: Iterable[Symbol] = (),
) -> Expr:
    r"""Mellin transform of 1/(1 + kappa x^b) at s, for 0 < s < b and kappa > 0.

    .. math:: \int_0^\infty \frac{x^{s-1}}{1 + \kappa x^b}\,dx
              = \kappa^{-s/b}\,\frac{\pi/b}{\sin(\pi s/b)}

    Parameters
    ----------
    index, kappa, power
        s, kappa and b.
    domain
        Where the hypotheses are to hold; needed as soon as parameters occur.
    constants
        Symbols that are fixed positive numbers.

    Raises
    ------
    DomainError
        0 < s < b or kappa > 0 is not certified on the whole domain: the integral diverges, or
        meets a pole.

    Notes
    -----
    Source: DLMF 5.12.3 with 5.5.3, after u = kappa x^b.

    Examples
    --------
    >>> import sympy as sp
    >>> rational_mellin(sp.S.Half, 1, 1)
    pi
    """
    import sympy as sp

    index, kappa, power = map(as_expression, (index, kappa, power))
    where = domain if domain is not None else Region.everything(())
    fixed = tuple(constants)
    sizes = require_roles([index, kappa, power], where, fixed)
    if sizes:
        raise DomainError(
            f"{', '.join(sorted(s.name for s in sizes))}: give domain= for parameters, and "
            "constants= for fixed numbers; a size may not occur"
        )
    for e in (index, power):
        require_exponent(e, where, "the exponent")
    for e, what in ((index, "s ="), (power - index, "b - s ="), (kappa, "kappa =")):
        require_positive(e, where, fixed, f"the integral needs 0 < s < b and kappa > 0;  {what}")
    return kappa ** (-index / power) * sp.pi / (power * sp.sin(sp.pi * index / power))


def _require_setting(
    exponent: Expr,
    profile: Expr,
    x: Symbol,
    size: Symbol,
    ratio: Expr,
    domain: Region,
    constants: tuple[Symbol, ...],
) -> None:
    """Each symbol has one role, and nothing that is to be fixed contains the size."""
    import sympy as sp

    sizes = require_roles([exponent, profile, ratio, size], domain, constants, [x])
    if size not in sizes:
        raise DomainError(f"{size} is not a size: it is a parameter, a constant or a variable")
    inside = (exponent.free_symbols | profile.free_symbols | ratio.free_symbols) & sizes
    if inside:
        raise DomainError(
            f"{', '.join(sorted(s.name for s in inside))} in exponent, profile or ratio: these "
            "must be the same for every size; declare a fixed positive number in constants=..."
        )
    require_exponent(exponent, domain, "the exponent")
    if ratio != sp.oo:
        if ratio.has(x):
            raise DomainError(f"the ratio {ratio} contains the variable {x}")
        require_positive(ratio, domain, constants, "the ratio")


def _moment(
    shape: Profile, exponent: Expr, ratio: Expr, region: Region, constants: tuple[Symbol, ...]
) -> Expr:
    r"""Integral of x^(-a) g(x) from 0 to the ratio, a < 1, in closed form where that is short."""
    import sympy as sp

    if not shape.factors:
        return shape.start * ratio ** (1 - exponent) / (1 - exponent)
    single = shape.single()
    if ratio == sp.oo and single is not None:
        return shape.start * rational_mellin(1 - exponent, *single, region, constants)
    return sp.Integral(shape.x**-exponent * shape.expression, (shape.x, 0, ratio))
