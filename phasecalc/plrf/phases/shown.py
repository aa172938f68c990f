"""What is shown of a phase: conditions and formulas as text, found once and kept in the store.

To find them is to decide regions and signs again, which takes SymPy. To read them is not to trust
them: each formula is read as a rational function and must be the one that the proofs are about,
conditions must be those of the phase, and what is said of the paper must follow from the labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import ParseError
from phasecalc.normal.ratio import Ratio
from phasecalc.parsing.grammar import read
from phasecalc.plrf.phases.bounds import same_conditions

if TYPE_CHECKING:
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.phase import Phase
    from phasecalc.regions.region import Region

__all__ = ["agree", "formulas", "shown"]


def formulas(phase: Phase) -> dict[str, Ratio]:
    """Each exponent that is shown of a phase, as the proofs have it.

    Parameters
    ----------
    phase
        The phase.
    """
    size, *rate = phase.vertices[0]
    one = Ratio.constant(1, len(phase.region.names))
    found = {
        "loss_exponent": -phase.value,
        "model_size_exponent": size,
        "iterations_exponent": one - size,
    }
    return {**found, **({"learning_rate_exponent": rate[0]} if rate else {})}


def shown(diagram: PhaseDiagram, claims: Mapping[str, Region]) -> dict[str, dict[str, Any]]:
    """Conditions, formulas and what the paper proves of each phase, as text.

    Parameters
    ----------
    diagram
        The diagram.
    claims
        For each phase, the part of it for which the paper proves its claim.
    """
    from phasecalc.regions.formulas import formula_text, positive_form

    found: dict[str, dict[str, Any]] = {}
    for phase in diagram.phases:
        record: dict[str, Any] = {"region": phase.region.presented().conditions()}
        for name, ratio in formulas(phase).items():
            record[name] = formula_text(positive_form(phase.as_expr(ratio), phase.region))
        found[phase.name] = {**record, "status": _status(phase.region, claims[phase.name])}
    return found


def _status(here: Region, claim: Region) -> str:
    """Where the paper proves that the loss has this form: proved, open, or on which part."""
    if here.implies(claim):
        return "proved"
    return "open" if here.disjoint(claim) else f"proved where {claim}"


def agree(
    diagram: PhaseDiagram, records: Mapping[str, Mapping[str, Any]], claims: Mapping[str, Region]
) -> None:
    """Check that what is shown is what the phases say, by exact arithmetic.

    Parameters
    ----------
    diagram
        The diagram.
    records
        What is shown of each phase.
    claims
        For each phase, the part of it for which the paper proves its claim.

    Raises
    ------
    CheckFailed
        A formula or condition is another, or none; or the paper proves something else.
    """
    if list(records) != [p.name for p in diagram.phases]:
        raise CheckFailed("what is shown is not of the phases, in their order")
    for phase in diagram.phases:
        record, names = records[phase.name], phase.region.names
        wanted = formulas(phase)
        if set(record) != {*wanted, "region", "status"}:
            raise CheckFailed(f"phase {phase.name} is shown with other formulas than it has")
        for name, ratio in wanted.items():
            try:
                same = (read(record[name], _Exact(names)) - ratio).vanishes
            except (ParseError, ZeroDivisionError, TypeError) as problem:
                raise CheckFailed(f"phase {phase.name}, {name}: {problem}") from None
            if not same:
                raise CheckFailed(f"phase {phase.name} is shown with another {name}")
        cells, texts = phase.region.cells, record["region"]
        if len(cells) != 1 or not same_conditions(cells[0], texts):
            raise CheckFailed(f"phase {phase.name} is shown with other conditions than it has")
        _check_status(phase, claims[phase.name], record["status"])


def _check_status(phase: Phase, claim: Region, text: str) -> None:
    """Check what is said of the paper; only that a part is all or nothing takes a search."""
    if claim.cells in ((), ((),)):
        right = text == ("proved" if claim.cells else "open")
    else:
        right = text == f"proved where {claim}" or text == _status(phase.region, claim)
    if not right:
        raise CheckFailed(f"phase {phase.name} is shown with another status in the paper")


class _Exact:
    """Rational functions of the parameters, for text."""

    functions = ()

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def number(self, value: Fraction) -> Ratio:
        return Ratio.constant(value, len(self.names))

    def name(self, name: str) -> Ratio:
        return Ratio.variable(self.names.index(name), len(self.names))

    def negative(self, value: Ratio) -> Ratio:
        return -value

    def call(self, function: str, argument: Ratio) -> Ratio:
        raise ParseError(f"{function} in a rational function")

    def combine(self, operator: str, left: Ratio, right: Ratio) -> Ratio:
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        if operator == "*":
            return left * right
        if operator == "/":
            return left / right
        power = right.number
        if not isinstance(power, Fraction) or power.denominator != 1 or not 0 <= power <= 9:
            raise ParseError("a power that is not a small whole number")
        return left.to_power(int(power))
