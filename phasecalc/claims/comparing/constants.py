"""Exact comparisons of what is not rational in alpha and beta: constants, and formulas in sizes.

Equality is proved by the normal form alone, an inequality by signs of products,
by a ball around a difference without parameters, or by the logarithm of a
quotient of two products. A refutation is an exact point, with exact sizes where
sizes occur, at which balls around both sides contradict the claim. Where sizes
occur a claim is about all of them, not about large ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from phasecalc.claims.comparing.comparison import HOLDS, at_jumps, pieces, without_value
from phasecalc.claims.comparing.eventual import refuted_for_large_sizes
from phasecalc.claims.orders.exceeding import signs_of
from phasecalc.claims.orders.sides import SideReader
from phasecalc.claims.reading.ask import Clock, Found, Point, point_of, points, simplified
from phasecalc.claims.reading.balls import value
from phasecalc.claims.reading.fixed import fixed
from phasecalc.claims.reading.language import PARAMETERS, SIZES, TERM_NAMES, Name, Relation, walk
from phasecalc.claims.reading.outcome import Outcome, undecided
from phasecalc.claims.reading.quantities import LEADING_FORMS
from phasecalc.claims.reading.rational import key_of
from phasecalc.exceptions import Undecided
from phasecalc.normal.sums import Sum
from phasecalc.regions.region import Region

__all__ = ["ALL_SIZES", "decide"]

ALL_SIZES = "for all d, r > 1, B >= 1 and gamma > 0 with 1 < gamma B r < d^(2 alpha)"
_MOST_POINTS = 60
_MOST_SIZED = 8


def decide(claim: Relation, region: Region, clock: Clock) -> Outcome:
    """Decide an exact comparison on a region.

    Parameters
    ----------
    claim
        Relation with one of the operators ``== != < <= > >=``.
    region
        Where; part of the domain.
    clock
        Time left.
    """
    names = {n.name for n in walk(claim.left, claim.right) if isinstance(n, Name)}
    keys = {k for node in walk(claim.left, claim.right) if (k := key_of(node)) is not None}
    keys -= {*PARAMETERS, *SIZES, *TERM_NAMES}
    sized = bool(names & {*SIZES, *TERM_NAMES})
    terms = bool(names & {*TERM_NAMES})
    assumes = (*((ALL_SIZES,) if sized else ()), *((LEADING_FORMS,) if terms else ()))
    open_ = without_value(keys, region, clock)
    met = []
    for piece in pieces(keys):
        for cell in (region & piece.region).cells:
            part = Region(PARAMETERS, (cell,))
            if point_of(part, clock).proved or not (here := simplified(part, clock)).cells:
                continue
            met.append(piece.name)
            reader = SideReader(here, {**fixed(here), **piece.known}, clock)
            try:
                left, right = reader.read(claim.left), reader.read(claim.right)
                sides = _Sides(claim, left, right, here, clock)
            except Undecided as problem:
                open_.append(Found.open(str(problem)))
                continue
            if all(HOLDS[claim.operator](s) for s in signs_of(sides.gap, here, clock)):
                continue
            refuted, agreeing = sides.refuted(sized=sized)
            if refuted is None and sized:
                refuted = refuted_for_large_sizes(claim, here, clock)
            if refuted is not None:
                refuted.assumes = assumes
                return refuted
            complaint = "no proof found"
            if agreeing:
                complaint += f"; sampled: it holds to 40 digits at {agreeing} points"
            open_.append(Found.open(complaint))
    open_ += at_jumps(keys, region, clock, met)
    if open_:
        return undecided(open_, assumes)
    how = "both sides have one normal form" if claim.operator == "==" else "signs and balls"
    return Outcome("proved", "proved", how, assumes=assumes)


@dataclass(frozen=True)
class _Sides:
    """Both sides of a claim on one piece."""

    claim: Relation
    left: Sum
    right: Sum
    here: Region
    clock: Clock

    @property
    def gap(self) -> Sum:
        """Left minus right."""
        return self.left - self.right

    def refuted(self, *, sized: bool) -> tuple[Outcome | None, int]:
        """A point at which the claim is certainly false, and at how many it may be true."""
        agreeing = 0
        for point in points(self.here, _MOST_SIZED if sized else _MOST_POINTS, self.clock):
            for sizes in _sizes(point) if sized else [{}]:
                try:
                    x, y = (value(s.products, point, sizes) for s in (self.left, self.right))
                    gap = value(self.gap.products, point, sizes)
                except (Undecided, ValueError, ZeroDivisionError):
                    continue
                sign = gap.sign()
                holds = HOLDS[self.claim.operator]
                if (sign == 0 and not self.gap.vanishes) or holds(sign):
                    agreeing += int(sign != 0 or (gap.tiny() and holds(0)))
                    continue
                witness = {k: str(v) for k, v in zip(PARAMETERS, point, strict=True)}
                witness |= {k: _short(v) for k, v in sizes.items()}
                witness |= {"left": str(x), "right": str(y)}
                reason = f"{x} {self.claim.operator} {y} is false, by balls around both sides"
                return Outcome("refuted", "enclosed", reason, witness), agreeing
        return None, agreeing


def _sizes(point: Point) -> Iterator[dict[str, Fraction]]:
    """Exact sizes inside the window: powers of 10, gamma near its largest stable order."""
    alpha = point[0]
    if not isinstance(alpha, Fraction):
        return
    for digits in (2, 12, 60, 400):
        width = 2 * alpha * digits
        rate = max(Fraction(0), (1 - 2 * alpha) * digits)
        for share in (Fraction(1, 2), Fraction(1, 8), Fraction(7, 8)):
            tau = round(width * share)
            r = tau + round(rate)
            if not 0 < tau < width - Fraction(1, 2) or r <= 0:
                continue
            for batch in (1, 2):
                yield {
                    "d": Fraction(10) ** digits,
                    "r": Fraction(10) ** r,
                    "gamma": Fraction(1, 10 ** round(rate)),
                    "B": Fraction(batch),
                }


def _short(x: Fraction) -> str:
    for base, sign in ((x, ""), (1 / x, "-")):
        text = str(base)
        if len(text) > 4 and text.strip("0") == "1":
            return f"10^{sign}{len(text) - 1}"
    return str(x)
