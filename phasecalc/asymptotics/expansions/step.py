r"""Sums and integrals that end where the argument of the profile is of order one.

With an end N at which y N^q = x is a constant, j = N u gives

.. math:: \sum_{j \le N} j^p \varphi(y j^q) \sim N^{1+p} \int_0^1 u^p \varphi(x u^q)\,du
          + \sum_k c_k\,\zeta(-p - q e_k)\,y^{e_k} + \text{end terms},

c_k x^(e_k) the expansion of the profile at the modes' own end, and the end terms those of Euler and
Maclaurin. Source: Flajolet, Gourdon, Dumas, 1995, and DLMF 2.10(i).
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import Power, Zeta, product, tidy
from phasecalc.asymptotics.expansions.pieces import Ends, Monomial, Piece, Refused
from phasecalc.asymptotics.expansions.series import Family, families, known, stop
from phasecalc.asymptotics.expansions.transforms import Lattice, X

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.asymptotics.expansions.signs import Signs
    from phasecalc.asymptotics.expansions.summand import Summand

__all__ = ["in_step", "step_families"]


def in_step(summand: Summand, ends: Ends, signs: Signs) -> bool:
    """Whether an end keeps step with the scale of the profile.

    Parameters
    ----------
    summand, ends
        The sum or integral.
    signs
        Signs of parameters.
    """
    return any(
        end is not None and signs.of(summand.growth + summand.inner * end.power) == 0
        for end in (ends.lower, ends.upper)
    )


def step_families(summand: Summand, ends: Ends, count: int, signs: Signs, way: int) -> list[Family]:
    """Contributions to a sum or integral with an end in step.

    Parameters
    ----------
    summand, ends
        The sum or integral; the other end is the first mode, 0, or infinity.
    count
        How many end terms at most.
    signs
        Signs of parameters.
    way
        1 if t grows, -1 if it falls to 0.

    Raises
    ------
    Refused
        Both ends are sizes, poles meet, or the sum diverges.
    """
    profile = summand.profile
    assert profile is not None
    if ends.lower is not None and ends.upper is not None:
        raise Refused("both ends are sizes, and one keeps step with the scale of the profile")
    if profile.decay == 0:
        raise Refused("a profile that oscillates is summed over all modes, without a cut-off")
    end = ends.upper or ends.lower
    assert end is not None
    p, q = summand.mode, summand.inner
    moving = tidy((1 + p) / q)
    # The part of the axis that is summed is that of small arguments, or that of large ones.
    small = (signs.of(q) == 1) == (ends.upper is not None)
    gap = moving - profile.left if small else profile.right - moving
    sign = 1 if gap == sp.oo else signs.of(gap)
    converges = sign == 1
    if ends.upper is None and not converges:
        raise Refused(f"the {ends.kind} diverges at its upper end, infinity")
    u = sp.Dummy("u", positive=True)
    here = u**p * profile.formula.xreplace({X: summand.scale * end.constant**q * u**q})
    limits = (u, 0, 1) if ends.upper is not None else (u, 1, sp.oo)
    power = tidy(summand.outer + end.power * (1 + p))
    found = []
    if converges:
        value = summand.coefficient * end.constant ** (1 + p) * sp.Integral(here, limits)
        found.append(known(power, [value], "end"))
    elif ends.kind == "integral":
        raise Refused("the integral diverges at its lower end, 0")
    elif sign == 0:
        found += _meeting(summand, end, here, u, way * signs.of(summand.growth))
    else:
        found.append(stop(power, "open"))
    if ends.kind == "sum":
        found += _end_terms(summand, end, here, u, count, ends.upper is not None)
        if ends.upper is not None:
            modes = _first_modes(summand, moving, count // 2 + 1, signs, way, met=sign == 0)
            found += families([modes])
    return found


def _meeting(s: Summand, end: Monomial, here: Expr, u: Expr, side: int) -> list[Family]:
    """The first pole of the profile is that of the modes: sum of 1/j up to N, and what is left."""
    profile = s.profile
    assert profile is not None
    pole = tidy((1 + s.mode) / s.inner)
    laurent = product(profile.factors, pole, False)
    if laurent.start != -1:
        raise Refused("a double pole of the profile meets that of the modes, with an end in step")
    first = -side * laurent.coefficient(-1) * s.scale**-pole
    power = tidy(s.outer - s.growth * pole)
    front = s.coefficient * first
    values = [front * (sp.log(end.constant) + sp.EulerGamma), front * end.power]
    rest = here - first * end.constant ** (-1 - s.mode) / u
    left = s.coefficient * end.constant ** (1 + s.mode) * sp.Integral(rest, (u, 0, 1))
    return [known(power, values, "end and modes"), known(power, [left], "end")]


def _end_terms(
    s: Summand, end: Monomial, here: Expr, u: Expr, count: int, upper: bool
) -> list[Family]:
    """Half the last term, and derivatives at the end."""
    sign = 1 if upper else -1
    rows = [(0, sp.Rational(1, 2))]
    rows += [
        (2 * k - 1, sign * sp.bernoulli(2 * k) / sp.factorial(2 * k))
        for k in range(1, count // 4 + 1)
    ]
    found = []
    for m, factor in rows:
        value = s.coefficient * factor * end.constant ** (s.mode - m)
        slope = sp.diff(here, u, m).subs(u, 1)
        found.append(known(tidy(s.outer + end.power * (s.mode - m)), [value * slope], "end"))
    return found


def _first_modes(
    s: Summand, moving: Expr, count: int, signs: Signs, way: int, *, met: bool
) -> Piece:
    """Poles of the profile, each with its zeta function: what the first modes add."""
    profile = s.profile
    assert profile is not None
    side = way * signs.of(s.growth)
    lattice = profile.right_poles if side == 1 else profile.left_poles
    if met and lattice is not None:
        rest = None if lattice.count is None else lattice.count - 1
        lattice = Lattice(lattice.first + lattice.step, lattice.step, rest)
    for pole in islice(lattice or (), count):
        sign = side * signs.of(moving - pole)
        if sign == 0:
            raise Refused("a pole of the profile meets that of the modes, with an end in step")
        if sign == -1:
            break
    return Piece(
        s.coefficient,
        s.outer,
        profile.factors,
        (Zeta(s.inner, -s.mode), Power(s.scale)),
        s.growth,
        side,
        lattice,
        None,
    )
