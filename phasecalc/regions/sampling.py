"""Exact points in the cells that polynomials cut space into.

Open cylindrical decomposition: eliminate the last parameter by leading
coefficients, discriminants and resultants, take a rational point in every open
cell of the shadow, and lift it by a rational number between neighbouring roots
(McCallum; Strzebonski, J. Symbolic Comput. 29, 471-480). It meets every open cell,
so strict conditions with a solution get a witness. Roots that are rational or
quadratic are visited as well, which finds points of sets without interior.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
import operator
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import Number, Surd
from phasecalc.exceptions import ParseError
from phasecalc.regions.condition import Condition
from phasecalc.regions.work import OutOfWork, Work

__all__ = ["cell_points", "coarse_witness", "fine_witness", "inside", "nudged", "witness"]

Point = tuple[Number, ...]

# SymPy's sparse polynomials, which it does not type: a ring, and an element of one.
Ring = Any
Element = Any

# A resultant runs to its end once begun: this many monomials take about a second.
_MOST_MONOMIALS = 2500

# Work, in the unit of phasecalc.regions.work: to factor and to substitute, for each term; for each
# monomial of a resultant; to isolate the roots of a product, for the square of its degree.
_FACTOR, _PLACE, _RESULTANT, _ROOTS = 300, 60, 400, 150

_STEPS = [Fraction(1, 8), Fraction(1, 64), Fraction(1, 1024)]
_COARSE = [Fraction(k, 8) for k in (1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 0, -1, -2, -4, -8, -16)]
_FINE = [Fraction(k, 32) for k in range(1, 49)]


def coarse_witness(conditions: Sequence[Condition]) -> Point | None:
    """Point of a coarse grid that satisfies every condition, or None: cheap, so tried first.

    A point inside, where no ``>=`` is an equality, goes before the others.

    Parameters
    ----------
    conditions
        Conditions, at least one.
    """
    return _apart(conditions, lambda own: _on_grid(own, _COARSE), _COARSE[0])


def fine_witness(conditions: Sequence[Condition]) -> Point | None:
    """Point of a fine grid near the origin, or None: before computer algebra is asked."""
    return _apart(conditions, lambda own: _on_grid(own, _COARSE) or _on_grid(own, _FINE), _FINE[0])


def _apart(
    conditions: Sequence[Condition],
    search: Callable[[Sequence[Condition]], Point | None],
    free: Fraction,
) -> Point | None:
    """Point put together of those found for groups of parameters that no condition connects.

    A parameter that is in no condition gets the value ``free``.
    """
    if any(c.truth is False for c in conditions):
        return None
    point: dict[int, Number] = {}
    for places in _groups(conditions):
        own = [_on(c, places) for c in conditions if _places(c) & places]
        found = search(own) if own else (free,)
        if found is None:
            return None
        point.update(zip(sorted(places), found, strict=True))
    return tuple(point[i] for i in sorted(point))


def _places(condition: Condition) -> set[int]:
    return {i for e, _ in condition.terms for i, power in enumerate(e) if power}


def _groups(conditions: Sequence[Condition]) -> list[set[int]]:
    """Places of the parameters; two that occur in one condition are in one group."""
    groups = [{i} for i in range(len(conditions[0].names))]
    for used in map(_places, conditions):
        joined = set().union(used, *(g for g in groups if g & used))
        groups = [*(g for g in groups if not g & used), *([joined] if joined else [])]
    return groups


def _on(condition: Condition, places: set[int]) -> Condition:
    """The condition, as one on these parameters alone."""
    kept = sorted(places)
    terms = tuple((tuple(e[i] for i in kept), c) for e, c in condition.terms)
    return Condition(tuple(condition.names[i] for i in kept), terms, condition.relation)


def _on_grid(conditions: Sequence[Condition], grid: Sequence[Fraction]) -> Point | None:
    if len(conditions[0].names) > 2:
        return None
    kept = None
    # Floats discard most points at little cost; what is left is judged exactly.
    for point in _roughly(conditions, grid):
        if all(_holds(c, point) for c in conditions):
            if inside(conditions, point):
                return point
            kept = kept or point
    return kept


def _roughly(conditions: Sequence[Condition], grid: Sequence[Fraction]) -> Iterator[Point]:
    """Points of the grid that floats do not discard, the first parameter changing last.

    Where a coefficient or a power is beyond doubles there are none: the exact search has them all.
    """
    sides = []
    with contextlib.suppress(OverflowError):
        for condition in conditions:
            rows: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
            for (*first, power), k in condition.terms:
                rows.setdefault(power, []).append((float(k), tuple(first)))
            # Powers of the last parameter, once for the whole grid.
            sides.append((rows.values(), [[float(y) ** i for i in rows] for y in grid]))
        for start in itertools.product(grid, repeat=len(conditions[0].names) - 1):
            at = [float(x) for x in start]
            polynomials = [
                ([sum(k * math.prod(map(pow, at, e)) for k, e in row) for row in rows], powers)
                for rows, powers in sides
            ]
            for place, last in enumerate(grid):
                if all(
                    sum(map(operator.mul, coefficients, powers[place])) > -1e-9
                    for coefficients, powers in polynomials
                ):
                    yield (*start, last)


def inside(conditions: Sequence[Condition], point: Point) -> bool:
    """Whether every condition holds at a point, none that is ``>=`` as an equality."""
    return all(_holds(_strict(c), point) for c in conditions)


def _strict(condition: Condition) -> Condition:
    return condition.with_relation(">") if condition.relation == ">=" else condition


def nudged(conditions: Sequence[Condition], point: Point) -> Point | None:
    """Point inside near one on the edge, in one of the directions along axes and diagonals.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> from phasecalc.regions.condition import polynomial_of
    >>> edge = Condition.make(("alpha",), polynomial_of(alpha - 1, ("alpha",)), ">=")
    >>> nudged([edge], (Fraction(1),))
    (Fraction(9, 8),)
    """
    strict = [_strict(c) for c in conditions]
    for step, direction in itertools.product(
        _STEPS, itertools.product((1, 0, -1), repeat=len(point))
    ):
        moved = tuple(x + step * k for x, k in zip(point, direction, strict=True))
        if all(_holds(c, moved) for c in strict):
            return moved
    return None


def witness(conditions: Sequence[Condition], work: Work) -> Point | None:
    """Point that satisfies every condition, or None if none of the points tried does.

    A point inside, where no ``>=`` is an equality, goes before the others.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> from phasecalc.regions.condition import polynomial_of
    >>> n = ("alpha",)
    >>> bounds = (alpha, alpha**2 - 2, 142 - 100 * alpha)
    >>> inside = [Condition.make(n, polynomial_of(p, n), ">") for p in bounds]
    >>> witness(inside, Work())
    (Fraction(61, 43),)
    """
    return _apart(conditions, lambda own: _in_cells(own, work), Fraction(1))


def _in_cells(conditions: Sequence[Condition], work: Work) -> Point | None:
    kept = None
    try:
        for candidate in cell_points(conditions, work):
            if all(_holds(c, candidate) for c in conditions):
                if inside(conditions, candidate):
                    return candidate
                kept = kept or candidate
    except OutOfWork:
        if kept is None:
            raise
    return kept


def _holds(condition: Condition, point: Point) -> bool:
    try:
        return condition.holds(point)
    except ValueError:  # two different square roots met: this candidate cannot be judged here
        return False


def cell_points(conditions: Sequence[Condition], work: Work) -> Iterator[Point]:
    """Exact points, at least one in each open cell cut by the conditions' polynomials."""
    from sympy import QQ
    from sympy.polys.rings import PolyRing

    # The last parameter is eliminated first, and a ring eliminates its first generator.
    ring = PolyRing(conditions[0].names[::-1], QQ)
    # A conjugate product is rational and vanishes where the condition's polynomial does.
    polynomials = [_norm(c, ring) for c in conditions]
    yield from _lift(_factors(polynomials, work), ring, work)


