"""What a claim must be before any check reads it: numbers, one symbol a name, no capture.

Every check may rely on this: no side contains nan, infinity (but as a limit of a sum or an
integral) or a float; a name belongs to one symbol; a variable is bound or free, not both; what a
symbol is declared to be follows from the region if it is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy as sp

from phasecalc.exceptions import StepFailed
from phasecalc.proof.claim import Claim, Relation
from phasecalc.proof.exact import grows, prove_sign
from phasecalc.regions.region import Region

__all__ = ["bound_variables", "may_replace", "well_formed"]

_BINDERS = (sp.Sum, sp.Integral, sp.Product)
_NOT_NUMBERS = (sp.nan, sp.zoo, sp.oo, -sp.oo)


def bound_variables(expression: sp.Expr) -> set[sp.Symbol]:
    """Variables of the sums, products and integrals in an expression."""
    return {v for e in expression.atoms(*_BINDERS) for v, *_ in e.limits}


def well_formed(claim: Claim, definitions: Mapping[sp.Symbol, sp.Expr]) -> None:
    """Raise StepFailed unless the claim, written in full, can be read in one way only."""
    written = [e for e in (claim.left, claim.right, claim.remainder) if e is not None]
    names = set().union(*(e.free_symbols for e in written)) & definitions.keys()
    bound = set().union(*(bound_variables(e) for e in written))
    captured = bound & set().union(*(definitions[n].free_symbols for n in names), definitions)
    if captured:
        raise StepFailed(f"{captured.pop()} is a variable of a sum and occurs in an abbreviation")
    full = claim.substitute(definitions)
    sides = [e for e in (full.left, full.right, full.remainder) if e is not None]
    free = set().union(*(e.free_symbols for e in sides))
    bound = set().union(*(bound_variables(e) for e in sides))
    for e in sides:
        _numbers(e)
        _bound_once(e, set())
    if bound & free or {v.name for v in bound} & set(claim.region.names):
        raise StepFailed(f"{', '.join(sorted(map(str, bound & free)))}: bound and free in one line")
    _one_symbol_a_name(bound | free)
    for symbol in free:
        if symbol.name in claim.region.names:
            _declared(symbol, claim.region)


def _numbers(e: sp.Expr) -> None:
    if isinstance(e, sp.Float) or e in _NOT_NUMBERS:
        raise StepFailed(f"{e} is not an exact number")
    for part in (e.function, *_finite(e)) if isinstance(e, _BINDERS) else e.args:
        if isinstance(part, sp.Basic):
            _numbers(part)


def _finite(e: sp.Expr) -> Iterable[sp.Expr]:
    return (x for _, *edges in e.limits for x in edges if x not in (sp.oo, -sp.oo))


def _bound_once(e: sp.Basic, outside: set[sp.Symbol]) -> None:
    if isinstance(e, _BINDERS):
        mine = [v for v, *_ in e.limits]
        if len(set(mine)) < len(mine) or outside & set(mine):
            raise StepFailed(f"{e}: a variable is bound twice")
        outside = outside | set(mine)
    for part in e.args:
        _bound_once(part, outside)


def _one_symbol_a_name(symbols: Iterable[sp.Symbol]) -> None:
    known: dict[str, sp.Symbol] = {}
    for s in symbols:
        if known.setdefault(s.name, s) != s:
            raise StepFailed(f"two symbols are named {s.name}; take both from one place")


def _declared(symbol: sp.Symbol, region: Region) -> None:
    """What a parameter's symbol is declared to be must hold on the whole region."""
    if symbol.is_rational or symbol.is_irrational:
        raise StepFailed(f"{symbol} is a parameter of the region, hence any real number in it")
    for declared, quantity, relation in (
        (symbol.is_positive, symbol, ">"),
        (symbol.is_negative, -symbol, ">"),
        (symbol.is_nonnegative, symbol, ">="),
        (symbol.is_nonpositive, -symbol, ">="),
        (symbol.is_nonzero, symbol, "!="),
    ):
        if declared:
            prove_sign(quantity, relation, region)


def may_replace(known: Claim, values: Mapping[sp.Expr, sp.Expr], region: Region) -> None:
    """Raise StepFailed unless symbols of a known claim may take these values on a region."""
    sides = [e for e in (known.left, known.right, known.remainder) if e is not None]
    bound = set().union(*(bound_variables(e) for e in sides))
    bound |= {v for e in sides for s in e.atoms(sp.Subs) for v in s.variables}
    asymptotic = known.relation in (Relation.EQUIVALENT, Relation.SAME_ORDER)
    growing = set().union(*(e.free_symbols for e in sides[2:] or sides))
    for symbol, value in values.items():
        if not isinstance(symbol, sp.Symbol) or symbol in bound:
            raise StepFailed(f"{symbol} is not a free symbol of the theorem")
        if value.free_symbols & bound:
            raise StepFailed(f"the value {value} of {symbol} contains a variable of a sum")
        if symbol.is_integer and not value.is_integer:
            raise StepFailed(f"{symbol} is an integer, {value} is not known to be one")
        if symbol.is_real and value.is_real is False:
            raise StepFailed(f"{symbol} is real, {value} is not")
        for declared, known_sign, relation in (
            (symbol.is_positive, value.is_positive, ">"),
            (symbol.is_nonnegative, value.is_nonnegative, ">="),
            (symbol.is_nonzero, value.is_nonzero, "!="),
        ):
            if declared and not known_sign:
                prove_sign(value, relation, region)
        parameter = symbol.name in known.region.names
        size = not parameter and symbol in growing and symbol.is_positive
        if asymptotic and size and not grows(value, region):
            raise StepFailed(f"{symbol} grows; {value} is not known to")
