"""Optima that are faces: true limits against exact curves of optima, and against plain search.

For terms A_i N_i^-a_i + B D^-b and the budget 6 (N_1 + ... + N_k) D, Lagrange's conditions by hand
are a_i A_i N_i^(-a_i - 1) = m for all i and b B (6/C)^b M^(b - 1) = m with M the sum of the N_i:
for every m > 0 they give the sizes, and the budget C at which these are optimal.
"""

import random
from types import SimpleNamespace

import mpmath as mp
import pytest
import sympy as sp

import phasecalc as pc
import phasecalc.laws
from phasecalc.exceptions import DomainError, NoOptimum
from phasecalc.laws.declaring.declaration import Law
from phasecalc.laws.exponents import pinned
from phasecalc.regions.work import OutOfTime
from tests.laws import reference as ref

VOCABULARY = {
    "sizes": ["N_n", "N_v", "D"],
    "terms": {"model": "A1*N_n^-a1", "vocabulary": "A2*N_v^-a2", "data": "B*D^-b"},
    "budget": "6*(N_n + N_v)*D",
    "parameters": ["A1", "A2", "B", "a1", "a2", "b"],
}
NUMBERS = {"A1": "1.8313", "A2": "0.1954", "B": "2.1243", "a1": ".447", "a2": ".671", "b": ".458"}


def vocabulary(*domain):
    return Law.of("vocabulary", **VOCABULARY, domain=list(domain))


def on_the_curve(multiplier, powers, b, A=None, B=1):
    """Budget and sizes at one value of Lagrange's multiplier."""
    A = A or [1] * len(powers)
    sizes = [(a * c / multiplier) ** (1 / (1 + a)) for a, c in zip(powers, A, strict=True)]
    total = mp.fsum(sizes)
    budget = 6 * (b * B * total ** (b - 1) / multiplier) ** (1 / b)
    return budget, sizes


def slopes_of_the_curve(powers, b, decades):
    """Exponents of the sizes, from two optima so many decades down in the multiplier."""
    with mp.workdps(60):
        points = [on_the_curve(mp.mpf(10) ** -k, powers, b) for k in (decades, decades + 5)]
        span = mp.log(points[1][0] / points[0][0])
        return [mp.log(y / x) / span for x, y in zip(points[0][1], points[1][1], strict=True)]


def test_the_vocabulary_law_by_formula():
    """By hand: a2 A2 N_v^(-a2-1) = a1 A1 N_n^(-a1-1), with N_n and D as without the vocabulary."""
    law = vocabulary("a2 > a1", "a1 > 0", "b > 0")
    (case,) = law.optimum().cases
    a1, a2, b = (law.symbols[n] for n in ("a1", "a2", "b"))
    assert sp.simplify(case.exponents["N_v"] - b * (1 + a1) / ((a1 + b) * (1 + a2))) == 0
    assert sp.simplify(case.exponents["N_n"] - b / (a1 + b)) == 0
    assert case.balances == (("vocabulary", "budget (2)"),)
    assert not case.open
    assert len(case.alternatives) == 2  # both ends of the face: neither is the limit
    assert law.optimum().recheck() > law.optimum().diagrams[0][1].recheck()
    assert "then vocabulary = budget (2)" in str(case)


def test_the_larger_of_two_terms_changes():
    """Which of model and vocabulary decides the loss depends on a1 < a2: one case for each."""
    optimum = vocabulary().optimum()
    for values, names in (((".3", ".7"), ("N_n", "N_v")), ((".7", ".3"), ("N_v", "N_n"))):
        at = {"a1": values[0], "a2": values[1], "b": ".4"}
        case = optimum.at(at)
        low, high = map(sp.Rational, sorted(values))
        b = sp.Rational(2, 5)
        assert case.exponents[names[0]] == b / (low + b)
        assert case.exponents[names[1]] == b * (1 + low) / ((low + b) * (1 + high))
    equal = optimum.at({"a1": ".5", "a2": ".5", "b": ".5"})  # on the boundary: no face at all
    assert equal.exponents["N_n"] == equal.exponents["N_v"] == sp.Rational(1, 2)


