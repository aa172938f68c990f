"""Comparisons of numbers that are not rational in alpha and beta: gamma values, powers, pi.

Equality is proved by the normal form of products alone. Everything else is
refuted by a ball at an exact point, or left undecided: that many points agree
with a claim is no proof of it.
"""

from __future__ import annotations

from phasecalc.claims.ask import Clock, Found, point_of, points, simplified
from phasecalc.claims.balls import value
from phasecalc.claims.comparison import HOLDS, at_jumps, pieces, without_value
from phasecalc.claims.language import PARAMETERS, Relation, walk
from phasecalc.claims.outcome import Outcome, undecided
from phasecalc.claims.products import Product
from phasecalc.claims.rational import key_of
from phasecalc.claims.sides import SideReader
from phasecalc.exceptions import Undecided
from phasecalc.regions.region import Region

__all__ = ["decide"]

_MOST_POINTS = 60


def decide(claim: Relation, region: Region, clock: Clock) -> Outcome:
    """Decide a comparison of constants on a region.

    Parameters
    ----------
    claim
        Relation with one of the operators ``== != < <= > >=``.
    region
        Where; part of the domain.
    clock
        Time left.
    """
    keys = {k for node in walk(claim.left, claim.right) if (k := key_of(node)) is not None}
    keys -= set(PARAMETERS)
    open_ = [*without_value(keys, region, clock), *at_jumps(keys, region, clock)]
    for piece in pieces(keys):
        here = region & piece.region
        if point_of(here, clock).proved:
            continue
        here = simplified(here, clock)
        reader = SideReader(here, {}, piece.known, clock)
        try:
            left, right = reader.read(claim.left), reader.read(claim.right)
        except Undecided as problem:
            open_.append(Found.open(str(problem)))
            continue
        if claim.operator in ("==", "<=", ">=") and _same(left, right):
            continue
        refuted, agreeing = _refuted(claim, left, right, here)
        if refuted is not None:
            return refuted
        complaint = f"no proof found; sampled: it holds to 40 digits at {agreeing} points"
        open_.append(Found.open(complaint))
    if open_:
        return undecided(open_)
    return Outcome("proved", "proved", "both sides have one normal form")


def _same(left: list[Product], right: list[Product]) -> bool:
    rest = list(right)
    for product in left:
        match = next((p for p in rest if (product * p.inverse()).is_one()), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest


def _refuted(
    claim: Relation, left: list[Product], right: list[Product], here: Region
) -> tuple[Outcome | None, int]:
    """A point at which the claim is certainly false, and at how many it may be true."""
    agreeing = 0
    for point in points(here, _MOST_POINTS):
        try:
            x, y = value(left, point), value(right, point)
        except (Undecided, ValueError, ZeroDivisionError):
            continue
        gap = x - y
        if gap.sign() == 0 or HOLDS[claim.operator](gap.sign()):
            agreeing += int(gap.sign() != 0 or (gap.tiny() and HOLDS[claim.operator](0)))
            continue
        witness = {k: str(v) for k, v in zip(PARAMETERS, point, strict=True)}
        witness |= {"left": str(x), "right": str(y)}
        reason = f"{x} {claim.operator} {y} is false, by balls around both sides"
        return Outcome("refuted", "enclosed", reason, witness), agreeing
    return None, agreeing
