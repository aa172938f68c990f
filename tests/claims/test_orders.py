"""Relations between orders: the window's criterion, constants, critical lines."""

import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from phasecalc.claims.judging.judge import judge
from phasecalc.claims.orders import orders
from phasecalc.claims.orders.measure import measure
from phasecalc.claims.orders.sides import SideReader
from phasecalc.claims.reading.ask import Clock
from phasecalc.claims.reading.language import statement
from phasecalc.claims.reading.region import region_of
from phasecalc.exceptions import Undecided
from phasecalc.regions.decide import Status
from phasecalc.regions.work import OutOfTime

WATSON = (
    "F_pp ~ gamma_function(1 + (2*beta - 1)/(2*alpha))/(2*alpha)"
    " * (2*gamma*B*r)**(-(1 + (2*beta - 1)/(2*alpha)))"
)


def ask(states, *where):
    return judge(states, where, "claim", 20.0)


def test_watson_in_two_forms():
    assert ask(WATSON, "alpha > 1/2", "beta > 0")
    shifted = WATSON.replace(
        "gamma_function(1 + (2*beta - 1)/(2*alpha))",
        "(2*beta - 1)/(2*alpha)*gamma_function((2*beta - 1)/(2*alpha))",
    )
    assert ask(shifted, "beta > 1/2")
    # At 2 beta = 1 the second form has a pole of the gamma function.
    assert ask(shifted, "beta >= 1/2").status == "undecided"


LEMMAS = "proved, resting on lemmas"


def test_a_wrong_constant_is_refuted_with_a_certificate_and_a_measurement():
    found = ask(WATSON.replace("/(2*alpha) *", "/alpha *"), "beta > 0")
    assert (found.status, found.evidence) == ("refuted", LEMMAS)
    assert found.witness["measured"].startswith("0.5 at d = ")
    nearly = ask(WATSON.replace("F_pp", "F_pp*(1 + 1/10**9)"), "beta > 0")
    assert (nearly.status, nearly.evidence) == ("refuted", LEMMAS)


def test_a_wrong_order_is_refuted_by_exponents_and_a_measurement():
    found = ask(WATSON.replace("**(-(1", "**(-(2"), "beta > 0")
    assert (found.status, found.evidence) == ("refuted", LEMMAS)
    assert "grows like d^" in found.reason
    assert "measured" in found.witness


@pytest.mark.parametrize(
    ("states", "where", "status"),
    [
        # tau close to d^(2 alpha) makes F_0 as large as F_pp unless 2 beta < 1.
        ("F_0 << F_pp", ["beta < 1/2"], "proved"),
        ("F_0 << F_pp", ["alpha > 1/2", "beta > 1/2"], "refuted"),
        # On the critical line only a logarithm decides, near the end of the window.
        ("F_0 << F_pp", ["beta == 1/2"], "refuted"),
        # e^(-C) (A + C)/A tends to 0 on every path.
        ("F_0 << F_pp*log(r)", ["beta == 1/2"], "derived"),
        ("F_0 << F_pp*log(d)", ["beta == 1/2"], "proved"),
        ("F_0 =Theta= d**(-2*alpha)", ["beta > 1/2"], "proved"),
        ("F_0 =Theta= d**(-2*alpha)", ["beta >= 1/2"], "refuted"),
        ("F_0 =Theta= d**(-2*alpha)*log(d)", ["beta == 1/2"], "proved"),
        # The kernel has no sign for the logarithm of B.
        ("F_ac ~ zeta(2*beta)*log(d/(gamma*B*r))/d", ["alpha == 1/2", "beta > 1/2"], "derived"),
        ("F_ac ~ zeta(2*beta)*log(d)/d", ["alpha == 1/2", "beta > 1/2"], "refuted"),
        ("K_pp =Theta= gamma**2*B*d**(1 - 4*alpha)", ["alpha < 1/4"], "proved"),
        ("K_pp =Theta= gamma**2*B*d**(1 - 4*alpha)", ["alpha <= 1/4"], "refuted"),
        ("gamma =Theta= 1/log(d)", ["alpha == 1/2"], "derived"),
        ("gamma << 1", ["alpha <= 1/2"], "proved"),
        ("gamma << 1", ["alpha <= 3/4"], "refuted"),
        ("F_pp + F_0 =Theta= F_pp", ["beta < 1/2"], "proved"),
        ("F_pp + F_0 =Theta= F_pp", ["alpha > 1/2", "beta > 1/2"], "refuted"),
        ("F_0 ~ kappa_0*zeta(2*beta)*d**(-2*alpha)", ["beta > 1/2"], "proved"),
        ("F_pp ~ F_pp*B", [], "refuted"),
        ("F_pp =Theta= F_pp*B", [], "proved"),
        ("F_pp =Theta= -F_pp", [], "refuted"),
        ("-F_pp =Theta= -2*F_pp", [], "proved"),
    ],
)
def test_orders(states, where, status):
    assert ask(states, *where).status == status


def test_a_constant_of_unknown_value_stays_open():
    """Where the end of the spectrum carries a term, its constant is a matter of convention."""
    found = ask("K_pp ~ gamma**2*B*d**(1 - 4*alpha)/(1 - 4*alpha)", "alpha < 1/4")
    assert found.status == "undecided"
    assert "the constant of K_pp" in found.reason


