"""The region of a claim: conditions on alpha and beta, inside the domain of the model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from phasecalc.checker import Polynomial, multiply
from phasecalc.claims.reading.language import PARAMETERS, Call, Name, PhaseClaim, statement, walk
from phasecalc.claims.reading.quantities import domain
from phasecalc.claims.reading.rational import Reader, difference
from phasecalc.exceptions import ParseError
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region

__all__ = ["compared", "nonzero", "region_of"]

MAX_CONDITIONS = 20
_RELATION = re.compile(r"(==|!=|<=|>=|≤|≥|≠|(?<!<)<(?!<)|>)")
_MAX_DEGREE = 8


def compared(polynomial: Polynomial, operator: str, names: tuple[str, ...] = PARAMETERS) -> Region:
    """Points at which a polynomial compares with zero as an operator says.

    Parameters
    ----------
    polynomial
        In the parameters.
    operator
        One of ``== != < <= > >=``.
    names
        Parameters, in order.

    Examples
    --------
    >>> from fractions import Fraction
    >>> compared({(1, 0): Fraction(2), (0, 0): Fraction(-1)}, "<=")
    Region(alpha <= 1/2)
    """
    opposite = {"!=": "==", "<": ">=", "<=": ">"}.get(operator)
    if opposite is not None:
        return ~compared(polynomial, opposite, names)
    condition = Condition.make(names, polynomial, "=" if operator == "==" else operator)
    if condition.truth is not None:
        return Region(names, ((),) if condition.truth else ())
    return Region(names, ((condition,),))


def nonzero(polynomials: Sequence[Polynomial]) -> Region:
    """Points at which none of the polynomials vanishes."""
    region = Region.everything(PARAMETERS)
    for polynomial in polynomials:
        if not any(any(e) for e in polynomial):
            continue  # a constant that was divided by is not zero
        region = region & compared(polynomial, "!=")
    return region


def region_of(where: Sequence[str]) -> Region:
    """Points of the domain at which every condition holds.

    Parameters
    ----------
    where
        Comparisons of quotients of polynomials in alpha and beta.

    Raises
    ------
    ParseError
        A condition is something else, or there are too many.

    Examples
    --------
    >>> region_of(["alpha > 1/2", "beta > 1/(2*alpha)"]).contains(1, "2/3")
    True
    """
    if len(where) > MAX_CONDITIONS:
        raise ParseError(f"{len(where)} conditions, at most {MAX_CONDITIONS} are read; join some")
    region = domain()
    for text in where:
        for part in _links(text):
            region = region & _condition(part)
    return region


def _links(text: str) -> list[str]:
    """The comparisons of a chain, ``1/4 < alpha < 1/2``, each by itself."""
    pieces = _RELATION.split(text)
    if len(pieces) < 5:
        return [text]
    return ["".join(pieces[k : k + 3]) for k in range(0, len(pieces) - 2, 2)]


def _condition(text: str) -> Region:
    relation = statement(text)
    if isinstance(relation, PhaseClaim) or relation.operator in ("~", "<<", "=Theta="):
        raise ParseError(f"where {text!r:.60}: conditions compare formulas in alpha and beta")
    for node in walk(relation.left, relation.right):
        quantity = isinstance(node, Name) and node.name not in PARAMETERS
        if quantity or (isinstance(node, Call) and node.function != "sqrt"):
            raise ParseError(
                f"where {text!r:.60}: conditions are on alpha and beta alone; state the rest as "
                "a claim"
            )
    reader = Reader({})
    top, bottom = difference(reader.read(relation.left), reader.read(relation.right))
    signed = multiply(top, bottom) if relation.operator not in ("==", "!=") else top
    if any(sum(e) > _MAX_DEGREE for e in signed):
        raise ParseError(
            f"where {text!r:.60}: degree above {_MAX_DEGREE}; write simpler conditions"
        )
    return compared(signed, relation.operator) & nonzero([*reader.bottoms, bottom])
