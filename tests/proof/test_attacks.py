"""Attempts to prove something false, or to get a rank that was not earned. None may succeed."""

import pytest
import sympy as sp

from phasecalc.exceptions import LedgerError, StepFailed, Undecided
from phasecalc.proof import (
    Algebra,
    Enclosed,
    Evidence,
    Geometric,
    Induction,
    Instance,
    Largest,
    Mellin,
    Powers,
    PowerSum,
    Proof,
    Rank,
    Relation,
    Sampled,
    Sign,
    Theorem,
    Watson,
    WeightedMean,
    theorem,
)
from phasecalc.symbols import alpha, beta, d, delta, j, r, rho, tau, u, x

half = sp.Rational(1, 2)
n = sp.Symbol("n", integer=True, nonnegative=True)
REFUSED = (StepFailed, Undecided)


def prove(
    left,
    relation,
    right,
    check,
    *where,
    remainder=None,
    parameters=(alpha, beta),
    uses=(),
    before=lambda proof: None,
):
    """A theorem of one step."""

    def body(proof: Proof) -> None:
        """A statement."""
        if parameters:
            proof.where(*where, parameters=parameters)
        before(proof)
        proof.consider(sp.sympify(left))
        proof.step(Relation(relation), right, "It is said so.", check, remainder)

    return theorem(label="attack", uses=uses)(body)


def refuse(*arguments, **options):
    with pytest.raises(REFUSED):
        _ = prove(*arguments, **options).theorem


# Domains: what is undefined somewhere is not claimed there.


def test_a_removable_singularity_in_a_parameter():
    refuse((alpha**2 - 1) / (alpha - 1), "=", alpha + 1, Algebra(), alpha > 0)
    assert prove((alpha**2 - 1) / (alpha - 1), "=", alpha + 1, Algebra(), alpha > 1).theorem


def test_a_removable_singularity_inside_an_inequality():
    refuse((alpha**2 - 1) / (alpha - 1), ">", alpha, Sign(), alpha > 0)
    top = sp.Max((alpha**2 - 1) / (alpha - 1), 0, evaluate=False)
    refuse(top, "=", alpha + 1, Largest(), alpha > 0)


@pytest.mark.parametrize("value", [sp.nan, sp.zoo, sp.oo, -sp.oo])
def test_what_is_no_number_is_no_side(value):
    refuse(value, ">", 0, Sign(), alpha > 0)
    refuse(value, "=", value, Algebra(), alpha > 0)
    refuse(0, "<", value, Sign(), alpha > 0)


def test_floats_are_not_exact():
    refuse(alpha * sp.Float("0.1"), "=", alpha / 10, Algebra(), alpha > 0)


# Powers and logarithms: branches.


def test_powers_of_powers_of_negative_numbers():
    left, right = alpha * (alpha**2) ** beta, (alpha**2) ** (beta + half)
    refuse(left, "=", right, Algebra("powers"), alpha < 0)
    refuse(sp.Abs(alpha), "=", alpha, Algebra("powers"), alpha < 0)
    refuse(sp.sign(alpha) * d, "=Theta=", d, Powers(), alpha < 0)
    refuse(sp.Max(alpha, 0, evaluate=False), "=", alpha, Algebra("powers"), alpha < 0)
    refuse(left * d, "=Theta=", right * d, Powers(), alpha < 0)
    refuse(sp.log(alpha**2), "=", 2 * sp.log(alpha), Algebra("logarithms"), alpha < 0)


def test_products_of_negative_bases():
    left, right = sp.sqrt(alpha) * sp.sqrt(beta), sp.sqrt(alpha * beta)
    refuse(left, "=", right, Algebra("powers"), alpha < 0, beta < 0)
    assert prove(left, "=", right, Algebra("powers"), alpha > 0, beta > 0).theorem


