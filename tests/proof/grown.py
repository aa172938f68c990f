"""Random statements: a side, and another that a careless rewriting makes of it."""

from __future__ import annotations

from fractions import Fraction

from tests.proof.documents import INFINITY, add, apply, log, mul, n, node, power, strong, v

PARAMETERS, CONSTANTS = ("a", "b"), ("x", "y")
NUMBERS = ("0", "-1", "-2", "-1/2", "1", "2", "3", "1/2", "3/2", "4", "6", "12", "9/4")
# Regions, each with a point of it.
REGIONS = (
    ([], {}),
    ([[">", v("a")]], {"a": "1"}),
    ([[">=", v("a")]], {"a": "1"}),
    ([[">", add("a", -1)]], {"a": "2"}),
    ([[">", v("a")], [">", v("b")]], {"a": "1", "b": "1"}),
    ([[">", add("a", mul(-1, "b"))]], {"a": "1", "b": "0"}),
    ([[">", v("a")], [">", add(1, mul(-1, "a"))]], {"a": "1/2"}),
    ([["=", add("a", mul(-1, "b"))]], {"a": "1", "b": "1"}),
    ([[">", add(mul("a", "b"), -1)]], {"a": "2", "b": "2"}),
)


def leaf(draw):
    """A name or a number."""
    name = draw.choice("xxxxyyyab")
    return v(name) if draw.random() < 0.75 else n(draw.choice((*NUMBERS[-8:], "1", "2", "3")))


def exponent(draw):
    """A rational function of the parameters, or a number."""
    pick = draw.random()
    if pick < 0.5:
        return n(draw.choice(NUMBERS))
    if pick < 0.8:
        return v(draw.choice("ab"))
    name = draw.choice("ab")
    return draw.choice(
        [add(name, 1), mul(-1, name), power(name, -1), mul(name, "1/2"), add(1, mul(-1, name))]
    )


def expression(draw, depth):
    """A random expression of the language."""
    if depth == 0 or draw.random() < 0.15:
        return leaf(draw)
    kind = draw.choices(
        ["add", "mul", "pow", "log", "exp", "gamma", "zeta", "geometric", "moment"],
        [5, 5, 6, 2, 1, 1.5, 0.4, 0.4, 0.3],
    )[0]
    if kind in ("add", "mul"):
        return (kind, *(expression(draw, depth - 1) for _ in range(draw.choice([2, 2, 3]))))
    if kind == "pow":
        return power(expression(draw, depth - 1), exponent(draw))
    if kind in ("log", "exp"):
        return (kind, expression(draw, depth - 1))
    if kind == "moment":
        return apply("moment", exponent(draw), leaf(draw), exponent(draw), INFINITY)
    return (kind, exponent(draw))


def careless(e, draw):
    """What somebody might write for an expression who forgets its hypotheses."""
    parts = tuple(careless(x, draw) if isinstance(x, tuple) else x for x in e[1:])
    e = (e[0], *parts)
    if draw.random() < 0.4:
        return e
    kind = e[0]
    if kind == "pow":
        return _power(e, draw)
    if kind == "log":
        return _log(e[1])
    if kind == "mul":
        return _product(e, draw)
    if kind == "add":
        return ("add", *draw.sample(e[1:], len(e) - 1))
    if kind == "gamma":
        lower = add(e[1], -1)
        return mul(lower, ("gamma", lower)) if draw.random() < 0.5 else _higher(e[1])
    if kind == "geometric":
        return power(add(1, mul(-1, e[1])), -1)
    return e


def _higher(s):
    return mul(power(s, -1), ("gamma", add(s, 1)))


def _power(e, draw):
    base, k = e[1], e[2]
    if base[0] == "mul":
        return ("mul", *(("pow", x, k) for x in base[1:]))
    if base[0] == "pow":
        return ("pow", base[1], mul(base[2], k))
    if base[0] == "exp":
        return ("exp", mul(k, base[1]))
    if k[0] == "add":
        return ("mul", *(("pow", base, x) for x in k[1:]))
    if draw.random() < 0.5:
        return mul(base, ("pow", base, add(k, -1)))
    return power(("pow", base, mul(-1, k)), -1)


def _log(x):
    if x[0] == "mul":
        return ("add", *(log(p) for p in x[1:]))
    if x[0] == "pow":
        return mul(x[2], log(x[1]))
    if x[0] == "exp":
        return x[1]
    return mul("1/2", log(mul(x, x)))


