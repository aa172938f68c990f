"""The theorems on the critical lines against the book's orders: an edit of either is noticed."""

import pytest
import sympy as sp

from derivations import d32_window_rocq
from derivations.d32_window_lines import LINES
from derivations.d32_window_rocq import NAMES, compared, found
from phasecalc.exceptions import StepFailed
from phasecalc.export.rocq.cases import OnLine, Power, written
from phasecalc.export.rocq.lemmas import lemma
from phasecalc.symbols import alpha, beta, d, gamma, tau
from tests import ties

TEXT = lemma("critical-lines")
half = sp.Rational(1, 2)


def test_they_agree():
    assert compared() == 8 + 32 + 3 * 3 + 3 + 5 + 5 + 3 + len(LINES)
    assert ties.CASES.read_text(encoding="utf-8") == ties.cases()
    assert all(f"Theorem {name} :" in TEXT for name in NAMES)


def test_the_orders_are_those_of_the_page():
    """By hand, from docs/main-theorem.md: exponents of 1/tau, and where logarithms are."""
    by_hand = (
        (1, 1 - 1 / (2 * alpha), False, 2 - 1 / (2 * alpha), False),
        (1, 0, False, 2 - 1 / (2 * alpha), False),
        (1, 0, False, 0, False),
        (4 * beta - 1, 0, False, 0, True),
        (4 * beta - 1, None, None, 0, True),
        (2 * beta, None, None, 1, False),
        (2 * beta, 0, True, 1, False),
        (1, 0, False, 0, True),
        (1, 0, True, 1, False),
    )
    for line, (e1, e2, l2, ek, lk) in zip(found(), by_hand, strict=True):
        assert line.first == Power(sp.sympify(e1))
        assert line.noise == Power(sp.sympify(ek), lk)
        assert line.spread == (None if e2 is None else Power(sp.sympify(e2), l2))


# What the general theorems say, the definition they share, and the theorems line by line.
ROCQ = (
    ("eK + more lK 1 < 2 ->", "eK + more lK 1 < 3 ->"),
    ("0 <= e2 -> e2 + more l2 (/ 2) < 1 -> e2", "e2 + more l2 (/ 2) < 1 -> e2"),
    ("let T := fun w => w + log_term s0 a2 e2 l2 w * down s2 w", "let T := fun w => w"),
    ("let T := fun w => Rpower w e1 in", "let T := fun w => Rpower w e1 + 1 in"),
    ("log_term s0 a2 e2 l2 t <= N * t", "log_term s0 a2 e2 l2 t <= N"),
    ("gamma * noise t <= N * t ->", "gamma * noise t <= N * N * t ->"),
    ("(T t + gamma * noise t) / C <= P r <= C", "T t / C <= P r <= C"),
    ("<= high * noise w) /\\\n  s0 <=", "<= noise w) /\\\n  s0 <="),
    ("low * noise w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * noise w) /\\\n  s0 <=",
     "low * noise w <= w * noise_orders v (INR D) lambda w <= high * noise w) /\\\n  s0 <="),
    ("1 <= s1 * (gamma * B * INR r).\n\nLemma top_above", "0 <= r.\n\nLemma top_above"),
    ("alpha < (1 / 4) ->", "alpha < (1 / 2) ->"),
    ("log_term s0 aK 0 true", "log_term s0 aK 0 false"),
    ("fun w => Rpower w ((-1) + 4 * beta) + log_term s0 a2 0 false",
     "fun w => Rpower w ((-1) + 4 * beta) + log_term s0 a2 0 true"),
    ("fun w => Rpower w (2 * beta)", "fun w => Rpower w beta"),
    ("Theorem loss_where_lines_meet", "Theorem loss_where_they_meet"),
    (": R := turning 2 w * w.", ": R := turning 2 w."),
    ("mode_2 (j : nat) : R := lambda j ^ 2 / d.", "mode_2 (j : nat) : R := lambda j / d."),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), ROCQ)
