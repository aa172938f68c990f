"""Optimal exponents of a law, case by case, with their proofs: the branches compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.laws.exponents.case import Case
from phasecalc.laws.exponents.faces import resolve
from phasecalc.laws.programs.branches import NO_PARAMETER, Branch, branches, fixed, parameter_domain
from phasecalc.laws.programs.logarithms import has_logarithms, powers_of_logarithms
from phasecalc.laws.programs.unsolvable import in_words_of
from phasecalc.laws.sums.orders import in_orders
from phasecalc.laws.text.notation import LOSS, gathered, named
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.overlay import Overlay, overlay
from phasecalc.parsing import exact
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.formulas import positive_form
from phasecalc.regions.region import Region, sign_on
from phasecalc.regions.work import Clock
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr, Symbol
    from phasecalc.checker import Number
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.faces import Resolution
    from phasecalc.optimum.phase import Phase
    from phasecalc.optimum.ratio import Ratio

__all__ = ["Case", "Optimum"]


@dataclass(frozen=True, eq=False)
class Optimum(Shown, Value):
    """Optimal exponents of a law, case by case, with the proofs.

    Parameters
    ----------
    law
        What was solved.
    diagrams
        Solved program of each branch.
    cases
        One for each region.
    faces
        Solved programs that say where on an optimal face the optimum is.
    """

    law: Law
    diagrams: tuple[tuple[str, PhaseDiagram], ...]
    cases: tuple[Case, ...]
    faces: tuple[PhaseDiagram, ...] = ()

    @property
    def logarithms(self) -> bool:
        """Whether the law contains logarithms."""
        return any(c.has_logarithms for c in self.cases)

    @classmethod
    def derive(cls, law: Law, timeout: float | None = None) -> Optimum:
        """Solve a law; see :meth:`phasecalc.laws.Law.optimum`. Each law is solved once."""
        clock = Clock(timeout)  # a limit that is none is refused, whatever is known
        found = _SOLVED.get(law)
        if found is not None:
            return found
        found = cls._derive(law, clock)
        if len(_SOLVED) >= _MOST_SOLVED:
            _SOLVED.clear()
        return _SOLVED.setdefault(law, found)

    @classmethod
    def _derive(cls, given: Law, clock: Clock) -> Optimum:
        law = in_orders(given)
        ways = branches(law)
        rows: list[tuple[tuple[str, ...], Region, Mapping[str, Phase]]]
        with in_words_of(given):
            solved = {n: PhaseDiagram.derive(way.program, clock) for n, way in ways.items()}
        if len(solved) == 1:
            ((name, diagram),) = solved.items()
            rows = [((name,), r, {name: p}) for p in diagram.phases for r in _parts(law, p)]
        else:
            both = overlay(solved, clock)
            rows = [(z.best, z.region, dict(z.phases)) for z in both.zones]
        cases: list[Case] = []
        faces: dict[PhaseDiagram, None] = {}
        for best, region, phases in rows:
            case = _best([_case(ways[n], region, phases[n], solved[n]) for n in best])
            if case.elsewhere:
                cases.append(_open(case, "branches of a minimum are equally good"))
            elif len(case.weights) > len(law.unknowns):  # as many rows as fix a point
                cases.append(case)
            elif law is not given:
                cases.append(_open(case, "the next terms of the sums may decide"))
            else:
                for part in resolve(law, solved[best[0]], phases[best[0]], region, clock):
                    cases.append(_resolved(case, part))
                    faces |= dict.fromkeys(part.diagrams)
        return cls(given, tuple(solved.items()), _merged(tuple(cases)), tuple(faces))

    @cached_property
    def overlay(self) -> Overlay:
        """The branches compared."""
        return overlay(dict(self.diagrams))

    def recheck(self) -> int:
        """Have the checker re-check every proof; return how many there are."""
        count = sum(diagram.recheck() for diagram in self.faces)
        if len(self.diagrams) == 1:
            return count + self.diagrams[0][1].recheck()
        return count + self.overlay.prove()

    def at(self, values: Mapping[str, ExactLike]) -> Case:
        """Case that holds at given parameters, with its formulas evaluated.

        Parameters
        ----------
        values
            Exact numbers by name; those that no exponent contains may be left out or given. On a
            boundary between regions the law is solved with the rational ones of them in it.

        Raises
        ------
        DomainError
            A parameter is missing, the point lies outside the domain, or regions meet there
            whatever the irrational ones among the numbers are.
        """
        program = self.diagrams[0][1].program
        names = [n for n in program.parameters if n != NO_PARAMETER]
        missing = [n for n in names if n not in values]
        if missing:
            raise DomainError(f"law {self.law.name}: no value for {', '.join(missing)}")
        point = {n: exact(values[n], n) for n in names}
        at = {self.law.symbols[n]: to_sympy(v) for n, v in point.items()}
        found = self._inside(point)
        if found is not None:
            return _evaluated(found, at)
        # On a boundary powers of log C, and terms by cases, may jump: solved there.
        return replace(self._between(point, at), region=program.domain)

    def _inside(self, point: Mapping[str, Number]) -> Case | None:
        """Case whose region holds a point; None on a boundary."""
        domain = parameter_domain(self.law)
        try:
            inside = domain is None or domain.contains(**point)
            met = (c for c in self.cases if not point or c.region.contains(**point))
            found = next(met, None) if inside else None
        except ValueError as problem:  # of the checker's numbers: two square roots met
            raise DomainError(
                f"law {self.law.name} at {_listed(point)}: numbers with different square roots "
                "are not compared exactly; give such with one"
            ) from problem
        if not inside:
            raise DomainError(f"law {self.law.name} at {_listed(point)}: needs {domain}")
        return found

    def _between(self, point: Mapping[str, Number], at: Mapping[Symbol, Expr]) -> Case:
        """Case on a boundary: the law is solved with the rational numbers in it."""
        rational = {s: v for s, v in at.items() if v.is_Rational}
        if len(rational) == len(at):
            return fixed(self.law, rational).optimum().cases[0]
        try:
            if not rational:
                raise DomainError("no number is rational")
            rest = {n: x for n, x in point.items() if self.law.symbols[n] not in rational}
            return fixed(self.law, rational).optimum().at(rest)
        except DomainError as reason:
            raise DomainError(
                f"law {self.law.name} at {_listed(point)}: regions meet there, and on their "
                f"boundary irrational numbers are left open while the law is solved: {reason}"
            ) from None

    def __str__(self) -> str:
        return "\n".join(map(str, self.cases))

    def __repr__(self) -> str:
        return f"<Optimum of {self.law.name}: {len(self.cases)} cases>"

    def _repr_latex_(self) -> str:
        return gathered(c.latex() for c in self.cases)


def _listed(point: Mapping[str, Number]) -> str:
    return ", ".join(f"{n} = {x}" for n, x in point.items())


# What was found in time holds for any time limit.
_MOST_SOLVED = 128
_SOLVED: dict[Law, Optimum] = {}


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


def _open(case: Case, reason: str) -> Case:
    """The case with the unknowns marked whose exponents differ between its vertices."""
    moving = tuple(n for n in case.exponents if len(case.face(n)) > 1)
    return replace(case, open=moving, reason=reason) if moving else case


def _resolved(case: Case, found: Resolution) -> Case:
    """The case on a part of its region, with what is determined there about its face."""
    region, vertices = found.region, (case.exponents, *case.alternatives)
    limits = {n: positive_form(e, region) for n, e in found.exponents.items()}
    first = vertices[0]
    missing = tuple(n for n in first if n not in limits)
    at = {n: limits.get(n, e) for n, e in first.items()}
    return replace(
        case,
        region=region,
        exponents=at,
        alternatives=tuple(v for v in vertices if any(v[n] != at[n] for n in v)),
        balances=found.balances[1:],
        open=missing,
        reason=found.reason,
    )


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


_FORMULAS = (
    "loss_exponent",
    "exponents",
    "tradeoff",
    "alternatives",
    "logarithms",
    "elsewhere",
    "balances",
    "open",
)


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
