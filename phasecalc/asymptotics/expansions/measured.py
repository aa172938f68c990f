"""Sums and integrals of a question as numbers, by a route that knows no Mellin transform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.expansions.pieces import Monomial
from phasecalc.asymptotics.expansions.reading import Part, Question
from phasecalc.asymptotics.expansions.register import registered
from phasecalc.asymptotics.expansions.transforms import X
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.context import own
from phasecalc.numerics.euler_maclaurin import integral, power_law_sum
from phasecalc.numerics.expressions import constant, function

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["measure", "number_of", "total", "whole_sizes"]

_MANY = 10**4000  # of the end of a sum
_FINER = 12
_TURNS = 30  # argument of a Bessel function below which a sum is smooth
_DIRECT = 20_000  # terms of a sum that are added one by one


def measure(question: Question, values: Mapping[Expr, Expr], at: Any, numbers: Any) -> Any:
    """Value of the formula at one number.

    Parameters
    ----------
    question
        The formula.
    values
        Numbers of all parameters and constants.
    at
        The variable, a number of the context.
    numbers
        An mpmath context of its own digits.

    Raises
    ------
    DomainError
        The end of a sum is not whole there.
    NotConverged
        An integral was not found to the digits asked for.
    """
    return numbers.fsum(_part(part, question, values, at, numbers) for part in question.parts)


def whole_sizes(question: Question, values: Mapping[Expr, Expr], near: Any, numbers: Any) -> Any:
    """A value of the variable near a given one at which the end of every sum is whole.

    Parameters
    ----------
    question, values, near, numbers
        As for :func:`measure`.

    Raises
    ------
    DomainError
        Two sums have different ends.
    """
    ends = {
        end
        for part in question.parts
        if part.ends is not None and part.ends.kind == "sum"
        for end in (part.ends.lower, part.ends.upper)
        if end is not None
    }
    if not ends:
        return near
    if len(ends) > 1:
        raise DomainError("sums with different ends are not measured: their ends are to be whole")
    (end,) = ends
    size = numbers.nint(_value(end, values, near, numbers))
    power = constant(end.power.subs(values), numbers)
    return (size / constant(end.constant.subs(values), numbers)) ** (1 / power)


def _part(
    part: Part, question: Question, values: Mapping[Expr, Expr], at: Any, numbers: Any
) -> Any:
    front = constant(part.coefficient.subs(values), numbers)
    front *= at ** constant(part.power.subs(values), numbers)
    if part.body is None or part.ends is None or part.mode is None:
        return front
    # Constants have more digits than the work, or the rule for integrals would chase their noise.
    finer = own(numbers.dps + _FINER)
    fixed = part.body.subs(values).subs(question.variable, number_of(finer.mpf(at), finer))
    first, last = (
        None if end is None else _value(end, values, at, numbers)
        for end in (part.ends.lower, part.ends.upper)
    )
    return front * total(part.ends.kind, fixed, part.mode, first, last, numbers)


def total(kind: str, body: Expr, mode: Expr, lower: Any, upper: Any, numbers: Any) -> Any:
    """Number of one sum or integral.

    Parameters
    ----------
    kind
        ``sum`` or ``integral``.
    body, mode
        What is added up, with numbers for everything else, and its variable.
    lower, upper
        Ends, numbers of the context; None for 1 or 0, and for infinity.
    numbers
        An mpmath context of its own digits.
    """
    finer = own(numbers.dps + _FINER)
    own_profiles = {sp.Function(n): sp.Lambda(X, p.formula) for n, p in registered().items()}
    body = body.replace(lambda e: e.func in own_profiles, lambda e: own_profiles[e.func](*e.args))
    f = function(body, mode, finer)
    found: Any = 0
    with finer.workdps(numbers.dps):
        breaks = _breaks(f, finer)
        if kind == "integral":
            found = integral(f, 0 if lower is None else lower, upper, finer, breaks)
        else:
            first = 1 if lower is None else _whole(lower, numbers)
            last = None if upper is None else _whole(upper, numbers)
            smooth = _calm(body, mode, first, finer)
            if smooth > first:
                end = smooth - 1 if last is None else min(last, smooth - 1)
                found = finer.fsum(f(finer.mpf(j)) for j in range(first, end + 1))
                breaks = [*breaks, *(smooth * finer.exp(k) for k in range(1, 6))]
            if last is None or last >= smooth:
                found = found + power_law_sum(f, smooth, last, finer, breaks)
    return numbers.mpf(found)


def _calm(body: Expr, mode: Expr, first: int, numbers: Any) -> int:
    """Mode from which a Bessel function of a falling argument turns little between its neighbours.

    The rule of Euler and Maclaurin takes circles around its start, on which the function must not
    grow much; before that mode the sum is taken term by term.
    """
    found = first
    for e in body.atoms(sp.besselj):
        c, power = e.args[1].as_independent(mode, as_Add=False)
        q = power.as_base_exp()[1]
        if not q.is_negative:
            raise DomainError(f"{e}: sums of Bessel functions are measured where x falls with j")
        start = (constant(c, numbers) / _TURNS) ** (-1 / constant(q, numbers))
        if start > _DIRECT:
            raise NotConverged(
                f"{numbers.nstr(start, 3)} modes oscillate, at most {_DIRECT} are summed one by "
                "one; take a smaller size",
                requested=numbers.dps,
                achieved=0.0,
            )
        found = max(found, int(start) + 1)
    return found


def _value(end: Monomial, values: Mapping[Expr, Expr], at: Any, numbers: Any) -> Any:
    c = constant(end.constant.subs(values), numbers)
    return c * at ** constant(end.power.subs(values), numbers)


def _whole(value: Any, numbers: Any) -> int:
    found = int(numbers.nint(value))
    if abs(value - found) > abs(value) * numbers.eps * 1e6 or found > _MANY:
        raise DomainError(f"the end of a sum is {numbers.nstr(value, 8)}, which is not whole")
    return found


def number_of(x: Any, numbers: Any) -> Expr:
    """A number of a context as SymPy's, not rounded.

    Parameters
    ----------
    x, numbers
        The number, and the context.
    """
    return sp.Float._new(x._mpf_, numbers.prec)


def _breaks(body: Any, numbers: Any) -> list[Any]:
    """Where the summand changes its slope in logarithms, seen on a grid of powers of ten."""
    grid = [numbers.mpf(10) ** k for k in range(-60, 121)]
    logs = []
    for x in grid:
        value = abs(body(x))
        logs.append(numbers.log(value) if value else -numbers.inf)
    bends = []
    for i in range(1, len(grid) - 1):
        steps = (logs[i + 1] - logs[i], logs[i] - logs[i - 1])
        if all(numbers.isfinite(s) for s in steps) and 0.05 < abs(steps[0] - steps[1]) < 1e3:
            bends.append(grid[i])
    return [bends[0], bends[-1]] if bends else []
