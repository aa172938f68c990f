"""Certificates of claims altered: refused, or what they show is true, and no surer than it was."""

import json

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.certificate import NO_CERTIFICATE, check_claims
from phasecalc.claims.certificates.document import document
from phasecalc.claims.judging.judge import judge
from phasecalc.kernel.recheck import read
from tests.claims.forging import CLAIMS, KINDS, forged, loss_exponent, truth

QUICK = ("equal", "small", "law")


def certificates(names):
    """Certificates of some claims, of which the verdict is what is true."""
    found = {}
    for name in names:
        states, where, about = CLAIMS[name]
        result = judge(states, where, name, 60.0, about=about)
        assert (result.status == "proved") == truth(states, where, about), name
        found[name] = json.loads(json.dumps(document([result])))
        check_claims(found[name])
    return found


@pytest.fixture(scope="module")
def few():
    return certificates(QUICK)


@pytest.fixture(scope="module")
def many():
    return certificates(CLAIMS)


def tried(documents, kind, seeds):
    """How many were refused, and how many accepted; each of these is true."""
    refused = accepted = 0
    for seed in seeds:
        made = forged(documents, kind, seed)
        if made is None:
            continue
        name, whole = made
        try:
            rows = check_claims(read(json.dumps(whole)))
        except CheckFailed:
            refused += 1
            continue
        for row in rows:
            accepted += 1
            if row.rank == NO_CERTIFICATE:
                assert row.status != "proved", (kind, seed)
                continue
            about = None if row.about == "plrf" else row.about
            found = truth(row.states, row.where, about)
            assert found == (row.status == "proved"), (kind, seed, name, row)
            # No proof here rests on anything: none is surer, nor less sure, than it was.
            assert row.rank == "proved", (kind, seed, name)
    return refused, accepted


def test_a_few(few):
    assert sum(tried(few, kind, range(6))[0] for kind in KINDS) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many(many, kind):
    refused, _ = tried(many, kind, range(100, 160))
    assert refused >= 10


def test_the_oracle_knows_the_paper():
    """Phases II and III, and which claims are true."""
    assert loss_exponent(1, 2) * 4 == 3
    for states, good in (("loss_exponent == 1 - 1/(4*alpha)", True), ("loss_exponent > 1", False)):
        assert truth(states, ["alpha > 1/2", "beta >= alpha"], None) is good
    assert truth("r << d**(2*alpha)", ["alpha > 1/2"], None) is True
    assert truth("r << d**(alpha)", ["alpha > 1/2"], None) is False
    assert truth("loss_exponent < 0", ["alpha > 2", "alpha < 1"], None) is None
