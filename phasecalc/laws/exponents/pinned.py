"""Unknowns that have one exponent on the whole of an optimal face, whatever decides the others.

Sizes whose loss is within a constant of the best have exponents on the face. So an exponent that is
the same all over it is the limit, also where the other levels leave it open. That it is the same is
proved by two more programs: the least and the largest exponent on the face.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError, Undecided
from phasecalc.laws.text.notation import exponent_of, named
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.program import Program
from phasecalc.regions.work import OutOfTime

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.optimum.phase import Phase
    from phasecalc.regions.region import Region
    from phasecalc.regions.work import Clock

__all__ = ["pinned"]


def pinned(
    law: Law,
    phase: Phase,
    known: Collection[str],
    region: Region,
    limits: Mapping[str, Expr],
    clock: Clock,
) -> tuple[dict[str, Expr], tuple[PhaseDiagram, ...]]:
    """Exponents that are the same on the whole of a face, with the programs that prove it.

    Parameters
    ----------
    law, phase
        The law, and the phase whose optimum is a face.
    known
        Unknowns that need not be asked about.
    region
        Parameters.
    limits
        Affine forms that are at most 0 on the face, by name.
    clock
        What bounds the work.
    """
    import sympy as sp

    found: dict[str, Expr] = {}
    proofs: list[PhaseDiagram] = []
    for k, name in enumerate(law.unknowns):
        ends = {named(phase.as_expr(v[k]), law.symbols) for v in phase.vertices}
        if name in known or len(ends) > 1:
            continue
        value = sp.cancel(ends.pop())
        sides = [_extreme(law, limits, side, name, region, clock) for side in (1, -1)]
        if all(
            d is not None and _is(d, s * value, law) for d, s in zip(sides, (1, -1), strict=True)
        ):
            found[name] = value
            proofs += [d for d in sides if d is not None]
    return found, tuple(proofs)


def _extreme(
    law: Law, limits: Mapping[str, Expr], side: int, name: str, region: Region, clock: Clock
) -> PhaseDiagram | None:
    """The least exponent of an unknown on the face, or of its inverse; None where there is none."""
    import sympy as sp

    program = Program.of(
        terms={f"{name} on the face": side * exponent_of(name)},
        unknowns=[exponent_of(n) for n in law.unknowns],
        constraints={n: sp.Le(form, 0, evaluate=False) for n, form in limits.items()},
        domain=[region.as_expr()] if any(region.cells) else [],
        parameters=region.names,
    )
    try:
        return PhaseDiagram.derive(program, clock)
    except OutOfTime:  # with more time there may be one: no answer hangs on a clock
        raise
    except (DomainError, Undecided):
        return None


def _is(diagram: PhaseDiagram, value: Expr, law: Law) -> bool:
    """Whether the optimum is a given one in all phases."""
    import sympy as sp

    ends = (named(p.as_expr(p.value), law.symbols) for p in diagram.phases)
    return all(sp.cancel(sp.together(end - value)) == 0 for end in ends)
