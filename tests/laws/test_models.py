"""Accountings, local exponents, adaptive shape, repetition, dictionary, second moments."""

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.optimisers.moments import momentum_loss
from phasecalc.plrf.phases.terms import TERMS, expansions
from phasecalc.symbols import alpha, beta, tau

laws = pc.laws
PEARCE = laws.pearce_song


def printed_exponent(a, b, gamma, n):
    """Pearce and Song's formula for the local exponent, as printed."""
    t = n ** (2 / 3)
    inverse = (
        1 - (t + gamma / 9) / (t + gamma / 3) / b + (1 + a) / b * (t + gamma / 3) / (t + gamma)
    )
    return 1 / inverse


@pytest.mark.parametrize("fit", ["besiroglu-embedding", "hoffmann-embedding"])
def test_local_exponent_is_the_printed_formula(fit):
    values = PEARCE.fit(fit).numbers()
    formula = laws.local_exponent_formula(PEARCE)
    a, b, g = (float(values[n]) for n in ("alpha", "beta", "gamma"))
    for n in (1e3, 1e6, 1.9e6, 1e9, 1e12):
        assert abs(float(formula.at(values, n)) - printed_exponent(a, b, g, n)) < 1e-12


def test_local_exponent_agrees_with_the_numeric_optimum():
    values = PEARCE.fit().numbers()
    formula = laws.local_exponent_formula(PEARCE)
    for flops in ("1e12", "1e16", "1e22"):
        best = laws.allocate(PEARCE, flops)
        assert abs(formula.at(values, best.sizes["N"]) - best.exponents["N"]) < 1e-13


def test_local_exponent_limits_and_maximum():
    formula = laws.local_exponent_formula(PEARCE)
    a, b = (PEARCE.symbols[n] for n in ("alpha", "beta"))
    assert sp.simplify(formula.large - b / (a + b)) == 0
    assert sp.simplify(formula.small - b / (a / 3 + b)) == 0
    values = PEARCE.fit("besiroglu-embedding").numbers()
    # 0.963 is the value at a million parameters; the maximum is higher, and further out.
    assert mp.nstr(formula.at(values, 10**6), 3) == "0.963"
    size, top = formula.largest(values)
    assert mp.nstr(top, 4) == "0.9807"
    assert mp.nstr(size, 3) == "1.93e+6"
    grid = [printed_exponent(0.3478, 0.3658, 47491, n) for n in np.geomspace(1e4, 1e9, 20001)]
    assert abs(max(grid) - float(top)) < 1e-8


def test_last_layer_moves_the_local_exponent_and_only_that():
    """With the head counted, all parameters follow the limit; without it, they overshoot."""
    head, without = (laws.accounting(k) for k in ("head", "no-head"))
    values = {"A": 482, "B": 2085, "alpha": "0.35", "beta": "0.37", "h": 47491}
    for flops in ("1e17", "1e19"):
        counted = laws.allocate(head, flops, values=values)
        n, h = counted.sizes["N"], 47491
        slope = counted.exponents["N"] * (n + h * mp.cbrt(n) / 3) / (n + h * mp.cbrt(n))
        assert abs(slope - mp.mpf("0.37") / mp.mpf("0.72")) < 1e-12
        assert laws.allocate(without, flops, values=values).exponents["N"] > slope + 0.02


def test_attention_moves_the_local_exponent_further():
    """Counted, attention makes depth and width dearer than parameters: N* grows faster."""
    values = {"A": 482, "B": 2085, "alpha": "0.35", "beta": "0.37", "h": 47491}
    head, attention = laws.accounting("head"), laws.accounting("attention")
    for flops in ("1e17", "1e20"):
        plain = laws.allocate(head, flops, values=values)
        free = laws.allocate(attention, flops, values={**values, "k": "1e-9"})
        dear = laws.allocate(attention, flops, values={**values, "k": 2000})
        assert abs(free.exponents["N"] - plain.exponents["N"]) < 1e-9
        assert dear.exponents["N"] > plain.exponents["N"] + 0.02
        assert dear.sizes["N"] < plain.sizes["N"]
    # The budget counts N + h N^(1/3) + k N^(2/3) at 6 flops for each token.
    n = dear.sizes["N"]
    spent = 6 * (n + 47491 * mp.cbrt(n) + 2000 * mp.cbrt(n) ** 2) * dear.sizes["D"]
    assert abs(spent / dear.flops - 1) < 1e-12
    formula = laws.local_exponent_formula(attention)
    numbers = {n: sp.Rational(str(x)) for n, x in {**values, "k": 2000}.items()}
    assert abs(formula.at(numbers, n) - dear.exponents["N"]) < 1e-12
    a, b = (attention.symbols[n] for n in ("alpha", "beta"))
    assert sp.simplify(formula.large - b / (a + b)) == 0


