"""What an answer says on a critical line: powers of log f in the best loss, and how sure they are.

On these lines a term, the learning rate or what the forcing adds up to has a logarithm.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.plrf.asking.query import Exponents

__all__ = ["as_json", "factors", "on_a_line", "powers", "standing"]

_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)


def on_a_line(answer: Exponents) -> bool:
    """Whether the point lies on 2 alpha = 1, 4 alpha = 1 or 2 beta = 1."""
    return answer.alpha in (_HALF, _QUARTER) or answer.beta == _HALF


def powers(answer: Exponents) -> tuple[Expr, Expr] | None:
    """Powers of log f and log log f on a line; nothing off them, or if the rate is free."""
    if not on_a_line(answer) or len(answer.spans()) > 1:
        return None
    return answer.log_powers


def standing(answer: Exponents) -> str:
    """What is known of the loss there; the book has chapters of their own on these lines."""
    found = powers(answer)
    if found is None:
        return "on a critical line: powers of log f are derived at the largest learning rate only"
    if found[1] == 0:
        return (
            "for the deterministic equivalent, from two cited facts on measures: log f included, "
            "for sizes in the window"
        )
    if answer.alpha == answer.beta == _HALF:
        loss = "on a critical line: of the terms"
    else:
        loss = "the loss in the window: from two cited facts on measures"
    return f"{loss}; powers of log f and log log f: derived and measured"


def factors(answer: Exponents) -> str:
    """Powers of log f and log log f that the best loss has besides, as text.

    Examples
    --------
    >>> import phasecalc as pc
    >>> factors(pc.exponents(1, "1/2"))
    ' (log f)^(2/3)'
    """
    named = zip(("log f", "log log f"), powers(answer) or (0, 0), strict=True)
    return "".join(f" {name}" if e == 1 else f" ({name})^({e})" for name, e in named if e != 0)


def as_json(answer: Exponents) -> dict[str, object]:
    """Powers as exact text, on a line."""
    found = powers(answer)
    if found is None:
        return {}
    return {"log_powers": dict(zip(("log f", "log log f"), map(str, found), strict=True))}