def test_an_assumption_on_a_symbol_named_like_a_parameter():
    impostor = sp.Symbol("alpha", positive=True)
    refuse(sp.Abs(impostor), "=", impostor, Algebra(), alpha < 0)
    whole = sp.Symbol("alpha", integer=True)
    refuse(whole * sp.cos(2 * sp.pi * whole), "=", whole, Algebra(), alpha > 0)


# Orders: signs and zeros.


def test_an_order_is_positive():
    refuse(-d, "=Theta=", d, Powers(), alpha > 0)
    refuse(0, "=Theta=", d, Powers(), alpha > 0)
    refuse((alpha - 1) * d, "=Theta=", d, Powers(), alpha > 0)
    refuse((alpha - 1) * d, "=Theta=", d, Powers(), alpha < 1)
    assert prove((alpha - 1) * d, "=Theta=", d, Powers(), alpha > 1).theorem


def test_a_size_is_no_constant():
    with pytest.raises(StepFailed, match="tau tends to infinity"):
        Powers(tau)
    refuse(tau * d, "=Theta=", d, Powers(), alpha > 0)


# Asymptotic rules: their hypotheses, and remainders.

WATSON = sp.Integral(u ** (alpha - 1) * sp.exp(-2 * tau * u), (u, 0, 1))
ABOVE = sp.gamma(alpha) * (2 * tau) ** -alpha
REST = (2 * tau) ** (alpha - 1) * sp.exp(-2 * tau)


def test_the_rule_itself():
    assert prove(WATSON, "~", ABOVE, Watson(), alpha > 0, remainder=REST).theorem


@pytest.mark.parametrize(
    "rest",
    [0, -REST, sp.I * REST, REST * tau, REST / tau, 1, REST + 1 / tau],
)
def test_remainders_are_exactly_those_of_the_rule(rest):
    refuse(WATSON, "~", ABOVE, Watson(), alpha > 0, remainder=sp.sympify(rest))


def test_a_remainder_belongs_to_equivalence_and_is_not_left_out():
    refuse(WATSON, "~", ABOVE, Watson(), alpha > 0)
    refuse((alpha + 1) ** 2, "=", alpha**2 + 2 * alpha + 1, Algebra("expand"), remainder=1 / d)


@pytest.mark.parametrize("low", [-1, sp.Rational(1, 2), 2, d ** (2 * alpha), 1 / tau, tau, u])
def test_the_lower_end_of_the_integral_tends_to_zero_from_above(low):
    integral = sp.Integral(u ** (alpha - 1) * sp.exp(-2 * tau * u), (u, low, 1))
    rest = REST + (2 * tau * sp.sympify(low)) ** alpha
    refuse(integral, "~", ABOVE, Watson(), alpha > 0, remainder=rest)


def test_a_rate_that_is_not_known_to_be_positive():
    integral = sp.Integral(u ** (alpha - 1) * sp.exp(-delta * u), (u, 0, 1))
    rest = delta ** (alpha - 1) * sp.exp(-delta)
    refuse(integral, "~", sp.gamma(alpha) * delta**-alpha, Watson(), alpha > 0, remainder=rest)


@pytest.mark.parametrize("rate", [2, alpha, 2 * alpha, tau ** (alpha - 1), tau + 1])
def test_a_rate_that_does_not_grow(rate):
    def claim(x):
        integral = sp.Integral(u ** (alpha - 1) * sp.exp(-x * u), (u, 0, 1))
        return integral, "~", sp.gamma(alpha) * x**-alpha

    def rest(x):
        return x ** (alpha - 1) * sp.exp(-x)

    x = sp.sympify(rate)
    refuse(*claim(x), Watson(), alpha > 0, remainder=rest(x))
    assert prove(*claim(tau * d), Watson(), alpha > 0, remainder=rest(tau * d)).theorem


POWERS = sp.Sum(j**-2, (j, 1, rho * d))


