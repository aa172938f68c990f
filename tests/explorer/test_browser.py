"""The page in a browser: its answers are those of ``pc.exponents``, exactly, and it asks nobody."""

import copy
import itertools
import random
import re
import urllib.parse
from fractions import Fraction

import pytest

import phasecalc as pc
from phasecalc.export.figures.style import PHASE_POINTS
from phasecalc.optimisers.store import best_optimiser
from phasecalc.plrf.asking.dominance import dominant_terms
from tests.docs.look import requests

pytestmark = pytest.mark.slow

BOUNDARIES = [
    ("1/2", "1/2"), ("1/2", "7/10"), ("1/2", "3/10"), ("1/4", "1/2"), ("1/4", "9/10"),
    ("3/4", "3/4"), ("1 - 1/sqrt(2)", "1"), ("1 - 1/sqrt(2)", "1/2"),
    ("1", "1/2"), ("3/10", "1/2"), ("1/8", "1/2"),
]  # fmt: skip
FAR = [
    ("1e999", "1"),
    ("1/1000", "1/2"),
    ("1/1000000", "1"),
    ("1000000", "1/3"),
    ("100", "101"),
    ("10^30", "10^30"),
]
SURDS = [("sqrt(2)/2", "1"), ("1/sqrt(3)", "2/sqrt(3)"), ("(1+sqrt(5))/2", "sqrt(5)/3")]


def randomly(many):
    draw = random.Random(18)
    for _ in range(many):
        a, b = (Fraction(draw.randint(1, 60), draw.choice((20, 24, 36))) for _ in "ab")
        if a + b > Fraction(1, 2):
            yield str(a), str(b)


POINTS = [*PHASE_POINTS.values(), *BOUNDARIES, *FAR, *SURDS, *randomly(150)]


@pytest.fixture
def opened(browser, page):
    """Browser at the page, its logs empty before."""
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get("about:blank")
    browser.get(page)
    return browser


@pytest.fixture
def standing(browser, page):
    """Browser at the page, loaded at most once: for what is refused, and changes nothing."""
    if browser.current_url.split("#")[0] != page:
        browser.get(page)
    go(browser, "alpha=4/5&beta=4/5")  # what the last test was told is gone
    assert text(browser, "fault") == ""
    return browser


def asked(browser, *point, name="SGD"):
    return browser.execute_script("return window.phasecalc.answer(...arguments)", *point, name)


def expected(e):
    """What Python says, in the page's words."""
    data = e.as_json()
    return {
        "phase": e.phase,
        "loss_exponent": data["loss_exponent"],
        "model_size_exponent": data["model_size_exponent"],
        "learning_rate_exponent": data.get("learning_rate_exponent"),
        "tradeoff": list(e.tradeoff),
        "status": e.status,
        "bound": str(e.certificate),
        "logarithms": [text.split()[0] for text in e.logarithms],
    }


def differences(browser):
    """Points at which the page and the package disagree."""
    found = {}
    for point in POINTS:
        e, says = pc.exponents(*point), asked(browser, *point)
        wanted = expected(e)
        if not e.boundary:
            wanted["reasons"] = [e.reason]
            wanted["sectors"] = [
                [list(s.terms), str(s.low), str(s.high)] for s in dominant_terms(*point)
            ]
        if any(says.get(k) != x for k, x in wanted.items()):
            found[point] = (says, wanted)
    return found


def test_answers_are_those_of_the_package(opened):
    assert {p for p in POINTS if pc.exponents(*p).boundary} >= set(BOUNDARIES)
    assert {pc.exponents(*p).phase for p in POINTS} >= set(PHASE_POINTS)
    assert differences(opened) == {}


def test_tuned_answers_are_those_of_the_package(opened):
    for point in (*PHASE_POINTS.values(), *BOUNDARIES):
        wanted = expected(pc.exponents(*point, learning_rate="free"))
        says = asked(opened, *point, name="tuned SGD")
        assert {k: says[k] for k in wanted} == wanted, point


def test_other_optimisers_are_those_of_the_package(opened):
    best = best_optimiser()
    for point, name in itertools.product(PHASE_POINTS.values(), best.names):
        gain = best.gain(*point, over=name)
        top = Fraction(asked(opened, *point, name=best.at(*point).best[0])["loss_exponent"])
        assert str(top - Fraction(asked(opened, *point, name=name)["loss_exponent"])) == str(gain)


