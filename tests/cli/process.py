"""Commands as processes, and what is left of them."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

COMMAND = [sys.executable, "-m", "phasecalc"]


def run(*words, folder=None, seconds=120, command=COMMAND, **options):
    """A command, run to its end."""
    return subprocess.run(
        [*command, *map(str, words)],
        cwd=folder,
        check=False,
        timeout=seconds,
        **{"capture_output": True, "text": True, **options},
    )


def started(*words, folder=None):
    """A command that runs."""
    return subprocess.Popen(
        [*COMMAND, *map(str, words)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def descendants(pid):
    """Processes that a process has started, and those that these have started."""
    direct = set()
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            direct |= {int(p) for p in thread.read_text().split()}
    return direct.union(*(descendants(p) for p in direct))


def alive(pids):
    """Those that still run."""
    found = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if state not in "ZX":
            found.add(pid)
    return found


def wait_until(condition, seconds):
    """Whether a condition comes to hold in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())


def send(pid, number):
    """Send a signal to one process, not to its group."""
    os.kill(pid, number)
