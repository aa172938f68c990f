"""Validation: every refusal names the inequality and its value."""

import math
from fractions import Fraction

import pytest

from phasecalc.exceptions import DomainError
from phasecalc.plrf.model.parameters import PLRF


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 1, 10), "0 < alpha"),
        ((0.2, 0.3, 10), "alpha \\+ beta > 1/2"),
        ((1, 1, 0.5), "1 <= d"),
        ((1, 1, 10, 9), "v >= d"),
        ((0.4, 0.9, 10, math.inf), "2\\*alpha > 1"),
        ((1, 1, 10, 100, 0), "gamma > 0"),
        ((1, 1, 10, 100, 5), "gamma\\*\\(B \\+ 1\\)\\*lambda_max"),
        ((0.3, 1, 1000, None, 0.2), "\\|\\|K\\|\\| ="),
        ((1, 1, 10, 100, None, 0), "1 <= batch"),
        ((math.nan, 1, 10), "finite"),
        ((1, math.inf, 10), "finite"),
        (("seven", 1, 10), "alpha = .seven."),
        ((1, 1, "1e100000"), "power of ten"),
        ((1, 1, 1e200), "d <= 1e110"),
        ((1, 1, "1e400"), "^d = 1e\\+400: 1 <= d"),
        ((1, 1, 10, "1e400"), "^v = 1e\\+400: v <= 1e113"),
        ((1, 1, 10, 100, "1e400"), "gamma = 1e\\+400: SGD diverges unless"),
        ((1, 1, 10, 100, "1e-400"), "^gamma = 1e-400: gamma >= 1e-250"),
        ((1, 1, 10, 100, None, "1e400"), "^batch = 1e\\+400: 1 <= batch"),
    ],
)
def test_bad_models_are_refused(arguments, message):
    with pytest.raises(DomainError, match=message):
        PLRF(*arguments)


@pytest.mark.parametrize(
    ("r", "message"),
    [
        ("1e400", r"^r = 1e\+400: r <= 1e250"),
        (10**400, r"^r = 1e\+400: r <= 1e250"),
        ("sqrt(2)", r"^r = sqrt\(2\): give a rational number"),
        (None, "^r = None: give a rational number"),
    ],
)
def test_iterations_of_no_curve(r, message):
    with pytest.raises(DomainError, match=message):
        PLRF(1, 1, 10).loss([r])


def test_iterations_may_be_text():
    model = PLRF(1, 1, 10)
    assert model.loss(["7/2"]) == model.loss([3.5])


def test_the_learning_rate_named_as_the_bound_is_the_bound():
    with pytest.raises(DomainError) as caught:
        PLRF(1, 1, 10, 100, 5)
    bound = float(str(caught.value).rsplit("gamma < ", 1)[1].rstrip("."))
    with pytest.raises(DomainError):
        PLRF(1, 1, 10, 100, bound * 1.01)


def test_numbers_are_read_exactly():
    model = PLRF(0.7, "9/10", 1e100)
    assert (model.alpha, model.beta, model.d) == (Fraction(7, 10), Fraction(9, 10), 10**100)
    assert model.v == 10**101
    assert hash(model) == hash(PLRF("0.7", 0.9, 10**100))


def test_endless_spectra():
    model = PLRF("0.8", "0.6", 1e6, v=math.inf)
    finite = PLRF("0.8", "0.6", 1e6, v=1e13)
    # The tail beyond v = 1e13 holds a share v^(1 - 2 alpha) of the trace, 1.6e-8.
    assert abs(model.loss(1e4) / finite.loss(1e4) - 1) < 1e-7
