"""Judging in a process of its own, so that a time limit is a limit.

Some questions cannot be interrupted from within: one resultant, one
evaluation by SymPy. The claims of a file are therefore judged by a child
process, which loads SymPy once and forks for each claim; the fork is killed
when the claim has used up its time. Where there are no forks the child itself
is killed, and started anew for the next claim. Claims and results cross as
lines of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from phasecalc.claims.result import ClaimResult
from phasecalc.exceptions import ParseError, PhasecalcError

__all__ = ["Worker", "main"]

_START = 120.0  # seconds to start Python and load SymPy on a busy machine
_MEMORY = 4 * 2**30  # bytes of address space
_GRACE = 2.0  # seconds for the child to end a fork that has used up its time
_FORKS = hasattr(os, "fork")


class Worker:
    """A child process that judges claims; use as a context manager.

    Examples
    --------
    >>> with Worker() as worker:
    ...     print(worker.judge("loss_exponent < 1", ["alpha > 1/2"], "small", 10.0))
    small: proved (proved)
    ...
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def judge(self, states: str, where: Sequence[str], label: str, timeout: float) -> ClaimResult:
        """Judge one claim within a time limit.

        Parameters
        ----------
        states, where, label
            The claim.
        timeout
            Seconds; after that the claim is undecided.

        Raises
        ------
        ParseError
            The claim is not in the language.
        """
        if self._child is None:
            self._start()
        job = {"states": states, "where": list(where), "label": label, "seconds": timeout}
        self._write(json.dumps(job))
        try:
            answer = self._lines.get(timeout=timeout + (_GRACE if _FORKS else 0))
        except queue.Empty:
            self.stop()
            return _late(job)
        except BaseException:
            self.stop()
            raise
        if not answer:
            self.stop()
            return _undecided(job, "the process that judged it ended; simplify the claim", 0.0)
        return _decoded(json.loads(answer))

    def _start(self) -> None:
        path = os.pathsep.join(str(Path(p).resolve()) for p in sys.path)
        self._lines = queue.Queue()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "phasecalc.claims.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            # One thread of linear algebra: forks must not meet locks held by others.
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            # The keyboard interrupts the parent, which then ends the child.
            start_new_session=True,
        )
        threading.Thread(
            target=_forward, args=(self._child.stdout, self._lines), daemon=True
        ).start()
        try:
            ready = self._lines.get(timeout=_START)
        except queue.Empty:
            ready = ""
        except BaseException:
            self.stop()
            raise
        if not ready:
            self.stop()
            raise PhasecalcError("the process that judges claims did not start; see `phasecalc`")

    def _write(self, line: str) -> None:
        assert self._child is not None
        assert self._child.stdin is not None
        # A child that has died is noticed when its answer is read.
        with contextlib.suppress(BrokenPipeError):
            self._child.stdin.write(line + "\n")
            self._child.stdin.flush()

    def stop(self) -> None:
        """End the child process."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError, ValueError):
                    stream.close()


def _forward(stream: IO[str], lines: queue.Queue[str]) -> None:
    """Pass on what the child writes; an empty string says that it ended."""
    with contextlib.suppress(ValueError):
        for line in stream:
            lines.put(line)
    lines.put("")


def _undecided(job: dict[str, Any], reason: str, seconds: float) -> ClaimResult:
    return ClaimResult(
        job["label"], tuple(job["where"]), job["states"], "undecided", "", reason, seconds
    )


def _late(job: dict[str, Any]) -> ClaimResult:
    seconds = job["seconds"]
    reason = f"not decided within {seconds:g} s; allow more time, or narrow where"
    return _undecided(job, reason, seconds)


def _decoded(data: dict[str, Any]) -> ClaimResult:
    if "refused" in data:
        raise ParseError(data["refused"])
    sequences = {k: tuple(data[k]) for k in ("where", "assumes", "tried")}
    return ClaimResult(**{**data, **sequences})


def main() -> None:
    """Judge one claim for each line of standard input, until it closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else may write among the answers
    _bound_memory()
    _load()
    _say(answers, {"ready": True})
    for line in sys.stdin:
        job = json.loads(line)
        _say(answers, _forked(job) if _FORKS else _answer(job))


def _forked(job: dict[str, Any]) -> dict[str, Any]:
    """Judge in a fork, and end it when the time is up."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as stream:
                json.dump(_answer(job), stream)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        ready, _, _ = select.select([stream], [], [], job["seconds"])
        if not ready:
            os.kill(child, signal.SIGKILL)
        text = stream.read() if ready else ""
    os.waitpid(child, 0)
    if not ready:
        return _late(job).as_dict()
    ended = "the process that judged it ended; simplify the claim"
    found: dict[str, Any] = json.loads(text) if text else _undecided(job, ended, 0.0).as_dict()
    return found


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    from phasecalc.claims.judge import judge

    _alarm(job["seconds"] + 5)
    try:
        return judge(**job).as_dict()
    except ParseError as problem:
        return {"refused": str(problem)}
    except (MemoryError, RecursionError, ArithmeticError, ValueError) as problem:
        reason = f"{type(problem).__name__} while it was judged; simplify the claim"
        return _undecided(job, reason, 0.0).as_dict()


def _load() -> None:
    """Load what every claim needs, so that its time limit does not pay for it."""
    from phasecalc.claims.judge import judge

    judge("loss_exponent == 1/2", ["alpha > 1/2"], "loss", 10.0)
    judge("F_0 + F_pp + F_ac << K_pp", ["beta > 1/2"], "orders", 10.0)
    judge("gamma_function(alpha) == exponent(F_pp)", [], "constants", 10.0)


def _say(answers: IO[str], data: dict[str, Any]) -> None:
    answers.write(json.dumps(data) + "\n")
    answers.flush()


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _alarm(seconds: float) -> None:
    """End this process by itself, should the parent have gone without ending it."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + 1)


if __name__ == "__main__":
    main()
