"""What a change calls for."""

from pathlib import Path

import pytest

pytest.importorskip("grimp")  # comes with import-linter

from tests.touched import chosen


def test_a_module_calls_for_itself_its_room_and_its_importers():
    found = chosen(["phasecalc/checker.py"])
    assert {"phasecalc/checker.py", "tests/kernel", "tests/test_checker.py"} <= set(found)
    assert "tests/fitting" not in found
    assert "tests/plrf" in chosen(["phasecalc/plrf/curves/loss.py"])


def test_nothing_is_named_that_is_not_there():
    names = ["phasecalc/gone.py", "tests/plrf/test_loss.py", "docs/index.md", "Makefile", "x/y.txt"]
    found = chosen(names)
    root = Path(__file__).resolve().parents[1]
    assert all((root / p).exists() for p in found)
    assert {"tests/plrf/test_loss.py", "docs/index.md", "tests/test_layout.py"} <= set(found)


def test_what_lies_in_a_chosen_folder_is_not_named_again():
    found = chosen(["phasecalc/plrf/curves/loss.py", "tests/plrf/test_loss.py"])
    assert "tests/plrf" in found
    assert "tests/plrf/test_loss.py" not in found
