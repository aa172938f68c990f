"""Arrays agree with points, on boundaries and outside too; objects print."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.plrf.asking.diagram import LossDiagram

GRID = [Fraction(k, 40) for k in range(-4, 80, 3)] + [Fraction(k, 4) for k in range(9)]


@pytest.mark.parametrize("learning_rate", ["largest", "free"])
def test_evaluate_agrees_with_exponents(learning_rate):
    diagram = pc.phase_diagram(learning_rate)
    alpha, beta = np.meshgrid(GRID, GRID)
    found = diagram.evaluate(alpha.astype(float), beta.astype(float))
    assert found.phase.shape == found.loss_exponent.shape == alpha.shape
    for k in np.ndindex(alpha.shape):
        a, b = alpha[k], beta[k]
        if a <= 0 or a + b <= Fraction(1, 2):
            assert found.phase[k] == ""
            assert found.loss_exponent.mask[k]
            continue
        answer = pc.exponents(a, b, learning_rate=learning_rate)
        loss, (low, high) = answer.fractions()
        # Products of a few rounded numbers of order one.
        assert found.loss_exponent[k] == pytest.approx(float(loss), abs=1e-14)
        assert float(low) - 1e-14 <= found.model_size_exponent[k] <= float(high) + 1e-14
        assert found.phase[k] == answer.phase
        assert found.iterations_exponent[k] == 1 - found.model_size_exponent[k]


def test_evaluate_broadcasts_and_refuses():
    diagram = pc.phase_diagram()
    assert diagram.evaluate(np.ones((3, 1)), np.ones(2)).phase.shape == (3, 2)
    assert diagram.evaluate(0.7, 0.9).loss_exponent == pytest.approx(9 / 14)
    with pytest.raises(DomainError, match="finite"):
        diagram.evaluate([1.0, float("nan")], 1.0)


@pytest.mark.parametrize(
    ("alpha", "beta"),
    [
        (0.27, 1e308),
        (1e308, 1),
        (1e308, 1e308),
        (1e308, 2e307),
        (1, 1e308),
        (1e200, 3e199),
        (5e-324, 1),
        (1e-300, 0.5),
        (1 / 2, 1),
        (0.3, 0.5),
        (0.1 + 0.2, 0.5 + 1e-16),
        (0.5 + 2**-53, 0.5),
        (0.7, 0.7),
        (1.1, 3.2),
        (np.nextafter(1, 2), 1),
        (np.float32(0.3), np.float32(0.5)),
        (1e308, -1e307),
    ],
)
@pytest.mark.parametrize("learning_rate", ["largest", "free"])
def test_far_out_and_on_boundaries_evaluate_says_what_exponents_says(alpha, beta, learning_rate):
    found = pc.phase_diagram(learning_rate).evaluate(alpha, beta)
    answer = pc.exponents(alpha, beta, learning_rate)
    loss, (low, high) = answer.fractions()
    assert found.phase == answer.phase
    assert found.loss_exponent == pytest.approx(float(loss), rel=1e-13)
    assert float(low) * (1 - 1e-13) <= found.model_size_exponent <= float(high) * (1 + 1e-13)
    assert found.model_size_exponent > 0


def test_outside_the_domain_is_outside_however_far():
    found = pc.phase_diagram().evaluate([1.0, 1e300, 0.25, -1e308], [-1e308, -1e300, 0.25, 1])
    assert found.phase.tolist() == [""] * 4
    assert found.loss_exponent.mask.all()


def test_masked_points_stay_masked_and_are_not_looked_at():
    alpha = np.ma.array([0.7, np.nan, 0.2, 0.1], mask=[0, 1, 0, 0])
    beta = np.ma.array([0.9, 0.9, 0.9, 0.1], mask=[0, 0, 1, 0])
    found = pc.phase_diagram().evaluate(alpha, beta)
    assert found.phase.tolist() == ["III", "", "", ""]
    assert found.loss_exponent.mask.tolist() == [False, True, True, True]
    assert found.loss_exponent[0] == pytest.approx(9 / 14)
    assert found.iterations_exponent.mask.tolist() == [False, True, True, True]


class Column:
    """A column as of a table: NumPy's functions of it are columns with its labels."""

    __array_priority__ = 1000

    def __init__(self, values, labels):
        self.values, self.labels = np.asarray(values), labels

    def __array__(self, dtype=None, copy=None):
        return self.values if dtype is None else self.values.astype(dtype)

    def __array_wrap__(self, values, context=None, return_scalar=False):
        return Column(values, self.labels)


