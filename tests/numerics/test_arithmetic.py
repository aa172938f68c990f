"""The two engines of many digits agree, and doubles keep small arguments."""

from decimal import Decimal
from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

from phasecalc.numerics.arithmetic import DOUBLE, field_for
from phasecalc.numerics.engines import GmpyEngine, MpmathEngine


def test_complex_expm1_keeps_its_digits():
    x = np.array([1e-20 + 3e-19j, -1e-9 + 1e-12j, 0.3 - 2j])
    for z, value in zip(x, DOUBLE.expm1(x), strict=True):
        with mp.workdps(50):
            true = complex(mp.expm1(mp.mpc(z)))
        assert abs(value - true) < 4e-16 * abs(true)


@pytest.mark.parametrize("number", [3, 0.1, Fraction(1, 3), Decimal("0.7")])
def test_numbers_are_read_at_the_working_precision(number):
    field = field_for(40)
    with field.working():
        read = field.export(field.real(number))
    with mp.workdps(45):
        expected = mp.mpf(Fraction(number).numerator) / Fraction(number).denominator
        assert abs(read - expected) < mp.mpf(10) ** -39


def test_engines_agree():
    pytest.importorskip("gmpy2")
    fast, slow = GmpyEngine(50), MpmathEngine(50)
    x = mp.mpc("0.3", "-1.7")
    for name in ("exp", "log", "expm1", "sqrt"):
        with fast.working():
            value = fast.export(getattr(fast, name)(fast.number(x)))
        other = slow.export(getattr(slow, name)(slow.number(x)))
        with mp.workdps(50):
            assert abs(value - other) < mp.mpf(10) ** -48
