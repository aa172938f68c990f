"""Random sums, products and ends among them: derived orders beside sums added up in logarithms.

Sizes go to infinity along random directions; what is left of the sum over its order must not.
"""

import math
import random
from dataclasses import dataclass

import numpy as np
import pytest
import sympy as sp

from phasecalc.exceptions import DomainError
from phasecalc.laws.declaring.declaration import Law
from phasecalc.laws.sums.orders import sum_orders

SIZES = ("s", "t", "u", "M")
TEXTS = {
    "falls": "exp(-{x})",
    "power": "(1 + {x})^(-{k})",
    "learnt": "(1 - exp(-{x}))^{k}",
    "averaged": "((1 - exp(-{x}))/({x}))^{k}",
}


@dataclass(frozen=True)
class Drawn:
    """j^power times profiles (kind, k, exponents of sizes, power of j), from lower to upper."""

    power: sp.Rational
    profiles: tuple
    lower: str
    upper: str

    @property
    def text(self):
        parts = [f"j^({self.power})"]
        for kind, k, vector, q in self.profiles:
            x = "*".join([*(f"{n}^({e})" for n, e in vector.items()), f"j^({q})"])
            parts.append(TEXTS[kind].format(x=x, k=k))
        return f"sum({'*'.join(parts)}, j, {self.lower or 1}, {self.upper or 'oo'})"

    def logarithm(self, logs):
        """Of the sum: modes one by one, and from 3 000 on an integral in log j."""
        low, high = (logs.get(n) for n in (self.lower, self.upper))
        low = low or 0.0
        high = 40 + low + 6 * sum(map(abs, logs.values())) if high is None else high
        first = math.exp(min(low, 30.0))
        last = min(first + 3000, math.exp(min(high, 34.0)))
        j = np.log(np.arange(round(first), round(last) + 1)) if low < 30 else np.array([low])
        parts = [joined(self.summand(j, logs))]
        start = math.log(last + 0.5) if low < 30 else low
        if start < high:
            v = np.arange(start, high, 0.01)
            parts.append(joined(self.summand(v, logs) + v) + math.log(0.01))
        return joined(np.array(parts))

    def summand(self, v, logs):
        total = float(self.power) * v
        for kind, k, vector, q in self.profiles:
            y = sum(float(e) * logs[n] for n, e in vector.items()) + float(q) * v
            x = np.exp(np.clip(y, -700, 300))
            learnt = np.where(y < -30, y, np.log(-np.expm1(-x) + 1e-320))
            total = (
                total
                + {
                    "falls": lambda x=x: -x,
                    "power": lambda y=y, k=k: -float(k) * np.logaddexp(0, y),
                    "learnt": lambda g=learnt, k=k: float(k) * g,
                    "averaged": lambda g=learnt, y=y, k=k: float(k) * (g - y),
                }[kind]()
            )
        return total


def joined(logs):
    top = np.max(logs)
    return top + math.log(np.sum(np.exp(logs - top)))


def drawn(draw):
    def ratio(low, high):
        q = draw.choice((2, 3, 4, 5, 7))
        return sp.Rational(draw.randint(int(low * q) + 1, int(high * q)), q)

    profiles = []
    for _ in range(draw.choice((1, 2, 2, 3))):
        kind = draw.choice((*TEXTS, "power"))
        k = ratio(0, 3) if kind == "power" else draw.choice((1, 2))
        names = draw.sample(SIZES[:3], draw.choice((1, 1, 2)))
        profiles.append(
            (kind, k, {n: draw.choice((ratio(0, 2), 1)) for n in names}, -ratio(0.5, 3))
        )
    lower, upper = draw.choice((("", ""), ("", ""), ("", "M"), ("M", "")))
    return Drawn(-ratio(0.2, 6), tuple(profiles), lower, upper)


def off(one, order, symbols, draw):
    """Whether the sum over its order moves away along one of four directions."""
    for _ in range(4):
        ray = {n: draw.choice((0, draw.random(), draw.random())) * 25 for n in SIZES}
        left = []
        for scale in (2, 4):
            logs = {n: scale * x for n, x in ray.items()}
            put = {symbols[n]: sp.exp(sp.Float(x, 30)) for n, x in logs.items()}
            left.append(one.logarithm(logs) - float(sp.log(order.xreplace(put)).evalf(20)))
        room = max(1.5, 0.08 * max(ray.values()))  # of logarithms beside a power
        if abs(left[1] - left[0]) > room and abs(left[1]) > 4:
            return True
    return False


def orders(seed, count):
    """Sums that have an order without a logarithm, and those that are refused."""
    draw, found, refused = random.Random(seed), [], 0
    while len(found) < count:
        one = drawn(draw)
        law = Law.of("own", sizes=SIZES, budget="s*t*u*M", terms={"x": one.text, "y": "s*t*u*M"})
        try:
            (order,) = sum_orders(law)["x"]
        except DomainError:
            refused += 1
            continue
        if not order.order.has(sp.log):
            found.append((one, order.order, law.symbols))
    return found, refused


@pytest.mark.slow
def test_no_order_is_wrong():
    found, refused = orders(seed=5, count=40)
    assert refused < 40
    draw = random.Random(6)
    assert [one.text for one, *rest in found if off(one, *rest, draw)] == []


@pytest.mark.slow
def test_a_wrong_order_is_seen():
    draw = random.Random(7)
    found, _ = orders(seed=8, count=4)
    for one, order, symbols in found:
        assert not off(one, order, symbols, draw)
        wrong = order * symbols["t"] ** sp.Rational(1, 5)
        assert off(one, wrong, symbols, random.Random(3))
