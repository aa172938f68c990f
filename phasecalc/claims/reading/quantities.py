"""The quantities that a comparison may name, case by case, from the derived objects.

Loss and model-size exponents come from the shipped diagram; each formula is
used on the closure of its phase, where the checker accepts it. Exponents of
terms come from the expansions of the terms. Values at a point are taken by
another route, the query, so that a witness is checked independently.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from phasecalc.checker import Number
from phasecalc.claims.reading.ask import Clock, implied
from phasecalc.claims.reading.language import EXPONENTS, PARAMETERS
from phasecalc.normal.ratio import Ratio
from phasecalc.plrf.phases.store import load
from phasecalc.regions.region import Region

__all__ = [
    "LEADING_FORMS",
    "Piece",
    "assumptions",
    "domain",
    "exponents_of_terms",
    "phases",
    "spans",
]

FOUR_TERMS = "the loss is F_pp + F_ac + F_0 + K_pp/(gamma B) up to constants: cited"

LEADING_FORMS = "leading forms of the terms by Watson's lemma and Mellin transforms: cited rules"


@dataclass(frozen=True)
class Piece:
    """Formulas of some quantities and where they hold.

    Parameters
    ----------
    name
        What distinguishes the piece, for messages.
    region
        Where.
    known
        Formula of each quantity.
    """

    name: str
    region: Region
    known: dict[str, Ratio]


@cache
def domain() -> Region:
    """Parameters with a power law."""
    return load().diagram.program.domain


@cache
def phases() -> tuple[Piece, ...]:
    """The phases with their boundaries, and both exponents there.

    Examples
    --------
    >>> [p.name for p in phases()]
    ['Ia', 'Ib', 'Ic', 'II', 'III', 'IVa', 'IVb']
    >>> phases()[4].known["model_size_exponent"].text(("alpha", "beta"))
    '1/2'
    """
    return tuple(
        Piece(
            p.name,
            p.region.weak() & domain(),
            dict(zip(EXPONENTS, (-p.value, p.vertices[0][0]), strict=True)),
        )
        for p in load().diagram.phases
    )


@cache
def exponents_of_terms() -> dict[str, tuple[Piece, ...]]:
    """Decay exponent in r of each term, d, gamma and B held fixed, case by case.

    Examples
    --------
    >>> for p in exponents_of_terms()["K_pp"]: print(p.region, "|", *p.known.values())
    alpha > 1/4 and alpha + beta > 1/2 | (4*alpha - 1)/(2*alpha)
    alpha > 0 and alpha < 1/4 and alpha + beta > 1/2 | 0
    alpha = 1/4 and alpha + beta > 1/2 | 0
    """
    from phasecalc.plrf.phases.terms import TERMS, expansions
    from phasecalc.symbols import tau

    return {
        term.name: tuple(
            Piece(
                str(case.region),
                case.region,
                {f"exponent({term.name})": Ratio.from_expr(case.exponent(tau), PARAMETERS)},
            )
            for case in expansions(term.definition, term.where)
        )
        for term in TERMS
    }


def spans(point: tuple[Number, Number], keys: set[str]) -> list[dict[str, Number]]:
    """Values of quantities at a point; where the model size is not unique, at both ends.

    Parameters
    ----------
    point
        alpha and beta.
    keys
        Quantities asked for.

    Raises
    ------
    DomainError
        The loss has no power law there.
    """
    at = dict(zip(PARAMETERS, point, strict=True))
    for key in keys:
        for pieces in exponents_of_terms().values() if key.startswith("exponent(") else ():
            for piece in pieces:
                if key in piece.known and piece.region.contains(*point):
                    at[key] = piece.known[key](point)
    if not keys & set(EXPONENTS):
        return [at]
    from phasecalc.plrf.asking.query import Exponents, exponents

    found = exponents(*point)
    assert isinstance(found, Exponents)
    loss, ends = found.fractions()
    return [{**at, **dict(zip(EXPONENTS, (loss, end), strict=True))} for end in dict.fromkeys(ends)]


def assumptions(region: Region, names: set[str], clock: Clock) -> tuple[str, ...]:
    """What a claim about these phases rests on beside algebra, on a region.

    Parameters
    ----------
    region
        Where the claim is made.
    names
        Labels of the phases that the region meets.
    clock
        Time left.
    """
    claims = load().claims
    unproved = sorted(
        piece.name
        for piece in phases()
        if piece.name in names
        and implied(region & piece.region, claims[piece.name].weak(), clock).refuted
    )
    where = f"; open in part of {', '.join(unproved)}" if unproved else ""
    return (f"{FOUR_TERMS}{where}",)
