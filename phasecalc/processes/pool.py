"""Calls in processes of their own, as an executor whose processes end with this one."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from phasecalc.processes.child import Child

__all__ = ["Pool", "main"]

P = ParamSpec("P")
T = TypeVar("T")
# Any: arguments and results of whatever is called.
_Job = tuple[Future[Any], tuple[Any, Any, Any]]


class Pool(Executor):
    """Processes that take calls one by one; leaving it by an error ends them at once.

    Parameters
    ----------
    processes
        How many.
    opening
        Called once in each process, before anything else, with ``given``.
    given
        Its arguments.

    Examples
    --------
    >>> import math
    >>> with Pool(2) as pool:
    ...     list(pool.map(math.factorial, [3, 4]))
    [6, 24]
    """

    def __init__(
        self,
        processes: int,
        opening: Callable[..., object] | None = None,
        given: tuple[Any, ...] = (),
    ) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._opening: tuple[Any, Any, Any] | None = (opening, given, {}) if opening else None
        self._wanted, self._threads = processes, list[threading.Thread]()
        self._children: set[Child] = set()
        self._lock, self._closed, self._ended = threading.Lock(), False, False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function of a module in one of the processes."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("this pool is closed")
            self._jobs.put((future, (fn, args, kwargs)))
            if len(self._threads) < self._wanted:
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; end the processes when those that were made are answered."""
        with self._lock:
            self._closed = True
        if cancel_futures:
            self._drop()
        for _ in self._threads:
            self._jobs.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def end(self) -> None:
        """End the processes at once, whatever they are doing."""
        with self._lock:
            self._closed = self._ended = True
            children = list(self._children)
        self._drop()
        for child in children:
            child.end()
        self.shutdown(wait=False)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.shutdown()
        else:
            self.end()

    def _drop(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None:
                    job[0].cancel()

    def _serve(self) -> None:
        """Pass calls to one process, and their results back."""
        child: Child | None = None
        try:
            while (job := self._jobs.get()) is not None:
                future, call = job
                if not future.set_running_or_notify_cancel():
                    continue
                try:
                    if child is None or not child.running:
                        child = self._started()
                    good, value = _asked(child, call)
                except Exception as problem:  # noqa: BLE001 - whoever waits is told
                    good, value = False, problem
                if good:
                    future.set_result(value)
                else:
                    future.set_exception(value)
        finally:
            if child is not None:
                child.end()

    def _started(self) -> Child:
        child = Child(__name__)
        with self._lock:
            ended = self._ended
            self._children.add(child)
        if ended:
            child.end()
            raise BrokenProcessPool("the pool was ended")
        if self._opening is not None:
            good, problem = _asked(child, self._opening)
            if not good:
                raise problem
        return child


def _asked(child: Child, call: tuple[Any, Any, Any]) -> tuple[bool, Any]:
    text = pickle.dumps(call)  # whole, or not at all
    try:
        child.input.write(text)
        child.input.flush()
        found: tuple[bool, Any] = pickle.load(child.output)
    except (EOFError, OSError, ValueError):
        raise BrokenProcessPool("the process that computed this ended; try fewer at once") from None
    return found


def main() -> None:
    """Answer calls from standard input until it closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a call prints does not come among the answers
    with contextlib.suppress(EOFError):
        while True:
            answers.write(_answer(sys.stdin.buffer))
            answers.flush()


def _answer(calls: Any) -> bytes:
    function, arguments, named = pickle.load(calls)
    try:
        return pickle.dumps((True, function(*arguments, **named)))
    except BaseException as problem:  # noqa: BLE001 - it is raised where the result is asked for
        return _carried(problem)


def _carried(problem: BaseException) -> bytes:
    """An error as it is, or, if it does not survive the passage, in words."""
    try:
        text = pickle.dumps((False, problem))
        pickle.loads(text)
    except Exception:  # noqa: BLE001 - whatever its own code does
        return pickle.dumps((False, RuntimeError(f"{type(problem).__name__}: {problem}")))
    return text
