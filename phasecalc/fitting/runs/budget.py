"""The budget rule of a law on arrays: what runs cost, and the size that a cost leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.notation import BUDGET

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["missing_size", "spent"]

Floats = npt.NDArray[np.float64]
_HALVINGS = 200
_LARGEST = 700.0  # logarithm


def _cost(law: Law, given: Mapping[str, float]) -> Expr:
    import sympy as sp

    return law.budget.xreplace({law.symbols[n]: sp.Float(x) for n, x in given.items()})


def _function(law: Law, cost: Expr, names: list[str]) -> Any:
    import sympy as sp

    return sp.lambdify([law.symbols[n] for n in names], cost, modules="numpy")


def spent(law: Law, numbers: Mapping[str, Floats], given: Mapping[str, float]) -> Floats | None:
    """Flops of each run by the budget rule; None where a size or a parameter of it is not known."""
    cost = _cost(law, given)
    names = [n for n in law.unknowns if law.symbols[n] in cost.free_symbols]
    if len(names) < len(cost.free_symbols) or not set(names) <= set(numbers):
        return None
    found: Floats = _function(law, cost, names)(*(numbers[n] for n in names))
    return found


def missing_size(
    law: Law, name: str, numbers: Mapping[str, Floats], given: Mapping[str, float]
) -> tuple[Floats, str]:
    """The size for which the budget rule gives the flops, and words that say so.

    Raises
    ------
    DomainError
        The rule does not contain the size, or contains something else that is not known.
    """
    cost = _cost(law, given)
    names = [n for n in law.unknowns if law.symbols[n] in cost.free_symbols]
    if name not in names:
        raise DomainError(f"no column for {name}, and the budget {law.budget} does not contain it")
    unknown = sorted(s.name for s in cost.free_symbols if s.name not in numbers and s.name != name)
    if unknown:
        raise DomainError(
            f"{name} cannot be found from flops: the budget {law.budget} contains "
            f"{', '.join(unknown)}; give a column or a number for it"
        )
    rule = _function(law, cost, names)
    flops = numbers["flops"]
    low, high = np.full(len(flops), -_LARGEST), np.full(len(flops), _LARGEST)
    with np.errstate(over="ignore"):
        for _ in range(_HALVINGS):  # the cost grows in every size
            middle = (low + high) / 2
            columns = (np.exp(middle) if n == name else numbers[n] for n in names)
            above = rule(*columns) > flops
            low, high = np.where(above, low, middle), np.where(above, middle, high)
            if (high - low).max() < 1e-15:
                break
    return np.exp((low + high) / 2), f"{name} was found from the flops by {BUDGET} = {law.budget}"
