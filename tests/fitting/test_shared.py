"""What coefficients along a sample's eigenvectors have in common, against samples drawn."""

import math

import numpy as np
import pytest

from phasecalc.fitting.spectra.basis import Mixing
from phasecalc.fitting.spectra.likely import profile, responses
from phasecalc.fitting.spectra.line import Line
from phasecalc.fitting.spectra.shared import shared
from phasecalc.plrf.samples.drawn import Drawn, modes

ALPHA, BETA, SIZE, WIDE, DRAWS = 0.6, 0.9, 150, 600, 400
SLOPE = 2 * (ALPHA + BETA)


@pytest.fixture(scope="module")
def drawn():
    """Squares over their means, and the covariance said of them, of many samples."""
    level = -2 * ALPHA * math.log(math.sqrt(SIZE))
    line = Line(1, SIZE, 2 * ALPHA, 0.01, 0, 0.01, math.inf, level)
    ratios, said = [], []
    for seed in range(DRAWS):
        sample = modes(Drawn(ALPHA, BETA, SIZE, WIDE, 1e-4, 1), 70_000 + seed)
        mixing = Mixing(sample.z, SIZE, line, WIDE)
        masses = mixing.modes[0] ** -SLOPE
        means = mixing.overlaps @ masses
        ratios.append(sample.start**2 / means)
        if seed < 10:
            said.append(shared(mixing, masses, means))
    return np.array(ratios), np.mean(said, axis=0)


@pytest.mark.slow
def test_later_squares_scatter_together(drawn):
    """Means of parts that lie apart: independent scatter says 0. To first order in 1/n."""
    ratios, said = drawn
    parts = [slice(15, 35), slice(55, 90), slice(110, 150)]
    means = np.stack([ratios[:, p].mean(axis=1) for p in parts])
    seen = np.cov(means)
    for a, b in ((0, 1), (0, 2), (1, 2)):
        error = math.sqrt((seen[a, a] * seen[b, b] + seen[a, b] ** 2) / DRAWS)
        expected = said[parts[a], parts[b]].mean()
        assert expected > 3 * error  # so that 0 would not pass
        assert seen[a, b] == pytest.approx(expected, abs=3 * error)


@pytest.mark.slow
def test_the_first_square_scatters_against_the_later_ones(drawn):
    ratios, said = drawn
    later = ratios[:, 20:].mean(axis=1)
    seen = np.cov(ratios[:, 0], later)
    error = math.sqrt((seen[0, 0] * seen[1, 1] + seen[0, 1] ** 2) / DRAWS)
    expected = said[0, 20:].mean()
    assert expected < -3 * error
    assert seen[0, 1] == pytest.approx(expected, abs=3 * error)


def test_responses_are_the_information_where_all_is_noise():
    """Squares of Gaussians of mean e^level j^-s: each score is half the square less one."""
    x = np.log(np.arange(1, 41.0))
    model = lambda p: (p[0] - p[1] * x, np.zeros(40))  # noqa: E731
    slopes, variances = responses(np.ones(40), model, np.array([0.0, 1.0]))
    assert slopes == pytest.approx(np.stack([np.ones(40), -x], axis=1) / 2, abs=1e-4)
    assert variances == pytest.approx(np.full(40, 2.0))


def test_a_profile_is_the_signed_root():
    """With the level known to be free, against the likelihood written out."""
    x = np.log(np.arange(1, 61.0))
    y = np.exp(-x) * np.random.default_rng(3).standard_normal(60) ** 2
    model = lambda p: (p[0] - p[1] * x, np.zeros(60))  # noqa: E731

    def best(s):
        level = math.log(np.mean(y * np.exp(s * x)))
        return -0.5 * float((1 + level - s * x).sum())

    grid = np.linspace(0, 2, 4001)
    values = np.array([best(s) for s in grid])
    top = grid[values.argmax()]
    start = np.array([math.log(np.mean(y * np.exp(top * x))), top])
    places, roots = profile(y, model, start, 0.15)
    assert (np.diff(places) > 0).all()
    assert (np.diff(roots) > 0).all()
    for s, r in zip(places, roots, strict=True):
        if abs(r) > 0.5:
            assert abs(r) == pytest.approx(math.sqrt(2 * (values.max() - best(s))), rel=0.02)
