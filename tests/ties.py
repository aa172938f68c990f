"""Statements of the book that a program has compared with Rocq's text.

``python -m tests.ties`` compares them and writes the list that the kernel reads, and before that
the theorems for Rocq on each critical line, from the orders that the book derives there.
"""

import json
from pathlib import Path

from derivations import d16_formal, d32_window_rocq
from derivations.d16_formal import TAKEN, compared
from phasecalc.export.rocq import lemmas
from phasecalc.export.rocq.cases import written
from phasecalc.export.rocq.hypotheses import THEOREM
from phasecalc.export.rocq.lemmas import digest, kept, lemma
from phasecalc.kernel.language import statement_hash, unfold
from phasecalc.kernel.shipped import TIED
from phasecalc.plrf.phases.objects import P
from phasecalc.proof.claim import OBJECTS, definitions
from phasecalc.proof.read import node

THEOREMS = Path(lemmas.__file__).with_name("theorem")
CASES = THEOREMS / "cases.v"


def cases():
    """Text of the theorems on each critical line."""
    return written(d32_window_rocq.found(), (THEOREMS / "lines.v").read_text(encoding="utf-8"))


def hashed(statement):
    """With its objects unfolded, as the kernel does it."""
    return statement_hash(statement.mapped(lambda e: unfold(e, definitions())))


def ties():
    """Text of the list; nothing is in it that the comparison does not accept."""
    text = lemma("main-theorem")
    assert kept(text) is not None
    compared(text)
    rows = {}
    for case, taken in zip(d16_formal.CASES, TAKEN, strict=True):
        s = taken.statement
        assert (s.relation, s.left) == ("=Theta=", node(P.at(), OBJECTS))
        assert case.taken() == taken
        rows[hashed(s)] = {"text": digest(text), "theorem": THEOREM}
    return json.dumps(rows, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    CASES.write_text(cases(), encoding="utf-8")
    d32_window_rocq.compared()
    TIED.write_text(ties(), encoding="utf-8")
