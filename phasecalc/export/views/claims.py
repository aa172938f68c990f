"""What became of claims: one row for each, and witnesses of those that are false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from phasecalc.export.page.blocks import Block, Items, Table, digest

if TYPE_CHECKING:
    from phasecalc.claims.reading.result import ClaimResult
    from phasecalc.export.letters.notation import Notation

__all__ = ["claims", "plain"]


def claims(found: Sequence[ClaimResult], write: Notation) -> Iterator[Block]:
    """Table, then for each claim that does not hold what is known of it."""
    yield Table(
        ("Claim", "States", "Outcome"),
        tuple((plain(c.label), f"`{c.states}`", _outcome(c)) for c in found),
        caption="Claims checked: " + ", ".join(_counts(found)) + ".",
        label=f"tab:claims-{digest(*((c.states, tuple(c.where)) for c in found))}",
    )
    items = tuple(_details(c) for c in found if not c.holds)
    if items:
        yield Items(items)


def _outcome(claim: ClaimResult) -> str:
    rank = f" ({claim.evidence})" if claim.evidence else ""
    return f"{claim.status}{rank}" if claim.holds else f"**{claim.status}**{rank}"


def _details(claim: ClaimResult) -> str:
    parts = [f"**{plain(claim.label)}**: {claim.status}"]
    if claim.where:
        parts.append(f"where `{', '.join(claim.where)}`")
    if claim.reason:
        parts.append(plain(claim.reason))
    if claim.witness is not None:
        parts.append("witness `" + ", ".join(f"{k} = {v}" for k, v in claim.witness.items()) + "`")
    return "; ".join(parts)


def _counts(found: Sequence[ClaimResult]) -> Iterator[str]:
    for status in ("proved", "derived", "refuted", "undecided"):
        count = sum(c.status == status for c in found)
        if count or status != "derived":
            yield f"{count} {status}"


def plain(text: str) -> str:
    """Text of a reader, without characters that this markup would take for its own."""
    return "".join(c for c in text if c not in "$*`").replace("[@", "[ @")
