"""The lemmas as the file sees them: with data that no search would offer.

Each true line is accepted; each line with one hypothesis less, or one part changed, is false or
has not been shown, and is refused whatever exponents the proof gives.
"""

from itertools import product

import mpmath as mp
import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import Statement, encode_node
from phasecalc.kernel.rules import Room
from phasecalc.kernel.theorem import check_line
from phasecalc.kernel.vanish import vanishes
from phasecalc.proof.search import Search

BOOK = Search()
A, B, D, T, X = (("var", n) for n in ("a", "b", "d", "t", "x"))
INF = ("infinity",)


def num(text):
    return ("num", text)


def mul(*nodes):
    return ("mul", *nodes)


def add(*nodes):
    return ("add", *nodes)


def power(node, e):
    return ("pow", node, num(e) if isinstance(e, str) else e)


ZERO, ONE, HALF, NEGATIVE = num("0"), num("1"), num("1/2"), num("-1/2")
LESS_A = mul(num("-1"), A)
MINUS = ("add", A, num("-2"))
ABOVE = ((">", add(A, num("-1"))),)


def line(left, relation, right, rule, data, *, remainder=None, vanishes=None, path=None, **more):
    """Check one step as a line of its own; t grows like a root of d unless said otherwise."""
    more = {"parameters": ("a",), "conditions": ABOVE, **more}
    statement = Statement(relation, left, right, remainder=remainder, **more)
    row = {"relation": relation, "right": encode_node(right), "rule": rule, **data}
    if remainder is not None:
        row["remainder"] = encode_node(remainder)
    path = path or ({"t": "1/2"} if "t" in statement.sizes else {})
    extra = {"witness": {"a": "3"}, "path": path, "vanishes": vanishes or []}
    return check_line(statement, [row], {}, lambda *_: None, BOOK, extra)


def refused(*arguments, **more):
    with pytest.raises(CheckFailed):
        line(*arguments, **more)


def slacks(*values):
    return [encode_node(num(v)) for v in values]


WEAK, STRONG = ((T, False),), ((T, True),)
timed = {"sizes": ("t",), "window": STRONG}
weakly = {"sizes": ("t",), "window": WEAK}
FROM_0 = ("laplace", A, T, ZERO)
ORDER = power(T, LESS_A)
TIME = {"case": "time", "x": slacks("1")}


def test_time_from_0():
    found = line(FROM_0, "=Theta=", ORDER, "laplace", TIME, **weakly)
    assert found.rank == "proved, resting on lemmas"
    assert len(found.rests_on) == 1
    assert line(mul(X, FROM_0), "=Theta=", ORDER, "laplace", TIME, constants=("x",), **weakly)
    refused(FROM_0, "=Theta=", ORDER, "laplace", TIME, sizes=("t",))
    refused(FROM_0, "<~", ORDER, "laplace", TIME, **weakly)
    refused(FROM_0, "=Theta=", power(T, "-1"), "laplace", TIME, **weakly)
    refused(FROM_0, "=Theta=", mul(num("-1"), ORDER), "laplace", TIME, **weakly)
    refused(mul(num("-1"), FROM_0), "=Theta=", ORDER, "laplace", TIME, **weakly)
    refused(mul(FROM_0, FROM_0), "=Theta=", ORDER, "laplace", TIME, **weakly)
    refused(T, "=Theta=", T, "laplace", TIME, **weakly)
    for case in ("end", "log", "late", None):
        refused(FROM_0, "=Theta=", ORDER, "laplace", {**TIME, "case": case}, **weakly)
    for x in ([], slacks("0"), slacks("-1"), slacks("2"), slacks("1", "1"), "1"):
        refused(FROM_0, "=Theta=", ORDER, "laplace", {**TIME, "x": x}, **weakly)
    falling = ("laplace", A, power(T, "-1"), ZERO)
    for x in ("1", "-1"):
        refused(falling, "=Theta=", power(T, A), "laplace", {**TIME, "x": slacks(x)}, **weakly)


EXP = ("exp", mul(num("-1"), T))
BEATEN = [{"slacks": slacks("0"), "rate": slacks("1"), "power": encode_node(add(A, num("-1")))}]


