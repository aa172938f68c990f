"""Ranks of evidence: how surely a step is known, from proved down to assumed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from phasecalc.kernel.theorem import BELIEVED, RANKS

__all__ = ["Evidence", "Rank"]


class Rank(IntEnum):
    """Kinds of evidence; a theorem is as sure as its weakest step and its weakest use.

    ``PROVED_ON`` is proved from a classical lemma that is named and not proved here;
    ``REWRITTEN`` rests on SymPy's own rewriting and nothing else; ``ROCQ`` is a lemma that Rocq has
    accepted and the kernel here cannot read: a program has read all of its proof, and a reader has
    compared its sentence.
    """

    ASSUMED = 0
    CITED = 1
    SAMPLED = 2
    REWRITTEN = 3
    SOLVER = 4
    ENCLOSED = 5
    PROVED_ON = 6
    ROCQ = 7
    PROVED = 8

    @classmethod
    def named(cls, name: str) -> Rank:
        """Rank by the name that the kernel gives it."""
        return cls(RANKS.index(name))

    @property
    def believed(self) -> bool:
        """Whether it is for what the kernel has not read."""
        return str(self) in BELIEVED

    def __str__(self) -> str:
        return RANKS[self.value]


@dataclass(frozen=True)
class Evidence:
    """Rank of a step and, in words, what was done ("certificates for 3 signs")."""

    rank: Rank
    how: str

    def __str__(self) -> str:
        return f"{self.rank}: {self.how}"
