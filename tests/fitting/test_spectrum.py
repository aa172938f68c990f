"""Spectra: known exponents are found, intervals cover, what is no power law is refused."""

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, NoPowerLaw, ParseError
from phasecalc.fitting.spectra.sample import resolved

J = np.arange(1, 1001.0)


def sample(alpha, n, v, seed):
    """Eigenvalues of a sample covariance, drawn here and not by the package."""
    rng = np.random.default_rng(seed)
    x = np.arange(1, v + 1.0)[:, None] ** -alpha * rng.standard_normal((v, n))
    return np.linalg.svd(x, compute_uv=False)[: min(n, v)] ** 2 / n


def test_measured_slope_is_twice_alpha():
    found = pc.estimate(7 * J**-0.9)
    assert found.alpha.value == pytest.approx(0.45, abs=1e-10)
    assert found.window == (1, 1000)
    assert "j^-0.9, and that is j^(-2 alpha)" in str(found)
    assert found.beta is None
    with pytest.raises(DomainError, match="beta is not known"):
        _ = found.phases


def test_order_and_unit_do_not_matter():
    rng = np.random.default_rng(3)
    order = rng.permutation(1000)
    b = J**-0.8 * np.exp(0.3 * rng.standard_normal(1000))
    straight, shuffled = pc.estimate(J**-1.2, b), pc.estimate(5e9 * J[order] ** -1.2, -2 * b[order])
    assert shuffled.alpha.value == pytest.approx(straight.alpha.value, abs=1e-9)
    assert shuffled.beta.value == pytest.approx(straight.beta.value, abs=1e-9)


def test_both_conventions_agree():
    b = J**-0.8
    plain = pc.estimate(J**-0.9, b)
    mass = pc.estimate(J**-0.9, J**-0.9 * b**2, convention="mass")
    assert plain.beta.value == pytest.approx(0.8, abs=1e-9)
    assert mass.beta.value == pytest.approx(0.8, abs=1e-9)
    assert mass.phases == plain.phases == {"IVa": 1.0}


def test_exponents_are_those_of_the_query():
    found = pc.estimate(J**-1.4, J**-0.9)
    exact = pc.exponents("7/10", "9/10")
    assert found.loss_exponent.value == pytest.approx(float(exact.loss_exponent))
    assert found.model_size_exponent.value == pytest.approx(float(exact.model_size_exponent))
    assert found.correction_exponent.value == pytest.approx(float(exact.correction_exponent))
    near, far = found.at(1e9), found.at(1e40)
    assert not near.asymptotic
    assert far.asymptotic
    assert "asymptotic at 1e+09 flops? no" in str(near)


def test_a_window_is_found_and_named():
    broken = np.where(J < 100, J**-1.0, 100 * J**-2.0)
    found = pc.estimate(broken)
    assert found.window[0] < 3
    assert 60 < found.window[1] < 200
    assert any(c.about == "window" for c in found.caveats)


def test_two_power_laws_are_both_named():
    j = np.arange(1, 1001.0)
    bent = np.where(j < 60, j**-1.0, 60**0.6 * j**-1.6)
    found = pc.estimate(bent)
    assert found.alpha.value == pytest.approx(0.5, abs=0.02)
    said = next(c.text for c in found.caveats if "another power law" in c.text)
    assert "to 1000, j^-1.6, alpha = 0.8" in said
    assert not any("another" in c.text for c in pc.estimate(j**-1.0).caveats)


@pytest.mark.parametrize(
    "spectrum",
    [
        np.exp(-J[:200] / 10),
        np.exp(-np.sqrt(J[:400])),
        np.linspace(2, 0.1, 1000),
        J**-1.0 * np.exp(-0.1 * np.log(J) ** 2),
    ],
)
def test_what_is_no_power_law_is_refused(spectrum):
    with pytest.raises(NoPowerLaw, match="no power law in the eigenvalues"):
        pc.estimate(spectrum)


def test_digits_are_no_power_law():
    datasets = pytest.importorskip("sklearn.datasets")
    images = datasets.load_digits().data
    spectrum = np.linalg.eigvalsh(np.cov(images.T))
    for samples in (None, len(images)):
        with pytest.raises(NoPowerLaw, match="no power law"):
            pc.estimate(spectrum, samples=samples)


