"""Sums over modes as terms of a law, beside sums that are added up by another route."""

import dataclasses

import mpmath as mp
import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.asymptotics.expansions import blocks, transforms
from phasecalc.asymptotics.expansions import growth as growth_module
from phasecalc.cli import main
from phasecalc.exceptions import DomainError, NoOptimum, ParseError
from phasecalc.laws.sums import derivation, orders
from phasecalc.laws.sums.orders import in_orders, sum_orders
from phasecalc.laws.text.modes import term_brackets

laws = pc.laws


def plain(f, first=1, last=mp.inf, many=400):
    """Modes one by one, then the integral, half a term and a twelfth of the slope."""
    ends = min(first + many, int(min(last, 10**6)) + 1)
    total = mp.fsum(f(mp.mpf(j)) for j in range(first, ends))
    start = first + many
    if start > last:
        return total
    high = mp.log(last) if last < mp.inf else mp.log(start) + 150
    cuts = mp.linspace(mp.log(start), high, 40)
    total += mp.quad(lambda v: f(mp.exp(v)) * mp.exp(v), cuts)
    total += f(mp.mpf(start)) / 2 - mp.diff(f, start) / 12
    return total + (f(last) / 2 + mp.diff(f, last) / 12 if last < mp.inf else 0)


RIDGE = {
    "name": "ridge",
    "sizes": ["n"],
    "rates": ["z"],
    "parameters": ["a", "r", "s"],
    "domain": ["a > 1", "r > 0"],
    "terms": {
        "bias": "sum(j^(-2*a*r - 1)*z^2/(z + j^-a)^2, j)",
        "samples": "s*sum(j^(-2*a)/(z + j^-a)^2, j)/n",
    },
    "budget": "n",
}
AVERAGED = {
    "name": "averaged",
    "sizes": ["n"],
    "rates": ["gamma"],
    "parameters": ["a", "r"],
    "domain": ["a > 1", "r > 0"],
    "terms": {
        "bias": "sum(j^(-2*a*r - 1)*((1 - exp(-gamma*n*j^-a))/(gamma*n*j^-a))^2, j)",
        "samples": "sum((1 - exp(-gamma*n*j^-a))^2, j)/n",
    },
    "budget": "n",
}
FEATURES = {
    "name": "features",
    "sizes": ["d", "t"],
    "parameters": ["al", "be"],
    "domain": ["al > 1/2", "al + be > 1/2"],
    "terms": {
        "bias": "sum(j^(-2*al - 2*be)*exp(-2*t*j^(-2*al)), j)",
        "capacity": "sum(j^(-2*al - 2*be)/(1 + d^(2*al)*j^(-2*al)), j)",
        "distortion": "1/d*sum(j^(-2*be)*(1 - exp(-t*j^(-2*al)))^2, j)"
        "*sum(j^(-2*al)*exp(-2*t*j^(-2*al)), j)",
        "kernel": "sum(j^(-4*al)*exp(-2*t*j^(-2*al)), j)",
    },
    "budget": "d*t",
}
FIRST = {
    "name": "first",
    "sizes": ["M", "t"],
    "parameters": ["a", "b"],
    "domain": ["a > 1", "b > 1"],
    "terms": {"bias": "sum(j^-b*exp(-2*t*j^-a), j, 1, M)", "rest": "sum(j^-b, j, M, oo)"},
    "constraints": {"resolved": "M^a >= t"},
    "budget": "M*t",
}
CUT = {
    "name": "cut",
    "sizes": ["M", "t", "n"],
    "parameters": ["a", "b"],
    "domain": ["a > 1", "b > 1"],
    "terms": {
        "variance": "sum((1 - exp(-t*j^-a))^2, j, 1, M)/n",
        "bias": "sum(j^-b*exp(-2*t*j^-a), j)",
        "rest": "sum(j^-b, j, M, oo)",
    },
    "budget": "M*t*n",
}
SPECTRUM = {
    "name": "spectrum",
    "sizes": ["x", "y"],
    "parameters": ["s"],
    "domain": ["s > 0"],
    "terms": {"bias": "integral(u^(s - 1)*exp(-x*u), u, 0, 1)", "noise": "x/y"},
    "budget": "x*y",
}
# Two profiles, ends, three monomials: of the order of the largest block.
TWO = {
    "name": "two",
    "sizes": ["t", "n", "M"],
    "parameters": ["a", "b"],
    "domain": ["a > 1", "b > 1"],
    "terms": {
        "apart": "sum(j^-b*exp(-t*j^-a)/(1 + n*j^(-2*a)), j)",
        "both": "sum(j^-b*(exp(-t*j^-a) + 1/(1 + n*j^-a)), j)",
        "cut": "sum(j^-b/(1 + t*j^-a), j, 1, M)",
        "three": "sum((1 - exp(-t*j^-a))^2/(1 + n*j^(-2*a) + t*j^-a), j)",
    },
    "budget": "M*t*n",
}
ALL = [RIDGE, AVERAGED, FEATURES, FIRST, CUT, SPECTRUM]

