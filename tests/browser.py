"""A headless Chromium that logs its console and its requests, for whoever opens a page."""

import functools
import http.server
import os
import shutil
import threading
from contextlib import contextmanager

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


@contextmanager
def chromium(profile):
    """Headless Chromium, or None where it or its driver is not there."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        yield None
        return
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    chrome.set_script_timeout(60)
    try:
        yield chrome
    finally:
        chrome.quit()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *arguments):
        pass


@contextmanager
def served(folder):
    """Address of a folder on this machine."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Headless Chromium that logs its console and its requests."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        missing("the extra [browser]")
    with chromium(tmp_path_factory.mktemp("browser")) as chrome:
        if chrome is None:
            missing("chromium with its driver")
        yield chrome
