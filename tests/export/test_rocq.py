"""Rocq accepts what is exported, and nothing that was tampered with."""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.export.rocq.file import coq
from phasecalc.export.rocq.kernel import AXIOMS, RocqRefused, accept, available
from phasecalc.export.rocq.lemmas import accepted_of
from phasecalc.export.rocq.record import PATH, record, recorded
from phasecalc.export.rocq.writing import comment
from phasecalc.laws.declaring import catalogue
from phasecalc.laws.declaring.files import parse_law
from tests.export.compiled import EVERY, EVERYTHING, both_comparisons, kept, said


@pytest.fixture
def rocq():
    """Skip where there is no Rocq; where it is required, that is a failure."""
    if not available():
        if os.environ.get("PHASECALC_REQUIRE_ROCQ"):
            pytest.fail("coqc is required here and missing")
        pytest.skip("no coqc on this machine (Debian: apt install coq)")


def test_a_phase_is_accepted(rocq):
    found = accept(pc.coq(pc.phase_diagram(), phases=["III"]))
    assert found.theorems == 4  # in the domain, defined, optimal, attained
    assert set(found.axioms) <= AXIOMS


# Table 1 of the paper, phase III, typed by hand: what the exported theorem must be strong enough
# to prove, whatever its definitions are called.
BY_HAND = """
Lemma by_hand : forall a b x, 1 / 2 < a -> a < b -> 0 <= x <= 1 ->
  - ((4 * a - 1) / (4 * a)) <=
  Rmax (Rmax (- (2 * a) * x) (- ((2 * a + 2 * b - 1) / (2 * a)) * (1 - x)))
       (Rmax (- x - ((2 * a - 1) / (2 * a)) * (1 - x)) (- ((4 * a - 1) / (2 * a)) * (1 - x))).
Proof.
  intros a b x Ha Hb Hx.
  destruct (phase_III_optimal a b) with (delta := x) as (e & H & L).
  - unfold phase_III; lra.
  - unfold off_walls; lra.
  - unfold feasible, constraint_1, constraint_2; lra.
  - assert (N : a <> 0) by lra.
    replace ((4 * a - 1) / (4 * a)) with (eta_III a b) by (unfold eta_III; field; lra).
    eapply Rle_trans; [exact L|].
    unfold exponent, exponent_F_0, exponent_F_pp, exponent_F_ac, exponent_K_pp in H.
    destruct H as [H|[H|[H|H]]];
      repeat (destruct H as [H|H]); try (exfalso; lra); destruct H as (_ & H);
      repeat (destruct H as (_ & H)); rewrite H.
    + eapply Rle_trans; [|apply Rmax_l]. eapply Rle_trans; [|apply Rmax_l]. right; ring.
    + eapply Rle_trans; [|apply Rmax_l]. eapply Rle_trans; [|apply Rmax_r]. right; field; lra.
    + eapply Rle_trans; [|apply Rmax_r]. eapply Rle_trans; [|apply Rmax_l]. right; field; lra.
    + eapply Rle_trans; [|apply Rmax_r]. eapply Rle_trans; [|apply Rmax_r]. right; field; lra.
Qed.

Definition every_theorem :="""


def test_it_says_what_the_paper_says(rocq):
    text = pc.coq(pc.phase_diagram(), phases=["III"])
    assert "Definition phase_III (alpha beta : R) : Prop := alpha > 1 / 2 /\\ beta > alpha." in text
    accept(text.replace("\nDefinition every_theorem :=", BY_HAND))
    wrong = BY_HAND.replace("- ((4 * a - 1) / (4 * a)) <=", "- ((4 * a - 2) / (4 * a)) <=")
    with pytest.raises(RocqRefused):
        accept(text.replace("\nDefinition every_theorem :=", wrong))


def strange_program():
    """Names that are words of Rocq, labels that would end a comment, a root in the domain."""
    a, x, c = sp.symbols("forall x H1")
    return pc.Program.of(
        terms={'x *) Admitted. (* "': -a * x, "β": -c * (1 - x)},
        unknowns=[x],
        constraints={"*)": x >= 0, "x <= 1": x <= 1},
        domain=[a > sp.sqrt(2), c > 0],
    )


def test_any_program(rocq):
    text = pc.coq(strange_program())
    assert "sqrt 2 * sqrt 2 = 2" in text
    assert accept(text).theorems == 5


