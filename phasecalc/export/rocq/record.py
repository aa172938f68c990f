"""What Rocq has accepted, by the hash of the text it compiled.

A diagram is called accepted only if the very text that is exported for it now is the one that was
compiled: another diagram, or another exporter, has another hash and is not in the record.
``phasecalc export --what coq --record`` compiles and writes the record; a test compiles again.
"""

from __future__ import annotations

import json
from typing import Any

from phasecalc.export.rocq.file import coq
from phasecalc.export.rocq.kernel import accept
from phasecalc.export.rocq.lemmas import LEMMAS, PATH, Accepted, digest, kept, lemma
from phasecalc.optimum.stored import encode
from phasecalc.plrf.asking.diagram import phase_diagram
from phasecalc.plrf.phases.store import LEARNING_RATES, load

__all__ = ["PATH", "compiled", "digest", "record", "recorded"]


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
    return kept(coq(item))


def compiled() -> dict[str, dict[str, object]]:
    """Have Rocq compile both diagrams of SGD and the lemmas; the record of that.

    Raises
    ------
    RocqRefused
        Rocq is missing, or does not accept one.
    """
    rates = {f"SGD, learning rate {rate}": rate for rate in LEARNING_RATES}
    texts = {what: coq(phase_diagram(rate)) for what, rate in rates.items()}
    accepted = {what: (text, accept(text)) for what, text in texts.items()}
    for name in LEMMAS:
        accepted[f"lemma {name}"] = (lemma(name), accept(lemma(name), sections=True))
    return {
        digest(text): {
            "what": what,
            **({"of": encode(load(rates[what]).diagram)["hash"]} if what in rates else {}),
            "theorems": done.theorems,
            "axioms": list(done.axioms),
            "rocq": done.version,
        }
        for what, (text, done) in accepted.items()
    }


def record() -> str:
    """Text of the record, compiled just now."""
    return json.dumps(compiled(), indent=1, sort_keys=True) + "\n"
