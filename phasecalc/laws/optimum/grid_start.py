"""Where Newton's method starts: the best point of a grid in the logarithms of the free sizes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import DomainError, NoOptimum
from phasecalc.laws.text.notation import LOSS, log_of
from phasecalc.numerics.expressions import in_floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.optimum.numeric_loss import Reduced

__all__ = ["Start"]

_LOG_SUM = "log_of_sum"
_POINTS = {0: 1, 1: 1501, 2: 241, 3: 61}  # a side
_WIDER, _GAIN = (4, 16, 64), 1e-9  # what sizes may be powers of, and what that must bring
_FLAT = 1e-12
_ROUNDING = 1e-15
_MARGIN = 5  # points between the best one and the edge
_AROUND, _LOOKS = 8, 200  # points on either side when looking closer, and how often that is done
_CLOSEST = 1e-8  # in logarithms of sizes


class Start:
    """Grid search for a law with its numbers, ready for any budget.

    Parameters
    ----------
    reduced
        The law with its numbers.
    budget
        Symbol of log C.
    """

    def __init__(self, reduced: Reduced, budget: Symbol) -> None:
        import sympy as sp

        self.law, self.free = reduced.law, reduced.free
        self.names = tuple(reduced.logs)
        if len(self.free) not in _POINTS:
            raise DomainError(
                f"law {self.law.name}: {len(self.free)} free sizes; at most {max(_POINTS)}"
            )
        arguments = [log_of(n) for n in self.free] + [log_of(LOSS), budget]
        modules = [{_LOG_SUM: _log_sum}, "numpy"]
        # As floats: NumPy has no logarithm of an integer beyond 64 bits.
        self._terms, self._logs = (
            sp.lambdify(arguments, [_in_range(in_floats(e, 17)) for e in given.values()], modules)
            for given in (reduced.terms, reduced.logs)
        )

    def at(self, c: float) -> list[float]:
        """Logarithms of the free sizes, and of the loss where a constraint contains it.

        Parameters
        ----------
        c
            Logarithm of the budget.

        Raises
        ------
        NoOptimum
            No admissible point, a flat loss, or a best point at the edge of what is admissible.
        """
        law = self.law
        axes, loss, value = self._wide_enough(c)
        if not np.isfinite(value).any():
            raise NoOptimum(
                f"law {law.name} at log C = {c:.6g}: no admissible sizes; give a larger budget"
            )
        finite = value[np.isfinite(value)]
        if self.free and finite.max() - finite.min() < _FLAT * (1 + abs(finite.min())):
            raise NoOptimum(
                f"law {law.name}: every allocation of the budget has the same loss; "
                "there is no single optimum to compute"
            )
        ends = [(axis[0], axis[-1]) for axis in axes]
        for k in itertools.count():
            best = _lowest(value)
            if _interior(value, best):
                break
            # The optimum may lie between the best point and the edge: look closer.
            looked = zip(axes, best, ends, strict=True)
            axes = [_closer(axis, int(i), *both) for axis, i, both in looked]
            if k == _LOOKS or max(axis[-1] - axis[0] for axis in axes) < _CLOSEST:
                raise NoOptimum(
                    f"law {law.name}: the best sizes are at the edge of what the budget allows, or "
                    f"within {_CLOSEST:g} of it; no interior optimum is seen"
                )
            loss, value = self._table(axes, c)
        at = [float(axis[k]) for axis, k in zip(axes, best, strict=True)]
        return [*at, float(loss[best])] if law.loss_dependent else at

    def _wide_enough(
        self, c: float
    ) -> tuple[list[NDArray[np.float64]], NDArray[np.float64], NDArray[np.float64]]:
        """Axes with the tables over them; a size that costs less than itself may be above C."""
        axes = self._axes(c)
        loss, value = self._table(axes, c)
        for wider in _WIDER:
            best = _lowest(value)
            if not any(k == len(axis) - 1 for axis, k in zip(axes, best, strict=True)):
                break
            more = self._axes(wider * c)
            new = self._table(more, c)
            if not new[1].min() < value.min() - _GAIN:
                break
            axes, (loss, value) = more, new
        return axes, loss, value

    def table(self, c: float) -> NDArray[np.float64]:
        """Logarithm of the loss over the whole grid; infinite where sizes are not admissible."""
        return self._wide_enough(c)[2]

    def _table(
        self, axes: list[NDArray[np.float64]], c: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Logarithm of the loss, and the same where sizes are admissible."""
        law = self.law
        grid = np.meshgrid(*axes, indexing="ij") if axes else []
        with np.errstate(all="ignore"):
            if law.loss_dependent:
                loss = _loss(self._terms, grid, c)
            else:
                loss = _total(self._terms(*grid, 0.0, c))
            loss = np.broadcast_to(loss, tuple(len(axis) for axis in axes))
            inside = np.ones(np.shape(loss), dtype=bool)
            for n, z in zip(self.names, self._logs(*grid, loss, c), strict=True):
                if n not in law.scales:
                    inside &= np.asarray(z >= -_FLAT if n in law.sizes else z <= _FLAT)
            return loss, np.where(inside & np.isfinite(loss), loss, np.inf)

    def _axes(self, c: float) -> list[NDArray[np.float64]]:
        span, count = max(c, 1.0), _POINTS[len(self.free)]
        return [
            np.linspace(
                0.0 if n in self.law.sizes else -span, 0.0 if n in self.law.rates else span, count
            )
            for n in self.free
        ]


