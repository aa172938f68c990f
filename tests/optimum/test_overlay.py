"""Small diagrams laid over each other: zones tile their domain, and nothing else passes."""

from __future__ import annotations

import pytest
import sympy as sp

from phasecalc.exceptions import Undecided
from phasecalc.optimum.overlay import Overlay, overlay
from phasecalc.optimum.program import Program

a, x = sp.symbols("a x", real=True)


@pytest.fixture(scope="module")
def found() -> Overlay:
    """Losses f^(-a) and f^(-1), each up to what the model can reach."""
    exponents = {"first": a * x, "second": x}
    diagrams = {
        name: Program.of(
            terms={"bias": -exponent, "cost": x - 1},
            unknowns=[x],
            constraints=[x >= 0, x <= 1],
            domain=[a > 0],
        ).diagram()
        for name, exponent in exponents.items()
    }
    return overlay(diagrams)


def test_zones_tile_and_name_the_best(found):
    assert [z.best for z in found.zones] == [("second",), ("first",)]
    assert found.prove() == found.recheck(found.proofs())


def test_a_zone_that_is_there_twice_is_found_out(found):
    for zones in ((*found.zones, found.zones[0]), found.zones[1:]):
        with pytest.raises(Undecided):
            Overlay(found.diagrams, zones).prove()
