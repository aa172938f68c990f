"""Programs: what is read, what is refused, and that formulas equal an independent exact program."""

from __future__ import annotations

import inspect
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.laws.declaring.declaration import Law
from phasecalc.optimum.program import Program

a, b, c, x, y, z = sp.symbols("a b c x y z")
UNIT = [x >= 0, x <= 1]


def two_terms(**changes):
    given = {
        "terms": {"bias": -a * x, "steps": -(1 - x)},
        "unknowns": [x],
        "constraints": UNIT,
        "domain": [a > 0],
    }
    return Program.of(**{**given, **changes})


# --- other people's programs, each against the independent enumeration

N, D, S = sp.symbols("N D S")
PROGRAMS = {
    "one parameter": ({"bias": -a * x, "steps": -(1 - x)}, [x], UNIT, [a > 0]),
    "three parameters": (
        {"A": -a * x, "B": -b * (1 - x), "C": -c},
        [x],
        UNIT,
        [a > 0, b > 0, c > 0],
    ),
    "two unknowns": (
        {"model": -a * x, "data": -b * y, "floor": -a * b - x / 3},
        [x, y],
        [x >= 0, y >= 0, x + y <= 1],
        [a > 0, b > 0],
    ),
    "three unknowns, one parameter": (
        {"model": -a * N, "data": -D / 2, "noise": -S - D / 4, "steps": -(D - S)},
        [N, D, S],
        [N >= 0, D >= 0, S >= 0, N + D <= 1, S <= D],
        [a > 0],
    ),
    "three unknowns, two parameters": (
        {"model": -a * N, "data": -b * D, "noise": -S - D / 2, "critical": -D + S},
        [N, D, S],
        [N >= 0, D >= 0, S >= 0, N + D <= 1, S <= D],
        [a > 0, b > 0],
    ),
    "by cases": (
        {
            "A": sp.Piecewise((-2 * x, a > 2), (-x, a > 1), (-a * x, True)),
            "B": [(-(1 - x), b > a), (-b * (1 - x), sp.true)],
        },
        [x],
        UNIT,
        [a > 0, b > 0],
    ),
}
_diagrams = {}


def diagram_of(name):
    if name not in _diagrams:
        terms, unknowns, constraints, domain = PROGRAMS[name]
        made = Program.of(terms=terms, unknowns=unknowns, constraints=constraints, domain=domain)
        _diagrams[name] = made.diagram()
    return _diagrams[name]


positive = st.fractions(min_value=Fraction(1, 40), max_value=6, max_denominator=40)


