"""The table of phases as records and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phasecalc.checker import CheckFailed
from phasecalc.regions.formulas import formula_text

if TYPE_CHECKING:
    from phasecalc.plrf.asking.diagram import LossDiagram, LossPhase

__all__ = ["phase_records", "phases_text"]


def phase_records(diagram: LossDiagram) -> list[dict[str, object]]:
    """Plain data: one record for each phase, its proofs re-checked on the way.

    Examples
    --------
    >>> from phasecalc.plrf.asking.diagram import phase_diagram
    >>> record = phase_records(phase_diagram())[2]
    >>> record["name"], record["loss_exponent"], record["proved"]
    ('Ic', 'alpha*(2*alpha + 2*beta - 1)/(3*alpha + 2*beta - 2*alpha*beta - 1)', True)
    """
    return [_record(p, free=len(diagram.unknowns) > 1) for p in diagram.phases]


def phases_text(diagram: LossDiagram) -> str:
    """Table for reading, one block for each phase."""
    lines = []
    for record in phase_records(diagram):
        rows = {
            "region": " and ".join(record["region"]),  # type: ignore[arg-type]
            "trade-off": " = ".join(record["tradeoff"]),  # type: ignore[arg-type]
            "loss": f"P* = f^-({record['loss_exponent']})",
            "model size": f"d* = f^({record['model_size_exponent']})",
        }
        if "learning_rate_exponent" in record:
            rows["rate"] = f"gamma* = f^-({record['learning_rate_exponent']})"
        rows["proved"] = "yes" if record["proved"] else "NO"
        rows["in the paper"] = str(record["status"])
        lines.append(str(record["name"]))
        lines += [f"  {name:<13}{text}" for name, text in rows.items()]
    return "\n".join(lines)


def _record(phase: LossPhase, *, free: bool) -> dict[str, object]:
    record: dict[str, object] = {
        "name": phase.name,
        "region": phase.region.conditions(),
        "tradeoff": list(phase.tradeoff),
        "loss_exponent": formula_text(phase.loss_exponent),
        "model_size_exponent": formula_text(phase.model_size_exponent),
        "iterations_exponent": formula_text(phase.iterations_exponent),
    }
    if free:
        record["learning_rate_exponent"] = formula_text(phase.learning_rate_exponent)
    return {**record, "proved": _proved(phase), "status": phase.status}


def _proved(phase: LossPhase) -> bool:
    try:
        return phase.recheck() > 0
    except CheckFailed:
        return False
