"""Certificates of claims made by hand for what is false, or for another claim."""

import copy
import json
from functools import cache

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.certificate import check_claims
from phasecalc.claims.certificates.document import document
from phasecalc.claims.judging.judge import judge
from phasecalc.claims.reading import given
from phasecalc.exceptions import StoreDamaged
from phasecalc.optimum.store import seal, sealed_text

ABOVE = ["alpha > 1/2"]


@pytest.fixture(scope="module")
def made():
    """Documents of true claims and of refuted ones, from which others are forged."""
    claims = {
        "small": ("d**(-2*alpha) << 1", ABOVE),
        "large": ("r << d**alpha", ABOVE),
        "equal": ("loss_exponent == 1 - 1/(4*alpha)", ["alpha >= 1/2", "beta >= alpha"]),
        "bound": ("loss_exponent < 1", ABOVE),
        "unequal": ("loss_exponent == alpha", ABOVE),
        "phase": ('phase == "III"', ["alpha > 1/2", "beta > alpha"]),
        "not phase": ('phase == "II"', ABOVE),
        "term": ("exponent(K_pp) > exponent(F_pp)", ["1/2 < beta", "beta < alpha"]),
        "forcing": ("F_0 << F_pp", ["beta < 1/2"]),
        "leading": ("K_pp =Theta= gamma**2*B*(gamma*B*r)**(1/(2*alpha) - 2)", ["alpha > 1/4"]),
    }

    def written(name):
        whole = document([judge(*claims[name], name, 60.0)])
        check_claims(whole)
        return whole

    return cache(written)


def claim(whole):
    return whole["claims"][0]


def proof(whole):
    return claim(whole)["proof"]


def states(text):
    return lambda w: claim(w).update(states=text)


def where(*texts):
    return lambda w: claim(w).update(where=list(texts))


def own(whole):
    """Lines of the claim's theorem."""
    return whole["theorems"][-1]["lines"]


def swapped(whole):
    """A refutation over the text of what is true there."""
    claim(whole).update(status="proved")


def another_definition(whole):
    row = next(r for r in whole["definitions"] if r[0] == "F_pp")
    row[2] = ["num", "1"]


def without(name):
    return lambda w: proof(w).pop(name)