@pytest.mark.parametrize("name", PROGRAMS)
@settings(max_examples=settings().max_examples * 2 // 5)
@given(point=st.tuples(positive, positive, positive))
def test_formulas_equal_an_independent_exact_program(minimum, name, point):
    diagram = diagram_of(name)
    terms, unknowns, constraints, _ = PROGRAMS[name]
    names = diagram.program.parameters
    at = point[: len(names)]
    inside = [p for p in diagram.phases if p.region.contains(*at)]
    assert len(inside) <= 1
    symbols = dict(zip((a, b, c), at, strict=False))
    if inside and not any(w.holds(at) for w in diagram.program.walls):
        value, best = minimum(terms, unknowns, constraints, symbols)
        assert inside[0].value(at) == value
        found = [tuple(q(at) for q in v) for v in inside[0].vertices]
        assert set(found) <= set(best)
        if inside[0].is_face:
            assert len(best) > 1
    elif not inside:
        closed = [p for p in diagram.phases if p.region.weak().contains(*at)]
        assert closed


@pytest.mark.parametrize("name", PROGRAMS)
def test_recheck(name):
    assert diagram_of(name).recheck() > 0


# --- degenerate optima


def test_two_resources_that_tie_give_a_face():
    program = Program.of(
        terms={"L": -a * (x + y)},
        unknowns=[x, y],
        constraints=[x >= 0, y >= 0, x + y <= 1, x + y >= 1],
        domain=[a > 0],
    )
    (phase,) = program.diagram().phases
    assert phase.is_face
    assert phase.exponent == a
    corners = {tuple(phase.as_expr(q) for q in v) for v in phase.vertices}
    assert corners == {(0, 1), (1, 0)}


def test_a_face_may_end_where_another_term_takes_over(minimum):
    terms = {"L": -a * (x + y), "M": -a * x - y - 5}
    constraints = [x >= 0, y >= 0, x + y <= 1]
    diagram = Program.of(
        terms=terms, unknowns=[x, y], constraints=constraints, domain=[a > 0]
    ).diagram()
    for value in (Fraction(1, 2), Fraction(5), Fraction(7), Fraction(20)):
        (phase,) = (p for p in diagram.phases if p.region.contains(value))
        t, best = minimum(terms, [x, y], constraints, {a: value})
        assert phase.is_face
        assert phase.value((value,)) == t
        assert sorted(tuple(q((value,)) for q in v) for v in phase.vertices) == best


def test_terms_that_tie_throughout_are_compared_once():
    diagram = two_terms(terms={"L": -a * x, "again": -a * x, "M": -(1 - x)}).diagram()
    assert diagram.recheck() > 0
    assert diagram.phases[0].exponent == a / (a + 1)


def test_a_plateau_is_a_face():
    (phase,) = two_terms(terms={"floor": -a, "steps": -(1 + a) * x - 2 * a}).diagram().phases
    assert phase.is_face
    assert {v[0]((Fraction(1),)) for v in phase.vertices} == {0, 1}


# --- refusals


@pytest.mark.parametrize(
    "changes",
    [
        {"terms": {"L": -a * x}, "constraints": [x >= 0]},
        {"terms": {"L": -a * x}, "constraints": []},
        {"constraints": [x >= 2, x <= 1]},
        {"terms": {"L": [(-a * x, a > 1)]}},
        {"terms": {"L": -a * x, "M": -x}, "constraints": [x >= a]},
        {"domain": [a > 0, a < 0]},
    ],
)
def test_unbounded_infeasible_and_empty_programs_are_refused(changes):
    with pytest.raises(DomainError):
        two_terms(**changes).diagram()


@pytest.mark.parametrize(
    "changes",
    [
        {"terms": {"L": -a * x**2}},
        {"terms": {"L": -a / x}},
        {"terms": {"L": -(a**x)}},
        {"terms": {"L": sp.Max(x, a)}},
        {"terms": {"L": -sp.sqrt(a) * x}},
        {"terms": {"L": -sp.sqrt(2) * a * x}},
        {"terms": {"L": -sp.exp(a) * x}},
        {"terms": {"L": -a * x * y}},
        {"terms": {"L": -b * x}},
        {"constraints": [x**2 <= 1]},
        {"constraints": [x < 1]},
        {"constraints": [sp.Eq(x, 1)]},
        {"constraints": [x]},
        {"constraints": [sp.true]},
        {"domain": [sp.Or(a > 1, a < -1)]},
        {"domain": [sp.exp(a) > 2]},
        {"domain": [], "parameters": []},
        {"terms": {"x >= 0": -a * x, "M": x - 1}},
    ],
)
def test_input_that_is_not_affine_or_rational_is_refused(changes):
    with pytest.raises(ValueError, match=r"."):
        two_terms(**changes)


@pytest.mark.parametrize("label", ["\x1b[31m", "\0", "a\u202eb", "a\nb", "", " ", "a&b", "{x", 1])
def test_labels_are_vetted_as_those_of_laws_are(label):
    for changes in ({"terms": {label: -a * x}}, {"constraints": {label: x >= 0}}):
        with pytest.raises((DomainError, ParseError), match=r"label"):
            two_terms(**changes)


# --- cases and parameters


def test_first_case_that_holds_counts():
    for cases in (
        [(-2 * x, a > 2), (-x, a > 1), (-a * x, sp.true)],
        sp.Piecewise((-2 * x, a > 2), (-x, a > 1), (-a * x, True)),
    ):
        diagram = two_terms(terms={"L": cases, "M": -(1 - x)}).diagram()
        values = {
            at: next(p for p in diagram.phases if p.region.contains(at)).value((Fraction(at),))
            for at in (3, Fraction(3, 2), Fraction(1, 2))
        }
        assert list(values.values()) == [-Fraction(2, 3), -Fraction(1, 2), -Fraction(1, 3)]


def test_a_case_on_a_line_holds_on_no_side_of_it():
    diagram = two_terms(
        terms={"L": [(-5 * x, sp.Eq(a, 1)), (-a * x, sp.true)], "M": -(1 - x)}
    ).diagram()
    assert {p.exponent for p in diagram.phases} == {a / (a + 1)}


def test_a_term_may_be_absent():
    diagram = two_terms(terms={"L": -x, "M": [(-(1 - x), a > 1)]}).diagram()
    exponents = {
        at: next(p for p in diagram.phases if p.region.contains(at)).exponent for at in (2, "1/2")
    }
    assert exponents == {2: sp.Rational(1, 2), "1/2": 1}


@pytest.mark.parametrize("how", ["in the domain", "as a parameter", "in a term only"])
def test_assumptions_of_symbols_stay_conditions(how):
    positive_a = sp.Symbol("a", positive=True)
    changes = {
        "in the domain": {"domain": [positive_a > 0, positive_a < 9]},
        "as a parameter": {"domain": [positive_a > 0], "parameters": [positive_a]},
        "in a term only": {"domain": []},
    }[how]
    diagram = two_terms(terms={"L": -positive_a * x, "M": -(1 - x)}, **changes).diagram()
    assert diagram.program.parameters == ("a",)
    assert not diagram.program.domain.contains(a=-1)
    assert not diagram.program.domain.contains(a=0)
    assert not any(p.region.contains(a=-1) for p in diagram.phases)


def test_non_negative_and_negative_symbols():
    zero_up, below = sp.Symbol("u", nonnegative=True), sp.Symbol("w", negative=True)
    program = two_terms(
        terms={"L": -zero_up * x, "M": below * (1 - x)}, domain=[zero_up < 5, below > -5]
    )
    assert program.domain.contains(u=0, w=-1)
    assert not program.domain.contains(u=-1, w=-1)
    assert not program.domain.contains(u=1, w=0)


def test_an_unrestricted_domain():
    diagram = two_terms(domain=[], parameters=[a]).diagram()
    assert diagram.recheck() > 0
    for at in (-3, -1, 2):
        assert sum(p.region.contains(at) for p in diagram.phases) == 1


def test_an_irrational_edge_of_the_domain():
    diagram = two_terms(domain=[a > sp.sqrt(2)]).diagram()
    assert diagram.recheck() > 0
    assert diagram.phases[0].region.conditions() == ["a > sqrt(2)"]


def test_order_of_the_parameters():
    program = two_terms(
        terms={"L": -a * x, "M": -b * (1 - x)}, domain=[a > 0, b > 0], parameters=[b, a]
    )
    assert program.parameters == ("b", "a")
    (phase,) = program.diagram().phases
    assert phase.value((Fraction(1), Fraction(3))) == -Fraction(3, 4)


def test_signature_is_keywords_only():
    kinds = {p.kind for p in inspect.signature(Program.of).parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(
    "given",
    [
        lambda text, a, x: {"terms": {"b": text}},
        lambda text, a, x: {"terms": {"b": [(text, a > 1), (-a * x, a <= 1)]}},
        lambda text, a, x: {"terms": {"b": [(-a * x, text)]}},
        lambda text, a, x: {"domain": [text]},
        lambda text, a, x: {"domain": [a > 0, text]},
        lambda text, a, x: {"constraints": [text]},
        lambda text, a, x: {"constraints": {"c": text}},
        lambda text, a, x: {"unknowns": [text]},
    ],
)
def test_text_is_refused_and_never_run(given, tmp_path):
    a, x = sp.symbols("a x")
    mark = tmp_path / "mark"
    text = f"open({str(mark)!r}, 'w').close() or 1"
    parts = {"terms": {"b": -a * x}, "unknowns": [x], "domain": [a > 0], "constraints": [x <= 1]}
    with pytest.raises(ValueError, match=r"open|mark"):
        Program.of(**{**parts, **given(text, a, x)})
    assert not mark.exists()


# --- sums over modes as terms

f, j = sp.symbols("f j", positive=True)


def of_sum(term, **changes):
    given = {"terms": {"bias": term, "noise": x - y}, "unknowns": [x, y], "base": f}
    given |= {"constraints": [x >= 0, y >= 0, x + y <= 1], "domain": [a > 1, b > 1]}
    return Program.of(**{**given, **changes})


def test_a_sum_as_a_term_has_the_exponent_of_its_law():
    term = sp.Sum(j**-b / (1 + f**x * j**-a) ** 2, (j, 1, sp.oo))
    solved = of_sum(term).diagram()
    law = Law.of(
        "own", sizes=["t", "n"], budget="t*n", parameters=["a", "b"], domain=["a > 1", "b > 1"],
        terms={"bias": "sum(j^-b/(1 + t*j^-a)^2, j)", "noise": "t/n"})  # fmt: skip
    for at in ({"a": 2, "b": 2}, {"a": 2, "b": 7}, {"a": 3, "b": 4}):
        (phase,) = (p for p in solved.phases if p.region.contains(**at))
        put = {s: at[str(s)] for s in phase.exponent.free_symbols}
        assert phase.exponent.subs(put) == law.optimum().at(at).loss_exponent


@pytest.mark.parametrize(
    ("term", "changes", "reason"),
    [
        (sp.Sum(j**-b / (1 + f**x * j**-a), (j, 1, sp.oo)), {"base": None}, "f is needed"),
        (sp.Sum(j**-b * sp.exp(-(f**x) * j**-a), (j, 1, f**y)), {}, "smaller than every power"),
        (sp.Sum(j**-b / (1 + f ** (x - y) * j**-a), (j, 1, sp.oo)), {}, "smaller of"),
        (sp.Sum(-(j**-b) / (1 + f**x * j**-a), (j, 1, sp.oo)), {}, "may be negative"),
        (sp.Sum(j**a / (1 + f**x * j**-a), (j, 1, sp.oo)), {}, "diverges"),
        (sp.Sum(j**-b, (j, f**-x, sp.oo)), {}, "may be below 1"),
        (sp.Sum(j**-b, (j, 2 * f**x, f**x)), {}, "one mode or none"),
        (f ** (x**2) * sp.Sum(j**-b, (j, 1, sp.oo)), {}, "affine in x, y"),
        (sp.Sum(j**-b * sp.exp(-(f ** (x**2)) * j**-a), (j, 1, sp.oo)), {}, "affine in x, y"),
        (sp.Sum(j ** (-x - 1), (j, 1, sp.oo)), {}, "exponents of f alone"),
        (sp.Sum(j**-b * sp.Sum(c**-a, (c, 1, j)), (j, 1, sp.oo)), {}, "sum within a sum"),
        (sp.Product(1 + j**-b, (j, 1, sp.oo)), {}, "product over modes"),
    ],
)
def test_sums_that_a_program_cannot_take(term, changes, reason):
    with pytest.raises(DomainError, match=f"bias: .*{reason}"):
        of_sum(term, **changes)


def test_degenerate_vertices_leave_no_overlap():
    """Two proofs of one solution hold on regions that overlap; the larger one stays."""
    program = Program.of(
        terms={"one": -x, "two": (a - b + 1) * y - x, "three": (1 - b) * x / a, "four": x - z},
        unknowns=[x, y, z],
        constraints=[x >= 0, y >= 0, z >= 0, x + y + z <= 1],
        domain=[a > 1, b > 1],
    )
    assert program.diagram().recheck() > 0
    (phase,) = (p for p in program.diagram().phases if p.region.contains(a=2, b=4))
    assert phase.exponent == sp.Rational(1, 3)


def test_proofs_with_other_vertices_leave_no_overlap():
    """One value with one optimal vertex here, with several there: the regions are cut apart."""
    program = Program.of(
        terms={
            "one": x,
            "two": -2 * a * x - b * z + y * (1 - a) / b,
            "three": z,
            "four": x + y * (a - b + 1),
            "five": -y + z * (1 - b) / a,
        },
        unknowns=[x, y, z],
        constraints=[x >= 0, y >= 0, z >= 0, x + y + z <= 1],
        domain=[a > 1, b > 1],
    )
    diagram = program.diagram()
    assert diagram.recheck() > 0
    for at in ({"a": 2, "b": 4}, {"a": 2, "b": 2}, {"a": 4, "b": "3/2"}):
        assert sum(p.region.contains(**at) for p in diagram.phases) == 1


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ([sp.exp(a) > 2], r"exp\(a\) - 2 is not a polynomial in a"),
        ([sp.floor(a) > 0], "is not a polynomial"),
        ([sp.Abs(a) > 1], "is not a polynomial"),
        ([a > sp.pi], "coefficient -pi"),
        (a > 0, "domain: one object"),
        ([a > 0, x > 0], "x is there twice"),
    ],
)
def test_a_domain_that_is_none_is_refused_in_one_line(domain, said):
    with pytest.raises((DomainError, ParseError), match=said) as caught:
        Program.of(terms={"u": -a * x, "v": x - 1}, unknowns=[x], domain=domain)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["\\input{x}", "<script>", "a\x1b[31m", "a b", "\u202eabc", "1", ""]
)
def test_symbols_have_plain_names(name):
    strange = sp.Symbol(name)
    for unknown, parameter in ((strange, a), (x, strange)):
        with pytest.raises(ParseError, match="a name is a letter") as caught:
            Program.of(
                terms={"u": -parameter * unknown, "v": unknown - 1},
                unknowns=[unknown],
                domain=[parameter > 0],
            )
        assert str(caught.value).isprintable()


def test_unknowns_are_apart():
    with pytest.raises(DomainError, match="x is there twice"):
        Program.of(terms={"u": -a * x, "v": x - 1}, unknowns=[x, x], domain=[a > 0])


def test_of_two_proofs_of_one_solution_the_one_that_holds_throughout_is_kept():
    """Three terms meet at x = 1/2; the first pair that is tried suffices for a > 0 only."""
    program = Program.of(
        terms={"down": -x, "through": a * (x - sp.Rational(1, 2)) - sp.Rational(1, 2), "up": x - 1},
        unknowns=[x],
        domain=[a > -1, a < 2],
    )
    (phase,) = program.diagram().phases
    assert phase.tradeoff == ("down", "up")
    assert phase.region.contains(a=1)
    assert phase.region.contains(a=Fraction(-1, 2))
