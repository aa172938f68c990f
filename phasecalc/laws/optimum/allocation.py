"""The numeric optimum of a law at a budget: exact stationarity, any precision, local exponents.

In the logarithms of the free sizes the gradient of the log-loss is set to zero by Newton's method
at high precision, from the best point of a coarse grid; derivatives are symbolic. The implicit
function theorem then gives the local exponents d log N*/d log C without differences.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np

from phasecalc.exceptions import DomainError, NoOptimum, NotConverged
from phasecalc.laws.declaring.catalogue import as_law, find_or_read
from phasecalc.laws.declaring.min_max import Branches
from phasecalc.laws.optimum.grid_start import Start
from phasecalc.laws.optimum.numeric_loss import Reduced, reduce
from phasecalc.laws.optimum.stationary import Stationary
from phasecalc.laws.optimum.sum_start import SumStart
from phasecalc.laws.sums.numbers import conditions, evaluated, number, values_of
from phasecalc.laws.sums.summing import require_smooth_ends
from phasecalc.laws.text.modes import has_sums
from phasecalc.laws.text.notation import BUDGET, log_of
from phasecalc.numerics.context import exported, fixed
from phasecalc.parsing.grammar import echo
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Allocation", "Solver", "allocate", "local_exponents", "values_of"]

_STEPS = 100
_SLACK = 1e-9  # of the logarithm of a loss in floats
_GUARD = 12  # digits beyond those asked for


@dataclass(frozen=True, eq=False)
class Allocation(Value):
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
        return exported(fixed(self.digits + _GUARD).fadd(self.reducible, self.irreducible))

    @property
    def total_exponent(self) -> Any:
        """Local exponent -d log L*/d log C of the whole loss."""
        numbers = fixed(self.digits + _GUARD)
        part = numbers.fdiv(self.reducible, self.loss)
        return exported(numbers.fmul(self.loss_exponent, part))

    @property
    def tokens_per_parameter(self) -> Any:
        """D*/N*, for a law with these two sizes."""
        if not {"N", "D"} <= set(self.sizes):
            raise DomainError(f"no tokens per parameter: the sizes are {', '.join(self.sizes)}")
        return exported(fixed(self.digits + _GUARD).fdiv(self.sizes["D"], self.sizes["N"]))


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
        self.law = law
        self.values = dict(values)
        self.digits = digits
        self.numbers = fixed(digits + _GUARD)
        self.budget = log_of(BUDGET)
        self._branches = Branches.of(law)
        self._pieces: tuple[Solver, ...] = ()
        if len(self._branches.laws) > 1:
            if law.loss_dependent:
                raise DomainError(f"law {law.name}: a kink, and the loss in its own constraint")
            self._pieces = tuple(Solver(w, values, digits) for w in self._branches.laws)
        self.reduced: Reduced = (
            self._pieces[0].reduced if self._pieces else reduce(law, values, self.budget)
        )
        if not self._pieces:
            self._make_ready()

    def _make_ready(self) -> None:
        """Functions of the free sizes, for Newton's method and what follows from its end."""
        self._start = self._sum_start() if has_sums(self.law) else Start(self.reduced, self.budget)
        self._stationary = Stationary(
            self.reduced, self.budget, self.numbers, (self.digits, _GUARD)
        )
        self._conditions = conditions(self.law, self.values, self.numbers)

    def _sum_start(self) -> SumStart:
        """Start for sums over modes, from the exponents of the law's optimum."""
        require_smooth_ends(self.law)
        limit = self.law.optimum().at(self.values)
        exponents = {n: float(e.evalf()) for n, e in limit.exponents.items()}
        return SumStart(self.reduced, self.budget, exponents)

    def __reduce__(self) -> tuple[Any, ...]:
        return Solver, (self.law, self.values, self.digits)

    def at(self, flops: ExactLike) -> Allocation:
        """Optimum at a budget.

        Raises
        ------
        NoOptimum
            There is no interior optimum there, a constraint fails at it, or the budget is more
            than is of use.
        NotConverged
            Newton's method did not settle.
        """
        if self._pieces:
            return self._at_branches(flops)
        c = self._log(flops, "flops")
        point = [self.numbers.mpf(x) for x in self._start.at(float(c))]
        point = self._stationary.settle(point, c)
        lost = self._stationary.lost(point, c)
        if lost > _GUARD - 2:
            raise NoOptimum(
                f"law {self.law.name}: the best sizes are within 10^-{lost} of the edge of what "
                "the budget allows, where a size has lost its digits; name the size that takes "
                "most of the budget before the others"
            )
        return self._allocation(point, c)

    def _log(self, value: ExactLike, name: str) -> Any:
        """Logarithm of a positive number, at the working precision."""
        return self.numbers.log(number(value, name, self.numbers))

    def loss_at(self, sizes: Mapping[str, Any], flops: ExactLike) -> Any:
        """Reducible loss at given free sizes and a budget; the other sizes use the budget up.

        Raises
        ------
        NoOptimum
            The budget leaves a size below 1.
        """
        if self.law.loss_dependent:
            raise DomainError(f"law {self.law.name}: the loss enters its own constraint")
        if self._pieces:
            losses = [piece.loss_at(sizes, flops) for piece in self._pieces]
            return self._branches.joined(losses)
        c = self._log(flops, "flops")
        point = [self._log(sizes[n], n) for n in self.reduced.free]
        logs, log_loss = self._stationary.values(point, c)
        for n, z in zip(self.reduced.logs, logs, strict=True):
            if n in self.law.sizes and (mp.im(z) != 0 or mp.re(z) < 0):
                raise NoOptimum(f"law {self.law.name}: the budget leaves {n} < 1")
        return exported(self.numbers.exp(log_loss))

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
        numbers = self.numbers
        size = numbers.fmul(best.sizes[name], number(factor, "factor", numbers))
        loss = self.loss_at({**best.sizes, name: size}, flops)
        enough = self.budget_for_loss(loss, start=self._log(flops, "flops"))
        part = numbers.fdiv(enough, number(flops, "flops", numbers))
        return exported(numbers.fsub(loss, best.reducible)), exported(part)

    def budget_for_loss(self, reducible: Any, start: Any = None) -> Any:
        """Least budget that reaches a reducible loss.

        Parameters
        ----------
        reducible
            The loss above its irreducible part.
        start
            Logarithm of a budget to start from.
        """
        numbers = self.numbers
        c = numbers.convert(50 if start is None else start)
        for _ in range(_STEPS):
            here = self.at(numbers.exp(c))
            step = numbers.log(numbers.fdiv(here.reducible, reducible)) / here.loss_exponent
            c += step
            if abs(step) < numbers.mpf(10) ** -self.digits:
                return exported(numbers.exp(c))
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
        numbers, goal = self.numbers, self._log(value, name)
        c = 2 * goal
        for _ in range(_STEPS):
            here = self.at(numbers.exp(c))
            gap = goal - numbers.log(here.sizes[name])
            if abs(gap) < numbers.mpf(10) ** -(self.digits):
                return exported(numbers.exp(c))
            if abs(here.exponents[name]) < numbers.mpf(10) ** -6:
                break
            c += gap / here.exponents[name]
        raise NotConverged(
            f"law {self.law.name}: no budget found with {name}* = {value}",
            requested=self.digits,
            achieved=0,
        )

    def _at_branches(self, flops: ExactLike) -> Allocation:
        """Best of the optima at which the branches they were found with are those that count."""
        found = []
        numbers = self.numbers
        slack = numbers.mpf(10) ** -self.digits
        for k, piece in enumerate(self._pieces):
            try:
                best = piece.at(flops)
            except (NoOptimum, NotConverged):
                continue
            losses = [numbers.convert(p.loss_at(best.sizes, flops)) for p in self._pieces]
            if self._branches.count_at(k, losses, slack):
                found.append(best)
        c = float(self._log(flops, "flops"))
        grid = self._branches.joined([piece._start.table(c) for piece in self._pieces])
        if not np.isfinite(grid).any():
            return self._pieces[0].at(flops)  # says why not
        least = min((float(numbers.log(a.reducible)) for a in found), default=math.inf)
        if least > grid.min() + _SLACK:
            budget = mp.nstr(number(flops, "flops", numbers), 6)
            raise NoOptimum(
                f"law {self.law.name} at C = {budget}: the best sizes are at a kink of its min or "
                "max, or at the edge of what the budget allows; there is no stationary point"
            )
        return min(found, key=lambda a: a.reducible)

    def _allocation(self, point: Sequence[Any], c: Any) -> Allocation:
        logs, log_loss = self._stationary.values(point, c)
        slopes = self._stationary.exponents(point, c)
        names = tuple(self.reduced.logs)
        exp = self.numbers.exp
        found = Allocation(
            exported(exp(c)),
            {n: exported(exp(z)) for n, z in zip(names, logs, strict=True)},
            exported(exp(log_loss)),
            evaluated(self.reduced.irreducible, self.numbers.dps),
            {n: exported(x) for n, x in zip(names, slopes[:-1], strict=True)},
            exported(-slopes[-1]),
            self.digits,
        )
        self._admissible(found)
        return found

    def _admissible(self, found: Allocation) -> None:
        if found.loss_exponent < 0:
            raise NoOptimum(
                f"law {self.law.name} at C = {mp.nstr(found.flops, 6)}: a smaller budget has a "
                "smaller loss, so the best sizes do not use this one up; give a smaller budget, or "
                "a law whose loss falls with what is spent"
            )
        for n in self.law.sizes:
            if found.sizes[n] < 1:
                raise NoOptimum(
                    f"law {self.law.name} at C = {mp.nstr(found.flops, 6)}: the optimum has {n} = "
                    f"{mp.nstr(found.sizes[n], 6)} < 1; give a larger budget"
                )
        at = [found.sizes[n] for n in self.law.unknowns]
        given = [self.numbers.convert(x) for x in (*at, found.reducible, found.flops)]
        for c, sides in self._conditions:
            left, right = sides(*given)
            slack = abs(right) * self.numbers.mpf(10) ** -self.digits
            if not (left <= right + slack if c.operator == "<=" else left >= right - slack):
                raise NoOptimum(
                    f"law {self.law.name} at C = {mp.nstr(found.flops, 6)}: the stationary point "
                    f"breaks {c.name}; where it binds, state it as an equality"
                )


