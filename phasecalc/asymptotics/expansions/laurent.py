r"""Laurent coefficients of the factors of Mellin transforms, exactly.

A transform is a product of Gamma functions, zeta functions, linear factors, powers and finite
Dirichlet sums. Each factor knows its expansion in epsilon at s = p + epsilon; their product is
multiplied out as far as a residue needs. Two facts do the work:

.. math:: \Gamma(-n + \delta) = \frac{\Gamma(1 + \delta)}{\delta(\delta - 1)\cdots(\delta - n)},
          \qquad \zeta(1 + \delta) = \frac1\delta + \sum_k \frac{(-1)^k \gamma_k}{k!}\delta^k .
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import sympy as sp

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = [
    "Dirichlet",
    "Factor",
    "Gamma",
    "Laurent",
    "Linear",
    "Moments",
    "Power",
    "Refused",
    "Sum",
    "Zeta",
    "ZetaDerivative",
    "flat",
    "is_zero",
    "product",
    "tidy",
]


class Refused(Exception):
    """The sum has no expansion here, and why."""


_MOST = 12  # coefficients that vanish in a row before a Dirichlet sum is called zero


class ZetaDerivative(sp.Function):  # type: ignore[misc]  # SymPy ships no types
    """Derivative of the zeta function, of the given order, at a point; real."""

    nargs = 2
    is_real = True

    @classmethod
    def eval(cls, order: Expr, point: Expr) -> Expr | None:
        """First derivatives in closed form, DLMF 25.6.11 and 25.6.13."""
        if order != 1 or not point.is_Integer or point > 0 or point % 2:
            return None
        if point == 0:
            return -sp.log(2 * sp.pi) / 2
        n = -point
        sign = (-1) ** (n // 2)
        return sign * sp.factorial(n) * sp.zeta(n + 1) / (2 * (2 * sp.pi) ** n)

    def _eval_evalf(self, prec: int) -> Expr:
        import mpmath

        from phasecalc.numerics.context import own
        from phasecalc.numerics.expressions import constant

        numbers = own(mpmath.libmp.prec_to_dps(prec) + 5)
        return sp.Float._new(constant(self, numbers)._mpf_, prec)

    def _latex(self, printer: Expr, exp: str | None = None) -> str:
        order, point = self.args
        mark = "'" * int(order) if order <= 3 else f"^{{({order})}}"
        text = rf"\zeta{mark}\left({printer._print(point)}\right)"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


@dataclass(frozen=True)
class Laurent:
    """Sum of ``coefficients[i] * eps**(start + i)``, cut off.

    Parameters
    ----------
    start
        Lowest power; its coefficient is not zero unless all are.
    coefficients
        SymPy expressions without eps.
    """

    start: int
    coefficients: tuple[Expr, ...]

    def __mul__(self, other: Laurent) -> Laurent:
        length = min(len(self.coefficients), len(other.coefficients))
        total = [
            sp.Add(*(self.coefficients[i] * other.coefficients[n - i] for i in range(n + 1)))
            for n in range(length)
        ]
        return Laurent(self.start + other.start, tuple(total))

    def inverse(self) -> Laurent:
        """One over the series."""
        first = self.coefficients[0]
        found = [1 / first]
        for n in range(1, len(self.coefficients)):
            rest = sp.Add(*(self.coefficients[i] * found[n - i] for i in range(1, n + 1)))
            found.append(-rest / first)
        return Laurent(-self.start, tuple(found))

    def coefficient(self, power: int) -> Expr:
        """Coefficient of a power of eps."""
        at = power - self.start
        return self.coefficients[at] if at >= 0 else sp.S.Zero


def _scaled(values: Sequence[Expr], slope: Expr, start: int = 0) -> Laurent:
    """Series in delta = slope * eps, from its coefficients."""
    return Laurent(start, tuple(c * slope ** (start + i) for i, c in enumerate(values)))


def _exponential(logs: Sequence[Expr], terms: int) -> list[Expr]:
    """Coefficients of exp(sum of logs[k] delta^(k+1))."""
    found = [sp.S.One]
    for n in range(1, terms):
        found.append(sp.Add(*(k * logs[k - 1] * found[n - k] for k in range(1, n + 1))) / n)
    return found


class Factor(Protocol):
    """A factor of a transform, which has a Laurent series at every point."""

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p."""


