"""Hypotheses of the rules, certified on a region or refused: roles of symbols, signs, holes.

Every symbol has exactly one role. A *parameter* is named by the region, and nothing is known of
it but what the region says. A *constant* is a fixed positive number, declared as such. A *bound
variable* is integrated or summed over. Everything else is a *size*, which tends to infinity and
must be declared positive. What SymPy was told about a symbol beyond its role (integer, even,
negative, ...) would be used without a trace in the statement, so it is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = [
    "as_expression",
    "is_rational",
    "require_exponent",
    "require_positive",
    "require_roles",
    "sign_of",
]


def as_expression(value: object) -> Expr:
    """A number or expression as SymPy's; text is refused, since reading it would run it.

    Examples
    --------
    >>> as_expression(2)
    2
    """
    import sympy as sp

    try:
        found = sp.sympify(value, strict=True)
    except sp.SympifyError:
        found = None
    if not isinstance(found, sp.Expr):
        raise DomainError(f"{value!r} is no number and no expression; give a SymPy expression")
    return found


def require_roles(
    expressions: Iterable[Expr],
    domain: Region | None = None,
    constants: Iterable[Symbol] = (),
    bound: Iterable[Symbol] = (),
) -> frozenset[Symbol]:
    """Sizes among the symbols of some expressions, after each symbol's role has been checked.

    Parameters
    ----------
    expressions
        Expressions whose free symbols are meant.
    domain
        Its names are the parameters; without a domain, symbols not declared positive are.
    constants
        Fixed positive numbers.
    bound
        Bound variables.

    Raises
    ------
    DomainError
        Two symbols share a name, one symbol has two roles, or assumptions go beyond its role.
    """
    declared, variables = frozenset(constants), frozenset(bound)
    free = frozenset().union(*(e.free_symbols for e in expressions)) - variables
    by_name: dict[str, Symbol] = {}
    for s in (*free, *declared, *variables):
        if by_name.setdefault(s.name, s) != s:
            raise DomainError(f"two different symbols are called {s.name}; rename one of them")
    parameters = (
        set(domain.names)
        if domain is not None
        else {s.name for s in free - declared if not s.is_positive}
    )
    for s in declared | variables:
        if s.name in parameters or (s in declared and s in variables):
            raise DomainError(f"{s} has two roles; rename the parameter, constant or variable")
    for s in free | declared | variables:
        _require_assumptions(s, positive=s.name not in parameters, bound=s in variables)
    return frozenset(s for s in free - declared if s.name not in parameters)


def _require_assumptions(symbol: Symbol, *, positive: bool, bound: bool) -> None:
    allowed = _facts(positive)
    facts = frozenset((k, v) for k, v in symbol.assumptions0.items() if v is not None)
    if type(symbol).__name__ not in ("Symbol", "Dummy") or not facts <= allowed:
        kind = "positive and nothing else" if positive else "real and nothing else"
        raise DomainError(
            f"{symbol} is declared {_surplus(facts - allowed)}; a "
            f"{'size, constant or variable' if positive else 'parameter'} may be declared {kind}: "
            "what is assumed of a parameter belongs in the region"
        )
    if positive and not bound and not symbol.is_positive:
        raise DomainError(
            f"{symbol} is no parameter of the region and not declared positive: a size or constant"
            " must be Symbol(..., positive=True)"
        )


@cache
def _facts(positive: bool) -> frozenset[tuple[str, bool]]:
    import sympy as sp

    model = sp.Dummy(positive=True) if positive else sp.Dummy(real=True)
    return frozenset(model.assumptions0.items())


def _surplus(facts: frozenset[tuple[str, bool]]) -> str:
    named = sorted(k if v else f"not {k}" for k, v in facts if not k.startswith("extended"))
    return ", ".join(named) or "otherwise"


def is_rational(expression: Expr) -> bool:
    """Whether an expression is a quotient of polynomials with real algebraic coefficients."""
    import sympy as sp

    for node in sp.preorder_traversal(expression):
        if node.is_Symbol or isinstance(node, sp.Rational) or type(node) in (sp.Add, sp.Mul):
            continue
        if type(node) is not sp.Pow:
            return False
        # A root of a parameter is no rational function; a root of a number must be real.
        if not (node.exp.is_Integer if node.base.free_symbols else node.is_real):
            return False
    return bool(expression.is_finite) if expression.is_number else True


def require_exponent(expression: Expr, domain: Region, what: str) -> None:
    """Refuse what is not a rational function of the parameters, defined on the whole domain.

    Holes count: ``(a**2 - a)/(a - 1)`` is not defined at 1, although it cancels to ``a``.
    """
    import sympy as sp

    strangers = sorted(s.name for s in expression.free_symbols if s.name not in domain.names)
    if strangers:
        raise DomainError(f"{what} {expression} contains {', '.join(strangers)}, no parameter")
    if not is_rational(expression):
        raise DomainError(f"{what} {expression} is not a rational function of the parameters")
    for node in sp.preorder_traversal(expression):
        if node.is_Pow and node.exp.is_negative and node.base.free_symbols:
            _require_nonzero(node.base, domain, f"{what} {expression}")


def _require_nonzero(base: Expr, domain: Region, what: str) -> None:
    import sympy as sp

    top = sp.fraction(sp.cancel(sp.together(base)))[0]
    zero = domain & Region.where(sp.Eq(sp.expand(top), 0), parameters=domain.names)
    if not zero.empty():
        raise DomainError(f"{what} is not defined where {base} = 0, which meets {domain}")


def require_positive(
    expression: Expr, domain: Region | None, constants: Iterable[Symbol], what: str
) -> None:
    """Refuse a constant that is not certified positive and finite on the whole domain."""
    if sign_of(expression, domain, constants) != 1:
        where = f" where {domain}" if domain is not None else ""
        raise DomainError(
            f"{what} {expression} is not known to be a positive constant{where}; take its sign and "
            "its sizes out, restrict the region, or declare its symbols in constants=..."
        )


def sign_of(
    expression: Expr, domain: Region | None = None, constants: Iterable[Symbol] = ()
) -> int | None:
    """Certified sign, 1 or -1, of a finite real constant; None if it may vanish or is not known.

    Constants are numbers, rational functions of the parameters, declared constants, and what
    sums, products, real powers, Gamma, zeta and logarithms make of them.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.symbols import alpha
    >>> above = Region.where(alpha > 1)
    >>> sign_of(sp.gamma(alpha) * (1 - alpha), above), sign_of(alpha - 2, above)
    (-1, None)
    """
    known = frozenset(constants)
    if expression.is_Symbol and expression in known:
        return 1
    if expression.is_number:
        return _number_sign(expression)
    if domain is not None and is_rational(expression) and not expression.free_symbols & known:
        try:
            require_exponent(expression, domain, "the constant")
        except DomainError:
            return None
        return sign_on(expression, domain) or None
    return _composed_sign(expression, domain, known)


def _number_sign(number: Expr) -> int | None:
    import sympy as sp

    plain = (sp.Number, sp.Add, sp.Mul, sp.Pow, sp.exp, sp.log, sp.gamma, sp.zeta)
    for node in sp.preorder_traversal(number):
        if node not in (sp.pi, sp.E, sp.EulerGamma) and not (
            type(node) in plain or isinstance(node, sp.Number)
        ):
            return None
    if not number.is_finite:
        return None
    return 1 if number.is_positive else -1 if number.is_negative else None


def _composed_sign(expression: Expr, domain: Region | None, known: frozenset[Symbol]) -> int | None:
    import sympy as sp

    kind, args = type(expression), expression.args
    if kind in (sp.Add, sp.Mul):
        signs = [sign_of(a, domain, known) for a in args]
        if None in signs:
            return None
        if kind is sp.Mul:
            return math.prod(s for s in signs if s is not None)
        return signs[0] if len(set(signs)) == 1 else None
    if kind is sp.Pow:
        return _power_sign(sign_of(args[0], domain, known), args[1], domain)
    # Gamma is positive on (0, oo), zeta on (1, oo), and log(y) has the sign of y - 1.
    shift = {sp.gamma: 0, sp.zeta: 1, sp.log: 1}.get(kind)
    if shift is None or len(args) != 1:
        return None
    inner = sign_of(args[0] - shift, domain, known)
    return inner if kind is sp.log or inner == 1 else None


def _power_sign(base: int | None, exponent: Expr, domain: Region | None) -> int | None:
    """Sign of a real power; without a domain the exponent is taken to be defined."""
    if base is None or not is_rational(exponent):
        return None
    if domain is not None:
        try:
            require_exponent(exponent, domain, "the exponent")
        except DomainError:
            return None
    if base == 1:
        return 1
    return (-1 if exponent.is_odd else 1) if exponent.is_Integer else None
