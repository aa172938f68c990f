"""Evidence that the kernel cannot read: each says in words what it measured, and its rank."""

from __future__ import annotations

from abc import ABC, abstractmethod

from phasecalc.proof.evidence import Evidence

__all__ = ["Measurement"]


class Measurement(ABC):
    """Something measured, enclosed or rewritten, which never becomes a premise of a proof."""

    @abstractmethod
    def judge(self) -> Evidence:
        """Evidence for it; raises StepFailed or Undecided where there is none."""

    @abstractmethod
    def __str__(self) -> str:
        """What is claimed, as LaTeX."""
