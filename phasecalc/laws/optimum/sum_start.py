"""Where Newton's method starts for a law of sums: downhill in floats from its exponents' sizes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np

from phasecalc.exceptions import DomainError, NoOptimum
from phasecalc.laws.text.modes import brackets_in
from phasecalc.laws.text.notation import log_of
from phasecalc.numerics.expressions import in_floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.optimum.numeric_loss import Reduced

__all__ = ["SumStart"]

_STEPS, _SWEEPS = 80, 12
_SHORTEST = 1e-3  # in the logarithm of a size: from here Newton's method settles
_FLAT = 1e-9
_ALONE = 64  # modes added one by one
_FARTHEST = 120.0  # logarithm of the last mode
_STEP = 0.25  # in the logarithm of the mode


class SumStart:
    """Search for a law of sums with its numbers, ready for any budget.

    Parameters
    ----------
    reduced
        The law with its numbers.
    budget
        Symbol of log C.
    exponents
        Of the budget in each size at the optimum, by name.
    """

    def __init__(self, reduced: Reduced, budget: Symbol, exponents: Mapping[str, float]) -> None:
        import sympy as sp

        self.law, self.free, self.names = reduced.law, reduced.free, tuple(reduced.logs)
        if self.law.loss_dependent:
            raise DomainError(f"law {self.law.name}: a sum, and the loss in its own constraint")
        self._exponents = dict(exponents)
        arguments = [*(log_of(n) for n in self.free), budget]
        terms = list(reduced.terms.values())
        brackets = tuple(dict.fromkeys(b for t in terms for b in brackets_in(t)))
        marks = {b: sp.Dummy() for b in brackets}
        self._sums = [_in_floats(b, arguments) for b in brackets]
        self._terms = sp.lambdify(
            [*arguments, *marks.values()],
            [in_floats(t.xreplace(marks), 17) for t in terms],
            "numpy",
        )
        logs = [in_floats(e, 17) for e in reduced.logs.values()]
        self._logs = sp.lambdify(arguments, logs, "numpy")

    def at(self, c: float) -> list[float]:
        """Logarithms of the free sizes near the optimum.

        Parameters
        ----------
        c
            Logarithm of the budget.

        Raises
        ------
        NoOptimum
            The best sizes are at the edge of what the budget allows.
        """
        point = [self._exponents[n] * c for n in self.free]
        for _ in range(_SWEEPS if len(point) > 1 else len(point)):
            before = list(point)
            for k in range(len(point)):
                point = self._downhill(point, k, c)
            if max(abs(a - b) for a, b in zip(before, point, strict=True)) < 10 * _SHORTEST:
                break
        for k in range(len(point)):
            for way in (-1, 1):
                near = list(point)
                near[k] += way * 2 * _SHORTEST
                if math.isinf(self._loss(near, c)):
                    raise self._edge()
        return point

    def table(self, c: float) -> Any:
        """Refused: a law with a kink is searched on a grid, for which sums cost too much."""
        raise DomainError(
            f"law {self.law.name}: a sum inside min or max; its numeric optimum is not sought"
        )

    def _loss(self, point: list[float], c: float) -> float:
        """Logarithm of the loss; infinite where sizes are not admissible."""
        at = [*point, c]
        with np.errstate(all="ignore"):
            for n, z in zip(self.names, self._logs(*at), strict=True):
                side = z if n in self.law.sizes else -z
                if math.isnan(z) or (n not in self.law.scales and side < -_FLAT):
                    return math.inf
            terms = self._terms(*at, *(f(*at) for f in self._sums))
            found = float(np.logaddexp.reduce([float(t) for t in terms]))
        return found if math.isfinite(found) else math.inf

    def _downhill(self, point: list[float], k: int, c: float) -> list[float]:
        """Along one size to a least value between two higher ones, by ever shorter steps."""
        best, step = self._loss(point, c), 2.0
        for _ in range(_STEPS):
            sides = []
            for way in (-1, 1):
                near = list(point)
                near[k] += way * step
                sides.append((self._loss(near, c), near))
            value, near = min(sides)
            if value < best:
                best, point = value, near
            elif step <= _SHORTEST:
                break
            else:
                step /= 2
        if math.isinf(best):
            raise self._edge()
        return point

    def _edge(self) -> NoOptimum:
        return NoOptimum(
            f"law {self.law.name}: the best sizes are at the edge of what the budget allows; no "
            "interior optimum is seen"
        )


def _in_floats(bracket: Expr, arguments: list[Symbol]) -> Any:
    """A sum or integral in floats, to some digits: modes one by one, then an integral.

    The rest of a sum after a mode J is the integral from J, half the term and a twelfth of the
    slope; the integral is taken in the logarithm of the mode.
    """
    import sympy as sp

    mode, lower, upper = bracket.limits[0]
    whole = isinstance(bracket, sp.Sum)
    known = {
        "erfc": np.vectorize(math.erfc),
        "besselj": np.vectorize(lambda n, x: float(mp.fp.besselj(n, x))),
    }
    body = sp.lambdify([mode, *arguments], in_floats(bracket.function, 17), [known, "numpy"])
    ends = sp.lambdify(
        arguments, [-math.inf if e == 0 else sp.log(e) for e in (lower, upper)], "numpy"
    )

    def value(*at: float) -> float:
        low, high = (float(e) for e in ends(*at))
        total = 0.0
        if whole:
            first = round(math.exp(low))
            j = np.arange(first, first + _ALONE, dtype=float)
            total += float(np.sum(_spread(body(j, *at), j)))
            last = np.array([1 - 1e-4, 1.0, 1 + 1e-4]) * (first + _ALONE)
            f = _spread(body(last, *at), last)
            total += f[1] / 2 - (f[2] - f[0]) / (last[2] - last[0]) / 12
            low = math.log(first + _ALONE)
        start, stop = max(low, -_FARTHEST), min(high, _FARTHEST)
        edges = np.linspace(start, stop, max(2, int((stop - start) / _STEP)))
        nodes, weights = np.polynomial.legendre.leggauss(6)
        half = (edges[1:] - edges[:-1])[:, None] / 2
        v = (edges[1:] + edges[:-1])[:, None] / 2 + half * nodes
        j = np.exp(v)
        return total + float(np.sum(half * weights * _spread(body(j, *at), j) * j))

    return value


def _spread(values: Any, like: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of a body that may be a constant, with what is no number as nothing."""
    found: NDArray[np.float64] = np.nan_to_num(
        np.broadcast_to(np.asarray(values, dtype=float), like.shape)
    )
    return found