# Each: law, term, parameters, sizes as powers of T, and the sum by hand.
BY_HAND = [
    (RIDGE, "bias", {"a": 2, "r": "1/2", "s": 1}, lambda T: {"n": T, "z": 1 / T},
     lambda n, z: plain(lambda j: j**-3 * z**2 / (z + j**-2) ** 2)),
    (RIDGE, "bias", {"a": 2, "r": "3/2", "s": 1}, lambda T: {"n": T, "z": 1 / T},
     lambda n, z: plain(lambda j: j**-7 * z**2 / (z + j**-2) ** 2)),
    (RIDGE, "samples", {"a": 2, "r": "1/2", "s": 3}, lambda T: {"n": T, "z": 1 / T},
     lambda n, z: plain(lambda j: 3 * j**-4 / (z + j**-2) ** 2 / n)),
    (AVERAGED, "bias", {"a": 2, "r": "1/4"}, lambda T: {"n": T**2, "gamma": 1 / T},
     lambda n, gamma: plain(
         lambda j: j**-2 * (-mp.expm1(-gamma * n / j**2) * j**2 / (gamma * n)) ** 2)),
    (AVERAGED, "samples", {"a": 2, "r": "1/4"}, lambda T: {"n": T, "gamma": T**-3},
     lambda n, gamma: plain(lambda j: mp.expm1(-gamma * n / j**2) ** 2 / n)),
    (FEATURES, "bias", {"al": 1, "be": 1}, lambda T: {"d": T, "t": T},
     lambda d, t: plain(lambda j: j**-4 * mp.exp(-2 * t / j**2))),
    (FEATURES, "capacity", {"al": 1, "be": "1/4"}, lambda T: {"d": T, "t": T},
     lambda d, t: plain(lambda j: j ** mp.mpf("-2.5") / (1 + (d / j) ** 2))),
    (FEATURES, "distortion", {"al": 1, "be": 1}, lambda T: {"d": T, "t": T},
     lambda d, t: plain(lambda j: j**-2 * mp.expm1(-t / j**2) ** 2)
     * plain(lambda j: j**-2 * mp.exp(-2 * t / j**2)) / d),
    (FIRST, "bias", {"a": 2, "b": 2}, lambda T: {"M": T, "t": T},
     lambda M, t: plain(lambda j: j**-2 * mp.exp(-2 * t / j**2), last=M)),
    (FIRST, "rest", {"a": 2, "b": 2}, lambda T: {"M": T, "t": T},
     lambda M, t: plain(lambda j: j**-2, first=int(M))),
    (CUT, "variance", {"a": 2, "b": 2}, lambda T: {"M": T, "t": T**4, "n": T},
     lambda M, t, n: plain(lambda j: mp.expm1(-t / j**2) ** 2 / n, last=M)),
    (CUT, "variance", {"a": 2, "b": 2}, lambda T: {"M": T**2, "t": T, "n": T},
     lambda M, t, n: plain(lambda j: mp.expm1(-t / j**2) ** 2 / n, last=M)),
    (SPECTRUM, "bias", {"s": "3/4"}, lambda T: {"x": T, "y": T},
     lambda x, y: mp.quad(lambda v: mp.exp(v * mp.mpf("0.75") - x * mp.exp(v)),
                          mp.linspace(-100, 0, 60))),
    (TWO, "apart", {"a": 2, "b": 2}, lambda T: {"t": T, "n": T**3, "M": 1},
     lambda t, n, M: plain(lambda j: j**-2 * mp.exp(-t / j**2) / (1 + n / j**4))),
    (TWO, "apart", {"a": 2, "b": 2}, lambda T: {"t": T**2, "n": T, "M": 1},
     lambda t, n, M: plain(lambda j: j**-2 * mp.exp(-t / j**2) / (1 + n / j**4))),
    (TWO, "both", {"a": 2, "b": 2}, lambda T: {"t": T**2, "n": T, "M": 1},
     lambda t, n, M: plain(lambda j: j**-2 * (mp.exp(-t / j**2) + 1 / (1 + n / j**2)))),
    (TWO, "cut", {"a": 2, "b": 2}, lambda T: {"t": T**4, "n": 1, "M": T},
     lambda t, n, M: plain(lambda j: j**-2 / (1 + t / j**2), last=M)),
    (TWO, "cut", {"a": 2, "b": "7/2"}, lambda T: {"t": T, "n": 1, "M": T},
     lambda t, n, M: plain(lambda j: j ** mp.mpf("-3.5") / (1 + t / j**2), last=M)),
    (TWO, "three", {"a": 2, "b": 2}, lambda T: {"t": T, "n": T**4, "M": 1},
     lambda t, n, M: plain(lambda j: mp.expm1(-t / j**2) ** 2 / (1 + n / j**4 + t / j**2))),
]  # fmt: skip


