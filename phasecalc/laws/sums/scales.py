"""The quantities that a sum over modes depends on: products of powers of sizes, and their range.

Inside one sum all sizes stand in one product, the argument's scale, such as gamma n in
``exp(-gamma*n*j^-a)``. Whether it is at least 1, at most 1 or either is read off the roles of the
sizes and the law's constraints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.cone import Cone
from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.asymptotics.expansions.signs import by_cases
from phasecalc.asymptotics.expansions.summand import Summand, summands
from phasecalc.exceptions import DomainError
from phasecalc.laws.programs.branches import parameter_domain
from phasecalc.laws.text.notation import exponent_of
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Scales", "Vector", "Window", "exponents", "scales_of"]

Vector = Mapping[str, "Expr"]  # exponent of each size


@dataclass(frozen=True)
class Window:
    """Which products of powers of a law's sizes are at least 1.

    Parameters
    ----------
    law
        The law.
    """

    law: Law

    @cached_property
    def domain(self) -> Region | None:
        """Parameters of the law's exponents; None where there are none."""
        return parameter_domain(self.law)

    def sign(self, vector: Vector) -> int:
        """1 where the product is at least 1, -1 where it is at most 1, 0 where it may be either."""
        return self.cone.sign(sp.Add(*(e * exponent_of(n) for n, e in vector.items())))

    @cached_property
    def cone(self) -> Cone:
        """The same for logarithms of products."""
        law = self.law
        bounds = [exponent_of(n) for n in law.sizes] + [-exponent_of(n) for n in law.rates]
        for vector in self._bounds():
            bounds.append(sum(e * exponent_of(n) for n, e in vector.items()))
        return Cone([*map(exponent_of, law.unknowns)], bounds, self.of)

    def of(self, e: Expr) -> int:
        """Sign of an exponent on the whole domain; 0 where it is not one of two."""
        if e not in self._signs:
            self._signs[e] = self._of(e)
        return self._signs[e]

    @cached_property
    def _signs(self) -> dict[Expr, int]:
        return {}

    def _of(self, e: Expr) -> int:
        if not tidy(e).free_symbols:
            return int(sp.sign(tidy(e)))
        if e.is_positive or e.is_negative:
            return 1 if e.is_positive else -1
        return (self.domain is not None and sign_on(tidy(e), self.domain)) or 0

    def _bounds(self) -> list[Vector]:
        """Products that a constraint keeps at least of order 1."""
        found = []
        for c in self.law.constraints:
            for operator, quotient in ((">=", c.left / c.right), ("<=", c.right / c.left)):
                vector = exponents(quotient, self.law)
                if vector is not None and c.operator in (operator, "=="):
                    found.append(vector)
        return found


def exponents(product: Expr, law: Law) -> Vector | None:
    """Exponent of each size in a product of powers; None for anything else."""
    names = {law.symbols[n]: n for n in law.unknowns}
    found: dict[str, Expr] = {}
    for factor in sp.Mul.make_args(sp.expand_power_base(product)):
        base, power = factor.as_base_exp()
        if base in names and not power.free_symbols & set(names):
            found[names[base]] = tidy(found.get(names[base], sp.S.Zero) + power)
        elif factor.free_symbols - {law.symbols[n] for n in law.parameters}:
            return None
    return found


@dataclass(frozen=True)
class Scales:
    """What of a sum depends on sizes.

    Parameters
    ----------
    front
        Exponents of the sizes that stand before the sum.
    inner
        Exponents of the sizes in the argument of the profile; empty for a power alone.
    mode
        Power of the mode in the argument.
    """

    front: Vector
    inner: Vector
    mode: Expr


def scales_of(body: Expr, mode: Symbol, law: Law, region: Region) -> Scales:
    """Read the scale of a summand or integrand.

    Parameters
    ----------
    body, mode
        Summand and its variable.
    law
        Whose sizes may occur.
    region
        Parameters, with their signs.

    Raises
    ------
    DomainError
        The summand has no profile that is known, or sizes stand in it in two ways.
    """
    used = [n for n in law.unknowns if law.symbols[n] in body.free_symbols]
    t = sp.Dummy("t", positive=True)
    powers = {n: sp.Dummy(n, real=True) for n in used}
    put = body.xreplace({law.symbols[n]: t ** powers[n] for n in used})
    read = by_cases(region, lambda signs: summands(put, mode, t, signs))
    parts = [s for _, rows in read for s in rows]
    inner = {_linear(s.growth, powers, body): s.inner for s in parts if s.profile is not None}
    if len(inner) > 1:
        raise DomainError(
            f"{body}: {len(inner)} scales in one sum, at most one is read; write a sum for each"
        )
    scale = dict(next(iter(inner), ()))
    fronts = {_front(s, scale, powers, body) for s in parts}
    if len(fronts) != 1:
        raise DomainError(f"{body}: sizes stand before parts of it; write a sum for each part")
    return Scales(dict(*fronts), scale, next(iter(inner.values()), sp.S.Zero))


def _linear(form: Expr, powers: Mapping[str, Symbol], body: Expr) -> tuple[tuple[str, Expr], ...]:
    found = tuple((n, tidy(sp.diff(sp.expand(form), e))) for n, e in powers.items())
    if any(x.free_symbols & set(powers.values()) for _, x in found):
        raise DomainError(f"{body}: a size in an exponent; a law is made of powers of sizes")
    return tuple((n, x) for n, x in found if x != 0)


def _front(
    s: Summand, scale: Vector, powers: Mapping[str, Symbol], body: Expr
) -> tuple[tuple[str, Expr], ...]:
    """Sizes before a summand beyond those that are a power of its scale."""
    zero = sp.S.Zero
    outer = dict(_linear(s.outer, powers, body))
    if not scale:
        return tuple(sorted(outer.items()))
    first = next(iter(scale))
    k = tidy(outer.get(first, zero) / scale[first])
    rest = {n: tidy(outer.get(n, zero) - k * scale.get(n, zero)) for n in (*outer, *scale)}
    return tuple(sorted((n, e) for n, e in rest.items() if e != 0))
