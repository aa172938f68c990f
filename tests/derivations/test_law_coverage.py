"""Every formula of the library on other laws is a goal of the chapter that proves it.

The library derives its formulas by ``phasecalc.asymptotics`` and SymPy, the book by the kernel's
rules; here the two meet, as equal numbers at points of the region, to 25 digits.
"""

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.kernel.language import unfold
from phasecalc.proof.claim import definitions
from phasecalc.proof.read import expression
from phasecalc.regions.region import Region
from tests.derivations.chapters import Chapter

two = Chapter("d34_two_term")
three = Chapter("d35_three_resources")
flops = Chapter("d36_counting_flops")
shape = Chapter("d37_adaptive_shape")
over = Chapter("d38_over_training")
schedule = Chapter("d39_learning_rate_schedule")
momentum = Chapter("d41_momentum_phases")
signs = Chapter("d43_signs_phases")
pace = Chapter("d44_momentum_batch")
head = Chapter("d45_counting_head")

DIGITS = sp.Float(10) ** -25
NUMBERS = {"A": 3, "B": 7, "C": 10**9, "alpha": "2/5", "beta": "1/3", "gamma": 50, "N": 10**4}
NUMBERS |= {"N_c": 11, "S_c": 5, "B_s": 2, "alpha_N": "1/5", "alpha_S": "1/2", "alpha_B": "1/4"}
NUMBERS |= {"a": 2, "b": 5, "eta": "1/8", "a1": 2, "a2": 3, "b1": "1/2", "b2": "2/3"}
NUMBERS |= {"r1": 2, "r2": "3/2", "y": 1, "h": 40, "k": 9}
NUMBERS = {name: sp.Rational(x) for name, x in NUMBERS.items()}


def read(node):
    """An expression of a goal, written out."""
    return expression(unfold(node, definitions()))


def at(e, **more):
    known = {**NUMBERS, **more}
    return sp.N(e.xreplace({s: sp.sympify(known[s.name]) for s in e.free_symbols}), 40)


def side(derivation, goal, which="right"):
    """A side of a claim that is a goal of its theorem."""
    assert goal in derivation.goals
    return read(getattr(goal.statement, which))


def points(region, count=4):
    """Points of a region, on a grid."""
    found = [p for p in (region.sample(),) if p]
    for k in range(1, 60):
        point = {n: sp.Rational(7 * k % (23 + 6 * i), 19) for i, n in enumerate(region.names)}
        if len(found) < count and region.contains(**point):
            found.append(point)
    assert found
    return [{n: sp.sympify(str(x)) for n, x in p.items()} for p in found]


def power(e, point):
    """Exponent of the budget in a product of powers of sizes; None where it is none."""
    if e.has(sp.Integral, sp.Sum):
        return None
    found = []
    for budget in (sp.Integer(7), sp.Integer(90)):
        sizes = {"C": budget, "f": budget, "B": budget ** point.get("b", sp.S.Zero), **point}
        if not {s.name for s in e.free_symbols} <= set(sizes):
            return None
        value = sp.N(e.xreplace({s: sizes[s.name] for s in e.free_symbols}), 40)
        found.append(sp.log(value) / sp.log(budget))
    return found[0].n(35) if abs(found[0] - found[1]) < DIGITS else None


def holds(statement, point):
    """Whether a statement speaks of a point: its conditions, its window at these powers."""
    if {s for s in statement.parameters if s not in point}:
        return False
    if not holds_in_region(statement, point):
        return False
    for node, strong in statement.window:
        grown = power(read(node), point)
        if grown is None or grown < -DIGITS or (strong and grown < DIGITS):
            return False
    return True


def holds_in_region(statement, point):
    """Whether the conditions of a statement hold at a point."""
    for relation, node in statement.conditions:
        value = sp.sympify(at(read(node), **point))
        if not {">": value > 0, ">=": value >= 0, "=": value == 0}[relation]:
            return False
    return True


