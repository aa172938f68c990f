"""Exponents of every shipped law against a numeric optimum over twenty decades of budget."""

from fractions import Fraction
from functools import cache

import mpmath as mp
import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.optimum.overlay import Overlay, Zone
from tests.laws import reference as ref

F = Fraction
WIDE = (0, 1)


def q(x):
    return sp.Rational(str(x))


def m(x):
    return mp.mpf(x.numerator) / x.denominator


# law -> parameters, the same law by hand, boxes of exponents, names of the free sizes.
TERMS = {"A": 2, "B": 3, "E": 1}
CASES = [
    ("two-term", {"alpha": F(1, 3), "beta": F(1, 4)}, ref.two_term(2, 3, m(F(1, 3)), m(F(1, 4)))),
    (
        "kaplan",
        {"alpha_N": F(1, 13), "alpha_S": F(3, 4), "alpha_B": F(1, 5)},
        ref.kaplan(m(F(1, 13)), m(F(3, 4)), m(F(1, 5))),
    ),
    (
        "unified",
        {"alpha_N": F(1, 7), "alpha_S": F(1, 2), "alpha_B": F(1, 3)},
        ref.kaplan(m(F(1, 7)), m(F(1, 2)), m(F(1, 3))),
    ),
    ("kaplan-joint", {"alpha_N": F(2, 25), "alpha_D": F(1, 10)}, ref.kaplan_joint(0.08, 0.1)),
    ("pearce-song", {"alpha": F(1, 3), "beta": F(2, 5)}, ref.pearce(m(F(1, 3)), m(F(2, 5)), 50)),
    ("over-training", {"eta": F(1, 8)}, ref.over_training(m(F(1, 8)))),
    ("inference-aware", {"alpha": F(1, 3), "beta": F(1, 4)}, ref.inference(m(F(1, 3)), m(F(1, 4)))),
    ("bordelon", {"a": F(2), "b": F(3, 2)}, ref.bordelon(2, 1.5, 3)),
    ("bordelon", {"a": F(6), "b": F(3, 2)}, ref.bordelon(6, 1.5, 3)),
    ("bordelon-single", {"a": F(2), "b": F(3, 2)}, ref.bordelon(2, 1.5, 1.5)),
    ("bordelon-single", {"a": F(4), "b": F(3, 2)}, ref.bordelon(4, 1.5, 1.5)),
    ("lazy-features", {"alpha": F(2), "beta": F(1, 2)}, ref.features(2, 0.5, False)),
    ("lazy-features", {"alpha": F(2), "beta": F(5, 4)}, ref.features(2, 1.25, False)),
    ("lazy-features", {"alpha": F(2), "beta": F(2)}, ref.features(2, 2, False)),
    ("feature-learning", {"alpha": F(2), "beta": F(1, 2)}, ref.features(2, 0.5, True)),
    ("feature-learning", {"alpha": F(2), "beta": F(5, 4)}, ref.features(2, 1.25, True)),
    ("feature-learning", {"alpha": F(2), "beta": F(2)}, ref.features(2, 2, True)),
    ("linear-regression", {"a": F(5, 2)}, ref.regression(2.5)),
    ("multi-pass", {"a": F(3), "b": F(2)}, ref.multi_pass(3, 2)),
]
RATES = [
    ("functional-constant", {"s": F(1, 2), "beta": F(2)}, ref.functional(0.5, 2, False)),
    ("functional-constant", {"s": F(3, 2), "beta": F(3)}, ref.functional(1.5, 3, False)),
    ("functional-decay", {"s": F(1, 4), "beta": F(2)}, ref.functional(0.25, 2, True)),
    ("functional-decay", {"s": F(1), "beta": F(2)}, ref.functional(1, 2, True)),
    ("functional-wsd", {"s": F(1, 4), "beta": F(2)}, ref.functional(0.25, 2, True)),
    ("functional-wsd", {"s": F(1), "beta": F(2)}, ref.functional(1, 2, True)),
]
BATCHES = [F(1, 5), F(2, 3), F(7, 10), F(9, 10)]


def limit(name, parameters):
    return pc.laws.law(name).optimum().at({n: q(x) for n, x in parameters.items()})


@pytest.mark.parametrize(("name", "parameters", "loss"), CASES)
def test_one_free_size(name, parameters, loss):
    law = pc.laws.law(name)
    case = limit(name, parameters)
    exponent, (size,) = ref.slopes(loss, [WIDE])
    assert abs(exponent - float(case.loss_exponent)) < 2e-6
    assert abs(size - float(case.exponents[law.sizes[0]])) < 2e-6


