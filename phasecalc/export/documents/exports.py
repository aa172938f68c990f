"""What can be exported, each as blocks under a title."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.export.letters.notation import Notation
from phasecalc.export.page.blocks import Block, Heading, Table, Text
from phasecalc.export.views.registry import view

if TYPE_CHECKING:
    from phasecalc.plrf.asking.diagram import LossDiagram, LossPhase

__all__ = ["KINDS", "Export", "Request", "export"]


@dataclass(frozen=True)
class Request:
    """What to export.

    Parameters
    ----------
    what
        One of ``KINDS``.
    name
        Phase or label, where the kind has one.
    learning_rate
        ``"largest"`` or ``"free"``.
    point
        alpha and beta, for a point, its verification or a frontier.
    flops
        Budgets of a frontier.
    write
        Names of the quantities.
    executor, progress
        Where a verification runs, and whom it tells.
    derivations
        Folder of derivations; that of the package's sources if omitted.
    """

    what: str
    name: str = ""
    learning_rate: str = "largest"
    point: tuple[str, str] | None = None
    flops: tuple[str, ...] = ()
    write: Notation = field(default_factory=Notation)
    executor: Executor | None = None
    progress: Callable[[int, int], None] | None = None
    derivations: Path | None = None

    @property
    def diagram(self) -> LossDiagram:
        """Phase diagram asked about."""
        from phasecalc.plrf.asking.diagram import phase_diagram

        return phase_diagram(self.learning_rate)

    def phase(self) -> LossPhase:
        """Phase of the name.

        Raises
        ------
        DomainError
            There is none.
        """
        names = [p.name for p in self.diagram.phases]
        if self.name not in names:
            asked = f"there is no phase {self.name!r}" if self.name else "which phase?"
            raise DomainError(f"{self.what}: {asked} There are {', '.join(names)}")
        return self.diagram[self.name]


@dataclass(frozen=True)
class Export:
    """Blocks under a title.

    Parameters
    ----------
    title
        Marked-up text.
    blocks
        What is shown.
    """

    title: str
    blocks: tuple[Block, ...]


def export(request: Request) -> Export:
    """Lay out what is asked for.

    Raises
    ------
    DomainError
        There is no such kind, phase or label.

    Examples
    --------
    >>> export(Request("phase", "III")).title
    'Phase III of compute-optimal SGD'
    """
    if request.what not in KINDS:
        kinds = ", ".join(KINDS)
        raise DomainError(f"{request.what!r} cannot be exported; use one of {kinds}; or coq")
    if request.name and request.what not in _NAMED:
        raise DomainError(f"{request.what} takes no name; {request.name!r} was given")
    title, make = KINDS[request.what]
    return Export(title.format(name=request.name), tuple(make(request)))


def _table(request: Request) -> tuple[Block, ...]:
    return view(request.diagram, request.write)


def _phase(request: Request) -> tuple[Block, ...]:
    phase = request.phase()
    write = request.write
    claim = Text(
        f"Phase **{phase.name}** is the region {write.where(phase.region)}; there "
        f"${write.balance(phase.tradeoff)}$. The paper's claim that the loss has the terms this "
        f"rests on is {_status(phase)} [@paquette2024phases]."
    )
    return (claim, *view(phase, write))


def _status(phase: LossPhase) -> str:
    known = {"proved": "proved on all of it", "open": "open there"}
    return known.get(phase.status, "proved on a part of it")


def _boundaries(request: Request) -> tuple[Block, ...]:
    found = request.diagram
    lines = view(list(found.critical_lines), request.write)
    if request.learning_rate == "free":
        lines = tuple(
            replace(b, label=f"{b.label}-tuned") if isinstance(b, Table) else b for b in lines
        )
    return (*view(list(found.boundaries), request.write), *lines)


def _certificate(request: Request) -> tuple[Block, ...]:
    phases = [request.phase()] if request.name else list(request.diagram.phases)
    return view(phases, request.write)


def _tuning(request: Request) -> tuple[Block, ...]:
    from phasecalc.plrf.asking.tuning import tuning_gain

    return view(list(tuning_gain()), request.write)


def _corrections(request: Request) -> tuple[Block, ...]:
    from phasecalc.plrf.phases.corrections import corrections

    if request.learning_rate != "largest":
        raise DomainError("corrections are derived at the largest learning rate, not when free")
    return view(list(corrections()), request.write)


def _verification(request: Request) -> tuple[Block, ...]:
    from phasecalc.plrf.checks.verify import verify

    found = verify(
        *(request.point or (None, None)), executor=request.executor, progress=request.progress
    )
    return view(list(found), request.write)


def _point(request: Request) -> tuple[Block, ...]:
    from phasecalc.export.views.answers import point
    from phasecalc.plrf.asking.query import Exponents, exponents

    if request.point is None:
        raise DomainError("point: give --alpha and --beta")
    found = exponents(*request.point, learning_rate=request.learning_rate)
    assert isinstance(found, Exponents)  # texts of numbers give no answer by cases
    return tuple(point(found, request.write))


def _diagram(request: Request) -> tuple[Block, ...]:
    from phasecalc.export.forms.tikz import diagram_figure

    if request.name:
        return (_own_diagram(request.name),)
    return (diagram_figure(request.diagram, request.write),)


def _own_diagram(name: str) -> Block:
    """Regions of a law, or of the comparison of optimisers."""
    from phasecalc.export.forms.tikz_own import own_diagram
    from phasecalc.laws.declaring.catalogue import find_or_read
    from phasecalc.optimisers.store import best_optimiser

    if name == "optimisers":
        return own_diagram(best_optimiser(), stem="optimisers")
    law = find_or_read(name)[0]
    return own_diagram(law, stem=f"regions-{law.name}")


def _optimisers(request: Request) -> tuple[Block, ...]:
    from phasecalc.export.forms.forms import proof_of
    from phasecalc.optimisers.store import best_optimiser

    return (*proof_of(best_optimiser(), request.write), _own_diagram("optimisers"))


def _claims(request: Request) -> tuple[Block, ...]:
    from phasecalc.claims.judging.check import results

    if not request.name:
        raise DomainError("claims: which? A file.toml of claims")
    return view(list(results([request.name], _PATIENCE)), request.write)


def _frontier(request: Request) -> tuple[Block, ...]:
    from phasecalc.plrf.frontier.frontier import frontier

    if request.point is None or not request.flops:
        raise DomainError("frontier: give --alpha, --beta and --flops")
    return view(frontier(*request.point, list(request.flops)), request.write)


def _derivation(request: Request) -> tuple[Block, ...]:
    from phasecalc.export.views.book import one_derivation

    return one_derivation(request.name, request.write, request.derivations)


def _book(request: Request) -> tuple[Block, ...]:
    from phasecalc.export.views.book import book

    return book(request.write, request.derivations)


def _law(request: Request) -> tuple[Block, ...]:
    from phasecalc.laws.declaring.catalogue import find_or_read

    if not request.name:
        raise DomainError("law: which? A name of `phasecalc law list`, or a file.toml")
    return view(find_or_read(request.name)[0], request.write)


def _all(request: Request) -> tuple[Block, ...]:
    from phasecalc.export.views.book import status

    parts = [
        ("Phases", (*_diagram(request), *_table(request))),
        ("Why nothing does better", _certificate(request)),
        ("Boundaries", _boundaries(request)),
        ("Tuning the learning rate", _tuning(request)),
        ("Derived and measured", _verification(request)),
        ("Derivations", status(request.write, request.derivations)),
    ]
    return tuple(block for title, blocks in parts if blocks for block in (Heading(title), *blocks))


_Maker = Callable[[Request], tuple[Block, ...]]

_PATIENCE = 10.0  # seconds for each claim of a file
_NAMED = ("phase", "certificate", "derivation", "law", "diagram", "claims")

# Kind -> title and what it is made of.
KINDS: dict[str, tuple[str, _Maker]] = {
    "table": ("Phases of compute-optimal SGD", _table),
    "phase": ("Phase {name} of compute-optimal SGD", _phase),
    "boundaries": ("Boundaries of the phases", _boundaries),
    "certificate": ("Why nothing does better", _certificate),
    "tuning": ("Tuning the learning rate", _tuning),
    "corrections": ("Corrections to scaling", _corrections),
    "verification": ("Derived and measured exponents", _verification),
    "point": ("Compute-optimal SGD at one point", _point),
    "diagram": ("Phase diagram", _diagram),
    "optimisers": ("Optimisers on power-law random features", _optimisers),
    "claims": ("Claims of `{name}`", _claims),
    "frontier": ("The compute-optimal frontier", _frontier),
    "derivation": ("{name}", _derivation),
    "law": ("The law `{name}`", _law),
    "book": ("Derivations", _book),
    "all": ("Compute-optimal SGD on power-law random features", _all),
}