def test_accountings_count_as_the_code_of_the_study():
    small = laws.Architecture(width=96, depth=3)
    assert small.feed_forward == 256
    assert small.without_head == (4 * 96 + 3 * 256) * 96 * 3
    assert small.parameters - small.without_head == 50432 * 96
    assert small.flops_per_token("attention") - small.flops_per_token("head") == 6 * 2048 * 96 * 3
    with pytest.raises(DomainError, match="use no-head"):
        small.flops_per_token("all")
    with pytest.raises(DomainError, match="use no-head"):
        laws.accounting("all")
    with pytest.raises(DomainError, match="at least 1"):
        laws.Architecture(width=0, depth=1)


def test_chain_of_measured_exponents():
    assert [s.refined_web[0] for s in laws.CHAIN] == [
        "0.8353",
        "0.7065",
        "0.6020",
        "0.5715",
        "0.4969",
    ]
    assert [s.open_web_text[0] for s in laws.CHAIN] == [
        "0.8635",
        "0.6985",
        "0.6032",
        "0.5743",
        "0.5185",
    ]
    for step in laws.CHAIN:
        for value, low, high in (step.refined_web, step.open_web_text):
            assert Fraction(low) < Fraction(value) < Fraction(high)


def test_repetition_is_refused_as_a_power_law_and_has_two_regimes():
    law = laws.Law.of(
        "repeated",
        sizes=["N", "D"],
        terms={"model": "N^-a", "data": "(U*(1 + r*(1 - exp(1 - D/U))))^-b"},
        budget="6*N*D",
        parameters=["a", "b", "U", "r"],
    )
    with pytest.raises(DomainError, match="limiting regimes"):
        law.optimum()
    found = laws.regimes()
    assert found.fresh == 1
    assert [str(x) for x in found.exhausted.free_symbols] == ["R_star"]


# Muennighoff et al.: worth of a token after so many epochs, to the printed digits.
@pytest.mark.parametrize(
    ("epochs", "worth"), [(2, ".984"), (4, ".931"), (8, ".828"), (16, ".661"), (40, ".379")]
)
def test_worth_of_repeated_tokens(epochs, worth):
    assert f"{float(laws.effective_tokens(epochs) / epochs):.3f}"[1:] == worth


def test_most_that_repetition_gives():
    assert f"{float(laws.effective_tokens(10**6)):.2f}" == "16.39"
    with pytest.raises(DomainError, match="at least 1"):
        laws.effective_tokens("1/2")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((4, 1, 0), "r_star = 0: must be positive"),
        ((4, 1, -3), "r_star = -3: must be positive"),
        ((4, -1), "unique = -1: must be positive"),
        (("x",), "epochs = 'x'"),
        (("nan",), "epochs = 'nan'"),
    ],
)
def test_what_is_no_repetition_is_refused(given, why):
    with pytest.raises(pc.PhasecalcError, match=why):
        laws.effective_tokens(*given)


def test_tokens_beyond_any_float_are_counted():
    assert laws.effective_tokens("1e400") == laws.effective_tokens("1e300")
    assert laws.effective_tokens(4, "1e400") > mp.mpf(10) ** 400


@pytest.mark.parametrize("width", ["512", 512.5, 512.0, True, None])
def test_an_architecture_is_made_of_integers(width):
    with pytest.raises(DomainError, match=r"width = .*: must be an integer"):
        laws.Architecture(width, 8)


def test_an_architecture_of_numpy_integers_is_exact():
    small = laws.Architecture(np.int8(96), np.int8(3))
    assert small == laws.Architecture(96, 3)
    assert small.parameters == laws.Architecture(96, 3).parameters


