"""The phase diagram on arrays: formulas turned into NumPy expressions, exact where floats are not.

A float decides where its rounding error cannot matter. Points nearer to a boundary than that, and
those at which a product leaves the range of floats, are decided and computed as ``exponents``
does, in exact numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from phasecalc.checker import Number
from phasecalc.exceptions import DomainError
from phasecalc.parsing import exact
from phasecalc.plrf.phases.lookup import Point
from phasecalc.values import Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from phasecalc.optimum.ratio import Ratio
    from phasecalc.plrf.phases.store import Stored
    from phasecalc.regions.condition import Cell

__all__ = ["evaluate", "polynomial_values"]

Floats = np.ndarray[Any, np.dtype[np.float64]]
Values = tuple["NDArray[np.float64]", ...]

_ROUNDING = 2.0**-46  # of a sum of products, relative to the sum of their moduli, amply
_CANCELLED = 1e-3  # of a denominator: below, its quotient may lose three digits


@dataclass(frozen=True, eq=False)
class Evaluation(Value):
    """Exponents on arrays of points.

    Parameters
    ----------
    phase
        Labels, "" outside the domain; on a boundary, as in ``exponents``, those of all phases
        that meet there, such as "II/III".
    loss_exponent, model_size_exponent, iterations_exponent
        Floats of the same shape, masked as NaN-free ``numpy.ma`` arrays outside the domain. Where
        a model size jumps, that of the first phase named.

    Notes
    -----
    Of a Series, DataArray or another object that takes part in NumPy's ufuncs the fields are of
    the same type, NaN outside the domain.
    """

    phase: NDArray[np.str_]
    loss_exponent: np.ma.MaskedArray
    model_size_exponent: np.ma.MaskedArray

    @property
    def iterations_exponent(self) -> np.ma.MaskedArray:
        """Exponent of r* = f/d*."""
        return 1 - self.model_size_exponent


def evaluate(stored: Stored, alpha: Any, beta: Any) -> Evaluation:
    """Evaluate labels and exponents; each point is computed in its own phase only."""
    a, b, hidden, like = _operands(alpha, beta)
    shown = ~hidden.ravel()
    point = (a.ravel()[shown], b.ravel()[shown])
    if not all(np.isfinite(x).all() for x in point):
        raise DomainError("evaluate: alpha and beta must be finite numbers")
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        place, loss, size = _Plane(stored, point).answers()
    phases = _spread(np.array(place.names)[place.codes], shown, "")
    outside = ~_spread(place.codes > 0, shown, False)
    columns = [
        np.ma.masked_array(_spread(x, shown, 0.0).reshape(a.shape), outside.reshape(a.shape))
        for x in (loss, size)
    ]
    labels = phases.reshape(a.shape)
    if like is None:
        return Evaluation(labels, *columns)
    made = [np.add(like, x.filled(np.nan)) for x in columns]
    return Evaluation(_labelled(like, labels), *cast("list[np.ma.MaskedArray]", made))


def _spread(values: Any, shown: NDArray[np.bool_], blank: Any) -> Any:
    """Values at the points that are not masked, and something blank at the others."""
    out = np.full(shown.shape, blank, dtype=values.dtype)
    out[shown] = values
    return out


def _operands(alpha: Any, beta: Any) -> tuple[Floats, Floats, NDArray[np.bool_], Any]:
    """Both broadcast as floats, what is masked, and zeros of the type that the answer has.

    Broadcasting is left to NumPy's ufuncs, so that a Series or DataArray aligns its labels as it
    does in any other sum. The type is None for plain and masked arrays.
    """
    given = [_floats("alpha", alpha), _floats("beta", beta)]
    try:
        with np.errstate(all="ignore"):
            blank = [np.multiply(x, 0.0) for x in given]
            both = [np.add(given[0], blank[1]), np.add(blank[0], given[1])]
            like = np.multiply(np.add(*blank), 0.0)
    except ValueError as problem:
        raise DomainError(f"evaluate: alpha and beta do not fit each other: {problem}") from None
    hidden = np.ma.getmaskarray(both[0]) | np.ma.getmaskarray(both[1])
    a, b = (np.asarray(np.ma.getdata(x), dtype=float) for x in both)
    # What is masked, or not a number, makes both operands so: 0 * nan is nan.
    return a, b, np.asarray(hidden), None if isinstance(like, (np.ndarray, np.generic)) else like


def _floats(name: str, given: Any) -> Any:
    """Array of floats, or an object that takes part in NumPy's sums as what it is."""
    takes_part = hasattr(given, "__array_ufunc__") or hasattr(given, "__array_wrap__")
    if takes_part and not isinstance(given, (np.ndarray, np.generic)):
        return given
    try:
        array = np.asanyarray(given)
        if array.dtype.kind == "f" and array.dtype.itemsize < 8:
            return array.astype(str).astype(float)  # the shortest decimal, as for one number
        with np.errstate(over="ignore"):  # long doubles that become infinite are refused as such
            return array.astype(float) if array.dtype.kind not in "cSU" else _refused(name, given)
    except (TypeError, ValueError):
        return _refused(name, given)
    except OverflowError:
        raise DomainError(
            f"evaluate: {name} has a number beyond doubles; use `exponents` for exact numbers"
        ) from None