@pytest.mark.parametrize("point", [("1/4", "1/4"), ("1/10", "2/5"), ("-9/10", "1"), ("0", "1")])
def test_outside_the_domain_the_condition_that_fails_is_named(opened, point):
    with pytest.raises(pc.DomainError, match=asked(opened, *point)["outside"].replace("+", r"\+")):
        pc.exponents(*point)


def test_what_is_seen(opened):
    go(opened, "alpha=1-1/sqrt(2)&beta=1")
    seen = text(opened, "answer")
    assert "On the boundary of phases IVa, IVb" in seen
    assert cards(opened) == ["IVa", "IVb"]
    assert r"\left[\tfrac{1}{2},\, \tfrac{3}{7} + \tfrac{1}{7}\sqrt{2}\right]" in formulas(opened)
    go(opened, "alpha=0.7&beta=0.9")
    assert cards(opened) == ["III"]
    assert r"\eta = \frac{4 \alpha - 1}{4 \alpha} = \tfrac{9}{14} \approx 0.642857" in formulas(
        opened
    )
    assert "whatever α and β in this phase" in text(opened, "answer")
    rest(opened)
    assert len(opened.find_elements("css selector", "#curves .uplot canvas")) == 2
    rows = opened.find_elements("css selector", "#others tbody tr")
    compared = [row.get_attribute("data-optimiser") for row in rows]
    assert compared == [n for n in best_optimiser().names if n != "SGD"]
    go(opened, "alpha=-0.9&beta=1")
    assert "has α = 9/20" in text(opened, "answer")


def test_every_phase_and_boundary_is_shown_without_a_fault(opened):
    """In a narrow window, which does not scroll sideways."""
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    size = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for alpha, beta in (*PHASE_POINTS.values(), *BOUNDARIES, *FAR, *SURDS):
            go(opened, f"alpha={urllib.parse.quote(alpha)}&beta={urllib.parse.quote(beta)}")
            assert "".join(cards(opened)) == pc.exponents(alpha, beta).phase.replace("/", "")
            assert opened.find_elements("css selector", ".katex-error") == []
            rest(opened)
            assert opened.execute_script(wide) == 0, (alpha, beta)
    finally:
        opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert [e["message"] for e in opened.get_log("browser")] == []
    assert list(requests(opened)) == []


def test_keys_move_the_point_exactly(opened):
    from selenium.webdriver.common.keys import Keys

    go(opened, "alpha=0.49&beta=0.9")
    plane = opened.find_element("id", "plane")
    plane.send_keys(Keys.ARROW_RIGHT)
    assert state(opened)["alpha"] == "1/2"
    assert cards(opened) == ["III", "IVa"]
    plane.send_keys(Keys.SHIFT, Keys.ARROW_UP)
    assert state(opened)["beta"] == "1"
    assert "alpha=1%2F2&beta=1" in opened.current_url
    spoken = "return document.getElementById('spoken').textContent"
    rest(opened)
    assert "boundary of phases III and IVa" in opened.execute_script(spoken)


def test_dragging_stops_at_hundredths(opened):
    from selenium.webdriver import ActionChains

    plane = opened.find_element("id", "plane")
    ActionChains(opened).move_to_element(plane).click_and_hold().move_by_offset(
        37, 23
    ).release().perform()
    alpha, beta = (Fraction(state(opened)[k]) for k in ("alpha", "beta"))
    assert (alpha * 100).denominator == (beta * 100).denominator == 1
    assert cards(opened) == pc.exponents(alpha, beta).phase.split("/")


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "1/0", "10**10**10", "((((1", "1 2", "alpha", "sqrt(-1)", "9" * 150,
     "(" * 90 + "1" + ")" * 90, "<img src=x onerror=alert(1)>", "1e9999",
     "sqrt(sqrt(2))", "½", "constructor", "1" * 5000],
)  # fmt: skip
def test_garbage_is_refused_in_a_sentence(standing, typed):
    before = state(standing)
    go(standing, "beta=1&alpha=" + urllib.parse.quote(typed))
    said = text(standing, "fault")
    assert said.startswith("α = “")
    assert "Write 7/10, 0.7 or 1 - 1/sqrt(2)." in said
    assert len(said) < 250
    assert state(standing) == before
    assert standing.find_elements("css selector", "main img") == []