def slope_of(law, name, values, sizes):
    """Power of T in the derived order of a term, at sizes that are powers of T."""
    T = sp.Symbol("T", positive=True)
    (term,) = (t for t in in_orders(law).terms if t.name == name)
    at = {law.symbols[n]: sp.Rational(v) for n, v in values.items()}
    at |= {law.symbols[n]: e for n, e in sizes(T).items()}
    found = term.cases[0][0].subs(at)
    return mp.mpf(sp.log(found.subs(T, sp.Integer(10) ** 40)).evalf(30)) / (40 * mp.log(10))


def seen(by_hand, sizes, low, high):
    values = [by_hand(**{n: mp.mpf(x) for n, x in sizes(mp.mpf(T)).items()}) for T in (low, high)]
    return mp.log(values[1] / values[0]) / mp.log(mp.mpf(high) / low)


@pytest.mark.parametrize("k", range(len(BY_HAND)))
def test_orders_are_those_of_sums_added_up_by_hand(k):
    given, name, values, sizes, by_hand = BY_HAND[k]
    law = laws.Law.of(**given)
    with mp.workdps(20):
        derived = slope_of(law, name, values, sizes)
        assert abs(seen(by_hand, sizes, 10**4, 10**6) - derived) < 0.02
        exact = sizes(sp.Integer(10**4))
        found = laws.term_values(law, exact, values=values, digits=12)[name]
        numbers = {n: mp.mpf(x) for n, x in sizes(mp.mpf(10) ** 4).items()}
        assert mp.almosteq(found, by_hand(**numbers), 1e-8)


@pytest.mark.parametrize("given", ALL, ids=lambda g: g["name"])
def test_a_law_of_sums_reads_back(given):
    law = laws.Law.of(**given)
    text = laws.write_law(law)
    assert laws.parse_law(text) == law
    assert laws.write_law(laws.parse_law(text)) == text
    assert law.optimum().recheck() > 0


