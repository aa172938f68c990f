"""Contexts of one's own: fixed ones refuse, own ones are whole again, numbers leave unrounded."""

import threading
from concurrent.futures import ThreadPoolExecutor

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from phasecalc.numerics.arithmetic import DOUBLE
from phasecalc.numerics.coefficients import derivative_table
from phasecalc.numerics.context import balls, exported, fixed, intervals, own
from phasecalc.numerics.engines import MpmathEngine
from phasecalc.numerics.expressions import constant, in_floats
from phasecalc.numerics.series import PowerSums


@pytest.mark.parametrize(
    "raise_it",
    [
        lambda c: c.quad(lambda u: u, [0, 1]),
        lambda c: c.expm1(c.mpf("0.1")),
        lambda c: c.lu_solve(c.matrix([[1]]), c.matrix([1])),
        lambda c: setattr(c, "dps", 5),
        lambda c: setattr(c, "prec", 5),
    ],
)
def test_a_fixed_context_refuses_to_be_raised(raise_it):
    with pytest.raises(AttributeError, match="serves all threads"):
        raise_it(fixed(33))
    assert fixed(33).dps == 33
    assert fixed(33).prec == mp.libmp.dps_to_prec(33)


def test_inside_a_function_at_raised_precision_there_is_another_context():
    outer = own(20)
    seen = []

    def integrand(u):
        seen.append(own(20))
        return u

    outer.quad(integrand, [0, 1])
    assert all(inner is not outer and inner.dps == 20 for inner in seen)
    assert outer.dps == 20


def test_each_thread_has_its_own():
    start = threading.Barrier(4)

    def mine(_):
        start.wait()
        return own(41)

    with ThreadPoolExecutor(4) as pool:
        assert len({id(c) for c in pool.map(mine, range(4))}) == 4


def test_numbers_leave_unrounded():
    c = own(50)
    with mp.workdps(5):
        real, both = exported(c.pi * 1), exported(c.mpc(1, 3) / 3)
    assert real._mpf_ == (c.pi * 1)._mpf_
    assert type(real) is mp.mpf
    assert type(both) is mp.mpc
    assert mp.nstr(both.real, 40) == "0." + 40 * "3"


@pytest.mark.parametrize("name", ["exp", "log", "sqrt", "expm1", "log1p"])
def test_the_plain_engine_computes_at_its_own_precision(name):
    engine = MpmathEngine(40)
    with mp.workdps(4):
        value = engine.export(getattr(engine, name)(engine.number("1e-9")))
    with mp.workdps(60):
        true = getattr(mp, name)(engine.export(engine.number("1e-9")))
        assert abs(value - true) < abs(true) * mp.mpf(10) ** -39


def test_coefficients_in_doubles_do_not_depend_on_the_callers_precision():
    derivative_table.cache_clear()
    with mp.workdps(3):
        few = derivative_table(1.7, 0.3, 10, None)
    derivative_table.cache_clear()
    assert np.array_equal(few, derivative_table(1.7, 0.3, 10, None))


def test_tables_of_few_digits_are_no_tables_of_doubles():
    from phasecalc.numerics.arithmetic import field_for

    derivative_table.cache_clear()
    field = field_for(12)
    with field.working():
        PowerSums(2.0, 500, field).sums(field.array([1.0]), [(field.real(0), 1)])
    found = PowerSums(2.0, 500, DOUBLE, lattice=False).sums(np.array([1.0]), [(0.0, 1)])
    assert found[0].dtype == np.float64


def test_balls_put_the_precision_back():
    flint = pytest.importorskip("flint")
    before = flint.ctx.prec
    with pytest.raises(ValueError, match="stop"), balls(321):  # noqa: PT012
        assert flint.ctx.prec == 321
        raise ValueError("stop")
    assert flint.ctx.prec == before


def test_balls_are_for_one_thread_at_a_time():
    pytest.importorskip("flint")

    def digits(bits):
        with balls(bits) as flint:
            values = {str(flint.arb(2).sqrt()) for _ in range(200)}
            assert flint.ctx.prec == bits
            return len(values)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(digits, (60, 120, 240, 480))) == {1}


def test_intervals_have_their_own_precision():
    before = mp.iv.prec
    assert intervals(300).prec == 300
    assert mp.iv.prec == before


@pytest.mark.parametrize(
    "e",
    [
        sp.gamma(sp.Rational(1, 3)) ** 2 / sp.pi,
        sp.zeta(sp.Rational(3, 2)) - sp.EulerGamma,
        sp.exp(sp.sqrt(2)) + sp.log(7) * sp.E,
        sp.Float("0.1", 30) * 3,
    ],
)
def test_constants_have_the_digits_of_evalf(e):
    c = own(40)
    assert abs(constant(e, c) - c.mpf(str(e.evalf(40)))) < c.mpf(10) ** -30


def test_floats_of_the_constant_parts_alone():
    x = sp.Symbol("x", positive=True)
    found = in_floats(sp.log(10**400) * x**2 + 10**400 * sp.log(x) / 10**399, 17)
    assert not found.atoms(sp.Integer) - {sp.Integer(2)}
    assert float(found.subs(x, 1)) == pytest.approx(921.0340371976183)
