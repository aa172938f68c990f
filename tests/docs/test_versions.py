"""The switch between versions, and the lists of other names: made here, nothing fetched."""

import json
import sys
from pathlib import Path

import pytest

import phasecalc

DOCS = Path(__file__).resolve().parents[2] / "docs"
sphinx_errors = pytest.importorskip("sphinx.errors")
sys.path.insert(0, str(DOCS / "_ext"))
import inventories  # noqa: E402
import versions  # noqa: E402


def entry(version, folder=None):
    return {"version": version, "folder": folder or version}


def test_the_current_version_is_listed():
    text = (DOCS / "versions.json").read_text(encoding="utf-8")
    assert phasecalc.__version__ in [
        e["version"] for e in versions.versions(text, phasecalc.__version__)
    ]


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        ([entry("0.9")], "is missing; add it"),
        ([entry("1.0"), entry("1.0", "b")], "version stands there twice"),
        ([entry("1.0"), entry("2.0", "1.0")], "folder stands there twice"),
        ([entry("1.0", "../elsewhere")], "no name of a folder"),
        ([entry("1.0", 'x"><script>')], "no name of a folder"),
        ([{"version": "1.0"}], "list of version and folder"),
        ({"a": 1}, "list of version and folder"),
    ],
)
def test_a_wrong_list_stops_the_build(listed, says):
    with pytest.raises(sphinx_errors.ConfigError, match=says):
        versions.versions(json.dumps(listed), "1.0")


def test_the_switch_links_to_the_others_and_marks_the_current():
    import jinja2

    text = (DOCS / "_templates" / "sidebar" / "versions.html").read_text(encoding="utf-8")
    listed = [entry("2.0<", "2.0"), entry("1.0")]
    page = jinja2.Template(text).render(versions=listed, release="1.0", pathto=lambda *_: "..")
    assert '<a href="../../2.0/index.html">2.0&lt;</a>' in page
    assert '<strong aria-current="true">1.0</strong>' in page
    assert page.count("<a ") == 1
    assert "http" not in page


def test_the_lists_are_read_by_sphinx_from_the_disk(tmp_path):
    from sphinx.util.inventory import InventoryFile

    for project, (url, place) in inventories.mapping(tmp_path).items():
        assert url.startswith("https://"), project
        assert Path(place).parent == tmp_path  # a file: intersphinx opens it and asks nobody
        data = InventoryFile.loads(Path(place).read_bytes(), uri=url).data
        assert all(kind.startswith("py:") for kind in data)
    known = InventoryFile.loads((tmp_path / "python.inv").read_bytes(), uri="https://x/").data
    assert known["py:class"]["fractions.Fraction"].uri == (
        "https://x/library/fractions.html#fractions.Fraction"
    )
