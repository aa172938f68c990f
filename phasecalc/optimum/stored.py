"""Phase diagrams as JSON: proof-carrying data that is read and queried without SymPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.minimax import Constraint, Piece, Term
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.program import Program
from phasecalc.optimum.ratio import Ratio
from phasecalc.optimum.store import seal
from phasecalc.regions.condition import Cell
from phasecalc.regions.encoding import decode_cell, decode_region, encode_cell, encode_region
from phasecalc.regions.region import Region

__all__ = ["decode", "encode"]

SCHEMA = 1


def encode(diagram: PhaseDiagram) -> dict[str, Any]:
    """Write a diagram, its program and its proofs as plain data with a content hash."""
    program = diagram.program
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "parameters": list(program.parameters),
        "unknowns": list(program.unknowns),
        "domain": encode_cell(program.domain.cells[0]),
        "terms": [
            {
                "name": t.name,
                "pieces": [
                    {"guard": encode_cell(p.guard), "form": _ratios(p.form)} for p in t.pieces
                ],
            }
            for t in program.terms
        ],
        "constraints": [{"name": c.name, "form": _ratios(c.form)} for c in program.constraints],
        "phases": [_phase(p) for p in diagram.phases],
        "proofs": {k: dict(p) for k, p in sorted(diagram.proofs.items())},
    }
    if diagram.left:
        data["left"] = [encode_cell(c) for c in diagram.left]
    return seal(data)


def decode(data: Mapping[str, Any]) -> PhaseDiagram:
    """Read a diagram back.

    Raises
    ------
    CheckFailed
        The content does not have the hash it carries, or another schema, or is no diagram.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise CheckFailed("the stored diagram belongs to another version")
    try:
        diagram = _read(data)
        # Written again it is the same, hash and all: nothing was left unread.
        same = encode(diagram) == dict(data)
    except CheckFailed:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as problem:
        what = f"{type(problem).__name__}: {problem}"
        raise CheckFailed(f"the stored diagram was changed: {what}") from problem
    if not same:
        raise CheckFailed("the stored diagram was changed: its content does not have its hash")
    return diagram


def _read(data: Mapping[str, Any]) -> PhaseDiagram:
    names = tuple(data["parameters"])
    read = _Reader(names)
    program = Program(
        names,
        tuple(data["unknowns"]),
        tuple(
            Term(
                t["name"],
                tuple(Piece(read.cell(p["guard"]), read.ratios(p["form"])) for p in t["pieces"]),
            )
            for t in data["terms"]
        ),
        tuple(Constraint(c["name"], read.ratios(c["form"])) for c in data["constraints"]),
        Region(names, (read.cell(data["domain"]),)),
    )
    phases = tuple(read.phase(p) for p in data["phases"])
    left = tuple(read.cell(c) for c in data.get("left", ()))
    return PhaseDiagram(program, phases, data["proofs"], left)


def _ratios(ratios: Sequence[Ratio]) -> list[Any]:
    return [x.encode() for x in ratios]


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "name": phase.name,
        "tradeoff": list(phase.tradeoff),
        "bound_by": list(phase.bound_by),
        "region": encode_region(phase.region),
        "value": phase.value.encode(),
        "vertices": [_ratios(v) for v in phase.vertices],
        "pieces": [
            {
                "signs": list(p.signs),
                "cell": encode_cell(p.cell),
                "cuts": encode_cell(p.cuts),
                "weights": [[n, w.encode()] for n, w in p.weights],
                "slacks": [[[n, s.encode()] for n, s in row] for row in p.slacks],
                "ties": [list(t) for t in p.ties],
            }
            for p in phase.pieces
        ],
    }


class _Reader:
    """Decoders for one tuple of parameters."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def cell(self, data: Sequence[Any]) -> Cell:
        return decode_cell(self.names, data)

    def ratio(self, data: Sequence[Any]) -> Ratio:
        ratio = Ratio.decode(data, len(self.names))
        # Any denominator would do for zero; one only is written, so that nothing is left unchecked.
        if not ratio.numerator and ratio.bottom != {(0,) * len(self.names): 1}:
            raise CheckFailed("the stored diagram was changed: zero is not written as 0/1")
        return ratio

    def ratios(self, data: Sequence[Any]) -> tuple[Ratio, ...]:
        return tuple(self.ratio(x) for x in data)

    def phase(self, data: Mapping[str, Any]) -> Phase:
        value = self.ratio(data["value"])
        vertices = tuple(self.ratios(v) for v in data["vertices"])
        pieces = tuple(
            CriticalRegion(
                tuple(p["signs"]),
                self.cell(p["cell"]),
                self.cell(p["cuts"]),
                value,
                vertices,
                tuple((n, self.ratio(w)) for n, w in p["weights"]),
                tuple(tuple((n, self.ratio(s)) for n, s in row) for row in p["slacks"]),
                tuple((a, b) for a, b in p["ties"]),
            )
            for p in data["pieces"]
        )
        region = decode_region(self.names, data["region"])
        return Phase(
            data["name"],
            tuple(data["tradeoff"]),
            tuple(data["bound_by"]),
            region,
            value,
            vertices,
            pieces,
        )
