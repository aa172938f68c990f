"""What is printed is what was checked, and ranks are not laundered through documents."""

import copy
from fractions import Fraction

import pytest
import sympy as sp

from phasecalc.checker import CheckFailed, attain
from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.kernel.recheck import read, summary
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.proof import (
    Enclosed,
    Rank,
    Within,
    claim,
    define,
    geometric,
    lambda_j,
    laplace,
    modes,
    moment,
    trace,
)
from phasecalc.proof.wording import sentence
from tests.proof.documents import refusal, v

IDENTITY = {"rule": "identity"}
u, x, d, k = sp.symbols("u x d k", positive=True)
a, j = sp.symbols("a j", real=True)


def test_a_printed_variable_is_bound_to_nothing_else():
    grown = {"sizes": [u], "growing": [u]}
    text = sentence(claim(laplace(1, u, 0), "=Theta=", 1 / u, **grown))
    assert "e^{- u u'}" in text
    assert "x x'^{2}" in sentence(claim(moment(0, x, 2, 1), "<", x, sizes=[x]))
    number = sp.Symbol("n", positive=True)
    assert "n^{n'}" in sentence(claim(geometric(number), "<", number, where=[number < 1]))
    size = sp.Symbol("j", positive=True)
    text = sentence(claim(modes(2, size, 2, d, 3), "<", d, sizes=[d, size]))
    assert "j'=1" in text
    with pytest.raises(StepFailed, match="another name"):
        sentence(claim(trace(j), "=", trace(sp.S.One)))


def test_what_is_positive_is_said():
    assert sentence(claim(x, "<", 2 * x, constants=[x])) == "For $x > 0$: $x < 2 x$."
    assert "$u, x > 0$" in sentence(claim(x, "<", x + u, constants=[u], sizes=[x]))
    text = sentence(claim(modes(2, k, 2, d, sp.oo), "=Theta=", 1, constants=[k], sizes=[d]))
    assert "$k > 0$" in text
    assert "> 0" not in sentence(claim(a, "<", a + 1))


@pytest.mark.parametrize("name", ["laplace", "modes", "trace", "total", "zeta", "log"])
def test_an_object_has_no_name_of_the_language(name):
    with pytest.raises(StepFailed, match="word of the language"):
        define(name, (a,), a**2)


def test_an_object_holds_no_name_of_a_mode():
    for arguments, body in (((), lambda_j), ((a,), a * lambda_j), ((lambda_j,), trace(lambda_j))):
        with pytest.raises(StepFailed, match="knows its arguments"):
            define("Captured", arguments, body)


@pytest.mark.parametrize("name", ["α", "ｄ", "x·y", "ℓ", "x²", "a b", "1", "", "х"])
def test_names_that_look_alike_are_refused(name):
    assert refusal(v("a"), "=", v("a"), IDENTITY, parameters=["a", name])
    assert refusal(("var", name), "=", ("var", name), IDENTITY, parameters=[name])
    assert refusal(v("a"), "=", v("a"), IDENTITY, parameters=["a"], defs=[(name, [], ("pi",))])


def line(left, right, *steps, relation="=", **more):
    statement = {"relation": relation, "left": left, "right": right, "parameters": ["a"]}
    rows = [{"relation": relation, "right": right, **step} for step in steps]
    return {"statement": statement, "steps": rows, "witness": {}, **more}


A = ["var", "a"]
TRUE = line(A, A, IDENTITY)
GOOD = {
    "format": 1,
    "definitions": [["F", ["a"], A]],
    "proofs": {},
    "theorems": [
        {"label": "one", "lines": [TRUE], "goals": [0], "beliefs": [["assumed", "b"]], "uses": []},
        {
            "label": "two",
            "lines": [line(A, A, {"rule": "recall", "of": ["one", 0]}), TRUE],
            "goals": [0, 1],
            "uses": ["one"],
        },
    ],
}
OTHER = ["num", "1"]


def changed(path, value):
    data = copy.deepcopy(GOOD)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


def test_the_document_that_attacks_start_from_is_as_sure_as_what_it_uses():
    assert [row["rank"] for row in summary(GOOD)] == ["assumed", "assumed"]