def test_the_models_say_the_same():
    """Models begin from a declaration, and are told that their clock runs."""
    ridge = pc.LinearModel.of(
        "ridge", spectrum="j^-a", target="j^(-2*a*r - 1)", filter="ridge", clock="1/z",
        noise={"samples": "1/n"}, sizes=["n"], rates=["z"], budget="n",
        where=["a > 1", "r > 0"])  # fmt: skip
    averaged = pc.LinearModel.of(
        "averaged", spectrum="j^-a", target="j^(-2*a*r - 1)", filter="averaged flow",
        clock="gamma*n", noise={"samples": "1/n"}, sizes=["n"], rates=["gamma"], budget="n",
        where=["a > 1", "r > 0"])  # fmt: skip
    for model, given in ((ridge, RIDGE), (averaged, AVERAGED)):
        own = laws.Law.of(**given).optimum()
        for values in ({"a": 2, "r": "1/3"}, {"a": 4, "r": "1/4"}, {"a": 2, "r": 3}):
            put = {**values, **({"s": 1} if "s" in given["parameters"] else {})}
            mine, theirs = own.at(put), model.optimum().at(values)
            assert (mine.loss_exponent, mine.exponents) == (theirs.loss_exponent, theirs.exponents)


def test_every_expansion_stands_the_check_of_digits():
    for order in (o for rows in sum_orders(laws.Law.of(**RIDGE)).values() for o in rows):
        checks = order.check(a=2, r="1/3", s=1)
        assert checks
        assert all(checks)


def test_logarithms_where_poles_meet():
    case = laws.Law.of(**RIDGE).optimum().at({"a": 2, "r": 1, "s": 1})
    assert case.loss_exponent == sp.Rational(4, 5)
    assert case.logarithms == {"L": sp.Rational(1, 5), "n": 0, "z": sp.Rational(-2, 5)}
    with mp.workdps(20):
        # bias = z^2 log(1/z)/2 and more
        points = (mp.mpf(10) ** -6, mp.mpf(10) ** -8)
        pair = [plain(lambda j, z=z: j**-5 * z**2 / (z + j**-2) ** 2) for z in points]
        gain = pair[1] * 10**16 - pair[0] * 10**12
        assert abs(gain - mp.log(100) / 2) < 1e-3


def test_constants_are_shown_and_not_invented():
    rows = sum_orders(laws.Law.of(**RIDGE))
    assert "z**(2*r)*gamma(2*r)*gamma(2 - 2*r)/a" in rows["bias"][0].leading[0]
    assert any("log(1/z)" in line for line in rows["bias"][0].critical)
    with pytest.raises(DomainError, match="a constant in the limit"):
        laws.closed_form(laws.Law.of(**RIDGE))


def test_the_optimum_of_the_sums_at_a_budget():
    best = laws.allocate(laws.Law.of(**RIDGE), "1e6", values={"a": 2, "r": "1/2", "s": 1})

    def loss(z):
        return plain(lambda j: (j**-3 * z**2 + j**-4 / 10**6) / (z + j**-2) ** 2)

    with mp.workdps(25):
        z = mp.mpf(best.sizes["z"])
        assert mp.almosteq(loss(z), best.reducible, 1e-8)
        assert abs(mp.diff(loss, z) * z / loss(z)) < 1e-7
        assert loss(2 * z) > loss(z) < loss(z / 2)


def test_no_optimum_at_an_edge_or_between_whole_numbers():
    with pytest.raises(NoOptimum, match="edge"):
        laws.allocate(laws.Law.of(**AVERAGED), "1e6", values={"a": 4, "r": "1/4"})
    with pytest.raises(DomainError, match="ends at M, which is a whole number"):
        laws.allocate(laws.Law.of(**FIRST), "1e6", values={"a": 2, "b": 2})


