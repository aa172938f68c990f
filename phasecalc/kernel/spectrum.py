"""Sums over the spectrum, between two powers of the distance from it; the rule certifies this.

For V = sum_{j <= v} j^(-q) (l/(l + w))^m (w/(l + w))^k with l = j^(-b), b > 0, m, k >= 0 and
m + k > 0, let w be bounded, w v^b bounded below, v -> oo, and put h = q - b k, t = q + b m. Then V
is =Theta= the form below, with constants that depend on exponents and the window alone.

=========  ================  ====================
case       where             V is ``=Theta=``
=========  ================  ====================
``first``  t > 1, h > 1      w^k
``level``  t > 1, h < 1      w^(k - (1 - h)/b)
``last``   t < 1             w^(-m) v^(1 - t)
``few``    t > 1, h = 1      w^k log(1/w)
``all``    t = 1             w^(-m) log(w v^b)
=========  ================  ====================

In the last two what stands under the logarithm tends to infinity; it may be written up to a
positive constant, which such a logarithm outgrows.

*Proof.* Let w <= 1 first, J = w^(-1/b) >= 1, y = j/J; J is at most a constant times v. The term is
j^(-q) y^(b k)/(1 + y^b)^(m + k): between 2^(-m-k) and 1 times w^k j^(-h) for j <= J, and times
w^(-m) j^(-t) for j >= J. So V is of the order of w^k S + w^(-m) T, where S sums j^(-h) over
j <= min(J, v), and T that of j^(-t) over J < j <= v.

* t > 1: T is at most a constant times J^(1 - t), and w^(-m) J^(1 - t) = J^(1 - q) = w^k J^(1 - h).
  This is at most w^k for h > 1, where S is of order 1, and w^k S for h < 1, where S is of order
  J^(1 - h).
* t < 1: then h < 1 as well. T is at most a constant times v^(1 - t), and w^k S is at most one times
  w^k J^(1 - h) = w^(-m) J^(1 - t). The terms with v/2 <= j <= v, at least v/4 of them, are each at
  least a constant times w^(-m) v^(-t).
* t > 1, h = 1: T is as for t > 1, so w^(-m) T is at most a constant times w^k; S is of the order of
  1 + log J, since min(J, v) is at least a constant times J; and log J = log(1/w)/b.
* t = 1: then h = 1 - b (m + k) < 1, and w^k S is of the order of w^k J^(1 - h) = w^(-m). T is
  within a constant of log(v/J) = log(w v^b)/b.

If 1 < w <= A, each term lies between A^(-m-k) and A^(m+k) times that at w = 1, and so do the forms
up to constants. Explicit constants are in ``docs/bounds.md``, section 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Quotient
from phasecalc.kernel.language import Node
from phasecalc.kernel.lemmas import factors_of, isolated
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.orders import divided
from phasecalc.kernel.rational import ONE, Rat
from phasecalc.kernel.rules import Room, Step, only
from phasecalc.kernel.values import spectrum_parts

__all__ = ["SPECTRUM"]

NAME = "two-sided bounds of sums over the spectrum (docs/bounds.md, section 5)"


def spectrum(room: Room, step: Step) -> None:
    """A sum over the spectrum by its order."""
    only(step, "=Theta=")
    front, node = isolated(step.left, "spectrum")
    n, data, one = room.normal, step.data, Quotient(UNIT, UNIT)
    (q, m, k, b), w, v = spectrum_parts(n, node)
    if set[str]().union(*(e.names for e in (q, m, k, b))) & set(room.statement.sizes):
        raise CheckFailed("an exponent depends on a size")
    for e in (m, k):
        n.signs.ratio(e, ">=")
    for e in (m + k, b):
        n.signs.ratio(e, ">")
    _bounded_below(room, divided(one, w), data["w"], strong=False)
    _bounded_below(room, w * _power(n, v, b), data["inside"], strong=False)
    _bounded_below(room, v, data["v"], strong=True)
    case, h, t = data["case"], q - b * k, q + b * m
    if case == "first":
        for e in (t, h):
            n.signs.ratio(e - 1, ">")
        order = _power(n, w, k)
    elif case == "level":
        n.signs.ratio(t - 1, ">")
        n.signs.ratio(ONE - h, ">")
        order = _power(n, w, k - (ONE - h) / b)
    elif case == "last":
        n.signs.ratio(ONE - t, ">")
        order = _power(n, w, -m) * _power(n, v, ONE - t)
    elif case in ("few", "all"):
        _logarithm(room, step, front, case, (h, t), (m, k), (w, w * _power(n, v, b)))
        return
    else:
        raise CheckFailed(f"no case {case!r:.40}")
    _conclude(room, step, front, order)


def _logarithm(
    room: Room,
    step: Step,
    front: Sequence[Node],
    case: str,
    ends: tuple[Rat, Rat],
    times: tuple[Rat, Rat],
    sizes: tuple[Quotient, Quotient],
) -> None:
    """The two cases in which every scale between counts: the right side has their number."""
    n, data, (h, t), (m, k), (w, inside) = room.normal, step.data, ends, times, sizes
    if case == "few":
        n.signs.ratio(t - 1, ">")
        n.signs.ratio(h - 1, "=")
        order, under = _power(n, w, k), divided(Quotient(UNIT, UNIT), w)
        _bounded_below(room, under, data["w"], strong=True)
    else:
        n.signs.ratio(t - 1, "=")
        order, under = _power(n, w, -m), inside
        _bounded_below(room, under, data["inside"], strong=True)
    factors = factors_of(step.right)
    logs = [f for f in factors if f[0] == "log"]
    if len(logs) != 1:
        raise CheckFailed("the right side is a product with one logarithm")
    room.orders.constant(divided(n.positive(under), n.positive(n(logs[0][1]))))
    rest = Quotient(UNIT, UNIT)
    for f in factors:
        if f is not logs[0]:
            rest = rest * n(f)
    ahead = Quotient(UNIT, UNIT)
    for node in front:
        ahead = ahead * n(node)
    whole = n.tidy(n.positive(ahead) * order)
    room.orders.constant(divided(whole, n.positive(rest)))


def _power(n: Normal, base: Quotient, e: Rat) -> Quotient:
    return n.general_power(base, e) if e.integer is None else n.whole_power(base, e.integer)


def _bounded_below(room: Room, q: Quotient, slacks: object, *, strong: bool) -> None:
    vector, rest = room.orders.split(room.normal.positive(q))
    room.normal.positive(rest)
    given = room.rationals(slacks)
    if strong:
        room.orders.growing(vector, given)
    else:
        room.orders.bounded({s: -e for s, e in vector.items()}, given)


def _conclude(room: Room, step: Step, front: Sequence[Node], order: Quotient) -> None:
    """The right side is the front times the order, up to a positive constant."""
    n, ahead = room.normal, Quotient(UNIT, UNIT)
    for node in front:
        ahead = ahead * n(node)
    whole = n.tidy(n.positive(ahead) * order)
    room.orders.constant(divided(whole, n.positive(n(step.right))))


SPECTRUM: dict[str, tuple[Callable[[Room, Step], None], str]] = {"spectrum": (spectrum, NAME)}
