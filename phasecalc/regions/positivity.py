"""Search for an exact proof that polynomial conditions have no common solution.

The proof sought is the one ``phasecalc.checker`` reads: products of the
conditions, with positive coefficients, whose sum vanishes identically. For
products up to a total degree the coefficients solve a linear program, which is
solved exactly; the degree is raised step by step (after Polya and Handelman:
for strict conditions on a bounded set some degree suffices). Squares that
complete a definite quadratic are offered as extra factors, and where no degree
in reach works, the set is cut in two.

References: Marshall, Positive Polynomials and Sums of Squares, chapters 2 and 7.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import (
    Number,
    Polynomial,
    Surd,
    add,
    constant,
    decode_number,
    encode_number,
    encode_polynomial,
    multiply,
    scale,
    sign,
)
from phasecalc.regions.condition import Condition
from phasecalc.regions.rough import support
from phasecalc.regions.simplex import feasible
from phasecalc.regions.work import OutOfWork, Work

__all__ = ["proof_from", "refutation", "split_refutation"]

# A product: exponents over the conditions, square factor or None, multiplier, its expansion.
Product = tuple[tuple[int, ...], "Polynomial | None", Polynomial, Polynomial]

_MOST_PRODUCTS = 420
_MOST_OF_FEW = 4000  # products of few conditions that are looked at
_EXTRA_DEGREE = 4
# Work for a product of polynomials, and for each pair of their terms.
_STEP, _TERM = 5, 3


def refutation(
    conditions: Sequence[Condition], work: Work, extra_degree: int = _EXTRA_DEGREE
) -> dict[str, object] | None:
    """Proof of emptiness by one identity, or None if no degree in reach gives one.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> from phasecalc.regions.condition import polynomial_of
    >>> n = ("alpha",)
    >>> c = Condition.make(n, polynomial_of(4 * alpha - 4 * alpha**2 - 1, n), ">")
    >>> refutation([c], Work())
    {'sum': [[[['1/4', 0]], [1]], [[['1', 0]], [0], [['1', 1], ['-1/2', 0]]]]}
    """
    start = max(1, *(c.degree for c in conditions))
    tried = 0
    for degree in range(start, start + extra_degree + 1):
        found = [*itertools.islice(_products(conditions, degree, work), _MOST_PRODUCTS + 1)]
        if len(found) > _MOST_PRODUCTS and degree > start:
            return None
        if len(found) == tried:
            continue
        tried = len(found)
        proof = _solve(conditions, found, work)
        if proof is not None:
            return proof
    return None


def split_refutation(
    conditions: Sequence[Condition],
    cuts: Sequence[tuple[int, Number]],
    work: Work,
    depth: int = 2,
) -> dict[str, object] | None:
    """Proof of emptiness that cuts the set at parameter values, or None.

    Parameters
    ----------
    conditions
        The conditions to refute.
    cuts
        Pairs (index of a parameter, value) to cut at, most promising first.
    work
        Account that pays for the search.
    depth
        How many cuts may be nested.
    """
    proof = refutation(conditions, work, extra_degree=2)
    if proof is not None or depth == 0:
        return proof
    names = conditions[0].names
    for index, value in cuts:
        unit = tuple(int(k == index) for k in range(len(names)))
        on: Polynomial = (
            {unit: Fraction(1), (0,) * len(names): -value} if value else {unit: Fraction(1)}
        )
        halves = []
        for polynomial, relation in ((on, ">="), (scale(on, -1), ">")):
            extra = Condition(names, tuple(sorted(polynomial.items(), reverse=True)), relation)
            half = split_refutation([*conditions, extra], cuts, work, depth - 1)
            if half is None:
                break
            halves.append(half)
        if len(halves) == 2:
            return {
                "split": encode_polynomial(on),
                "nonnegative": halves[0],
                "negative": halves[1],
            }
    return None


def proof_from(
    conditions: Sequence[Condition], few: Sequence[Condition], degrees: Sequence[int], work: Work
) -> dict[str, object] | None:
    """Proof that conditions have no common solution by few of them, or None.

    Doubles choose the products, so another machine may find another proof.
    The number of products grows fast with that of the conditions. Products that no sum of zero can
    hold are left out: those with a monomial that has one sign in all products left.

    Parameters
    ----------
    conditions
        All, in the order in which the proof numbers them.
    few
        Those that may be used.
    degrees
        Of the products, in the order in which they are tried.
    work
        Account that pays for the search.
    """
    few = _essential(few)
    for degree in degrees:
        usable = [c for c in few if c.degree <= degree]
        try:
            found = [*itertools.islice(_products(usable, degree, work), _MOST_OF_FEW + 1)]
            if len(found) > _MOST_OF_FEW:
                return None
            left = _balanced(found)
            proof = _solve(usable, left, work, roughly=True) if left else None
        except OutOfWork:
            return None
        if proof is not None:
            places = [conditions.index(c) for c in usable]
            return {"sum": [_numbered(row, places, len(conditions)) for row in proof["sum"]]}  # type: ignore[attr-defined]
    return None


def _essential(conditions: Sequence[Condition]) -> list[Condition]:
    """Conditions without linear ones that follow from other linear ones: less to multiply."""
    kept = list(conditions)
    for c in reversed(conditions):
        rest = [o for o in kept if o.degree == 1 and o is not c and _plain(o)]
        if c.degree == 1 and rest and _plain(c) and _follows(c, rest):
            kept.remove(c)
    return kept


def _plain(condition: Condition) -> bool:
    """Whether a condition is strict and its numbers are rational."""
    return condition.relation == ">" and not any(isinstance(k, Surd) for _, k in condition.terms)


def _follows(condition: Condition, others: Sequence[Condition]) -> bool:
    """Whether a linear condition is a sum of others and a number that is not negative."""
    columns = [constant(1, len(condition.names)), *(o.polynomial for o in others)]
    places = {e for p in (condition.polynomial, *columns) for e in p}
    weights = feasible(
        [[p.get(e, Fraction(0)) for p in columns] for e in places],
        [condition.polynomial.get(e, Fraction(0)) for e in places],
    )
    return weights is not None


def _balanced(found: Sequence[Product]) -> list[Product]:
    """Products that can take part in a sum of zero with coefficients that are not negative."""
    left = list(found)
    while True:
        seen: dict[tuple[int, ...], set[int]] = {}
        for *_, p in left:
            for m, c in p.items():
                seen.setdefault(m, set()).add(sign(c))
        kept = [row for row in left if all(len(seen[m]) == 2 for m in row[3])]
        if len(kept) == len(left):
            return kept
        left = kept


def _numbered(row: list[object], places: Sequence[int], count: int) -> list[object]:
    """A row of a proof with its exponents at the places of all conditions."""
    multiplier, exponents, *square = row
    wide = [0] * count
    for place, e in zip(places, exponents, strict=True):  # type: ignore[call-overload]
        wide[place] = e
    return [multiplier, wide, *square]


def _products(conditions: Sequence[Condition], degree: int, work: Work) -> Iterator[Product]:
    """Every product of conditions up to a total degree, cheapest first."""
    n = len(conditions[0].names) if conditions else 0
    one = constant(1, n)
    sizes = [c.degree for c in conditions]
    # Degree by degree and lazily: all exponents at once may be millions.
    exponents = itertools.chain.from_iterable(_powers(sizes, total) for total in range(degree + 1))
    squares = [q for c in conditions for q in _completing_squares(c)]
    expansions = _Expansions(conditions)
    for e in exponents:
        expansion, cost = expansions.of(e)
        work.spend(cost)
        room = degree - sum(k * c.degree for k, c in zip(e, conditions, strict=True))
        if any(k and c.relation == "=" for k, c in zip(e, conditions, strict=True)):
            for monomial in _monomials(n, room):
                for s in (1, -1):
                    factor: Polynomial = {monomial: Fraction(s)}
                    yield e, None, factor, _times(expansion, factor, work)
            continue
        yield e, None, one, expansion
        for q in squares:
            if room >= 2:
                yield e, q, one, _times(expansion, _times(q, q, work), work)


class _Expansions:
    """Products of conditions, each made from one with a factor less; whole numbers where they are.

    The work counted is that of all its factors.
    """

    def __init__(self, conditions: Sequence[Condition]) -> None:
        n = len(conditions[0].names) if conditions else 0
        self.factors = [_whole(c.polynomial) for c in conditions]
        self._known: dict[tuple[int, ...], tuple[Polynomial, int]] = {
            (0,) * len(conditions): (_whole(constant(1, n)), 0)
        }

    def of(self, powers: tuple[int, ...]) -> tuple[Polynomial, int]:
        """The product with these powers, and its work."""
        if powers not in self._known:
            last = max(k for k, e in enumerate(powers) if e)
            less = tuple(e - (k == last) for k, e in enumerate(powers))
            before, cost = self.of(less)
            factor = self.factors[last]
            cost += _STEP + _TERM * len(before) * len(factor)
            self._known[powers] = _product(before, factor), cost
        return self._known[powers]


def _whole(p: Polynomial) -> Polynomial:
    """The polynomial with whole numbers in place of fractions without denominators."""
    if all(type(c) is Fraction and c.denominator == 1 for c in p.values()):
        return {e: int(c) for e, c in p.items()}  # type: ignore[misc,arg-type]  # as good as Number
    return p


def _product(p: Polynomial, q: Polynomial) -> Polynomial:
    """Product like the checker's, which has only fractions."""
    total: dict[tuple[int, ...], Any] = {}
    for e1, c1 in p.items():
        for e2, c2 in q.items():
            e = tuple(map(operator.add, e1, e2))
            total[e] = total.get(e, 0) + c1 * c2
    return {e: c for e, c in total.items() if c != 0}


