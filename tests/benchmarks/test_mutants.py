"""The maker of mutants: they differ in one place, and tests that check nothing let them live."""

import ast

import pytest

from benchmarks import mutants

SOURCE = """
def f(x, flag=False):
    \"\"\"Say 1 < 2.\"\"\"
    if x < 0 and not flag:
        raise ValueError("negative")
    return [y + 1 for y in range(x) if y > 2]
"""


def test_every_kind_of_change_is_made_once_at_each_place():
    found = mutants.mutants(SOURCE)
    kinds = sorted(kind for _, kind, _ in found)
    assert kinds == sorted(
        ["comparison"] * 2 + ["constant"] * 4 + ["negated", "unfiltered", "joined", "operator"]
        + ["unsigned", "left out"]
    )  # fmt: skip
    plain = ast.unparse(ast.parse(SOURCE))
    for line, _, text in found:
        ast.parse(text)
        assert text != plain
        assert "Say 1 < 2." in text
        assert 1 < line <= 6
    assert len({text for _, _, text in found}) == len(found)


WEAK, STRONG = ("assert True", True), ("assert f(4) == [5]", False)


@pytest.mark.parametrize(("test", "survives"), [WEAK, STRONG])
def test_mutants_are_tried_on_a_copy(tmp_path, monkeypatch, capsys, test, survives):
    source = "def f(x):\n    return [x + 1]\n"
    (tmp_path / "made.py").write_text(source)
    (tmp_path / "test_made.py").write_text(f"from made import f\n\n\ndef test():\n    {test}\n")
    monkeypatch.setattr(mutants, "_ROOT", tmp_path)
    status = mutants.main(["made.py", "--tests", "test_made.py", "--count", "1", "--seed", "1"])
    assert status == int(survives)
    assert ("SURVIVES" in capsys.readouterr().out) is survives
    assert (tmp_path / "made.py").read_text() == source


def test_tests_that_fail_by_themselves_are_no_judge(tmp_path, monkeypatch):
    (tmp_path / "made.py").write_text("A = 1 < 2\n")
    (tmp_path / "test_made.py").write_text("def test():\n    assert False\n")
    monkeypatch.setattr(mutants, "_ROOT", tmp_path)
    with pytest.raises(SystemExit, match="without any mutant"):
        mutants.main(["made.py", "--tests", "test_made.py"])
