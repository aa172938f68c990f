"""The normal form: what it joins is equal, what it does not know never cancels."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath as mp
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.checker import Surd, add, multiply
from phasecalc.exceptions import Undecided
from phasecalc.normal.polynomials import common_factor, divided, is_constant
from phasecalc.normal.product import Product, primes
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.sums import MOST, Sum, aligned, logarithm, power

X, Y = (Ratio.variable(k, 2) for k in range(2))
ONE = Ratio.constant(1, 2)
D, R, PI = (Product.base(n, 2) for n in ("d", "r", "pi"))

monomials = st.tuples(st.integers(0, 3), st.integers(0, 3))
polynomials = st.dictionaries(
    monomials, st.fractions(-6, 6, max_denominator=5).filter(bool), min_size=1, max_size=4
)


def number(value):
    return Product.constant(Fraction(value), 2)


def as_sympy(p):
    x, y = sp.symbols("x y")
    return sum(
        sp.Rational(c.numerator, c.denominator) * x ** e[0] * y ** e[1] for e, c in p.items()
    )


@given(polynomials, polynomials, polynomials)
def test_common_factors_are_those_of_sympy(p, q, common):
    left, right = multiply(p, common), multiply(q, common)
    found = common_factor(left, right)
    assert multiply(divided(left, found), found) == left
    assert multiply(divided(right, found), found) == right
    wanted = sp.Poly(sp.gcd(as_sympy(left), as_sympy(right)), *sp.symbols("x y"))
    assert sp.Poly(as_sympy(found), *sp.symbols("x y")).monic() == wanted.monic()


def test_factors_with_roots_are_left_alone():
    root = {(1,): Fraction(1), (0,): Surd(0, 1, 2)}
    assert is_constant(common_factor(multiply(root, root), root))


@given(polynomials, polynomials, polynomials)
def test_a_reduced_quotient_is_written_in_one_way(p, q, factor):
    short, long = Ratio.make(p, q), Ratio.make(multiply(p, factor), multiply(q, factor))
    assert short.same(long)
    assert short.reduced() == long.reduced()
    assert not short.same(Ratio.make(add(p, p), q))


def values(product, **names):
    """Value of a product at (7/10, 13/10) by mpmath, from its fields."""
    alpha, beta = mp.mpf("0.7"), mp.mpf("1.3")

    def ratio(x):
        top, bottom = (
            sum(mp.mpf(c.numerator) / c.denominator * alpha ** e[0] * beta ** e[1] for e, c in rows)
            for rows in (x.numerator, x.denominator)
        )
        return top / bottom

    total = ratio(product.coefficient)
    for base, exponent in product.powers:
        if isinstance(base, tuple):
            value = ratio(Ratio(base, ONE.denominator))
        else:
            value = {"pi": mp.pi, **names}[base] if isinstance(base, str) else mp.mpf(base)
        total *= value ** ratio(exponent)
    for rows, function in ((product.gammas, mp.gamma), (product.zetas, mp.zeta)):
        for argument, exponent in rows:
            total *= function(ratio(argument)) ** ratio(exponent)
    for inner, exponent in product.logs:
        total *= mp.log(values(inner, **names)) ** ratio(exponent)
    return total


@pytest.mark.parametrize("x", ["1", "2", "7", "1/2", "5/2", "13/2", "1/3", "7/3", "11/4"])
def test_gamma_at_numbers(x):
    found = values(Product.gamma(Ratio.constant(Fraction(x), 2)))
    assert mp.almosteq(found, mp.gamma(mp.mpf(Fraction(x).numerator) / Fraction(x).denominator))


@pytest.mark.parametrize("n", [2, 4, 6, 12, 20, 3, 5])
def test_zeta_at_numbers(n):
    found = Product.zeta(Ratio.constant(n, 2))
    assert mp.almosteq(values(found), mp.zeta(n))
    assert bool(found.zetas) is bool(n % 2)


def test_identities_of_numbers():
    half = Product.gamma(Ratio.constant(Fraction(1, 2), 2))
    assert (half * half / PI).is_one
    assert (Product.zeta(Ratio.constant(2, 2)) * number(6) / (PI * PI)).is_one
    assert (Product.number_to(Fraction(4), X) / Product.number_to(Fraction(2), X + X)).is_one
    assert (Product.number_to(Fraction(2), X + ONE) / Product.number_to(Fraction(2), X)) == number(
        2
    )
    rows = [(Ratio.constant(2, 2), Ratio.constant(Fraction(1, 2), 2))]
    basel = Product.make(ONE, (), (), rows, ())
    assert mp.almosteq(values(basel), mp.sqrt(mp.zeta(2)))
    root = Product.of(Ratio.constant(Surd(0, 1, 2), 2))
    assert root == Product.number_to(Fraction(2), Ratio.constant(Fraction(1, 2), 2))
    assert not (Product.zeta(Ratio.constant(3, 2)) / (PI * PI * PI)).is_one
    third = Product.gamma(Ratio.constant(Fraction(1, 3), 2)).raised(X)
    assert mp.almosteq(values(third), mp.gamma(mp.mpf(1) / 3) ** mp.mpf("0.7"))


def test_a_polynomial_under_a_power():
    base = tuple(sorted((X + ONE).top.items(), reverse=True))
    whole = Product.make(ONE, ((base, X + ONE),))
    rest = Product.make(ONE, ((base, X),))
    assert whole / rest == Product.of(X + ONE)


def test_gamma_values_of_one_class_are_joined():
    up, same = aligned([Product.gamma(X + ONE + ONE), Product.gamma(X)])
    assert up == Product.of(X * (X + ONE)) * same
    assert Sum.of(Product.gamma(X + ONE), -(Product.of(X) * Product.gamma(X))).vanishes
    assert not Sum.of(Product.gamma(X + ONE), -Product.gamma(X)).vanishes


def test_remainders_never_cancel():
    known = Sum.of(D).plus_error(D.inverse())
    assert not (known - known).vanishes
    assert (known - known).products == ()
    square = known * known
    assert set(square.errors) == {number(1).shape, (D * D).inverse()}
    assert (Sum.of(D) - Sum.of(D)).vanishes


def test_a_logarithm_keeps_its_constant():
    gap = logarithm(Sum.of(D * number(100))) - logarithm(Sum.of(D))
    (two, five) = gap.products
    assert mp.almosteq(values(two) + values(five), mp.log(100))
    assert logarithm(Sum.of(D * D)) - logarithm(Sum.of(D)) - logarithm(Sum.of(D)) == Sum()
    inner = Product.make(ONE, logs=((D, ONE),))
    assert str(logarithm(Sum.of(inner))) == "log(log(d))"
    with pytest.raises(Undecided):
        logarithm(Sum.of(-number(2)))


@pytest.mark.parametrize("exponent", [Fraction(-1), Fraction(-3), Fraction(1, 2), Fraction(-5, 3)])
def test_powers_about_the_largest_product(exponent):
    """At d = 10^6 the expansion is right up to its remainder, and not much better."""
    base = Sum.of(D, number(3))
    found = power(base, Ratio.constant(exponent, 2), base.products[0])
    with mp.workdps(60):
        d = mp.mpf(10) ** 6
        e = mp.mpf(exponent.numerator) / exponent.denominator
        gap = abs((d + 3) ** e - sum(values(p, d=d) for p in found.products))
        (error,) = found.errors
        assert 0.01 < gap / values(error, d=d) < 1000  # of d^-1 = 10^-6


def test_logarithms_about_the_largest_product():
    base = Sum.of(D, number(3)).plus_error(D.inverse())
    found = logarithm(base, base.products[0])
    assert {str(p) for p in found.products} == {"log(d)", "3*d**(-1)", "-9/2*d**(-2)"}
    assert any(e == (D * D).inverse() for e in found.errors)


def test_powers_that_are_refused():
    base = Sum.of(D, R)
    with pytest.raises(Undecided, match="no part is the largest"):
        power(base, Ratio.constant(-1, 2))
    with pytest.raises(ValueError, match="coefficient"):
        power(Sum.of(number(2) * D, R), X, number(2) * D)
    with pytest.raises(ValueError, match="leading"):
        power(base, Ratio.constant(-1, 2), PI)


@given(st.fractions(Fraction(1, 50), 50, max_denominator=60))
def test_primes_multiply_to_the_number(x):
    assert math.prod(Fraction(p) ** n for p, n in primes(x).items()) == x


def test_any_number_of_parameters():
    for n in (0, 1, 3):
        one = Ratio.constant(1, n)
        assert (Product.gamma(one) / Product.constant(1, n)).is_one
        d = Product.base("d", n)
        assert (Sum.of(d) - Sum.of(d)).vanishes


def test_products_and_remainders_of_a_sum_are_bounded():
    """Before they are multiplied out."""
    *parts, last = (Product.base(f"x{k}", 2) for k in range(MOST + 1))
    both = Sum.of(*parts).plus_error(*parts)
    assert len(both.products) == len(both.errors) == MOST
    assert both + both.plus_error(parts[0]) == both + both
    few = Sum.of(*parts[: MOST // 2])
    for more in (
        lambda: both + Sum.of(last),
        lambda: both.plus_error(last),
        lambda: few * few,
        lambda: Sum((), few.products) * few,
        lambda: few * Sum((), few.products),
    ):
        with pytest.raises(Undecided, match="too many products"):
            more()
