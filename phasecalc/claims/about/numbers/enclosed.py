"""Optima, local exponents and constants of a law with numbers, each in a ball that contains it.

One size is left free by the budget. With z its logarithm and F the reducible loss, F' has one sign
on either side of a short interval, and F'' > 0 inside it: what is enclosed there is the optimum
among all sizes of at least 1, and not only a stationary point. Local exponents follow by implicit
differentiation of F' = 0.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import mpmath as mp

from phasecalc.exceptions import DomainError, NoOptimum, NotConverged, Undecided
from phasecalc.laws.optimum.numeric_loss import Reduced, reduce
from phasecalc.laws.text.notation import BUDGET, log_of
from phasecalc.numerics.context import balls

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["at_budget", "ball", "largest", "precise"]

_BITS = 200
_MOST = 20_000  # parts that an interval is cut into
_NEAR = 2.0**-5
_CLOSE = 2.0**-90
_TIGHT = 1e-7


@contextmanager
def precise() -> Iterator[Any]:
    """Balls of python-flint, or Undecided where it is missing."""
    if importlib.util.find_spec("flint") is None:
        raise Undecided("numbers are enclosed by python-flint: pip install phasecalc[arb]")
    with balls(_BITS) as flint:
        yield flint


def ball(e: Expr, at: Mapping[Expr, Any], flint: Any) -> Any:
    """Ball that contains a formula wherever its symbols are in theirs.

    Raises
    ------
    Undecided
        It contains a function that is not enclosed.
    """
    if e in at:
        return at[e]
    if e.is_Rational:
        return flint.arb(flint.fmpq(int(e.p), int(e.q)))
    parts = [ball(a, at, flint) for a in e.args]
    if e.is_Add or e.is_Mul:
        total = parts[0]
        for x in parts[1:]:
            total = total + x if e.is_Add else total * x
        return total
    if e.is_Pow:
        whole = int(e.exp) if e.exp.is_Integer and abs(int(e.exp)) < 10**6 else None
        return parts[0] ** (parts[1] if whole is None else whole)
    name = type(e).__name__
    if name in ("exp", "log"):
        return getattr(parts[0], name)()
    raise Undecided(f"{e} is not enclosed")


def _between(low: Any, high: Any, flint: Any) -> Any:
    return flint.arb((low + high) / 2, (high - low) / 2 + abs(high) * _CLOSE**2)


def _has_sign(f: Callable[[Any], Any], low: float, high: float, sign: int, flint: Any) -> None:
    """Show that a function has a sign on an interval, cut as finely as it takes.

    Raises
    ------
    Undecided
        It was not shown.
    """
    stack, count = [(low, high)], 0
    while stack:
        a, b = stack.pop()
        count += 1
        value = f(_between(a, b, flint)) * sign
        if value > 0:
            continue
        if count > _MOST or value < 0:
            raise Undecided("that the optimum found is the only one was not shown")
        middle = (a + b) / 2
        stack += [(a, middle), (middle, b)]


def _one_free(law: Law, values: Mapping[str, Expr]) -> tuple[Reduced, Expr, Expr]:
    """The law in the logarithm of its free size."""
    import sympy as sp

    try:
        found = reduce(law, values, log_of(BUDGET))
    except DomainError as problem:
        raise Undecided(str(problem)) from None
    if len(found.free) != 1 or law.loss_dependent or law.rates or law.scales:
        raise Undecided(f"law {law.name}: optima are enclosed for one free size, and no other kind")
    if any(c.operator != "==" for c in law.constraints):
        raise Undecided(f"law {law.name}: optima are not enclosed beside inequalities")
    return found, log_of(found.free[0]), sp.Add(*(sp.exp(t) for t in found.terms.values()))


def at_budget(law: Law, values: Mapping[str, Expr], budget: Expr, flint: Any) -> dict[str, Any]:
    """Balls of what a law has at a budget: sizes, ``loss``, and ``local_exponent(...)`` of each.

    Parameters
    ----------
    law, values
        The law and the exact number of each of its parameters.
    budget
        C, exact.
    flint
        Within :func:`precise`.

    Raises
    ------
    Undecided
        The optimum is not inside, or was not shown to be the only one.
    """
    import sympy as sp

    from phasecalc.laws.optimum.allocation import Solver

    found, z, loss = _one_free(law, values)
    c = log_of(BUDGET)
    at_c = ball(sp.log(budget), {}, flint)
    slope = sp.diff(loss, z)
    name = found.free[0]
    try:
        whole = Solver(law, values, 40).at(budget).sizes[name]
    except (DomainError, NoOptimum, NotConverged) as problem:
        raise Undecided(f"no optimum was found at this budget: {problem}") from None
    middle = flint.arb(mp.nstr(whole, 40)).log()
    guess = float(middle)
    low, high = middle - _CLOSE, middle + _CLOSE
    ends = _range(found, z, c, at_c, flint)
    if not 0 < guess - _NEAR < guess + _NEAR < ends:
        raise Undecided("the optimum is too close to an end of what the budget allows")

    def derivative(e: Expr) -> Callable[[Any], Any]:
        return lambda x: ball(e, {z: x, c: at_c}, flint)

    first, second = derivative(slope), derivative(sp.diff(slope, z))
    if not (first(low) < 0 and first(high) > 0):
        raise Undecided("the optimum is not enclosed tightly enough")
    _has_sign(first, 0.0, guess - _NEAR, -1, flint)
    _has_sign(first, guess + _NEAR, ends, 1, flint)
    _has_sign(second, guess - _NEAR, guess + _NEAR, 1, flint)
    return _values(found, z, c, {z: low.union(high), c: at_c}, slope, loss, flint)


def _range(found: Reduced, z: Expr, c: Expr, at_c: Any, flint: Any) -> float:
    """Largest logarithm of the free size that leaves the other sizes at least 1, from above."""
    import sympy as sp

    ends = []
    for n, e in found.logs.items():
        if n == found.free[0]:
            continue
        if not sp.diff(e, z).is_negative:
            raise Undecided(f"{n} does not fall with {found.free[0]} at a fixed budget")
        high = 1.0
        while not ball(e, {z: flint.arb(high), c: at_c}, flint) < 0 and high < 1e6:
            high *= 1.05
        ends.append(high)
    if not ends:
        raise Undecided("the budget leaves the free size without an end")
    return float(min(ends))


def _values(
    found: Reduced, z: Expr, c: Expr, at: Mapping[Expr, Any], slope: Expr, loss: Expr, flint: Any
) -> dict[str, Any]:
    import sympy as sp

    def value(e: Expr) -> Any:
        return ball(e, at, flint)

    rate = -value(sp.diff(slope, c)) / value(sp.diff(slope, z))
    known: dict[str, Any] = {}
    for n, e in found.logs.items():
        known[n] = value(e).exp()
        known[f"local_exponent({n})"] = value(sp.diff(e, c)) + value(sp.diff(e, z)) * rate
    reducible = value(loss)
    known["loss"] = reducible + value(found.irreducible)
    known["local_exponent(loss)"] = -value(sp.diff(loss, c)) / reducible
    return known


def largest(
    law: Law, values: Mapping[str, Expr], size: str, ends: tuple[Expr, Expr], flint: Any
) -> Any:
    """Ball around the largest local exponent of the free size over a window of that size.

    Parameters
    ----------
    law, values
        The law and its numbers.
    size
        The free size.
    ends
        Window of the size.
    flint
        Within :func:`precise`.
    """
    import sympy as sp

    from phasecalc.laws.optimum.local import local_exponent_formula

    try:
        found = local_exponent_formula(law)
    except DomainError as problem:
        raise Undecided(str(problem)) from None
    if found.size.name != size:
        raise Undecided(f"the formula of the local exponent is for {found.size}")
    given = {law.symbols[n]: e for n, e in values.items() if law.symbols[n] != found.size}
    z = log_of(size)
    formula = found.formula.xreplace(given).xreplace({found.size: sp.exp(z)})

    def value(x: Any) -> Any:
        return ball(formula, {z: x}, flint)

    low, high = (float(sp.log(e)) for e in ends)
    best: Any = None
    top: Any = None
    parts = [(low, high)]
    for _ in range(22):
        cut = []
        for a, b in parts:
            middle = (a + b) / 2
            here = value(flint.arb(middle))
            best = here.lower() if best is None else best.max(here.lower())
            cut += [(a, middle), (middle, b)]
        ranked = [(value(_between(a, b, flint)), a, b) for a, b in cut]
        parts = [(a, b) for v, a, b in ranked if not v < best]
        top = None
        for v, _, _ in ranked:
            top = v.upper() if top is None else top.max(v.upper())
        if len(parts) > _MOST // 10 or not parts or top - best < _TIGHT:
            break
    if best is None or top is None or not top.is_finite():
        raise Undecided("the largest local exponent is not enclosed")
    return best.union(top)
