"""Leading forms in sums: what is known exactly of an integral or sum, and what is known no further.

Of X a recalled ``~`` says X = L (1 + E), E tending to 0 in the window, however the sizes tend. Then
X^e = L^e (1 + E'), and so for products of several: in a sum L^e stands in the place of X^e, and
beside it L^e times a number of which nothing is known but that it is below some eps, which tends to
0. Leading forms cancel against each other, then; what they leave never does.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Atom, Quotient, Sum, names_of, s_add, s_mul
from phasecalc.kernel.effort import pay_power
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.rules import Room, Step, recall

__all__ = ["OPAQUE", "Forms", "formed", "leading_forms"]

OPAQUE = ("laplace", "modes")
Forms = Mapping[Atom, Quotient]


def leading_forms(room: Room, rows: object) -> Forms:
    """Positive quotients that stand for integrals and sums, each by a statement that is recalled.

    Their bottoms are free of sizes.
    """
    if not isinstance(rows, list):
        raise CheckFailed("leading forms that are recalled are a list")
    found: dict[Atom, Quotient] = {}
    for data in rows:
        n = room.normal
        left, right, rest = (room.node(data[k]) for k in ("left", "right", "remainder"))
        recall(room, Step(left, "~", right, rest, data))
        whole, form = n(left).single, n.positive(n(right))
        if whole is None or names_of(form.bottom) & room.orders.sizes:
            raise CheckFailed("a leading form that is recalled is one of a product")
        opaque = [(a, e) for a, e in whole[1] if a.kind in OPAQUE]
        if len(opaque) != 1 or opaque[0][1] != ONE or opaque[0][0] in found:
            raise CheckFailed("a leading form is recalled once, of one integral or sum")
        others = tuple((a, -e) for a, e in whole[1] if a.kind not in OPAQUE)
        found[opaque[0][0]] = Quotient(s_mul(form.top, {others: 1 / whole[0]}), form.bottom)
    return found


def formed(p: Sum, forms: Forms) -> tuple[Sum, Sum]:
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
        for atom in used:
            part = s_mul(part, _power(forms[atom], powers.get(atom, ZERO)))
        exact = s_add(exact, part)
        if any(atom in powers for atom in used):
            open_ |= dict.fromkeys(part, Fraction(1))
    return exact, open_


def _power(form: Quotient, e: Rat) -> Sum:
    """A power of a form, times its bottom."""
    if e == ZERO:
        return form.bottom
    if e == ONE:
        return form.top
    if form.bottom != UNIT or len(form.top) != 1 or e.integer is None:
        raise CheckFailed("a power of a leading form that is no product")
    ((term, front),) = form.top.items()
    pay_power(front, abs(e.integer))
    return {tuple((a, x * e) for a, x in term): front**e.integer}
