"""Claims ``~``, ``<<`` and ``=Theta=`` between terms and formulas in r, d, gamma and B.

Both sides are sums of products with remainders. Terms stand for themselves as
long as they cancel exactly, and are then replaced by their derived leading
forms with the remainders of these. ``~`` is read as "the difference of both
sides tends to 0 against the right one", so that nothing known only up to a
remainder is ever subtracted to zero. A refutation is a point of the region and
a path in the window along which the sides part, by exact exponents and
constants that surely differ. Both are measured at large sizes as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from phasecalc.checker import Polynomial, multiply
from phasecalc.claims.orders.exceeding import parted_constant, sign_of_number
from phasecalc.claims.orders.leading import Case, cases_of, learning_rates
from phasecalc.claims.orders.parted import parted
from phasecalc.claims.orders.sides import SideReader
from phasecalc.claims.orders.terms import Terms
from phasecalc.claims.orders.window import ASSUMES, ONE, TWO_ALPHA, Window
from phasecalc.claims.reading.ask import Clock, Found, covered, point_of, simplified
from phasecalc.claims.reading.fixed import fixed
from phasecalc.claims.reading.language import PARAMETERS, TERM_NAMES, Name, Relation, walk
from phasecalc.claims.reading.outcome import Outcome, undecided
from phasecalc.claims.reading.region import compared
from phasecalc.claims.reading.signs import essential, sign_of
from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Product
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.sums import Sum
from phasecalc.regions.decide import Status
from phasecalc.regions.region import Region

__all__ = ["Comparison", "Piece", "decide", "pieces_of"]

_MOST_SPLITS = 3


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
    lists = _cases(claim)
    open_: list[Found] = []
    for cases in lists:
        found = covered(region, [c.region for c in cases], clock)
        if found.point is not None:
            where = ", ".join(f"{k} = {x}" for k, x in zip(PARAMETERS, found.point, strict=True))
            open_.append(Found.open(f"{cases[0].name} has no value at {where}"))
        elif not found.proved:
            open_.append(found)
    shown: list[str] = []
    for piece in pieces_of(claim, region, clock):
        outcome = _on(claim, piece, clock, shown, _MOST_SPLITS)
        if outcome.status == "refuted":
            return outcome
        if outcome.status != "proved":
            solver = outcome.evidence == "solver"
            status = Status.SOLVER if solver else Status.UNDECIDED
            open_.append(Found(status, None, f"on {piece.region}: {outcome.reason}"))
    if open_:
        return undecided(open_, ASSUMES)
    reason = f"by the leading forms, on each of: {'; '.join(shown)}"
    return Outcome("proved", "proved", reason, assumes=ASSUMES)


@dataclass(frozen=True)
class Piece:
    """Part of a region, of one cell, on which the learning rate and each term have one form.

    Parameters
    ----------
    region
        The part.
    rate, terms
        The forms.
    """

    region: Region
    rate: Case
    terms: dict[str, Case]


def _cases(claim: Relation) -> list[tuple[Case, ...]]:
    names = [n.name for n in walk(claim.left, claim.right) if isinstance(n, Name)]
    return [learning_rates(), *(cases_of(t) for t in TERM_NAMES if t in names)]


def pieces_of(claim: Relation, region: Region, clock: Clock) -> Iterator[Piece]:
    """Parts of a region on which the learning rate and the terms of a claim have one form.

    Parameters
    ----------
    claim
        The claim.
    region
        Where.
    clock
        Time left.
    """
    for choice in itertools.product(*_cases(claim)):
        here = region
        for case in choice:
            here = here & case.region
        for cell in here.cells:
            part = Region(PARAMETERS, (cell,))
            if not point_of(part, clock).proved:
                kept = simplified(part, clock)
                if kept.cells:
                    yield Piece(kept, choice[0], {c.name: c for c in choice[1:]})


def _on(claim: Relation, piece: Piece, clock: Clock, shown: list[str], splits: int) -> Outcome:
    """Decide on one piece; where the signs of exponents differ on it, on parts of it."""
    comparison = Comparison(claim, piece, clock)
    try:
        outcome = comparison.outcome()
    except Undecided as problem:
        outcome = undecided([Found.open(str(problem))])
    if outcome.status != "undecided":
        if outcome.status == "proved":
            shown.append(str(piece.region))
        return outcome
    polynomial = comparison.divided_by() if splits else None
    if polynomial is None:
        return outcome
    kept: Outcome | None = None
    for operator in (">", "==", "<"):
        for cell in (piece.region & compared(polynomial, operator)).cells:
            part = Region(PARAMETERS, (cell,))
            if point_of(part, clock).proved:
                continue
            smaller = simplified(part, clock)
            if not smaller.cells:
                continue
            found = _on(claim, replace(piece, region=smaller), clock, shown, splits - 1)
            if found.status == "refuted":
                return found
            if found.status == "undecided":
                kept = found
    return kept or Outcome("proved", "proved")


class Comparison:
    """A claim on one piece, on which both sides are sums of products with remainders."""

    def __init__(self, claim: Relation, piece: Piece, clock: Clock) -> None:
        self.claim, self.region, self.clock = claim, piece.region, clock
        known = fixed(piece.region)
        (rate,) = SideReader(piece.region, known, clock).read(piece.rate.tree).products
        two_alpha = (known["alpha"] + known["alpha"]).reduced() if "alpha" in known else TWO_ALPHA
        self.window = Window(piece.region, rate, clock, two_alpha)
        self.reader = SideReader(piece.region, known, clock, self.window)
        self.terms = Terms(piece.terms, self.reader, self.window)

    def outcome(self) -> Outcome:
        """Proved, refuted or undecided on this piece."""
        left, right = self.reader.read(self.claim.left), self.reader.read(self.claim.right)
        if left.vanishes or right.vanishes:
            raise Undecided("a side is zero, which has no order")
        tried: Undecided | None = None
        try:
            found = self._proved(left, right)
        except Undecided as problem:
            found, tried = Found.open(str(problem)), problem
        if found.proved:
            return Outcome("proved", "proved")
        refuted = parted(self, left, right, found.point)
        if refuted is None and tried is not None:
            raise tried
        return refuted or undecided([found])

    def divided_by(self) -> Polynomial | None:
        """A polynomial of both signs on the region that kept the claim from being decided."""
        for ratio in self.window.unsettled:
            signed = essential(multiply(ratio.top, ratio.bottom), self.region, self.clock)
            if any(any(e) for e in signed) and len(signed) < 8:
                return signed
        return None

    def _proved(self, left: Sum, right: Sum) -> Found:
        large = self.largest(right)
        if self.claim.operator == "~":
            return self._small(left - right, large)
        if self.claim.operator == "<<":
            return self._small(left, large)
        other = self.largest(left)
        if self.sign(other[0]) != self.sign(large[0]):
            raise Undecided("the sides have different signs")
        answers = [self._below(p, large, "bounded") for p in other]
        answers += [self._below(p, other, "bounded") for p in large]
        return next((a for a in answers if not a.proved), Found(Status.PROVED))

    def _small(self, whole: Sum, large: list[Product]) -> Found:
        """Whether a sum tends to 0 against the sum of products of one sign."""
        rest = Sum(
            tuple(p for p in whole.products if not self._below(p, large).proved), whole.errors
        )
        whole = self.terms.expanded(rest)
        for part in (*whole.products, *whole.errors):
            found = self._below(part, large)
            if not found.proved:
                what = "a remainder of the order of" if part in whole.errors else "the part"
                complaint = f"{what} {part} is not proved small against the right side"
                if found.status is Status.SOLVER:
                    return found
                return replace(found, status=Status.UNDECIDED, tried=found.tried or complaint)
        return Found(Status.PROVED)

    def _below(self, part: Product, large: list[Product], how: str = "vanishes") -> Found:
        """Whether a part is small, or bounded, against the sum of products of one sign.

        A sum of positive products exceeds each of them and the mean of any two.
        """
        test = self.window.vanishes if how == "vanishes" else self.window.bounded
        answers = [test(part * p.inverse()) for p in large]
        if any(a.proved for a in answers):
            return Found(Status.PROVED)
        half = Ratio.constant(Fraction(1, 2), ONE.variables)
        for p, q in itertools.combinations(large[:4], 2):
            mean = (p.shape * q.shape).raised(half)
            if test(part * mean.inverse()).proved:
                return Found(Status.PROVED)
        return next((a for a in answers if a.point is not None), answers[0])

    def largest(self, side: Sum) -> list[Product]:
        """Products of one sign whose sum a side behaves like.

        Raises
        ------
        Undecided
            There are none: the largest products may cancel or vanish.
        """
        whole = self.terms.expanded(side)
        kept = list(whole.products)
        for small in whole.products:
            if len(kept) > 1 and any(
                self.window.vanishes(small * big.inverse()).proved
                for big in kept
                if big is not small and not self.window.growth(big).bound
            ):
                kept.remove(small)
        kept, left_out = _with_signs(kept), [p for p in whole.products if p not in kept]
        signs = {self.sign(p) for p in kept}
        if signs not in ({1}, {-1}):
            raise Undecided("the largest products of a side may cancel or vanish")
        for part in (*whole.errors, *left_out):
            if not self._below(part, kept).proved:
                raise Undecided("what is left out of a side may be as large as the side")
        return kept

    def sign(self, product: Product) -> int | None:
        """Sign of a product, where it is settled."""
        for inner, _ in product.logs:
            if self.window.growth(Product.make(ONE, logs=((inner, ONE),))).bound:
                return None
        found = sign_of(product.coefficient, self.region, self.clock)
        return found or None


def _with_signs(products: list[Product]) -> list[Product]:
    """Products that differ by numbers alone, as one with the sign of the sum of these.

    Like (log(3) - log(2)) d: what matters of it here is that it is d times something positive.
    """
    groups: dict[Product, list[Product]] = {}
    for product in products:
        number, rest = parted_constant(product)
        groups.setdefault(rest, []).append(number)
    found = []
    for rest, numbers in groups.items():
        sign = sign_of_number(numbers)
        if sign is None:
            found += [number * rest for number in numbers]
        else:
            found.append(rest if sign > 0 else -rest)
    return found
