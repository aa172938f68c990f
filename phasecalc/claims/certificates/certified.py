"""Looks for the certificate of a claim: it may search as it likes, and what it finds is checked.

Searches are bounded by counted work, so that no rank depends on the speed of a machine.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from phasecalc import checker
from phasecalc.checker import CheckFailed, Number, encode_number, encode_polynomial, scale
from phasecalc.claims.certificates.bases import OWN
from phasecalc.claims.certificates.certificate import check_claims, signs_on
from phasecalc.claims.certificates.formal import Cover, Goal, NotFormal, goals_of, named
from phasecalc.claims.certificates.instances import contradictions, instances
from phasecalc.claims.certificates.library import library
from phasecalc.claims.certificates.lines import proved_line, scaled
from phasecalc.claims.certificates.search import Refused, Seeker
from phasecalc.claims.reading.ask import Clock, point_of
from phasecalc.claims.reading.ask import points as listed
from phasecalc.claims.reading.given import shipped_exponents
from phasecalc.claims.reading.language import (
    ASYMPTOTIC,
    PARAMETERS,
    SIZES,
    Name,
    PhaseClaim,
    Relation,
    walk,
)
from phasecalc.claims.reading.signs import factors
from phasecalc.kernel.language import Statement, encode_statement
from phasecalc.kernel.theorem import MALFORMED
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = ["Certificate", "certified"]

_MOST_SPLITS = 4
_MOST_ATTEMPTS = 80
_MOST_POINTS = 3
Certificate = dict[str, Any]
Point = tuple[Number, Number]


def certified(
    claim: Relation | PhaseClaim,
    region: Region,
    status: str,
    points: Sequence[Point],
    text: tuple[str, Sequence[str]],
) -> Certificate | None:
    """The certificate of a claim, a document about it alone with its rank, or None.

    Parameters
    ----------
    claim, region
        The claim.
    status
        ``"proved"`` or ``"refuted"``.
    points
        Points of the region: where it is refuted, or any.
    text
        ``states`` and ``where`` as written.
    """
    try:
        document = _Builder(claim, region, points).document(status, text)
        (row,) = check_claims(document)
    except (CheckFailed, *MALFORMED):
        return None
    document["claims"][0]["rank"] = row.rank
    return document


class _Builder:
    """Builds the document of one claim."""

    def __init__(
        self, claim: Relation | PhaseClaim, region: Region, points: Sequence[Point]
    ) -> None:
        self.claim, self.region, self.points = claim, region, points
        self.given = shipped_exponents()
        self.book = Seeker()
        self.lines: list[dict[str, Any]] = []
        self.attempts = 0

    def document(self, status: str, text: tuple[str, Sequence[str]]) -> Certificate:
        """The document, which is still to be checked."""
        proof = self._proof() if status == "proved" else self._refutation()
        if self.lines:
            proof["theorem"] = OWN
        row = {"label": OWN, "where": list(text[1]), "states": text[0], "status": status}
        theorem = {"label": OWN, "lines": self.lines, "goals": list(range(len(self.lines)))}
        used = self._used()
        proofs = dict(self.book.proofs)
        for label in used:
            proofs |= library().proofs[label]
        if used:
            theorem["uses"] = used
        before = [library().rows[label] for label in used]
        return {
            "format": 1,
            "definitions": list(library().written) if used else [],
            "theorems": [*before, *([theorem] if self.lines else [])],
            "proofs": proofs,
            "claims": [{**row, "proof": proof}],
        }

    def _used(self) -> list[str]:
        """Theorems of the book that the lines recall, with those that these use."""
        found: dict[str, None] = {}
        for line in self.lines:
            for step in line["steps"]:
                rows = [*step.get("known", []), *step.get("leading", [])]
                rows += [step["by"]] if "by" in step else []
                for row in (row for row in rows if row["of"][0] != OWN):
                    found |= dict.fromkeys(library().used(row["of"][0]))
        return list(found)

    def _proof(self) -> dict[str, Any]:
        if not self.points:
            raise CheckFailed("no point of the region is known")
        goals = goals_of(self.claim, self.region, self.given)
        parts = [self._tree(g, g.cell, _MOST_SPLITS) for g in goals]
        return {"point": [encode_number(x) for x in self.points[0]], "parts": parts}

    def _tree(self, goal: Goal | Cover, cell: Cell, splits: int) -> dict[str, Any]:
        self.attempts += 1
        if self.attempts > _MOST_ATTEMPTS:
            raise CheckFailed("too many parts")
        if self._empty(cell):
            return {"empty": True}
        self.book.failed.clear()
        try:
            if isinstance(goal, Cover):
                return {"inside": self._inside(goal, cell)}
            return {"line": self._line(goal.statement(cell), cell)}
        except NotFormal:
            raise
        except CheckFailed:
            if not splits:
                raise
            candidates = list(dict.fromkeys(self._splitting(cell)))
            for p in candidates[:2]:
                with contextlib.suppress(CheckFailed):
                    return self._split(goal, cell, dict(p), splits)
            raise

    def _split(
        self, goal: Goal | Cover, cell: Cell, p: checker.Polynomial, splits: int
    ) -> dict[str, Any]:
        sides = (("above", p, ">"), ("zero", p, "="), ("below", scale(p, -1), ">"))
        found: dict[str, Any] = {"split": encode_polynomial(p)}
        for name, q, relation in sides:
            further = (*cell, Condition.make(PARAMETERS, q, relation))
            found[name] = self._tree(goal, further, splits - 1)
        return found

    def _splitting(self, cell: Cell) -> Iterator[tuple[Any, ...]]:
        """Polynomials whose signs were asked for in vain, factor by factor."""
        known = {c.terms for c in cell if c.relation != ">="}
        for p in self.book.failed:
            for factor, _ in factors(p):
                condition = Condition.make(PARAMETERS, factor, ">")
                negative = Condition.make(PARAMETERS, scale(factor, -1), ">")
                if condition.degree and not {condition.terms, negative.terms} & known:
                    yield tuple(sorted(condition.polynomial.items()))

    def _empty(self, cell: Cell) -> bool:
        if any(all(c.holds(p) for c in cell) for p in self.points):
            return False
        with contextlib.suppress(CheckFailed):
            signs_on(cell, self.book).impossible([])
            return True
        return False

    def _inside(self, goal: Cover, cell: Cell) -> int:
        problem: CheckFailed = CheckFailed("nothing covers the cell")
        for k, region in enumerate(goal.regions):
            try:
                signs = signs_on(cell, self.book)
                for c in region.cells[0]:
                    p = named(c.polynomial)
                    {">": signs.above, ">=": signs.not_below, "=": signs.zero}[c.relation](p)
            except CheckFailed as failure:
                problem = failure
                continue
            return k
        raise problem

    def _line(self, statement: Statement, cell: Cell) -> int:
        """Prove a statement, keep it as a line, and give its number."""
        statement, extra, steps = proved_line(statement, self.book, self._point(cell), self.lines)
        return self._keep(statement, extra, steps)

    def _keep(self, statement: Statement, extra: Mapping[str, Any], steps: Any) -> int:
        self.lines.append({"statement": encode_statement(statement), "steps": steps, **extra})
        return len(self.lines) - 1

    def _point(self, cell: Cell) -> dict[str, Number]:
        """A point of a cell."""
        region = Region(PARAMETERS, (cell,))
        for p in (*self.points, *listed(region, 4)):
            if all(c.holds(p) for c in cell):
                return dict(zip(PARAMETERS, p, strict=True))
        found = point_of(region, Clock(60.0)).point
        if found is None:
            raise CheckFailed("no point of a part is known")
        return dict(zip(PARAMETERS, found, strict=True))

    # Refutations.

    def _refutation(self) -> dict[str, Any]:
        if isinstance(self.claim, PhaseClaim):
            return {"point": [encode_number(x) for x in self.points[0]]}
        for number, point in enumerate(self.points[:_MOST_POINTS]):
            for path in itertools.islice(_paths(self.claim, point), 2 if number else None):
                for wanted in instances(self.claim, self.region, self.given, point, path):
                    for statement in (*contradictions(wanted), *self._scaled(wanted)):
                        with contextlib.suppress(CheckFailed, *MALFORMED):
                            made, extra, steps = proved_line(statement, self.book, {}, self.lines)
                            return {
                                "point": [encode_number(x) for x in point],
                                "path": {n: encode_number(x) for n, x in path.items()},
                                "line": self._keep(made, extra, steps),
                            }
        raise Refused("no statement was found that contradicts the claim")

    def _scaled(self, wanted: Statement) -> list[Statement]:
        with contextlib.suppress(CheckFailed, *MALFORMED):
            return list(scaled(wanted, self.book))
        return []


def _sizes(alpha: Number) -> Iterator[dict[str, Fraction]]:
    """Some choices of all sizes inside the window."""
    q = next((q for q in (4, 2, 1) if 2 * alpha >= Fraction(q, 4)), 0)
    for root, share, b, r in itertools.product((2, 100), (0, 1, 2), (1, 2), (2, 10**9)):
        top = Fraction(root) ** q  # at most d^(2 alpha)
        tau = (Fraction(101, 100), Fraction(5, 4), (1 + top) / 2)[share]
        gamma = tau / (b * r)
        yield {"d": Fraction(root) ** 4, "r": Fraction(r), "gamma": gamma, "B": Fraction(b)}


def _paths(claim: Relation, point: Point) -> Iterator[dict[str, Fraction]]:
    """Ways through the window; sizes inside it, or none, for a plain comparison."""
    alpha = point[0]
    if claim.operator not in ASYMPTOTIC:
        names = {n.name for n in walk(claim.left, claim.right) if isinstance(n, Name)}
        yield from _sizes(alpha) if names & {*SIZES} else [{}]
        return
    if not isinstance(alpha, Fraction) or 2 * alpha == 1:
        return
    rate = min(Fraction(0), 2 * alpha - 1)
    for share in (Fraction(k, 200) for k in (100, 20, 180, 2, 198)):
        tau = 2 * alpha * share
        yield {"d": Fraction(1), "r": tau - rate, "gamma": rate}
