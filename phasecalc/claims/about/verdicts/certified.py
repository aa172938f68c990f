"""Writes the certificate of a claim about an object; what is written is read again at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phasecalc.checker import CheckFailed, encode_number
from phasecalc.claims.about.deciding.decide import Decided
from phasecalc.claims.about.objects.naming import law_of
from phasecalc.claims.about.saying.subject import Subject
from phasecalc.claims.about.verdicts.certificate import KIND, check
from phasecalc.exceptions import PhasecalcError
from phasecalc.kernel.theorem import MALFORMED
from phasecalc.optimum.stored import encode
from phasecalc.regions.encoding import encode_cell, key

__all__ = ["certified"]


def certified(
    decided: Decided, subject: Subject, states: str, where: tuple[str, ...]
) -> dict[str, Any] | None:
    """The certificate of what was decided, a document about it alone with its rank, or None.

    Parameters
    ----------
    decided
        Proved or refuted.
    subject
        What the claim is about.
    states, where
        The claim as written.
    """
    if decided.deep or decided.point is None:
        return None
    proof: dict[str, Any] = {
        "kind": KIND,
        "point": [encode_number(x) for x in decided.point],
        "proofs": {key(cell): dict(p) for cell, p in decided.proofs.items()},
        **_solved(subject.source),
    }
    row: dict[str, Any] = {
        "label": "claim",
        "about": dict(subject.source),
        "where": list(where),
        "states": states,
        "status": decided.outcome.status,
        "proof": proof,
    }
    try:
        found = check(row)
    except (CheckFailed, PhasecalcError, *MALFORMED):
        return None
    proof["proofs"] = {k: p for k, p in proof["proofs"].items() if k in found.used}
    row["rank"] = found.rank
    return {"format": 1, "definitions": [], "theorems": [], "proofs": {}, "claims": [row]}


def _solved(source: Mapping[str, Any]) -> dict[str, Any]:
    """The solved programs of laws; nothing where they come with the package."""
    if "laws" in source:
        return {"laws": [_solved(one) for one in source["laws"]]}
    if "law" not in source:
        return {}
    optimum = law_of(source).optimum()
    data: dict[str, Any] = {
        "diagrams": {n: encode(d) for n, d in optimum.diagrams},
        "zones": [],
        "overlay": {},
    }
    if len(optimum.diagrams) > 1:
        data["overlay"] = _plain(optimum.overlay.proofs())
        data["zones"] = [
            {
                "where": encode_cell(z.region.cells[0]),
                "best": list(z.best),
                "phases": {n: p.name for n, p in z.phases},
            }
            for z in optimum.overlay.zones
        ]
    return data


def _plain(proofs: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    return {k: dict(p) for k, p in proofs.items()}
