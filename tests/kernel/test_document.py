"""Documents read as a stranger could write them: what is refused, and what a rank says."""

import copy
import json

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel import recheck
from phasecalc.kernel.language import (
    Statement,
    decode_definitions,
    decode_node,
    decode_statement,
    encode_node,
    encode_statement,
    substitute,
    unfold,
)
from phasecalc.kernel.theorem import BELIEVED, RANKS, chain, check_document, check_line
from phasecalc.proof.search import Search

X, Y, A, D = (["var", n] for n in "xyad")
ONE, ZERO = ["num", "1"], ["num", "0"]
ITSELF = [{"relation": "=", "right": X, "rule": "identity"}]
POSITIVE = {"relation": "=", "left": X, "right": X, "constants": ["x"]}


def line(statement=POSITIVE, steps=ITSELF, **more):
    return {"statement": statement, "steps": steps, **more}


def theorem(label="first", *, lines=None, **more):
    return {"label": label, "lines": [line()] if lines is None else lines, "goals": [0], **more}


def document(*theorems, **more):
    return {"format": 1, "theorems": list(theorems), **more}


def refused(data, match="."):
    with pytest.raises(CheckFailed, match=match):
        check_document(data)


def test_a_line_that_is_refused_is_named():
    wrong = line({**POSITIVE, "right": ONE}, [{**ITSELF[0], "right": ONE}])
    refused(document(theorem(lines=[line(), wrong])), "first: line 2, ")


def test_the_rank_is_the_weakest_of_what_it_needs():
    for rank in BELIEVED:
        found = check_document(document(theorem(beliefs=[[rank, "words"]])))
        assert found.rank("first") == rank
        refused(document(theorem(beliefs=[[rank, "words"]], rank="proved")), "not 'proved'")
        later = theorem("later", uses=["first"], lines=[line()])
        both = document(theorem(beliefs=[[rank, "words"]]), later)
        assert check_document(both).rank("later") == rank
    assert check_document(document(theorem(rank="proved"))).rank("first") == "proved"
    mixed = [["sampled", ""], ["assumed", ""], ["enclosed", ""]]
    assert check_document(document(theorem(beliefs=mixed))).rank("first") == "assumed"
    for rank in (*(r for r in RANKS if r not in BELIEVED), "certain", ""):
        refused(document(theorem(beliefs=[[rank, "words"]])), "below proved")


# An order that needs no certificate beyond numbers: sum_{j <= d} 1 is of order d.
ORDER = {
    "relation": "=Theta=", "left": ["modes", ZERO, ZERO, ONE, D, D], "right": D,
    "sizes": ["d"], "window": [[D, True]],
}  # fmt: skip
COUNTED = [{"relation": "=Theta=", "right": D, "rule": "modes", "case": "scale", "d": [ONE]}]
BY_FIRST = [{"relation": "=Theta=", "right": D, "rule": "recall", "of": ["first", 0],
             "slacks": [[ONE]]}]  # fmt: skip


@pytest.fixture(scope="module")
def proofs():
    """Certificates for the documents here."""
    book = Search()
    check_line(decode_statement(ORDER), COUNTED, {}, lambda *_: None, book, {})
    return book.proofs


def test_what_a_theorem_rests_on_goes_along(proofs):
    first = theorem(lines=[line(ORDER, COUNTED)])
    second = theorem("second", lines=[line(ORDER, BY_FIRST)], uses=["first"])
    third = theorem("third", uses=["second"])
    found = check_document(document(first, second, third, proofs=proofs))
    (lemma,) = found.rests_on("first")
    assert "power sums" in lemma
    for label in ("first", "second", "third"):
        assert found.rank(label) == "proved, resting on lemmas"
        assert found.rests_on(label) == (lemma,)
    assert found.lines["third"][0].rank == "proved"
    assert found.lines["third"][0].rests_on == ()
    assert found.lines["second"][0].rests_on == (lemma,)
    for uses in ([], ["third"], ["second"]):
        again = theorem("second", lines=[line(ORDER, BY_FIRST)], uses=uses)
        refused(document(first, again, proofs=proofs))
    for of in (["first", 1], ["first", -1], ["second", 0], ["first", True], ["first", "0"], [0, 0]):
        step = [{**BY_FIRST[0], "of": of}]
        again = theorem("second", lines=[line(ORDER, step)], uses=["first"])
        refused(document(first, again, proofs=proofs))
    own = theorem(lines=[line(ORDER, COUNTED), line(ORDER, BY_FIRST)], goals=[1])
    assert check_document(document(own, proofs=proofs)).rests_on("first") == (lemma,)


