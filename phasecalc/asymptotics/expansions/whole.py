r"""Products of profiles of one argument as one profile.

Of :math:`\varphi(x) = \prod_i \varphi_i(\kappa_i x^{m_i})`, the m_i positive rational numbers, the
Mellin transform is known where a contour needs it: its poles are the powers of its series at 0 and
at infinity, with the coefficients for residues, and between them it is an integral, which is left
as one. It is analytic in the sector in which all factors are, and falls like exp(-angle |Im s|).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import Laurent, Refused, is_zero, tidy
from phasecalc.asymptotics.expansions.transforms import Lattice, Transform, X
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Whole", "whole"]

_Y = sp.Dummy("y", positive=True)
_TERMS, _MOST = 8, 64  # coefficients of a series at first, and at most
_ROOTS = 12  # largest denominator of a power of x


@dataclass(frozen=True)
class Whole:
    """Transform of a profile, from its series at both ends.

    Parameters
    ----------
    formula
        The profile, in ``X``.
    root
        It is a series in X^(1/root) at 0, and in X^(-1/root) at infinity.
    left, right
        Lowest powers there, of X and of 1/X; ``right`` may be infinite.
    """

    formula: Expr
    root: int
    left: Expr
    right: Expr

    def at(self, p: Expr, terms: int, *, pole: bool) -> Laurent:
        """Expansion at s = p: of a pole the residue alone, between poles the integral.

        Raises
        ------
        Refused
            More of a pole is asked for, which is not known.
        """
        value = self._residue(p)
        if value is not None:
            if terms > 1:
                raise Refused(
                    "a pole of a product of profiles meets that of the modes: the constant beside "
                    "the logarithm is not known"
                )
            return Laurent(-1, (value,))
        rows = [
            sp.Integral(X ** (p - 1) * self.formula * sp.log(X) ** k, (X, 0, sp.oo))
            / sp.factorial(k)
            for k in range(terms)
        ]
        return Laurent(0, tuple(rows))

    def _residue(self, p: Expr) -> Expr | None:
        """Residue at a power of one of the series; None where there is no pole."""
        for low, here, sign in ((self.left, -p, 1), (self.right, p, -1)):
            n = sp.S.NegativeOne if low == sp.oo else tidy((here - low) * self.root)
            if n.is_Integer and n >= 0:
                value = _coefficients(self.formula, self.root, sign, int(n) + 1)[int(n)]
                return None if is_zero(value) else sign * value
        return None


def whole(formula: Expr, powers: Sequence[Expr]) -> Transform:
    """A product of profiles as one.

    Parameters
    ----------
    formula
        In ``X``: products, powers, sums and exponentials of powers of it.
    powers
        Powers of X that occur.

    Raises
    ------
    DomainError
        A power is no positive rational number, or there is no strip.
    """
    if not all(m.is_Rational and m > 0 and m.q <= _ROOTS for m in powers):
        raise DomainError(
            f"{formula}: one argument is to be a fixed positive rational power of the other"
        )
    root = int(sp.ilcm(1, *(m.q for m in powers)))
    left, right = (_lowest(formula, root, way) for way in (1, -1))
    if right != sp.oo and (tidy(left + right) == 0 or (left + right).is_negative):
        raise DomainError(f"{formula} does not fall from one end to the other; use two sums")
    step = sp.Rational(1, root)
    ends = None if right == sp.oo else Lattice(right, step, _count(formula, root))
    steep = max(m for m in powers)
    angle = sp.pi / steep / (2 if formula.has(sp.exp) else 1)
    return Transform(
        "product",
        formula,
        (Whole(formula, root, left, right),),
        -left,
        right,
        Lattice(-left, -step),
        ends,
        angle,
        inside=True,
    )


def _count(formula: Expr, root: int) -> int | None:
    """How many powers of 1/X there may be, if they end."""
    plain = sp.expand(_in_root(formula, root, -1))
    powers = [term.as_independent(_Y)[1].as_base_exp() for term in sp.Add.make_args(plain)]
    if not all(base in (_Y, sp.S.One) and power.is_Integer for base, power in powers):
        return None
    found = [int(power) if base == _Y else 0 for base, power in powers]
    return max(found) - min(found) + 1


def _lowest(formula: Expr, root: int, way: int) -> Expr:
    found = _series(_in_root(formula, root, way), _TERMS)
    return sp.oo if found is None else tidy(found[0] / root)


def _in_root(formula: Expr, root: int, way: int) -> Expr:
    """The profile in y = X^(1/root), or in its inverse, where falling exponentials are dropped."""
    if way == -1:
        formula = formula.replace(lambda e: isinstance(e, sp.exp), lambda e: sp.S.Zero)
    return formula.replace(
        lambda e: e == X or (e.is_Pow and e.base == X),
        lambda e: _Y ** (way * root * e.as_base_exp()[1]),
    )


@lru_cache(maxsize=512)
def _coefficients(formula: Expr, root: int, way: int, count: int) -> tuple[Expr, ...]:
    if count > _MOST:
        raise Refused(f"more than {_MOST} powers of a product of profiles")
    found = _series(_in_root(formula, root, way), count + _TERMS)
    assert found is not None  # of a pole at this end
    values = tuple(found[1][:count])
    if any(value.has(sp.nan) for value in values):
        raise Refused("too many powers of a product of profiles cancel at one end")
    return values


_Row = tuple["Expr", list["Expr"]]  # lowest power of y, and coefficients


def _series(e: Expr, count: int) -> _Row | None:
    """Series in y; None for what is zero."""
    if e == 0:
        return None
    if not e.has(_Y):
        return sp.S.Zero, [e, *[sp.S.Zero] * (count - 1)]
    if e == _Y or (e.is_Pow and e.base == _Y):
        return e.as_base_exp()[1], [sp.S.One, *[sp.S.Zero] * (count - 1)]
    if e.is_Add:
        return _added([_series(a, count) for a in e.args], count)
    if e.is_Mul:
        rows = [_series(a, count) for a in e.args]
        if any(row is None for row in rows):
            return None
        total: _Row = (sp.S.Zero, [sp.S.One, *[sp.S.Zero] * (count - 1)])
        for row in rows:
            assert row is not None
            total = (tidy(total[0] + row[0]), _convolved(total[1], row[1]))
        return total
    if isinstance(e, sp.exp):
        return _exponential(e, count)
    if e.is_Pow and not e.exp.has(_Y):
        inner = _series(e.base, count)
        return None if inner is None else (tidy(inner[0] * e.exp), _power(inner[1], e.exp))
    raise DomainError(f"{e}: no series of it is known")


def _convolved(one: Sequence[Expr], other: Sequence[Expr]) -> list[Expr]:
    return [
        sp.expand(sp.Add(*(one[i] * other[n - i] for i in range(n + 1)))) for n in range(len(one))
    ]


def _added(rows: Sequence[_Row | None], count: int) -> _Row | None:
    kept = [row for row in rows if row is not None]
    if not kept:
        return None
    # Terms that cancel take coefficients with them: the sum of their series has fewer.
    low = min((row[0] for row in kept), key=lambda v: v if v.is_number else sp.S.Zero)
    total = [sp.S.Zero] * count
    for power, values in kept:
        shift = tidy(power - low)
        if not (shift.is_Integer and shift >= 0):
            raise DomainError("a sum of powers that are no multiples of one root")
        for i, value in enumerate(values[: max(0, count - int(shift))]):
            total[i + int(shift)] += value
    first = next((i for i, value in enumerate(total) if not is_zero(value)), None)
    if first is None:
        return None
    return low + first, [*total[first:], *[sp.nan] * first]


def _power(values: Sequence[Expr], k: Expr) -> list[Expr]:
    """Coefficients of (v0 + v1 y + ...)^k by Euler's recurrence, over y^(k lowest)."""
    found = [values[0] ** k]
    for n in range(1, len(values)):
        rest = sp.Add(*((k * i - n + i) * values[i] * found[n - i] for i in range(1, n + 1)))
        found.append(sp.expand(rest / (n * values[0])))
    return found


def _exponential(e: Expr, count: int) -> _Row:
    inner = _series(e.args[0], count)
    if inner is None or not (inner[0].is_Integer and inner[0] > 0):
        raise DomainError(f"{e}: an exponential of what does not vanish at 0")
    low = int(inner[0])
    logs = [*[sp.S.Zero] * low, *inner[1]][:count]
    found = [sp.S.One]
    for n in range(1, count):
        found.append(sp.expand(sp.Add(*(i * logs[i] * found[n - i] for i in range(1, n + 1))) / n))
    return sp.S.Zero, found
