"""The watcher: what every child process is started as; run as a script, by its path, with ``-I``.

It forks. The fork does the work, in a process group of its own; the watcher waits until the work
has ended, or until the pipe that ties it to its parent closes, which it does however the parent
ends, by SIGKILL too. Then whatever is left of the group is killed. It imports the standard
library alone, and only what its interpreter finds without the working folder.
"""

import contextlib
import importlib
import importlib.util
import json
import os
import select
import signal
import sys
from pathlib import Path
from typing import Any

_ENDED = 128  # a process that a signal ended has this plus the signal as status, as in a shell


def main() -> None:
    """Do the work described by the argument, watched."""
    job = json.loads(sys.argv[1])
    if not hasattr(os, "fork"):
        _work(job)
        return
    waking, wake = os.pipe()
    for end in (waking, wake):
        os.set_blocking(end, False)
    before = {s: signal.getsignal(s) for s in _signals()}
    signal.set_wakeup_fd(wake)
    for s in before:
        signal.signal(s, lambda *_: None)
    child = os.fork()
    if child:
        os._exit(_watch(child, job, waking))
    signal.set_wakeup_fd(-1)
    for s, handler in before.items():
        signal.signal(s, handler)
    os.setpgid(0, 0)
    for end in (waking, wake, job["lifeline"]):
        os.close(end)
    _work(job)


def _signals() -> tuple[signal.Signals, ...]:
    return (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _watch(child: int, job: dict[str, Any], waking: int) -> int:
    """Status of the work, once nothing of it is left."""
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    nothing = os.open(os.devnull, os.O_RDWR)
    for end in (0, 1, 2):  # the parent must see the pipes close when the work closes them
        os.dup2(nothing, end)
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        ready, _, _ = select.select([job["lifeline"], waking], [], [])
        told = waking in ready and set(os.read(waking, 64)) - {signal.SIGCHLD}
        if told or job["lifeline"] in ready:
            _kill(child)
            _, status = os.waitpid(child, 0)
            _remove(job["remove"])
            break
    _kill(child)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else _ENDED - code


def _remove(folder: str | None) -> None:
    if folder is not None:
        import shutil  # slow to load, and rarely needed

        shutil.rmtree(folder, ignore_errors=True)


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _work(job: dict[str, Any]) -> None:
    if job["words"]:
        os.chdir(job["folder"])
        os.execv(job["words"][0], job["words"])
    _pin(job["package"], job["path"], job["barred"])
    importlib.import_module(job["module"]).main()


def _pin(package: str, path: list[str], barred: list[str]) -> None:
    """Look for modules where the parent does, but not in barred folders; for the package at once.

    What this interpreter finds of itself, isolated, is never barred: an installation may lie in
    the folder that one works in.
    """
    own = list(sys.path)
    kept = [p for p in path if p in own or str(Path(p).resolve()) not in barred]
    sys.path[:] = [*kept, *(p for p in own if p not in kept)]
    name = Path(package).name
    spec = importlib.util.spec_from_file_location(
        name, Path(package) / "__init__.py", submodule_search_locations=[package]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{package} is not a package")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    main()
