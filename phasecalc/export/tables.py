"""The table of phases as records, text, Markdown and LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phasecalc.checker import CheckFailed
from phasecalc.plrf.formulas import formula_latex, formula_text
from phasecalc.plrf.wording import TERMS
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc.plrf.diagram import LossDiagram, LossPhase

__all__ = ["phase_records", "phases_latex", "phases_markdown", "phases_text"]


def phase_records(diagram: LossDiagram) -> list[dict[str, object]]:
    """Plain data: one record for each phase, its proofs re-checked on the way.

    Examples
    --------
    >>> from phasecalc.plrf.diagram import phase_diagram
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


def phases_markdown(diagram: LossDiagram) -> str:
    """Table for a Markdown page, with formulas in LaTeX."""
    free = len(diagram.unknowns) > 1
    head = ["phase", "region", "trade-off", "loss exponent $\\eta$", "model size $\\xi$"]
    head += ["learning rate $g$"] if free else []
    rows = [[*head, "proved", "in the paper"]]
    rows.append(["---"] * len(rows[0]))
    for p in diagram.phases:
        formulas = [p.loss_exponent, p.model_size_exponent]
        formulas += [p.learning_rate_exponent] if free else []
        rows.append(
            [
                p.name,
                str(p.region),
                " = ".join(p.tradeoff),
                *(f"${formula_latex(x)}$" for x in formulas),
                "yes" if _proved(p) else "**no**",
                p.status,
            ]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def phases_latex(diagram: LossDiagram) -> str:
    """Table for a paper; needs the packages booktabs and mathrsfs."""
    free = len(diagram.unknowns) > 1
    head = ["Phase", "Region", "Trade-off", r"$\eta$", r"$\xi$", *([r"$g$"] if free else [])]
    body = []
    for p in diagram.phases:
        formulas = [p.loss_exponent, p.model_size_exponent]
        formulas += [p.learning_rate_exponent] if free else []
        balance = " = ".join(TERMS[t] for t in p.tradeoff)
        body.append([p.name, _region_latex(p.region), f"${balance}$"])
        body[-1] += [f"${formula_latex(x)}$" for x in formulas]
    return "\n".join(
        [
            rf"\begin{{tabular}}{{{'l' * len(head)}}}",
            r"\toprule",
            " & ".join(head) + r" \\",
            r"\midrule",
            *(" & ".join(row) + r" \\" for row in body),
            r"\bottomrule",
            r"\end{tabular}",
        ]
    )


def _region_latex(region: Region) -> str:
    """Conditions in reading order, which a SymPy conjunction would not keep."""
    import sympy as sp

    each = [Region(region.names, ((c,),)).as_expr() for c in region.cells[0]]
    return "$" + r",\ ".join(sp.latex(x) for x in each) + "$"


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