def test_a_changed_text_is_noticed(old, new):
    assert TEXT.count(old) >= 1
    at = TEXT.rindex(old)
    with pytest.raises(StepFailed):
        compared(TEXT[:at] + new + TEXT[at + len(old) :])


@pytest.mark.parametrize(
    "k", [4, *(pytest.param(k, marks=pytest.mark.slow) for k in range(9) if k != 4)]
)
def test_a_changed_order_is_noticed(monkeypatch, k):
    """Each order of each line with another power, or another logarithm."""
    line = LINES[k]
    for which in range(min(3, len(line.orders))):
        order, why = line.orders[which]
        for factor in (tau ** sp.Rational(1, 7), sp.log(tau), line.there(tau) ** half):
            wrong = [*line.orders]
            wrong[which] = (order * factor, why)
            with monkeypatch.context() as patch:
                patch.setattr(line, "orders", wrong)
                with pytest.raises(StepFailed):
                    compared()
    with monkeypatch.context() as patch:
        patch.setattr(line, "sums", [2 * line.sums[0], *line.sums[1:]])
        with pytest.raises(StepFailed, match="other sums"):
            compared()
    with monkeypatch.context() as patch:
        patch.setattr(line, "room", {**line.room, "window": [], "growing": [d]})
        with pytest.raises(StepFailed, match="window"):
            compared()


def test_another_part_of_a_line_is_noticed(monkeypatch):
    monkeypatch.setattr(LINES[1], "where", (alpha > sp.Rational(1, 5), alpha < half))
    with pytest.raises(StepFailed, match="line by line"):
        compared()


def test_what_is_not_below_w_is_noticed(monkeypatch):
    """A smeared sum, or a noise, that Rocq wants below the distance and is not."""
    line = LINES[3]
    order, why = line.orders[1]
    monkeypatch.setattr(line, "orders", [line.orders[0], (order * d, why), *line.orders[2:]])
    with pytest.raises(StepFailed, match="smaller than w"):
        compared()


def test_another_kept_noise_is_noticed(monkeypatch):
    monkeypatch.setattr(LINES[0], "left", (0, 1, 3))
    with pytest.raises(StepFailed, match="another noise is kept"):
        compared()
    monkeypatch.undo()
    monkeypatch.setattr(
        d32_window_rocq, "SQUARES", {sp.Rational(1, 4): Power(sp.S.One), half: Power(sp.S.One)}
    )
    with pytest.raises(StepFailed):
        compared()


def test_what_cannot_be_written_is_refused():
    where, one = (sp.Eq(beta, half),), Power(sp.S.One)
    general = TEXT.partition("(* Each part of each critical line")[0]
    for wrong in (
        OnLine("x", "between", where, Power(sp.Integer(2)), one, one),
        OnLine("x", "between", where, one, None, one),
        OnLine("x", "rough", where, one, one, one),
        OnLine("x", "smooth", where, Power(alpha * beta), one, one),
        OnLine("x", "smooth", where, Power(sp.sqrt(2)), one, one),
        OnLine("x", "smooth", where, Power(sp.S.One, log=True), one, one),
        OnLine("x", "smooth", where, Power(gamma), one, one),
    ):
        with pytest.raises(StepFailed):
            written([wrong], general)
    with pytest.raises(StepFailed, match="no theorem"):
        written([OnLine("x", "between", where, one, one, one)], "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  0 < gamma /\\ gamma * (B + 1)", "  0 < gamma /\\ 1 < gamma /\\ gamma * (B + 1)"),
        ("(forall w, s0 <= w <= s2 ->\n     0 < T w", "(forall w,\n     0 < T w"),
        ("(forall w, s0 <= w <= s2 ->\n     0 < noise w", "(forall w,\n     0 < noise w"),
        ("(forall j, 0 <= target j) /\\\n", "(forall j, 0 < target j) /\\\n"),
    ],
)
def test_a_situation_that_asks_for_more_is_noticed(old, new):
    head, mark, own = TEXT.partition("Definition situation")
    assert mark
    assert own.count(old) == 1
    with pytest.raises(StepFailed, match="another situation"):
        compared(head + mark + own.replace(old, new))