def test_the_leading_form_in_time():
    error = mul(power(T, add(A, num("-1"))), EXP)
    sharp = mul(("gamma", A), ORDER)
    good = {"remainder": error, "vanishes": BEATEN}
    assert line(FROM_0, "~", sharp, "laplace", TIME, **good, **timed)
    refused(FROM_0, "~", sharp, "laplace", TIME, **good, **weakly)
    refused(FROM_0, "~", ORDER, "laplace", TIME, **good, **timed)
    refused(FROM_0, "~", mul(num("2"), sharp), "laplace", TIME, **good, **timed)
    for wrong in (EXP, mul(T, EXP), add(error, EXP), power(T, "-1"), mul(error, EXP)):
        bad = {"remainder": wrong, "vanishes": BEATEN}
        refused(FROM_0, "~", sharp, "laplace", TIME, **bad, **timed)
    for proof in ([], BEATEN * 2, [{**BEATEN[0], "rate": slacks("0")}], [7]):
        bad = {"remainder": error, "vanishes": proof}
        refused(FROM_0, "~", sharp, "laplace", TIME, **bad, **timed)


def test_early():
    """Bounded rates: the integral is of order 1, from 0 and for positive s only."""
    early = {"case": "early", "x": slacks("1")}
    rate = {"sizes": ("t",), "window": ((power(T, "-1"), False),), "path": {"t": "-1"}}
    assert line(FROM_0, "=Theta=", ONE, "laplace", early, **rate)
    refused(FROM_0, "=Theta=", ONE, "laplace", early, **weakly)
    refused(FROM_0, "=Theta=", ONE, "laplace", early, sizes=("t",))
    refused(FROM_0, "=Theta=", T, "laplace", early, **rate)
    refused(
        FROM_0, "~", ONE, "laplace", early,
        remainder=T, vanishes=[{"slacks": slacks("1")}], **rate,
    )  # fmt: skip
    cut = ("laplace", A, power(T, "-1"), power(D, "-1"))
    both = {"sizes": ("d", "t"), "window": ((T, False), (D, True))}
    data = {"case": "early", "x": slacks("1", "0"), "x_low": slacks("1", "1"),
            "low": slacks("0", "1")}  # fmt: skip
    refused(cut, "=Theta=", ONE, "laplace", data, **both)


def cut(s):
    """From 1/d at the rate t."""
    return ("laplace", s, T, power(D, "-1"))


# t bounded below, d -> oo, and t/d bounded or tending to 0.
def window(t, d, q):
    return {
        "sizes": ("d", "t"),
        "window": ((T, t), (D, d), (mul(D, power(T, "-1")), q)),
    }


CUT = {"x": slacks("1", "0", "0"), "x_low": slacks("0", "0", "1"), "low": slacks("0", "1", "0")}
LOWER_END = {
    "time": (A, ORDER),
    "end": (LESS_A, power(D, A)),
}


@pytest.mark.parametrize("case", LOWER_END)
def test_a_lower_end_by_its_order(case):
    s, order = LOWER_END[case]
    data = {"case": case, **CUT}
    wide = window(t=False, d=True, q=False)
    assert line(cut(s), "=Theta=", order, "laplace", data, **wide)
    # The other sign of s, no sign, and 0: the order is another one.
    for other, wrong in LOWER_END.values():
        if other != s:
            refused(cut(other), "=Theta=", order, "laplace", data, **wide)
            refused(cut(s), "=Theta=", wrong, "laplace", data, **wide)
    refused(cut(MINUS), "=Theta=", order, "laplace", data, **wide)
    refused(cut(ZERO), "=Theta=", ONE, "laplace", data, **wide)
    # A lower end that stays, and one that the rate outruns.
    refused(cut(s), "=Theta=", order, "laplace", data, **window(t=False, d=False, q=False))
    short = {**wide, "window": wide["window"][:2]}
    for values in product("01", repeat=2):
        given = {k: v[:2] for k, v in CUT.items()} | {"x_low": slacks(*values)}
        refused(cut(s), "=Theta=", order, "laplace", {"case": case, **given}, **short)
    for name in CUT:
        if case == "time" or name != "x":
            refused(cut(s), "=Theta=", order, "laplace", {**data, name: []}, **wide)
            refused(cut(s), "=Theta=", order, "laplace", {**data, name: CUT["x"] * 2}, **wide)


LOW = mul(T, power(D, "-1"))
END_FORM = mul(power(D, A), power(A, "-1"))
GROWS = [{"slacks": [encode_node(x) for x in (ZERO, ZERO, e)]} for e in (A, ONE)]


