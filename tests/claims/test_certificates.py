"""Certificates of claims: found, written, read again alone, and refused after any change."""

import copy
import json
import os
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.certificate import check_claims
from phasecalc.claims.certificates.document import document
from phasecalc.claims.judging.judge import judge
from phasecalc.claims.reading.outcome import Outcome, ranked
from phasecalc.claims.reading.result import ClaimResult
from phasecalc.claims.reading.sized import values_within
from phasecalc.cli import main
from phasecalc.kernel.recheck import read
from phasecalc.kernel.theorem import check_document
from tests.kernel.test_recheck import nodes

ROOT = Path(__file__).resolve().parents[2]

# One of each kind: what is claimed, where, what becomes of it, and its rank.
KINDS = {
    "rational": ("1/alpha > 2/(1 + alpha)", ["alpha < 1"], "proved"),
    "different": ("alpha + beta != 1/3", [], "proved"),
    "loss": ("loss_exponent == 1 - 1/(4*alpha)", ["alpha >= 1/2", "beta >= alpha"], "proved"),
    "bound": ("loss_exponent < 1", ["alpha > 1/2"], "proved"),
    "size": (
        "model_size_exponent == beta/(alpha + beta)",
        ["1/2 < beta", "beta < alpha"],
        "proved",
    ),
    "term": ("exponent(K_pp) > exponent(F_pp)", ["1/2 < beta", "beta < alpha"], "proved"),
    "phase": ('phase == "III"', ["alpha > 1/2", "beta > alpha"], "proved"),
    "other phase": ('phase != "II"', ["alpha > 1/2", "beta > alpha"], "proved"),
    "powers": ("d**(-2*alpha) << 1", [], "proved"),
    "rate": ("gamma*r =Theta= r*d**(2*alpha - 1)", ["alpha < 1/2"], "proved"),
    "logarithm": ("log(d)**3 << d**(1/10)", [], "proved"),
    "logarithms": ("log(2*d) ~ log(d)", ["alpha > 1/2"], "proved"),
    "two logarithms": ("log(r)/log(d) << log(d)", ["alpha > 1/2"], "proved"),
    "cancelling": ("(d + 1)**2 - d**2 ~ 2*d", ["alpha > 1/2"], "proved"),
    "quotients": ("1/(d + 1) - 1/d ~ -1/d**2", ["alpha > 1/2"], "proved"),
    "sums": ("d**2 + r - d =Theta= 3*d**2 + r/2", ["alpha > 1/2"], "proved"),
    "numbers": ("5**alpha > (1/10)**alpha", [], "proved"),
    "roots": ("sqrt(2)*sqrt(3) < 5/2", [], "proved"),
    "size squared": ("model_size_exponent**2 == 1/4", ["alpha > 1/2", "beta > alpha"], "proved"),
    "not equal": ("loss_exponent == alpha", ["alpha > 1/2"], "refuted"),
    "not small": ("r << d**alpha", ["alpha > 1/2"], "refuted"),
    "not alike": ("r =Theta= d", ["alpha < 1/2"], "refuted"),
    "another constant": ("r ~ 2*r", [], "refuted"),
    "not that phase": ('phase == "II"', ["alpha > 1/2"], "refuted"),
}


# The same for the terms of the loss, which rest on the lemmas of the book.
TERMS = {
    "terms": ("K_pp/(gamma*B) << F_pp", ["1/2 < beta", "beta < alpha"], "proved"),
    "sum of terms": (
        "F_pp + F_0 + K_pp/(gamma*B) =Theta= F_pp",
        ["alpha > 1/2", "beta < 1/2"],
        "proved",
    ),
    "leading form": ("F_0 ~ kappa_0*zeta(2*beta)*d**(-2*alpha)", ["beta > 1/2"], "proved"),
    "term and logarithm": ("F_0 =Theta= d**(-2*alpha)*log(d)", ["beta == 1/2"], "proved"),
    "twice a term": ("F_ac ~ 2*F_ac", ["beta > 1/2"], "refuted"),
    "terms not small": ("F_ac << F_pp", ["beta > 1/2", "beta < alpha"], "refuted"),
    "another leading form": ("F_0 ~ 3*kappa_0*zeta(2*beta)*d**(-2*alpha)", ["beta > 1"], "refuted"),
}
KINDS |= TERMS


@pytest.fixture(scope="module")
def judged():
    """The answer to a claim of a kind, found when a test first asks for it."""
    return cache(lambda name: judge(*KINDS[name][:2], name, 30.0))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_certificate(judged, name):
    found = judged(name)
    assert found.status == KINDS[name][2], str(found)
    assert found.certificate is not None, str(found)
    if found.status == "proved":
        rank = "proved, resting on lemmas" if name in TERMS else "proved"
        assert found.evidence == rank


