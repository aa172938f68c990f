"""Exponents of the terms of the loss: how fast each falls in r, case by case, as data.

They are derived with SymPy (``quantities.exponents_of_terms``). Who reads certificates again takes
them from a file of the package, sealed by a hash, which a test compares with what is derived;
``python -m phasecalc.claims.reading.given`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from phasecalc.checker import CheckFailed, decode_polynomial, encode_polynomial
from phasecalc.claims.reading.language import PARAMETERS, TERM_NAMES
from phasecalc.claims.reading.quantities import Piece, exponents_of_terms
from phasecalc.normal.ratio import Ratio
from phasecalc.optimum.store import read, refusing, sealed_text
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region

__all__ = ["FILE", "decode_given", "encode_given", "shipped_exponents"]

FILE = Path(__file__).with_name("exponents.json")
_REMEDY = "run `python -m phasecalc.claims.reading.given`, or install phasecalc anew"


@cache
def shipped_exponents() -> dict[str, list[Piece]]:
    """Exponents of the terms, from the file of the package.

    Raises
    ------
    StoreDamaged
        It is missing, was changed, or is none.
    """
    data = read(FILE, _REMEDY)
    with refusing(FILE, _REMEDY):
        return decode_given({name: data[name] for name in TERM_NAMES})


def encode_given(given: Mapping[str, Sequence[Piece]]) -> dict[str, Any]:
    """Exponents of terms as JSON: for each case its conditions and the formula."""

    def rows(name: str, piece: Piece) -> dict[str, Any]:
        (cell,) = piece.region.cells
        ratio = piece.known[f"exponent({name})"]
        return {
            "conditions": [[c.relation, encode_polynomial(c.polynomial)] for c in cell],
            "top": encode_polynomial(ratio.top),
            "bottom": encode_polynomial(ratio.bottom),
        }

    return {name: [rows(name, p) for p in pieces] for name, pieces in given.items()}


def decode_given(data: Any) -> dict[str, list[Piece]]:
    """Exponents of terms from JSON."""
    if not isinstance(data, dict) or not set(data) <= set(TERM_NAMES):
        raise CheckFailed("what is given are exponents of terms")
    return {name: [_piece(name, row) for row in rows] for name, rows in data.items()}


def _piece(name: str, row: Mapping[str, Any]) -> Piece:
    count = len(PARAMETERS)
    cell = tuple(
        Condition.make(PARAMETERS, decode_polynomial(p, count), str(r))
        for r, p in row["conditions"]
    )
    bottom = decode_polynomial(row["bottom"], count)
    if not bottom or not all(any(e for exponents in c.polynomial for e in exponents) for c in cell):
        raise CheckFailed("an exponent divided by zero, or a condition on nothing")
    ratio = Ratio.make(decode_polynomial(row["top"], count), bottom)
    return Piece(
        " and ".join(map(str, cell)), Region(PARAMETERS, (cell,)), {f"exponent({name})": ratio}
    )


if __name__ == "__main__":
    FILE.write_text(sealed_text(encode_given(exponents_of_terms())), encoding="utf-8")
