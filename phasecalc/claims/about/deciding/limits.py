"""Limits of quantities as one parameter tends to a number or to infinity, the others fixed.

With x = s, x = v + 1/s or x = v - 1/s a polynomial in x is one in s; for large s it has the sign of
its first coefficient that is not zero. A piece holds in the limit where its conditions hold for
all large s, and its formula tends to the quotient of leading coefficients. What is infinite has
no value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from phasecalc.checker import Number, Polynomial, add, constant, multiply
from phasecalc.claims.about.saying.formula import names_in
from phasecalc.claims.about.saying.reading import Said
from phasecalc.claims.about.saying.subject import Family, Piece, Subject
from phasecalc.claims.about.saying.vocabulary import limit_parts
from phasecalc.claims.reading.region import compared
from phasecalc.exceptions import ParseError
from phasecalc.normal.ratio import Ratio
from phasecalc.parsing import exact
from phasecalc.regions.condition import Cell
from phasecalc.regions.region import Region

__all__ = ["with_limits"]

_MOST_CELLS = 120


def with_limits(said: Said, subject: Subject) -> Subject:
    """The object with those limits that a claim asks for.

    Raises
    ------
    ParseError
        A limit is not of a quantity that has one formula on each piece, or its target is no number.
    """
    more: list[Family] = []
    for key in sorted(names_in(said.formula)):
        if (parts := limit_parts(key)) is None:
            continue
        quantity, parameter, target = parts
        source = next((f for f in subject.families if quantity in f.keys), None)
        if source is None or source.exact:
            raise ParseError(f"limits are of exponents at the optimum, not of {quantity}")
        index = subject.parameters.index(parameter)
        more += _families(key, quantity, source, subject, index, _ways(target))
    return replace(subject, families=(*subject.families, *more)) if more else subject


Side = tuple[Number | None, int]  # a number, or None for infinity; and from which side


def _ways(target: str) -> tuple[Side, ...]:
    word = target.strip()
    if word in ("oo", "∞", "infinity"):
        return ((None, 1),)
    plain = word.rstrip("+-") if len(word) > 1 else word
    try:
        number = exact(plain, "limit")
    except ParseError as error:
        raise ParseError(f"a limit is at a number, from 0+ or 0-, or at oo: {error}") from None
    sides = {"+": (1,), "-": (-1,)}.get(word[-1], (1, -1))
    return tuple((number, s) for s in sides)


def _families(
    key: str, quantity: str, source: Family, subject: Subject, index: int, ways: Sequence[Side]
) -> list[Family]:
    names = subject.parameters

    def domain() -> tuple[Piece, ...]:
        cells = (
            c for way in ways for d in subject.domain.cells for c in _tail(d, index, way, names)
        )
        return tuple(
            Piece("the limit", cell, ({f"reached by {key}": _one(names)},)) for cell in cells
        )

    def pieces() -> tuple[Piece, ...]:
        return tuple(
            Piece(f"the limit from {piece.name}", cell, (known,), piece.tradeoff)
            for way in ways
            for piece in source.pieces
            for formulas in piece.ways
            for cell, known in _piece(piece.cell, formulas.get(quantity), key, index, way, names)
        )

    reached = Family(frozenset({f"reached by {key}"}), domain, True, also=frozenset({key}))
    return [reached, Family(frozenset({key}), pieces, True, covered=True)]


def _one(names: tuple[str, ...]) -> Ratio:
    return Ratio.constant(1, len(names))


def _piece(
    cell: Cell, formula: Ratio | None, key: str, index: int, way: Side, names: tuple[str, ...]
) -> Iterator[tuple[Cell, dict[str, Ratio]]]:
    weak = tuple(c.with_relation(">=") for c in cell)
    for start in _tail(weak, index, way, names):
        if formula is None:
            yield start, {}
            continue
        for region, value in _limit(formula, index, way, names):
            for part in (Region(names, (start,)) & region).cells:
                yield part, {} if value is None else {key: value}


def _tail(cell: Cell, index: int, way: Side, names: tuple[str, ...]) -> tuple[Cell, ...]:
    """Where conditions hold all along the end of the way."""
    found = Region.everything(names)
    for c in cell:
        holds, zero = Region(names, ()), Region.everything(names)
        for p in _coefficients(c.polynomial, index, way):
            holds = holds | (zero & compared(p, ">", names))
            zero = zero & compared(p, "==", names)
        if c.relation == "=":
            holds = zero
        found = found & (holds | zero if c.relation == ">=" else holds)
        if len(found.cells) > _MOST_CELLS:
            raise ParseError("a limit with too many cases")
    return found.cells


def _limit(
    formula: Ratio, index: int, way: Side, names: tuple[str, ...]
) -> Iterator[tuple[Region, Ratio | None]]:
    """Where each pair of leading coefficients leads, and what the quotient tends to."""
    tops = _coefficients(formula.top, index, way)
    bottoms = _coefficients(formula.bottom, index, way)
    zero = Ratio.constant(0, len(names))
    # In the powers of s: those of the top and of the bottom, cleared of 1/s.
    shift = 0 if way[0] is None else _degree(formula.bottom, index) - _degree(formula.top, index)
    for at, top, power in _leading(tops, names):
        if top is None:
            for there, bottom, _ in _leading(bottoms, names):
                if bottom is not None:
                    yield at & there, zero
            continue
        for there, bottom, below in _leading(bottoms, names):
            if bottom is None:
                continue
            grows = power - below + shift
            value = None if grows > 0 else zero if grows < 0 else Ratio.make(top, bottom)
            yield at & there, value


def _leading(
    coefficients: Sequence[Polynomial], names: tuple[str, ...]
) -> Iterator[tuple[Region, Polynomial | None, int]]:
    """Where a coefficient is the first that does not vanish, with its power of s."""
    zero = Region.everything(names)
    for k, p in enumerate(coefficients):
        here = zero & compared(p, "!=", names)
        if here.cells:
            yield here, p, len(coefficients) - 1 - k
        zero = zero & compared(p, "==", names)
    if zero.cells:
        yield zero, None, 0


def _degree(p: Polynomial, index: int) -> int:
    return max((e[index] for e in p), default=0)


def _coefficients(p: Polynomial, index: int, way: Side) -> list[Polynomial]:
    """Coefficients in s, of the highest power first, as polynomials in the other parameters."""
    degree = _degree(p, index)
    count = len(next(iter(p))) if p else 0
    powers: list[Polynomial] = [{} for _ in range(degree + 1)]
    for e, c in p.items():
        rest = tuple(0 if k == index else x for k, x in enumerate(e))
        powers[e[index]] = add(powers[e[index]], {rest: c})
    number, side = way
    if number is None:
        return powers[::-1]
    found: list[Polynomial] = []
    for k in range(degree + 1):  # the k-th Taylor coefficient goes with s to the degree - k
        total: Polynomial = {}
        for j in range(k, degree + 1):
            factor = math.comb(j, k) * number ** (j - k) * side**k
            total = add(total, multiply(powers[j], constant(factor, count)) if factor else {})
        found.append(total)
    return found
