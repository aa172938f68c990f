"""Lines that are taken, orders by cases, and the loss, of which only what is taken is known."""

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import StoreDamaged
from phasecalc.kernel import shipped
from phasecalc.kernel.language import decode_statement, statement_hash
from phasecalc.kernel.recheck import summary
from phasecalc.kernel.theorem import BELIEVED, IN_ROCQ, RANKS, check_document, check_line
from phasecalc.proof.search import Search

D, T, A, B = (["var", n] for n in "dtab")
ONE, ZERO, TWO, MINUS = (["num", x] for x in ("1", "0", "2", "-1"))


def inverse(x):
    return ["pow", x, MINUS]


def loss(d=D, t=T, a=A):
    return ["loss", a, B, ONE, TWO, d, ONE, t]


SIZES = {"parameters": ["a", "b"], "sizes": ["d", "t"]}
BASIC = {"relation": "<~", "left": inverse(D), "right": loss(), **SIZES, "window": [[D, True]]}


def point(**more):
    return {"witness": {"a": "1", "b": "1"}, "path": {"d": "1", "t": "1"}, **more}


def taken(statement=BASIC, **more):
    return point(statement=statement, taken=True, **more)


def recalling(**changed):
    row = {"relation": "<~", "right": loss(), "rule": "recall", "of": ["first", 0]}
    return {**row, "slacks": [[ONE]], **changed}


def first(evidence="cited", lines=None, goals=(1,), **more):
    """A theorem of one line that is taken and one that recalls it."""
    again = point(statement=BASIC, steps=[recalling()])
    rows = [taken(), again] if lines is None else lines
    beliefs = [[evidence, "a book"]]
    return {"label": "first", "lines": rows, "goals": list(goals), "beliefs": beliefs, **more}


def document(*theorems):
    return {"format": 1, "theorems": list(theorems)}


def refused(match, *theorems):
    with pytest.raises(CheckFailed, match=match):
        check_document(document(*theorems))


def tied(statement=BASIC):
    return {statement_hash(decode_statement(statement)): {"text": "", "theorem": ""}}


@pytest.mark.parametrize("rank", BELIEVED)
def test_what_recalls_it_is_no_surer(rank):
    """What a program found out in words is no evidence for a formal line beside it."""
    found = check_document(document(first(rank)))
    formal = rank if rank == "cited" else "assumed"
    assert [line.rank for line in found.lines["first"]] == [formal, formal]
    assert found.rank("first") == formal
    for better in RANKS[RANKS.index(formal) + 1 :]:
        refused("it is", first(rank, rank=better))


def rank_of(row, known):
    return check_document(document(row), known).rank("first")


def test_what_was_compared_with_the_text_of_rocq_keeps_its_rank():
    rocq = "accepted by Rocq"
    assert rank_of(first(rocq), tied()) == rocq
    # Another statement, region, window or relation is not what was compared; nor other evidence.
    for change in (
        {"left": ONE},
        {"right": loss(d=T)},
        {"relation": "=Theta="},
        {"window": []},
        {"parameters": ["a", "b", "e"]},
        {"conditions": [[">", A]]},
    ):
        assert rank_of(first(rocq), tied({**BASIC, **change})) == "assumed"
    for other in ("enclosed", "solver only", "rewritten", "sampled", "assumed"):
        assert rank_of(first(other), tied()) == "assumed"
    # The weakest of several still counts.
    both = first(beliefs=[[rocq, "x"], ["cited", "y"]])
    assert rank_of(both, tied()) == "cited"
    both = first(beliefs=[[rocq, "x"], ["sampled", "y"]])
    assert [rank_of(both, t) for t in (tied(), {})] == ["sampled", "assumed"]


