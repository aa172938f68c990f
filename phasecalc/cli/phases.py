"""All phases of compute-optimal SGD: regions, trade-offs, exponents as formulas.

Every proof is re-checked by the small checker before a phase is called proved.
"""

from __future__ import annotations

import argparse

from phasecalc.cli.options import add_forms, add_learning_rate, as_json, in_form, say

__all__ = ["configure", "run"]

EXAMPLES = (
    ("all phases", "phases"),
    ("a booktabs table", "phases --learning-rate free --format latex"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    add_learning_rate(parser)
    add_forms(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Print the phases, and return the exit status."""
    from phasecalc.export.latex import latex
    from phasecalc.export.rocq.record import recorded
    from phasecalc.export.tables import phase_records, phases_text
    from phasecalc.plrf.diagram import phase_diagram

    diagram = phase_diagram(arguments.learning_rate)
    if in_form(arguments, diagram):
        return 0
    if arguments.format == "json":
        print(as_json(phase_records(diagram)))
    elif arguments.format == "latex":
        print(latex(diagram))
    else:
        print(phases_text(diagram))
        say(arguments, f"{diagram.recheck()} proofs re-checked just now")
        seen = recorded(diagram)
        if seen is not None:
            say(
                arguments,
                f"accepted by Rocq {seen.version}: {seen.theorems} theorems (docs/rocq.md)",
            )
    return 0
