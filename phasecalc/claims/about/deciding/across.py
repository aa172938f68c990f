"""Jumps from one phase to another, at the points where both begin.

``jump(xi, "IVa" -> "IVb")`` is the formula of IVb without that of IVa. A claim with it is about
the points that lie in the closures of both, whatever curve they are on.
"""

from __future__ import annotations

from dataclasses import replace

from phasecalc.claims.about.saying.formula import names_in
from phasecalc.claims.about.saying.reading import Said
from phasecalc.claims.about.saying.subject import Family, Optimal, Piece, Subject
from phasecalc.claims.about.saying.vocabulary import across_parts
from phasecalc.exceptions import ParseError

__all__ = ["with_boundary"]


def with_boundary(said: Said, subject: Subject) -> Subject:
    """The object with the jumps that a claim asks for, at the boundary that it names.

    Parameters
    ----------
    said
        What it states.
    subject
        What it is about.

    Raises
    ------
    ParseError
        It names several boundaries, or phases of which the quantity has no formula.
    """
    asked = {k: p for k in sorted(names_in(said.formula)) if (p := across_parts(k)) is not None}
    if not asked:
        return subject
    boundaries = {frozenset((one, other)) for _, one, other in asked.values()}
    if len(boundaries) > 1:
        raise ParseError("one boundary in a claim; state what jumps at another one by itself")
    (names,) = boundaries
    if len(names) == 1:
        raise ParseError("a jump is from one phase to another one")
    phases = subject.vocabulary.require_phases()
    more = tuple(_family(key, *parts, subject) for key, parts in asked.items())
    domain = phases.common(tuple(n for n in phases.regions if n in names))
    nowhere = f"{' and '.join(sorted(names))} do not meet within where: nothing is claimed"
    return replace(subject, domain=domain, families=(*subject.families, *more), nowhere=nowhere)


def _family(key: str, quantity: str, one: str, other: str, subject: Subject) -> Family:
    source = subject.families[0]
    if quantity not in source.keys:
        raise ParseError(f"a jump from phase to phase is of exponents at the optimum: {quantity}")
    loss = f"loss_exponent at {key}"

    def pieces() -> tuple[Piece, ...]:
        found = []
        for left in source.pieces:
            for right in source.pieces:
                if (left.name, right.name) != (one, other):
                    continue
                weak = tuple(c.with_relation(">=") for c in (*left.cell, *right.cell))
                known = {}
                (here,), (there,) = left.ways, right.ways
                if quantity in here and quantity in there:
                    known[key] = (there[quantity] - here[quantity]).reduced()
                known[loss] = here["loss_exponent"]
                optima = tuple(
                    Optimal(o.diagram, o.phase, loss, o.places)
                    for o in (*left.optima, *right.optima)
                )
                found.append(Piece(f"{one}/{other}", weak, (known,), frozenset(), optima))
        return tuple(found)

    return Family(frozenset({key, loss}), pieces, exact=True, covered=True)
