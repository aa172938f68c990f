"""Ways of writing that several chapters on other laws share; nothing is checked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp

from phasecalc.proof import Claim, claim

__all__ = ["local_exponent", "pulled"]


def pulled(
    loss: sp.Expr, pull: sp.Expr, p: sp.Symbol, room: Mapping[str, Any], grown: sp.Expr = sp.S.One
) -> Claim:
    """The slope of a loss in p, as its slope in log p^3, times how fast p^3 makes grow."""
    return claim(loss, "slope", 3 / p * grown * pull, variable=p, **room)


def local_exponent(
    balance: sp.Expr,
    by_budget: sp.Expr,
    by_size: Callable[[sp.Expr], sp.Expr],
    share: tuple[sp.Symbol, sp.Expr],
    ends: tuple[sp.Symbol, sp.Symbol],
    room: Mapping[str, Any],
    where: Sequence[Any] = (),
) -> tuple[Claim, Claim, Claim]:
    """How log N, N = p^3, must move with the logarithm of the budget to keep a balance.

    Three claims: the slopes of the balance in p and in the budget, and minus their quotient; in
    the last the share stands for itself, as everything there depends on p through it alone.
    """
    (name, meaning), (p, budget) = share, ends
    in_budget, exponent = by_budget / budget, by_budget / by_size(name)
    quotient = -(budget * in_budget) / (p / 3 * (-3 / p * by_size(name)))
    return (
        claim(balance, "slope", -3 / p * by_size(meaning), variable=p, **room),
        claim(balance, "slope", in_budget, variable=budget, **room),
        claim(quotient, "=", exponent, where=where),
    )