@pytest.mark.parametrize(
    ("alpha", "beta", "why"),
    [
        ("sqrt(2)", "sqrt(3)", "sqrt(2) and sqrt(3) lie in different fields"),
        ("1e1001", "1", "a power of ten beyond 1e1000; write a smaller one"),
    ],
)
def test_what_is_refused_as_in_python(standing, alpha, beta, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        pc.exponents(alpha, beta)
    go(standing, f"alpha={alpha}&beta={beta}")
    assert why in text(standing, "fault")


@pytest.mark.parametrize(
    "address",
    ["alpha=%3Cscript%3Ealert(1)%3C/script%3E", "__proto__=1&constructor=2&alpha=1",
     "%%%&alpha=%E0%A4%A", "d=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "d=1e400",
     "d=-5", "d=1", "x" * 5000],
)  # fmt: skip
def test_an_address_is_data(opened, page, address):
    """A hostile address at the first load: nothing runs, and the page stands."""
    opened.get("about:blank")
    opened.get(f"{page}#{address}")
    assert opened.execute_script("return document.querySelectorAll('script').length") == 2
    assert opened.find_elements("css selector", "main img") == []
    assert len(cards(opened)) == 1
    rest(opened)
    assert [e["message"] for e in opened.get_log("browser")] == []


def test_injected_script_does_not_run(opened):
    """The policy of the page forbids any script but its own."""
    opened.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        "document.body.append(s);"
        "document.body.insertAdjacentHTML('beforeend', '<i onclick=\"window.ran = 1\">x</i>');"
        "document.body.lastChild.click();"
    )
    assert opened.execute_script("return window.ran") is None
    assert any("Content Security Policy" in e["message"] for e in opened.get_log("browser"))


# alpha, beta, steps, and the terms whose remainders are small there at d = 10^9.
LEADING = [
    ("1", "3/2", 10**5, ("F_0", "F_pp", "F_ac", "K_pp")),
    ("4/5", "1", 10**5, ("F_0", "F_pp", "F_ac", "K_pp")),
    ("1", "3/10", 10**5, ("F_0", "F_pp", "K_pp")),
    ("2/5", "6/5", 10**5, ("F_0", "F_pp", "K_pp")),
]


@pytest.mark.parametrize(("alpha", "beta", "r", "terms"), LEADING)
def test_leading_forms_are_those_of_the_model(opened, alpha, beta, r, terms):
    """Constants by another route: the sum and the integrals of a large model, in the window."""
    d = 10**9
    says = opened.execute_script("return window.phasecalc.leading(...arguments)", alpha, beta, d, r)
    assert says["gamma"] == pytest.approx(pc.PLRF(alpha, beta, d).learning_rate, rel=0.02)
    found = pc.PLRF(alpha, beta, d, gamma=says["gamma"]).terms(r)
    wanted = {
        "F_0": found.capacity,
        "F_pp": found.pure_point,
        "F_ac": found.absolutely_continuous,
        "K_pp": found.kernel_pure_point / says["gamma"],  # as it enters the loss, for B = 1
    }
    for name in terms:
        assert says[name] == pytest.approx(float(wanted[name]), rel=0.02), name


def test_noise_below_a_quarter_is_that_of_the_modes_that_features_resolve(opened):
    """Plain sums over modes: the page stops at mode d, ``PLRF.terms`` at mode v."""
    alpha, d, v = 0.15, 10**5, 10**6
    modes = (sum(j ** (-4 * alpha) for j in range(1, many + 1)) for many in (d, v))
    resolved, whole = (float(x) for x in modes)
    # r = 1, so that tau is nought and the sums are the kernels at their start
    says = opened.execute_script(
        "return window.phasecalc.leading(...arguments)", "3/20", "4/5", d, 1
    )
    assert says["K_pp"] / says["gamma"] == pytest.approx(resolved, rel=0.02)
    found = pc.PLRF("3/20", "4/5", d, gamma=says["gamma"]).terms(1).kernel_pure_point
    assert found / says["gamma"] ** 2 == pytest.approx(whole, rel=0.02)
    assert whole / resolved == pytest.approx(10 ** (1 - 4 * alpha), rel=0.02)
    go(opened, "alpha=3/20&beta=4/5")
    rest(opened)
    assert "(v/d)^(1−4α) = 2.51 times" in text(opened, "curves-note")