def test_any_law(rocq):
    law = parse_law(
        'name = "own"\nsizes = ["N", "D"]\nparameters = ["a", "b", "e"]\nbudget = "6*N*D"\n'
        '[terms]\nmodel = "N^-a"\ndata = "D^-b"\nboth = "1/(N^e + D^b)"\n'
    )
    text = pc.coq(law)
    assert accept(text).theorems > 10  # two branches, and the zones that compare them
    head, start, tail = text.rpartition("Definition closed_2 (a b x_e : R) : Prop :=")
    for changed in (
        text.replace("branch_2.eta_2 a b x_e = branch_1", "branch_2.eta_2 a b x_e < branch_1"),
        text.replace("branch_2.eta_1 a b x_e < branch_1", "branch_2.eta_1 a b x_e > branch_1"),
        f"{head}{start} a >= 1 /\\{tail}",  # the zones do not cover the domain any more
    ):
        assert changed != text
        with pytest.raises(RocqRefused, match="coqc ended with status 1"):
            accept(changed)


def programs():
    """Shapes that no shipped diagram has."""
    a, b, x, y = sp.symbols("a b x y")
    interval, half = [x >= 0, x <= 1], sp.Rational(1, 2)
    yield (
        "cases that overlap: the first counts",
        {"t": [(-x, a > 1), (-2 * x, a > 0)], "n": -(1 - x) * a},
        ([x], interval, [a > 0]),
    )
    yield (
        "a weak guard",
        {"t": [(-x, a >= 1), (-2 * x, a < 1)], "n": x - 1},
        (
            [x],
            interval,
            [a > 0, a < 3],
        ),
    )
    yield "a face", {"t": -a * x}, ([x, y], [x >= 0, x + y <= 1, y >= 0, x <= half], [a > 0])
    yield "no constraint", {"t": -a * x, "u": a * x - 1}, ([x], [], [a > 0])
    yield "negative", {"t": -x / (a - b), "u": x - 1}, ([x], [x >= 0], [a > 0, b > a])
    yield "no decay", {"t": -x, "u": 0 * x}, ([x], interval, [a > 0])


@pytest.mark.slow
@pytest.mark.parametrize("case", [*programs()], ids=lambda case: case[0])
def test_other_shapes(rocq, case):
    _, terms, (unknowns, constraints, domain) = case
    program = pc.Program.of(terms=terms, unknowns=unknowns, constraints=constraints, domain=domain)
    diagram = program.diagram()
    assert accept(pc.coq(diagram, sizes=True)).theorems > 5


def test_over_sizes(rocq):
    """With Rpower: for f > 1 and every d and gamma, not for exponents alone."""
    text = pc.coq(pc.phase_diagram("free"), phases=["IV"], sizes=True)
    found = accept(text)
    assert "Classical_Prop.classic" in found.axioms
    start = text.index("Theorem phase_IV_sizes")
    assert "1 < f -> admissible alpha beta f size_delta size_g ->" in text[start:]
    larger = text.replace(
        "Rpower f (- eta_IV alpha beta) <= v", "Rpower f (1 - eta_IV alpha beta) <= v"
    )
    assert larger != text
    with pytest.raises(RocqRefused, match="coqc ended with status 1"):
        accept(larger)


def test_comments_cannot_end_early():
    for text in ("*)", "(*)", "**)) (((**", '"*) "', "a\n*)"):
        inner = comment(text)[2:-2]
        assert "*)" not in inner
        assert "(*" not in inner
        assert '"' not in inner


def test_refusals():
    with pytest.raises(DomainError, match="no phase 'V'"):
        pc.coq(pc.phase_diagram(), phases=["V"])
    with pytest.raises(DomainError, match="no Rocq text of int"):
        pc.coq(3)
    with pytest.raises(DomainError, match="are of one diagram"):
        pc.coq(catalogue.law("two-term"), phases=["1"])


def test_nothing_is_left_unproved(rocq):
    text = pc.coq(strange_program())
    with pytest.raises(RocqRefused, match="Admitted"):
        accept(text.replace("Qed.", "Admitted.", 1))
    with pytest.raises(RocqRefused, match="Axiom"):
        accept(text.replace("Definition domain", "Axiom a : False.\nDefinition domain"))
    with pytest.raises(RocqRefused, match="not printed of every theorem"):
        accept(re.sub(r"phases_cover\)", "phase_1_optimal)", text))
    # An axiom of the library beyond the reals is found where it is printed.
    extra = "Theorem extra : forall P, P \\/ ~ P.\nProof. exact classic. Qed.\n"
    more = f"Require Import Classical.\n{extra}\nDefinition every_theorem"
    more = text.replace("Definition every_theorem", more)
    with pytest.raises(RocqRefused, match="rests on classic"):
        accept(more.replace("phases_cover)", "phases_cover, extra)"))


def test_the_record_is_of_what_is_exported_now():
    for rate in ("largest", "free"):
        found = recorded(pc.phase_diagram(rate))
        assert found is not None, "run `phasecalc export --what coq --record`"
        assert set(found.axioms) <= AXIOMS
        assert accepted_of(pc.phase_diagram(rate).stored.diagram) == found
    other = pc.phase_diagram().stored.diagram.named(lambda phase: phase.name + "x")
    assert accepted_of(other) is None
    assert recorded(catalogue.law("compute-only")) is None


