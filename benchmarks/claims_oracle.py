"""Truth of claims by numbers: an oracle that shares no code with ``phasecalc.claims``.

Formulas are small trees of this module's own. Orders are judged by evaluating
both sides at sizes up to e^60000 on several paths through the window, the terms
of the loss as their defining integrals; exponents by minimising the largest of
four exponents, typed here from the paper, over the model size, in exact
rational arithmetic. The oracle may be unsure, and then says so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath as mp

__all__ = ["UNSURE", "comparison_holds", "order_holds", "phase", "text"]

UNSURE = None
Tree = Any  # nested tuples: (operator, parts...)

LENGTHS = (15, 60, 240, 960, 3840, 15360)
_MOST_DIGITS = 350
# (a, p, c, q, gamma over its order, B): log tau = a L^p, log(d^(2 alpha)/tau) = c L^q; p = 0: log L
PATHS = (
    (0.5, 1, 0.5, 1, 1, 1),
    (0.15, 1, 0.85, 1, 1, 1),
    (0.9, 1, 0.1, 1, 1, 1),
    (1, 1, 1, 0, 1, 1),
    (1, 1, 0.3, 0, 1, 1),
    (1, 0, 1, 1, 1, 1),
    (0.3, 0, 1, 1, 1, 1),
    (1, 1, 1, 0.5, 1, 1),
    (0.4, 1, 0.6, 1, 0.6, 3),
)


def text(tree: Tree) -> str:
    """Write a tree in the language of claims."""
    kind, *parts = tree
    if kind == "num":
        value = Fraction(parts[0])
        shown = str(value)
        return f"({shown})" if value < 0 or value.denominator > 1 else shown
    if kind == "name":
        return str(parts[0])
    if kind == "neg":
        return f"(-{text(parts[0])})"
    if kind in "+-*/**":
        return f"({text(parts[0])} {kind} {text(parts[1])})"
    return f"{kind}({text(parts[0])})"


def value(tree: Tree, at: dict[str, Any]) -> Any:
    """Value of a tree at working precision."""
    kind, *parts = tree
    if kind == "num":
        x = Fraction(parts[0])
        return mp.mpf(x.numerator) / x.denominator
    if kind == "name":
        found = at[parts[0]]
        return found() if callable(found) else +found
    if kind == "exponent":
        return at[f"exponent({parts[0][1]})"]
    inner = [value(p, at) for p in parts]
    whole = kind == "**" and mp.isint(inner[1])
    if kind in ("log", "sqrt", "**") and inner[0] <= 0 and not whole:
        raise ArithmeticError("no real value")
    functions = {
        "neg": lambda x: -x,
        "log": mp.log,
        "sqrt": mp.sqrt,
        "gamma_function": mp.gamma,
        "zeta": mp.zeta,
        "+": lambda x, y: x + y,
        "-": lambda x, y: x - y,
        "*": lambda x, y: x * y,
        "/": lambda x, y: x / y,
        "**": lambda x, y: x**y,
    }
    return functions[kind](*inner)


# The terms of the loss, as integrals.


def _cut_gamma(s: Any, low: Any, high: Any) -> Any:
    """Integral of u^(s-1) e^-u from low to high, for low small or 0 and high above 1."""
    if high < 10**6:
        return mp.gammainc(s, low, high)  # the upper end matters
    if mp.isint(s) and s <= 0:
        return mp.gammainc(s, low)
    total, term, k = mp.mpf(0), mp.mpf(1), 0
    if low == 0:
        return mp.gamma(s)
    while abs(term) > mp.mpf(10) ** (-mp.mp.dps - 5):
        total += term / (s + k)
        k += 1
        term *= -low / k
    return mp.gamma(s) - low**s * total


def _capacity(alpha: Any, beta: Any, d: Any) -> Any:
    kappa, v = mp.mpf("1.3") * d ** (-2 * alpha), 2 * d

    def f(x: Any) -> Any:
        return x ** (-2 * beta) / (1 + kappa * x ** (2 * alpha))

    first = 60
    with mp.workdps(30):
        total = mp.fsum(f(mp.mpf(j)) for j in range(1, first))
        start, turn, end = mp.log(first), mp.log(d), mp.log(v)
        # Far below j = d the summand is a pure power.
        plain = max(start, turn - 35 / alpha)
        power = 1 - 2 * beta
        if power == 0:
            total += plain - start
        else:
            total += (mp.exp(power * plain) - mp.exp(power * start)) / power
        steps = max(1, int(mp.ceil((turn - plain) / 30)))
        nodes = [plain + (turn - plain) * k / steps for k in range(steps + 1)]
        total += mp.quad(lambda t: f(mp.exp(t)) * mp.exp(t), [*nodes, end])
        slope = (f(mp.mpf(first + 1)) - f(mp.mpf(first - 1))) / 2
        total += f(mp.mpf(first)) / 2 - slope / 12 + f(v) / 2
    return kappa * total


def _terms(alpha: Any, beta: Any, at: dict[str, Any]) -> dict[str, Any]:
    d, tau, gamma, batch = at["d"], at["gamma"] * at["B"] * at["r"], at["gamma"], at["B"]
    low = 2 * tau * d ** (-2 * alpha)

    def integral(s: Any, cut: Any) -> Any:
        return (2 * tau) ** (-s) * _cut_gamma(s, cut, 2 * tau) / (2 * alpha)

    def coefficients() -> Any:
        a = 2 * d
        s = 2 * beta
        return mp.zeta(s) - a ** (1 - s) / (s - 1) + a ** (-s) / 2 - s * a ** (-s - 1) / 12

    return {
        "F_pp": lambda: integral(1 + (2 * beta - 1) / (2 * alpha), mp.mpf(0)),
        "F_ac": lambda: coefficients() * integral(1 - 1 / (2 * alpha), low) / d,
        "K_pp": lambda: gamma**2 * batch * integral(2 - 1 / (2 * alpha), low),
        "F_0": lambda: _capacity(alpha, beta, d),
    }


def _environment(
    point: tuple[Fraction, Fraction], path: tuple[Any, ...], length: int
) -> dict[str, Any]:
    alpha, beta = (mp.mpf(x.numerator) / x.denominator for x in point)
    a, p, c, q, rate, batch = map(mp.mpf, path)
    size = mp.mpf(length)
    log_tau, width = (f * (mp.log(size) if e == 0 else size**e) for f, e in ((a, p), (c, q)))
    log_d = (log_tau + width) / (2 * alpha)
    order = mp.exp((2 * alpha - 1) * log_d) if point[0] < Fraction(1, 2) else mp.mpf(1)
    order = 1 / log_d if point[0] == Fraction(1, 2) else order
    at = {"alpha": alpha, "beta": beta, "pi": mp.pi, "d": mp.exp(log_d), "B": batch}
    at |= {"gamma": rate * order, "kappa_0": mp.mpf("1.3")}
    at["r"] = mp.exp(log_tau) / (at["gamma"] * batch)
    return at | _terms(alpha, beta, at)


def _difference(
    left: Tree, right: Tree, point: Any, path: Any, length: int
) -> tuple[Any, Any] | None:
    """(left/right, left/right - 1), each right to some digits, or None."""
    digits, before = 40, None
    while digits <= _MOST_DIGITS:
        with mp.workdps(digits):
            at = _environment(point, path, length)
            x, y = value(left, at), value(right, at)
            if y == 0:
                return None
            now = (x / y, (x - y) / y)
        # A difference that is exactly 0 may have been lost to rounding.
        settled = before is not None and 0 not in now
        if settled and all(_near(s, t) for s, t in zip(before, now, strict=True)):
            return now
        before, digits = now, digits * 2
    if length == LENGTHS[0] and before is not None and abs(before[1]) < mp.mpf(10) ** -250:
        raise _Equal
    return None


class _Equal(Exception):
    """Both sides are one function: at the smallest size every difference would be seen."""


def _near(x: Any, y: Any) -> bool:
    return x == y or abs(x - y) <= abs(y) * mp.mpf("1e-6")


def _on_path(operator: str, left: Tree, right: Tree, point: Any, path: Any) -> bool | None:
    rows = []
    for length in LENGTHS:
        try:
            found = _difference(left, right, point, path, length)
        except _Equal:
            return operator != "<<"
        if found is None:
            break
        rows.append(found)
    if len(rows) < 3:
        return UNSURE
    if operator == "=Theta=":
        return _stays([q for q, _ in rows])
    small = [abs(q if operator == "<<" else gap) for q, gap in rows]
    return _falls(small)


def _falls(sequence: list[Any]) -> bool | None:
    """Whether a sequence, each step for four times the logarithm of the size, tends to 0."""
    if sequence[-1] == 0:
        return True if all(x == 0 for x in sequence[-2:]) else UNSURE
    if 0 in sequence[-3:]:
        return UNSURE
    steps = [y / x for x, y in zip(sequence[-3:], sequence[-2:], strict=False)]
    if all(s <= 0.75 for s in steps) and sequence[-1] < 0.03:
        return True
    if all(s >= 0.985 for s in steps) and sequence[-1] > 1e-9:
        return False
    return UNSURE


def _stays(sequence: list[Any]) -> bool | None:
    """Whether a sequence settles at a positive number."""
    if 0 in sequence[-3:] or sequence[-3] * sequence[-1] < 0:
        return UNSURE
    steps = [y / x for x, y in zip(sequence[-3:], sequence[-2:], strict=False)]
    if all(abs(s - 1) < 0.01 for s in steps):
        return bool(sequence[-1] > 0)
    # A negative sequence may be on its way up to a positive limit, by and by.
    away = all(s <= 0.8 for s in steps) or all(s >= 1.25 for s in steps)
    return False if away and sequence[-1] > 0 else UNSURE


def order_holds(operator: str, left: Tree, right: Tree, points: list[Any]) -> bool | None:
    """Whether a relation between orders holds on every path at every point."""
    verdict: bool | None = True
    for point in points:
        for path in PATHS:
            try:
                found = _on_path(operator, left, right, point, path)
            except (ArithmeticError, ValueError, OverflowError):
                found = UNSURE
            if found is False:
                return False
            verdict = verdict and found
    return verdict


def comparison_holds(
    operator: str, left: Tree, right: Tree, places: list[dict[str, Any]], digits: int = 60
) -> bool | None:
    """Whether an exact comparison holds at every place, to three quarters of the digits."""
    seen = set()
    for at in places:
        try:
            with mp.workdps(digits):
                x, y = value(left, at), value(right, at)
                gap, scale = x - y, 1 + abs(x) + abs(y)
        except (ArithmeticError, ValueError, KeyError, OverflowError):
            return UNSURE
        tiny = abs(gap) < scale * mp.mpf(10) ** (-3 * digits // 4)
        if not tiny and abs(gap) < scale * mp.mpf(10) ** (-digits // 2):
            return UNSURE
        sign = 0 if tiny else int(mp.sign(gap))
        seen.add(sign)
        holds = {"==": sign == 0, "!=": sign != 0, "<": sign < 0, "<=": sign <= 0}
        holds |= {">": sign > 0, ">=": sign >= 0}
        if not holds[operator]:
            return False
    # Both signs: between them the sides may be equal at points that were not met.
    return UNSURE if operator == "!=" and {1, -1} <= seen else True


# Exponents, by the formulas of the paper, and the best one by enumeration.


def decays(alpha: Fraction, beta: Fraction) -> dict[str, Fraction]:
    """Decay exponents in r of the terms, the rest held fixed."""
    found = {"F_0": Fraction(0), "F_pp": 1 + (2 * beta - 1) / (2 * alpha)}
    found["K_pp"] = max(Fraction(0), 2 - 1 / (2 * alpha))
    if 2 * beta > 1:
        found["F_ac"] = max(Fraction(0), 1 - 1 / (2 * alpha))
    return found


def best(alpha: Fraction, beta: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Loss exponent, and the least and largest optimal model-size exponent."""
    rate = min(Fraction(0), 2 * alpha - 1)
    s = 1 + (2 * beta - 1) / (2 * alpha)
    # Lines in xi: log tau = 1 - xi + rate xi in units of log f.
    tau = (Fraction(1), rate - 1)

    def line(of_tau: Fraction, of_d: Fraction) -> tuple[Fraction, Fraction]:
        return (of_tau * tau[0], of_tau * tau[1] + of_d)

    lines = [line(-s, Fraction(0)), line(Fraction(0), -min(2 * alpha, 2 * alpha + 2 * beta - 1))]
    if 2 * beta > 1:
        flat = 2 * alpha < 1
        lines.append(
            line(Fraction(0), -2 * alpha) if flat else line(1 / (2 * alpha) - 1, Fraction(-1))
        )
    flat = 4 * alpha < 1
    noise = line(Fraction(0), rate + 1 - 4 * alpha) if flat else line(1 / (2 * alpha) - 2, rate)
    lines.append(noise)
    crossings = {Fraction(0), Fraction(1)}
    for k, (a, b) in enumerate(lines):
        for a2, b2 in lines[k + 1 :]:
            if b != b2 and 0 <= (a2 - a) / (b - b2) <= 1:
                crossings.add((a2 - a) / (b - b2))
    worst = {x: max(a + b * x for a, b in lines) for x in crossings}
    least = min(worst.values())
    optimal = [x for x, y in worst.items() if y == least]
    return -least, min(optimal), max(optimal)


def phase(alpha: Fraction, beta: Fraction) -> str | None:
    """Phase of a point off the boundaries, None on one."""
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    corner = 1 - mp.sqrt(2) / 2
    if alpha in (half, quarter) or beta == half or (alpha > half and alpha == beta):
        return None
    if alpha > half:
        return "Ia" if beta < half else "II" if beta < alpha else "III"
    if beta < half:
        return "Ib"
    if alpha < quarter:
        return "Ic"
    return "IVb" if mp.mpf(alpha.numerator) / alpha.denominator < corner else "IVa"
