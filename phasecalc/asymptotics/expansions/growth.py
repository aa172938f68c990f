"""Orders of sums as monomials of their sizes: the largest of several, or the smallest."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.expansions.expand import Expanded, expand
from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.regions.region import Region

__all__ = ["Growth", "growth", "leading"]


@dataclass(frozen=True)
class Growth:
    """Order of a sum: the ``largest`` or smallest of its monomials.

    Parameters
    ----------
    monomials
        Texts.
    largest
        Which of them counts.
    window
        Where the order is an upper bound only, in words; empty if nowhere.
    """

    monomials: tuple[str, ...]
    largest: bool = True
    window: str = ""

    @property
    def text(self) -> str:
        """As the term of a law."""
        if len(self.monomials) == 1:
            return self.monomials[0]
        return f"{'max' if self.largest else 'min'}({'; '.join(self.monomials)})"

    def times(self, other: Growth) -> Growth:
        """Order of a product.

        Raises
        ------
        DomainError
            The largest of some times the smallest of others.
        """
        if self.largest != other.largest and min(len(self.monomials), len(other.monomials)) > 1:
            raise DomainError(f"({self.text}) * ({other.text}) is no maximum and no minimum")
        both = tuple(f"{a}*{b}" for a in self.monomials for b in other.monomials)
        largest = self.largest if len(self.monomials) > 1 else other.largest
        window = "; ".join(w for w in (self.window, other.window) if w)
        return Growth(both, largest, window)


@dataclass(frozen=True)
class _Side:
    """A case of an expansion with its power of t, which may contain the power c of a size."""

    region: Region
    power: Expr
    shown: str = field(compare=False)


def leading(
    text: str,
    variable: str,
    wheres: Sequence[Sequence[str]],
    more: Sequence[str] = (),
    **options: Any,
) -> Expanded:
    """Leading term by the first conditions that are enough: those of a sum alone, then all.

    Parameters
    ----------
    text, variable
        As for :func:`phasecalc.asymptotics.expansions.expand.expand`.
    wheres
        Conditions to be tried, one set after the other.
    more
        Conditions beside each of them.
    options
        Further ones of ``expand``.

    Raises
    ------
    DomainError
        The last conditions are not enough either.
    """
    *narrow, wide = dict.fromkeys(map(tuple, wheres))
    for where in narrow:
        with suppress(DomainError):
            found = expand(text, variable, terms=1, where=[*where, *more], **options)
            if not any(case.refused for case in found.cases):
                return found
    return expand(text, variable, terms=1, where=[*wide, *more], **options)


def growth(
    found: Sequence[Expanded], names: tuple[str, ...], share: str = "", *, exactly: bool = False
) -> Growth:
    """Order of a sum from its expansions, on all open cases together.

    Parameters
    ----------
    found
        Expansions on parts of the parameters.
    names
        Texts of the variable, and of the size that is its power ``share``.
    share
        Name of that power, or "".
    exactly
        Refuse where there is an upper bound only.

    Returns
    -------
    Growth
        Without parameters and a ``share`` it may have a power of the logarithm of the variable,
        which is written for a variable that grows.

    Raises
    ------
    DomainError
        A case is refused or has a logarithm on an open region, or the orders of the cases are
        neither the largest nor the smallest of themselves.
    """
    sides: list[_Side] = []
    window = ""
    for case in (c for one in found for c in one.cases):
        if any(c.relation == "=" for cell in case.region.cells for c in cell):
            continue  # off the lines where poles meet
        if case.refused:
            raise DomainError(f"{case.refused}, where {case.region}")
        rest = case.remainder
        if not case.terms and rest is not None and rest.oscillates:
            window = f"an upper bound where {case.region}: the filter oscillates"
            _refuse_bound(window, exactly)
            sides.append(_Side(case.region, rest.bound, _monomial(rest.bound, names, share)))
            continue
        if not case.terms:
            window = f"less than every power where {case.region}"
            _refuse_bound(window, exactly)
            continue
        term = case.terms[0]
        if term.logs and (case.region.names or share):
            raise DomainError(f"{term.expr} has a logarithm where {case.region}")
        shown = _monomial(term.power, names, share)
        if term.logs:
            shown += f"*log({names[0]})^{term.logs}"
        sides.append(_Side(case.region, term.power, shown))
    if not sides:
        raise DomainError(f"{found[0].question.text} is smaller than every power")
    by_text = {side.shown: side.power for side in sides}
    for largest in (True, False):
        way = 1 if largest else -1
        if all(
            way * _sign(power - side.power, side.region) <= 0
            for side in sides
            for power in by_text.values()
        ):
            return Growth(tuple(by_text), largest, window)
    raise DomainError(
        f"{' or '.join(by_text)}, by cases: neither the largest nor the smallest; restrict the "
        "parameters, or the sizes by a constraint"
    )


def _refuse_bound(window: str, exactly: bool) -> None:
    if exactly:
        raise DomainError(window)


def _sign(difference: Expr, region: Region) -> int:
    if tidy(difference) == 0:
        return 0
    found = sign_on(difference, region)
    return 2 if found is None else found  # of both signs: neither way will do


def _monomial(power: Expr, names: tuple[str, ...], share: str) -> str:
    """Text of t^power, where t^share is the second name."""
    mine = [s for s in power.free_symbols if s.name == share]
    if not mine:
        return f"({names[0]})^({power})"
    poly = sp.Poly(sp.expand(power), mine[0])
    if poly.degree() > 1:
        raise DomainError(f"t^({power}) is no monomial in {' and '.join(names)}")
    first, second = tidy(poly.coeff_monomial(1)), tidy(poly.coeff_monomial(mine[0]))
    return f"({names[0]})^({first})*({names[1]})^({second})"