FORGED = {
    "larger than claimed": ("small", states("d**(2*alpha) << 1")),
    "not small": ("small", states("d**(-2*alpha) << d**(-2*alpha)")),
    "the sides turned": ("small", states("1 << d**(-2*alpha)")),
    "another relation": ("small", states("d**(-2*alpha) =Theta= 1")),
    "a constant": ("small", states("d**(-2*alpha) ~ 1")),
    "exact instead": ("small", states("d**(-2*alpha) < 0")),
    "alpha below 0 too": ("small", where("alpha < 1/2")),
    "no conditions at all": ("small", where()),
    "the exponent of II": ("equal", states("loss_exponent == 1 - 1/(2*(alpha + beta))")),
    "twice the exponent": ("equal", states("loss_exponent == 2 - 1/(2*alpha)")),
    "different": ("equal", states("loss_exponent != 1 - 1/(4*alpha)")),
    "beyond the phase": ("equal", where("alpha >= 1/2", "beta >= 1/2")),
    "model size": ("equal", states("model_size_exponent == 1 - 1/(4*alpha)")),
    "a smaller bound": ("bound", states("loss_exponent < 9/10")),
    "the other way": ("bound", states("loss_exponent > 1")),
    "nothing at all": ("bound", where("alpha > 1/2", "alpha < 1/2")),
    "another phase": ("phase", states('phase == "IVa"')),
    "never": ("phase", states('phase != "III"')),
    "two phases": ("phase", states('phase == "II/III"')),
    "more than the phase": ("phase", where("alpha > 1/2", "beta >= alpha")),
    "a phase refuted where it is": ("not phase", states('phase != "II"')),
    "another point for a phase": ("not phase", lambda w: proof(w).update(point=["3", "2/1"])),
    "terms the other way": ("term", states("exponent(K_pp) < exponent(F_pp)")),
    "other terms": ("term", states("exponent(F_ac) > exponent(F_pp)")),
    "more than these terms": ("term", where("1/2 < beta", "beta <= alpha")),
    "larger terms": ("forcing", states("F_pp << F_0")),
    "other beta": ("forcing", where("beta > 1/2")),
    "both beta": ("forcing", where()),
    "a term defined as 1": ("forcing", another_definition),
    "another order": ("leading", states("K_pp =Theta= gamma**2*B*(gamma*B*r)**(-2)")),
    "beyond its region": ("leading", where()),
    "true, and refuted": ("large", states("r << d**(3*alpha)")),
    "refuted at equality": ("unequal", states("loss_exponent <= 1")),
    "refuted and proved": ("unequal", swapped),
    "orders refuted and proved": ("large", swapped),
    "a path out of the window": (
        "large",
        lambda w: proof(w).update(path={"d": "1", "r": "3", "gamma": "0"}),
    ),
    "a path with a falling rate": (
        "large",
        lambda w: proof(w).update(path={"d": "1", "r": "3/4", "gamma": "-1/4"}),
    ),
    "a path that goes back": (
        "large",
        lambda w: proof(w).update(path={"d": "-1", "r": "-3/4", "gamma": "0"}),
    ),
    "half a path": ("large", lambda w: proof(w).update(path={"d": "1"})),
    "no path": ("large", without("path")),
    "a point outside": ("large", lambda w: proof(w).update(point=["1/4", "1"])),
    "a point that is none": ("unequal", lambda w: proof(w).update(point=["1"])),
    "no point": ("bound", without("point")),
    "a part left out": ("bound", lambda w: proof(w)["parts"].pop()),
    "no parts": ("bound", lambda w: proof(w).update(parts=[])),
    "all is empty": (
        "bound",
        lambda w: proof(w).update(parts=[{"empty": True} for _ in proof(w)["parts"]]),
    ),
    "all is inside": (
        "bound",
        lambda w: proof(w).update(parts=[{"inside": 0} for _ in proof(w)["parts"]]),
    ),
    "one line for all": (
        "bound",
        lambda w: proof(w).update(parts=[{"line": 0} for _ in proof(w)["parts"]]),
    ),
    "a split by a number": (
        "small",
        lambda w: proof(w)["parts"].__setitem__(0, {"split": [["1", 0, 0]]}),
    ),
    "a split with a side missing": (
        "small",
        lambda w: proof(w)["parts"].__setitem__(
            0, {"split": [["1", 1, 0]], "above": proof(w)["parts"][0]}
        ),
    ),
    "a line that is not there": ("small", lambda w: own(w).clear()),
    "another theorem": ("small", lambda w: proof(w).update(theorem="none")),
    "a rank that it has not": ("forcing", lambda w: claim(w).update(rank="proved")),
    "undecided, and proved": ("small", lambda w: claim(w).update(status="undecided")),
    "another status": ("small", lambda w: claim(w).update(status="certain")),
    "no certificates": ("bound", lambda w: w.update(proofs={})),
    "a claim that is no claim": ("small", states("print(1)")),
    "a proof that is null": ("small", lambda w: claim(w).update(proof=None)),
    "null, and no rank": ("small", lambda w: (claim(w).update(proof=None), claim(w).pop("rank"))),
    "conditions in one text": ("small", lambda w: claim(w).update(where="alpha > 1/2")),
    "conditions by name": ("small", lambda w: claim(w).update(where={"alpha > 1/2": 1})),
    "no label": ("small", lambda w: claim(w).update(label="")),
    "a label of a page": ("small", lambda w: claim(w).update(label="x" * 201)),
    "a text that is a number": ("small", lambda w: claim(w).update(states=3)),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_certificates_are_refused(made, name):
    start, change = FORGED[name]
    bad = copy.deepcopy(made(start))
    change(bad)
    with pytest.raises(CheckFailed):
        check_claims(bad)


def test_what_is_given_is_derived_and_printed(made):
    from phasecalc.claims.reading.quantities import exponents_of_terms

    derived = sealed_text(given.encode_given(exponents_of_terms()))
    assert given.FILE.read_text(encoding="utf-8") == derived, (
        "python -m phasecalc.claims.reading.given"
    )
    (row,) = check_claims(made("term"))
    assert "exponent(K_pp) = (4*alpha - 1)/(2*alpha)" in " ".join(row.given)


def test_exponents_that_were_edited_are_not_read(tmp_path, monkeypatch):
    """Neither with the old hash, nor with a new one over what are no exponents of the terms."""
    whole = json.loads(given.FILE.read_text(encoding="utf-8"))
    edited = copy.deepcopy(whole)
    edited["K_pp"][0]["top"] = edited["F_pp"][0]["top"]
    fewer = seal({k: v for k, v in whole.items() if k != "K_pp"})
    file = tmp_path / "exponents.json"
    monkeypatch.setattr(given, "FILE", file)
    for data in (edited, fewer, [], {}):
        file.write_text(json.dumps(data), encoding="utf-8")
        with pytest.raises(StoreDamaged, match=r"exponents\.json"):
            given.shipped_exponents.__wrapped__()
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert len(given.shipped_exponents.__wrapped__()) == 4