def planted(data, change):
    changed = copy.deepcopy(data)
    change(changed["diagrams"]["SGD"]["phases"][4])
    return changed


SABOTAGE = {
    "a formula": lambda phase: phase.update(eta="(4*alpha - 1)/(4*alpha + 1)"),
    "the size's formula": lambda phase: phase.update(xi="2/5"),
    "the exponent": lambda phase: phase["pieces"][0].update(value=[[["-9", 0, 0]], [["13", 0, 0]]]),
    "the size": lambda phase: phase["pieces"][0].update(unknowns=[[[["2", 0, 0]], [["5", 0, 0]]]]),
    "a weight": lambda phase: phase["pieces"][0]["weights"].popitem(),
    "a term's form": lambda phase: phase["pieces"][0]["active"].update(K_pp=1),
    "the region shown": lambda phase: phase["region"][0][0].__setitem__(2, "4/5"),
    "the region": lambda phase: phase["cells"].clear(),
}


@pytest.mark.parametrize("what", SABOTAGE)
def test_a_change_of_the_data_is_noticed(browser, data, spoilt, what):
    """Phase III, spoilt in one place: the page shows no answer and says why; so does the test."""
    assert data["diagrams"]["SGD"]["phases"][4]["name"] == "III"
    browser.get("about:blank")
    browser.get(spoilt(planted(data, SABOTAGE[what])))
    assert "contradict themselves" in text(browser, "answer")
    assert cards(browser) == []


def go(browser, address):
    """Put a state into the address, as a link would."""
    browser.execute_async_script(
        "const done = arguments[1];"
        "if (location.hash.slice(1) === arguments[0]) { done(); return; }"
        "addEventListener('hashchange', () => done(), {once: true}); location.hash = arguments[0];",
        address,
    )


def rest(browser):
    """Wait until what is drawn and said after a pause is there."""
    browser.execute_async_script("setTimeout(arguments[0], 350)")


def text(browser, name):
    return browser.execute_script("return document.getElementById(arguments[0]).innerText", name)


def cards(browser):
    return [
        c.get_attribute("data-phase")
        for c in browser.find_elements("css selector", "#answer [data-phase]")
    ]


def formulas(browser):
    """TeX that was typeset in the answer."""
    notes = "return [...document.querySelectorAll('#answer annotation')].map((e) => e.textContent)"
    return " ".join(" ".join(browser.execute_script(notes)).split())


def state(browser):
    return browser.execute_script("return {...window.phasecalc.state}")


def test_corrections_are_those_of_the_package(opened):
    for alpha, beta in (*PHASE_POINTS.values(), *randomly(40)):
        e = pc.exponents(alpha, beta)
        says = opened.execute_script(
            "return window.phasecalc.correction(...arguments)", alpha, beta
        )
        if e.boundary or e.logarithms:
            assert says is None
        else:
            assert Fraction(says) == e.correction_exponent


def test_exponents_at_a_budget_are_named_with_their_point(opened):
    go(opened, "alpha=0.7&beta=0.9")
    rest(opened)
    seen = text(opened, "seen")
    assert "nearest of 186 points" in seen
    assert "α = 67/100, β = 94/100" in seen
    assert len(opened.find_elements("css selector", "#seen .uplot canvas")) == 2
    go(opened, "alpha=1/2&beta=0.9")
    rest(opened)
    assert "no rate is given" in text(opened, "seen")


def test_a_change_in_another_optimiser_is_noticed_too(browser, data, spoilt):
    changed = copy.deepcopy(data)
    name = next(n for n in changed["diagrams"] if n not in ("SGD", "tuned SGD"))
    for phase in changed["diagrams"][name]["phases"]:
        phase["eta"] = "1/7"
    browser.get_log("browser")
    browser.get("about:blank")
    browser.get(spoilt(changed))
    rest(browser)
    assert "contradict themselves" in text(browser, "answer")
    assert [e["message"] for e in browser.get_log("browser")] == []
