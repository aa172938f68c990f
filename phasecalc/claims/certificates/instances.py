"""The opposite of a claim at one point and along one path: what refutes it, as a statement.

At the point the parameters are numbers. Along the path each size is a power of one quantity L
that tends to infinity, inside the window in which orders are claimed. For a comparison that is
about all sizes the path is one choice of them, numbers inside the window.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import CheckFailed, Number, decode_number, sign
from phasecalc.claims.certificates.formal import Goal, goals_of, opposite
from phasecalc.claims.certificates.turning import turns
from phasecalc.claims.reading.language import ASYMPTOTIC, PARAMETERS, SIZES, Relation
from phasecalc.claims.reading.quantities import Piece
from phasecalc.claims.reading.sized import IN_WINDOW, values_within
from phasecalc.kernel.language import Node, Statement, number, number_of, substitute
from phasecalc.kernel.text import statement_text
from phasecalc.regions.region import Region

__all__ = ["contradictions", "contradicts", "instances", "path_within"]

Point = tuple[Number, Number]
Given = Mapping[str, Sequence[Piece]]
_LENGTH = "L"


def instances(
    claim: Relation, region: Region, given: Given, point: Point, path: Mapping[str, Fraction]
) -> list[Statement]:
    """What a claim says at a point of its region, along a path for orders.

    Parameters
    ----------
    claim, region, given
        As for ``goals_of``.
    point
        Values of alpha and beta.
    path
        Powers of L: of d, r and gamma; for a comparison about all sizes their values.
    """
    found = []
    for goal in goals_of(claim, region, given):
        if isinstance(goal, Goal) and all(c.holds(point) for c in goal.cell):
            if claim.operator in ASYMPTOTIC:
                path_within(goal, point, path)
            found.append(_instance(goal, point, path))
    return found


def _instance(goal: Goal, point: Point, path: Mapping[str, Fraction]) -> Statement:
    assert goal.claim is not None
    values: dict[str, Node] = {n: number(x) for n, x in zip(PARAMETERS, point, strict=True)}
    orders = goal.claim.operator in ASYMPTOTIC
    made = goal.statement(())
    if orders:
        values |= {s: ("pow", ("var", _LENGTH), number(path[s])) for s in made.sizes}
    elif set(made.constants) & {*SIZES, *IN_WINDOW}:
        values |= values_within(point[0], path)
    return Statement(
        made.relation,
        substitute(made.left, values),
        substitute(made.right, values),
        constants=tuple(n for n in made.constants if n not in values),
        sizes=(_LENGTH,) if orders else (),
        window=((("var", _LENGTH), True),) if orders else (),
    )


def path_within(goal: Goal, point: Point, path: Mapping[str, Fraction]) -> None:
    """Check that a path lies in the window of the claims, gamma a multiple of its largest order.

    Parameters
    ----------
    goal
        Gives the order of the learning rate.
    point
        Values of alpha and beta.
    path
        Powers of L.
    """
    if set(path) != {"d", "r", "gamma"} or goal.rate is None:
        raise CheckFailed("a path gives powers to d, r and gamma, away from alpha = 1/2")
    alpha = point[0]
    rate: Number = Fraction(0) if goal.rate == ("num", "0") else 2 * alpha - 1
    tau = path["r"] + path["gamma"]
    if any(sign(x) <= 0 for x in (path["d"], path["r"], tau, 2 * alpha * path["d"] - tau)):
        raise CheckFailed("the path leaves the window")
    if sign(rate * path["d"] - path["gamma"]) != 0:
        raise CheckFailed("along the path gamma has another order than the largest stable one")


def contradictions(wanted: Statement) -> Iterator[Statement]:
    """Statements each of which excludes another one.

    Parameters
    ----------
    wanted
        What a claim says at a point, along a path.
    """
    left, right = wanted.left, wanted.right
    for relation, one, other in _opposites(wanted, left, right):
        yield Statement(
            relation,
            one,
            other,
            constants=wanted.constants,
            sizes=wanted.sizes,
            window=wanted.window,
        )


def _opposites(wanted: Statement, left: Node, right: Node) -> Iterator[tuple[str, Node, Node]]:
    relation = wanted.relation
    if relation in ("=", "!="):
        rows = [("<", left, right), ("<", right, left)] if relation == "=" else []
        yield from rows or [("=", left, right)]
    elif relation in ("<", "<="):
        yield ("<", right, left)
        if relation == "<":
            yield ("=", left, right)
    elif relation == "<<":
        # |left| is of the order of |right| or larger.
        for one, other in itertools.product(turns(left, wanted), turns(right, wanted)):
            yield ("=Theta=", one, other)
            yield ("<<", other, one)
    elif relation == "=Theta=":
        ones, others = turns(left, wanted), turns(right, wanted)
        yield from (("<<", right, one) for one in ones)
        yield from (("<<", left, other) for other in others)
        # Sides of one order and of different signs.
        yield from (("=Theta=", one, right) for one in ones[1:])
        yield from (("=Theta=", left, other) for other in others[1:])
    elif relation == "~":
        gap = ("add", left, opposite(right))
        for one, other in itertools.product((gap, opposite(gap)), turns(right, wanted)):
            yield ("=Theta=", one, other)
            yield ("<<", other, one)


def _other_constant(have: Statement, wanted: Statement) -> bool:
    """Whether a statement gives left ~ c right with a number c that is not 1."""
    straight = have.left == wanted.left and have.right[0] == "mul" and len(have.right) == 3
    if have.relation != "~" or wanted.relation != "~" or not straight:
        return False
    factor, right = have.right[1:]
    same = (have.constants, have.sizes, have.window) == (
        wanted.constants,
        wanted.sizes,
        wanted.window,
    )
    plain = not (have.parameters or have.conditions or have.given)
    return (
        same and plain and right == wanted.right and factor[0] == "num" and (number_of(factor) != 1)
    )


def contradicts(
    claim: Relation,
    point: Point,
    proof: Mapping[str, Any],
    have: Statement,
    region: Region,
    given: Given,
) -> str:
    """The text of a statement that refutes a claim at a point, once it is known to do so.

    Raises
    ------
    CheckFailed
        It does not.
    """
    path = {str(n): decode_number(x) for n, x in proof.get("path", {}).items()}
    if any(not isinstance(x, Fraction) for x in path.values()):
        raise CheckFailed("a path has rational powers")
    rational = {n: x for n, x in path.items() if isinstance(x, Fraction)}
    for wanted in instances(claim, region, given, point, rational):
        if any(have == s for s in contradictions(wanted)) or _other_constant(have, wanted):
            where = ", ".join(f"{n} = {x}" for n, x in zip(PARAMETERS, point, strict=True))
            power = "L^({})" if claim.operator in ASYMPTOTIC else "{}"
            along = ", ".join(f"{n} = {power.format(x)}" for n, x in rational.items())
            return f"at {where}{'; ' + along if along else ''}: {statement_text(have)}"
    raise CheckFailed("the theorem does not contradict the claim at this point")
