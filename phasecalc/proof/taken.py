"""Lines that are taken: what the evidence of a theorem says in words, said formally."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from phasecalc.kernel.language import encode_statement
from phasecalc.kernel.rules import Room
from phasecalc.kernel.shipped import tied
from phasecalc.kernel.theorem import Line, nothing, taken_line
from phasecalc.proof.claim import Claim, definitions
from phasecalc.proof.evidence import Rank
from phasecalc.proof.path import path
from phasecalc.proof.search import Search

__all__ = ["assumed_line"]


def assumed_line(
    taken: Claim,
    believed: Sequence[Rank],
    used: Sequence[Rank],
    rests: Iterable[str],
    search: Search,
) -> tuple[Line, dict[str, Any]]:
    """The line of the kernel, and the line as data.

    Parameters
    ----------
    taken
        What is taken.
    believed, used
        Ranks of the evidence, and of the theorems in use.
    rests
        Lemmas that these rest on.
    search
        For certificates.

    Raises
    ------
    CheckFailed
        There is no evidence, or the claim says nothing.
    """
    s = taken.statement
    data: dict[str, Any] = {
        "statement": encode_statement(s),
        "witness": dict(taken.witness),
        "taken": True,
    }
    if way := path(Room(s, definitions(), nothing, search), taken.witness):
        data["path"] = way
    ranks = [str(r) for r in believed], [str(r) for r in used]
    return taken_line(s, *ranks, tuple(rests), definitions(), search, data, tied()), data