@pytest.mark.parametrize("alpha", [0.4, 0.7, 1.2])
def test_a_sample_spectrum_gives_the_population(alpha):
    """Single eigenvalues are biased by many errors; the modes that are resolved are not."""
    found = [pc.estimate(sample(alpha, 200, 1000, k), samples=200) for k in range(12)]
    errors = np.array([x.alpha.value - alpha for x in found])
    assert abs(errors.mean()) < 2.5 * errors.std(ddof=1) / np.sqrt(12) + 1e-4
    assert np.abs(errors).max() < 0.02
    covered = sum(x.alpha.low <= alpha <= x.alpha.high for x in found)
    assert covered >= 8  # of 12 at 90 %: fewer has a chance of 0.4 %


@pytest.mark.parametrize(("alpha", "beta", "phase"), [(1.0, 0.3, "Ia"), (1.0, 0.7, "II")])
def test_a_target_along_the_sample_gives_the_phase(alpha, beta, phase):
    """Masses along eigenvectors of a sample, by this test's own singular vectors."""
    held = 0
    for seed in range(6):
        rng = np.random.default_rng([seed, 9])
        j = np.arange(1, 1201.0)
        x = j[:, None] ** -alpha * rng.standard_normal((1200, 150)) / np.sqrt(150)
        left, singular, _ = np.linalg.svd(x, full_matrices=False)
        masses = (left.T @ j ** -(alpha + beta)) ** 2
        found = pc.estimate(singular**2, masses, convention="mass", basis="sample", samples=150)
        held += found.beta.low <= beta <= found.beta.high
        assert abs(found.beta.value - beta) < 0.25
        assert max(found.phases, key=found.phases.get) == phase
        assert found.basis == "sample"
        assert "mixing" in str(found)
    assert held >= 3  # of 6 at 90 %: fewer has a chance of 0.1 %


def test_a_steep_target_leaks_along_the_sample():
    """A mutant: the same masses read as those of the population are far from the truth."""
    rng, j = np.random.default_rng(5), np.arange(1, 1201.0)
    x = j[:, None] ** -0.7 * rng.standard_normal((1200, 150)) / np.sqrt(150)
    left, singular, _ = np.linalg.svd(x, full_matrices=False)
    masses = (left.T @ j**-2.2) ** 2
    try:
        wrong = pc.estimate(singular**2, masses, convention="mass", samples=150).beta
    except NoPowerLaw:
        return
    assert not wrong.low <= 1.5 <= wrong.high


def test_more_samples_than_dimensions():
    for options in ({}, {"dimension": 100}):  # the number of eigenvalues says the same
        found = pc.estimate(sample(0.6, 1000, 100, 0), samples=1000, **options)
        assert abs(found.alpha.value - 0.6) < 0.01
        assert found.window == (1, 100)


@pytest.mark.parametrize(
    "population",
    [
        np.ones(500),
        np.exp(-np.arange(400) / 15),
        np.where(J < 30, J**-1.0, 30 * J**-2.0)[:800],
        J[:800] ** -1.6 + 1e-3,
    ],
)
def test_samples_of_what_is_no_power_law_are_refused(population):
    rng = np.random.default_rng(0)
    x = np.sqrt(population)[:, None] * rng.standard_normal((len(population), 250))
    spectrum = np.linalg.svd(x, compute_uv=False) ** 2 / 250
    with pytest.raises(NoPowerLaw, match="no power law in the eigenvalues"):
        pc.estimate(spectrum, samples=250)


def test_more_eigenvalues_of_a_sample_than_are_read():
    with pytest.raises(DomainError, match="at most 20000"):
        pc.estimate(np.arange(1, 30_001.0) ** -1.1, samples=30_000)


