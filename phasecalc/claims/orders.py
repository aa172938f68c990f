"""Claims ``~``, ``<<`` and ``=Theta=`` between terms and formulas in r, d, gamma and B.

Both sides are written as sums of products, terms by their derived leading
forms. Products that tend to 0 against another of their side are dropped. What
is left is compared by the window's criterion, and for ``~`` the constants must
reduce to 1. A refutation is a point of the region and a path in the window
along which both sides, by their exact exponents, part; or for ``~`` a constant
whose ball leaves out 1. Both are measured at large sizes as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from phasecalc.checker import Number as Exact
from phasecalc.checker import multiply, sign
from phasecalc.claims.ask import Clock, Found, Point, covered, implied, point_of, points, simplified
from phasecalc.claims.balls import value
from phasecalc.claims.language import PARAMETERS, SIZES, TERM_NAMES, Name, Relation, walk
from phasecalc.claims.leading import Case, cases_of, learning_rates
from phasecalc.claims.measure import measure
from phasecalc.claims.outcome import Outcome, undecided
from phasecalc.claims.products import ONE, Product
from phasecalc.claims.quantities import LEADING_FORMS
from phasecalc.claims.region import compared
from phasecalc.claims.sides import SideReader
from phasecalc.claims.signs import essential, nonvanishing
from phasecalc.claims.window import Window, logarithmic_path, unequal_logarithms
from phasecalc.exceptions import Undecided
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.decide import Status
from phasecalc.regions.region import Region

__all__ = ["REGIME", "Comparison", "decide"]

REGIME = (
    "orders for d, r -> oo with 1 << gamma B r << d^(2 alpha), gamma of its largest stable order, "
    "B fixed, each alpha and beta fixed"
)
ASSUMES = (REGIME, LEADING_FORMS)
_DIRECTIONS = ((1, 1), (1, 3), (3, 1), (1, 9), (9, 1), (1, 30), (30, 1))
_MOST_POINTS = 40


def decide(claim: Relation, region: Region, clock: Clock) -> Outcome:
    """Decide a relation between orders on a region.

    Parameters
    ----------
    claim
        Relation with one of the operators ``~``, ``<<``, ``=Theta=``.
    region
        Where; part of the domain.
    clock
        Time left.
    """
    names = [n.name for n in walk(claim.left, claim.right) if isinstance(n, Name)]
    used = [t for t in TERM_NAMES if t in names]
    lists = [learning_rates(), *(cases_of(t) for t in used)]
    open_: list[Found] = []
    for cases in lists:
        found = covered(region, [c.region for c in cases], clock)
        if found.point is not None:
            where = ", ".join(f"{k} = {x}" for k, x in zip(PARAMETERS, found.point, strict=True))
            open_.append(Found.open(f"{cases[0].name} has no value at {where}"))
        elif not found.proved:
            open_.append(found)
    shown: list[str] = []
    for piece in _pieces(lists, region, clock):
        try:
            outcome = Comparison(claim, piece, clock).outcome()
        except Undecided as problem:
            outcome = undecided([Found.open(str(problem))])
        if outcome.status == "refuted":
            return outcome
        if outcome.status == "proved":
            shown.append(str(piece.region))
        else:
            solver = outcome.evidence == "solver"
            status = Status.SOLVER if solver else Status.UNDECIDED
            open_.append(Found(status, None, f"on {piece.region}: {outcome.reason}"))
    if open_:
        return undecided(open_, ASSUMES)
    reason = f"by the leading forms, on each of: {'; '.join(shown)}"
    return Outcome("proved", "proved", reason, assumes=ASSUMES)


@dataclass(frozen=True)
class _Piece:
    region: Region
    rate: Case
    terms: dict[str, Case]


def _pieces(lists: list[tuple[Case, ...]], region: Region, clock: Clock) -> Iterator[_Piece]:
    """Non-empty parts of a region, of one cell each, on which each term has one leading form."""
    for choice in itertools.product(*lists):
        here = region
        for case in choice:
            here = here & case.region
        for cell in here.cells:
            part = Region(PARAMETERS, (cell,))
            if not point_of(part, clock).proved:
                kept = simplified(part, clock)
                yield _Piece(kept, choice[0], {c.name: c for c in choice[1:]})


class Comparison:
    """A claim on one piece, on which both sides are sums of products."""

    def __init__(self, claim: Relation, piece: _Piece, clock: Clock) -> None:
        self.claim, self.region, self.clock = claim, piece.region, clock
        trees = {name: case.tree for name, case in piece.terms.items()}
        reader = SideReader(piece.region, trees, _fixed(piece.region), clock)
        (rate,) = reader.read(piece.rate.tree)
        self.rate = rate
        self.window = Window(piece.region, rate, clock)
        self.left, self.right = reader.read(claim.left), reader.read(claim.right)
        # log(2*x) ~ log(x) was used in reading, which needs x -> oo.
        if not all(self.window.grows(direction) for direction in reader.under_logs):
            raise Undecided("what stands under a logarithm does not tend to infinity on every path")

    def outcome(self) -> Outcome:
        """Proved, refuted or undecided on this piece."""
        if not self.left or not self.right:
            raise Undecided("a side is zero, which has no order")
        left, right = self._largest(self.left), self._largest(self.right)
        for side in (left, right):
            self._require_no_cancellation(side)
        found = self._proved(left, right)
        if found.proved:
            return Outcome("proved", "proved")
        refuted = self._parted(left, right, found.point)
        if refuted is None and self.claim.operator == "~" and len(left) == len(right) == 1:
            refuted = self._other_constant(left[0], right[0])
        return refuted or undecided([found])

    def _largest(self, side: list[Product]) -> list[Product]:
        """Products of a side that do not tend to 0 against another one."""
        kept = list(side)
        for small in side:
            if len(kept) > 1 and any(
                self.window.vanishes(small * big.inverse()).proved
                for big in kept
                if big is not small
            ):
                kept.remove(small)
        return kept

    def _require_no_cancellation(self, side: list[Product]) -> None:
        """What is left of a side must not vanish anywhere: its order would be another one."""
        if len(side) == 1:
            settled = nonvanishing([side[0].coefficient.top], self.region, self.clock).proved
        else:
            settled = all(self._positive(p).proved for p in side)
        if not settled:
            raise Undecided("the largest products of a side may cancel or vanish")

    def _proved(self, left: list[Product], right: list[Product]) -> Found:
        if self.claim.operator == "~":
            return self._equal(left, right)
        for product in (*left, *right):
            positive = self._positive(product)
            if not positive.proved:
                return Found.open("a side is not proved positive")
        if self.claim.operator == "<<":
            return self._each(left, right, self.window.vanishes)
        if len(left) == len(right) == 1:
            return self.window.bounded(left[0] * right[0].inverse())
        return Found.open("sums of several orders of which none is the largest everywhere")

    def _each(
        self, left: list[Product], right: list[Product], test: Callable[[Product], Found]
    ) -> Found:
        """Each product of the left side against some product of the right one."""
        for small in left:
            answers = [test(small * big.inverse()) for big in right]
            if not any(a.proved for a in answers):
                return answers[0]
        return Found(Status.PROVED)

    def _equal(self, left: list[Product], right: list[Product]) -> Found:
        rest = list(right)
        for product in left:
            for other in rest:
                quotient = product * other.inverse()
                if quotient.is_one():
                    rest.remove(other)
                    break
            else:
                if len(left) == len(right) == 1:
                    return self.sizes_agree(left[0] * right[0].inverse())
                return Found.open("sums of several products that do not agree one by one")
        return Found.open("products are left over") if rest else Found(Status.PROVED)

    def sizes_agree(self, quotient: Product) -> Found:
        """Whether no power of a size is left; constants remain to be judged."""
        for size in SIZES:
            exponent = quotient.exponent(size)
            if not exponent.vanishes:
                found = implied(self.region, compared(exponent.top, "=="), self.clock)
                if not found.proved:
                    return found
        if quotient.logs:
            return Found.open("a logarithm is left over")
        if quotient.without(SIZES).is_one():
            return Found(Status.PROVED)
        opaque = quotient.opaque
        if opaque:
            return Found.open(f"{' and '.join(opaque)} has no closed form here")
        return Found.open("the constants do not reduce to each other")

    def _positive(self, product: Product) -> Found:
        c = product.coefficient
        polynomial = essential(multiply(c.top, c.bottom), self.region, self.clock)
        return implied(self.region, compared(polynomial, ">"), self.clock)

    def _parted(
        self, left: list[Product], right: list[Product], hint: Point | None
    ) -> Outcome | None:
        """A point and a path along which the sides part, by their exact exponents."""
        candidates = [] if hint is None else [hint]
        candidates += points(self.region, _MOST_POINTS)
        growths = [[self.window.growth(p) for p in side] for side in (left, right)]
        for point, direction in itertools.product(candidates, _DIRECTIONS):
            try:
                x, y = (max(g.along(point, direction) for g in side) for side in growths)
                leading = [
                    [g for g in side if g.along(point, direction) == top]
                    for side, top in zip(growths, (x, y), strict=True)
                ]
                gap = sign(x - y)
            except (ValueError, ZeroDivisionError):  # two different square roots met
                continue
            if any(len(side) > 1 for side in leading):
                continue
            if self._fails(gap, bool(leading[0][0].logs or leading[1][0].logs)):
                return self._on_path(point, direction, x - y)
        return self._in_other_sizes(left, right, candidates)

    def _fails(self, gap: int, logs: bool) -> bool:
        """Whether this order of left over right contradicts the claim."""
        if self.claim.operator == "<<":
            return gap > 0 or (gap == 0 and not logs)
        return gap != 0

    def _in_other_sizes(
        self, left: list[Product], right: list[Product], candidates: list[Point]
    ) -> Outcome | None:
        """What parts the sides although no power of d does: a logarithm, or for ~ gamma or B."""
        if len(left) != 1 or len(right) != 1:
            return None
        quotient = left[0] * right[0].inverse()
        growth = self.window.growth(quotient)
        for point in candidates:
            if self.claim.operator == "<<":
                path = logarithmic_path(growth, point)
                if path is not None:
                    reason = f"left/right grows like a power of log(d) where {path}"
                    return self._refuted(point, (1, 1), reason, "a power of log(d)", path)
                continue
            if growth.a.vanishes and growth.c.vanishes and unequal_logarithms(growth, point):
                reason = "the ratio of both sides is a quotient of different logarithms"
                if self.claim.operator == "~":
                    return self._refuted(point, (1, 1), reason, "depends on the path")
            if len(growth.logs) == 1 and growth.a.vanishes and growth.c.vanishes:
                reason = "the ratio of both sides is a power of a logarithm"
                return self._refuted(point, (1, 1), reason, "a power of log(d)")
            for size in ("gamma", "B") if self.claim.operator == "~" else ():
                exponent = quotient.exponent(size)
                if not exponent.vanishes and exponent(point) != 0:
                    factor = f"{size}**({exponent(point)})"
                    reason = f"the ratio of both sides keeps the factor {factor}"
                    return self._refuted(point, (1, 1), reason, factor)
        return None

    def _on_path(self, point: Point, direction: tuple[int, int], gap: Exact) -> Outcome:
        if self.claim.operator == "<<" and gap == 0:
            reason = "left/right stays between constants along the path"
        else:
            reason = f"left/right grows like d^({gap}) along the path"
        return self._refuted(point, direction, reason, f"d^({gap})")

    def _refuted(
        self, point: Point, direction: tuple[int, int], reason: str, ratio: str, path: str = ""
    ) -> Outcome:
        share = direction[0] * 2 * point[0] / sum(direction)
        r = share - self.rate.exponent("d")(point)
        witness = {k: str(x) for k, x in zip(PARAMETERS, point, strict=True)}
        witness |= {"path": path or f"r = d^({r})", "ratio": ratio}
        measured = None if path else measure(self.claim, point, direction)
        if measured is not None:
            witness["measured"] = str(measured)
        return Outcome("refuted", "proved", reason, witness, ASSUMES)

    def _other_constant(self, left: Product, right: Product) -> Outcome | None:
        """A point at which the ratio of the constants is certainly not 1."""
        quotient = left * right.inverse()
        if any(not quotient.exponent(s).vanishes for s in SIZES) or quotient.logs:
            return None
        for point in points(self.region, _MOST_POINTS):
            try:
                gap = value([quotient], point) - value([Product()], point)
                shown = value([left.constant], point), value([right.constant], point)
            except (Undecided, ValueError, ZeroDivisionError):
                continue
            if gap.sign() != 0:
                witness = {k: str(x) for k, x in zip(PARAMETERS, point, strict=True)}
                witness |= {"left": f"constant {shown[0]}", "right": f"constant {shown[1]}"}
                measured = measure(self.claim, point)
                if measured is not None:
                    witness["measured"] = str(measured)
                reason = "orders agree, but the constants differ"
                return Outcome("refuted", "enclosed", reason, witness, ASSUMES)
        return None


def _fixed(region: Region) -> dict[str, Ratio]:
    """Formula of a parameter that a linear equation of the region fixes."""
    (cell,) = region.cells
    for condition in cell:
        if condition.relation != "=" or condition.degree != 1:
            continue
        p = condition.polynomial
        for k, name in reversed(list(enumerate(PARAMETERS))):
            unit = tuple(int(i == k) for i in range(len(PARAMETERS)))
            if unit in p:
                rest = {e: -c / p[unit] for e, c in p.items() if e != unit}
                return {name: Ratio.make(rest, ONE.bottom)}
    return {}