def test_what_rocq_accepted_is_surer_than_a_lemma_in_words_and_named_beside_one():
    """The weaker of the two is the rank, and both are listed; neither is "proved"."""
    rocq, lemmas = "accepted by Rocq", "proved, resting on lemmas"
    assert RANKS.index("enclosed") < RANKS.index(lemmas) < RANKS.index(rocq)
    assert RANKS[-1] == "proved"
    assert (*RANKS[:6], rocq) == BELIEVED
    alone = check_document(document(first(rocq)), tied())
    assert (alone.rank("first"), alone.rests_on("first")) == (rocq, (IN_ROCQ,))
    summed = {
        "relation": "=Theta=", "left": ["modes", ZERO, ZERO, ONE, D, D], "right": D,
        "sizes": ["d"], "window": [[D, True]],
    }  # fmt: skip
    steps = [
        {"relation": "=Theta=", "right": D, "rule": "modes", "case": "scale", "d": [["num", "1"]]}
    ]
    line = {"statement": summed, "path": {"d": "1"}, "steps": steps}
    book = Search()
    check_line(decode_statement(summed), steps, {}, lambda *_: None, book, line)
    on_lemma = {"label": "sum", "lines": [line], "goals": [0], "beliefs": []}
    data = {**document(on_lemma, first(rocq, uses=["sum"])), "proofs": book.proofs}
    found = check_document(data, tied())
    assert found.rank("sum") == found.rank("first") == lemmas
    assert found.lines["first"][0].rank == lemmas
    assert len(found.rests_on("first")) == 2
    assert IN_ROCQ in found.rests_on("first")
    # What was not compared stays assumed, whatever is used.
    assert check_document(data).rank("first") == "assumed"
    refused("below proved", first("proved"))


FALSE = {"relation": "=", "left": ONE, "right": TWO}


@pytest.mark.parametrize("rank", BELIEVED[2:])
@pytest.mark.parametrize("how", ["alone", "used", "cases", "object", "before"])
def test_one_is_two_on_the_word_of_a_program(rank, how):
    """Taken beside evidence in words it is assumed, whatever that evidence is, and what uses it."""
    lie = {"statement": FALSE, "taken": True}
    row = {"label": "first", "lines": [lie], "goals": [0], "beliefs": [[rank, "so it is"]]}
    later = {"label": "later", "uses": ["first"], "goals": [0], "lines": [], "beliefs": []}
    later["lines"] = [{"statement": FALSE, "steps": [
        {"relation": "=", "right": TWO, "rule": "recall", "of": ["first", 0]}
    ]}]  # fmt: skip
    theorems, definitions = [row], []
    if how == "used":
        theorems = [row, later]
    elif how == "cases":
        row["beliefs"] = [[rank, "one"], [rank, "two"]]
    elif how == "object":  # what was compared, with another meaning of the word in it
        named = {**BASIC, "right": ["object", "P_", D]}
        lie["statement"] = named
        lie.update(point())
        definitions = [["P_", ["x"], ["pow", ["var", "x"], ["num", "-9"]]]]
    elif how == "before":
        row["lines"] = [lie, *later["lines"]]
        row["goals"] = [1]
    data = {**document(*theorems), "definitions": definitions}
    found = check_document(data, tied({**BASIC, "right": ["object", "P_", D]}))
    assert {found.rank(t["label"]) for t in theorems} == {"assumed"}


def test_a_damaged_list_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "tied.json"
    monkeypatch.setattr(shipped, "TIED", file)
    for text in ("", "[]", "null", '{"a": 1}', '{"a": {"text": ""}}', "{", '{"a": null}'):
        file.write_text(text)
        with pytest.raises(StoreDamaged, match=r"tied.json.*install phasecalc anew"):
            shipped.tied()


def test_the_weakest_of_evidence_and_of_what_is_used():
    weak = {"label": "weak", "lines": [], "goals": [], "beliefs": [["assumed", "x"]]}
    strong = first("accepted by Rocq", uses=["weak"])
    found = check_document(document(weak, strong))
    assert [line.rank for line in found.lines["first"]] == ["assumed", "assumed"]


def test_it_is_said_what_is_taken():
    (row,) = summary(document(first()))
    assert row["taken"] == [
        "for real a, b; positive sizes d, t, uniformly where d -> oo:"
        " d^(-1) <~ loss(a, b, 1, 2, d, 1, t)"
    ]


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ({**taken(), "steps": []}, "no steps"),
        ({**taken(), "taken": False}, "no steps"),
        ({**taken(), "taken": 1}, "no steps"),
        ({**taken({**BASIC, "conditions": [[">", A]]}), "witness": {}}, "witness"),
        (taken({**BASIC, "window": [[D, True], [inverse(D), True]]}), "leaves the window"),
        (taken({**BASIC, "right": ["mul", MINUS, loss()], "left": ["log", MINUS]}), "above 0"),
        (taken({**BASIC, "right": ["loss", A, B, ONE, TWO, MINUS, ONE, T]}), "above 0"),
        (taken({**BASIC, "right": ["loss", A, B, D]}), "arguments"),
    ],
)
def test_what_says_nothing_is_refused(line, match):
    refused(match, first(lines=[line], goals=[0]))


