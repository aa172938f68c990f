r"""A sum or integral as contour integrals, each moved to one side.

With y = kappa t^e the argument of the profile is y j^q, and by Mellin's inversion

.. math:: \sum_j j^p \varphi(y j^q) = \frac1{2\pi i}\int_c \varphi^*(s)\,M(s)\,y^{-s}\,ds,
          \qquad M(s) = \sum_j j^{p - qs}

(integrals alike). M is a zeta function for all modes, and by Euler and Maclaurin a series of powers
of each end that grows or falls. So every piece has its own scale Y, a power of t: if Y grows, its
contour is moved to the right and each pole gives minus its residue; if Y falls, to the left.
M has one pole, at s0 = (1 + p)/q, which is on one side of c.

Source: Flajolet, Gourdon, Dumas, Theoret. Comput. Sci. 144 (1995), 3-58, theorem 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import (
    Factor,
    Linear,
    Power,
    Refused,
    Zeta,
    product,
    tidy,
)
from phasecalc.asymptotics.expansions.signs import Signs
from phasecalc.asymptotics.expansions.summand import Summand
from phasecalc.asymptotics.expansions.transforms import Lattice, Transform, constant_factor
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Ends", "Monomial", "Piece", "Refused", "pieces_of"]


@dataclass(frozen=True)
class Monomial:
    """A positive constant times a power of the variable: an end of a sum or integral.

    Parameters
    ----------
    constant, power
        Both without the variable.
    """

    constant: Expr
    power: Expr


@dataclass(frozen=True)
class Ends:
    """Where a sum or integral begins and ends.

    Parameters
    ----------
    kind
        ``sum`` or ``integral``.
    lower
        None for 0 (integrals) or 1 (sums).
    upper
        None for infinity.
    """

    kind: str
    lower: Monomial | None
    upper: Monomial | None


@dataclass(frozen=True)
class Piece:
    """Contour integral of ``factors * Y**(-s)`` moved to one side.

    Parameters
    ----------
    coefficient, power
        In front: coefficient t^power.
    profile
        Factors of the profile's transform.
    moments
        The other factors, with constants to the power -s.
    growth
        Y grows like this power of t.
    side
        1 if the contour moves right, -1 left.
    lattice
        Poles of the profile on that side, nearest first.
    moving
        Pole of the moments if it is on that side.
    oscillates
        Power of 1/x at which the profile oscillates at infinity; None if it does not, or that end
        does not matter.
    beyond
        The moving pole is beyond the strip of a profile that is known in it alone.
    """

    coefficient: Expr
    power: Expr
    profile: tuple[Factor, ...]
    moments: tuple[Factor, ...]
    growth: Expr
    side: int
    lattice: Lattice | None
    moving: Expr | None
    oscillates: Expr | None = None
    beyond: bool = False

    def poles(self) -> Iterator[Expr]:
        """Points at which the profile's transform has a pole, nearest first."""
        if self.lattice is None:
            return
        for p in self.lattice:
            if product(self.profile, tidy(p), False).start < 0:
                yield tidy(p)

    def exponent(self, p: Expr) -> Expr:
        """Power of t that a pole at p gives."""
        return tidy(self.power - self.growth * p)

    def residue(self, p: Expr, *, pole: bool) -> list[Expr]:
        """Coefficients of t^exponent (log t)^m, m = 0, 1, ...; empty if the residue is zero."""
        found = product(self.profile + self.moments, p, pole)
        front = -self.side * self.coefficient
        values = [
            front * found.coefficient(-1 - m) * (-self.growth) ** m / sp.factorial(m)
            for m in range(max(0, -found.start))
        ]
        while values and values[-1] == 0:
            values.pop()
        return values


@dataclass(frozen=True)
class _Part:
    """One part of M(s): sign * end^(shift + q s) * factors; no end is that of all modes."""

    factors: tuple[Factor, ...]
    end: Monomial | None = None
    shift: Expr = sp.S.Zero
    sign: int = 1
    singular: bool = True


