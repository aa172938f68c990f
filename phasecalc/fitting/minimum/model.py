"""The loss of a law as functions of arrays, with exact derivatives from its expression.

Parameters that the loss is linear in are told apart: they follow from the others by
non-negative least squares. The minimum is sought in coordinates: logarithms of what must be
positive; the irreducible loss, which may be 0, and parameters of open sign as they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.runs.runs import needed_sizes

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Model", "compiled"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """Loss of a law, ready for arrays.

    Parameters
    ----------
    law
        The law.
    sizes, names
        Arguments of the loss: columns, and the parameters that are fitted.
    linear
        Parameters that the loss is linear in.
    exponents
        Parameters that stand in an exponent.
    fixed
        Parameters that are given.
    formula
        The loss.
    """

    law: Law
    sizes: tuple[str, ...]
    names: tuple[str, ...]
    linear: tuple[str, ...]
    exponents: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...]
    formula: Expr
    _value: Any = field(repr=False, compare=False)
    _jet: Any = field(repr=False, compare=False)
    _parts: Any = field(repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return _compiled, (self.law, self.fixed)

    @property
    def curved(self) -> tuple[str, ...]:
        """Parameters that the loss is not linear in."""
        return tuple(n for n in self.names if n not in self.linear)

    @property
    def logarithmic(self) -> npt.NDArray[np.bool_]:
        """Which coordinates are logarithms."""
        positive = [
            bool(self.law.symbols[n].is_positive) and n != self.law.irreducible for n in self.names
        ]
        return np.array(positive, dtype=bool)

    @property
    def floor(self) -> Floats:
        """Least value of each coordinate: 0 for the irreducible loss."""
        return np.array([0.0 if n == self.law.irreducible else -np.inf for n in self.names])

    def values(self, point: Floats) -> Floats:
        """Parameters at coordinates, along the last axis."""
        logs = self.logarithmic
        with np.errstate(over="ignore"):
            return np.where(logs, np.exp(np.where(logs, point, 0.0)), point)

    def point(self, values: Mapping[str, float]) -> Floats:
        """Coordinates of parameters."""
        pairs = zip(self.names, self.logarithmic, strict=True)
        return np.array([math.log(values[n]) if log else values[n] for n, log in pairs])

    def loss(self, values: Floats, sizes: Mapping[str, Floats]) -> Floats:
        """Loss at parameters (last axis) and sizes, broadcast against each other."""
        columns = [sizes[n] for n in self.sizes]
        found = self._value(*columns, *np.moveaxis(np.asarray(values), -1, 0))
        return np.asarray(found, dtype=float) + np.zeros(
            np.broadcast_shapes(*map(np.shape, columns))
        )

    def jet(self, point: Floats, sizes: Mapping[str, Floats]) -> tuple[Floats, Floats, Floats]:
        """Loss, gradient (p, n) and second derivatives (p (p + 1)/2, n) in the coordinates."""
        values = self.values(point)
        columns = [sizes[n] for n in self.sizes]
        count, p = len(columns[0]) if columns else 1, len(self.names)
        rows = self._jet(*columns, *values)
        table = np.empty((len(rows), count))
        for k, row in enumerate(rows):
            table[k] = row
        slope, second = table[1 : p + 1], table[p + 1 :]
        scale = np.where(self.logarithmic, values, 1.0)
        slope *= scale[:, None]
        i, j = np.triu_indices(p)
        second *= (scale[i] * scale[j])[:, None]
        second[i == j] += slope * self.logarithmic[:, None]
        return table[0], slope, second

    def parts(self, curved: Floats, sizes: Mapping[str, Floats]) -> tuple[Floats, Floats]:
        """What multiplies each linear parameter, (k, grid, n), and the rest, (grid, n)."""
        columns = [sizes[n][None, :] for n in self.sizes]
        rows = self._parts(*columns, *(c[:, None] for c in np.moveaxis(curved, -1, 0)))
        shape = (curved.shape[0], columns[0].shape[1])
        *factors, rest = (np.broadcast_to(np.asarray(r, dtype=float), shape) for r in rows)
        return np.array(factors).reshape(len(self.linear), *shape), rest


def compiled(law: Law, fixed: Mapping[str, Any] | None = None) -> Model:  # Any: numbers
    """Model of a law, some of its parameters given.

    Parameters
    ----------
    law
        The law.
    fixed
        Parameters that are not fitted, with their values.

    Raises
    ------
    DomainError
        A name is no parameter, or nothing is left to fit.
    """
    for name in fixed or {}:
        if name not in law.parameters:
            raise DomainError(
                f"law {law.name} has no parameter {name!r}; it has {', '.join(law.parameters)}"
            )
    return _compiled(law, tuple(sorted((n, str(x)) for n, x in (fixed or {}).items())))


@lru_cache(maxsize=32)
def _compiled(law: Law, fixed: tuple[tuple[str, str], ...]) -> Model:
    import sympy as sp

    from phasecalc.laws.sums.numbers import exact_value
    from phasecalc.laws.text.modes import first_sum, has_sums

    if has_sums(law):
        raise DomainError(
            f"{first_sum(law)}: a sum over modes is not fitted; state its order (laws.sum_orders) "
            "as a term with a constant of its own, and fit that law"
        )
    given = {law.symbols[n]: exact_value(x, n) for n, x in fixed}
    total = sp.Add(*(_term(t.cases) for t in law.terms)).xreplace(given)
    if law.irreducible:
        low = law.symbols[law.irreducible]
        total += given.get(low, low)
    names = tuple(n for n in law.parameters if law.symbols[n] in total.free_symbols)
    if not names:
        raise DomainError(f"law {law.name}: no parameter of its loss is left to fit")
    symbols = [law.symbols[n] for n in names]
    linear = _linear(law, names, total)
    sizes = tuple(needed_sizes(law))
    columns = [law.symbols[n] for n in sizes]
    slopes = [sp.diff(total, s) for s in symbols]
    seconds = [sp.diff(slopes[i], t) for i in range(len(symbols)) for t in symbols[i:]]
    off = {law.symbols[n]: sp.S.Zero for n in linear}
    parts = [*(sp.diff(total, law.symbols[n]) for n in linear), total.xreplace(off)]
    curved = [s for s, n in zip(symbols, names, strict=True) if n not in linear]

    def function(arguments: list[Any], what: Any) -> Any:
        return sp.lambdify(arguments, what, modules="numpy", cse=True)

    return Model(
        law,
        sizes,
        names,
        linear,
        tuple(n for n in names if _in_exponent(total, law.symbols[n])),
        fixed,
        total,
        function([*columns, *symbols], total),
        function([*columns, *symbols], [total, *slopes, *seconds]),
        function([*columns, *curved], parts),
    )


def _term(cases: tuple[tuple[Expr, Expr], ...]) -> Expr:
    import sympy as sp

    if len(cases) == 1 and cases[0][1] == True:  # noqa: E712  (SymPy's true)
        return cases[0][0]
    return sp.Piecewise(*cases, (sp.S.Zero, True))


def _linear(law: Law, names: tuple[str, ...], total: Expr) -> tuple[str, ...]:
    """Positive parameters that the loss is linear in, all at once."""
    import sympy as sp

    found: list[str] = []
    for n in sorted(names, key=lambda n: n != law.irreducible):
        s = law.symbols[n]
        slope = sp.diff(total, s)
        together = {law.symbols[m] for m in (*found, n)}
        if s.is_positive and not slope.free_symbols & together:
            found.append(n)
    return tuple(n for n in names if n in found)


def _in_exponent(total: Expr, s: Any) -> bool:  # Any: a symbol
    import sympy as sp

    return any(s in power.exp.free_symbols for power in total.atoms(sp.Pow, sp.exp))