def law_of(term, **more):
    given = {"sizes": ["t", "n"], "budget": "t*n", "parameters": ["a", "b"]}
    given |= {"domain": ["a > 1", "b > 1"]} | more
    return laws.Law.of("own", terms={"bias": term, "noise": "t/n"}, **given)


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("sum(j^-b*exp(-t*j^-a), j, 1, n)", "smaller than every power.*constraint such as"),
        ("sum(j^(1-b)*exp(-t*j^-a), j)", "diverges at its upper end"),
        ("sum(j^-b*exp(-t*j^-a)/(1 + n*j^(1 - b)), j)", "between two scales: a logarithm"),
        ("sum(j^-b*exp(-t*j^-a)*log(1 + n*j^-a), j)", "has a logarithm at infinity"),
        ("sum(j^-b*exp(-t*j^-a)*(2*exp(-2*n*j^-a) - exp(-n*j^-a)), j)", "is negative"),
        ("sum(j^-b*exp(-t*j^-a)*J1(sqrt(n*j^-a))^2, j)", "oscillates"),
        ("sum(j^-b*exp(-t*j^-a)*(1 - n*j^-a), j)", "may be negative"),
        ("sum(-j^-b*exp(-t*j^-a), j)", "negative"),
        ("sum(j^-b*(2*exp(-2*t*j^-a) - exp(-t*j^-a)), j)", "what is added up is negative"),
        ("sum(j^-b*4*J1(sqrt(t*j^-a))^2/(t*j^-a), j)", "upper bound.*oscillates"),
        ("sum(j^-n*exp(-t/j), j)", "not known"),
        ("sum(j^-2, j)", "no size occurs"),
        ("sum(j^-b*exp(-exp(t)*j^-a), j)", "must be a positive constant"),
        ("sum(j^-b*exp(-t*j^-a), j, t, n)", "upper end may be below the lower"),
        ("sum(j^-b/(1 + t/j), j, 1/n, oo)", "its end 1/n may be below 1"),
        ("sum(j^-b, j, n/t, oo)", "its end n/t may be below 1"),
        ("sum(j^-b, j, n, n)", "one mode or none"),
        ("sum(j^-b*exp(-t*j^-a), j, 2*n, n)", "one mode or none"),
        ("sum(j^-b*exp(-t*j^-a), j, 1, 1)", "begins at 1 or at a size"),
    ],
)
def test_refusals_name_the_term_and_the_reason(term, reason):
    with pytest.raises(DomainError, match=f"(?s)term bias.*({reason})"):
        law_of(term).optimum()


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("sum(n^-b*exp(-t/n), n)", "is a size"),
        ("sum(sum(j^-2*exp(-t/j), j), k)", "inside another"),
        ("sum(j^-b*exp(-t/j)", "not closed"),
        ("sum(q^-b*exp(-t/j), j)", "'q'"),
        ("sum(t^-b, j)", "does not occur"),
    ],
)
def test_what_is_no_sum_is_refused_when_it_is_read(term, reason):
    with pytest.raises((ParseError, DomainError), match=reason):
        law_of(term)


def test_a_clock_that_may_stand_needs_no_constraint():
    """Below and above 1 the order is the smaller of two powers."""
    (order,) = sum_orders(laws.Law.of(**AVERAGED))["samples"]
    assert order.order_text == "min(gamma**(1/a)*n**(1/a); gamma**2*n**2)"


def test_claims_say_what_they_assume():
    law = laws.Law.of(**RIDGE)
    formula = "loss_exponent == 2*a*r/(2*a*r + 1)"
    good = pc.check_claim(formula, where="a > 1 and 0 < r < 1", about=law)
    assert good.status == "proved"
    assert "Mellin" in str(good)
    assert pc.check_claim(formula, where="a > 1 and r > 0", about=law).status == "refuted"
    open_ = pc.check_claim("logarithm_power == 0", where="a > 1 and r > 0", about=law)
    assert open_.status == "undecided"