def test_the_leading_form_at_the_end():
    data = {"case": "end", **CUT, "apart": "-"}
    error = add(power(LOW, A), LOW)
    good = {"remainder": error, "vanishes": GROWS}
    sharp = window(t=False, d=True, q=True)
    assert line(cut(LESS_A), "~", END_FORM, "laplace", data, **good, **sharp)
    refused(cut(LESS_A), "~", power(D, A), "laplace", data, **good, **sharp)
    weak = window(t=False, d=True, q=False)
    refused(cut(LESS_A), "~", END_FORM, "laplace", data, **good, **weak)
    for remainder, proof in (
        (power(LOW, A), GROWS[:1]),
        (LOW, GROWS[1:]),
        (add(power(LOW, A), LOW, LOW), [*GROWS, GROWS[1]]),
        (add(power(LOW, A), power(LOW, "2")), [GROWS[0], {"slacks": slacks("0", "0", "2")}]),
    ):
        bad = {"remainder": remainder, "vanishes": proof}
        refused(cut(LESS_A), "~", END_FORM, "laplace", data, **bad, **sharp)
    # Without a certificate that s is not -1 the errors carry a logarithm.
    for apart in ("", "+", "0"):
        refused(cut(LESS_A), "~", END_FORM, "laplace", {**data, "apart": apart}, **good, **sharp)
    logged = add(ONE, ("log", power(LOW, "-1")))
    with_logs = {
        "remainder": add(mul(power(LOW, A), logged), mul(LOW, logged)),
        "vanishes": [{**row, "logs": [slacks("0", "0", "1")]} for row in GROWS],
    }
    plain = {**data, "apart": ""}
    assert line(cut(LESS_A), "~", END_FORM, "laplace", plain, **with_logs, **sharp)
    refused(cut(LESS_A), "~", END_FORM, "laplace", data, **with_logs, **sharp)
    two = add(num("2"), ("log", power(LOW, "-1")))
    odd = {**with_logs, "remainder": add(mul(power(LOW, A), two), mul(LOW, two))}
    refused(cut(LESS_A), "~", END_FORM, "laplace", plain, **odd, **sharp)
    other = add(ONE, ("log", D))
    odd = {**with_logs, "remainder": add(mul(power(LOW, A), other), mul(LOW, other))}
    refused(cut(LESS_A), "~", END_FORM, "laplace", plain, **odd, **sharp)


def test_the_logarithm_at_the_end():
    log = ("log", power(LOW, "-1"))
    data = {"case": "log", **CUT}
    sharp = window(t=False, d=True, q=True)
    assert line(cut(ZERO), "=Theta=", log, "laplace", data, **sharp)
    assert line(mul(T, cut(ZERO)), "=Theta=", mul(num("5"), T, log), "laplace", data, **sharp)
    error = {"remainder": power(log, "-1"), "vanishes": [{"slacks": slacks("0", "0", "1")}]}
    assert line(cut(ZERO), "~", log, "laplace", data, **error, **sharp)
    refused(cut(A), "=Theta=", log, "laplace", data, **sharp)
    refused(cut(LESS_A), "=Theta=", log, "laplace", data, **sharp)
    refused(cut(ZERO), "=Theta=", ("log", D), "laplace", data, **sharp)
    refused(cut(ZERO), "=Theta=", mul(log, log), "laplace", data, **sharp)
    refused(cut(ZERO), "=Theta=", mul(T, log), "laplace", data, **sharp)
    refused(cut(ZERO), "=Theta=", ONE, "laplace", data, **sharp)
    refused(cut(ZERO), "=Theta=", log, "laplace", data, **window(t=False, d=True, q=False))
    refused(cut(ZERO), "~", mul(num("2"), log), "laplace", data, **error, **sharp)
    for wrong, proof in (
        (power(("log", D), "-1"), [{"slacks": slacks("0", "1", "0")}]),
        (power(D, "-1"), [{"slacks": slacks("0", "1", "0")}]),
        (power(log, "-2"), [{"slacks": slacks("0", "0", "1")}]),
    ):
        bad = {"remainder": wrong, "vanishes": proof}
        refused(cut(ZERO), "~", log, "laplace", data, **bad, **sharp)


