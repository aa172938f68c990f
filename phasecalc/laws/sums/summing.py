"""Sums over modes of a law as numbers, by Euler and Maclaurin.

No order and no Mellin transform enters the numbers: the sums are those that the law states.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.modes import term_brackets, written
from phasecalc.numerics.context import own

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["bracket_function", "require_smooth_ends"]

_DIGITS = 12  # of constants beyond those of the work
_SPARE = 8  # digits beyond those asked for: the rule for sums gives up to fifteen to rounding


def bracket_function(
    arguments: Sequence[Symbol], bracket: Expr, numbers: Any
) -> Callable[..., Any]:
    """Function of numbers of a context that computes one sum or integral.

    Parameters
    ----------
    arguments
        Symbols that occur in it.
    bracket
        SymPy's ``Sum`` or ``Integral``; nothing else occurs.
    numbers
        The context.
    """
    among = tuple(s for s in arguments if s in bracket.free_symbols)
    places = tuple(k for k, s in enumerate(arguments) if s in among)

    def value(*at: Any) -> Any:
        kept = tuple(numbers.convert(at[k])._mpf_ for k in places)
        return numbers.convert(_computed(bracket, among, kept, numbers.dps))

    return value


@functools.lru_cache(maxsize=1024)
def _computed(
    bracket: Expr, arguments: tuple[Symbol, ...], at: tuple[Any, ...], digits: int
) -> Any:
    """The number; derivatives of a loss ask for the same sums several times."""
    from phasecalc.asymptotics.expansions.measured import number_of, total
    from phasecalc.numerics.expressions import constant

    work, finer = own(digits + _SPARE), own(digits + _SPARE + _DIGITS)
    mode, lower, upper = bracket.limits[0]
    kind = type(bracket).__name__.lower()
    put = {s: number_of(finer.make_mpf(x), finer) for s, x in zip(arguments, at, strict=True)}
    first, last = (
        None if e.is_infinite or (kind, e) == ("integral", 0) else constant(e, work)
        for e in (lower.xreplace(put), upper.xreplace(put))
    )
    return total(kind, bracket.function.xreplace(put), mode, first, last, work)


def require_smooth_ends(law: Law) -> None:
    """Refuse sums that end at a size: between whole sizes they have no value.

    Raises
    ------
    DomainError
        There is one; it is named.
    """
    import sympy as sp

    sizes = {law.symbols[n] for n in law.unknowns}
    for term in law.terms:
        for b in term_brackets(term):
            if isinstance(b, sp.Sum) and _ends(b) & sizes:
                names = ", ".join(sorted(s.name for s in _ends(b) & sizes))
                raise DomainError(
                    f"law {law.name}: term {term.name}, {written(b)}: the sum ends at {names}, "
                    "which is a whole number, so that there is no stationary point between; ask "
                    "for its exponents, or for the terms at whole sizes (laws.term_values)"
                )


def _ends(bracket: Expr) -> set[Symbol]:
    _, lower, upper = bracket.limits[0]
    return set(lower.free_symbols | upper.free_symbols)
