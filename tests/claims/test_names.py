"""Names in claim files and laws that could mean two things, or pass for another."""

import pytest

import phasecalc as pc
from phasecalc.claims.judging.files import claims_of
from phasecalc.laws.declaring.files import parse_law

LAW = """name = "own"
title = "two terms"
irreducible = "E"
sizes = ["{size}", "D"]
parameters = ["A", "B1", "E", "{parameter}", "b"]
budget = "6*D*{size}"
[terms]
{term} = "A/{size}**{parameter}"
data = "B1/D**b"
"""


def law(size="N", parameter="a", term="model"):
    return parse_law(LAW.format(size=size, parameter=parameter, term=term), "own.toml")


@pytest.mark.parametrize("name", ["loss_exponent", "logarithm_power", "exists", "min"])
def test_a_parameter_named_like_a_word_of_claims_is_refused(name):
    """Read as the quantity, what is true of the parameter was refuted."""
    with pytest.raises(pc.PhasecalcError, match=f"the parameter {name} has a name that means"):
        pc.check_claim("b > 0", about=law(parameter=name))


DOUBTFUL = {
    "size loss": (law(size="loss"), "loss =Theta= C^(-a*b/(a + b)) at the optimum"),
    "parameter loss": (law(parameter="loss"), "loss << C at the optimum"),
    "term and size": (law(term="N"), "N << C at the optimum"),
    "term and size, said": (law(term="N"), "term(N) << C at the optimum"),
    "on a path": (law(term="N"), "N << C along N = C^(1/2)"),
    "term and budget": (law(term="C"), "N << C at the optimum"),
    "term and parameter": (law(term="b"), "b << C at the optimum"),
    "term and constant": (law(term="A"), "N << A*C at the optimum"),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_an_order_with_a_name_of_two_meanings_is_refused(name):
    """A size that is called loss had a true claim about the loss refuted."""
    about, states = DOUBTFUL[name]
    with pytest.raises(pc.ParseError, match="means two things in an order"):
        pc.check_claim(states, about=about)


def test_names_that_give_way_mean_the_parameter():
    """Of eta and xi the manual says so; others are no words of claims about laws."""
    for name in ("eta", "xi", "phase", "d", "f", "correction_exponent"):
        about = law(parameter=name)
        found = pc.check_claim(f"loss_exponent == {name}*b/({name} + b)", about=about)
        assert found.status == "proved"
        assert pc.check_claim(f"{name} > 5", about=about).status == "refuted"


SAME = """[[claim]]
label = "{one}"
states = "loss_exponent < 1"
[[claim]]
{other}
states = "loss_exponent > 1"
"""


@pytest.mark.parametrize("one", ["a", "claim 2", "a  "])
def test_two_claims_of_one_name_are_refused(one):
    other = "" if one == "claim 2" else 'label = "a"'
    with pytest.raises(pc.ParseError, match=r"two claims are called .* \(lines 1 and 4\)"):
        claims_of(SAME.format(one=one, other=other).encode())


def test_a_label_has_no_wide_spaces():
    """Under which a verdict could be out of sight."""
    (claim,) = claims_of(b'[[claim]]\nlabel = "a: proved      "\nstates = "alpha < 0"')
    assert claim.label == "a: proved"


@pytest.mark.parametrize("label", ["", "a\nb", "a\x07", "a\u202eb", "a\u200b", "x" * 201, "\u00a0"])
def test_labels_are_one_printable_line_in_python_too(label):
    with pytest.raises(pc.ParseError, match="label is one printable"):
        pc.check_claim("alpha > 0", label=label)


EMPTY = {
    "contradictory": ("loss_exponent == 17", ["alpha > 1", "alpha < 1"], "plrf"),
    "outside": ("1 == 2", ["alpha < 0"], "plrf"),
    "of numbers": ("1 == 2", ["1 > 2"], "plrf"),
    "orders": ("F_0 << F_pp", ["alpha > 1", "alpha < 1"], "plrf"),
    "a phase": ('phase == "II"', ["alpha > 1", "alpha < 1"], "plrf"),
    "a law": ("eta == 17", ["alpha > 1", "alpha < 1"], "two-term"),
    "implied": ("alpha > 0 implies eta > 0", ["alpha > 1", "alpha < 1"], "plrf"),
}


@pytest.mark.parametrize("name", EMPTY)
def test_of_no_point_nothing_is_claimed(name):
    states, where, about = EMPTY[name]
    found = pc.check_claim(states, where=where, about=about)
    assert found.status == "undecided"
    assert "nothing is claimed" in found.reason


@pytest.mark.parametrize(
    "text", ["\u0430lpha > 0", "\u2c6d > 0", "\U0001d6fc > 0", "alpha\u00b2 > 0"]
)
def test_letters_that_look_alike_are_not_known(text):
    with pytest.raises(pc.ParseError, match=r"is not known|look"):
        pc.check_claim(text)


def test_greek_letters_are_these_letters():
    assert pc.check_claim("\u03b1 > 0").status == "proved"
    with pytest.raises(pc.ParseError):
        pc.check_claim("\u03b1lpha > 0")
