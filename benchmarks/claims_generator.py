"""Random claims of every kind with the trees that the oracle evaluates."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["KINDS", "Generated", "generated"]

Tree = Any


@dataclass(frozen=True)
class Generated:
    """One claim: what it compares, and where.

    Parameters
    ----------
    kind
        Kind of claim, for the table.
    left, operator, right
        The claim.
    where
        Conditions as texts.
    inside
        The same conditions as a function.
    lines
        Points of the region on its special lines, which random points would miss.
    """

    kind: str
    left: Tree
    operator: str
    right: Tree
    where: tuple[str, ...]
    inside: Callable[[Fraction, Fraction], bool]
    lines: tuple[tuple[Fraction, Fraction], ...]


def n(x: Any) -> Tree:
    """Number."""
    return ("num", Fraction(x))


def v(name: str) -> Tree:
    """Named quantity."""
    return ("name", name)


def plus(x: Tree, y: Tree) -> Tree:
    """Sum."""
    return ("+", x, y)


def minus(x: Tree, y: Tree) -> Tree:
    """Difference."""
    return ("-", x, y)


def times(*parts: Tree) -> Tree:
    """Product."""
    result = parts[0]
    for part in parts[1:]:
        result = ("*", result, part)
    return result


def over(x: Tree, y: Tree) -> Tree:
    """Quotient."""
    return ("/", x, y)


def to(x: Tree, y: Tree) -> Tree:
    """Power."""
    return ("**", x, y)


A, B_, D, R, G, BATCH, PI = map(v, ("alpha", "beta", "d", "r", "gamma", "B", "pi"))
TAU = times(G, BATCH, R)
S_PP = plus(n(1), over(minus(times(n(2), B_), n(1)), times(n(2), A)))
S_AC = minus(n(1), over(n(1), times(n(2), A)))
S_K = minus(n(2), over(n(1), times(n(2), A)))


def leading(name: str) -> Tree:
    """Leading form of a term, from the paper."""
    s = {"F_pp": S_PP, "F_ac": S_AC, "K_pp": S_K}[name]
    core = times(over(("gamma_function", s), times(n(2), A)), to(times(n(2), TAU), ("neg", s)))
    if name == "F_ac":
        return over(times(core, ("zeta", times(n(2), B_))), D)
    return times(core, to(G, n(2)), BATCH) if name == "K_pp" else core


# Regions: conditions, membership, and where term forms hold.
F = Fraction
REGIONS: list[tuple[tuple[str, ...], Callable[[Fraction, Fraction], bool]]] = [
    (("alpha > 1/2", "beta > 1/2"), lambda a, b: a > F(1, 2) and b > F(1, 2)),
    (("alpha > 1/2", "beta < 1/2"), lambda a, b: a > F(1, 2) and b < F(1, 2)),
    (("alpha > 1/2", "beta > alpha"), lambda a, b: a > F(1, 2) and b > a),
    (("alpha > 1/2", "beta > 1/2", "beta < alpha"), lambda a, b: a > b > F(1, 2)),
    (("alpha > 1/4", "alpha < 1/2", "beta > 1/2"), lambda a, b: F(1, 4) < a < F(1, 2) < b),
    (("alpha < 1/4", "beta > 1/2"), lambda a, b: a < F(1, 4) and b > F(1, 2)),
    (
        ("alpha > 1/4", "alpha < 1/2", "beta < 1/2"),
        lambda a, b: F(1, 4) < a < F(1, 2) and b < F(1, 2),
    ),
    (("alpha > 1", "beta > 1/2"), lambda a, b: a > 1 and b > F(1, 2)),
    (("alpha == 1/2", "beta > 1/2"), lambda a, b: a == F(1, 2) and b > F(1, 2)),
    (("alpha > 1/2", "beta == 1/2"), lambda a, b: a > F(1, 2) and b == F(1, 2)),
    (("alpha >= 1/2", "beta > 1/2"), lambda a, b: a >= F(1, 2) and b > F(1, 2)),
    (("alpha > 1/2", "beta >= 1/2"), lambda a, b: a > F(1, 2) and b >= F(1, 2)),
]
HIGH = REGIONS[:4] + REGIONS[7:8]
LINES = tuple(
    (F(a), F(b))
    for a in (F(1, 2), F(1, 4), F(3, 4), F(1))
    for b in (F(1, 2), F(3, 4), F(1), F(3, 2))
)


class Maker:
    """Draws claims."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, *choices: Any) -> Any:
        """One of some."""
        return self.random.choice(choices)

    def constant(self) -> Tree:
        """A positive number other than 1."""
        return n(self.pick(2, 3, 5, 10, 100, F(1, 2), F(3, 2), F(7, 5), F(1, 10)))

    def exponent(self) -> Tree:
        """Exponent of a size."""
        k = self.pick(F(-3), F(-2), F(-1), F(-1, 2), F(1, 2), F(1), F(2), F(3, 2))
        return self.pick(n(k), n(k), times(n(k), A), times(n(k), B_), plus(n(k), A))

    def power(self) -> Tree:
        """Power of one or two sizes."""
        one = to(self.pick(D, R, TAU), self.exponent())
        return one if self.random.random() < 0.6 else times(one, to(D, self.exponent()))

    def small(self) -> Tree:
        """Something that a dropped remainder might exceed."""
        k = self.pick(1, 2, 3, 6, 9)
        return self.pick(to(D, times(n(-k), A)), to(D, n(-k)), over(n(1), D), to(R, n(-k)))

    def claim(
        self, kind: str, left: Tree, operator: str, right: Tree, region: Any = None
    ) -> Generated:
        """A claim on a region."""
        where, inside = region or self.pick(*REGIONS, ((), lambda a, b: True))
        lines = tuple(p for p in LINES if inside(*p) and sum(p) > F(1, 2))
        return Generated(kind, left, operator, right, where, inside, lines)

    # Cancelling claims.

    def term_minus_leading(self) -> Generated:
        """A term less its leading form, and something small."""
        name = self.pick("F_pp", "K_pp", "F_ac")
        region = self.pick(*HIGH) if name != "F_ac" else self.pick(HIGH[0], HIGH[2], HIGH[3])
        small = self.pick(self.small(), self.small(), v(name), times(n(2), v(name)))
        left = plus(minus(v(name), times(leading(name), n(self.pick(1, 1, 1, 2)))), small)
        return self.claim(
            "cancel: term - leading", left, self.pick("~", "~", "=Theta=", "<<"), small, region
        )

    def log_minus_log(self) -> Generated:
        """Logarithms that differ by constants."""
        c, x = self.constant(), self.pick(D, R, TAU, times(D, R), to(D, n(2)))
        gap = minus(("log", times(c, x)), ("log", x))
        y = self.pick(over(n(1), D), D, n(1), ("log", c), ("log", D), to(D, n(-2)))
        left = self.pick(plus(gap, y), plus(gap, y), gap, plus(minus(gap, ("log", c)), y))
        right = self.pick(y, y, ("log", c), plus(y, ("log", c)))
        return self.claim("cancel: logarithms", left, self.pick("~", "~", "=Theta=", "<<"), right)

    def term_exactly(self) -> Generated:
        """Terms that cancel as themselves."""
        name = self.pick("F_0", "F_pp", "F_ac", "K_pp")
        t, y, c = v(name), self.small(), self.constant()
        left, right = self.pick(
            (minus(times(t, plus(n(1), over(n(1), D))), t), over(t, D)),
            (plus(minus(t, t), y), y),
            (minus(times(c, t), t), times(minus(c, n(1)), t)),
            (minus(times(t, plus(n(1), over(n(1), D))), t), over(times(n(2), t), D)),
            (plus(over(minus(times(n(2), t), t), t), y), plus(n(1), y)),
            (minus(to(plus(t, y), n(2)), to(t, n(2))), plus(times(n(2), t, y), to(y, n(2)))),
        )
        region = self.pick(HIGH[0], HIGH[2], HIGH[3], REGIONS[4])
        return self.claim("cancel: exact", left, self.pick("~", "~", "=Theta="), right, region)

    def algebra(self) -> Generated:
        """Polynomials and roots in sizes whose largest parts cancel."""
        x = self.pick(D, R, TAU)
        k = n(self.pick(1, 2, 3))
        left, right = self.pick(
            (minus(times(plus(x, k), minus(x, k)), to(x, n(2))), ("neg", to(k, n(2)))),
            (minus(to(plus(D, R), n(2)), plus(to(D, n(2)), to(R, n(2)))), times(n(2), D, R)),
            (minus(("sqrt", plus(to(x, n(2)), times(k, x))), x), over(k, n(2))),
            (minus(over(n(1), plus(x, k)), over(n(1), x)), over(("neg", k), to(x, n(2)))),
            (minus(("log", plus(x, k)), ("log", x)), over(k, x)),
            (minus(("sqrt", plus(x, k)), ("sqrt", x)), over(k, times(n(2), ("sqrt", x)))),
            (minus(to(plus(x, k), A), to(x, A)), times(k, A, to(x, minus(A, n(1))))),
        )
        wrong = self.pick(n(1), n(1), self.constant())
        return self.claim(
            "cancel: algebra", left, self.pick("~", "~", "=Theta="), times(wrong, right)
        )

    def identities(self) -> Generated:
        """Constants that are 0, times something large."""
        zero = self.pick(
            minus(times(("zeta", n(2)), n(6)), to(PI, n(2))),
            minus(to(("gamma_function", n(F(1, 2))), n(2)), PI),
            minus(("gamma_function", plus(A, n(1))), times(A, ("gamma_function", A))),
            minus(times(("sqrt", n(2)), ("sqrt", n(3))), ("sqrt", n(6))),
            minus(times(("zeta", n(4)), n(90)), to(PI, n(4))),
            minus(to(n(4), A), to(n(2), times(n(2), A))),
            minus(("log", n(6)), plus(("log", n(2)), ("log", n(3)))),
        )
        if self.random.random() < 0.3:
            zero = plus(zero, over(n(1), n(10**12)))
        x, y = self.power(), self.power()
        left = plus(times(zero, x), y)
        return self.claim("cancel: constants", left, self.pick("~", "=Theta=", "<<"), y)

    def loglogs(self) -> Generated:
        """Logarithms of logarithms and products of logarithms."""
        c, x = self.constant(), self.pick(D, R, TAU)
        left, right = self.pick(
            (minus(("log", times(D, R)), ("log", R)), ("log", D)),
            (("log", ("log", D)), ("log", D)),
            (minus(("log", ("log", times(c, D))), ("log", ("log", D))), n(1)),
            (to(("log", times(c, x)), n(2)), to(("log", x), n(2))),
            (
                minus(to(("log", times(c, x)), n(2)), to(("log", x), n(2))),
                times(n(2), ("log", c), ("log", x)),
            ),
            (("log", times(c, x)), ("log", x)),
            (times(("log", D), to(D, n(-1))), n(1)),
            (("log", to(D, n(2))), times(n(2), ("log", D))),
            (minus(("log", D), times(n(F(1, 2)), ("log", times(c, to(D, n(2)))))), ("log", c)),
        )
        return self.claim("cancel: logs of logs", left, self.pick("~", "~", "<<", "=Theta="), right)

    # Other claims.

    def orders(self) -> Generated:
        """Terms and powers against each other."""
        name, other = self.random.sample(("F_0", "F_pp", "F_ac", "K_pp"), 2)
        left = self.pick(
            v(name), times(v(name), self.power()), self.power(), plus(v(name), v(other))
        )
        right = self.pick(v(other), times(v(other), self.power()), self.power(), v(name))
        return self.claim("orders: mixed", left, self.pick("<<", "<<", "=Theta=", "~"), right)

    def orders_right(self) -> Generated:
        """Known orders and constants, some of them wrong."""
        name = self.pick("F_pp", "K_pp", "F_ac")
        wrong = self.pick(n(1), n(1), self.constant(), to(D, n(F(-1, 10))), ("log", D))
        region = self.pick(HIGH[0], HIGH[2], HIGH[3])
        right = times(leading(name), wrong)
        left = self.pick(v(name), times(v(name), plus(n(1), over(n(1), D))))
        return self.claim(
            "orders: leading", left, self.pick("~", "~", "=Theta=", "<<"), right, region
        )

    def powers(self) -> Generated:
        """Powers of sizes."""
        left, right = self.power(), self.power()
        right = self.pick(
            right, times(left, self.constant()), times(left, to(D, n(F(1, 7)))), right
        )
        return self.claim("orders: powers", left, self.pick("<<", "~", "=Theta="), right)

    def constants(self) -> Generated:
        """Constants with and without parameters."""
        x, y = self.constant(), self.constant()
        left, right = self.pick(
            (to(x, A), n(1)),
            (to(x, A), to(y, A)),
            (to(x, plus(A, n(1))), times(x, to(x, A))),
            (times(("zeta", n(2)), n(6)), to(PI, n(2))),
            (to(("gamma_function", n(F(1, 2))), n(2)), PI),
            (("zeta", n(self.pick(2, 3, 4))), n(self.pick(F(3, 2), F(6, 5), F(11, 10), 1))),
            (to(PI, n(self.pick(1, 2, F(1, 2)))), n(self.pick(3, 10, F(7, 4)))),
            (("gamma_function", plus(A, n(1))), times(A, ("gamma_function", A))),
            (plus(("sqrt", n(2)), ("sqrt", n(3))), n(self.pick(3, F(22, 7)))),
            (times(to(n(2), A), to(n(3), ("neg", A))), n(1)),
            (("log", x), ("log", y)),
            (to(x, times(n(2), A)), to(times(x, x), A)),
            (("zeta", plus(n(1), A)), n(1)),
            (("gamma_function", n(F(7, 2))), times(n(F(15, 8)), ("sqrt", PI))),
        )
        return self.claim("constants", left, self.pick("==", "!=", "<", "<=", ">", ">="), right)

    def sized(self) -> Generated:
        """Exact comparisons of formulas in sizes."""
        c, x = self.constant(), self.pick(D, TAU, R)
        left, right = self.pick(
            (("log", D), ("log", times(c, D))),
            (to(D, n(2)), D),
            (("log", to(x, n(2))), times(n(2), ("log", x))),
            (TAU, to(D, times(n(2), A))),
            (D, R),
            (times(c, x), x),
            (to(plus(D, R), n(2)), plus(to(D, n(2)), to(R, n(2)))),
            (("log", times(D, R)), plus(("log", D), ("log", R))),
            (plus(x, n(1)), x),
            (("log", D), n(0)),
        )
        return self.claim(
            "exact in sizes", left, self.pick("==", "!=", "<", "<=", ">", ">="), right
        )

    def exponents(self) -> Generated:
        """Exponents against formulas and each other."""
        eta, xi = v("loss_exponent"), v("model_size_exponent")
        p = minus(plus(times(n(2), A), times(n(2), B_)), n(1))
        right = self.pick(
            over(p, plus(times(n(2), A), n(1))),
            over(p, times(n(2), plus(A, B_))),
            minus(n(1), over(n(1), times(n(4), A))),
            n(self.pick(F(1, 2), 1, F(1, 3), F(3, 4))),
            A,
            over(B_, plus(A, B_)),
            over(n(1), plus(times(n(2), A), n(1))),
        )
        if self.random.random() < 0.4:
            names = ("F_0", "F_pp", "K_pp", "F_ac")
            eta, right = (("exponent", v(t)) for t in self.random.sample(names, 2))
        left = self.pick(eta, eta, xi) if eta[0] == "name" else eta
        return self.claim(
            "exponents",
            left,
            self.pick("==", "!=", "<", "<=", ">", ">="),
            right,
            self.pick(*REGIONS[:8]),
        )

    def phases(self) -> Generated:
        """Labels of phases."""
        label = self.pick("Ia", "Ib", "Ic", "II", "III", "IVa", "IVb")
        return self.claim(
            "phases",
            v("phase"),
            self.pick("==", "!="),
            ("name", f'"{label}"'),
            self.pick(*REGIONS[:8]),
        )


KINDS: tuple[tuple[str, int], ...] = (
    ("term_minus_leading", 6),
    ("log_minus_log", 6),
    ("term_exactly", 6),
    ("algebra", 6),
    ("identities", 6),
    ("loglogs", 6),
    ("orders", 12),
    ("orders_right", 10),
    ("powers", 12),
    ("constants", 12),
    ("sized", 6),
    ("exponents", 14),
    ("phases", 4),
)


def generated(count: int, seed: int) -> list[Generated]:
    """So many claims, kinds in fixed shares.

    Parameters
    ----------
    count
        How many.
    seed
        Of the random numbers.
    """
    maker = Maker(seed)
    names = [name for name, share in KINDS for _ in range(share)]
    maker.random.shuffle(names)
    return [getattr(maker, names[k % len(names)])() for k in range(count)]
