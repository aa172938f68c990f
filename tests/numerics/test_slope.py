"""Extrapolation on sequences whose limits are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.exceptions import DomainError
from phasecalc.numerics.slope import extrapolate, local_exponents


@given(
    st.floats(0.05, 2),
    st.floats(-0.5, 0.5).filter(lambda c: abs(c) > 1e-3),
    st.floats(0.1, 0.8),
)
def test_one_geometric_correction_is_removed(limit, size, ratio):
    found = extrapolate([limit + size * ratio**k for k in range(8)])
    assert found.asymptotic
    assert abs(found.value - limit) < max(1e-6, 3 * found.error)


def test_two_corrections_are_removed():
    found = extrapolate([0.3 + 0.2 * 0.6**k - 0.1 * 0.3**k for k in range(12)])
    assert abs(found.value - 0.3) <= max(found.error, 1e-6)


@pytest.mark.parametrize(
    "values",
    [[0.1 * k for k in range(6)], [1, 2, 1, 2, 1, 2], [1.0, 1.1, 1.3, 1.7, 2.5]],
    ids=["linear", "oscillating", "growing"],
)
def test_what_does_not_settle_is_not_called_asymptotic(values):
    assert not extrapolate(values).asymptotic


def test_a_constant_is_its_own_limit():
    found = extrapolate([0.25 + 1e-12 * (-1) ** k for k in range(6)])
    assert found.asymptotic
    assert abs(found.value - 0.25) < 1e-11


def test_local_exponents_of_a_power():
    x = [1e3, 1e5, 1e9]
    assert local_exponents(x, [7 * t**-0.6 for t in x]) == pytest.approx([0.6, 0.6], abs=1e-14)


@pytest.mark.parametrize("values", [[], [1.0, 2.0, 3.0]])
def test_too_few_values_are_refused(values):
    with pytest.raises(DomainError, match="four or more"):
        extrapolate(values)


def test_non_positive_values_are_refused():
    with pytest.raises(DomainError, match="positive"):
        local_exponents([1.0, 2.0], [1.0, -1.0])