def test_the_round_trip(judged):
    text = json.dumps(document([judged(name) for name in KINDS]))
    rows = check_claims(read(text))
    assert [(r.label, r.states, r.status) for r in rows] == [
        (name, s, status) for name, (s, _, status) in KINDS.items()
    ]
    for row in rows:
        assert (row.rank == "proved, resting on lemmas") == (row.label in TERMS)
        assert bool(row.rests_on) == (row.label in TERMS)
    shown = {r.label: r.goals for r in rows}
    assert any("d^((-1)*(2*alpha)) << 1" in g or "<< 1" in g for g in shown["powers"])
    assert shown["not that phase"] == ("at alpha = 3/4, beta = 3/4: the phase is II/III",) or all(
        "the phase is" in g for g in shown["not that phase"]
    )


def test_what_has_no_certificate_says_so():
    found = judge("zeta(1 + alpha) > 1", [], "x", 30.0)
    assert (found.status, found.evidence, found.certificate) == ("derived", "no certificate", None)
    (row,) = check_claims(document([found]))
    assert (row.status, row.rank, row.goals) == ("derived", "no certificate", ())


WORDS = {
    "=": "<",
    "!=": "=",
    "<": "=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "<<": "=Theta=",
    "=Theta=": "<<",
    "~": "<<",
    "alpha": "beta",
    "beta": "alpha",
    "d": "r",
    "r": "d",
    "gamma": "d",
    "B": "d",
    "kappa_0": "B",
    "L": "d",
    "proved": "refuted",
    "refuted": "proved",
    "identity": "sign",
    "sign": "identity",
    "small": "alike",
    "alike": "small",
    "close": "alike",
    "differs": "identity",
    "add": "mul",
    "mul": "add",
    "pow": "mul",
    "log": "exp",
    "num": "var",
    "var": "num",
}


