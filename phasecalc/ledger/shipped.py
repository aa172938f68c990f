"""The ranks that the book came with: a run that finds others is not of this version."""

from __future__ import annotations

from collections.abc import Mapping

from phasecalc.kernel.recheck import read
from phasecalc.kernel.shipped import certificates

__all__ = ["certificates", "differing"]


def differing(found: Mapping[str, str]) -> list[str]:
    """Theorems whose rank, by label, is not the one that was shipped, in words."""
    file = certificates()
    if not file.is_file():
        return [f"{file.name} is missing"]
    rows = read(file.read_text(encoding="utf-8"))["theorems"]
    known = {row["label"]: row["rank"] for row in rows}
    return [
        f"{label}: {found.get(label, 'absent')}, shipped as {known.get(label, 'absent')}"
        for label in sorted({*known, *found})
        if known.get(label) != found.get(label)
    ]
