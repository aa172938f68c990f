r"""The four terms of the loss as numbers: exact integrals and leading asymptotics.

Each term but the capacity is :math:`c\int_l^1 u^{S-1}e^{-2\tau u}du` with
:math:`\tau=\gamma Br`, a difference of incomplete gamma functions; its leading
form is :math:`c\,\Gamma(S)(2\tau)^{-S}`. ``quadrature_check`` confronts the two
by integration that knows neither.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np

from phasecalc._typing import ExactLike
from phasecalc.exceptions import DomainError
from phasecalc.numerics.quadrature import integral
from phasecalc.plrf.loss import check_digits, iterations
from phasecalc.plrf.parameters import PLRF, exact

if TYPE_CHECKING:
    from phasecalc.numerics.arithmetic import Field

__all__ = ["QuadratureRow", "Terms", "power_integrals", "quadrature_check", "terms"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of the loss at given iterations; each array has the shape of r.

    Parameters
    ----------
    capacity
        F_0, exact, one number.
    pure_point, absolutely_continuous, kernel_pure_point
        F_pp, F_ac and K_pp as integrals.
    pure_point_leading, absolutely_continuous_leading, kernel_pure_point_leading
        Their leading asymptotics for 1 << gamma*B*r << d**(2*alpha).
    """

    capacity: Any
    pure_point: Any
    absolutely_continuous: Any
    kernel_pure_point: Any
    pure_point_leading: Any
    absolutely_continuous_leading: Any
    kernel_pure_point_leading: Any


@dataclass(frozen=True, slots=True)
class PowerIntegral:
    """The integral c * int_l^1 u^(S-1) e^(-2 tau u) du, S > 0 or l > 0.

    Parameters
    ----------
    name
        Name of the term.
    constant, power, lower
        c, S and l.
    """

    name: str
    constant: Any
    power: Any
    lower: Any

    def exact(self, tau: Any) -> Any:
        """Value through incomplete gamma functions.

        Parameters
        ----------
        tau
            Rescaled time gamma*B*r >= 0.
        """
        if self.constant == 0:
            return mp.mpf(0)
        if tau == 0:
            ends = (1 - self.lower**self.power) / self.power if self.power else -mp.log(self.lower)
            return self.constant * ends
        x = 2 * tau
        return self.constant * x**-self.power * mp.gammainc(self.power, x * self.lower, x)

    def leading(self, tau: Any) -> Any:
        """Leading asymptotics; flat in tau if the lower end carries the integral.

        Parameters
        ----------
        tau
            Rescaled time gamma*B*r > 0.
        """
        if self.constant == 0:
            return mp.mpf(0)
        if self.power < 0:
            return self.constant * self.lower**self.power / -self.power
        if self.power == 0:
            return -self.constant * mp.log(2 * tau * self.lower)
        if tau == 0:
            return mp.inf
        return self.constant * mp.gamma(self.power) * (2 * tau) ** -self.power


def power_integrals(model: PLRF, field: Field) -> tuple[PowerIntegral, ...]:
    """The integrals of F_pp, F_ac and K_pp for a model.

    Parameters
    ----------
    model
        The model.
    field
        Arithmetic of the coefficients; enter its working precision first.
    """
    digits = int(field.digits) if field.digits > 17 else None
    resolvent = model.resolvent(digits)
    with resolvent.field.working():
        gamma = mp.mpmathify(model.rate(resolvent))
        mass = mp.mpmathify(resolvent.target_mass) if 2 * model.beta > 1 else mp.mpf(0)
    a, b = (mp.mpf(2 * q.numerator) / q.denominator for q in (model.alpha, model.beta))
    d = mp.mpf(model.d.numerator) / model.d.denominator
    batch = mp.mpf(model.batch.numerator) / model.batch.denominator
    edge, end = d**-a, mp.mpf(0)
    if 4 * model.alpha <= 1:
        # The noise integral then lives at its lower end, the smallest eigenvalue.
        end = (mp.mpf(model.v.numerator) / model.v.denominator) ** -a  # type: ignore[union-attr]
    feature = mass / (a * d) if a > 1 and b > 1 else mp.mpf(0)
    return (
        PowerIntegral("pure_point", 1 / a, 1 + (b - 1) / a, mp.mpf(0)),
        PowerIntegral("absolutely_continuous", feature, 1 - 1 / a, edge),
        PowerIntegral("kernel_pure_point", gamma**2 * batch / a, 2 - 1 / a, end),
    )


