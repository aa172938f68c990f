"""The public face as a type checker sees it: the tables of lazy names, and correct programs."""

import subprocess
import sys

import pytest

import phasecalc as pc
from tests.face import STUBS

GOOD = """
from typing import assert_type

import phasecalc as pc
from phasecalc.claims.reading.result import ClaimResult
from phasecalc.laws.optimum.allocation import Allocation
from phasecalc.plrf.asking.diagram import LossDiagram
from phasecalc.plrf.asking.query import Exponents
from phasecalc.symbols import alpha

e = pc.exponents("7/10", 0.9)
print(e.phase, e.loss_exponent, e.certificate.weights, pc.latex(e))
print(pc.exponents(alpha, "1/4"))
print(pc.phase_diagram()["III"].region, pc.invert(loss_exponent="9/14"))
model = pc.PLRF("0.7", "0.9", 100)
print(model.loss(10), pc.frontier("0.7", "0.9", [1e10]).points[0].loss)
print(pc.laws.two_term.optimum(), pc.laws.allocate(pc.laws.two_term, "1e21").sizes)
print(pc.check_claim("alpha > 0").status, pc.__version__)
assert_type(pc.exponents("7/10", 1), Exponents)
assert_type(pc.check_claim("alpha > 0"), ClaimResult)
assert_type(pc.phase_diagram(), LossDiagram)
assert_type(pc.latex(e), str)
assert_type(pc.laws.allocate(pc.laws.two_term, "1e21"), Allocation)
"""
BAD = {
    "pc.nonsense": "attr-defined",
    "pc.exponents()": "call-overload",
    "pc.exponents(1, 1).nonsense": "attr-defined",
    "pc.laws.no_such_law": "attr-defined",
    "pc.check_claim(3)": "arg-type",
    "pc.phase_diagram(learning_rate=1)": "arg-type",
    'pc.PLRF("0.7", "0.9", 100).loss()': "call-arg",
    'pc.frontier("1", "1", 1e10).point': "attr-defined",
}


@pytest.mark.parametrize("file", STUBS, ids=lambda f: f.parent.name)
def test_the_stub_is_the_table(file):
    assert file.read_text(encoding="utf-8") == STUBS[file](), "run `python -m tests.face`"


@pytest.mark.parametrize("module", [pc, pc.laws], ids=lambda m: m.__name__)
def test_every_name_is_there(module):
    for name in module.__all__:
        assert getattr(module, name) is not None


@pytest.mark.slow
def test_a_type_checker_accepts_what_is_right_and_nothing_else(tmp_path):
    pytest.importorskip("mypy")
    (tmp_path / "good.py").write_text(GOOD)
    bad = ["import phasecalc as pc", *BAD]
    (tmp_path / "bad.py").write_text("\n".join(bad) + "\n")
    words = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "good.py", "bad.py"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = [x for x in done.stdout.splitlines() if ": error: " in x]
    assert [x for x in lines if not x.startswith("bad.py")] == []
    found = {int(x.split(":")[1]): x.rsplit("[", 1)[1].rstrip("]") for x in lines}
    assert found == {k + 2: kind for k, kind in enumerate(BAD.values())}