@pytest.mark.parametrize(("name", "parameters", "loss"), RATES)
def test_size_and_learning_rate(name, parameters, loss):
    case = limit(name, parameters)
    exponent, (size, _) = ref.slopes(loss, [WIDE, (-1, 0)])
    assert abs(exponent - float(case.loss_exponent)) < 1e-4
    assert abs(size - float(case.exponents["M"])) < 1e-3


# The largest law of all takes ten seconds to derive.
NESTEROV = pytest.param("nesterov", marks=pytest.mark.slow)
KINDS = ["sgd", "polyak", NESTEROV]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("b", BATCHES)
def test_momentum_and_batch(kind, b):
    s, beta = F(1), F(2)
    case = limit(f"momentum-{kind}", {"s": s, "beta": beta, "b": b})
    exponent, _ = ref.slopes(ref.momentum(1, 2, m(b), kind), [(-1, 1)])
    assert abs(exponent - float(case.loss_exponent)) < 1e-4


@pytest.mark.slow
def test_momentum_theorem_holds_in_its_three_regimes():
    """r_sgd, r_polyak and r_nesterov as printed, with their borders b_1 < b_2 < b_3."""
    s, beta = sp.Rational(3, 4), sp.Rational(5, 2)
    b1 = s / (s + 1)
    b2 = (2 * s + 1 / beta) / (2 * s + 1 + 1 / beta)
    b3 = (2 * s + 1) / (2 * s + 2)
    for b in (sp.Rational(k, 23) for k in range(1, 23)):
        printed = {
            "sgd": s / (s + 1) if b < b1 else s * (1 - b),
            "polyak": s / (s + 1) if b < b3 else 2 * s * (1 - b),
            "nesterov": s / (s + 1)
            if b < b1
            else s * (1 + (beta - 1) * b) / (s * beta + 1)
            if b < b2
            else 2 * s * (1 - b),
        }
        for kind, value in printed.items():
            found = limit(f"momentum-{kind}", {"s": s, "beta": beta, "b": b})
            assert sp.simplify(found.loss_exponent - value) == 0, (kind, b)


def test_an_optimum_that_does_not_exist_is_a_face():
    (case,) = pc.laws.compute_only.optimum().cases
    assert case.degenerate
    assert {c["N"] for c in (case.exponents, *case.alternatives)} == {0, 1}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=pytest.mark.slow if n == "momentum-nesterov" else ())
        for n in pc.laws.names()
    ],
)
def test_every_proof_is_accepted(name):
    assert pc.laws.law(name).optimum().recheck() > 0


@pytest.mark.slow
def test_a_wrong_winner_is_refused():
    found = pc.laws.law("momentum-nesterov").optimum()
    both = found.overlay
    assert both.prove() > 0
    swapped = tuple(
        Zone(z.region, tuple(n for n, _ in z.phases if n not in z.best), z.phases)
        for z in both.zones
        if len(z.best) == 1
    )
    assert swapped
    with pytest.raises((Undecided, CheckFailed)):
        Overlay(both.diagrams, swapped).prove()


def test_a_missing_zone_is_refused():
    both = pc.laws.law("functional-decay").optimum().overlay
    with pytest.raises(Undecided, match="not covered"):
        Overlay(both.diagrams, both.zones[1:]).prove()


def test_overlapping_zones_are_refused():
    both = pc.laws.law("functional-decay").optimum().overlay
    with pytest.raises(Undecided, match="should be impossible"):
        Overlay(both.diagrams, (*both.zones, both.zones[0])).prove()


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ("1 - exp(-N)", "not a power law"),
        ("exp(-N)", "not a power law"),
        ("N^-a - D^-a", "known to be positive"),
        ("2^(-N)", "not a power law"),
    ],
)
def test_what_is_not_made_of_powers_is_refused(term, why):
    law = pc.laws.Law.of("bad", sizes=["N", "D"], terms={"t": term}, budget="N*D", parameters=["a"])
    with pytest.raises(DomainError, match=why):
        law.optimum()


def with_logs(a, b="D^-1", budget="N*D", **more):
    terms = {"a": a, "b": b}
    return pc.laws.Law.of("logs", sizes=["N", "D"], terms=terms, budget=budget, **more).optimum()


