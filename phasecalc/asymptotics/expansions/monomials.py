"""Monomials in the mode and the variable: what the argument of a profile is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.asymptotics.expansions.signs import Signs
from phasecalc.asymptotics.rules.hypotheses import is_rational
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["argument_of", "monomial", "require_positive"]


def monomial(expression: Expr, j: Symbol, t: Symbol) -> tuple[Expr, Expr, Expr] | None:
    """Coefficient and powers (c, e, q) of c t^e j^q; None for anything else.

    Examples
    --------
    >>> j, t = sp.symbols("j t", positive=True)
    >>> monomial(3 * t / j**2, j, t)
    (3, 1, -2)
    """
    c, powers = sp.S.One, {t: sp.S.Zero, j: sp.S.Zero}
    for factor in sp.Mul.make_args(expression):
        base, power = factor.as_base_exp()
        if not factor.has(t, j):
            c *= factor
        elif base in powers and not power.has(t, j):
            powers[base] += power
        else:
            return None
    return c, tidy(powers[t]), tidy(powers[j])


def argument_of(e: Expr, j: Symbol, t: Symbol, signs: Signs, what: Expr) -> tuple[Expr, Expr, Expr]:
    """Coefficient and powers of the argument of a profile; refused unless it is a monomial in j.

    Parameters
    ----------
    e
        The argument.
    j, t, signs
        As for :func:`phasecalc.asymptotics.expansions.summand.summands`.
    what
        The profile, for messages.
    """
    read = monomial(e, j, t)
    if read is None:
        raise DomainError(f"{what}: {e} is no constant times powers of {t} and {j}")
    c, growth, inner = read
    require_positive(c, signs, f"{what}: the coefficient in {e},")
    if inner == 0:
        raise DomainError(f"{what} does not depend on {j}; take it out of the sum")
    return c, growth, inner


def require_positive(c: Expr, signs: Signs, what: str) -> None:
    """Refuse a coefficient that is not known to be a positive constant.

    Parameters
    ----------
    c, signs
        The coefficient, and signs of the parameters.
    what
        The start of the message.
    """
    if c.is_positive or (is_rational(c) and not c.is_number and signs.of(c) == 1):
        return
    raise DomainError(
        f"{what} {c}, must be a positive constant; state its sign in where=..., or declare it in "
        "constants=..."
    )
