"""On a machine fifty times slower a verdict stays, or the claim is undecided for want of time."""

import time

import pytest

from phasecalc.claims.judging.judge import judge

CLAIMS = [
    ("loss_exponent < 1", ["alpha > 1/2"], "proved", "proved"),
    ("loss_exponent < 9/10", ["alpha > 1/2"], "refuted", "proved"),
    ("d**(-2*alpha) << 1", ["alpha > 1/2"], "proved", "proved"),
    ("pi > 3 + 1/8", [], "proved", "proved"),
    ("2**900 > loss_exponent", ["alpha > 1/2"], "derived", "no certificate"),
    ("eta < 2 and xi > 0", [], "proved", "proved"),
]


@pytest.mark.parametrize(("states", "where", "status", "evidence"), CLAIMS)
def test_ranks_do_not_depend_on_the_clock(monkeypatch, states, where, status, evidence):
    start = {n: getattr(time, n)() for n in ("monotonic", "perf_counter")}
    for name, began in start.items():
        own = getattr(time, name)
        monkeypatch.setattr(time, name, lambda own=own, began=began: began + 50 * (own() - began))
    found = judge(states, where, "c", 10.0)
    if found.status == "undecided":
        assert "time ran out" in found.reason
    else:
        assert (found.status, found.evidence) == (status, evidence)
