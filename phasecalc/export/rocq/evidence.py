"""Theorems that Rocq has accepted, as evidence in a derivation."""

from __future__ import annotations

from dataclasses import dataclass

from phasecalc.exceptions import StepFailed
from phasecalc.export.rocq.lemmas import REMEDY, digest, kept, lemma, theorems
from phasecalc.proof import Evidence, Measurement, Rank

__all__ = ["InRocq"]


@dataclass(frozen=True)
class InRocq(Measurement):
    """A theorem that Rocq has accepted, by the hash of its text; the kernel here has not read it.

    Parameters
    ----------
    name
        A lemma.
    theorem
        One of its theorems.
    says
        What it says, in words: for its reader to compare, nothing compares it.

    Examples
    --------
    >>> InRocq("renewal", "loss_upper", "The loss is at most ...").judge().rank
    <Rank.ROCQ: 7>
    """

    name: str
    theorem: str
    says: str

    def judge(self) -> Evidence:
        """The hash of the text, if Rocq accepted that text.

        Raises
        ------
        StepFailed
            There is no such theorem, or the text is not in the record.
        """
        text = lemma(self.name)
        if self.theorem not in theorems(text):
            raise StepFailed(f"{self.name} has no theorem {self.theorem!r}")
        if kept(text) is None:
            raise StepFailed(f"{self.name}: Rocq has not accepted this text; {REMEDY}")
        return Evidence(Rank.ROCQ, f"theorem {self.theorem}, text {digest(text)[:12]}")

    def __str__(self) -> str:
        return self.says.removesuffix(".")
