"""Leading forms in sums: they cancel against themselves, and what they leave never does."""

import copy
from fractions import Fraction

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.certificate import NO_CERTIFICATE, check_claims
from phasecalc.claims.certificates.certified import _paths, certified
from phasecalc.claims.certificates.document import document
from phasecalc.claims.certificates.formal import opposite
from phasecalc.claims.certificates.instances import instances
from phasecalc.claims.certificates.lines import scaled
from phasecalc.claims.certificates.search import Seeker
from phasecalc.claims.certificates.turning import turns
from phasecalc.claims.judging.judge import judge
from phasecalc.claims.reading.ask import points
from phasecalc.claims.reading.given import shipped_exponents
from phasecalc.claims.reading.language import statement
from phasecalc.claims.reading.region import region_of
from phasecalc.kernel.language import Statement

POWER = "(2 - 1/(2*alpha))"
NOISE = f"gamma**2*B*gamma_function({POWER})/(2*alpha)*(2*gamma*B*r)**(-{POWER})"
WHERE = ["alpha > 1/2"]
CLAIMS = {
    "small": f"K_pp - {NOISE} << K_pp",
    "alike": f"K_pp - {NOISE}/2 =Theta= K_pp",
    "close": f"K_pp - {NOISE} + K_pp ~ K_pp",
}


SUMS = {
    "power": "(d + 3)**alpha =Theta= d**alpha",
    "logarithm": "log(d + 1) ~ log(d)",
    "small power": "(d**2 + d)**(1/3) << d",
    "what is left": "log(d + 3) - log(d) ~ 3/d",
    "to second order": "log(d + 3) - log(d) - 3/d ~ -9/(2*d**2)",
    "a power left": "(d + 3)**alpha - d**alpha ~ 3*alpha*d**(alpha - 1)",
}


@pytest.fixture(scope="module")
def sums():
    """Documents of true claims about powers and logarithms of sums."""
    return {n: document([judge(s, WHERE, n, 60.0)]) for n, s in SUMS.items()}


@pytest.fixture(scope="module")
def made():
    """Documents of true claims about a term less its leading form."""
    return {n: document([judge(s, WHERE, n, 60.0)]) for n, s in CLAIMS.items()}


def own(whole):
    """The step that recalls the leading form."""
    return whole["theorems"][-1]["lines"][0]["steps"][0]


@pytest.mark.parametrize("name", CLAIMS)
def test_a_term_less_its_leading_form_has_a_certificate(made, name):
    (row,) = check_claims(made[name])
    assert (row.status, row.rank) == ("proved", "proved, resting on lemmas")
    assert own(made[name])["leading"]


def states(text):
    return lambda w: w["claims"][0].update(states=text)


def leading(change):
    return lambda w: change(own(w)["leading"])


def first(**changed):
    return lambda w: own(w)["leading"][0].update(changed)


