"""Leading forms in sums: what is known exactly of an integral or sum, and what is known no further.

Of X a recalled ``~`` says X = L (1 + E), E tending to 0 in the window, however the sizes tend. Then
X^e = L^e (1 + E'), and so for products of several: in a sum L^e stands in the place of X^e, and
beside it L^e times a number of which nothing is known but that it is below some eps, which tends to
0. Leading forms cancel against each other, then; what they leave never does.

A sum S of which one product m leads, the others tending to 0 against it, is m (1 + E) as well, so
that S^e has the form m^e; and log S is log m besides a number below some eps.

Where that is not enough, the others come along to some order k: with E the sum of the others over
m, S^e is m^e (1 + e E + e (e - 1)/2 E^2 + ...) and log S is log m + E - E^2/2 + ..., up to E^k and
what is small against E^k: the rest of either series is at most a multiple of |E|^(k + 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import (
    UNIT,
    Atom,
    Quotient,
    Sum,
    names_of,
    of_rational,
    root,
    s_add,
    s_mul,
)
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.rules import Room, Step, recall
from phasecalc.kernel.values import log_of

__all__ = [
    "OPAQUE",
    "Form",
    "Forms",
    "formed",
    "forms_of_sum",
    "leading_forms",
    "sums_in",
]

OPAQUE = ("laplace", "modes")


@dataclass(frozen=True)
class Form:
    """What stands for something in a sum, and what is left open beside it, up to a small factor.

    Its bottom is certified to be positive: sums are multiplied by it, and keep their sign. Of a sum
    ``rest`` has the powers, from the first on, of what stands beside the product that leads it,
    over that product.
    """

    exact: Quotient
    open: Sum
    rest: tuple[Sum, ...] = ()


Forms = Mapping[Atom, Form]


def leading_forms(room: Room, rows: Sequence[Mapping[str, Any]]) -> Forms:
    """Quotients that stand for integrals and sums, each by a statement that is recalled.

    Their bottoms are free of sizes. Of a product of several, the others are in the quotient: it has
    their sign.
    """
    found: dict[Atom, Form] = {}
    for data in rows:
        n = room.normal
        left, right, rest = (room.node(data[k]) for k in ("left", "right", "remainder"))
        recall(room, Step(left, "~", right, rest, data))
        whole, form = n(left).single, n.positive(n(right))
        if whole is None or names_of(form.bottom) & room.orders.sizes:
            raise CheckFailed("a leading form that is recalled is one of a product")
        opaque = [a for a, e in whole[1] if a.kind in OPAQUE and e == ONE and a not in found]
        if not opaque:
            raise CheckFailed("a leading form is recalled once, of an integral or sum")
        others = tuple((a, -e) for a, e in whole[1] if a != opaque[0])
        top = s_mul(form.top, {others: 1 / whole[0]})
        found[opaque[0]] = Form(Quotient(top, form.bottom), top)
    return found


def sums_in(*sides: Quotient) -> dict[str, Atom]:
    """Sums of which powers or logarithms occur, by their keys."""
    found: dict[str, Atom] = {}
    for atom in (a for q in sides for p in (q.top, q.bottom) for t in p for a, _ in t):
        inner = atom.parts[0] if atom.kind == "log" else atom
        if isinstance(inner, Atom) and inner.kind == "base":
            found[inner.key] = inner
    return found


def forms_of_sum(n: Normal, core: Atom, lead: Sum, others: Sum, order: int) -> dict[Atom, Form]:
    """The forms of a sum and of its logarithm, by the one product that leads it.

    Parameters
    ----------
    n
        Normal forms.
    core
        The sum.
    lead, others
        The product, and the rest.
    order
        To which the rest comes along.
    """
    log = Atom("log", f"{core.kind}:{core.key}")
    whole = n.over_positive(log_of(n, lead))
    ((term, c),) = lead.items()
    rest, powers = s_mul(others, {tuple((a, -e) for a, e in term): 1 / c}), [UNIT]
    for _ in range(order):
        powers.append(s_mul(powers[-1], rest))
    series: Sum = {}
    for k, power in enumerate(powers[1:], start=1):
        series = s_add(series, s_mul(power, {(): Fraction((-1) ** (k + 1), k)}))
    found = Quotient(s_add(whole.top, s_mul(series, whole.bottom)), whole.bottom)
    form = Form(Quotient(lead, UNIT), lead, tuple(powers[1:]))
    return {core: form, log: Form(found, _marked(powers[-1]))}


def formed(n: Normal, p: Sum, forms: Forms) -> tuple[Sum, Sum]:
    """A sum with leading forms in the place of what they stand for, and what they leave open.

    Both are times the bottoms of the forms, positive numbers free of sizes. Coefficients of what is
    left open are of no account.
    """
    exact: Sum = {}
    open_: Sum = {}
    used = [a for a in forms if any(a in dict(t) for t in p)]
    for term, c in p.items():
        powers = dict(term)
        part: Sum = {tuple(x for x in term if x[0] not in forms): c}
        left: Sum = {}
        for atom in used:
            whole, small = _power(n, forms[atom], powers.get(atom, ZERO))
            left = _marked(s_mul(left, _marked({**whole, **small})), s_mul(_marked(part), small))
            part = s_mul(part, whole)
        exact = s_add(exact, part)
        open_ = _marked(open_, left)
    return exact, open_


def _marked(*sums: Sum) -> Sum:
    """The products that occur, without their coefficients."""
    return {t: Fraction(1) for p in sums for t in p}


def _power(n: Normal, form: Form, e: Rat) -> tuple[Sum, Sum]:
    """A power of a form, and what it leaves open, both times the bottom of the form."""
    if e.names & n.sizes:  # (1 + E)^d need not tend to 1
        raise CheckFailed("a size in an exponent")
    whole = form.exact
    if e == ZERO:
        return whole.bottom, {}
    if e == ONE and not form.rest:
        return whole.top, _marked(form.open)
    single = len(whole.top) == 1 and whole.bottom == UNIT and form.open.keys() == whole.top.keys()
    if not single:
        raise CheckFailed("a power of a leading form that is no product")
    if e.integer is None:  # (a^2)^(1/2) is not a where a is below 0
        top = n.raised(whole.top, e)
    else:
        ((term, front),) = whole.top.items()
        top = s_mul({tuple((a, x * e) for a, x in term): Fraction(1)}, root(front, e))
    if not form.rest:
        return top, _marked(top)
    whole_power, factor = top, ONE
    for k, power in enumerate(form.rest):
        factor = factor * (e - k) * Rat.number(Fraction(1, k + 1))
        by = of_rational(factor)
        if by.bottom.keys() != UNIT.keys():
            raise CheckFailed("the exponent of a sum with its rest is a polynomial")
        part = s_mul(s_mul(top, power), s_mul(by.top, {(): 1 / by.bottom[()]}))
        whole_power = s_add(whole_power, part)
    return whole_power, _marked(s_mul(top, form.rest[-1]))
