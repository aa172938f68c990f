"""What the manual promises of claims: what is still decided, and where a bound is said to be."""

import math
from fractions import Fraction

import pytest

import phasecalc as pc
from phasecalc.claims.about.objects.naming import named_by_keys
from phasecalc.claims.certificates.bases import _one_base
from phasecalc.claims.certificates.certificate import check_claims
from phasecalc.claims.certificates.document import document
from phasecalc.claims.certificates.formal import NotFormal, goals_of
from phasecalc.claims.comparing import constants
from phasecalc.claims.comparing.labels import names_of
from phasecalc.claims.orders import orders
from phasecalc.claims.orders.measure import measure
from phasecalc.claims.reading.ask import Clock, Found
from phasecalc.claims.reading.language import PARAMETERS, statement
from phasecalc.claims.reading.region import region_of
from phasecalc.kernel.rational import Rat
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region

EVERY = "Ia/Ib/Ic/II/III/IVa/IVb"
JUMP = ["1/4 < alpha < 1/2", "beta > 1/2"]
LARGE = "2**1000*2**1000*2**1000"


@pytest.mark.parametrize(("operator", "status"), [("!=", "proved"), ("==", "refuted")])
def test_all_phases_may_be_named(operator, status):
    """They meet nowhere, and that is no reason to call their label unknown."""
    assert names_of(EVERY) == EVERY.split("/")
    assert pc.check_claim(f'phase {operator} "{EVERY}"', timeout=60).status == status


@pytest.mark.parametrize("chain", ["1/4 < alpha < beta < 1", "1 > beta > alpha > 1/4"])
def test_every_link_of_a_chain_is_a_condition(chain):
    region = region_of([chain])
    assert region.contains("1/3", "1/2")
    for outside in (("1/5", "1/2"), ("3/4", "1/2"), ("1/3", "2"), ("5", "6")):
        assert not region.contains(*outside)


def test_an_unknown_phase_is_named_as_such():
    with pytest.raises(pc.ParseError, match="no phase"):
        pc.check_claim(f'phase != "{EVERY}/V"', timeout=60)


@pytest.mark.parametrize(
    "states",
    [
        # What is raised to a power is a number, or a parameter: nothing that jumps.
        'xi <= 1 + alpha**2 or phase == "II"',
        "alpha > 3 or xi >= 1/3 + alpha**2/9",
        "xi < 2**(1/2) or alpha > 3",
    ],
)
def test_a_linear_claim_holds_between_the_ends_of_a_jump(states):
    assert pc.check_claim(states, JUMP, timeout=60).status == "proved"


def test_a_claim_may_speak_of_all_that_a_piece_has():
    """A certificate is read again though no quantity of the piece is left unnamed."""
    found = pc.check_claim("not exponent(F_0) > 1", about="plrf", timeout=60)
    assert (found.status, found.evidence) == ("proved", "proved")


@pytest.mark.parametrize("alpha", ["1/8", "1/5", "3/16", "7/40", "3/10"])
def test_a_small_window_holds_a_choice_of_sizes(alpha):
    """The end d^(2 alpha) of the window exceeds any number, however small alpha is."""
    found = pc.check_claim("gamma*B*r <= 2", [f"alpha == {alpha}"], timeout=60)
    assert (found.status, found.evidence) == ("refuted", "proved")


@pytest.mark.parametrize(
    ("states", "where"),
    [
        ("gamma_function(alpha) < 1", ["100 < alpha < 101"]),
        ("d**beta <= 5", ["1000 < beta < 1001"]),
        ("F_pp ~ 2*F_pp", ["100 < alpha < 101"]),
        ("F_pp =Theta= r**(-1)", ["alpha == 7/19"]),
        ("F_0 << F_pp", ["0.19 < alpha < 0.195", "17/16 < beta < 18/16"]),
    ],
)
def test_a_small_region_has_a_point_that_refutes(states, where):
    assert pc.check_claim(states, where, timeout=60).status == "refuted"