def attain(derivation, region, exponent):
    """Goals by which a loss is of the order of the budget to this exponent, all over a region."""
    found = []
    for goal in derivation.goals:
        s = goal.statement
        if s.relation != "=Theta=":
            continue
        good = True
        for point in points(region):
            mine = power(read(s.right), point) if holds(s, point) else None
            good = good and mine is not None
            good = good and abs(mine + at(sp.sympify(exponent), **point)) < DIGITS
            if not good:
                break
        if good:
            found.append(goal)
    return found


def bounded(derivation, best, point):
    """Whether a power of the budget f, or d t, is a lower bound by a goal, at a point."""
    sizes = {"f": 6, "d": 2, "t": 3, **point}
    goals = [g.statement for g in derivation.goals if g.statement.relation == "<~"]
    lefts = [read(s.left) for s in goals if holds_in_region(s, point)]
    return any(abs(at(e, **sizes) / at(best, **sizes) - 1) < DIGITS for e in lefts)


# Law -> theorem, the goals that give its exponents, case by case.
LAWS = {
    "two-term": lambda: (two.two_term, [two.order]),
    "kaplan": lambda: (three.three_resources, [three.order]),
    "functional-constant": lambda: (schedule.learning_rate_schedule, [schedule.best_constant]),
    "functional-decay": lambda: (
        schedule.learning_rate_schedule,
        [schedule.best_easy, schedule.best_hard],
    ),
    "momentum-sgd": lambda: (pace.momentum_batch, [pace.best_pace, pace.best_without]),
    "momentum-polyak": lambda: (pace.momentum_batch, [pace.best_pace, pace.best_polyak]),
    "momentum-nesterov": lambda: (
        pace.momentum_batch,
        [pace.best_pace, pace.best_nesterov, pace.best_last],
    ),
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.slow] if n == "momentum-nesterov" else []) for n in LAWS],
)
def test_exponents_of_the_laws(name):
    derivation, expected = LAWS[name]()
    found = [
        attain(derivation, case.region, case.loss_exponent)
        for case in pc.laws.law(name).optimum().cases
    ]
    assert len(found) == len(expected)
    for goal in expected:
        assert [goal in goals for goals in found].count(True) == 1


# Optimiser -> theorem, phases of its diagram by the goal that gives the exponent.
OPTIMISERS = {
    "DANA-decaying": lambda: (
        momentum.momentum_phases,
        dict(zip("4123", (p.attained for p in momentum.phases), strict=True)),
    ),
    "SignSGD": lambda: (signs.signs_phases, dict(zip("124", signs.attained, strict=True))),
}


@pytest.mark.parametrize("name", OPTIMISERS)
def test_exponents_of_the_optimisers(name):
    derivation, expected = OPTIMISERS[name]()
    phases = {p.name: p for p in pc.laws.optimiser_diagram(name).phases}
    for k, goal in expected.items():
        assert goal in attain(derivation, phases[k].region, phases[k].exponent)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_what_is_attained_is_a_bound_too(name):
    derivation, expected = OPTIMISERS[name]()
    phases = {p.name: p for p in pc.laws.optimiser_diagram(name).phases}
    for k, goal in expected.items():
        best = read(goal.statement.right)
        for point in points(phases[k].region):
            assert bounded(derivation, best, point)
            assert not bounded(derivation, best * best, point)


def test_another_exponent_or_region_is_not_found():
    """The comparison can fail: a wrong exponent, or a region that a goal does not cover."""
    derivation, _ = LAWS["functional-decay"]()
    easy, hard = pc.laws.law("functional-decay").optimum().cases
    near = sp.sympify(easy.loss_exponent) * sp.Rational(1001, 1000)
    assert not attain(derivation, easy.region, near)
    assert not set(attain(derivation, easy.region, easy.loss_exponent)) & set(
        attain(derivation, hard.region, hard.loss_exponent)
    )
    wide = Region.where(sp.Symbol("beta") > 0, sp.Symbol("s") > 0, parameters=("beta", "s"))
    assert not attain(derivation, wide, easy.loss_exponent)


