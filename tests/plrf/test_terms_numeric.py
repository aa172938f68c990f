"""The four terms against each other, the exact curve, and quadrature."""

import mpmath as mp
import numpy as np
import pytest

from phasecalc.exceptions import DomainError
from phasecalc.plrf.checks.quadrature_check import quadrature_check
from phasecalc.plrf.model.parameters import PLRF


def test_the_forcing_is_the_sum_of_its_terms_in_the_window():
    """F = F_pp + F_ac up to corrections of relative order 1/tau^(1/2 alpha), tau >> 1."""
    model = PLRF("1", "0.75", 1e12)
    r = np.array([1e4, 1e6])
    found = model.terms(r)
    total = found.pure_point + found.absolutely_continuous
    errors = abs(model.forcing(r) / total - 1)
    assert errors[1] < errors[0] < 2e-2


def test_the_kernel_is_its_pure_point_part_in_the_window():
    model = PLRF("1", "0.75", 1e12)
    assert abs(model.kernel(1e6) / model.terms(1e6).kernel_pure_point - 1) < 1e-2


def test_leading_forms_are_limits():
    found = PLRF("0.7", "0.9", 1e9).terms(1e4, digits=25)
    assert abs(found.pure_point / found.pure_point_leading - 1) < mp.mpf(10) ** -20
    assert abs(found.kernel_pure_point / found.kernel_pure_point_leading - 1) < mp.mpf(10) ** -20


def test_terms_that_do_not_exist_are_zero():
    assert PLRF("0.4", "0.9", 100).terms(10).absolutely_continuous == 0
    assert PLRF("0.8", "0.3", 100).terms(10).absolutely_continuous == 0


def test_left_of_a_quarter_the_kernel_is_flat():
    model = PLRF("0.2", "0.9", 1e8)
    assert (
        abs(
            model.terms(10).kernel_pure_point_leading / model.terms(1000).kernel_pure_point_leading
            - 1
        )
        < 1e-12
    )


def test_no_iterations_have_no_leading_form():
    with pytest.raises(DomainError, match="r = 0"):
        PLRF("0.7", "0.9", 100).terms(0)


@pytest.mark.parametrize("point", [("7/10", "9/10"), ("3/10", "6/5")], ids=str)
def test_quadrature_confirms_every_remainder(point):
    rows = quadrature_check(*point, tau=(10, 10**6), digits=15)
    assert rows
    assert all(row.matches for row in rows)


def test_a_wrong_remainder_would_show():
    """Where the correction is visible it is the derived one, not merely small."""
    rows = [
        r
        for r in quadrature_check("7/10", "9/10", tau=(10, 1e4), digits=15)
        if abs(r.ratio_error) > 1e-6
    ]
    assert rows
    for row in rows:
        assert abs(row.ratio_error / row.remainder - 1) < 0.5
