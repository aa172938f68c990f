r"""Closed-form optima: as many pure powers as free sizes, and one more.

With terms :math:`F_i = c_i e^{p_i c + q_i \ell + v_i \cdot z}` in the logarithms z of the free
sizes, c of the budget and, where a constraint contains it, :math:`\ell` of the loss, a stationary
point has the shares :math:`w_i = F_i / L` with :math:`\sum w_i = 1` and :math:`\sum w_i v_i = 0`:
the dual weights. They fix the loss,

.. math:: \ell\,\Bigl(1 - \sum_i w_i q_i\Bigr) = \sum_i w_i \bigl(\log (c_i / w_i) + p_i c\bigr),

and the sizes solve :math:`F_i = w_i L`. (Duality of geometric programs: Duffin, Peterson, Zener,
Geometric Programming, 1967.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.laws.optimum.numeric_loss import log_terms
from phasecalc.laws.text.notation import BUDGET, LOSS, gathered, log_of, starred, symbol
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["ClosedForm", "closed_form"]


@dataclass(frozen=True, eq=False)
class ClosedForm(Value):
    """Optimum of a law as formulas in its constants and the budget C.

    Parameters
    ----------
    loss
        Reducible loss L - E.
    sizes
        Each size, by name.
    shares
        Part of the reducible loss that each term makes up at the optimum, by name.
    """

    loss: Expr
    sizes: Mapping[str, Expr]
    shares: Mapping[str, Expr]

    def __str__(self) -> str:
        rows = [f"loss = {self.loss}", *(f"{n} = {e}" for n, e in self.sizes.items())]
        return "\n".join([*rows, *(f"share of {n} = {e}" for n, e in self.shares.items())])

    def _repr_latex_(self) -> str:
        import sympy as sp

        rows = [("L - E", self.loss), *((starred(n), e) for n, e in self.sizes.items())]
        return gathered(f"{n} = {sp.latex(e)}" for n, e in rows)


def closed_form(law: Law) -> ClosedForm:
    """Optimum of a law of pure powers, with its constants.

    Raises
    ------
    DomainError
        The law has terms that are not pure powers, or more of them than a closed form allows; or
        an inequality binds at its optimum, for some parameters at least.

    Examples
    --------
    >>> from phasecalc.laws.declaring.declaration import Law
    >>> law = Law.of("two", sizes=["N", "D"], budget="6*N*D",
    ...     terms={"model": "A*N^-a", "data": "B*D^-b"}, parameters=["A", "B", "a", "b"])
    >>> found = closed_form(law)
    >>> found.shares["model"], found.sizes["N"]
    (b/(a + b), (C/6)**(b/(a + b))*(A*a/(B*b))**(1/(a + b)))
    """
    import sympy as sp

    c, ell = log_of(BUDGET), log_of(LOSS)
    reduced = log_terms(law, c)
    z = [log_of(n) for n in reduced.free]
    if len(reduced.terms) != len(z) + 1:
        raise DomainError(
            f"law {law.name}: {len(reduced.terms)} powers and {len(z)} free sizes; a closed form "
            f"needs {len(z) + 1} powers. Ask for the numeric optimum"
        )
    rows = [_linear(t, [*z, c, ell], law) for t in reduced.terms.values()]
    w = sp.symbols(f"w0:{len(rows)}")
    equations = [sum(w) - 1]
    equations += [sum(x * row[1][k] for x, row in zip(w, rows, strict=True)) for k in range(len(z))]
    shares = _unique(equations, w, law)
    mixed = [
        sum((shares[x] * part for x, part in zip(w, column, strict=True)), sp.S.Zero)
        for column in (
            [row[0] - sp.log(shares[x]) for x, row in zip(w, rows, strict=True)],
            [row[1][-2] for row in rows],
            [row[1][-1] for row in rows],
        )
    ]
    log_loss = (mixed[0] + mixed[1] * c) / (1 - mixed[2])
    levels = [
        t.xreplace({ell: log_loss}) - sp.log(shares[x]) - log_loss
        for x, t in zip(w, reduced.terms.values(), strict=True)
    ]
    found = _unique(levels[: len(z)], z, law)
    _require_slack(law)
    sizes = {n: e.xreplace({ell: log_loss}).xreplace(found) for n, e in reduced.logs.items()}
    return ClosedForm(
        _exponentiated(log_loss, c),
        {n: _exponentiated(e, c) for n, e in sizes.items()},
        {n: sp.factor(shares[x]) for n, x in zip(reduced.terms, w, strict=True)},
    )


def _require_slack(law: Law) -> None:
    """Refuse where an inequality binds: the stationary point is not the optimum then."""
    equal = {"budget"}
    for c in law.constraints:
        equal |= {c.name, f"{c.name} (from below)"} if c.operator == "==" else set()
    for case in law.optimum().cases:
        binding = set(case.bound_by) - equal
        if binding:
            raise DomainError(
                f"law {law.name}: {', '.join(sorted(binding))} binds for {case.region}, and then "
                "the optimum is no stationary point; ask for exponents or the numeric optimum"
            )


def _linear(e: Expr, variables: list[Expr], law: Law) -> tuple[Expr, list[Expr]]:
    import sympy as sp

    slopes = [sp.cancel(sp.diff(e, x)) for x in variables]
    if any(s.free_symbols & set(variables) for s in slopes):
        raise DomainError(
            f"law {law.name} is not a sum of pure powers; ask for the numeric optimum"
        )
    return sp.expand(e.xreplace(dict.fromkeys(variables, sp.S.Zero))), slopes


def _unique(equations: list[Expr], variables: list[Expr], law: Law) -> dict[Expr, Expr]:
    import sympy as sp

    found = sp.solve(equations, variables, dict=True) if variables else [{}]
    if len(found) != 1 or set(found[0]) != set(variables):
        raise DomainError(f"law {law.name}: the optimum is not a single point")
    return dict(found[0])


def _exponentiated(e: Expr, c: Expr) -> Expr:
    """Product of powers whose logarithm is given: equal exponents collected."""
    import sympy as sp

    budget = symbol(BUDGET)
    total = sp.expand(sp.expand_log(sp.expand(e.xreplace({c: sp.log(budget)})), force=True))
    powers: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(total):
        logs = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.log)]
        if len(logs) != 1:
            return sp.exp(total)
        base = logs[0].args[0]
        powers[base] = powers.get(base, sp.S.Zero) + term / logs[0]
    grouped: dict[Expr, Expr] = {}
    # The budget first, so that its sign of the exponent is the one that is printed.
    for base in sorted(powers, key=lambda b: (b != budget, str(b))):
        power = sp.factor(sp.cancel(powers[base]))
        if -power in grouped:
            grouped[-power] = grouped[-power] / base
        elif power.could_extract_minus_sign() and power not in grouped:
            grouped[-power] = 1 / base
        else:
            grouped[power] = grouped.get(power, sp.S.One) * base
    return sp.Mul(*(base**power for power, base in grouped.items()))
