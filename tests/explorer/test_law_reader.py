"""The page of a law for whoever has keys, a screen reader, a telephone, or a dark room."""

import pytest

from phasecalc.explorer.laws import law_data
from phasecalc.explorer.page import explorer_page, law_page
from phasecalc.laws import law
from tests.docs.look import requests
from tests.explorer.test_browser import go as to
from tests.explorer.test_browser import rest, state, text
from tests.explorer.test_law_browser import go
from tests.glance import DARK, LIGHT, WIDTHS, as_seen, faults

pytestmark = pytest.mark.slow

PAGES = {
    "regions": ("lazy-features", {}),
    "a line": ("two-term", {"at": {"beta": "0.28"}}),
    "a loss in its own bound": ("kaplan", {"at": {"alpha_B": "1/5"}}),
}


@pytest.fixture(scope="module")
def solved():
    return law_data(law("lazy-features"))


@pytest.fixture
def regions(browser, tmp_path, solved):
    go(browser, tmp_path, law_page(solved))
    return browser


def test_keys_move_the_point_and_what_is_said_follows(regions):
    from selenium.webdriver.common.keys import Keys

    to(regions, "alpha=199/100&beta=149/100")
    plane = regions.find_element("id", "plane")
    plane.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_UP)
    assert state(regions) == {"alpha": "2", "beta": "3/2"}
    assert regions.current_url.endswith("#alpha=2&beta=3%2F2")
    rest(regions)
    spoken = "return document.getElementById('spoken').textContent"
    assert regions.execute_script(spoken) == (
        "alpha 2, beta 3/2: boundary of regions 1 and 2. "
        "Loss exponent 3/4, exponent of N 1/2, exponent of t 1/2."
    )
    plane.send_keys(Keys.PAGE_UP)
    assert state(regions)["beta"] == "8/5"
    plane.send_keys(Keys.PAGE_DOWN, Keys.PAGE_DOWN, Keys.SHIFT, Keys.ARROW_LEFT)
    assert state(regions) == {"alpha": "19/10", "beta": "7/5"}
    plane.send_keys(Keys.NULL, Keys.HOME)
    assert state(regions) == {"alpha": "3/2", "beta": "3/2"}
    rest(regions)
    assert "region 1. Loss exponent 2/3" in regions.execute_script(spoken)
    assert regions.get_log("browser") == []


def test_on_a_line_upwards_is_onwards(browser, tmp_path):
    from selenium.webdriver.common.keys import Keys

    go(browser, tmp_path, explorer_page("two-term", at={"beta": "0.28"}))
    plane = browser.find_element("id", "plane")
    plane.send_keys(Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.PAGE_UP, Keys.ARROW_LEFT)
    assert state(browser) == {"alpha": "351/1000"}
    plane.send_keys(Keys.HOME)
    assert state(browser) == {"alpha": "17/50"}


def test_what_a_screen_reader_finds(regions):
    plane = regions.find_element("id", "plane")
    assert plane.get_attribute("role") == "application"
    assert "Plane of alpha (across) and beta (up)" in plane.get_attribute("aria-label")
    assert regions.find_element("id", "spoken").get_attribute("aria-live") == "polite"
    assert regions.find_element("id", "fault").get_attribute("role") == "alert"
    for name in ("alpha", "beta"):
        field = regions.find_element("id", f"at-{name}")
        assert (field.accessible_name, field.aria_role) == (name, "textbox")
    # Every formula has its MathML beside it.
    formulas = "return document.querySelectorAll('.katex').length"
    assert regions.execute_script(formulas) > 30
    bare = "return [...document.querySelectorAll('.katex')].filter((e) => !e.querySelector('math'))"
    assert regions.execute_script(f"{bare}.length") == 0


def test_what_is_outside_is_said_too(regions):
    to(regions, "alpha=1/2&beta=1")
    rest(regions)
    assert "it needs alpha > 1" in text(regions, "answer")
    spoken = "return document.getElementById('spoken').textContent"
    assert "it needs alpha > 1" in regions.execute_script(spoken)


@pytest.mark.parametrize("page", PAGES)
def test_it_is_read_in_any_window_and_light(browser, tmp_path, page):
    name, options = PAGES[page]
    go(browser, tmp_path, explorer_page(name, **options))
    try:
        for width in WIDTHS:
            for scheme in (LIGHT, DARK):
                as_seen(browser, width, scheme)
                rest(browser)
                assert faults(browser) == [], (width, scheme)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert browser.get_log("browser") == []
    assert list(requests(browser)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_numbers_of_hundreds_of_digits_scroll_by_themselves(regions, width):
    as_seen(regions, width, LIGHT)
    try:
        to(regions, "alpha=1e300&beta=1")
        rest(regions)
        assert "0" * 300 in text(regions, "answer")
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert regions.execute_script(wide) == 0
    finally:
        regions.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
