"""A law with numbers put in: the loss as a function of the free sizes and of the budget.

In logarithms the budget and every other equality are solved for one size each, which must occur
there as a power. What is left is the logarithm of the reducible loss in the other sizes: exact
formulas, from which gradients are taken symbolically.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.modes import brackets_in, first_sum, has_sums
from phasecalc.laws.text.notation import BUDGET, LOSS, log_of, symbol
from phasecalc.numerics.context import own
from phasecalc.numerics.expressions import constant

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Reduced", "held_terms", "log_terms", "reduce"]


@dataclass(frozen=True)
class Reduced:
    """Loss of a law in its free log-sizes.

    Parameters
    ----------
    law
        The law.
    free
        Names of the sizes that are left to choose.
    logs
        Logarithm of every size, in those of the free ones, log C and, where a constraint
        contains the loss, log L.
    terms
        Logarithm of each term of the loss in the same variables, by name.
    irreducible
        What the loss tends to.
    """

    law: Law
    free: tuple[str, ...]
    logs: Mapping[str, Expr]
    terms: Mapping[str, Expr]
    irreducible: Expr

    @property
    def log_loss(self) -> Expr:
        """Logarithm of the reducible loss."""
        import sympy as sp

        return sp.log(sp.Add(*(sp.exp(t) for t in self.terms.values())))


def reduce(law: Law, values: Mapping[str, Expr] | None, budget: Symbol) -> Reduced:
    """Put values into a law and solve its equalities.

    Parameters
    ----------
    law
        The law.
    values
        Number of every constant and parameter, by name; None keeps them as symbols.
    budget
        Symbol for log C.

    Raises
    ------
    DomainError
        A value is missing or not positive where it must be, or an equality has no size that
        occurs in it as a power.
    """
    given = _values(law, values)
    if values is None and has_sums(law):
        raise DomainError(
            f"{first_sum(law)}: a sum over modes is a power with a constant in the limit alone, "
            "and so has no closed form; ask for the numeric optimum (laws.allocate), which adds "
            "the sums up"
        )
    logs = {n: log_of(n) for n in law.unknowns}
    for name, equation in _equalities(law, given, budget):
        solved = _solve(equation, logs, law, name)
        logs = {n: e.xreplace(solved) for n, e in logs.items()}
    free = tuple(n for n in law.unknowns if logs[n] == log_of(n))
    terms = {
        name: _log(value.xreplace(given), law).xreplace({log_of(n): e for n, e in logs.items()})
        for name, value in _present(law, given)
    }
    low = (
        given.get(law.symbols[law.irreducible], law.symbols[law.irreducible])
        if (law.irreducible)
        else symbol(LOSS) * 0
    )
    return Reduced(law, free, logs, terms, low)


def log_terms(law: Law, budget: Symbol) -> Reduced:
    """The same with the constants and parameters kept as symbols."""
    return reduce(law, None, budget)


def held_terms(law: Law, values: Mapping[str, Expr]) -> list[tuple[str, Expr]]:
    """Terms of a law with its numbers put in, the case of each that holds, parts of sums apart.

    Parameters
    ----------
    law, values
        As for :func:`reduce`.
    """
    given = _values(law, values)
    return [(name, value.xreplace(given)) for name, value in _present(law, given)]


def _values(law: Law, values: Mapping[str, Expr] | None) -> dict[Symbol, Expr]:
    if values is None:
        return {}
    missing = [n for n in law.parameters if n not in values]
    if missing:
        raise DomainError(
            f"law {law.name}: no value for {', '.join(missing)}; give a fit, or set them"
        )
    strangers = sorted(set(values) - set(law.parameters))
    if strangers:
        raise DomainError(
            f"law {law.name} has no parameter {', '.join(strangers)}; it has "
            f"{', '.join(law.parameters)}"
        )
    given = {law.symbols[n]: values[n] for n in law.parameters}
    for s, value in given.items():
        nothing = s.name == law.irreducible and value == 0
        # SymPy would find the sign of a logarithm at the precision of all threads.
        if s.is_positive and not (constant(value, own(30)) > 0 or nothing):
            raise DomainError(f"law {law.name}: {s} = {value} must be positive")
    for relation in law.domain:
        if relation.xreplace(given).doit() != True:  # noqa: E712  (SymPy's true)
            raise DomainError(f"law {law.name}: needs {relation}")
    return given


def _present(law: Law, given: Mapping[Symbol, Expr]) -> Iterator[tuple[str, Expr]]:
    """The case of each term that holds."""
    import sympy as sp

    for term in law.terms:
        for value, relation in term.cases:
            holds = relation.xreplace(dict(given)).doit()
            if holds == True:  # noqa: E712  (SymPy's true)
                for k, part in enumerate(sp.Add.make_args(value)):
                    yield (term.name if k == 0 else f"{term.name} ({k + 1})"), part
                break
            if holds != False:  # noqa: E712  (SymPy's false)
                raise DomainError(f"law {law.name}: term {term.name} depends on {relation}")


def _equalities(
    law: Law, given: Mapping[Symbol, Expr], budget: Symbol
) -> Iterator[tuple[str, Expr]]:
    yield "budget", _log(law.budget.xreplace(dict(given)), law) - budget
    for c in law.constraints:
        if c.operator == "==":
            yield c.name, _log((c.left / c.right).xreplace(dict(given)), law)


def _log(value: Expr, law: Law) -> Expr:
    """Logarithm of an expression, in the logarithms of the sizes, of the loss and of the budget."""
    import sympy as sp

    sizes = {law.symbols[n]: sp.exp(log_of(n)) for n in law.unknowns}
    sizes |= {symbol(n): sp.exp(log_of(n)) for n in (LOSS, BUDGET)}
    if value.atoms(sp.Min, sp.Max):
        raise DomainError(f"{value} has a kink: no stationary point is sought across it")
    sums = {b: sp.Dummy(positive=True) for b in brackets_in(value)}  # not to be multiplied out
    value, parts = value.xreplace(sums), []
    for factor in sp.Mul.make_args(sp.powsimp(value) if value.is_Pow else value):
        base, power = factor.as_base_exp()
        inner = sp.expand_log(sp.log(base), force=True)
        parts.append(sp.expand(power * inner.xreplace(sizes)))
    return sp.Add(*parts).xreplace(sizes).xreplace({d: b.xreplace(sizes) for b, d in sums.items()})


def _solve(equation: Expr, logs: Mapping[str, Expr], law: Law, name: str) -> dict[Symbol, Expr]:
    import sympy as sp

    equation = equation.xreplace({log_of(n): e for n, e in logs.items()})
    # The last size first: budgets are written model size first, and it is left free.
    for n in reversed(law.sizes):
        z = log_of(n)
        slope = sp.diff(equation, z)
        if slope != 0 and not slope.free_symbols & {log_of(m) for m in law.unknowns}:
            return {z: sp.expand(-equation.xreplace({z: sp.S.Zero}) / slope)}
    if name == "budget" and (affine := _affine(equation, law)):
        return affine
    raise DomainError(
        f"law {law.name}: {name} contains no size as a power; write it so that one is"
    )


def _affine(equation: Expr, law: Law) -> dict[Symbol, Expr]:
    """The budget solved for a size of which it has one power, as training plus inference flops.

    So 6*N*D + 2*N*M is solved for M, and N^2 + D^(1/3) for D; N^2 + N has two powers of N.
    """
    import sympy as sp

    (budget,) = (
        equation.free_symbols - {log_of(n) for n in law.unknowns} - set(law.symbols.values())
    )
    cost = sp.expand(sp.exp(equation + budget))
    for n in reversed(law.sizes):
        z, size = log_of(n), sp.Dummy(positive=True)
        parts = sp.Add.make_args(sp.expand(cost.xreplace({z: sp.log(size)})))
        powers = {p.as_independent(size)[1].as_base_exp()[1] for p in parts if p.has(size)}
        if len(powers) != 1:
            continue
        (power,) = powers
        if power.free_symbols:
            continue
        slope = sp.Add(*(p.as_independent(size)[0] for p in parts if p.has(size)))
        rest = sp.Add(*(p for p in parts if not p.has(size)))
        if rest != 0 and not slope.has(size):
            return {z: (sp.log(sp.exp(budget) - rest) - sp.log(slope)) / power}
    return {}
