"""Lines that are taken: what the evidence of a theorem says in words, said formally."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import Statement, encode_statement
from phasecalc.kernel.rules import Room
from phasecalc.kernel.theorem import Line, taken_line
from phasecalc.proof.claim import Claim, definitions
from phasecalc.proof.evidence import Rank
from phasecalc.proof.path import path
from phasecalc.proof.search import Search

__all__ = ["assumed_line"]


def _nothing(label: str, index: int) -> Statement:
    raise CheckFailed(f"what is taken recalls nothing, nor {label}, {index}")


def assumed_line(
    taken: Claim, ranks: Sequence[Rank], rests: Iterable[str], search: Search
) -> tuple[Line, dict[str, Any]]:
    """The line of the kernel, and the line as data.

    Parameters
    ----------
    taken
        What is taken.
    ranks
        Of the evidence and of the theorems in use.
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
    if way := path(Room(s, definitions(), _nothing, search), taken.witness):
        data["path"] = way
    names = [str(r) for r in ranks]
    return taken_line(s, names, tuple(rests), definitions(), search, data), data
