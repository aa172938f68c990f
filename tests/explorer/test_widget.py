"""The explorer in a notebook: its traits, its answers, and both ends joined in a browser."""

import json

import mpmath as mp
import pytest

import phasecalc as pc
from phasecalc.explorer import widget as module
from phasecalc.explorer.page import part

pytest.importorskip("anywidget")


@pytest.fixture(scope="module")
def made():
    return pc.explore("2/5", "9/10")


def test_traits_hold_exact_numbers(made):
    made.alpha, made.beta, made.d = 0.7, "1/sqrt(2)", 10**6
    assert (made.alpha, made.beta, made.d) == ("7/10", "1/sqrt(2)", "1000000")
    assert pc.exponents(made.alpha, made.beta).phase == "III"


@pytest.mark.parametrize(
    ("trait", "value", "says"),
    [("alpha", "abc", "alpha"), ("beta", "__import__('os')", "beta"), ("d", 5, "10 to 10"),
     ("d", "1e13", "10 to 10"), ("alpha", float("nan"), "alpha")],
)  # fmt: skip
def test_what_is_no_point_is_refused_and_nothing_moves(made, trait, value, says):
    before = getattr(made, trait)
    with pytest.raises(pc.PhasecalcError, match=says):
        setattr(made, trait, value)
    assert getattr(made, trait) == before


class Listener:
    """A widget that keeps what would be sent to the page."""

    def __init__(self):
        self.sent = []

    def send(self, message):
        self.sent.append(message)


def asked(**message):
    listener = Listener()
    module._answer(listener, message, [])
    return listener.sent


def test_exact_values_are_those_of_the_model():
    (found,) = asked(kind="ask", alpha="1", beta="7/10", d="100")
    model = pc.PLRF("1", "7/10", 100)
    for r, loss in list(zip(found["r"], found["loss"], strict=True))[::12]:
        assert mp.almosteq(model.loss(int(r), digits=20), loss, 1e-11)
    (point,) = pc.frontier("1", "7/10", "1e20").points
    assert found["seen"][6] == pytest.approx(
        [point.loss_exponent, point.model_size_exponent], abs=1e-5
    )


@pytest.mark.parametrize(
    "message",
    [{}, {"kind": "ask"}, {"kind": "ask", "alpha": "1", "beta": "1"}, {"kind": "other"},
     {"kind": "ask", "alpha": "1/10", "beta": "1/10", "d": "100"},
     {"kind": "ask", "alpha": "1" * 301, "beta": "1", "d": "100"},
     {"kind": "ask", "alpha": "1", "beta": "1", "d": "10**400"},
     {"kind": "ask", "alpha": 1, "beta": 1, "d": 100}],
)  # fmt: skip
def test_a_message_that_asks_for_no_point_has_no_answer(message):
    assert asked(**message) == []


HARNESS = """<!doctype html><meta charset="utf-8"><body><div id="cell"></div><script>
const heard = {}, sent = [], values = __VALUES__;
const model = {
  get: (n) => values[n],
  set: (n, x) => { values[n] = x; (heard[`change:${n}`] ?? []).forEach((f) => f()); },
  on: (n, f) => { (heard[n] ??= []).push(f); },
  off: (n, f) => { heard[n] = (heard[n] ?? []).filter((g) => g !== f); },
  save_changes: () => {}, send: (m) => sent.push(m),
};
__SCRIPT__
const stop = WIDGET.render({ model, el: document.getElementById("cell") });
</script>"""


def shown(browser, folder, values):
    """Open a page that stands for a notebook, with a widget of these values in it."""
    script = part("widget.js").replace("export default", "const WIDGET =")
    file = folder / "notebook.html"
    data = json.dumps(values).replace("<", "\\u003c")
    file.write_text(HARNESS.replace("__VALUES__", data).replace("__SCRIPT__", script))
    browser.get_log("browser")
    browser.get(file.as_uri())


@pytest.fixture
def notebook(browser, made, tmp_path):
    """The plane of SGD in a notebook."""
    values = {"alpha": "2/5", "beta": "9/10", "d": "1000", "height": 800, "page": made.page}
    shown(browser, tmp_path, values)
    until(browser, "return sent.length > 0")
    yield browser
    browser.switch_to.default_content()


