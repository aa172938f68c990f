"""Parts of a declaration that are read before sums are made of them."""

from __future__ import annotations

from collections.abc import Sequence

from phasecalc.asymptotics.summand import monomial
from phasecalc.exceptions import DomainError
from phasecalc.laws.notation import symbol
from phasecalc.models.filters import FILTERS
from phasecalc.parsing import expression
from phasecalc.parsing.grammar import echo

__all__ = ["power_of_mode", "require_known"]

# What is asked for by name and cannot be said, and why.
_REFUSED = {
    "sign descent": "its step does not depend on the loss, so that modes do not decouple and no "
    "filter r(T lambda) exists; phasecalc.laws.optimiser_diagram has its diagram",
    "heavy ball": "at a constant momentum it is gradient flow with the clock "
    "'eta/(1 - rho) * k': declare that; with a momentum that grows, use 'Nesterov'",
    "corner": "its filter is the Mittag-Leffler function, whose square has no Mellin transform in "
    "Gamma functions",
}


def require_known(filter_: str) -> None:
    """Refuse a filter that is known by name to be none, with the reason."""
    if filter_ in _REFUSED:
        raise DomainError(f"filter {filter_!r}: {_REFUSED[filter_]}")
    if filter_ not in FILTERS and "x" not in filter_:
        raise DomainError(
            f"filter = {echo(filter_)}: one of {', '.join(FILTERS)}, or a formula in x"
        )


def power_of_mode(spectrum: str, parameters: Sequence[str]) -> str:
    """Power a of eigenvalues c j^(-a), as text.

    Raises
    ------
    DomainError
        The spectrum is no power, such as one that is exponential in j.
    """
    j = symbol("j")
    names = {n: symbol(n, signed=True) for n in parameters} | {"j": j}
    found = monomial(expression(spectrum, names), j, symbol("T"))
    if found is None or not found[0].is_positive or found[2] == 0:
        raise DomainError(
            f"spectrum = {echo(spectrum)}: eigenvalues are a positive number times a power of j"
        )
    return str(-found[2])