def shapes():
    return [
        laws.Shape("patch 32", "1.1", "0.35", "0.05", 3),
        laws.Shape("patch 16", "2.3", "0.5", "0.02", 1),
        laws.Shape("patch 8", "9", "0.8", "0.01", 0),
    ]


def test_adaptive_shape_is_never_dearer_and_is_the_integral():
    plan = laws.schedule(shapes(), "0.9", "0.06")
    assert len(plan.stages) > 1
    integral = mp.quad(
        lambda e: min(s.price(e) for s in shapes()),
        sorted(
            [mp.mpf("0.06"), mp.mpf("0.9"), *(s.end for s in plan.stages[:-1])]
            + [s.initial for s in shapes() if s.initial < mp.mpf("0.9")]
        ),
    )
    assert abs(integral / plan.compute - 1) < 1e-8
    for s in shapes():
        assert plan.compute <= s.compute("0.06") - s.compute("0.9") + 1e-12
    for one, other in zip(plan.stages, plan.stages[1:], strict=False):
        assert one.end == other.start
        assert abs(one.shape.price(one.end) / other.shape.price(one.end) - 1) < 1e-9
        assert abs(one.shape.compute(one.end) - other.shape.compute(one.end)) > 1e-6


def test_switch_of_two_powers_is_the_numeric_one():
    one, other = laws.Shape("a", "1.3", "0.4"), laws.Shape("b", "5", "0.9")
    plan = laws.schedule([one, other], "0.99", "0.01")
    formula = laws.switch_formula()
    values = {"a1": one.a, "b1": one.b, "a2": other.a, "b2": other.b}
    turn = formula.subs({s: sp.Float(values[s.name]) for s in formula.free_symbols})
    assert abs(mp.mpf(turn) / plan.stages[0].end - 1) < 1e-12


def test_shapes_refuse_what_they_cannot_reach():
    with pytest.raises(DomainError, match="no shape reaches"):
        laws.schedule(shapes(), "0.9", "0.001")
    with pytest.raises(DomainError, match="must fall"):
        laws.schedule(shapes(), "0.1", "0.9")
    with pytest.raises(DomainError, match="too small"):
        laws.Shape("x", 0, 1)


def test_a_shape_begins_without_compute():
    """What it knows untrained costs nothing; beyond that it costs what the curve says."""
    shape = laws.Shape("a", 1, "0.5", 0, 100)
    assert shape.initial == mp.mpf("0.1")
    assert shape.compute(5) == shape.compute("0.1") == shape.price(5) == 0
    assert abs(laws.schedule([shape], 5, "0.01").compute - 9900) < 1e-9
    assert abs(laws.schedule([shape], "0.05", "0.01").compute - (10000 - 400)) < 1e-9
    # Another shape is dearer than nothing above 0.1, whatever its price there.
    other = laws.Shape("b", "0.001", "0.5")
    plan = laws.schedule([other, shape], 5, "0.01")
    assert [(s.shape.name, s.end) for s in plan.stages] == [
        ("a", shape.initial),
        ("b", 1 / mp.mpf(100)),
    ]
    assert abs(plan.compute - other.compute("0.01") + other.compute("0.1")) < 1e-12


def test_a_shape_that_is_cheapest_for_a_moment_is_found():
    """The third of three powers, barely below the price at which the others change places."""
    some = [laws.Shape("a", 1, "0.5"), laws.Shape("b", 4, 1)]
    third = laws.Shape("c", "1.66982600830742", "0.7")
    plan = laws.schedule([*some, third], 1, "0.01")
    assert [s.shape.name for s in plan.stages] == ["a", "c", "b"]
    assert plan.stages[1].start / plan.stages[1].end < 1 + mp.mpf("1e-3")
    assert plan.compute < laws.schedule(some, 1, "0.01").compute


def test_two_prices_may_agree_twice():
    """With limits of their own, the shape that is steeper wins only in between."""
    one, other = laws.Shape("one", 1, "0.5"), laws.Shape("other", "0.55", 1, "0.2")
    plan = laws.schedule([one, other], 100, "0.1")
    assert [s.shape.name for s in plan.stages] == ["one", "other", "one"]
    for s in plan.stages[:-1]:
        assert abs(one.price(s.end) / other.price(s.end) - 1) < 1e-9


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("x", 1), "b|a = 'x'"),
        ((1, None), "b = None"),
        (("nan", 1), "a = nan: must be finite"),
        ((1, "inf"), "b = .*inf: must be finite"),
        ((1, 1, 0, mp.inf), "d = .*inf: must be finite"),
    ],
)
def test_a_shape_is_made_of_numbers(given, why):
    with pytest.raises(pc.PhasecalcError, match=why):
        laws.Shape("s", *given)