def pieces_of(summand: Summand, ends: Ends, count: int, signs: Signs, way: int) -> list[Piece]:
    """Pieces of one sum or integral.

    Parameters
    ----------
    summand
        With a profile.
    ends
        Where it begins and ends.
    count
        How many Euler-Maclaurin terms of an end at most.
    signs
        Signs of parameters.
    way
        1 if t grows, -1 if it falls to 0.

    Raises
    ------
    Refused
        The sum diverges, or an end keeps step with the profile's own scale.
    """
    profile, q = summand.profile, summand.inner
    assert profile is not None
    if signs.of(q) == 0:
        raise Refused("the argument of the profile does not depend on the mode")
    moving = tidy((1 + summand.mode) / q)
    right = _pole_is_right(profile, moving, q, ends, signs)
    found = []
    for part in _parts(summand, ends, count):
        end = part.end
        growth = summand.growth if end is None else tidy(summand.growth + q * end.power)
        scale = summand.scale if end is None else summand.scale * end.constant**q
        front = sp.S.One if end is None else end.constant**part.shift
        power = sp.S.Zero if end is None else end.power * part.shift
        side = way * signs.of(growth)
        if side == 0:
            raise Refused(
                "an end keeps step with the scale of the profile: neither is large beside the other"
                if end is not None
                else "the argument of the profile does not depend on the variable"
            )
        ahead = moving if part.singular and right == (side == 1) else None
        oscillates = None
        if profile.decay == 0 and side == -1 and ends.kind == "sum" and signs.of(q - 1) == 1:
            # Poisson: beyond this the phase turns once from mode to mode, and adds up there.
            raise Refused(
                "the profile turns faster than its modes stand apart; take x = y j or less"
            )
        if profile.decay == 0 and side == 1:
            oscillates = profile.right
            ahead = _before(ahead, oscillates, end, signs)
        found.append(
            Piece(
                part.sign * summand.coefficient * front,
                tidy(summand.outer + power),
                profile.factors,
                (*part.factors, Power(scale)),
                growth,
                side,
                profile.right_poles if side == 1 else profile.left_poles,
                ahead,
                oscillates,
                ahead is not None and profile.inside and not _is_inside(ahead, profile, signs),
            )
        )
    return found


def _is_inside(p: Expr, profile: Transform, signs: Signs) -> bool:
    if signs.of(p - profile.left) != 1:
        return False
    return profile.right == sp.oo or signs.of(profile.right - p) == 1


def _before(ahead: Expr | None, end: Expr, cut: Monomial | None, signs: Signs) -> Expr | None:
    """Pole of the modes if it comes before the point where the profile oscillates.

    It does then by a Riemann sum, whose integrand is dominated: phi is continuous and O(x^-end).
    """
    if cut is not None:
        raise Refused("a profile that oscillates is summed over all modes, without a cut-off")
    if ahead is None:
        return None
    sign = signs.of(end - ahead)
    if sign == 0:
        raise Refused("the pole of the modes meets the power at which the profile oscillates")
    return ahead if sign == 1 else None


def _pole_is_right(profile: Transform, moving: Expr, q: Expr, ends: Ends, signs: Signs) -> bool:
    """Whether the pole of the moments is to the right of the contour; refuses divergence."""
    beyond_left = signs.of(moving - profile.left) == 1
    before_right = profile.right == sp.oo or signs.of(profile.right - moving) == 1
    rising = signs.of(q) == 1
    at_origin = ends.lower is None and ends.kind == "integral"
    endless = ends.upper is None
    if at_origin and not (beyond_left if rising else before_right):
        raise Refused("the integral diverges at its lower end, 0")
    if endless and not (before_right if rising else beyond_left):
        raise Refused(f"the {ends.kind} diverges at its upper end, infinity")
    if at_origin and endless:
        raise DomainError("an integral from 0 to infinity is one power; write it as such")
    if at_origin or endless:
        return rising == at_origin
    return beyond_left


def _parts(summand: Summand, ends: Ends, count: int) -> Iterator[_Part]:
    """M(s) in parts, w = q s - p: zeta(w) less its tail, or end^(1-w)/(1-w)."""
    p, q = summand.mode, summand.inner
    if ends.kind == "integral":
        whole = Linear(-q, 1 + p, moving=True)
        for end, sign in ((ends.upper, 1), (ends.lower, -1)):
            if end is not None:
                # The end's power is 1 - w = 1 + p - q s; its s part joins the profile's scale.
                yield _Part((whole,), end, 1 + p, sign)
        return
    if ends.lower is None:
        yield _Part((Zeta(q, -p),))
    else:
        yield from _tail(p, q, ends.lower, count, 1)
    if ends.upper is not None:
        yield from _tail(p, q, ends.upper, count, -1)


def _tail(p: Expr, q: Expr, end: Monomial, count: int, sign: int) -> Iterator[_Part]:
    """Sum of j^(-w) over j > end, sign times; DLMF 25.11.43 less its first term."""
    yield _Part((Linear(q, -p - 1, moving=True),), end, 1 + p, sign)
    # From an end on (j >= end) the half term counts with the other sign.
    yield _Part((constant_factor(sp.Rational(sign, 2)),), end, p, sign, singular=False)
    for k in range(1, count // 2 + 1):
        rising = tuple(Linear(q, -p + i, 1) for i in range(2 * k - 1))
        number = constant_factor(sp.bernoulli(2 * k) / sp.factorial(2 * k))
        yield _Part((number, *rising), end, p - 2 * k + 1, sign, singular=False)
