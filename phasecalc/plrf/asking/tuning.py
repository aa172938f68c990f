"""Where tuning the learning rate pays, and by how much: two derived diagrams, subtracted.

With the learning rate at its largest stable order the exponent is eta_fixed; with the learning
rate free it is eta_tuned, and cannot be smaller. On each pair of phases that meet, the difference
is one rational function, and its sign is proved there.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.display import Shown
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.parsing import exact
from phasecalc.plrf.phases.store import load
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.decide import Status
from phasecalc.regions.formulas import formula_latex, formula_text, positive_form
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["Gain", "tuning_gain"]


@dataclass(frozen=True)
class Gain(Shown):
    """Gain in the loss exponent from tuning the learning rate, where two phases meet.

    Parameters
    ----------
    fixed, tuned
        Phase at the largest stable learning rate, and with the learning rate free.
    region
        Where both hold; open.
    gain
        eta_tuned - eta_fixed: 0, or a formula proved positive on the region.
    learning_rate_exponent
        Exponent g of the tuned learning rate gamma* = f**(-g).
    """

    fixed: str
    tuned: str
    region: Region
    gain: Expr
    learning_rate_exponent: Expr

    @property
    def helps(self) -> bool:
        """Whether the gain is positive."""
        return bool(self.gain != 0)

    def at(self, alpha_: ExactLike, beta_: ExactLike) -> Expr:
        """Exact gain at a point of the region.

        Raises
        ------
        DomainError
            The point lies outside the region.
        """
        if not self.region.weak().contains(alpha_, beta_):
            raise DomainError(f"alpha = {alpha_}, beta = {beta_}: needs {self.region}")
        point = (to_sympy(exact(alpha_, "alpha")), to_sympy(exact(beta_, "beta")))
        return sp.radsimp(self.gain.subs(dict(zip((alpha, beta), point, strict=True))))

    def limit(self) -> Expr:
        """Gain for beta to infinity, as a formula in alpha."""
        return positive_form(sp.limit(self.gain, beta, sp.oo), self.region)

    def __str__(self) -> str:
        where = self.region.presented()
        if not self.helps:
            return f"{self.fixed}: no gain where {where}"
        return f"{self.fixed} -> {self.tuned}: gain {formula_text(self.gain)} > 0 where {where}"

    def _repr_latex_(self) -> str:
        return rf"${formula_latex(self.gain)}$"


def tuning_gain() -> tuple[Gain, ...]:
    """What tuning the learning rate adds to the loss exponent, phase by phase.

    Returns
    -------
    tuple of Gain
        One for each pair of phases, fixed and tuned, that meet in an open set.

    Raises
    ------
    Undecided
        The sign of a gain was not proved.

    Examples
    --------
    >>> for gain in tuning_gain():
    ...     if gain.helps: print(gain)
    IVa -> IV: gain alpha*(1 - 2*alpha)*(2*beta - 1)/(4*alpha*beta + 2*alpha + 2*beta - 1) > 0
        where alpha > 1 - 1/2*sqrt(2) and alpha < 1/2 and beta > 1/2
    IVb -> IV: gain (2*alpha + 2*beta - 1)*(2*beta - 1)*(4*alpha - 1)/(2*(2*beta - 2*alpha*beta
        - alpha)*(4*alpha*beta + 2*alpha + 2*beta - 1)) > 0
        where alpha > 1/4 and alpha < 1 - 1/2*sqrt(2) and beta > 1/2
    """
    fixed, tuned = load("largest").diagram, load("free").diagram
    found = []
    for one, other in itertools.product(fixed.phases, tuned.phases):
        region = (one.region & other.region).simplified()
        if region.cells:
            difference = sp.cancel(sp.together(other.exponent - one.exponent))
            gain = positive_form(difference, region) if difference != 0 else sp.S.Zero
            if gain != 0:
                _require_positive(gain, region)
            rate = positive_form(other.solution[1], region)
            found.append(Gain(one.name, other.name, region, gain, rate))
    return tuple(found)


def _require_positive(gain: Expr, region: Region) -> None:
    top, bottom = sp.fraction(sp.together(gain))
    positive = Region.where(sp.expand(top * bottom) > 0, parameters=region.names)
    verdict = region.implies(positive)
    if verdict.status is not Status.PROVED:
        raise Undecided(f"gain {gain} > 0 where {region}: {verdict}")
