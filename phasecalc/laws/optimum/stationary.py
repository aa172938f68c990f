"""Stationary points of the loss in the logarithms of the free sizes, by Newton's method.

First on the gradient of the logarithm of the loss. Where that does not settle - on an optimal face
the terms that decide may be smaller than the others by any power of the budget - on the logarithm
of what pulls each size up over what pulls it down, which is nearly affine in the logarithms of the
sizes and of order one at any budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import mpmath as mp

from phasecalc.exceptions import NotConverged
from phasecalc.laws.sums.numbers import function_of
from phasecalc.laws.text.modes import has_sums
from phasecalc.laws.text.notation import LOSS, log_of
from phasecalc.numerics.context import own

if TYPE_CHECKING:
    from phasecalc._typing import Symbol
    from phasecalc.laws.optimum.numeric_loss import Reduced

__all__ = ["Stationary"]

_STEPS = 100


class _Outside(Exception):
    """A size is no positive number at a point."""


def _real(values: Any) -> Any:
    """Values, nested in lists, of which none is complex."""

    def check(x: Any) -> None:
        if isinstance(x, (list, tuple)):
            for y in x:
                check(y)
        elif mp.im(x) != 0:
            raise _Outside

    check(values)
    return values


class Stationary:
    """Equations of a law for its free sizes, ready for any budget.

    Parameters
    ----------
    reduced
        The law with its numbers.
    budget
        Symbol of log C.
    numbers
        Context to compute in.
    digits
        Digits to which the sizes are wanted, and those beyond them.
    """

    def __init__(
        self, reduced: Reduced, budget: Symbol, numbers: Any, digits: tuple[int, int]
    ) -> None:
        import sympy as sp

        self.law, self.numbers = reduced.law, numbers
        self.digits, self.guard = digits
        self._reduced = reduced
        self._free: list[Any] = [log_of(n) for n in reduced.free]
        objective = reduced.log_loss
        equations = [sp.diff(objective, z) for z in self._free]
        unknowns = list(self._free)
        if self.law.loss_dependent:
            unknowns.append(log_of(LOSS))
            equations.append(objective - log_of(LOSS))
        self.size = len(unknowns)
        self._arguments = [*unknowns, budget]
        rows = [[sp.diff(e, y) for y in self._arguments] for e in equations]
        named = [*reduced.logs.values(), objective]
        slopes = [[sp.diff(e, y) for y in self._arguments] for e in named]
        self._equations, self._rows, self._named, self._slopes = (
            function_of(self._arguments, e, numbers) for e in (equations, rows, named, slopes)
        )

    def values(self, point: Sequence[Any], c: Any) -> tuple[list[Any], Any]:
        """Logarithms of all sizes, and of the loss."""
        *logs, log_loss = self._named(*point, c)
        return logs, log_loss

    def lost(self, point: Sequence[Any], c: Any) -> int:
        """Digits that a size lost, as what the budget leaves is a small difference."""
        slopes = [x for row in self._slopes(*point, c)[:-1] for x in row[: self.size]]
        largest = max(map(abs, slopes), default=self.numbers.one)
        return max(0, int(mp.ceil(mp.log10(largest)))) if largest > 1 else 0

    def exponents(self, point: Sequence[Any], c: Any) -> list[Any]:
        """Derivatives of all these by log C, along the stationary points."""
        size = self.size
        rows = self._rows(*point, c)
        along = self._solved([r[:size] for r in rows], [r[size] for r in rows]) if size else []
        direction = [*along, self.numbers.one]
        return [
            self.numbers.fsum(s * v for s, v in zip(row, direction, strict=True))
            for row in self._slopes(*point, c)
        ]

    def settle(self, point: list[Any], c: Any) -> list[Any]:
        """Stationary point near another one.

        Raises
        ------
        NotConverged
            Newton's method did not settle.
        """
        if not self.size:
            return point

        def plain(at: list[Any]) -> tuple[list[list[Any]], list[Any]]:
            rows = [row[: self.size] for row in self._rows(*at, c)]
            return rows, self._equations(*at, c)

        found = self._newton(plain, point, self.numbers.one)
        if found is None and not self.law.loss_dependent and not has_sums(self.law):
            found = self._newton(lambda at: self._pulls(at, c), point, abs(c) + 1)
        if found is not None:
            return found
        raise NotConverged(
            f"law {self.law.name} at log C = {mp.nstr(c, 6)}: Newton's method did not settle; the "
            "optimum may be degenerate (every allocation optimal) or at the edge",
            requested=self.digits,
            achieved=0,
        )

    def _newton(self, equations: Any, point: list[Any], most: Any) -> list[Any] | None:
        """Where the steps, of which none is longer than ``most``, end; None where they do not."""
        goal = self.numbers.mpf(10) ** -(self.digits + self.guard // 2)
        moved = [self.numbers.zero] * len(point)
        for _ in range(_STEPS):
            try:
                step = self._solved(*_real(equations(point)))
            except ZeroDivisionError:
                return None
            except _Outside:
                # A size that the budget leaves is negative there: half of the last step back.
                moved = [m / 2 for m in moved]
                point = [p - m for p, m in zip(point, moved, strict=True)]
                continue
            longest = max(abs(x) for x in step)
            if longest < goal:
                return [p + s for p, s in zip(point, step, strict=True)]
            scale = min(self.numbers.one, most / longest)
            moved = [scale * s for s in step]
            point = [p + m for p, m in zip(point, moved, strict=True)]
        return None

    @cached_property
    def _parts(self) -> Any:
        """Parts of each derivative of the loss, with their derivatives."""
        import sympy as sp

        table = []
        for z in self._free:
            parts = [
                part * sp.exp(t)
                for t in self._reduced.terms.values()
                for part in sp.Add.make_args(sp.expand(sp.diff(t, z)))
                if part != 0
            ]
            table.append([[p, *(sp.diff(p, y) for y in self._free)] for p in parts])
        return function_of(self._arguments, table, self.numbers)

    def _pulls(self, point: list[Any], c: Any) -> tuple[list[list[Any]], list[Any]]:
        """Logarithm of what pulls up over what pulls down for each size, and its derivatives."""
        rows, values = [], []
        for parts in _real(self._parts(*point, c)):
            sides = [[p for p in parts if p[0] * sign > 0] for sign in (1, -1)]
            if not all(sides):
                raise ZeroDivisionError
            totals = [[self.numbers.fsum(column) for column in zip(*s, strict=True)] for s in sides]
            up, down = totals
            values.append(self.numbers.log(up[0] / -down[0]))
            rows.append([u / up[0] - d / down[0] for u, d in zip(up[1:], down[1:], strict=True)])
        return rows, values

    def _solved(self, rows: list[list[Any]], value: list[Any]) -> list[Any]:
        """Solution x of ``rows x + value = 0``; elimination raises the precision of its context."""
        raised = own(self.digits + self.guard)
        # Rows of one size: a small one is no sign of a singular matrix.
        sizes = [max(abs(x) for x in row) or self.numbers.one for row in rows]
        rows = [[x / s for x in row] for row, s in zip(rows, sizes, strict=True)]
        value = [x / s for x, s in zip(value, sizes, strict=True)]
        found = raised.lu_solve(raised.matrix(rows), -raised.matrix(value))
        return [self.numbers.convert(x) for x in found]
