"""Profiles of a sum over modes for which the sum rule holds: positive, tame, known at both ends."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.asymptotics.rules.hypotheses import require_exponent, require_positive, sign_of
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["Profile"]


@dataclass(frozen=True)
class Profile:
    """Product of a positive constant, powers of 1 + sum k_i x^(b_i), and exp(-sum k_i x^(b_i)).

    Parameters
    ----------
    expression, x
        The profile and its variable.
    start
        g(0) > 0.
    factors
        Pairs of the rows (k_i, b_i) of a sum, its first term divided out, and its power; the
        power is None for the exponential of minus the sum.
    """

    expression: Expr
    x: Symbol
    start: Expr
    factors: tuple[tuple[tuple[tuple[Expr, Expr], ...], Expr | None], ...]

    @classmethod
    def read(
        cls, profile: Expr, x: Symbol, domain: Region, constants: tuple[Symbol, ...]
    ) -> Profile:
        """Read a profile, and certify every k_i > 0 and b_i > 0 on the domain."""
        import sympy as sp

        y = sp.Dummy("x", positive=True)
        start, factors = sp.S.One, []
        for factor in sp.Mul.make_args(sp.expand_power_base(profile.xreplace({x: y}))):
            base, power = factor.as_base_exp()
            if not factor.has(y):
                start *= factor
            elif type(factor) is sp.exp:
                first, rows = _rows(-power, y, domain, constants, profile)
                start *= sp.exp(-first)
                factors.append((rows, None))
            else:
                first, rows = _rows(base, y, domain, constants, profile)
                require_exponent(power, domain, f"the power of {base.xreplace({y: x})},")
                require_positive(first, domain, constants, _wrong(profile, x))
                start *= first**power
                factors.append((tuple((k / first, b) for k, b in rows), power))
        require_positive(start, domain, constants, _wrong(profile, x))
        return cls(profile, x, start, tuple(factors))

    @property
    def powers(self) -> tuple[Expr, ...]:
        """Powers b for which g(x) - g(0) = O(sum of x^b) at 0."""
        found = dict.fromkeys(b for rows, _ in self.factors for _, b in rows)
        return tuple(sorted(found, key=str))

    def require_convergence(self, exponent: Expr, domain: Region) -> None:
        """Refuse unless the sum of j^(-a) g(j/d) over all j is certified to converge.

        g falls at least like x^(-c), c the sum over factors of -power * b: any b where the power
        is negative, the largest where it is positive. An exponential makes every sum converge.
        """
        algebraic = [(rows, p) for rows, p in self.factors if p is not None]
        if len(algebraic) < len(self.factors):
            return
        falls = [sign_of(-p, domain) == 1 for _, p in algebraic]
        slopes_of = [[-p * b for _, b in rows] for rows, p in algebraic]
        options = [s for s, fall in zip(slopes_of, falls, strict=True) if fall]
        rising = [s for s, fall in zip(slopes_of, falls, strict=True) if not fall]
        slopes = [sum(c) for c in itertools.product(*options)]
        growths = [sum(c) for c in itertools.product(*rising)]
        for fall in slopes:
            if all(sign_of(exponent + fall + rise - 1, domain) == 1 for rise in growths):
                return
        raise DomainError(
            f"the sum of j**(-({exponent})) * g(j/d) over all j is not known to converge where "
            f"{domain}, g = {self.expression}: restrict the region, or take a finite ratio"
        )

    def single(self) -> tuple[Expr, Expr] | None:
        """The k and b of a profile g(0)/(1 + k x^b), None for any other."""
        if len(self.factors) != 1:
            return None
        ((rows, power),) = self.factors
        return rows[0] if power == -1 and len(rows) == 1 else None


def _rows(
    total: Expr, y: Symbol, domain: Region, constants: tuple[Symbol, ...], profile: Expr
) -> tuple[Expr, tuple[tuple[Expr, Expr], ...]]:
    """First term and rows (k, b) of a sum c + sum k y^b, each k and b certified positive."""
    import sympy as sp

    what = _wrong(profile, y)
    first, rows = sp.S.Zero, []
    for term in sp.Add.make_args(sp.expand(total)):
        powers = [f for f in sp.Mul.make_args(sp.expand_power_base(term)) if f.has(y)]
        if not powers:
            first += term
            continue
        base, power = powers[0].as_base_exp()
        if len(powers) > 1 or base != y or power.has(y):
            raise DomainError(f"{what} {term} is no constant times a power of {y}")
        require_exponent(power, domain, f"the power of {y},")
        require_positive(power, domain, (), f"{what} the power of {y},")
        k = term / powers[0]
        require_positive(k, domain, constants, what)
        rows.append((k, power))
    return first, tuple(rows)


def _wrong(profile: Expr, x: Symbol) -> str:
    return (
        f"the profile {profile} must be finite and not zero at {x} = 0 and positive beyond, a "
        f"product of powers of sums of positive powers of {x} with positive coefficients:"
    )
