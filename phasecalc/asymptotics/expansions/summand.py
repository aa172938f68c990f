r"""The summand of a sum or integral in normal form: powers times a profile of one monomial.

.. math:: c\,t^{m} j^{p}\,\varphi(\kappa\,t^{e} j^{q})

What is read: exponentials, ``(1 + x)^(-k)`` and sums of two monomials to a power, polynomials in
exponentials, ``log(1 + x)``, ``erfc``, and profiles of one's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.joined import joined
from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.asymptotics.expansions.monomials import argument_of, monomial, require_positive
from phasecalc.asymptotics.expansions.register import registered
from phasecalc.asymptotics.expansions.signs import Signs
from phasecalc.asymptotics.expansions.transforms import (
    NAMED,
    Transform,
    X,
    algebraic,
    exponentials,
    mixed,
)
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["Summand", "monomial", "profiles", "summands"]

_MOST = 12  # power to which a polynomial in exponentials is expanded
_MANY = 40  # exponentials in one profile


@dataclass(frozen=True)
class Summand:
    """One product c t^m j^p phi(kappa t^e j^q).

    Parameters
    ----------
    coefficient
        c, without t and j.
    outer, mode
        The powers m and p.
    profile
        phi; None for a power alone.
    scale, growth, inner
        kappa > 0, and the powers e and q.
    """

    coefficient: Expr
    outer: Expr
    mode: Expr
    profile: Transform | None = None
    scale: Expr = sp.S.One
    growth: Expr = sp.S.Zero
    inner: Expr = sp.S.Zero


def summands(body: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Summand]:
    """Read a summand, each term of a sum by itself.

    Parameters
    ----------
    body
        The summand or integrand.
    j, t
        The mode and the variable of the expansion.
    signs
        Signs of what depends on parameters.

    Raises
    ------
    DomainError
        A part has none of the forms.
    """
    if body.is_Add and body.has(sp.exp):
        try:  # together they may converge where each does not
            return profiles([body], j, t, signs)
        except DomainError:
            pass
    return [s for term in sp.Add.make_args(body) for s in _term(term, j, t, signs)]


def _term(term: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Summand]:
    front, cores = sp.S.One, []
    for factor in sp.Mul.make_args(sp.expand_power_base(term)):
        if monomial(factor, j, t) is not None:
            front *= factor
        elif factor.has(j):
            cores.append(factor)
        else:
            raise DomainError(f"{factor} is no power of {t}; take it out of the sum")
    read = monomial(front, j, t)
    assert read is not None  # a product of monomials
    c, outer, mode = read
    if not cores:
        return [Summand(c, outer, mode)]
    found = []
    for piece in profiles(cores, j, t, signs):
        found.append(
            Summand(
                c * piece.coefficient,
                tidy(outer + piece.outer),
                tidy(mode + piece.mode),
                piece.profile,
                piece.scale,
                piece.growth,
                piece.inner,
            )
        )
    return found


def profiles(cores: list[Expr], j: Symbol, t: Symbol, signs: Signs) -> list[Summand]:
    """Read a product of factors as one profile, or a sum of some.

    Parameters
    ----------
    cores
        The factors, none of them a monomial.
    j, t, signs
        As for :func:`summands`.

    Raises
    ------
    DomainError
        They are no profile that is known.
    """
    if any(core.has(sp.exp) for core in cores) and all(map(_polynomial, cores)):
        try:
            return _exponential(cores, j, t, signs)
        except DomainError:
            with suppress(DomainError):
                return [_together(cores, j, t, signs)]
            raise
    if len(cores) > 1:
        return [_together(cores, j, t, signs)]
    (core,) = cores
    base, power = core.as_base_exp()
    if base.is_Add and not base.has(sp.Function):
        return _algebraic(base, power, j, t, signs)
    if base.is_Add and base.has(sp.besselj):
        return _bessel(core, j, t, signs)
    return [_named(core, j, t, signs)]


def _together(cores: list[Expr], j: Symbol, t: Symbol, signs: Signs) -> Summand:
    return Summand(sp.S.One, sp.S.Zero, sp.S.Zero, *joined(cores, j, t, signs))


def _polynomial(core: Expr) -> bool:
    """Whether it has exponentials, or is a whole power of a sum of powers."""
    base, power = core.as_base_exp()
    whole = power.is_Integer and power > 0 and not base.has(sp.Function)
    return bool(core.has(sp.exp) or whole)


def _exponential(cores: list[Expr], j: Symbol, t: Symbol, signs: Signs) -> list[Summand]:
    """Polynomials in exponentials of multiples of one monomial."""
    whole = sp.Mul(*cores)
    arguments = sorted({-e.args[0] for e in whole.atoms(sp.exp)}, key=sp.default_sort_key)
    c, growth, inner = argument_of(arguments[0], j, t, signs, sp.exp(-arguments[0]))
    put: dict[Expr, Expr] = {}
    for a in arguments:
        other, e, q = argument_of(a, j, t, signs, sp.exp(-a))
        if (tidy(e - growth), tidy(q - inner)) != (0, 0) or not (other / c).is_Rational:
            raise DomainError(
                f"exp(-({a})) beside exp(-({arguments[0]})): one sum has exponentials of rational "
                "multiples of one quantity"
            )
        put[sp.exp(-a)] = sp.exp(-other / c * X)
    for core in cores:
        power = sp.S.One if isinstance(core, sp.exp) else core.as_base_exp()[1]
        if not (power.is_Integer and 0 < power <= _MOST):
            raise DomainError(
                f"{core}: a power of exponentials is a whole number from 1 to {_MOST}"
            )
    whole = _in_powers(whole, put, (c, growth, inner), j, t)
    read = _rows(whole)
    if all(k == 0 for _, k, _ in read):
        return _plain(whole, read, (c, growth, inner))
    profile = mixed(read)
    return [Summand(sp.S.One, sp.S.Zero, sp.S.Zero, profile, c, growth, inner)]


def _in_powers(
    whole: Expr,
    put: Mapping[Expr, Expr],
    argument: tuple[Expr, Expr, Expr],
    j: Symbol,
    t: Symbol,
) -> Expr:
    """Sum of c X^k exp(-m X), X the argument of the exponentials, from one in j and t."""
    c, growth, inner = argument
    terms = []
    for term in sp.Add.make_args(sp.expand(whole.xreplace(put))):
        falling: list[Expr] = []
        rest: list[Expr] = []
        for factor in sp.Mul.make_args(sp.powsimp(term)):
            (falling if factor.has(X) else rest).append(factor)
        read = monomial(sp.Mul(*rest), j, t)
        assert read is not None or rest
        k = None if read is None else tidy(read[2] / inner)
        if read is None or k is None or not k.is_Integer or tidy(read[1] - k * growth) != 0:
            raise DomainError(
                f"{whole} is no polynomial in exponentials and powers of one quantity"
            )
        if abs(k) > _MOST:
            raise DomainError(f"{whole}: powers up to {_MOST} stand before exponentials")
        terms.append(read[0] / c**k * X**k * sp.Mul(*falling))
    return sp.Add(*terms)


def _rows(whole: Expr) -> list[tuple[Expr, int, Expr]]:
    """Rows (c, k, m) of a sum of c X^k exp(-m X)."""
    found = []
    for term in sp.Add.make_args(sp.expand(whole)):
        number, rest = term.as_independent(X)
        if not number.is_Rational:
            raise DomainError(f"{whole}: constants between exponentials are rational numbers")
        power, m = 0, sp.S.Zero
        for factor in sp.Mul.make_args(rest):
            if isinstance(factor, sp.exp):
                m -= factor.args[0] / X
            elif factor != 1:
                power += int(factor.as_base_exp()[1])
        found.append((number, power, m))
    if len(found) > _MANY:
        raise DomainError(f"{whole}: more than {_MANY} exponentials; write fewer")
    return found


def _plain(
    whole: Expr, read: list[tuple[Expr, int, Expr]], argument: tuple[Expr, Expr, Expr]
) -> list[Summand]:
    """Exponentials with constants before them; a constant may have to stand by itself."""
    start = sp.Add(*(c for c, _, m in read if m == 0))
    rows = [(c, m) for c, _, m in read if m != 0]
    apart = start if start + sum(n for n, _ in rows) != 0 else sp.S.Zero
    found = [Summand(apart, sp.S.Zero, sp.S.Zero)] if apart != 0 else []
    if rows:
        profile = exponentials(rows, start - apart)
        found.append(Summand(sp.S.One, sp.S.Zero, sp.S.Zero, profile, *argument))
    return found


def _algebraic(base: Expr, power: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Summand]:
    """A sum of two monomials to a power: the first times (1 + x) to the power."""
    terms = sorted(base.args, key=lambda e: (e.has(j), sp.default_sort_key(e)))
    parts = [monomial(e, j, t) for e in terms]
    if len(parts) != 2 or None in parts or power.has(j, t):
        raise DomainError(
            f"{base}**({power}): a sum of two powers, such as 1 + t*j^-a, to a constant power"
        )
    first, second = (p for p in parts if p is not None)
    for c, _, _ in (first, second):
        require_positive(c, signs, f"{base}: a coefficient,")
    c, m, p = first
    if power.is_Integer and 0 < power <= _MOST:
        found = sp.expand(base**power)
        return [s for e in sp.Add.make_args(found) for s in _term(e, j, t, signs)]
    if signs.of(-power) != 1:
        raise DomainError(
            f"{base}**({power}) grows; a profile falls, so the power must be negative or a whole "
            f"number up to {_MOST}"
        )
    argument = argument_of(terms[1] / terms[0], j, t, signs, base**power)
    front = (c**power, tidy(m * power), tidy(p * power))
    return [Summand(*front, algebraic(-power), *argument)]


def _bessel(core: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Summand]:
    """A polynomial in Bessel functions and powers of one quantity that is known as such."""
    arguments = {e.args[1] for e in core.atoms(sp.besselj)}
    inside = min(arguments, key=sp.default_sort_key)
    argument = argument_of(inside, j, t, signs, core)
    put = {sp.besselj(e.args[0], inside): sp.besselj(e.args[0], X) for e in core.atoms(sp.besselj)}
    if len(arguments) == 1:
        shape = _in_powers(core, put, argument, j, t)
        for formula, profile in NAMED.items():
            if formula.has(sp.besselj) and sp.expand(formula - shape) == 0:
                return [Summand(sp.S.One, sp.S.Zero, sp.S.Zero, profile, *argument)]
    raise DomainError(f"{core} is no profile that is known; of Bessel functions {_of_bessel()}")


def _of_bessel() -> str:
    return ", ".join(str(f).replace("_X", "x") for f in NAMED if f.has(sp.besselj))


def _named(core: Expr, j: Symbol, t: Symbol, signs: Signs) -> Summand:
    """A profile known by name: log(1 + x) or erfc(x)."""
    base, power = core.as_base_exp()
    inside = base.args[-1] if base.args else base
    if isinstance(base, sp.log):
        inside = sp.expand(inside - 1)
    argument = argument_of(inside, j, t, signs, core) if inside.has(j) else None
    if argument is not None and isinstance(base, sp.Function):
        shape = base.func(*base.args[:-1], 1 + X if isinstance(base, sp.log) else X) ** power
        known = NAMED.get(shape) or registered().get(base.func.__name__ if power == 1 else "")
        if known is not None:
            return Summand(sp.S.One, sp.S.Zero, sp.S.Zero, known, *argument)
    raise DomainError(
        f"{core} is no profile that is known; there are exp(-x), (1 + x)^(-k), polynomials in "
        f"exponentials, {', '.join((*(str(f).replace('_X', 'x') for f in NAMED), *registered()))}"
    )
