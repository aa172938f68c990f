r"""Powers of log C beside the optimal powers of C.

At a size that is a power of the budget a logarithm is of the order of log C. Let the sizes be
:math:`u = C^{x_u} (\log C)^{y_u}`. What binds at the optimum keeps binding: a term in balance has
the power :math:`\sum_u v_u y_u + \ell` of log C that the loss has, a binding constraint the power
0. Where every row that binds has a positive dual weight and these linear equations determine the
power in the loss, the loss is of exactly that order: the weighted geometric mean of the rows is a
lower bound, a solution attains it, and all other terms are smaller by a power of C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from phasecalc.laws.programs.branches import (
    Branch,
    Row,
    expressions,
    parameter_domain,
    signs,
    sizes,
)
from phasecalc.laws.programs.budget_exponents import exponent, without_logarithms
from phasecalc.laws.text.notation import BUDGET, LOSS, exponent_of, log_power_of, symbol
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["has_logarithms", "powers_of_logarithms"]


def has_logarithms(law: Law) -> bool:
    """Whether a size, the loss or the budget stands inside a logarithm."""
    return any(_arguments(law))


def powers_of_logarithms(
    branch: Branch,
    region: Region,
    corners: Sequence[Mapping[str, Expr]],
    weights: Mapping[str, Expr],
) -> dict[str, Expr] | None:
    """Power of log C in the loss, under ``"L"``, and in the unknowns that have one.

    Parameters
    ----------
    branch
        Program that is solved.
    region
        Parameters for which the optimum is this one.
    corners
        Vertices of the optimal face: exponents of the unknowns, and of the loss under ``"L"``.
    weights
        Dual weights of the optimum, by name of the row.

    Returns
    -------
    dict or None
        None where the power in the loss is not determined: what binds has more than one set of
        weights, or a logarithm is not of the order of log C.
    """
    import sympy as sp

    law, names = branch.law, (*branch.law.unknowns, LOSS)
    if not all(_grows(a, law, v, region) for a in _arguments(law) for v in corners):
        return None
    middle = {exponent_of(n): sp.Add(*(v[n] for v in corners)) / len(corners) for n in names}
    rate = {x: log_power_of(n) for x, n in zip(middle, names, strict=True)}
    equations: list[Expr] = []
    unweighted: list[Expr] = []
    for row in branch.rows:
        gap = row.form - (exponent_of(LOSS) if row.is_term else 0)
        binds = sp.cancel(sp.together(gap.subs(middle))) == 0
        if not binds or _is_absent(row, region):
            continue
        moved = sp.Add(*(sp.diff(gap, x) * y for x, y in rate.items())) + row.logarithm
        (unweighted if weights.get(row.name, 0) == 0 else equations).append(moved)
    # Of an equality, which is two rows, only one has a weight.
    if not all(any(sp.expand(e + other) == 0 for other in equations) for e in unweighted):
        return None
    found = sp.linsolve(equations, *rate.values())
    if len(found) != 1:
        return None
    (solution,) = found
    free = set(rate.values())
    powers = {n: sp.factor(e) for n, e in zip(names, solution, strict=True)}
    determined = {n: e for n, e in powers.items() if not e.free_symbols & free}
    return determined if LOSS in determined else None


def _arguments(law: Law) -> set[Expr]:
    """What stands inside logarithms and contains a size, the loss or the budget."""
    import sympy as sp

    unknown = {law.symbols[n] for n in law.unknowns} | {symbol(BUDGET), symbol(LOSS)}
    logs = set().union(*(e.atoms(sp.log) for e in expressions(law)))
    return {a.args[0] for a in logs if a.free_symbols & unknown}


def _grows(argument: Expr, law: Law, exponents: Mapping[str, Expr], region: Region) -> bool:
    """Whether the argument of a logarithm is a positive power of the budget at the optimum."""
    rows = exponent(argument, sizes(law), parameter_domain(law), signs(law))
    if len(rows) != 1 or len(rows[0]) != 1:
        return False
    form, _ = without_logarithms(rows[0][0])
    return sign_on(form.subs({exponent_of(n): e for n, e in exponents.items()}), region) == 1


def _is_absent(row: Row, region: Region) -> bool:
    """Whether a term by cases has another form on the whole region."""
    import sympy as sp

    if row.relation is sp.true:
        return False
    return bool(region.implies(~Region.where(row.relation, parameters=region.names)))
