"""Data of a page that were altered: each kind ends in a sentence there, and in no error."""

import copy

import pytest

from phasecalc.explorer.laws import law_data
from phasecalc.explorer.page import law_page
from phasecalc.laws import law
from tests.explorer.test_browser import rest, text
from tests.explorer.test_law_browser import go

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def solved():
    return law_data(law("lazy-features"))


def refused(browser):
    """The page says in a sentence that its data are not right."""
    rest(browser)
    said = text(browser, "answer")
    assert said.startswith("The data of this page c")
    assert said.endswith("Make the page anew.")
    assert browser.get_log("browser") == []


def pieces(data):
    return data["branches"][0]["pieces"]


ALTERED = {
    "a formula": lambda d: d["cases"][0].update(eta="(2*alpha - 1)/(2*alpha + 1)"),
    "a size": lambda d: d["cases"][0]["exponents"].update(N="2/5"),
    "the values": lambda d: [p.update(value=[[["-9", 0, 0]], [["13", 0, 0]]]) for p in pieces(d)],
    "the weights": lambda d: [p["weights"].popitem() for p in pieces(d)],
    "a region shown": lambda d: d["cases"][0]["region"][0][0].__setitem__(2, "7"),
    "the regions": lambda d: [case["cells"].clear() for case in d["cases"]],
    "a balance": lambda d: d["cases"][0].update(tradeoff=["mixed", "time"]),
    "what binds": lambda d: d["cases"][0].update(bound_by=["N >= 1"]),
    "the names of terms": lambda d: d.update(terms=["nothing"]),
    "a formula that is none": lambda d: d["cases"][0].update(eta="alpha*("),
    "a form that is not there": lambda d: [p["active"].update(noise=7) for p in pieces(d)],
    "a number that is none": lambda d: [p.update(value=[[["x", 0, 0]], [[]]]) for p in pieces(d)],
    "a part that is gone": lambda d: d.pop("branches"),
    "a part of another kind": lambda d: d.update(cases=3),
    "the parameters": lambda d: d.update(parameters=[]),
    "the window": lambda d: d["view"].clear(),
}


@pytest.mark.parametrize("what", ALTERED)
def test_altered_data_end_in_a_sentence(browser, tmp_path, solved, what):
    data = copy.deepcopy(solved)
    ALTERED[what](data)
    go(browser, tmp_path, law_page(data))
    refused(browser)


def phases(data):
    return data["diagrams"]["SignSGD"]["phases"]


OPTIMISER = {
    "a formula that is none": lambda d: [p.update(eta="delta") for p in phases(d)],
    "a part that is gone": lambda d: [p.pop("eta") for p in phases(d)],
    "a part of another kind": lambda d: d["diagrams"].update(SignSGD=3),
    "the phases": lambda d: phases(d).clear(),
    "a balance": lambda d: [p.update(tradeoff=["F_0"]) for p in phases(d)],
    "the constants of curves": lambda d: d.pop("curves"),
    "the grid": lambda d: d["seen"].update(rows=[]),
    "the colours": lambda d: d.pop("colours"),
}


@pytest.mark.parametrize("what", OPTIMISER)
def test_altered_data_beside_the_diagram_end_in_a_sentence(browser, data, spoilt, what):
    changed = copy.deepcopy(data)
    OPTIMISER[what](changed)
    browser.get_log("browser")
    browser.get("about:blank")
    browser.get(spoilt(changed))
    refused(browser)
