"""Which term of the loss is the largest, for which sizes d and r: exact sectors of the plane.

With d = f^delta and r = f^(1 - delta) every term is a power of f whose exponent is affine in delta
(the forms of the program over exponents). The largest term is then the same along each ray
log d : log r = delta : 1 - delta, and the plane of the two logarithms falls into sectors.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.parsing import exact
from phasecalc.plrf.asking.wording import in_reading_order
from phasecalc.plrf.phases.lookup import ClosedCell, Formula, Point
from phasecalc.plrf.phases.store import load, require_domain

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike
    from phasecalc.checker import Number
    from phasecalc.optimum.minimax import Minimax

__all__ = ["Sector", "dominant_terms", "term_powers"]


@dataclass(frozen=True)
class Sector:
    """Sector of the (log r, log d) plane in which the same terms are the largest.

    Parameters
    ----------
    terms
        The largest terms; several where they are of one order throughout. None before the first
        step has taken effect (gamma B r << 1): the loss is still of order 1 there, and the forms
        of its terms do not hold yet.
    low, high
        Ends, as exponents delta in d = f^delta, r = f^(1 - delta).
    """

    terms: tuple[str, ...]
    low: Number
    high: Number


def term_powers(alpha: ExactLike, beta: ExactLike) -> dict[str, tuple[Number, Number]]:
    """Powers (A, B) of each term, of the order d^A r^B, at the largest stable learning rate.

    Parameters
    ----------
    alpha, beta
        Data and target complexity, exact numbers (dimensionless). On a line where a term carries
        a logarithm, the power without it.

    Raises
    ------
    DomainError
        alpha <= 0 or alpha + beta <= 1/2.
    ParseError
        An argument is not an exact real number.

    Examples
    --------
    >>> {term: (str(a), str(b)) for term, (a, b) in term_powers("7/10", "9/10").items()}
    {'F_0': ('-7/5', '0'), 'F_pp': ('0', '-11/7'), 'F_ac': ('-1', '-2/7'), 'K_pp': ('0', '-9/7')}
    """
    stored = load("largest")
    at = (exact(alpha, "alpha"), exact(beta, "beta"))
    require_domain(stored, at)
    # d^A r^B = f^(B + (A - B) delta).
    return {
        name: (constant + slope, constant)
        for name, (constant, slope) in _forms(stored.diagram.program, Point(at)).items()
    }


def dominant_terms(alpha: ExactLike, beta: ExactLike) -> tuple[Sector, ...]:
    """Sectors of the (log r, log d) plane by the largest term, from small models to large ones.

    Parameters
    ----------
    alpha, beta
        As in :func:`term_powers`.

    Raises
    ------
    DomainError
        alpha <= 0 or alpha + beta <= 1/2.
    ParseError
        An argument is not an exact real number.

    Examples
    --------
    >>> for s in dominant_terms("7/10", "9/10"): print(*s.terms, s.low, s.high)
    F_0 0 5/12
    F_ac 5/12 1/2
    K_pp 1/2 1
    """
    lines = {name: (b, a - b) for name, (a, b) in term_powers(alpha, beta).items()}
    zero = (Fraction(0), Fraction(0))
    # Where two terms are of one order, or one is of order 1.
    crossings = {
        (c - a) / (b - e)
        for (a, b), (c, e) in itertools.combinations([zero, *lines.values()], 2)
        if b != e
    }
    ends = [Fraction(0), *sorted(x for x in crossings if 0 < x < 1), Fraction(1)]
    sectors: list[Sector] = []
    for low, high in itertools.pairwise(ends):
        terms = _largest(lines, (low + high) / 2)
        if sectors and sectors[-1].terms == terms:
            sectors[-1] = Sector(terms, sectors[-1].low, high)
        else:
            sectors.append(Sector(terms, low, high))
    return tuple(sectors)


def _largest(lines: Mapping[str, tuple[Number, Number]], delta: Number) -> tuple[str, ...]:
    values = {name: a + b * delta for name, (a, b) in lines.items()}
    top = max(values.values())
    if top > 0:  # more than the loss before training: the forms do not hold yet
        return ()
    return in_reading_order(name for name, value in values.items() if value == top)


def _forms(program: Minimax, point: Point) -> dict[str, tuple[Number, Number]]:
    """Constant and slope of each term's exponent; on a wall, of a case whose closure meets it."""
    found = {}
    for term in program.terms:
        for piece in term.pieces:
            if point in ClosedCell(piece.guard):
                constant, slope = (Formula(x)(point) for x in piece.form)
                found[term.name] = (constant, slope)
                break
    return found
