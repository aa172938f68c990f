"""Numbers that are put into a law: from text or of any kind, exact, then to any precision."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import mpmath as mp

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.modes import brackets_in
from phasecalc.laws.text.notation import BUDGET, LOSS, functions, symbol
from phasecalc.parsing import exact, expression

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.laws.declaring.declaration import Constraint, Law

__all__ = ["conditions", "evaluated", "exact_value", "function_of", "number", "values_of"]


def conditions(
    law: Law, values: Mapping[str, Expr], numbers: Any
) -> list[tuple[Constraint, Callable[..., tuple[Any, Any]]]]:
    """Both sides of each inequality, as functions of the unknowns, L and C in a context."""
    arguments = [*(law.symbols[n] for n in law.unknowns), symbol(LOSS), symbol(BUDGET)]
    given = {law.symbols[n]: values[n] for n in law.parameters}
    return [
        (c, function_of(arguments, [e.xreplace(given) for e in (c.left, c.right)], numbers))
        for c in law.constraints
        if c.operator != "=="
    ]


def exact_value(value: ExactLike, name: str) -> Expr:
    """SymPy number; text may contain exp and log."""
    import sympy as sp

    from phasecalc.regions.algebraic import to_sympy

    if isinstance(value, str):
        return expression(value, {}, functions())
    if isinstance(value, sp.Expr) and value.is_comparable and not value.is_Float:
        return value
    return to_sympy(exact(value, name))


def function_of(arguments: Sequence[Any], expression: Any, numbers: Any) -> Any:
    """Function of numbers of a context, that computes there whatever the precision elsewhere.

    The expression may be a list, and lists in it; a sum over modes in it is computed once.
    """
    import sympy as sp
    from sympy.printing.pycode import MpmathPrinter

    from phasecalc.laws.sums.summing import bracket_function

    brackets = tuple(dict.fromkeys(_brackets(expression)))
    marks = {b: sp.Dummy() for b in brackets}
    settings = {"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True}
    names = {n: getattr(numbers, n) for n in dir(numbers) if not n.startswith("_")}
    plain = sp.lambdify(
        [*arguments, *marks.values()],
        _marked(expression, marks),
        modules=[names],
        printer=MpmathPrinter(settings),
    )
    if not brackets:
        return plain
    sums = [bracket_function(arguments, b, numbers) for b in brackets]
    return lambda *at: plain(*at, *(f(*at) for f in sums))


def _brackets(expression: Any) -> Iterator[Expr]:
    if isinstance(expression, list | tuple):
        for part in expression:
            yield from _brackets(part)
    else:
        yield from brackets_in(expression)


def _marked(expression: Any, marks: Mapping[Expr, Expr]) -> Any:
    if isinstance(expression, list | tuple):
        return [_marked(part, marks) for part in expression]
    return expression.xreplace(marks) if marks else expression


def number(value: ExactLike, name: str, numbers: Any) -> Any:
    """Positive number of a context."""
    known = hasattr(value, "_mpf_")
    found = numbers.convert(value if known else evaluated(exact_value(value, name), numbers.dps))
    if not found > 0:
        raise DomainError(f"{name} = {value} must be positive")
    return found


@functools.lru_cache(maxsize=256)
def _value(e: Expr, digits: int) -> Any:
    return e.evalf(digits + 5)._to_mpmath(mp.libmp.dps_to_prec(digits))


def evaluated(e: Expr, digits: int) -> Any:
    """Number of ``mpmath.mp`` with so many digits of a constant expression."""
    return _value(e, digits)


def values_of(
    law: Law, fit: str | None = None, values: Mapping[str, ExactLike] | None = None
) -> dict[str, Expr]:
    """Numbers of a law: those of a fit, with some set otherwise.

    Parameters
    ----------
    law
        The law.
    fit
        Name of a fit; by default the first, if the law has fits and ``values`` are not complete.
    values
        Numbers by name, exact or as text; they win over the fit.
    """
    given = {n: exact_value(x, n) for n, x in (values or {}).items()}
    if fit is not None or (law.fits and not set(law.parameters) <= set(given)):
        return {**law.fit(fit).numbers(), **given}
    return given
