"""Fits that go to law files and come back: exactly, with what they rest on, or refused."""

from dataclasses import replace

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.fitting.answers.saved import loaded, saved, with_fit


def kept_text(fitted, name="mine"):
    return pc.laws.write_law(with_fit(fitted.law, saved(fitted, name)))


def test_round_trip(synthetic):
    fitted = pc.laws.fit("two-term", synthetic()).bootstrap(60)
    kept = saved(fitted, "mine")
    text = kept_text(fitted)
    again = loaded(pc.laws.parse_law(text), "mine")
    assert again == kept
    assert np.array_equal(again.covariance, np.cov(fitted.draws.T))
    assert again.values == fitted.values
    assert pc.laws.write_law(with_fit(fitted.law, again)) == text
    first, second = fitted.allocate(1e24), again.allocate(1e24)
    assert first.sizes["N"].value == second.sizes["N"].value
    assert {c.text for c in second.caveats} == {c.text for c in first.caveats}


def test_given_parameters_come_back(synthetic):
    fitted = pc.laws.fit("two-term", synthetic(), fixed={"E": "1.8"})
    again = loaded(pc.laws.parse_law(kept_text(fitted)))
    assert again.fixed == {"E": "1.8"}
    assert list(again.values) == ["A", "B", "alpha", "beta"]


def test_fits_without_support_have_no_spread():
    assert loaded(pc.laws.two_term, "hoffmann") is None


@pytest.mark.parametrize("what", ["point A", "covariance B", "level", "range N", "given", "check"])
def test_damage(synthetic, what):
    law = with_fit(pc.laws.two_term, saved(pc.laws.fit("two-term", synthetic()), "mine"))
    (fit, *others) = law.fits
    for value in ("0", "x", None):
        pairs = tuple((k, value if k == what else x) for k, x in fit.support)
        broken = replace(fit, support=tuple(p for p in pairs if p[1] is not None))
        with pytest.raises(ParseError, match="support is damaged"):
            loaded(replace(law, fits=(broken, *others)), "mine")


def test_what_a_law_file_cannot_hold():
    N, D = (x.ravel() for x in np.meshgrid(np.geomspace(1e6, 1e10, 6), np.geomspace(1e8, 1e12, 6)))
    loss = 0.9 * (5 * N**-0.1 + 7 * D**-0.12 - 0.05)
    fitted = pc.laws.fit("two-term", {"N": N, "D": D, "loss": loss}, delta=float("inf"))
    with pytest.raises(DomainError, match="E = 0 is no value for a law file"):
        kept_text(fitted)


def test_names_that_a_file_cannot_hold(synthetic):
    fitted = pc.laws.fit("two-term", synthetic())
    with pytest.raises(ParseError):
        kept_text(fitted, "x]\n[y")


def test_support_must_be_text(tmp_path, synthetic):
    text = kept_text(pc.laws.fit("two-term", synthetic()))
    damaged = text.replace('level = "0.9"', "level = 0.9")
    with pytest.raises(ParseError, match="level must be text in quotes"):
        pc.laws.parse_law(damaged)
