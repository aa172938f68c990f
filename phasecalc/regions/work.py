"""How much a search may do: counted steps, the same on every machine, and a clock if asked for.

A search for a proof ends when its account of work is spent, never because the machine was slow,
so what is proved does not depend on the machine. Seconds are a reader's own limit on waiting:
where they run out the answer is "undecided: time", and nothing else is concluded from it.

The unit of work is about two microseconds of a small computer of 2024; only the ratio between
different kinds of work rests on that.
"""

from __future__ import annotations

import time

from phasecalc.exceptions import Undecided

__all__ = ["Clock", "Limit", "OutOfTime", "OutOfWork", "Work"]

# What one question about a set may cost; the solver, if asked, has an account of its own.
QUESTION = 8_000_000


class OutOfTime(Undecided):
    """The seconds allowed ran out: another machine might have finished."""


class OutOfWork(Undecided):
    """The account of work is spent: every machine stops here."""


class Clock:
    """Seconds allowed, counted from when the clock is made; shared by all that is asked with it.

    Parameters
    ----------
    seconds
        None for no limit.

    Examples
    --------
    >>> Clock(None).left is None, 0 < Clock(5).left <= 5
    (True, True)
    """

    __slots__ = ("end", "seconds")

    def __init__(self, seconds: float | None) -> None:
        if seconds is not None and not seconds >= 0:
            raise ValueError(f"timeout={seconds}: give seconds, or None for no limit")
        self.seconds = seconds
        self.end = None if seconds is None else time.monotonic() + seconds

    @classmethod
    def of(cls, limit: Limit) -> Clock:
        """The clock itself, or a new one for so many seconds."""
        return limit if isinstance(limit, Clock) else cls(limit)

    def part(self, share: float) -> Clock:
        """A clock for a share of the seconds left."""
        return Clock(None if self.left is None else max(0.0, self.left * share))

    @property
    def left(self) -> float | None:
        """Seconds left, None without a limit."""
        return None if self.end is None else self.end - time.monotonic()

    def check(self) -> None:
        """Raise ``OutOfTime`` where the time is up."""
        if self.end is not None and time.monotonic() > self.end:
            raise OutOfTime(f"time ran out (limit {self.seconds:g} s); allow more time")


# Seconds for one call, a clock that several calls share, or no limit.
Limit = float | Clock | None


class Work:
    """Account of one search.

    Parameters
    ----------
    units
        Work allowed.
    limit
        Seconds or a clock, if the reader waits no longer.

    Examples
    --------
    >>> work = Work(10)
    >>> work.spend(7)
    >>> work.left
    3
    """

    __slots__ = ("_whole", "clock", "left")

    def __init__(
        self, units: int = QUESTION, limit: Limit = None, whole: Work | None = None
    ) -> None:
        self.left = units
        self.clock = Clock.of(limit)
        self._whole = whole

    def part(self, units: int) -> Work:
        """Account for one stage of the search: of what is left, at most so many units."""
        return Work(min(units, self.left), self.clock, self)

    def spend(self, units: int) -> None:
        """Enter a step before it is taken.

        Raises
        ------
        OutOfWork
            The account does not cover it.
        OutOfTime
            The clock has run out.
        """
        self.clock.check()
        self.left -= units
        if self._whole is not None:
            self._whole.left -= units
        if self.left < 0:
            raise OutOfWork("the search ended at its bound of counted work")
