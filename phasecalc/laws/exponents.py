"""From a law to its optimal exponents: programs, one for each branch of a minimum, compared.

Sizes are powers of the budget, so a law becomes a program over exponents. A ``min`` inside a term
gives one program for each of its branches, and the best of them is the law's: the minimum over
sizes of max_i min_j a_ij is the least, over choices j(i), of the minima of max_i a_ij(i). Where a
constraint contains the loss, the loss is one more unknown, at least as large as each term.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.laws.comparison import Overlay, overlay
from phasecalc.laws.notation import BUDGET, LOSS, exponent_of, named, symbol
from phasecalc.laws.tropical import exponent
from phasecalc.optimum.program import Program
from phasecalc.plrf.formulas import formula_text, positive_form
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaration import Law
    from phasecalc.optimum.certificate import Certificate
    from phasecalc.optimum.diagram import Phase, PhaseDiagram
    from phasecalc.optimum.ratio import Ratio

__all__ = ["Case", "Optimum", "programs"]

_MAX_BRANCHES = 64


@dataclass(frozen=True)
class Case:
    """Optimal exponents on one region of the parameters.

    Parameters
    ----------
    region
        Where; open.
    loss_exponent
        Exponent e of the reducible loss C**(-e).
    exponents
        Exponent of each unknown, by name; at one vertex where a whole face is optimal.
    tradeoff, bound_by
        Terms that balance, and constraints that bind.
    weights
        Weight of each of them in the proof, by name.
    alternatives
        Other vertices of the optimal face; empty where the optimum is unique.
    """

    region: Region
    loss_exponent: Expr
    exponents: Mapping[str, Expr]
    tradeoff: tuple[str, ...]
    bound_by: tuple[str, ...]
    weights: Mapping[str, Expr]
    alternatives: tuple[Mapping[str, Expr], ...]

    @property
    def degenerate(self) -> bool:
        """Whether many allocations are optimal."""
        return bool(self.alternatives)

    def __str__(self) -> str:
        sizes = ", ".join(_power(n, e) for n, e in self.exponents.items())
        if self.degenerate:
            others = "; or ".join(
                ", ".join(_power(n, e) for n, e in v.items()) for v in self.alternatives
            )
            sizes += f"; or {others}; or anything between"
        bound = f", with {' and '.join(self.bound_by)}" if self.bound_by else ""
        where = str(self.region)
        return (
            f"loss C^-{_bracketed(self.loss_exponent)}, {sizes}\n"
            f"    {' = '.join(self.tradeoff)}{bound}; for all {where}"
        )


@dataclass(frozen=True)
class Optimum:
    """Optimal exponents of a law, case by case, with the proofs.

    Parameters
    ----------
    law
        What was solved.
    diagrams
        Solved program of each branch.
    cases
        One for each region.
    logarithms
        Whether the law contains logarithms, which the exponents leave out.
    """

    law: Law
    diagrams: tuple[tuple[str, PhaseDiagram], ...]
    cases: tuple[Case, ...]
    logarithms: bool

    @classmethod
    def derive(cls, law: Law, timeout: float = 10.0) -> Optimum:
        """Solve a law; see :meth:`phasecalc.laws.Law.optimum`. Each law is solved once."""
        return _solved(law, timeout)

    @classmethod
    def _derive(cls, law: Law, timeout: float) -> Optimum:
        solved = {n: p.diagram(timeout) for n, p in programs(law).items()}
        if len(solved) == 1:
            (diagram,) = solved.values()
            found = [(p.region, p, diagram.certificate(p.name)) for p in diagram.phases]
        else:
            both = overlay(solved, timeout)
            found = [
                (
                    z.region,
                    z.phase(z.best[0]),
                    solved[z.best[0]].certificate(z.phase(z.best[0]).name),
                )
                for z in both.zones
            ]
        cases = tuple(_case(law, *row) for row in found)
        return cls(law, tuple(solved.items()), _merged(cases), _has_logarithms(law))

    @cached_property
    def overlay(self) -> Overlay:
        """The branches compared."""
        return overlay(dict(self.diagrams))

    def recheck(self) -> int:
        """Have the checker re-check every proof; return how many there are."""
        if len(self.diagrams) == 1:
            return self.diagrams[0][1].recheck()
        return self.overlay.prove()

    def at(self, values: Mapping[str, Expr]) -> Case:
        """Case that holds at given parameters, with its formulas evaluated.

        Parameters
        ----------
        values
            Exact numbers by name; those that no exponent contains may be left out or given.

        Raises
        ------
        DomainError
            A parameter is missing, or the point lies outside the domain.
        """
        names = self.diagrams[0][1].program.parameters
        missing = [n for n in names if n not in values and n != _NONE]
        if missing:
            raise DomainError(f"law {self.law.name}: no value for {', '.join(missing)}")
        point = {n: values.get(n, 1) for n in names}
        for case in self.cases:
            if case.region.weak().contains(**point):
                at = {self.law.symbols[n]: v for n, v in point.items() if n in self.law.symbols}
                return _evaluated(case, at)
        where = ", ".join(f"{n} = {v}" for n, v in point.items())
        domain = self.diagrams[0][1].program.domain
        raise DomainError(f"law {self.law.name} at {where}: needs {domain}")

    def __str__(self) -> str:
        text = "\n".join(map(str, self.cases))
        return f"{text}\n    up to logarithms" if self.logarithms else text

    def _repr_latex_(self) -> str:
        import sympy as sp

        rows = (
            rf"L - E \asymp C^{{-{sp.latex(c.loss_exponent)}}}"
            + "".join(rf",\ {n}_\star \asymp C^{{{sp.latex(e)}}}" for n, e in c.exponents.items())
            for c in self.cases
        )
        return "$" + r" \\ ".join(rows) + "$"


@functools.lru_cache(maxsize=128)
def _solved(law: Law, timeout: float) -> Optimum:
    return Optimum._derive(law, timeout)


_NONE = "none"


def programs(law: Law) -> dict[str, Program]:
    """Program over exponents for each branch of the law's minima, by the branch's name.

    Raises
    ------
    DomainError
        A term or constraint is not made of powers.
    """
    sizes = {law.symbols[n]: exponent_of(n) for n in law.unknowns}
    sizes[symbol(LOSS)] = exponent_of(LOSS)
    sizes[symbol(BUDGET)] = _one()
    domain = _domain(law)
    rows: list[tuple[str, bool, Expr, tuple[Expr, ...]]] = []
    for name, relation, value in _terms(law):
        for k, row in enumerate(exponent(value, sizes, domain)):
            rows.append((_numbered(name, k), True, relation, row))
    for name, value in _bounds(law):
        for k, row in enumerate(exponent(value, sizes, domain)):
            rows.append((_numbered(name, k), False, None, row))
    options = [len(row[3]) for row in rows]
    total = 1
    for n in options:
        total *= n
    if total > _MAX_BRANCHES:
        raise DomainError(
            f"law {law.name}: {total} branches of its minima; at most {_MAX_BRANCHES}"
        )
    found = {}
    for number, choice in enumerate(itertools.product(*map(range, options)), start=1):
        picked = [(n, t, r, row[k]) for (n, t, r, row), k in zip(rows, choice, strict=True)]
        found[str(number)] = _program(law, picked, domain)
    return found


def _program(law: Law, rows: list[tuple[str, bool, Expr, Expr]], domain: Region | None) -> Program:
    import sympy as sp

    terms: dict[str, list[tuple[Expr, Expr]]] = {}
    constraints = {f"{n} >= 1": exponent_of(n) >= 0 for n in law.sizes}
    constraints |= {f"{n} <= 1": exponent_of(n) <= 0 for n in law.rates}
    unknowns = [exponent_of(n) for n in law.unknowns]
    for name, is_term, relation, form in rows:
        if not is_term:
            constraints[name] = sp.Le(form, 0, evaluate=False)
        elif law.loss_dependent:
            if relation is not sp.true:
                raise DomainError(f"law {law.name}: a loss in a constraint and terms by cases")
            constraints[name] = sp.Le(form - exponent_of(LOSS), 0, evaluate=False)
        else:
            # Pieces of one term by cases that are sums have their own names, and so do not meet.
            terms.setdefault(name, []).append((form, relation))
    if law.loss_dependent:
        unknowns.append(exponent_of(LOSS))
        terms = {"loss": [(exponent_of(LOSS), sp.true)]}
    names = domain.names if domain is not None else (_NONE,)
    return Program.of(
        terms=terms,
        unknowns=unknowns,
        constraints=constraints,
        domain=[] if domain is None else [domain.as_expr()],
        parameters=names,
    )


def _terms(law: Law) -> Iterator[tuple[str, Expr, Expr]]:
    for term in law.terms:
        for value, relation in term.cases:
            yield term.name, relation, value


def _bounds(law: Law) -> Iterator[tuple[str, Expr]]:
    """Quotients that must be at most of order one."""
    yield "budget", law.budget / symbol(BUDGET)
    for c in law.constraints:
        if c.operator in ("<=", "=="):
            yield c.name, c.left / c.right
        if c.operator in (">=", "=="):
            yield f"{c.name} (from below)" if c.operator == "==" else c.name, c.right / c.left


def _domain(law: Law) -> Region | None:
    """Domain of the parameters that exponents contain; None where there are none."""
    import sympy as sp

    used = set().union(*(_in_exponents(e) for e in _expressions(law)))
    used |= set().union(*(r.free_symbols for r in law.domain)) if law.domain else set()
    names = [n for n in law.parameters if law.symbols[n] in used]
    if not names:
        return None
    signs = [sp.Gt(law.symbols[n], 0, evaluate=False) for n in names if n not in law._signed]
    return Region.where(*signs, *law.domain, parameters=names)


def _expressions(law: Law) -> Iterator[Expr]:
    yield from (value for _, _, value in _terms(law))
    yield from (value for _, value in _bounds(law))


def _in_exponents(e: Expr) -> set[Symbol]:
    import sympy as sp

    inner = set().union(*(_in_exponents(a) for a in e.args)) if e.args else set()
    if isinstance(e, sp.Pow) and not e.base.is_number:
        inner |= e.exp.free_symbols
    return inner


def _has_logarithms(law: Law) -> bool:
    import sympy as sp

    sizes = {law.symbols[n] for n in law.unknowns}
    return any(a.free_symbols & sizes for e in _expressions(law) for a in e.atoms(sp.log))


def _case(law: Law, region: Region, phase: Phase, certificate: Certificate) -> Case:
    def formula(ratio: Ratio) -> Expr:
        return named(positive_form(phase.as_expr(ratio), phase.region), law.symbols)

    names = law.unknowns
    vertices = [{n: formula(x) for n, x in zip(names, v, strict=False)} for v in phase.vertices]
    shown = [n for n in phase.tradeoff if n != "loss"] or [
        n for n in phase.bound_by if n in {t.name for t in law.terms}
    ]
    return Case(
        region=region,
        loss_exponent=formula(-phase.value),
        exponents=vertices[0],
        tradeoff=tuple(shown),
        bound_by=tuple(n for n in phase.bound_by if n not in shown),
        weights={n: formula(w) for n, w in certificate.weights.items()},
        alternatives=tuple(v for v in vertices[1:] if v != vertices[0]),
    )


def _merged(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Cases with the same formulas as one, on the union of their regions."""
    kept: list[Case] = []
    for case in cases:
        for k, other in enumerate(kept):
            same = (other.loss_exponent, other.exponents, other.tradeoff) == (
                case.loss_exponent,
                case.exponents,
                case.tradeoff,
            )
            if same and other.alternatives == case.alternatives:
                kept[k] = Case(
                    other.region | case.region,
                    case.loss_exponent,
                    case.exponents,
                    case.tradeoff,
                    case.bound_by,
                    case.weights,
                    case.alternatives,
                )
                break
        else:
            kept.append(case)
    return tuple(kept)


def _evaluated(case: Case, at: Mapping[Symbol, Expr]) -> Case:
    def value(e: Expr) -> Expr:
        return e.xreplace(dict(at))

    return Case(
        case.region,
        value(case.loss_exponent),
        {n: value(e) for n, e in case.exponents.items()},
        case.tradeoff,
        case.bound_by,
        {n: value(e) for n, e in case.weights.items()},
        tuple({n: value(e) for n, e in v.items()} for v in case.alternatives),
    )


def _numbered(name: str, k: int) -> str:
    return name if k == 0 else f"{name} ({k + 1})"


def _power(name: str, e: Expr) -> str:
    if e == 0:
        return f"{name} of order 1"
    return f"{name} = C" if e == 1 else f"{name} = C^{_bracketed(e)}"


def _bracketed(e: Expr) -> str:
    text = formula_text(e)
    return text if text.isalnum() else f"({text})"


def _one() -> Expr:
    import sympy as sp

    return sp.S.One
