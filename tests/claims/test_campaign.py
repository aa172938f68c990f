"""A small campaign of generated claims, and proof that the oracle can tell.

The long one is ``python -m benchmarks.claims_campaign 2000 SEED``.
"""

from fractions import Fraction

import mpmath as mp
import pytest

from benchmarks.claims_campaign import campaign, claim_text, truth
from benchmarks.claims_generator import B_, KINDS, A, D, Generated, R, generated, n, over, plus, v
from benchmarks.claims_oracle import PATHS, _environment, best, decays, order_holds, phase
from phasecalc.claims.orders import orders
from phasecalc.claims.reading.ask import Found
from phasecalc.claims.reading.language import statement
from phasecalc.regions.decide import Status

POINT = (Fraction(4, 5), Fraction(9, 10))


def everywhere(a, b):
    return True


def claim(left, operator, right, kind="orders: mixed"):
    return Generated(kind, left, operator, right, (), everywhere, ())


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (v("F_pp"), "~", v("F_pp"), True),
        (v("F_pp"), "~", ("*", n(2), v("F_pp")), False),
        (plus(D, n(1)), "~", D, True),
        (over(n(1), D), "<<", n(1), True),
        (D, "<<", R, False),
        (("log", ("*", n(100), D)), "~", ("log", D), True),
        (("-", ("log", ("*", n(2), D)), ("log", D)), "<<", n(1), False),
        (v("F_0"), "<<", v("F_pp"), False),
        (v("F_0"), "=Theta=", ("**", D, ("*", n(-2), A)), True),
        (("log", ("log", D)), "=Theta=", ("log", D), False),
    ],
)
def test_the_oracle_knows_simple_truths(left, operator, right, expected):
    assert order_holds(operator, left, right, [POINT]) is expected


def test_the_oracle_sees_a_remainder():
    """K_pp less its leading form is not below d^(-9 alpha), and the sum is not like it."""
    from benchmarks.claims_generator import leading, minus, to

    gap = minus(v("K_pp"), leading("K_pp"))
    small = to(D, ("*", n(-9), A))
    assert order_holds("~", plus(gap, small), small, [POINT]) is False
    assert order_holds("<<", gap, v("K_pp"), [POINT]) is not False


@pytest.mark.parametrize("name", ["F_pp", "F_ac", "K_pp"])
def test_the_terms_of_the_oracle_are_the_integrals(name):
    """Against quadrature, at a small size."""
    with mp.workdps(30):
        at = _environment(POINT, PATHS[0], 15)
        alpha, beta = at["alpha"], at["beta"]
        tau = at["gamma"] * at["B"] * at["r"]
        low = 0 if name == "F_pp" else at["d"] ** (-2 * alpha)
        power = {"F_pp": (2 * beta - 1), "F_ac": -1, "K_pp": 2 * alpha - 1}[name] / (2 * alpha)
        cuts = sorted({low, 1 / tau, 10 / tau, 60 / tau, mp.mpf(1)})
        value = mp.quad(lambda u: u**power * mp.exp(-2 * tau * u), cuts) / (2 * alpha)
        if name == "F_ac":
            value *= mp.nsum(lambda j: j ** (-2 * beta), [1, 10**5]) / at["d"]
        if name == "K_pp":
            value *= at["gamma"] ** 2 * at["B"]
        tolerance = 1e-3 if name == "F_ac" else 1e-12  # 10^6 modes in place of 2 d
        assert abs(at[name]() / value - 1) < tolerance


def test_exponents_of_the_oracle_at_points_of_the_paper():
    """One point of each phase, by the table of the paper."""
    half = Fraction(1, 2)
    rows = {
        "Ia": (Fraction(3, 4), Fraction(1, 4), lambda a, b: (2 * a + 2 * b - 1) / (2 * a + 1)),
        "II": (Fraction(3, 2), Fraction(1), lambda a, b: (2 * a + 2 * b - 1) / (2 * (a + b))),
        "III": (Fraction(3, 4), Fraction(1), lambda a, b: 1 - 1 / (4 * a)),
        "Ib": (Fraction(2, 5), Fraction(2, 5), lambda a, b: (2 * a + 2 * b - 1) / 2),
        "IVa": (Fraction(2, 5), Fraction(1), lambda a, b: a),
    }
    for name, (a, b, formula) in rows.items():
        assert phase(a, b) == name
        assert best(a, b)[0] == formula(a, b)
    assert best(Fraction(3, 4), Fraction(1))[1:] == (half, half)
    assert decays(Fraction(1), Fraction(3, 2)) == {
        "F_0": 0,
        "F_pp": 2,
        "K_pp": 3 * half,
        "F_ac": half,
    }


def test_every_kind_is_drawn_and_is_in_the_language():
    drawn = generated(sum(share for _, share in KINDS), 5)
    cancelling = [c for c in drawn if c.kind.startswith("cancel")]
    assert 3 * len(cancelling) >= len(drawn)
    for c in drawn:
        statement(claim_text(c))


def test_exact_truths():
    assert truth(claim(A, "<", plus(A, n(1)), "constants")) is True
    assert truth(claim(A, "<", B_, "constants")) is False
    assert truth(claim(D, "!=", R, "exact in sizes")) in (None, False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_generated_claim_is_judged_wrongly(seed):
    counts, lines = campaign(60, seed)
    assert not [line for line in lines if line.startswith("FALSE")]
    true = sum(c for (_, t, _), c in counts.items() if t is True)
    open_ = sum(c for (_, t, s), c in counts.items() if t is True and s == "undecided")
    assert open_ <= 0.1 * true


def test_the_campaign_catches_careless_arithmetic(monkeypatch, capsys):
    """Where every difference counts as small, false claims are derived, and seen."""
    monkeypatch.setattr(orders.Comparison, "_small", lambda *_: Found(Status.PROVED))
    _, lines = campaign(25, 4)
    assert [line for line in lines if line.startswith("FALSE derived")]
    capsys.readouterr()
