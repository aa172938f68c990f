"""Profiles of one's own: taken in only if they are what they are said to be."""

import pytest

import phasecalc as pc
from phasecalc.asymptotics.expansions import register

GOOD = {"profile": "1/(1 + x^2)", "transform": "gamma(s/2)*gamma(1 - s/2)/2", "strip": (0, 2)}


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(register, "_OWN", {})


def test_a_profile_that_passes_is_used_like_any_other():
    pc.register_profile("cauchy", **GOOD)
    ours = pc.expand("sum(j^-2*cauchy(t*j^-1), j)", "t", terms=2)
    theirs = pc.expand("sum(j^-2/(1 + t^2*j^-2), j)", "t", terms=2)
    assert [t.expr for t in ours.terms] == [t.expr for t in theirs.terms]
    assert ours.check().holds


WRONG = [
    ({"transform": "gamma(s/2)*gamma(1 - s/2)/2*1.000000000001"}, "the integral"),
    ({"transform": "gamma(s/2)*gamma(1 - s/2)"}, "the integral"),
    ({"strip": (-1, 2)}, "inside the strip|from 0 to infinity"),
    ({"strip": (0, 3)}, "inside the strip"),
    ({"strip": (2, 0)}, "left end"),
    ({"transform": "gamma(s)/gamma(s + 1)"}, "exponentially"),
    ({"transform": "gamma(s^2)*gamma(1 - s/2)"}, "linear form"),
    ({"transform": "s^(1/2)*gamma(s)"}, "no gamma function"),
    ({"profile": "sin(x)"}, "sin"),
]


@pytest.mark.parametrize(("change", "reason"), WRONG)
def test_what_is_wrong_is_refused(change, reason):
    with pytest.raises((pc.DomainError, pc.ParseError), match=reason):
        pc.register_profile("cauchy", **{**GOOD, **change})
    assert not register.registered()


@pytest.mark.parametrize("name", ["exp", "not a name", "1x", ""])
def test_names(name):
    with pytest.raises(pc.DomainError, match="no name"):
        pc.register_profile(name, **GOOD)