def _meant(law: Law | str, fit: str | None) -> tuple[Law, str | None]:
    """A law and its fit; a name may be that of a fit, or ``law:fit``."""
    if not isinstance(law, str):
        return as_law(law), fit
    found, named = find_or_read(law)
    if fit is not None and named is not None and fit != named:
        raise DomainError(f"law = {echo(law)} is the fit {named}, and fit = {echo(fit)}: give one")
    return found, named if fit is None else fit


def allocate(
    law: Law | str,
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
        The law, its name, or a ``.toml`` file.
    flops
        Budget C in flops.
    fit, values
        Numbers, as for :func:`values_of`.
    digits
        Digits of the answer.

    Examples
    --------
    >>> from phasecalc.laws.declaring.declaration import Law
    >>> law = Law.of("two", sizes=["N", "D"], budget="6*N*D",
    ...     terms={"model": "A*N^-a", "data": "B*D^-b"}, parameters=["A", "B", "a", "b"])
    >>> best = allocate(law, "5.76e23", values={"A": "406.4", "B": "410.7", "a": ".34", "b": ".28"})
    >>> print(mp.nstr(best.sizes["N"] / 10**9, 4), mp.nstr(best.tokens_per_parameter, 3))
    32.19 92.6
    """
    law, fit = _meant(law, fit)
    return Solver(law, values_of(law, fit, values), digits).at(flops)


def local_exponents(
    law: Law | str,
    flops: Sequence[ExactLike],
    *,
    fit: str | None = None,
    values: Mapping[str, ExactLike] | None = None,
    digits: int = 15,
) -> tuple[Allocation, ...]:
    """Optima along a window of budgets; each carries its local exponents.

    Parameters
    ----------
    law, flops, fit, values, digits
        As for :func:`allocate`; several budgets.

    Raises
    ------
    DomainError
        The budgets are not a list, or as for :func:`allocate`.
    """
    if isinstance(flops, str):
        raise DomainError(f"flops = {echo(flops)}: a list of budgets; of one ask laws.allocate")
    law, fit = _meant(law, fit)
    solver = Solver(law, values_of(law, fit, values), digits)
    return tuple(solver.at(c) for c in flops)
