"""One page on runs: which law, what exponents, what is not known, what to run next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError, PhasecalcError
from phasecalc.fitting.advice.contrast import Contrast, contrast
from phasecalc.fitting.advice.design import Plan, next_runs
from phasecalc.fitting.advice.isoflop import IsoFlop, isoflop_runs
from phasecalc.fitting.advice.rivals import Rival, rivals
from phasecalc.fitting.answers.fit import fit, resamples_of
from phasecalc.laws.declaring.catalogue import law as named
from phasecalc.numerics.seeds import Rng, seed_of

if TYPE_CHECKING:
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.fitting.answers.fitted import Fitted
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["RIVALS", "Diagnosis", "diagnose"]

RIVALS = ("two-term", "over-training", "kaplan-joint")
_BEYOND = 10  # times the largest run, where no target is given
_DECIDES = 2.0  # difference of the criterion below which neither law is better
_WORSE = 1.5  # times the error on held-out runs of the law that misses them least
_OFF = 2


@dataclass(frozen=True)
class Diagnosis:
    """What runs say.

    Parameters
    ----------
    fit
        The law fitted to them.
    decision
        Best sizes at the target budget.
    rivals
        Other laws on the same runs, the best first.
    budgets
        Exponent by budgets alone, or why there is none.
    contrast
        Whether the two agree; None where only one exists.
    plan
        What to run next, or why there is no plan.
    off_by
        Loss above the optimum, and share of the budget that would do, where N is twice N*.
    """

    fit: Fitted
    decision: Decision
    rivals: tuple[Rival, ...]
    budgets: IsoFlop | str
    contrast: Contrast | None
    plan: Plan | str
    off_by: tuple[float, float] | None

    @property
    def verdict(self) -> str:
        """Which law the runs prefer, in words."""
        good = [r for r in self.rivals if not r.why]
        if len(good) < 2:
            return "only one law could be fitted"
        first, second = good[:2]
        gap = second.criterion - first.criterion
        if gap < _DECIDES:
            said = f"{first.law} and {second.law} describe the runs equally well"
        else:
            said = f"{first.law} describes the runs best (AICc {gap:.3g} ahead of {second.law})"
        held = [(r.held_out, r.law) for r in good if r.held_out is not None]
        least, law = min(held, default=(0.0, first.law))
        if law != first.law and (first.held_out or 0.0) > _WORSE * least:
            said += (
                f", but misses the largest runs, held out, by {100 * (first.held_out or 0):.2g} %, "
                f"where {law} misses them by {100 * least:.2g} %: beware of what lies beyond"
            )
        return said

    def data(self) -> dict[str, Any]:  # Any: JSON
        """The same as plain data."""
        from phasecalc.fitting.answers.text import decision_data, fit_data

        both = self.contrast
        plan = self.plan
        return {
            "verdict": self.verdict,
            "rivals": [vars(r) for r in self.rivals],
            "fit": fit_data(self.fit),
            "optimum": decision_data(self.decision),
            "budgets": self.budgets if isinstance(self.budgets, str) else self.budgets.data(),
            "contradict": None if both is None else both.contradict,
            "next": plan if isinstance(plan, str) else vars(plan),
        }

    def __str__(self) -> str:
        from phasecalc.fitting.answers.text import decision_text, fit_text

        best = decision_text(self.decision, self.decision.beyond)
        parts = ["Law", f"  {self.verdict}", *(f"  {r}" for r in self.rivals)]
        parts += ["", "Fit", fit_text(self.fit), "", "Decision", best]
        if self.off_by is not None:
            parts.append(
                f"  N twice too large: loss + {self.off_by[0]:.2g}, as good as the optimum at "
                f"{100 * self.off_by[1]:.3g} % of the flops"
            )
        parts += ["", "Budget by budget", str(self.budgets)]
        if self.contrast is not None:
            parts += ["", "Both ways", str(self.contrast)]
        return "\n".join([*parts, "", "Next", str(self.plan)])


def diagnose(
    data: Any,  # Any: whatever holds columns
    *,
    law: Law | str = "two-term",
    columns: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    flops: float | None = None,
    runs: int = 10,
    level: float = 0.9,
    resamples: int | None = None,
    rng: Rng | None = None,
    seed: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Diagnosis:
    """Fit, compare, contrast and plan.

    Parameters
    ----------
    data, columns, where, level, rng, seed, executor, progress
        As for :func:`phasecalc.laws.fit`.
    resamples
        Of the bootstrap; by default 400, or none for more than 20 000 runs.
    law
        The law to decide with.
    flops
        Target budget; by default ten times that of the largest run.
    runs
        How many runs to plan.
    """
    number = seed_of(rng, seed)
    found = fit(
        law,
        data,
        columns=columns,
        where=where,
        level=level,
        resamples=0,
    )
    count = resamples_of(found, resamples)
    if count and found.freedom >= 2:
        found = found.bootstrap(count, seed=number, executor=executor, progress=progress)
    measured = found.objective.runs
    if flops is None:
        if measured.flops is None:
            raise DomainError("no flops among the runs; give the target budget")
        flops = _BEYOND * float(measured.flops.max())
    decision = found.allocate(flops)
    return Diagnosis(
        found,
        decision,
        rivals(measured, _rivals(found.law)),
        budgets := _budgets(found, number),
        None if isinstance(budgets, str) else contrast(budgets, found),
        _plan(found, flops, runs),
        _off_by(found, flops),
    )


def _rivals(law: Law) -> list[Law]:
    if set(law.unknowns) != {"N", "D"}:
        return [law]
    others = [named(n) for n in RIVALS if n != law.name]
    return [law, *others]


def _budgets(found: Fitted, seed: int) -> IsoFlop | str:
    try:
        return isoflop_runs(found.objective.runs, "N", level=found.level, seed=seed)
    except (PhasecalcError, KeyError) as problem:
        return f"  no answer: {problem}"


def _plan(found: Fitted, flops: float, count: int) -> Plan | str:
    try:
        return next_runs(found, flops, count)
    except DomainError as problem:
        return f"  no plan: {problem}"


def _off_by(found: Fitted, flops: float) -> tuple[float, float] | None:
    from phasecalc.laws.optimum.allocation import Solver
    from phasecalc.laws.sums.numbers import values_of

    values = {n: repr(x) for n, x in found.values.items()} | found.fixed
    try:
        solver = Solver(found.law, values_of(found.law, None, values))
        loss, part = solver.off_by(_OFF, repr(flops))
    except PhasecalcError:
        return None
    return float(loss), float(part)