def _total(terms: Any) -> Any:  # Any: arrays or numbers
    """Logarithm of a sum of exponentials."""
    return np.logaddexp.reduce(np.broadcast_arrays(*(np.asarray(t, dtype=float) for t in terms)))


def _loss(terms: Any, grid: Any, c: float) -> Any:
    """Logarithm of the loss where it occurs in its own terms, by bisection."""
    low, high = np.full(grid[0].shape, -5.0 * c), np.full(grid[0].shape, 5.0 * c)
    for _ in range(80):
        middle = (low + high) / 2
        above = _total(terms(*grid, middle, c)) > middle
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


def _lowest(value: NDArray[np.float64]) -> tuple[int, ...]:
    """The best point; of a plateau, which floats cannot tell apart, one in the middle."""
    least = value.min()
    flat = np.argwhere(value <= least + _ROUNDING * (1 + abs(least)))
    middle = flat.mean(axis=0)
    return tuple(map(int, flat[int(np.argmin(((flat - middle) ** 2).sum(axis=1)))]))


def _in_range(e: Expr) -> Expr:
    """The logarithms of sums of exponentials in an expression written so that none overflows."""
    import sympy as sp

    def written(log: Expr) -> Expr:
        parts: list[Expr] = []
        for part in sp.Add.make_args(log.args[0]):
            number, rest = part.as_coeff_Mul()
            parts += [
                sp.sign(number),
                sp.expand_log(sp.log(rest), force=True) + sp.log(abs(number)),
            ]
        return sp.Function(_LOG_SUM)(*parts)

    return e.replace(lambda x: isinstance(x, sp.log) and x.args[0].is_Add, written)


def _log_sum(*parts: Any) -> Any:
    """Logarithm of a sum of signed exponentials: a sign and an exponent, one after the other."""
    signs, powers = parts[::2], np.broadcast_arrays(*parts[1::2])
    most = np.maximum.reduce(powers)
    return most + np.log(sum(s * np.exp(p - most) for s, p in zip(signs, powers, strict=True)))


def _interior(value: NDArray[np.float64], best: tuple[Any, ...]) -> bool:
    """Whether the best point has some admissible neighbours on all sides."""
    for axis, k in enumerate(best):
        for step in range(-_MARGIN, _MARGIN + 1):
            near = list(best)
            near[axis] = k + step
            if not 0 <= near[axis] < value.shape[axis] or not np.isfinite(value[tuple(near)]):
                return False
    return True


def _closer(axis: NDArray[np.float64], k: int, low: float, high: float) -> NDArray[np.float64]:
    """As many points around one, nearer to one another; where it is an end, as far apart as before.

    Between ``low`` and ``high``: along a slanting edge the best point may lie outside a box that
    was drawn around the best one of a wider grid.
    """
    ahead = (k == 0 and axis[0] > low) or (k == len(axis) - 1 and axis[-1] < high)
    half = (axis[-1] - axis[0]) / 2 if ahead else _AROUND * (axis[1] - axis[0])
    return np.linspace(max(axis[k] - half, low), min(axis[k] + half, high), len(axis))
