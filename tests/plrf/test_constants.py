"""Sharp constants against the exact curve and the exact frontier."""

import pytest

from phasecalc.exceptions import DomainError
from phasecalc.plrf.frontier.frontier import frontier
from phasecalc.plrf.model.constants import sharp_constants, sharp_loss
from phasecalc.plrf.model.parameters import PLRF


@pytest.mark.parametrize(
    ("alpha", "beta", "flops", "near"),
    [
        ("1", "0.75", 1e40, 1e-5),
        ("0.8", "0.6", 1e80, 1e-3),
        ("1", "1.5", 1e40, 1e-5),
        ("0.7", "0.9", 1e80, 1e-3),
        ("0.27", "0.9", 1e120, 1e-2),
    ],
)
def test_frontier_constants(alpha, beta, flops, near):
    """II, III, IVb; the distances are those of the slowest correction at these budgets."""
    law, point = sharp_constants(alpha, beta), frontier(alpha, beta, flops).points[0]
    assert abs(point.loss / (law.loss_constant * flops**-law.loss_exponent) - 1) < near
    size = law.model_size_constant * flops**law.model_size_exponent
    assert abs(point.model_size / size - 1) < near


@pytest.mark.parametrize(("alpha", "beta"), [("1", "0.75"), ("1", "1.5"), ("0.27", "0.9")])
def test_renewal_form_in_the_window(alpha, beta):
    """The ratio tends to 1; for 2 alpha < 1 with no kernel mass, where 1/(1 - 1/4) would not."""
    model = PLRF(alpha, beta, 1e40)
    errors = [abs(model.loss(r) / sharp_loss(model, r) - 1) for r in (1e21, 1e24)]
    assert errors[1] < 1e-4


def test_points_without_two_pure_powers_are_refused():
    for point in (("1", "0.2"), ("0.4", "0.9"), ("0.2", "0.9"), ("1", "1")):
        with pytest.raises(DomainError, match="phases II"):
            sharp_constants(*point)
    with pytest.raises(DomainError, match="2\\*beta"):
        sharp_loss(PLRF("1", "0.3", 100), 10)
