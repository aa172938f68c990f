r"""Sums :math:`\sum_{j\le v} j^{-p}(1+s\,j^a)^{-o}` at a cost that hardly depends on v.

The idea: terms below a start J are added one by one; the rest is an integral
plus Euler-Maclaurin corrections at J and at v. Both have a form that shares its
coefficients between all s:

* the corrections are polynomials in :math:`Y = X/(1+X)`, :math:`X = sJ^a`;
* in :math:`\ell = a\log(u/J)` the integral is geometric series on either side
  of the crossover :math:`|X|e^\ell = 1` and a short Gauss rule, bent away from
  the pole, across it.

In doubles a finite sum takes the shorter way of ``lattice`` wherever its poles allow.

The end point v may be real (the analytic continuation in v of the sum) or
infinite. Resonant exponents, where a term integrates to a logarithm, take no
special case: ``expm1`` carries them. Reference: Olver, *Asymptotics and Special
Functions*, chapter 8.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.arithmetic import Array, DoubleField, Field
from phasecalc.numerics.coefficients import binomials, derivative_table, exprel
from phasecalc.numerics.lattice import LatticeSums
from phasecalc.numerics.steep import STEEP, steep_sums
from phasecalc.numerics.tail import CROSSOVER, Tail

__all__ = ["PowerSums"]

_LARGEST_START = 1 << 15


class PowerSums:
    r"""Sums :math:`\sum_{j=1}^{v} j^{-p}(1+s\,j^a)^{-o}` for many s at once.

    Parameters
    ----------
    exponent
        The exponent a > 0.
    upper
        The end point v >= 1, real or infinite.
    field
        Arithmetic to use: doubles or a number of digits.
    lattice
        Whether Gauss rules for sums may serve doubles; else Euler-Maclaurin alone does.

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> import numpy as np
    >>> total, = PowerSums(2.0, 3, DOUBLE).sums(np.array([1.0]), [(0.0, 1)])
    >>> round(float(total[0]), 12)  # 1/2 + 1/5 + 1/10
    0.8
    """

    def __init__(self, exponent: Any, upper: Any, field: Field, *, lattice: bool = True) -> None:
        self.field = field
        self.a = field.real(exponent)
        self.v = upper if isinstance(upper, float) and math.isinf(upper) else field.real(upper)
        digits = field.digits
        self._digits = None if isinstance(field, DoubleField) else int(digits)
        self.bernoulli = max(10, math.ceil(0.42 * digits))
        n = 2 * self.bernoulli
        # Radius at which the first omitted correction falls below 10**-(digits+2).
        self.radius = 10 ** ((math.lgamma(n + 1) / math.log(10) + digits + 2) / n) / (2 * math.pi)
        self.terms = math.ceil((digits + 1) * math.log(10) / CROSSOVER)
        self._rows: dict[tuple[Any, ...], Array] = {}  # coefficients that no s enters
        self._lattice: LatticeSums | None = None
        last = 5.0 * self.radius * float(self.a) if math.isinf(self.v) else float(self.v)
        # Of the powers that the other ways meet: at the end point, or at the longest start.
        self.out_of_range = isinstance(field, DoubleField) and self.a * math.log10(last) > 280
        if (
            lattice
            and isinstance(field, DoubleField)
            and not (math.isinf(self.v) or self.out_of_range)
        ):
            self._lattice = LatticeSums(self.a, self.v)

    def sums(self, s: Array, kinds: Sequence[tuple[Any, int]]) -> list[Array]:
        """Return one array per requested pair of weight p and order o.

        Parameters
        ----------
        s
            One-dimensional array, off the cut where some ``1 + s*j**a`` vanishes.
        kinds
            Pairs ``(p, o)`` with o equal to 1 or 2.

        Raises
        ------
        NotConverged
            A pole lies so close to the real axis that the direct part would be too long.
        """
        if self._lattice is not None:
            found = self._lattice.sums(s, kinds)
            if found is not None:
                return found
        start = self._start(s) if float(self.a) < STEEP else None
        if start is None:
            found = steep_sums(self, s, kinds, _LARGEST_START)
            if found is not None:
                return found
            if self.out_of_range:
                raise NotConverged(
                    "sum over j: powers of j leave the range of doubles. Take more digits.",
                    requested=self.field.digits,
                    achieved=0.0,
                )
            start = self._start(s)
        whole = not math.isinf(self.v) and self.v == int(self.v)
        if whole and self.v <= max(start, 48):
            return self.direct(s, kinds, range(1, int(self.v) + 1))
        extra = 0 if math.isinf(self.v) else max(0, math.ceil(start - float(self.v)))
        out = self.direct(s, kinds, range(1, start))
        tail = Tail(self, s, start, self.v + extra)
        out = [head + tail.value(p, o) for head, (p, o) in zip(out, kinds, strict=True)]
        if extra:
            beyond = self.direct(s, kinds, range(1, extra + 1), offset=self.v)
            out = [total - more for total, more in zip(out, beyond, strict=True)]
        return out

    def corrections(self, at: Any, start: Any) -> int:
        """How many Euler-Maclaurin derivatives matter at an end point.

        Parameters
        ----------
        at
            The end point.
        start
            Where the tail starts; all of them matter there.
        """
        gain = 2 * math.log10(float(at) / float(start)) if at > start else 0.0
        enough = (self.field.digits + 3) / gain + 2 if gain > 0.1 else math.inf
        return self.bernoulli if enough > self.bernoulli else math.ceil(enough)

    def stored(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """What was made under this key before, or is made now.

        Parameters
        ----------
        key, make
            Name and maker of a coefficient that no s enters.
        """
        if key not in self._rows:
            self._rows[key] = make()
        return self._rows[key]

    def end_row(self, at: Any, p: Any, o: int, count: int) -> Array:
        """Coefficients in Y of the Euler-Maclaurin derivatives at an end point.

        Parameters
        ----------
        at
            The end point.
        p, o
            Weight and order.
        count
            How many coefficients, twice the number of derivatives.
        """
        key = ("end", at, p, o, count)
        if key not in self._rows:
            f = self.field
            table = derivative_table(self.a, p, self.bernoulli, self._digits)
            powers = f.array([-(2 * m - 1) for m in range(1, count // 2 + 1)])
            row = f.dot(f.exp(powers * f.log(at)), table[: count // 2, :count])
            self._rows[key] = binomials(o, count) * row
        return self._rows[key]

    def series_row(self, shift: Any, o: int, direction: int, resonant: int) -> Array:
        """Coefficients binom(-o, k)/(shift + direction*k), the resonant one left out.

        Parameters
        ----------
        shift, direction
            The exponent of each term is ``shift + direction*k``.
        o
            Order.
        resonant
            The k to leave out.
        """
        key = ("series", shift, o, direction)
        if key not in self._rows:
            k = np.arange(self.terms)
            bottom = shift + direction * k
            if 0 <= resonant < self.terms:
                bottom[resonant] = 1
            row = np.asarray(binomials(o, self.terms) / bottom)
            if 0 <= resonant < self.terms:
                row[resonant] = 0
            self._rows[key] = row
        return self._rows[key]

    def total(self, p: Any) -> Any:
        r"""The sum of the weights alone, :math:`\sum_{j\le v} j^{-p}`.

        Parameters
        ----------
        p
            Weight; an endless sum needs p > 1.

        Examples
        --------
        >>> from phasecalc.numerics.arithmetic import DOUBLE
        >>> round(float(PowerSums(1.0, math.inf, DOUBLE).total(2.0)), 12)
        1.644934066848
        """
        if self._lattice is not None:
            found = self._lattice.total(p)
            if found is not None:
                return found
        f = self.field
        start = math.ceil(1 + self.radius)
        whole = not math.isinf(self.v) and self.v == int(self.v)
        stop = int(self.v) if whole and self.v <= 48 else start - 1
        head = f.total(f.exp(-p * f.log(f.array(list(range(1, stop + 1))))))
        if stop != start - 1 or (whole and self.v == stop):
            return head
        endless = math.isinf(self.v)
        extra = 0 if endless else max(0, math.ceil(start - float(self.v)))
        table = derivative_table(self.a, p, self.bernoulli, self._digits)[:, 0]
        log_start = f.log(f.real(start))
        log_end = None if endless else f.log(self.v + extra)
        span = None if log_end is None else log_end - log_start
        out = head + f.exp((1 - p) * log_start) * exprel(f, 1 - p, span)
        for log_at, sign in ((log_start, -1), (log_end, 1)):
            if log_at is None:
                continue
            steps = f.exp(f.array([-(2 * m - 1) * log_at for m in range(1, self.bernoulli + 1)]))
            out += f.exp(-p * log_at) * (f.real(1) / 2 + sign * f.dot(steps, table))
        if extra:
            out -= f.total(f.exp(-p * f.log(f.array(list(range(1, extra + 1))) + self.v)))
        return out

    def _start(self, s: Array) -> int:
        angle = np.pi - np.abs(np.angle(np.asarray(s, dtype=np.complex128)))
        size = np.abs(np.asarray(s, dtype=np.complex128))
        # Poles in j sit on the ray of this angle; those left of j = 2 are far enough anyway.
        angle = np.where(size < 2.0 ** -float(self.a), angle, np.pi)
        steepest = float(np.min(np.minimum(angle / float(self.a), np.pi / 2)))
        start = math.ceil(2 + self.radius / max(math.sin(steepest), 1e-9))
        if start > _LARGEST_START:
            raise NotConverged(
                f"sum over j: a pole at angle {steepest:.2e} from the real axis needs {start} "
                f"direct terms, more than {_LARGEST_START}. Keep s away from the cut.",
                requested=self.field.digits,
                achieved=0.0,
            )
        return start

    def direct(
        self, s: Array, kinds: Sequence[tuple[Any, int]], j: range, offset: Any = 0
    ) -> list[Array]:
        """Terms added one by one.

        Parameters
        ----------
        s, kinds
            As for ``sums``.
        j
            Which terms.
        offset
            Added to each j.
        """
        f = self.field
        log_j = f.log(f.array(list(j)) + offset)
        first = 1 / (1 + np.multiply.outer(f.exp(self.a * log_j), s))
        powers = {1: first, 2: first * first if any(o == 2 for _, o in kinds) else first}
        return [f.dot(f.exp(-p * log_j), powers[o]) for p, o in kinds]