def test_one_over_a_logarithm_vanishes_where_the_logarithm_grows():
    """d tends to infinity, t is bounded from below."""
    statement = Statement("<~", D, D, sizes=("d", "t"), window=((D, True), (T, False)))
    room = Room(statement, {}, lambda *_: None, BOOK)

    def over_log(node, *proof):
        vanishes(room, power(("log", node), "-1"), [{"slacks": slacks(*proof)}])

    over_log(D, "1", "0")
    over_log(mul(num("5"), power(D, "1/2"), T), "1/2", "1")
    for node, *proof in (
        (num("2"), "0", "0"),
        (T, "0", "1"),
        (T, "1", "0"),
        (D, "0", "0"),
        (D, "0", "1"),
        (power(D, "-1"), "-1", "0"),
        (mul(D, power(T, "-1")), "1", "-1"),
    ):
        with pytest.raises(CheckFailed):
            over_log(node, *proof)


grown = {"sizes": ("d",), "window": ((D, True),)}
FALLS = add(ONE, LESS_A)


def total(a, k=ZERO, b=ONE, top=INF):
    return ("modes", a, k, b, D, top)


def test_sums_by_their_order():
    data = {"d": slacks("1")}
    first, scale, log = ({**data, "case": c} for c in ("first", "scale", "log"))
    twice = mul(num("2"), D)
    for good in (
        (total(A), ONE, first),
        (total(A, ONE, HALF), ONE, first),
        (total(FALLS, top=twice), power(D, A), scale),
        (total(HALF, ONE, A), power(D, HALF), scale),
        (total(ONE, top=D), ("log", D), log),
        (total(ONE, ONE, A), ("log", D), log),
    ):
        left, right, how = good
        assert line(left, "=Theta=", right, "modes", how, **grown).rests_on
        refused(left, "<~", right, "modes", how, **grown)
        refused(left, "=Theta=", mul(D, right), "modes", how, **grown)
        refused(left, "=Theta=", mul(num("-1"), right), "modes", how, **grown)
        refused(left, "=Theta=", right, "modes", how, sizes=("d",), window=((D, False),))
        refused(left, "=Theta=", right, "modes", {**how, "d": []}, **grown)
        refused(left, "=Theta=", right, "modes", {**how, "d": slacks("-1")}, **grown)
        for other in (first, scale, log):
            if other is not how:
                refused(left, "=Theta=", right, "modes", other, **grown)
    refused(total(A), "=Theta=", ONE, "modes", {**first, "case": "last"}, **grown)
    # A profile that moves, one that falls, an end that outruns d.
    refused(total(A, D, ONE), "=Theta=", ONE, "modes", first, **grown)
    refused(total(A, ONE, LESS_A, D), "=Theta=", ONE, "modes", first, **grown)
    refused(total(FALLS, top=power(D, "2")), "=Theta=", power(D, A), "modes", scale, **grown)
    refused(total(FALLS, top=num("7")), "=Theta=", power(D, A), "modes", scale, **grown)


def test_sums_by_their_leading_form():
    first = {"d": slacks("1"), "case": "first", "apart": ""}

    def tends(*exponents):
        return [{"slacks": [encode_node(e)]} for e in exponents]

    less = add(A, num("-1"))
    end = power(D, FALLS)
    cases = (
        (total(A, top=D), first, end, tends(less)),
        (total(A, ONE, A), {**first, "apart": "-"}, add(end, power(D, LESS_A)), tends(less, A)),
    )
    for left, data, error, proof in cases:
        good = {"remainder": error, "vanishes": proof}
        assert line(left, "~", ("zeta", A), "modes", data, **good, **grown)
        refused(left, "~", ONE, "modes", data, **good, **grown)
        refused(left, "~", ("zeta", num("3")), "modes", data, **good, **grown)
        bad = {"remainder": power(D, LESS_A), "vanishes": tends(A)}
        refused(left, "~", ("zeta", A), "modes", data, **bad, **grown)
        bad = {"remainder": add(end, end), "vanishes": tends(less, less)}
        refused(left, "~", ("zeta", A), "modes", data, **bad, **grown)
    left, data, error, proof = cases[1]
    good = {"remainder": error, "vanishes": proof}
    for apart in ("", "+", "x"):
        refused(left, "~", ("zeta", A), "modes", {**data, "apart": apart}, **good, **grown)
    # At b = a - 1 there is a logarithm.
    logged = mul(end, add(ONE, ("log", D)))
    proof = [{"slacks": [encode_node(less)], "logs": [slacks("1")]}] * 2
    even = total(A, ONE, less)
    good = {"remainder": add(logged, logged), "vanishes": proof}
    assert line(even, "~", ("zeta", A), "modes", first, **good, **grown)
    good = {"remainder": add(end, end), "vanishes": tends(less, less)}
    refused(even, "~", ("zeta", A), "modes", first, **good, **grown)


