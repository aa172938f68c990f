"""Everything that a law has, asked of a law of sums: it works, or says in one sentence why not."""

import mpmath as mp
import pytest

import phasecalc as pc
from phasecalc.cli import main
from phasecalc.exceptions import DomainError

laws = pc.laws

FLOW = laws.Law.of(
    "flow",
    sizes=["n", "t"],
    parameters=["a", "b", "s"],
    domain=["a > 1", "b > 1"],
    terms={
        "bias": "sum(j^-b*exp(-2*t*j^-a), j)",
        "samples": "s/n*sum((1 - exp(-t*j^-a))^2, j)",
    },
    budget="n*t",
    fits=[laws.Fit("own", (("a", "2"), ("b", "2"), ("s", "1")))],
)
RUNS = [
    {"n": 10.0**k, "t": 10.0**m, "loss": 10.0 ** (-k / 2) + 10.0 ** (-m / 2)}
    for k in (1, 2, 3, 4)
    for m in (1, 2, 3)
]
REFUSED = {
    "closed form": lambda: laws.closed_form(FLOW),
    "local exponent as a formula": lambda: laws.local_exponent_formula(FLOW),
    "fit": lambda: laws.fit(FLOW, RUNS),
    "diagnosis": lambda: laws.diagnose(RUNS, law=FLOW),
}
FORMS = ("text", "latex", "html", "markdown", "json", "mathtext", "proof", "rocq")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("walk") / "flow.toml"
    path.write_text(laws.write_law(FLOW))
    return path


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_names_the_sum_and_a_way_out(what):
    with pytest.raises(DomainError) as caught:
        REFUSED[what]()
    said = str(caught.value)
    assert "term bias, sum(exp(-2*t/j**a)/j**b, j)" in said
    assert "\n" not in said
    assert "sum_orders" in said or "allocate" in said


@pytest.mark.parametrize("form", FORMS)
def test_every_form_shows_its_exponents(form):
    assert "bias" in pc.render(FLOW.optimum(), form)


def test_objects_of_the_optimum():
    optimum = FLOW.optimum()
    ((_, diagram),) = optimum.diagrams
    assert optimum.recheck() > 0
    assert diagram.recheck() > 0
    assert "bias" in str(diagram.certificate(diagram.phases[0].name))
    assert str(optimum.at({"a": 2, "b": 2}).loss_exponent) == "1/4"
    assert laws.parse_law(laws.write_law(FLOW)) == FLOW
    overlay = laws.overlay({"flow": diagram, "again": diagram})
    assert [z.best for z in overlay.zones] == [("flow", "again")]
    assert optimum.plot().get_xlabel()
    assert pc.render(optimum, "tikz").count("axis cs") >= 1


def test_claims_about_it():
    proved = "loss_exponent == (b - 1)/(a + b)"
    assert pc.check_claim(proved, about=FLOW).status == "proved"
    assert pc.check_claim("loss_exponent == (b - 1)/a", about=FLOW).status == "refuted"


def test_numbers_at_sizes_are_sums_over_modes(file, capsys):
    at = laws.term_values(FLOW, {"n": 100, "t": 100}, fit="own")
    bias = mp.nsum(lambda j: j**-2 * mp.exp(-200 / j**2), [1, mp.inf])
    assert float(at["bias"]) == pytest.approx(float(bias), rel=1e-6)
    assert main(["law", "loss", str(file), "--fit", "own", "--at", "n=100", "t=100"]) == 0
    assert f"loss = {float(sum(at.values())):.4g}" in capsys.readouterr().out


def test_one_budget_is_no_list():
    with pytest.raises(DomainError, match="a list of budgets"):
        laws.local_exponents(FLOW, "1e8", fit="own")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "show FILE",
        "solve FILE --fit own --flops 1e8",
        "compare FILE two-term --flops 1e8",
        "local-exponent FILE --fit own --flops 1e8",
        "diagram FILE --output FILE.svg",
    ],
)
def test_commands(words, file):
    assert main(["law", *words.replace("FILE", str(file)).split()]) == 0
