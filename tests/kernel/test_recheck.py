"""The book's certificates: read again alone, and refused after any change."""

import copy
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.cli import main
from phasecalc.kernel.recheck import read, summary
from phasecalc.kernel.theorem import check_document

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "derivations" / "certificates.json"
SMALL = ("spectral-map", "capacity", "pure-point-forcing", "kernel-pure-point")


@pytest.fixture(scope="module")
def book():
    return read(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def small(book):
    """A few theorems of the book, with all certificates."""
    rows = [t for t in book["theorems"] if t["label"] in SMALL]
    for row in rows:
        row["uses"] = [u for u in row["uses"] if u in SMALL]
        row.pop("rank", None)
    return copy.deepcopy({**book, "theorems": rows})


def test_a_few_theorems_are_read_again(small):
    rows = {row["label"]: row for row in summary(small)}
    assert rows["spectral-map"]["rank"] == "proved"
    assert rows["capacity"]["rank"] == "proved, resting on lemmas"
    assert len(rows["capacity"]["rests_on"]) == 1


def test_reading_loads_nothing_but_the_kernel(small, tmp_path):
    file = tmp_path / "small.json"
    file.write_text(json.dumps(small))
    program = (
        "import sys; from phasecalc.kernel.recheck import main; status = main([sys.argv[1]]);"
        "strange = {m.split('.')[0] for m in sys.modules} & {'sympy', 'numpy', 'mpmath', 'z3'};"
        "ours = sorted(m for m in sys.modules if m.startswith('phasecalc'));"
        "print(strange, [m for m in ours if 'kernel' not in m]); sys.exit(status)"
    )
    words = [sys.executable, "-c", program, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    answer, loaded = done.stdout.splitlines()
    assert [row["label"] for row in json.loads(answer)["theorems"]] == [
        t["label"] for t in small["theorems"]
    ]
    own = ["phasecalc", *(f"phasecalc.{x}" for x in ("checker", "display", "exceptions"))]
    assert loaded == f"set() {own}"


def test_the_kernel_alone_is_a_command(tmp_path):
    (tmp_path / "other.json").write_text("[]")
    for words, given in (([str(tmp_path / "other.json")], ""), ([], "[]")):
        command = [sys.executable, "-m", "phasecalc.kernel", *words]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 1, done.stderr
        assert "document" in json.loads(done.stdout)["refused"]


@pytest.mark.slow
def test_the_whole_book_is_read_again(book, capsys):
    ranks = {row["label"]: row["rank"] for row in summary(book)}
    assert len(ranks) == 76
    table = (ROOT / "derivations" / "README.md").read_text(encoding="utf-8")
    for label, rank in ranks.items():
        (row,) = (line for line in table.splitlines() if f"[{label}](" in line)
        assert f"| {rank} |" in row
    assert main(["recheck"]) == 0
    assert "76 theorems read again" in capsys.readouterr().out


def alone(document, k):
    """A document with one of the theorems, which uses no other."""
    return copy.deepcopy({**document, "theorems": [document["theorems"][k]]})


def nodes(value, path=()):
    """Paths to every number, name and flag of a document's theorems."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from nodes(part, (*path, key))
    elif isinstance(value, list):
        for k, part in enumerate(value):
            yield from nodes(part, (*path, k))
    else:
        yield path, value


def changed(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value and value.lstrip("-").replace("/", "").isdigit():
        return "7/3" if value != "7/3" else "5"
    return {"=": "<", "<": "<=", ">": ">=", "alpha": "beta", "beta": "alpha"}.get(value)


def test_statements_that_are_altered_are_refused(small):
    """A number, name or relation of a statement is another one; its proof does not fit any more."""
    draw, refused, same = random.Random(3), 0, []
    places = [
        (k, i, path)
        for k, t in enumerate(small["theorems"])
        for i, line in enumerate(t["lines"])
        for path, value in nodes(line["statement"])
        if path[0] in ("left", "right", "relation") and changed(value) is not None
    ]
    for k, i, path in draw.sample(places, 30):
        other = alone(small, k)
        at = first(other)["lines"][i]["statement"]
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = changed(at[path[-1]])
        try:
            check_document(other)
        except CheckFailed:
            refused += 1
        else:
            same.append((k, i, path))
    assert same == []
    assert refused == 30


def test_certificates_are_needed(small):
    small = alone(small, 1)
    with pytest.raises(CheckFailed, match="a certificate is missing"):
        check_document({**small, "proofs": {}})
    swapped = list(small["proofs"].values())
    turned = dict(zip(small["proofs"], swapped[1:] + swapped[:1], strict=True))
    with pytest.raises(CheckFailed):
        check_document({**small, "proofs": turned})


def first(document):
    """First theorem of a document."""
    return document["theorems"][0]


def step(document):
    """First step of its first line."""
    return first(document)["lines"][0]["steps"][0]


ALTERATIONS = {
    "rank": lambda d: first(d).update(rank="assumed"),
    "goal that is no line": lambda d: first(d).update(goals=[99]),
    "goal by a flag": lambda d: first(d).update(goals=[True]),
    "no goal": lambda d: first(d).update(goals=[]),
    "uses what is not there": lambda d: first(d).update(uses=["later"]),
    "uses itself": lambda d: first(d).update(uses=[first(d)["label"]]),
    "two of one label": lambda d: d["theorems"].append(first(d)),
    "a proved belief": lambda d: first(d).update(beliefs=[["proved", "x"]]),
    "no steps": lambda d: first(d)["lines"][0].update(steps=[]),
    "unknown rule": lambda d: step(d).update(rule="trust"),
    "no rule": lambda d: step(d).pop("rule"),
    "another format": lambda d: d.update(format=2),
    "theorems by name": lambda d: d.update(theorems={"a": 1}),
    "definition twice": lambda d: d["definitions"].append(d["definitions"][0]),
    "definition that knows more": lambda d: d["definitions"].append(["X", [], ["var", "y"]]),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_documents_with_one_thing_wrong_are_refused(small, name):
    bad = alone(small, 0)
    ALTERATIONS[name](bad)
    with pytest.raises(CheckFailed):
        check_document(bad)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": 1.0}',
        '{"format": 1, "format": 1}',
        '{"format": NaN}',
        "[" * 100000,
    ],
)
def test_texts_that_are_no_documents_are_refused(text):
    with pytest.raises(CheckFailed):
        check_document(read(text))


def test_the_command_refuses_in_the_terms_of_the_reader(tmp_path, capsys):
    assert main(["recheck", str(tmp_path / "none.json")]) == 2
    assert "no such file" in capsys.readouterr().err
    file = tmp_path / "bad.json"
    file.write_text('{"format": 1, "theorems": [{"label": "x", "lines": [], "goals": []}]}')
    assert main(["recheck", str(file)]) != 0
    assert "x: the goals are lines of the theorem" in capsys.readouterr().err
