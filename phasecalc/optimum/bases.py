"""Where each choice of binding rows is optimal: cells that cover a chamber by their number alone.

Where a program is feasible, bounded and has a vertex, some basis (as many independent rows as
unknowns and the exponent together) has weights and slacks that are not negative. Each of these is
one minor of the matrix of all rows over another, so a quotient of polynomials in the parameters;
off the zeros of their factors its sign is the product of theirs. There are finitely many bases and
choices of signs. So their open cells cover the chamber up to zeros of polynomials, and what is left
to show is that a cell is empty, or lies in the critical regions found. (Bases of parametric
programs: Gal and Nedoma, Management Science 18, 406-422.)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import Polynomial, add, constant, multiply, scale, sign
from phasecalc.optimum.factors import split
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.simplex import feasible
from phasecalc.regions.work import Clock

__all__ = ["basis_cells"]

# A sign, and factors of odd power by their numbers: a quotient has the sign of their product.
Signed = tuple[int, frozenset[int]]
Rows = Sequence[tuple[bool, Sequence[Polynomial]]]  # is it a term; its constant, then its slopes
_MOST = 20_000  # cells beyond which the chamber is cut as a whole


def basis_cells(
    program: Minimax, forms: Mapping[str, Form], chamber: Cell, clock: Clock | None = None
) -> list[Cell] | None:
    """Open cells whose closures cover a chamber: those of all bases, and where these may fail to.

    They fail to where the program might have no optimum: one fixed choice of the unknowns is shown
    to be feasible, off the cells where a row forbids it, and constant slopes to bound the program.

    Parameters
    ----------
    program
        What to solve.
    forms
        Terms that are present in the chamber, each form once.
    chamber
        Conditions of the chamber.
    clock
        Seconds allowed, if any.

    Returns
    -------
    list of Cell or None
        None where no such choice or bound is found, where coefficients have denominators, or
        where cells are too many.

    Raises
    ------
    OutOfTime
        The seconds ran out.
    """
    names = program.parameters
    rows = _rows(program, forms)
    exceptions = None if rows is None else _infeasible(rows, names)
    if rows is None or exceptions is None or not _bounded(rows):
        return None
    signs = _Signs(rows, names, chamber)
    found = dict.fromkeys(canonical([*chamber, c]) for c in exceptions)
    independent = False
    for basis in itertools.combinations(range(len(rows)), len(program.unknowns) + 1):
        if clock is not None:
            clock.check()
        quantities = signs.optimal(basis)
        independent = independent or quantities is not None
        for sides in _choices(quantities or [], {}) if quantities is not None else ():
            found.setdefault(canonical([*chamber, *signs.cell(sides)]))
            if len(found) > _MOST:
                return None
    return list(found) if independent else None


def _rows(program: Minimax, forms: Mapping[str, Form]) -> Rows | None:
    """Rows of the program as polynomials; None where coefficients have denominators."""
    both = [*((True, f) for f in forms.values()), *((False, c.form) for c in program.constraints)]
    if any(any(e) for _, form in both for c in form for e in c.bottom):
        return None
    return [(term, [scale(c.top, 1 / c.denominator[0][1]) for c in form]) for term, form in both]


def _infeasible(rows: Rows, names: tuple[str, ...]) -> list[Condition] | None:
    """Where each constraint forbids a choice of the unknowns that is feasible at the origin."""
    forms = [form for term, form in rows if not term]
    count = len(rows[0][1]) - 1
    numbers = [[p.get((0,) * len(names), Fraction(0)) for p in form] for form in forms]
    found = feasible(
        [
            [*a, *(-v for v in a), *(Fraction(int(j == k)) for j in range(len(forms)))]
            for k, (_, *a) in enumerate(numbers)
        ],
        [-first for first, *_ in numbers],
    ) if forms else [Fraction(0)] * (2 * count)  # fmt: skip
    if found is None:
        return None
    at = [found[k] - found[count + k] for k in range(count)]
    levels = []
    for first, *slopes in forms:
        level = first
        for x, slope in zip(at, slopes, strict=True):
            level = add(level, scale(slope, x))
        levels.append(Condition.make(names, level, ">"))
    return [c for c in levels if c.truth is not False]


def _bounded(rows: Rows) -> bool:
    """Whether rows of constant slopes bound the exponent from below: all, or constraints alone."""
    slopes = [(term, _numbers(form[1:])) for term, form in rows]
    count = len(rows[0][1]) - 1
    known = [(term, a) for term, a in slopes if a is not None]
    if len(known) == len(rows):
        columns = [[Fraction(int(term)), *a] for term, a in known]
        if _combined(columns, [Fraction(1), *[Fraction(0)] * count]):
            return True
    walls = [a for term, a in known if not term]
    units = ([Fraction(s * (j == k)) for j in range(count)] for k in range(count) for s in (1, -1))
    return all(_combined(walls, unit) for unit in units)


def _numbers(slopes: Sequence[Polynomial]) -> list[Any] | None:
    """Coefficients without parameters, else None."""
    if any(any(e) for p in slopes for e in p):
        return None
    return [next(iter(p.values()), Fraction(0)) for p in slopes]


def _combined(columns: Sequence[Sequence[Any]], goal: Sequence[Any]) -> bool:
    """Whether the goal is a sum of the columns with weights that are not negative."""
    weights = feasible([[c[k] for c in columns] for k in range(len(goal))], goal)
    if weights is None:
        return False
    sums = [sum(w * c[k] for w, c in zip(weights, columns, strict=True)) for k in range(len(goal))]
    return sums == list(goal) and all(w >= 0 for w in weights)


class _Signs:
    """Signs of the weights and slacks of bases, by the factors of minors."""

    def __init__(self, rows: Rows, names: tuple[str, ...], chamber: Cell) -> None:
        self.names, self.size = names, len(rows[0][1])
        one, none = constant(1, len(names)), constant(0, len(names))
        # Slopes, whether it is a term, the constant: the last column is that of the whole row.
        self.matrix = [(*form[1:], one if term else none, form[0]) for term, form in rows]
        self.given = frozenset(c.with_relation(">") for c in chamber)
        self.positive = frozenset(k for c in chamber if (k := _above_zero(c)) is not None)
        self._minors: dict[tuple[int, ...], Polynomial] = {(): one}
        self._signed: dict[tuple[int, ...], Signed | None] = {}
        self._numbers: dict[Condition, int] = {}
        self._factored: dict[Condition, Signed] = {}

    def minor(self, rows: tuple[int, ...]) -> Polynomial:
        """Determinant of rows in as many first columns."""
        if rows not in self._minors:
            total: Polynomial = {}
            for k, row in enumerate(rows):
                entry = self.matrix[row][len(rows) - 1]
                if entry:
                    rest = multiply(entry, self.minor((*rows[:k], *rows[k + 1 :])))
                    total = add(total, scale(rest, (-1) ** (len(rows) - 1 - k)))
            self._minors[rows] = total
        return self._minors[rows]

    def signed(self, rows: tuple[int, ...]) -> Signed | None:
        """Sign of a minor; None for zero."""
        if rows not in self._signed:
            minor = self.minor(rows)
            self._signed[rows] = self._sign(minor) if minor else None
        return self._signed[rows]

    def optimal(self, basis: tuple[int, ...]) -> list[Signed] | None:
        """Quantities that must be positive for a basis to be optimal; None if it never is one."""
        bottom = self.signed(basis)
        if bottom is None:
            return None
        found = []
        for k in range(self.size):
            rest = self.signed((*basis[:k], *basis[k + 1 :]))
            found.append(_over(rest, bottom, (-1) ** (self.size - 1 - k)))
        for row in set(range(len(self.matrix))).difference(basis):
            larger = self.signed(tuple(sorted((*basis, row))))
            after = sum(k > row for k in basis)
            found.append(_over(larger, bottom, (-1) ** (after + 1)))
        return [q for q in dict.fromkeys(found) if q is not None]

    @property
    def factors(self) -> list[Condition]:
        """Factors in the order of their numbers, each as if it were positive."""
        return list(self._numbers)

    def cell(self, sides: Mapping[int, int]) -> Iterator[Condition]:
        """Factors on their sides of zero."""
        factors = self.factors
        for number, s in sides.items():
            c = factors[number]
            yield c if s > 0 else c.negated()[0].with_relation(">")

    def _sign(self, minor: Polynomial) -> Signed:
        plain = Condition.make(self.names, minor, "=")  # up to a number
        if plain not in self._factored:
            self._factored[plain] = self._split(plain.polynomial)
        lead, odd = self._factored[plain]
        return lead * sign(minor[max(minor)]) * sign(plain.terms[0][1]), odd

    def _split(self, minor: Polynomial) -> Signed:
        lead, factors = split(minor, self.names)
        odd = []
        for factor, multiplicity in factors:
            if multiplicity % 2:
                known = self._known(factor)
                lead *= known or 1
                odd += [self._numbers.setdefault(factor, len(self._numbers))] * (not known)
        return lead, frozenset(odd)

    def _known(self, factor: Condition) -> int:
        """Sign of a factor all over the chamber where it is seen at once, else 0."""
        if factor in self.given:
            return 1
        if factor.negated()[0].with_relation(">") in self.given:
            return -1
        used = {k for e, _ in factor.terms for k, x in enumerate(e) if x}
        signs = {sign(c) for _, c in factor.terms}
        return signs.pop() if len(signs) == 1 and used <= self.positive else 0


def _above_zero(condition: Condition) -> int | None:
    """Which parameter a condition bounds from below by zero or more."""
    used = {k for e, _ in condition.terms for k, x in enumerate(e) if x}
    if len(used) != 1 or condition.degree != 1:
        return None
    (k,) = used
    at = condition.polynomial.get((0,) * len(condition.names), Fraction(0))
    return k if sign(condition.terms[0][1]) > 0 and sign(at) <= 0 else None


def _over(top: Signed | None, bottom: Signed, flip: int) -> Signed | None:
    """Sign of a quotient; None for zero."""
    if top is None:
        return None
    return flip * top[0] * bottom[0], top[1] ^ bottom[1]


def _choices(quantities: Sequence[Signed], sides: Mapping[int, int]) -> Iterator[Mapping[int, int]]:
    """Signs of factors, by their numbers, by which every quantity is positive."""
    left = []
    for lead, odd in quantities:
        for c in odd.intersection(sides):
            lead *= sides[c]
        if odd := odd.difference(sides):
            left.append((lead, odd))
        elif lead < 0:
            return
    if not left:
        yield sides
        return
    lead, odd = min(left, key=lambda q: (len(q[1]), sorted(q[1])))
    first = min(odd)
    for s in (lead,) if len(odd) == 1 else (1, -1):
        yield from _choices(left, {**sides, first: s})