def test_a_proof_about_a_law_of_sums_is_read_again(tmp_path):
    (tmp_path / "ridge.toml").write_text(laws.write_law(laws.Law.of(**RIDGE)), encoding="utf-8")
    lines = [
        'law = "ridge.toml"',
        "[[claim]]",
        'label = "one"',
        'where = "a > 1 and 0 < r < 1"',
        'states = "loss_exponent == 2*a*r/(2*a*r + 1)"',
    ]
    (tmp_path / "claims.toml").write_text("\n".join(lines), encoding="utf-8")
    kept = tmp_path / "kept.json"
    check = ["check", str(tmp_path / "claims.toml"), "--certificates", str(kept)]
    assert main(check) == 0
    assert main(["recheck", str(kept)]) == 0
    text = kept.read_text(encoding="utf-8")
    assert '"status":"proved"' in text.replace(" ", "")
    # The same proofs for another sum are none.
    assert "-2*a*r - 1" in text
    kept.write_text(text.replace("-2*a*r - 1", "-3*a*r - 1"), encoding="utf-8")
    assert main(["recheck", str(kept)]) != 0


def clear():
    for cached in (orders._sum_orders, orders.in_orders):
        cached.cache_clear()


@pytest.fixture
def fresh():
    clear()
    yield
    clear()


def off():
    """How many of the sums above have another slope than the one derived."""
    count = 0
    for given, name, values, sizes, by_hand in BY_HAND[:2]:
        with mp.workdps(15):
            derived = slope_of(laws.Law.of(**given), name, values, sizes)
            count += abs(seen(by_hand, sizes, 10**4, 10**6) - derived) > 0.02
    return count


def test_dropped_poles_are_seen(monkeypatch, fresh):
    """Without the poles of the profile there is no saturation, and Gamma has a pole of its own."""
    whole = transforms.algebraic

    def dropped(power):
        return dataclasses.replace(whole(power), right_poles=None)

    monkeypatch.setattr("phasecalc.asymptotics.expansions.summand.algebraic", dropped)
    law = laws.Law.of(**RIDGE)
    with pytest.raises(DomainError, match="infinite"):
        derivation.Derivation(term_brackets(law.terms[0])[0], law).order()


def test_a_wrong_constant_is_seen(monkeypatch, fresh):
    """A constant off by a millionth: the order is right, the digits are not."""
    whole = transforms.exponentials

    def moved(rows, start=sp.S.Zero):
        found = whole(rows, start)
        more = transforms.constant_factor(1 + sp.Rational(1, 10**6))
        return dataclasses.replace(found, factors=(*found.factors, more))

    monkeypatch.setattr("phasecalc.asymptotics.expansions.summand.exponentials", moved)
    order = sum_orders(laws.Law.of(**FEATURES))["bias"][0]
    assert not all(order.check(al=1, be="2/3"))


def test_the_wrong_branch_is_seen(monkeypatch, fresh):
    whole = growth_module.growth

    def wrong(*given, **more):
        found = whole(*given, **more)
        return dataclasses.replace(found, largest=not found.largest)

    monkeypatch.setattr(derivation, "growth", wrong)
    assert off() > 0


def test_a_wall_of_the_wrong_steepness_is_seen(monkeypatch, fresh):
    """A vertex that is out of the range of the sum has to be held below its end."""
    given, name, values, sizes, by_hand = next(row for row in BY_HAND if row[1] == "cut")
    whole = blocks._times

    def flat(rows, forms, *, lowest):
        return whole(rows, forms[:1] if forms[0] == 0 else forms, lowest=lowest)

    monkeypatch.setattr(blocks, "_times", flat)
    with mp.workdps(15):
        derived = slope_of(laws.Law.of(**given), name, values, sizes)
        assert abs(seen(by_hand, sizes, 10**4, 10**6) - derived) > 0.02


def test_cases_of_several_parts_exclude_one_another():
    """Where the first case of a term holds, no part of a later one counts."""
    given = {"sizes": ["t", "n"], "budget": "t*n", "parameters": ["a"], "domain": ["a > 1"]}
    cases = [("t^-a", "a > 2"), ("t^-1 + n^-3", "a > 0")]
    law = laws.Law.of("cases", terms={"bias": cases, "noise": "t/n"}, **given)
    assert law.optimum().at({"a": 3}).loss_exponent == sp.Rational(3, 5)
    assert law.optimum().at({"a": "3/2"}).loss_exponent == sp.Rational(1, 3)
