"""What a proof consists of once it is written: steps, lines, and sentences that are believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phasecalc.kernel.language import Node
from phasecalc.kernel.theorem import Line
from phasecalc.proof.claim import Claim
from phasecalc.proof.evidence import Evidence, Rank

__all__ = ["Belief", "Shown", "Written"]


@dataclass(frozen=True)
class Written:
    """One step as it was written, and the evidence for it."""

    relation: str
    right: Node
    because: str
    evidence: Evidence
    remainder: Node | None = None


@dataclass(frozen=True)
class Shown:
    """A line of a proof: the claim, its steps, and how sure it is."""

    claim: Claim
    steps: tuple[Written, ...]
    line: Line
    data: Mapping[str, Any]

    @property
    def rank(self) -> Rank:
        """Rank that the kernel gives the line."""
        return Rank.named(self.line.rank)


@dataclass(frozen=True)
class Belief:
    """A sentence that the kernel has not read: cited, assumed, measured, rewritten or enclosed."""

    words: str
    evidence: Evidence
