"""Claims about laws and optimisers: what they may say, and what becomes of it."""

import json
from fractions import Fraction

import pytest

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.claims.about.deciding.confirm import _touches
from phasecalc.claims.about.objects.naming import law_of, named, shown
from phasecalc.claims.about.saying.subject import Piece
from phasecalc.claims.certificates.certificate import check_claims
from phasecalc.claims.certificates.document import document
from phasecalc.cli import main
from phasecalc.regions.condition import Condition

VOCABULARY_LAW = """
name = "slack"
sizes = ["N", "D"]
parameters = ["a", "b"]
budget = "N*D"
[terms]
model = "N^-a"
data = "D^-b"
"""


@pytest.mark.parametrize(
    ("about", "states", "where", "status"),
    [
        ("two-term", "ξ == beta/(alpha + beta) and η == alpha*beta/(alpha + beta)", [], "proved"),
        ("two-term", "xi == alpha/(alpha + beta)", [], "refuted"),
        ("two-term", "xi <= 1/2", ["alpha >= beta"], "proved"),
        ("two-term", "xi < 1/2", ["alpha >= beta"], "refuted"),
        ("two-term", "alpha < beta implies xi > 1/2", [], "proved"),
        ("two-term", "not (xi > 1/2) or alpha < beta", [], "proved"),
        ("two-term", "1/4 < xi < 3/4", ["1/3 < alpha/beta < 3"], "proved"),
        ("two-term", "eta < min(alpha, beta) <= 2*eta", [], "proved"),
        ("two-term", "abs(xi - 1/2) < 1/2", [], "proved"),
        ("two-term", "abs(xi - 1/2) < 1/4", [], "refuted"),
        ("two-term", "at_optimum(model) == at_optimum(data) == eta", [], "proved"),
        ("two-term", 'tradeoff == "model = data"', [], "proved"),
        ("two-term", 'tradeoff != "data = model"', [], "refuted"),
        ("two-term:besiroglu", "exponent(N) == 0.51", [], "proved"),
        ("two-term:besiroglu", "exponent(N) == 0.46", [], "refuted"),
        ("two-term:besiroglu", "exponent(N) == 0.5 ± 0.02", [], "proved"),
        ("two-term:besiroglu", "exponent(N) == 0.5 ± 0.01", [], "refuted"),
        ("bordelon", "eta == min((a - 1)/(b + 1), 2*b*(a - 1)/(2*b^2 + a - 1))", [], "proved"),
        ("bordelon", "eta == (a - 1)/(b + 1)", [], "refuted"),
        ("bordelon", "eta == (a - 1)/(b + 1)", ["2*b >= a - 1"], "proved"),
        ("functional-wsd", "logarithm_power == 0", ["s < 1 - 1/beta"], "derived"),
        ("functional-wsd", "logarithm_power == 0", ["s <= 1 - 1/beta"], "undecided"),
        ("functional-decay", "exponent(eta) == 0", ["s > 1 - 1/beta"], "undecided"),
        ("compute-only", "exponent(N) == 1", [], "undecided"),
        ("compute-only", "eta == alpha", [], "proved"),
        (
            "two-term",
            " and ".join(f"max(eta, xi, alpha, {k}) != min(beta, eta, {k})" for k in range(5)),
            [],
            "proved",
        ),
        (
            "two-term",
            " and ".join(
                f"max(eta, xi, alpha, {k}) - 1 != min(beta, eta, {k}) - 1" for k in range(5)
            ),
            [],
            "undecided",
        ),
        ("DANA-decaying", "eta == 1 - 1/(4*alpha)", ["alpha > 1/2", "beta > alpha"], "refuted"),
        ("optimisers", "eta(DANA-decaying) >= eta(SGD)", [], "proved"),
        ("optimisers", "best_exponent == eta(SGD)", ["alpha < 1/2", "beta < 1/2"], "proved"),
        ("plrf", "1/4 < α < 1/2 and β > 1/2 implies 0 < η <= 1", [], "proved"),
        ("plrf", "loss_exponent == 0.67", ["alpha == 3/4", "beta > 1"], "proved"),
        ("plrf", "loss_exponent == 0.66", ["alpha == 3/4", "beta > 1"], "refuted"),
        ("plrf", "xi == 1/2 or beta < alpha", ["alpha > 1/2"], "proved"),
        ("plrf", "derivative(eta, beta) >= 0", [], "proved"),
        ("plrf", "derivative(xi, beta) <= 0", ["alpha > 1/2"], "refuted"),
        ("plrf", "0 < exponent(F_ac) < 1 and eta > 0", ["beta > 1/2", "alpha > 1/2"], "proved"),
        ("plrf", "exponent(F_ac) < 1 and eta > 0", [], "undecided"),
        ("bordelon", "derivative(eta, a) > 0", [], "proved"),
        ("bordelon", "derivative(eta, b) < 0", [], "refuted"),
    ],
)
def test_verdicts(about, states, where, status):
    found = pc.check_claim(states, where, about=about, timeout=30)
    assert found.status == status, found
    assert found.about == about
    if status == "refuted":
        assert found.witness


