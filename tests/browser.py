"""A headless Chromium that logs its console and its requests, for whoever opens a page."""

import os
import shutil

import pytest

REQUIRED = os.environ.get("PHASECALC_REQUIRE_BROWSER") == "1"
# Nothing in the background: every request of the browser is one of the pages'.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--window-size=1280,1000",
)  # fmt: skip


def missing(what):
    """Skip, or fail where a browser was promised."""
    if REQUIRED:
        pytest.fail(f"{what} is missing, and PHASECALC_REQUIRE_BROWSER=1 asks for it")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Headless Chromium that logs its console and its requests."""
    try:
        from selenium import webdriver
    except ImportError:
        missing("the extra [browser]")
    from selenium.webdriver.chrome.service import Service

    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        missing("chromium with its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    chrome.set_script_timeout(60)
    yield chrome
    chrome.quit()
