"""Why the best model size is what it is: where the two terms that decide balance, in d and r."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number
from phasecalc.exceptions import DomainError
from phasecalc.plrf.asking.dominance import term_powers

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.plrf.asking.diagram import LossPhase
    from phasecalc.plrf.asking.query import Exponents

__all__ = ["phase_reason", "reason"]


def reason(answer: Exponents) -> str:
    """One sentence: the ratio of the terms that balance, and where it is of order 1.

    Parameters
    ----------
    answer
        An answer inside a phase, at the largest learning rate.

    Raises
    ------
    DomainError
        On a boundary, where two balances meet, or with the learning rate free.

    Examples
    --------
    >>> from phasecalc.plrf.asking.query import exponents
    >>> print(reason(exponents("7/10", "9/10")))
    K_pp/F_ac is of the order d r^(-1), so they balance at d = r
    >>> print(reason(exponents(1, "7/10")))
    F_pp/F_ac is of the order d r^(-7/10), so they balance at d = r^(7/10)
    """
    if answer.boundary or len(answer.spans()) > 1:
        raise DomainError(
            "a reason is given inside a phase, at the largest learning rate; at a boundary ask on "
            "either side of it"
        )
    first, second = answer.tradeoff
    powers = term_powers(answer.alpha, answer.beta)
    size, time = (a - b for a, b in zip(powers[first], powers[second], strict=True))
    ratio = f"{_power('d', size)} {_power('r', time)}"
    balance = _power("r", -time / size)
    return f"{first}/{second} is of the order {ratio}, so they balance at d = {balance}"


def phase_reason(phase: LossPhase) -> str:
    """The same for a whole phase, in formulas.

    Parameters
    ----------
    phase
        A phase at the largest learning rate.

    Raises
    ------
    DomainError
        The learning rate is free: three terms balance, or a constraint binds.

    Examples
    --------
    >>> from phasecalc.plrf.asking.diagram import phase_diagram
    >>> print(phase_reason(phase_diagram()["III"]))
    K_pp/F_ac is of the order d r^(-1), so they balance at d = r whatever alpha and beta
    >>> print(phase_reason(phase_diagram()["II"]))
    F_pp/F_ac is of the order d r^(-beta/alpha), so they balance at d = r^(beta/alpha)
    """
    import sympy as sp

    from phasecalc.regions.formulas import formula_text, positive_form
    from phasecalc.symbols import alpha, beta, delta

    orders = phase.term_orders
    if any(order.free_symbols - {alpha, beta, delta} for order in orders.values()):
        raise DomainError("a reason is given at the largest learning rate, not when it is free")
    first, second = phase.tradeoff
    difference = orders[first] - orders[second]
    # f^(B + (A - B) delta) is d^A r^B.
    size, time = difference.subs(delta, 1), difference.subs(delta, 0)

    def power(name: str, exponent: Expr) -> str:
        written = positive_form(sp.cancel(exponent), phase.region)
        return "" if written == 0 else name if written == 1 else f"{name}^({formula_text(written)})"

    ratio = " ".join(filter(None, (power("d", size), power("r", time))))
    place = sp.cancel(-time / size)
    always = "" if place.free_symbols else " whatever alpha and beta"
    return (
        f"{first}/{second} is of the order {ratio}, so they balance at d = "
        f"{power('r', place) or '1'}{always}"
    )


def _power(name: str, exponent: Number) -> str:
    if exponent == 1:
        return name
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1 and exponent > 0
    return f"{name}^{exponent}" if whole else f"{name}^({exponent})"
