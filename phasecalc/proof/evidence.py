"""Ranks of evidence: how surely a step is known, from proved down to assumed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Evidence", "Rank"]


class Rank(IntEnum):
    """Kinds of evidence; a theorem is as sure as its weakest step and its weakest use."""

    ASSUMED = 0
    CITED = 1
    SAMPLED = 2
    SOLVER = 3
    ENCLOSED = 4
    PROVED = 5

    def __str__(self) -> str:
        return "solver only" if self is Rank.SOLVER else self.name.lower()


@dataclass(frozen=True)
class Evidence:
    """Rank of a step and, in words, what was done ("certificates for 3 signs")."""

    rank: Rank
    how: str

    def __str__(self) -> str:
        return f"{self.rank}: {self.how}"
