"""From a law to programs over exponents, one for each branch of its minima.

Sizes are powers of the budget, so a law becomes a program over exponents. A ``min`` inside a term
gives one program for each of its branches, and the best of them is the law's: the minimum over
sizes of max_i min_j a_ij is the least, over choices j(i), of the minima of max_i a_ij(i). Where a
constraint contains the loss, the loss is one more unknown, at least as large as each term.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.laws.programs.budget_exponents import exponent, without_logarithms
from phasecalc.laws.text.notation import BUDGET, LOSS, exponent_of, symbol
from phasecalc.optimum.program import Program
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law, Term

__all__ = [
    "NO_PARAMETER",
    "Branch",
    "Row",
    "branches",
    "expressions",
    "fixed",
    "parameter_domain",
    "signs",
    "sizes",
]

# A program has a parameter; this one stands in where the exponents of a law contain none.
NO_PARAMETER = "none"

# What can be solved in seconds; a law of the literature has three of each.
_MAX_BRANCHES, _MAX_ROWS, _MAX_UNKNOWNS, _MAX_PARAMETERS = 64, 40, 6, 5


@dataclass(frozen=True)
class Row:
    """One line of a program over exponents.

    Parameters
    ----------
    name
        Term or constraint.
    is_term
        Which of the two: a term is a part of the loss, a constraint is at most 0.
    relation
        Between parameters: where a term has this form.
    form
        Affine form in the exponents of the sizes.
    logarithm
        Power of log C that comes with it.
    """

    name: str
    is_term: bool
    relation: Expr
    form: Expr
    logarithm: Expr


@dataclass(frozen=True)
class Branch:
    """Choice of one entry in every minimum of a law.

    Parameters
    ----------
    law
        The law.
    rows
        Its terms and constraints.
    """

    law: Law
    rows: tuple[Row, ...]

    @cached_property
    def program(self) -> Program:
        """Program over exponents."""
        import sympy as sp

        law, loss = self.law, exponent_of(LOSS)
        terms: dict[str, list[tuple[Expr, Expr]]] = {}
        constraints: dict[str, Expr] = {}
        for row in self.rows:
            if not row.is_term:
                constraints[row.name] = sp.Le(row.form, 0, evaluate=False)
            elif law.loss_dependent:
                if row.relation is not sp.true:
                    raise DomainError(f"law {law.name}: a loss in a constraint and terms by cases")
                constraints[row.name] = sp.Le(row.form - loss, 0, evaluate=False)
            else:
                # Pieces of a term by cases that are sums have their own names, and do not meet.
                terms.setdefault(row.name, []).append((row.form, row.relation))
        domain = parameter_domain(law)
        return Program.of(
            terms={"loss": [(loss, sp.true)]} if law.loss_dependent else terms,
            unknowns=[*map(exponent_of, law.unknowns), *([loss] if law.loss_dependent else [])],
            constraints=constraints,
            domain=[] if domain is None else [domain.as_expr()],
            parameters=(NO_PARAMETER,) if domain is None else domain.names,
        )


def branches(law: Law) -> dict[str, Branch]:
    """Branches of a law, by a name for each.

    Raises
    ------
    DomainError
        A term or constraint is not made of powers.
    """
    import sympy as sp

    at, domain, known = sizes(law), parameter_domain(law), signs(law)
    _require_modest(law, domain)
    found: list[tuple[str, bool, Expr, tuple[Expr, ...]]] = []
    for is_term, read in ((True, _terms(law)), (False, _bounds(law))):
        earlier: dict[str, list[Expr]] = {}
        for name, relation, value in read:
            for k, row in enumerate(exponent(value, at, domain, known)):
                # Of a further part the program does not know in which cases its term has another.
                here = relation if k == 0 else sp.And(relation, *map(sp.Not, earlier.get(name, [])))
                found.append((name if k == 0 else f"{name} ({k + 1})", is_term, here, row))
            earlier.setdefault(name, []).append(relation)
    if len(found) > _MAX_ROWS or math.prod(len(row) for *_, row in found) > _MAX_BRANCHES:
        raise DomainError(
            f"law {law.name}: {len(found)} terms and constraints; at most {_MAX_ROWS}, and "
            f"{_MAX_BRANCHES} branches of their minima"
        )
    bounds = [(f"{n} >= 1", -exponent_of(n)) for n in law.sizes]
    bounds += [(f"{n} <= 1", exponent_of(n)) for n in law.rates]
    edges = [Row(name, False, sp.true, form, sp.S.Zero) for name, form in bounds]
    return {
        str(number): Branch(
            law,
            (
                *edges,
                *(
                    Row(name, is_term, relation, *without_logarithms(form))
                    for (name, is_term, relation, _), form in zip(found, choice, strict=True)
                ),
            ),
        )
        for number, choice in enumerate(itertools.product(*(row for *_, row in found)), start=1)
    }


def fixed(law: Law, at: Mapping[Symbol, Expr]) -> Law:
    """The law with numbers in the place of parameters; of a term by cases the one that holds.

    Relations between parameters that are left stay; one that the numbers break is refused.
    """
    import sympy as sp

    given = dict(at)
    left = tuple(x for r in law.domain if (x := r.subs(given)) != sp.true)
    if sp.false in left:
        where = ", ".join(f"{n} = {x}" for n, x in given.items())
        needed = " and ".join(map(str, law.domain))
        raise DomainError(f"law {law.name} at {where}: needs {needed}")

    def held(term: Term) -> tuple[tuple[Expr, Expr], ...]:
        cases = [(e.xreplace(given), r.subs(given)) for e, r in term.cases]
        open_ = [(e, r) for e, r in cases if r != sp.false]
        first = next((k for k, (_, r) in enumerate(open_) if r == sp.true), len(open_))
        return tuple(open_[: first + 1])  # the first that holds counts

    return replace(
        law,
        terms=tuple(replace(t, cases=c) for t in law.terms if (c := held(t))),
        budget=law.budget.xreplace(given),
        constraints=tuple(
            replace(c, left=c.left.xreplace(given), right=c.right.xreplace(given))
            for c in law.constraints
        ),
        parameters=tuple(p for p in law.parameters if law.symbols[p] not in at),
        domain=left,
        fits=(),
    )


def sizes(law: Law) -> dict[Symbol, Expr]:
    """Exponent of each size, of the loss and of the budget."""
    import sympy as sp

    at: dict[Symbol, Expr] = {law.symbols[n]: exponent_of(n) for n in law.unknowns}
    return at | {symbol(LOSS): exponent_of(LOSS), symbol(BUDGET): sp.S.One}


def signs(law: Law) -> dict[Expr, int]:
    """Sign of the exponent of a size, a rate, and the loss, which is at most 1."""
    known = dict.fromkeys(map(exponent_of, law.sizes), 1)
    return known | dict.fromkeys(map(exponent_of, (*law.rates, LOSS)), -1)


def _require_modest(law: Law, domain: Region | None) -> None:
    """Refuse what would take hours, and a size that nothing depends on."""
    parameters = () if domain is None else domain.names
    if len(law.unknowns) > _MAX_UNKNOWNS or len(parameters) > _MAX_PARAMETERS:
        raise DomainError(
            f"law {law.name}: {len(law.unknowns)} unknowns and {len(parameters)} parameters in its "
            f"exponents; at most {_MAX_UNKNOWNS} and {_MAX_PARAMETERS}"
        )
    used = set().union(*(e.free_symbols for e in expressions(law)))
    for name in law.unknowns:
        if law.symbols[name] not in used:
            raise DomainError(f"law {law.name}: nothing depends on {name}")


def parameter_domain(law: Law) -> Region | None:
    """Domain of the parameters that exponents or cases contain; None where there are none."""
    import sympy as sp

    used = set().union(*(_in_exponents(e) for e in expressions(law)))
    used |= set().union(*(r.free_symbols for r in law.domain), *(_relations(law)))
    names = [n for n in law.parameters if law.symbols[n] in used]
    if not names:
        return None
    signs = [sp.Gt(law.symbols[n], 0, evaluate=False) for n in names if n not in law._signed]
    return Region.where(*signs, *law.domain, parameters=names)


def expressions(law: Law) -> Iterator[Expr]:
    """Values of the terms, and quotients that the budget and the constraints bound."""
    yield from (value for _, _, value in _terms(law))
    yield from (value for _, _, value in _bounds(law))


def _terms(law: Law) -> Iterator[tuple[str, Expr, Expr]]:
    for term in law.terms:
        for value, relation in term.cases:
            yield term.name, relation, value


def _relations(law: Law) -> Iterator[set[Symbol]]:
    return (relation.free_symbols for _, relation, _ in _terms(law))


def _bounds(law: Law) -> Iterator[tuple[str, Expr, Expr]]:
    """Quotients that must be at most of order one."""
    import sympy as sp

    yield "budget", sp.true, law.budget / symbol(BUDGET)
    for c in law.constraints:
        if c.operator in ("<=", "=="):
            yield c.name, sp.true, c.left / c.right
        if c.operator in (">=", "=="):
            below = f"{c.name} (from below)" if c.operator == "==" else c.name
            yield below, sp.true, c.right / c.left


def _in_exponents(e: Expr) -> set[Symbol]:
    import sympy as sp

    inner = set().union(*(_in_exponents(a) for a in e.args)) if e.args else set()
    if isinstance(e, sp.Pow) and not e.base.is_number:
        inner |= e.exp.free_symbols
    return inner