def test_a_sum_up_to_a_fixed_number_of_modes():
    one = sp.Sum(j**-2, (j, 1, 1))
    refuse(one, "~", sp.zeta(2), PowerSum(sp.Integer(2), d, 1 / d), alpha > 0, remainder=1 / d)
    many = sp.Sum(j**-2, (j, 1, d**2))
    refuse(many, "~", sp.zeta(2), PowerSum(sp.Integer(2), d, d), alpha > 0, remainder=1 / d)
    assert prove(
        POWERS, "~", sp.zeta(2), PowerSum(sp.Integer(2), d, rho), alpha > 0, remainder=1 / d
    ).theorem


@pytest.mark.parametrize("k", [j, d, 1 / d, d**5])
def test_a_profile_that_is_not_one(k):
    series = sp.Sum(j ** (-3 * half) / (1 + k * (j / d) ** 2), (j, 1, rho * d))
    check = PowerSum(3 * half, d, rho, (k, sp.Integer(2)))
    rest = d ** (-half) + d**-2
    refuse(series, "~", sp.zeta(3 * half), check, alpha > 0, remainder=rest)


def test_two_poles_that_meet_leave_a_logarithm():
    """With a - 1 = b the remainder is d^(-b) log d."""
    series = sp.Sum(j**-3 / (1 + (j / d) ** 2), (j, 1, rho * d))
    check = PowerSum(sp.Integer(3), d, rho, (sp.S.One, sp.Integer(2)))
    refuse(series, "~", sp.zeta(3), check, alpha > 0, remainder=2 * d**-2)
    refuse(
        series, "~", sp.zeta(3), check, alpha > 0, remainder=sp.Add(d**-2, d**-2, evaluate=False)
    )


def test_a_transform_whose_parameters_contain_the_variable():
    integral = sp.Integral(1 / (1 + x**3), (x, 0, sp.oo))
    value = x**-half * sp.pi / (2 * sp.sin(sp.pi / 2))
    refuse(integral, "=", value, Mellin(sp.S.One, x, sp.Integer(2)), alpha > 0)


def test_a_transform_that_diverges():
    integral = sp.Integral(x ** (alpha - 1) / (1 + x), (x, 0, sp.oo))
    value = sp.pi / sp.sin(sp.pi * alpha)
    check = Mellin(alpha, sp.S.One, sp.S.One)
    refuse(integral, "=", value, check, alpha > 0)
    assert prove(integral, "=", value, check, alpha > 0, alpha < 1).theorem


def test_a_geometric_series_outside_its_disk():
    series = sp.Sum(alpha**n, (n, 0, sp.oo))
    refuse(series, "=", 1 / (1 - alpha), Geometric(), alpha > 0)
    refuse(sp.Sum(n * alpha**n, (n, 0, sp.oo)), "=", 0, Geometric(), alpha > 0, alpha < 1)
    assert prove(series, "=", 1 / (1 - alpha), Geometric(), alpha > 0, alpha < 1).theorem


# Sums: ranges and bound variables.


def test_the_last_term_of_a_double_sum():
    k = sp.Symbol("k", integer=True)
    double, single = sp.Sum(1, (j, 1, n), (k, 1, r)), sp.Sum(1, (j, 1, n))
    refuse(double, "=", single, Algebra("last term"), alpha > 0)


def test_a_variable_is_bound_or_free_but_not_both():
    k = sp.Symbol("k", integer=True)
    nested = sp.Sum(sp.Sum(k * j, (k, 1, j)), (j, 1, k))
    refuse(nested, "=", nested + 0 * k + alpha - alpha, Algebra(), alpha > 0)
    refuse(sp.Integral(alpha, (alpha, 0, 1)) + alpha, "=", alpha + half, Algebra("carry out"))


