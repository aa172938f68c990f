"""Where phases meet, and what happens to the exponents there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.checker import Number
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Condition
from phasecalc.regions.sampling import witness
from phasecalc.regions.work import Clock, Limit, Work
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.optimum.phase import Phase

__all__ = ["Boundary", "boundaries"]


@dataclass(frozen=True, eq=False)
class Boundary(Value):
    """Curve between two phases.

    Parameters
    ----------
    phases
        Labels of the two phases.
    curve
        Equation of the curve.
    point
        An exact point on it, by parameter name.
    exponent_agrees
        Whether the loss exponents of the two sides are equal all along the curve.
    solution_agrees
        The same for each unknown; where not, a whole face is optimal on the curve.
    """

    phases: tuple[str, str]
    curve: Condition
    point: Mapping[str, Number]
    exponent_agrees: bool
    solution_agrees: tuple[bool, ...]

    def __str__(self) -> str:
        jumps = [i for i, same in enumerate(self.solution_agrees) if not same]
        what = "continuous" if not jumps and self.exponent_agrees else "jump"
        return f"{'/'.join(self.phases)}: {self.curve} ({what})"


def boundaries(
    parameters: Sequence[str], phases: Sequence[Phase], timeout: Limit = None
) -> Iterator[Boundary]:
    """Curves along which two phases meet, with the behaviour of the exponents."""
    clock = Clock.of(timeout)
    for one, other in itertools.combinations(phases, 2):
        for curve, point in _shared(one, other, clock):
            yield Boundary(
                (one.name, other.name),
                curve,
                dict(zip(parameters, point, strict=True)),
                _agree(one.value, other.value, curve),
                tuple(
                    _agree(x, y, curve)
                    for x, y in zip(one.vertices[0], other.vertices[0], strict=True)
                ),
            )


def _shared(
    one: Phase, other: Phase, clock: Clock
) -> Iterator[tuple[Condition, tuple[Number, ...]]]:
    """Curves that bound both phases, each with a point where nothing else bounds them."""
    for a, b in itertools.product(one.region.cells, other.region.cells):
        curves = {c.with_relation("=") for c in a} & {c.with_relation("=") for c in b}
        for curve in sorted(curves, key=str):
            rest = [c for c in (*a, *b) if c.with_relation("=") != curve]
            point = witness([curve, *dict.fromkeys(rest)], Work(limit=clock))
            if point is not None:
                yield curve, point


def _agree(one: Ratio, other: Ratio, curve: Condition) -> bool:
    """Whether two rational functions are equal all along an irreducible curve."""
    difference = one + -other
    if difference.vanishes:
        return True
    import sympy as sp

    generators = sp.symbols(f"x:{len(curve.names)}")
    top = _poly(difference.top, generators)
    return bool(top.rem(_poly(curve.polynomial, generators)).is_zero)


def _poly(polynomial: Mapping[tuple[int, ...], Number], generators: tuple[Expr, ...]) -> Expr:
    import sympy as sp

    return sp.Poly({e: sp.Rational(str(c)) for e, c in polynomial.items()}, *generators)
