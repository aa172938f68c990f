"""Why a law has no optimum, in its own sizes and budget in place of a program's exponents."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.programs.branches import NO_PARAMETER
from phasecalc.laws.text.notation import BUDGET, LOSS, exponent_of
from phasecalc.optimum.diagnosis import Unsolvable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phasecalc.laws.declaring.declaration import Law

__all__ = ["in_words_of", "what_is_left"]


@contextmanager
def in_words_of(law: Law) -> Iterator[None]:
    """Have the refusal of a law's program speak of the law.

    Parameters
    ----------
    law
        The law.
    """
    try:
        yield
    except Unsolvable as refused:
        raise DomainError(_refusal(law, refused)) from refused


def what_is_left(law: Law, refused: Unsolvable) -> str:
    """Why no sizes of an optimal face are better than all others.

    Parameters
    ----------
    law
        The law.
    refused
        The refusal of the program over the face.
    """
    if refused.found.kind != "unbounded":
        return f"no limit among them: {refused}"
    moved = _moved(law, refused.found.moved or {})
    return f"no sizes are best: what is left of the loss falls without end along {moved}"


def _refusal(law: Law, refused: Unsolvable) -> str:
    found = refused.found
    at = ", ".join(f"{n} = {x}" for n, x in refused.point.items() if n != NO_PARAMETER)
    where = f"law {law.name} at {at}" if at else f"law {law.name}"
    if found.kind == "infeasible":
        return (
            f"{where}: no {', '.join(law.unknowns)} satisfy {' and '.join(found.rows)} at a large "
            "budget; change one of them, or narrow the domain"
        )
    if found.kind == "unbounded":
        return (
            f"{where}: the loss falls below every power of the budget, along "
            f"{_moved(law, found.moved or {})}; have the budget or a constraint bound these "
            "sizes, or narrow the domain"
        )
    if found.kind == "without a single optimum":
        return (
            f"{where}: nothing changes along {_moved(law, found.moved or {})}; fix one of "
            "these sizes by a constraint, or leave it out"
        )
    return f"{where}: {refused}"


def _moved(law: Law, moved: Mapping[str, Any]) -> str:
    """Sizes along a direction of exponents, as powers of the budget."""
    names = {exponent_of(n).name: n for n in (*law.unknowns, LOSS)}
    steps = {names.get(n, n): x for n, x in moved.items() if x != 0}
    unit = min(map(abs, steps.values()), default=Fraction(1))

    def written(x: Any) -> str:
        power = {1: "s", -1: "-s"}.get(x, f"{x}*s")
        return f"{BUDGET}^{power}" if power == "s" else f"{BUDGET}^({power})"

    sizes = ", ".join(f"{n} = {written(x / unit)}" for n, x in steps.items())
    return f"{sizes} for growing s"