def test_against_optima_at_growing_budgets():
    law = vocabulary()
    case = law.optimum().at({n: NUMBERS[n] for n in ("a1", "a2", "b")})
    powers, b = [mp.mpf(NUMBERS["a1"]), mp.mpf(NUMBERS["a2"])], mp.mpf(NUMBERS["b"])
    gaps = []
    for decades in (20, 40, 80, 160):
        seen = slopes_of_the_curve(powers, b, decades)
        limits = [mp.mpf(case.exponents[n].p) / case.exponents[n].q for n in ("N_n", "N_v")]
        gaps.append(max(abs(x - y) for x, y in zip(seen, limits, strict=True)))
    assert gaps[0] > gaps[1] > gaps[2] > gaps[3]
    assert gaps[3] < 1e-15
    assert abs(float(case.exponents["N_v"]) - 0.438237) < 1e-6
    assert all(abs(float(v["N_v"]) - 0.438237) > 0.06 for v in case.alternatives)


@pytest.mark.parametrize("seed", range(6))
def test_random_sums_of_sizes(seed):
    """Three sizes in one sum: two of them are decided one level after the other."""
    rng = random.Random(seed)
    powers = [sp.Rational(rng.randint(10, 99), 100) for _ in range(3)]
    b = sp.Rational(rng.randint(10, 99), 100)
    law = Law.of(
        "sum",
        sizes=["X", "Y", "Z", "D"],
        terms={n: f"{n}^-({p})" for n, p in zip("XYZ", powers, strict=True)} | {"D": f"D^-({b})"},
        budget="6*(X + Y + Z)*D",
        parameters=[],
    )
    (case,) = law.optimum().cases
    with mp.workdps(60):
        numbers = [mp.mpf(p.p) / p.q for p in (*powers, b)]
        seen = slopes_of_the_curve(numbers[:3], numbers[3], 4000)
    assert not case.open
    assert len(case.balances) == 2
    for name, x in zip("XYZ", seen, strict=True):
        assert abs(float(case.exponents[name]) - float(x)) < 1e-12, name


SEARCHED = {
    # A cross term and a budget of three parts: which of them decides V changes with a and p.
    "cross": (
        {"model": "N^-a", "vocabulary": "V^-p", "data": "D^-b", "cross": "N*D^-1*V^-1"},
        "N*D + V^2*D",
        lambda a, p, b: (
            lambda C, N, V: N**-a + V**-p + (C / (N + V**2)) ** -b + N * (N + V**2) / C / V
        ),
    ),
    # A size that costs nothing to the loss but data, and helps through a product alone.
    "product": (
        {"model": "N^-a", "both": "N^-a*V^-p", "data": "D^-b"},
        "(N + V)*D",
        lambda a, p, b: lambda C, N, V: N**-a + N**-a * V**-p + (C / (N + V)) ** -b,
    ),
}


@pytest.mark.parametrize(
    ("name", "a", "p", "b"),
    [
        ("cross", "1/4", "1", "1/2"),
        ("cross", "1/2", "2", "1/4"),
        ("cross", "1/5", "3", "1/5"),
        ("cross", "2", "1/3", "1/4"),
        ("product", "1/2", "1/4", "1/3"),
        ("product", "1/2", "2", "1"),
    ],
)
def test_against_plain_search(name, a, p, b):
    """Golden sections one inside the other, at budgets of 200 and 220 decades, 500 digits."""
    terms, budget, loss = SEARCHED[name]
    law = Law.of(
        name, sizes=["N", "V", "D"], terms=terms, budget=budget, parameters=["a", "p", "b"]
    )
    numbers = {"a": sp.Rational(a), "p": sp.Rational(p), "b": sp.Rational(b)}
    from phasecalc.laws.programs.branches import fixed

    (case,) = fixed(law, {law.symbols[n]: x for n, x in numbers.items()}).optimum().cases
    assert not case.open
    with mp.workdps(500):
        at = [mp.mpf(x.p) / x.q for x in numbers.values()]
        exponent, sizes = ref.slopes(loss(*at), [(mp.mpf("0.001"), mp.mpf("0.7")), (0, 1)])
    assert abs(exponent - float(case.loss_exponent)) < 1e-6
    for n, x in zip(("N", "V"), sizes, strict=True):
        assert abs(x - float(case.exponents[n])) < 1e-6, n


