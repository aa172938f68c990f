r"""Which shape to train at which stage: follow the one that buys the next bit of loss cheapest.

Each shape, say a patch size or a width, has its own curve :math:`E = a (C + d)^{-b} + c` of error
over compute. Compute adds up along the way, so that at error E the shape with the least
:math:`|dC/dE|` is the one to train, and two shapes change places where the derivatives of their
inverse laws agree - not where their curves cross. Source: :cite:t:`anagnostidis2023navigating`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mpmath as mp

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Schedule", "Shape", "Stage", "schedule", "switch_formula"]


@dataclass(frozen=True)
class Shape:
    """Error of one shape over compute, E = a (C + d)^-b + c.

    Parameters
    ----------
    name
        Label.
    a, b, c, d
        Positive a and b; c and d at least 0. Numbers or text.

    Raises
    ------
    ParseError
        Not a number.
    DomainError
        Too small, or not finite.
    """

    name: str
    a: Any
    b: Any
    c: Any = 0
    d: Any = 0

    def __post_init__(self) -> None:
        for n in "abcd":
            value = _number(getattr(self, n), f"shape {self.name}: {n}")
            if value < 0 or (n in "ab" and value == 0):
                raise DomainError(f"shape {self.name}: {n} = {value} is too small")
            object.__setattr__(self, n, value)

    @property
    def initial(self) -> Any:
        """Error before any compute; infinite for a pure power."""
        return self.a * self.d**-self.b + self.c if self.d else mp.inf

    def compute(self, error: Any) -> Any:
        """Compute at which the shape by itself reaches an error; 0 where it begins below it."""
        e = _number(error, "error")
        if not e > self.c:
            raise DomainError(f"shape {self.name} does not reach {error}; its limit is {self.c}")
        if e >= self.initial:
            return mp.mpf(0)
        return max(mp.mpf(0), ((e - self.c) / self.a) ** (-1 / self.b) - self.d)

    def price(self, error: Any) -> Any:
        """|dC/dE|: compute for the next bit of error.

        Infinite where the shape cannot go, and 0 above the error at which it begins.
        """
        e = _number(error, "error")
        if not e > self.c:
            return mp.inf
        if e > self.initial:
            return mp.mpf(0)
        return ((e - self.c) / self.a) ** (-1 / self.b - 1) / (self.a * self.b)


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
    ParseError
        An error is no number.
    DomainError
        No shape reaches the end, or the errors are in the wrong order.

    Notes
    -----
    Two prices agree at most twice, since the derivative of the logarithm of their ratio has one
    zero; so all errors at which shapes may change places are found, and none lie in between.

    Examples
    --------
    >>> small, large = Shape("small", 1, "0.5"), Shape("large", 4, 1)
    >>> [(s.shape.name, mp.nstr(s.end, 6)) for s in schedule([small, large], 1, "0.01").stages]
    [('small', '0.5'), ('large', '0.01')]
    """
    first, last = _number(start, "start"), _number(end, "end")
    if not first > last > 0:
        raise DomainError(f"from {start} to {end}: the error must fall, and stay above 0")
    if all(s.price(last) == mp.inf for s in shapes):
        raise DomainError(f"no shape reaches {end}; the limits are {[str(s.c) for s in shapes]}")
    turns = {s.initial for s in shapes}
    for k, one in enumerate(shapes):
        for other in shapes[:k]:
            turns.update(_turns(one, other, first, last))
    cuts = [first, *sorted((e for e in turns if last < e < first), reverse=True), last]
    stages: list[Stage] = []
    for above, below in itertools.pairwise(cuts):
        best = _cheapest(shapes, (above + below) / 2)
        if stages and stages[-1].shape is best:
            stages[-1] = Stage(best, stages[-1].start, below)
        else:
            stages.append(Stage(best, above, below))
    return Schedule(tuple(stages))


def _cheapest(shapes: Sequence[Shape], error: Any) -> Shape:
    """Shape of the least price; of several that are free, the one that is so for longest."""
    return min(shapes, key=lambda s: (s.price(error), s.initial))


def _turns(one: Shape, other: Shape, first: Any, last: Any) -> Iterator[Any]:
    """Errors between last and first at which the prices on two curves agree.

    With k = 1 + 1/b the logarithm of a price is -k log(E - c) plus a constant.
    """
    if one.c < other.c:
        one, other = other, one
    k, m = 1 + 1 / one.b, 1 + 1 / other.b
    constant = mp.log(one.a) / one.b - mp.log(one.b)
    constant -= mp.log(other.a) / other.b - mp.log(other.b)

    def dearer(e: Any) -> bool:
        """Whether the first of them is; it is at its own limit, where its price is infinite."""
        return bool(e <= one.c or constant - k * mp.log(e - one.c) + m * mp.log(e - other.c) > 0)

    if one.c == other.c:
        if k != m:
            yield one.c + mp.exp(constant / (k - m))
        return
    low = max(last, one.c)
    edges = [low, first] if first > low else []
    if k != m and edges:
        middle = (k * other.c - m * one.c) / (k - m)
        edges = [low, middle, first] if low < middle < first else edges
    for below, above in itertools.pairwise(edges):
        if dearer(below) != dearer(above):
            yield _bisected(dearer, below, above)


def _bisected(dearer: Callable[[Any], bool], below: Any, above: Any) -> Any:
    """Error at which a comparison of prices changes."""
    at_below = dearer(below)
    for _ in range(4 * mp.mp.prec):
        middle = (above + below) / 2
        if dearer(middle) == at_below:
            below = middle
        else:
            above = middle
        if abs(above - below) <= mp.eps * abs(above):
            break
    return (above + below) / 2


def _number(value: Any, name: str) -> Any:
    """Finite number at the working precision."""
    try:
        found = mp.mpf(value)
    except (TypeError, ValueError):
        raise ParseError(f"{name} = {echo(value)}: not a real number") from None
    if not mp.isfinite(found):
        raise DomainError(f"{name} = {found}: must be finite")
    return found


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

    from phasecalc.laws.text.notation import symbol

    E, x = symbol("E"), sp.Dummy(real=True)
    prices = []
    for k in "12":
        a, b, C = symbol(f"a{k}"), symbol(f"b{k}"), sp.Dummy(positive=True)
        (inverse,) = sp.solve(sp.log(E) - sp.log(a) + b * sp.log(C), C)
        price = sp.expand_log(sp.log(-sp.diff(inverse, E)), force=True)
        prices.append(sp.expand(price.subs(E, sp.exp(x))))
    (turn,) = sp.solve(sp.expand(sp.expand_log(prices[0] - prices[1], force=True)), x)
    return sp.exp(sp.factor(turn))
