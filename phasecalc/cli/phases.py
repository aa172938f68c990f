"""All phases of compute-optimal SGD: regions, trade-offs, exponents as formulas.

Every proof is re-checked by the small checker before a phase is called proved. Conditions and
formulas were found when the diagram was derived; phasecalc derive --check finds them anew.
"""

from __future__ import annotations

import argparse

from phasecalc.cli.options import add_forms, add_learning_rate, as_json, in_form, only_forms, say

__all__ = ["configure", "run"]

EXAMPLES = (
    ("all phases", "phases"),
    ("a booktabs table", "phases --learning-rate free --format latex"),
    ("powers of log f where phases meet in a logarithm", "phases --critical"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    add_learning_rate(parser)
    parser.add_argument(
        "--critical",
        action="store_true",
        help="instead, the best loss on the critical lines, with its powers of log f",
    )
    add_forms(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Print the phases, and return the exit status."""
    from phasecalc.export.forms.tables import phase_records, phases_text
    from phasecalc.plrf.asking.diagram import phase_diagram

    if arguments.critical:
        return _critical(arguments)
    diagram = phase_diagram(arguments.learning_rate)
    if in_form(arguments, diagram):
        return 0
    if arguments.format == "json":
        print(as_json(phase_records(diagram)))
    elif arguments.format == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(diagram))
    else:
        from phasecalc.export.rocq.lemmas import accepted_of
        from phasecalc.plrf.phases.store import reprove

        count = reprove(diagram.stored)
        print(phases_text(diagram, proved=True))
        say(arguments, f"{count} proofs re-checked just now")
        seen = accepted_of(diagram.stored.diagram)
        if seen is not None:
            say(
                arguments,
                f"accepted by Rocq {seen.version}: {seen.theorems} theorems (docs/rocq.md)",
            )
    return 0


def _critical(arguments: argparse.Namespace) -> int:
    """Print the orders on the critical lines, each with the proofs that are re-checked."""
    from phasecalc.plrf.phases.critical import log_powers

    only_forms(arguments, "--critical", "text", "json")
    if arguments.learning_rate != "largest":
        raise ValueError("--critical is at the largest learning rate")
    found = log_powers()
    if arguments.format == "json":
        print(
            as_json(
                [
                    {
                        "where": x.where,
                        "loss": [str(e) for e in x.loss],
                        "model_size": [str(e) for e in x.size],
                        "binding": list(x.binding),
                        "standing": x.standing,
                    }
                    for x in found
                ]
            )
        )
        return 0
    for x in found:
        print(f"{x.where}\n    {x}\n    {x.standing}")
    proofs = {id(g): g for x in found for g in x.diagrams}
    say(arguments, f"{sum(g.recheck() for g in proofs.values())} proofs re-checked just now")
    say(arguments, "that the powers are optimal among sizes of this form, given the orders")
    return 0
