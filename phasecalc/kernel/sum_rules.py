"""The rules for orders of sums: what is small, bounded, of one order, or close, and by which mean.

What a group of summands is, and when it is bounded by a mean of others, is said in ``sums``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import Sum, s_minus, s_mul, same
from phasecalc.kernel.fading import LOG, Logs, bare
from phasecalc.kernel.orders import Vector
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.rules import Room, Step, only, recall
from phasecalc.kernel.sums import (
    Group,
    Scene,
    each_bounded,
    fades,
    groups,
    index,
    mean,
    quotient_over,
)

__all__ = ["SUMS"]


def _led(scene: Scene, p: Sum, data: Mapping[str, Any]) -> list[Group]:
    """Leading groups of a sum; the others tend to 0 against them."""
    rows = groups(scene, p)
    chosen = [index(k, rows) for k in data["lead"]]
    if not chosen or len(set(chosen)) != len(chosen):
        raise CheckFailed("a sum is led by one group at least, each named once")
    leads = [rows[k] for k in chosen]
    for group in leads:
        scene.lead_positive(group)
    rest = [g for k, g in enumerate(rows) if k not in chosen]
    each_bounded(scene, rest, leads, data.get("rest", []), strictly=True)
    return leads


def small(room: Room, step: Step) -> None:
    """Every summand of the left side is small against a mean of those that lead the right one."""
    only(step, "<<")
    _under(Scene.of(room, step), step, strictly=True)


def below(room: Room, step: Step) -> None:
    """Every summand of the left side is bounded by a mean of those that lead the right one."""
    only(step, "<~")
    # A bound holds in the whole window: no form that is led only at its far end may stand here.
    _under(Scene(room, step.data.get("known", []), open_=False), step, strictly=False)


def _under(scene: Scene, step: Step, *, strictly: bool) -> None:
    room = scene.room
    left, right = (room.normal.over_positive(room.normal(x)) for x in (step.left, step.right))
    leads = _led(scene, s_mul(right.top, left.bottom), step.data["led"])
    rows = groups(scene, s_mul(left.top, right.bottom))
    each_bounded(scene, rows, leads, step.data["parts"], strictly=strictly)


def alike(room: Room, step: Step) -> None:
    """The summands that lead one side are bounded by those that lead the other, both ways."""
    only(step, "=Theta=")
    scene = Scene.of(room, step)
    left, right = (room.normal.over_positive(room.normal(x)) for x in (step.left, step.right))
    above = _led(scene, s_mul(left.top, right.bottom), step.data["led_left"])
    below = _led(scene, s_mul(right.top, left.bottom), step.data["led"])
    each_bounded(scene, above, below, step.data["above"], strictly=False)
    each_bounded(scene, below, above, step.data["below"], strictly=False)


def close(room: Room, step: Step) -> None:
    """Every summand of left - right, over the right side, is at most a part of the remainder.

    The remainder is checked to vanish where the chain of steps ends.
    """
    only(step, "~")
    scene = Scene.of(room, step)
    left, right = room.normal(step.left), room.normal(step.right)
    gap, right = room.normal.over_positive(left + -right), room.normal.over_positive(right)
    whole = s_mul(right.top, gap.bottom)
    if step.data.get("turned") is True:
        whole = s_minus(whole)
    leads = _led(scene, whole, step.data["led"])
    rest = step.remainder or ()
    pieces = [_one(scene, x) for x in (rest[1:] if rest[0] == "add" else (rest,))]
    rows, how = groups(scene, s_mul(gap.top, right.bottom)), step.data["parts"]
    if not isinstance(how, list) or len(how) != len(rows):
        raise CheckFailed("one comparison for each group")
    for group, one in zip(rows, how, strict=True):
        over = [*mean(scene, leads, one), (pieces[index(one["piece"], pieces)], ONE)]
        vector, logs = quotient_over(group, over)
        fades(scene, vector, logs, one, strictly=False)


def _one(scene: Scene, node: Any) -> Group:
    """A part of the remainder: one positive product, so that its logarithms are of what grows."""
    q = scene.room.normal.positive(scene.room.normal(node))
    if q.single is None:
        raise CheckFailed("a part of the remainder is one product")
    (group,) = groups(scene, {q.single[1]: Fraction(1)})
    return group


def times(room: Room, step: Step) -> None:
    """A recalled ``=Theta=`` or ``~`` with both sides multiplied by a positive factor.

    From ``~`` with a positive right side ``=Theta=`` follows, since its remainder vanishes.
    """
    only(step, "=Theta=", "~")
    data, n = step.data, room.normal
    left, right = room.node(data["old_left"]), room.node(data["old_right"])
    relation = data["old"]
    if relation != "~" and relation != step.relation:
        raise CheckFailed("a leading form does not follow from an order")
    rest = step.remainder
    if relation == "~" and rest is None:
        rest = room.node(data["old_remainder"])
        n.positive(n(right))
    recall(room, Step(left, relation, right, rest, data["by"]))
    factor = n.positive(n(room.node(data["factor"])))
    for mine, stated in ((left, step.left), (right, step.right)):
        if not same(n(stated), n.tidy(factor * n(mine))):
            raise CheckFailed("the sides are not those recalled times the factor")


def parted(room: Room, step: Step) -> None:
    """X log(m)^f <~ X log(n)^f + X (m/n)^(c f) with c, f > 0, where m and n tend to infinity.

    Each of m and n is a size or an iterated logarithm of one. For log(m) <= log(n) + (m/n)^c/c as
    soon as both are above 1: log(x) <= x^c/c for x >= 1, and the first is at most the second for
    m <= n; and (a + b)^f <= 2^f (a^f + b^f).
    """
    only(step, "<~")
    scene, data = Scene(room, open_=False), step.data
    (left,) = _products(scene, step.left)
    m, n = data["of"], data["for"]
    for name in (m, n):
        if type(name) is not str:
            raise CheckFailed("a logarithm is named by a text")
        room.orders.grows(bare(name))
    c, f = room.rationals([data["power"], data["part"]])
    for e in (c, f):
        room.signs.ratio(e, ">")
    less = _changed(left, logs={m: -f})
    wanted = [_changed(less, logs={n: f}), _raised(_raised(less, m, c * f), n, -(c * f))]
    found = [(x.vector, x.logs) for x in _products(scene, step.right)]
    if not all((x.vector, x.logs) in found for x in wanted):
        raise CheckFailed("the right side does not have both parts of the logarithm")


def _products(scene: Scene, node: Any) -> list[Group]:
    """The summands of a sum over one product at most; each is positive."""
    q = scene.room.normal.positive(scene.room.normal(node))
    if len(q.bottom) != 1:
        raise CheckFailed("a sum over a sum has no products of its own")
    ((term, c),) = q.bottom.items()
    rows = groups(scene, s_mul(q.top, {tuple((a, -e) for a, e in term): Fraction(1) / c}))
    for group in rows:
        scene.lead_positive(group)
    return rows


def _changed(group: Group, *, vector: Vector | None = None, logs: Logs | None = None) -> Group:
    """The group with powers added."""

    def plus(old: Mapping[str, Rat], more: Mapping[str, Rat] | None) -> dict[str, Rat]:
        new = dict(old)
        for name, e in (more or {}).items():
            new[name] = new.get(name, ZERO) + e
        return {name: e for name, e in new.items() if e != ZERO}

    return replace(group, vector=plus(group.vector, vector), logs=plus(group.logs, logs))


def _raised(group: Group, name: str, e: Rat) -> Group:
    """The group times a power of a size, or of a logarithm."""
    if name.startswith(LOG):
        return _changed(group, logs={name.removeprefix(LOG): e})
    return _changed(group, vector={name: e})


SUMS: dict[str, tuple[Callable[[Room, Step], None], str]] = {
    "below": (below, ""),
    "small": (small, ""),
    "alike": (alike, ""),
    "close": (close, ""),
    "times": (times, ""),
    "parted": (parted, ""),
}