def test_fluctuations_are_those_of_drawn_spectra():
    """Standard errors and correlations of the modes against 200 draws."""
    n, v, alpha = 150, 600, 0.7
    eigenvalues = np.arange(1, v + 1.0) ** (-2 * alpha)
    seen = [resolved(sample(alpha, n, v, k), n) for k in range(200)]
    kappa = seen[0].kappa[2:10]
    exact = (eigenvalues / (eigenvalues + kappa[:, None])).sum(axis=1)
    modes = np.array([np.interp(np.log(kappa), np.log(x.kappa), x.modes) for x in seen])
    inside = slice(0, 5)
    spread = np.mean([np.sqrt(np.diag(x.covariance))[2:10] for x in seen], axis=0)
    assert np.abs((modes.mean(axis=0) - exact) / exact)[inside].max() < 0.02
    assert modes.std(axis=0)[inside] == pytest.approx(spread[inside], rel=0.25)


def test_a_wrong_number_of_samples_is_seen():
    """A mutant: the same spectrum, said to come from four times as many samples."""
    spectrum = sample(0.7, 200, 2000, 0)
    right = pc.estimate(spectrum, samples=200).alpha
    try:
        wrong = pc.estimate(spectrum, samples=800).alpha
    except NoPowerLaw:
        return
    assert abs(wrong.value - 0.7) > 3 * (right.high - right.low)


@pytest.mark.parametrize(
    ("eigenvalues", "options", "words"),
    [
        ([1, -1, *range(2, 20)], {}, "not negative"),
        (J[:5], {}, "at least 10"),
        ([1.0, np.nan, *J], {}, "number 2 is nan"),
        ([[1.0, 2.0], [3.0, 4.0]], {}, "one line of numbers"),
        (["a"] * 20, {}, "real numbers"),
        (J**-1.0, {"coefficients": J[:5]}, "one is needed for each"),
        (J**-1.0, {"coefficients": 0 * J}, "all coefficients are zero"),
        (J**-1.0, {"coefficients": -J, "convention": "mass"}, "negative coefficient"),
        (J**-1.0, {"convention": "c"}, "use b or mass"),
        (J**-1.0, {"samples": 10**9}, "over 10000 times"),
        (J**-1.0, {"samples": 10}, "at least 1000 is needed"),
        (J**-1.0, {"dimension": 2000}, "with samples alone"),
        (J**-1.0, {"basis": "sample"}, "needs samples"),
        (J**-1.0, {"basis": "x"}, "population or sample"),
        (J**-1.0, {"level": 2}, "between 0 and 1"),
        (J**-1.0, {"columns": {"x": "y"}}, "neither"),
    ],
)
def test_bad_input_gets_one_line(eigenvalues, options, words):
    with pytest.raises((DomainError, ParseError), match=words) as caught:
        pc.estimate(eigenvalues, **options)
    assert "\n" not in str(caught.value)


def test_files(tmp_path):
    np.save(tmp_path / "l.npy", J**-1.4)
    np.save(tmp_path / "b.npy", J**-0.9)
    rows = "\n".join(f"{x**-1.4},{x**-0.9}" for x in J)
    (tmp_path / "s.csv").write_text(f"eigenvalues,b\n{rows}\n", encoding="utf-8")
    a = pc.estimate(tmp_path / "l.npy", tmp_path / "b.npy")
    b = pc.estimate(tmp_path / "s.csv", columns={"coefficients": "b"})
    assert a.best == pytest.approx(b.best)


def test_pickles_are_not_opened(tmp_path):
    np.save(tmp_path / "l.npy", np.array([{"a": 1}] * 20, dtype=object), allow_pickle=True)
    with pytest.raises(ParseError, match="pickles are not opened"):
        pc.estimate(tmp_path / "l.npy")
    (tmp_path / "h.csv").write_text("1.0\n0.5\n", encoding="utf-8")
    with pytest.raises(ParseError, match="must be a name, not a number"):
        pc.estimate(tmp_path / "h.csv")
    (tmp_path / "t.csv").write_text("x\n1.0\nabc\n", encoding="utf-8")
    with pytest.raises(ParseError, match="line 3, column"):
        pc.estimate(tmp_path / "t.csv")


def test_coefficients_that_are_the_eigenvalues_are_named():
    for factor in (1.0, 1e-9):
        found = pc.estimate(factor * J**-1.2, 5 * J**-1.2)
        assert "one column" in " ".join(c.text for c in found.caveats)
    assert not pc.estimate(J**-1.2, J**-1.1).caveats
    assert not pc.estimate(1e-12 * J**-1.2, 1e-12 * J**-0.8).caveats
