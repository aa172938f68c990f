"""Claims about the loss with numbers: against another route, to the last digit that they state."""

import math
from dataclasses import replace
from fractions import Fraction

import mpmath as mp
import pytest

import phasecalc as pc
from phasecalc.claims.about.numbers import at_sizes
from phasecalc.claims.judging.judge import judge
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.plrf.curves.loss import evaluate

pytest.importorskip("flint")
WHERE = ["alpha == 7/10", "beta == 9/10"]
MODELS = {
    "d = 1000, r = 1000": (("7/10", "9/10", 1000), {}, 1000),
    "d = 20, r = 5/2, v = 20, B = 8": (("1/5", "2/5", 20, 20), {"batch": 8}, Fraction(5, 2)),
    "d = 300, r = 10^9, v = oo, gamma = 1/10": (
        ("7/10", "9/10", 300, math.inf),
        {"gamma": "1/10"},
        10**9,
    ),
}


def judged(states, where=WHERE):
    return judge(states, where, "", 60.0)


@pytest.mark.parametrize("at", MODELS)
def test_the_loss_at_sizes_is_decided_to_the_digits_stated(at):
    numbers, more, r = MODELS[at]
    value = evaluate(pc.PLRF(*numbers, **more), "loss", r, 60)  # no balls
    where = [f"alpha == {numbers[0]}", f"beta == {numbers[1]}"]
    with mp.workdps(70):
        places = 24 - int(mp.floor(mp.log10(value)))
        digits = int(mp.nint(value * mp.mpf(10) ** places))
        exact = mp.nstr(value, 58)
    for off, status in ((0, "derived"), (1, "refuted")):
        near = f"abs(loss - {digits + off}/10^{places}) <= 1/(2*10^{places}) at {at}"
        found = judged(near, where)
        assert (found.status, found.evidence) == (status, "enclosed"), found
        assert f"{mp.nstr(value, 12)[:12]}" in f"{found.reason} {found.witness}"
    # 58 digits are more than are computed.
    close = f"{int(exact.replace('.', '').lstrip('0'))}/10^{len(exact.partition('.')[2])}"
    found = judged(f"loss < {close} at {at}", where)
    assert found.status == "undecided"
    assert "do not decide" in found.reason


def test_through_a_process_and_with_decimals():
    found = pc.check_claim("loss == 0.0011988226 at d = 1000, r = 1000", WHERE, timeout=60)
    assert (found.status, found.evidence, found.about) == ("derived", "enclosed", "plrf")
    assert found.assumes[-1].endswith("; the default learning rate; B = 1")
    with pytest.raises(pc.ParseError, match="r is missing"):
        pc.check_claim("loss == 0.0011988226 at d = 1000", WHERE)


STEEP = ["alpha == 11/10", "beta == 7/10"]
AT = "at f = 1008, B = 8, ratio = oo"


@pytest.fixture(scope="module")
def least():
    """The least loss of every whole size within 1008 = 8 d r, one by one, in doubles."""
    return min(
        float(pc.PLRF("1.1", "0.7", d, math.inf, batch=8).loss(126 / d)) for d in range(1, 64)
    )


@pytest.mark.parametrize(("operator", "status"), [("<", "derived"), (">=", "refuted")])
def test_the_least_loss_at_a_budget_is_known_from_above(least, operator, status):
    found = judged(f"loss {operator} {Fraction(least * 1.05)} {AT}", STEEP)
    assert (found.status, found.evidence) == (status, "enclosed")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("operator", "part", "status"), [(">", -1e-9, "derived"), ("<", 1e-9, "derived")]
)
def test_the_least_loss_of_few_sizes_is_known_on_both_sides(least, operator, part, status):
    found = judged(f"loss {operator} {Fraction(least * (1 + part))} {AT}", STEEP)
    assert (found.status, found.evidence) == (status, "enclosed")


