"""Exact inequalities between positive numbers that are no rational functions.

All are elementary: a weighted geometric mean is at most the arithmetic one, powers keep or turn an
order, and what is at least 1 has powers from 1 on. All their hypotheses are certified here.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from phasecalc.checker import CheckFailed, Number
from phasecalc.kernel.atoms import UNIT, Quotient, Term, of_rational, same
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.orders import divided
from phasecalc.kernel.rational import ONE, ZERO, Polynomial, Rat
from phasecalc.kernel.rules import Room, Step, only, recall, summands

__all__ = ["BOUNDS"]


def weighted(room: Room, step: Step) -> None:
    """Prod (t_i/w_i)^(w_i) <= sum t_i for positive terms t_i, weights w_i >= 0 of sum 1."""
    only(step, "<=")
    n, terms = room.normal, summands(room, step.right)
    weights = room.rationals(step.data["weights"])
    if len(weights) != len(terms) or sum(weights, ZERO) != ONE:
        raise CheckFailed("one weight for each term, and together they are 1")
    mean = Quotient(UNIT, UNIT)
    for w, term in zip(weights, terms, strict=True):
        if w == ZERO:
            continue  # what is left out only makes the sum larger
        n.signs.ratio(w, ">")
        mean = mean * _power(n, term, w) * _power(n, of_rational(w), -w)
    _same(n, n(step.left), mean, "the left side is not the mean with these weights")


def raised(room: Room, step: Step) -> None:
    """From a < b between positive numbers c a^e < c b^e, and c b^e < c a^e for e below 0."""
    only(step, "<", "<=")
    n, data = room.normal, step.data
    low, high = room.node(data["low"]), room.node(data["high"])
    recall(room, Step(low, step.relation, high, None, data["by"]))
    e, factor = room.rational(data["power"]), n.positive(n(room.node(data["factor"])))
    turned = data.get("turned") is True
    n.signs.ratio(-e if turned else e, ">")
    sides = [factor * _power(n, n.positive(n(x)), e) for x in (low, high)]
    if turned:
        sides.reverse()
    for mine, stated in zip(sides, (step.left, step.right), strict=True):
        _same(n, n(stated), mine, "the power of what is recalled is another one")


def grown(room: Room, step: Step) -> None:
    """The right side over the left one is a product of powers of what is at least 1, none below 0.

    For ``<`` the number before it is above 1, or the factor named is a positive power of what is.
    """
    only(step, "<", "<=")
    n = room.normal
    single = divided(n.positive(n(step.right)), n.positive(n(step.left))).single
    if single is None:
        raise CheckFailed("the quotient of the sides is not one product of powers")
    c, term = _gathered(*single)
    strict = step.relation == "<="
    if c != 1:
        n.positive(Quotient({(): c - 1}, UNIT))
        strict = True
    for atom, e in term:
        named = atom.key == step.data.get("strictly")
        n.signs.ratio(e, ">" if named else ">=")
        if atom.kind == "var":
            over: Polynomial = {((atom.name, 1),): Fraction(1), (): Fraction(-1)}
            (n.signs.above if named else n.signs.not_below)(over)
        elif atom.kind not in ("prime", "pi"):
            raise CheckFailed(f"{atom.kind} is not known to be at least 1")
        strict = strict or named
    if not strict:
        raise CheckFailed("nothing makes the right side larger than the left one")


def _gathered(c: Number, term: Term) -> tuple[Number, Term]:
    """The same with the primes in the number joined to their powers: 2^a is 16 * 2^(a - 4)."""
    powers = dict(term)
    for atom, e in term:
        while atom.kind == "prime" and isinstance(c, Fraction):
            p = int(atom.key)
            up = c.numerator % p == 0
            if not up and c.denominator % p:
                break
            c, e = (c / p, e + 1) if up else (c * p, e - 1)
        powers[atom] = e
    return c, tuple(powers.items())


def _power(n: Normal, base: Quotient, e: Rat) -> Quotient:
    return n.general_power(base, e) if e.integer is None else n.whole_power(base, e.integer)


def _same(n: Normal, one: Quotient, other: Quotient, message: str) -> None:
    if not same(one, n.tidy(other)):
        raise CheckFailed(message)


BOUNDS: dict[str, tuple[Callable[[Room, Step], None], str]] = {
    "weighted": (weighted, ""),
    "raised": (raised, ""),
    "grown": (grown, ""),
}
