"""The site as a reader meets it: formulas, console, links, search; nothing from elsewhere."""

import shutil

import pytest

import phasecalc as pc
from phasecalc import cli
from phasecalc.kernel.recheck import read
from phasecalc.kernel.shipped import certificates
from tests.docs.look import TYPESET, broken_links, covering, problems, requests
from tests.glance import DARK, LIGHT, WIDTHS, as_seen, faults

pytestmark = pytest.mark.slow
LEAST_LINKS, LEAST_PAGES = 500, 30


def pages(folder):
    return sorted(
        f.relative_to(folder).as_posix() for f in folder.rglob("*.html") if "_static" not in f.parts
    )


def few(folder):
    """All pages outside of the book, and chapters with every command that the others have."""
    texts = {page: (folder / page).read_text(encoding="utf-8") for page in pages(folder)}
    return covering(texts, lambda page: not page.startswith("book/"))


@pytest.mark.parametrize("chosen", [few, pytest.param(pages, marks=pytest.mark.long)])
def test_every_page_is_shown_without_a_fault(site, browser, serve, chosen):
    address = serve(site)
    found = {page: problems(browser, address, page) for page in chosen(site)}
    assert len(found) > LEAST_PAGES
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_chapters_are_chosen_by_their_commands():
    texts = {"index": r"\pi", "book/a": r"\pi \sin", "book/b": "text", "book/c": r"\sin \{ \cos"}
    assert covering(texts, lambda page: page == "index") == ["index", "book/c"]


@pytest.mark.long  # all formulas of the book are set four times
@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_read_in_any_window_and_light(site, browser, serve, width, scheme):
    address, found = serve(site), {}
    try:
        as_seen(browser, width, scheme)
        for page in pages(site):
            browser.get(address + page)
            browser.execute_async_script(TYPESET)
            found[page] = faults(browser)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert {page: list_ for page, list_ in found.items() if list_} == {}


def test_the_book_of_this_package_is_current(site):
    """No site is built where it is not, see the tests of the book; every theorem has its place."""
    index = (site / "book" / "index.html").read_text(encoding="utf-8")
    labels = {row["label"] for row in read(certificates().read_text(encoding="utf-8"))["theorems"]}
    assert {label for label in labels if f"#thm-{label.lower()}" not in index} == set()


SHOWN = """
const seen = (e) => e.getClientRects().length > 0;
return [".explorer-frame", ".tag_explorer-picture img"].map((x) => seen(document.querySelector(x)));
"""


def test_the_home_page_holds_the_explorer(site, browser, serve):
    """Framed it answers, asking nobody; on paper and without scripts there is the picture."""
    address = serve(site)
    assert problems(browser, address, "index.html") == []
    assert browser.execute_script(SHOWN) == [True, False]
    frame = browser.find_element("css selector", ".explorer-frame")
    assert frame.get_attribute("title").startswith("Explorer")
    assert frame.get_attribute("loading") == "lazy"
    browser.execute_script("arguments[0].scrollIntoView()", frame)
    browser.switch_to.frame(frame)
    try:
        says = browser.execute_script('return window.phasecalc.answer("7/10", "9/10", "SGD")')
        header = browser.find_element("css selector", "header").is_displayed()
    finally:
        browser.switch_to.default_content()
    assert (says["phase"], says["loss_exponent"], header) == ("III", "9/14", False)
    assert [url for url in requests(browser) if not url.startswith(address)] == []
    try:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert browser.execute_script(SHOWN) == [False, True]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        browser.get(address + "index.html")
        assert browser.execute_script(SHOWN) == [False, True]
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_links_resolve(site):
    count, broken = broken_links(site)
    assert broken == []
    assert count > LEAST_LINKS


def results(browser, address, words):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(f"{address}search.html?q={words}")
    summary = "#search-results .search-summary, #search-results > p"
    WebDriverWait(browser, 30).until(
        lambda b: any(
            "found" in e.text or "did not match" in e.text
            for e in b.find_elements(By.CSS_SELECTOR, summary)
        )
    )
    links = browser.find_elements(By.CSS_SELECTOR, "#search-results ul.search li > a")
    return {link.get_attribute("href").partition("?")[0].partition("#")[0] for link in links}


def test_search_finds_what_is_there_and_nothing_else(site, browser, serve):
    address = serve(site)
    assert f"{address}tuning.html" in results(browser, address, "tuning")
    assert f"{address}api/queries.html" in results(browser, address, "dominant_terms")
    assert results(browser, address, "zzyzxqwv") == set()


def test_every_public_name_and_command_is_documented(site):
    from sphinx.util.inventory import InventoryFile

    known = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    names = {name for kind in known if kind.startswith("py:") for name in known[kind]}
    assert {f"phasecalc.{n}" for n in pc.__all__ if n != "__version__"} <= names
    text = (site / "cli.html").read_text(encoding="utf-8")
    for command in cli._COMMANDS:
        assert f'id="phasecalc-{command}"' in text


FAULTS = {
    "a formula that ends otherwise than it began": (
        '<div class="math">\\[\\begin{matrix} 1 \\end{cases}\\]</div>',
        "refused by MathJax",
    ),
    "an unknown command": ('<div class="math">\\[\\unheardof{1}\\]</div>', "refused by MathJax"),
    "a formula that does not close": ('<div class="math">\\[\\frac{1}{\\]</div>', "raw TeX"),
    "a formula left as text": ("<p>$$ \\frac{1}{2} $$</p>", "raw TeX"),
    "a script that fails": ("<script>undefined_function()</script>", "console"),
    "a picture that is not there": ('<img src="nowhere.png" alt="">', "console"),
    "a file from elsewhere": ('<script src="http://example.invalid/x.js"></script>', "request"),
    "a line that does not fit": ('<div style="width: 4000px">x</div>', "sideways"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_seen(site, browser, serve, tmp_path, fault):
    """The page on the theory, spoilt in one place."""
    planted, message = FAULTS[fault]
    shutil.copytree(site, tmp_path / "site", symlinks=True, copy_function=shutil.copy)
    page = tmp_path / "site" / "theory.html"
    text = page.read_text(encoding="utf-8")
    assert text.count("</h1>") == 1
    page.write_text(text.replace("</h1>", f"</h1>{planted}"), encoding="utf-8")
    assert any(message in p for p in problems(browser, serve(tmp_path / "site"), "theory.html"))


@pytest.mark.parametrize("link", ["nowhere.html", "theory.html#nowhere", "../outside.html"])
def test_broken_links_are_seen(tmp_path, link):
    (tmp_path / "theory.html").write_text('<p id="here">x</p>', encoding="utf-8")
    text = f'<a href="{link}">x</a><a href="theory.html#here">y</a>'
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    assert broken_links(tmp_path) == (2, [f"index.html: {link}"])
