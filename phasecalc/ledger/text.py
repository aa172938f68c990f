"""A report of a ledger as text, plain data and LaTeX."""

from __future__ import annotations

from collections import Counter

from phasecalc.ledger.outcome import State
from phasecalc.ledger.run import Report
from phasecalc.proof import Rank

__all__ = ["report_latex", "report_records", "report_text", "step_counts"]


_LATEX = {
    **{c: rf"\{c}" for c in "{}$&#%_"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


def step_counts(report: Report) -> dict[Rank, int]:
    """Number of steps of each rank, surest first, over all checked theorems."""
    total: Counter[Rank] = Counter()
    for _, outcome in report.asked:
        total.update(outcome.steps)
    return {rank: total[rank] for rank in sorted(Rank, reverse=True) if total[rank]}


def report_records(report: Report) -> list[dict[str, object]]:
    """One record for each theorem, for JSON."""
    return [
        {
            "label": entry.derivation.label,
            "status": str(outcome.status),
            "evidence": None if outcome.evidence is None else str(outcome.evidence),
            "seconds": round(outcome.seconds, 3),
            "cached": outcome.cached,
            "statement": entry.derivation.statement,
            "source": entry.derivation.source or None,
            "file": entry.file.name,
            "steps": {str(rank): count for rank, count in outcome.steps.items()},
            "uses": [used.label for used in entry.derivation.uses],
            "used_by": list(report.ledger.users(entry)),
            "cited": [{"statement": s, "source": why} for s, why in outcome.cited],
            "assumed": [{"statement": s, "because": why} for s, why in outcome.assumed],
            "accepted_by_rocq": [{"statement": s, "text": how} for s, how in outcome.compiled],
            "measured": [{"statement": s, "found": how} for s, how in outcome.measured],
            "rests_on": list(outcome.rests_on),
            "message": outcome.message or None,
        }
        for entry, outcome in report.asked
    ]


def report_text(report: Report) -> str:
    """Table of theorems with status, evidence and time, then why any of them failed."""
    width = max(len(entry.derivation.label) for entry, _ in report.asked)
    lines = [f"{'theorem':{width}}  status     evidence                   steps  seconds"]
    for entry, outcome in report.asked:
        evidence = "" if outcome.evidence is None else str(outcome.evidence)
        count = str(sum(outcome.steps.values()) or "")
        time = "cached" if outcome.cached else f"{outcome.seconds:.2f}"
        lines.append(
            f"{entry.derivation.label:{width}}  {outcome.status:9}  {evidence:25}  {count:>5}  "
            f"{time:>7}"
        )
    for _, outcome in report.asked:
        if outcome.message and outcome.status is not State.NOT_RUN:
            lines += ["", f"{outcome.status}: {outcome.message}"]
    for entry, outcome in report.asked:
        if outcome.status is State.NOT_RUN:
            lines.append(f"not run: {entry.derivation.label}, since {outcome.message}")
    lemmas = sorted({x for _, o in report.asked for x in o.rests_on})
    if lemmas:
        lines += ["", "resting on:", *(f"  {x}" for x in lemmas)]
    return "\n".join([*lines, "", _summary(report)])


def _summary(report: Report) -> str:
    found: Counter[str] = Counter()
    for _, outcome in report.asked:
        good = outcome.status is State.CHECKED
        found[str(outcome.evidence if good else outcome.status)] += 1
    order = [*map(str, sorted(Rank, reverse=True)), *map(str, State)]
    theorems = ", ".join(f"{found[name]} {name}" for name in order if found[name])
    steps = ", ".join(f"{count} {rank}" for rank, count in step_counts(report).items())
    return f"{len(report.asked)} theorems: {theorems}\n{steps and f'steps: {steps}'}".rstrip()


def report_latex(report: Report) -> str:
    """Table of theorems in LaTeX; statements are LaTeX already."""
    rows = [
        f"{_escaped(entry.derivation.label)} & {entry.derivation.statement} & "
        f"{outcome.evidence if outcome.status is State.CHECKED else outcome.status} \\\\"
        for entry, outcome in report.asked
    ]
    return "\n".join(
        [
            r"\begin{tabular}{lp{0.6\linewidth}l}",
            r"\hline",
            r"Theorem & Statement & Evidence \\",
            r"\hline",
            *rows,
            r"\hline",
            r"\end{tabular}",
        ]
    )


def _escaped(label: str) -> str:
    return "".join(_LATEX.get(c, c) for c in label if c.isprintable())
