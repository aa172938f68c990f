"""Random programs of a given size, and their exact optima by trying every vertex in fractions.

The optima share no code with the engine: a vertex is where as many rows bind as there are
unknowns and the exponent together, found by Cramer's elimination on plain fractions.
"""

from __future__ import annotations

import importlib
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
        oracle = importlib.import_module("tests.claims.oracle")  # lives with the tests
        values = [*(at[f"p{k}"] for k in range(self.parameters)), Fraction(1)]
        count = range(self.unknowns)
        terms = [
            (c, *(-values[k] * q for k, q in row))
            for row, c in zip(self.powers, self.shifts, strict=True)
        ]
        bounds = [(0, *(-int(j == k) for j in count)) for k in count]
        best, _ = oracle.optimum(terms, [*bounds, (-1, *(1 for _ in count))])
        assert best is not None  # the simplex is not empty and bounded
        return Fraction(best)


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