@pytest.mark.parametrize(
    ("found", "power"),
    [
        (with_logs("N^-1*log(N)"), F(1, 2)),
        (with_logs("N^-1*log(N)", budget="N*D*log(D)"), 1),
        (with_logs("N^-1*log(N) + 3*N^-1"), F(1, 2)),
        (with_logs("min(N^-1*log(N); N^-1)"), 0),
        (with_logs("N^-2*log(N)^3", "D^-1/log(D)"), F(1, 3)),
        (with_logs("N^-1", constraints={"few": "N <= D^(1/2)*log(C)"}), -F(2, 3)),
        (with_logs("N^-2 + log(N)*D^-2", "N^-3"), F(1, 2)),
    ],
)
def test_powers_of_logarithms(found, power):
    (case,) = found.cases
    assert case.logarithms["L"] == q(power)
    assert "up to logarithms" not in str(found)


@pytest.mark.parametrize(
    "found",
    [
        with_logs("N^-1*log(N) + (N*D)^(-1/2)"),  # three rows bind, two would do
        with_logs("N^-1", constraints={"few": "N <= D*log(C)^2"}),  # binds, without a weight
    ],
)
def test_logarithms_that_are_not_determined_are_said_so(found):
    (case,) = found.cases
    assert case.loss_exponent == sp.Rational(1, 2)
    assert case.logarithms is None
    assert "up to logarithms" in str(found)


# Li et al., Table 1: powers of the budget C and of log C in the loss, by schedule and task.
S, B = sp.symbols("s beta", positive=True)
TABLE = {
    ("functional-constant", "easy"): (S * B / (1 + S * B + B), 0),
    ("functional-constant", "hard"): (S * B / (1 + S * B + B), 0),
    ("functional-decay", "easy"): (S * B / (2 + S * B), S * B / (2 + S * B)),
    ("functional-decay", "hard"): (S * B / (1 + B), S * B / (1 + B)),
    ("functional-wsd", "easy"): (S * B / (2 + S * B), (S * B - S) / (2 + S * B)),
    ("functional-wsd", "hard"): (S * B / (1 + B), 0),
}
TASKS = {"easy": {"s": F(1), "beta": F(2)}, "hard": {"s": F(1, 4), "beta": F(2)}}


@pytest.mark.parametrize(("name", "task"), TABLE)
def test_schedules_with_their_logarithms(name, task):
    power, log = (sp.sympify(x) for x in TABLE[name, task])
    case = limit(name, TASKS[task])
    at = {S: q(TASKS[task]["s"]), B: q(TASKS[task]["beta"])}
    assert case.loss_exponent == power.subs(at)
    assert (case.logarithms or {"L": 0})["L"] == log.subs(at)


@cache
def all_the_data(signal, noise):
    """One pass over D = C samples by a model as large as need be."""
    return pc.laws.Law.of(
        "data",
        sizes=["K"],
        rates=["eta"],
        parameters=["s", "beta"],
        domain=["beta > 1", "s > 0"],
        terms={"signal": signal, "noise": noise},
        budget="K",
    ).optimum()


# The same table at a budget of data: power of D, power of log D, power of the learning rate.
DECAYED = "eta*K/log(K)"
ANNEALED = f"({DECAYED})^(1/beta)*log(K)/K"
CONSTANT = ("(eta*K)^-s", "eta")
DECAY, WSD = ((f"({x})^-s", ANNEALED) for x in (DECAYED, "eta*K"))
PEAK = (S - 1 + 1 / B) / (S + 1 / B)
DATA = [
    (CONSTANT, "easy", (S / (S + 1), 0, S / (S + 1))),
    (CONSTANT, "hard", (S / (S + 1), 0, S / (S + 1))),
    (DECAY, "easy", (S * B / (1 + S * B), S * B / (1 + S * B), PEAK)),
    (DECAY, "hard", (S, S, 0)),
    (WSD, "easy", (S * B / (1 + S * B), (S * B - S) / (1 + S * B), PEAK)),
    (WSD, "hard", (S, 0, 0)),
]