def test_without_evidence_nothing_is_taken():
    refused("evidence", {**first(), "beliefs": []})
    refused("below proved", first("proved"))


def test_of_the_loss_nothing_else_is_known():
    """No rule finds its order, its slope, or its value elsewhere."""
    other = {**BASIC, "right": loss(d=["mul", TWO, D])}
    for statement, step in (
        (other, recalling(right=loss(d=["mul", TWO, D]))),
        ({**BASIC, "right": loss(a=B)}, recalling(right=loss(a=B))),
        ({**BASIC, "right": loss(t=D)}, recalling(right=loss(t=D))),
        (BASIC, {"relation": "<~", "right": loss(), "rule": "less", "slacks": [ONE]}),
        (BASIC, {"relation": "<~", "right": loss(), "rule": "mean", "weights": [ONE],
                 "slacks": [ONE]}),
        ({**BASIC, "left": loss(), "right": ONE},
         {"relation": "<~", "right": ONE, "rule": "recall", "of": ["first", 0], "slacks": [[ONE]]}),
    ):  # fmt: skip
        refused(".", first(lines=[taken(), point(statement=statement, steps=[step])]))
    slope = {"relation": "slope", "left": loss(), "right": ZERO, **SIZES, "variable": "d"}
    step = {"relation": "slope", "right": ZERO, "rule": "slope"}
    refused("no rule", first(lines=[taken(), point(statement=slope, steps=[step])]))
    # At other values it is recalled there.
    twice = recalling(right=loss(t=D), values={"t": D})
    good = point(statement={**BASIC, "right": loss(t=D)}, steps=[twice])
    assert check_document(document(first(lines=[taken(), good])))


# Two orders side by side: d <~ P where d grows, 1 <~ P where d is bounded.
LARGE = {"relation": "<~", "left": ONE, "right": loss(), **SIZES, "window": [[D, True]]}
SMALL = {**LARGE, "window": [[inverse(D), False]]}
ABOVE = {**LARGE, "window": [[D, False]]}
BOTH = {**LARGE, "window": []}


def by_cases(first_case, statement=BOTH, *, slacks=((ONE,), (ONE,)), growing=True, between=D):
    either = [
        {"of": ["first", k], "slacks": [list(s)] if s is not None else []}
        for k, s in enumerate(slacks)
    ]
    step = {"relation": "<~", "right": loss(), "rule": "cases"}
    step |= {"between": between, "growing": growing, "either": either}
    lines = [taken(first_case), {**taken(SMALL), "path": {"d": "-1", "t": "1"}}]
    return first(lines=[*lines, point(statement=statement, steps=[step])], goals=[2])


def test_cases_that_cover_every_size():
    assert check_document(document(by_cases(LARGE)))
    assert check_document(document(by_cases(ABOVE, growing=False)))
    # A product that is bounded below is so where it grows, too.
    assert check_document(document(by_cases(ABOVE)))


def test_cases_that_leave_something_out():
    # The first case needs d to grow, and is given d >= 1 alone.
    refused(".", by_cases(LARGE, growing=False))
    # Another product than the one that tells the cases apart.
    for between in (T, inverse(D), ["mul", D, T], ["num", "-2"], ["add", D, T]):
        refused(".", by_cases(LARGE, between=between))
    refused("which the first may grow", by_cases(LARGE, growing=1))
    refused(".", by_cases(LARGE, slacks=((ONE,),)))
    refused(".", by_cases(LARGE, slacks=((ONE,), (ONE,), (ONE,))))
    refused(".", by_cases(LARGE, slacks=((MINUS,), (ONE,))))
    # The first case says less than is stated.
    refused("does not say this", by_cases({**LARGE, "left": inverse(D)}))
    swapped = by_cases(LARGE)
    swapped["lines"][2]["steps"][0]["either"].reverse()
    refused(".", swapped)
