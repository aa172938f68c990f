"""Law files: exact round trips, and refusals that name the line at fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.exceptions import ParseError

laws = pc.laws

GOOD = """name = "two"
title = "a law"
source = "hoffmann2022training"
irreducible = "E"
sizes = ["N", "D"]
parameters = ["A", "B", "E", "a", "b"]
domain = ["a < 1"]
budget = "6*N*D"

[terms]
model = "A*N^-a"
data = "B*D^-b"

[constraints]
ratio = "D >= N"

[fits.one]
A = "406.4"
a = "0.34"
"""


@pytest.mark.parametrize("name", laws.names())
def test_every_shipped_law_reads_back_exactly(name):
    law = laws.law(name)
    text = laws.write_law(law)
    assert laws.parse_law(text) == law
    assert laws.write_law(laws.parse_law(text)) == text


@settings(max_examples=25)
@given(
    st.fractions(min_value=-5, max_value=-1, max_denominator=50),
    st.fractions(min_value=1, max_value=1000, max_denominator=10**6),
    st.sampled_from(["N^(1/3)", "log(N)", "(N + 3*N^(1/2))", "A^2"]),
    st.text(alphabet='ab"\\\n\té', max_size=20),
)
def test_round_trip(power, constant, factor, note):
    law = laws.Law.of(
        "random",
        sizes=["N", "D"],
        rates=["eta"],
        terms={"one": f"{constant}*N^({power})*{factor}", "two words": "min(D^-1; eta*D^-1/2)"},
        budget=f"({constant})*N*D",
        parameters=["A", "q"],
        domain=["q > -1"],
        constraints={"c d": "eta*D >= N^q"},
        note=note,
    )
    assert laws.parse_law(laws.write_law(law)) == law


def test_a_good_file_is_read(tmp_path):
    file = tmp_path / "law.toml"
    file.write_text(GOOD, encoding="utf-8")
    law = laws.read_law(file)
    assert law.fit("one").values == (("A", "406.4"), ("a", "0.34"))
    assert law == laws.parse_law(GOOD)


# What is changed, and the line and words of the refusal.
BAD = [
    ('name = "two"', 'name = "two', 1, "not TOML"),
    ('title = "a law"', 'titel = "a law"', 2, "'titel' is not known"),
    ('title = "a law"', "title = 3", 2, "text in quotes"),
    ('irreducible = "E"', 'irreducible = "F"', 4, "not one of the parameters"),
    ('sizes = ["N", "D"]', 'sizes = ["N", "C"]', 5, "taken"),
    ('sizes = ["N", "D"]', 'sizes = "N"', 5, "list of texts"),
    ('sizes = ["N", "D"]', 'sizes = ["N", "2D"]', 5, "letters"),
    ('"a", "b"]', '"a", "b", "N"]', 6, "twice"),
    ('domain = ["a < 1"]', 'domain = ["a < q"]', 7, "'q'"),
    ('domain = ["a < 1"]', 'domain = ["a == 1"]', 7, "inequality"),
    ('budget = "6*N*D"', 'budget = "6*N*X"', 8, "'X'"),
    ('budget = "6*N*D"', "budget = 6", 8, "text in quotes"),
    ('model = "A*N^-a"', 'model = "A*M^-a"', 11, "'M'"),
    ('model = "A*N^-a"', 'model = "__import__(1)"', 11, "'__import__'"),
    ('model = "A*N^-a"', "model = 3", 11, "an expression in quotes"),
    ('data = "B*D^-b"', 'data = "B*D^^b"', 12, "not well formed|not arithmetic"),
    ('data = "B*D^-b"', 'data = "B*D^-10**10**10"', 12, "exceeds|too large|above"),
    ('data = "B*D^-b"', 'data = [{value = "B*D^-b"}]', 12, "where"),
    ('ratio = "D >= N"', 'ratio = "D > N"', 15, "<=, >= or =="),
    ('ratio = "D >= N"', 'ratio = "D"', 15, "no comparison"),
    ('A = "406.4"', 'Q = "406.4"', 18, "'Q' is not known"),
    ('A = "406.4"', 'A = "abc"', 18, "'abc'"),
    ('a = "0.34"', "a = 0.34", 19, "stays exact"),
]


@pytest.mark.parametrize(("old", "new", "line", "why"), BAD)
def test_a_bad_file_is_refused_with_its_line(old, new, line, why):
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    with pytest.raises(ParseError, match=why) as refusal:
        laws.parse_law(text, "bad.toml")
    assert str(refusal.value).startswith(f"bad.toml, line {line}: "), str(refusal.value)


@pytest.mark.parametrize("key", ["name", "budget"])
def test_a_missing_key_is_named(key):
    text = "\n".join(row for row in GOOD.splitlines() if not row.startswith(key))
    with pytest.raises(ParseError, match=f"{key} is missing"):
        laws.parse_law(text)


def test_terms_are_needed():
    with pytest.raises(ParseError, match=r"\[terms\]"):
        laws.parse_law('name = "x"\nbudget = "1"\n')


def test_long_and_deep_files_are_refused():
    with pytest.raises(ParseError, match="at most"):
        laws.parse_law("#" * 200_000)
    with pytest.raises(ParseError):
        laws.parse_law("a = " + "[" * 5000)


def test_files_that_are_not_text_are_refused(tmp_path):
    file = tmp_path / "law.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ParseError, match="UTF-8"):
        laws.read_law(file)


def test_names_that_mean_something_else_are_refused():
    for name in ("C", "L", "log", "sqrt", "é", "2x", ""):
        with pytest.raises(ParseError):
            laws.Law.of("x", sizes=[name], terms={"t": "1"}, budget="1")


def test_fits_and_laws_are_found_by_name():
    assert laws.find("besiroglu") == (laws.two_term, "besiroglu")
    assert laws.find("over-training:C4")[1] == "C4"
    with pytest.raises(pc.PhasecalcError, match="no law or fit"):
        laws.find("nothing")
    with pytest.raises(pc.PhasecalcError, match="no fit"):
        laws.find("two-term:nothing")
