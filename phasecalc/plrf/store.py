"""The derived diagrams as shipped: generated files, bound by hash to the source of the terms.

``python -m phasecalc derive`` writes them; continuous integration derives them
again and compares. Reading needs neither SymPy nor NumPy.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.checker import decode_polynomial, encode_polynomial
from phasecalc.exceptions import StaleDiagram
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.stored import decode, encode
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc.plrf.lookup import Prepared

__all__ = ["LEARNING_RATES", "CriticalLine", "Stored", "derive_text", "load", "path"]

LEARNING_RATES = ("largest", "free")

_PACKAGE = Path(__file__).resolve().parent.parent
# What the diagrams follow from: the statement of the terms and the rules that expand them.
_SOURCES = (
    "plrf/terms.py",
    "plrf/phases.py",
    "symbols.py",
    "asymptotics/order.py",
    "asymptotics/expansion.py",
    "asymptotics/laplace.py",
    "asymptotics/mellin.py",
)


@dataclass(frozen=True)
class CriticalLine:
    """Line on which a term of the loss, or the learning rate, carries a logarithm."""

    line: Region
    term: str
    order: str


@dataclass(frozen=True, eq=False)
class Stored(Value):
    """A shipped diagram.

    Parameters
    ----------
    diagram
        The diagram with its proofs.
    critical
        Lines with logarithms.
    claims
        For each phase, the part of it for which the paper proves its claim.
    """

    diagram: PhaseDiagram
    critical: tuple[CriticalLine, ...]
    claims: dict[str, Region]

    @cached_property
    def prepared(self) -> Prepared:
        """The diagram, prepared for many points; it goes where the diagram goes."""
        from phasecalc.plrf.lookup import Prepared

        return Prepared(self)

    def __getstate__(self) -> dict[str, Any]:
        return {n: x for n, x in self.__dict__.items() if n != "prepared"}


def path(learning_rate: str) -> Path:
    """File of a shipped diagram."""
    if learning_rate not in LEARNING_RATES:
        raise ValueError(f"learning_rate={learning_rate!r}: use 'largest' or 'free'")
    return _PACKAGE / "plrf" / "diagrams" / f"{learning_rate}.json"


def source_hash() -> str:
    """Hash of the source files that the diagrams follow from."""
    total = hashlib.sha256()
    for name in _SOURCES:
        total.update((_PACKAGE / name).read_bytes())
    return total.hexdigest()


@cache
def load(learning_rate: str = "largest") -> Stored:
    """Read a shipped diagram.

    Raises
    ------
    StaleDiagram
        The terms have changed since it was derived.

    Examples
    --------
    >>> [p.name for p in load().diagram.phases]
    ['Ia', 'Ib', 'Ic', 'II', 'III', 'IVa', 'IVb']
    """
    file = path(learning_rate)
    data = json.loads(file.read_text(encoding="utf-8"))
    if data["source"] != source_hash():
        raise StaleDiagram(
            f"{file.name} was derived from another statement of the terms; "
            "run `python -m phasecalc derive` to derive and prove it again"
        )
    diagram = decode(data["diagram"])
    names = diagram.program.parameters
    return Stored(
        diagram,
        tuple(
            CriticalLine(_region(names, c["line"]), c["term"], c["order"]) for c in data["critical"]
        ),
        {name: _region(names, cells) for name, cells in data["claims"].items()},
    )


def derive_text(learning_rate: str = "largest") -> str:
    """Derive a diagram and return the text of its file."""
    from phasecalc.plrf import phases

    labels = phases.LABELS if learning_rate == "largest" else phases.TUNED_LABELS
    data = {
        "source": source_hash(),
        "diagram": encode(phases.derive(learning_rate)),
        "critical": [
            {"line": _cells(c.line), "term": c.term, "order": str(c.order)}
            for c in phases.critical_lines()
        ],
        "claims": {
            x.name: _cells(Region.where(x.proved, parameters=phases.PARAMETERS)) for x in labels
        },
    }
    return json.dumps(data, indent=None, separators=(",", ":")) + "\n"


def _cells(region: Region) -> list[Any]:
    return [[[c.relation, encode_polynomial(c.polynomial)] for c in cell] for cell in region.cells]


def _region(names: tuple[str, ...], cells: list[Any]) -> Region:
    return Region(
        names,
        tuple(
            tuple(Condition.make(names, decode_polynomial(p, len(names)), rel) for rel, p in cell)
            for cell in cells
        ),
    )
