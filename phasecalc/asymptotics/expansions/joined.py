"""Factors of a summand that are read as one profile together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.asymptotics.expansions.monomials import argument_of, monomial, require_positive
from phasecalc.asymptotics.expansions.signs import Signs
from phasecalc.asymptotics.expansions.transforms import Transform, X
from phasecalc.asymptotics.expansions.whole import whole
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["joined"]


def joined(
    cores: list[Expr], j: Symbol, t: Symbol, signs: Signs
) -> tuple[Transform, Expr, Expr, Expr]:
    """Several profiles, each of a power of one argument up to constants, as one.

    Parameters
    ----------
    cores
        Factors that are no monomials.
    j, t, signs
        As for :func:`phasecalc.asymptotics.expansions.summand.summands`.

    Returns
    -------
    tuple
        The profile, and the coefficient and the powers of its argument.

    Raises
    ------
    DomainError
        Their arguments are of different kinds, or one of them is no exponential and no power.
    """
    first = next((e for core in cores for e in _arguments(core, j, t)), None)
    if first is None:
        raise DomainError(f"{' * '.join(map(str, cores))}: no profile that is known")
    c, growth, inner = argument_of(first, j, t, signs, cores[0])
    powers: list[Expr] = []

    def put(e: Expr) -> Expr:
        read = monomial(e, j, t)
        if read is None:
            if e.is_Pow and not e.exp.has(j, t):
                return put(e.base) ** e.exp
            if e.is_Add or e.is_Mul or isinstance(e, sp.exp):
                return e.func(*map(put, e.args))
            raise DomainError(
                f"{e} is not known here: in a product are exponentials and powers of sums"
            )
        if not e.has(j):
            return e
        m = tidy(read[2] / inner)
        if tidy(read[1] - m * growth) != 0:
            raise DomainError(
                f"{' * '.join(map(str, cores))}: the Mellin transform of this product is not "
                "known; one profile at a time, such as exp(-x) or (1 + x)^(-k), or several of "
                "powers of one argument"
            )
        powers.append(m)
        return read[0] / c**m * X**m

    for core in cores:
        _require_falling_exponentials(core, j, t)
        for base, power in (x.as_base_exp() for x in core.atoms(sp.Pow) | {core}):
            if base.is_Add and not (power.is_Integer and power > 0):
                _require_falling(base, power, j, t, signs)
    profile = whole(sp.Mul(*map(put, cores)), powers)
    return profile, c, growth, inner


def _arguments(e: Expr, j: Symbol, t: Symbol) -> Iterator[Expr]:
    """Monomials in the mode with a positive coefficient, in a fixed order."""
    read = monomial(e, j, t)
    if read is not None:
        if e.has(j) and read[0].is_positive:
            yield e
        elif e.has(j) and (-read[0]).is_positive:
            yield -e
        return
    for part in sorted(e.args, key=sp.default_sort_key):
        yield from _arguments(part, j, t)


def _require_falling_exponentials(core: Expr, j: Symbol, t: Symbol) -> None:
    for e in core.atoms(sp.exp):
        for part in sp.Add.make_args(e.args[0]):
            read = monomial(part, j, t)
            if read is None or not (-read[0]).is_positive:
                raise DomainError(f"{e}: exponentials fall with every power in them")


def _require_falling(base: Expr, power: Expr, j: Symbol, t: Symbol, signs: Signs) -> None:
    """A power of a sum of powers is analytic in a sector where these are positive."""
    for e in base.args:
        read = monomial(e, j, t)
        if read is None:
            raise DomainError(f"{base}: a sum of powers, such as 1 + t*j^-a")
        require_positive(read[0], signs, f"{base}: a coefficient,")
    if signs.of(-power) != 1:
        raise DomainError(f"{base}**({power}) grows; a profile falls")
