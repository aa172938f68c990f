"""Products of expansions: constants, orders, remainders and regions go together."""

import sympy as sp

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.order import Order
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, d, r

one = Expansion(sp.Integer(2), Order.of(d**-alpha), (1 / d,), Region.where(alpha > 0), "Watson")
other = Expansion(sp.Integer(3), Order.of(r), (1 / d, 1 / r), Region.where(alpha < 1), "Mellin")


def test_product():
    product = one * other
    assert product.leading == 6 * r / d**alpha
    assert product.exponent(d) == alpha
    assert product.remainders == (1 / d, 1 / r)
    assert str(product.region) == "alpha > 0 and alpha < 1"
    assert product.rule == "Watson and Mellin"


def test_product_on_disjoint_regions_holds_nowhere():
    assert not (one * Expansion(sp.S.One, Order(()), (), Region.where(alpha < 0))).region.cells


def test_printing():
    assert str(one) == "2/d**alpha * (1 + O(1/d)) where alpha > 0"
    assert one._repr_latex_().startswith("$")
