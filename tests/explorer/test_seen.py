"""The grid of local exponents that the page carries."""

import json

import pytest

import phasecalc as pc
from phasecalc.explorer import seen as module


def test_the_grid_is_in_the_domain_and_on_no_line():
    for alpha, beta in module.grid():
        e = pc.exponents(alpha, beta)
        assert not e.boundary
        assert not e.logarithms


@pytest.mark.parametrize("place", [17, 95, 140])
def test_shipped_rows_are_what_the_frontier_says(place):
    """By ``frontier_curve``, which interpolates between budgets of its own."""
    alpha, beta, values = module.seen()["rows"][place]
    curve = pc.frontier_curve(alpha, beta, 1e19, 1e21, tolerance=1e-8)
    at = curve(1e20)
    assert values[6] == pytest.approx([at.loss_exponent, at.model_size_exponent], abs=2e-5)


def test_seen_exponents_near_their_limits():
    """At 10^40 against the worst before, for the loss, wherever delta is at least 1/20."""
    for alpha, beta, values in module.seen()["rows"]:
        e = pc.exponents(alpha, beta)
        if float(e.correction_exponent) < 0.05:
            continue
        gaps = [abs(x[0] - float(e.loss_exponent)) for x in values if x]
        if len(gaps) < 4:
            continue
        assert gaps[-1] < max(gaps[:-1]) / 2, (alpha, beta, gaps)


OTHER_POINT = json.dumps({"budgets": module.BUDGETS, "rows": [["1", "1", []]]})


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"budgets": 6}', '{"budgets": [6], "rows": []}', OTHER_POINT]
)
def test_a_damaged_grid_is_refused(monkeypatch, tmp_path, text):
    (tmp_path / module.FILE).write_text(text)
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    with pytest.raises(pc.StoreDamaged):
        module.seen()


def test_the_file_is_one_row_a_line():
    text = (module.Path(module.__file__).with_name(module.FILE)).read_text()
    assert len(text.splitlines()) == len(json.loads(text)["rows"]) + 2
