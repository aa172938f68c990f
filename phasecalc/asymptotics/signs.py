"""A computation that branches on signs of parameters, run once for each case.

The computation asks :meth:`Signs.of`; where the region does not settle a sign, the computation is
begun anew on each of the three parts of the region. So it reads as if all parameters were numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from phasecalc.asymptotics.laurent import tidy
from phasecalc.asymptotics.order import sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Signs", "by_cases"]

T = TypeVar("T")
MAX_CASES = 60


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
    """

    def __init__(self, region: Region, known: Mapping[Expr, int]) -> None:
        self.region = region
        self.known = dict(known)

    def of(self, expression: Expr) -> int:
        """Sign, -1, 0 or 1."""
        import sympy as sp

        asked = tidy(expression)
        if not asked.free_symbols:
            return int(sp.sign(asked))
        found = self._from_known(asked)
        if found is None:
            found = sign_on(asked, self.region)
            if found is None:
                raise _Split(asked)
        self.known[asked] = found
        return found

    def _from_known(self, asked: Expr) -> int | None:
        """A sign that follows from one known by adding a number."""
        import sympy as sp

        for other, s in self.known.items():
            for way in (1, -1):
                gap = tidy(asked - way * other)
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
        More than 60 cases.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> by_cases(Region.where(alpha > 0), lambda signs: signs.of(alpha - 1))
    [(Region(alpha > 1), 1), (Region(alpha = 1), 0), (Region(alpha > 0 and alpha < 1), -1)]
    """
    found: list[tuple[Region, T]] = []
    waiting: list[tuple[Region, Mapping[Expr, int]]] = [(region, known or {})]
    while waiting:
        here, signs = waiting.pop()
        try:
            found.append((here, compute(Signs(here, signs))))
        except _Split as split:
            parts = ((s, sign_region(split.expression, r, here)) for s, r in _RELATIONS)
            waiting += [(p, {**signs, split.expression: s}) for s, p in parts if p.cells]
        if len(found) + len(waiting) > MAX_CASES:
            raise DomainError(
                f"more than {MAX_CASES} cases where {region}; restrict the parameters, or ask for "
                "fewer terms"
            )
    return found


_RELATIONS = ((-1, "<"), (0, "="), (1, ">"))
