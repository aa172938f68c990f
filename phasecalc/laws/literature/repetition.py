"""Data that runs out: repeated tokens are worth less and less, and the law is no power law.

With U unique tokens, D = U (1 + R) tokens of training count as U (1 + R_star (1 - exp(-R/R_star)))
(Muennighoff et al., Equation 5). A saturating exponential has no exponent, so the law is not
solved as a whole: what is given are its two regimes, as limits that SymPy takes, and the numbers in
between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["R_STAR", "Regimes", "effective_tokens", "regimes"]

# Number of repetitions after which they stop to matter. Source: muennighoff2023scaling.
R_STAR = "15.387756"


@dataclass(frozen=True)
class Regimes:
    """What the law becomes far below and far above R_star repetitions.

    Parameters
    ----------
    fresh
        Effective tokens over D for few repetitions: 1, so that the two-term law holds.
    exhausted
        Effective tokens over U for many repetitions: a constant, so that data cease to matter.
    law
        The law of the first regime.
    """

    fresh: Expr
    exhausted: Expr
    law: Law


def effective_tokens(
    epochs: ExactLike, unique: ExactLike = 1, r_star: ExactLike = R_STAR
) -> Any:  # Any: mpmath ships no types
    """Tokens that D = epochs * unique tokens of training are worth.

    Parameters
    ----------
    epochs
        Passes over the data, at least 1.
    unique
        Unique tokens U, positive.
    r_star
        Scale of the decay, positive.

    Raises
    ------
    ParseError
        Not a number.
    DomainError
        Less than one epoch, or no positive number of tokens or scale.

    Examples
    --------
    >>> print(f"{float(effective_tokens(4)) / 4:.3f} of the worth of fresh tokens")
    0.931 of the worth of fresh tokens
    """
    import mpmath

    from phasecalc.laws.sums.numbers import evaluated
    from phasecalc.numerics.context import exported, own
    from phasecalc.parsing import exact
    from phasecalc.parsing.grammar import echo
    from phasecalc.regions.algebraic import to_sympy

    given = {"epochs": epochs, "unique": unique, "r_star": r_star}
    values = {name: exact(x, name) for name, x in given.items()}
    if values["epochs"] < 1:
        raise DomainError(f"epochs = {echo(epochs)}: at least 1; with less, data are not repeated")
    for name in ("unique", "r_star"):
        if values[name] <= 0:
            raise DomainError(f"{name} = {echo(given[name])}: must be positive")
    numbers = own(mpmath.mp.dps)
    e, u, r = (numbers.convert(evaluated(to_sympy(x), numbers.dps)) for x in values.values())
    return exported(u * (1 + r * -numbers.expm1(-(e - 1) / r)))


def regimes() -> Regimes:
    """Limits of the law for few and for many repetitions.

    Examples
    --------
    >>> found = regimes()
    >>> found.fresh, found.exhausted, found.law.name
    (1, R_star + 1, 'two-term')
    """
    import sympy as sp

    from phasecalc.laws.declaring.catalogue import law
    from phasecalc.laws.text.notation import symbol

    R, r_star = symbol("R"), symbol("R_star")
    worth = 1 + r_star * (1 - sp.exp(-R / r_star))
    return Regimes(sp.limit((worth / (1 + R)), R, 0), sp.limit(worth, R, sp.oo), law("two-term"))
