"""Optimal exponents of a law, case by case, with their proofs: the branches compared."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.laws.branches import NO_PARAMETER, Branch, branches, fixed
from phasecalc.laws.logarithms import has_logarithms, powers_of_logarithms
from phasecalc.laws.notation import LOSS, gathered, named, starred
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.overlay import Overlay, overlay
from phasecalc.parsing import exact
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.formulas import formula_text, positive_form
from phasecalc.regions.region import Region, sign_on
from phasecalc.regions.work import Clock
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr, Symbol
    from phasecalc.laws.declaration import Law
    from phasecalc.optimum.phase import Phase
    from phasecalc.optimum.ratio import Ratio

__all__ = ["Case", "Optimum"]


@dataclass(frozen=True, eq=False)
class Case(Value):
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
    elsewhere
        Optimal vertices of other branches of a minimum, equally good; what lies between is not.
    has_logarithms
        Whether the law contains logarithms, so that there are powers of log C to be determined.
    logarithms
        Power of log C that stands beside that of C, in the loss under ``"L"`` and in each
        unknown that has one; None where that of the loss is not determined.
    """

    region: Region
    loss_exponent: Expr
    exponents: Mapping[str, Expr]
    tradeoff: tuple[str, ...]
    bound_by: tuple[str, ...]
    weights: Mapping[str, Expr]
    alternatives: tuple[Mapping[str, Expr], ...]
    logarithms: Mapping[str, Expr] | None = None
    elsewhere: tuple[Mapping[str, Expr], ...] = ()
    has_logarithms: bool = False

    @property
    def degenerate(self) -> bool:
        """Whether many allocations are optimal."""
        return bool(self.alternatives or self.elsewhere)

    @property
    def undetermined(self) -> bool:
        """Whether there are logarithms, and the power of log C in the loss is not known."""
        return self.has_logarithms and self.logarithms is None

    def __str__(self) -> str:
        logs = self.logarithms or {}

        def written(vertex: Mapping[str, Expr]) -> str:
            return ", ".join(_power(n, e) + _log(logs.get(n)) for n, e in vertex.items())

        sizes = "; or ".join(map(written, (self.exponents, *self.alternatives)))
        if self.alternatives:
            sizes += "; or anything between"
        for vertex in self.elsewhere:
            sizes += f"; or {', '.join(_power(n, e) for n, e in vertex.items())}"
        bound = f", with {' and '.join(self.bound_by)}" if self.bound_by else ""
        where = str(self.region)
        return (
            f"loss C^-{_bracketed(self.loss_exponent)}{_log(logs.get(LOSS))}, {sizes}"
            f"{', ' if self.left_out else ''}{self.left_out}\n"
            f"    {' = '.join(self.tradeoff)}{bound}; for all {where}"
        )

    @property
    def left_out(self) -> str:
        """What is not known about logarithms, in words."""
        missing = [n for n in self.exponents if n not in (self.logarithms or {})]
        if not self.has_logarithms or not missing:
            return ""
        of_sizes = "" if self.logarithms is None else f" in {' and '.join(missing)}"
        return f"up to logarithms{of_sizes}"


