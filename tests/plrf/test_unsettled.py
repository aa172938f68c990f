"""No refusal speaks of a point z of a contour: nobody who asks for a loss has given one."""

import pytest

import phasecalc as pc
from phasecalc.exceptions import NotConverged
from phasecalc.plrf.curves import resolvent

ASKED = {
    "loss": lambda: pc.PLRF("0.7", "0.9", 100).loss(50),
    "forcing": lambda: pc.PLRF("0.7", "0.9", 100).forcing(50),
    "kernel": lambda: pc.PLRF("0.7", "0.9", 100).kernel(50),
    "digits": lambda: pc.PLRF("0.7", "0.9", 100).loss(50, digits=20),
    "norm": lambda: pc.PLRF("0.7", "0.9", 100).kernel_norm(),
    "frontier": lambda: pc.frontier("0.7", "0.9", 1e10),
    "frontier, digits": lambda: pc.frontier("0.7", "0.9", 1e10, digits=20),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("steps", [0, 1])
def test_a_refusal_speaks_of_what_was_asked(asked, steps, monkeypatch):
    monkeypatch.setattr(resolvent, "_STEPS", steps)
    with pytest.raises(NotConverged) as refused:
        ASKED[asked]()
    said = str(refused.value)
    assert "z =" not in said
    assert "omega" not in said
    assert "S_" not in said
    assert "digits" in said
