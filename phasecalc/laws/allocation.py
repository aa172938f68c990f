"""The numeric optimum of a law at a budget: exact stationarity, any precision, local exponents.

In the logarithms of the free sizes the gradient of the log-loss is set to zero by Newton's method
at high precision, from the best point of a coarse grid; derivatives are symbolic. The implicit
function theorem then gives the local exponents d log N*/d log C without differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mpmath as mp

from phasecalc.exceptions import DomainError, NoOptimum, NotConverged
from phasecalc.laws.notation import BUDGET, LOSS, log_of
from phasecalc.laws.numbers import conditions, evaluated, exact_value, number
from phasecalc.laws.reduced import Reduced, reduce
from phasecalc.laws.start import Start

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.laws.declaration import Law

__all__ = ["Allocation", "Solver", "allocate", "local_exponents", "values_of"]

_STEPS = 100
_GUARD = 12  # digits beyond those asked for


@dataclass(frozen=True)
class Allocation:
    """Optimal sizes at one budget.

    Parameters
    ----------
    flops
        Budget C.
    sizes
        Optimal size of each unknown, by name.
    reducible, irreducible
        The two parts of the loss.
    exponents
        Local exponent d log N*/d log C of each unknown.
    loss_exponent
        Local exponent -d log(L* - E)/d log C of the reducible loss.
    digits
        Digits to which the numbers were computed.
    """

    flops: Any
    sizes: Mapping[str, Any]
    reducible: Any
    irreducible: Any
    exponents: Mapping[str, Any]
    loss_exponent: Any
    digits: int

    @property
    def loss(self) -> Any:
        """Loss L*."""
        with mp.workdps(self.digits + _GUARD):
            return self.reducible + self.irreducible

    @property
    def total_exponent(self) -> Any:
        """Local exponent -d log L*/d log C of the whole loss."""
        with mp.workdps(self.digits + _GUARD):
            return self.loss_exponent * self.reducible / self.loss

    @property
    def tokens_per_parameter(self) -> Any:
        """D*/N*, for a law with these two sizes."""
        if not {"N", "D"} <= set(self.sizes):
            raise DomainError(f"no tokens per parameter: the sizes are {', '.join(self.sizes)}")
        with mp.workdps(self.digits + _GUARD):
            return self.sizes["D"] / self.sizes["N"]


class Solver:
    """A law at given constants, ready to be solved at any budget.

    Parameters
    ----------
    law
        The law.
    values
        Exact number of every constant and parameter, by name.
    digits
        Digits of the answers.
    """

    def __init__(self, law: Law, values: Mapping[str, Expr], digits: int = 15) -> None:
        import sympy as sp

        self.law = law
        self.values = dict(values)
        self.digits = digits
        self.budget = log_of(BUDGET)
        self.reduced: Reduced = reduce(law, values, self.budget)
        self._start = Start(self.reduced, self.budget)
        free: list[Any] = [log_of(n) for n in self.reduced.free]
        objective = self.reduced.log_loss
        equations = [sp.diff(objective, z) for z in free]
        self.unknowns = list(free)
        if law.loss_dependent:
            self.unknowns.append(log_of(LOSS))
            equations.append(objective - log_of(LOSS))
        arguments = [*self.unknowns, self.budget]
        rows = [[sp.diff(e, y) for y in arguments] for e in equations]
        named = [*self.reduced.logs.values(), objective]
        slopes = [[sp.diff(e, y) for y in arguments] for e in named]
        self._conditions = conditions(law, self.values)
        self._equations, self._rows, self._named, self._slopes = (
            sp.lambdify(arguments, e, modules="mpmath") for e in (equations, rows, named, slopes)
        )

    def at(self, flops: ExactLike) -> Allocation:
        """Optimum at a budget.

        Raises
        ------
        NoOptimum
            There is no interior optimum there, or a constraint fails at it.
        NotConverged
            Newton's method did not settle.
        """
        with mp.workdps(self.digits + _GUARD):
            c = mp.log(number(flops, "flops"))
            point = [mp.mpf(x) for x in self._start.at(float(c))]
            point = self._newton(point, c)
            return self._allocation(point, c)

    def loss_at(self, sizes: Mapping[str, Any], flops: ExactLike) -> Any:
        """Reducible loss at given free sizes and a budget; the other sizes use the budget up.

        Raises
        ------
        NoOptimum
            The budget leaves a size below 1.
        """
        if self.law.loss_dependent:
            raise DomainError(f"law {self.law.name}: the loss enters its own constraint")
        with mp.workdps(self.digits + _GUARD):
            c = mp.log(number(flops, "flops"))
            point = [mp.log(number(sizes[n], n)) for n in self.reduced.free]
            *logs, log_loss = self._named(*point, c)
            for n, z in zip(self.reduced.logs, logs, strict=True):
                if n in self.law.sizes and (mp.im(z) != 0 or mp.re(z) < 0):
                    raise NoOptimum(f"law {self.law.name}: the budget leaves {n} < 1")
            return mp.exp(log_loss)

    def off_by(self, factor: ExactLike, flops: ExactLike) -> tuple[Any, Any]:
        """Cost of a first size that is wrong by a factor, at the same budget.

        Returns
        -------
        tuple
            Loss above the optimum, and the smaller budget that would have reached this loss
            had it been spent optimally, as a part of the budget.

        Raises
        ------
        DomainError
            The factor is not positive.
        NoOptimum
            The budget has no room for such an error, or no budget is so small.
        """
        best = self.at(flops)
        name = self.reduced.free[0]
        with mp.workdps(self.digits + _GUARD):
            moved = {**best.sizes, name: best.sizes[name] * number(factor, "factor")}
            loss = self.loss_at(moved, flops)
            c = mp.log(number(flops, "flops"))
            enough = self.budget_for_loss(loss, start=c)
            return loss - best.reducible, enough / number(flops, "flops")

    def budget_for_loss(self, reducible: Any, start: Any = None) -> Any:
        """Least budget that reaches a reducible loss.

        Parameters
        ----------
        reducible
            The loss above its irreducible part.
        start
            Logarithm of a budget to start from.
        """
        with mp.workdps(self.digits + _GUARD):
            c = mp.mpf(50) if start is None else start
            for _ in range(_STEPS):
                here = self.at(mp.exp(c))
                step = mp.log(here.reducible / reducible) / here.loss_exponent
                c += step
                if abs(step) < mp.mpf(10) ** -self.digits:
                    return mp.exp(c)
        raise NotConverged(
            f"law {self.law.name}: no budget found with reducible loss {mp.nstr(reducible, 8)}; "
            "try another loss",
            requested=self.digits,
            achieved=0,
        )

    def budget_for(self, name: str, value: ExactLike) -> Any:
        """Budget at which the optimal value of a size is a given one."""
        if name not in self.law.unknowns:
            raise DomainError(f"law {self.law.name} has no size {name}; it has {self.law.unknowns}")
        with mp.workdps(self.digits + _GUARD):
            goal = mp.log(number(value, name))
            c = 2 * goal
            for _ in range(_STEPS):
                here = self.at(mp.exp(c))
                gap = goal - mp.log(here.sizes[name])
                if abs(gap) < mp.mpf(10) ** -(self.digits):
                    return mp.exp(c)
                if abs(here.exponents[name]) < mp.mpf(10) ** -6:
                    break
                c += gap / here.exponents[name]
        raise NotConverged(
            f"law {self.law.name}: no budget found with {name}* = {value}",
            requested=self.digits,
            achieved=0,
        )

    def _newton(self, point: list[Any], c: Any) -> list[Any]:
        size = len(self.unknowns)
        goal = mp.mpf(10) ** -(self.digits + _GUARD // 2)
        if not size:
            return point
        for _ in range(_STEPS):
            value = mp.matrix(self._equations(*point, c))
            rows = mp.matrix([row[:size] for row in self._rows(*point, c)])
            try:
                step = mp.lu_solve(rows, -value)
            except ZeroDivisionError:
                break
            longest = max(abs(x) for x in step)
            scale = min(mp.mpf(1), 1 / longest) if longest else mp.mpf(1)
            point = [p + scale * s for p, s in zip(point, step, strict=True)]
            if longest < goal:
                return point
        raise NotConverged(
            f"law {self.law.name} at log C = {mp.nstr(c, 6)}: Newton's method did not settle; the "
            "optimum may be degenerate (every allocation optimal) or at the edge",
            requested=self.digits,
            achieved=0,
        )

    def _allocation(self, point: Sequence[Any], c: Any) -> Allocation:
        size = len(self.unknowns)
        rows = self._rows(*point, c)
        along = (
            mp.lu_solve(
                mp.matrix([row[:size] for row in rows]), -mp.matrix([row[size] for row in rows])
            )
            if size
            else []
        )
        direction = [*along, mp.mpf(1)]
        *logs, log_loss = self._named(*point, c)
        slopes = [
            mp.fsum(s * v for s, v in zip(row, direction, strict=True))
            for row in self._slopes(*point, c)
        ]
        names = tuple(self.reduced.logs)
        sizes = {n: mp.exp(z) for n, z in zip(names, logs, strict=True)}
        low = mp.mpf(evaluated(self.reduced.irreducible))
        found = Allocation(
            mp.exp(c),
            sizes,
            mp.exp(log_loss),
            low,
            dict(zip(names, slopes[:-1], strict=True)),
            -slopes[-1],
            self.digits,
        )
        self._admissible(found)
        return found

    def _admissible(self, found: Allocation) -> None:
        for n in self.law.sizes:
            if found.sizes[n] < 1:
                raise NoOptimum(
                    f"law {self.law.name} at C = {mp.nstr(found.flops, 6)}: the optimum has {n} = "
                    f"{mp.nstr(found.sizes[n], 6)} < 1; give a larger budget"
                )
        at = [found.sizes[n] for n in self.law.unknowns]
        for c, sides in self._conditions:
            left, right = sides(*at, found.reducible, found.flops)
            slack = abs(right) * mp.mpf(10) ** -self.digits
            if not (left <= right + slack if c.operator == "<=" else left >= right - slack):
                raise NoOptimum(
                    f"law {self.law.name} at C = {mp.nstr(found.flops, 6)}: the stationary point "
                    f"breaks {c.name}; where it binds, state it as an equality"
                )


def values_of(
    law: Law, fit: str | None = None, values: Mapping[str, ExactLike] | None = None
) -> dict[str, Expr]:
    """Numbers of a law: those of a fit, with some set otherwise.

    Parameters
    ----------
    law
        The law.
    fit
        Name of a fit; by default the first, if the law has fits and ``values`` are not complete.
    values
        Numbers by name, exact or as text; they win over the fit.
    """
    given = {n: exact_value(x, n) for n, x in (values or {}).items()}
    if fit is not None or (law.fits and not set(law.parameters) <= set(given)):
        return {**law.fit(fit).numbers(), **given}
    return given


def allocate(
    law: Law,
    flops: ExactLike,
    *,
    fit: str | None = None,
    values: Mapping[str, ExactLike] | None = None,
    digits: int = 15,
) -> Allocation:
    """Optimal sizes of a law at a budget.

    Parameters
    ----------
    law
        The law.
    flops
        Budget C in flops.
    fit, values
        Numbers, as for :func:`values_of`.
    digits
        Digits of the answer.

    Examples
    --------
    >>> from phasecalc.laws.declaration import Law
    >>> law = Law.of("two", sizes=["N", "D"], budget="6*N*D",
    ...     terms={"model": "A*N^-a", "data": "B*D^-b"}, parameters=["A", "B", "a", "b"])
    >>> best = allocate(law, "5.76e23", values={"A": "406.4", "B": "410.7", "a": ".34", "b": ".28"})
    >>> print(mp.nstr(best.sizes["N"] / 10**9, 4), mp.nstr(best.tokens_per_parameter, 3))
    32.19 92.6
    """
    return Solver(law, values_of(law, fit, values), digits).at(flops)


def local_exponents(
    law: Law,
    flops: Sequence[ExactLike],
    *,
    fit: str | None = None,
    values: Mapping[str, ExactLike] | None = None,
    digits: int = 15,
) -> tuple[Allocation, ...]:
    """Optima along a window of budgets; each carries its local exponents.

    Parameters
    ----------
    law, fit, values, digits
        As for :func:`allocate`.
    flops
        Budgets.
    """
    solver = Solver(law, values_of(law, fit, values), digits)
    return tuple(solver.at(c) for c in flops)
