"""Random programs of a given size, and their exact optima by trying every vertex in fractions.

The optima share no code with the engine: a vertex is where as many rows bind as there are
unknowns and the exponent together, found by Cramer's elimination on plain fractions.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from phasecalc.optimum.program import Program

__all__ = ["RandomLaw", "random_law"]

# What a term may have as the power of a size: a number, or a parameter times a number.
_NUMBERS = (Fraction(0), Fraction(0), Fraction(1, 2), Fraction(1))


@dataclass(frozen=True)
class RandomLaw:
    """Terms f**(-sum_j p_ij x_j + c_i), with x in the simplex and positive parameters.

    Parameters
    ----------
    powers
        For each term and size, the index of a parameter (or -1) and a number.
    shifts
        Constant of each term's exponent.
    parameters, unknowns
        How many.
    """

    powers: tuple[tuple[tuple[int, Fraction], ...], ...]
    shifts: tuple[Fraction, ...]
    parameters: int
    unknowns: int

    def program(self) -> Program:
        """The law as a program over exponents."""
        names = sp.symbols([f"p{k}" for k in range(self.parameters)])
        xs = sp.symbols([f"x{k}" for k in range(self.unknowns)])
        terms = {
            f"t{i}": -sum(
                ((names[k] if k >= 0 else 1) * sp.Rational(q) * x)
                for (k, q), x in zip(row, xs, strict=True)
            )
            + sp.Rational(c)
            for i, (row, c) in enumerate(zip(self.powers, self.shifts, strict=True))
        }
        bounds = {f"x{k} >= 0": x >= 0 for k, x in enumerate(xs)}
        return Program.of(
            terms=terms,
            unknowns=list(xs),
            constraints={**bounds, "budget": sum(xs) <= 1},
            domain=[p > 0 for p in names],
            parameters=list(names),
        )

    def optimum(self, at: Mapping[str, Fraction]) -> Fraction:
        """Least largest exponent at a point."""
        values = [at[f"p{k}"] for k in range(self.parameters)] + [Fraction(1)]
        rows = [
            [*(values[k] * q for k, q in row), Fraction(1), c]  # p.x + t >= c
            for row, c in zip(self.powers, self.shifts, strict=True)
        ]
        n = self.unknowns
        rows += [[Fraction(int(j == k)) for j in range(n)] + [Fraction(0)] * 2 for k in range(n)]
        rows.append([Fraction(-1)] * n + [Fraction(0), Fraction(-1)])
        best: Fraction | None = None
        for basis in itertools.combinations(rows, n + 1):
            point = _solved([list(r) for r in basis])
            if point is None or (best is not None and point[-1] >= best):
                continue
            sides = (sum(a * x for a, x in zip(r, point, strict=False)) >= r[-1] for r in rows)
            if all(sides):
                best = point[-1]
        assert best is not None  # the simplex is not empty and bounded
        return best


def _solved(rows: list[list[Fraction]]) -> list[Fraction] | None:
    size = len(rows)
    for k in range(size):
        lead = next((r for r in range(k, size) if rows[r][k]), None)
        if lead is None:
            return None
        rows[k], rows[lead] = rows[lead], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(size):
            if r != k and rows[r][k]:
                factor = rows[r][k]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[k], strict=True)]
    return [r[-1] for r in rows]


def random_law(seed: int, terms: int, parameters: int, unknowns: int) -> RandomLaw:
    """A law in which every parameter and every size occurs."""
    draw = random.Random(f"{seed} {terms} {parameters} {unknowns}")
    while True:
        powers = tuple(
            tuple(
                (draw.randrange(parameters), Fraction(1))
                if draw.random() < 0.5
                else (-1, draw.choice(_NUMBERS))
                for _ in range(unknowns)
            )
            for _ in range(terms)
        )
        shifts = tuple(draw.choice((Fraction(0), Fraction(0), Fraction(-1, 2))) for _ in powers)
        used = {k for row in powers for k, _ in row}
        sizes = [any(row[j][1] for row in powers) for j in range(unknowns)]
        loss = [any(q for _, q in row) for row in powers]
        if all(sizes) and all(loss) and used.issuperset(range(parameters)):
            return RandomLaw(powers, shifts, parameters, unknowns)
