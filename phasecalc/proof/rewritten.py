"""Equalities for which SymPy's own rewriting is the only evidence: a rank below proved.

Only finite sums over named ranges, powers and undefined functions may occur; there is nothing
here that the kernel could recall.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.measured import Measurement

__all__ = ["REWRITES", "Rewritten"]

_HEADS = (sp.Add, sp.Mul, sp.Pow, sp.Symbol, sp.Rational, sp.Sum, sp.Tuple, sp.exp, sp.sin)
_CONSTANTS = (sp.I, sp.pi, sp.E)


class Rewritten(Measurement):
    """Named rewrites of SymPy bring the difference of two sides to zero.

    Parameters
    ----------
    left, right
        The sides.
    rewrites
        Names of ``REWRITES``, in order.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(Rewritten((x + 1) ** 2, x**2 + 2 * x + 1, "expand").judge())
    rewritten: expand
    """

    def __init__(self, left: sp.Expr, right: sp.Expr, *rewrites: str) -> None:
        unknown = set(rewrites) - set(REWRITES)
        if unknown or not rewrites:
            raise StepFailed(f"name rewrites: {', '.join(REWRITES)}")
        self.left, self.right, self.rewrites = left, right, rewrites

    def judge(self) -> Evidence:
        """Rewrite, and compare with zero."""
        _bound_once(self.left - self.right)
        gap = self.left - self.right
        for name in self.rewrites:
            gap = REWRITES[name](gap)
        if sp.expand(gap) != 0:
            raise Undecided(f"the rewrites leave {gap}")
        return Evidence(Rank.REWRITTEN, ", ".join(self.rewrites))

    def __str__(self) -> str:
        return f"${sp.latex(self.left)} = {sp.latex(self.right)}$"


def _bound_once(e: sp.Expr) -> None:
    """Heads of the list only; a variable is bound in one way, and not free besides."""
    for part in sp.preorder_traversal(e):
        known = type(part) in _HEADS or isinstance(part, (sp.Integer, sp.Rational))
        applied = isinstance(part, sp.core.function.AppliedUndef)
        if not (known or applied or part in _CONSTANTS):
            raise StepFailed(f"{type(part).__name__} is not rewritten here")
    ranges: dict[str, sp.Tuple] = {}
    for series in e.atoms(sp.Sum):
        for limits in series.limits:
            if len(limits) != 3 or sp.oo in limits or -sp.oo in limits:
                raise StepFailed("sums that are rewritten are finite")
            ranges.setdefault(limits[0].name, limits[0])
    if any(s.name in ranges for s in e.free_symbols):
        raise StepFailed("a variable of a sum is free besides")


def _merge_sums(expression: sp.Expr) -> sp.Expr:
    """Add up sums over the same range term by term."""
    ranges: dict[sp.Tuple, sp.Expr] = {}
    rest = sp.S.Zero
    for part in sp.Add.make_args(sp.expand(expression)):
        series = [f for f in sp.Mul.make_args(part) if isinstance(f, sp.Sum)]
        if len(series) != 1 or len(series[0].limits) != 1:
            rest += part
            continue
        (limits,) = series[0].limits
        if (part / series[0]).has(limits[0]):
            rest += part
            continue
        ranges[limits] = ranges.get(limits, 0) + part / series[0] * series[0].function
    merged = {limits: sp.cancel(sp.powsimp(sp.expand(term))) for limits, term in ranges.items()}
    return rest + sp.Add(*(sp.Sum(term, limits) for limits, term in merged.items() if term != 0))


def _split_last(expression: sp.Expr) -> sp.Expr:
    """Take the last term out of every sum that is one term longer than another."""
    ranges = {limits for e in expression.atoms(sp.Sum) for limits in e.limits}

    def split(e: sp.Sum) -> sp.Expr:
        (variable, low, high), *more = e.limits
        shorter = sp.Tuple(variable, low, high - 1)
        if more or shorter not in ranges:
            return e
        return sp.Sum(e.function, shorter) + e.function.subs(variable, high)

    return expression.replace(lambda e: isinstance(e, sp.Sum), split)


def _flatten_sums(expression: sp.Expr) -> sp.Expr:
    """Write finite sums of sums as one double sum, ranges in a fixed order."""

    def flat(e: sp.Sum) -> sp.Expr:
        inner = [f for f in sp.Mul.make_args(e.function) if isinstance(f, sp.Sum)]
        ranges = [*e.limits, *(limits for f in inner for limits in f.limits)]
        bound = {limits[0] for limits in ranges}
        free = all(not (set(edges) & bound) for _, *edges in ranges)
        if len(inner) != 1 or len(bound) != len(ranges) or not free:
            return e
        term = e.function / inner[0] * inner[0].function
        return sp.Sum(sp.powsimp(sp.expand(term)), *sorted(ranges, key=str))

    return expression.replace(lambda e: isinstance(e, sp.Sum), flat)


REWRITES: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    "expand": sp.expand,
    "sums": _merge_sums,
    "last term": _split_last,
    "double sums": _flatten_sums,
    "exponentials": lambda e: e.rewrite(sp.exp),
}