@pytest.mark.parametrize(("start", "end"), [("x", "0.1"), ("0.9", "x"), ("inf", 1), (1, "nan")])
def test_errors_of_a_schedule_are_numbers(start, end):
    with pytest.raises(pc.PhasecalcError, match=r"start|end"):
        laws.schedule(shapes(), start, end)


POINTS = [
    (Fraction(1), Fraction(1, 4)),
    (Fraction(3, 4), Fraction(1, 2)),
    (Fraction(2), Fraction(7, 3)),
]


@pytest.mark.parametrize("paper", [p for p in laws.PAPERS if p != "isotropic"])
@pytest.mark.parametrize("point", POINTS)
def test_dictionary_reads_back(paper, point):
    there = laws.translate("plrf", paper, alpha=point[0], beta=point[1])
    assert laws.translate(paper, **there) == {
        "alpha": sp.Rational(point[0]),
        "beta": sp.Rational(point[1]),
    }


def test_dictionary_refuses():
    assert laws.translate("isotropic", a=1) == {"alpha": 1, "beta": 0}
    assert laws.translate("plrf", "isotropic", alpha="3/4", beta=0) == {"a": sp.Rational(1, 2)}
    with pytest.raises(DomainError, match="beta = 0 only"):
        laws.translate("plrf", "isotropic", alpha=1, beta=1)
    with pytest.raises(DomainError, match="no paper"):
        laws.translate("nobody", a=1)
    with pytest.raises(DomainError, match="has the parameters"):
        laws.translate("bordelon", a=1)


@pytest.mark.parametrize(
    ("paper", "into", "values"),
    [
        ("bordelon", "functional", {"a": 1, "b": 0}),
        ("bordelon", "plrf", {"a": 1, "b": -2}),
        ("plrf", "corner", {"alpha": 0, "beta": 1}),
        ("functional", "plrf", {"beta": -1, "s": 1}),
        ("isotropic", "plrf", {"a": -3}),
    ],
)
def test_a_spectrum_that_does_not_fall_is_not_translated(paper, into, values):
    with pytest.raises(DomainError, match="a spectrum falls"):
        laws.translate(paper, into, **values)


def term_exponent(name):
    (term,) = (t for t in TERMS if t.name == name)
    return -expansions(term.definition, term.where)[0].order.exponent(tau)


@pytest.mark.parametrize("point", POINTS)
def test_exponents_that_must_coincide(point):
    at = {alpha: sp.Rational(point[0]), beta: sp.Rational(point[1])}

    def there(paper):
        return laws.translate("plrf", paper, alpha=point[0], beta=point[1])

    signal = term_exponent("F_pp").subs(at)
    a, b = there("bordelon")["a"], there("bordelon")["b"]
    assert signal == there("functional")["s"] == there("corner")["zeta"] == (a - 1) / b
    assert signal == there("feature-learning")["beta"]
    assert term_exponent("K_pp").subs(at) == 2 - 1 / there("corner")["nu"] == 2 - 1 / b


@pytest.mark.parametrize(
    "point", [("1", "1/4"), ("1", "3/4"), ("1", "3/2"), ("2", "3"), ("3/4", "0")]
)
def test_lazy_features_are_power_law_random_features(point):
    values = laws.translate("plrf", "feature-learning", alpha=point[0], beta=point[1])
    case = laws.lazy_features.optimum().at(values)
    e = pc.exponents(*point)
    assert case.loss_exponent == sp.sympify(str(e.loss_exponent))
    assert case.exponents["N"] == sp.sympify(str(e.model_size_exponent))


def test_single_model_law_is_random_features_where_2_beta_is_below_1():
    values = laws.translate("plrf", "bordelon", alpha=1, beta="1/4")
    for law in (laws.bordelon, laws.bordelon_single):
        assert law.optimum().at(values).loss_exponent == pc.exponents(1, "1/4").loss_exponent


