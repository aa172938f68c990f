"""Inequalities enclosed by interval arithmetic, over a box of parameters cut into small ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from mpmath import iv

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.proof.claim import Claim, Relation
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.exact import Check, Context, prove_sign

__all__ = ["Enclosed"]

Box = dict[str, tuple[Fraction, Fraction]]
_MOST_BOXES, _SMALLEST = 20_000, Fraction(1, 2**40)
_FUNCTIONS: dict[type, Callable[[Any], Any]] = {
    sp.exp: iv.exp,
    sp.log: iv.log,
    sp.sin: iv.sin,
    sp.cos: iv.cos,
    sp.gamma: iv.gamma,
}


def interval(expression: sp.Expr, at: Mapping[str, Any]) -> Any:
    """Interval that contains every value of an expression on a box."""
    if expression.is_Rational:
        return iv.mpf(int(expression.p)) / int(expression.q)
    if expression is sp.pi:
        return +iv.pi
    if expression.is_Symbol and expression.name in at:
        return at[expression.name]
    parts = [interval(part, at) for part in expression.args]
    if expression.is_Add:
        return sum(parts[1:], parts[0])
    if expression.is_Mul:
        product = parts[0]
        for part in parts[1:]:
            product = product * part
        return product
    if expression.is_Pow:
        if expression.exp.is_Integer:
            return parts[0] ** int(expression.exp)
        return iv.exp(parts[1] * iv.log(parts[0]))
    if expression.func in _FUNCTIONS:
        return _FUNCTIONS[expression.func](*parts)
    raise Undecided(f"no intervals for {expression.func.__name__} in {expression}")


class Enclosed(Check):
    """A strict inequality holds on a box that contains the region.

    Parameters
    ----------
    box
        Lower and upper end of every parameter, exact.
    """

    def __init__(self, box: Mapping[sp.Symbol, tuple[sp.Rational, sp.Rational]]) -> None:
        self.box = dict(box)

    def _judge(self, claim: Claim, context: Context) -> Evidence:
        if claim.relation not in (Relation.MORE, Relation.LESS):
            raise StepFailed("boxes enclose strict inequalities")
        for symbol, (low, high) in self.box.items():
            prove_sign(symbol - low, ">=", claim.region)
            prove_sign(high - symbol, ">=", claim.region)
        gap = claim.left - claim.right
        gap = gap if claim.relation is Relation.MORE else -gap
        todo = [{s.name: (_fraction(a), _fraction(b)) for s, (a, b) in self.box.items()}]
        done = 0
        while todo:
            box = todo.pop()
            done += 1
            try:
                at = {n: iv.mpf([_end(a), _end(b)]) for n, (a, b) in box.items()}
                value = interval(gap, at)
            except (
                ValueError,
                ZeroDivisionError,
            ):  # a pole or a cut inside; smaller boxes avoid it
                value = iv.mpf(["-inf", "inf"])
            if value > 0:
                continue
            if value < 0:
                raise StepFailed(f"fails throughout the box {_text(box)}")
            if done > _MOST_BOXES or max(b - a for a, b in box.values()) < _SMALLEST:
                raise Undecided(f"{done} boxes do not settle it, last {_text(box)}")
            todo += _halves(box)
        return Evidence(Rank.ENCLOSED, f"{done} boxes")


def _fraction(x: sp.Rational) -> Fraction:
    return Fraction(int(x.p), int(x.q))


def _end(x: Fraction) -> Any:
    return iv.mpf(x.numerator) / x.denominator


def _halves(box: Box) -> list[Box]:
    """Both halves of a box across its longest side."""
    name = max(box, key=lambda n: box[n][1] - box[n][0])
    low, high = box[name]
    middle = (low + high) / 2
    return [{**box, name: (low, middle)}, {**box, name: (middle, high)}]


def _text(box: Box) -> str:
    return ", ".join(f"{n} in [{a}, {b}]" for n, (a, b) in box.items())
