"""Inequalities between products of powers of numbers, by one base above 1 and a positive power."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.fading import rat_node
from phasecalc.kernel.language import Statement, encode_node, encode_statement, number
from phasecalc.kernel.orders import divided
from phasecalc.kernel.rational import ONE, Rat
from phasecalc.kernel.rules import Room
from phasecalc.normal.product import primes

__all__ = ["OWN", "helper", "raised_step"]

OWN = "claim"  # the label of a claim's theorem while it is looked for
_MOST_POWER = 24


def raised_step(s: Statement, room: Room) -> tuple[dict[str, Any], dict[str, Any]]:
    """A step of the rule ``raised`` for left < right, but for the number of its helper line.

    Parameters
    ----------
    s
        An inequality ``<`` without sizes.
    room
        Its hypotheses.

    Raises
    ------
    CheckFailed
        The quotient of the sides is not a power of one number.
    """
    n = room.normal
    quotient = divided(n.positive(n(s.right)), n.positive(n(s.left))).single
    if quotient is None or not isinstance(quotient[0], Fraction):
        raise CheckFailed("the quotient of the sides is not one product of powers")
    powers: dict[int, Rat] = {}
    for atom, e in quotient[1]:
        if atom.kind != "prime":
            raise CheckFailed("a power of something else than a number")
        powers[int(atom.key)] = e
    for p, k in primes(quotient[0]).items():
        powers[p] = powers.get(p, Rat.number(0)) + k
    base, power = _one_base({p: e for p, e in powers.items() if e != Rat.number(0)})
    step = {
        "relation": "<",
        "right": encode_node(s.right),
        "rule": "raised",
        "low": encode_node(("num", "1")),
        "high": encode_node(number(base)),
        "power": encode_node(rat_node(power)),
        "factor": encode_node(s.left),
    }
    return step, helper(base)


def _one_base(powers: dict[int, Rat]) -> tuple[Fraction, Rat]:
    """A number above 1 and a power of it that is the product."""
    if not powers:
        raise CheckFailed("the sides are equal")
    first = next(iter(powers.values()))
    shares = {p: (e / first).value for p, e in powers.items()}
    if not all(isinstance(x, Fraction) for x in shares.values()):
        raise CheckFailed("powers that are no multiples of one")
    known = {p: Fraction(str(x)) for p, x in shares.items()}
    scale = lcm(*(x.denominator for x in known.values()))
    base = Fraction(1)
    for p, x in known.items():
        if abs(x * scale) > _MOST_POWER:
            raise CheckFailed("a power that is too large")
        base *= Fraction(p) ** int(x * scale)
    power = first * Rat.number(Fraction(1, scale))
    return (base, power) if base > 1 else (1 / base, power * -ONE)


def helper(base: Fraction) -> dict[str, Any]:
    """The line 1 < base."""
    statement = Statement("<", ("num", "1"), number(base))
    step = {"relation": "<", "right": encode_node(number(base)), "rule": "sign"}
    return {"statement": encode_statement(statement), "steps": [step], "witness": {}, "path": {}}