def test_a_size_that_costs_nothing_has_no_limit():
    law = Law.of(
        "loose",
        sizes=["N", "M", "D"],
        terms={"model": "N^-a", "extra": "M^-c", "data": "D^-b"},
        budget="N*D",
        parameters=["a", "b", "c"],
    )
    (case,) = law.optimum().cases
    assert case.open == ("M",)
    assert case.limits["M"] is None
    assert case.limits["N"] is not None
    assert "not determined: M" in str(case)


def test_nothing_decides_where_all_terms_bind_alike():
    (case,) = pc.laws.compute_only.optimum().cases
    assert case.open == ("N", "D")
    assert case.limits == {"N": None, "D": None}


@pytest.mark.parametrize("flops", ["1e21", "1e60", "1e300", "1e900"])
def test_budgets_of_any_size(flops):
    """The optimum of the vocabulary law lies on the curve that Lagrange's conditions give."""
    best = phasecalc.laws.allocate(vocabulary(), flops, values=NUMBERS, digits=30)
    with mp.workdps(40):
        value = {n: mp.mpf(x) for n, x in NUMBERS.items()}
        powers, A = [value["a1"], value["a2"]], [value["A1"], value["A2"]]
        multiplier = powers[0] * A[0] * best.sizes["N_n"] ** (-powers[0] - 1)
        budget, sizes = on_the_curve(multiplier, powers, value["b"], A, value["B"])
        assert abs(budget / mp.mpf(flops) - 1) < mp.mpf(10) ** -28
        assert abs(sizes[1] / best.sizes["N_v"] - 1) < mp.mpf(10) ** -28


@pytest.mark.parametrize("flops", ["1e25", "1e60", "1e300", "1e900"])
def test_inference_aware_at_growing_budgets(flops):
    """Of the library the one law whose budget is a sum; by hand, N = C/(6 D + 2 D_inf)."""
    law = pc.laws.inference_aware
    best = phasecalc.laws.allocate(law, flops, digits=30)
    with mp.workdps(40):
        v = {n: mp.mpf(x.p) / x.q for n, x in law.fits[0].numbers().items()}
        C = mp.mpf(flops)
        D, N = best.sizes["D"], best.sizes["N"]
        assert abs(N * (6 * D + 2 * v["D_inf"]) / C - 1) < mp.mpf(10) ** -28
        pulls = v["alpha"] * v["A"] * N ** -v["alpha"] * 6 * D / (6 * D + 2 * v["D_inf"])
        assert abs(pulls / (v["beta"] * v["B"] * D ** -v["beta"]) - 1) < mp.mpf(10) ** -26


def test_an_edge_is_still_an_edge():
    law = Law.of(
        "edge",
        sizes=["N", "D"],
        terms={"model": "N^-1", "both": "N^-1*D^-1"},
        budget="N*D",
        parameters=[],
    )
    with pytest.raises(NoOptimum):
        phasecalc.laws.allocate(law, "1e900")


def test_one_exponent_on_the_whole_face_is_the_limit():
    """By hand: t2 <= 1 asks D <= 1, and D >= 1, though the weights say nothing of D."""
    terms = {"t0": "N^(-11/16)", "t1": "N^(5/6)", "t2": "N^(-7/8)*D^(1/6)"}
    law = Law.of("point", sizes=["N", "D"], terms=terms, budget="6*N*D", parameters=[])
    (case,) = law.optimum().cases
    assert case.limits == {"N": 0, "D": 0}
    assert not case.open
    assert len(law.optimum().faces) == 3  # what decides N, D at least and D at most


