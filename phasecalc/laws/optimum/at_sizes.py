"""Terms of a law at given sizes, as it states them: sums over modes are added up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.optimum.numeric_loss import held_terms
from phasecalc.laws.sums.numbers import function_of, number, values_of
from phasecalc.numerics.context import exported, own
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["term_values"]

_GUARD = 12
_MOST = 50


def term_values(
    law: Law,
    sizes: Mapping[str, ExactLike],
    *,
    fit: str | None = None,
    values: Mapping[str, ExactLike] | None = None,
    digits: int = 15,
) -> dict[str, Any]:
    """Terms of the loss at given sizes.

    Parameters
    ----------
    law
        The law.
    sizes
        Positive exact numbers for its sizes, rates and scales; they need not use up a budget.
    fit, values
        Numbers of the constants and parameters, as for :func:`phasecalc.laws.allocate`.
    digits
        Digits of the answer, at most 50.

    Returns
    -------
    dict
        Name of each term, and of each part of a sum of terms, to an mpmath number.

    Raises
    ------
    DomainError
        A number is missing, or a sum ends between whole numbers.
    NotConverged
        The digits asked for were not reached.

    Notes
    -----
    Sums are computed from their summands by Euler and Maclaurin, and not from their orders.

    Examples
    --------
    >>> from phasecalc.laws.declaring.declaration import Law
    >>> law = Law.of("flow", sizes=["t"], budget="t", terms={"bias": "sum(j^-2*exp(-t/j), j)"})
    >>> print(term_values(law, {"t": 1000}, digits=8)["bias"])
    0.001
    """
    if not 1 <= digits <= _MOST:
        raise DomainError(f"digits = {digits}: from 1 to {_MOST}")
    if not isinstance(sizes, Mapping) or set(sizes) != set(law.unknowns):
        raise DomainError(f"sizes = {echo(sizes)}: a number for each of {', '.join(law.unknowns)}")
    numbers = own(digits + _GUARD)
    given = values_of(law, fit, values)
    at = [number(sizes[n], n, numbers) for n in law.unknowns]
    names, terms = zip(*held_terms(law, given), strict=True)
    found = function_of([law.symbols[n] for n in law.unknowns], list(terms), numbers)(*at)
    return {n: exported(numbers.mpf(x)) for n, x in zip(names, found, strict=True)}