def test_sums_of_one_name_and_other_ranges():
    left = sp.Sum(1 / j, (j, 1, n)) - sp.Sum(1 / j, (j, 1, n + 1))
    refuse(left, "=", 0, Algebra("sums"), alpha > 0)
    refuse(left, "=", 0, Algebra("last term", "sums"), alpha > 0)
    product = sp.Sum(1 / j, (j, 1, n)) * sp.Sum(j, (j, 1, n))
    refuse(product, "=", sp.Sum(1, (j, 1, n)), Algebra("sums"), alpha > 0)


# Instances of theorems.

square = prove((alpha + 1) ** 2, "=", alpha**2 + 2 * alpha + 1, Algebra("expand"), alpha > 0)
mean = prove(
    sp.Integral(beta * u, (u, 0, 1)), "=", beta / 2, Algebra("carry out"), parameters=(alpha, beta)
)


def test_a_number_is_no_symbol():
    three = {sp.Integer(2): sp.Integer(3)}
    cube = alpha**3 + 3 * alpha + 1
    refuse((alpha + 1) ** 3, "=", cube, Instance(square, three), alpha > 0, uses=(square,))


def test_a_value_that_a_bound_variable_would_capture():
    left = sp.Integral(u**2, (u, 0, 1))
    refuse(left, "=", u / 2, Instance(mean, {beta: u}), uses=(mean,))
    refuse(sp.Integral(beta * x, (x, 0, 1)), "=", beta / 2, Instance(mean, {u: x}), uses=(mean,))


def test_a_size_keeps_its_sign_and_goes_to_infinity():
    known = prove(WATSON, "~", ABOVE, Watson(), alpha > 0, remainder=REST)
    for value in (-tau, delta, sp.Integer(3), 1 / tau, tau - 5, sp.S.Zero, alpha, 1 + tau):
        at = {tau: sp.sympify(value)}
        refuse(
            WATSON.xreplace(at),
            "~",
            ABOVE.xreplace(at),
            Instance(known, at),
            alpha > 0,
            remainder=REST.xreplace(at),
            uses=(known,),
        )
    root = prove(sp.sqrt(d**2), "=", d, Algebra(), alpha > 0)
    refuse(sp.sqrt(delta**2), "=", delta, Instance(root, {d: delta}), alpha > 0, uses=(root,))


def test_hypotheses_that_fail_or_that_nobody_checks():
    above = prove(alpha**2, ">", alpha, Sign(), alpha > 1)
    refuse(alpha**2, ">", alpha, Instance(above), alpha > 0, uses=(above,))
    refuse(beta**2, ">", beta, Instance(above, {alpha: beta}), beta > 0, uses=(above,))
    refuse(half**2, ">", half, Instance(above, {alpha: half}), alpha > 1, uses=(above,))
    refuse(alpha**2, ">", alpha, Instance(above), alpha > 1)
    assert prove(alpha**2, ">", alpha, Instance(above), alpha > 2, uses=(above,)).theorem


def test_a_parameter_under_another_symbol_of_its_name():
    q = sp.Symbol("q", real=True)
    known = prove(q**2, ">", q, Sign(), q > 1, parameters=(q,))
    at = {q: half}
    refuse(half**2, ">", half, Instance(known, at), parameters=(q,), uses=(known,))
    refuse(half**2, ">", half, Instance(known, at), q > 1, parameters=(q,), uses=(known,))


def test_all_symbols_are_replaced_at_once():
    """Replaced one after another, a swap would undo itself in the claim but not in its region."""
    known = prove(alpha, ">", beta, Sign(), alpha > beta)
    swap = {alpha: beta, beta: alpha}
    refuse(alpha, ">", beta, Instance(known, swap), beta > alpha, uses=(known,))
    assert prove(beta, ">", alpha, Instance(known, swap), beta > alpha, uses=(known,)).theorem
    more = {alpha: alpha + 1, beta: beta}
    refuse(alpha + 2, ">", beta, Instance(known, more), alpha + 1 > beta, uses=(known,))


# Maxima.


