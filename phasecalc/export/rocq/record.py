"""What Rocq has accepted, by the hash of the text it compiled.

A diagram is called accepted only if the very text that is exported for it now is the one that was
compiled: another diagram, or another exporter, has another hash and is not in the record.
``phasecalc export --what coq --record`` compiles and writes the record; a test compiles again.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from phasecalc.exceptions import StoreDamaged
from phasecalc.export.rocq.file import coq
from phasecalc.export.rocq.kernel import Accepted, accept
from phasecalc.plrf.diagram import phase_diagram
from phasecalc.plrf.store import LEARNING_RATES

__all__ = ["PATH", "compiled", "digest", "record", "recorded"]

PATH = Path(str(files("phasecalc.export.rocq"))) / "accepted.json"
_REMEDY = "run `phasecalc export --what coq --record`, or install phasecalc anew"


def digest(text: str) -> str:
    """Content hash of an exported text."""
    return hashlib.sha256(text.encode()).hexdigest()


def recorded(item: Any) -> Accepted | None:
    """What Rocq accepted of an item, if the text exported for it now is in the record.

    Parameters
    ----------
    item
        As in :func:`phasecalc.coq`.

    Raises
    ------
    StoreDamaged
        The record cannot be read.

    Examples
    --------
    >>> import phasecalc as pc
    >>> recorded(pc.phase_diagram()).theorems
    50
    """
    try:
        rows = json.loads(PATH.read_text(encoding="utf-8"))
        row = rows.get(digest(coq(item)))
        return None if row is None else Accepted(row["theorems"], tuple(row["axioms"]), row["rocq"])
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as problem:
        raise StoreDamaged(str(PATH), str(problem), _REMEDY) from problem


def compiled() -> dict[str, dict[str, object]]:
    """Have Rocq compile both diagrams of SGD; the record of that.

    Raises
    ------
    RocqRefused
        Rocq is missing, or does not accept one.
    """
    found: dict[str, dict[str, object]] = {}
    for rate in LEARNING_RATES:
        text = coq(phase_diagram(rate))
        done = accept(text)
        found[digest(text)] = {
            "what": f"SGD, learning rate {rate}",
            "theorems": done.theorems,
            "axioms": list(done.axioms),
            "rocq": done.version,
        }
    return found


def record() -> str:
    """Text of the record, compiled just now."""
    return json.dumps(compiled(), indent=1, sort_keys=True) + "\n"
