"""Judging in a process of its own, so that a time limit is a limit.

Some questions cannot be interrupted from within: one resultant, one evaluation by SymPy. The
claims of a file are therefore judged by a child process (:mod:`phasecalc.claims.judging.server`),
which loads SymPy once and forks for each claim; the fork is killed when the claim has used up its
time. Where there are no forks the child itself is killed, and started anew for the next claim.
Claims and results cross as lines of JSON. From Python one idle child is kept for the next claim.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import IO, Any

from phasecalc.claims.reading.result import ClaimResult
from phasecalc.exceptions import ParseError, PhasecalcError
from phasecalc.processes.child import Child

__all__ = ["Worker", "kept_worker", "late_result"]

_START = 120.0  # seconds to start Python and load SymPy on a busy machine
_GRACE = 2.0  # seconds for the child to end a fork that has used up its time


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
        self._child: Child | None = None
        self._ready = False
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether it can take a claim at once."""
        return self._child is not None and self._child.running

    def read(
        self, claims: Sequence[tuple[str, Sequence[str], Mapping[str, Any] | None]]
    ) -> dict[int, str]:
        """Read claims before any of them is judged: which are refused, and why.

        Parameters
        ----------
        claims
            For each ``states``, ``where`` and what it is about.
        """
        rows = [[states, list(where), about] for states, where, about in claims]
        answer = self._ask({"read": rows}, _START)
        if answer is None:
            raise PhasecalcError("the process that reads claims ended; simplify them")
        return {number: why for number, why in answer["refused"]}

    def judge(
        self,
        states: str,
        where: Sequence[str],
        label: str,
        timeout: float,
        about: Mapping[str, Any] | None = None,
    ) -> ClaimResult:
        """Judge one claim within a time limit.

        Parameters
        ----------
        states, where, label
            The claim.
        timeout
            Seconds; after that the claim is undecided.
        about
            What it speaks of, as ``claims.about.naming`` has it.

        Raises
        ------
        ParseError
            The claim is not in the language.
        """
        claim = {"states": states, "where": list(where), "label": label, "about": about}
        ended = "the process that judged it ended; simplify the claim"
        # What a claim of this kind needs is loaded first, so that its time does not pay for it.
        if self._ask({"prepare": claim}, _START) is None:
            return _undecided(claim, ended, 0.0)
        start = time.monotonic()
        grace = _GRACE if hasattr(os, "fork") else 0.0
        answer = self._ask({"judge": {**claim, "seconds": timeout}}, timeout + grace)
        if answer is None:
            late = time.monotonic() - start >= timeout
            return late_result(claim, timeout) if late else _undecided(claim, ended, 0.0)
        if "refused" in answer:
            raise ParseError(answer["refused"])
        sequences = {k: tuple(answer[k]) for k in ("where", "assumes", "tried")}
        return ClaimResult(**{**answer, **sequences})

    def start(self) -> None:
        """Start the process, which then loads what it needs while this one goes on."""
        self.stop()
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # One thread of linear algebra: forks must not meet locks held by others.
        child = Child("phasecalc.claims.judging.server", environment={"OPENBLAS_NUM_THREADS": "1"})
        self._child, self._lines, self._ready = child, lines, False
        threading.Thread(target=_forward, args=(child.output, lines), daemon=True).start()

    def stop(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """Answer of the child, or None if it has none in time; then the child is ended."""
        if self._child is None:
            self.start()
        assert self._child is not None  # for the types: it was started just now
        try:
            if not self._ready and not self._line(_START):
                raise PhasecalcError("the process that judges claims did not start")
            self._ready = True
            # A child that has died is noticed when its answer is read.
            with contextlib.suppress(BrokenPipeError):
                self._child.input.write(json.dumps(job).encode() + b"\n")
                self._child.input.flush()
            line = self._line(seconds)
        except BaseException:
            self.stop()
            raise
        if not line:
            self.stop()
            return None
        found: dict[str, Any] = json.loads(line)
        return found

    def _line(self, seconds: float) -> bytes:
        """What the child says next; nothing if it ends, or has said nothing in time."""
        with contextlib.suppress(queue.Empty):
            return self._lines.get(timeout=seconds)
        return b""


def _forward(stream: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    """Pass on what the child writes; an empty line says that it ended."""
    with contextlib.suppress(OSError, ValueError):
        for line in stream:
            lines.put(line)
    lines.put(b"")


def _undecided(claim: dict[str, Any], reason: str, seconds: float) -> ClaimResult:
    return ClaimResult(
        claim["label"], tuple(claim["where"]), claim["states"], "undecided", "", reason, seconds
    )


def late_result(claim: dict[str, Any], seconds: float) -> ClaimResult:
    """Result of a claim that has used up its time."""
    reason = f"not decided within {seconds:g} s; allow more time, or narrow where"
    return _undecided(claim, reason, seconds)


_idle: list[Worker] = []
_guard = threading.Lock()


@contextlib.contextmanager
def kept_worker() -> Iterator[Worker]:
    """Worker that was kept from the last claim, or a new one; one is kept afterwards.

    Each thread that judges at the same time has a worker of its own; a fork of this process starts
    its own. The one that is kept ends with this process.
    """
    with _guard:
        worker = _idle.pop() if _idle else Worker()
    if not worker.running:  # new, or its process was killed meanwhile
        worker.start()
    try:
        yield worker
    except ParseError:
        _keep(worker)
        raise
    except BaseException:
        worker.stop()
        raise
    _keep(worker)


def _keep(worker: Worker) -> None:
    with _guard:
        if worker.running and not _idle:
            _idle.append(worker)
            return
    worker.stop()


def _end_idle() -> None:
    with _guard:
        ended = list(_idle)
        _idle.clear()
    for worker in ended:
        worker.stop()


def _after_fork() -> None:
    """In a fork: the worker is its parent's, and so is the lock, perhaps."""
    global _guard
    _guard = threading.Lock()
    _idle.clear()


atexit.register(_end_idle)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
