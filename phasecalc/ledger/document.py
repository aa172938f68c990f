"""The theorems of a run as one document, and its verdict from a process that ran none of them.

A derivation is Python and may do anything to the process in which it runs. So what counts is
not what that process says: it is the data that it leaves behind, which a fresh process checks.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from phasecalc.exceptions import StepFailed
from phasecalc.kernel.language import encode_node
from phasecalc.ledger.outcome import Outcome, State
from phasecalc.proof.claim import OBJECTS

__all__ = ["document", "verdicts"]

_PACKAGE = Path(__file__).resolve().parents[2]
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


def verdicts(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a fresh process finds in a document, by label.

    Raises
    ------
    StepFailed
        It refuses the document.
    """
    start = f"import sys; sys.path.insert(0, {str(_PACKAGE)!r})\n"
    run = "from phasecalc.kernel.recheck import main; sys.exit(main([]))"
    ended = subprocess.run(
        [sys.executable, "-I", "-c", start + run],
        input=json.dumps(found),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_LONGEST,
        check=False,
    )
    try:
        answer = json.loads(ended.stdout)
    except ValueError:
        answer = {"refused": ended.stderr[-200:]}
    if "theorems" not in answer:
        raise StepFailed(f"read again by a fresh process: {answer.get('refused')}")
    return {row["label"]: row for row in answer["theorems"]}
