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
import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number, Surd
from phasecalc.regions.condition import Condition
from phasecalc.regions.work import OutOfWork, Work

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["cell_points", "coarse_witness", "inside", "nudged", "witness"]

Point = tuple[Number, ...]

# A resultant runs to its end once begun: this many monomials take about a second.
_MOST_MONOMIALS = 2500

# Work, in the unit of phasecalc.regions.work: to factor and to substitute, for each term; for each
# monomial of a resultant; to isolate the roots of a product, for the square of its degree.
_FACTOR, _PLACE, _RESULTANT, _ROOTS = 300, 60, 400, 150

_STEPS = [Fraction(1, 8), Fraction(1, 64), Fraction(1, 1024)]
_COARSE = [Fraction(k, 8) for k in (1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 0, -1, -2, -4, -8, -16)]


def coarse_witness(conditions: Sequence[Condition]) -> Point | None:
    """Point of a coarse grid that satisfies every condition, or None: cheap, so tried first.

    A point inside, where no ``>=`` is an equality, goes before the others.
    """
    n = len(conditions[0].names)
    if n > 2:
        return None
    try:
        rough = [[(float(k), e) for e, k in c.terms] for c in conditions]
    except OverflowError:  # coefficients beyond doubles: left to the exact search
        return None
    kept = None
    for point in itertools.product(_COARSE, repeat=n):
        # Floats discard most points at little cost; what is left is judged exactly.
        at = [float(x) for x in point]
        if all(
            sum(k * math.prod(x**i for x, i in zip(at, e, strict=True)) for k, e in terms) > -1e-9
            for terms in rough
        ) and all(_holds(c, point) for c in conditions):
            if inside(conditions, point):
                return point
            kept = kept or point
    return kept


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
    import sympy as sp

    names = conditions[0].names
    symbols = [sp.Symbol(name, real=True) for name in names]
    polynomials = []
    for c in conditions:
        if any(isinstance(value, Surd) for _, value in c.terms):
            # A conjugate product is rational and vanishes where the condition's polynomial does.
            polynomials.append(_norm(c, symbols))
        else:
            polynomials.append(_expression(c, symbols))
    yield from _lift(_factors(polynomials, work), symbols, work)


def _expression(condition: Condition, symbols: Sequence[Expr]) -> Expr:
    import sympy as sp

    return sp.Add(
        *(
            sp.Rational(c.numerator, c.denominator)
            * sp.Mul(*(s**k for s, k in zip(symbols, e, strict=True)))
            for e, c in condition.terms
            if isinstance(c, Fraction)
        )
    )


def _norm(condition: Condition, symbols: Sequence[Expr]) -> Expr:
    import sympy as sp

    n = next(c.n for _, c in condition.terms if isinstance(c, Surd))
    parts: list[dict[tuple[int, ...], Number]] = [{}, {}]
    for e, c in condition.terms:
        for k, value in enumerate((c.a, c.b) if isinstance(c, Surd) else (c, Fraction(0))):
            if value:
                parts[k][e] = value
    plain, rooted = (
        _expression(Condition(condition.names, tuple(p.items()), ">"), symbols) for p in parts
    )
    return sp.expand(plain**2 - n * rooted**2)


def _factors(expressions: Sequence[Expr], work: Work) -> list[Expr]:
    """Distinct irreducible factors."""
    import sympy as sp

    found: dict[Expr, None] = {}
    for expression in expressions:
        if expression.free_symbols:
            work.spend(_FACTOR * len(expression.args))
            for factor, _ in sp.factor_list(expression)[1]:
                found[factor] = None
    return list(found)


def _lift(polynomials: list[Expr], symbols: Sequence[Expr], work: Work) -> Iterator[Point]:
    last = symbols[-1]
    if len(symbols) == 1:
        yield from ((value,) for value in _between(polynomials, last, work))
        return
    for base in _lift(_project(polynomials, last, work), symbols[:-1], work):
        if any(isinstance(x, Surd) for x in base):
            yield from ((*base, value) for value in _COARSE)
            continue
        at = {
            s: _rational(x)
            for s, x in zip(symbols[:-1], base, strict=True)
            if isinstance(x, Fraction)
        }
        work.spend(_PLACE * sum(len(p.args) for p in polynomials))
        fibre = [q for p in polynomials if (q := p.subs(at)).has(last)]
        yield from ((*base, value) for value in _between(fibre, last, work))


def _project(polynomials: list[Expr], last: Expr, work: Work) -> list[Expr]:
    """Polynomials in the other parameters, off whose zeros the roots in ``last`` keep order."""
    import sympy as sp

    below = [p for p in polynomials if not p.has(last)]
    above = [sp.Poly(p, last) for p in polynomials if p.has(last)]
    for p in above:
        below.append(p.LC())
        if p.degree() > 1:
            below.append(_resultant(p, p.diff(last), work))
    for p, q in itertools.combinations(above, 2):
        below.append(_resultant(p, q, work))
    factors: dict[Expr, None] = {}
    for p in below:
        factors.update(dict.fromkeys(_factors([sp.expand(p)], work)))
    return list(factors)


def _resultant(p: Expr, q: Expr, work: Work) -> Expr:
    """Resultant in the polynomials' variable, refused where it would be too long to finish."""
    import sympy as sp

    last = p.gen
    spread = [sp.Poly(x.as_expr()).total_degree() for x in (p, q)]
    variables = len((p.as_expr() * q.as_expr()).free_symbols) - 1
    degree = q.degree() * spread[0] + p.degree() * spread[1]
    monomials = math.comb(degree + variables, variables)
    if monomials > _MOST_MONOMIALS:
        raise OutOfWork("the polynomials are of too high degree to look for sample points")
    work.spend(_RESULTANT * monomials)
    return sp.resultant(p.as_expr(), q.as_expr(), last)


def _between(polynomials: list[Expr], symbol: Expr, work: Work) -> list[Number]:
    """Rational points between neighbouring real roots and beyond; then the simple roots."""
    import sympy as sp

    factors = _factors(polynomials, work)
    if not factors:
        return [Fraction(1), Fraction(0)]
    product = sp.Poly(sp.Mul(*factors), symbol)
    eps = sp.Rational(1, 16)
    while True:
        work.spend(_ROOTS * product.degree() ** 2)
        isolated = [(_fraction(a), _fraction(b)) for (a, b), _ in product.intervals(eps=eps)]
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
        points += _simple_roots(sp.Poly(factor, symbol))
    return points


def _simple_roots(polynomial: Expr) -> list[Number]:
    """Real roots of a linear or quadratic polynomial, without those that are too long to write."""
    from phasecalc.exceptions import ParseError
    from phasecalc.parsing import exact

    if polynomial.degree() > 2:
        return []
    import sympy as sp

    found = []
    for x in sp.roots(polynomial):
        if x.is_real:
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


def _fraction(x: Expr) -> Fraction:
    return Fraction(int(x.p), int(x.q))


def _rational(x: Fraction) -> Expr:
    import sympy as sp

    return sp.Rational(x.numerator, x.denominator)