@dataclass(frozen=True, eq=False)
class Optimum(Value):
    """Optimal exponents of a law, case by case, with the proofs.

    Parameters
    ----------
    law
        What was solved.
    diagrams
        Solved program of each branch.
    cases
        One for each region.
    """

    law: Law
    diagrams: tuple[tuple[str, PhaseDiagram], ...]
    cases: tuple[Case, ...]

    @property
    def logarithms(self) -> bool:
        """Whether the law contains logarithms."""
        return any(c.has_logarithms for c in self.cases)

    @classmethod
    def derive(cls, law: Law, timeout: float | None = None) -> Optimum:
        """Solve a law; see :meth:`phasecalc.laws.Law.optimum`. Each law is solved once."""
        return _solved(law, timeout)

    @classmethod
    def _derive(cls, law: Law, timeout: float | None) -> Optimum:
        clock = Clock(timeout)
        ways = branches(law)
        rows: list[tuple[tuple[str, ...], Region, Mapping[str, Phase]]]
        solved = {n: PhaseDiagram.derive(way.program, clock) for n, way in ways.items()}
        if len(solved) == 1:
            ((name, diagram),) = solved.items()
            rows = [((name,), r, {name: p}) for p in diagram.phases for r in _parts(law, p)]
        else:
            both = overlay(solved, clock)
            rows = [(z.best, z.region, dict(z.phases)) for z in both.zones]
        cases = tuple(
            _best([_case(ways[n], region, phases[n], solved[n]) for n in best])
            for best, region, phases in rows
        )
        return cls(law, tuple(solved.items()), _merged(cases))

    @cached_property
    def overlay(self) -> Overlay:
        """The branches compared."""
        return overlay(dict(self.diagrams))

    def recheck(self) -> int:
        """Have the checker re-check every proof; return how many there are."""
        if len(self.diagrams) == 1:
            return self.diagrams[0][1].recheck()
        return self.overlay.prove()

    def at(self, values: Mapping[str, ExactLike]) -> Case:
        """Case that holds at given parameters, with its formulas evaluated.

        Parameters
        ----------
        values
            Exact numbers by name; those that no exponent contains may be left out or given. On a
            boundary between regions the law is solved with these numbers in it.

        Raises
        ------
        DomainError
            A parameter is missing, or the point lies outside the domain.
        """
        program = self.diagrams[0][1].program
        names = [n for n in program.parameters if n != NO_PARAMETER]
        missing = [n for n in names if n not in values]
        if missing:
            raise DomainError(f"law {self.law.name}: no value for {', '.join(missing)}")
        point = {n: exact(values[n], n) for n in names}
        if names and not program.domain.contains(**point):
            where = ", ".join(f"{n} = {v}" for n, v in point.items())
            raise DomainError(f"law {self.law.name} at {where}: needs {program.domain}")
        at = {self.law.symbols[n]: to_sympy(v) for n, v in point.items()}
        for case in self.cases:
            if not names or case.region.contains(**point):
                return _evaluated(case, at)
        # On a boundary powers of log C, and terms by cases, may jump: solved there.
        case = fixed(self.law, at).optimum().cases[0]
        return replace(case, region=program.domain)

    def __str__(self) -> str:
        return "\n".join(map(str, self.cases))

    def _repr_latex_(self) -> str:
        return gathered(map(_case_latex, self.cases))


@functools.lru_cache(maxsize=128)
def _solved(law: Law, timeout: float | None) -> Optimum:
    return Optimum._derive(law, timeout)


def _case_latex(case: Case) -> str:
    import sympy as sp

    logs = case.logarithms or {}

    def power(name: str, e: Expr) -> str:
        log = logs.get(name, sp.S.Zero)
        written = rf"C^{{{sp.latex(e)}}}" if e != 0 else ("" if log != 0 else "1")
        return written + (rf" (\log C)^{{{sp.latex(log)}}}" if log != 0 else "")

    def vertex(sizes: Mapping[str, Expr]) -> str:
        return r",\ ".join(rf"{starred(n)} \asymp {power(n, e)}" for n, e in sizes.items())

    text = rf"L - E \asymp {power(LOSS, -case.loss_exponent)},\ "
    text += r"\ \text{or}\ ".join(
        map(vertex, (case.exponents, *case.alternatives, *case.elsewhere))
    )
    if case.alternatives:
        text += r"\ \text{or anything between}"
    if case.left_out:
        text += rf"\ \text{{{case.left_out}}}"
    if case.region.cells and any(case.region.cells):
        text += rf"\quad \text{{if}}\ {case.region._repr_latex_().strip('$')}"
    return text


