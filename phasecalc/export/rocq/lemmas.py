"""Lemmas of the main theorem that are written for Rocq by hand, and what the book says of them.

The files in ``theorem`` build on each other; a lemma is the text of those that it needs, with the
list of its theorems at the end. What Rocq accepted is kept by the hash of that text, as for the
diagrams: a text that was changed is not accepted until ``phasecalc export --what coq --record``
has had it compiled.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from phasecalc.exceptions import DomainError, StoreDamaged
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.stored import encode

__all__ = [
    "LEMMAS",
    "PATH",
    "REMEDY",
    "Accepted",
    "accepted_of",
    "digest",
    "kept",
    "lemma",
    "theorems",
]

PATH = Path(str(files("phasecalc.export.rocq"))) / "accepted.json"
_FOLDER = Path(str(files("phasecalc.export.rocq"))) / "theorem"
REMEDY = "run `phasecalc export --what coq --record`, or install phasecalc anew"

# The files of each lemma, in order.
LEMMAS: dict[str, tuple[str, ...]] = {
    "renewal": ("sums", "renewal"),
    "stieltjes-to-laplace": ("sums", "measures", "laplace"),
    "higher-derivatives": ("sums", "measures", "derivatives", "formal"),
    "real-axis-map": ("sums", "measures", "derivatives", "formal", "edge"),
    "outside-the-window": (
        *("sums", "renewal", "measures", "laplace", "derivatives", "formal", "edge"),
        "outside",
    ),
    "main-theorem": (
        *("sums", "renewal", "measures", "laplace", "derivatives", "formal", "edge"),
        *("outside", "loss", "terms"),
    ),
    "sharp-form": (
        *("sums", "renewal", "jump", "measures", "laplace", "derivatives", "formal", "edge"),
        *("outside", "loss", "terms", "sharp"),
    ),
    "critical-lines": (
        *("sums", "renewal", "jump", "measures", "laplace", "derivatives", "formal", "edge"),
        *("outside", "loss", "terms", "sharp", "lines", "cases"),
    ),
    "power-sums": ("sums", "powers", "modes"),
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """What Rocq accepted.

    Parameters
    ----------
    theorems
        How many theorems.
    axioms
        What they rest on.
    version
        Of Rocq.
    """

    theorems: int
    axioms: tuple[str, ...]
    version: str


def lemma(name: str) -> str:
    """Text of a lemma for Rocq.

    Parameters
    ----------
    name
        One of ``LEMMAS``.

    Raises
    ------
    DomainError
        There is no such lemma.

    Examples
    --------
    >>> print(lemma("renewal")[:19])
    (* Finite sums. *)
    """
    if name not in LEMMAS:
        raise DomainError(f"no lemma {name!r}; there are {', '.join(LEMMAS)}")
    body = "\n".join((_FOLDER / f"{part}.v").read_text(encoding="utf-8") for part in LEMMAS[name])
    listed = ", ".join(theorems(body))
    return f"{body}\nDefinition every_theorem := ({listed}).\n\nPrint Assumptions every_theorem.\n"


def theorems(text: str) -> list[str]:
    """Names of the theorems of a text.

    Examples
    --------
    >>> theorems(lemma("renewal"))[-1]
    'loss_is_the_sum'
    """
    return re.findall(r"^Theorem (\w+)", text, re.MULTILINE)


def digest(text: str) -> str:
    """Content hash of a text for Rocq."""
    return hashlib.sha256(text.encode()).hexdigest()


def kept(text: str) -> Accepted | None:
    """What Rocq accepted of this very text, if it is in the record.

    Raises
    ------
    StoreDamaged
        The record cannot be read.
    """
    wanted = digest(text)
    return _found(lambda name, row: name == wanted)


def accepted_of(diagram: PhaseDiagram) -> Accepted | None:
    """What Rocq accepted of a text about this very diagram, which is not written anew.

    That the text of the record is the one that would be written now is for a test.

    Raises
    ------
    StoreDamaged
        The record cannot be read.
    """
    wanted = encode(diagram)["hash"]
    return _found(lambda name, row: row.get("of") == wanted)


def _found(fits: Callable[[str, dict[str, Any]], bool]) -> Accepted | None:
    """The first row of the record that fits."""
    try:
        rows = json.loads(PATH.read_text(encoding="utf-8")).items()
        row = next((row for name, row in rows if fits(name, row)), None)
        return None if row is None else Accepted(row["theorems"], tuple(row["axioms"]), row["rocq"])
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as problem:
        raise StoreDamaged(str(PATH), str(problem), REMEDY) from problem
