"""One dictionary for the solvable models: how each paper's parameters read as (alpha, beta).

Every entry states the spectrum and the target of a paper in its own letters and in those of
power-law random features, lambda_j = j^(-2 alpha), b_j = j^-beta. Exponents that must agree, agree:
that of F_pp is s = zeta = (a - 1)/b = (2 alpha + 2 beta - 1)/(2 alpha), and that of K_pp is
2 - 1/(2 alpha).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["PAPERS", "Notation", "translate"]


@dataclass(frozen=True)
class Notation:
    """A paper's parameters in terms of alpha and beta.

    Parameters
    ----------
    source
        Citation key, or "" where the package relies on nothing else from there.
    spectrum, target
        In the paper's letters.
    formulas
        Each parameter as an expression in alpha and beta.
    needs
        What must vanish for the paper's model to cover a pair (alpha, beta), or "".
    """

    source: str
    spectrum: str
    target: str
    formulas: tuple[tuple[str, str], ...]
    needs: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The paper's parameters."""
        return tuple(n for n, _ in self.formulas)


PAPERS: dict[str, Notation] = {
    "plrf": Notation(
        "paquette2024phases",
        "lambda_j = j^(-2 alpha)",
        "b_j = j^-beta",
        (("alpha", "alpha"), ("beta", "beta")),
    ),
    "functional": Notation(
        "li2025functional",
        "lambda_j = j^-beta",
        "lambda_j theta_j^2 = j^-(1 + s beta)",
        (("beta", "2*alpha"), ("s", "(2*alpha + 2*beta - 1)/(2*alpha)")),
    ),
    "bordelon": Notation(
        "bordelon2024dynamical",
        "lambda_k = k^-b",
        "lambda_k w_k^2 = k^-a",
        (("a", "2*alpha + 2*beta"), ("b", "2*alpha")),
    ),
    "feature-learning": Notation(
        "bordelon2024feature",
        "lambda_k = k^-alpha",
        "tail of lambda_l w_l^2 beyond k = k^-(alpha beta)",
        (("alpha", "2*alpha"), ("beta", "(2*alpha + 2*beta - 1)/(2*alpha)")),
    ),
    "linear-regression": Notation(
        "lin2024scaling",
        "lambda_i = i^-a",
        "lambda_i E theta_i^2 = i^-b",
        (("a", "2*alpha"), ("b", "2*alpha + 2*beta")),
    ),
    "corner": Notation(
        "",
        "lambda_k = k^-nu (Yarotsky, Velikanov)",
        "sum of lambda_k w_k^2 below lambda = lambda^zeta",
        (("nu", "2*alpha"), ("zeta", "(2*alpha + 2*beta - 1)/(2*alpha)")),
    ),
    "isotropic": Notation(
        "",
        "lambda_I = I^-(1 + a) (Maloney, Roberts, Sully)",
        "isotropic prior",
        (("a", "2*alpha - 1"),),
        needs="beta",
    ),
}


def translate(paper: str, into: str = "plrf", **values: ExactLike) -> Mapping[str, Expr]:
    """Parameters of one paper in the letters of another, exactly.

    Parameters
    ----------
    paper, into
        Names in ``PAPERS``.
    values
        The paper's parameters, by name.

    Returns
    -------
    Mapping
        Parameters of the other paper, exact.

    Raises
    ------
    DomainError
        Unknown paper or parameter, a spectrum that does not fall (alpha > 0 is needed), or the
        other paper's model does not cover this point.

    Examples
    --------
    >>> translate("bordelon", a=3, b=2)
    {'alpha': 1, 'beta': 1/2}
    >>> translate("plrf", "functional", alpha="3/4", beta="1/2")
    {'beta': 3/2, 's': 1}
    """
    import sympy as sp

    from phasecalc.parsing import exact
    from phasecalc.regions.algebraic import to_sympy
    from phasecalc.symbols import alpha, beta

    source, goal = _paper(paper), _paper(into)
    if set(values) != set(source.names):
        got = ", ".join(values) or "none"
        raise DomainError(f"{paper} has the parameters {', '.join(source.names)}; got {got}")
    given = {n: to_sympy(exact(x, n)) for n, x in values.items()}
    equations = [_formula(text) - given[n] for n, text in source.formulas]
    if source.needs:
        equations.append(_formula(source.needs))
    shown = ", ".join(f"{n} = {x}" for n, x in given.items())
    found = sp.solve(equations, [alpha, beta], dict=True)
    if len(found) != 1 or set(found[0]) != {alpha, beta}:
        raise DomainError(f"{paper} with {shown}: not one point of the (alpha, beta) plane")
    point = found[0]
    if not point[alpha].is_positive:
        raise DomainError(f"{paper} with {shown}: alpha = {point[alpha]}, but a spectrum falls")
    if goal.needs and _formula(goal.needs).subs(point) != 0:
        here = f"alpha = {point[alpha]}, beta = {point[beta]}"
        raise DomainError(f"{into} covers {goal.needs} = 0 only; here {here}")
    return {n: sp.radsimp(_formula(text).subs(point)) for n, text in goal.formulas}


def _paper(name: str) -> Notation:
    if name not in PAPERS:
        raise DomainError(f"no paper {name!r}; known: {', '.join(PAPERS)}")
    return PAPERS[name]


def _formula(text: str) -> Expr:
    from phasecalc.parsing import expression
    from phasecalc.symbols import alpha, beta

    return expression(text, {"alpha": alpha, "beta": beta})
