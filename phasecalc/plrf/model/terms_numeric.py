r"""The four terms of the loss as numbers: exact integrals and leading asymptotics.

Each term but the capacity is :math:`c\int_l^1 u^{S-1}e^{-2\tau u}du` with
:math:`\tau=\gamma Br`, a difference of incomplete gamma functions; its leading
form is :math:`c\,\Gamma(S)(2\tau)^{-S}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.numerics.context import exported, own
from phasecalc.plrf.curves.loss import check_digits, iterations
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc.numerics.arithmetic import Field
    from phasecalc.plrf.model.parameters import PLRF

__all__ = ["PowerIntegral", "Terms", "power_integrals", "terms"]


@dataclass(frozen=True, slots=True, eq=False)
class Terms(Value):
    """The terms of the loss at given iterations; each array has the shape of r.

    Parameters
    ----------
    capacity
        F_0, exact, one number.
    pure_point, absolutely_continuous, kernel_pure_point
        F_pp, F_ac and K_pp as integrals. For alpha <= 1/4 K_pp lives at its lower end, and ends
        here at the smallest eigenvalue of the data, v^(-2 alpha); cut at d^(-2 alpha), as it is
        stated, it is smaller by the constant (v/d)^(1 - 4 alpha).
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
            Rescaled time gamma*B*r >= 0, an mpmath number whose context computes.
        """
        mp = tau.context
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
            Rescaled time gamma*B*r > 0, an mpmath number whose context computes.
        """
        mp = tau.context
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
        Says how many digits the coefficients have.
    """
    digits = int(field.digits) if field.digits > 17 else None
    resolvent = model.resolvent(digits)
    mp = own(int(field.digits))
    with resolvent.field.working():
        gamma = mp.convert(resolvent.field.export(model.rate(resolvent)))
        mass = mp.mpf(0)
        if 2 * model.beta > 1:
            mass = mp.convert(resolvent.field.export(resolvent.target_mass))
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
    >>> from phasecalc.plrf.model.parameters import PLRF
    >>> found = terms(PLRF(1, 1, 1000), 10**4)
    >>> print(f"{found.pure_point:.6e} {found.pure_point_leading:.6e}")
    9.347556e-07 9.347556e-07
    """
    check_digits(digits)
    values, shape = iterations(r)
    working = 20 if digits is None else digits + 10
    resolvent = model.resolvent(working)
    mp = own(working)
    with resolvent.field.working():
        field = resolvent.field
        scale = model.rate(resolvent) * field.real(model.batch)
        times = [mp.convert(field.export(scale * field.real(x))) for x in values]
        if any(t == 0 for t in times):
            raise DomainError("terms at r = 0: r > 0 is needed for the leading asymptotics.")
        rows = [
            [exported(method(t)) for t in times]
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