ABOVE = {"relation": "<", "left": ONE, "right": ["mul", A, A], "parameters": ["a"],
         "conditions": [[">", ["add", A, ["num", "-1"]]]]}  # fmt: skip
BY_SIGN = [{"relation": "<", "right": ["mul", A, A], "rule": "sign"}]


def test_certificates_are_there_and_are_read():
    book = Search()
    check_line(decode_statement(ABOVE), BY_SIGN, {}, lambda *_: None, book, {"witness": {"a": "2"}})
    made = theorem(lines=[line(ABOVE, BY_SIGN, witness={"a": "2"})])
    assert check_document(document(made, proofs=book.proofs)).rank("first") == "proved"
    refused(document(made), "a certificate is missing")
    for key in book.proofs:
        left = {k: v for k, v in book.proofs.items() if k != key}
        refused(document(made, proofs=left), "a certificate is missing")
        refused(document(made, proofs={**left, key: {"sum": []}}))
    below = {**ABOVE, "conditions": [[">", A]]}
    made = theorem(lines=[line(below, BY_SIGN, witness={"a": "2"})])
    refused(document(made, proofs=book.proofs), "a certificate is missing")


GOOD = document(theorem())
WRONG = {
    "another format": {**GOOD, "format": 2},
    "no format": {"theorems": []},
    "a list": [GOOD],
    "two of one label": document(theorem(), theorem()),
    "no label": document({"lines": [line()], "goals": [0]}),
    "a number as label": document(theorem(7)),
    "text as theorem": document("first"),
    "no lines": document({"label": "first", "goals": [0]}),
    "a goal beyond the lines": document(theorem(goals=[1])),
    "a goal before the lines": document(theorem(goals=[-1])),
    "a goal that is no number": document(theorem(goals=[True])),
    "no goal and no belief": document(theorem(goals=[])),
    "no steps": document(theorem(lines=[line(steps=[])])),
    "steps that are none": document(theorem(lines=[line(steps={})])),
    "a step that is none": document(theorem(lines=[line(steps=["trust me"])])),
    "an unknown rule": document(theorem(lines=[line(steps=[{**ITSELF[0], "rule": "trust"}])])),
    "no rule": document(theorem(lines=[line(steps=[{"relation": "=", "right": X}])])),
    "no relation": document(theorem(lines=[line(steps=[{"right": X, "rule": "identity"}])])),
    "a step of another relation": document(
        theorem(lines=[line(steps=[{**ITSELF[0], "relation": "<="}])])
    ),
    "a remainder of an equation": document(
        theorem(lines=[line(steps=[{**ITSELF[0], "remainder": ONE}])])
    ),
    "an end elsewhere": document(theorem(lines=[line({**POSITIVE, "right": ONE})])),
    "a strict goal": document(theorem(lines=[line({**POSITIVE, "relation": "<"})])),
    "an undeclared name in a step": document(
        theorem(lines=[line(steps=[{**ITSELF[0], "right": Y}, *ITSELF])])
    ),
    "uses itself": document(theorem(uses=["first"])),
    "uses what comes later": document(theorem(uses=["second"]), theorem("second")),
    "another rank": document(theorem(rank="sampled")),
}


@pytest.mark.parametrize("name", WRONG)
def test_other_documents_are_refused(name):
    assert check_document(GOOD).lines["first"]
    refused(WRONG[name])


def test_a_witness_is_in_the_region():
    region = {**POSITIVE, "constants": [], "parameters": ["x"], "conditions": [[">", X]]}

    def with_(point, **more):
        return document(theorem(lines=[line({**region, **more}, witness=point)]))

    assert check_document(with_({"x": "2"}))
    for point in ({"x": "0"}, {"x": "-1"}, {}, {"y": "1"}, [1], {"x": 1.5}, {"x": "one"}):
        refused(with_(point))
    weak = {"conditions": [[">=", X]]}
    assert check_document(with_({"x": "0"}, **weak))
    refused(with_({"x": "-1"}, **weak))
    equal = {"conditions": [["=", ["add", X, ["num", "-1"]]]]}
    assert check_document(with_({"x": "1"}, **equal))
    for value in ("0", "2"):
        refused(with_({"x": value}, **equal))
    for value in ("0", "-1"):
        refused(document(theorem(lines=[line(witness={"x": value})])))
    assert check_document(document(theorem(lines=[line(witness={"x": "1"})])))