def test_ensemble_bottleneck_is_not_that_of_one_model():
    """For 2 beta > 1 one model is stuck at N^-b, not at N^-min(a - 1, 2 b)."""
    values = laws.translate("plrf", "bordelon", alpha=1, beta=1)
    mean = laws.bordelon.optimum().at(values).loss_exponent
    single = laws.bordelon_single.optimum().at(values).loss_exponent
    assert mean > single


@pytest.mark.slow
@pytest.mark.parametrize(("kappa", "predicted"), [(None, 0.8), (0.5, 1.2)])
def test_clocks_of_sgd_and_of_decaying_momentum(kappa, predicted):
    steps = sorted({int(x) for x in np.geomspace(10, 30_000, 40)})
    curve = momentum_loss(1.0, 0.3, 1500, steps, kappa=kappa)
    assert abs(curve.slope(8_000, 30_000) - predicted) < 0.06


@pytest.mark.slow
def test_without_decay_of_the_slow_rate_the_gain_ends():
    """kappa below 1/(2 alpha): the moments grow, as the bound on the noise says."""
    steps = sorted({int(x) for x in np.geomspace(10, 20_000, 30)})
    good = momentum_loss(1.0, 0.3, 600, steps, kappa=0.5).loss[-1]
    try:
        bad = momentum_loss(1.0, 0.3, 600, steps, kappa=0.0).loss[-1]
    except DomainError:
        return
    assert bad > good


@pytest.mark.slow
@pytest.mark.parametrize(("a", "kappa"), [(1.0, 1 / 2), (1.5, 1 / 3)])
def test_the_clock_of_decaying_momentum_in_the_absolutely_continuous_part(a, kappa):
    """Modes weighted as in F_ac, without noise: t^(-(1 - kappa)(2 - kappa)).

    Above (3 + sqrt 5)/4 this falls faster than 1/t, so that time is worth more than size: the
    reason for the phase F_0 = F_ac.
    """
    steps = sorted({int(x) for x in np.geomspace(10, 20_000, 40)})
    curve = momentum_loss(a, 0.0, 4000, steps, kappa=kappa, batch=10**12)
    slope = curve.slope(2_000, 20_000)
    assert abs(slope - (1 - kappa) * (2 - kappa)) < 0.03
    assert (slope > 1) == (a > (3 + 5**0.5) / 4)


# Term, beta, batch, modes, d and gamma_3 d/gamma_2; the exponent that SGD has there, at alpha = 1.
DOUBLED = [
    ("F_pp", 0.3, 10**12, 2500, 200, 16, 0.8),
    ("F_ac", 0.0, 10**12, 5000, 200, 16, 0.5),  # no noise, modes weighted as in F_ac
    ("K_pp", 2.0, 1, 600, 600, 8, 1.5),
]


@pytest.mark.slow
@pytest.mark.parametrize(("term", "beta", "batch", "modes", "d", "factor", "power"), DOUBLED)
def test_constant_momentum_doubles_exponents_after_t_is_d(
    term, beta, batch, modes, d, factor, power
):
    """Time gamma_2 (t + t^2/d): before d as SGD, from 15 d on 1.94 times its exponent, or more."""
    steps = sorted({int(x) for x in np.geomspace(0.02 * d, 30 * d, 60)})
    rate = 0.2 / float(np.sum(np.arange(1, modes + 1.0) ** -2))

    def slopes(slow_rate):
        curve = momentum_loss(1.0, beta, modes, steps, slow_rate=slow_rate, batch=batch)
        return np.array([curve.slope(0.02 * d, 0.2 * d), curve.slope(15 * d, 30 * d)]) / power

    plain, constant = slopes(None), slopes(factor * rate / d)
    assert abs(plain[1] - 1) < 0.03, term
    assert abs(constant[0] - plain[0]) < 0.1
    assert abs(constant[1] - 2) < 0.15
    # gamma_3 = gamma_2/d^(3/2), as if the time of the change were d^(3/2), is told apart.
    assert slopes(factor * rate / d**1.5)[1] < 1.7


@pytest.mark.slow
def test_a_constant_slow_rate_above_1_over_d_is_unstable():
    with pytest.raises(DomainError, match="without bound"):
        momentum_loss(1.0, 0.3, 1000, [20_000], slow_rate=0.122 * 16 / 300**0.5)
