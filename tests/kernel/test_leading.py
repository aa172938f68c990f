"""Powers of what has a leading form: false statements with proofs made by hand."""

from fractions import Fraction

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import Statement, encode_node
from phasecalc.kernel.rules import Room
from phasecalc.kernel.sums import sums_in
from phasecalc.kernel.theorem import Line, check_line
from tests.kernel.test_sums import BOOK, MINUS, ONE, A, D, R, add, lead, less, mul, num, to

WINDOW = ((D, True), (R, True))


def slack(*powers):
    """Exponents for d, r and what leading forms leave open."""
    return [num(p) for p in powers]


def part(*powers):
    return {"by": [[0, ONE]], "slacks": slack(*powers)}


def small(left, right, parts, *, where=(">", A), line=None, **data):
    """Check ``left << right`` in one step."""
    declared = {"parameters": ("a",), "conditions": (where,), "sizes": ("d", "r")}
    statement = Statement("<<", left, right, window=WINDOW, **declared)
    step = {"relation": "<<", "right": encode_node(right), "rule": "small", "led": lead(0)}
    known = None if line is None else lambda label, index: Line(line, "proved")
    extra = {"witness": {"a": "-1" if where == BELOW else "1"}}
    return check_line(statement, [{**step, "parts": parts, **data}], {}, known, BOOK, extra)


BELOW = (">", less(A))


def under(total, exponent, number, **more):
    """A sum that is led by one of its products."""
    declared = {"parameters": ("a",), "conditions": ((">", A),), "sizes": ("d", "r")}
    room = Room(Statement("<~", D, D, window=WINDOW, **declared), {}, None, BOOK)
    (key,) = sums_in(room.normal(("pow", total, exponent)))
    return {"of": key, "lead": number, "rest": [part(1, 0, 0)], **more}


NEAR_ONE = add(ONE, to(D, -1))


@pytest.mark.parametrize("exponent", [D, R, mul(A, D), add(A, mul(D, to(R, -1)))])
@pytest.mark.parametrize("order", [0, 1, 3])
def test_a_sum_near_one_under_a_size_is_refused(exponent, order):
    """(1 + 1/d)^d tends to e."""
    gap = add(("pow", NEAR_ONE, exponent), MINUS)
    sums = [under(NEAR_ONE, exponent, 1, order=order)]
    with pytest.raises(CheckFailed, match="a size in an exponent"):
        small(gap, ONE, [part(1, 0, 0), part(0, 0, 1), part(1, 0, 1)], sums=sums)


def test_a_sum_near_one_under_a_number():
    gap = add(("pow", NEAR_ONE, num("1/2")), MINUS)
    sums = [under(NEAR_ONE, num("1/2"), 1)]
    assert small(gap, ONE, [part(0, 0, 1)], sums=sums).rank == "proved"


# int_e^1 u^(-2) exp(-u) du with e = 1/(a^2 d).
INTEGRAL = ("laplace", num(-1), ONE, mul(to(A, -2), to(D, -1)))
FORM, REST = mul(to(A, 2), D), to(D, "-1/2")


def of_integral(e, where):
    """X^e - a^(2 e) d^e << d^e, where X ~ a^2 d is recalled."""
    declared = {"parameters": ("a",), "conditions": (where,), "sizes": ("d",)}
    line = Statement("~", INTEGRAL, FORM, window=((D, True),), remainder=REST, **declared)
    row = {"of": ["known", 0], "left": INTEGRAL, "right": FORM, "remainder": REST}
    row = {n: x if n == "of" else encode_node(x) for n, x in row.items()}
    row["slacks"] = [slack(1, 0)]
    front = to(A, str(2 * Fraction(e)))
    gap = add(("pow", INTEGRAL, num(e)), less(mul(front, to(D, e))))
    return small(gap, to(D, e), [part(0, 0, 1)], where=where, line=line, leading=[row])


@pytest.mark.parametrize("e", ["1/2", "3/2"])
def test_a_root_of_a_square_is_positive(e):
    """X^(1/2) is near -a d^(1/2) where a is below 0."""
    assert of_integral(e, (">", A)).rank == "proved"
    with pytest.raises(CheckFailed, match="fails at a"):
        of_integral(e, BELOW)


@pytest.mark.parametrize("where", [(">", A), BELOW])
def test_whole_powers_of_a_square(where):
    assert of_integral("2", where).rank == "proved"