@pytest.mark.parametrize(
    "states", ["d << d**2", "F_pp << 1", "log(d) < log(d) + beta", "2**loss_exponent > 1"]
)
def test_a_part_that_is_empty_may_be_found_so_late(states, monkeypatch):
    """Where a first question is not answered in time, a later one may be: no part, no fault."""
    late = Found.open("not decided in time")
    for module in (orders, constants):
        monkeypatch.setattr(module, "point_of", lambda *_: late)
    claim, region = statement(states), region_of(["alpha == 3/4", "beta == 2/5"])
    decide = orders.decide if claim.operator == "<<" else constants.decide
    assert decide(claim, region, Clock(60.0)).status == "proved"


def test_numbers_have_4000_bits_at_most():
    assert pc.check_claim(f"{LARGE}*2**998 > 1", timeout=60).holds
    found = pc.check_claim(f"{LARGE}*2**999 > 1", timeout=60)
    assert found.status == "undecided"
    assert "a number of more than 4000 bits" in str(found.reason)


def test_sums_are_multiplied_out_up_to_the_fourth_power():
    assert pc.check_claim("(d + r)**4 > d**4", timeout=60).status == "proved"
    found = pc.check_claim("(d + r + 1)**5 > d**5", timeout=60)
    assert found.status == "undecided"
    assert "a base of a power other than 0, 1, ..., 4 is a sum" in str(found.reason)


def test_sums_of_two_are_multiplied_out_up_to_the_twelfth_power():
    assert pc.check_claim("(d + r)**12 > d**12", timeout=60).status == "proved"
    assert pc.check_claim("(d + r)**5 > 2*d**5 + r**5", timeout=60).status != "proved"
    found = pc.check_claim("(d + r)**13 > d**13", timeout=60)
    assert found.status == "undecided"
    assert "a base of a power other than 0, 1, ..., 12 is a sum" in str(found.reason)


def test_a_certificate_has_400_parts_at_most():
    def stripes(count):
        return Region(
            PARAMETERS,
            tuple(
                (Condition.make(PARAMETERS, {(1, 0): Fraction(1), (0, 0): Fraction(-k)}, "="),)
                for k in range(1, count + 1)
            ),
        )

    claim = statement("alpha > 0")
    assert len(goals_of(claim, stripes(400), {})) == 400
    with pytest.raises(NotFormal, match="more than 400 parts"):
        goals_of(claim, stripes(401), {})


@pytest.mark.parametrize(
    "states",
    [
        "10**10**10 > 0",
        "((1 + sqrt(2))**999)**999 > 0",
        "alpha**10000000000 > 0",
        "loss_exponent**(10**12) < 1",
        "(-alpha)**(10**9) > 0",
        "(2*d + 1)**(10**9) ~ d**(10**9)",
    ],
)
def test_a_power_that_is_too_large_is_refused_at_once(states):
    """And the reason says so: more time would not help."""
    found = pc.check_claim(states, timeout=20)
    assert found.status == "undecided"
    assert "exceeds 1000" in str(found.reason) or "too large" in str(found.reason)


@pytest.mark.parametrize("states", ["d**(10**10) > d", "(d + 1)**(10**9) ~ d**(10**9)"])
def test_a_large_power_of_a_size_is_nothing_to_write_out(states):
    assert pc.check_claim(states, timeout=60).holds


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ("xi**(10**12) < 1 or alpha > 3", "the exponent exceeds 1000"),
        ("α ≤ 1 ∧ foo > 0", "'foo' is not known"),
        ("exists: alph > 2", "'alph' is not known"),
        ("d << r << d**3", "relations cannot be chained"),
        ("alph\N{CYRILLIC SMALL LETTER A} > 0", "U\\+0430 CYRILLIC SMALL LETTER A"),
        ("α\N{SUPERSCRIPT TWO} > 0", "the text contains U\\+00B2 SUPERSCRIPT TWO\\)"),
        ("α ≤ 1 ∧ \N{VULGAR FRACTION ONE HALF} > 0", "the text contains U\\+00BD [A-Z ]*\\)"),
    ],
)
def test_what_is_wrong_is_said_of_the_language_that_was_meant(states, said):
    with pytest.raises(pc.ParseError, match=said):
        pc.check_claim(states)


