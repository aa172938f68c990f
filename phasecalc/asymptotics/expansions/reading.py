"""The text of an expansion: terms with their sums and integrals, and the conditions on names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.asymptotics.expansions.pieces import Ends, Monomial
from phasecalc.asymptotics.expansions.register import registered
from phasecalc.asymptotics.expansions.summand import monomial
from phasecalc.asymptotics.rules.order import sign_region
from phasecalc.checker import Surd
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.parsing import exact, expression, relation
from phasecalc.parsing.brackets import Bracket, cut_out, names_in
from phasecalc.parsing.grammar import echo
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr, Symbol

__all__ = ["Part", "Question", "number", "profile_functions", "read"]

_FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    "exp": sp.exp,
    "log": sp.log,
    "erfc": sp.erfc,
    "J0": lambda x: sp.besselj(0, x),
    "J1": lambda x: sp.besselj(1, x),
}
_RELATIONS = {">": ">", "<": "<", "==": "="}
_MAX_CONDITIONS = 20


@dataclass(frozen=True)
class Part:
    """A constant times a power of the variable, times a sum or integral or nothing.

    Parameters
    ----------
    coefficient, power
        In front.
    body, mode
        Summand and its variable; None for no sum.
    ends
        Where it begins and ends.
    """

    coefficient: Expr
    power: Expr
    body: Expr | None = None
    mode: Symbol | None = None
    ends: Ends | None = None


@dataclass(frozen=True)
class Question:
    """What is to be expanded.

    Parameters
    ----------
    text
        As written.
    variable
        That grows or falls to 0.
    parts
        Terms.
    region
        Parameters considered.
    """

    text: str
    variable: Symbol
    parts: tuple[Part, ...]
    region: Region

    @property
    def symbols(self) -> frozenset[Symbol]:
        """Parameters and constants that occur."""
        inside = [
            e
            for part in self.parts
            for e in (
                part.coefficient,
                part.power,
                part.body,
                *(x for end in _ends(part.ends) for x in (end.constant, end.power)),
            )
            if e is not None
        ]
        bound = {self.variable, *(part.mode for part in self.parts)}
        used = frozenset().union(*(e.free_symbols for e in inside)) - bound
        return used | {sp.Symbol(n, real=True) for n in self.region.names}


def _ends(ends: Ends | None) -> tuple[Monomial, ...]:
    return () if ends is None else tuple(e for e in (ends.lower, ends.upper) if e is not None)


def read(
    text: str,
    variable: str,
    where: str | Sequence[str],
    values: Mapping[str, ExactLike],
    sizes: Mapping[str, str],
    constants: Sequence[str],
) -> Question:
    """Read a question.

    Parameters
    ----------
    text
        The formula.
    variable
        Name of the variable.
    where
        Comparisons of the parameters.
    values
        Numbers for parameters.
    sizes
        Further sizes as powers of the variable.
    constants
        Names of fixed positive numbers.

    Raises
    ------
    ParseError, DomainError
        The text is outside the grammar, or a name has no role or two.
    """
    outside, brackets = cut_out(text)
    conditions = _conditions(where)
    names = _symbols(text, variable, conditions, values, sizes, constants, brackets)
    t = names[variable]
    put = {names[n]: number(v, n) for n, v in values.items()}
    for name, formula in sizes.items():
        put[names[name]] = expression(formula, names).xreplace(put)
    known = {n: s for n, s in names.items() if s.is_positive is None and n not in values}
    region = _region(conditions, names, put, sorted(known))
    marks = {name: sp.Symbol(name) for name in brackets}
    whole = _with(expression(outside, {**names, **marks}), put, t)
    found: list[Part] = []
    for term in sp.Add.make_args(sp.expand(whole)):
        found.append(_part(term, {marks[n]: b for n, b in brackets.items()}, names, t, put, text))
    return Question(text, t, tuple(found), region)


def profile_functions() -> dict[str, Callable[[Expr], Expr]]:
    """Functions that a summand may contain, those registered among them."""
    return {**_FUNCTIONS, **{name: sp.Function(name) for name in registered()}}


def _with(found: Expr, put: Mapping[Symbol, Expr], t: Symbol) -> Expr:
    """Values and sizes put in; (t^x)^y is t^(x y), whatever x and y are, since t > 0."""
    return found.subs(put).replace(
        lambda e: e.is_Pow and e.base.is_Pow and e.base.base == t,
        lambda e: t ** tidy(e.base.exp * e.exp),
    )


def _conditions(where: str | Sequence[str]) -> list[str]:
    texts = where.split(",") if isinstance(where, str) else list(where)
    found = [text.strip() for text in texts if text.strip()]
    if len(found) > _MAX_CONDITIONS:
        raise ParseError(f"{len(found)} conditions, at most {_MAX_CONDITIONS} are read; join some")
    return found


def _symbols(
    text: str,
    variable: str,
    conditions: Sequence[str],
    values: Mapping[str, ExactLike],
    sizes: Mapping[str, str],
    constants: Sequence[str],
    brackets: Mapping[str, Bracket],
) -> dict[str, Symbol]:
    """Every name with its one role: variable and sizes and constants positive, the others real."""
    bound = {b.variable for b in brackets.values()}
    used = names_in(" ".join([text, *conditions, *sizes.values()]))
    skip = {*profile_functions(), "sqrt", "sum", "integral", "oo", "inf"}
    roles = {"variable": {variable}, "size": set(sizes), "constant": set(constants)}
    roles |= {"parameter with a value": set(values), "variable of a sum": bound}
    for name in dict.fromkeys((variable, *sizes, *constants, *values, *bound)):
        mine = [role for role, found in roles.items() if name in found]
        if len(mine) > 1:
            raise DomainError(f"{name} is a {mine[0]} and a {mine[1]}; rename one of them")
        if name in skip:
            raise DomainError(f"{name} is the name of a function; rename it")
    if variable not in names_in(text) and variable not in names_in(" ".join(sizes.values())):
        raise DomainError(f"{echo(variable)} does not occur in {echo(text)}; name the variable")
    positive = {variable, *sizes, *constants}
    free = [n for n in dict.fromkeys((*used, *positive, *values)) if n not in skip | bound]
    return {
        n: sp.Symbol(n, positive=True) if n in positive else sp.Symbol(n, real=True) for n in free
    }


def number(value: ExactLike, name: str) -> Expr:
    """Exact number of SymPy, rational or a + b sqrt(n), from what a person passed.

    Parameters
    ----------
    value, name
        What it is and what it stands for.
    """
    found = exact(value, name)
    if not isinstance(found, Surd):
        return sp.Rational(found.numerator, found.denominator)
    return sp.Rational(found.a) + sp.Rational(found.b) * sp.sqrt(found.n)


def _region(
    conditions: Sequence[str],
    names: Mapping[str, Symbol],
    put: Mapping[Symbol, Expr],
    parameters: Sequence[str],
) -> Region:
    region = Region.everything(parameters)
    for text in conditions:
        left, operator, right = relation(text, names)
        difference = (left - right).subs(put)
        if operator not in (*_RELATIONS, ">=", "<=", "!="):
            raise ParseError(f"where {echo(text)}: use >, <, >=, <=, == or !=")
        if not difference.free_symbols:
            if not _holds(difference, operator):
                raise DomainError(f"where {echo(text)} does not hold for the values given")
            continue
        strange = {s.name for s in difference.free_symbols} - set(parameters)
        if strange:
            raise DomainError(
                f"where {echo(text)}: {', '.join(sorted(strange))} is no parameter; conditions are "
                "on parameters alone"
            )
        if operator in _RELATIONS:
            region = sign_region(difference, _RELATIONS[operator], region)
        else:
            kind = {">=": "<", "<=": ">", "!=": "="}[operator]
            region = (region & ~sign_region(difference, kind, region)).simplified()
        if not region.cells:
            raise DomainError(f"where {echo(text)}: no parameters satisfy all conditions")
    return region


def _holds(number: Expr, operator: str) -> bool:
    sign = int(sp.sign(number))
    return {
        ">": sign > 0,
        "<": sign < 0,
        "==": sign == 0,
        ">=": sign >= 0,
        "<=": sign <= 0,
        "!=": sign != 0,
    }[operator]


def _part(
    term: Expr,
    brackets: Mapping[Symbol, Bracket],
    names: Mapping[str, Symbol],
    t: Symbol,
    put: Mapping[Symbol, Expr],
    text: str,
) -> Part:
    inside = [mark for mark in brackets if term.has(mark)]
    front = term.coeff(inside[0]) if len(inside) == 1 else term
    if len(inside) > 1 or (inside and (front.has(*inside) or term != front * inside[0])):
        raise DomainError(f"{echo(text)}: products of sums are not expanded; expand each by itself")
    read_front = monomial(front, sp.Dummy(), t)
    if read_front is None:
        raise DomainError(
            f"{echo(text)}: {front} stands outside the sums and is no constant times a power of {t}"
        )
    c, power, _ = read_front
    if not inside:
        return Part(c, power)
    bracket = brackets[inside[0]]
    mode = sp.Symbol(bracket.variable, positive=True)
    body = _with(
        expression(bracket.body, {**names, bracket.variable: mode}, profile_functions()), put, t
    )
    first = 1 if bracket.kind == "sum" else 0

    def value(text: str) -> Expr:
        return _with(expression(text, names), put, t)

    ends = Ends(
        bracket.kind,
        None if value(bracket.lower) == first else _end(bracket, value(bracket.lower), t),
        None if bracket.upper is None else _end(bracket, value(bracket.upper), t),
    )
    return Part(c, power, body, mode, ends)


def _end(bracket: Bracket, value: Expr, t: Symbol) -> Monomial:
    found = monomial(value, sp.Dummy(), t)
    if found is None or not found[0].is_positive:
        raise DomainError(
            f"{echo(bracket.text)}: an end is a positive constant times a power of {t}, not {value}"
        )
    if bracket.kind == "sum" and found[1] == 0:
        raise DomainError(
            f"{echo(bracket.text)}: a sum begins at 1 or at a size, and has no end or ends at a "
            f"size; say how {value} grows by sizes, such as M = {t}^2"
        )
    return Monomial(found[0], found[1])
