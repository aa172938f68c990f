"""Conditions, cells and regions as plain data, as stored in JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from phasecalc.checker import decode_polynomial, encode_polynomial
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = ["decode_cell", "decode_region", "encode_cell", "encode_region", "key"]


def encode_cell(cell: Sequence[Condition]) -> list[list[Any]]:
    """Each condition as its relation and its polynomial."""
    return [[c.relation, encode_polynomial(c.polynomial)] for c in cell]


def key(conditions: Cell) -> str:
    """Content hash of a statement of emptiness: all its hypotheses are inside."""
    return hashlib.sha256(json.dumps(encode_cell(conditions)).encode()).hexdigest()[:24]


def decode_cell(names: tuple[str, ...], data: Sequence[Any]) -> Cell:
    """Read a cell.

    Raises
    ------
    ValueError
        Not a cell in these parameters.
    """
    return tuple(
        Condition.make(names, decode_polynomial(p, len(names)), relation) for relation, p in data
    )


def encode_region(region: Region) -> list[Any]:
    """Each cell as data.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> data = encode_region(Region.where(2 * alpha > 1)); data
    [[['>', [['2', 1], ['-1', 0]]]]]
    >>> decode_region(("alpha",), data)
    Region(alpha > 1/2)
    """
    return [encode_cell(cell) for cell in region.cells]


def decode_region(names: tuple[str, ...], data: Sequence[Any]) -> Region:
    """Read a region."""
    return Region(names, tuple(decode_cell(names, cell) for cell in data))
