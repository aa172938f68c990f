"""The built site, served on this machine, and a browser that looks at it."""

import functools
import http.server
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.browser import browser, missing  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Folder of the built site; building warns of nothing."""
    try:
        import furo  # noqa: F401
        import myst_nb  # noqa: F401
    except ImportError:
        missing("the extra [docs]")
    folder = tmp_path_factory.mktemp("site")
    words = ["-W", "--keep-going", "-n", "-q", "-b", "html", "-d", str(folder / "doctrees")]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *words, str(ROOT / "docs"), str(folder / "html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder / "html"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *arguments):
        pass


@pytest.fixture
def serve():
    """Function that serves a folder on this machine and returns its address."""
    servers = []

    def start(folder):
        handler = functools.partial(Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
