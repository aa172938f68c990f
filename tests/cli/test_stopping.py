"""A command that is stopped leaves nothing running, however it is stopped."""

import signal
import time
from pathlib import Path

import pytest

from tests.cli.process import alive, descendants, send, started, wait_until

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="processes are found as on Linux"
)
SLOW_CLAIMS = "[[claim]]\nstates = 'loss_exponent**20 > 0'\n" * 20
SLOW_BOOK = """from phasecalc.proof import Proof, theorem

@theorem(label="{0}")
def {0}(proof: Proof) -> None:
    "It never ends."
    while True:
        pass
"""


def busy(pid, least):
    """Whether a command has as many children that work."""
    return len(descendants(pid)) >= least


@pytest.fixture(params=["claims", "book"])
def computing(request, tmp_path):
    """A command in the middle of its work, and its children."""
    if request.param == "claims":
        file = tmp_path / "slow.toml"
        file.write_text(SLOW_CLAIMS)
        command, least = started("check", file, "--timeout", "600"), 3
    else:
        folder = tmp_path / "slow_book"
        folder.mkdir()
        for name in ("first", "second"):
            (folder / f"{name}.py").write_text(SLOW_BOOK.format(name))
        command, least = started("check", folder, "--jobs", "2"), 4
    assert wait_until(lambda: busy(command.pid, least), 60), command.communicate(timeout=1)
    time.sleep(1)
    yield command, descendants(command.pid)
    command.kill()
    command.communicate(timeout=10)


STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]


@pytest.mark.parametrize("stop", STOPS, ids=lambda s: s.name)
def test_everything_is_gone_within_a_second(computing, stop):
    command, children = computing
    assert alive(children) == children
    send(command.pid, stop)
    assert wait_until(lambda: command.poll() is not None and not alive(children), 1.0)
    if stop is signal.SIGINT:
        assert command.returncode == 130
        assert command.stderr.read() == "phasecalc: interrupted\n"
    else:
        assert command.returncode == -stop


def test_a_watcher_that_is_ended_ends_its_work(computing):
    _, children = computing
    watcher = min(p for p in children if descendants(p))
    own = descendants(watcher)
    send(watcher, signal.SIGTERM)
    assert wait_until(lambda: not alive({watcher, *own}), 1.0)
