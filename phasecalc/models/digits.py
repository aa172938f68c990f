"""A linear model in numbers: its sums at finite sizes, and the exponents that are seen in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.notation import symbol
from phasecalc.numerics.context import exported, own
from phasecalc.numerics.expressions import constant
from phasecalc.parsing import expression
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.asymptotics.expansions.growth import Growth
    from phasecalc.models.model import LinearModel

__all__ = ["ModelCheck", "check", "exact"]

_DIGITS = 50
_MEAN_DIGITS = 20  # of the work for such a mean: five digits or more of every sum are known
# Points and periods of a mean over oscillations, around the time that is asked for: squares of
# filters have the frequencies 1 and 2.
_PHASES, _PERIODS = 4, 1
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
        Of each term: its share of the loss at the larger budget, and its exponent, derived and
        seen. Where the order is an upper bound the derived exponent may be the smaller one.
    bounds
        Names of terms whose order is an upper bound somewhere.
    """

    derived: float
    seen: float
    terms: Mapping[str, tuple[float, float, float]]
    bounds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        gaps = {n: seen - derived for n, (_, derived, seen) in self.terms.items()}
        return abs(self.seen - self.derived) <= _CLOSE and all(
            gap >= -_CLOSE and (gap <= _CLOSE or n in self.bounds) for n, gap in gaps.items()
        )


def exact(
    model: LinearModel, sizes: Mapping[str, Any], digits: int, values: Mapping[str, ExactLike]
) -> dict[str, Any]:
    """Terms of a model at given sizes and parameters."""
    if not 1 <= digits <= _DIGITS:
        raise DomainError(f"digits = {digits}: from 1 to {_DIGITS}")
    if not isinstance(sizes, Mapping):
        raise DomainError(f"sizes = {echo(sizes)}: a number by name, for {_unknowns(model)}")
    for needed, given in ((model.parameters, values), (_unknowns(model), sizes)):
        if set(needed) != set(given):
            raise DomainError(f"give a number for each of {', '.join(needed)}")
    numbers = own(digits + 20)
    at = _evaluated(model, sizes, values, numbers)
    return {n: exported(x) for n, x in _terms(model, at, values, numbers).items()}


def _evaluated(
    model: LinearModel, sizes: Mapping[str, Any], values: Mapping[str, ExactLike], numbers: Any
) -> dict[str, Any]:
    """Sizes, parameters and the clock as numbers of a context."""
    at = {n: _number(x, n, numbers) for n, x in (*sizes.items(), *values.items())}
    return {**at, "T": _power(model.clock, at, numbers)}


def _terms(
    model: LinearModel, at: Mapping[str, Any], values: Mapping[str, ExactLike], numbers: Any
) -> dict[str, Any]:
    found = {}
    for term in model.terms:
        total = _power(term.front, at, numbers)
        for one in term.sums:
            total *= one.exact(at, values, numbers)
        found[term.name] = total
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
        rows.append(_mean(model, whole, values, numbers))
    totals = [numbers.fsum(row.values()) for row in rows]
    step = numbers.log(budget[1] / budget[0])
    terms = {
        n: (
            float(rows[1][n] / totals[1]),
            float(-_exponent(term.growth, case.exponents, values)),
            float(-numbers.log(rows[1][n] / rows[0][n]) / step),
        )
        for n, term in ((term.name, term) for term in model.terms)
    }
    seen = float(-numbers.log(totals[1] / totals[0]) / step)
    bounds = tuple(term.name for term in model.terms if term.growth.window)
    return ModelCheck(float(case.loss_exponent), seen, terms, bounds)


def _exponent(
    growth: Growth, exponents: Mapping[str, Expr], values: Mapping[str, ExactLike]
) -> Expr:
    """Power of the budget that an order is, at sizes that are powers of it."""
    import sympy as sp

    from phasecalc.asymptotics.expansions.reading import number

    known = {symbol(n, signed=True): number(v, n) for n, v in values.items()}
    names = {s.name: s for s in known} | {n: symbol(n) for n in exponents}
    found = []
    for text in growth.monomials:
        powers = sp.expand_power_base(expression(text, names).subs(known)).as_powers_dict()
        found.append(sum(e * exponents[b.name] for b, e in powers.items() if b.is_Symbol))
    return max(found) if growth.largest else min(found)


def _mean(
    model: LinearModel, sizes: Mapping[str, Any], values: Mapping[str, ExactLike], numbers: Any
) -> dict[str, Any]:
    """Terms at given sizes; of a filter that oscillates, their mean over some periods."""
    if "J1(" not in model.filter:
        return {n: numbers.mpf(x) for n, x in exact(model, sizes, 10, values).items()}
    numbers = own(_MEAN_DIGITS)
    at = _evaluated(model, sizes, values, numbers)
    root = numbers.sqrt(at["T"])
    found: dict[str, Any] = {}
    for k in range(_PHASES):
        turn = (k + numbers.mpf(1) / 2) / _PHASES - numbers.mpf(1) / 2
        near = root + 2 * _PERIODS * numbers.pi * turn
        for name, x in _terms(model, {**at, "T": near**2}, values, numbers).items():
            found[name] = found.get(name, 0) + numbers.mpf(x) / _PHASES
    return found


def _unknowns(model: LinearModel) -> tuple[str, ...]:
    return (*model.sizes, *model.rates, *model.scales)


def _number(x: Any, name: str, numbers: Any) -> Any:
    from phasecalc.asymptotics.expansions.reading import number

    if isinstance(x, numbers.mpf) or hasattr(x, "_mpf_"):
        return numbers.mpf(x)
    return constant(number(x, name), numbers)


def _power(text: str, at: Mapping[str, Any], numbers: Any) -> Any:
    """Value of a product of powers of sizes."""
    import sympy as sp

    names: dict[str, Expr] = {n: symbol(n) for n in at}
    read = expression(text, names)
    floats = {names[n]: sp.Float._new(numbers.mpf(x)._mpf_, numbers.prec) for n, x in at.items()}
    return constant(read.xreplace(floats), numbers)
