"""Evidence that the kernel cannot read: measured, enclosed in balls, or rewritten by SymPy.

Each says in words what it found, at its own rank. None of it ever becomes a premise of a step.
"""

from __future__ import annotations

import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath as mp

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.proof.evidence import Evidence, Rank

__all__ = ["Measurement", "Sampled", "Within"]


class Measurement(ABC):
    """Something measured, enclosed or rewritten, which never becomes a premise of a proof."""

    @abstractmethod
    def judge(self) -> Evidence:
        """Evidence for it; raises StepFailed or Undecided where there is none."""

    @abstractmethod
    def __str__(self) -> str:
        """What is claimed, as LaTeX."""


class Sampled(Measurement):
    """A number that was computed lies below a bound.

    Parameters
    ----------
    says
        What the number is, in words and LaTeX.
    quantity
        Computes it.
    below
        Exact bound, which the number must stay strictly below, in absolute value.

    Examples
    --------
    >>> print(Sampled("22/7 - pi", lambda: 22 / 7 - mp.pi, below="1/700").judge())
    sampled: 0.00126449 < 1/700
    """

    def __init__(
        self, says: str, quantity: Callable[[], Any], *, below: Fraction | int | str
    ) -> None:
        self.says, self.quantity, self.below = says, quantity, Fraction(below)

    def judge(self) -> Evidence:
        """The number, computed now, and the bound."""
        found = abs(mp.mpf(self.quantity()))
        shown = f"{mp.nstr(found, 6)} < {self.below}"
        # Written so that nan fails.
        if not found < mp.mpf(self.below.numerator) / self.below.denominator:
            raise StepFailed(f"{self.says}: {mp.nstr(found, 6)}, not below {self.below}")
        return Evidence(Rank.SAMPLED, shown)

    def __str__(self) -> str:
        return f"{self.says} is below ${self.below}$"


class Within(Measurement):
    """A ball that contains a number by proof lies within a bound.

    Parameters
    ----------
    says
        What the number is, in words and LaTeX.
    ball
        Computes the ball.
    below
        Exact bound, which the number must stay strictly below, in absolute value.

    Examples
    --------
    >>> ball = Enclosure(Fraction(0), Fraction(1, 10**9))
    >>> str(Within("the rest", lambda: ball, below="1/1000"))
    'the rest is below $1/1000$ in absolute value'
    """

    def __init__(self, says: str, ball: Callable[[], Enclosure], *, below: str) -> None:
        self.says, self.ball, self.below = says, ball, Fraction(below)

    def judge(self) -> Evidence:
        """The ball, computed now, and the bound."""
        if importlib.util.find_spec("flint") is None:
            raise Undecided("balls need python-flint: install phasecalc[arb]")
        found = self.ball()
        if not -self.below < found.lower <= found.upper < self.below:
            raise StepFailed(f"{self.says}: {found}, not within {self.below}")
        return Evidence(Rank.ENCLOSED, f"{found}, a ball within {self.below}")

    def __str__(self) -> str:
        return f"{self.says} is below ${self.below}$ in absolute value"
