"""Between SymPy, in which one writes, and the closed language, in which things are proved.

Reading refuses what the language has no word for, and every assumption of a SymPy symbol that
the statement does not make itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy as sp

from phasecalc import symbols
from phasecalc.checker import Number
from phasecalc.exceptions import StepFailed
from phasecalc.kernel.language import MODE_NAMES, Node, names_in, number
from phasecalc.kernel.rational import Polynomial, Rat
from phasecalc.parsing import exact

__all__ = [
    "WORDS",
    "as_expression",
    "b_j",
    "expression",
    "geometric",
    "lambda_j",
    "laplace",
    "loss",
    "modes",
    "moment",
    "node",
    "rat_node",
    "spectrum",
    "total",
    "trace",
]

# What the language has and SymPy has not: sums and integrals by name, see ``phasecalc.kernel``.
laplace, modes, moment = (sp.Function(n) for n in ("laplace", "modes", "moment"))
trace, geometric, spectrum = (sp.Function(n) for n in ("trace", "geometric", "spectrum"))
# The loss of the deterministic equivalent, of which the kernel knows what is taken.
loss = sp.Function("loss")
# A sum whose terms stay in order, and apart even where they are equal.
total = sp.Function("total")
lambda_j, b_j = (sp.Symbol(n, positive=True) for n in MODE_NAMES)
_VALUES = {"laplace": 3, "modes": 5, "spectrum": 6, "moment": 4, "trace": 1, "geometric": 1}
_VALUES["loss"] = 7
WORDS = frozenset((*_VALUES, "total", "log", "exp", "gamma", "zeta"))
_FUNCTIONS = {sp.log: "log", sp.exp: "exp", sp.gamma: "gamma", sp.zeta: "zeta"}
# All that a symbol may be declared; anything else is not part of any statement.
_PLAIN = {"real", "positive"}


def node(e: object, objects: Iterable[str] = ()) -> Node:
    """Read a SymPy expression.

    Parameters
    ----------
    e
        The expression.
    objects
        Names of defined objects, applied like functions.

    Raises
    ------
    StepFailed
        It contains what the language has no word for.
    """
    return _read(as_expression(e), frozenset(objects))


def as_expression(e: object) -> sp.Expr:
    """A SymPy expression as it is, a number as one; text is refused, never read."""
    if isinstance(e, (int, Fraction)):
        return sp.Rational(e.numerator, e.denominator)
    if not isinstance(e, sp.Expr):
        raise StepFailed(f"{e!r:.60} is not an expression")
    return e


def _read(e: sp.Expr, objects: frozenset[str]) -> Node:
    kind = type(e)
    if e.is_Rational:
        return number(Fraction(int(e.p), int(e.q)))
    if kind is sp.Symbol:
        _declared(e)
        return ("var", e.name)
    if e is sp.pi:
        return ("pi",)
    if e is sp.oo:
        return ("infinity",)
    if e is sp.E:
        return ("exp", ("num", "1"))
    if kind is sp.Add or kind is sp.Mul:
        return ("add" if kind is sp.Add else "mul", *(_read(a, objects) for a in e.args))
    if kind is sp.Pow:
        surd = _surd(e)
        if surd is not None:
            return number(surd)
        return ("pow", *(_read(a, objects) for a in e.args))
    if kind in _FUNCTIONS and len(e.args) == 1:
        return (_FUNCTIONS[kind], _read(e.args[0], objects))
    name = getattr(kind, "__name__", "")
    if isinstance(e, sp.core.function.AppliedUndef) and kind is type(sp.Function(name)(*e.args)):
        parts = tuple(_read(a, objects) for a in e.args)
        if name in _VALUES and len(parts) == _VALUES[name]:
            return (name, *parts)
        if name == "total":
            return ("add", *parts)
        if name in objects:
            return ("object", name, *parts)
    raise StepFailed(f"the language of statements has no word for {name or e} in {e!s:.80}")


def _surd(e: sp.Expr) -> Number | None:
    """Square root of a number."""
    if e.is_number and e.exp == sp.Rational(1, 2) and e.base.is_Rational:
        return exact(e, "number")
    return None


def _declared(s: sp.Symbol) -> None:
    stated = {k for k, v in s._assumptions_orig.items() if k != "commutative" and v is not None}
    extra = {k for k in stated if k not in _PLAIN or not s._assumptions_orig[k]}
    if extra:
        raise StepFailed(
            f"the symbol {s} is declared {', '.join(sorted(extra))}, which no statement says: "
            "declare it real or positive, and write the rest as a condition"
        )


def rat_node(x: Rat) -> Node:
    """Expression of a rational function."""
    minus = ("num", "-1")
    top = _polynomial(x.top)
    return top if x.bottom == {(): 1} else ("mul", top, ("pow", _polynomial(x.bottom), minus))


def _polynomial(p: Polynomial) -> Node:
    if not p:
        return ("num", "0")
    rows: list[Node] = []
    for m, c in sorted(p.items()):
        powers = [("var", v) if k == 1 else ("pow", ("var", v), number(k)) for v, k in m]
        rows.append(("mul", number(c), *powers) if powers else number(c))
    return rows[0] if len(rows) == 1 else ("add", *rows)


def expression(n: Node, objects: Any = None) -> sp.Expr:
    """SymPy expression of a node, for printing; sums and integrals are written out."""
    return _EXPRESSIONS[n[0]](n, objects or {})


def _symbol(name: str) -> sp.Symbol:
    known = getattr(symbols, name, None)
    return known if isinstance(known, sp.Symbol) else sp.Symbol(name)


def _number(n: Node, _: Any) -> sp.Expr:
    if len(n) == 2:
        return sp.Rational(n[1])
    return sp.Rational(n[1]) + sp.Rational(n[2]) * sp.sqrt(n[3])


def _fold(function: Callable[..., sp.Expr]) -> Callable[[Node, Any], sp.Expr]:
    return lambda n, o: function(*(expression(x, o) for x in n[1:]))


def _bound(n: Node, name: str) -> sp.Symbol:
    """A variable of a sum or an integral whose name occurs nowhere inside."""
    inside = names_in(n)
    while name in inside:
        name += "'"
    return _symbol(name)


def _laplace(n: Node, o: Any) -> sp.Expr:
    s, x, low = (expression(e, o) for e in n[1:])
    u = _bound(n, "u")
    return sp.Integral(u ** (s - 1) * sp.exp(-x * u), (u, low, 1))


def _modes(n: Node, o: Any) -> sp.Expr:
    a, k, b, d, top = (expression(e, o) for e in n[1:])
    j = _bound(n, "j")
    return sp.Sum(j**-a / (1 + k * (j / d) ** b), (j, 1, top))


def _spectrum(n: Node, o: Any) -> sp.Expr:
    q, m, k, b, w, top = (expression(e, o) for e in n[1:])
    j = _bound(n, "j")
    mode = j**-b
    return sp.Sum(j**-q * (mode / (mode + w)) ** m * (w / (mode + w)) ** k, (j, 1, top))


def _moment(n: Node, o: Any) -> sp.Expr:
    a, k, b, top = (expression(e, o) for e in n[1:])
    x = _bound(n, "x")
    return sp.Integral(x**-a / (1 + k * x**b), (x, 0, top))


def _trace(n: Node, o: Any) -> sp.Expr:
    if "j" in names_in(n):
        raise StepFailed("a sum over the modes is printed as one over j: use another name")
    return sp.Sum(expression(n[1], o), (symbols.j, 1, symbols.v))


def _geometric(n: Node, o: Any) -> sp.Expr:
    k = sp.Symbol(_bound(n, "n").name, integer=True, nonnegative=True)
    return sp.Sum(expression(n[1], o) ** k, (k, 0, sp.oo))


def _object(n: Node, o: Any) -> sp.Expr:
    arguments = tuple(expression(x, o) for x in n[2:])
    found = o.get(n[1])
    return found(arguments) if found else sp.Function(n[1])(*arguments)


_EXPRESSIONS: dict[str, Callable[[Node, Any], sp.Expr]] = {
    "num": _number,
    "var": lambda n, _: _symbol(n[1]),
    "pi": lambda n, _: sp.pi,
    "infinity": lambda n, _: sp.oo,
    "add": _fold(lambda *x: sp.Add(*x, evaluate=len(set(x)) == len(x))),
    "mul": _fold(lambda *x: reduce(lambda a, b: a * b, x)),
    "pow": _fold(sp.Pow),
    "log": _fold(sp.log),
    "exp": _fold(sp.exp),
    "gamma": _fold(sp.gamma),
    "zeta": _fold(sp.zeta),
    "laplace": _laplace,
    "modes": _modes,
    "spectrum": _spectrum,
    "moment": _moment,
    "trace": _trace,
    "geometric": _geometric,
    "loss": lambda n, o: loss(*(expression(x, o) for x in n[1:])),
    "object": _object,
}
