"""What a reader of any page cannot use: text that fades, lines cut off, pictures without words."""

from pathlib import Path

__all__ = ["DARK", "LIGHT", "WIDTHS", "as_seen", "faults"]

LIGHT, DARK = "light", "dark"
WIDTHS = (1400, 400)

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_KINDS = ("faded", "cutOff", "wordless")


def as_seen(browser, width, scheme, height=900):
    """Show pages this wide and in this colour scheme from now on."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )


def faults(browser):
    """Everything of these kinds on the page that is open."""
    listed = ", ".join(f"...{name}()" for name in _KINDS)
    return browser.execute_script(f"{_SCRIPT}\nreturn [{listed}];")
