"""Numbers for a law: those of a fit, some of them set otherwise, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from phasecalc.exceptions import DomainError
from phasecalc.parsing.quantities import plain

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Chosen", "fit_note", "valued"]


def fit_note(law: Law, name: str) -> str:
    """Where the values of a fit come from, and what is known against them, after a colon."""
    fit = law.fit(name)
    said = "; ".join(text for text in (fit.source, fit.note) if text)
    return f": {said}" if said else ""


class Chosen(NamedTuple):
    """A law with numbers for its parameters.

    Parameters
    ----------
    law, values
        The law, and the exact value of each parameter.
    fit
        The fit that the values which are not set come from; None where all are set.
    given
        What was set, as text by name.
    """

    law: Law
    values: dict[str, Expr]
    fit: str | None
    given: dict[str, str]

    @property
    def whole(self) -> str | None:
        """The fit that gives all values, if one does."""
        return None if self.given else self.fit

    def data(self) -> dict[str, Any]:  # Any: JSON
        """Which fit, and what was set otherwise."""
        return {"fit": self.fit, **({"set": self.given} if self.given else {})}

    def alone(self) -> list[str]:
        """A line that warns of constants without a spread; none where the runs' was kept."""
        bare = self.fit is not None and not (self.whole and self.law.fit(self.fit).support)
        return ["beware: no interval comes with these constants"] if bare else []

    def words(self) -> list[str]:
        """The same in lines, with what is known against the fit."""
        said = ", ".join(f"{n} = {x}" for n, x in self.given.items())
        if self.fit is None:
            return [f"as set: {said}"] if said else []
        but = f", but {said} as set" if said else ""
        return [f"fit {self.fit}{but}{fit_note(self.law, self.fit)}"]


def valued(word: str, fit: str | None, given: Sequence[str]) -> Chosen:
    """The law with its numbers, and where they come from."""
    from phasecalc.laws.declaring.catalogue import find_or_read
    from phasecalc.laws.optimum.allocation import values_of

    law, found = find_or_read(word)
    numbers: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in law.parameters:
            raise DomainError(
                f"--set {text}: write NAME=NUMBER; names: {', '.join(law.parameters)}"
            )
        if name in numbers:
            raise DomainError(f"--set {text}: {name} is given twice")
        numbers[name] = plain(value)
    left = [n for n in law.parameters if n not in numbers]
    named = fit or found
    if numbers and left and law.fits and named is None:
        raise DomainError(
            f"--set leaves {', '.join(left)} open; say with --fit whose values they keep: "
            f"{', '.join(f.name for f in law.fits)}"
        )
    if not numbers and law.fits:
        named = law.fit(named).name
    used = named if left else None
    return Chosen(law, values_of(law, used, numbers), used, numbers)
