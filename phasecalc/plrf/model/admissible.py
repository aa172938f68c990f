"""Which parameters a model may have: the domain, and a stable learning rate."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.parsing.numbers import rough

if TYPE_CHECKING:
    from phasecalc.plrf.curves.resolvent import Resolvent
    from phasecalc.plrf.model.parameters import PLRF

__all__ = ["LARGEST", "LARGEST_AMBIENT", "check_ranges", "check_stability"]

_LONGEST = 40  # characters of an exact number in a message
LARGEST, LARGEST_AMBIENT = Fraction(10) ** 110, Fraction(10) ** 113

_SLOWEST = Fraction(1, 10**250)  # learning rate of which doubles can take the reciprocal
_CLEAR = 1e-6  # relative distance from instability that one look at the sums must show


def check_ranges(model: PLRF) -> None:
    """Refuse parameters outside the domain.

    Parameters
    ----------
    model
        The model.
    """
    if not 0 < model.alpha <= 100:
        raise DomainError(f"alpha = {_said(model.alpha)}: 0 < alpha <= 100 is needed.")
    if abs(model.beta) > 100:
        raise DomainError(f"beta = {_said(model.beta)}: |beta| <= 100 is needed.")
    if model.alpha + model.beta <= Fraction(1, 2):
        raise DomainError(
            f"alpha + beta = {model.alpha + model.beta}: there is no power law unless "
            "alpha + beta > 1/2."
        )
    if not 1 <= model.d <= LARGEST:
        raise DomainError(f"d = {rough(model.d)}: 1 <= d <= 1e110 is needed.")
    if model.v < model.d:
        raise DomainError(
            f"v = {rough(model.v)} < d = {rough(model.d)}: v >= d is needed; raise v."
        )
    if model.v == math.inf and 2 * model.alpha <= 1:
        raise DomainError(
            f"v = inf with 2*alpha = {2 * model.alpha}: the trace of D diverges unless "
            "2*alpha > 1; give a finite v."
        )
    if model.v != math.inf and model.v > LARGEST_AMBIENT:
        raise DomainError(f"v = {rough(model.v)}: v <= 1e113 or v = inf is needed.")
    if not 1 <= model.batch <= 10**15:
        raise DomainError(f"batch = {_said(model.batch)}: 1 <= batch <= 1e15 is needed.")
    if model.gamma is not None and not model.gamma >= _SLOWEST:
        needed = "gamma > 0" if model.gamma <= 0 else "gamma >= 1e-250"
        raise DomainError(f"gamma = {rough(model.gamma)}: {needed} is needed.")


def check_stability(model: PLRF) -> None:
    """Refuse a learning rate with which SGD diverges.

    Parameters
    ----------
    model
        The model.
    """
    resolvent = model.resolvent(None)
    gamma, batch = model.gamma, float(model.batch)
    gamma = model.rate(resolvent) if gamma is None else gamma  # exact where given: any size
    if _plainly_stable(resolvent, gamma, batch):
        return
    with resolvent.field.working():
        largest = float(resolvent.right_edge)
    bound = 2 / ((batch + 1) * largest)
    if not gamma < bound:
        raise DomainError(
            f"gamma*(B + 1)*lambda_max = {rough(2 * Fraction(gamma) / Fraction(bound))} with "
            f"gamma = {rough(gamma)}: SGD diverges unless it is below 2, that is, unless "
            f"gamma < {bound:.6g}."
        )
    norm = model.kernel_norm()
    if abs(1 - norm) < 1e-9:
        norm = model.kernel_norm(40)  # doubles can no longer tell which side of 1 it is on
    if not norm < 1:
        raise DomainError(
            f"||K|| = {float(norm):.6g} with gamma = {float(gamma):.6g}: SGD diverges unless "
            f"it is below 1; lower gamma, for instance to {float(gamma) / float(2 * norm):.6g}."
        )


def _plainly_stable(resolvent: Resolvent, gamma: Fraction | float, batch: float) -> bool:
    """Whether one look at the sums shows that the spectrum ends below q's root and ||K|| < 1.

    z(omega) = omega (1 + |S_1|/d) rises right of the edge and |S_1| falls, and ||K|| is
    |S_1|/(B + 1) where z is q's root. So at omega = root/(1 + (B + 1)/d) it is enough to see
    |S_1| < B + 1: there z is below the root, which lies further right, where |S_1| is smaller.
    """
    d, most = float(resolvent.d), batch + 1
    if not 1e-200 < gamma < 1e200:
        return False
    omega = 2 / (float(gamma) * most * (1 + most / d))
    if not omega > 1 + _CLEAR:
        return False
    with resolvent.field.working():
        s1, s2 = resolvent.power_sums.sums(np.array([-omega]), [(0.0, 1), (0.0, 2)])
    return bool(-s1[0] < most * (1 - _CLEAR) and s2[0] < d * (1 - _CLEAR))


def _said(number: Fraction) -> str:
    """An exact number in full, or six digits of a long one."""
    text = str(number)
    return text if len(text) <= _LONGEST else rough(number)
