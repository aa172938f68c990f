"""The built site, served on this machine, and a browser that looks at it."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser import browser, missing, served  # noqa: F401

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


@pytest.fixture
def serve():
    """Function that serves a folder on this machine and returns its address."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(served(folder))