CHAINS = {
    ("=", "<"): "<", ("<", "="): "<", ("<", "<"): "<", ("<", "<="): "<", ("<=", "<"): "<",
    ("<=", "<="): "<=", ("=Theta=", "=Theta="): "=Theta=", ("=Theta=", "<~"): "<~",
    ("<~", "=Theta="): "<~", ("<~", "<~"): "<~", ("<~", "<<"): "<<", ("<<", "<~"): "<<",
    ("<<", "<<"): "<<", ("=Theta=", "<<"): "<<", ("<<", "=Theta="): "<<", ("~", "~"): "~",
    ("=", "~"): "~", ("~", "="): "~", ("=", "slope"): "slope", ("slope", "="): "slope",
    ("=", "="): "=", ("=", "<="): "<=", ("<=", "="): "<=", ("=", "=Theta="): "=Theta=",
    ("=Theta=", "="): "=Theta=", ("=", "<~"): "<~", ("<~", "="): "<~", ("=", "<<"): "<<",
    ("<<", "="): "<<",
}  # fmt: skip


def test_chains_give_what_follows_and_no_more():
    relations = ("=", "<", "<=", "~", "=Theta=", "<~", "<<", "slope")
    for first in relations:
        for second in relations:
            wanted = CHAINS.get((first, second))
            if wanted is None:
                with pytest.raises(CheckFailed):
                    chain(first, second)
            else:
                assert chain(first, second) == wanted


FULL = {
    "relation": "~", "left": D, "right": D, "parameters": ["a"], "constants": ["x"],
    "sizes": ["d"], "conditions": [[">", A]], "window": [[D, True]],
    "remainder": ["pow", D, ["num", "-1"]],
}  # fmt: skip
MODE = ["var", "lambda_j"]
NOT_STATEMENTS = {
    "no relation": {"left": X, "right": X, "constants": ["x"]},
    "no left side": {"relation": "=", "right": X, "constants": ["x"]},
    "another relation": {**POSITIVE, "relation": "<>"},
    "something more": {**POSITIVE, "note": "true"},
    "a name twice": {**POSITIVE, "sizes": ["x"]},
    "a name of a mode": {**POSITIVE, "parameters": ["lambda_j"]},
    "no identifier": {**POSITIVE, "parameters": ["x y"]},
    "a name that is a number": {**POSITIVE, "parameters": [3]},
    "names in one text": {**POSITIVE, "parameters": "a"},
    "a name that is not declared": {**POSITIVE, "constants": []},
    "undeclared in a condition": {**POSITIVE, "conditions": [[">", A]]},
    "undeclared in what is given": {**POSITIVE, "given": [["!=", A]]},
    "undeclared in the window": {**FULL, "window": [[Y, True]]},
    "undeclared in the remainder": {**FULL, "remainder": Y},
    "a mode outside": {**POSITIVE, "left": MODE},
    "no remainder": {k: v for k, v in FULL.items() if k != "remainder"},
    "a remainder of an equation": {**POSITIVE, "remainder": X},
    "a variable of no slope": {**POSITIVE, "variable": "x"},
    "a slope in nothing": {**POSITIVE, "relation": "slope"},
    "a slope in what is not declared": {**POSITIVE, "relation": "slope", "variable": "y"},
    "given for an order": {**FULL, "given": [["!=", D]]},
    "a window of an equation": {**POSITIVE, "window": [[X, True]]},
    "a flag that is a number": {**FULL, "window": [[D, 1]]},
    "a condition by <": {**FULL, "conditions": [["<", A]]},
    "a condition by !=": {**FULL, "conditions": [["!=", A]]},
    "given by >": {**POSITIVE, "given": [[">", X]]},
    "a condition that is none": {**POSITIVE, "conditions": [[">"]]},
    "a list": [POSITIVE],
    "text": "x = x",
}


@pytest.mark.parametrize("name", NOT_STATEMENTS)
def test_other_statements_are_refused(name):
    with pytest.raises(CheckFailed):
        decode_statement(NOT_STATEMENTS[name])


def test_statements_are_written_as_they_are_read():
    given = {**POSITIVE, "given": [["!=", ["add", X, MODE]]]}
    slope = {**POSITIVE, "relation": "slope", "right": ONE, "variable": "x"}
    for data in (FULL, POSITIVE, given, slope):
        assert encode_statement(decode_statement(data)) == data
        moved = decode_statement(data).mapped(lambda e: ("mul", e, e))
        for before, after in zip(
            decode_statement(data).expressions(), moved.expressions(), strict=True
        ):
            assert after == ("mul", before, before)
    assert isinstance(decode_statement(FULL), Statement)