@pytest.mark.parametrize(("terms", "task", "printed"), DATA)
def test_schedules_at_a_budget_of_data(terms, task, printed):
    at = {S: q(TASKS[task]["s"]), B: q(TASKS[task]["beta"])}
    power, log, rate = (sp.sympify(x).subs(at) for x in printed)
    case = all_the_data(*terms).at({"s": at[S], "beta": at[B]})
    assert case.loss_exponent == power
    assert (case.logarithms or {"L": 0})["L"] == log
    assert case.exponents["eta"] == -rate


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["decay", "wsd"])
@pytest.mark.parametrize("task", TASKS)
def test_powers_of_logarithms_against_the_optimum(kind, task):
    """log L + e log C over log log C, between two budgets so far apart that both are seen."""
    given = TASKS[task]
    sides = [ref.schedule(m(given["s"]), m(given["beta"]), kind, x) for x in (True, False)]
    case = limit(f"functional-{kind}", given)
    values, logs = [], []
    for digits in (2_000, 40_000):
        C = mp.mpf(10) ** digits
        least = min(ref.minimum(loss, C, [WIDE, (-1, 0)])[0] for loss in sides)
        values.append(least + float(case.loss_exponent) * mp.log(C))
        logs.append(mp.log(mp.log(C)))
    slope = (values[1] - values[0]) / (logs[1] - logs[0])
    assert abs(slope - float(case.logarithms["L"])) < 5e-3


def test_outside_the_domain_is_refused():
    with pytest.raises(DomainError, match="needs"):
        limit("linear-regression", {"a": F(1, 2)})
    with pytest.raises(DomainError, match="no value"):
        limit("linear-regression", {})


def test_powers_of_logarithms_of_a_term_by_cases():
    """Each case brings its own logarithm, on its own side."""
    cases = [("N^-1*log(N)", "c > 1"), ("N^-1*log(N)^3", "c < 1")]
    law = pc.laws.Law.of(
        "sides",
        sizes=["N", "D"],
        parameters=["c"],
        terms={"a": cases, "b": "D^-1"},
        budget="N*D",
    )
    powers = [law.optimum().at({"c": q(c)}).logarithms["L"] for c in (2, F(1, 2))]
    assert powers == [sp.Rational(1, 2), sp.Rational(3, 2)]


def solved(sizes, terms, budget, **more):
    return pc.laws.Law.of("made", sizes=sizes, terms=terms, budget=budget, **more).optimum()


def test_on_a_boundary_terms_by_cases_are_those_of_the_point():
    terms = {"a": [("N^-2", "p > 1"), ("N^-1", "p <= 1")], "b": "D^-p"}
    found = solved(["N", "D"], terms, "N*D", parameters=["p"])
    exponents = [found.at({"p": p}).loss_exponent for p in (1, "101/100", "99/100")]
    assert exponents[0] == sp.Rational(1, 2)
    assert exponents[1] > sp.Rational(2, 3) > exponents[2]


@pytest.mark.parametrize("name", ["functional-decay", "functional-wsd"])
def test_on_the_border_of_easy_and_hard_no_logarithm_is_made_up(name):
    """The power of log C jumps there: of the two sides at most one is right."""
    case = pc.laws.law(name).optimum().at({"s": "1/2", "beta": 2})
    assert case.loss_exponent == sp.Rational(1, 3)
    assert (
        case.logarithms is None
        or case.logarithms["L"]
        == {
            "functional-decay": sp.Rational(1, 3),
            "functional-wsd": sp.Rational(1, 6),
        }[name]
    )


def test_each_branch_of_a_minimum_has_its_optimum():
    (case,) = solved(["N", "D"], {"t": "min(N^-1; D^-1)"}, "N*D").cases
    assert case.degenerate
    assert {v["N"] for v in (case.exponents, *case.elsewhere)} == {0, 1}
    assert "anything between" not in str(case)


def test_an_equality_does_not_hide_a_logarithm():
    terms = {"a": "N^-1", "b": "K^-1"}
    for relation in ("B == N*log(N)", "B >= N*log(N)"):
        (case,) = solved(["N", "B", "K"], terms, "B*K", constraints={"c": relation}).cases
        assert (case.loss_exponent, case.logarithms["L"]) == (sp.Rational(1, 2), sp.Rational(1, 2))


def test_a_logarithm_of_the_loss_counts():
    terms = {"m": "N^-1", "s": "S^-1"}
    batch = {"c": "B >= log(2/L)/L"}
    (case,) = solved(["N", "B", "S"], terms, "N*B*S", constraints=batch).cases
    assert (case.loss_exponent, case.logarithms["L"]) == (sp.Rational(1, 3), sp.Rational(1, 3))


WIDE_SUM = " + ".join(f"N^-{k}" for k in range(1, 16))


