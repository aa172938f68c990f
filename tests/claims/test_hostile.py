"""Files from strangers: refused in one line, or decided within the time allowed."""

import os
import signal
import time
from pathlib import Path

import pytest

import phasecalc as pc
from phasecalc.claims.judging import worker
from phasecalc.claims.judging.files import _STRING, claims_of
from phasecalc.claims.reading.language import statement


def children_of(pid):
    """Processes that a process has started."""
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_process_that_does_not_start_is_an_error_and_no_verdict(monkeypatch):
    monkeypatch.setattr(worker, "_START", 0.0)
    with worker.Worker() as one, pytest.raises(pc.PhasecalcError, match="did not start"):
        one.judge("alpha > 0", [], "early", 5.0)


REFUSED = {
    "long": "(" * 10_000 + "alpha" + ")" * 10_000 + " < 1",
    "deep": "(" * 60 + "alpha" + ")" * 60 + " < 1",
    "digits": "9" * 1500 + " < alpha",
    "exponent": "1e999999 < alpha",
    "Cyrillic letter": "аlpha < 1",
    "zero-width letter": "al\u200bpha < 1",
    "wide digit": "alpha < １",
    "NUL": "alpha < 1\x00",
    "import": "__import__('os').system('true') == 1",
    "attribute": "().__class__ == 1",
    "lambda": "lambda: 1 == 1",
    "walrus": "alpha == (beta := 1)",
    "conditional": "alpha if 1 else 2 == 1",
    "subscript": "alpha[0] == 1",
    "keyword": "None == 1",
    "nothing": "",
    "no relation": "alpha",
    "chain": "r << d << B",
    "half a relation": "r <<",
    "nested exponent": "exponent(exponent(F_pp)) > 1",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refused_at_once(text):
    start = time.process_time()
    with pytest.raises(pc.ParseError) as caught:
        statement(text)
    assert time.process_time() - start < 1
    assert len(str(caught.value)) < 400


def test_letters_that_look_alike_are_named():
    with pytest.raises(pc.ParseError, match="U\\+0430 CYRILLIC SMALL LETTER A"):
        statement("аlpha < 1")


SLOW = [
    "10**10**10 < alpha",
    "alpha**alpha**alpha**alpha > 1",
    "(alpha + beta)**1000 > 1",
    "(alpha + beta + 1)**24 > (alpha - beta)**24 + 1",
    "+".join(f"1/(alpha + {k})" for k in range(1, 100)) + " > 0",
    "gamma_function(10**9) < 1",
    "gamma_function(10**900) < alpha",
    "zeta(1e300) < alpha",
    "1e1000 < alpha",
    "sqrt(" * 45 + "2" + ")" * 45 + " < alpha",
    "F_pp**(10**9) << 1",
    "(F_pp + F_0 + r + d)**4 << 1",
    "F_pp ~ " + "*".join(f"gamma_function(alpha + {k})" for k in range(30)),
    "F_pp ~ " + "+".join(f"r**{k}" for k in range(60)),
    f"F_pp ~ {'9' * 90}**(1/alpha)",
    "loss_exponent**24 > 0",
]
FALSE_ONES = ("10**10**10", "gamma_function(10**9)", "F_pp ~", "(alpha + beta)**1000", "1e1000")


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_decided_or_ended_in_time(worker, text):
    for kind in ("alpha < 0", "gamma_function(1) == 1", "r << d"):  # what each needs is loaded
        worker.judge(kind, (), "started", 30.0)
    start = time.perf_counter()
    found = worker.judge(text, (), "hostile", 1.0)
    assert time.perf_counter() - start < 3
    assert found.status in ("undecided", "refuted") or text.startswith("F_pp**")
    if found.status == "refuted":
        assert text.startswith((*FALSE_ONES, "(alpha + beta + 1)", "zeta", "sqrt", "(F_pp"))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found as on Linux")
def test_a_process_that_ends_is_replaced(worker):
    worker.judge("alpha < 0", (), "started", 30.0)
    for child in children_of(worker._child.pid):
        os.kill(child, signal.SIGKILL)
    assert worker.judge("alpha < 0", (), "killed", 30.0).status == "undecided"
    assert worker.judge("alpha < 0", (), "again", 30.0).status == "refuted"


FILES = {
    "deep arrays": b"x = " + b"[" * 50_000,
    "deep tables": b"x = " + b"{a=" * 20_000,
    "long dotted key": b"a" + b".a" * 90_000 + b" = 1",
    "nested headers": b"".join(b"[" + b"a." * 90 + b"b%d]\n" % k for k in range(900)),
    "many headers": b"".join(b"[t%d]\n" % k for k in range(20_000)),
    "long integer": b"x = " + b"9" * 199_000,
    "date": b"claim = 1979-05-27",
    "NUL": b'[[claim]]\nstates = "alpha < 1\x00"',
    "UTF-16": "[[claim]]".encode("utf-16"),
    "escape in a label": b'[[claim]]\nlabel = "\\u001b[31m"\nstates = "alpha < 1"',
    "10^5 claims": b"[[claim]]\nstates='alpha<1'\n" * 100_000,
    "same key twice": b'[[claim]]\nstates = "a"\nstates = "b"',
    "comments": b"#" + b"x" * 199_000,
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_files_are_refused_at_once(content):
    start = time.process_time()
    with pytest.raises(pc.ParseError) as caught:
        claims_of(content)
    assert time.process_time() - start < 3
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "text", ['"\\' * 50_000, '"""' + '\\"""' * 40_000, "'''\"\"\"" * 30_000, '"' * 199_999]
)
def test_strings_are_skipped_in_linear_time(text):
    start = time.process_time()
    _STRING.sub("''", text)
    assert time.process_time() - start < 2


def test_dots_in_strings_are_no_dotted_keys():
    text = '[[claim]]\nlabel = "1.2.3.4.5.6.7.8.9.10.11.12"\nstates = "alpha < 1.5" # . . . . . . .'
    assert claims_of(text.encode())[0].states == "alpha < 1.5"