def test_what_is_determined_stands_beside_what_is_open():
    """t3 falls with N, 6*N*D rises: -1/48 - 3*x/32 = x - 1 by hand; D stays open, N does not."""
    terms = {
        "t0": "N^(-1/3)*D^(5/12)",
        "t1": "N^(-1/8)*D^(-3/4)*V^(-3/4)",
        "t2": "V^(-1/8)*W^(5/36)",
        "t3": "N^(-3/32)*V^(-1/6)*W^-3",
    }
    sizes, budget = ["N", "D", "V", "W"], "6*N*D + V^2 + W^2 + N"
    law = Law.of("part", sizes=sizes, terms=terms, budget=budget, parameters=[])
    (case,) = law.optimum().cases
    half = sp.Rational(1, 2)
    assert case.limits == {"N": sp.Rational(94, 105), "D": None, "V": half, "W": 0}


def ray(name):
    terms = {"data": "N^-1", "other": "N^-1*D^-1", "last": "N^(-3/4)*V^(-1/4)"}
    return Law.of(
        name, sizes=["N", "D", "V"], terms=terms, budget="N + V", parameters=[],
        constraints={"floor": "D >= N^(2/5)"},
    )  # fmt: skip


def test_one_exponent_on_an_unbounded_face():
    """D may be anything from C^(2/5) on, N may not: its exponent is the limit all the same."""
    (case,) = ray("ray").optimum().cases
    assert case.limits == {"N": 1, "D": None, "V": 1}


def test_what_is_left_falls_without_end():
    """Ever larger V lowers the second term, and nothing stops it."""
    terms = {"data": "D^(-1/2)", "rest": "D^-1*V^(-3/16)"}
    law = Law.of("ever", sizes=["D", "V"], terms=terms, budget="D", parameters=[])
    (case,) = law.optimum().cases
    assert case.limits == {"D": 1, "V": None}
    assert "falls without end along V = C^s for growing s" in case.reason
    assert "none" not in case.reason
    assert "x_" not in case.reason


REFUSED = {
    "the loss falls below every power of the budget, along V = C^s for growing s": {
        "sizes": ["N", "V"], "terms": {"t": "N^-1*V^-1"}, "budget": "N",
    },
    "no N, D satisfy D >= 1 and budget and c at a large budget": {
        "sizes": ["N", "D"], "terms": {"t": "N^-1", "u": "D^-1"}, "budget": "N^2*D",
        "constraints": {"c": "N >= C*D^2"},
    },
    "nothing changes along u = C^s, w = C^(-s) for growing s": {
        "sizes": ["N"], "scales": ["u", "w"], "terms": {"t": "N^-1", "s": "u*w"}, "budget": "N",
        "constraints": {"c": "u*w >= N^-2"},
    },
}  # fmt: skip


@pytest.mark.parametrize("message", REFUSED)
def test_a_refusal_speaks_of_sizes(message):
    law = Law.of("odd", **REFUSED[message], parameters=[])
    with pytest.raises(DomainError) as refused:
        law.optimum()
    assert message in str(refused.value)
    assert "none = 1" not in str(refused.value)


def test_a_refusal_names_the_parameters():
    law = Law.of("odd", sizes=["N"], terms={"t": "N^-a"}, budget="N^(a - 1)", parameters=["a"])
    with pytest.raises(DomainError, match=r"law odd at a = .*along N = C\^s"):
        law.optimum()


def test_a_limit_that_is_none_is_refused_for_a_law_that_is_solved():
    law = vocabulary("a2 > a1", "a1 > 0", "b > 0")
    assert law.optimum().cases
    for seconds in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="timeout"):
            law.optimum(seconds)


def test_no_answer_hangs_on_a_clock(monkeypatch):
    """Time that runs out while a face is looked at is said, and nothing is remembered of it."""
    law = ray("late")
    derive = pinned.PhaseDiagram.derive

    def late(program, clock):
        if any("on the face" in t.name for t in program.terms):
            raise OutOfTime("time ran out")
        return derive(program, clock)

    with monkeypatch.context() as patch:
        patch.setattr(pinned, "PhaseDiagram", SimpleNamespace(derive=late))
        with pytest.raises(OutOfTime):
            law.optimum(60.0)
    assert law.optimum().cases[0].limits == {"N": 1, "D": None, "V": 1}
