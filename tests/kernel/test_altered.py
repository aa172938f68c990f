"""Theorems of the book altered as data: refused, or what is accepted is true, and no surer."""

import copy
import json
import random
import time
from dataclasses import replace

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.cli import main
from phasecalc.kernel.language import unfold
from phasecalc.kernel.recheck import read, summary
from phasecalc.kernel.shipped import certificates, tied
from phasecalc.kernel.theorem import RANKS, check_document
from tests.kernel.altered import KINDS, altered
from tests.proof.counterexamples import counterexample

ALONE = (
    "spectral-map", "capacity", "pure-point-forcing", "kernel-pure-point", "kernel-norm",
    "absolutely-continuous-forcing", "critical-lines", "spectrum-lines", "boundaries",
    "largest-learning-rate", "momentum-clock", "volterra-equation", "ridge",
)  # fmt: skip
SEEDS = [0, *(pytest.param(k, marks=pytest.mark.slow) for k in (1, 2, 3))]


@pytest.fixture(scope="module")
def book():
    return read(certificates().read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows(book):
    """Theorems whose lines recall no other one."""
    found = [{**t, "uses": []} for t in book["theorems"] if t["label"] in ALONE]
    return [{**row, "rank": checked(book, row).rank(row["label"])} for row in found]


def checked(book, row):
    bare = {k: v for k, v in row.items() if k != "rank"}
    return check_document({**book, "theorems": [bare]}, tied())


def accepted(book, row):
    """What an altered theorem states, and how sure of it the kernel is; nothing if refused."""
    try:
        found = check_document({**book, "theorems": [row]}, tied())
    except CheckFailed:
        return []
    return stated(found)


def stated(found):
    """What the lines of a document's one theorem say, objects unfolded, and their ranks."""
    (lines,) = found.lines.values()
    return [(x.statement.mapped(lambda e: unfold(e, found.definitions)), x.rank) for x in lines]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_accepted_is_true_and_no_surer(book, rows, seed):
    draw, refused = random.Random(seed), 0
    known = {x for row in rows for x in stated(checked(book, row))}
    for kind in [*KINDS] * (10 if seed else 1):
        row = altered(draw.choice(rows), kind, draw)
        found = [] if row is None else accepted(book, row)
        refused += row is not None and not found
        assert kind != "rank" or not found
        for statement, rank in found:
            if (statement, rank) not in known and rank in RANKS[-3:]:
                assert counterexample(statement) is None, (row["label"], kind, statement)
    assert refused >= (90 if seed else 9)


def test_what_contradicts_is_seen(book, rows):
    """The numbers do find what is false in such statements."""
    (row,) = (r for r in rows if r["label"] == "spectrum-lines")
    (statement, _), *_ = stated(checked(book, row))
    assert counterexample(statement) is None
    assert counterexample(replace(statement, relation="<<")) is not None


def chain(length, back):
    """Theorems that each use those just before."""
    rows = [
        {"label": f"t{k}", "uses": [f"t{j}" for j in range(max(0, k - back), k)], "lines": []}
        for k in range(length)
    ]
    return {"format": 1, "theorems": [{**r, "beliefs": [["cited", "a book"]]} for r in rows]}


@pytest.mark.parametrize(("length", "back"), [(3000, 1), (60, 60)])
def test_long_chains_have_their_rank_at_once(length, back):
    """Each rank is found once: neither too deep, nor anew for each way back."""
    data, start = chain(length, back), time.process_time()
    assert {row["rank"] for row in summary(data)} == {"cited"}
    assert time.process_time() - start < 3
    data["theorems"][0]["beliefs"] = [["assumed", "nothing"]]
    assert {row["rank"] for row in summary(data)} == {"assumed"}


def test_in_another_order_or_in_a_circle(book):
    rows = copy.deepcopy([t for t in book["theorems"] if t["label"] in ("ridge", "capacity")])
    for row in rows:
        row.pop("rank")
    one, other = rows
    one["uses"], other["uses"] = [], [one["label"]]
    assert len(summary({**book, "theorems": [one, other]})) == 2
    one["uses"] = [other["label"]]
    for order in ([one, other], [other, one]):
        with pytest.raises(CheckFailed, match="does not come before"):
            check_document({**book, "theorems": order})


LABELS = ["", " ", "a  proved    4 lines", "a\n", "a\u2028b", "a\u00a0b", " a", "a ", "x" * 201, 1]


@pytest.mark.parametrize("label", LABELS)
def test_labels_that_may_pass_for_a_rank(label):
    data = chain(1, 1)
    data["theorems"][0]["label"] = label
    with pytest.raises(CheckFailed, match="without a label of its own"):
        check_document(data)


@pytest.mark.parametrize("form", [True, "1", 1.0, None, [1]])
def test_a_format_is_the_number_one(form):
    with pytest.raises(CheckFailed, match="format 1"):
        check_document({**chain(1, 1), "format": form})


def said(tmp_path, capsys, data):
    file = tmp_path / "other.json"
    file.write_text(json.dumps(data))
    assert main(["recheck", str(file)]) == 0
    text = capsys.readouterr().out
    assert main(["recheck", str(file), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    return text, found["unlike"], found["file_alone"]


def test_what_the_file_alone_says_is_named(tmp_path, capsys):
    """That Rocq has accepted something, or that a book has it, no program reads here."""
    data = chain(1, 1)
    data["theorems"][0]["beliefs"] = [["accepted by Rocq", "the Riemann hypothesis"]]
    text, unlike, alone = said(tmp_path, capsys, data)
    words = "accepted by Rocq: the Riemann hypothesis"
    assert f"SO SAYS THIS FILE ALONE: t0: {words}" in text
    assert (unlike, alone) == ([], {"t0": [words]})


def test_a_theorem_of_the_book_that_says_something_else_is_named(book, tmp_path, capsys):
    """Without its premise, or what it uses, its formal lines are surer than it is."""
    (row,) = (t for t in book["theorems"] if t["label"] == "momentum-clock")
    assert said(tmp_path, capsys, {**book, "theorems": [row]})[1:] == ([], {})
    bare = {k: v for k, v in row.items() if k != "rank"}
    text, unlike, _ = said(tmp_path, capsys, {**book, "theorems": [{**bare, "beliefs": []}]})
    assert "momentum-clock  proved" in text
    assert "NOT AS phasecalc HAS IT: momentum-clock" in text
    assert unlike == ["momentum-clock"]


def test_what_is_taken_otherwise_is_named(book, tmp_path, capsys):
    statement = {"relation": "=", "left": ["num", "1"], "right": ["num", "2"]}
    data = chain(1, 1)
    data["theorems"][0].update(lines=[{"statement": statement, "taken": True}], goals=[0])
    text, _, alone = said(tmp_path, capsys, data)
    assert "SO SAYS THIS FILE ALONE: t0: taken: 1 = 2" in text
    assert alone == {"t0": ["cited: a book", "taken: 1 = 2"]}


@pytest.mark.parametrize("content", [b"\xff\xfe{", b'{"format": "\xe9"}', b"{}\xed\xa0\x80"])
def test_bytes_that_are_no_text_are_refused_with_the_file(tmp_path, capsys, content):
    file = tmp_path / "bytes.json"
    file.write_bytes(content)
    assert main(["recheck", str(file)]) == 1
    problem = capsys.readouterr().err
    assert str(file) in problem
    assert "is not UTF-8" in problem
    assert "--certificates" in problem
