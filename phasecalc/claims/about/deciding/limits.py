"""Limits of quantities as one parameter tends to a number, a curve or infinity, the others fixed.

With x = s, x = v + 1/s or x = v - 1/s a polynomial in x is one in s; for large s it has the sign of
its first coefficient that is not zero. A piece holds in the limit where its conditions hold for
all large s, and its formula tends to the quotient of leading coefficients. What is infinite has
no value. On a curve v is a quotient of polynomials in the other parameters; coefficients are
cleared of its denominator by an even power of it, which leaves their signs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from phasecalc.checker import Polynomial, add, constant, multiply
from phasecalc.claims.about.saying.formula import names_in
from phasecalc.claims.about.saying.reading import Said, tree
from phasecalc.claims.about.saying.subject import Family, Piece, Subject
from phasecalc.claims.about.saying.vocabulary import limit_parts
from phasecalc.claims.reading.rational import Reader
from phasecalc.claims.reading.region import compared
from phasecalc.claims.reading.signs import factors
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
        more += _families(key, quantity, source, subject, index, _ways(target, index, subject))
    return replace(subject, families=(*subject.families, *more)) if more else subject


Side = tuple[Ratio | None, int]  # what it tends to, or None for infinity; and from which side


def _ways(target: str, index: int, subject: Subject) -> tuple[Side, ...]:
    word = target.strip()
    if word in ("oo", "∞", "infinity"):
        return ((None, 1),)
    plain = word.rstrip("+-") if len(word) > 1 else word
    sides = {"+": (1,), "-": (-1,)}.get(word[-1], (1, -1))
    goal = _goal(plain, index, subject)
    return tuple((goal, s) for s in sides)


def _goal(text: str, index: int, subject: Subject) -> Ratio:
    """A number, or a quotient of polynomials in the other parameters."""
    names = subject.parameters
    try:
        if not {*names} & {*re.findall(r"\w+", text)}:
            return Ratio.constant(exact(text, "limit"), len(names))
        node = tree(text, subject.vocabulary.only_parameters())
        found = Reader({}, names=names).read(node).reduced()
    except ParseError as error:
        raise ParseError(
            "a limit is at a number, from 0+ or 0-, at a quotient of polynomials in the other "
            f"parameters, or at oo: {error}"
        ) from None
    if _degree(found.top, index) or _degree(found.bottom, index):
        raise ParseError(f"{names[index]} cannot tend to what contains it; solve for it")
    return found


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

    reached = Family(
        frozenset({f"reached by {key}"}),
        domain,
        True,
        also=frozenset({key}),
        missing=f"{names[index]} leaves the domain before {key} is reached",
    )
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
    found = Region.everything(names) if way[0] is None else compared(way[0].bottom, "!=", names)
    for c in cell:
        holds, zero = Region(names, ()), Region.everything(names)
        power = _even(_degree(c.polynomial, index))
        for whole in _coefficients(c.polynomial, index, way, power):
            p = _signed(whole, way, names)
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
    power_of = _even(max(_degree(p, index) for p in (formula.top, formula.bottom)))
    tops = _coefficients(formula.top, index, way, power_of)
    bottoms = _coefficients(formula.bottom, index, way, power_of)
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
    """Where a coefficient is the first that does not vanish, and how many there are from it on."""
    zero = Region.everything(names)
    for k, p in enumerate(coefficients):
        here = zero & compared(p, "!=", names)
        if here.cells:
            yield here, p, len(coefficients) - k
        zero = zero & compared(p, "==", names)
    if zero.cells:
        yield zero, None, 0


def _degree(p: Polynomial, index: int) -> int:
    return max((e[index] for e in p), default=0)


def _signed(p: Polynomial, way: Side, names: tuple[str, ...]) -> Polynomial:
    """A polynomial of the same sign, without even powers of what must not vanish."""
    if way[0] is None or not any(map(any, way[0].bottom)):
        return p
    (bottom, _), *more = [(f, n) for f, n in factors(way[0].bottom, names) if any(map(any, f))]
    if more:
        return p
    found = constant(1, len(names))
    for factor, multiplicity in factors(p, names):
        if factor != bottom or multiplicity % 2:
            found = multiply(found, _power(factor, 2 - multiplicity % 2, len(names)))
    return found


def _even(degree: int) -> int:
    return degree + degree % 2


def _coefficients(p: Polynomial, index: int, way: Side, power: int) -> list[Polynomial]:
    """Coefficients in s, of the highest power first, as polynomials in the other parameters.

    They are multiplied by a power of the denominator of what the parameter tends to.
    """
    degree = _degree(p, index)
    count = len(next(iter(p))) if p else 0
    powers: list[Polynomial] = [{} for _ in range(degree + 1)]
    for e, c in p.items():
        rest = tuple(0 if k == index else x for k, x in enumerate(e))
        powers[e[index]] = add(powers[e[index]], {rest: c})
    goal, side = way
    if goal is None:
        return powers[::-1]
    if not p:
        return [{}]
    found: list[Polynomial] = []
    for k in range(degree + 1):  # the k-th Taylor coefficient goes with s to the degree - k
        total: Polynomial = {}
        for j in range(k, degree + 1):
            factor = constant(math.comb(j, k) * Fraction(side) ** k, count)
            raised = multiply(
                _power(goal.top, j - k, count), _power(goal.bottom, power - j + k, count)
            )
            total = add(total, multiply(powers[j], multiply(factor, raised)))
        found.append(total)
    return found


def _power(p: Polynomial, exponent: int, count: int) -> Polynomial:
    found = constant(1, count)
    for _ in range(exponent):
        found = multiply(found, p)
    return found
