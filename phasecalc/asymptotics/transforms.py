r"""Profiles with their Mellin transforms.

.. math:: \varphi^*(s) = \int_0^\infty x^{s-1}\varphi(x)\,dx

A transform is a product of factors (``laurent``), analytic in a strip; the poles on either side
stand on lattices, and say how the profile behaves at 0 (on the left) and at infinity (right). How
fast it falls along vertical lines says how far a contour may be moved.

Sources: DLMF 5.9.1 (exponential), 5.12.3 (algebraic); erfc and log(1 + x) from these by parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.laurent import Dirichlet, Factor, Gamma, Linear, Power
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = [
    "NAMED",
    "Lattice",
    "Transform",
    "X",
    "algebraic",
    "exponentials",
]

X = sp.Symbol("X", positive=True)
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
    step: int
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
        The transform is O(exp(-decay \\|Im s\\|)) on vertical lines, up to powers; positive.
    """

    name: str
    formula: Expr
    factors: tuple[Factor, ...]
    left: Expr
    right: Expr
    left_poles: Lattice | None
    right_poles: Lattice | None
    decay: Expr

    def value(self, s: Any, numbers: Any) -> Any:
        """Value of the transform at a number of an mpmath context.

        Parameters
        ----------
        s
            Complex number; the profile must have no parameters.
        numbers
            The context.
        """
        from phasecalc.numerics.expressions import constant

        found = numbers.mpc(1)
        for f in self.factors:
            match f:
                case Gamma(slope, offset, below):
                    z = constant(slope, numbers) * s + constant(offset, numbers)
                    found *= numbers.rgamma(z) if below else numbers.gamma(z)
                case Linear(slope, offset, power):
                    found *= (constant(slope, numbers) * s + constant(offset, numbers)) ** power
                case Power(base):
                    found *= constant(base, numbers) ** -s
                case Dirichlet(rows):
                    found *= numbers.fsum(
                        constant(c, numbers) * constant(m, numbers) ** -s for c, m in rows
                    )
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


# Profiles known by a formula without parameters, as SymPy writes them in ``X``.
NAMED: dict[Expr, Transform] = {found.formula: found for found in (_logarithm(), _erfc())}
