"""The page, made once, and a way to make a spoilt one."""

import functools

import pytest

from phasecalc.explorer.data import explorer_data
from phasecalc.explorer.page import assemble
from tests.browser import browser  # noqa: F401


@pytest.fixture(scope="session")
def data():
    return explorer_data()


@pytest.fixture(scope="session")
def page(data, tmp_path_factory):
    """Address of the page, as a file."""
    return written(tmp_path_factory.mktemp("explorer") / "explore.html", data)


def written(file, data):
    file.write_text(assemble(data), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def spoilt(tmp_path):
    """Function that writes a page around given data."""
    return functools.partial(written, tmp_path / "spoilt.html")
