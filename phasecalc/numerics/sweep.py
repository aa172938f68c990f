"""One function over many points, on any executor, without losing finished work.

A sweep never raises: it gathers what finished, what failed and whether it was interrupted. The
caller builds its result from what finished and hands it to :meth:`Sweep.check`, which raises with
that result attached unless the sweep is complete. So a failed point or Ctrl-C costs only the points
that had not finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Executor, Future, as_completed
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from phasecalc.exceptions import SweepFailed, SweepInterrupted

__all__ = ["Sweep", "sweep"]

Point = TypeVar("Point")
Value = TypeVar("Value")


@dataclass(slots=True)
class Sweep(Generic[Value]):
    """What became of each point of a sweep.

    Attributes
    ----------
    total
        Number of points.
    finished
        Value by position of its point.
    failures
        Error by position of its point.
    interrupted
        Whether the keyboard stopped the sweep.
    """

    total: int
    finished: dict[int, Value] = field(default_factory=dict)
    failures: dict[int, BaseException] = field(default_factory=dict)
    interrupted: bool = False

    def values(self) -> list[Value]:
        """Finished values in the order of their points."""
        return [self.finished[index] for index in sorted(self.finished)]

    def check(self, partial: object) -> None:
        """Raise unless every point finished.

        Parameters
        ----------
        partial
            The result made of the finished points; the error carries it as ``partial``.

        Raises
        ------
        SweepInterrupted
            The keyboard stopped the sweep.
        SweepFailed
            At least one point failed; the first failure is the cause.
        """
        counted = f"{len(self.finished)} of {self.total} points finished; they are in `.partial`"
        if self.interrupted:
            raise SweepInterrupted(f"Interrupted: {counted}.", partial=partial)
        if self.failures:
            index = min(self.failures)
            error = self.failures[index]
            raise SweepFailed(
                f"Point {index} failed with {type(error).__name__}: {error}. {counted}, "
                "and every error is in `.failures` by position.",
                partial=partial,
                failures=dict(self.failures),
            ) from error


def sweep(
    function: Callable[[Point], Value],
    points: Sequence[Point],
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep[Value]:
    """Apply a function to every point and keep everything that finishes.

    Parameters
    ----------
    function
        Applied to each point; picklable if the executor uses processes.
    points
        The points, in the order of the result.
    executor
        Any :class:`concurrent.futures.Executor`; one point after the other here if omitted.
    progress
        Called with (points done, points in all) after each point.

    Returns
    -------
    Sweep
        Values, failures and whether it was interrupted.

    Examples
    --------
    >>> done = sweep(lambda x: 1 / x, [1, 0, 4])
    >>> done.values(), done.failures
    ([1.0, 0.25], {1: ZeroDivisionError('division by zero')})
    """
    done: Sweep[Value] = Sweep(total=len(points))
    futures: dict[Future[Value], int] = {}
    try:
        if executor is None:
            pending: Iterable[Future[Value]] = _one_by_one(function, points, futures)
        else:
            _submit(function, points, executor, futures, done)
            pending = as_completed(futures)
        for future in pending:
            _settle(future, futures[future], done)
            if progress is not None:
                progress(len(done.finished) + len(done.failures), done.total)
    except KeyboardInterrupt:
        done.interrupted = True
        for future, index in futures.items():
            # What finished while the signal was on its way counts; what runs is not waited for.
            if not future.cancel() and future.done():
                _settle(future, index, done)
    return done


def _one_by_one(
    function: Callable[[Point], Value],
    points: Sequence[Point],
    futures: dict[Future[Value], int],
) -> Iterable[Future[Value]]:
    for index, point in enumerate(points):
        future: Future[Value] = Future()
        futures[future] = index
        try:
            future.set_result(function(point))
        except Exception as error:  # noqa: BLE001  (any failure is kept and raised by check)
            future.set_exception(error)
        yield future


def _submit(
    function: Callable[[Point], Value],
    points: Sequence[Point],
    executor: Executor,
    futures: dict[Future[Value], int],
    done: Sweep[Value],
) -> None:
    for index, point in enumerate(points):
        try:
            futures[executor.submit(function, point)] = index
        except RuntimeError as error:  # a broken or closed executor refuses; earlier points go on
            done.failures[index] = error


def _settle(future: Future[Value], index: int, done: Sweep[Value]) -> None:
    try:
        error = future.exception()
    except CancelledError as cancelled:
        error = cancelled
    if error is None:
        done.finished[index] = future.result()
        return
    done.failures[index] = error
    if isinstance(error, KeyboardInterrupt):  # Ctrl-C also reaches the workers of a process pool
        done.interrupted = True
