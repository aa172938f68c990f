"""Comparisons of exponents on a region: proved piece by piece, or refuted by an exact point.

The quantities are rational in alpha and beta on each of finitely many pieces.
On a piece, the difference of both sides is one quotient; that its denominator
does not vanish and that its numerator has the right sign are questions to the
region engine, which answers with a certificate or a point. The pieces are
closed, so boundaries are covered; where the model size jumps, every optimal
value must satisfy the claim.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from phasecalc.checker import Number as Exact
from phasecalc.checker import Polynomial, multiply, sign
from phasecalc.claims.reading.ask import (
    Clock,
    Found,
    Point,
    covered,
    implied,
    point_of,
    points,
    simplified,
)
from phasecalc.claims.reading.language import (
    EXPONENTS,
    PARAMETERS,
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    walk,
)
from phasecalc.claims.reading.outcome import Outcome, undecided
from phasecalc.claims.reading.quantities import (
    LEADING_FORMS,
    Piece,
    assumptions,
    exponents_of_terms,
    phases,
    spans,
)
from phasecalc.claims.reading.rational import Reader, difference, key_of, value
from phasecalc.claims.reading.region import compared, nonzero
from phasecalc.claims.reading.signs import essential, nonvanishing
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region

__all__ = ["HOLDS", "at_jumps", "decide", "linear", "pieces", "without_value"]

_MOST_SECONDS = 10.0
_FIRST_POINTS = 12  # of a piece, at which a claim is evaluated before anything is proved

# Whether a relation holds, from the sign of left - right.
HOLDS: dict[str, Callable[[int], bool]] = {
    "==": lambda s: s == 0,
    "!=": lambda s: s != 0,
    "<": lambda s: s < 0,
    "<=": lambda s: s <= 0,
    ">": lambda s: s > 0,
    ">=": lambda s: s >= 0,
}


def decide(claim: Relation, region: Region, clock: Clock) -> Outcome:
    """Decide a comparison on a region.

    Parameters
    ----------
    claim
        Relation with one of the operators ``== != < <= > >=``.
    region
        Where; part of the domain.
    clock
        Time left.

    Raises
    ------
    NotRational
        A side is not a quotient of polynomials in the known quantities.
    """
    keys = {k for node in walk(claim.left, claim.right) if (k := key_of(node)) is not None}
    decision = _Decision(claim, region, clock, keys - set(PARAMETERS))
    # A witness inside is better than one on the edge of the region, where pieces meet.
    if any(decision.false_at(point) for point in points(region.strict(), _FIRST_POINTS)):
        assert decision.refuted is not None
        return decision.refuted
    for piece in pieces(decision.keys):
        decision.on(piece)
        if decision.refuted is not None:
            return decision.refuted
    decision.open += without_value(decision.keys, region, clock, decision.met)
    if not (decision.open or linear(claim)):
        decision.open += at_jumps(decision.keys, region, clock, decision.met)
    return decision.outcome()


def without_value(
    keys: set[str], region: Region, clock: Clock, met: Sequence[str] = ()
) -> list[Found]:
    """Open answers for the quantities that have no value somewhere on a region.

    Parameters
    ----------
    keys
        The quantities.
    region
        Where each must have a value.
    clock
        Time left.
    met
        Names of the pieces that the region is known to meet; they are tried first.
    """
    open_ = []
    for key in sorted(keys):
        listed = sorted(pieces({key}), key=lambda p: p.name not in met)
        parts = [p.region for p in listed if key in p.known]
        if parts:
            found = covered(region, parts, clock)
            if found.point is not None:
                found = Found.open(f"{key} has no value at {_text(found.point)}; narrow where")
            if not found.proved:
                open_.append(found)
    return open_


def at_jumps(keys: set[str], region: Region, clock: Clock, met: Sequence[str]) -> list[Found]:
    """Open answers for the curves of a region on which the model size is not unique.

    A claim judged for both model sizes is not judged for those between, all optimal, unless it
    is linear in the model-size exponent.

    Parameters
    ----------
    keys
        The quantities of the claim.
    region
        Where it is made.
    clock
        Time left.
    met
        Names of the pieces that the region may meet; no other phase matters.
    """
    if "model_size_exponent" not in keys:
        return []
    labels = {name.split(", ")[0] for name in met}
    open_ = []
    for one, other in itertools.combinations([p for p in phases() if p.name in labels], 2):
        if not _may_jump(one.name, other.name):
            continue
        top, _ = difference(*(p.known["model_size_exponent"] for p in (one, other)))
        found = point_of(region & one.region & other.region & compared(top, "!="), clock)
        if found.point is not None:
            complaint = (
                f"between {one.name} and {other.name} a whole interval of model sizes is optimal, "
                f"as at {_text(found.point)}; exclude that curve in where"
            )
            open_.append(Found.open(complaint))
        elif not found.proved:
            complaint = f"whether the region meets the jump between {one.name} and {other.name}"
            open_.append(Found.open(f"{complaint} is not settled"))
    return open_


@cache
def _may_jump(one: str, other: str) -> bool:
    """Whether two phases may meet where their model sizes differ, whatever the region.

    Asked of the phases alone, it is an easy question, of which the conditions of a claim would
    make a hard one.
    """
    left, right = (next(p for p in phases() if p.name == name) for name in (one, other))
    top, _ = difference(*(p.known["model_size_exponent"] for p in (left, right)))
    both = left.region & right.region & compared(top, "!=")
    return not point_of(both, Clock(_MOST_SECONDS)).proved


def linear(claim: Relation) -> bool:
    """Whether a claim that holds at both ends of an interval of model sizes holds between."""
    return claim.operator != "!=" and max(_degree(claim.left), _degree(claim.right)) <= 1


def pieces(keys: set[str]) -> Iterator[Piece]:
    """Pieces on each of which every quantity has one formula.

    Parameters
    ----------
    keys
        The quantities.
    """
    lists = [phases()] if keys & set(EXPONENTS) else []
    if any(k.startswith("exponent(") for k in keys):
        lists += [p for p in exponents_of_terms().values() if p[0].known.keys() & keys]
    for choice in itertools.product(*lists):
        region = Region.everything(PARAMETERS)
        known = {}
        for piece in choice:
            region = region & piece.region
            known.update(piece.known)
        yield Piece(", ".join(p.name for p in choice), region, known)


class _Decision:
    """What has been found out about a claim so far."""

    def __init__(self, claim: Relation, region: Region, clock: Clock, keys: set[str]) -> None:
        self.claim, self.region, self.clock, self.keys = claim, region, clock, keys
        self.refuted: Outcome | None = None
        self.open: list[Found] = []
        self.met: list[str] = []

    def on(self, piece: Piece) -> None:
        """Decide the claim on one piece."""
        here = self.region & piece.region
        if point_of(here, self.clock).proved:
            return
        self.met.append(piece.name)
        for point in points(here, _FIRST_POINTS):
            if self.false_at(point):
                return
        here = simplified(here, self.clock)
        reader = Reader(piece.known)
        top, bottom = difference(reader.read(self.claim.left), reader.read(self.claim.right))
        bottoms = [*reader.bottoms, bottom]
        everywhere = nonvanishing(bottoms, here, self.clock)
        self._note(everywhere, "a denominator vanishes")
        defined = here if everywhere.proved else here & nonzero(bottoms)
        found = self._truth(defined, top, bottom)
        if found.point is not None:
            if not self.false_at(found.point):
                self._note(found, "the point was not confirmed")
        elif not found.proved:
            self.open.append(found)

    def _truth(self, here: Region, top: Polynomial, bottom: Polynomial) -> Found:
        relation = self.claim.operator
        if relation in ("==", "!="):
            return implied(here, compared(top, relation), self.clock)
        if any(any(e) for e in bottom):  # each by itself has smaller factors than their product
            parts = (essential(p, here, self.clock) for p in (top, bottom))
            signed = multiply(*parts)
        else:
            signed = essential(_signed(top, bottom), here, self.clock)
        return implied(here, compared(signed, relation), self.clock)

    def _note(self, found: Found, complaint: str) -> None:
        """Keep an answer without which the claim stays undecided."""
        if found.point is not None:
            self.open.append(Found.open(f"{complaint} at {_text(found.point)}"))
        elif not found.proved:
            self.open.append(found)

    def false_at(self, point: Point) -> bool:
        """Whether both sides, evaluated at a point by another route, refute the claim there."""
        try:
            for at in spans(point, self.keys):
                left, right = value(self.claim.left, at), value(self.claim.right, at)
                if not HOLDS[self.claim.operator](sign(left - right)):
                    self.refuted = Outcome(
                        "refuted",
                        "proved",
                        f"{left} {self.claim.operator} {right} is false at an exact point",
                        _shown(at, self.keys, left, right),
                        self._assumes(),
                    )
                    return True
        except (ValueError, ZeroDivisionError, DomainError, KeyError):
            return False  # no value there, or one that is not exact
        return False

    def _assumes(self) -> tuple[str, ...]:
        if not self.keys & set(EXPONENTS):
            return (LEADING_FORMS,) if self.keys else ()
        met = {name.split(", ")[0] for name in self.met}
        return assumptions(self.region, met, self.clock)

    def outcome(self) -> Outcome:
        """Status, where no point refutes the claim."""
        if self.open:
            return undecided(self.open, self._assumes())
        how = "identity" if self.claim.operator == "==" else "signs, by certificates"
        parts = f", on each of: {'; '.join(self.met)}" if self.keys else ""
        return Outcome("proved", "proved", f"{how}{parts}", assumes=self._assumes())


def _signed(top: Polynomial, bottom: Polynomial) -> Polynomial:
    (c,) = bottom.values()
    return top if sign(c) > 0 else {e: -k for e, k in top.items()}


def _degree(node: Node) -> int:
    """Degree in the model-size exponent; 2 for anything that is not linear in it."""
    if key_of(node) is not None or isinstance(node, Number):
        return int(isinstance(node, Name) and node.name == "model_size_exponent")
    if isinstance(node, Negative):
        return _degree(node.argument)
    if isinstance(node, Binary):
        left, right = _degree(node.left), _degree(node.right)
        if node.operator in ("+", "-"):
            return max(left, right)
        if node.operator == "*":
            return min(2, left + right)
        return left if right == 0 and (node.operator == "/" or left == 0) else 2
    assert isinstance(node, Call)
    return 2 * _degree(node.argument)


def _text(point: Point) -> str:
    return ", ".join(f"{k} = {x}" for k, x in zip(PARAMETERS, point, strict=True))


def _shown(at: dict[str, Exact], keys: set[str], left: Exact, right: Exact) -> dict[str, str]:
    named = {k: str(x) for k, x in at.items() if k in PARAMETERS or k in keys}
    return {**named, "left": str(left), "right": str(right)}