def _product(e, draw):
    first, *rest = e[1:]
    if first[0] == "add":
        return ("add", *(("mul", t, *rest) for t in first[1:]))
    same = [x for x in rest if x[0] == "pow" and x[1] == first]
    if same:
        others = [x for x in rest if x is not same[0]]
        return ("mul", ("pow", first, add(same[0][2], 1)), *others)
    if draw.random() < 0.3:
        extra = expression(draw, 1)
        return ("mul", *e[1:], extra, power(extra, -1))
    return ("mul", *draw.sample(e[1:], len(e) - 1))


def disturbed(e, draw):
    """An expression with one place changed."""
    places = list(_places(e))
    where = draw.choice(places)
    return _changed(e, where, draw)


def _places(e, path=()):
    yield path
    for k, x in enumerate(e[1:], start=1):
        if isinstance(x, tuple):
            yield from _places(x, (*path, k))


def _changed(e, path, draw):
    if path:
        k = path[0]
        return (*e[:k], _changed(e[k], path[1:], draw), *e[k + 1 :])
    if e == INFINITY:
        return leaf(draw)
    return draw.choice([leaf(draw), add(e, 1), mul(-1, e), mul(2, e), power(e, 2), power(e, -1)])


def exact(draw):
    """A random exact statement, as data, with a point of its region."""
    conditions, witness = draw.choice(REGIONS)
    left = expression(draw, draw.choice([1, 2, 2, 3]))
    right = careless(left, draw)
    if draw.random() < 0.3:
        right = disturbed(right, draw)
    relation = draw.choices(["=", "<", "<=", "slope"], [6, 2, 2, 1])[0]
    data = {
        "left": left,
        "right": right,
        "relation": relation,
        "parameters": list(PARAMETERS),
        "conditions": conditions,
        "constants": list(CONSTANTS),
        "witness": witness,
    }
    if relation in ("<", "<="):
        data["right"] = draw.choice([add(right, leaf(draw)), mul(right, leaf(draw)), right])
    if relation == "slope":
        data["variable"] = draw.choice("abxy")
        data["right"] = _slope(left, data["variable"], draw)
    return data


def _slope(e, x, draw):
    """The derivative as a beginner finds it: sometimes right."""
    if e[0] == "var":
        return n(int(e[1] == x))
    if e[0] == "add":
        return ("add", *(_slope(p, x, draw) for p in e[1:]))
    if e[0] == "mul":
        parts = e[1:]
        rows = [
            ("mul", _slope(p, x, draw), *parts[:k], *parts[k + 1 :]) for k, p in enumerate(parts)
        ]
        return ("add", *rows)
    if e[0] == "pow":
        return mul(e[2], power(e[1], add(e[2], -1)), _slope(e[1], x, draw))
    if e[0] == "log":
        return mul(_slope(e[1], x, draw), power(e[1], -1))
    if e[0] == "exp":
        return mul(_slope(e[1], x, draw), e)
    return draw.choice([n(0), n(1), e])


# Orders.

QUARTERS = [Fraction(k, 4) for k in (-8, -6, -4, -3, -2, -1, 1, 2, 3, 4, 6, 8)]


def monomial(draw, sizes):
    """A product of powers of some sizes."""
    chosen = draw.sample(sizes, draw.randint(1, len(sizes)))
    return mul(*(power(s, str(draw.choice(QUARTERS))) for s in chosen), 1)


def window(draw, sizes):
    """A few products, weak and strong."""
    simple = [[v(s), draw.random() < 0.8] for s in sizes if draw.random() < 0.8]
    more = [[monomial(draw, sizes), draw.random() < 0.4] for _ in range(draw.choice([0, 0, 1, 2]))]
    return simple + more


def term(draw, sizes):
    """A positive term."""
    return mul(draw.choice(["1", "2", "1/3", "x"]), monomial(draw, sizes))


def order(draw):
    """A random order, with the rule that is to show it."""
    rule = draw.choice(["powers", "less", "largest", "mean", "laplace", "modes"])
    sizes = ["d", "t"] if draw.random() < 0.8 else ["d", "t", "f"]
    base = {"constants": ["x"], "sizes": sizes, "window": window(draw, sizes)}
    return rule, {**base, **_SIDES[rule](draw, sizes)}


def _powers(draw, sizes):
    left = term(draw, sizes)
    right = careless(left, draw)
    if draw.random() < 0.5:
        right = mul(right, draw.choice([monomial(draw, sizes), n(3), v("x"), log("d")]))
    if draw.random() < 0.2:
        left = add(left, term(draw, sizes))
    return {"left": left, "right": right, "relation": "=Theta="}