def test_another_text_is_not_in_the_record(monkeypatch):
    monkeypatch.setattr("phasecalc.export.rocq.record.coq", lambda item: coq(item) + " ")
    assert recorded(pc.phase_diagram()) is None


@pytest.mark.slow
@pytest.mark.long  # the same texts as below and in the tests of lemmas, one after the other
def test_the_record_is_true(rocq):
    kept, now = (json.loads(t) for t in (PATH.read_text(encoding="utf-8"), record()))
    for row in (*kept.values(), *now.values()):
        del row["rocq"]  # of the machine that wrote it
    assert kept == now


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.long)], ids=["", "again"])
def again(request):
    """Whether Rocq is asked again about a text of which it has said something."""
    return request.param


def test_a_changed_text_is_compiled(rocq):
    """Whatever was said of the one that it was made of."""
    text = pc.coq(catalogue.law("two-term"))
    assert kept(text) is not None, "python -m tests.export.compiled"
    changed = text.replace("eta_1 (alpha beta : R) : R :=", "eta_1 (alpha beta : R) : R := 1 +")
    assert changed != text
    assert kept(changed) is None
    with pytest.raises(RocqRefused, match="coqc ended with status 1"):
        said(changed, again=False)


def test_another_rocq_is_asked_anew(monkeypatch):
    monkeypatch.setattr("tests.export.compiled.version", lambda: "9.0")
    assert kept(pc.coq(pc.phase_diagram())) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERYTHING)
def test_every_export_is_accepted(rocq, again, name):
    item = EVERYTHING[name]()
    found = said(pc.coq(item), again=again)
    assert set(found.axioms) <= AXIOMS
    row = recorded(item)
    assert (row is not None) == (name in ("SGD", "tuned"))
    if row is not None:
        assert (row.theorems, row.axioms) == (found.theorems, found.axioms)
    if name == "SGD":
        assert found.theorems == 7 * 4 + 7 * 6 // 2 + 1


@pytest.mark.slow
def test_both_comparisons_are_accepted(rocq, again):
    """In one file: four of the five diagrams are in both, and are compiled once."""
    texts, text, shared = both_comparisons()
    assert list(shared.values()) == ["SGD", "tuned_SGD", "DANA_constant", "DANA_decaying"]
    found = said(text, again=again)
    assert set(found.axioms) <= AXIOMS
    both, once = (
        sum(len(re.findall(r"^Theorem ", t, re.MULTILINE)) for t in some)
        for some in (texts.values(), shared)
    )
    assert found.theorems == both - once
    lines = text.splitlines()
    assert all(line in lines for t in texts.values() for line in EVERY.sub("", t).splitlines())


def tampered():
    """Each phase with another exponent, a larger region, another weight."""
    for rate in ("largest", "free"):
        diagram = pc.phase_diagram(rate)
        for phase in diagram.phases:
            name = phase.name
            text = pc.coq(diagram, phases=[name])
            yield f"{rate} {name}: exponent", text, _exponent(text, name)
            yield f"{rate} {name}: region", text, _region(text, name)
            yield f"{rate} {name}: weight", text, _weight(text)


def _exponent(text, name):
    """The exponent's definition is larger by a hundredth."""
    head, start, tail = text.partition(f"Definition eta_{name} ")
    return head + start + tail.replace(":=", ":= 1 / 100 +", 1)


def _region(text, name):
    """The region loses its first condition."""
    start = text.index(f"Definition phase_{name} ")
    head, tail = text[:start], text[start:]
    return head + re.sub(r":= .*? /\\ ", ":= ", tail, count=1)


def _weight(text):
    """The first weight of the dual certificate is larger by half."""
    start = re.search(r"Lemma piece_\w+_lower", text).start()
    head, tail = text[:start], text[start:]
    proof, qed, rest = tail.partition("Qed.")
    weight = re.search(r"W0 : 0 <= (\(.*?\))\) by", proof)[1]
    return head + proof.replace(weight, f"({weight} + 1 / 2)") + qed + rest


def refused(entry):
    name, _, changed = entry
    with pytest.raises(RocqRefused, match="coqc ended with status 1") as problem:
        accept(changed)
    assert "Syntax error" not in str(problem.value), name
    return True


@pytest.mark.slow
def test_tampered_exports_are_refused(rocq):
    """One phase of each diagram, in each of the three ways."""
    found = [t for t in tampered() if t[0].startswith(("largest II:", "free II:"))]
    assert len(found) == 6
    assert all(text != changed for _, text, changed in found)
    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(refused, found))


@pytest.mark.slow
@pytest.mark.long  # the other phases in the same ways
def test_every_phase_is_refused_when_tampered_with(rocq):
    found = [*tampered()]
    assert len(found) == 39
    assert all(text != changed for _, text, changed in found)
    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(refused, found))
