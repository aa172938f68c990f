"""The sums over modes that the loss of a linear model is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.expansions.expand import Expanded
from phasecalc.asymptotics.expansions.growth import Growth, growth, leading
from phasecalc.asymptotics.expansions.laurent import flat
from phasecalc.asymptotics.expansions.measured import measure
from phasecalc.asymptotics.expansions.pieces import Ends, Monomial
from phasecalc.asymptotics.expansions.reading import read
from phasecalc.exceptions import DomainError
from phasecalc.laws.text.notation import symbol
from phasecalc.parsing import expression
from phasecalc.parsing.brackets import names_in

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike

__all__ = ["ModeSum", "ModelTerm", "Setting"]

SHARE = "share_"  # power of the clock that a number of features is, while orders are derived


@dataclass(frozen=True)
class Setting:
    """What all sums of a model share.

    Parameters
    ----------
    where
        Comparisons of the parameters.
    decay
        Power by which eigenvalues fall, as text.
    clock
        T as a product of powers of sizes, as text.
    unknowns, parameters
        Names.
    """

    where: tuple[str, ...]
    decay: str
    clock: str
    unknowns: tuple[str, ...]
    parameters: tuple[str, ...]

    def short(self, monomial: str) -> str:
        """A product of powers of sizes, each once."""
        names = {n: symbol(n) for n in self.unknowns}
        names |= {n: symbol(n, signed=True) for n in self.parameters}
        return str(flat(expression(monomial, names)))

    def conditions(self, text: str) -> list[str]:
        """Conditions on the parameters of one formula alone."""
        names = {n for n in names_in(text) if n in self.parameters}
        return [w for w in self.where if names.issuperset(names_in(w))]


@dataclass(frozen=True)
class ModeSum:
    """A sum over modes, of one variable and perhaps cut off at a size.

    Parameters
    ----------
    body
        Summand in j and the variable.
    variable
        ``T``, or the number of features.
    upper
        Size at which it ends, or "".
    lower
        Size at which it begins, or "".
    """

    body: str
    variable: str
    upper: str = ""
    lower: str = ""

    @property
    def text(self) -> str:
        """The formula."""
        ends = f", {self.lower or 1}, {self.upper or 'oo'}" if self.upper or self.lower else ""
        return f"sum({self.body}, j{ends})"

    def expansions(self, setting: Setting) -> tuple[Expanded, ...]:
        """Leading orders, on both sides of the clock's own mode where there is a cut-off."""
        if not self.upper or self.upper == self.variable:
            return (self._expanded(setting, ()),)
        sides = (f"{SHARE}*({setting.decay}) < 1", f"{SHARE}*({setting.decay}) > 1")
        return tuple(self._expanded(setting, (f"{SHARE} > 0", side)) for side in sides)

    def _expanded(self, setting: Setting, more: Sequence[str]) -> Expanded:
        sizes = {self.upper: f"{self.variable}^{SHARE}"} if more else {}
        wheres = (tuple(setting.conditions(self.text)), setting.where)
        return leading(self.text, self.variable, wheres, more, sizes=sizes)

    def growth(self, setting: Setting) -> Growth:
        """Order in the sizes of the model."""
        found = self.expansions(setting)
        if self.upper and self.upper != self.variable:
            return growth(found, (setting.clock, self.upper), SHARE)
        clock = setting.clock if self.variable == "T" else self.variable
        return growth(found, (clock,))

    def exact(self, at: Mapping[str, Any], values: Mapping[str, ExactLike], numbers: Any) -> Any:
        """The sum at given sizes, by Euler and Maclaurin.

        Parameters
        ----------
        at
            Numbers of T and of the sizes, of the context.
        values
            Exact numbers of the parameters.
        numbers
            An mpmath context of its own.
        """
        whole = f"sum({self.body}, j)"
        question = read(f"{self.variable}*{whole}", self.variable, (), values, {}, ())
        if self.upper or self.lower:
            ends = [
                Monomial(sp.Integer(int(numbers.nint(at[n]))), sp.S.Zero) if n else None
                for n in (self.lower, self.upper)
            ]
            parts = tuple(replace(p, ends=Ends("sum", *ends)) for p in question.parts)
            question = replace(question, parts=parts)
        return measure(question, {}, at[self.variable], numbers) / at[self.variable]


@dataclass(frozen=True)
class ModelTerm:
    """One term of the loss: a product of sums over modes with powers of the sizes.

    Parameters
    ----------
    name
        Of the term.
    front
        Powers of sizes, as text.
    sums
        Sums over modes.
    setting
        Shared by all terms of the model.
    growth
        Order in the sizes.
    """

    name: str
    front: str
    sums: tuple[ModeSum, ...]
    setting: Setting
    growth: Growth

    @classmethod
    def derive(cls, name: str, front: str, sums: Sequence[ModeSum], setting: Setting) -> ModelTerm:
        """Derive the order of a term.

        Raises
        ------
        DomainError
            The order of a sum is not one that a law can state; the reason is named.
        """
        total = Growth((f"({front})",))
        for one in sums:
            try:
                total = total.times(one.growth(setting))
            except DomainError as error:
                raise DomainError(f"{name}, {one.text}: {error}") from None
        monomials = tuple(dict.fromkeys(map(setting.short, total.monomials)))
        return cls(name, front, tuple(sums), setting, replace(total, monomials=monomials))

    @property
    def text(self) -> str:
        """The term as sums, T standing for the clock."""
        shown = [] if self.front in ("1", "") else [f"({self.front})"]
        return "*".join([*shown, *(s.text for s in self.sums)])

    def __str__(self) -> str:
        return f"{self.name}: {self.text}, of order {self.growth.text}"
