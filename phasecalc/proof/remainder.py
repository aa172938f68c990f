"""Finds why the remainder of ``~`` vanishes: exponents of the window for each summand."""

from __future__ import annotations

import itertools
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Quotient
from phasecalc.kernel.language import Node, encode_node
from phasecalc.kernel.lemmas import factors_of
from phasecalc.kernel.rational import ZERO, Rat
from phasecalc.kernel.rules import Room
from phasecalc.proof.by import rows
from phasecalc.proof.read import rat_node
from phasecalc.proof.search import slacks, solve, vector_of

__all__ = ["vanishing"]


def vanishing(room: Room) -> list[dict[str, Any]]:
    """Data for ``phasecalc.kernel.vanish``, one row for each summand of the remainder."""
    remainder = room.statement.remainder or ()
    parts = remainder[1:] if remainder[0] == "add" else (remainder,)
    return [_summand(room, part) for part in parts]


def _summand(room: Room, node: Node) -> dict[str, Any]:
    n = room.normal
    if node[0] == "pow" and node[1][0] == "log":
        vector = vector_of(room, n.positive(n(node[1][1])))
        falling = {s: -e for s, e in vector.items()}
        return {"slacks": rows(slacks(room, falling, strictly=True))}
    plain, logs, rates = Quotient(UNIT, UNIT), [], []
    for factor in factors_of(node):
        if factor[0] == "exp":
            rates.append(factor[1])
        elif factor[0] == "add" and len(factor) == 3 and factor[2][0] == "log":
            logs.append(factor[2][1])
        else:
            plain = plain * n(factor)
    vector = vector_of(room, n.positive(plain))
    if rates:
        own = vector_of(room, n.positive(-n(rates[0])))
        power = _power(vector, own)
        left = {s: vector.get(s, ZERO) - power * own.get(s, ZERO) for s in {*vector, *own}}
        left = {s: e for s, e in left.items() if e != ZERO}
        rate = slacks(room, {s: -e for s, e in own.items()}, strictly=True)
        return {
            "slacks": rows(slacks(room, left)),
            "rate": rows(rate),
            "power": encode_node(rat_node(power)),
        }
    found = slacks(room, vector, strictly=True)
    under = [_exponents(room, vector_of(room, n.positive(n(x)))) for x in logs]
    return {"slacks": rows(found), "logs": [rows(x) for x in under]}


def _power(vector: dict[str, Rat], own: dict[str, Rat]) -> Rat:
    for s, e in own.items():
        if s in vector:
            return vector[s] / e
    return ZERO


def _exponents(room: Room, vector: dict[str, Rat]) -> list[Rat]:
    """Exponents t_i with the vector equal to that of w_1^(t_1) … w_n^(t_n), of any sign."""
    window = room.orders.window
    sizes = sorted({s for w, _ in window for s in w} | set(vector))
    down = {s: -e for s, e in vector.items()}
    for k in range(len(window) + 1):
        for chosen in itertools.combinations(range(len(window)), k):
            found = solve([window[i][0] for i in chosen], down, sizes)
            if found is not None:
                full = [ZERO] * len(window)
                for i, t in zip(chosen, found, strict=True):
                    full[i] = t
                return full
    raise CheckFailed("the logarithm is not one of the window")