@pytest.mark.parametrize("beta", [0.9, [0.9, 0.9, 0.1], "column"])
def test_labelled_columns_keep_their_labels(beta):
    alpha = Column([0.7, 0.2, 0.1], "xyz")
    other = Column([0.9, 0.9, 0.1], "xyz") if beta == "column" else beta
    found = pc.phase_diagram().evaluate(alpha, other)
    plain = pc.phase_diagram().evaluate(alpha.values, np.asarray(other, dtype=float))
    assert found.phase.labels == found.loss_exponent.labels == "xyz"
    assert found.phase.values.tolist() == plain.phase.tolist()
    for name in ("loss_exponent", "model_size_exponent"):
        values = getattr(found, name).values
        assert np.array_equal(values, getattr(plain, name).filled(np.nan), equal_nan=True)


def test_columns_of_pandas():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"a": [0.7, 0.2, 0.1], "b": [0.9, 0.9, 0.1]}, index=list("xyz"))
    found = pc.phase_diagram().evaluate(table["a"], table["b"])
    assert list(found.phase.index) == list("xyz")
    assert found.phase.tolist() == ["III", "Ic", ""]
    assert found.iterations_exponent.isna().tolist() == [False, False, True]


def test_arrays_of_xarray_broadcast_by_name():
    xarray = pytest.importorskip("xarray")
    alpha = xarray.DataArray([0.7, 0.2], dims="a")
    beta = xarray.DataArray([0.9, 0.1, 0.4], dims="b")
    found = pc.phase_diagram().evaluate(alpha, beta)
    assert found.phase.dims == found.loss_exponent.dims == ("a", "b")
    assert found.phase.values.tolist()[0][0] == "III"


@pytest.mark.parametrize(
    ("alpha", "beta", "why"),
    [
        ("a", 1, "alpha is no array of real numbers"),
        (1j, 1, "alpha is no array of real numbers"),
        (10**400, 1, "alpha has a number beyond doubles"),
        (1, [1, 10**400], "beta has a number beyond doubles"),
        (np.longdouble("1e400"), 1, "must be finite"),
        (1, [[1], [1, 2]], "beta is no array of real numbers"),
        ([1, 2], [1, 2, 3], "do not fit each other"),
        (None, 1, "finite"),
        (np.inf, 1, "finite"),
    ],
)
def test_what_is_no_array_of_numbers_is_refused_by_name(alpha, beta, why):
    with pytest.raises(DomainError, match=f"^evaluate: .*{why}"):
        pc.phase_diagram().evaluate(alpha, beta)


@pytest.mark.parametrize("given", [[0.7], (0.7, 0.8), np.array([0.7]), np.ma.array([0.7])])
def test_a_question_about_a_point_sends_arrays_to_evaluate(given):
    with pytest.raises(ParseError, match="evaluate"):
        pc.exponents(given, 1)
    with pytest.raises(ParseError, match=r"beta .*evaluate"):
        pc.exponents(1, given)
    assert pc.exponents(np.array(0.7), 1).phase == "III"


def test_every_proof_is_rechecked():
    diagram = pc.phase_diagram()
    # The phases' own obligations, and those that tie phases together: no overlap, no gap.
    assert diagram.recheck() > sum(p.recheck() for p in diagram.phases) > 0
    assert "weighted geometric mean" in str(diagram["II"].certificate)


def test_phase_without_its_proofs_is_not_rechecked():
    stored = pc.phase_diagram().stored
    bare = type(stored.diagram)(stored.diagram.program, stored.diagram.phases, {})
    with pytest.raises(CheckFailed, match="no proof"):
        LossDiagram(replace(stored, diagram=bare))["II"].recheck()


def test_printing():
    diagram = pc.phase_diagram("free")
    assert repr(diagram) == "<LossDiagram: Ia, Ib, Ic, II, III, IV>"
    assert str(diagram).count("\n") == 5
    assert r"\begin{array}" in diagram._repr_latex_()
    assert r"\eta" in diagram["IV"]._repr_latex_()
    assert diagram["III"].status == "proved where beta < 2*alpha + 1"
    with pytest.raises(KeyError, match="no phase 'V'"):
        diagram["V"]
    with pytest.raises(DomainError, match="not free"):
        _ = pc.phase_diagram()["II"].learning_rate_exponent
