"""The table of phases as records and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phasecalc.checker import CheckFailed
from phasecalc.export.rocq.lemmas import accepted_of
from phasecalc.plrf.phases.shown import agree

if TYPE_CHECKING:
    from phasecalc.export.rocq.lemmas import Accepted
    from phasecalc.plrf.asking.diagram import LossDiagram, LossPhase

__all__ = ["phase_records", "phases_text", "rank_of"]


def phase_records(diagram: LossDiagram, *, proved: bool = False) -> list[dict[str, object]]:
    """Plain data: one record for each phase, its proofs re-checked on the way.

    Parameters
    ----------
    diagram
        The diagram.
    proved
        As for ``phases_text``.

    Examples
    --------
    >>> from phasecalc.plrf.asking.diagram import phase_diagram
    >>> record = phase_records(phase_diagram())[2]
    >>> record["name"], record["loss_exponent"], record["proved"]
    ('Ic', 'alpha*(2*alpha + 2*beta - 1)/(3*alpha + 2*beta - 2*alpha*beta - 1)', True)
    """
    agree(diagram.stored.diagram, diagram.stored.shown, diagram.stored.claims)
    seen = accepted_of(diagram.stored.diagram)
    return [_record(p, proved or _proved(p), seen) for p in diagram.phases]


def rank_of(proved: bool, seen: Accepted | None) -> str:
    """Rank of a phase: above ``proved`` stands what Rocq has accepted as well.

    The statement for Rocq is written from the diagram whose proofs were just checked, and both are
    known by their hashes; so no sentence stands between the two.

    Examples
    --------
    >>> from phasecalc.export.rocq.lemmas import Accepted
    >>> rank_of(True, None), rank_of(True, Accepted(50, (), "8.16.1"))
    ('proved', 'proved, and accepted by Rocq 8.16.1')
    """
    if not proved:
        return "not proved"
    return "proved" if seen is None else f"proved, and accepted by Rocq {seen.version}"


def phases_text(diagram: LossDiagram, *, proved: bool = False) -> str:
    """Table for reading, one block for each phase.

    Parameters
    ----------
    diagram
        The diagram.
    proved
        Whether all its proofs were re-checked just now, so that they need not be again.
    """
    lines = []
    for record in phase_records(diagram, proved=proved):
        rows = {
            "region": " and ".join(record["region"]),  # type: ignore[arg-type]
            "trade-off": " = ".join(record["tradeoff"]),  # type: ignore[arg-type]
            "loss": f"P* = f^-({record['loss_exponent']})",
            "model size": f"d* = f^({record['model_size_exponent']})",
        }
        if "learning_rate_exponent" in record:
            rows["rate"] = f"gamma* = f^-({record['learning_rate_exponent']})"
        rows["rank"] = str(record["rank"]) if record["proved"] else "NOT PROVED"
        rows["in the paper"] = str(record["status"])
        lines.append(str(record["name"]))
        lines += [f"  {name:<13}{text}" for name, text in rows.items()]
    return "\n".join(lines)


def _record(phase: LossPhase, proved: bool, seen: Accepted | None) -> dict[str, object]:
    texts = dict(phase.shown)
    head = {"name": phase.name, "region": texts.pop("region"), "tradeoff": list(phase.tradeoff)}
    status = texts.pop("status")
    rank = rank_of(proved, seen)
    return {**head, **texts, "proved": proved, "rank": rank, "status": status}


def _proved(phase: LossPhase) -> bool:
    try:
        return phase.recheck() > 0
    except CheckFailed:
        return False