@dataclass(frozen=True)
class Gamma:
    """Gamma(slope s + offset), or one over it."""

    slope: Expr
    offset: Expr
    below: bool = False

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p; ``pole`` says nothing about this factor."""
        found = self._gamma(tidy(self.slope * p + self.offset), terms)
        return found.inverse() if self.below else found

    def _gamma(self, z: Expr, terms: int) -> Laurent:
        whole = z.is_Integer and z <= 0
        at = sp.S.One if whole else z
        logs = [sp.polygamma(k - 1, at) / sp.factorial(k) for k in range(1, terms)]
        series = [sp.gamma(at) * c for c in _exponential(logs, terms)]
        if not whole:
            return _scaled(series, self.slope)
        found = Laurent(0, tuple(series))
        for i in range(1, -int(z) + 1):
            line = (sp.Integer(-i), sp.S.One, *[sp.S.Zero] * terms)[:terms]
            found = found * Laurent(0, line).inverse()
        return _scaled(found.coefficients, self.slope, -1)


@dataclass(frozen=True)
class Zeta:
    """zeta(slope s + offset); ``pole`` says that its argument is 1."""

    slope: Expr
    offset: Expr

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p."""
        w = tidy(self.slope * p + self.offset)
        if pole or w == 1:
            rest = [(-1) ** k * sp.stieltjes(k) / sp.factorial(k) for k in range(terms - 1)]
            return _scaled([sp.S.One, *rest], self.slope, -1)
        first = sp.zeta(w)
        start = 0
        if first == 0:
            start, terms = 1, terms + 1
        values = [first] if start == 0 else []
        values += [ZetaDerivative(k, w) / sp.factorial(k) for k in range(1, terms)]
        return _scaled(values, self.slope, start)


@dataclass(frozen=True)
class Linear:
    """slope s + offset to the power 1 or -1; it vanishes at a ``pole`` if it is ``moving``."""

    slope: Expr
    offset: Expr
    power: int = -1
    moving: bool = False

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p."""
        z = tidy(self.slope * p + self.offset)
        if z == 0 or (pole and self.moving):
            found = Laurent(1, (self.slope, *[sp.S.Zero] * (terms - 1)))
        else:
            found = Laurent(0, (z, self.slope, *[sp.S.Zero] * terms)[:terms])
        return found if self.power == 1 else found.inverse()


@dataclass(frozen=True)
class Power:
    """base**(-s), the base a positive constant."""

    base: Expr

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p."""
        if self.base == 1:
            return Laurent(0, (sp.S.One, *[sp.S.Zero] * (terms - 1)))
        log = -sp.log(self.base)
        first = self.base**-p
        return Laurent(0, tuple(first * log**k / sp.factorial(k) for k in range(terms)))


@dataclass(frozen=True)
class Dirichlet:
    """Finite sum of c m**(-s) over rows (c, m) of numbers, m > 0."""

    rows: tuple[tuple[Expr, Expr], ...]

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p, leading zeros left out."""
        values: list[Expr] = []
        start = 0
        for k in range(_MOST + terms):
            value = sp.Add(*(c * m**-p * (-sp.log(m)) ** k / sp.factorial(k) for c, m in self.rows))
            if not values and k < _MOST and is_zero(value):
                start += 1
                continue
            values.append(value)
            if len(values) == terms:
                break
        return Laurent(start, tuple(values))


@dataclass(frozen=True)
class Moments:
    """Sum of c m**(-s) (s + first)(s + first + 1)...(n factors) over rows (c, m, n)."""

    rows: tuple[tuple[Expr, Expr, int], ...]
    first: Expr

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p, leading zeros left out."""
        for more in range(_MOST):
            found = self._series(p, terms + more)
            if not is_zero(found[more]):
                break
        return Laurent(more, tuple(found[more:]))

    def _series(self, p: Expr, length: int) -> list[Expr]:
        total: list[Expr] = [sp.S.Zero] * length
        for c, m, n in self.rows:
            one = Laurent(0, _powers_of(c * m**-p, -sp.log(m), length))
            for i in range(n):
                line = (p + self.first + i, sp.S.One, *[sp.S.Zero] * length)[:length]
                one = one * Laurent(0, line)
            total = [a + b for a, b in zip(total, one.coefficients, strict=True)]
        return total