def test_a_missing_term_is_not_compared():
    found = ask("F_ac << 1", "alpha > 1/2")
    assert found.status == "undecided"
    assert "F_ac has no value" in found.reason


def test_gamma_values_and_powers():
    assert ask("gamma_function(alpha + 2) == alpha*(alpha + 1)*gamma_function(alpha)")
    assert ask("sqrt(2)*2**(1/alpha) == 2**(1/2 + 1/alpha)")
    assert ask("gamma_function(alpha + 1) == gamma_function(alpha)").status == "refuted"
    assert ask("2**(1/alpha) > 2", "alpha > 1/2").status == "refuted"
    # True, and not in the reach of the normal form: agreement at points proves nothing.
    duplication = "2**(2*alpha - 1)/sqrt(pi)*gamma_function(alpha)*gamma_function(alpha + 1/2)"
    found = ask(f"gamma_function(2*alpha) == {duplication}")
    assert found.status == "undecided"
    assert "holds to 40 digits" in found.reason
    # About all sizes, and false for large ones.
    assert ask("F_pp < F_0").status == "refuted"
    assert ask("r < d").status == "refuted"
    assert ask("2**exponent(F_ac) >= 2**exponent(F_ac)", "alpha > 1/2").status == "undecided"


def test_a_negative_base_has_no_power():
    reader = SideReader(region_of(["alpha > 1/2"]), {}, Clock(5.0))
    side = statement("(1 - 2*alpha)**(1/alpha) == 1").left
    with pytest.raises(Undecided, match="not proved positive"):
        reader.read(side)


def test_measurements_are_of_the_integrals():
    claim = statement("F_pp ~ gamma_function(2)/2*(2*gamma*B*r)**(-2)")
    found = measure(claim, (Fraction(1), Fraction(3, 2)))
    assert [float(x) for x in found.ratios] == pytest.approx([1.0, 1.0], rel=1e-5)


def test_a_solver_alone_proves_no_order(monkeypatch):
    proved = orders.Window.vanishes

    def by_solver(window, product):
        found = proved(window, product)  # the remainders of F_pp are left to certificates
        return found if "exp(-2*tau)" in product.names else replace(found, status=Status.SOLVER)

    monkeypatch.setattr(orders.Window, "vanishes", by_solver)
    found = ask("F_0 << F_pp", "beta < 1/2")
    assert (found.status, found.evidence) == ("undecided", "solver")


def test_without_flint_constants_stay_open(monkeypatch):
    """No other arithmetic here is proven, so that nothing is refuted by it; algebra needs none."""
    monkeypatch.setitem(sys.modules, "flint", None)
    assert ask("gamma_function(alpha + 1) == gamma_function(alpha)").status == "undecided"
    assert ask("zeta(2*beta) == 1", "beta > 1").status == "undecided"
    assert ask("zeta(2)*6 == pi**2").status == "proved"
    assert ask(WATSON).status == "proved"
    assert ask("F_pp << d*F_pp").status == "proved"


@pytest.mark.parametrize(
    ("states", "where"),
    [
        ("(alpha - beta)*r ~ (alpha - beta)*r", []),
        ("(alpha - beta)*d << 1", ["alpha == beta"]),
        # Along r = d the logarithms tend to log(2) and 0.
        ("log(2*d/r) ~ log(d/r)", ["alpha > 1/2"]),
    ],
)
def test_cancellation_proves_nothing(states, where):
    assert ask(states, *where).status == "undecided"


@pytest.mark.parametrize(
    "states",
    [
        # At alpha = beta the leading products vanish, and r is not d.
        "(alpha - beta)*r**2 + r ~ (alpha - beta)*r**2 + d",
        # The leading products cancel, by Gamma(x + 1) = x Gamma(x).
        "gamma_function(alpha + 1)*r**2 - alpha*gamma_function(alpha)*r**2 + r"
        " ~ gamma_function(alpha + 1)*r**2 - alpha*gamma_function(alpha)*r**2 + d",
    ],
)
def test_what_is_left_after_cancelling_refutes(states):
    assert ask(states).status == "refuted"


def test_the_limit_that_is_named_is_the_one_that_was_set():
    left = Clock(7.0).left()
    left.end = 0.0
    with pytest.raises(OutOfTime, match=r"limit 7 s"):
        left.check()


def test_the_constants_of_logarithms_along_a_path_count():
    """True, for log tau + log(d^(2 alpha)/tau) is 2 alpha log d: no path may tell them apart."""
    share = "log(d**(2*alpha)/(gamma*B*r))"
    claim = f"log(gamma*B*r)/log(d) + {share}/log(d) ~ 2*alpha"
    assert ask(claim, "alpha > 1/2").status != "refuted"
    assert ask(claim.replace("~ 2", "~ 3"), "alpha > 1/2").status == "refuted"


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ("1 << gamma*B*r", "proved"),
        # tau may grow as slowly as one likes, and d as fast.
        ("log(d) << gamma*B*r", "refuted"),
        # Of one order is what is bounded both ways.
        ("1 =Theta= gamma*B*r", "refuted"),
        ("gamma*B*r =Theta= 1", "refuted"),
    ],
)
def test_a_logarithm_counts_at_the_end_at_which_it_grows(states, status):
    assert ask(states, "alpha > 1/2").status == status
