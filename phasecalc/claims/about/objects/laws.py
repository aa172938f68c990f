"""Laws, shipped or of a person's own, as objects of claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from phasecalc.checker import Number
from phasecalc.claims.about.objects.letters import law_orders, rows_of, sums_of
from phasecalc.claims.about.saying.reading import GREEK
from phasecalc.claims.about.saying.subject import (
    Family,
    Names,
    Optimal,
    Piece,
    Subject,
    bare,
    phase_pieces,
    zone_pieces,
)
from phasecalc.claims.about.saying.vocabulary import Vocabulary
from phasecalc.exceptions import DomainError
from phasecalc.laws.declaring.declaration import Law
from phasecalc.laws.programs.branches import NO_PARAMETER
from phasecalc.laws.text.modes import has_sums
from phasecalc.laws.text.notation import LOSS
from phasecalc.normal.ratio import Ratio
from phasecalc.parsing import exact

if TYPE_CHECKING:
    from phasecalc.laws.exponents.case import Case
    from phasecalc.laws.exponents.exponents import Optimum
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.minimax import Minimax
    from phasecalc.optimum.overlay import Zone

__all__ = ["law_subject", "law_words", "subject_from"]

POWERS = "sizes are powers of the budget C, and the loss is its terms up to constants"

SUMS = (
    "the orders of its sums, from the poles of their Mellin transforms (flajolet1995mellin) or "
    "from their largest blocks"
)

# Names that claims keep for themselves: functions, and quantities that give way to no parameter.
_WORDS = {*GREEK, "sqrt", "min", "max", "abs", "exists", "loss_exponent", "logarithm_power"}
_SECONDS = 90.0  # for the exponents of a law of one's own


def law_words(
    law: Law, parameters: tuple[str, ...], about: str, programs: Sequence[Minimax]
) -> Vocabulary:
    """What a claim about a law may name.

    Parameters
    ----------
    law
        The law.
    parameters
        Those that its exponents contain.
    about
        Its name, for messages.
    programs
        Over its exponents, one for each branch.
    """
    taken = {*law.parameters, *law.unknowns}
    quantities = {"loss_exponent": "loss_exponent", "logarithm_power": f"logarithm_power({LOSS})"}
    if "eta" not in taken:
        quantities["eta"] = "loss_exponent"
    if "xi" not in taken:
        quantities["xi"] = f"exponent({law.unknowns[0]})"
    for n in law.unknowns:
        quantities[f"exponent({n})"] = f"exponent({n})"
        quantities[f"logarithm_power({n})"] = f"logarithm_power({n})"
    if not law.loss_dependent:
        for term in law.terms:
            quantities[f"at_optimum({term.name})"] = f"at_optimum({term.name})"
    constant = "a constant, on which no exponent depends"
    hints = {n: constant for n in law.parameters if n not in parameters}
    hints |= {n: f"a size; its exponent is exponent({n})" for n in law.unknowns}
    hints |= {"model_size_exponent": f"write exponent({law.unknowns[0]})"}
    terms = tuple(t.name for t in law.terms)
    orders = law_orders(law, programs, parameters)
    sums = {} if law.loss_dependent else sums_of(rows_of(programs))
    return Vocabulary(about, parameters, quantities, terms, hints, orders, sums)


def law_subject(law: Law, about: str, fit: str | None, source: Mapping[str, Any]) -> Subject:
    """A law as an object of claims.

    Parameters
    ----------
    law
        The law.
    about
        What it is called.
    fit
        Name of a fit, whose numbers are put in; or None.
    source
        Plain data from which the same law can be had again.

    Raises
    ------
    DomainError
        The law has no optimum, or no such fit.
    """
    optimum = law.optimum(_SECONDS)
    diagrams = dict(optimum.diagrams)
    zones = optimum.overlay.zones if len(diagrams) > 1 else ()
    subject = subject_from(law, about, fit, source, diagrams, zones)
    (family,) = subject.families
    powers = frozenset(k for k in family.keys if k.startswith("logarithm_power"))
    deep = (
        Family(family.keys - powers, lambda: _cases(optimum)),
        Family(powers, lambda: _cases(optimum), exact=True),  # they jump where cases meet
    )
    return replace(subject, deeper=lambda: deep)


def subject_from(
    law: Law,
    about: str,
    fit: str | None,
    source: Mapping[str, Any],
    diagrams: Mapping[str, PhaseDiagram],
    zones: Sequence[Zone],
) -> Subject:
    """A law as an object of claims, from its solved programs alone.

    Parameters
    ----------
    law, about, fit, source
        As for :func:`law_subject`.
    diagrams
        Solved program of each branch.
    zones
        Which of them is best where, if there are several.
    """
    program = next(iter(diagrams.values())).program
    shown = tuple(n for n in program.parameters if n != NO_PARAMETER)
    if strange := sorted({*shown} & _WORDS):
        raise DomainError(
            f"the parameter {strange[0]} has a name that means something in claims; "
            "give it another one in the law"
        )
    programs = [d.program for d in diagrams.values()]
    words = law_words(law, shown, about, programs)
    keys = {*words.quantities.values(), *(k for row in words.sums.values() for k in row)}
    values: dict[str, Number] | None = None
    assumes = [POWERS, *([f"the law: {law.source}"] if law.source else [])]
    if has_sums(law):
        assumes.append(SUMS)
    if fit is not None:
        chosen = law.fit(fit)
        numbers = chosen.numbers()
        values = {n: exact(numbers[n], n) for n in shown}
        values |= {n: Fraction(1) for n in program.parameters if n not in shown}
        assumes.append(f"the numbers of {chosen.name}" + f": {chosen.source}" * bool(chosen.source))

    def pieces() -> tuple[Piece, ...]:
        names = Names(law.unknowns, terms=frozenset(t.name for t in law.terms))
        if len(diagrams) == 1:
            return phase_pieces(next(iter(diagrams.values())), names)
        return zone_pieces(zones, diagrams, names)

    return Subject(
        about=about,
        parameters=program.parameters,
        domain=program.domain,
        vocabulary=words,
        families=(Family(frozenset(keys), pieces),),
        assumes=tuple(assumes),
        values=values,
        source=source,
        program=program if len(diagrams) == 1 and not has_sums(law) else None,
        sizes=law.unknowns,
        has_loss_unknown=law.loss_dependent,
        walls=tuple(dict.fromkeys(w for p in programs for w in p.walls)),
    )


@cache
def _cases(optimum: Optimum) -> tuple[Piece, ...]:
    """Pieces with what is known of faces and of logarithms besides."""
    parameters = optimum.diagrams[0][1].program.parameters
    optima = tuple(
        Optimal(diagram, phase, "loss_exponent")
        for _, diagram in optimum.diagrams
        for phase in diagram.phases
    )
    return tuple(
        Piece(
            " = ".join(case.tradeoff) or f"case {number}",
            cell,
            tuple(_ways(case, parameters)),
            frozenset(map(bare, case.tradeoff)),
            optima,
        )
        for number, case in enumerate(optimum.cases, start=1)
        for cell in case.region.cells
    )


def _ways(case: Case, parameters: tuple[str, ...]) -> Iterator[dict[str, Ratio]]:
    """Formulas of a case: one way, and one for each vertex that is equally good elsewhere."""

    def ratio(e: Any) -> Ratio:  # Any: a SymPy expression
        return Ratio.from_expr(e, parameters)

    known = {"loss_exponent": ratio(case.loss_exponent)}
    if not case.has_logarithms:
        known |= {f"logarithm_power({n})": ratio(_zero()) for n in (LOSS, *case.exponents)}
    elif case.logarithms is not None:
        known |= {f"logarithm_power({n})": ratio(e) for n, e in case.logarithms.items()}
    # Between vertices of one branch all is as good; what is known is what does not move.
    several = bool(case.alternatives) and not case.balances
    for vertex in (case.exponents, *case.elsewhere):
        sizes = {
            f"exponent({n})": ratio(e)
            for n, e in vertex.items()
            if n not in case.open and not (several and len(case.face(n)) > 1)
        }
        yield {**known, **sizes}


def _zero() -> Any:
    import sympy as sp

    return sp.S.Zero
