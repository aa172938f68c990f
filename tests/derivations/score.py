"""Mutation score of the book: ``python -m tests.derivations.score [LABEL ...]``."""

import sys
from collections import Counter
from pathlib import Path

from phasecalc.ledger import load
from tests.derivations.mutants import Mutant, all_mutants

BOOK = Path(__file__).resolve().parents[2] / "derivations"


def row(label: str, found: list[Mutant]) -> str:
    good = sum(m.refused for m in found)
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(m.kind for m in found).items())
    return (
        f"{label:30} {good:4} of {len(found):4} refused ({100 * good / len(found):.1f} %): {kinds}"
    )


def main(labels: list[str]) -> int:
    total: list[Mutant] = []
    for entry in load([BOOK]).entries:
        if labels and entry.derivation.label not in labels:
            continue
        found = all_mutants(entry.derivation)
        total += found
        sys.stdout.write(row(entry.derivation.label, found) + "\n")
        for m in found:
            if not m.refused:
                sys.stdout.write(f"    survives: step {m.step}, {m.kind}: {m.text}\n")
        sys.stdout.flush()
    sys.stdout.write(row("all", total) + "\n")
    return 0 if all(m.refused for m in total) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