def changed(value):
    """Another value of the same kind, or None."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value and value.lstrip("-").replace("/", "").isdigit():
        return "7/3" if value != "7/3" else "5"
    return WORDS.get(value)


def put(data, path, value):
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = value


def said(rows):
    """What is said of claims, without what is comment."""
    return [(r.where, r.states, r.status, r.rank, r.goals) for r in rows]


@pytest.mark.parametrize("name", KINDS)
def test_a_leaf_that_is_altered_is_refused_or_changes_nothing_that_is_said(judged, name):
    whole = document([judged(name)])
    before, tried, refused = said(check_claims(whole)), 0, 0
    places = [(p, v) for p, v in nodes(whole) if p[-1] not in ("reason", "label", "witness")]
    for path, value in places[:: max(1, len(places) // 40)]:
        other = changed(value)
        if other is None or "witness" in path[:3]:
            continue
        bad = copy.deepcopy(whole)
        put(bad, path, other)
        tried += 1
        try:
            after = check_claims(bad)
        except CheckFailed:
            refused += 1
            continue
        assert [r[1:3] for r in said(after)] == [r[1:3] for r in before], path
        # A refutation may be at another point where the claim fails as well; the rest stays.
        if before[0][2] == "proved":
            assert said(after) == before, path
    assert tried >= 1
    assert refused >= tried // 2


def test_another_text_over_the_same_proof_is_refused(judged):
    texts = {
        "rational": "1/alpha > 3/(1 + alpha)",
        "different": "alpha + beta != 3",
        "loss": "loss_exponent == 1 - 1/(3*alpha)",
        "bound": "loss_exponent < 1/2",
        "term": "exponent(K_pp) < exponent(F_pp)",
        "phase": 'phase == "II"',
        "other phase": 'phase != "III"',
        "powers": "d**(2*alpha) << 1",
        "logarithm": "log(d)**3 << 1",
        "logarithms": "log(2*d) ~ 2*log(d)",
        "cancelling": "(d + 1)**2 - d**2 ~ d",
        "not equal": "loss_exponent <= 1",
        "not small": "r << d**(2*alpha + 1)",
        "another constant": "r ~ r",
    }
    for name, text in texts.items():
        whole = document([judged(name)])
        whole["claims"][0]["states"] = text
        with pytest.raises(CheckFailed, match="claim 1"):
            check_claims(whole)


def test_a_larger_region_over_the_same_proof_is_refused(judged):
    for name, (_, where, status) in KINDS.items():
        if status == "proved" and len(where) == 2:
            whole = document([judged(name)])
            whole["claims"][0]["where"] = where[:1]
            with pytest.raises(CheckFailed, match="claim 1"):
                check_claims(whole)


def test_a_proof_over_nothing_is_refused(judged):
    whole = document([judged("phase")])
    whole["claims"][0]["where"] += ["alpha < 0"]
    with pytest.raises(CheckFailed, match="the point is not in the region"):
        check_claims(whole)


def test_reading_again_loads_no_sympy_and_no_solver(judged, tmp_path):
    file = tmp_path / "claims.json"
    file.write_text(json.dumps(document([judged(name) for name in KINDS])))
    program = (
        "import sys; from phasecalc.cli import main; status = main(['recheck', sys.argv[1]]);"
        "strange = {m.split('.')[0] for m in sys.modules} & "
        "{'sympy', 'numpy', 'mpmath', 'z3', 'flint', 'scipy'};"
        "print('strange', sorted(strange)); sys.exit(status)"
    )
    words = [sys.executable, "-c", program, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "strange []"
    assert f"{len(KINDS)} claims, {len(KINDS)} of them read again" in done.stdout


def test_the_commands(tmp_path, capsys):
    file, out = tmp_path / "claims.toml", tmp_path / "out.json"
    file.write_text(
        '[[claim]]\nlabel = "one"\nstates = "loss_exponent <= 1"\nwhere = "alpha > 1/2"'
    )
    assert main(["check", str(file), "--certificates", str(out)]) == 0
    assert "one: proved (proved" in capsys.readouterr().out
    assert main(["recheck", str(out)]) == 0
    told = capsys.readouterr().out
    assert "one: proved (proved)" in told
    assert "<= 1" in told
    data = json.loads(out.read_text())
    data["claims"][0]["states"] = "loss_exponent <= 1/2"
    out.write_text(json.dumps(data))
    assert main(["recheck", str(out)]) != 0
    assert "claim 1: a line that says something else" in capsys.readouterr().err


def test_certificates_take_the_place_of_files_alone(tmp_path, capsys):
    """A device or a FIFO stays what it is, and no link beside the file is followed."""
    claims, pipe = tmp_path / "claims.toml", tmp_path / "pipe"
    claims.write_text('[[claim]]\nstates = "alpha > 0"')
    os.mkfifo(pipe)
    assert main(["check", str(claims), "--certificates", str(pipe)]) == 2
    assert pipe.is_fifo()
    assert "pipe" in capsys.readouterr().err
    other, out = tmp_path / "other", tmp_path / "out.json"
    other.write_text("as it was")
    for name in (out.name, f"{out.name}.{os.getpid()}"):
        (tmp_path / name).symlink_to(other)
    assert main(["check", str(claims), "--certificates", str(out)]) == 0
    assert other.read_text() == "as it was"


def test_the_theorems_alone_are_a_document_of_the_kernel(judged):
    whole = document([judged(name) for name in KINDS])
    assert len(check_document(whole).lines) == len(whole["theorems"])


@pytest.mark.parametrize("space", ["", " ", "\t", "\n "])
def test_what_a_claim_takes_as_given_is_shown_however_it_is_written(space):
    states = f"exponent({space}K_pp{space}) >= 0"
    found = judge(states, [], "spaced", 30.0)
    (row,) = check_claims(document([found]))
    assert row.rank == "proved"
    assert len(row.given) == 3
    assert all(text.startswith("exponent(K_pp) = ") for text in row.given)


def test_nothing_is_proved_without_a_certificate():
    """Neither a result nor a file may say so, nor may the evidence of a refutation."""
    words = ("x", (), "zeta(1 + alpha) > 1")
    for status, evidence in (("proved", "enclosed"), ("derived", "proved"), ("refuted", "proved")):
        with pytest.raises(ValueError, match="without a certificate"):
            ClaimResult(*words, status, evidence)
    whole = document([judge(words[2], [], "x", 30.0)])
    for about in ({}, {"about": "two-term"}):
        whole["claims"][0].update(status="proved", **about)
        with pytest.raises(CheckFailed, match="without a proof"):
            check_claims(whole)
    whole["claims"][0].update(status="proved", proof={"point": ["1", "1"], "parts": []})
    del whole["claims"][0]["about"]
    with pytest.raises(CheckFailed, match="claim 1"):
        check_claims(whole)


@pytest.mark.parametrize(
    ("found", "certificate", "shown"),
    [
        (Outcome("proved", "proved"), None, ("derived", "no certificate")),
        (Outcome("proved", "enclosed"), None, ("derived", "enclosed")),
        (Outcome("refuted", "proved"), None, ("refuted", "exact")),
        (Outcome("refuted", "enclosed"), None, ("refuted", "enclosed")),
        (Outcome("proved", "proved"), "proved, resting on lemmas", None),
        (Outcome("refuted", "enclosed"), "proved", None),
        (Outcome("undecided", "solver"), None, ("undecided", "solver")),
    ],
)
def test_a_rank_is_that_of_the_certificate(found, certificate, shown):
    document = None if certificate is None else {"claims": [{"rank": certificate}]}
    assert ranked(found, document) == (shown or (found.status, certificate))


def test_what_was_not_checked_is_not_called_proved(tmp_path, capsys):
    found = judge("zeta(1 + alpha) > 1", [], "x", 30.0)
    file = tmp_path / "out.json"
    file.write_text(json.dumps(document([found])), encoding="utf-8")
    assert main(["recheck", str(file)]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "x: not checked (no certificate; said to be derived)"


@pytest.mark.parametrize(
    "changed", [{"d": 1}, {"r": 1}, {"B": Fraction(1, 2)}, {"gamma": Fraction(1, 4)}, {"d": 2}]
)
def test_sizes_at_the_ends_of_the_window_refute_nothing(changed):
    """At alpha = 1/2, tau = gamma B r lies strictly between 1 and d."""
    sizes = {"d": Fraction(4), "r": Fraction(4), "gamma": Fraction(1, 2), "B": Fraction(1)}
    assert values_within(Fraction(1, 2), sizes)["tau"] == ("num", "2")
    with pytest.raises(CheckFailed):
        values_within(Fraction(1, 2), {**sizes, **{n: Fraction(x) for n, x in changed.items()}})