def _powers(sizes: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    """Exponents whose product has exactly this degree; a constant condition at most once."""
    if not sizes:
        if total == 0:
            yield ()
        return
    head, *tail = sizes
    for k in range(total // head + 1 if head else 2):
        for rest in _powers(tail, total - k * head):
            yield k, *rest


def _times(p: Polynomial, q: Polynomial, work: Work) -> Polynomial:
    work.spend(_STEP + _TERM * len(p) * len(q))
    return multiply(p, q)


def _solve(
    conditions: Sequence[Condition], found: list[Product], work: Work, *, roughly: bool = False
) -> dict[str, object] | None:
    """Coefficients >= 0 that make the products sum to zero, a strict one among them > 0.

    Roughly: by few of the products, which doubles choose.
    """
    monomials = sorted({m for *_, p in found for m in p})
    strict = [
        square is None and all(c.relation == ">" for k, c in zip(e, conditions, strict=True) if k)
        for e, square, _, _ in found
    ]
    if not any(strict):
        return None
    zero = Fraction(0)
    rows: list[list[Number]] = [[p.get(m, zero) for *_, p in found] for m in monomials]
    rows.append([Fraction(int(s)) for s in strict])
    right: list[Number] = [*[zero] * len(monomials), Fraction(1)]
    if roughly:
        chosen = support(rows, right, work)
        if chosen is None:
            return None
        found, rows = [found[k] for k in chosen], [[row[k] for k in chosen] for row in rows]
    solution = feasible(rows, right, work)
    if solution is None:
        return None
    table: list[list[object]] = []
    for c, (e, square, multiplier, _) in zip(solution, found, strict=True):
        if c != 0:
            row: list[object] = [encode_polynomial(scale(multiplier, c)), list(e)]
            table.append(row if square is None else [*row, encode_polynomial(square)])
    return {"sum": _tidy(table)}


def _tidy(table: list[list[object]]) -> list[list[object]]:
    """Scale a sum so that its first coefficient is 1: shorter to store and to read."""
    first = table[0][0]
    lead = decode_number(first[0][0])  # type: ignore[index]
    factor = 1 / (lead if sign(lead) > 0 else -lead)
    for row in table:
        row[0] = [
            [encode_number(decode_number(c) * factor), *e]
            for c, *e in row[0]  # type: ignore[attr-defined]
        ]
    return sorted(table, key=lambda row: (len(row), row[1]), reverse=False)


def _monomials(n: int, degree: int) -> Iterator[tuple[int, ...]]:
    for e in itertools.product(range(degree + 1), repeat=n):
        if sum(e) <= degree:
            yield e


def _completing_squares(condition: Condition) -> Iterator[Polynomial]:
    """Linear forms whose squares complete -h, where h is a quadratic (Lagrange's reduction)."""
    n = len(condition.names)
    if condition.degree != 2:
        return
    rest = scale(condition.polynomial, -1)
    for index in range(n):
        twice = tuple(2 * int(k == index) for k in range(n))
        lead = rest.get(twice, Fraction(0))
        if sign(lead) <= 0:
            continue
        linear: Polynomial = {}
        for e, c in rest.items():
            if e[index] == 1:
                linear = add(linear, {tuple(x - int(k == index) for k, x in enumerate(e)): c})
        unit: Polynomial = {tuple(int(k == index) for k in range(n)): Fraction(1)}
        square_root = add(unit, scale(linear, 1 / (2 * lead)))
        yield square_root
        rest = add(rest, scale(multiply(square_root, square_root), -lead))