def test_sums_by_a_moment():
    scale = {"d": slacks("1"), "case": "scale"}
    error = add(power(D, LESS_A), power(D, "-1"))
    proof = [{"slacks": [encode_node(e)]} for e in (A, ONE)]
    good = {"remainder": error, "vanishes": proof}
    twice = mul(num("2"), D)
    left = total(FALLS, top=twice)  # sum over j <= 2 d of j^(a - 1) ~ (2 d)^a/a
    right = mul(power(twice, A), power(A, "-1"))
    assert line(left, "~", right, "modes", scale, **good, **grown)
    for wrong in (power(D, A), mul(power(D, A), power(A, "-1")), power(twice, A)):
        refused(left, "~", wrong, "modes", scale, **good, **grown)
    short = {"remainder": power(D, LESS_A), "vanishes": proof[:1]}
    refused(left, "~", right, "modes", scale, **short, **grown)
    # With a profile the moment keeps it, and its end.
    left = total(FALLS, ONE, A, twice)
    data = {**scale, "ratio": encode_node(num("2"))}

    def moment(*arguments):
        return mul(power(D, A), ("moment", *arguments))

    right = moment(FALLS, ONE, A, num("2"))
    assert line(left, "~", right, "modes", data, **good, **grown)
    refused(left, "~", moment(FALLS, ONE, A, num("3")), "modes", data, **good, **grown)
    refused(left, "~", moment(FALLS, num("2"), A, num("2")), "modes", data, **good, **grown)
    other = {**scale, "ratio": encode_node(num("3"))}
    refused(left, "~", moment(FALLS, ONE, A, num("3")), "modes", other, **good, **grown)
    # Without an end there is one error only; for a = 0 with an end too.
    endless = total(HALF, ONE, A)
    error = {"remainder": power(D, NEGATIVE), "vanishes": [{"slacks": slacks("1/2")}]}
    right = mul(power(D, HALF), ("moment", HALF, ONE, A, INF))
    assert line(endless, "~", right, "modes", scale, **error, **grown)
    refused(endless, "~", power(D, HALF), "modes", scale, **error, **grown)
    plain = {"remainder": power(D, "-1"), "vanishes": [{"slacks": slacks("1")}]}
    assert line(total(ZERO, top=D), "~", D, "modes", scale, **plain, **grown)
    refused(total(ZERO, top=D), "~", twice, "modes", scale, **plain, **grown)


def test_at_the_edge():
    """Index 0, and x e between two numbers: of order 1, which a logarithm is not."""
    edge = {"case": "edge", "x_low": slacks("0"), "low": slacks("1"), "edge": slacks("0")}
    room = {"sizes": ("d",), "window": ((D, True),)}

    def integral(s, x, low):
        return ("laplace", s, x, low)

    zero, end = num("0"), power(D, "-1")
    assert line(integral(zero, D, end), "=Theta=", ONE, "laplace", edge, **room)
    refused(integral(zero, D, end), "=Theta=", D, "laplace", edge, **room)
    # With x e = 1/d it is of the order of log d, with x e = d it vanishes.
    for x, below, above in ((ONE, "1", "-1"), (power(D, "2"), "-1", "1"), (ONE, "1", "1")):
        wrong = {**edge, "x_low": slacks(below), "edge": slacks(above)}
        refused(integral(zero, x, end), "=Theta=", ONE, "laplace", wrong, **room)
        refused(integral(zero, x, end), "=Theta=", ONE, "laplace", edge, **room)
    for s in ("1/2", "-1/2"):
        refused(integral(num(s), D, end), "=Theta=", ONE, "laplace", edge, **room)
    refused(integral(zero, ONE, zero), "=Theta=", ONE, "laplace", edge, **room)
    refused(integral(zero, ONE, num("1")), "=Theta=", ONE, "laplace", edge, **room)
    more = {"remainder": end, "vanishes": [{"slacks": slacks("1")}]}
    refused(integral(zero, D, end), "~", ONE, "laplace", edge, **more, **room)
    # By quadrature: E_1(1) at every d, up to what lies beyond u = 1.
    for n in (10**2, 10**4, 10**8):
        found = mp.quad(lambda t, n=n: mp.exp(-n * mp.exp(t)), [-mp.log(n), 0])
        assert abs(found - mp.e1(1)) < 1e-3