@pytest.mark.parametrize(
    ("sizes", "terms", "budget", "more", "why"),
    [
        (["N", "D"], {"a": "N^-1*log(N/D)", "b": "D^-2"}, "N*D", {}, "not positive for every"),
        (["N", "D"], {"a": "N^-1*log(1/N)", "b": "D^-2"}, "N*D", {}, "not positive for every"),
        (["N"], {"a": "(A - B)*N^-1"}, "N", {"parameters": ["A", "B"]}, "known to be positive"),
        (["N"], {"a": "log(A)*N^-1"}, "N", {"parameters": ["A"]}, "known to be positive"),
        (
            ["N"],
            {"a": "A*N^-1"},
            "N",
            {"parameters": ["A"], "domain": ["A > -1", "A < 0"]},
            "known to be positive",
        ),
        (["N", "D"], {"a": "1/N"}, "N", {}, "nothing depends on D"),
        (
            ["N"],
            {"a": f"({WIDE_SUM})*({WIDE_SUM.replace('N^-', '2^-1*N^-')})"},
            "N",
            {},
            "more than",
        ),
        (["N"], {f"t{k}": f"N^-{k}" for k in range(1, 60)}, "N", {}, "at most 40"),
        ([f"N{k}" for k in range(7)], {"a": "N0^-1"}, "N0", {}, "at most 6"),
    ],
)
def test_what_has_no_exponent_or_costs_too_much_is_refused(sizes, terms, budget, more, why):
    with pytest.raises(DomainError, match=why):
        solved(sizes, terms, budget, **more)


def test_no_closed_form_where_an_inequality_binds():
    few = pc.laws.Law.of(
        "few",
        sizes=["N", "D"],
        terms={"a": "N^-1", "b": "D^-1"},
        budget="N*D",
        constraints={"few data": "D <= N^(1/2)"},
    )
    for law in (few, pc.laws.momentum_polyak):
        with pytest.raises(DomainError, match="binds"):
            pc.laws.closed_form(law)
    for law in (few, pc.laws.kaplan):
        with pytest.raises(DomainError, match="without the loss in a constraint"):
            pc.laws.local_exponent_formula(law)


def test_latex_says_where_and_what_else():
    text = pc.laws.functional_decay.optimum()._repr_latex_()
    assert text.count(r"\text{if}") == 2
    assert r"\eta_{\star}" in text
    assert "or anything between" in text
    assert r"\text{up to logarithms in eta}" in text
    assert r"\eta_{\rho}^{\star}" in pc.laws.momentum_sgd.optimum()._repr_latex_()


@pytest.mark.parametrize("name", ["r", "d", "q"])
def test_a_sign_condition_is_kept_whatever_the_parameter_is_called(name):
    """Of a size of the theory, such as r, SymPy knows the sign; the condition must stay."""
    law = pc.laws.Law.of(
        "ridge",
        sizes=["n"],
        rates=["z"],
        parameters=["a", name],
        domain=["a > 1", f"{name} > 0"],
        terms={
            "bias": [(f"z^(2*{name})", f"{name} < 1"), ("z^2", f"{name} > 1")],
            "variance": "z^(-1/a)/n",
        },
        budget="n",
        constraints={"resolved": "z >= n^-a"},
    )
    cases = law.optimum().cases
    assert len(cases) == 2
    assert not any(case.region.contains(a=2, **{name: -1}) for case in cases)


def test_irrational_numbers_on_a_boundary_are_answered_or_refused():
    """Where a term changes its form at a rational number the other may be a surd."""
    terms = {"model": [("N^-a", "p < 1"), ("N^-(2*a)", "p >= 1")], "data": "D^-a"}
    wall = solved(["N", "D"], terms, "N*D", parameters=["a", "p"])
    at = {n: wall.at({"a": n, "p": 1}).loss_exponent for n in ("sqrt(2)", "7/5", "3/2")}
    assert at["7/5"] < at["sqrt(2)"] < at["3/2"]
    assert sp.simplify(at["sqrt(2)"] - 2 * sp.sqrt(2) / 3) == 0
    two = solved(["N"], {"one": "N^-a", "two": "N^-b"}, "N", parameters=["a", "b"])
    with pytest.raises(pc.DomainError, match=r"at a = sqrt\(2\), b = sqrt\(2\): regions meet"):
        two.at({"a": "sqrt(2)", "b": "sqrt(2)"})
    with pytest.raises(pc.DomainError, match="with different square roots"):
        two.at({"a": "sqrt(2)", "b": "sqrt(3)"})
