"""A computation that branches on signs of parameters, run once for each case.

The computation asks :meth:`Signs.of`; where the region does not settle a sign, the computation is
begun anew on each of the three parts of the region. So it reads as if all parameters were numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.asymptotics.rules.order import sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Signs", "by_cases"]

T = TypeVar("T")
MAX_CASES = 60
MAX_PROOFS = 240  # signs proved on regions, in all cases together


class _Split(Exception):
    """The region does not settle the sign of this expression."""

    def __init__(self, expression: Expr) -> None:
        super().__init__(str(expression))
        self.expression = expression


class Signs:
    """Signs of rational functions of the parameters on one region.

    Parameters
    ----------
    region
        Parameters considered.
    known
        Signs settled before.
    effort
        Counts what was proved; shared by all cases of one computation.
    """

    def __init__(self, region: Region, known: Mapping[Expr, int], effort: Iterator[int]) -> None:
        self.region = region
        self.known = dict(known)
        self.effort = effort

    def of(self, expression: Expr) -> int:
        """Sign, -1, 0 or 1."""
        asked = tidy(expression)
        if not asked.free_symbols:
            return int(sp.sign(asked))
        found = self._from_known(asked)
        if found is None:
            if next(self.effort) >= MAX_PROOFS:
                raise DomainError(f"more than {MAX_PROOFS} comparisons of exponents; {_ADVICE}")
            found = sign_on(asked, self.region)
            if found is None:
                raise _Split(asked)
        self.known[asked] = found
        return found

    def _from_known(self, asked: Expr) -> int | None:
        """A sign that follows from one known by adding a number."""
        for way in (1, -1):
            if way * asked in self.known:
                return way * self.known[way * asked]
        names = asked.free_symbols
        for other, s in self.known.items():
            if other.free_symbols != names:
                continue
            for way in (1, -1):
                # Not in lowest terms, which costs more: fractions over monomials cancel as well.
                gap = sp.expand(asked - way * other)
                if not gap.is_number:
                    continue
                sign = int(sp.sign(gap))
                if sign == 0 or sign == way * s or s == 0:
                    return way * s if s else sign
        return None


def by_cases(
    region: Region, compute: Callable[[Signs], T], known: Mapping[Expr, int] | None = None
) -> list[tuple[Region, T]]:
    """Results of a computation on the parts of a region where it takes the same course.

    Parameters
    ----------
    region
        Parameters considered.
    compute
        The computation; it may be begun several times.
    known
        Signs known on the whole region.

    Raises
    ------
    DomainError
        More than 60 cases, or 240 signs to prove.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> by_cases(Region.where(alpha > 0), lambda signs: signs.of(alpha - 1))
    [(Region(alpha > 1), 1), (Region(alpha = 1), 0), (Region(alpha > 0 and alpha < 1), -1)]
    """
    found: list[tuple[Region, T]] = []
    effort = itertools.count()
    waiting: list[tuple[Region, Mapping[Expr, int]]] = [(region, known or {})]
    while waiting:
        here, given = waiting.pop()
        signs = Signs(here, given, effort)
        try:
            found.append((here, compute(signs)))
        except _Split as split:
            parts = ((s, sign_region(split.expression, r, here)) for s, r in _RELATIONS)
            # What held on the whole holds on each part.
            waiting += [(p, {**signs.known, split.expression: s}) for s, p in parts if p.cells]
        if len(found) + len(waiting) > MAX_CASES:
            raise DomainError(f"more than {MAX_CASES} cases; {_ADVICE}")
    return found


_ADVICE = "restrict the parameters, give some of them values, or ask for fewer terms"
_RELATIONS = ((-1, "<"), (0, "="), (1, ">"))
