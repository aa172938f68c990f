"""Loss curves: known parameters are found, what does not tell them is refused."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

import phasecalc as pc
from phasecalc.exceptions import DomainError, NoPowerLaw, ParseError
from phasecalc.fitting.training.given import read_curves
from phasecalc.fitting.training.noise import fitted_noise
from phasecalc.fitting.training.spread import _by_runs, freedoms

R = np.unique(np.geomspace(1, 3000, 25).round())


def rows(alpha=0.7, beta=0.9, sizes=(40, 160), gamma=0.1, noise=0.0, seed=0, points=R):
    """Losses by the model's contour integral in many digits' arithmetic of its own, with noise."""
    rng = np.random.default_rng(seed)
    found = []
    for d in sizes:
        exact = pc.PLRF(alpha, beta, d, v=10 * d, gamma=gamma).loss(points)
        seen = exact * np.exp(noise * rng.standard_normal(len(points)))
        found += [{"r": r, "loss": y, "d": d} for r, y in zip(points, seen, strict=True)]
    return found


@pytest.fixture(scope="module")
def noisy():
    return pc.estimate(curves=rows(noise=0.02))


def test_second_moments_by_another_route():
    """Expected losses of drawn matrices, which the exact engine has no part in."""
    r = R.astype(int)
    means = pc.second_moments(pc.PLRF("0.7", "0.9", 80, gamma="0.1"), r, seeds=range(6))
    table = [
        {"r": x, "loss": y, "d": 80, "run": k}
        for k, curve in enumerate(means.curves)
        for x, y in zip(r, curve, strict=True)
    ]
    found = pc.estimate(curves=table, gamma=0.1)
    assert found.alpha.low < 0.7 < found.alpha.high
    assert abs(found.alpha.value - 0.7) < 0.05
    assert abs(found.beta.value - 0.9) < 0.1


def test_exact_curves_give_exact_parameters():
    found = pc.estimate(curves=rows(), gamma=0.1)
    assert found.alpha.value == pytest.approx(0.7, abs=1e-5)
    assert found.beta.value == pytest.approx(0.9, abs=1e-5)
    assert max(found.phases, key=found.phases.get) == "III"
    assert any("exact up to rounding" in str(c) for c in found.caveats)
    with pytest.raises(DomainError, match="gamma was not fitted"):
        found.estimate_of("gamma")


def test_one_answer_in_every_form(noisy):
    assert noisy.alpha.low < 0.7 < noisy.alpha.high
    assert noisy.gamma.low < 0.1 < noisy.gamma.high
    assert 0.015 < noisy.scatter < 0.025
    assert noisy.loss_exponent.low < noisy.loss_exponent.value < noisy.loss_exponent.high
    again = pickle.loads(pickle.dumps(noisy))
    assert again == noisy
    assert hash(again) == hash(noisy)
    content = noisy.data()
    assert content["alpha"]["value"] == noisy.alpha.value
    assert content["minima"][0]["reached"]
    assert "tabular" in pc.latex(noisy)
    assert "2 runs" in str(noisy)
    assert not noisy.at(1e6).asymptotic


def test_figure(noisy):
    pytest.importorskip("matplotlib")
    from phasecalc.export.figures import training_figure

    lines = training_figure(noisy).get_lines()
    assert [len(x.get_xdata()) for x in lines] == [len(R)] * 4


def test_independent_and_wandering_errors_are_told_apart():
    given = read_curves(rows(points=np.geomspace(1, 1e5, 80)), {}, (), {"ratio": 10, "batch": 1})
    rng = np.random.default_rng(2)
    x = np.log1p(given.curves[0].r)
    root = np.linalg.cholesky(np.exp(-np.abs(x[:, None] - x) / 2) + 1e-9 * np.eye(80))
    slopes = np.ones((160, 1))
    wander = np.concatenate([root @ rng.standard_normal(80) for _ in range(2)])
    alone = fitted_noise(given.curves, rng.standard_normal(160), slopes)
    alike = fitted_noise(given.curves, wander, slopes)
    assert alone.independent(given.curves) > 100
    assert alike.independent(given.curves) < 40


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (lambda t: t[:4], {}, "4 losses for the 3 parameters"),
        (lambda t: [{**x, "loss": 1.0} for x in t], {}, "the loss is flat"),
        (lambda t: [{**x, "loss": x["r"] + 1} for x in t], {}, "diverged"),
        (lambda t: [{k: x[k] for k in ("r", "loss")} for x in t], {}, "no column for d"),
        (lambda t: t + t[:1], {}, "two losses at r = 1"),
        (lambda t: t, {"gamma": "large"}, "gamma = 'large'"),
        (lambda t: t, {"columns": {"tokens": "r"}}, "nothing that curves have"),
        (lambda t: t, {"ratio": 0.5}, "ratio = 0.5"),
        (lambda t: t, {"where": ["r>1e9"]}, "no loss is left"),
        (lambda t: [{**x, "d": 0} for x in t], {}, "at least 1"),
    ],
)
def test_refusals(change, options, said):
    with pytest.raises(DomainError, match=said):
        pc.estimate(curves=change(rows()), **options)


def test_bad_cells_name_their_place():
    table = rows()
    table[3]["loss"] = "low"
    with pytest.raises(ParseError, match=r"row 4, column 'loss'"):
        pc.estimate(curves=table)


def test_options_of_the_other_kind():
    with pytest.raises(DomainError, match="give eigenvalues, or curves"):
        pc.estimate()
    with pytest.raises(TypeError, match="no option 'samples' here"):
        pc.estimate(curves=rows(), samples=3)
    with pytest.raises(TypeError, match="no option 'gamma' here"):
        pc.estimate(np.arange(1, 100.0) ** -1, gamma=0.1)


def test_what_is_not_identified_is_refused():
    """Before anything is learnt the loss is 1 minus a multiple of gamma r: one number."""
    few = rows(sizes=(100,), gamma=0.001, noise=0.02, points=np.arange(1.0, 60.0, 3))
    with pytest.raises(NoPowerLaw, match="not identified"):
        pc.estimate(curves=few)


NINE = (20, 30, 45, 60, 80, 110, 150, 200, 300)


@pytest.mark.slow
@pytest.mark.parametrize(
    "curve",
    [
        lambda r, d: r**-0.5,
        lambda r, d: 1.7 + 2 * d**-0.34 + 3 * r**-0.28,
        lambda r, d: np.exp(-r / 500) + 0.01 + 1 / d,
    ],
    ids=["a power", "two powers and a floor", "an exponential"],
)
def test_curves_of_another_model_are_said_to_be(curve):
    """Runs err apart, a wrong model in all of them alike."""
    table = [{"r": r, "loss": float(curve(r, d)), "d": d} for d in NINE for r in R]
    found = pc.estimate(curves=table)
    assert [c.about for c in found.caveats].count("misfit") == 1
    assert found.alike > 0.3


@pytest.mark.slow
def test_curves_of_the_model_are_not():
    found = pc.estimate(curves=rows(sizes=NINE, noise=0.02))
    assert all(c.about != "misfit" for c in found.caveats)
    assert abs(found.alike) < 0.15


def test_noise_that_is_too_small_is_said():
    table = [{**x, "sigma": 0.002} for x in rows(noise=0.02)]
    found = pc.estimate(curves=table, gamma=0.1, columns={"noise": "sigma"})
    assert any(c.about == "misfit" for c in found.caveats)
    assert found.spread.how == "measured"


def test_runs_left_out_give_the_error_of_their_mean():
    """Errors that are one number for each run: of nine runs the mean is off by s/3."""
    errors = 1e-3 * np.random.default_rng(5).standard_normal(9)
    table = [{"r": r, "loss": 1 / r, "d": 50, "run": k} for k in range(9) for r in range(1, 21)]
    curves = read_curves(table, {"run": "run"}, (), {"ratio": 10, "batch": 1}).curves
    left = np.repeat(errors, 20)
    noise = fitted_noise(curves, left, np.ones((180, 1)))
    found = _by_runs(curves, noise, left + noise.below, np.ones((180, 1)))
    assert found[0, 0] == pytest.approx(np.var(errors, ddof=1) / 9, rel=1e-3)


def test_degrees_of_the_variance_of_runs_left_out():
    """Drawn errors, each run left out by plain least squares: mean and variance of the variance."""
    rng = np.random.default_rng(4)
    sizes = np.array([3.0, 1, 1, 1, 0.3, 0.3, 0.3, 0.2, 0.2])
    designs = [s * rng.standard_normal((6, 2)) for s in sizes]
    degrees = freedoms(designs)
    assert all(1 < x < len(designs) - 1 for x in degrees)
    errors = rng.standard_normal((20_000, 9, 6))
    left_out = []
    for k in range(9):
        kept = [i for i in range(9) if i != k]
        solve = np.linalg.pinv(np.concatenate([designs[i] for i in kept]))
        left_out.append(errors[:, kept].reshape(len(errors), -1) @ solve.T)
    every = np.array(left_out)
    spread = 8 / 9 * ((every - every.mean(axis=0)) ** 2).sum(axis=0)
    seen = 2 * spread.mean(axis=0) ** 2 / spread.var(axis=0)
    assert degrees == pytest.approx(seen, rel=0.05)
    best = errors.reshape(len(errors), -1) @ np.linalg.pinv(np.concatenate(designs)).T
    ratio = np.abs(best) / np.sqrt(spread)
    held = [np.mean(ratio[:, c] < stats.t.ppf(0.95, degrees[c])) for c in range(2)]
    assert min(held) > 0.89
    assert freedoms([np.ones((4, 1))] * 9) == pytest.approx((8.0,))


def test_draws_have_the_degrees_of_their_own_parameter(noisy):
    """The share of draws beyond two standard errors, by Student's t of each coordinate."""
    told = replace(noisy.spread, freedom=(3.0, 8.0, float("inf")))
    cloud = replace(noisy, spread=told).cloud
    ranks = np.abs(cloud - noisy.minimum.array) / np.sqrt(np.diag(told.covariance))
    seen = np.mean(ranks > 2, axis=0)
    assert seen == pytest.approx([2 * stats.t.sf(2, f) for f in told.freedom], abs=0.012)