def until(browser, condition, *arguments):
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 20).until(lambda b: b.execute_script(condition, *arguments))


def inside(browser, script):
    browser.switch_to.frame(browser.find_element("tag name", "iframe"))
    try:
        return browser.execute_script(script)
    finally:
        browser.switch_to.default_content()


def until_inside(browser, script, value):
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 20).until(lambda b: inside(b, script) == value)


@pytest.mark.slow
def test_notebook_and_page_move_each_other(notebook):
    shown = "return document.querySelector('#answer [data-phase]').dataset.phase"
    assert inside(notebook, shown) == "IVa"
    notebook.execute_script("model.set('alpha', '7/10')")
    until(notebook, "return sent.at(-1).alpha === '7/10'")
    assert inside(notebook, shown) == "III"
    inside(
        notebook,
        "document.getElementById('beta').value = '2/5';"
        "document.querySelector('#point button').click()",
    )
    until(notebook, "return model.get('beta') === '2/5'")
    assert inside(notebook, shown) == pc.exponents("7/10", "2/5").phase
    assert [e["message"] for e in notebook.get_log("browser")] == []


@pytest.mark.slow
def test_values_from_python_are_drawn_at_their_point_alone(notebook):
    (values,) = asked(**notebook.execute_script("return sent.at(-1)"))
    answer = "heard['msg:custom'].forEach((f) => f(arguments[0]))"
    drawn = (
        "return [document.querySelectorAll('#curves .uplot').length,"
        " document.getElementById('seen').textContent.includes('at this point')]"
    )
    assert inside(notebook, drawn) == [2, False]
    notebook.execute_script(answer, {**values, "alpha": "41/100"})
    notebook.execute_script(answer, {**values, "loss": ["<b>"], "seen": [[1, "x"]]})
    notebook.execute_async_script("setTimeout(arguments[0], 400)")
    assert inside(notebook, drawn) == [2, False]
    notebook.execute_script(answer, values)
    notebook.execute_async_script("setTimeout(arguments[0], 400)")
    assert inside(notebook, drawn) == [3, True]
    assert [e["message"] for e in notebook.get_log("browser")] == []


@pytest.mark.slow
def test_a_widget_that_is_taken_away_listens_no_more(notebook):
    notebook.execute_script("stop()")
    assert notebook.execute_script("return Object.values(heard).flat().length") == 0


def test_a_size_between_whole_numbers_is_not_cut():
    (found,) = asked(kind="ask", alpha="1", beta="7/10", d="10.5")
    model = pc.PLRF("1", "7/10", "10.5")
    assert found["loss"] == [float(x) for x in model.loss(found["r"])]
    assert found["loss"] != [float(x) for x in pc.PLRF("1", "7/10", 10).loss(found["r"])]


@pytest.mark.slow
def test_a_law_and_a_notebook_move_each_other(browser, tmp_path):
    widget = pc.explore(law="lazy-features")
    values = {"point": widget.point, "height": 800, "page": widget.page}
    shown(browser, tmp_path, values)
    said = "return document.querySelector('#answer [data-region]')?.dataset.region"
    until(browser, "return document.querySelector('iframe') !== null")
    until_inside(browser, said, "1")
    widget.point = {"alpha": "2", "beta": "1/2"}
    browser.execute_script("model.set('point', arguments[0])", widget.point)
    until_inside(browser, said, "3")
    inside(
        browser,
        "document.getElementById('at-beta').value = '5/4';"
        "document.querySelector('#point button').click()",
    )
    until(browser, "return model.get('point').beta === '5/4'")
    widget.point = browser.execute_script("return model.get('point')")
    assert inside(browser, said) == "2"
    # A law's page knows all there is: it asks Python for nothing.
    assert browser.execute_script("return sent") == []
    browser.execute_script("stop()")
    assert browser.execute_script("return Object.values(heard).flat().length") == 0
    assert [e["message"] for e in browser.get_log("browser")] == []
