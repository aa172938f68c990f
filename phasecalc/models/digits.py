"""A linear model in numbers: its sums at finite sizes, and the exponents that are seen in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.numerics.context import exported, own
from phasecalc.numerics.expressions import constant
from phasecalc.parsing import expression

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.models.model import LinearModel

__all__ = ["ModelCheck", "check", "exact"]

_DIGITS = 50
_CLOSE = 0.02  # of the exponents that are seen, beside those derived


@dataclass(frozen=True)
class ModelCheck:
    """Exponents of the loss that are seen between two budgets, beside the derived ones.

    Parameters
    ----------
    derived
        Exponent e of the loss C^(-e) at the optimum.
    seen
        The same from the digits of the sums at two budgets.
    terms
        Of each term: its share of the loss at the larger budget, and its own exponent.
    """

    derived: float
    seen: float
    terms: Mapping[str, tuple[float, float]]

    def __bool__(self) -> bool:
        return abs(self.seen - self.derived) <= _CLOSE


def exact(
    model: LinearModel, sizes: Mapping[str, Any], digits: int, values: Mapping[str, ExactLike]
) -> dict[str, Any]:
    """Terms of a model at given sizes and parameters."""
    if not 1 <= digits <= _DIGITS:
        raise DomainError(f"digits = {digits}: from 1 to {_DIGITS}")
    for needed, given in ((model.parameters, values), (_unknowns(model), sizes)):
        if set(needed) != set(given):
            raise DomainError(f"give a number for each of {', '.join(needed)}")
    numbers = own(digits + 20)
    at = {n: numbers.mpf(_number(x, n, numbers)) for n, x in sizes.items()}
    put = {n: _number(x, n, numbers) for n, x in values.items()}
    at["T"] = _power(model.clock, at, put, numbers)
    found = {}
    for term in model.terms:
        total = _power(term.front, at, put, numbers)
        for one in term.sums:
            total *= one.exact(at, values, numbers)
        found[term.name] = exported(total)
    return found


def check(
    model: LinearModel, budgets: Sequence[ExactLike], values: Mapping[str, ExactLike]
) -> ModelCheck:
    """Exponents seen along the derived optimum, between two budgets."""
    numbers = own(30)
    if len(budgets) != 2:
        raise DomainError(f"budgets: two are compared, not {len(budgets)}")
    case = model.optimum().at(values)
    rows, budget = [], [_number(c, "budget", numbers) for c in budgets]
    for c in budget:
        sizes = {n: c ** constant(e, numbers) for n, e in case.exponents.items()}
        whole = {n: numbers.nint(x) if n in model.sizes else x for n, x in sizes.items()}
        rows.append(exact(model, whole, 10, values))
    totals = [numbers.fsum(map(numbers.mpf, row.values())) for row in rows]
    step = numbers.log(budget[1] / budget[0])
    terms = {
        n: (
            float(rows[1][n] / totals[1]),
            float(-numbers.log(numbers.mpf(rows[1][n]) / rows[0][n]) / step),
        )
        for n in rows[0]
    }
    seen = float(-numbers.log(totals[1] / totals[0]) / step)
    return ModelCheck(float(case.loss_exponent), seen, terms)


def _unknowns(model: LinearModel) -> tuple[str, ...]:
    return (*model.sizes, *model.rates, *model.scales)


def _number(x: Any, name: str, numbers: Any) -> Any:
    from phasecalc.asymptotics.reading import number

    if isinstance(x, numbers.mpf) or hasattr(x, "_mpf_"):
        return numbers.mpf(x)
    return constant(number(x, name), numbers)


def _power(text: str, at: Mapping[str, Any], put: Mapping[str, Any], numbers: Any) -> Any:
    """Value of a product of powers of sizes."""
    import sympy as sp

    names: dict[str, Expr] = {n: sp.Dummy(n, positive=True) for n in (*at, *put)}
    read = expression(text, names)
    floats = {
        names[n]: sp.Float._new(numbers.mpf(x)._mpf_, numbers.prec)
        for n, x in (*at.items(), *put.items())
    }
    return constant(read.xreplace(floats), numbers)