def test_decimals_say_how_they_were_read():
    found = pc.check_claim("exponent(N) == 0.51", about="two-term:besiroglu")
    assert "0.51 is read as 0.51 ± 0.005" in found.assumes
    assert pc.check_claim("loss_exponent < 0.5", ["alpha < 1/4"]).assumes != found.assumes


@pytest.mark.parametrize(("operator", "status"), [("==", "proved"), ("!=", "refuted")])
def test_a_decimal_is_a_rounded_number_of_the_plane_too(operator, status):
    """It is 2/3; of 0.67 itself the opposite is true."""
    found = pc.check_claim(f"loss_exponent {operator} 0.67", ["alpha == 3/4", "beta > 1"])
    assert found.status == status


CUSP = {(3, 0): Fraction(1), (2, 0): Fraction(-1), (0, 2): Fraction(-1)}  # x^2 (x - 1) - y^2
STRIP = ({(1, 0): Fraction(-5), (0, 1): Fraction(1)}, {(1, 0): Fraction(6), (0, 1): Fraction(-1)})


@pytest.mark.parametrize(
    ("polynomials", "point", "touches"),
    [
        # The origin is alone: all else with x^2 (x - 1) >= y^2 has x >= 1.
        ((CUSP,), (0, 0), False),
        ((CUSP,), (1, 0), True),
        # 5 x < y < 6 x, where no direction of a short list leads.
        (STRIP, (0, 0), True),
        (STRIP, (1, 4), False),
    ],
)
def test_a_point_is_a_limit_of_the_cell_that_it_is_said_to_be_in(polynomials, point, touches):
    cell = tuple(Condition.make(("x", "y"), p, ">") for p in polynomials)
    assert _touches(Piece("cell", cell, ()), tuple(map(Fraction, point))) == touches


@pytest.mark.parametrize(
    ("about", "states", "message"),
    [
        ("two-term", "xii < 1", "'xii' is not known; of two-term there are alpha, beta"),
        ("two-term", "N < 1", "its exponent is exponent"),
        ("two-term", "A < 1", "a constant, on which no exponent depends"),
        ("two-term", "exponent(M) < 1", "'exponent(M)' is not known"),
        ("two-term", 'tradeoff == "noise"', "the terms are model, data"),
        ("two-term", "xi = 1", "write equality as =="),
        ("two-term", "xi", "no comparison"),
        ("two-term", "xi < 1 ± 0.1", "± belongs to"),
        ("two-term", "max(xi) < 1", "at least two"),
        ("two-term", "_cut0 < 1", "'_cut0' is not known"),
        ("two-term", "xi**alpha < 1", "whole powers"),
        ("two-term", "derivative(alpha, beta) > 0", "of one quantity"),
        ("two-term", "derivative(eta, gamma) > 0", "'gamma' is not known"),
        ("two-term", "(" * 80 + "xi < 1" + ")" * 80, "nested"),
        ("two-term", " and ".join(["xi < 1"] * 250), "characters"),
        ("two-term", "+".join(f"max(xi, {k})" for k in range(30)) + " < 1", "split the claim"),
        ("functional-decay", "eta < 1", "'eta' is not known"),
        ("three-term", "eta < 1", "the laws bordelon"),
        ("two-term:nobody", "eta < 1", "nobody"),
        ("plrf", "chi < 1", "of plrf there are alpha, beta"),
    ],
)
def test_what_is_not_in_the_language(about, states, message):
    with pytest.raises(pc.ParseError) as refused:
        pc.check_claim(states, about=about)
    assert message in str(refused.value)
    assert len(str(refused.value)) < 900


def test_conditions_are_on_parameters_alone():
    with pytest.raises(pc.ParseError, match="state the rest as a claim"):
        pc.check_claim("xi < 1", "eta > 1/2", about="two-term")


def test_one_bad_line_leaves_the_others(tmp_path, capsys):
    (tmp_path / "slack.toml").write_text(VOCABULARY_LAW, encoding="utf-8")
    file = tmp_path / "claims.toml"
    file.write_text(
        'law = "slack.toml"\n[[claim]]\nstates = "xi == b/(a + b)"\n'
        '[[claim]]\nstates = "xi == c"\n[[claim]]\nlaw = "../slack.toml"\nstates = "xi < 1"\n'
        '[[claim]]\nabout = "plrf"\nstates = "xi < 1"\n',
        encoding="utf-8",
    )
    assert main(["check", str(file), "--format", "json"]) == 2
    rows = json.loads(capsys.readouterr().out)["claims"]
    assert [r["status"] for r in rows] == ["proved", "not read", "not read", "proved"]
    assert "there are a, b" in rows[1]["reason"]
    assert "own folder" in rows[2]["reason"]
    assert [r["about"] for r in rows] == ["slack", "slack", "", "plrf"]


