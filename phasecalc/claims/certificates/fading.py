"""Finds the exponents by which the kernel compares groups of summands; nothing here is trusted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import Atom, Sum, spelt
from phasecalc.kernel.fading import LOG, Logs
from phasecalc.kernel.language import Node, encode_node, number
from phasecalc.kernel.orders import Vector
from phasecalc.kernel.rational import ONE, ZERO, Polynomial, Rat
from phasecalc.kernel.sums import SMALL, Group, Scene, fades, groups, quotient_over

__all__ = ["Fading", "encoded", "rat_node"]

_HALF = Rat.number(Fraction(1, 2))
_MOST_LEADS = 4


def rat_node(x: Rat) -> Node:
    """A rational function as an expression."""
    top, bottom = _polynomial(x.top), _polynomial(x.bottom)
    return top if bottom == ("num", "1") else ("mul", top, ("pow", bottom, ("num", "-1")))


def _polynomial(p: Polynomial) -> Node:
    rows: list[Node] = []
    for m, c in sorted(p.items(), key=str):
        powers = [("pow", ("var", n), number(k)) if k != 1 else ("var", n) for n, k in m]
        parts = [*([number(c)] if c != 1 or not m else []), *powers]
        rows.append(parts[0] if len(parts) == 1 else ("mul", *parts))
    return ("num", "0") if not rows else rows[0] if len(rows) == 1 else ("add", *rows)


def encoded(rows: Sequence[Rat]) -> list[Any]:
    """Rational functions as JSON."""
    return [encode_node(rat_node(x)) for x in rows]


class Fading:
    """Comparisons in the window of a claim.

    Parameters
    ----------
    scene
        The window, with the orders that are recalled.
    known, leading
        Data of these, and of leading forms.
    """

    def __init__(
        self,
        scene: Scene,
        known: Sequence[Mapping[str, Any]] = (),
        leading: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.known = list(known)
        self.recalled: dict[str, list[Any]] = {
            "known": self.known,
            **({"leading": list(leading)} if leading else {}),
        }
        self.scene, self.room = scene, scene.room
        self.window = scene.orders.window
        self.own = len(self.room.orders.window)

    # What leads a sum.

    def lead(self, core: Atom, order: int) -> None:
        """Find the product that leads a sum under a power or logarithm, to stand for it.

        Parameters
        ----------
        core
            The sum.
        order
            To which the rest of the sum comes along.
        """
        p = core.parts[0]
        assert isinstance(p, dict)
        for k, chosen in enumerate(sorted(p, key=spelt)):
            try:
                (first,) = groups(self.scene, {chosen: p[chosen]})
                others = groups(self.scene, {t: c for t, c in p.items() if t != chosen})
                data = {"of": core.key, "lead": k, "rest": self.all(others, [first], strictly=True)}
                self.scene.lead(core, k, data["rest"], order=order)
            except CheckFailed:
                continue
            if order:
                data["order"] = order
            self.recalled.setdefault("sums", []).append(data)
            return
        raise CheckFailed("no product leads a sum")

    def led(self, p: Sum) -> tuple[dict[str, Any], list[Group]]:
        """Data for the groups that lead a sum, and these groups."""
        rows = groups(self.scene, p)
        chosen = [k for k, g in enumerate(rows) if self._positive(g)]
        if not chosen:
            raise CheckFailed("no group of a sum is known to be positive")
        leads = [rows[k] for k in chosen]
        rest = [g for k, g in enumerate(rows) if k not in chosen]
        return {"lead": chosen, "rest": self.all(rest, leads, strictly=True)}, leads

    def _positive(self, group: Group) -> bool:
        try:
            self.scene.lead_positive(group)
        except CheckFailed:
            return False
        return True

    # How a group compares with those that lead.

    def all(
        self, rows: Sequence[Group], leads: Sequence[Group], *, strictly: bool
    ) -> list[dict[str, Any]]:
        """Data for each group against the leading ones."""
        return [self.one(g, leads, strictly=strictly)[0] for g in rows]

    def one(
        self, group: Group, leads: Sequence[Group], *, strictly: bool
    ) -> tuple[dict[str, Any], Vector, Logs]:
        """Data for one group, and its quotient by the mean that was chosen."""
        problem = CheckFailed("nothing leads")
        for by in self._means(len(leads)):
            mean = [(leads[k], w) for k, w in by]
            vector, logs = quotient_over(group, mean)
            try:
                how = self.fade(vector, logs, strictly=strictly)
            except CheckFailed as failure:
                problem = failure
                continue
            rows = [[k, encode_node(rat_node(w))] for k, w in by]
            return {"by": rows, **how}, vector, logs
        raise problem

    @staticmethod
    def _means(count: int) -> Iterator[list[tuple[int, Rat]]]:
        for k in range(count):
            yield [(k, ONE)]
        for j, k in itertools.combinations(range(min(count, _MOST_LEADS)), 2):
            yield [(j, _HALF), (k, _HALF)]

    def fade(self, vector: Vector, logs: Logs, *, strictly: bool) -> dict[str, Any]:
        """Data by which a product of powers and logarithms fades."""
        problem = CheckFailed("no exponents of the window were found")
        for slacks in self.slacks(vector):
            for rest in self._logs(logs, strictly=strictly):
                how = {"slacks": encoded(slacks), **rest}
                try:
                    fades(self.scene, vector, logs, how, strictly=strictly)
                except CheckFailed as failure:
                    problem = failure
                    continue
                return how
        raise problem

    # Exponents of the products of the window.

    def slacks(self, vector: Vector) -> Iterator[list[Rat]]:
        """Exponents s_i with the vector equal to the product of w_i^(-s_i); plain ones first."""
        found = [ZERO] * len(self.window)
        left = dict(vector)
        if self.window[-1][0].keys() == {SMALL}:
            found[-1] = left.pop(SMALL, ZERO)
        for k in range(self.own, self.own + 2 * len(self.known), 2):
            row = self.window[k][0]
            for name in (n for n in row if n.startswith("@")):
                if left.get(name, ZERO) != ZERO:
                    e = left[name] / row[name]
                    found[k], found[k + 1] = self._two_sided(-e)
                    for n, x in row.items():
                        left[n] = left.get(n, ZERO) - e * x
        left = {n: e for n, e in left.items() if e != ZERO}
        for own in self._own(left):
            yield [*own, *found[self.own :]]

    def _own(self, vector: Vector) -> Iterator[list[Rat]]:
        if self.own == 1:
            (row, _) = self.window[0]
            ((name, e),) = row.items()
            yield [-vector.get(name, ZERO) / e]
            return
        if self.own != 6:
            raise CheckFailed("not the window of a claim")
        x, y, z = (vector.get(n, ZERO) for n in ("d", "r", "gamma"))
        two_alpha = self.window[3][0]["d"]
        times = z - y
        if self.window[4][1]:  # gamma d^c and 1/gamma tend to infinity
            slow = self.window[4][0]["d"]
            for below, above in ((ZERO, times), (-times, ZERO)):
                for more in (ZERO, ONE, Rat.number(Fraction(1, 100))):
                    s, t = below + more, above + more
                    wide = -(x + slow * s) / two_alpha
                    yield [ZERO, ZERO, wide - y, wide, s, t]
            return
        rate = -self.window[4][0].get("d", ZERO)
        wide = -(x + rate * times) / two_alpha
        s, t = self._two_sided(-times)
        yield [ZERO, ZERO, wide - y, wide, s, t]
        yield [ZERO, ZERO, wide - y, wide, s + 1, t + 1]

    def _two_sided(self, gap: Rat) -> tuple[Rat, Rat]:
        """Numbers, neither below 0, with the given difference."""
        if gap == ZERO:
            return ZERO, ZERO
        value = gap.value
        if isinstance(value, Fraction):
            return (gap, ZERO) if value > 0 else (ZERO, -gap)
        one, other = (gap + 1) * _HALF, (gap - 1) * _HALF
        return one * one, other * other

    # Logarithms.

    def _logs(self, logs: Logs, *, strictly: bool) -> Iterator[dict[str, Any]]:
        """Ways to deal with logarithms: leave those that fall, absorb or trade the others."""
        if not logs:
            yield {}
            return
        inner = [n for n in logs if n.startswith(LOG) and self._absorbs(n, logs)]
        if inner:
            rest = {n: f for n, f in logs.items() if n not in inner}
            yield from ({"inner": inner, **how} for how in self._logs(rest, strictly=strictly))
        falling = [n for n, f in logs.items() if self._falls(n, f)]
        rising = [n for n in logs if n not in falling]
        under = {n: encoded(t) for n in rising for t in self._under(n)}
        falls = falling[:1] if strictly else []
        if not rising:
            yield {}
            yield from ({"falls": n} for n in falls)
            return
        if len(under) == len(rising):
            yield {"logs": under}
        for name in rising:
            for trade, after in self._trades(name, logs, falling):
                own = [n for n, f in after.items() if f != ZERO]
                marks = [n for n in own if self._falls(n, after[n])]
                yield {"trades": [trade]}
                yield from ({"trades": [trade], "falls": n} for n in marks[:1] if strictly)

    def _falls(self, name: str, f: Rat) -> bool:
        return name.removeprefix(LOG) in self.room.normal.growing and self._certain(-f, ">=")

    def _absorbs(self, name: str, logs: Logs) -> bool:
        """Whether log n has a power below 0, and may absorb log log n."""
        return self._certain(-logs.get(name.removeprefix(LOG), ZERO), ">")

    def _certain(self, ratio: Rat, relation: str) -> bool:
        try:
            self.room.signs.ratio(ratio, relation)
        except CheckFailed:
            return False
        return True

    def _under(self, name: str) -> Iterator[list[Rat]]:
        """A size as a product of powers of the window."""
        for slacks in self.slacks({name.removeprefix(LOG): ONE}):
            yield [-s for s in slacks]
            return

    def _trades(
        self, name: str, logs: Logs, falling: Sequence[str]
    ) -> Iterator[tuple[dict[str, Any], Logs]]:
        big = self.window[3][0]["d"] + 1 if self.own == 6 else ONE
        for other in (None, *falling):
            for p in (ZERO,) if other is None else (ONE, big):
                sides = []
                for way in (ONE, -ONE):
                    vector = {name: way}
                    if other is not None:
                        vector[other] = vector.get(other, ZERO) - p
                    sides.append(self._bounded(vector))
                if any(s is None for s in sides):
                    continue
                after = dict(logs)
                after[name] = ZERO
                if other is not None:
                    after[other] = after[other] + logs[name]
                above, below = (encoded(s or []) for s in sides)
                yield (
                    {
                        "of": name,
                        "for": other,
                        "power": encode_node(rat_node(p)),
                        "part": encode_node(rat_node(logs[name])),
                        "above": above,
                        "below": below,
                    },
                    after,
                )

    def _bounded(self, vector: Mapping[str, Rat]) -> list[Rat] | None:
        for slacks in self.slacks(dict(vector)):
            try:
                self.scene.orders.bounded(dict(vector), slacks)
            except CheckFailed:
                continue
            return slacks
        return None

    # Parts of a remainder.

    def piece(self, how: dict[str, Any], logs: Logs) -> tuple[Node, dict[str, Any], dict[str, Any]]:
        """A part of the remainder for a group: the part, its proof, and the group's own data."""
        slacks = self.room.rationals(how["slacks"])[: self.own]
        strong = (s for s, (_, b) in zip(slacks, self.window, strict=False) if b)
        if sum(strong, ZERO) != ZERO:
            half = [s * _HALF for s in slacks]
            return self._product(half), {"slacks": encoded(half)}, self._halved(how)
        name = how.get("falls", "d")
        grown = [ZERO] * self.own
        grown[{"d": 0, "r": 1}.get(name, 0)] = ONE
        node = ("pow", ("log", ("var", name)), ("num", "-1"))
        return node, {"slacks": encoded(grown)}, {k: v for k, v in how.items() if k != "falls"}

    def _halved(self, how: dict[str, Any]) -> dict[str, Any]:
        """The data with half of each exponent, the part of the remainder having the others."""
        rows = self.room.rationals(how["slacks"])
        kept = [s * _HALF if k < self.own else s for k, s in enumerate(rows)]
        return {**{k: v for k, v in how.items() if k != "falls"}, "slacks": encoded(kept)}

    def _product(self, slacks: Sequence[Rat]) -> Node:
        nodes = [e for e, _ in self.room.statement.window]
        parts = [("pow", w, rat_node(-s)) for w, s in zip(nodes, slacks, strict=True) if s != ZERO]
        return parts[0] if len(parts) == 1 else ("mul", *parts)
