"""What must be trusted is as long as the documents say, to a hundred lines."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "phasecalc"
LIMITS = (ROOT / "docs/limits.md").read_text(encoding="utf-8")


def length(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def listed(paragraph):
    """Files in backticks; a bare name is in the folder of the one before."""
    folder = PACKAGE
    for name in re.findall(r"`([\w/]+\.py)`", paragraph):
        folder = (PACKAGE / name).parent if "/" in name else folder
        yield folder / Path(name).name


def kernel():
    return [PACKAGE / "checker.py", *(PACKAGE / "kernel").glob("*.py")]


def goals():
    return listed(LIMITS.split("match them with the proof")[1].split(", with `linear`")[0])


@pytest.mark.parametrize(
    ("found", "files"),
    [(r"some ([\d,]+) lines of\s+Python", kernel), (r"the ([\d,]+) lines that write", goals)],
)
def test_the_lines_that_are_trusted(found, files):
    (said,) = re.findall(found, LIMITS)
    counted = sum(map(length, files()))
    assert abs(int(said.replace(",", "")) - counted) <= 100, counted


def test_the_checker_is_as_short_as_the_front_page_says():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"a checker of under (\d+) lines", readme)
    assert int(said) - 100 < length(PACKAGE / "checker.py") < int(said)
