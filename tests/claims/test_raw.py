"""Certificates with raw text in them that is no data of theirs: one clear line, or no change."""

import copy
import json
import random
import time

import pytest

from phasecalc.cli import main
from tests.claims.test_altered import certificates
from tests.kernel.altered import nodes, put

DEEP = 100_000
RAW = {
    "a key twice": '{"a": 1, "a": 2}',
    "deep lists": "[" * DEEP + "]" * DEEP,
    "deep lists, open": "[" * DEEP,
    "deep objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "NaN": "NaN",
    "infinity": "-Infinity",
    "a million digits": "9" * 10**6,
    "4000 digits": "9" * 4000,
    "4000 digits in a text": f'"{"9" * 4000}"',
    "a float": "1.0",
    "a power of ten": "1e400",
    "a flag": "true",
    "nothing": "null",
    "a small two": '"²"',
    "a wide one": '"１"',
    "an underscore": '"1_0"',
    "a plus": '"+1"',
    "over zero": '"1/0"',
    "a lone surrogate": '"\\ud800"',
    "NUL": '"\\u0000"',
    "a colour": '"\\u001b[31mproved"',
    "another line": '"x\\nall: proved"',
    "turned round": '"\\u202eproved"',
    "a square under a root": '["1", "1", 4]',
    "a large radicand": '["1", "1", 1099511627776]',
    "a tower": '["exp", ["exp", ["exp", ["num", "9999"]]]]',
    "a huge power": '["pow", ["num", "9999999"], ["num", "999999"]]',
    "a wide product": f'["mul", {", ".join(["""["add", ["var", "alpha"], ["var", "d"]]"""] * 60)}]',
}
BOOK = {
    "format": 1,
    "theorems": [
        {
            "label": "one",
            "lines": [
                {
                    "statement": {"relation": "=", "left": ["num", "1"], "right": ["num", "2/2"]},
                    "steps": [{"relation": "=", "right": ["num", "1"], "rule": "identity"}],
                }
            ],
            "goals": [0],
            "uses": [],
            "beliefs": [],
        }
    ],
    "proofs": {},
}


@pytest.fixture(scope="module")
def documents():
    return {"book": BOOK, **certificates(("small", "law"))}


def answered(file, capsys, content):
    """Status, and what is said; within two seconds."""
    file.write_bytes(content)
    start = time.process_time()
    status = main(["recheck", str(file)])
    assert time.process_time() - start < 3
    said = capsys.readouterr()
    if status:
        assert status == 1
        assert str(file) in said.err
        assert said.err.count("\n") == 1
        assert not said.out
    return said.out


def changed(data, draw, raw):
    """The document as text, with something else in one place."""
    whole = copy.deepcopy(data)
    paths = list(nodes(whole))
    depth = draw.randint(1, max(map(len, paths)))
    put(whole, draw.choice([p for p in paths if len(p) == depth]), "@")
    return json.dumps(whole).replace('"@"', raw, 1).encode()


def tried(documents, tmp_path, capsys, raw, places):
    file, draw = tmp_path / "raw.json", random.Random(raw)
    for data in documents.values():
        before = answered(file, capsys, json.dumps(data).encode())
        assert before
        for _ in range(places):
            after = answered(file, capsys, changed(data, draw, RAW[raw]))
            # Another label, or another name of a theorem, is all that may be read.
            lines = zip(before.splitlines(), after.splitlines(), strict=False)
            assert sum(one != other for one, other in lines) <= 1, raw


def test_a_few(tmp_path, capsys):
    for raw in ("deep lists", "NaN", "a float", "a small two", "a lone surrogate"):
        tried({"book": BOOK}, tmp_path, capsys, raw, 1)


@pytest.mark.slow
@pytest.mark.parametrize("raw", RAW)
def test_raw_text_in_a_place(documents, tmp_path, capsys, raw):
    tried(documents, tmp_path, capsys, raw, 3)


WHOLE = {
    "nothing": lambda text: b"",
    "spaces": lambda text: b" \n",
    "half": lambda text: text[: len(text) // 2],
    "all but the end": lambda text: text[:-1],
    "twice": lambda text: text * 2,
    "NUL at the end": lambda text: text + b"\0",
    "a byte-order mark": lambda text: b"\xef\xbb\xbf" + text,
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "Latin-1": lambda text: text.replace(b'"', b'"\xe9', 1),
    "a surrogate in bytes": lambda text: text.replace(b'"', b'"\xed\xa0\x80', 1),
    "deep": lambda text: b"[" * DEEP,
    "one number": lambda text: b"9" * 10**6,
    "one text": lambda text: b'"x"',
    "another format": lambda text: text.replace(b'"format": 1', b'"format": true'),
}


@pytest.mark.parametrize("how", WHOLE)
@pytest.mark.parametrize("kind", ["book", pytest.param("law", marks=pytest.mark.slow)])
def test_whole_files_that_are_none(request, tmp_path, capsys, kind, how):
    data = BOOK if kind == "book" else request.getfixturevalue("documents")[kind]
    content = WHOLE[how](json.dumps(data).encode())
    assert not answered(tmp_path / "raw.json", capsys, content)
