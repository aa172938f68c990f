"""One worker for all tests that need none of their own."""

import pytest

from phasecalc.claims.judging.worker import Worker


@pytest.fixture(scope="session")
def worker():
    with Worker() as shared:
        yield shared