def _norm(condition: Condition, ring: Ring) -> Element:
    """The condition's polynomial, or its product with the conjugate where it holds a root."""
    plain, rooted, n = ring.zero, ring.zero, 0
    for e, c in condition.terms:
        if isinstance(c, Surd):
            n = c.n
            rooted[e[::-1]] = _rational(c.b)
        if a := c.a if isinstance(c, Surd) else c:
            plain[e[::-1]] = _rational(a)
    return plain**2 - n * rooted**2 if n else plain


def _factors(polynomials: Sequence[Element], work: Work) -> list[Element]:
    """Distinct irreducible factors."""
    found: dict[Element, None] = {}
    for p in polynomials:
        if not p.is_ground:
            work.spend(_FACTOR * len(p))
            found.update(dict.fromkeys(factor for factor, _ in p.factor_list()[1]))
    return list(found)


def _lift(polynomials: list[Element], ring: Ring, work: Work) -> Iterator[Point]:
    if ring.ngens == 1:
        yield from ((value,) for value in _between(polynomials, work))
        return
    for base in _lift(_project(polynomials, ring, work), ring.drop(0), work):
        if any(isinstance(x, Surd) for x in base):
            yield from ((*base, value) for value in _COARSE)
            continue
        at = [
            (gen, _rational(x))
            for gen, x in zip(ring.gens[1:], reversed(base), strict=True)
            if isinstance(x, Fraction)
        ]
        work.spend(_PLACE * sum(map(len, polynomials)))
        yield from (
            (*base, value) for value in _between([p.evaluate(at) for p in polynomials], work)
        )


