"""Orders form a totally preordered group on one size; comparison follows the exponents."""

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.asymptotics.rules.order import Comparison, Order, sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta, d, f, r

PLANE = Region.where(alpha > 0, parameters=(alpha, beta))
numbers = st.fractions(min_value=-3, max_value=3, max_denominator=6).map(sp.Rational)
orders = st.builds(
    lambda a, b, c: Order.of(d**a * r**b) * Order((), ((d, c),) if c else ()),
    numbers,
    numbers,
    numbers,
)
one = Order(())


@given(orders, orders, orders)
def test_group(x, y, z):
    assert x * y == y * x
    assert (x * y) * z == x * (y * z)
    assert x * one == x
    assert x / x == one


@given(orders, numbers, numbers)
def test_powers(x, s, t):
    assert (x**s) * (x**t) == x ** (s + t)
    assert (x**s) ** t == x ** (s * t)


@given(numbers, numbers, numbers)
def test_substitution_of_powers_of_a_budget(a, s, t):
    order = Order.of(d**a * r**s)
    image = order.substitute({d: Order.of(f) ** t, r: Order.of(f) ** (1 - t)})
    assert image.exponent(f) == a * t + s * (1 - t)


@given(numbers, numbers, numbers, numbers)
def test_comparison_on_one_size_is_that_of_exponents_then_logarithms(a, b, k, m):
    x, y = (Order.of(d**e) * Order((), ((d, n),) if n else ()) for e, n in ((a, k), (b, m)))
    expected = (
        Comparison.SAME
        if (a, k) == (b, m)
        else Comparison.SMALLER
        if (a, k) < (b, m)
        else Comparison.LARGER
    )
    assert x.compare(y, PLANE) is expected


def test_comparison_depends_on_the_region():
    x, y = Order.of(d ** (2 * alpha)), Order.of(d)
    assert x.compare(y, Region.where(alpha > sp.Rational(1, 2))) is Comparison.LARGER
    assert x.compare(y, Region.where(alpha > 0)) is Comparison.MIXED
    assert Order.of(d / r).compare(one, PLANE) is Comparison.MIXED


def test_logarithm_of_a_product_of_sizes_is_refused():
    logarithm = Order((), ((d, sp.S.One),))
    assert logarithm.substitute({d: Order.of(f**3)}).log_power(f) == 1
    with pytest.raises(DomainError):
        logarithm.substitute({d: Order.of(f * r)})


@pytest.mark.parametrize("expression", [d + r, sp.sin(d), sp.log(d * r + 1)])
def test_other_shapes_are_refused(expression):
    with pytest.raises(DomainError):
        Order.of(expression)


def test_sign_regions_partition_the_domain():
    expression = (2 * alpha - 1) / alpha
    parts = [sign_region(expression, relation, PLANE) for relation in "<=>"]
    assert list(map(str, parts)) == ["alpha > 0 and alpha < 1/2", "alpha = 1/2", "alpha > 1/2"]


@pytest.mark.parametrize("factor", [sp.exp(-r), r * sp.exp(-r), r * 2**-r, sp.exp(-alpha)])
def test_an_exponential_is_no_constant(factor):
    """Dropped as one, what is small beyond all powers would seem to be of order 1."""
    with pytest.raises(DomainError, match=r"no(t a)? power of a size"):
        Order.of(factor)
    assert Order.of(2**alpha * r**3) == Order.of(r) ** 3
