"""The certificates of many claims as one document, which ``phasecalc recheck`` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phasecalc.claims.reading.result import ClaimResult

__all__ = ["document"]


def document(results: Sequence[ClaimResult], book: Mapping[str, Any] | None = None) -> Any:
    """One document of theorems, certificates and claims.

    Parameters
    ----------
    results
        Claims that were judged.
    book
        A document of theorems to which they are added.
    """
    whole: dict[str, Any] = dict(book or {"format": 1, "definitions": []})
    theorems, proofs = list(whole.get("theorems", [])), dict(whole.get("proofs", {}))
    known = {t["label"] for t in theorems}
    claims = []
    for number, result in enumerate(results, start=1):
        if result.status == "not read":
            continue  # nothing is said of it
        row: dict[str, Any] = {
            "label": result.label,
            "where": list(result.where),
            "states": result.states,
            "status": result.status,
            "reason": result.reason,
        }
        if result.about != "plrf":
            row["about"] = result.about
        if result.witness is not None:
            row["witness"] = dict(result.witness)
        if result.certificate is not None:
            _add(row, result.certificate, _name(number, known), theorems)
            whole["definitions"] = whole["definitions"] or result.certificate["definitions"]
            proofs |= result.certificate["proofs"]
        claims.append(row)
    return {**whole, "theorems": theorems, "proofs": proofs, "claims": claims}


def _name(number: int, known: set[str]) -> str:
    """A label that no theorem has."""
    name = f"claim {number}"
    while name in known:
        name += "'"
    return name


def _add(
    row: dict[str, Any],
    certificate: Mapping[str, Any],
    name: str,
    theorems: list[Any],
) -> None:
    """The proof of one claim, its theorem under a name of its own."""
    (own,) = certificate["claims"]
    row["rank"], proof = own["rank"], dict(own["proof"])
    if "about" in own:
        row["about"] = own["about"]
    if "theorem" in proof:
        proof["theorem"] = name
    row["proof"] = proof
    labels = {t["label"] for t in theorems}
    for theorem in certificate["theorems"]:
        if theorem["label"] == own["label"]:
            theorems.append(_renamed({**theorem, "label": name}, own["label"], name))
        elif theorem["label"] not in labels:
            theorems.append(theorem)  # one of the book, on which it rests


def _renamed(theorem: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """A theorem whose steps recall its own lines by its new name."""
    lines = []
    for line in theorem["lines"]:
        steps = [
            {**step, "by": {**step["by"], "of": [new, step["by"]["of"][1]]}}
            if step.get("by", {}).get("of", [""])[0] == old
            else step
            for step in line["steps"]
        ]
        lines.append({**line, "steps": steps})
    return {**theorem, "lines": lines}