def _refused(name: str, given: Any) -> Any:
    raise DomainError(
        f"evaluate: {name} is no array of real numbers but {type(given).__name__}; give floats, "
        "or use `exponents` for text and exact numbers"
    )


def _labelled(like: Any, labels: NDArray[np.str_]) -> Any:
    """Labels in an object like another one."""
    names, codes = np.unique(labels, return_inverse=True)
    name_of = np.frompyfunc(lambda code: str(names[round(code)]), 1, 1)
    return name_of(np.add(like, codes.reshape(labels.shape).astype(float)))


class _Codes:
    """Names, and for each point which of them it has; 0 is outside the domain."""

    def __init__(self, count: int) -> None:
        self.names = [""]
        self.codes = np.zeros(count, dtype=int)

    def code(self, name: str) -> int:
        """Number of a name."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)


class _Plane:
    """Points, with the sign of each polynomial that has been asked for."""

    def __init__(self, stored: Stored, point: Values) -> None:
        self.stored, self.point = stored, point
        self.doubtful = np.zeros(point[0].size, dtype=bool)
        self._signs: dict[tuple[tuple[tuple[int, ...], Number], ...], NDArray[np.int8]] = {}

    def answers(self) -> tuple[_Codes, Floats, Floats]:
        """Phases, loss exponents and model-size exponents."""
        diagram = self.stored.diagram
        left = self._inside((diagram.program.domain.cells[0],))
        place, loss, size = _Codes(left.size), np.zeros(left.size), np.zeros(left.size)
        for phase in diagram.phases:
            here = np.flatnonzero(left & self._inside(phase.region.cells))
            left[here] = False
            place.codes[here] = place.code(phase.name)
            loss[here] = self._values(phase.value, here, -1)
            size[here] = self._values(phase.vertices[0][0], here, 1)
        # What lies inside the domain and in no phase is on a boundary: its sign was in doubt.
        for k in np.flatnonzero(self.doubtful | left):
            name, loss[k], size[k] = self._exact(int(k))
            place.codes[k] = place.code(name)
        return place, loss, size

    def _inside(self, cells: tuple[Cell, ...]) -> NDArray[np.bool_]:
        """Points that are certainly inside, in floats."""
        inside = np.zeros(self.doubtful.size, dtype=bool)
        for cell in cells:
            inside |= np.logical_and.reduce([self._sign(c.polynomial) > 0 for c in cell])
        return inside

    def _sign(self, polynomial: Mapping[tuple[int, ...], Number]) -> NDArray[np.int8]:
        """Sign at every point; 0 where it is in doubt, which is noted."""
        key = tuple(polynomial.items())
        if key not in self._signs:
            value, size = _with_moduli(polynomial, self.point)
            certain = np.isfinite(size) & (np.abs(value) > _ROUNDING * size)
            self._signs[key] = np.where(certain, np.sign(value), 0).astype(np.int8)
            self.doubtful |= ~certain
        return self._signs[key]

    def _values(self, ratio: Ratio, here: NDArray[np.intp], sign: int) -> Floats:
        """Values of a quotient, noting where floats are not enough."""
        at = (self.point[0][here], self.point[1][here])
        bottom, size = _with_moduli(ratio.bottom, at)
        found = sign * polynomial_values(ratio.top, at) / bottom
        firm = np.isfinite(size) & (np.abs(bottom) > _CANCELLED * size)
        self.doubtful[here[~(firm & np.isfinite(found))]] = True
        return np.asarray(found)

    def _exact(self, k: int) -> tuple[str, float, float]:
        """Name of the phase or phases, and exponents, at one point."""
        at = Point(tuple(exact(float(x[k])) for x in self.point))
        domain = self.stored.diagram.program.domain.cells[0]
        if not all(c.holds(at.coordinates) for c in domain):
            return "", 0.0, 0.0
        places = self.stored.prepared.places
        found = [(p.phase.name, piece) for p in places if (piece := p.piece(at)) is not None]
        piece = found[0][1]
        name = "/".join(name for name, _ in found)
        return name, -float(piece.value(at)), float(piece.unknowns[0](at))


def _with_moduli(
    polynomial: Mapping[tuple[int, ...], Number], point: Values
) -> tuple[Floats, Floats]:
    """Values, and the sums of the moduli of the terms."""
    total, size = np.zeros_like(point[0]), np.zeros_like(point[0])
    for term in _terms(polynomial, point):
        total += term
        size += np.abs(term)
    return total, size


def polynomial_values(
    polynomial: Mapping[tuple[int, ...], Number], point: Values
) -> NDArray[np.float64]:
    """Values of a polynomial at points given as one array for each parameter."""
    total = np.zeros_like(point[0])
    for term in _terms(polynomial, point):
        total += term
    return total


def _terms(
    polynomial: Mapping[tuple[int, ...], Number], point: Values
) -> Iterator[NDArray[np.float64] | float]:
    """Terms of a polynomial at the points."""
    for exponents, coefficient in polynomial.items():
        term: NDArray[np.float64] | float = float(coefficient)
        for x, e in zip(point, exponents, strict=True):
            for _ in range(e):
                term = term * x
        yield term
