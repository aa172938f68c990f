r"""Two-sided bounds with explicit constants, for the rules that are otherwise cited.

Statements and complete proofs are in the docstrings, gathered in ``docs/bounds.md``; they use
nothing beyond monotonicity, splitting and comparison of sums with integrals. Constants depend on
the exponents and on the window only, never on the sizes x, e, v, d, w. No SymPy here.

Exponents are exact (int or Fraction), so the hypotheses on them are decided exactly. Values are
mpmath numbers at the precision in force, rounded outward by 2^(10 - precision), which is more
than mpmath's own error as documented, but no interval arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath as mp

from phasecalc.exceptions import DomainError

__all__ = [
    "TwoSided",
    "power_form",
    "power_order",
    "power_remainder",
    "profile_order",
    "profile_remainder",
    "resolvent_form",
    "resolvent_order",
    "watson_form",
    "watson_order",
    "watson_remainder",
]

Exact = int | Fraction
Size = Any  # int, Fraction or mpf; mpmath is untyped


@dataclass(frozen=True, slots=True)
class TwoSided:
    """Two bounds, rounded outward: constants of an order, or bounds of a remainder."""

    lower: Any
    upper: Any

    @classmethod
    def outward(cls, lower: Any, upper: Any) -> TwoSided:
        """Bounds with a margin for rounding."""
        slack = mp.mpf(2) ** (10 - mp.mp.prec)
        return cls(lower - slack * abs(lower), upper + slack * abs(upper))


def watson_form(s: Exact, x: Size, e: Size = 0) -> Any:
    """Order of the integral of u^(s-1) exp(-x u) from e to 1: the form that s selects."""
    p, x, e = _exponent("s", s), _size(x), _size(e)
    if p > 0:
        return x ** -_size(p)
    _require(e > 0, f"s = {s} <= 0: the integral diverges at a lower end 0")
    return mp.log(1 + 1 / (x * e)) if p == 0 else e ** _size(p) / -_size(p)


def watson_order(s: Exact, window: Exact | None = None) -> TwoSided:
    r"""Constants of Watson's lemma: lower form <= int_e^1 u^(s-1) exp(-x u) du <= upper form.

    Parameters
    ----------
    s
        Exponent; without a window s > 0.
    window
        None for a lower end e = 0, and any x >= 1. Else A > 0, and x >= 1, 0 < e <= 1/2, x e <= A.

    Notes
    -----
    With form = x^-s for s > 0, log(1 + 1/(x e)) for s = 0, e^s/(-s) for s < 0, the constants are

        s > 0, e = 0:  1/(E s),                             Gamma(s)
        s > 0:         exp(-A - 1/2) D(s)/s,                Gamma(s)
        s = 0:         exp(-A - 1/2)/2,                     1
        s < 0:         exp(-2 A) (1 - 2^s),                 1     (for every x >= 0)

    where D(s) = (A + 1/2)^s - A^s for s < 1 and 2^-s for s >= 1, and E = 2.718...

    *Proof.* Upper, s > 0: extend the integral to (0, oo). s < 0: exp(-x u) <= 1, and extend to
    (e, oo). s = 0: extend to (e, oo), which gives E_1(y), y = x e; and f(y) = exp(-y) log(1 + 1/y)
    - E_1(y) falls to 0, as f' = exp(-y) (1/(y+1) - log(1 + 1/y)) < 0. So E_1(y) <= log(1 + 1/y).

    Lower, e = 0: on [0, 1/x] the exponential is at least 1/E. Lower, s >= 0: the interval
    [e, e + h], h = 1/(2 x), lies in [e, 1], and x u <= A + 1/2 on it. For s > 0 the integral of
    u^(s-1) over it is ((e+h)^s - e^s)/s, which is smallest at e = 0 for s >= 1, and at the largest
    e, A/x, for s < 1: D(s) x^-s/s. For s = 0 it is log(1 + 1/(2 x e)) >= log(1 + 1/(x e))/2, since
    (1 + t/2)^2 >= 1 + t. Lower, s < 0: on [e, 2 e] the exponential is at least exp(-2 A), and the
    integral of u^(s-1) over it is (1 - 2^s) e^s/(-s). QED

    The windows are needed. For x e = y -> oo the integral is at most exp(-y/2) 2^s Gamma(s) x^-s
    for s > 0, and at most exp(-y) times the upper bound for s <= 0. At x = 1 it vanishes as e -> 1.
    The form log(1/(x e)) is 0 at x e = 1; it is at least log(1 + 1/(x e))/2 for x e <= 1/2."""
    p = _exponent("s", s)
    if window is None:
        _require(p > 0, f"s = {s}: without a window, which bounds x e, s must be positive")
        power = _size(p)
        return TwoSided.outward(mp.exp(-1) / power, mp.gamma(power))
    _require(window > 0, f"the window x e <= {window} must allow positive values")
    power, a, half = _size(p), _size(window), mp.mpf(1) / 2
    if p < 0:
        return TwoSided.outward(mp.exp(-2 * a) * (1 - 2**power), mp.mpf(1))
    fall = mp.exp(-a - half)
    if p == 0:
        return TwoSided.outward(fall / 2, mp.mpf(1))
    step = (a + half) ** power - a**power if p < 1 else 2**-power
    return TwoSided.outward(fall * step / power, mp.gamma(power))


def watson_remainder(s: Exact, x: Size, e: Size = 0) -> TwoSided:
    r"""Bounds of the integral over its leading form, minus 1; for s = 0 of their difference.

    The leading form is Gamma(s) x^-s, e^s/(-s), log(1/(x e)) for s > 0, s < 0, s = 0.

    Parameters
    ----------
    s, x, e
        For s > 0: x > 0, x >= 2 (s - 1), 0 <= e <= 1. For s <= 0: x >= 1, 0 < e, x e <= 1.

    Notes
    -----
    With y = x e, t = -s:

        s > 0:  -(c x^(s-1) exp(-x) + y^s/s)/Gamma(s)  and  0,  c = 1 for s <= 1, else 2
        s < 0:  -(2 y^t + M)                           and  0,
                M = t/(1-t) y^t for t < 1, y log(1/y) for t = 1, t/(t-1) y for t > 1
        s = 0:  -1  and  exp(-1)

    *Proof.* s > 0: the leading form is the integral over (0, oo). What lies below e is at most
    e^s/s. Above 1, u^(s-1) <= 1 for s <= 1, else u^(s-1) <= exp((s-1)(u-1)); the integral there is
    at most exp(-x)/(x - max(s-1, 0)), and x - (s-1) >= x/2.
    s < 0: the leading form is the integral of u^(s-1) over (e, oo). What lies beyond 1 is e^t <=
    y^t of it. Below 1 the deficit is that of 1 - exp(-x u) <= min(1, x u): beyond 1/x the relative
    part is at most y^t, and below it x t e^t times the integral of u^-t over (e, 1/x), which is at
    most x^(t-1)/(1-t), log(1/y), e^(1-t)/(t-1): M.
    s = 0: log(1/y) is the integral of 1/u over (e, 1/x); there 1 - exp(-x u) <= x u takes away at
    most 1, and beyond 1/x at most the integral of exp(-z)/z over (1, oo) <= exp(-1) comes in. QED
    """
    p, x, e = _exponent("s", s), _size(x), _size(e)
    y, power = x * e, _size(p)
    if p > 0:
        _require(x > 0 and x >= 2 * (power - 1), f"x = {x}: needed are x > 0, x >= 2 (s - 1)")
        _require(0 <= e <= 1, f"e = {e}: needed is 0 <= e <= 1")
        factor = 1 if p <= 1 else 2
        loss = factor * x ** (power - 1) * mp.exp(-x) + (y**power / power if e else 0)
        return TwoSided.outward(-loss / mp.gamma(power), mp.mpf(0))
    _require(x >= 1 and e > 0 and y <= 1, f"x = {x}, e = {e}: needed are x >= 1, e > 0, x e <= 1")
    if p == 0:
        return TwoSided.outward(mp.mpf(-1), mp.exp(-1))
    t = -power
    more = y * mp.log(1 / y) if p == -1 else abs(t / (1 - t)) * (y**t if p > -1 else y)
    return TwoSided.outward(-(2 * y**t + more), mp.mpf(0))


def power_form(a: Exact, v: Size) -> Any:
    """Order of the sum of j^-a over j <= v: 1, 1 + log v, v^(1-a) for a > 1, a = 1, a < 1."""
    p, v = _exponent("a", a), _size(v)
    if p > 1:
        return mp.mpf(1)
    return 1 + mp.log(v) if p == 1 else v ** (1 - _size(p))


def power_order(a: Exact) -> TwoSided:
    """Constants with lower form <= sum of j^-a over 1 <= j <= v <= upper form, for real v >= 1.

    Notes
    -----
    The form is that of ``power_form``; the constants are

        a > 1: 1, a/(a-1)              a = 1: 1/2, 1
        0 <= a < 1: 2^(a-1), 1/(1-a)   a < 0: 2^(a-1)/(1-a), 1

    *Proof.* n = floor(v) is in [v/2, v]. a > 1: the first term is 1, the others are at most the
    integral over (1, oo). a = 1: the sum is at least 1 and at least log(n+1) >= log v, hence half
    of their sum; it is at most 1 + log n. 0 <= a < 1: at least n n^-a, at most the integral of u^-a
    over (0, n). a < 0: at most n n^-a, at least that integral, n^(1-a)/(1-a). QED
    """
    p = _exponent("a", a)
    power = _size(p)
    if p > 1:
        return TwoSided.outward(mp.mpf(1), power / (power - 1))
    if p == 1:
        return TwoSided.outward(mp.mpf(1) / 2, mp.mpf(1))
    low = 2 ** (power - 1)
    if p >= 0:
        return TwoSided.outward(low, 1 / (1 - power))
    return TwoSided.outward(low / (1 - power), mp.mpf(1))


def power_remainder(a: Exact, v: Size) -> TwoSided:
    """Bounds of the sum of j^-a over j <= v minus zeta(a), log v, or v^(1-a)/(1-a); v >= 1.

    Notes
    -----
    For a > 1, a = 1, 0 <= a < 1, a < 0 they are

        -(v/2)^(1-a)/(a-1) and 0,    0 and 1,    -1/(1-a) and 0,    -v^-a and v^-a.

    *Proof.* n = floor(v). a > 1: what is missing is at most the integral of u^-a over (n, oo), and
    n >= v/2. a = 1: log v <= log(n+1) <= sum <= 1 + log n. 0 <= a < 1: the sum lies between the
    integrals over (1, n+1) and (0, n). a < 0: it lies between n^(1-a)/(1-a) and that plus n^-a,
    and v^(1-a) - n^(1-a) <= (1-a) v^-a by the mean value theorem. QED
    """
    p, v = _exponent("a", a), _size(v)
    power = _size(p)
    _require(v >= 1, f"v = {v}: needed is v >= 1")
    if p > 1:
        return TwoSided.outward(-((v / 2) ** (1 - power)) / (power - 1), mp.mpf(0))
    if p == 1:
        return TwoSided.outward(mp.mpf(0), mp.mpf(1))
    if p >= 0:
        return TwoSided.outward(-1 / (1 - power), mp.mpf(0))
    return TwoSided.outward(-(v**-power), v**-power)


def profile_order(
    a: Exact, b: Exact, k: tuple[Exact, Exact], ratio: Exact | None = None
) -> TwoSided:
    """Constants for the sum of j^-a/(1 + k (j/d)^b) over j <= v = ratio * d, form power_form(a, d).

    Parameters
    ----------
    a, b
        b > 0, and a + b > 1: then the constants serve every ratio >= 1, infinite ones included.
    k
        Ends 0 < k_0 <= k_1 of the interval in which k lies.
    ratio
        None, or a largest ratio >= 1; needed where a + b <= 1.

    Notes
    -----
    Uniform in d >= 1, k in [k_0, k_1] and the ratio. With l, u from ``power_order(a)``, c = a + b:

        lower l/(1 + k_1);  upper u for a > 1, u + c/((c-1) k_0) for a <= 1 < c,
        upper u R^(1-a) for a + b <= 1 and ratios up to R.

    *Proof.* Let g = 1/(1 + k (j/d)^b). For j <= d, 1/(1 + k_1) <= g <= 1: the lower bound, by the
    terms j <= d. Above d, g <= (d/j)^b/k_0, and the sum of j^-c over j > d is at most d^-c + the
    integral over (d, oo) <= c/(c-1) d^(1-c), as d >= 1; times d^b/k_0 this is c/((c-1) k_0)
    d^(1-a), at most that constant times the form. For a > 1, and for the last line, g <= 1. QED

    Without a + b > 1 the sum over all j diverges, and k -> 0 or oo moves the scale d.
    """
    p, q = _exponent("a", a), _exponent("b", b)
    least, most = k
    _require(q > 0, f"b = {b}: needed is b > 0")
    _require(0 < least <= most, f"k in {k}: needed is an interval inside (0, oo)")
    _require(ratio is None or ratio >= 1, f"ratio {ratio}: needed is a ratio of at least 1")
    _require(p + q > 1 or ratio is not None, f"a + b = {p + q} <= 1: the sum over all j diverges")
    own, c = power_order(a), _size(p + q)
    lower = own.lower / (1 + _size(most))
    if p > 1:
        return TwoSided.outward(lower, own.upper)
    if p + q > 1:
        return TwoSided.outward(lower, own.upper + c / ((c - 1) * _size(least)))
    return TwoSided.outward(lower, own.upper * _size(ratio) ** (1 - _size(p)))


def profile_remainder(a: Exact, b: Exact, k: tuple[Exact, Exact], d: Size) -> TwoSided:
    """Bounds of the sum of j^-a/(1 + k (j/d)^b) over j <= v, v >= d >= 1, minus its leading form.

    The leading form is zeta(a), log d, or d^(1-a) times the integral of x^-a/(1 + k x^b) over
    (0, v/d), for a > 1, a = 1, 0 <= a < 1; v may be infinite where a + b > 1.

    Notes
    -----
    With u_(.) the upper constant and F_(.) the form of ``power_order``, ``power_form``:

        a > 1:       -(k_1 d^-b u_(a-b) F_(a-b)(d) + a/(a-1) d^(1-a))  and  0
        a = 1:       -k_1 max(1, 1/b)  and  1 + (1+b)/(b k_0)
        0 <= a < 1:  -1/(1-a)  and  0

    *Proof.* a > 1: what is missing from zeta(a) is the sum of j^-a (1 - g) over j <= v and of j^-a
    beyond. For j <= d, 1 - g <= k_1 (j/d)^b; for j > d it is at most 1, and as in
    ``profile_order`` the sum of j^-a over j > d is at most a/(a-1) d^(1-a). a = 1: the same two
    estimates of g below and above d, with log d <= sum over j <= d of 1/j <= 1 + log d and
    u_(1-b) = max(1, 1/b). 0 <= a < 1: the summand falls, so the sum is at most its integral over
    (0, v) and at least that over (1, v), which lacks at most the integral of u^-a over (0, 1). QED
    """
    p, q, d = _exponent("a", a), _exponent("b", b), _size(d)
    profile_order(a, b, k, None if p + q > 1 else 1)  # its hypotheses are those of this bound
    _require(p >= 0, f"a = {a}: needed is a >= 0, so that the summand falls")
    _require(d >= 1, f"d = {d}: needed is d >= 1")
    least, most = map(_size, k)
    power, width = _size(p), _size(q)
    if p > 1:
        inner = power_order(p - q).upper * power_form(p - q, d) * most * d**-width
        return TwoSided.outward(-(inner + power / (power - 1) * d ** (1 - power)), mp.mpf(0))
    if p == 1:
        upper = 1 + (1 + width) / (width * least)
        return TwoSided.outward(-most * max(mp.mpf(1), 1 / width), upper)
    return TwoSided.outward(-1 / (1 - power), mp.mpf(0))


def resolvent_form(q: Exact, m: Exact, k: Exact, b: Exact, w: Size, v: Size) -> Any:
    """Order of the sum of ``resolvent_order``; with J = w^(-1/b), h = q - b k, t = q + b m.

    w^k times 1, 1 + log J, J^(1-h) for h > 1, h = 1, h < 1 if t > 1; w^-m (1 + log+(v/J)) if t = 1;
    w^-m v^(1-t) if t < 1.
    """
    inner, outer, scale = _inner_outer(q, m, k, b)
    w, v = _size(w), _size(v)
    edge = w ** (-1 / scale)
    if outer > 1:
        return w ** _size(k) * power_form(inner, edge)
    if outer == 1:
        return w ** -_size(m) * (1 + max(mp.mpf(0), mp.log(v / edge)))
    return w ** -_size(m) * v ** (1 - _size(outer))


def resolvent_order(q: Exact, m: Exact, k: Exact, b: Exact, margin: Exact = 1) -> TwoSided:
    r"""Constants for sum over j <= v of j^-q (l/(l+w))^m (w/(l+w))^k with l = j^-b.

    Parameters
    ----------
    q, m, k, b
        m, k >= 0, b > 0.
    margin
        C > 0 of the window: w <= 1 and w^(-1/b) <= C v, that is w >= C^-b v^-b; v >= 1, and
        v = oo only where q + b m > 1.

    Notes
    -----
    Let J = w^(-1/b) >= 1, h = q - b k, t = q + b m, D = max(1, C), n = m + k, and l_(.), u_(.)
    from ``power_order``. With the forms of ``resolvent_form`` the constants are

        t > 1: 2^-n l_h/G,                      u_h + t/(t-1),
               G = D^(1-h) for h < 1, 1 + log D for h = 1, 1 for h > 1
        t = 1: 2^-n min(1, l_h D^(h-1))/(1 + log 2),   u_h + 1
        t < 1: (1 + (2 D)^b)^-n min(1, 2^t)/4,  u_h D^(1-t) + u_t

    *Proof.* With y = j/J the summand is j^-q y^(b k)/(1 + y^b)^n. So it is between 2^-n and 1 times
    J^(-b k) j^-h for j <= J, and J^(b m) j^-t for j >= J: the sum is between 2^-n and 1 times
    J^(-b k) S + J^(b m) T, with S the sum of j^-h over j <= min(J, v), T that of j^-t over
    J < j <= v. Write F_h for the form of ``power_order``.
    Upper: S <= u_h F_h(J). For t > 1, T <= t/(t-1) J^(1-t) as in ``profile_order``, and J^(b m)
    J^(1-t) = J^(1-q) <= J^(-b k) F_h(J), with equality for h < 1. For t = 1, T <= 1/J + log+(v/J),
    and J^(-b k) F_h(J) = J^(1-q) = J^(b m), since h = 1 - b n < 1. For t < 1, T <= u_t v^(1-t),
    and J^(-b k) F_h(J) = J^(b m) J^(1-t) <= J^(b m) (D v)^(1-t).
    Lower, t > 1: min(J, v) >= max(1, J/D), and F_h of that is at least F_h(J)/G. Lower, t = 1: so
    J^(-b k) S >= l_h D^(h-1) J^(b m); and T >= log(v/(J+1)) >= log(v/J) - log 2. With z = min(1,
    l_h D^(h-1)) and L = log+(v/J), z + max(0, L - log 2) >= z (1 + L)/(1 + log 2). Lower, t < 1:
    at least v/4 integers lie in [v/2, v]; there y >= 1/(2 D), so the summand is at least
    (1 + (2 D)^b)^-n J^(b m) j^-t, and j^-t >= min(1, 2^t) v^-t. QED

    The window is needed: for J/v -> oo the sum is w^k times that of j^-h over j <= v, which for
    h < 1 is smaller than J^(1-q) by (v/J)^(1-h). For w -> oo it falls like w^-m.
    """
    inner, outer, _ = _inner_outer(q, m, k, b)
    _require(margin > 0, f"margin {margin}: needed is a positive constant")
    room, n = _size(max(Fraction(1), Fraction(margin))), _size(Fraction(m) + Fraction(k))
    own, h, t = power_order(inner), _size(inner), _size(outer)
    half = mp.mpf(2) ** -n
    if outer > 1:
        gap = mp.mpf(1) if inner > 1 else 1 + mp.log(room) if inner == 1 else room ** (1 - h)
        return TwoSided.outward(half * own.lower / gap, own.upper + t / (t - 1))
    if outer == 1:
        least = min(mp.mpf(1), own.lower * room ** (h - 1))
        return TwoSided.outward(half * least / (1 + mp.log(2)), own.upper + 1)
    lower = (1 + (2 * room) ** _size(b)) ** -n * min(mp.mpf(1), mp.mpf(2) ** t) / 4
    return TwoSided.outward(lower, own.upper * room ** (1 - t) + power_order(outer).upper)


def _inner_outer(q: Exact, m: Exact, k: Exact, b: Exact) -> tuple[Fraction, Fraction, Any]:
    """Exponents of the sum below and above the scale J, once the hypotheses hold; and b."""
    p, up, down, scale = (_exponent(n, e) for n, e in (("q", q), ("m", m), ("k", k), ("b", b)))
    _require(up >= 0 and down >= 0, f"m = {m}, k = {k}: needed are m, k >= 0")
    _require(up + down > 0, "m = k = 0 leaves a power sum: use power_order")
    _require(scale > 0, f"b = {b}: needed is b > 0")
    return p - scale * down, p + scale * up, _size(scale)


def _exponent(name: str, value: Exact) -> Fraction:
    _require(isinstance(value, int | Fraction), f"{name} = {value}: give an exact int or Fraction")
    return Fraction(value)


def _size(value: Size) -> Any:
    if isinstance(value, Fraction):
        return mp.mpf(value.numerator) / value.denominator
    return mp.mpf(value)


def _require(holds: Any, message: str) -> None:
    if not holds:
        raise DomainError(message)
