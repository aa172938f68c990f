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
from phasecalc.laws.text.checks import (
    ABOUT_FIT,
    check_fits,
    check_label,
    check_pairs,
    check_parameter,
    open_signs,
)
from phasecalc.laws.text.notation import BUDGET, LOSS, check_name, functions, symbol
from phasecalc.laws.text.positive import check_bound, check_term
from phasecalc.laws.text.reading import (
    read_budget,
    read_domain,
    read_relation,
    read_value,
    readable,
    stable,
)
from phasecalc.parsing import expression, relation
from phasecalc.parsing.grammar import echo
from phasecalc.parsing.labels import check_text

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.exponents.exponents import Optimum

__all__ = ["Constraint", "Fit", "Law", "Term"]


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
    support
        Pairs (name, text): what the fit rests on, as :mod:`phasecalc.fitting` writes it.
    """

    name: str
    values: tuple[tuple[str, str], ...]
    source: str = ""
    note: str = ""
    support: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        check_label(self.name, "fit")
        check_pairs(self.values, f"fit {self.name}: values")
        check_pairs(self.support, f"fit {self.name}: support")
        for key in ABOUT_FIT:
            check_text(getattr(self, key), f"fit {self.name}: {key}", lines=True)

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
        Relations between parameters. A parameter that none of them mentions is positive; one
        that is mentioned has the sign that they leave it.
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
        name, title, source, note
            As for the class.
        sizes, rates, scales, parameters
            Names. C, the budget, and L, the loss, are taken; both may stand in constraints, and
            only there.
        terms
            Label to expression, to ``"min(a; b)"`` or ``"max(a; b)"`` of expressions, or to a
            list of cases, pairs (expression, relation between parameters).
        budget
            Expression for the cost, which contains a size.
        constraints
            Label to relation, with ``<=``, ``>=`` or ``==`` and positive sides.
        domain
            Relations between parameters. One that is mentioned here is no longer taken as
            positive: with ``["a > b"]`` both may be negative, so add ``"b > 0"`` where it is not.
        irreducible
            Name of a parameter.
        fits
            Published values: of every parameter, each positive unless the domain mentions it.

        Raises
        ------
        ParseError
            A name or an expression is not one.
        DomainError
            The declaration contradicts itself.
        """
        check_label(name, "law")
        for key, text in (("title", title), ("source", source), ("note", note)):
            check_text(text, key, lines=True)
        _check_names(
            {"sizes": sizes, "rates": rates, "scales": scales, "parameters": parameters}, domain
        )
        unknowns = [*sizes, *rates, *scales]
        every = [*unknowns, *parameters]
        signed = open_signs(parameters, domain)
        table = {n: symbol(n, n in signed) for n in every}
        known = {n: table[n] for n in parameters}
        if irreducible and irreducible not in parameters:
            raise DomainError(f"irreducible = {irreducible!r} is not one of the parameters")
        if not terms:
            raise DomainError("a law needs a term")
        constraints = constraints or {}
        _check_labels(terms, constraints, unknowns)
        among = [[table[n] for n in names] for names in (sizes, rates, scales)]
        relations = tuple(read_domain(r, known) for r in domain)
        for f in fits:
            if not isinstance(f, Fit):
                raise ParseError(f"fits: {echo(f)} is not a Fit")
        check_fits(fits, known, relations)
        return cls(
            name=name,
            title=title,
            sizes=tuple(sizes),
            rates=tuple(rates),
            scales=tuple(scales),
            terms=tuple(read_term(n, t, table, known, among) for n, t in terms.items()),
            budget=read_budget(
                budget, table, [*among, [known[n] for n in parameters if n not in signed]]
            ),
            constraints=tuple(
                read_constraint(n, t, table, unknowns) for n, t in constraints.items()
            ),
            parameters=tuple(parameters),
            domain=relations,
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

    def optimum(self, timeout: float | None = None) -> Optimum:
        """Optimal exponents, by cases, with proofs.

        Parameters
        ----------
        timeout
            Seconds to wait for the whole, or None for as long as the counted work takes.

        Raises
        ------
        DomainError
            The law is not made of powers, or has no optimum.
        Undecided
            A proof was not found.
        """
        from phasecalc.laws.exponents.exponents import Optimum

        return Optimum.derive(self, timeout)

    def __repr__(self) -> str:
        return f"<Law {self.name}: {' + '.join(t.name for t in self.terms)} at {self.budget}>"


def _check_names(names: Mapping[str, Sequence[str]], domain: Sequence[str]) -> None:
    for key, texts in {**names, "domain": domain}.items():
        lists = isinstance(texts, list | tuple)
        if not lists or not all(isinstance(x, str) for x in texts):
            raise ParseError(f"{key} = {echo(texts)}: must be a list of texts")
    every = [n for key in names for n in names[key]]
    for n in every:
        check_name(n, "parameter" if n in names["parameters"] else "unknown")
    twice = sorted({n for n in every if every.count(n) > 1})
    if twice:
        raise DomainError(f"declared twice: {', '.join(twice)}")
    for n in names["parameters"]:
        check_parameter(n)


def _check_labels(
    terms: Mapping[str, object], constraints: Mapping[str, str], unknowns: Sequence[str]
) -> None:
    for what, labels in (("term", terms), ("constraint", constraints)):
        if not isinstance(labels, Mapping):
            raise ParseError(f"{what}s = {echo(labels)}: must go from labels to texts")
        for label in labels:
            check_label(label, what, unknowns)
    for label in constraints:
        if label in terms:
            raise DomainError(f"constraint {label!r}: a term has this label; choose another")


def read_term(
    name: str,
    given: str | Sequence[tuple[str, str]],
    table: Mapping[str, Symbol],
    parameters: Mapping[str, Symbol],
    among: Sequence[Sequence[Symbol]],
) -> Term:
    """Term from text; ``among`` are sizes, rates and scales."""
    import sympy as sp

    if isinstance(given, str):
        value = read_value(given, table, sums=True)
        check_term(name, value, among)
        return Term(name, ((value, sp.true),))
    pairs = given if isinstance(given, list | tuple) else ()
    if not pairs or not all(
        isinstance(p, list | tuple) and len(p) == 2 and all(isinstance(x, str) for x in p)
        for p in pairs
    ):
        raise ParseError(f"term {name}: an expression as text, or pairs (expression, relation)")
    cases = tuple((read_value(e, table, sums=True), read_relation(r, parameters)) for e, r in pairs)
    for value, _ in cases:
        check_term(name, value, among)
    return Term(name, cases)


def read_constraint(
    name: str, text: str, table: Mapping[str, Symbol], unknowns: Sequence[str]
) -> Constraint:
    """Constraint from text."""
    check_text(text, f"constraint {name}")
    both = {**table, LOSS: symbol(LOSS), BUDGET: symbol(BUDGET)}
    left, operator, right = relation(text, both, functions())
    if operator not in ("<=", ">=", "=="):
        raise ParseError(f"constraint {text!r}: write it with <=, >= or ==")
    left, right = stable(left, both), stable(right, both)
    readable(f"{left} {operator} {right}")
    check_bound(name, left, right, {*unknowns, LOSS})
    return Constraint(name, left, operator, right)
