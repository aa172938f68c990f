r"""Local exponents as formulas: what a window of budgets shows before the limit is reached.

For two terms :math:`e^{t_1} + e^{t_2}` in the logarithms z of the free size and c of the budget the
optimum satisfies :math:`h(z, c) = \log(-\partial_z t_1) + t_1 - \log(\partial_z t_2) - t_2 = 0`, so
that :math:`dz/dc = -\partial_c h / \partial_z h` exactly, at any budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import mpmath

from phasecalc.exceptions import DomainError
from phasecalc.laws.optimum.numeric_loss import log_terms
from phasecalc.laws.sums.numbers import evaluated, function_of
from phasecalc.laws.text.notation import BUDGET, log_of
from phasecalc.numerics.context import exported, own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["LocalExponent", "local_exponent_formula"]


@dataclass(frozen=True)
class LocalExponent:
    """Local exponent d log N*/d log C of one size, as a formula in that size.

    Parameters
    ----------
    size
        The size.
    formula
        The exponent, in the size and the law's constants.
    """

    size: Symbol
    formula: Expr

    @cached_property
    def small(self) -> Expr:
        """Limit for a small size."""
        return _leading(self.formula, self.size, end=0)

    @cached_property
    def large(self) -> Expr:
        """Limit for a large size: the asymptotic exponent."""
        return _leading(self.formula, self.size, end=1)

    def at(self, values: Mapping[str, Expr], size: Any) -> Any:
        """Value at given constants and a size, with as many digits as mpmath.mp has just now."""
        return exported(self._function(values, own(mpmath.mp.dps))(size))

    def largest(self, values: Mapping[str, Expr], low: Any = "1e2", high: Any = "1e12") -> Any:
        """Size in a window at which the exponent is largest, and that exponent.

        Raises
        ------
        DomainError
            The largest value is at an end of the window.
        """
        mp = own(mpmath.mp.dps)
        value = self._function(values, mp)
        ends = [mp.log(mp.mpf(x)) for x in (low, high)]
        grid = [ends[0] + (ends[1] - ends[0]) * k / 400 for k in range(401)]
        best = max(range(401), key=lambda k: value(mp.exp(grid[k])))
        if best in (0, 400):
            raise DomainError(f"the local exponent has no interior maximum in {low} … {high}")
        slope = mp.findroot(
            lambda z: mp.diff(lambda y: value(mp.exp(y)), z),
            (grid[best - 1], grid[best + 1]),
            solver="anderson",
            tol=mp.mpf(10) ** (-mpmath.mp.dps // 2),
            verify=False,
        )
        return exported(mp.exp(slope)), exported(value(mp.exp(slope)))

    def _function(self, values: Mapping[str, Expr], numbers: Any) -> Any:
        used = sorted(self.formula.free_symbols - {self.size}, key=str)
        function = function_of([self.size, *used], self.formula, numbers)
        given = [numbers.convert(evaluated(values[s.name], mpmath.mp.dps + 5)) for s in used]
        return lambda size: function(numbers.mpf(size), *given)

    def _repr_latex_(self) -> str:
        import sympy as sp

        return rf"$\frac{{d \log {self.size}_\star}}{{d \log C}} = {sp.latex(self.formula)}$"


def local_exponent_formula(law: Law) -> LocalExponent:
    """Local exponent of the free size of a law with two terms.

    Raises
    ------
    DomainError
        The law has another number of terms or free sizes, its loss stands in a constraint, an
        inequality may bind, or the budget does not separate.

    Examples
    --------
    >>> import phasecalc as pc
    >>> found = local_exponent_formula(pc.laws.pearce_song)
    >>> found.large, found.small
    (beta/(alpha + beta), 3*beta/(alpha + 3*beta))
    """
    import sympy as sp

    if law.loss_dependent or any(x.operator != "==" for x in law.constraints):
        raise DomainError(
            f"law {law.name}: the formula is for a law without the loss in a constraint and "
            "without inequalities. Ask for numeric local exponents"
        )
    c = log_of(BUDGET)
    reduced = log_terms(law, c)
    if len(reduced.terms) != 2 or len(reduced.free) != 1:
        raise DomainError(
            f"law {law.name}: {len(reduced.terms)} terms and {len(reduced.free)} free sizes; the "
            "formula is for two terms and one size. Ask for numeric local exponents"
        )
    z, size = log_of(reduced.free[0]), law.symbols[reduced.free[0]]
    first, second = reduced.terms.values()
    slopes = sp.diff(first, z), sp.diff(second, z)
    if any(s.has(c) for s in slopes):
        raise DomainError(f"law {law.name}: the budget does not separate from {size}")
    log_ratio = sp.log(-slopes[0]) + first - sp.log(slopes[1]) - second
    along = -sp.diff(log_ratio, c) / sp.diff(log_ratio, z)
    formula = along.xreplace({sp.exp(z): size}).subs(z, sp.log(size))
    return LocalExponent(size, sp.factor(sp.cancel(sp.together(sp.expand(formula)))))


def _leading(formula: Expr, size: Symbol, end: int) -> Expr:
    """Limit of a quotient of sums of powers: the terms of the largest or the least power."""
    import sympy as sp

    sides = []
    for side in sp.fraction(sp.together(formula)):
        terms = [t.as_independent(size) for t in sp.Add.make_args(sp.expand(side))]
        powers = [t[1].as_base_exp()[1] if t[1] != 1 else sp.S.Zero for t in terms]
        chosen = max(powers) if end else min(powers)
        sides.append(
            (chosen, sp.Add(*(t[0] for t, p in zip(terms, powers, strict=True) if p == chosen)))
        )
    (above, top), (below, bottom) = sides
    if above != below:
        return sp.oo if (above > below) == bool(end) else sp.S.Zero
    return sp.factor(sp.cancel(top / bottom))
