"""`phasecalc estimate`: files, options, refusals and exit statuses."""

import json
from pathlib import Path

import numpy as np
import pytest

from phasecalc import PLRF

SPECTRUM = str(Path(__file__).with_name("spectrum.csv"))


def test_text_says_what_a_slope_means(phasecalc):
    outcome = phasecalc("estimate", SPECTRUM, "--coefficients", "b", "--flops", "1e9")
    assert outcome.status == 0
    assert "j^(-2 alpha)" in outcome.out
    assert "phase: III" in outcome.out
    assert "asymptotic at 1e+09 flops? no" in outcome.out


def test_json_has_windows_and_phases(phasecalc):
    outcome = phasecalc(
        *("estimate", SPECTRUM, "--coefficients", "b", "--format", "json", "--flops", "1e9")
    )
    content = json.loads(outcome.out)
    assert content["alpha"]["window"][0] == 1
    assert content["alpha"]["low"] < 0.7 < content["alpha"]["high"]
    assert content["beta"]["low"] < 0.9 < content["beta"]["high"]
    assert content["phases"]["III"] > 0.9
    assert content["at"]["asymptotic"] is False


def test_arrays_and_samples(phasecalc, tmp_path):
    rng = np.random.default_rng(0)
    x = np.arange(1, 801.0)[:, None] ** -0.7 * rng.standard_normal((800, 200))
    np.save(tmp_path / "z.npy", np.linalg.svd(x, compute_uv=False) ** 2 / 200)
    outcome = phasecalc("estimate", str(tmp_path / "z.npy"), "--samples", "200")
    assert outcome.status == 0
    assert "200 Gaussian samples" in outcome.out


def test_no_power_law_is_an_answer(phasecalc, tmp_path):
    np.save(tmp_path / "z.npy", np.exp(-np.arange(100) / 10))
    outcome = phasecalc("estimate", str(tmp_path / "z.npy"))
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith("phasecalc: no power law in the eigenvalues: from 1 to 100")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((SPECTRUM, "--coefficients", "c"), "no column"),
        ((SPECTRUM, "--samples", "ten"), "--samples"),
        ((SPECTRUM, "--samples", "200.5"), "whole number"),
        (("missing.npy",), "No such file"),
        ((), "give a file of eigenvalues"),
        ((SPECTRUM, "--gamma", "1"), "goes with --curves"),
        (("--curves", SPECTRUM, "--samples", "9"), "goes with eigenvalues"),
        ((SPECTRUM, "--columns", "loss=x"), "neither eigenvalues nor"),
    ],
)
def test_bad_words(phasecalc, words, said):
    outcome = phasecalc("estimate", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


def test_loss_curves(phasecalc, tmp_path):
    r = np.unique(np.geomspace(1, 2000, 20).round())
    lines = ["step,loss,width"]
    for d in (40, 160):
        exact = PLRF("0.7", "0.9", d, gamma="0.1").loss(r)
        lines += [f"{x},{y},{d}" for x, y in zip(r, exact, strict=True)]
    path = tmp_path / "runs.csv"
    path.write_text("\n".join(lines))
    columns = ("--columns", "r=step", "d=width")
    outcome = phasecalc(
        "estimate", "--curves", str(path), *columns, "--gamma", "0.1", "--format", "json"
    )
    content = json.loads(outcome.out)
    assert content["alpha"]["value"] == pytest.approx(0.7, abs=1e-4)
    assert content["beta"]["value"] == pytest.approx(0.9, abs=1e-4)
    assert len(content["digest"]) == 64
    missing = phasecalc("estimate", "--curves", str(path))
    assert missing.status == 2
    assert "no column for r (iterations) or flops" in missing.err
