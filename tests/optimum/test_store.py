"""Files of results: read whole, or refused in words that name the file and what to do."""

from __future__ import annotations

import json
import pickle

import pytest

import phasecalc as pc
from phasecalc.exceptions import PhasecalcError, StoreDamaged
from phasecalc.optimum.store import digest, read, refusing, seal, sealed_text

CONTENT = {"a": [1, "2", None], "b": {"c": {}}}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "results.json"
    path.write_text(sealed_text(CONTENT), encoding="utf-8")
    return path


def test_what_was_sealed_is_read(file):
    assert read(file, "derive it") == seal(CONTENT)
    assert seal(seal(CONTENT)) == seal(CONTENT)
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})


DAMAGE = {
    "empty": lambda text: "",
    "truncated": lambda text: text[: len(text) // 2],
    "a byte changed": lambda text: text.replace('"2"', '"3"'),
    "a key added": lambda text: text.replace('"b"', '"d":0,"b"'),
    "a key removed": lambda text: text.replace('"a":[1,"2",null],', ""),
    "another hash": lambda text: text.replace('"hash":"', '"hash":"0'),
    "a hash of another type": lambda text: text.replace('"hash":"', '"hash":0,"x":"'),
    "no hash": lambda text: text.replace('"hash"', '"hush"'),
    "a list": lambda text: "[]",
    "nothing": lambda text: "null",
    "a number": lambda text: "3",
    "text": lambda text: "results",
    "deep": lambda text: "[" * 100_000,
    "not a number": lambda text: text.replace("[1,", "[NaN,"),
    "a pointer file": lambda text: "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_file_is_refused_with_its_name_and_the_remedy(file, name):
    file.write_text(DAMAGE[name](file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(StoreDamaged, match="derive it") as caught:
        read(file, "derive it")
    assert str(file) in str(caught.value)
    assert (caught.value.file, caught.value.remedy) == (str(file), "derive it")


def test_missing_unreadable_and_of_another_encoding(tmp_path):
    with pytest.raises(StoreDamaged, match="no such file"):
        read(tmp_path / "none.json", "derive it")
    with pytest.raises(StoreDamaged):
        read(tmp_path, "derive it")
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(StoreDamaged):
        read(latin, "derive it")


@pytest.mark.parametrize(
    "problem", [KeyError("x"), IndexError(1), TypeError("t"), ValueError("v"), ZeroDivisionError()]
)
def test_what_a_decoder_meets_is_said_of_the_file(tmp_path, problem):
    with pytest.raises(StoreDamaged, match="derive it"), refusing(tmp_path, "derive it"):
        raise problem


def test_the_first_file_that_is_damaged_is_named(tmp_path):
    inner = StoreDamaged("inner.json", "broken", "mend it")
    with (
        pytest.raises(StoreDamaged, match=r"inner.json: broken; mend it"),
        refusing(tmp_path, "derive it"),
    ):
        raise inner
    with pytest.raises(KeyboardInterrupt), refusing(tmp_path, "derive it"):
        raise KeyboardInterrupt


def test_the_error_is_public_and_survives_a_pickle():
    error = StoreDamaged("a.json", "broken", "mend it")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(error, PhasecalcError)
    assert (str(again), again.file, again.problem, again.remedy) == (
        str(error), "a.json", "broken", "mend it")  # fmt: skip
    assert pc.StoreDamaged is StoreDamaged
    assert json.loads(sealed_text(CONTENT)) == seal(CONTENT)
