"""The table of models: every row agrees, and a wrong row is told from a right one."""

import dataclasses
from fractions import Fraction

import pytest

from benchmarks import models
from phasecalc.sources import SOURCES

KEYS = {source.key for source in SOURCES.values()}


@pytest.mark.slow
@pytest.mark.parametrize("row", models.ROWS, ids=lambda row: row.model.name)
def test_derived_exponents_are_the_published_ones(row):
    for at in row.points:
        assert row.derived(at) == row.published(**at)


def test_at_least_fourteen_models_with_sources_of_the_package():
    assert len({row.model.name for row in models.ROWS}) >= 14
    for row in models.ROWS:
        assert row.known in {"paper", "abstract", "recalled"}
        assert any(key in row.source for key in KEYS), row.source


def test_a_wrong_row_differs(monkeypatch):
    right = models.ROWS[0]
    wrong = dataclasses.replace(right, published=lambda a, r: models.rate(a, min(r, Fraction(2))))
    monkeypatch.setattr(models, "ROWS", (right, wrong))
    lines = list(models.run())
    assert sum("DIFFER" in line for line in lines) == 1
    assert "5 of 6 points agree" in lines[-1]


def test_what_is_refused_is_refused_by_name():
    lines = [line for line in models.run_refused()]
    assert len(lines) == len(models.REFUSED)
    assert all(": refused: " in line for line in lines)
