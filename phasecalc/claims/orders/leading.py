"""Leading forms of the terms of the loss, case by case, as trees of the claim language.

They are the derived expansions with their remainders and nothing else. Where
the lower end of the spectrum carries an integral, its constant depends on how
sharply the spectrum ends, which the four-term form does not say: such a term
has an order, and a factor without a value that stays between constants. The
ridge is kappa_0 d**(-2 alpha) up to a relative error of which only that it
tends to 0 is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce
from typing import TYPE_CHECKING

from phasecalc.claims.orders.sides import CONSTANT_OF
from phasecalc.claims.orders.window import SMALL, TINY
from phasecalc.claims.reading.language import TERM_NAMES, Binary, Call, Name, Node, Number
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.asymptotics.rules.expansion import Expansion
    from phasecalc.plrf.phases.terms import LossTerm

__all__ = ["Case", "cases_of", "learning_rates"]


@dataclass(frozen=True)
class Case:
    """Leading form of one term on one region.

    Parameters
    ----------
    name
        The term.
    region
        Where.
    tree
        The leading form.
    errors
        Relative remainders, each up to a constant.
    """

    name: str
    region: Region
    tree: Node
    errors: tuple[Node, ...] = ()


@cache
def cases_of(name: str) -> tuple[Case, ...]:
    """Leading forms of a term, K_pp with its factor gamma**2*B, not divided by gamma*B.

    Parameters
    ----------
    name
        One of ``TERM_NAMES``.

    Examples
    --------
    >>> [str(case.region) for case in cases_of("F_ac")]
    ['alpha > 1/2 and beta > 1/2', 'alpha > 0 and alpha < 1/2 and beta > 1/2',
     'alpha = 1/2 and beta > 1/2']
    """
    from phasecalc.plrf.phases.terms import expansions

    assert name in TERM_NAMES
    (term,) = (t for t in _terms() if t.name == name)
    found = []
    for case in expansions(term.definition, term.where):
        tree = _tree(_leading(case, name))
        if name == "K_pp":
            # The terms of the loss carry K_pp already divided by gamma*B.
            tree = _product([tree, Name("gamma"), Name("B")])
        found.append(Case(name, case.region, tree, _errors(case, name)))
    return tuple(found)


@cache
def learning_rates() -> tuple[Case, ...]:
    """Largest stable order of the learning rate, case by case.

    Examples
    --------
    >>> for case in learning_rates(): print(case.region)
    alpha > 1/2 and alpha + beta > 1/2
    alpha > 0 and alpha < 1/2 and alpha + beta > 1/2
    alpha = 1/2 and alpha + beta > 1/2
    """
    from phasecalc.plrf.phases.terms import largest_learning_rate

    return tuple(
        Case("gamma", case.region, _tree(case.order.as_expr())) for case in largest_learning_rate()
    )


def _leading(case: Expansion, name: str) -> Expr:
    import sympy as sp

    order = case.order.as_expr()
    if case.order.logs:
        # The order files a logarithm under one size; the remainder has it in full.
        (full,) = {e for r in case.remainders for e in r.atoms(sp.log)}
        (filed,) = order.atoms(sp.log)
        return case.constant * order.xreplace({filed: full})
    if _opaque(case):
        return sp.Function(CONSTANT_OF + name)() * order
    return case.constant * order


def _opaque(case: Expansion) -> bool:
    """Whether the constant of a leading form has no value."""
    import sympy as sp

    from phasecalc.symbols import tau

    if case.order.logs:
        return False
    flat = "Watson" in case.rule and case.order.exponent(tau) == 0
    return flat or bool(case.constant.has(sp.Integral))


def _terms() -> tuple[LossTerm, ...]:
    from phasecalc.plrf.phases.terms import TERMS

    return TERMS


def _errors(case: Expansion, name: str) -> tuple[Node, ...]:
    """Relative remainders; none where a factor without a value has taken them up."""
    from phasecalc.symbols import kappa

    if _opaque(case):
        return ()
    found = [_tree(r) for r in case.remainders]
    (term,) = (t for t in _terms() if t.name == name)
    if term.definition.has(kappa):
        found.append(Name(SMALL))
    return tuple(found)


def _tree(expression: Expr) -> Node:
    """SymPy's expression as a tree."""
    import sympy as sp

    if isinstance(expression, sp.exp):
        from phasecalc.symbols import tau

        if expression != sp.exp(-2 * tau):
            raise NotImplementedError(f"{expression} in a remainder")
        return Name(TINY)
    if isinstance(expression, sp.log) and expression.has(sp.E):
        # Between constants times the logarithm of the sizes alone, which tends to infinity.
        expression = sp.log(expression.args[0] / sp.E)

    if expression.is_Rational:
        return Number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return Name(expression.name)
    if expression == sp.pi:
        return Name("pi")
    parts = [_tree(a) for a in expression.args]
    if expression.is_Add:
        return reduce(lambda x, y: Binary("+", x, y), parts)
    if expression.is_Mul:
        return _product(parts)
    if expression.is_Pow:
        return Binary("**", *parts)
    names = {sp.gamma: "gamma_function", sp.zeta: "zeta", sp.log: "log"}
    if expression.func in names:
        return Call(names[expression.func], parts[0])
    if str(expression.func).startswith(CONSTANT_OF):
        return Name(str(expression.func))
    raise NotImplementedError(f"{expression} in the leading form of a term")


def _product(parts: list[Node]) -> Node:
    return reduce(lambda x, y: Binary("*", x, y), parts)
