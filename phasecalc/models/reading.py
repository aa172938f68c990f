"""Parts of a declaration that are read before sums are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.reading import profile_functions
from phasecalc.asymptotics.expansions.summand import monomial
from phasecalc.exceptions import DomainError
from phasecalc.laws.text.notation import symbol
from phasecalc.models.filters import FILTERS
from phasecalc.numerics.context import own
from phasecalc.numerics.expressions import function
from phasecalc.parsing import expression
from phasecalc.parsing.brackets import names_in
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["power_of_mode", "powers", "require_clock", "require_known", "require_powers"]

# What is asked for by name and cannot be said, and why.
_REFUSED = {
    "sign descent": "its step does not depend on the loss, so that modes do not decouple and no "
    "filter r(T lambda) exists; phasecalc.laws.optimiser_diagram has its diagram",
    "heavy ball": "at a constant momentum it is gradient flow with the clock "
    "'eta/(1 - rho) * k': declare that; with a momentum that grows, use 'Nesterov'",
    "corner": "its filter is the Mittag-Leffler function, whose square has no Mellin transform in "
    "Gamma functions; it is 1 at 0 and falls like 1/x, as that of 'ridge' does, and orders depend "
    "on these ends alone: declare 'ridge' with the clock of the corner",
    "DANA": "its modes feel two clocks, that of the plain step and that of the momentum, so that "
    "what is left is no r(T lambda) of one of them; declare a filter with the clock that counts, "
    "such as 't^(2 - 1/(2*alpha))', and where it does by a constraint",
}


# What is no power, and why a model does not say it.
_NO_POWERS = {
    "exp": "an exponential, whose orders are no powers of the budget; a model is made of powers of "
    "modes and sizes",
    "log": "a logarithm, and an order of a model is a power; leave it out here, and charge it in "
    "the budget, which takes log",
}


def require_powers(stated: Mapping[str, str]) -> None:
    """Refuse exponentials and logarithms where a model takes powers, with the reason."""
    for what, text in stated.items():
        if called := [n for n in names_in(text) if n in _NO_POWERS]:
            raise DomainError(f"{what} = {echo(text)}: {_NO_POWERS[called[0]]}")


def require_known(filter_: str) -> None:
    """Refuse a filter that is known by name to be none, with the reason."""
    if filter_ in _REFUSED:
        raise DomainError(f"filter {filter_!r}: {_REFUSED[filter_]}")
    if filter_ not in FILTERS and "x" not in filter_:
        raise DomainError(
            f"filter = {echo(filter_)}: one of {', '.join(FILTERS)}, or a formula in x"
        )
    _require_filter(FILTERS.get(filter_, filter_))


def _require_filter(formula: str) -> None:
    """Refuse what leaves more than the whole of a mode, or less than the whole at the start."""
    numbers, x = own(60), symbol("x")
    r = function(expression(formula, {"x": x}, profile_functions()), x, numbers)
    if not abs(r(numbers.mpf(10) ** -20) - 1) < 1e-9:
        start = numbers.nstr(r(numbers.mpf(10) ** -20), 4)
        raise DomainError(
            f"filter = {echo(formula)}: r(0) must be 1, what is left at the start; it is {start}"
        )
    for k in range(-12, 25):
        at = numbers.mpf(10) ** (numbers.mpf(k) / 4)
        if abs(r(at)) > 1 + 1e-9:
            raise DomainError(
                f"filter = {echo(formula)}: it leaves {numbers.nstr(r(at), 4)} of a mode at x = "
                f"{numbers.nstr(at, 3)}; a filter leaves at most the whole"
            )
    late, later = (abs(r(numbers.mpf(10) ** k)) for k in (10, 20))
    if later > 0.99 * late > 0:
        raise DomainError(
            f"filter = {echo(formula)}: it leaves {numbers.nstr(later, 4)} of every mode however "
            "long it runs; the loss has a plateau, which is no power of the budget"
        )


def powers(
    text: str, unknowns: Sequence[str], parameters: Sequence[str], what: str
) -> dict[str, Expr]:
    """Exponent of each unknown in a positive product of their powers.

    Raises
    ------
    DomainError
        The text is no such product.
    """
    names = {n: symbol(n) for n in unknowns}
    names |= {n: symbol(n, signed=True) for n in parameters}
    found: dict[str, Expr] = {}
    read = expression(text, names)
    if read.is_Add:
        raise DomainError(
            f"{what} = {echo(text)}: a sum; where one part is a floor the loss has a plateau, "
            "which is no power of the budget: state one product of powers of sizes"
        )
    for base, power in read.as_powers_dict().items():
        if base.is_Symbol and base.name in unknowns:
            found[base.name] = power
        elif not (base**power).is_positive or base.free_symbols:
            raise DomainError(
                f"{what} = {echo(text)}: a positive product of powers of sizes, such as 1/n"
            )
    return found


def require_clock(
    clock: str, sizes: Sequence[str], rates: Sequence[str], exponents: Mapping[str, Expr]
) -> bool:
    """Whether a clock may be below 1, and has to be kept from it; refuses one that never runs."""
    ways = []
    for name, power in exponents.items():
        way = int(sp.sign(power)) if power.is_number else 0
        ways.append(way * (1 if name in sizes else -1 if name in rates else 0))
    if all(way == -1 for way in ways):
        raise DomainError(
            f"clock = {echo(clock)}: it never exceeds 1; a clock T grows, such as 1/z"
        )
    return not all(way == 1 for way in ways)


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
