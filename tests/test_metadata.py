"""One version everywhere; every citation is in the bibliography."""

import json
import re
import runpy
import sys
import tomllib
import types
from pathlib import Path

import pytest

import phasecalc as pc
from phasecalc.cli import full_parser
from phasecalc.sources import SOURCES, Source

ROOT = Path(__file__).resolve().parents[1]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def fields(text):
    """Top-level scalar fields of a simple YAML file."""
    return dict(re.findall(r'^([a-z-]+): "?([^"\n]+)"?$', text, flags=re.MULTILINE))


def test_one_version():
    assert fields(read("CITATION.cff"))["version"] == pc.__version__
    releases = re.findall(r"^## \[(\d[^\]]*)\] - (\d{4}-\d{2}-\d{2})$", read("CHANGELOG.md"), re.M)
    assert releases[0][0] == pc.__version__
    assert fields(read("CITATION.cff"))["date-released"] == releases[0][1]


def test_citation_file_has_what_the_format_requires():
    found = fields(read("CITATION.cff"))
    assert found["cff-version"] == "1.2.0"
    assert {"message", "title", "license", "type"} <= set(found)
    assert "arXiv:2405.15074" in read("CITATION.cff")
    assert found["license"] == "BSD-3-Clause"


def test_citation_file_is_yaml():
    yaml = pytest.importorskip("yaml")
    content = yaml.safe_load(read("CITATION.cff"))
    (paper,) = content["references"]
    assert [a["family-names"] for a in paper["authors"]] == [
        "Paquette",
        "Paquette",
        "Xiao",
        "Pennington",
    ]


def test_results_come_first_in_each_release():
    for release in re.split(r"^## \[\d", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]:
        assert re.findall(r"^### (\w+)", release, flags=re.MULTILINE)[0] == "Results"


def test_every_cited_key_is_in_the_bibliography():
    keys = set(re.findall(r"^@\w+\{([^,]+),", read("docs/refs.bib"), flags=re.MULTILINE))
    assert {s.key for s in SOURCES.values()} == keys
    for file in (ROOT / "phasecalc").rglob("*.py"):
        for key in re.findall(r":cite:[tp]:`([^`]+)`", file.read_text(encoding="utf-8")):
            assert key in keys
    assert str(Source("dlmf", "2.4(i)")) == "dlmf, 2.4(i)"


def test_the_conda_recipe_asks_for_what_the_package_asks_for():
    yaml = pytest.importorskip("yaml")
    project = tomllib.loads(read("pyproject.toml"))["project"]
    recipe = yaml.safe_load(read(".ci/conda/recipe.yaml"))
    assert recipe["context"]["version"] == pc.__version__
    needs = [x.replace("matplotlib-base", "matplotlib") for x in recipe["requirements"]["run"]]
    assert [x.replace(" ", "") for x in needs[1:]] == project["dependencies"]
    assert needs[0].split()[1] == project["requires-python"]
    (entry,) = recipe["build"]["python"]["entry_points"]
    assert entry.split(" = ") == list(next(iter(project["scripts"].items())))
    assert recipe["about"]["summary"] == project["description"]
    built = tomllib.loads(read("pyproject.toml"))["build-system"]["requires"]
    host = [x.replace(" ", "") for x in recipe["requirements"]["host"]]
    assert host == [f"python{project['requires-python']}", "pip", *built]
    for test in recipe["tests"]:
        for line in test.get("script", ()):
            program, *words = line.split()
            assert program in project["scripts"]
            assert full_parser().parse_args(words).command == words[0]


def test_the_archive_s_metadata_agree_with_the_citation():
    data = json.loads(read(".zenodo.json"))
    citation = fields(read("CITATION.cff"))
    assert data["title"] == citation["title"]
    assert data["license"] == citation["license"]
    assert data["related_identifiers"][0]["identifier"] in read("CITATION.cff")
    yaml = pytest.importorskip("yaml")
    assert data["keywords"] == yaml.safe_load(read("CITATION.cff"))["keywords"]


def test_all_names_every_extra():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = set(project["optional-dependencies"]) - {"all"}
    (every,) = project["optional-dependencies"]["all"]
    assert set(every.removeprefix("phasecalc[").removesuffix("]").split(",")) == extras
    made = re.search(r"^EXTRAS := (.*)$", read("Makefile"), re.M).group(1)
    assert set(made.split(",")) == extras


@pytest.mark.parametrize("file", ["README.md", "docs/start.md"])
def test_pages_name_extras_that_there_are(file):
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
    named = set(re.findall(r"`\.\[([^\]]*)\]`", read(file)))
    assert "all" in named <= set(extras)


# Of the format 1.2.0: fields that a file and a reference may have, as far as they are used here.
CITATION = {"cff-version", "message", "type", "title", "authors", "version", "date-released",
            "license", "keywords", "references", "identifiers", "doi", "url", "repository-code",
            "abstract"}  # fmt: skip
REFERENCE = {"type", "title", "authors", "year", "collection-title", "collection-type",
             "identifiers", "url", "doi", "volume", "pages", "journal"}  # fmt: skip
AUTHOR = ({"name"}, {"family-names", "given-names"})


def test_citation_file_has_fields_of_the_format_alone():
    yaml = pytest.importorskip("yaml")
    content = yaml.safe_load(read("CITATION.cff"))
    assert set(content) <= CITATION
    assert content["type"] in ("software", "dataset")
    assert all(isinstance(content[name], str) for name in ("message", "title", "version"))
    for work in (content, *content["references"]):
        assert {"title", "authors", "type"} <= set(work)
        assert all(set(author) in AUTHOR for author in work["authors"])
    for work in content["references"]:
        assert set(work) <= REFERENCE
        assert isinstance(work["year"], int)
        kinds = {"doi", "url", "swh", "other"}
        assert all(set(i) == {"type", "value"} and i["type"] in kinds for i in work["identifiers"])


@pytest.fixture
def linked(monkeypatch):
    """What the build makes of the README; hatchling need not be there for it."""
    name = "hatchling.metadata.plugin.interface"
    for k in range(4):
        part = ".".join(name.split(".")[: k + 1])
        monkeypatch.setitem(sys.modules, part, types.ModuleType(part))
    sys.modules[name].MetadataHookInterface = object
    return runpy.run_path(str(ROOT / "hatch_build.py"))["linked"]


def links(text):
    """Targets in Markdown, but for places in the text itself."""
    return [x for x in re.findall(r"\]\(([^)]+)\)", text) if not x.startswith("#")]


def test_the_readme_of_a_package_has_no_link_that_leads_nowhere(linked):
    text = read("README.md")
    files = [x for x in links(text) if "://" not in x]
    assert "docs/check.md" in files
    assert all((ROOT / x.partition("#")[0]).is_file() for x in files)
    included = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["sdist"]
    assert {x.split("/")[0] for x in files} <= set(included["include"])
    # Without an address they are names, with one they lead there.
    named = linked(text, "")
    assert links(named) == [x for x in links(text) if "://" in x]
    assert all(x in named for x in files)
    there = "https://example.org/phasecalc/blob/main"
    whole = links(linked(text, there))
    assert whole == [x if "://" in x else f"{there}/{x}" for x in links(text)]