@pytest.mark.parametrize(
    ("states", "where", "measured"),
    [
        # log(1 + x) - x is about -x^2/2: half of d^(-2), and not what rounding leaves.
        (
            "log(1 + 1/d**2) - 1/d**2 ~ -1/d**2",
            ["alpha == 2/3", "beta == 1/3"],
            ("5.0e-13", "5.0e-25"),
        ),
        ("sqrt(d**2 + 1) - d =Theta= 1", ["alpha == 2/3", "beta == 1/3"], ("5.0e-7", "5.0e-13")),
        ("d**(2*alpha) - d**(4/3) + 1 ~ 2", ["alpha == 2/3", "beta == 1/3"], ("0.5", "0.5")),
    ],
)
def test_what_cancels_is_measured_with_digits_enough(states, where, measured):
    found = pc.check_claim(states, where=where, timeout=60)
    assert found.status == "refuted"
    last = [w.split(" at d")[0] for w in found.witness["measured"].split(", ") if " at d" in w]
    assert [float(x) for x in last] == pytest.approx([float(x) for x in measured], rel=1e-3)


def test_what_no_digits_tell_is_not_measured():
    """A term less its leading form is far below the last digit of the term."""
    leading = "gamma_function(2)/2*(2*gamma*B*r)**(-2)"
    found = pc.check_claim(
        f"F_pp - {leading} ~ F_pp**2", where=["alpha == 1", "beta == 3/2"], timeout=60
    )
    assert found.status == "refuted"
    assert "measured" not in (found.witness or {})


@pytest.mark.parametrize(
    ("states", "about"),
    [
        ("term(model) =Theta= term(data)", "two-term"),
        ("logarithm_power(N) == 0", "two-term"),
    ],
)
def test_names_that_the_manual_lists_are_known(states, about):
    assert pc.check_claim(states, about=about, timeout=60).holds


def test_a_law_without_the_fit_that_is_named_is_known():
    with pytest.raises(pc.ParseError, match="two-term: no fit 'nobody'; known: besiroglu"):
        pc.check_claim("eta > 0", about="two-term:nobody")


@pytest.mark.parametrize("powers", [{2: 1}, {2: -1}, {2: 1, 3: -1}, {2: -3, 3: 2}, {5: -2, 7: 1}])
def test_a_product_of_powers_is_one_power_of_a_number_above_1(powers):
    base, power = _one_base({p: Rat.number(e) for p, e in powers.items()})
    assert base > 1
    assert base**power.value == math.prod(Fraction(p) ** e for p, e in powers.items())


def test_a_file_may_name_several_laws():
    found = named_by_keys({"laws": ["bordelon", "bordelon-single"]}, None)
    assert found is not None
    assert "laws" in found


def test_a_file_of_several_certificates_is_read_again():
    """Each claim keeps the theorem that proves it, and those of the book on which it rests."""
    claims = ("F_pp << 1", "gamma*B*r > 1", "log(d) << d")
    found = [pc.check_claim(c, where="alpha > 1", timeout=60) for c in claims]
    ranks = ["proved, resting on lemmas", "proved", "proved"]
    assert [f.evidence for f in found] == ranks
    read = check_claims(document(found))
    assert [row.rank for row in read] == ranks


@pytest.mark.parametrize(("alpha", "shown"), [(Fraction(1, 12), True), (Fraction(1, 15), False)])
def test_no_model_above_ten_to_the_hundred_is_measured(alpha, shown):
    """The window is wide enough only for larger ones where alpha is small."""
    found = measure(statement("d << d**2"), (alpha, Fraction(1)))
    assert (found is not None) is shown
    assert found is None or all(float(d) <= 1e100 for d, _ in found.sizes)