def attention_without_head():
    return pc.laws.Law.of(
        "attention",
        sizes=["N", "D"],
        parameters=["A", "B", "alpha", "beta", "k"],
        terms={"model": "A*N^-alpha", "data": "B*D^-beta"},
        budget="6*(N + k*N^(2/3))*D",
    )


def closed(law):
    return pc.laws.closed_form(law)


def local(law):
    return at(pc.laws.local_exponent_formula(law).formula)


P = sp.cbrt(NUMBERS["N"])
CONSTANTS = {
    "two-term: loss": lambda: (
        at(closed(pc.laws.two_term).loss),
        at(side(two.two_term, two.attained)),
    ),
    "two-term: N": lambda: (
        at(closed(pc.laws.two_term).sizes["N"]),
        at(side(two.two_term, two.written[1], "left")),
    ),
    "two-term: D": lambda: (
        at(closed(pc.laws.two_term).sizes["D"]),
        at(side(two.two_term, two.tokens_there)),
    ),
    "kaplan: C": lambda: (
        NUMBERS["C"],
        at(
            side(three.three_resources, three.attained),
            L=at(closed(pc.laws.kaplan).loss),
        ),
    ),
    "kaplan: loss": lambda: (
        at(closed(pc.laws.kaplan).loss),
        at(side(three.three_resources, three.order, "left")),
    ),
    "kaplan: share": lambda: (
        at(closed(pc.laws.kaplan).shares["model"]),
        at(side(three.three_resources, three.model_there), L=1),
    ),
    "over-training: D/N": lambda: (
        at(closed(pc.laws.over_training).sizes["D"]) / at(closed(pc.laws.over_training).sizes["N"]),
        at(side(over.over_training, over.meaning)),
    ),
    "over-training: loss": lambda: (
        at(closed(pc.laws.over_training).loss) * NUMBERS["C"] ** NUMBERS["eta"],
        at(side(over.over_training, over.attained)),
    ),
    "shapes: switch": lambda: (
        at(pc.laws.switch_formula()),
        at(side(shape.adaptive_shape, shape.meaning)),
    ),
    "pearce-song: exponent": lambda: (
        local(pc.laws.pearce_song),
        at(side(flops.counting_flops, flops.measured[2]), q=at(flops.share, p=P)),
    ),
    "head counted: exponent": lambda: (
        local(pc.laws.accounting("head")),
        at(side(head.counting_head, head.counted[2]), q=at(head.head_share, p=P)),
    ),
    "attention counted: exponent": lambda: (
        local(attention_without_head()),
        at(side(head.counting_head, head.attended[2]), s=at(head.share, p=P)),
    ),
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_of_the_laws(name):
    library, theorem = CONSTANTS[name]()
    assert abs(sp.N(library / theorem, 40) - 1) < DIGITS


@pytest.mark.parametrize("fit", ["besiroglu-embedding", "hoffmann-embedding"])
def test_the_exponent_of_a_window_is_largest_where_the_theorem_says(fit):
    values = pc.laws.pearce_song.fit(fit).numbers()
    size, _ = pc.laws.local_exponent_formula(pc.laws.pearce_song).largest(values)
    turning, _ = sp.fraction(sp.together(side(flops.counting_flops, flops.turns)))
    (q,) = [s for s in turning.free_symbols if s.name == "q"]
    given = {s: sp.N(values[s.name], 30) for s in turning.free_symbols - {q}}
    (root,) = [x for x in sp.Poly(turning.xreplace(given), q).nroots() if x > 0]
    assert float(size) == pytest.approx(
        float((values["gamma"] / root) ** sp.Rational(3, 2)), rel=1e-6
    )
