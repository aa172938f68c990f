"""Comparisons of affine forms in the logarithms of sizes, from what is known of the sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import tidy

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["Cone"]

_DEPTH = 5  # constraints that one comparison takes together


@dataclass
class Cone:
    """What is known of the logarithms of sizes.

    Parameters
    ----------
    unknowns
        The logarithms.
    bounds
        Affine forms that are at least 0.
    of
        Sign of a function of the parameters on their whole domain; 0 where it is not one of two.
    """

    unknowns: Sequence[Symbol]
    bounds: Sequence[Expr]
    of: Callable[[Expr], int]
    _known: dict[Expr, int] = field(default_factory=dict, repr=False)

    def sign(self, form: Expr) -> int:
        """1 where an affine form is known to be at least 0, -1 where at most 0, else 0."""
        form = sp.expand(form)
        if form not in self._known:
            way = next((w for w in (1, -1) if self._holds(sp.expand(w * form), _DEPTH)), 0)
            self._known[form] = way
        return self._known[form]

    def _holds(self, form: Expr, depth: int) -> bool:
        """Whether a form is a sum of bounds with positive factors."""
        first = next((u for u in self.unknowns if tidy(form.coeff(u)) != 0), None)
        if first is None:
            rest = tidy(form)
            return bool(rest == 0) or self.of(rest) == 1
        if depth == 0:
            return False
        slope = form.coeff(first)
        return any(
            (mine := bound.coeff(first)) != 0
            and self.of(factor := tidy(slope / mine)) == 1
            and self._holds(sp.expand(form - factor * bound), depth - 1)
            for bound in self.bounds
        )

    def shown(self, form: Expr) -> str:
        """That a form is at least 0, in sizes where the unknowns are their exponents."""
        if not all(str(u).startswith("x_") for u in self.unknowns):
            return f"{form} >= 0"
        product = str(sp.Mul(*(u ** tidy(form.coeff(u)) for u in self.unknowns)))
        for u in self.unknowns:
            product = product.replace(str(u), str(u).removeprefix("x_"))
        return f"{product} >= 1"
