"""Each term's asymptotics against quadrature of its defining integral.

The leading form is the one that Watson's lemma derives from the statement of the
term (``phasecalc.plrf.phases.terms``); the quadrature knows nothing of it. The ratio of
the two must miss 1 by the derived remainder, not merely by little.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from phasecalc._typing import ExactLike
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.numerics.context import exported, own
from phasecalc.numerics.expressions import constant
from phasecalc.numerics.quadrature import integral
from phasecalc.plrf.curves.loss import check_digits
from phasecalc.plrf.model.parameters import PLRF, exact
from phasecalc.plrf.model.terms_numeric import PowerIntegral, power_integrals

__all__ = ["QuadratureRow", "quadrature_check"]


# Name of a term as a quantity -> its name in the statement of the loss.
_NAMES = {"pure_point": "F_pp", "absolutely_continuous": "F_ac", "kernel_pure_point": "K_pp"}


@dataclass(frozen=True, slots=True)
class QuadratureRow(Shown):
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
    tau: Sequence[ExactLike] = (10, 30, 100, 1000, 10**5, 10**7),
    digits: int = 30,
) -> tuple[QuadratureRow, ...]:
    """Check each term's asymptotics against quadrature of its defining integral.

    Parameters
    ----------
    alpha, beta, d
        The model; gamma and v as by default.
    tau
        Ladder of rescaled times gamma*B*r, 5 or more; the asymptotics are those of many.
    digits
        Digits of the quadrature.

    Returns
    -------
    tuple of QuadratureRow
        One per term and time, for the terms that exist at this point.

    Examples
    --------
    >>> all(row.matches for row in quadrature_check("7/10", "9/10", tau=(50, 10**5), digits=20))
    True
    """
    check_digits(digits)
    model = PLRF(alpha, beta, d)
    times = [exact("tau", x) for x in tau]
    if any(x < 5 for x in times):
        raise DomainError(f"tau = {float(min(times)):g}: tau >= 5 is needed for the asymptotics.")
    resolvent = model.resolvent(digits + 20)
    with resolvent.field.working():
        rate = float(model.rate(resolvent)) * float(model.batch)
    rows = []
    mp = own(digits + 20)
    for term in power_integrals(model, resolvent.field):
        if term.constant == 0 or term.power <= 0:
            continue
        leading = _derived_leading(term.name, model, digits + 20)
        for x in times:
            time = mp.mpf(x.numerator) / x.denominator
            rows.append(_row(term, float(x) / rate, time, term.constant * leading(x), digits))
    return tuple(rows)


def _derived_leading(name: str, model: PLRF, digits: int) -> Callable[[Fraction], Any]:
    """Leading form of a term's integral at times tau, as derived from its statement."""
    import sympy as sp

    from phasecalc import symbols
    from phasecalc.asymptotics.rules.laplace import watson
    from phasecalc.plrf.phases.terms import TERMS, domain

    (term,) = (t for t in TERMS if t.name == _NAMES[name])
    (integral,) = term.definition.atoms(sp.Integral)
    point = {
        symbols.alpha: sp.Rational(str(model.alpha)),
        symbols.beta: sp.Rational(str(model.beta)),
        symbols.d: sp.Rational(str(model.d)),
    }
    (case,) = (c for c in watson(integral, domain()) if c.region.contains(model.alpha, model.beta))

    def leading(tau: Fraction) -> Any:
        value = case.leading.subs({**point, symbols.tau: sp.Rational(str(tau))})
        return constant(value, own(digits))

    return leading


def _row(term: PowerIntegral, r: float, tau: Any, leading: Any, digits: int) -> QuadratureRow:
    mp = tau.context
    power, x = term.power, 2 * tau
    # With u = e^-t/x the integrand is of order 1, has no endpoint singularity, turns near t = 0
    # and falls doubly exponentially left of it.
    first, last = -mp.log(x), (digits + 15) * 3 / power
    if term.lower:
        last = -mp.log(x * term.lower)
    inner = [p for p in (-6, -5, -4, -3, -2, -1, 0, 1, 2, 4, 6, 8) if first < p < last]
    points = [first, *inner, *_steps(8, last), last]
    scaled = integral(lambda t: mp.exp(-power * t - mp.exp(-t)), points, digits)
    value = term.constant * mp.convert(scaled) * x**-power
    error = value / leading - 1
    upper = x ** (power - 1) * mp.exp(-x) / mp.gamma(power)
    lower = (x * term.lower) ** power / mp.gamma(power + 1) if term.lower else mp.mpf(0)
    remainder = -(upper + lower)
    floor = mp.mpf(10) ** (2 - digits)
    # Next corrections: (power - 1)/x from the upper end, x*l from the lower.
    slack = mp.mpf("0.1") + abs(power - 1) / x + x * term.lower
    matches = abs(error - remainder) <= slack * abs(remainder) + floor
    return QuadratureRow(
        term.name,
        r,
        exported(value),
        exported(leading),
        float(error),
        float(remainder),
        bool(matches),
    )


def _steps(low: Any, high: Any) -> list[Any]:
    count = math.ceil(max(float(high - low), 0) / 6)
    return [low + (high - low) * k / count for k in range(1, count)] if count else []