NOT_EXPRESSIONS = [
    [], "x", None, 1, ["num"], ["num", "x"], ["num", 1.5], ["num", "1/0"], ["var"], ["var", 1],
    ["var", "x y"], ["var", "x", "y"], ["object"], ["object", 1], ["add"], ["mul"], ["pow", X],
    ["pow", X, X, X], ["log"], ["log", X, X], ["pi", X], ["infinity", X], ["laplace", X, X],
    ["modes", X, X, X, X], ["moment", X, X, X], ["geometric"], ["trace", X, X], ["sin", X],
    [["var"], "x"], ["add", "x"], ["exp", X, X], ["gamma"], ["zeta", X, X],
]  # fmt: skip


@pytest.mark.parametrize("data", NOT_EXPRESSIONS, ids=str)
def test_other_expressions_are_refused(data):
    with pytest.raises(CheckFailed):
        decode_node(data)


def test_expressions_are_bounded_in_depth():
    deep = X
    for _ in range(500):
        deep = ["log", deep]
    with pytest.raises(CheckFailed):
        decode_node(deep)
    sums = ["add", X, ["mul", ["num", "1", "1", 2], ["pi"]], ["object", "F", X]]
    assert encode_node(decode_node(sums)) == sums


SQUARE = ["F", ["u", "v"], ["mul", ["var", "u"], ["var", "v"]]]


def test_definitions_know_their_arguments_only():
    found = decode_definitions([SQUARE, ["G", ["u"], ["object", "F", ["var", "u"], ONE]]])
    x, y, one = ("var", "x"), ("var", "y"), ("num", "1")
    assert unfold(("object", "F", y, x), found) == ("mul", y, x)
    assert unfold(("log", ("object", "G", x)), found) == ("log", ("mul", x, one))
    u, v = ("var", "u"), ("var", "v")
    assert unfold(("object", "F", v, u), found) == ("mul", v, u), "all at once"
    assert substitute(("add", u, v), {"u": v, "v": u}) == ("add", v, u)
    for bad in (("object", "F", x), ("object", "F", x, x, x), ("object", "H", x)):
        with pytest.raises(CheckFailed):
            unfold(bad, found)
    for rows in (
        [SQUARE, SQUARE],
        [["F", ["u", "u"], ["var", "u"]]],
        [["F", ["u"], ["var", "v"]]],
        [["F", ["u"]]],
        [[1, ["u"], ["var", "u"]]],
        [["F", "u", ["var", "u"]]],
        [["F", ["u"], ["object", "F", ["var", "u"]]]],
        [["F", ["u"], ["object", "G", ["var", "u"]]], ["G", ["u"], ["var", "u"]]],
        ["F"],
        {"F": SQUARE},
    ):
        with pytest.raises(CheckFailed):
            decode_definitions(rows)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1, 2", "NaN", "[1.5]", "[1e3]", "[Infinity]", '{"a": 1, "a": 1}', "[" * 100_000],
)
def test_other_texts_are_refused(text):
    with pytest.raises(CheckFailed):
        recheck.read(text)


def test_the_command_says_what_is_proved(tmp_path, capsys):
    file = tmp_path / "made.json"
    file.write_text(json.dumps(document(theorem(beliefs=[["cited", "a book"]]))))
    assert recheck.main([str(file)]) == 0
    (row,) = json.loads(capsys.readouterr().out)["theorems"]
    assert row == {
        "label": "first", "rank": "cited", "rests_on": [], "lines": ["proved"], "goals": [0],
        "beliefs": ["cited"], "states": ["for positive x: x = x"], "objects": [],
    }  # fmt: skip
    wrong = copy.deepcopy(document(theorem()))
    wrong["theorems"][0]["lines"][0]["statement"]["right"] = ONE
    for text in (json.dumps(wrong), "{", '"\\ud800"'):
        file.write_text(text)
        assert recheck.main([str(file)]) == 1
        assert "refused" in json.loads(capsys.readouterr().out)
    file.write_bytes(b"\xff\xfe\x00")
    assert recheck.main([str(file)]) == 1
    assert recheck.main([str(tmp_path / "absent.json")]) == 1
    assert capsys.readouterr().out.count("refused") == 2


@pytest.mark.parametrize("word", ["loss", "log", "pow", "gamma"])
def test_no_object_has_the_name_of_a_word(word):
    """Else a line about it would read like one about the word itself."""
    refused(document(theorem(), definitions=[[word, ["x"], X]]), "a word of the language")
    check_document(document(theorem(), definitions=[[f"{word}_", ["x"], X]]))
