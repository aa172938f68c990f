"""Expressions as nested lists, for a reader that has no computer algebra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["tree"]


def tree(expression: Expr) -> Any:  # Any: a number, a name, or a list of trees
    """Numbers and names as text, everything else as an operation and its arguments.

    Raises
    ------
    DomainError
        The expression holds something else than sums, products, powers, logarithms, the gamma
        and zeta functions and integrals.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, d
    >>> tree(2 * d**-alpha)
    ['*', '2', ['^', 'd', ['*', '-1', 'alpha']]]
    """
    import sympy as sp

    operations: dict[Any, str] = {
        sp.Add: "+",
        sp.Mul: "*",
        sp.Pow: "^",
        sp.log: "log",
        sp.gamma: "gamma",
        sp.zeta: "zeta",
    }
    if expression.is_Symbol or expression.is_Rational:
        return str(expression)
    if isinstance(expression, sp.Integral) and len(expression.limits) == 1:
        return ["integral", tree(expression.function), *map(tree, expression.limits[0])]
    if expression.func not in operations:
        raise DomainError(f"{expression}: {expression.func.__name__} is no part of a leading form")
    return [operations[expression.func], *map(tree, expression.args)]
