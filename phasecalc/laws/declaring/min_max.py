"""Laws with min and max: every choice of branches is a smooth law, with an optimum of its own.

A branch counts at sizes where it is the least of its min, or the greatest of its max. An optimum
of a smooth law is one of the law itself where the branches chosen count at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.laws.declaring.declaration import Term

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Branches"]

_MOST = 32  # choices


@dataclass(frozen=True)
class Branches:
    """Choices of branches of a law.

    Parameters
    ----------
    laws
        Smooth law of each choice, the last min or max varying fastest.
    least
        Of each min or max, whether it is a min.
    counts
        Of each min or max, how many branches it has.
    """

    laws: tuple[Law, ...]
    least: tuple[bool, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, law: Law) -> Branches:
        """Choices of branches of a law; without min and max, the law itself.

        Raises
        ------
        DomainError
            Too many.
        """
        import sympy as sp

        places = [
            (t, k, value)
            for t, term in enumerate(law.terms)
            for k, (value, _) in enumerate(term.cases)
            if isinstance(value, (sp.Min, sp.Max))
        ]
        counts = tuple(len(value.args) for *_, value in places)
        if int(np.prod(counts, dtype=int)) > _MOST:
            raise DomainError(f"law {law.name}: more than {_MOST} choices of branches")
        laws = []
        for choice in product(*(sorted(value.args, key=str) for *_, value in places)):
            cases = [list(term.cases) for term in law.terms]
            for (t, k, _), branch in zip(places, choice, strict=True):
                cases[t][k] = (branch, cases[t][k][1])
            terms = (Term(old.name, tuple(new)) for old, new in zip(law.terms, cases, strict=True))
            laws.append(replace(law, terms=tuple(terms)))
        return cls(tuple(laws), tuple(isinstance(v, sp.Min) for *_, v in places), counts)

    def joined(self, losses: Sequence[Any]) -> Any:  # Any: numbers, or arrays of equal shape
        """Loss of the law at sizes where the smooth laws have these losses."""
        table: Any = np.asarray(losses)
        table = table.reshape(self.counts + table.shape[1:])
        for least in self.least:
            table = (np.minimum if least else np.maximum).reduce(table, axis=0)
        return table

    def count_at(self, number: int, losses: Sequence[Any], slack: Any) -> bool:
        """Whether the branches of one choice are those that count, up to a relative slack.

        Parameters
        ----------
        number
            Which choice.
        losses
            Losses of the smooth laws at some sizes.
        slack
            Part of the loss that is nothing.
        """
        table: Any = np.asarray(losses, dtype=object).reshape(self.counts)
        here = tuple(int(k) for k in np.unravel_index(number, self.counts))
        for axis, least in enumerate(self.least):
            others = table[(*here[:axis], slice(None), *here[axis + 1 :])]
            gain = table[here] - min(others) if least else max(others) - table[here]
            if gain > slack * table[here]:
                return False
        return True
