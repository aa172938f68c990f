"""Both sides of a claim about orders, measured at a large model: numbers beside the reason.

The terms are the exact integrals of ``phasecalc.plrf.model.terms_numeric``, not their
leading forms, so that the measurement owes nothing to the symbolic route.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from phasecalc.checker import Surd
from phasecalc.claims.reading.ask import Point
from phasecalc.claims.reading.language import (
    PARAMETERS,
    TERM_NAMES,
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    walk,
)
from phasecalc.exceptions import PhasecalcError

__all__ = ["Measurement", "measure"]

_DIGITS = 25
_MANY = 300  # digits with which both sides are worked out
_OFF, _SAME = 1e-20, 1e-7  # how far off a term may be, and what that may change
_LARGEST = 100.0  # decimal digits of the model size
_WIDE = 4.0  # decimal digits between tau and both ends of the window


@dataclass(frozen=True)
class Measurement:
    """Ratio of the two sides at two sizes on one path.

    Parameters
    ----------
    sizes
        Model size and iterations, as texts.
    ratios
        Left side over right side at each.
    """

    sizes: tuple[tuple[str, str], ...]
    ratios: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(
            f"{ratio} at d = {d}, r = {r}"
            for (d, r), ratio in zip(self.sizes, self.ratios, strict=True)
        )


def measure(
    claim: Relation, point: Point, direction: tuple[int, int] = (1, 1)
) -> Measurement | None:
    """Ratio of the sides of a claim on a path through the window, or None where it has no number.

    Parameters
    ----------
    claim
        Relation between orders.
    point
        alpha and beta.
    direction
        log tau and log(d**(2 alpha)/tau) up to a factor.

    Examples
    --------
    >>> from phasecalc.claims.reading.language import Binary, statement
    >>> claim = statement("F_pp ~ (gamma*B*r)**(-2)")
    >>> print(measure(claim, (Fraction(1), Fraction(3, 2))))
    0.125 at d = 1e+04, r = 3.29e+4, 0.125 at d = 1e+08, r = 3.29e+8
    """
    if any(isinstance(x, Surd) for x in point):
        return None
    if any(isinstance(n, Name) and n.name == "kappa_0" for n in walk(claim.left, claim.right)):
        return None
    alpha = float(point[0])
    share = direction[0] / sum(direction)
    digits = math.ceil(_WIDE / (2 * alpha * min(share, 1 - share)))
    if 2 * digits > _LARGEST:
        return None
    try:
        found = [_ratio(claim, point, k * digits, 2 * alpha * share * k * digits) for k in (1, 2)]
    except (PhasecalcError, ArithmeticError, ValueError, TypeError):
        return None
    return Measurement(tuple((d, r) for d, r, _ in found), tuple(x for _, _, x in found))


def _ratio(claim: Relation, point: Point, digits: int, tau_digits: float) -> tuple[str, str, str]:
    from phasecalc.numerics.context import own
    from phasecalc.plrf.model.parameters import PLRF
    from phasecalc.plrf.model.terms_numeric import terms

    mp = own(_DIGITS)
    model = PLRF(*point, d=10**digits)
    rate = model.rate(model.resolvent(_DIGITS))
    r = mp.mpf(10) ** mp.mpf(tau_digits) / mp.mpf(str(rate))
    sizes = {"d": mp.mpf(10) ** digits, "r": r, "gamma": mp.mpf(str(rate)), "B": mp.mpf(1)}
    exact = terms(model, Fraction(mp.nstr(r, _DIGITS)), digits=_DIGITS)
    values = (
        exact.capacity,
        exact.pure_point,
        exact.absolutely_continuous,
        exact.kernel_pure_point,
    )
    measured = dict(zip(TERM_NAMES, map(mp.convert, values), strict=True))
    ratio = _confirmed(claim, point, sizes, measured)
    return f"1e+{digits:02d}", mp.nstr(r, 3), mp.nstr(ratio, 6)


def _confirmed(
    claim: Relation, point: Point, sizes: dict[str, Any], measured: dict[str, Any]
) -> Any:
    """The ratio, if it is the same with more digits, and with terms moved by what they may be off.

    Where both sides of a difference agree in all of their digits, what is left is no measurement.
    """
    from phasecalc.numerics.context import own

    found = []
    for digits, moved in ((_MANY, 0), (2 * _MANY, _OFF)):
        mp = own(digits)
        at: dict[str, Any] = dict(zip(PARAMETERS, (_number(x, mp) for x in point), strict=True))
        at |= {n: mp.convert(x) for n, x in sizes.items()} | {"pi": mp.pi}
        for k, (n, x) in enumerate(measured.items(), start=1):
            at[n] = mp.convert(x) * (1 + k * mp.mpf(moved))
        ratio = _value(claim.left, at, mp) / _value(claim.right, at, mp)
        if not mp.isfinite(ratio) or hasattr(ratio, "_mpc_") or ratio == 0:
            raise ArithmeticError("no positive finite ratio")
        found.append(ratio)
    if abs(found[0] / found[1] - 1) > _SAME:
        raise ArithmeticError("the digits of both sides cancel")
    return found[1]


def _number(x: Any, mp: Any) -> Any:
    return mp.mpf(x.numerator) / x.denominator


def _value(node: Node, at: dict[str, Any], mp: Any) -> Any:
    if isinstance(node, Name):
        if at[node.name] == 0:
            raise ArithmeticError(f"{node.name} is not measured here")
        return at[node.name]
    if isinstance(node, Number):
        return _number(node.value, mp)
    if isinstance(node, Negative):
        return -_value(node.argument, at, mp)
    if isinstance(node, Call):
        functions = {
            "gamma_function": mp.gamma,
            "zeta": mp.zeta,
            "log": mp.log,
            "sqrt": mp.sqrt,
        }
        return functions[node.function](_value(node.argument, at, mp))
    assert isinstance(node, Binary)  # relations between orders have no min and max
    left, right = _value(node.left, at, mp), _value(node.right, at, mp)
    if node.operator == "+":
        return left + right
    if node.operator == "-":
        return left - right
    if node.operator == "*":
        return left * right
    return left / right if node.operator == "/" else left**right
