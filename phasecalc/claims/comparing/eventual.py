"""Exact comparisons refuted for all large sizes on a path, by the order of the difference."""

from __future__ import annotations

import contextlib
import itertools

from phasecalc.claims.comparing.comparison import HOLDS
from phasecalc.claims.orders.parted import sign_along
from phasecalc.claims.orders.paths import PATHS, at_point, behaviour
from phasecalc.claims.reading.ask import Clock, points
from phasecalc.claims.reading.language import PARAMETERS, Relation
from phasecalc.claims.reading.outcome import Outcome
from phasecalc.exceptions import Undecided
from phasecalc.regions.region import Region

__all__ = ["refuted_for_large_sizes"]

_MOST_POINTS = 4


def refuted_for_large_sizes(claim: Relation, region: Region, clock: Clock) -> Outcome | None:
    """A point and a path along which the claim is false for all large sizes, or None.

    Parameters
    ----------
    claim
        Exact comparison in which sizes or terms occur.
    region
        Where.
    clock
        Time left.
    """
    from phasecalc.claims.orders.orders import Comparison, pieces_of

    for piece in pieces_of(claim, region, clock):
        with contextlib.suppress(Undecided):
            comparison = Comparison(claim, piece, clock)
            left, right = (comparison.reader.read(s) for s in (claim.left, claim.right))
            gap = comparison.terms.expanded(left - right)
            listed = points(piece.region, _MOST_POINTS, clock)
            for path, point in itertools.product(PATHS, listed):
                try:
                    found = behaviour(at_point(gap, point), path, comparison.window, point)
                except (Undecided, ValueError, ZeroDivisionError):
                    continue
                sign = 0 if found is None else sign_along(found)
                if sign and not HOLDS[claim.operator](sign):
                    witness = {k: str(x) for k, x in zip(PARAMETERS, point, strict=True)}
                    witness |= {"path": path.text(comparison.window, point)}
                    side = "larger" if sign > 0 else "smaller"
                    reason = f"left is {side} for all large d along the path"
                    return Outcome("refuted", "enclosed", reason, witness)
    return None
