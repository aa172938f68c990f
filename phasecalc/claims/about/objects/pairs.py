"""Several laws in one claim: ``eta(two-term) < eta(bordelon)``; parameters of one name are one.

Each piece of each law is written over the parameters of all of them; nothing else is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from phasecalc.checker import Polynomial
from phasecalc.claims.about.saying.subject import Family, Piece, Subject
from phasecalc.claims.about.saying.vocabulary import Vocabulary
from phasecalc.exceptions import ParseError
from phasecalc.normal.ratio import Ratio
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = ["MOST_LAWS", "together"]

MOST_LAWS = 3
_MOST_PARAMETERS = 5


def together(subjects: Sequence[Subject], source: Mapping[str, Any]) -> Subject:
    """Laws side by side.

    Parameters
    ----------
    subjects
        The laws, without numbers.
    source
        Plain data from which the same can be had again.

    Raises
    ------
    ParseError
        A law stands there twice, or they have too many parameters.
    """
    names = tuple(dict.fromkeys(n for s in subjects for n in s.parameters))
    labels = [s.about for s in subjects]
    if len(set(labels)) < len(labels):
        raise ParseError(f"{', '.join(labels)}: each law stands once")
    if len(names) > _MOST_PARAMETERS:
        raise ParseError(f"{', '.join(names)}: at most {_MOST_PARAMETERS} parameters together")
    domain = Region.everything(names)
    families: list[Family] = []
    walls: Cell = ()
    quantities: dict[str, str] = {}
    for subject in subjects:
        places = tuple(names.index(n) for n in subject.parameters)
        cells = tuple(_cell(c, places, names) for c in subject.domain.cells)
        domain = domain & Region(names, cells)
        walls += _cell(subject.walls, places, names)
        families.append(_family(subject, places, names))
        quantities[f"eta({subject.about})"] = f"loss_exponent({subject.about})"
        for written, key in subject.vocabulary.quantities.items():
            if not written.startswith("logarithm_power"):
                quantities[_of(written, subject.about)] = _of(key, subject.about)
    words = Vocabulary(f"the laws {' and '.join(labels)}", names, quantities)
    assumes = dict.fromkeys(
        text if text.startswith("sizes are") else f"{s.about}: {text}"
        for s in subjects
        for text in s.assumes
    )
    return Subject(
        ", ".join(labels),
        names,
        domain,
        words,
        tuple(families),
        tuple(assumes),
        source=source,
        walls=walls,
    )


def _of(key: str, law: str) -> str:
    """A quantity with the law that it is of."""
    return f"{key[:-1]}, {law})" if key.endswith(")") else f"{key}({law})"


def _family(subject: Subject, places: tuple[int, ...], names: tuple[str, ...]) -> Family:
    (family,) = subject.families

    def make() -> tuple[Piece, ...]:
        return tuple(_piece(p, subject.about, places, names) for p in family.pieces)

    return Family(frozenset(_of(k, subject.about) for k in family.keys), make, family.exact)


def _piece(piece: Piece, law: str, places: tuple[int, ...], names: tuple[str, ...]) -> Piece:
    return Piece(
        f"{law}: {piece.name}",
        _cell(piece.cell, places, names),
        tuple(
            {_of(k, law): _ratio(x, places, names) for k, x in way.items()} for way in piece.ways
        ),
        piece.tradeoff,
        tuple(replace(o, key=_of(o.key, law), places=places) for o in piece.optima),
    )


def _cell(cell: Cell, places: tuple[int, ...], names: tuple[str, ...]) -> Cell:
    return tuple(
        Condition.make(names, _wide(c.polynomial, places, len(names)), c.relation) for c in cell
    )


def _ratio(ratio: Ratio, places: tuple[int, ...], names: tuple[str, ...]) -> Ratio:
    count = len(names)
    return Ratio.make(_wide(ratio.top, places, count), _wide(ratio.bottom, places, count))


def _wide(p: Polynomial, places: tuple[int, ...], count: int) -> Polynomial:
    """A polynomial over more parameters."""
    found: Polynomial = {}
    for e, c in p.items():
        wide = [0] * count
        for place, power in zip(places, e, strict=True):
            wide[place] = power
        found[tuple(wide)] = c
    return found