@pytest.mark.slow
def test_a_claim_between_the_bounds_of_the_least_loss_is_undecided():
    found = judged("loss < 0.00015 at f = 10^10", ["alpha == 4/5", "beta == 3/10"])
    assert found.status == "undecided"
    assert "do not decide" in found.reason


@pytest.mark.parametrize(
    ("states", "where", "says"),
    [
        ("loss < 1 at d = 10, r = 10", WHERE[:1], "rational point"),
        ("loss < 1 at d = 10, r = 10", ["alpha == sqrt(2)", "beta == 1"], "rational point"),
        ("loss < 1 at d = 10, r = 10", [*WHERE, "beta > 1"], "satisfy all of where"),
        ("loss < 1 at d = 10, r = 10, d = 11", WHERE, "twice"),
        ("loss < 1 at d = 10, r = 10, f = 100", WHERE, "no place"),
        ("loss < 1 at d = 10, r = oo", WHERE, "r"),
        ("loss < 1 at r = 10", WHERE, "d is missing"),
        ("eta < 1 at d = 10, r = 10", WHERE, "there are loss"),
        ("loss << 1 at d = 10, r = 10", WHERE, "no orders"),
        ("loss < 1 at C = 10^22", WHERE, "C has no place"),
    ],
)
def test_what_is_not_read(states, where, says):
    with pytest.raises(pc.ParseError, match=says):
        judged(states, where)


@pytest.mark.parametrize(
    "at", ["d = 10, r = 10, v = 21/2", "d = 10, r = 10, gamma = 10", "f = 10", "d = 10, r = -1"]
)
def test_what_is_outside_is_undecided(at):
    found = judged(f"loss < 1000 at {at}")
    assert found.status == "undecided"
    assert found.reason


def test_the_verdict_is_of_the_ball_alone(monkeypatch):
    states = "loss == 0.0011988226 at d = 1000, r = 1000"
    claim = at_sizes.read_at_sizes(states, WHERE)
    true = next(at_sizes._balls(claim))["loss"]
    shift = Fraction(1, 10**9)
    for ball, status in (
        (true, "derived"),
        (replace(true, midpoint=true.midpoint + shift), "refuted"),
        (replace(true, radius=shift), "undecided"),
        (Enclosure(Fraction(0), Fraction(0)), "refuted"),
    ):
        monkeypatch.setattr(at_sizes, "_balls", lambda _, ball=ball: iter([{"loss": ball}]))
        assert judged(states).status == status


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ("loss == loss", "derived"),
        ("loss**2 - P*loss == 0", "derived"),
        ("max(P, 0) == loss", "derived"),
        ("sqrt(loss) == sqrt(P)", "derived"),
        ("loss < P", "refuted"),
        ("loss != P", "refuted"),
        ("P > F > K > 0", "derived"),
        ("F == K", "refuted"),
        ("loss/(F - F) == loss/(F - F)", "undecided"),
    ],
)
def test_identities_need_no_digits(states, status):
    assert judged(f"{states} at d = 1000, r = 1000").status == status


@pytest.mark.parametrize("name", ["forcing", "kernel"])
def test_forcing_and_kernel_by_the_route_without_balls(name):
    value = evaluate(pc.PLRF("7/10", "9/10", 1000), name, 1000, 40)
    with mp.workdps(50):
        places = 20 - int(mp.floor(mp.log10(value)))
        digits = int(mp.nint(value * mp.mpf(10) ** places))
    for written in (name, name[0].upper()):
        for off, status in ((0, "derived"), (1, "refuted")):
            near = f"abs({written} - {digits + off}/10^{places}) <= 1/(2*10^{places})"
            assert judged(f"{near} at d = 1000, r = 1000").status == status


def test_at_a_budget_there_is_the_loss_alone():
    with pytest.raises(pc.ParseError, match=r"'F' is not known \(one of d and r; end with"):
        judged("F < 1 at f = 10^10")
