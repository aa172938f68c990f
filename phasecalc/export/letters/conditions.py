r"""Conditions as a reader writes them: 1/4 < alpha < 1/2 rather than two inequalities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.export.letters.notation import Notation
    from phasecalc.regions.region import Region

__all__ = ["chained", "relation_latex"]

_SIGNS = {">": ">", ">=": r"\geq", "<": "<", "<=": r"\leq", "==": "="}
_FLIPPED = {">": "<", ">=": r"\leq"}


@dataclass(frozen=True, slots=True)
class _Relation:
    """Relation with its two sides."""

    left: Expr
    sign: str
    right: Expr

    @property
    def bounds(self) -> bool:
        """Whether it bounds one parameter by a number."""
        return bool(self.left.is_Symbol and self.right.is_number)


def chained(region: Region, write: Notation) -> Iterator[str]:
    """LaTeX of each condition of a region with one cell.

    Examples
    --------
    >>> from phasecalc.export.letters.notation import Notation
    >>> from phasecalc.plrf.asking.diagram import phase_diagram
    >>> for line in chained(phase_diagram()["IVa"].region, Notation()): print(line)
    1 - \\tfrac{\\sqrt{2}}{2} < \\alpha < \\tfrac{1}{2}
    \\beta > \\tfrac{1}{2}
    """
    (cell,) = region.cells
    relations = [_read(c, region.names) for c in cell]
    done: set[int] = set()
    for k, one in enumerate(relations):
        if k in done:
            continue
        partner = next(
            (i for i, other in enumerate(relations) if i not in done and _closes(one, other)), None
        )
        if partner is None:
            yield relation_latex(one.left, one.sign, one.right, write)
        else:
            done.add(partner)
            upper = relations[partner]
            yield (
                f"{_side(one.right, write)} {_FLIPPED[one.sign]} {write.expr(one.left)} "
                f"{_SIGNS[upper.sign]} {_side(upper.right, write)}"
            )


def relation_latex(left: Expr, sign: str, right: Expr, write: Notation) -> str:
    """LaTeX of one relation; ``sign`` as in Python."""
    return f"{_side(left, write)} {_SIGNS[sign]} {_side(right, write)}"


def _closes(lower: _Relation, upper: _Relation) -> bool:
    return (
        lower.bounds
        and upper.bounds
        and lower.left == upper.left
        and lower.sign in (">", ">=")
        and upper.sign in ("<", "<=")
    )


def _side(expression: Expr, write: Notation) -> str:
    """Side of a relation, its fractions small enough for a line of text."""
    # A common denominator would only hide the coefficients of a sum.
    as_it_is = expression.is_number or (expression.is_Add and expression.primitive()[0] != 1)
    text = write.expr(expression) if as_it_is else write.formula(expression)
    return text.replace(r"\frac", r"\tfrac")


def _read(condition: Any, names: tuple[str, ...]) -> _Relation:
    """Condition as SymPy expressions, with its own way of placing the sides."""
    import sympy as sp

    from phasecalc import symbols
    from phasecalc.parsing import relation

    known = {n: getattr(symbols, n, None) or sp.Dummy(n, real=True) for n in names}
    left, sign, right = relation(str(condition).replace(" = ", " == "), known)
    return _Relation(left, sign, right)