@dataclass(frozen=True)
class Sum:
    """Sum of c times a product of factors, over parts (c, factors)."""

    parts: tuple[tuple[Expr, tuple[Factor, ...]], ...]

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p, leading zeros left out."""
        starts = [sum(f.at(p, 1, pole=pole).start for f in fs) for _, fs in self.parts]
        low = min(starts)
        for more in range(_MOST):
            found = self._series(p, starts, terms + more, pole)
            if not is_zero(found[more]):
                break
        return Laurent(low + more, tuple(found[more:]))

    def _series(self, p: Expr, starts: list[int], length: int, pole: bool) -> list[Expr]:
        total: list[Expr] = [sp.S.Zero] * length
        for (c, factors), start in zip(self.parts, starts, strict=True):
            count = length - (start - min(starts))
            if count <= 0:
                continue
            one = Laurent(0, (c, *[sp.S.Zero] * (count - 1)))
            for f in factors:
                one = one * f.at(p, count, pole=pole)
            for i, value in enumerate(one.coefficients):
                total[start - min(starts) + i] += value
        return total


def _powers_of(first: Expr, log: Expr, length: int) -> tuple[Expr, ...]:
    """Coefficients of first * exp(log eps)."""
    return tuple(first * log**k / sp.factorial(k) for k in range(length))


def is_zero(value: Expr) -> bool:
    """Whether a constant is zero: digits say no, SymPy, at whatever cost, says yes.

    Parameters
    ----------
    value
        Without the variable of an expansion.
    """
    value = sp.expand(value)
    if value == 0 or not value.is_number:
        return bool(value == 0)
    return not _is_seen(value) and bool(value.equals(0))


def _is_seen(value: Expr) -> bool:
    """Whether 40 and 80 digits have the same first digit, which those of zero do not."""
    from phasecalc.numerics.context import own
    from phasecalc.numerics.expressions import constant

    try:
        coarse, fine = (constant(value, own(n)) for n in (40, 80))
    except (ArithmeticError, AttributeError, NotImplementedError, TypeError, ValueError):
        return False
    return bool(abs(coarse - fine) < abs(fine) / 2)


@lru_cache(maxsize=4096)
def product(factors: tuple[Factor, ...], p: Expr, pole: bool) -> Laurent:
    """Expansion of a product at s = p as far as its residue needs.

    Parameters
    ----------
    factors
        Factors of the transform.
    p
        Where.
    pole
        Whether the moving pole, that of the sum over modes, is at p on the region considered.

    Examples
    --------
    >>> half = sp.Rational(1, 2)
    >>> product((Gamma(sp.S.One, sp.S.Zero),), sp.Integer(-2), False).coefficients
    (1/2,)
    >>> product((Gamma(sp.S.One, sp.S.Zero), Zeta(-half, half)), sp.Integer(-1), True)
    Laurent(start=-2, coefficients=(2, 2 - 3*EulerGamma))
    """
    start = sum(f.at(p, 1, pole=pole).start for f in factors)
    if start >= 0:
        return Laurent(0, (sp.S.Zero,))
    found = Laurent(0, (sp.S.One, *[sp.S.Zero] * (-start - 1)))
    for f in factors:
        found = found * f.at(p, -start, pole=pole)
    return Laurent(found.start, tuple(map(sp.expand, found.coefficients)))


@lru_cache(maxsize=4096)
def flat(product: Expr) -> Expr:
    """Powers of powers and of products as powers of each base, with exponents in lowest terms."""
    found = sp.powsimp(sp.expand_power_base(product), combine="exp")
    return found.replace(lambda e: e.is_Pow, lambda e: e.base ** tidy(e.exp))


def tidy(expression: Expr) -> Expr:
    """Rational function in lowest terms, so that equal ones look equal."""
    if not expression.free_symbols:
        return sp.nsimplify(expression) if expression.has(sp.Float) else sp.expand(expression)
    return sp.cancel(sp.together(expression))