def test_about_on_the_command_line(tmp_path, capsys):
    file = tmp_path / "claims.toml"
    file.write_text('[[claim]]\nstates = "xi == beta/(alpha + beta)"\n', encoding="utf-8")
    assert main(["check", str(file), "--about", "two-term"]) == 0
    assert main(["check", str(file), "--about", "no-law"]) == 2
    assert "nothing is called so" in capsys.readouterr().err


def test_a_law_of_ones_own():
    law = pc.laws.parse_law(VOCABULARY_LAW)
    found = pc.check_claim("eta == a*b/(a + b)", about=law)
    assert found
    (row,) = check_claims(document([found]))
    assert "as the document writes it: <Law slack: model + data" in row.given[1]
    assert shown(named(law)) == "slack"


@pytest.mark.parametrize(
    "name", ["two-term", "Two_Term", "plrf", "SGD", "optimisers", "two-t\u0435rm"]
)
def test_a_law_of_ones_own_does_not_pass_for_one_of_ours(name):
    law = {"law": name, "text": "x"}
    assert shown(law) == f"{name} (a law of one's own)"
    assert shown({**law, "fit": "mine"}) == f"{name}:mine (a law of one's own)"
    assert shown({"law": "two-term"}) == "two-term"
    with pytest.raises(pc.ParseError, match="passes for"):
        law_of({"law": name, "text": VOCABULARY_LAW})


# Where IVa and IVb meet every size between two limits is optimal.
JUMP = ["alpha**2 - 2*alpha + 1/2 == 0", "0 < alpha < 1/2", "beta > 1/2"]


def test_between_two_limits_all_sizes_are_optimal():
    either = "xi == 1/2 or xi == (beta - alpha)/(2*beta - 2*alpha*beta - alpha)"
    found = pc.check_claim(either, JUMP, timeout=30)
    assert found.status == "undecided"
    assert "jumps between IVa and IVb" in found.reason
    assert pc.check_claim(either, ["1/4 < alpha < 2/7", "beta > 1/2"], timeout=30)
    assert pc.check_claim("1/4 < xi and xi < 1", JUMP, timeout=30)


CERTIFIED = [
    ("two-term", "xi == beta/(alpha + beta)", ()),
    ("two-term", "xi <= 1/2", ("alpha >= beta",)),
    ("two-term", "xi == alpha/(alpha + beta)", ()),
    ("two-term:besiroglu", "exponent(N) == 0.51", ()),
    ("functional-wsd", "eta == min(s*beta/(beta + 1), s*beta/(s*beta + 2))", ()),
    ("DANA-decaying", "eta > 0", ()),
    ("plrf", "alpha > 1/2 implies loss_exponent <= 1", ()),
]


@pytest.fixture(scope="module")
def certified():
    return [pc.check_claim(s, w, about=a, timeout=30) for a, s, w in CERTIFIED if "wsd" not in a]


def test_certificates_are_read_again(certified):
    rows = check_claims(json.loads(json.dumps(document(certified))))
    assert [r.rank for r in rows] == ["proved"] * len(certified)
    assert rows[0].given
    assert "beta/(alpha + beta)" in rows[0].goals[0]


def _forged(data, change):
    copy = json.loads(json.dumps(data))
    change(copy["claims"])
    return copy


FORGERIES = {
    "another claim": lambda c: c[0].update(states="xi == alpha/(alpha + beta)"),
    "a wider region": lambda c: c[1].update(where=[]),
    "a stricter relation": lambda c: c[1].update(states="xi < 1/2"),
    "another law": lambda c: c[0].update(about={"law": "bordelon"}),
    "another fit": lambda c: c[3].update(about={"law": "two-term", "fit": "hoffmann"}),
    "no proofs": lambda c: c[1]["proof"].update(proofs={}),
    "refuted for proved": lambda c: c[0].update(status="refuted"),
    "proved for refuted": lambda c: c[2].update(status="proved"),
    "a point outside": lambda c: c[1]["proof"].update(point=["1", "2"]),
    "a rank above": lambda c: c[0].update(rank="proved beyond doubt"),
    "another program": lambda c: c[0]["proof"].update(diagrams={}),
    "a rank without a proof": lambda c: c[2].pop("proof"),
    "proved without a proof": lambda c: [c[0].pop(k) for k in ("proof", "rank")],
    "another optimiser": lambda c: c[4].update(states="eta > 1"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_certificates_are_refused(certified, name):
    data = document(certified)
    with pytest.raises(CheckFailed):
        check_claims(_forged(data, FORGERIES[name]))


def test_a_decimal_is_exact_as_the_value_of_a_parameter():
    at = ["alpha == 0.34", "beta == 0.28"]
    found = pc.check_claim("eta == 0.15", where=at, about="two-term")
    assert found.status == "proved"
    assert [x for x in found.assumes if " is read as " in x] == ["0.15 is read as 0.15 ± 0.005"]
    assert pc.check_claim("eta == 0.16", where=at, about="two-term").status == "refuted"
    assert pc.check_claim("eta == 119/775", where=at, about="two-term").status == "proved"
    beside = pc.check_claim("alpha == 0.34", where=["alpha == 171/500"], about="two-term")
    assert beside.status == "refuted"