STEP = ["theorems", 1, "lines", 0, "steps", 0]
DOCUMENTS = {
    "rank raised": (["theorems", 1, "rank"], "proved"),
    "use left out": (["theorems", 1, "uses"], []),
    "a use of itself": (["theorems", 1, "uses"], ["two"]),
    "a use of what follows": (["theorems", 0, "uses"], ["two"]),
    "belief that is proved": (["theorems", 0, "beliefs"], [["proved", "b"]]),
    "belief resting on lemmas": (["theorems", 0, "beliefs"], [["proved, resting on lemmas", "b"]]),
    "goal below the lines": (["theorems", 1, "goals"], [-1]),
    "goal above the lines": (["theorems", 1, "goals"], [2]),
    "goal that is true": (["theorems", 1, "goals"], [True]),
    "no goal and no belief": (["theorems", 1, "goals"], []),
    "label twice": (["theorems", 1, "label"], "one"),
    "label that is no text": (["theorems", 1, "label"], 1),
    "line recalls itself": ([*STEP, "of"], ["two", 0]),
    "line recalls a later one": ([*STEP, "of"], ["two", 1]),
    "line recalled from the end": ([*STEP, "of"], ["one", -1]),
    "line recalled by true": ([*STEP, "of"], ["one", False]),
    "another right side": (["theorems", 1, "lines", 0, "statement", "right"], OTHER),
    "another left side": (["theorems", 1, "lines", 0, "statement", "left"], OTHER),
    "no steps": (["theorems", 1, "lines", 0, "steps"], []),
    "a rule of another name": ([*STEP, "rule"], "believe"),
    "a rule that is no text": ([*STEP, "rule"], ["recall"]),
    "a relation of another name": ([*STEP, "relation"], "=="),
    "an object that is not defined": (
        ["theorems", 1, "lines", 1, "statement", "left"],
        ["object", "G", A],
    ),
    "an object of two arguments": (
        ["theorems", 1, "lines", 1, "statement", "left"],
        ["object", "F", A, A],
    ),
    "definition twice": (["definitions"], [["F", ["a"], A], ["F", ["a"], OTHER]]),
    "definition by itself": (["definitions"], [["F", ["a"], ["object", "F", A]]]),
    "definition with a free name": (["definitions"], [["F", [], A]]),
    "argument twice": (["definitions"], [["F", ["a", "a"], A]]),
    "format": (["format"], 2),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_changed_documents_are_refused(name):
    with pytest.raises(CheckFailed):
        summary(changed(*DOCUMENTS[name]))


@pytest.mark.parametrize(
    "text",
    [
        '{"format": 1, "format": 1, "theorems": []}',
        '{"format": 1.0, "theorems": []}',
        '{"format": NaN}',
        '{"format": 1e0}',
        "[" * 100_000,
        '{"format": ' + "9" * 5000 + "}",
        "",
    ],
)
def test_text_that_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(CheckFailed):
        read(text)


ENCLOSED = [
    (sp.gamma(a), 1, 1, 2),  # equal to 1 at both ends
    (a, a, 0, 1),
    (sp.log(a), 0, Fraction(1, 2), 1),
    (sp.exp(a) - 1 - a, 0, 0, 1),
    (sp.sqrt(a), 1, -1, Fraction(1, 2)),  # not defined below 0
    (1 / a, 3, -1, 1),  # a pole inside
    (sp.pi, sp.Rational(22, 7) - sp.Rational(1, 10), 0, 1),
]


@pytest.mark.parametrize("row", ENCLOSED)
def test_balls_enclose_only_what_is_true(row, monkeypatch):
    pytest.importorskip("flint")
    monkeypatch.setattr("phasecalc.proof.enclosed._MOST_BOXES", 300)
    left, right, low, high = row
    where = [a >= sp.Rational(low), a <= sp.Rational(high)]
    goal = claim(left, "<", sp.sympify(right), parameters=[a], where=where)
    with pytest.raises((StepFailed, Undecided)):
        Enclosed(goal).judge()


HALF = Fraction(1, 2)
LEAST = {
    "terms": {"A": [0, -1], "B": [-1, 1]},
    "constraints": {"C": [-1, 1]},
    "weights": {"A": HALF, "B": HALF},
    "solution": [HALF],
    "value": -HALF,
}


@pytest.mark.parametrize(
    "change",
    [
        {"value": -1},
        {"solution": [Fraction(1, 3)]},
        {"weights": {"A": 1, "B": 0}},
        {"weights": {"A": HALF, "B": HALF, "D": 0}},
        {"weights": {"A": Fraction(3, 2), "B": HALF, "C": -1}},
        {"constraints": {"C": [0, 1]}},
        {"constraints": {"A": [-1, 1]}},
        {"solution": [0.5]},
        {"value": -0.5},
    ],
)
def test_an_optimum_is_feasible_and_least(change):
    attain(**LEAST)
    with pytest.raises(CheckFailed):
        attain(**{**LEAST, **change})


def test_a_ball_counts_with_both_of_its_ends():
    pytest.importorskip("flint")
    tenth = Fraction(1, 10)
    for middle in (-tenth, 0 * tenth, tenth):
        ball = Enclosure(middle, tenth)
        assert Within("x", lambda ball=ball: ball, below="3/10").judge().rank is Rank.ENCLOSED
    for middle in (-tenth, tenth):  # its middle lies within the bound, one end at it
        ball = Enclosure(middle, tenth)
        with pytest.raises(StepFailed, match="not within"):
            Within("x", lambda ball=ball: ball, below="1/5").judge()
