"""The page of a law in a browser: exact answers as Python's, and names that stay text."""

from fractions import Fraction

import pytest

from phasecalc.explorer.laws import law_data
from phasecalc.explorer.page import explorer_page, law_page
from phasecalc.laws import Law, law
from tests.docs.look import requests

pytestmark = pytest.mark.slow

TEN = [
    ("1/3", "2/7"), ("1/2", "1/2"), ("17/50", "7/25"), ("3", "1/9"), ("1/100", "5"),
    ("2", "2"), ("7/11", "13/17"), ("1000", "1/1000"), ("9/8", "8/9"), ("1/5", "4/5"),
]  # fmt: skip


def go(browser, tmp_path, page):
    file = tmp_path / "law.html"
    file.write_text(page, encoding="utf-8")
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get("about:blank")
    browser.get(file.as_uri())


def asked(browser, *point):
    return browser.execute_script("return window.phasecalc.answer(...arguments)", *point)


def test_ten_points_of_the_sum_of_two_powers(browser, tmp_path):
    page = explorer_page("two-term")
    assert len(page.encode()) <= 1_500_000
    go(browser, tmp_path, page)
    for a, b in TEN:
        x, y = Fraction(a), Fraction(b)
        says = asked(browser, a, b)
        assert says["loss_exponent"] == str(x * y / (x + y))
        assert says["exponents"] == [{"N": str(y / (x + y)), "D": str(x / (x + y))}]
    assert browser.get_log("browser") == []
    assert list(requests(browser)) == []


def test_points_of_a_law_with_regions_are_those_of_python(browser, tmp_path):
    known = law("lazy-features")
    data = law_data(known)
    names = [n for n, *_ in data["parameters"]]
    go(browser, tmp_path, law_page(data))
    optimum = known.optimum()
    for _, _, point in data["places"]:
        values = dict(zip(names, point, strict=True))
        case = optimum.at(values)
        found = case.loss_exponent.subs(
            {s: values[s.name] for s in case.loss_exponent.free_symbols}
        )
        assert asked(browser, *point)["loss_exponent"] == str(found), point
    assert browser.get_log("browser") == []


def test_texts_of_a_law_are_never_read_as_a_page(browser, tmp_path):
    evil = '</script><img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    data = law_data(law("two-term"))
    for key in ("name", "title", "source", "note"):
        data["law"][key] = evil
    go(browser, tmp_path, law_page(data))
    assert asked(browser, "1", "1")["loss_exponent"] == "1/2"
    assert browser.execute_script("return window.hit === undefined")
    assert browser.execute_script("return document.querySelectorAll('img').length") == 0


def test_a_wrong_proof_is_not_shown(browser, tmp_path):
    data = law_data(law("two-term"))
    data["cases"][0]["eta"] = "alpha*beta/(alpha + 2*beta)"
    go(browser, tmp_path, law_page(data))
    fault = browser.execute_script("return document.getElementById('fault').textContent")
    assert fault


@pytest.mark.parametrize(
    ("a", "b", "eta"), [("2", "1", "2/3"), ("2", "3/2", "3/4"), ("5/3", "1", "5/8")]
)
def test_a_boundary_names_both_sides(browser, tmp_path, a, b, eta):
    """On beta = 1 and alpha*(2 - beta) = 1 two regions meet with one exponent."""
    go(browser, tmp_path, explorer_page("lazy-features"))
    says = asked(browser, a, b)
    assert len(says["regions"]) == 2
    assert says["loss_exponent"] == eta


def test_where_sums_have_logarithms_no_order_is_claimed(browser, tmp_path):
    """At a = 2, r = 1 the bias is z^2 log(1/z), and the loss C^(-4/5) times a power of log C."""
    ridge = Law.of(
        "ridge",
        sizes=["n"],
        rates=["z"],
        parameters=["a", "r"],
        domain=["a > 1", "r > 0"],
        terms={
            "bias": "sum(j^(-2*a*r - 1)*z^2/(z + j^-a)^2, j)",
            "samples": "sum(j^(-2*a)/(z + j^-a)^2, j)/n",
        },
        budget="n",
    )
    go(browser, tmp_path, law_page(law_data(ridge)))
    shown = "return document.getElementById('answer').textContent"
    asks = "location.hash = arguments[0]; dispatchEvent(new Event('hashchange'))"
    for place, orders, logs in (("a=2&r=1", False, True), ("a=2&r=3/4", True, False)):
        browser.execute_script(asks, place)
        text = browser.execute_script(shown)
        assert ("≍" in text, "powers of log C" in text) == (orders, logs)
    assert browser.get_log("browser") == []
