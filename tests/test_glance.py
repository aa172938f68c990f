"""What is looked for on every page is found where it is planted, and nothing else is."""

import pytest

from tests.browser import browser  # noqa: F401
from tests.glance import DARK, LIGHT, as_seen, faults

pytestmark = pytest.mark.slow

SOUND = (
    '<p style="color: #555">Grey, but to be read.</p><img alt="a square" src="data:,">'
    '<button aria-label="copy"></button><div style="overflow-x: auto"><pre>'
    + "x" * 300
    + "</pre></div>"
)
PLANTED = {
    "text that fades": ('<p style="color: #aaa">faint</p>', "p 2.32: faint"),
    "text that fades by opacity": ('<p style="opacity: .4">faint</p>', ": faint"),
    "a line cut off": (
        '<div style="overflow: hidden"><p style="width: 900px">long</p></div>',
        "p from",
    ),
    "a page that scrolls": ('<div style="width: 900px">x</div>', "the page is 9"),
    "a picture without words": ('<img src="data:,">', "picture without words"),
    "a picture named like a file": ('<img alt="_images/0a.svg" src="data:,">', "a file's name"),
    "a button without a name": ("<button></button>", "control without a name"),
    "a drawing without words": ('<main><svg role="img"></svg></main>', "drawing without words"),
    "a formula under its number": (
        '<div style="position: relative"><span class="eqno" style="position: absolute; right: 0">'
        '(1)</span><mjx-math style="display: block">x</mjx-math></div>',
        "under its number (1)",
    ),
}


@pytest.fixture
def shown(browser, tmp_path):  # noqa: F811
    """Function that shows a page, 400 pixels wide, and says what is wrong with it."""

    def show(body, style="", scheme=LIGHT):
        file = tmp_path / "page.html"
        head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        file.write_text(
            f"<!doctype html>{head}<style>{style}</style><body>{body}", encoding="utf-8"
        )
        as_seen(browser, 400, scheme)
        browser.get(file.as_uri())
        return faults(browser)

    yield show
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_sound_page_has_no_fault(shown):
    assert shown(SOUND) == []


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_found(shown, what):
    body, said = PLANTED[what]
    assert any(said in fault for fault in shown(SOUND + body))


def test_what_is_invisible_in_the_dark_alone_is_found(shown):
    style = "@media (prefers-color-scheme: dark) { body { background: #111; color: #222; } }"
    assert shown("<p>here</p>", style) == []
    assert any("here" in fault for fault in shown("<p>here</p>", style, DARK))
