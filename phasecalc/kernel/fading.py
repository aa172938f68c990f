"""Products of powers of sizes and of logarithms of sizes: what stays bounded, what tends to 0.

Such a product is a constant times w_1^(-s_1) … w_n^(-s_n), w_i the products of the window, times
powers of logarithms log(m)^f, m a size or itself such a logarithm. For each one of these is
certified:

* f <= 0 and m tends to infinity: the factor is at most 1 in the end, and tends to 0 for f < 0;
* m = w_1^(t_1) … w_n^(t_n) with s_i > 0 wherever t_i is not 0, and f >= 0 or m grows: for every
  c > 0, |log m| <= C w^c with w the product of these w_i, for each is bounded below; so
  |log m|^f is absorbed by half of these s_i, and what is left still decides;
* m is log n, n growing, and log n has a power below 0: half of it absorbs that of log log n
  (``inner``);
* before that, ``trades``: where m <= C n^p, 1/m <= C n^p and n grows, |log m| <= C log n, so that
  a part of f goes from m to n; without n (p = 0), |log m| is bounded, and that part is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Atom, Quotient
from phasecalc.kernel.orders import Orders, Vector
from phasecalc.kernel.rational import ONE, ZERO, Rat

__all__ = ["LOG", "Fading", "Logs", "apart", "bare", "log_name"]

LOG = "log "  # before the name of a size: log log of it; before that again: log log log
_MOST_LOGS = 3
Logs = dict[str, Rat]


class Fading:
    """How a product fades, as data says it.

    Parameters
    ----------
    orders
        The window.
    read
        Reads a list of exponents, free of sizes.
    how
        ``slacks`` s_i; ``logs`` the t_i of those that are absorbed; ``inner``; ``trades``;
        ``falls``, the size whose logarithm tends to 0.
    """

    def __init__(
        self, orders: Orders, read: Callable[[object], list[Rat]], how: Mapping[str, Any]
    ) -> None:
        self.orders, self.signs, self.read, self.how = orders, orders.normal.signs, read, how

    def check(self, vector: Vector, logs: Logs, *, strictly: bool) -> None:
        """Check that the product is bounded, or tends to 0."""
        orders, how = self.orders, self.how
        slacks = self.read(how["slacks"])
        orders.bounded(vector, slacks)
        under = how.get("logs", {})
        falls, rest = False, self._traded(dict(logs))
        for name, f in rest.items():
            if name in under:
                self._absorbed(name, f, self.read(under[name]), slacks)
                continue
            orders.grows(bare(name))
            if name.startswith(LOG) and name in how.get("inner", []):
                self.signs.ratio(-rest.get(name.removeprefix(LOG), ZERO), ">")
                continue
            self.signs.ratio(-f, ">=")
            if name == how.get("falls"):
                self.signs.ratio(-f, ">")
                falls = True
        if strictly and not falls:
            strong = (s for s, (_, b) in zip(slacks, orders.window, strict=True) if b)
            self.signs.ratio(sum(strong, ZERO), ">")

    def _absorbed(self, name: str, f: Rat, powers: list[Rat], slacks: list[Rat]) -> None:
        """Check that powers of the window absorb that of a logarithm."""
        size = bare(name)
        self.orders.exhausted({size: ONE}, [-t for t in powers])
        for t, s in zip(powers, slacks, strict=True):
            if t != ZERO:
                self.signs.ratio(s, ">")
        if name.startswith(LOG):
            self.orders.grows(size)
        elif name not in self.orders.normal.growing:
            self.signs.ratio(f, ">=")

    def _traded(self, logs: Logs) -> Logs:
        """Parts of the exponents of some logarithms, moved to those of larger ones."""
        orders, trades = self.orders, self.how.get("trades", [])
        if not isinstance(trades, list):
            raise CheckFailed("trades are a list")
        for trade in trades:
            name, other = trade["of"], trade["for"]
            p, part = self.read([trade["power"], trade["part"]])
            self.signs.ratio(part, ">=")
            self.signs.ratio(p, ">=")
            if name not in orders.sizes:
                raise CheckFailed("a logarithm that is traded is one of a size")
            high: Vector = {name: ONE}
            low: Vector = {name: -ONE}
            if other is None:
                if p != ZERO:
                    raise CheckFailed("without another size the power is 0")
            else:
                orders.grows(other)
                for vector in (high, low):
                    vector[other] = vector.get(other, ZERO) - p
            orders.bounded(high, self.read(trade["above"]))
            orders.bounded(low, self.read(trade["below"]))
            logs[name] = logs.get(name, ZERO) - part
            if other is not None:
                logs[other] = logs.get(other, ZERO) + part
        return {n: f for n, f in logs.items() if f != ZERO}


def bare(name: str) -> str:
    """The size in the name of a logarithm."""
    return name.rsplit(LOG, 1)[-1]


def log_name(atom: Atom) -> str | None:
    """What an atom is the logarithm of: a size m, ``log m`` where it is log log m, and so on."""
    inside = atom.parts[0] if atom.kind == "log" and atom.parts else None
    if not isinstance(inside, Atom):
        return None
    if inside.kind == "var":
        return inside.name
    name = log_name(inside)
    return None if name is None or name.count(LOG) + 2 > _MOST_LOGS else LOG + name


def apart(orders: Orders, q: Quotient) -> tuple[Vector, Logs, Quotient]:
    """Powers of sizes, powers of their logarithms, and a rest without sizes."""
    if q.single is None:
        return *orders.split(q)[:1], {}, orders.split(q)[1]
    c, term = q.single
    logs: Logs = {}
    plain = []
    for atom, e in term:
        name = log_name(atom)
        if name is not None and bare(name) in orders.sizes:
            if e.names & orders.sizes:
                raise CheckFailed("a size in an exponent")
            logs[name] = e
        else:
            plain.append((atom, e))
    vector, rest = orders.split(Quotient({tuple(plain): c}, UNIT))
    return vector, logs, rest