def _project(polynomials: list[Element], ring: Ring, work: Work) -> list[Element]:
    """Polynomials in the other parameters, off whose zeros the roots in the last keep order."""
    below = [p.drop(0) for p in polynomials if p.degree() == 0]
    above = [p for p in polynomials if p.degree() > 0]
    for p in above:
        below.append(_leading(p, ring))
        if p.degree() > 1:
            below.append(_resultant(p, p.diff(0), work))
    for p, q in itertools.combinations(above, 2):
        below.append(_resultant(p, q, work))
    return _factors(below, work)


def _leading(p: Element, ring: Ring) -> Element:
    """Coefficient of the highest power of the parameter to be eliminated."""
    top = p.degree()
    return ring.drop(0).from_dict({e[1:]: c for e, c in p.items() if e[0] == top})


def _resultant(p: Element, q: Element, work: Work) -> Element:
    """Resultant in the parameter to be eliminated, refused where it would be too long to finish."""
    spread = [max(map(sum, x.itermonoms())) for x in (p, q)]
    variables = sum(any(e[i] for x in (p, q) for e in x) for i in range(1, p.ring.ngens))
    degree = q.degree() * spread[0] + p.degree() * spread[1]
    monomials = math.comb(degree + variables, variables)
    if monomials > _MOST_MONOMIALS:
        raise OutOfWork("the polynomials are of too high degree to look for sample points")
    work.spend(_RESULTANT * monomials)
    return p.resultant(q)


def _between(polynomials: Sequence[Element], work: Work) -> list[Number]:
    """Rational points between neighbouring real roots and beyond; then the simple roots."""
    from sympy import QQ
    from sympy.polys.rootisolation import dup_isolate_real_roots

    factors = _factors(polynomials, work)
    if not factors:
        return [Fraction(1), Fraction(0)]
    product: Element = functools.reduce(operator.mul, factors)
    eps = Fraction(1, 16)
    while True:
        work.spend(_ROOTS * product.degree() ** 2)
        isolated = [
            (_fraction(a), _fraction(b))
            for (a, b), _ in dup_isolate_real_roots(product.to_dense(), QQ, eps=_rational(eps))
        ]
        if all(left[1] < right[0] for left, right in itertools.pairwise(isolated)):
            break
        eps /= 16
    if not isolated:
        return [Fraction(1), Fraction(0)]
    points: list[Number] = [
        _simplest(left[1], right[0]) for left, right in itertools.pairwise(isolated)
    ]
    points += [Fraction(math.floor(isolated[0][0]) - 1), Fraction(math.ceil(isolated[-1][1]) + 1)]
    for factor in factors:
        points += _simple_roots(factor)
    return points


def _simple_roots(polynomial: Element) -> list[Number]:
    """Real roots of a linear or quadratic polynomial, without those that are too long to write."""
    from phasecalc.parsing import exact

    if polynomial.degree() > 2 or (polynomial.degree() == 2 and polynomial.discriminant() < 0):
        return []
    if polynomial.degree() == 1:
        slope, offset = polynomial.to_dense()
        roots = [_fraction(-offset / slope)]
    else:
        import sympy as sp

        roots = [x for x in sp.roots(polynomial.as_expr()) if x.is_real]
    found = []
    for x in roots:
        with contextlib.suppress(ParseError):
            found.append(exact(x, "root"))
    return found


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """Rational with the smallest denominator strictly between two numbers (Stern and Brocot)."""
    whole = math.floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        return whole + Fraction(1, math.floor(1 / (high - whole)) + 1)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))


def _fraction(x: Any) -> Fraction:
    return Fraction(int(x.numerator), int(x.denominator))


def _rational(x: Fraction) -> Any:
    from sympy import QQ

    return QQ(x.numerator, x.denominator)