def _case(way: Branch, region: Region, phase: Phase, diagram: PhaseDiagram) -> Case:
    law, certificate = way.law, diagram.certificate(phase.name)

    def formula(ratio: Ratio) -> Expr:
        return named(positive_form(phase.as_expr(ratio), phase.region), law.symbols)

    names = law.unknowns
    vertices = [{n: formula(x) for n, x in zip(names, v, strict=False)} for v in phase.vertices]
    shown = [n for n in phase.tradeoff if n != "loss"] or [
        n for n in phase.bound_by if n in {t.name for t in law.terms}
    ]
    case = Case(
        region=region,
        loss_exponent=formula(-phase.value),
        exponents=vertices[0],
        tradeoff=tuple(shown),
        bound_by=tuple(n for n in phase.bound_by if n not in shown),
        weights={n: formula(w) for n, w in certificate.weights.items()},
        alternatives=tuple(v for v in vertices[1:] if v != vertices[0]),
    )
    if not has_logarithms(law):
        return case
    corners = [{**v, LOSS: -case.loss_exponent} for v in vertices]
    powers = powers_of_logarithms(way, region, corners, case.weights)
    return replace(case, has_logarithms=True, logarithms=powers)


def _parts(law: Law, phase: Phase) -> Sequence[Region]:
    """Parts of a phase on which each term has one form: its logarithm depends on it."""
    if not has_logarithms(law):
        return [phase.region]
    return [Region(phase.region.names, (piece.cell,)) for piece in phase.pieces]


def _best(cases: Sequence[Case]) -> Case:
    """Of branches with the same power of C the one with the least power of log C."""
    best = cases[0]
    for other in cases[1:]:
        sign = _compared(best, other)
        if sign is None:
            return replace(_with_vertices_of(best, other), logarithms=None)
        if sign > 0:
            best = other
        elif sign == 0:
            best = _with_vertices_of(best, other)
    return best


def _compared(first: Case, second: Case) -> int | None:
    """Sign of the difference of the powers of log C in two losses; None where it is not known."""
    if not first.has_logarithms:
        return 0
    if first.logarithms is None or second.logarithms is None:
        return None
    return sign_on(first.logarithms[LOSS] - second.logarithms[LOSS], first.region)


def _with_vertices_of(best: Case, other: Case) -> Case:
    known = (best.exponents, *best.alternatives, *best.elsewhere)
    more = [v for v in (other.exponents, *other.alternatives) if v not in known]
    return replace(best, elsewhere=(*best.elsewhere, *more))


_FORMULAS = ("loss_exponent", "exponents", "tradeoff", "alternatives", "logarithms", "elsewhere")


def _merged(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Cases with the same formulas as one, on the union of their regions."""
    kept: list[Case] = []
    for case in cases:
        for k, other in enumerate(kept):
            if all(getattr(other, n) == getattr(case, n) for n in _FORMULAS):
                kept[k] = replace(case, region=other.region | case.region)
                break
        else:
            kept.append(case)
    return tuple(kept)


def _evaluated(case: Case, at: Mapping[Symbol, Expr]) -> Case:
    def value(e: Expr) -> Expr:
        return e.xreplace(dict(at))

    def values(formulas: Mapping[str, Expr]) -> dict[str, Expr]:
        return {n: value(e) for n, e in formulas.items()}

    return replace(
        case,
        loss_exponent=value(case.loss_exponent),
        exponents=values(case.exponents),
        weights=values(case.weights),
        alternatives=tuple(map(values, case.alternatives)),
        elsewhere=tuple(map(values, case.elsewhere)),
        logarithms=None if case.logarithms is None else values(case.logarithms),
    )


def _power(name: str, e: Expr) -> str:
    if e == 0:
        return f"{name} of order 1"
    return f"{name} = C" if e == 1 else f"{name} = C^{_bracketed(e)}"


def _bracketed(e: Expr) -> str:
    text = formula_text(e)
    return text if text.isalnum() else f"({text})"


def _log(power: Expr | None) -> str:
    """Power of log C as it follows a power of C; nothing where it is 0 or not known."""
    if power is None or power == 0:
        return ""
    return " log(C)" if power == 1 else f" log(C)^{_bracketed(power)}"