def terms(model: PLRF, r: Any, digits: int | None = None) -> Terms:
    """Evaluate the four terms of the loss and their leading asymptotics.

    Parameters
    ----------
    model
        The model.
    r
        Iterations, a positive number or an array of them.
    digits
        None for doubles, or a number of digits.

    Examples
    --------
    >>> found = terms(PLRF(1, 1, 1000), 10**4)
    >>> print(f"{found.pure_point:.6e} {found.pure_point_leading:.6e}")
    9.347556e-07 9.347556e-07
    """
    check_digits(digits)
    values, shape = iterations(r)
    working = 20 if digits is None else digits + 10
    resolvent = model.resolvent(working)
    with mp.workdps(working), resolvent.field.working():
        scale = model.rate(resolvent) * resolvent.field.real(model.batch)
        times = [scale * resolvent.field.real(x) for x in values]
        if any(t == 0 for t in times):
            raise DomainError("terms at r = 0: r > 0 is needed for the leading asymptotics.")
        rows = [
            [method(t) for t in times]
            for term in power_integrals(model, resolvent.field)
            for method in (term.exact, term.leading)
        ]
    shaped = [_shape(row, shape, digits) for row in rows]
    return Terms(model.capacity(digits), *shaped[0::2], *shaped[1::2])


def _shape(row: list[Any], shape: tuple[int, ...] | None, digits: int | None) -> Any:
    if digits is None:
        return np.float64(row[0]) if shape is None else np.array(row, dtype=float).reshape(shape)
    if shape is None:
        return row[0]
    out = np.empty(len(row), dtype=object)
    out[:] = row
    return out.reshape(shape)


@dataclass(frozen=True, slots=True)
class QuadratureRow:
    """A defining integral against its derived asymptotics at one time.

    Parameters
    ----------
    term
        Name of the term.
    iterations
        Iterations r.
    value, leading
        The integral by quadrature, and its leading asymptotics.
    ratio_error
        ``value/leading - 1``.
    remainder
        The derived leading correction, relative.
    matches
        Whether the observed correction is the derived one to a tenth, or both are below the
        digits of the quadrature.
    """

    term: str
    iterations: float
    value: Any
    leading: Any
    ratio_error: float
    remainder: float
    matches: bool


def quadrature_check(
    alpha: ExactLike,
    beta: ExactLike,
    d: ExactLike = 10**12,
    *,
    r: Sequence[ExactLike] = (10, 30, 100, 1000, 10**5, 10**7),
    digits: int = 30,
) -> tuple[QuadratureRow, ...]:
    """Check each term's asymptotics against quadrature of its defining integral.

    Parameters
    ----------
    alpha, beta, d
        The model; gamma and v as by default.
    r
        Ladder of iterations.
    digits
        Digits of the quadrature.

    Returns
    -------
    tuple of QuadratureRow
        One per term and time, for the terms that exist at this point.

    Examples
    --------
    >>> all(row.matches for row in quadrature_check("7/10", "9/10", r=(100, 10**5), digits=20))
    True
    """
    check_digits(digits)
    model = PLRF(alpha, beta, d)
    times = [exact("r", x) for x in r]
    if any(x <= 0 for x in times):
        raise DomainError(f"r = {float(min(times)):g}: r > 0 is needed.")
    resolvent = model.resolvent(digits + 20)
    rows = []
    with mp.workdps(digits + 20):
        for term in power_integrals(model, resolvent.field):
            if term.constant == 0 or term.power <= 0:
                continue
            for x in times:
                tau = model.rate(resolvent) * resolvent.field.real(model.batch * x)
                rows.append(_row(term, float(x), tau, digits))
    return tuple(rows)


def _row(term: PowerIntegral, r: float, tau: Any, digits: int) -> QuadratureRow:
    power, x = term.power, 2 * tau
    # Substituting u = e^-y leaves no endpoint singularity; the integrand turns near u = 1/x.
    top = mp.log(1 / term.lower) if term.lower else max(mp.log(x), 0) + (digits + 15) * 3 / power
    turn = mp.log(x)
    inner = [turn - 4, turn - 2, turn, turn + 3, turn + 8]
    points = [mp.mpf(0), *(p for p in inner if 0 < p < top), *_steps(max(turn + 8, 0), top)]
    value = term.constant * integral(
        lambda y: mp.exp(-power * y - x * mp.exp(-y)), [*points, top], digits
    )
    leading = term.leading(tau)
    error = value / leading - 1
    upper = x ** (power - 1) * mp.exp(-x) / mp.gamma(power)
    lower = (x * term.lower) ** power / mp.gamma(power + 1) if term.lower else mp.mpf(0)
    remainder = -(upper + lower)
    floor = mp.mpf(10) ** (2 - digits)
    # Next corrections: (power - 1)/x from the upper end, x*l from the lower.
    slack = mp.mpf("0.1") + abs(power - 1) / x + x * term.lower
    matches = abs(error - remainder) <= slack * abs(remainder) + floor
    return QuadratureRow(
        term.name, r, +value, +leading, float(error), float(remainder), bool(matches)
    )


def _steps(low: Any, high: Any) -> list[Any]:
    count = math.ceil(max(float(high - low), 0) / 20)
    return [low + (high - low) * k / count for k in range(1, count)] if count else []