def _less(draw, sizes):
    relation = draw.choice(["<~", "<<"])
    return {"left": term(draw, sizes), "right": term(draw, sizes), "relation": relation}


def _largest(draw, sizes):
    parts = [term(draw, sizes) for _ in range(draw.choice([2, 3]))]
    return {"left": add(*parts), "right": draw.choice(parts), "relation": "=Theta="}


def _mean(draw, sizes):
    parts = [term(draw, sizes) for _ in range(2)]
    w = Fraction(draw.randint(-1, 5), 4)
    weights = (w, 1 - w)
    pairs = zip(weights, parts, strict=True)
    left = mul(*(power(p, str(w)) for w, p in pairs))
    if draw.random() < 0.5:
        left = mul(left, monomial(draw, sizes))
    return {"left": left, "right": add(*parts), "relation": "<~", "weights": weights}


def _laplace(draw, sizes):
    s = n(draw.choice(["1/2", "1", "2", "3/2", "-1/2", "-1", "-2", "0", "1/4", "-1/4"]))
    rate = term(draw, sizes)
    low = n(0) if draw.random() < 0.3 else term(draw, sizes)
    both = mul(rate, low)
    under = power(both, -1)
    forms = [power(rate, mul(-1, s)), n(1), power(low, s), log(under)]
    value = draw.choice([f for f in forms if f != ("pow", n(0), s)])
    front = monomial(draw, sizes)
    sides = {
        "left": mul(front, apply("laplace", s, rate, low)),
        "right": mul(front, value),
        "relation": "=Theta=",
    }
    if draw.random() < 0.4:
        sides["relation"] = "~"
        factor = draw.choice([("gamma", s), power(mul(-1, s), -1), n(1)])
        if value != forms[3]:
            sides["right"] = mul(front, value, factor)
        sides["remainder"] = _remainder(draw, s, rate, both, under)
    return sides


def _remainder(draw, s, rate, both, under):
    decay = mul(power(rate, add(s, -1)), apply("exp", mul(-1, rate)))
    logs = add(1, log(under))
    rows = [
        [decay],
        [decay, power(both, s)],
        [power(both, mul(-1, s)), both],
        [mul(power(both, mul(-1, s)), logs), mul(both, logs)],
        [power(both, mul(-1, s))],
    ]
    chosen = draw.choice(rows)
    if draw.random() < 0.2:
        return power(log(under), -1)
    return ("add", *chosen) if len(chosen) > 1 else chosen[0]


def _modes(draw, sizes):
    a = n(draw.choice(["0", "1/2", "1", "3/2", "2", "3", "-1/2", "-1", "1/4"]))
    b = n(draw.choice(["1/2", "1", "2", "3", "-1"]))
    k = draw.choice([n(0), n(1), v("x"), v("x"), v("t")])
    top = draw.choice([INFINITY, v("d"), mul(3, "d"), mul("x", "d"), v("t"), mul("1/2", "d")])
    d = v("d")
    value = draw.choice([n(1), power(d, add(1, mul(-1, a))), log(d), d])
    sides = {"left": apply("modes", a, k, b, d, top), "right": value, "relation": "=Theta="}
    if draw.random() < 0.5:
        sides["relation"] = "~"
        sides |= _sharp(draw, a, k, b, d, top, value)
    return sides


def _sharp(draw, a, k, b, d, top, value):
    low, ridge, step = (power(d, add(1, mul(-1, a))), power(d, mul(-1, b)), power(d, -1))
    logs = add(1, log(d))
    ratio = mul(top, power(d, -1)) if top != INFINITY else INFINITY
    plain = mul(low, power(ratio, add(1, mul(-1, a))), power(add(1, mul(-1, a)), -1))
    right = draw.choice(
        [
            ("zeta", a),
            value,
            plain if top != INFINITY else value,
            mul(low, ("moment", a, k, b, ratio)),
        ]
    )
    rows = [
        [low],
        [ridge],
        [low, ridge],
        [mul(low, logs), mul(ridge, logs)],
        [power(d, add(a, -1))],
        [power(d, add(a, -1)), step],
        [power(log(d), -1)],
    ]
    chosen = draw.choice(rows)
    rest = ("add", *chosen) if len(chosen) > 1 else chosen[0]
    return {"right": node(right), "remainder": rest}


_SIDES = {
    "powers": _powers,
    "less": _less,
    "largest": _largest,
    "mean": _mean,
    "laplace": _laplace,
    "modes": _modes,
}
__all__ = ["exact", "order", "strong"]
