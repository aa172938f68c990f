"""A formal statement as a sentence in LaTeX, written from the statement and nothing else."""

from __future__ import annotations

from functools import cache

import sympy as sp
from sympy.printing.latex import LatexPrinter

from phasecalc.kernel.language import ORDERS, Node, Statement, names_in
from phasecalc.proof.claim import OBJECTS, Claim
from phasecalc.proof.read import expression

__all__ = ["RELATIONS", "formula", "relation", "sentence", "where"]

RELATIONS = {
    "=": "=",
    "<": "<",
    "<=": r"\le",
    "~": r"\sim",
    "=Theta=": r"\asymp",
    "<~": r"\lesssim",
    "<<": r"\ll",
}


class _Printer(LatexPrinter):  # type: ignore[misc]
    """Objects by their own names."""

    def _print_Function(self, e: sp.Expr, exp: str | None = None) -> str:
        known = OBJECTS.get(type(e).__name__)
        if known is None:
            return str(super()._print_Function(e, exp))
        inside = ", ".join(self._print(a) for a in e.args)
        text = f"{known.latex}({inside})"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


@cache
def _printer() -> _Printer:
    return _Printer({"fold_short_frac": False})


def formula(node: Node) -> str:
    """An expression in LaTeX."""
    return str(_printer().doprint(expression(node)))


def _compared(relation: str, node: Node) -> str:
    """A condition with its terms on the sides where they are positive."""
    e = sp.expand(expression(node))
    positive = sp.Add(*(t for t in sp.Add.make_args(e) if not t.could_extract_minus_sign()))
    left, right, sign = positive, positive - e, {">": ">", ">=": r"\ge", "=": "="}[relation]
    if left.is_number and not right.is_number:  # "x < 1/2", not "1/2 > x"
        left, right, sign = right, left, {">": "<", ">=": r"\le", "=": "="}[relation]
    print_ = _printer().doprint
    return f"{print_(left)} {sign} {print_(right)}"


def where(s: Statement) -> str:
    """The hypotheses of a statement, as a phrase; empty without any."""
    ordered = s.relation in ORDERS
    positive = [n for n in (*s.constants, *(() if ordered else s.sizes)) if _open(s, n)]
    parts = [f"${', '.join(formula(('var', n)) for n in positive)} > 0$"] if positive else []
    parts += [f"${_compared(r, e)}$" for r, e in s.conditions]
    parts += [f"${formula(e)} \\ne 0$" for _, e in s.given]
    weak = [f"${formula(e)} \\gtrsim 1$" for e, strong in s.window if not strong]
    strong = [f"${formula(e)} \\to \\infty$" for e, strong in s.window if strong]
    if ordered and s.sizes:
        names = ", ".join(formula(("var", n)) for n in s.sizes)
        parts += weak + strong
        return (
            f"For {_listed(parts)}, uniformly in ${names}$" if parts else f"Uniformly in ${names}$"
        )
    return f"For {_listed(parts)}" if parts else ""


def _open(s: Statement, name: str) -> bool:
    """Whether a positive name occurs, and no condition says already that it is positive."""
    used = any(name in names_in(e) for e in s.expressions())
    return used and (">", ("var", name)) not in s.conditions


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def relation(s: Statement) -> str:
    """The two sides and their relation, as a formula without delimiters."""
    left, right = formula(s.left), formula(s.right)
    if s.relation == "slope":
        x = formula(("var", s.variable))
        return rf"\frac{{\partial}}{{\partial {x}}} \left({left}\right) = {right}"
    return f"{left} {RELATIONS[s.relation]} {right}"


def sentence(claim: Claim) -> str:
    """A claim as a sentence: its hypotheses, then the formula, then its remainder."""
    s = claim.statement
    before = where(s)
    text = f"{before}: ${relation(s)}$" if before else f"${relation(s)}$"
    if s.remainder is not None:
        text += f" with relative error $O\\left({formula(s.remainder)}\\right)$"
    return f"{text}."


__all__ += ["relation"]
