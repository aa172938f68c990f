"""The derived diagrams as shipped: generated files, bound by hash to the source of the terms.

``python -m phasecalc derive`` writes them; continuous integration derives them
again and compares. Reading needs neither SymPy nor NumPy; it checks the hash of the file and that
the labels are those of ``phasecalc.plrf.phases.labels``. ``recheck`` accepts nothing on the word of
the file: program, labels and logarithms must follow from the terms, and every proof must pass.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.checker import CheckFailed, Number
from phasecalc.exceptions import DomainError, StaleDiagram
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.program import Program
from phasecalc.optimum.store import read, refusing, seal, sealed_text
from phasecalc.optimum.stored import decode, encode
from phasecalc.plrf.phases.labels import labels_of
from phasecalc.plrf.phases.shown import agree, shown
from phasecalc.regions.encoding import decode_region, encode_region
from phasecalc.regions.region import Region
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc.plrf.phases.lookup import Prepared

__all__ = [
    "LEARNING_RATES",
    "CriticalLine",
    "Stored",
    "confirm",
    "derive_text",
    "load",
    "path",
    "recheck",
    "reprove",
    "require_domain",
]

LEARNING_RATES = ("largest", "free")

REMEDY = "run `python -m phasecalc derive` to derive and prove it again, or install phasecalc anew"

_PACKAGE = Path(__file__).resolve().parents[2]
# What the diagrams follow from: the statement of the terms and the rules that expand them.
_SOURCES = (
    "plrf/phases/terms.py",
    "plrf/phases/phases.py",
    "plrf/phases/labels.py",
    "symbols.py",
    "asymptotics/rules/order.py",
    "asymptotics/rules/expansion.py",
    "asymptotics/rules/hypotheses.py",
    "asymptotics/rules/laplace.py",
    "asymptotics/rules/mellin.py",
    "asymptotics/rules/profile.py",
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
    learning_rate
        Which diagram it is.
    shown
        For each phase, conditions and formulas as text; see ``phases.shown``.
    """

    diagram: PhaseDiagram
    critical: tuple[CriticalLine, ...]
    claims: dict[str, Region]
    learning_rate: str
    shown: dict[str, dict[str, Any]]

    @cached_property
    def prepared(self) -> Prepared:
        """The diagram, prepared for many points; it goes where the diagram goes."""
        from phasecalc.plrf.phases.lookup import Prepared

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
    StoreDamaged
        The file is missing or was changed.

    Examples
    --------
    >>> [p.name for p in load().diagram.phases]
    ['Ia', 'Ib', 'Ic', 'II', 'III', 'IVa', 'IVb']
    """
    file = path(learning_rate)
    data = read(file, REMEDY)
    if data.get("source") != source_hash():
        raise StaleDiagram(
            f"{file.name} was derived from another statement of the terms; "
            "run `python -m phasecalc derive` to derive and prove it again"
        )
    with refusing(file, REMEDY):
        diagram = decode(data["diagram"])
        names = diagram.program.parameters
        critical = tuple(
            CriticalLine(decode_region(names, c["line"]), c["term"], c["order"])
            for c in data["critical"]
        )
        claims = {name: decode_region(names, cells) for name, cells in data["claims"].items()}
        stored = Stored(diagram, critical, claims, learning_rate, data["shown"])
        _labelled(stored)
        if seal(_content(stored)) != data:
            raise CheckFailed("it holds something that is not read")
    return stored


def _content(stored: Stored) -> dict[str, Any]:
    """Plain data of a diagram and what goes with it, as stored."""
    return {
        "source": source_hash(),
        "diagram": encode(stored.diagram),
        "critical": [
            {"line": encode_region(c.line), "term": c.term, "order": c.order}
            for c in stored.critical
        ],
        "claims": {name: encode_region(region) for name, region in stored.claims.items()},
        "shown": stored.shown,
    }


def _labelled(stored: Stored) -> None:
    """The phases have the labels, in order, with the trade-offs and claims that go with them."""
    labels = labels_of(stored.learning_rate)
    found = [(p.name, frozenset(p.tradeoff)) for p in stored.diagram.phases]
    if found != [(x.name, x.tradeoff) for x in labels]:
        raise CheckFailed("the phases do not have the labels of their trade-offs")
    if stored.claims != {x.name: x.proved for x in labels}:
        raise CheckFailed("what is said to be proved in the paper is not what the labels say")


def require_domain(stored: Stored, point: tuple[Number, Number]) -> None:
    """Refuse a point outside the domain, naming the condition that fails."""
    for condition in stored.diagram.program.domain.cells[0]:
        if not condition.holds(point):
            raise DomainError(
                f"alpha = {point[0]}, beta = {point[1]}: needs {condition}; "
                "outside, the loss has no power law in the budget" + _spectrum(point[0])
            )


def _spectrum(alpha: Number) -> str:
    """A hint for who gives the slope of a measured spectrum, which is negative, for alpha."""
    if alpha >= 0:
        return ""
    means = f"a spectrum of slope {alpha} has alpha = {-alpha / 2}"
    return f". Eigenvalues fall like j^(-2 alpha): {means}"


def confirm(stored: Stored, phase: Phase, point: tuple[Number, ...]) -> None:
    """Check that an answer at a point may name this phase, with its region and its status.

    Raises
    ------
    CheckFailed
        The point lies outside the closure of the phase, or of the region of its label; or what
        is said to be proved there is not what the label says.
    """
    label = next((x for x in labels_of(stored.learning_rate) if x.name == phase.name), None)
    if label is None or label.tradeoff != frozenset(phase.tradeoff):
        raise CheckFailed(f"{phase.name} is not the label of {' = '.join(phase.tradeoff)}")
    for region in (phase.region, label.where):
        if not any(all(c.sign_at(point) >= 0 for c in cell) for cell in region.cells):
            raise CheckFailed(f"the point lies outside phase {phase.name}: {region}")
    if stored.claims.get(phase.name) != label.proved:
        raise CheckFailed(f"what is said to be proved of phase {phase.name} is another claim")


def reprove(stored: Stored) -> int:
    """Check the proofs of a shipped diagram and what is shown of it; return how many proofs.

    That the program is what the terms give is for ``recheck``.

    Raises
    ------
    StoreDamaged
        A proof is missing or wrong, or what is shown is something else: a ``CheckFailed``.

    Examples
    --------
    >>> reprove(load("free"))
    175
    """
    with refusing(path(stored.learning_rate), REMEDY):
        _labelled(stored)
        agree(stored.diagram, stored.shown, stored.claims)
        return stored.diagram.recheck()


def recheck(stored: Stored) -> int:
    """Check all that a shipped diagram says; return how many proofs the small checker accepted.

    Raises
    ------
    StoreDamaged
        A proof is missing or wrong, or a part does not follow from the terms of the loss: a
        ``CheckFailed`` that names the file and the remedy.

    Examples
    --------
    >>> recheck(load())
    158
    """
    with refusing(path(stored.learning_rate), REMEDY):
        return _rechecked(stored)


def _rechecked(stored: Stored) -> int:
    _labelled(stored)
    program, lines = _derived(stored.learning_rate)
    if stored.diagram.program != program:
        raise CheckFailed("the program is not the one that the terms give")
    for phase, label in zip(stored.diagram.phases, labels_of(stored.learning_rate), strict=True):
        if not phase.region.implies(label.where):
            raise CheckFailed(f"phase {phase.name} does not lie where its label belongs")
    if stored.critical != lines:
        raise CheckFailed("the logarithms are not those of the expansions")
    count = stored.diagram.recheck()
    if stored.shown != shown(stored.diagram, stored.claims):
        raise CheckFailed("the conditions and formulas shown are not those of the phases")
    return count


@cache
def _derived(learning_rate: str) -> tuple[Program, tuple[CriticalLine, ...]]:
    """Program and logarithms, from the terms."""
    from phasecalc.plrf.phases import phases

    lines = (CriticalLine(c.line, c.term, str(c.order)) for c in phases.critical_lines())
    return phases.program(learning_rate), tuple(lines)


def derive_text(learning_rate: str = "largest") -> str:
    """Derive a diagram and return the text of its file."""
    from phasecalc.plrf.phases import phases

    diagram = phases.derive(learning_rate)
    claims = {x.name: x.proved for x in labels_of(learning_rate)}
    lines = _derived(learning_rate)[1]
    texts = shown(diagram, claims)
    return sealed_text(_content(Stored(diagram, lines, claims, learning_rate, texts)))
