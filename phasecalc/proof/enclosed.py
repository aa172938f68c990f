"""Strict inequalities enclosed in balls over a box of parameters (Arb, through python-flint).

mpmath's intervals are not used: their exponential is not rigorous to the last place.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from phasecalc.checker import Surd
from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.kernel.language import Node, number_of, unfold
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.rational import Rat
from phasecalc.kernel.signs import Signs
from phasecalc.proof.claim import Claim, definitions
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.measured import Measurement
from phasecalc.proof.wording import relation, where

__all__ = ["Enclosed"]

Box = dict[str, tuple[Fraction, Fraction]]
_MOST_BOXES = 20_000


class Enclosed(Measurement):
    """A claim ``left < right`` holds on a box, because balls around the difference say so.

    Parameters
    ----------
    claim
        Its conditions are ``x >= low`` and ``x <= high`` for each parameter, and nothing else.
    """

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        s = claim.statement
        if s.relation != "<" or s.constants or s.sizes:
            raise StepFailed("balls enclose strict inequalities between parameters")
        self.box = _box(claim)

    def judge(self) -> Evidence:
        """Cut the box until every part is enclosed."""
        if importlib.util.find_spec("flint") is None:
            raise Undecided("balls need python-flint: install phasecalc[arb]")
        s = self.claim.statement
        sides = (unfold(s.right, definitions()), unfold(s.left, definitions()))
        todo, done = [self.box], 0
        while todo:
            box = todo.pop()
            done += 1
            value = _gap(*sides, box)
            if value > 0:
                continue
            if value < 0:
                raise StepFailed(f"fails throughout the box {_text(box)}")
            if done > _MOST_BOXES:
                raise Undecided(f"{done} boxes do not settle it, last {_text(box)}")
            todo += _halves(box)
        return Evidence(Rank.ENCLOSED, f"{done} boxes, balls of Arb")

    def __str__(self) -> str:
        return f"{where(self.claim.statement)}: ${relation(self.claim.statement)}$"


def _box(claim: Claim) -> Box:
    s = claim.statement
    bare = Normal(Signs(s.parameters, (), (), lambda *_: None))
    ends: dict[str, dict[str, Fraction]] = {n: {} for n in s.parameters}
    for sign, node in s.conditions:
        x = bare.rational(node)
        names = sorted(x.names)
        slope = x.slope(names[0]).value if len(names) == 1 else None
        start = x.at({names[0]: Rat.number(0)}).value if names else None
        if sign not in (">", ">=") or not isinstance(slope, Fraction) or slope == 0:
            raise StepFailed("the conditions of an enclosure are the ends of a box")
        assert isinstance(start, Fraction)
        ends[names[0]]["low" if slope > 0 else "high"] = -start / slope
    if any(set(e) != {"low", "high"} for e in ends.values()):
        raise StepFailed("each parameter of an enclosure has two ends")
    return {n: (e["low"], e["high"]) for n, e in ends.items()}


def _gap(right: Node, left: Node, box: Box) -> Any:
    """Ball around right - left on a box; undetermined where a part is not defined."""
    from flint import arb

    at = {n: _ball(low).union(_ball(high)) for n, (low, high) in box.items()}
    value = _value(right, at) - _value(left, at)
    return value if value.is_finite() else arb("nan")


def _ball(x: Fraction) -> Any:
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator))


def _value(node: Node, at: Mapping[str, Any]) -> Any:
    from flint import arb

    kind = node[0]
    if kind == "num":
        x = number_of(node)
        if isinstance(x, Surd):
            return _ball(x.a) + _ball(x.b) * arb(x.n).sqrt()
        return _ball(x)
    if kind == "var":
        return at[node[1]]
    if kind == "pi":
        return arb.pi()
    parts = [_value(x, at) for x in node[1:]]
    if kind == "add":
        return sum(parts[1:], parts[0])
    if kind == "mul":
        product = parts[0]
        for part in parts[1:]:
            product = product * part
        return product
    if kind == "pow":
        return _power(node, parts)
    if kind in ("log", "exp", "gamma", "zeta"):
        return getattr(parts[0], kind)()
    raise Undecided(f"no balls for {kind}")


def _power(node: Node, parts: list[Any]) -> Any:
    base, exponent = parts
    whole = number_of(node[2]) if node[2][0] == "num" else None
    if isinstance(whole, Fraction) and whole.denominator == 1:
        return base ** int(whole)
    return (exponent * base.log()).exp()


def _halves(box: Box) -> list[Box]:
    """Both halves of a box across its longest side."""
    name = max(box, key=lambda n: box[n][1] - box[n][0])
    low, high = box[name]
    middle = (low + high) / 2
    return [{**box, name: (low, middle)}, {**box, name: (middle, high)}]


def _text(box: Box) -> str:
    return ", ".join(f"{n} in [{a}, {b}]" for n, (a, b) in box.items())
