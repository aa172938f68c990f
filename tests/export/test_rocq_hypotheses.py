"""What the book takes from Rocq, against Rocq's text: an altered one of either is noticed."""

from dataclasses import replace

import pytest
import sympy as sp

from derivations import d16_formal
from derivations.d16_formal import CASES, TAKEN, compared
from phasecalc.exceptions import StepFailed
from phasecalc.export.rocq.evidence import InRocq
from phasecalc.export.rocq.hypotheses import definition, hypotheses
from phasecalc.export.rocq.lemmas import lemma
from phasecalc.kernel.shipped import TIED
from phasecalc.proof import claim, theorem
from phasecalc.symbols import alpha, d, tau
from tests import ties

TEXT = lemma("main-theorem")

# What Rocq's text says, changed in one place: sums, hypotheses, conclusion.
ROCQ = (
    ("A k w * w ^ k + A 1 w * w * theta w", "A k w * w ^ k + A 1 w * theta w"),
    ("A k w * w ^ k + A 1 w * w * theta w", "A k w * w ^ k"),
    (": R := turning 2 w * w.", ": R := turning 2 w."),
    ("mode (j : nat) : R := lambda j / d.", "mode (j : nat) : R := lambda j."),
    ("mode_2 (j : nat) : R := lambda j ^ 2 / d.", "mode_2 (j : nat) : R := lambda j / d."),
    ("weight j * (/ (lambda j + w)) ^ n)", "weight j * (/ (lambda j - w)) ^ n)"),
    ("d * (squares v d lambda 2 w + turning", "d * (squares v d lambda 1 w + turning"),
    (
        "(squares v d lambda 2 w + turning v d lambda 1",
        "(squares v d lambda 2 w + turning v d lambda 2",
    ),
    ("Rpower (INR D) (- (2 * alpha)) in", "Rpower (INR D) (- alpha) in"),
    (
        "<= sum_of_orders v (INR D) lambda target (S (S n))",
        "<= sum_of_orders v (INR D) lambda target n",
    ),
    ("low * noise w <= w ^ 2 * noise", "low * noise w <= w * noise"),
    ("0 <= e1 < 1 -> 0 <= e2 < 1", "0 < e1 < 1 -> 0 < e2 < 1"),
    ("1 < e3 <", "2 < e3 <"),
    ("0 <= eK < 2", "0 <= eK < 1"),
    ("(T t + gamma * noise t) / C <= P r", "T t / C <= P r"),
    ("INR v <= rho * INR D -> (forall j", "INR v <= INR D -> (forall j"),
    ("0 < gamma -> gamma * (B + 1) * X", "a1 <= a2 -> 0 < gamma -> gamma * (B + 1) * X"),
    ("lambda w)\n       = trace", "lambda w)\n       = 2 * trace"),
)


def test_they_agree():
    """What the kernel reads was written by the comparison of the book with the text as it is."""
    assert compared() == len(CASES) * (57 + 2 * 4)
    assert TIED.read_text(encoding="utf-8") == ties.ties()


def test_what_was_not_compared_is_assumed():
    """A chapter that takes 1 = 2, or more than was compared, on a theorem that Rocq accepted."""
    lie = claim(sp.Integer(1), "=", sp.Integer(2))
    s = TAKEN[0].statement
    more = replace(TAKEN[0], statement=replace(s, window=s.window[:1]))

    @theorem(label="one-is-two", goals=(lie, TAKEN[0], more))
    def one_is_two(proof):
        proof.measure(InRocq("renewal", "loss_upper", "The loss is at most ..."), "By Rocq.")
        for taken in (lie, TAKEN[0], more):
            proof.take(taken, "Rocq says so.")

    found = one_is_two.theorem
    assert [str(x.rank) for x in found.lines] == ["assumed", "accepted by Rocq", "assumed"]
    assert str(found.rank) == "assumed"


@pytest.mark.parametrize(("old", "new"), ROCQ)
def test_a_changed_text_is_noticed(old, new):
    assert TEXT.count(old) >= 1
    at = TEXT.rindex(old)
    with pytest.raises(StepFailed):
        compared(TEXT[:at] + new + TEXT[at + len(old) :])


def noticed(monkeypatch, name, value, match="."):
    monkeypatch.setattr(d16_formal, name, value)
    with pytest.raises(StepFailed, match=match):
        compared()


@pytest.mark.parametrize("k", range(1, 5))
@pytest.mark.parametrize(
    "case", [0, *(pytest.param(c, marks=pytest.mark.slow) for c in range(1, 6))]
)
def test_a_changed_sum_is_noticed(monkeypatch, case, k):
    """Each of the sums taken with a factor, or with one that counts the modes otherwise."""
    s = TAKEN[case].statement
    for wrong in (
        ("mul", ("num", "2"), s.right[k]),
        ("mul", ("var", "tau"), s.right[k]),
        ("num", "0"),
    ):
        right = (*s.right[:k], wrong, *s.right[k + 1 :])
        made = replace(TAKEN[case], statement=replace(s, right=right))
        noticed(monkeypatch, "TAKEN", (*TAKEN[:case], made, *TAKEN[case + 1 :]), "sums of the")


def test_a_changed_order_or_window_is_noticed(monkeypatch):
    with monkeypatch.context() as patch:
        noticed(patch, "early", tau ** (-1 + 1 / (2 * alpha)), "eK")
    with monkeypatch.context() as patch:
        noticed(patch, "modes_at_w", 1 / tau, "e1|e3")
    with monkeypatch.context() as patch:
        room = d16_formal.Case.room.fget

        def other(case):
            found = room(case)
            first, _, last = found["window"]
            return {**found, "window": [first, d**alpha / tau, last]}

        patch.setattr(d16_formal.Case, "room", property(other))
        with pytest.raises(StepFailed, match="does not say 'let s0"):
            compared()


def test_what_cannot_be_read_is_refused():
    for name, text in (
        ("theta", TEXT.replace("turning 2 w * w.", "turning 2 w * w?w.")),
        ("theta", TEXT.replace("turning 2 w * w.", "turning 2 w * w) .")),
        ("nothing", TEXT),
    ):
        with pytest.raises(StepFailed):
            definition(text, name)
    with pytest.raises(StepFailed, match="no theorem"):
        hypotheses(TEXT, "loss")


@pytest.mark.parametrize("which", [0, 1])
def test_a_hypothesis_without_its_window_is_noticed(which):
    """The orders of the sums for every w, not only in the window: more than the book shows."""
    inside = "s0 <= w <= s1 / least_M alpha rho c ->"
    first, *rest = TEXT.split(inside)
    assert len(rest) == 2
    left = [inside, inside]
    left[which] = ""
    with pytest.raises(StepFailed, match="1 times"):
        compared(first + left[0] + rest[0] + left[1] + rest[1])


def test_a_range_that_is_not_said_is_noticed():
    with pytest.raises(StepFailed, match="no range of e1"):
        compared(TEXT.replace("0 <= e1 < 1 -> 0 <= e2", "0 <= e2"))
