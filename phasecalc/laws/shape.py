r"""Which shape to train at which stage: follow the one that buys the next bit of loss cheapest.

Each shape, say a patch size or a width, has its own curve :math:`E = a (C + d)^{-b} + c` of error
over compute. Compute adds up along the way, so that at error E the shape with the least
:math:`|dC/dE|` is the one to train, and two shapes change places where the derivatives of their
inverse laws agree - not where their curves cross. Source: :cite:t:`anagnostidis2023navigating`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mpmath as mp

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Schedule", "Shape", "Stage", "schedule", "switch_formula"]

_POINTS = 400


@dataclass(frozen=True)
class Shape:
    """Error of one shape over compute, E = a (C + d)^-b + c.

    Parameters
    ----------
    name
        Label.
    a, b, c, d
        Positive a and b; c and d at least 0. Numbers or text.
    """

    name: str
    a: Any
    b: Any
    c: Any = 0
    d: Any = 0

    def __post_init__(self) -> None:
        for n in "abcd":
            value = mp.mpf(getattr(self, n))
            if value < 0 or (n in "ab" and value == 0):
                raise DomainError(f"shape {self.name}: {n} = {value} is too small")
            object.__setattr__(self, n, value)

    def compute(self, error: Any) -> Any:
        """Compute at which the shape by itself reaches an error."""
        if not mp.mpf(error) > self.c:
            raise DomainError(f"shape {self.name} does not reach {error}; its limit is {self.c}")
        return ((mp.mpf(error) - self.c) / self.a) ** (-1 / self.b) - self.d

    def price(self, error: Any) -> Any:
        """|dC/dE|: compute for the next bit of error; infinite where the shape cannot go."""
        if not mp.mpf(error) > self.c:
            return mp.inf
        return ((mp.mpf(error) - self.c) / self.a) ** (-1 / self.b - 1) / (self.a * self.b)


@dataclass(frozen=True)
class Stage:
    """Part of the way on one shape."""

    shape: Shape
    start: Any
    end: Any

    @property
    def compute(self) -> Any:
        """What it costs: the integral of the price."""
        return self.shape.compute(self.end) - self.shape.compute(self.start)


@dataclass(frozen=True)
class Schedule:
    """Shapes in the order of training, from the first error to the last."""

    stages: tuple[Stage, ...]

    @property
    def compute(self) -> Any:
        """Compute of the whole way."""
        return mp.fsum(s.compute for s in self.stages)


def schedule(shapes: Sequence[Shape], start: Any, end: Any) -> Schedule:
    """Cheapest way from one error down to another.

    Parameters
    ----------
    shapes
        What there is to choose from.
    start, end
        Errors; start > end.

    Raises
    ------
    DomainError
        No shape reaches the end, or the errors are in the wrong order.

    Examples
    --------
    >>> small, large = Shape("small", 1, "0.5"), Shape("large", 4, 1)
    >>> [(s.shape.name, mp.nstr(s.end, 6)) for s in schedule([small, large], 1, "0.01").stages]
    [('small', '0.5'), ('large', '0.01')]
    """
    first, last = mp.mpf(start), mp.mpf(end)
    if not first > last > 0:
        raise DomainError(f"from {start} to {end}: the error must fall, and stay above 0")
    if all(s.price(last) == mp.inf for s in shapes):
        raise DomainError(f"no shape reaches {end}; the limits are {[str(s.c) for s in shapes]}")
    ratio = (last / first) ** (mp.mpf(1) / _POINTS)
    grid = [first * ratio**k for k in range(_POINTS)] + [last]
    best = [min(shapes, key=lambda s, e=e: s.price(e)) for e in grid]  # type: ignore[misc]
    stages = []
    here = first
    for k in range(_POINTS):
        if best[k] is not best[k + 1]:
            turn = _turn(best[k], best[k + 1], grid[k], grid[k + 1])
            stages.append(Stage(best[k], here, turn))
            here = turn
    stages.append(Stage(best[-1], here, last))
    return Schedule(tuple(stages))


def _turn(one: Shape, other: Shape, above: Any, below: Any) -> Any:
    """Error at which the prices agree, by bisection."""
    for _ in range(4 * mp.mp.prec):
        middle = (above + below) / 2
        if one.price(middle) <= other.price(middle):
            above = middle
        else:
            below = middle
        if abs(above - below) <= mp.eps * abs(above):
            break
    return (above + below) / 2


def switch_formula() -> Expr:
    """Error at which two pure powers a1 C^-b1 and a2 C^-b2 change places, as a formula.

    Examples
    --------
    >>> formula = switch_formula()
    >>> values = {"a1": 1, "b1": 0.5, "a2": 4, "b2": 1}
    >>> print(formula.subs({s: values[s.name] for s in formula.free_symbols}))
    0.500000000000000
    """
    import sympy as sp

    from phasecalc.laws.notation import symbol

    E, x = symbol("E"), sp.Dummy(real=True)
    prices = []
    for k in "12":
        a, b, C = symbol(f"a{k}"), symbol(f"b{k}"), sp.Dummy(positive=True)
        (inverse,) = sp.solve(sp.log(E) - sp.log(a) + b * sp.log(C), C)
        price = sp.expand_log(sp.log(-sp.diff(inverse, E)), force=True)
        prices.append(sp.expand(price.subs(E, sp.exp(x))))
    (turn,) = sp.solve(sp.expand(sp.expand_log(prices[0] - prices[1], force=True)), x)
    return sp.exp(sp.factor(turn))