def test_weights_and_slack():
    top = sp.Max(alpha, beta, evaluate=False)
    refuse(top, ">=", alpha + beta, WeightedMean({alpha: sp.S.One, beta: sp.S.One}), alpha > 0)
    weights = {alpha: sp.Integer(2), beta: sp.Integer(-1)}
    refuse(top, ">=", 2 * alpha - beta, WeightedMean(weights), alpha > 0)
    whole = {alpha: sp.S.One}
    refuse(top, ">=", alpha + 1, WeightedMean(whole, {sp.S.One: sp.S.NegativeOne}), alpha > 0)
    refuse(top, ">", alpha, WeightedMean(whole), alpha > 0)
    refuse(top, ">=", alpha, WeightedMean({alpha: beta / beta, 7: sp.S.Zero}), alpha > 0)
    assert prove(top, ">=", (alpha + beta) / 2, WeightedMean({alpha: half, beta: half})).theorem


def test_the_largest_entry():
    top = sp.Max(alpha, beta, evaluate=False)
    refuse(top, "=", alpha, Largest(), alpha > 0)
    refuse(top, "=", alpha + 1, Largest(), alpha > beta)
    assert prove(top, "=", alpha, Largest(), alpha > beta).theorem


# Induction: the sequence and its counter.

sequence = sp.Function("a")


def test_a_sequence_runs_over_its_own_counter():
    m = sp.Symbol("m", integer=True, nonnegative=True)
    check = Induction(n, sp.S.Zero, sequence(m) + 1, ("expand",))
    refuse(sequence(m), "=", n, check, parameters=())
    real = sp.Symbol("t", real=True)
    check = Induction(real, sp.S.Zero, sequence(real) + 1, ("expand",))
    refuse(sequence(real), "=", real, check, parameters=())
    check = Induction(n, sp.S.Zero, sequence(n) + 1, ("expand",))
    refuse(sequence(2 * n), "=", n, check, parameters=())
    assert prove(sequence(n), "=", n, check, parameters=()).theorem


def test_one_sequence_has_one_recursion():
    def body(proof: Proof) -> None:
        """Two recursions."""
        for slope in (1, 2):
            proof.consider(sequence(n))
            check = Induction(n, sp.S.Zero, sequence(n) + slope, ("expand",))
            proof.equals(slope * n, because="So it is defined.", check=check)

    with pytest.raises(REFUSED):
        _ = theorem(label="two")(body).theorem


def test_a_wrong_start_or_step():
    for start, recursion in ((1, sequence(n) + 1), (0, sequence(n) + 2), (0, 0 * sequence(n))):
        check = Induction(n, sp.sympify(start), sp.sympify(recursion), ("expand",))
        refuse(sequence(n), "=", n, check, parameters=())


# Samples.


def test_points_chosen_so_that_the_claim_holds():
    at = ({"alpha": 1, "beta": 1},)
    refuse(alpha, "=", alpha**2, Sampled(at), alpha > 0)
    refuse(alpha, "=", beta, Sampled(at), alpha > 0)


def test_too_few_digits():
    for digits in (1, 5, 10):
        with pytest.raises(StepFailed, match="at least 20"):
            Sampled(digits=digits)
    refuse(alpha, "=", alpha * (1 + sp.Rational(1, 10**9)), Sampled(), alpha > 0)


def test_large_numbers_that_hide_a_difference():
    refuse(10**40 + alpha, "=", 10**40 + beta, Sampled(), alpha > 0, beta > 0)


def test_ladders_that_do_not_climb():
    for rungs in ((5, 5), (7, 5), (5,), (-2, -4), (1, 1)):
        scale = (r, [sp.Integer(k) for k in rungs])
        refuse(r**2, "=Theta=", r, Sampled(scale=scale), alpha > 0)
        refuse(r + 1, "~", r, Sampled(scale=scale), alpha > 0, remainder=1 / r**2)


def test_a_logarithm_along_a_steep_ladder():
    scale = (r, [sp.Integer(10) ** 100, sp.Integer(10) ** 200])
    refuse(r * sp.log(r), "=Theta=", r, Sampled(scale=scale), alpha > 0)


