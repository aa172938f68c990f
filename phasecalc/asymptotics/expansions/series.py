"""Terms of an expansion in order of size, taken from several families of poles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import Refused, is_zero, tidy
from phasecalc.asymptotics.expansions.pieces import Piece
from phasecalc.asymptotics.expansions.signs import Signs

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["ExpandedTerm", "Family", "Remainder", "families", "known", "series", "stop", "vanishes"]

_ZEROS = 24  # residues in a row that are zero before the search for the next term ends


@dataclass(frozen=True)
class ExpandedTerm:
    """One term: t^power times a polynomial in log t.

    Parameters
    ----------
    variable
        t.
    power
        Its exponent.
    coefficients
        Of (log t)^0, (log t)^1, ...; the last is not zero.
    origin
        The poles that it comes from.
    """

    variable: Symbol
    power: Expr
    coefficients: tuple[Expr, ...]
    origin: tuple[str, ...] = ()

    @property
    def expr(self) -> Expr:
        """The term as one expression."""
        log = sp.log(self.variable)
        return sp.Add(*(c * log**m for m, c in enumerate(self.coefficients))) * self.order(0)

    @property
    def logs(self) -> int:
        """Highest power of the logarithm."""
        return len(self.coefficients) - 1

    def order(self, logs: int | None = None) -> Expr:
        """Order of magnitude: t^power times a power of log t, its own by default."""
        m = self.logs if logs is None else logs
        return self.variable**self.power * sp.log(self.variable) ** m


@dataclass(frozen=True)
class Remainder:
    """What the terms leave out.

    Parameters
    ----------
    term
        The next term, of whose order the remainder is; None if none was found.
    bound
        Where no next term was found: the power of the variable at which the search ended, since
        the residues up to there vanish. Without it no pole is left, and the remainder is smaller
        than every power.
    small
        The remainder is o(t^bound), nothing more being known.
    oscillates
        The remainder is O(t^bound) and oscillates.
    open
        The remainder is O(t^bound), with a constant that was not derived.
    """

    term: ExpandedTerm | None = None
    bound: Expr | None = None
    small: bool = False
    oscillates: bool = False
    open: bool = False


@dataclass
class Family:
    """Contributions of one kind, in the order of their size.

    Parameters
    ----------
    piece
        The contour integral; None for terms that are known as such.
    points
        Poles, or pairs (power, coefficients) of known terms.
    moving
        Whether this is the pole of the moments.
    stop
        Where no more is known: ``small`` beside a term of this order; ``oscillates`` or ``open``
        at this order; ``beyond`` at this order as well, with a logarithm where others meet it.
    """

    points: Iterator[object]
    piece: Piece | None = None
    moving: bool = False
    stop: str = ""
    head: object = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.advance()

    def advance(self) -> None:
        """Go to the next contribution."""
        self.head = next(self.points, None)

    def exponent(self) -> Expr:
        """Power of t of the next contribution."""
        if self.piece is None:
            return self.head[0]  # type: ignore[index]  # a pair, by construction
        return self.piece.exponent(self.head)


def stop(power: Expr, kind: str) -> Family:
    """The place in the order beyond which nothing is known.

    Parameters
    ----------
    power
        Power of t.
    kind
        As in :class:`Family`.
    """
    return Family(iter(((power, [], ""),)), stop=kind)


def families(pieces: list[Piece]) -> list[Family]:
    """Poles of the profile and of the moments of each piece."""
    found = []
    for piece in pieces:
        if piece.oscillates is not None and piece.moving is None:
            found.append(stop(piece.exponent(piece.oscillates), "oscillates"))
            continue
        if piece.oscillates is not None and piece.moving is not None:
            found.append(stop(piece.exponent(piece.moving), "small"))
        else:
            found.append(Family(piece.poles(), piece))
        if piece.moving is not None and piece.beyond:
            found.append(stop(piece.exponent(piece.moving), "beyond"))
        elif piece.moving is not None:
            found.append(Family(iter((piece.moving,)), piece, moving=True))
    return found


def series(
    sources: list[Family], t: Symbol, count: int, signs: Signs, way: int
) -> tuple[tuple[ExpandedTerm, ...], Remainder]:
    """First terms in order of size, and the remainder.

    Parameters
    ----------
    sources
        Families of contributions.
    t
        The variable.
    count
        How many terms.
    signs
        Signs of parameters.
    way
        1 if t grows, -1 if it falls to 0.
    """
    found: list[ExpandedTerm] = []
    zeros = 0
    while True:
        group = _largest([f for f in sources if f.head is not None], signs, way)
        if not group:
            return tuple(found), Remainder()
        power = tidy(group[0].exponent())
        stops = {f.stop for f in group} - {""}
        if "oscillates" in stops:
            return tuple(found), Remainder(None, power, oscillates=True)
        if "beyond" in stops and len(group) > 1:  # a logarithm whose constants are not known
            if not found:
                raise Refused("a pole of a product of profiles meets that of the modes")
            return tuple(found), Remainder(None, found[-1].power, small=True)
        if stops & {"open", "beyond"}:
            return tuple(found), Remainder(None, power, open=True)
        term = _joined(group, power, t)
        for f in group:
            f.advance()
        if term is None:
            zeros += 1
            if zeros > _ZEROS:
                return tuple(found), Remainder(None, power)
            continue
        zeros = 0
        if len(found) == count:
            return tuple(found), Remainder(term)
        found.append(term)
        if stops:
            return tuple(found), Remainder(None, power, small=True)


def _largest(sources: list[Family], signs: Signs, way: int) -> list[Family]:
    """Families whose next contribution is the largest; several where exponents meet."""
    best: list[Family] = []
    for f in sources:
        sign = way * signs.of(f.exponent() - best[0].exponent()) if best else 1
        if sign > 0:
            best = [f]
        elif sign == 0:
            best.append(f)
    return best


def _joined(group: list[Family], power: Expr, t: Symbol) -> ExpandedTerm | None:
    """Sum of contributions of the same order; two poles of one piece at one point are one."""
    total: list[Expr] = []
    origin: list[str] = []
    done: set[int] = set()
    for f in group:
        if id(f.piece) in done:
            continue
        if f.piece is None:
            values, names = f.head[1], f.head[2]  # type: ignore[index]
        else:
            same = [g for g in group if g.piece is f.piece]
            done.add(id(f.piece))
            moving = any(g.moving for g in same)
            # The point of the lattice, where both meet, is the simpler expression.
            at = next((g.head for g in same if not g.moving), f.head)
            values = f.piece.residue(at, pole=moving)
            kinds = ["modes" if g.moving else "profile" for g in same]
            names = f"s = {at} ({' and '.join(sorted(kinds))})"
        if any(v != 0 for v in values):
            origin.append(names)
        for m, value in enumerate(values):
            if m == len(total):
                total.append(sp.S.Zero)
            total[m] += value
    while total and vanishes(total[-1]):
        total.pop()
    return ExpandedTerm(t, power, tuple(total), tuple(origin)) if total else None


def vanishes(value: Expr) -> bool:
    """Whether a coefficient is zero; of one with an integral, only if it is written so.

    Parameters
    ----------
    value
        Without the variable. SymPy would evaluate an integral in it, at any cost.
    """
    if value == 0 or not value.is_number or value.has(sp.Integral):
        return bool(value == 0)
    return is_zero(value)


def known(power: Expr, coefficients: list[Expr], name: str) -> Family:
    """A term that is known as such, no residue.

    Parameters
    ----------
    power, coefficients
        As in :class:`ExpandedTerm`.
    name
        Where it comes from.
    """
    return Family(iter(((power, coefficients, name),)))
