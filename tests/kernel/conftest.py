"""Every test has the allowance of work that a step has, whatever was done before it."""

import pytest

from phasecalc.kernel.effort import renew


@pytest.fixture(autouse=True)
def whole_allowance():
    renew()
