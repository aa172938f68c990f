"""Exact comparisons in sizes: about all of them inside the window, or at one choice of them.

A size stands for a positive number: d, r > 1, B >= 1, gamma > 0 and 1 < gamma B r < d^(2 alpha).
Where gamma occurs, tau = gamma B r and share = d^(2 alpha)/tau are put in its place: both may be
any numbers above 1, whatever r and B are, and d is (tau share)^(1/(2 alpha)).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from phasecalc.checker import CheckFailed, Number
from phasecalc.claims.reading.language import SIZES
from phasecalc.kernel.effort import renew
from phasecalc.kernel.language import Node, Statement, number, substitute
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.signs import Signs
from phasecalc.kernel.theorem import stored
from phasecalc.kernel.values import KINDS

__all__ = ["IN_WINDOW", "for_all_sizes", "values_within"]

IN_WINDOW = ("tau", "share")
_MINUS: Node = ("num", "-1")
_ROOT: Node = ("pow", ("mul", ("num", "2"), ("var", "alpha")), _MINUS)
_MEANING: dict[str, Node] = {
    "gamma": ("mul", ("var", "tau"), ("pow", ("mul", ("var", "r"), ("var", "B")), _MINUS)),
    "d": ("pow", ("mul", ("var", "tau"), ("var", "share")), _ROOT),
}


def for_all_sizes(made: Statement, names: set[str]) -> Statement:
    """Sizes as positive numbers: d, r > 1 and B >= 1, and gamma inside the window.

    Parameters
    ----------
    made
        The comparison.
    names
        That occur in it.
    """
    used = tuple(s for s in SIZES if s in names)
    if "gamma" in names:
        made = made.mapped(lambda e: substitute(e, _MEANING))
        used = ("r", "B", *IN_WINDOW)
    rows = [(">=" if s == "B" else ">", ("add", ("var", s), _MINUS)) for s in used]
    constants = (*used, *(c for c in made.constants if c not in {*used, *SIZES}))
    return Statement(
        made.relation,
        made.left,
        made.right,
        made.parameters,
        (*made.conditions, *rows),
        constants,
    )


def values_within(alpha: Number, sizes: Mapping[str, Fraction]) -> dict[str, Node]:
    """Values of the sizes, tau and share, of a choice of sizes inside the window.

    Parameters
    ----------
    alpha
        At the point.
    sizes
        Of each size a number.

    Raises
    ------
    CheckFailed
        They are outside of what a comparison is about.
    """
    if set(sizes) != {*SIZES} or min(sizes.values()) <= 0:
        raise CheckFailed("each size is a positive number")
    tau = sizes["gamma"] * sizes["B"] * sizes["r"]
    if sizes["d"] <= 1 or sizes["r"] <= 1 or sizes["B"] < 1 or tau <= 1:
        raise CheckFailed("a size outside of what the comparison is about")
    most: Node = ("pow", number(sizes["d"]), number(2 * alpha))
    renew()  # of work: what was read before does not count
    normal = Normal(Signs((), (), (), stored({})), KINDS)
    normal.positive(normal(most) + normal(number(-tau)))
    share: Node = ("mul", most, number(1 / tau))
    return {**{s: number(x) for s, x in sizes.items()}, "tau": number(tau), "share": share}
