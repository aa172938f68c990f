r"""Optimisers other than SGD on power-law random features, derived from the terms of SGD.

The terms of SGD's loss are those that ``phasecalc.plrf`` derives. An optimiser changes how far
training has come after t steps, and its noise:

* **momentum** (constant): SGD with another constant in its learning rate; the same exponents.
* **DANA** (Ferbach et al.): a slow second learning rate gamma_3. Time becomes
  :math:`\vartheta = \max(\gamma_2 t, \gamma_3 t^2)`. The noise that the momentum brings stays
  bounded while gamma_3 s(t) <= gamma_2, s(t) = :math:`\sum_j \min(1, \gamma_2 \lambda_j t)`, the
  number of modes in motion. Constant: gamma_3 = gamma_2 / d, the last value of this bound.
  Decaying: gamma_3 = gamma_2 / s(t). Off the noise a mode obeys z'' + (delta/t) z' + gamma_3 lambda
  z = 0, whose solution depends on lambda * vartheta alone: so every term that is an integral of
  such modes over the spectrum, F_pp and F_ac alike, is read at vartheta, if delta is not small.
* **SignSGD** (Kim, Song, Yun): the step has a length that does not depend on the loss, so that
  time runs as :math:`d\tau = c\,dt / \sqrt{L}`, c = gamma_0 d^min(alpha, 1/2). A term
  g tau^-x of SGD becomes :math:`g^{2/(2-x)} (c t)^{-2x/(2-x)}` where x < 2, and is gone in finite
  time where x > 2. In place of K_pp stands the floor gamma_0^2 d^(2 - min(1, 2 alpha)). It is
  the end of training: for alpha < 1/2 it builds up as modes begin to move, and before that the
  noise is less. The diagram charges it whole, too much for alpha < 1/2 < beta
  (``phasecalc.optimisers.signsgd`` and its tests; ``phasecalc.optimisers.noise_in_motion`` has
  what they suggest).

The rules for the noise and the clock are cited, or reconstructed where the papers' tables were not
at hand; see ``RULES``. What follows from them is derived and proved.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.rules.order import Order
from phasecalc.exceptions import DomainError
from phasecalc.optimisers import noise_in_motion
from phasecalc.optimisers.terms import PARAMETERS, generic, guard_of, put
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.overlay import Overlay, overlay
from phasecalc.optimum.program import Program
from phasecalc.plrf.phases.store import load
from phasecalc.plrf.phases.terms import TERMS, domain, expansions, largest_learning_rate
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, d, delta, g, gamma, tau

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["NOISES", "OPTIMISERS", "RULES", "derive", "derive_comparison", "program"]

OPTIMISERS = ("SGD", "tuned SGD", "DANA-constant", "DANA-decaying", "SignSGD")
# What is charged for the noise of SignSGD: its whole floor, or that of the modes in motion.
NOISES = ("stated", "in-motion")

# What each diagram rests on beyond the terms of SGD, and how it is known.
RULES: dict[str, str] = {
    "SGD": "cited: paquette2024phases, Table 1",
    "tuned SGD": "cited: paquette2024phases, Table 1, with the learning rate an unknown",
    "DANA-constant": "reconstructed: time max(gamma_2 t, gamma_2 t^2/d), which second moments "
    "bear out at alpha = 1 (sampled); ferbach2025dimension",
    "DANA-decaying": "reconstructed: gamma_3 = gamma_2/s(t); ferbach2025dimension",
    "SignSGD": "clock and floor cited: kim2026signsgd; terms reconstructed from them. Second "
    "moments (sampled) bear out the diagram for alpha > 1/2 or beta < 1/2; for alpha < 1/2 < beta "
    "they contradict it, where the whole floor is charged before it is there, and bear out the "
    "heuristic diagram with the noise in motion",
}

half = sp.Rational(1, 2)
size, steps = delta, 1 - delta  # exponents of d and of t at a budget f = d t


@cache
def program(optimiser: str, noise: str = "stated") -> Program:
    """Program over exponents of an optimiser that is not SGD.

    Parameters
    ----------
    optimiser
        ``"DANA-constant"`` (its branch t > d), ``"DANA-decaying"`` or ``"SignSGD"``.
    noise
        Of SignSGD: ``"stated"`` or ``"in-motion"``.

    Raises
    ------
    DomainError
        Another name.
    """
    if noise not in NOISES:
        raise DomainError(f"noise {noise!r}: use {' or '.join(NOISES)}")
    if optimiser == "SignSGD":
        return _sign_program() if noise == "stated" else noise_in_motion.program()
    if optimiser in ("DANA-constant", "DANA-decaying"):
        return _dana_program(_late_time if optimiser == "DANA-constant" else _decaying_time)
    raise DomainError(f"no program for {optimiser!r}; SGD's diagrams are shipped")


def derive(optimiser: str, noise: str = "stated") -> PhaseDiagram:
    """Derive the phase diagram of an optimiser over the (alpha, beta) plane, with proofs.

    DANA-constant is SGD before t = d; its diagram is of the branch after.
    """
    if optimiser == "SGD":
        return load("largest").diagram
    if optimiser == "tuned SGD":
        return load("free").diagram
    return program(optimiser, noise).diagram()


def derive_comparison(noise: str = "stated") -> Overlay:
    """Derive which optimiser has the best compute exponent, zone by zone: half a minute."""
    return overlay({name: derive(name, noise) for name in OPTIMISERS})


def _dana_program(clock: Callable[[Expr, Region], Expr]) -> Program:
    """Terms of SGD at its largest learning rate, with time by another clock."""
    terms: dict[str, list[tuple[Expr, Expr]]] = {}
    for term in TERMS:
        for case in generic(expansions(term.definition, term.where)):
            for rate, region in _rates():
                guard = guard_of(case.region & region)
                if guard is not None:
                    sizes = {d: size, gamma: rate, tau: clock(rate, region)}
                    terms.setdefault(term.name, []).append((put(case.order, sizes), guard))
    return Program.of(
        terms=terms,
        unknowns=[delta],
        constraints={"d >= 1": delta >= 0, "t >= 1": delta <= 1},
        domain=[domain().as_expr()],
        parameters=PARAMETERS,
    )


def _late_time(rate: Expr, region: Region) -> Expr:
    """Exponent of gamma_2 t^2 / d."""
    return rate + 2 * steps - size


def _decaying_time(rate: Expr, region: Region) -> Expr:
    """Exponent of gamma_2 t^2 / s(t).

    s(t) is the number n = (gamma_2 t)^(1/(2 alpha)) of modes that have moved, and what the
    others, up to d, have moved by: gamma_2 t times the larger of the two ends n^(1 - 2 alpha)
    and d^(1 - 2 alpha) of their sum of eigenvalues. While n < d the first end is the larger one
    where 2 alpha > 1, and gives n again; the second is where 2 alpha < 1.
    """
    above = region.implies(Region.where(alpha > half, parameters=PARAMETERS))
    moved = (rate + steps) / (2 * alpha)
    moving = moved if above else rate + steps + (1 - 2 * alpha) * size
    return rate + 2 * steps - moving


def _sign_program() -> Program:
    """Terms under the clock of signs, and the floor; gamma_0 = f^(-g)."""
    clock = -g + steps
    terms: dict[str, list[tuple[Expr, Expr]]] = {}
    for term in TERMS:
        for case in generic(expansions(term.definition, term.where)):
            if gamma in case.order.sizes:
                continue  # K_pp: the noise of SGD
            x = -case.order.exponent(tau)
            constant = put(case.order * Order(((tau, x),)), {d: size})
            for speed, side in _speeds(case.region):
                region = side & Region.where(_numerator(2 - x) > 0, parameters=PARAMETERS)
                guard = guard_of(region)
                if guard is not None:
                    form = (2 * constant - 2 * x * (clock + speed)) / (2 - x)
                    terms.setdefault(term.name, []).append((sp.expand(form), guard))
    above, below = alpha > half, alpha < half
    terms["floor"] = [(-2 * g + size, above), (-2 * g + (2 - 2 * alpha) * size, below)]
    # Nothing has been learnt before c t reaches 1; of the two speeds the smaller one is meant.
    return Program.of(
        terms=terms,
        unknowns=[delta, g],
        constraints={
            "d >= 1": delta >= 0,
            "t >= 1": delta <= 1,
            "gamma_0 <= 1": g >= 0,
            "gamma_0 d^(1/2) t >= 1": clock + size / 2 >= 0,
            "gamma_0 d^alpha t >= 1": clock + alpha * size >= 0,
        },
        domain=[domain().as_expr()],
        parameters=PARAMETERS,
    )


def _speeds(region: Region) -> list[tuple[Expr, Region]]:
    """Exponent of d^min(alpha, 1/2), on each side of alpha = 1/2."""
    sides = ((size / 2, alpha > half), (alpha * size, alpha < half))
    return [(speed, region & Region.where(s, parameters=PARAMETERS)) for speed, s in sides]


def _numerator(e: Expr) -> Expr:
    """Polynomial with the sign of a rational function with the denominator a power of alpha."""
    top, bottom = sp.fraction(sp.together(e))
    return sp.expand(top * bottom)


def _rates() -> list[tuple[Expr, Region]]:
    """Exponent of the largest stable learning rate, at most 1, on each side of alpha = 1/2."""
    found = []
    for case in generic(list(largest_learning_rate())):
        exponent = case.order.exponent(d)
        grows = exponent == 0 or case.region.implies(
            Region.where(_numerator(exponent) > 0, parameters=PARAMETERS)
        )
        found.append((sp.S.Zero if grows else exponent * size, case.region))
    return found
