"""Orders of sums, integrals and the loss up to constants, logarithms included, at any size.

Each mode counts as it does on either side of the scale that a sum turns at; sums of powers are the
integrals, which turn into logarithms by themselves. So an order that is wrong by a power of a
logarithm is seen very far out, where no sum can be added up.
"""

import itertools
from functools import lru_cache

import mpmath as mp

from tests.kernel import values

# Powers of ten at which a power of a logarithm is told from what settles.
DISTANT = (300, 3000, 30_000)


def _between(q, first, last):
    """The sum of j^(-q) between two scales, up to a constant: the integral, and its first mode."""
    if last <= first:
        return first ** (1 - q)
    run = mp.log(last / first)
    x = (1 - q) * run
    if abs(x) < mp.mpf(10) ** -9:
        return first ** (1 - q) * (1 + run)
    return first ** (1 - q) * (1 + run * mp.expm1(x) / x)


def _order_of_modes(q, m, k, b, w, top):
    """A sum over the spectrum up to a constant: modes up to the scale of w, and beyond."""
    scale = min(max(w ** (-1 / b), mp.mpf(1)), top)
    return w**k * _between(q - b * k, mp.mpf(1), scale) + w**-m * _between(q + b * m, scale, top)


def _forcing(a, b, d, rho, x):
    """What is left of the target at a time, smeared or not, up to a constant."""
    w, v, q, often = 1 / x, rho * d, 2 * a + 2 * b, 2 * a + 2 * b + 3
    kept = _order_of_modes(q, 0, often / (2 * a), 2 * a, w, v)
    turned = _order_of_modes(0, 1, 1, 2 * a, w, v)
    return kept + _order_of_modes(q, 0, 1, 2 * a, w, v) * turned / d


@lru_cache(maxsize=4096)
def loss(a, b, batch, rho, d, g, t):
    """Order of the loss: F + K times what F has added up to, in and beyond the window.

    A learning rate that is too large is cut to the largest one, as the word of the language says.
    """
    edge = d ** (2 * a)
    largest = 1 / _between(2 * a, mp.mpf(1), rho * d)
    t, g = t * min(1, largest / g), min(g, largest)
    x = min(max(t, mp.mpf(1)), edge)
    w, v = 1 / x, rho * d
    squares = _order_of_modes(0, 2, 0, 2 * a, w, v)
    turned = _order_of_modes(0, 1, 1, 2 * a, w, v)
    noise = g * w**2 * (squares + _order_of_modes(0, 1, 0, 2 * a, w, v) * turned / d)
    last = mp.log(x)
    added = 1
    if last > 0:
        ends = [0, last / 4, last / 2, last]
        added += mp.quad(lambda u: mp.exp(u) * _forcing(a, b, d, rho, mp.exp(u)), ends, maxdegree=3)
    return _forcing(a, b, d, rho, x) + noise * added


def _laplace(s, x, low):
    """Of u^(s - 1) what the exponential leaves, from the lower end to 1/x."""
    last = min(mp.mpf(1), 1 / x)
    if low == 0:
        return last**s / s
    return _between(1 - s, low, max(low, last))


def _modes(a, k, b, d, top):
    if k == 0:
        return _between(a, mp.mpf(1), top) if top < mp.inf else mp.mpf(1)
    low = _between(a, mp.mpf(1), min(d, top))
    return low + (d**b / k * _between(a + b, d, top) if d < top < mp.inf else 0)


def order(node, at):
    """Order of an expression, up to a constant."""
    kind = node[0]
    if kind in ("num", "var", "pi", "infinity", "trace"):
        return values.value(node, at)
    return ORDERS[kind](*(order(x, at) for x in node[1:]))


ORDERS = {
    **values.SPECIAL,
    "spectrum": _order_of_modes,
    "laplace": _laplace,
    "modes": _modes,
    "loss": loss,
}


def has_log(node):
    """Whether there is a logarithm in an expression."""
    return node[0] == "log" or any(has_log(x) for x in node[1:] if isinstance(x, tuple))


def creeps(s, at, path):
    """A quotient that grows, or falls, like a power of a logarithm, in words, or None."""
    if s.relation not in ("=Theta=", "<~") or not any(map(has_log, (s.left, s.right))):
        return None
    logs = []
    for power in DISTANT:
        far = mp.mpf(10) ** power
        here = {**at, **{n: far ** values.number(e) for n, e in zip(s.sizes, path, strict=True)}}
        logs.append(mp.log(order(s.left, here) / order(s.right, here)))
    steps = [(y - x) / mp.log(10) for x, y in itertools.pairwise(logs)]
    steady = abs(steps[-1] - steps[-2]) < abs(steps[-1]) / 5
    slope = steps[-1] if s.relation == "<~" else abs(steps[-1])
    if steady and slope > 0.06:
        return f"the quotient goes like log(X)^{mp.nstr(steps[-1], 3)}"
    return None
