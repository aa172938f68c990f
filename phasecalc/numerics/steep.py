r"""Sums over j whose terms fall so steeply that a few of them differ from their leading power.

Where :math:`|s|j^a \ge 10` the term :math:`j^{-p}(1+sj^a)^{-o}` is a geometric series in
:math:`1/(sj^a)`, and every power of j sums to a difference of Hurwitz zeta functions: exact for
any end point, real ones included. For large exponents a this begins after a few terms, while the
poles in j come so close to the real axis that other rules need thousands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.numerics.arithmetic import Array
from phasecalc.numerics.context import own

if TYPE_CHECKING:
    from phasecalc.numerics.series import PowerSums

__all__ = ["STEEP", "steep_sums"]

STEEP = 8.0  # exponents a from which this way is looked at
_BASE = 10.0  # of the geometric series
_FEW = 60
_LARGEST = 20_000  # terms times points


def steep_sums(
    sums: PowerSums, s: Array, kinds: Sequence[tuple[Any, int]], most: float
) -> list[Array] | None:
    """One array per pair of weight and order; None where more than ``most`` terms lie before.

    Parameters
    ----------
    sums
        Exponent, end point, arithmetic and a store for the zeta functions.
    s
        One-dimensional array.
    kinds
        Pairs ``(p, o)`` with o equal to 1 or 2.
    most
        How many terms may be added one by one.

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> from phasecalc.numerics.series import PowerSums
    >>> (found,) = steep_sums(PowerSums(20.0, 4, DOUBLE), np.array([0.5]), [(0.0, 1)], 10)
    >>> bool(abs(found[0] - 2 / 3 - sum(1 / (1 + 0.5 * j**20) for j in (2, 3, 4))) < 1e-15)
    True
    """
    f = sums.field
    least = float(f.log(np.min(f.modulus(s))))
    if not math.isfinite(least):
        return None
    reach = (math.log(_BASE) - least) / float(sums.a)
    if reach > math.log(most) or math.exp(max(0.0, reach)) * s.size > _LARGEST:
        return None
    start = max(2, math.ceil(math.exp(reach)))
    whole = not math.isinf(sums.v) and sums.v == int(sums.v)
    if whole and sums.v < start:
        return sums.direct(s, kinds, range(1, int(sums.v) + 1))
    count = math.ceil(f.digits / math.log10(_BASE)) + 2
    out, x = sums.direct(s, kinds, range(1, start)), 1 / s
    for k, (p, o) in enumerate(kinds):
        series = x * 0
        for n in range(count - 1, -1, -1):
            factor = (-1) ** n * (1 if o == 1 else n + 1)
            series = series * x + factor * _rest(sums, p + sums.a * (o + n), start)
        out[k] = out[k] + series * (x if o == 1 else x * x)
    return out


def _rest(sums: PowerSums, power: Any, start: int) -> Any:
    """The sum of j^-power from ``start`` to the end point."""
    return sums.stored(("rest", power, start), lambda: _zeta(sums, power, start))


def _zeta(sums: PowerSums, power: Any, start: int) -> Any:
    numbers = own(max(16, math.ceil(sums.field.digits)) + 14)
    q = numbers.convert(sums.field.export(power))
    end = None if math.isinf(sums.v) else numbers.convert(sums.field.export(sums.v)) + 1
    if q == 1:
        return sums.field.real(numbers.digamma(end) - numbers.digamma(start))
    if q > 1:
        # How many terms show: of large powers so few that they are the shorter way.
        few = math.ceil(start * math.expm1(min((numbers.dps + 2) * math.log(10) / float(q), 9)))
        if few < _FEW and sums.v >= start + few:
            terms = [numbers.mpf(j) ** -q for j in range(start, start + few + 1)]
            return sums.field.real(numbers.fsum(terms))
    if q < 1:
        # Growing powers: the parts of the continued sum are larger than what remains of them.
        reach = float(start if end is None else end) + abs(float(q)) + numbers.dps
        numbers = own(numbers.dps + math.ceil((1 - float(q)) * math.log10(reach)))
        q, end = (None if x is None else numbers.convert(x) for x in (q, end))
    found = _hurwitz(numbers, q, numbers.mpf(start))
    return sums.field.real(found if end is None else found - _hurwitz(numbers, q, end))


def _hurwitz(numbers: Any, q: Any, start: Any) -> Any:
    """The sum of j^-q over j = start, start + 1, ..., continued in q, by Euler-Maclaurin.

    mpmath's own has digits relative to 1, of which nothing is left where the sum is tiny.
    """
    last = max(start, start + math.ceil(abs(float(q)) + numbers.dps - float(start)))
    count = int(last - start)
    out = numbers.fsum((start + k) ** -q for k in range(count))
    power = last**-q
    out += power * last / (q - 1) + power / 2
    term, m = power * q / last, 1
    while True:
        # Here term/2 is q (q + 1) ... (q + 2m - 2) last^(-q - 2m + 1)/(2m)!.
        step = numbers.bernoulli(2 * m) * term / 2
        out += step
        if abs(step) <= abs(power) * numbers.eps / 16:
            return out
        term = term * (q + 2 * m - 1) * (q + 2 * m) / ((2 * m + 1) * (2 * m + 2) * last * last)
        m += 1
