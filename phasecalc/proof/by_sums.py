"""The reasons of bounds by sums, and of sums, whose terms have logarithms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import StepFailed
from phasecalc.kernel.atoms import s_mul
from phasecalc.kernel.fading import LOG, bare
from phasecalc.kernel.language import Node, encode_node
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.rules import Room
from phasecalc.kernel.sums import Group, Scene, fades, groups, quotient_over
from phasecalc.proof.by import Reason, alone, faded, rows, signed
from phasecalc.proof.read import as_expression, node
from phasecalc.proof.search import slacks

__all__ = ["LargestOfLogs", "MeanOfLogs", "Means", "Parted"]


class MeanOfLogs(Reason):
    """A weighted geometric mean of terms with logarithms is at most their sum.


    Parameters
    ----------
    weights
        One for each summand on the right, in its order; they add up to 1.
    within
        Sizes m whose logarithm is one of another size n: (n, p) with m at most of order n^p.
    outweighed
        Sizes whose logarithm a power of them outweighs: which power there is to spare.
    """

    rule = "below"

    def __init__(
        self,
        *weights: Any,
        within: Mapping[sp.Symbol, tuple[sp.Symbol, Any]] | None = None,
        outweighed: Mapping[sp.Symbol, Any] | None = None,
    ) -> None:
        self.weights = [as_expression(w) for w in weights]
        self.within = {m.name: (n.name, p) for m, (n, p) in (within or {}).items()}
        self.outweighed = {m.name: p for m, p in (outweighed or {}).items()}

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """The mean, what is left of it in the window, and the logarithms that are traded."""
        return _means(room, left, right, [self])

    def part(self, scene: Scene, mine: Group, leads: list[Group], right: Node) -> dict[str, Any]:
        """Why one product is at most this mean of those that lead the right side."""
        room, by = scene.room, []
        parts = right[1:] if right[0] == "add" else (right,)
        if not len(parts) == len(leads) == len(self.weights):
            raise StepFailed(
                f"{len(parts)} terms of {len(leads)} orders, {len(self.weights)} weights"
            )
        for weight, part in zip(self.weights, parts, strict=True):
            (own,) = groups(scene, room.normal.positive(room.normal(part)).top)
            by.append((_place(own, leads), room.normal.rational(node(weight))))
        vector, logs = quotient_over(mine, [(leads[k], w) for k, w in by])
        how: dict[str, Any] = {
            "by": [[k, *rows([w])] for k, w in by],
            "slacks": rows(self._slacks(room, vector)),
            "logs": {m: rows(alone(room, m)) for m in self.outweighed},
            "trades": [self._trade(room, m, f) for m, f in logs.items() if m in self.within],
        }
        deep = [m for m in logs if m.startswith(LOG)]
        for m in deep:
            if bare(m) in self.outweighed:
                how["logs"][m] = rows(alone(room, bare(m)))
        inner = [m for m in deep if signed(room, logs[m]) and m not in how["logs"]]
        return {**how, "inner": inner} if inner else how

    def _slacks(self, room: Room, vector: Mapping[str, Rat]) -> list[Rat]:
        """Those of the powers that are left, with what is to spare for logarithms."""
        spare = {
            m: room.normal.rational(node(as_expression(p))) for m, p in self.outweighed.items()
        }
        left = dict(vector)
        for m, p in spare.items():
            left[m] = left.get(m, ZERO) + p
        found = slacks(room, left)
        for m, p in spare.items():
            found = [s + p * x for s, x in zip(found, alone(room, m), strict=True)]
        return found

    def _trade(self, room: Room, m: str, part: Rat) -> dict[str, Any]:
        n, power = self.within[m]
        p = room.normal.rational(node(as_expression(power)))
        return {
            "of": m,
            "for": n,
            "power": encode_node(node(as_expression(power))),
            "part": rows([part])[0],
            "above": rows(slacks(room, {m: ONE, n: ZERO - p})),
            "below": rows(slacks(room, {m: ZERO - ONE, n: ZERO - p})),
        }


def _means(room: Room, left: Node, right: Node, means: Sequence[MeanOfLogs]) -> dict[str, Any]:
    """A mean for each summand on the left."""
    scene = Scene(room, open_=False)
    leads, mine = (groups(scene, room.normal.positive(room.normal(x)).top) for x in (right, left))
    parts = left[1:] if left[0] == "add" and len(means) > 1 else (left,)
    if not len(parts) == len(mine) == len(means):
        raise StepFailed(f"{len(parts)} terms of {len(mine)} orders, {len(means)} means")
    found: list[dict[str, Any]] = [{} for _ in mine]
    for mean, part in zip(means, parts, strict=True):
        (own,) = groups(scene, room.normal.positive(room.normal(part)).top)
        found[_place(own, mine)] = mean.part(scene, own, leads, right)
    return {"led": {"lead": list(range(len(leads))), "rest": []}, "parts": found}


class Means(Reason):
    """Terms with logarithms, each at most a mean of those on the right.

    Parameters
    ----------
    means
        One for each summand on the left, in its order.
    """

    rule = "below"

    def __init__(self, *means: MeanOfLogs) -> None:
        self.means = means

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """The means."""
        return _means(room, left, right, self.means)


class Parted(Reason):
    """The logarithm of m is at most that of n and a power of m/n, where both grow.

    Parameters
    ----------
    of, by
        m and n: sizes, or logarithms of sizes.
    power
        Which power of m/n.
    """

    rule = "parted"

    def __init__(self, of: sp.Expr, by: sp.Expr, power: Any = 1) -> None:
        self.of, self.by, self.power = _name(of), _name(by), as_expression(power)

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """How often the logarithm stands on the left."""
        scene = Scene(room, open_=False)
        (mine,) = groups(scene, room.normal.positive(room.normal(left)).top)
        part = mine.logs.get(self.of)
        if part is None:
            raise StepFailed(f"the left side has no log({self.of})")
        return {
            "of": self.of,
            "for": self.by,
            "power": encode_node(node(self.power)),
            "part": rows([part])[0],
        }


def _name(x: sp.Expr) -> str:
    return f"{LOG}{_name(x.args[0])}" if isinstance(x, sp.log) else str(x)


class LargestOfLogs(Reason):
    """Terms with logarithms: none is larger than one of those on the right.

    Parameters
    ----------
    relation
        ``=Theta=``, where none on the right is larger than one on the left either, or ``<~``.
    """

    def __init__(self, relation: str = "=Theta=") -> None:
        self.rule = "alike" if relation == "=Theta=" else "below"

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Each term over the product."""
        scene = Scene(room, open_=False)
        mine, theirs = (room.normal.over_positive(room.normal(x)) for x in (left, right))
        top = groups(scene, s_mul(mine.top, theirs.bottom))
        leads = groups(scene, s_mul(theirs.top, mine.bottom))
        each = [_under(scene, x, leads) for x in top]
        if self.rule == "below":
            return {"led": {"lead": list(range(len(leads)))}, "parts": each}
        back = [_under(scene, x, top) for x in leads]
        return {
            "led_left": {"lead": list(range(len(top)))},
            "led": {"lead": list(range(len(leads)))},
            "above": each,
            "below": back,
        }


def _under(scene: Scene, group: Group, leads: list[Group]) -> dict[str, Any]:
    """Why one of some products is not smaller than another."""
    over = [quotient_over(group, [(lead, ONE)]) for lead in leads]
    problem = CheckFailed("no product stands against this one")
    for k in sorted(range(len(leads)), key=lambda k: over[k] != ({}, {})):
        try:
            how = faded(scene.room, *over[k])
            fades(scene, *over[k], how, strictly=False)
        except CheckFailed as found:
            problem = found
        else:
            return {"by": [[k, *rows([ONE])]], **how}
    raise problem


def _place(own: Group, leads: list[Group]) -> int:
    return next(k for k, x in enumerate(leads) if (x.vector, x.logs) == (own.vector, own.logs))
