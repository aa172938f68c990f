"""A summand as products of powers of sums of monomials, up to constants.

Every profile with a Mellin transform in a strip (l, r) is x^(-l) near 0 and x^(-r) near infinity,
so that it is x^(-l) (1 + x)^(l - r) up to constants; several may stand in one product.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.blocks import Factor, Line, Product
from phasecalc.asymptotics.expansions.laurent import product, tidy
from phasecalc.asymptotics.expansions.signs import Signs, by_cases
from phasecalc.asymptotics.expansions.summand import Summand, monomial, profiles
from phasecalc.asymptotics.expansions.transforms import Transform, X
from phasecalc.asymptotics.rules.hypotheses import is_rational
from phasecalc.exceptions import DomainError
from phasecalc.numerics.context import own
from phasecalc.numerics.expressions import function

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.regions.region import Region

__all__ = ["products_of"]

_MANY = 24  # products in one summand
_DIGITS = (40, 80)
_REACH, _STEPS = 8, 4  # powers of ten of an argument, and steps for each


def products_of(body: Expr, j: Symbol, t: Symbol, region: Region) -> tuple[Product, ...]:
    """Products that a summand is the sum of, up to constants.

    Parameters
    ----------
    body
        Summand, in powers of j and of t, whose exponents are the logarithms of sizes.
    j, t
        The mode, and the symbol whose powers sizes are.
    region
        Parameters.

    Raises
    ------
    DomainError
        A part is negative, oscillates, has a logarithm, or is no profile that is known.
    """
    found = {tuple(rows) for _, rows in by_cases(region, lambda s: _sum(body, j, t, s))}
    if len(found) != 1:
        raise DomainError(f"{body}: its form depends on the parameters; restrict them")
    return found.pop()


def _sum(body: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Product]:
    """Products of a sum of terms; exponentials together, where they may be positive so alone."""
    whole = _one(body, j, t, signs) if body.is_Add and body.has(sp.exp) else None
    if whole is not None:
        return _read(whole, signs)
    return [one for term in sp.Add.make_args(body) for one in _term(term, j, t, signs)]


def _one(core: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Summand] | None:
    """A core as one profile, if it is one."""
    try:
        return profiles([core], j, t, signs)
    except DomainError:
        return None


def _term(term: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Product]:
    parts: list[list[Product]] = []
    for factor in sp.Mul.make_args(sp.expand_power_exp(sp.expand_power_base(term))):
        parts.append(_factor(factor, j, t, signs))
    found = [_joined(choice) for choice in itertools.product(*parts)]
    if len(found) > _MANY:
        raise DomainError(f"{term}: more than {_MANY} products when multiplied out")
    return found


def _joined(parts: Sequence[Product]) -> Product:
    value = tidy(sp.Add(*(p.front.value for p in parts)))
    slope = tidy(sp.Add(*(p.front.slope for p in parts)))
    return Product(Line(value, slope), tuple(f for p in parts for f in p.factors))


def _factor(factor: Expr, j: Symbol, t: Symbol, signs: Signs) -> list[Product]:
    if (read := monomial(factor, j, t)) is not None:
        return [Product(_line(read, factor, signs))]
    base, power = factor.as_base_exp()
    if isinstance(factor, sp.exp):
        base, power = factor, sp.S.One
    if base.is_Add and not base.has(sp.Function) and not power.has(j, t):
        parts = [(monomial(e, j, t), e) for e in base.args]
        if any(read is None for read, _ in parts):
            raise DomainError(f"{base}: a sum of powers, such as 1 + t*j^-a")
        lines = tuple(_line(read, e, signs) for read, e in parts if read is not None)
        return [Product(Line(sp.S.Zero, sp.S.Zero), (Factor(lines, power),))]
    if base.is_Add and power == 1 and _one(factor, j, t, signs) is None:
        return [one for e in base.args for one in _term(e, j, t, signs)]
    return _read(profiles([factor], j, t, signs), signs)


def _line(read: tuple[Expr, Expr, Expr], what: Expr, signs: Signs) -> Line:
    c, value, slope = read
    _require_positive(c, what, signs)
    return Line(value, slope)


def _require_positive(c: Expr, what: Expr, signs: Signs) -> None:
    if not (c.is_positive or (is_rational(c) and not c.is_number and signs.of(c) == 1)):
        raise DomainError(
            f"{what} may be negative; the order of a product of profiles, or of a sum of several, "
            "is read off positive parts"
        )


def _read(summands: Sequence[Summand], signs: Signs) -> list[Product]:
    found = []
    for s in summands:
        _require_positive(s.coefficient, s.coefficient, signs)
        front = Line(s.outer, s.mode)
        factors: tuple[Factor, ...] = ()
        if s.profile is not None:
            _require_tame(s.profile)
            left, right = s.profile.left, s.profile.right
            one, x = Line(sp.S.Zero, sp.S.Zero), Line(s.growth, s.inner)
            front = Line(tidy(s.outer - left * s.growth), tidy(s.mode - left * s.inner))
            falls = right == sp.oo
            factors = (Factor((x,), None) if falls else Factor((one, x), tidy(left - right)),)
        found.append(Product(front, factors))
    return found


def _require_tame(profile: Transform) -> None:
    """Refuse what oscillates, has a logarithm at an end, or is negative somewhere."""
    shown = str(profile.formula).replace("_X", "x")
    if profile.decay == 0:
        raise DomainError(f"{shown} oscillates; in a product only its upper bound is known")
    for end, where in ((profile.left, "0"), (profile.right, "infinity")):
        if end != sp.oo and product(profile.factors, tidy(end), False).start != -1:
            raise DomainError(f"{shown} has a logarithm at {where}, which no law states")
    if profile.formula.free_symbols != {X}:
        return
    low, high = ((own(n), function(profile.formula, X, own(n))) for n in _DIGITS)
    for k in range(-_REACH * _STEPS, _REACH * _STEPS + 1):
        if all(f(n.mpf(10) ** (n.mpf(k) / _STEPS)) < 0 for n, f in (low, high)):
            raise DomainError(
                f"what is added up is negative: {shown} at x = {10 ** (k / _STEPS):.3g}"
            )
