"""Scaling laws as data: sizes, terms, a budget, parameters, published fits, a source.

A law says how the loss depends on its sizes and what a choice of sizes costs. All that the
package says about it - exponents, phases, constants, optima at a budget - is derived from this
declaration, never stored beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.laws.notation import BUDGET, LOSS, check_name, functions, symbol
from phasecalc.parsing import expression, relation

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.exponents import Optimum

__all__ = ["Constraint", "Fit", "Law", "Term"]

_ROUNDS = 5


@dataclass(frozen=True)
class Term:
    """Term of the loss, possibly by cases; absent where no case holds.

    Parameters
    ----------
    name
        Label.
    cases
        Pairs (expression, relation between the parameters); the first that holds counts.
    """

    name: str
    cases: tuple[tuple[Expr, Expr], ...]


@dataclass(frozen=True)
class Constraint:
    """Relation between sizes beside the budget; may contain the loss L.

    Parameters
    ----------
    name
        Label.
    left, operator, right
        The two sides and ``<=``, ``>=`` or ``==``.
    """

    name: str
    left: Expr
    operator: str
    right: Expr


@dataclass(frozen=True)
class Fit:
    """Published values of a law's constants and parameters.

    Parameters
    ----------
    name
        Label.
    values
        Pairs (name, exact number as text).
    source
        Citation key, with the place.
    note
        How the values are known, and what to beware of.
    """

    name: str
    values: tuple[tuple[str, str], ...]
    source: str = ""
    note: str = ""

    def numbers(self) -> dict[str, Expr]:
        """Exact values by name."""
        return {name: expression(text, {}, functions()) for name, text in self.values}


@dataclass(frozen=True)
class Law:
    """A scaling law: what the loss is made of, and what its sizes cost.

    Build one with :meth:`of` from text, or read a file with :func:`phasecalc.laws.read_law`.

    Parameters
    ----------
    name, title
        Label, and one line of description.
    sizes
        Unknowns that are at least 1, such as model size and tokens.
    rates
        Unknowns that are at most 1, such as a learning rate.
    scales
        Unknowns that may be either.
    terms
        Terms of the loss without its irreducible part.
    budget
        What a choice of sizes costs, in flops; the budget C bounds it.
    constraints
        Further relations.
    parameters
        Names of constants and exponents.
    domain
        Relations between parameters; those not mentioned are positive.
    irreducible
        Name of the constant that the loss tends to, or "".
    fits
        Published values.
    source, note
        Citation key with the place, and what a reader must know.

    Examples
    --------
    >>> law = Law.of(
    ...     "two", sizes=["N", "D"], terms={"model": "A*N^-a", "data": "B*D^-b"},
    ...     budget="6*N*D", parameters=["A", "B", "a", "b"])
    >>> print(law.optimum())
    loss C^-(a*b/(a + b)), N = C^(b/(a + b)), D = C^(a/(a + b))
        model = data, with budget; for all a > 0 and b > 0
    """

    name: str
    title: str
    sizes: tuple[str, ...]
    rates: tuple[str, ...]
    scales: tuple[str, ...]
    terms: tuple[Term, ...]
    budget: Expr
    constraints: tuple[Constraint, ...]
    parameters: tuple[str, ...]
    domain: tuple[Expr, ...]
    irreducible: str = ""
    fits: tuple[Fit, ...] = ()
    source: str = ""
    note: str = ""
    _signed: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls,
        name: str,
        *,
        sizes: Sequence[str],
        terms: Mapping[str, str | Sequence[tuple[str, str]]],
        budget: str,
        parameters: Sequence[str] = (),
        rates: Sequence[str] = (),
        scales: Sequence[str] = (),
        constraints: Mapping[str, str] | None = None,
        domain: Sequence[str] = (),
        irreducible: str = "",
        fits: Sequence[Fit] = (),
        title: str = "",
        source: str = "",
        note: str = "",
    ) -> Law:
        """Read a law from text, which is never executed.

        Parameters
        ----------
        name, title, source, note, fits
            As for the class.
        sizes, rates, scales, parameters
            Names. In expressions C is the budget and L the loss.
        terms
            Label to expression; by cases, pairs (expression, relation). A list of expressions
            under ``"min ..."`` is written ``"min(a; b)"``.
        budget
            Expression for the cost.
        constraints
            Label to relation.
        domain
            Relations between parameters.
        irreducible
            Name of a parameter.

        Raises
        ------
        ParseError
            A name or an expression is not one.
        DomainError
            The declaration contradicts itself.
        """
        every = [*sizes, *rates, *scales, *parameters]
        for n in every:
            check_name(n, "parameter" if n in parameters else "unknown")
        twice = sorted({n for n in every if every.count(n) > 1})
        if twice:
            raise DomainError(f"declared twice: {', '.join(twice)}")
        signed = tuple(p for p in parameters if any(_mentions(r, p) for r in domain))
        table = {n: symbol(n, n in signed) for n in every}
        known = {n: table[n] for n in parameters}
        if irreducible and irreducible not in parameters:
            raise DomainError(f"irreducible = {irreducible!r} is not one of the parameters")
        if not terms:
            raise DomainError("a law needs a term")
        return cls(
            name=name,
            title=title,
            sizes=tuple(sizes),
            rates=tuple(rates),
            scales=tuple(scales),
            terms=tuple(read_term(n, t, table, known) for n, t in terms.items()),
            budget=read_value(budget, table),
            constraints=tuple(read_constraint(n, t, table) for n, t in (constraints or {}).items()),
            parameters=tuple(parameters),
            domain=tuple(read_relation(r, known) for r in domain),
            irreducible=irreducible,
            fits=tuple(fits),
            source=source,
            note=note,
            _signed=signed,
        )

    @cached_property
    def symbols(self) -> Mapping[str, Symbol]:
        """Symbol of each size, rate and parameter, by name."""
        names = (*self.unknowns, *self.parameters)
        return {n: symbol(n, n in self._signed) for n in names}

    @property
    def unknowns(self) -> tuple[str, ...]:
        """Sizes, rates and scales."""
        return (*self.sizes, *self.rates, *self.scales)

    @property
    def loss_dependent(self) -> bool:
        """Whether a constraint contains the loss."""
        loss = symbol(LOSS)
        return any(loss in (c.left - c.right).free_symbols for c in self.constraints)

    def fit(self, name: str | None = None) -> Fit:
        """Published values of a given name; by default the first.

        Raises
        ------
        DomainError
            There is none of this name.
        """
        for fit in self.fits:
            if name in (None, fit.name):
                return fit
        known = ", ".join(f.name for f in self.fits) or "none"
        raise DomainError(f"law {self.name}: no fit {name!r}; known: {known}")

    def optimum(self, timeout: float = 10.0) -> Optimum:
        """Optimal exponents, by cases, with proofs.

        Parameters
        ----------
        timeout
            Seconds allowed to each proof obligation.

        Raises
        ------
        DomainError
            The law is not made of powers, or has no optimum.
        Undecided
            A proof was not found.
        """
        from phasecalc.laws.exponents import Optimum

        return Optimum.derive(self, timeout)

    def __repr__(self) -> str:
        return f"<Law {self.name}: {' + '.join(t.name for t in self.terms)} at {self.budget}>"


def read_term(
    name: str,
    given: str | Sequence[tuple[str, str]],
    table: Mapping[str, Symbol],
    parameters: Mapping[str, Symbol],
) -> Term:
    """Term from text."""
    import sympy as sp

    if isinstance(given, str):
        return Term(name, ((read_value(given, table), sp.true),))
    return Term(
        name,
        tuple((read_value(e, table), read_relation(r, parameters)) for e, r in given),
    )


def read_value(text: str, table: Mapping[str, Symbol]) -> Expr:
    """Expression, or ``min(a; b)`` or ``max(a; b)`` of expressions."""
    import sympy as sp

    stripped = text.strip()
    for word, function in (("min(", sp.Min), ("max(", sp.Max)):
        if stripped.startswith(word) and stripped.endswith(")") and ";" in stripped:
            parts = stripped[len(word) : -1].split(";")
            return function(*(_stable(expression(p, table, functions()), table) for p in parts))
    return _stable(expression(text, table, functions()), table)


def _stable(value: Expr, table: Mapping[str, Symbol]) -> Expr:
    """The form of an expression that its own text reads back as.

    SymPy multiplies numbers into sums as it reads, so that text and expression may need a round.
    """
    for _ in range(_ROUNDS):
        again = expression(str(value), table, functions())
        if again == value:
            return value
        value = again
    raise ParseError(f"{value}: no form that reads back as itself; write it in simpler parts")


def write_value(value: Expr) -> str:
    """Text that :func:`read_value` reads as the same expression."""
    import sympy as sp

    for word, function in (("min", sp.Min), ("max", sp.Max)):
        if isinstance(value, function):
            return f"{word}({'; '.join(sorted(map(str, value.args)))})"
    return str(value)


def read_relation(text: str, table: Mapping[str, Symbol]) -> Expr:
    """Strict or weak inequality between parameters."""
    import sympy as sp

    left, operator, right = relation(text, table)
    make = {">": sp.Gt, ">=": sp.Ge, "<": sp.Lt, "<=": sp.Le}.get(operator)
    if make is None:
        raise ParseError(f"relation {text!r}: write an inequality")
    return make(left, right, evaluate=False)


def read_constraint(name: str, text: str, table: Mapping[str, Symbol]) -> Constraint:
    """Constraint from text."""
    both = {**table, LOSS: symbol(LOSS), BUDGET: symbol(BUDGET)}
    left, operator, right = relation(text, both, functions())
    if operator not in ("<=", ">=", "=="):
        raise ParseError(f"constraint {text!r}: write it with <=, >= or ==")
    return Constraint(name, _stable(left, both), operator, _stable(right, both))


def _mentions(text: str, name: str) -> bool:
    import re

    return re.search(rf"\b{name}\b", text) is not None