ATTACKS = {
    "twice the leading form": ("small", states(f"K_pp - 2*{NOISE} << K_pp")),
    "another power": ("small", states(f"K_pp - {NOISE}*d**(-1/100) << K_pp")),
    "the form where the term is": ("small", states(f"{NOISE} << K_pp")),
    "smaller than what is left": ("small", states(f"K_pp - {NOISE} << K_pp/d")),
    "of the order of what is left": ("alike", states(f"K_pp - {NOISE} =Theta= K_pp")),
    "no form": ("small", lambda w: own(w).pop("leading")),
    "an empty list": ("small", leading(list.clear)),
    "twice the same": ("small", leading(lambda rows: rows.append(rows[0]))),
    "an order for a form": ("small", lambda w: own(w).update(known=own(w).pop("leading"))),
    "another constant": ("small", first(right=["mul", ["num", "2"], ["num", "1"]])),
    "without its remainder": ("small", first(remainder=["num", "0"])),
    "another remainder": ("small", first(remainder=["pow", ["var", "d"], ["num", "-9"]])),
    "at another time": ("small", lambda w: own(w)["leading"][0]["values"].update(
        tau=["var", "r"])),
    "outside its window": ("small", lambda w: own(w)["leading"][0]["slacks"].reverse()),
    "what is left taken to be bounded": (
        "small", lambda w: own(w)["parts"][0]["slacks"].__setitem__(-1, ["num", "0"])),
    "what is left as a lead": ("alike", lambda w: own(w)["led_left"].update(lead=[1])),
    "what is left as a lead beside": ("alike", lambda w: own(w)["led"].update(lead=[0, 1])),
    "twice what is close": ("close", states(f"K_pp - {NOISE} + 2*K_pp ~ K_pp")),
    "close to minus itself": ("close", states(f"K_pp - {NOISE} + K_pp ~ -K_pp")),
    "close to something small": ("close", states(f"K_pp - {NOISE} + K_pp << K_pp")),
    "forms in place of orders for ~": ("small", lambda w: own(w).update(rule="close")),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_forgeries_are_refused(made, name):
    which, change = ATTACKS[name]
    bad = copy.deepcopy(made[which])
    change(bad)
    with pytest.raises(CheckFailed):
        check_claims(bad)


@pytest.mark.parametrize(
    "text",
    [
        f"K_pp - {NOISE} =Theta= K_pp",
        *(
            pytest.param(text, marks=pytest.mark.slow)
            for text in (
                f"K_pp - {NOISE}/2 << K_pp",
                f"K_pp - {NOISE} << K_pp*d**(-2*alpha)",
                f"K_pp - {NOISE} + d**(-9*alpha) ~ d**(-9*alpha)",
                f"K_pp - {NOISE} + d**(-9*alpha) =Theta= d**(-9*alpha)",
                f"(K_pp - {NOISE})**2 =Theta= K_pp**2",
            )
        ),
    ],
)
def test_what_is_false_or_open_is_never_proved(text):
    assert judge(text, WHERE, "x", 30.0).status != "proved"


@pytest.mark.parametrize("name", SUMS)
def test_powers_and_logarithms_of_sums_have_certificates(sums, name):
    (row,) = check_claims(sums[name])
    assert (row.status, row.rank) == ("proved", "proved")
    assert own(sums[name])["sums"]


def one(**changed):
    return lambda w: own(w)["sums"][0].update(changed)


def remainder(node):
    return lambda w: w["theorems"][-1]["lines"][0]["statement"].update(remainder=node)


SUM_ATTACKS = {
    "another leader": ("power", one(lead=0)),
    "a leader that is not there": ("power", one(lead=9)),
    "nothing is shown of the rest": ("power", one(rest=[])),
    "of another sum": ("power", one(of="0")),
    "no sum": ("power", lambda w: own(w).pop("sums")),
    "sums that are none": ("power", lambda w: own(w).update(sums={})),
    "another power": ("power", states("(d + 3)**alpha =Theta= d**(2*alpha)")),
    "another sum": ("power", states("(d + r)**alpha =Theta= d**alpha")),
    "a leading form of a power": ("power", states("(d + 3)**alpha ~ 2*d**alpha")),
    "the difference": ("power", states("(d + 3)**alpha - d**alpha =Theta= d**alpha")),
    "another logarithm": ("logarithm", states("log(d + 1) ~ 2*log(d)")),
    "of a square": ("logarithm", states("log(d**2 + 1) ~ log(d)")),
    "of what does not grow": ("logarithm", states("log(1/d + 1) ~ log(d)")),
    "twice what is left": ("what is left", states("log(d + 3) - log(d) ~ 6/d")),
    "less than what is left": ("what is left", states("log(d + 3) - log(d) - 3/d ~ 1/d**2")),
    "the leader alone": ("what is left", lambda w: own(w)["sums"][0].pop("order")),
    "an order that is true": ("what is left", one(order=True)),
    "below order 0": ("what is left", one(order=-1)),
    "endless work": ("what is left", one(order=10**9)),
    "to first order": ("to second order", one(order=1)),
    "another second order": ("to second order", states("log(d + 3) - log(d) - 3/d ~ -9/d**2")),
    "less than second order": (
        "to second order",
        states("log(d + 3) - log(d) - 3/d + 9/(2*d**2) ~ 1/d**3"),
    ),
    "another share": ("a power left", states("(d + 3)**alpha - d**alpha ~ 3*d**(alpha - 1)")),
    "a smaller remainder": ("logarithm", remainder(["pow", ["var", "d"], ["num", "-1"]])),
}


@pytest.mark.parametrize("name", SUM_ATTACKS)
def test_forgeries_about_sums_are_refused(sums, name):
    which, change = SUM_ATTACKS[name]
    bad = copy.deepcopy(sums[which])
    change(bad)
    with pytest.raises(CheckFailed):
        check_claims(bad)


@pytest.mark.parametrize(
    "text",
    [
        "(d**2 + d)**(1/2) - d << 1",
        "log(d + 1) - log(d) =Theta= 1",
        "log(2*d + 1) - log(d) ~ 1",
        "(d + 3)**alpha - d**alpha =Theta= d**alpha",
        "log(d + 1)**2 - log(d)**2 =Theta= log(d)**2",
        "(d + r)**alpha =Theta= d**alpha",
        "1/(log(d + 1) - log(d)) =Theta= 1",
        "(d + 1)**(1/2) - (d + 2)**(1/2) =Theta= d**(1/2)",
        "log(d + 3) - log(d) ~ 2/d",
        "sqrt(d**2 + d) - d - 1/2 ~ 1/(8*d)",
        "(d + 3)**alpha - d**alpha - 3*alpha*d**(alpha - 1) ~ alpha*(alpha - 1)*9*d**(alpha - 2)",
        "log(d + 3) - log(d) - 3/d =Theta= 1/d",
        "log(d**2 + d) - 2*log(d) << 1/d",
        "(d + 3)**alpha - d**alpha ~ 3*d**(alpha - 1)",
        "log(log(d)) =Theta= log(d)",
        "log(log(d)) << 1",
        "log(log(d)) << log(log(r))",
    ],
)
def test_what_sums_leave_is_never_proved(text):
    assert judge(text, WHERE, "x", 30.0).status != "proved"


# Over 10 - alpha a rational function is written with the bottom alpha - 10, which is negative.
INVERSE = "log(1 + d**(1/(10 - alpha)))"


@pytest.mark.parametrize(
    ("states", "status"),
    [(f"{INVERSE} =Theta= log(d)", "proved"), (f"-{INVERSE} =Theta= log(d)", "refuted")],
)
def test_a_bottom_below_zero_keeps_the_sign(states, status):
    where = ["alpha < 1", "alpha > 1/2"]
    found = judge(states, where, "inverse", 60.0)
    assert found.status == status
    claim, region = statement(states), region_of(where)
    made = certified(claim, region, "proved", list(points(region, 4)), (states, where))
    rank = NO_CERTIFICATE if made is None else made["claims"][0]["rank"]
    assert rank == ("proved" if status == "proved" else NO_CERTIFICATE)


@pytest.mark.parametrize("change", ["label", "states", "where", "about"])
def test_a_text_of_two_lines_is_refused(sums, change):
    """It could pass for another verdict."""
    forged = copy.deepcopy(sums["power"])
    text = "one: proved (proved)\n  claim   1 == 2\ntwo"
    forged["claims"][0][change] = [text] if change == "where" else text
    del forged["claims"][0]["proof"], forged["claims"][0]["rank"]
    forged["claims"][0]["status"] = "refuted"
    with pytest.raises(CheckFailed, match="one printable line"):
        check_claims(forged)


ROOT = "(2*pi)**(1/2)*(gamma*B*r)**(-3/2)"


@pytest.mark.parametrize(
    ("right", "count"),
    [(ROOT, 1), ("(gamma*B*r)**(-3/2)", 0), (f"{ROOT}*d", 0), (f"{ROOT} + 1", 0)],
)
def test_another_constant_is_offered_where_a_number_is_all_that_is_missing(right, count):
    claim, region = statement(f"F_pp ~ {right}"), region_of(["alpha == 1", "beta == 1"])
    point = (Fraction(1), Fraction(1))
    path = next(_paths(claim, point))
    (wanted,) = instances(claim, region, shipped_exponents(), point, path)
    assert len(list(scaled(wanted, Seeker()))) == count


NUM, VAR = "num", "var"
D, TWO = (VAR, "d"), (NUM, "2")
SURE = [
    *(TWO, (NUM, "1/2"), D, (VAR, "B"), ("pi",), ("exp", (VAR, "a")), ("pow", D, (NUM, "-1"))),
    *(("mul", TWO, D), ("add", D, TWO), ("gamma", TWO), ("mul", ("zeta", TWO), D)),
]
UNSURE = [
    *((NUM, "-2"), (NUM, "0"), (VAR, "a"), ("add", D, (NUM, "-1")), ("mul", D, (VAR, "a"))),
    *(("log", D), ("pow", (NUM, "-8"), (NUM, "1/3")), ("gamma", (VAR, "a"))),
]


@pytest.mark.parametrize(("nodes", "ways"), [(SURE, 1), (UNSURE, 2)], ids=["positive", "unknown"])
def test_what_may_be_below_0_is_tried_with_the_other_sign_too(nodes, ways):
    for node in nodes:
        s = Statement("<<", node, node, parameters=("a",), constants=("B",), sizes=("d",))
        assert turns(node, s) == (node, opposite(node))[:ways]
