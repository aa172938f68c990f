"""The remainder of ``~`` must vanish in the window: each summand, with its logarithms."""

from __future__ import annotations

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Quotient
from phasecalc.kernel.language import Node
from phasecalc.kernel.lemmas import factors_of
from phasecalc.kernel.rational import ZERO, Rat
from phasecalc.kernel.rules import Room

__all__ = ["vanishes"]


def vanishes(room: Room, remainder: Node, data: object) -> None:
    """Check that every summand of a remainder tends to 0.

    For each summand the proof gives the exponents s_i of the window (see ``orders``), and for a
    factor exp(-x) those of x, and a power x^p that the exponential is allowed to beat.
    """
    parts = remainder[1:] if remainder[0] == "add" else (remainder,)
    if not isinstance(data, list) or len(data) != len(parts):
        raise CheckFailed("one proof for each summand of the remainder")
    for part, how in zip(parts, data, strict=True):
        if not isinstance(how, dict):
            raise CheckFailed("not a proof that a remainder vanishes")
        _summand(room, part, how)


def _summand(room: Room, node: Node, how: dict[str, object]) -> None:
    n = room.normal
    if node[0] == "pow" and node[1][0] == "log" and node[2] == ("num", "-1"):
        vector, rest = room.orders.split(n.positive(n(node[1][1])))
        n.positive(rest)
        room.orders.growing(vector, room.rationals(how["slacks"]))
        return
    plain, logs, exponentials = Quotient(UNIT, UNIT), [], []
    for factor in factors_of(node):
        if factor[0] == "exp":
            exponentials.append(factor[1])
        elif factor[:2] == ("add", ("num", "1")) and len(factor) == 3 and factor[2][0] == "log":
            logs.append(factor[2][1])
        else:
            plain = plain * n(factor)
    vector, rest = room.orders.split(n.positive(plain))
    n.positive(rest)
    slacks = room.rationals(how["slacks"])
    if exponentials:
        if len(exponentials) != 1 or logs:
            raise CheckFailed("one exponential, and no logarithm beside it")
        x = n.positive(-n(exponentials[0]))
        own, rest = room.orders.split(x)
        n.positive(rest)
        room.orders.growing(own, room.rationals(how["rate"]))
        p = room.rational(how["power"])
        left = {s: vector.get(s, ZERO) - p * own.get(s, ZERO) for s in {*vector, *own}}
        room.orders.bounded(left, slacks)
        return
    room.orders.vanishing(vector, slacks)
    given = how.get("logs", [])
    if not isinstance(given, list) or len(given) != len(logs):
        raise CheckFailed("exponents of the window for each logarithm")
    for under, own in zip(logs, given, strict=True):
        _logarithm(room, under, room.rationals(own), slacks)


def _logarithm(room: Room, under: Node, powers: list[Rat], slacks: list[Rat]) -> None:
    """1 + log(m), m = c w_1^(t_1) … w_n^(t_n), is beaten: if t_i is not 0, w_i grows and s_i > 0.

    No t_i is below 0 and one is above it: m grows, so that 1 + log(m) is positive at last.
    """
    vector, rest = room.orders.split(room.normal.positive(room.normal(under)))
    room.normal.positive(rest)
    room.orders.growing(vector, powers)
    for (_, strong), t, s in zip(room.orders.window, powers, slacks, strict=True):
        if t != ZERO:
            if not strong:
                raise CheckFailed("the logarithm of a product that need not grow")
            room.normal.signs.ratio(s, ">")
