"""Powers of log f on the critical lines, measured: what agrees, and what a wrong power gets."""

import pytest

from phasecalc.exceptions import DomainError
from phasecalc.plrf.asking import on_lines
from phasecalc.plrf.checks import logs_seen
from phasecalc.plrf.checks.logs_seen import POINTS, LogsSeen, see_logs

AGREE = {
    *(("1", "1/2"), ("7/10", "1/2"), ("1/5", "1/2"), ("1/4", "1"), ("1/4", "3/4"), ("1/4", "2/5")),
    *(("1/2", "3/10"), ("1/2", "1/5"), ("1/2", "1"), ("1/2", "1/2")),
}


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_every_line_and_meeting_point(point):
    found = see_logs(*point)
    assert (found.verdict == "agrees") == (point in AGREE)
    assert found.verdict != "contradicts"


@pytest.mark.slow
def test_a_wrong_power_does_not_agree(monkeypatch):
    for off in (-0.1, 0.1, 0.5):
        k, m = on_lines.powers(logs_seen.exponents("1/2", "3/10"))
        monkeypatch.setattr(logs_seen, "powers", lambda answer, k=k, m=m, off=off: (k + off, m))
        assert see_logs("1/2", "3/10").verdict != "agrees"


def test_verdicts():
    def seen(k, *slopes, limit):
        return LogsSeen("1", "1/2", (k, 0.0), slopes, limit).verdict

    assert seen(0.5, 0.3, 0.4, limit=0.5) == "agrees"
    assert seen(0.5, 0.3, 0.4, limit=0.6) == "comes nearer"
    assert seen(0.5, 0.48, 0.46, limit=0.44) == "not yet asymptotic"
    assert seen(0.5, 0.4, 0.3, limit=0.2) == "contradicts"


def test_off_the_lines():
    with pytest.raises(DomainError, match="no critical line"):
        see_logs("7/10", "9/10")