# Boxes.


def test_boxes():
    here = {"parameters": (alpha,)}
    box = Enclosed({alpha: (half, sp.Integer(2))})
    inside = (alpha >= half, alpha <= 2)
    refuse(alpha**2, "<", 4, box, *inside, **here)  # equal at the end
    refuse(alpha**2, "<", 3, box, *inside, **here)
    refuse(alpha**2, "<", 5, box, alpha >= half, **here)  # the region leaves the box
    refuse(1 / (alpha - 1), "<", 10, box, *inside, **here)  # a pole
    refuse(sp.log(alpha - 1), "<", 10, box, *inside, **here)  # no real value
    refuse(sp.gamma(alpha - 1), ">", -100, box, *inside, **here)
    refuse(sp.sqrt(alpha - 1), ">", -1, box, *inside, **here)
    assert prove(alpha**2, "<", 5, box, *inside, **here).theorem


# Cases and regions.


def run(body):
    body.__doc__ = body.__doc__ or "A statement."
    return theorem(label="attack")(body).theorem


def line(proof):
    proof.consider((alpha + 1) ** 2)
    proof.equals(alpha**2 + 2 * alpha + 1, because="Expand.", check=Algebra("expand"))


def test_cases_that_are_everything_but_nothing():
    def everything(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        with proof.case(alpha > 2):
            line(proof)
        proof.exhaust("All covered.", besides=sp.true)

    def an_open_set(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        with proof.case(alpha > 2):
            line(proof)
        proof.exhaust("All covered.", besides=alpha <= 2)

    def a_gap(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        with proof.case(alpha > 2):
            line(proof)
        with proof.case(alpha < 2):
            line(proof)
        proof.exhaust("All covered.")

    def an_empty_case(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        with proof.case(alpha > 2):
            line(proof)
        with proof.case(alpha <= 2):
            pass
        proof.exhaust("All covered.")

    def a_case_that_is_left(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        with proof.case(alpha <= 2):
            proof.where(alpha > 1, parameters=(alpha,))
            line(proof)
        with proof.case(alpha > 2):
            line(proof)
        proof.exhaust("All covered.")

    def cases_of_cases(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        with proof.case(alpha > 2):
            with proof.case(alpha > 3):
                line(proof)
            with proof.case(alpha <= 2):
                line(proof)
        proof.exhaust("All covered.")

    def not_exhausted(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        with proof.case(alpha > 2):
            line(proof)

    for body in (
        everything,
        an_open_set,
        a_gap,
        an_empty_case,
        a_case_that_is_left,
        cases_of_cases,
        not_exhausted,
    ):
        with pytest.raises(REFUSED):
            run(body)


def test_a_theorem_says_something_about_somewhere():
    def nothing(proof):
        proof.where(alpha > 0, parameters=(alpha,))

    def nowhere(proof):
        proof.where(alpha > 1, alpha < 0, parameters=(alpha,))
        line(proof)

    for body in (nothing, nowhere):
        with pytest.raises(REFUSED):
            run(body)


# Abbreviations.


def test_an_abbreviation_has_one_meaning():
    def twice(proof):
        proof.let("S", sp.S.One, "one")
        proof.let("S", sp.S.Zero, "zero")
        line(proof)

    def like_a_parameter(proof):
        proof.where(alpha > 0, parameters=(alpha,))
        proof.let("alpha", sp.S.NegativeOne, "a shadow")
        line(proof)

    def in_a_circle(proof):
        proof.let("S", sp.Symbol("T") + 1, "more than T")
        proof.let("T", sp.Symbol("S"), "and yet the same")
        line(proof)

    def after_the_fact(proof):
        proof.consider(sp.Symbol("S") * 2)
        proof.equals(2 * sp.Symbol("S"), because="The same.", check=Algebra())
        proof.let("S", sp.S.Zero, "only now")

    def captured(proof):
        more = proof.let("S", u + 1, "depends on u")
        proof.consider(sp.Integral(more, (u, 0, 1)))
        proof.equals(sp.Rational(3, 2), because="Integrate.", check=Algebra("carry out"))

    for body in (twice, like_a_parameter, in_a_circle, after_the_fact, captured):
        with pytest.raises(REFUSED):
            run(body)


# The machinery.


def test_only_the_kernel_defines_checks():
    from phasecalc.proof.exact import Check

    with pytest.raises(LedgerError):

        class Mine(Check):
            def _judge(self, claim, context):
                return Evidence(Rank.PROVED, "trust me")

    with pytest.raises(LedgerError):

        class Spoofed(Algebra):
            __module__ = "phasecalc.proof.checks"

            def _judge(self, claim, context):
                return Evidence(Rank.PROVED, "trust me")


def test_what_is_no_check_judges_nothing():
    class Duck:
        def judge(self, claim, context):
            return Evidence(Rank.PROVED, "quack")

        _judge = judge

    tampered = Algebra()
    for name in ("judge", "_judge"):
        try:
            setattr(tampered, name, lambda *a: Evidence(Rank.PROVED, "trust me"))
        except AttributeError:
            continue
    for check in (Duck(), tampered, Evidence(Rank.PROVED, "trust me"), None):
        with pytest.raises((LedgerError, *REFUSED)):
            _ = prove(alpha, "=", beta, check, alpha > 0).theorem


def test_theorems_are_made_by_running():
    with pytest.raises(LedgerError):
        Theorem(object(), square, Proof(square), 0.0)

    class Fake:
        label = "fake"
        theorem = square.theorem

    with pytest.raises(LedgerError):
        prove(alpha, "=", alpha, Algebra(), uses=(Fake(),))


def test_a_proof_cannot_be_written_past_the_checks():
    def steps(proof):
        line(proof)
        proof.steps.append(proof.steps[0])

    def conclusions(proof):
        line(proof)
        proof.close()
        proof.conclusions.append(proof.conclusions[0])

    def region(proof):
        proof.where(alpha > 1, parameters=(alpha,))
        line(proof)
        proof.region = square.theorem.conclusions[0].region

    for body in (steps, conclusions, region):
        with pytest.raises((AttributeError, TypeError)):
            run(body)


def test_a_wrong_step_is_named():
    with pytest.raises(StepFailed, match=r"attack, step 1 \(It is said so\.\): at "):
        _ = prove(alpha, "=", alpha + 1, Algebra(), alpha > 0).theorem


def test_a_solvers_word_is_not_a_proof(monkeypatch):
    from phasecalc.proof import exact
    from phasecalc.regions.decide import Answer, Status

    def word(cell):
        return Answer(tuple(cell), Status.SOLVER)

    monkeypatch.setattr(exact, "empty", word)
    top = sp.Max(alpha, beta, evaluate=False)
    weights = {alpha: beta / (alpha + beta), beta: alpha / (alpha + beta)}
    for arguments in (
        ((alpha**2 - 1) / (alpha - 1), "=", alpha + 1, Algebra()),
        (top, "=", alpha, Largest()),
        (top, ">=", 2 * alpha * beta / (alpha + beta), WeightedMean(weights)),
        (sp.sqrt(alpha) * sp.sqrt(beta), "=", sp.sqrt(alpha * beta), Algebra("powers")),
        (sp.Sum(alpha**n, (n, 0, sp.oo)), "=", 1 / (1 - alpha), Geometric()),
    ):
        try:
            found = prove(*arguments, alpha > beta, alpha > 1, beta > 0).theorem
        except REFUSED:
            continue
        assert found.rank <= Rank.SOLVER, arguments
    assert prove(alpha, ">", beta, Sign(), alpha > beta).theorem.rank is Rank.SOLVER
