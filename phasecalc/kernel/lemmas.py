"""Classical lemmas on Laplace integrals and power sums; each rule certifies all its hypotheses.

What they state is proved by elementary two-sided bounds on the page ``docs/bounds.md``, which no
program has read, so a theorem that uses them *rests on* them.

Laplace: for I = int_e^1 u^(s - 1) exp(-x u) du, x > 0, 0 <= e,

==========  ============================================  ======================================
case        in the window                                 I is
==========  ============================================  ======================================
``time``    s > 0; x bounded below; x e bounded, e -> 0   ``=Theta=`` x^(-s)
            the same with x -> oo, x e -> 0               ``~`` Gamma(s) x^(-s), relative error
                                                          x^(s-1) exp(-x) + (x e)^s
``early``   s > 0, e = 0; x bounded                       ``=Theta=`` 1
``end``     s < 0; e -> 0; x e bounded                    ``=Theta=`` e^s
            the same with x bounded below, x e -> 0       ``~`` e^s/(-s), relative error
                                                          (x e)^(-s) + x e, both with a factor
                                                          1 + log(1/(x e)) where s may be -1
``log``     s = 0; x bounded below; x e -> 0              ``=Theta=`` and ``~`` log(1/(x e)),
                                                          relative error 1/log(1/(x e))
``edge``    s = 0; e -> 0; x e bounded and bounded below  ``=Theta=`` 1
==========  ============================================  ======================================

Power sums: for S = sum_{j <= v} j^(-a)/(1 + k (j/d)^b), k = 0 or k, b > 0 fixed, d -> oo, v = rho d
with rho > 0 fixed, or v = oo where S converges,

=========  =======  =============================================================================
case       where    S is
=========  =======  =============================================================================
``first``  a > 1    ``=Theta=`` 1; ``~`` zeta(a), relative error d^(1-a) and, for k > 0, d^(-b),
                    both with a factor 1 + log d where a - 1 may be b
``scale``  a < 1    ``=Theta=`` d^(1-a); ``~`` d^(1-a) int_0^rho x^(-a)/(1 + k x^b) dx, relative
                    error d^(a-1) and, for finite rho and a not 0, 1/d
``log``    a = 1    ``=Theta=`` and ``~`` log d, relative error 1/log d
=========  =======  =============================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Quotient, of_rational, same
from phasecalc.kernel.language import Node
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.orders import divided
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.rules import Room, Step
from phasecalc.kernel.values import gamma_of, laplace_parts, modes_parts

__all__ = ["LAPLACE", "LEMMAS", "MODES", "factors_of", "isolated"]

# A relative error: a product of powers, perhaps times 1 + log of another one.
Piece = tuple[Quotient, "Quotient | None"]


def isolated(node: Node, kind: str) -> tuple[list[Node], Node]:
    """Factors of a product, and the one integral or sum among them."""
    factors = factors_of(node)
    found = [f for f in factors if f[0] == kind]
    if len(found) != 1:
        raise CheckFailed(f"the left side is not a product with one {kind}")
    return [f for f in factors if f is not found[0]], found[0]


def factors_of(node: Node) -> list[Node]:
    """Factors of a product of products."""
    if node[0] != "mul":
        return [node]
    return [f for part in node[1:] for f in factors_of(part)]


def _power(n: Normal, base: Quotient, e: Rat) -> Quotient:
    return n.general_power(base, e) if e.integer is None else n.whole_power(base, e.integer)


def _conclude(
    room: Room,
    step: Step,
    front: Sequence[Node],
    order: Quotient,
    value: Quotient,
    rest: list[Piece],
) -> None:
    """The step must say what the lemma gives, its error included."""
    n = room.normal
    ahead = Quotient(UNIT, UNIT)
    for node in front:
        ahead = ahead * n(node)
    ahead = n.positive(ahead)
    right = n.positive(n(step.right))
    if step.relation == "=Theta=":
        room.orders.constant(divided(ahead * order, right))
        return
    if not same(ahead * value, right):
        raise CheckFailed("the lemma gives another leading form")
    _same_errors(room, rest, step.remainder or ())


def _same_errors(room: Room, mine: list[Piece], stated: Node) -> None:
    claimed = [_piece(room, x) for x in (stated[1:] if stated[0] == "add" else (stated,))]
    for q, under in mine:
        for k, (p, log) in enumerate(claimed):
            if (under is None) != (log is None):
                continue
            try:
                room.orders.constant(divided(q, p))
                if under is not None and log is not None and not same(under, log):
                    continue
            except CheckFailed:
                continue
            del claimed[k]
            break
        else:
            raise CheckFailed("an error that the lemma leaves is not stated")
    if claimed:
        raise CheckFailed("a stated error is not one that the lemma leaves")


def _piece(room: Room, node: Node) -> Piece:
    """A summand of a remainder: powers, perhaps times (1 + log x)."""
    n, rest, log = room.normal, Quotient(UNIT, UNIT), None
    for factor in factors_of(node):
        if factor[0] == "add" and len(factor) == 3 and factor[2][0] == "log":
            if factor[1] != ("num", "1") or log is not None:
                raise CheckFailed("write 1 + log(x)")
            log = n.positive(n(factor[2][1]))
        else:
            rest = rest * n(factor)
    return n.positive(rest), log


def _bounded_below(room: Room, q: Quotient, slacks: object, *, strong: bool) -> None:
    vector, rest = room.orders.split(q)
    room.normal.positive(rest)
    given = room.rationals(slacks)
    if strong:
        room.orders.growing(vector, given)
    else:
        room.orders.bounded({s: -e for s, e in vector.items()}, given)


def _fixed(room: Room, *exponents: Rat) -> None:
    """Refuse sizes in the exponents of an integral or a sum: the bounds depend on these."""
    found = set[str]().union(*(e.names for e in exponents)) & set(room.statement.sizes)
    if found:
        raise CheckFailed(f"an exponent depends on the size {min(found)}")


def laplace(room: Room, step: Step) -> None:
    """A Laplace integral by its order, or by its leading form with the relative error."""
    if step.relation not in ("=Theta=", "~"):
        raise CheckFailed("this lemma gives =Theta= or ~")
    front, node = isolated(step.left, "laplace")
    n, data = room.normal, step.data
    s, x, low = laplace_parts(n, node)
    _fixed(room, s)
    case, sharp, one = data["case"], step.relation == "~", Quotient(UNIT, UNIT)
    if not low.zero:
        inverse = divided(Quotient(UNIT, UNIT), n.positive(x * low))
        _bounded_below(room, inverse, data["x_low"], strong=sharp or case == "log")
        ends = divided(Quotient(UNIT, UNIT), low)
        _bounded_below(room, ends, data["low"], strong=True)
    elif case not in ("time", "early"):
        raise CheckFailed("without a lower end only time decides")
    if case == "time":
        n.signs.ratio(s, ">")
        _bounded_below(room, x, data["x"], strong=sharp)
        order = _power(n, x, -s)
        rest: list[Piece] = [
            (_power(n, x, s - 1) * n(("exp", ("mul", ("num", "-1"), node[2]))), None)
        ]
        if not low.zero:
            rest.append((_power(n, x * low, s), None))
        _conclude(room, step, front, order, order * gamma_of(n, s), rest)
    elif case == "early" and low.zero and not sharp:
        _bounded_below(room, divided(Quotient(UNIT, UNIT), x), data["x"], strong=False)
        _conclude(room, step, front, one, one, [])
    elif case == "edge" and not sharp:
        n.signs.ratio(s, "=")
        _bounded_below(room, n.positive(x * low), data["edge"], strong=False)
        _conclude(room, step, front, one, one, [])
    elif case == "end":
        _at_end(room, step, front, s, x, low)
    elif case == "log":
        n.signs.ratio(s, "=")
        _bounded_below(room, x, data["x"], strong=False)
        _logarithm(room, step, front, divided(Quotient(UNIT, UNIT), n.positive(x * low)))
    else:
        raise CheckFailed(f"no case {case!r:.40}")


def _at_end(
    room: Room, step: Step, front: Sequence[Node], s: Rat, x: Quotient, low: Quotient
) -> None:
    """The lower end decides."""
    n, data = room.normal, step.data
    n.signs.ratio(-s, ">")
    if step.relation == "~":
        _bounded_below(room, x, data["x"], strong=False)
    order = _power(n, low, s)
    log = None if _apart(n, s + 1, data) else divided(Quotient(UNIT, UNIT), n.positive(x * low))
    rest: list[Piece] = [(_power(n, x * low, -s), log), (x * low, log)]
    _conclude(room, step, front, order, divided(order, of_rational(-s)), rest)


def _apart(n: Normal, gap: Rat, data: Any) -> bool:
    """Whether two exponents are certified to differ, in the way that the proof says."""
    way = data.get("apart", "")
    if way not in ("", "+", "-"):
        raise CheckFailed("exponents are apart by + or -")
    if way:
        n.signs.ratio(gap if way == "+" else -gap, ">")
    return bool(way)


def _logarithm(room: Room, step: Step, front: Sequence[Node], under: Quotient) -> None:
    """The right side is the front times log(under), the error one over it."""
    n = room.normal
    right = factors_of(step.right)
    logs = [f for f in right if f[0] == "log"]
    if len(logs) != 1 or not same(n.positive(n(logs[0][1])), under):
        raise CheckFailed("the right side has the logarithm of another quantity")
    others = [f for f in right if f is not logs[0]]
    mine, theirs = Quotient(UNIT, UNIT), Quotient(UNIT, UNIT)
    for f in front:
        mine = mine * n(f)
    for f in others:
        theirs = theirs * n(f)
    mine, theirs = n.positive(mine), n.positive(theirs)
    if step.relation == "=Theta=":
        room.orders.constant(divided(mine, theirs))
        return
    if not same(mine, theirs):
        raise CheckFailed("the lemma gives another leading form")
    stated = step.remainder or ()
    good = stated[:1] == ("pow",) and stated[1][0] == "log" and stated[2] == ("num", "-1")
    if not good or not same(n.positive(n(stated[1][1])), under):
        raise CheckFailed("the error is one over the same logarithm")


def modes(room: Room, step: Step) -> None:
    """A sum over powers of modes by its order, or by its leading form with the relative error."""
    if step.relation not in ("=Theta=", "~"):
        raise CheckFailed("this lemma gives =Theta= or ~")
    front, node = isolated(step.left, "modes")
    n, data = room.normal, step.data
    a, k, b, d, top = modes_parts(n, node)
    _fixed(room, a, b)
    _bounded_below(room, d, data["d"], strong=True)
    if not k.zero:
        room.orders.constant(k)
        n.signs.ratio(b, ">")
    ratio = None
    if top is not None:
        ratio = divided(top, d)
        room.orders.constant(ratio)
    case, one = data["case"], Quotient(UNIT, UNIT)
    if case == "first":
        n.signs.ratio(a - 1, ">")
        log = None if k.zero or _apart(n, a - 1 - b, data) else d
        rest: list[Piece] = [] if top is None and k.zero else [(_power(n, d, 1 - a), log)]
        rest += [] if k.zero else [(_power(n, d, -b), log)]
        value = n(("zeta", node[1]))
        _conclude(room, step, front, one, value, rest)
    elif case == "scale":
        n.signs.ratio(1 - a, ">")
        rest = [(_power(n, d, a - 1), None)]
        if top is not None and a != ZERO:
            rest.append((_power(n, d, ZERO - ONE), None))
        _conclude(
            room, step, front, _power(n, d, 1 - a), _moment(room, step, node, a, d, ratio), rest
        )
    elif case == "log":
        n.signs.ratio(a - 1, "=")
        _logarithm(room, step, front, d)
    else:
        raise CheckFailed(f"no case {case!r:.40}")


def _moment(
    room: Room, step: Step, node: Node, a: Rat, d: Quotient, ratio: Quotient | None
) -> Quotient:
    """d^(1-a) times the moment, which for k = 0 is rho^(1-a)/(1-a)."""
    n = room.normal
    if step.relation == "=Theta=":
        return Quotient(UNIT, UNIT)
    front = _power(n, d, 1 - a)
    if n(node[2]).zero:
        if ratio is None:
            raise CheckFailed("the sum diverges")
        return front * divided(_power(n, n.positive(ratio), 1 - a), of_rational(1 - a))
    if ratio is None:
        return front * n(("moment", node[1], node[2], node[3], ("infinity",)))
    end = room.node(step.data["ratio"])
    if not same(n.positive(n(end)), n.positive(ratio)):
        raise CheckFailed("the moment ends at another ratio")
    return front * n(("moment", node[1], node[2], node[3], end))


LAPLACE = "two-sided bounds of Laplace integrals (Watson's lemma, DLMF 2.4(i))"
MODES = "two-sided bounds of power sums (Flajolet, Gourdon and Dumas 1995)"
LEMMAS: dict[str, tuple[Callable[[Room, Step], None], str]] = {
    "laplace": (laplace, LAPLACE),
    "modes": (modes, MODES),
}
