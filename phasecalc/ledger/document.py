"""The theorems of a run as one document, and its verdict from a process that ran none of them.

A derivation is Python and may do anything to the process in which it runs. So what counts is
not what that process says: it is the data that it leaves behind, which a fresh process checks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from phasecalc.exceptions import StepFailed
from phasecalc.kernel.language import encode_node
from phasecalc.ledger.outcome import Outcome, State
from phasecalc.processes.child import Child
from phasecalc.proof.claim import OBJECTS

__all__ = ["document", "text", "verdicts"]

_LONGEST = 600


def document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Checked theorems as the kernel reads them, with every certificate.

    Raises
    ------
    StepFailed
        A theorem was not run just now, so that its proof is not at hand.
    """
    proofs: dict[str, object] = {}
    theorems = []
    for outcome in outcomes:
        if outcome.status is not State.CHECKED:
            continue
        if outcome.data is None:
            raise StepFailed("a theorem that was not run now has no certificate; run it --fresh")
        theorems.append(outcome.data)
        proofs.update(outcome.proofs)
    return {
        "format": 1,
        "definitions": [[o.name, list(o.arguments), encode_node(o.body)] for o in OBJECTS.values()],
        "theorems": theorems,
        "proofs": dict(sorted(proofs.items())),
    }


def text(found: dict[str, Any]) -> str:
    """A document as JSON, one theorem or certificate a line."""
    parts = []
    for name, part in found.items():
        if isinstance(part, list):
            body = ",\n".join(json.dumps(x) for x in part)
            parts.append(f"{json.dumps(name)}: [\n{body}\n]")
        elif isinstance(part, dict):
            body = ",\n".join(f"{json.dumps(k)}: {json.dumps(x)}" for k, x in part.items())
            parts.append(f"{json.dumps(name)}: {{\n{body}\n}}")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(part)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def verdicts(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a fresh process finds in a document, by label.

    Raises
    ------
    StepFailed
        It refuses the document.
    """
    with Child("phasecalc.kernel.recheck") as child:
        child.input.write(json.dumps(found).encode())
        ended = child.read(_LONGEST)
    try:
        answer = json.loads(ended or b"")
    except ValueError:
        answer = {"refused": "it did not answer"}
    if "theorems" not in answer:
        raise StepFailed(f"read again by a fresh process: {answer.get('refused')}")
    return {row["label"]: row for row in answer["theorems"]}
