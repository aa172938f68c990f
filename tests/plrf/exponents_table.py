"""The exponents of every phase, as published: the oracle of the numerical tests."""

from fractions import Fraction
from types import SimpleNamespace


def claim(alpha, beta):
    """Phase, loss exponent and model-size exponent at an interior point."""
    a, b = float(alpha), float(beta)
    p = 2 * a + 2 * b - 1
    if b < 0.5:
        found = ("Ia", p / (2 * a + 1), 1 / (2 * a + 1)) if a > 0.5 else ("Ib", p / 2, 0.5)
    elif a < 0.25:
        bottom = 3 * a + 2 * b - 2 * a * b - 1
        found = ("Ic", a * p / bottom, p / (2 * bottom))
    elif a > 0.5:
        second = ("II", p / (2 * (a + b)), b / (a + b))
        found = second if b < a else ("III", 1 - 1 / (4 * a), 0.5)
    elif a > 1 - 0.5**0.5:
        found = ("IVa", a, 0.5)
    else:
        bottom = 2 * b - 2 * a * b - a
        found = ("IVb", (1 - 2 * a) * p / (2 * bottom), (b - a) / bottom)
    phase, eta, xi = found
    return SimpleNamespace(phase=phase, loss_exponent=eta, model_size_exponent=xi)


INTERIOR = [
    (Fraction(a), Fraction(b))
    for a, b in (("1", "0.2"), ("0.4", "0.3"), ("0.2", "0.4"), ("0.2", "0.9"))
] + [
    (Fraction(a), Fraction(b))
    for a, b in (("1", "0.75"), ("0.7", "0.9"), ("1", "1.5"), ("0.4", "0.9"), ("0.45", "0.75"))
]
