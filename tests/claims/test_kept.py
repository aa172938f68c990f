"""The worker that is kept: quick, one at most, right in threads and forks, gone at the end."""

import os
import subprocess
import sys
import threading
import time

import pytest

import phasecalc as pc
from phasecalc.claims.judging import worker as module
from tests.cli.process import alive, descendants, wait_until

CLAIM = ("loss_exponent == 1 - 1/(4*alpha)", ["alpha > 1/2", "beta > alpha"])


def test_a_repeated_claim_is_answered_by_the_same_process():
    assert pc.check_claim(*CLAIM)
    (kept,) = module._idle
    pid = kept._child.pid
    assert pc.check_claim(*CLAIM)
    assert module._idle[0]._child.pid == pid


def test_what_is_refused_does_not_cost_the_worker():
    pc.check_claim(*CLAIM)
    pid = module._idle[0]._child.pid
    for wrong in ("alpha <", "F_pp", "phase == 'V'"):
        with pytest.raises(pc.ParseError):
            pc.check_claim(wrong)
    with pytest.raises(pc.ParseError, match="texts"):
        pc.check_claim(5)
    assert module._idle[0]._child.pid == pid


def test_threads_have_their_own_and_one_is_kept():
    found = []
    claims = ["alpha > 0", "alpha < 0", "beta > alpha", "alpha > -1"]
    threads = [
        threading.Thread(target=lambda c=c: found.append((c, pc.check_claim(c).status)))
        for c in claims
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert dict(found) == dict(zip(claims, ["proved", "refuted", "refuted", "proved"], strict=True))
    assert len(module._idle) == 1


FORK = """
import os, warnings
warnings.simplefilter("ignore")
import phasecalc as pc
assert pc.check_claim("alpha > 0")
child = os.fork()
if child == 0:
    os._exit(0 if pc.check_claim("alpha > 0") else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert pc.check_claim("alpha > 0")
print("good", flush=True)
input()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
@pytest.mark.parametrize("killed", [False, True])
def test_a_fork_has_its_own_and_all_are_gone_at_the_end(killed):
    parent = subprocess.Popen(
        [sys.executable, "-c", FORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout.readline() == "good\n"
    children = descendants(parent.pid)
    assert len(children) == 2  # a watcher and the worker that it watches
    if killed:
        parent.kill()
    parent.communicate(input="\n")
    assert wait_until(lambda: not alive(children), 1.0)


def test_a_worker_that_was_killed_is_replaced():
    pc.check_claim("alpha > 0")
    module._idle[0]._child.end()
    time.sleep(0.1)
    assert pc.check_claim("alpha > 0")
