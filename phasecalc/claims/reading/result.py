"""What became of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from phasecalc.display import Shown

__all__ = ["ClaimResult"]


@dataclass(frozen=True)
class ClaimResult(Shown):
    """One claim and what became of it.

    Parameters
    ----------
    label, where, states
        The claim as given.
    status
        ``"proved"``, by a certificate that was read again; ``"derived"``, below it: true by this
        package's own work, without a certificate; ``"refuted"`` or ``"undecided"``; ``"not read"``
        of a line of a file that is not in the language, with the reason.
    evidence
        Of a proved claim the rank of its certificate: ``"proved"`` or
        ``"proved, resting on lemmas"``. Of a derived one ``"enclosed"``, by balls, or
        ``"no certificate"``, by exact algebra and checked signs. Of a refuted one the rank of its
        certificate, or else ``"exact"`` (numbers at the witness) or ``"enclosed"`` (a ball that
        excludes equality). Of an undecided one ``"solver"`` where a solver's word is all that
        there is, else "".
    reason
        Why, in one sentence.
    seconds
        Time taken.
    witness
        For a refuted claim: a point of the region, and the values of both sides there.
    assumes
        What is taken from elsewhere, with its source.
    tried
        For an undecided claim: what was tried.
    certificate
        A document that ``phasecalc recheck`` reads, or None; see ``claims.certificate``.
        Without one no result can be made that says ``"proved"``.
    about
        What it speaks of: ``"plrf"``, a law, an optimiser.
    """

    label: str
    where: tuple[str, ...]
    states: str
    status: str
    evidence: str = ""
    reason: str = ""
    seconds: float = 0.0
    witness: Mapping[str, str] | None = None
    assumes: tuple[str, ...] = ()
    tried: tuple[str, ...] = field(default=())
    certificate: Mapping[str, Any] | None = field(default=None, repr=False, compare=False)
    about: str = "plrf"

    def __post_init__(self) -> None:
        if self.certificate is None and "proved" in f"{self.status}{self.evidence}":
            raise ValueError(f"{self.label}: proved, but without a certificate")

    def __bool__(self) -> bool:
        """Whether the claim is proved."""
        return self.status == "proved"

    @property
    def holds(self) -> bool:
        """Whether the claim is said to be true: proved, or derived without a certificate."""
        return self.status in ("proved", "derived")

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON, without the certificate."""
        return {
            "label": self.label,
            "about": self.about,
            "where": list(self.where),
            "states": self.states,
            "status": self.status,
            "evidence": self.evidence,
            "seconds": round(self.seconds, 3),
            "reason": self.reason,
            "witness": None if self.witness is None else dict(self.witness),
            "assumes": list(self.assumes),
            "tried": list(self.tried),
        }

    def __str__(self) -> str:
        rank = f" ({self.evidence})" if self.evidence else ""
        lines = [f"{self.label}: {self.status}{rank}", f"  states    {self.states}"]
        if self.about != "plrf":
            lines.append(f"  about     {self.about}")
        if self.where:
            lines.append(f"  where     {', '.join(self.where)}")
        if self.reason:
            lines.append(f"  because   {self.reason}")
        if self.witness is not None:
            shown = ", ".join(f"{k} = {v}" for k, v in self.witness.items())
            lines.append(f"  witness   {shown}")
        lines += [f"  assumes   {text}" for text in self.assumes]
        lines += [f"  tried     {text}" for text in self.tried]
        return "\n".join(lines)

    def __repr__(self) -> str:
        rank = f" ({self.evidence})" if self.evidence else ""
        point = ""
        if self.witness is not None:
            point = "; at " + ", ".join(f"{k} = {v}" for k, v in self.witness.items())
        return f"<{self.label}: {self.status}{rank}{point}>"
