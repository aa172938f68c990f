r"""Profiles with their Mellin transforms.

.. math:: \varphi^*(s) = \int_0^\infty x^{s-1}\varphi(x)\,dx

A transform is a product of factors (``laurent``), analytic in a strip; the poles on either side
stand on lattices, and say how the profile behaves at 0 (on the left) and at infinity (right). How
fast it falls along vertical lines says how far a contour may be moved.

Sources: DLMF 5.9.1 (exponential), 5.12.3 (algebraic); erfc and log(1 + x) from these by parts;
10.22.57 (squares of Bessel functions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import (
    Dirichlet,
    Factor,
    Gamma,
    Linear,
    Moments,
    Power,
    Sum,
)
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = [
    "NAMED",
    "Lattice",
    "Transform",
    "X",
    "algebraic",
    "constant_factor",
    "exponentials",
    "mixed",
]

X = sp.Dummy("X", positive=True)
_ZERO, _ONE = sp.S.Zero, sp.S.One
_HALF = sp.Rational(1, 2)
_ORDER = 12  # of vanishing at 0 that a sum of exponentials may have


@dataclass(frozen=True)
class Lattice:
    """Points first + n step at which there may be poles, n = 0, 1, ... or fewer.

    Parameters
    ----------
    first, step
        The point nearest to the strip, and the number from one to the next.
    count
        How many points there are; None for no end.
    """

    first: Expr
    step: Expr
    count: int | None = None

    def __iter__(self) -> Iterator[Expr]:
        n = 0
        while self.count is None or n < self.count:
            yield self.first + n * self.step
            n += 1


@dataclass(frozen=True)
class Transform:
    """A profile and its Mellin transform.

    Parameters
    ----------
    name
        Of the profile.
    formula
        The profile, in ``X``.
    factors
        Whose product is the transform.
    left, right
        Ends of the strip in which the integral converges; ``right`` may be infinite.
    left_poles, right_poles
        Where poles may be on either side; None where there are none.
    decay
        The transform is O(exp(-decay \\|Im s\\|)) on vertical lines, up to powers. It is 0 where
        the profile oscillates at infinity, O(x^-right) and no less: then no contour is moved
        beyond ``right``.
    inside
        It is known in its strip and at its poles alone.
    """

    name: str
    formula: Expr
    factors: tuple[Factor, ...]
    left: Expr
    right: Expr
    left_poles: Lattice | None
    right_poles: Lattice | None
    decay: Expr
    inside: bool = False

    def value(self, s: Any, numbers: Any) -> Any:
        """Value of the transform at a number of an mpmath context.

        Parameters
        ----------
        s
            Complex number; the profile must have no parameters.
        numbers
            The context.
        """
        return _product(self.factors, s, numbers)


def _product(factors: Sequence[Factor], s: Any, numbers: Any) -> Any:
    """Value of a product of factors at a number of a context."""
    from phasecalc.numerics.expressions import constant

    found = numbers.mpc(1)
    for f in factors:
        match f:
            case Gamma(slope, offset, below):
                z = constant(slope, numbers) * s + constant(offset, numbers)
                found *= numbers.rgamma(z) if below else numbers.gamma(z)
            case Linear(slope, offset, power):
                found *= (constant(slope, numbers) * s + constant(offset, numbers)) ** power
            case Power(base):
                found *= constant(base, numbers) ** -s
            case Sum(parts):
                found *= numbers.fsum(
                    constant(c, numbers) * _product(fs, s, numbers) for c, fs in parts
                )
            case Dirichlet(rows):
                found *= numbers.fsum(
                    constant(c, numbers) * constant(m, numbers) ** -s for c, m in rows
                )
            case Moments(rows, first):
                found *= numbers.fsum(
                    constant(c, numbers)
                    * constant(m, numbers) ** -s
                    * numbers.fprod(s + constant(first, numbers) + i for i in range(n))
                    for c, m, n in rows
                )
            case _:
                raise DomainError("a transform that is known by its poles has no value here")
    return found


def constant_factor(value: Expr) -> Factor:
    """A factor without s."""
    return Linear(_ZERO, value, 1)


def exponentials(rows: Sequence[tuple[Expr, Expr]], start: Expr = _ZERO) -> Transform:
    r"""``start`` plus the sum of c exp(-m X) over rows (c, m), m > 0.

    .. math:: \varphi^*(s) = \Gamma(s) \sum c\,m^{-s}

    Parameters
    ----------
    rows
        Rational numbers.
    start
        The limit at infinity; if it is not zero, the profile must vanish at 0.

    Raises
    ------
    DomainError
        The profile vanishes neither at 0 nor at infinity: there is no strip.

    Examples
    --------
    >>> one = sp.S.One
    >>> drop = exponentials([(-one, one)], one)  # 1 - exp(-X)
    >>> drop.left, drop.right
    (-1, 0)
    """
    formula = start + sp.Add(*(c * sp.exp(-m * X) for c, m in rows))
    moments = (
        (start if n == 0 else _ZERO) + sp.Add(*(c * m**n for c, m in rows)) for n in range(_ORDER)
    )
    order = next((n for n, moment in enumerate(moments) if moment != 0), None)
    if order is None:
        raise DomainError(f"{formula} vanishes at 0 to an order above {_ORDER}")
    if start != 0 and order == 0:
        raise DomainError(f"{formula} vanishes neither at 0 nor at infinity; write it in two sums")
    factors = (Gamma(_ONE, _ZERO), Dirichlet(tuple(rows)))
    ends = Lattice(_ZERO, 1, 1) if start != 0 else None
    right = _ZERO if start != 0 else sp.oo
    first = sp.Integer(-order)
    return Transform("exp", formula, factors, first, right, Lattice(first, -1), ends, sp.pi / 2)


def mixed(rows: Sequence[tuple[Expr, int, Expr]]) -> Transform:
    r"""Sum of c X^k exp(-m X) over rows (c, k, m); a row with m = 0 is a power.

    .. math:: \varphi^*(s) = \sum_{m > 0} c\,m^{-s-k}\,\Gamma(s + k)

    Parameters
    ----------
    rows
        Rational c and m >= 0, whole k.

    Raises
    ------
    DomainError
        There is no strip: at infinity it does not fall below what it is at 0.

    Examples
    --------
    >>> one, two = sp.S.One, sp.Integer(2)
    >>> late = mixed([(one, 0, _ZERO), (-one, 0, one), (-one, 1, one)])  # 1 - exp(-X) (1 + X)
    >>> late.left, late.right
    (-2, 0)
    """
    formula = sp.Add(*(c * X**k * sp.exp(-m * X) for c, k, m in rows))
    falling = [(c, k, m) for c, k, m in rows if m != 0]
    powers = sorted(k for _, k, m in rows if m == 0)
    lowest = min(k for _, k, _ in rows)

    def taylor(n: int) -> Expr:
        return sp.Add(
            *(c * (-m) ** (n - k) / sp.factorial(n - k) for c, k, m in rows if n >= k and m != 0),
            *(c for c, k, m in rows if n == k and m == 0),
        )

    order = next((n for n in range(lowest, lowest + 2 * _ORDER) if taylor(n) != 0), None)
    if order is None:
        raise DomainError(f"{formula} vanishes at 0 to an order above {lowest + 2 * _ORDER - 1}")
    if powers and order <= powers[-1]:
        raise DomainError(f"{formula}: at infinity it is not below what it is at 0; use two sums")
    first = sp.Integer(min(k for _, k, _ in falling))
    moments = Moments(tuple((c * m**-k, m, k - int(first)) for c, k, m in falling), first)
    right = sp.Integer(-powers[-1]) if powers else sp.oo
    ends = Lattice(right, _ONE, powers[-1] - powers[0] + 1) if powers else None
    factors = (Gamma(_ONE, first), moments)
    left = sp.Integer(-order)
    return Transform("mixed", formula, factors, left, right, Lattice(left, -_ONE), ends, sp.pi / 2)


def algebraic(power: Expr) -> Transform:
    r"""(1 + X)^(-k), k > 0.

    .. math:: \varphi^*(s) = \Gamma(s)\Gamma(k - s)/\Gamma(k), \qquad 0 < \Re s < k

    Parameters
    ----------
    power
        k; the caller sees to k > 0.
    """
    factors = (
        Gamma(_ONE, _ZERO),
        Gamma(-_ONE, power),
        constant_factor(1 / sp.gamma(power)),
    )
    return Transform(
        "power",
        (1 + X) ** -power,
        factors,
        _ZERO,
        power,
        Lattice(_ZERO, -1),
        Lattice(power, 1),
        sp.pi,
    )


def _logarithm() -> Transform:
    """log(1 + X): pi / (s sin(pi s))."""
    factors = (Gamma(_ONE, _ZERO), Gamma(-_ONE, _ONE), Linear(_ONE, _ZERO))
    return Transform(
        "log1p",
        sp.log(1 + X),
        factors,
        -_ONE,
        _ZERO,
        Lattice(-_ONE, -1),
        Lattice(_ZERO, 1),
        sp.pi,
    )


def _erfc() -> Transform:
    """Complementary error function: Gamma((s + 1)/2) / (sqrt(pi) s)."""
    factors = (
        Gamma(_HALF, _HALF),
        Linear(_ONE, _ZERO),
        constant_factor(1 / sp.sqrt(sp.pi)),
    )
    return Transform("erfc", sp.erfc(X), factors, _ZERO, sp.oo, Lattice(_ZERO, -1), None, sp.pi / 4)


def _bessel_squared(order: int) -> Transform:
    r"""J_n(X)^2: Gamma(n + s/2) Gamma((1 - s)/2) / (2 sqrt(pi) Gamma(1 - s/2) Gamma(n + 1 - s/2)).

    DLMF 10.22.57 with both orders n, and 5.5.5. It falls like a power on vertical lines.
    """
    n = sp.Integer(order)
    factors = (
        Gamma(_HALF, n),
        Gamma(-_HALF, _HALF),
        Gamma(-_HALF, _ONE, below=True),
        Gamma(-_HALF, n + 1, below=True),
        constant_factor(1 / (2 * sp.sqrt(sp.pi))),
    )
    formula = sp.besselj(order, X) ** 2
    left = Lattice(-2 * n, sp.Integer(-2))
    return Transform(f"J{order}", formula, factors, -2 * n, _ONE, left, Lattice(_ONE, 2), _ZERO)


def _nesterov_learnt() -> Transform:
    """(1 - 2 J_1(X)/X)^2, that of 1, J_1/X and (J_1/X)^2 by DLMF 10.22.43 and 10.22.57.

    In the strip the transform of 1 is nothing; beyond it the profile is 1 and oscillates.
    """
    first = (Gamma(_HALF, _ZERO), Gamma(-_HALF, sp.Integer(2), below=True), Power(_HALF))
    square = (
        Gamma(_HALF, _ZERO),
        Gamma(-_HALF, sp.Rational(3, 2)),
        Gamma(-_HALF, sp.Integer(2), below=True),
        Gamma(-_HALF, sp.Integer(3), below=True),
    )
    factors = (Sum(((-_ONE, first), (2 / sp.sqrt(sp.pi), square))),)
    formula = (1 - 2 * sp.besselj(1, X) / X) ** 2
    left = sp.Integer(-4)
    sides = (Lattice(left, sp.Integer(-2)), Lattice(_ZERO, _ONE))
    return Transform("1 - 2 J1/x", formula, factors, left, _ZERO, *sides, _ZERO)


# Profiles known by a formula without parameters, as SymPy writes them in ``X``.
NAMED: dict[Expr, Transform] = {
    found.formula: found
    for found in (
        _logarithm(),
        _erfc(),
        _bessel_squared(0),
        _bessel_squared(1),
        _nesterov_learnt(),
    )
}
