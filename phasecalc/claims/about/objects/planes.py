"""Power-law random features over the plane of alpha and beta: SGD, tuned or not, and optimisers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from phasecalc.claims.about.objects.letters import plane_orders
from phasecalc.claims.about.saying.phases import Phases
from phasecalc.claims.about.saying.subject import (
    Family,
    Names,
    Optimal,
    Piece,
    Subject,
    phase_pieces,
    way_of,
)
from phasecalc.claims.about.saying.vocabulary import Vocabulary
from phasecalc.claims.reading.language import TERM_NAMES
from phasecalc.claims.reading.quantities import LEADING_FORMS
from phasecalc.exceptions import DomainError
from phasecalc.normal.ratio import Ratio
from phasecalc.optimum.minimax import Form
from phasecalc.plrf.phases.store import load

if TYPE_CHECKING:
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.overlay import Zone

__all__ = ["comparison_subject", "optimiser_subject", "plane_subject", "spelt"]

CORRECTIONS = (LEADING_FORMS, "what is left out of the four terms, as phasecalc.plrf derives it")
FOUR_TERMS = "the loss is F_pp + F_ac + F_0 + K_pp/(gamma B) up to constants: cited"
LATE = "DANA-constant is meant after t = d, where it differs from SGD"
_HINTS = {
    "logarithm_power": "sizes here are powers of f; the command exponents names the logarithms "
    "on critical lines",
    "gain": 'of the comparison, as in gain(SGD) about "optimisers"',
    **dict.fromkeys(
        ("P", "F", "K"), "a number, at d = 1000, r = 10^6; in orders write loss, F_pp, K_pp"
    ),
}
# What the unknowns of the programs are: sizes as powers of the budget.
_UNKNOWNS = {"delta": "d", "g": "gamma"}


def spelt(optimiser: str) -> str:
    """Name of an optimiser as one word, ``DANA_decaying``."""
    return optimiser.replace("-", "_").replace(" ", "_")


def plane_subject(learning_rate: str, source: Mapping[str, Any]) -> Subject:
    """SGD at its largest stable learning rate, or with the rate that is best.

    Parameters
    ----------
    learning_rate
        ``"largest"`` or ``"free"``.
    source
        Plain data from which the same object can be had again.
    """
    diagram = load(learning_rate).diagram
    about = "plrf" if learning_rate == "largest" else "plrf with a free learning rate"
    subject = _of_diagram(diagram, about, (FOUR_TERMS,), source, _window(learning_rate))
    if learning_rate == "free":
        return subject

    words = {f"exponent({n})": f"exponent({n})" for n in TERM_NAMES}
    words["correction_exponent"] = "correction_exponent"
    every = {**subject.vocabulary.quantities, **words}
    return replace(
        subject,
        vocabulary=replace(subject.vocabulary, quantities=every),
        families=(
            *subject.families,
            *(
                Family(frozenset({f"exponent({n})"}), _terms(n), True, (LEADING_FORMS,))
                for n in TERM_NAMES
            ),
            Family(frozenset({"correction_exponent"}), _corrections, False, CORRECTIONS),
        ),
    )


def _terms(name: str) -> Any:  # Any: a maker of pieces
    def make() -> tuple[Piece, ...]:
        from phasecalc.claims.reading.given import shipped_exponents

        return tuple(
            Piece(p.name, cell, (p.known,))
            for p in shipped_exponents()[name]
            for cell in p.region.cells
        )

    return make


def _corrections() -> tuple[Piece, ...]:
    from phasecalc.plrf.phases.corrections import corrections

    return tuple(
        Piece(
            f"{part.phase}, corrected by {' and '.join(part.sources)}",
            cell,
            ({"correction_exponent": Ratio.from_expr(part.exponent, part.region.names)},),
        )
        for part in corrections()
        for cell in part.region.cells
    )


def optimiser_subject(optimiser: str, noise: str, source: Mapping[str, Any]) -> Subject:
    """One optimiser on power-law random features.

    Parameters
    ----------
    optimiser
        One of those compared.
    noise
        Of SignSGD.
    source
        Plain data from which the same object can be had again.

    Raises
    ------
    DomainError
        There is none of this name.
    """
    from phasecalc.optimisers.programs import RULES
    from phasecalc.optimisers.store import optimiser_diagram

    diagram = optimiser_diagram(optimiser, noise)
    rests = [FOUR_TERMS, RULES[optimiser], *([LATE] if optimiser == "DANA-constant" else [])]
    windows = {"SGD": _window("largest"), "tuned SGD": _window("free")}
    return _of_diagram(diagram, optimiser, tuple(rests), source, windows.get(optimiser, ()))


def _of_diagram(
    diagram: PhaseDiagram,
    about: str,
    assumes: tuple[str, ...],
    source: Mapping[str, Any],
    window: tuple[Form, ...] = (),
) -> Subject:
    names = Names(tuple(_UNKNOWNS.get(n, n) for n in diagram.program.unknowns))
    quantities = {
        "loss_exponent": "loss_exponent",
        "eta": "loss_exponent",
        "model_size_exponent": "exponent(d)",
        "xi": "exponent(d)",
    }
    quantities |= {names.size(n): names.size(n) for n in names.unknowns}
    terms = tuple(t.name for t in diagram.program.terms)
    quantities |= {names.term(n): names.term(n) for n in terms}
    steps = next(c.name for c in diagram.program.constraints if c.name in ("r >= 1", "t >= 1"))[0]
    orders = plane_orders(diagram.program, names.unknowns, steps, about == "plrf")
    domain = diagram.program.domain
    phases = Phases(domain, {p.name: p.region for p in diagram.phases})
    names_of = diagram.program.parameters
    words = Vocabulary(about, names_of, quantities, terms, _HINTS, orders, phases=phases)
    return Subject(
        about=about,
        parameters=names_of,
        domain=domain,
        vocabulary=words,
        families=(Family(frozenset(quantities.values()), lambda: phase_pieces(diagram, names)),),
        assumes=assumes,
        source=source,
        program=diagram.program if window else None,
        sizes=names.unknowns,
        window=window,
    )


def _window(learning_rate: str) -> tuple[Form, ...]:
    """Forms of gamma r <= d^(2 alpha), up to which the terms have the orders of the program.

    With the largest rate, gamma is the smaller of 1 and d^(2 alpha - 1), so that one of two forms
    suffices.
    """
    one, twice = Ratio.constant(1, 2), Ratio.constant(2, 2) * Ratio.variable(0, 2)
    if learning_rate == "free":
        return ((one, -one - twice, -one),)
    return ((one, -one - twice), (one, -one - one))


def comparison_subject(noise: str, source: Mapping[str, Any]) -> Subject:
    """All optimisers that are compared, with which of them is best.

    Parameters
    ----------
    noise
        What is charged for the noise of SignSGD.
    source
        Plain data from which the same object can be had again.
    """
    from phasecalc.optimisers.programs import RULES
    from phasecalc.optimisers.store import best_optimiser

    found = best_optimiser(noise)
    diagrams = dict(found.overlay.diagrams)
    parameters = found.overlay.domain.names
    quantities = {"best_exponent": "best_exponent"}
    for n in found.names:
        names = _named(n, diagrams[n])
        for written in dict.fromkeys((spelt(n), n)):
            quantities |= {f"{word}({written})": names.loss() for word in ("loss_exponent", "eta")}
            quantities[f"gain({written})"] = f"gain({spelt(n)})"
            for word in ("model_size_exponent", "xi"):
                quantities[f"{word}({written})"] = names.size("d")
    words = Vocabulary("the comparison of optimisers", parameters, quantities, found.names)
    return Subject(
        about="optimisers",
        parameters=parameters,
        domain=found.overlay.domain,
        vocabulary=words,
        families=(
            Family(
                frozenset(quantities.values()),
                lambda: tuple(p for z in found.overlay.zones for p in _zone(z, diagrams)),
            ),
        ),
        assumes=(FOUR_TERMS, *(f"{n}: {RULES[n]}" for n in found.names), LATE),
        source=source,
    )


def _named(optimiser: str, diagram: PhaseDiagram) -> Names:
    return Names(
        tuple(_UNKNOWNS.get(n, n) for n in diagram.program.unknowns), suffix=spelt(optimiser)
    )


def _zone(zone: Zone, diagrams: Mapping[str, PhaseDiagram]) -> tuple[Piece, ...]:
    """The pieces of a zone, with what each optimiser has there."""
    known: dict[str, Ratio] = {}
    for n, phase in zone.phases:
        known |= way_of(diagrams[n], phase, _named(n, diagrams[n]))
    best = known[_named(zone.best[0], diagrams[zone.best[0]]).loss()]
    known["best_exponent"] = best
    for n, _ in zone.phases:
        known[f"gain({spelt(n)})"] = (best - known[_named(n, diagrams[n]).loss()]).reduced()
    optima = tuple(
        Optimal(diagrams[n], phase, _named(n, diagrams[n]).loss()) for n, phase in zone.phases
    )
    return tuple(
        Piece(" = ".join(zone.best), cell, (known,), frozenset(zone.best), optima)
        for cell in zone.region.cells
    )


def require_optimiser(name: str) -> str:
    """Name of an optimiser, however it is spelt.

    Raises
    ------
    DomainError
        There is none of this name.
    """
    from phasecalc.optimisers.programs import OPTIMISERS

    wanted = spelt(name).lower()
    for n in OPTIMISERS:
        if spelt(n).lower() == wanted:
            return n
    raise DomainError(f"no optimiser {name!r}; there are {', '.join(OPTIMISERS)}")
