"""Optional help from z3 (extra ``[smt]``): candidates for witnesses, and an opinion of lower rank.

Whatever z3 says is either re-checked exactly (a model) or labelled as the word
of a solver (unsatisfiability); it never counts as a proof.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import Number, Surd
from phasecalc.regions.condition import Condition

__all__ = ["available", "solve"]

# Of z3's own count of steps; most questions that use it up take a second or two.
_RESOURCES = 1_000_000
# Some steps of z3 are long and count little: nobody waits longer, and "timeout" is all it says.
_LONGEST = 60.0


def available() -> bool:
    """Whether z3 can be imported."""
    try:
        import z3  # noqa: F401
    except ImportError:
        return False
    return True


def solve(
    conditions: Sequence[Condition], seconds: float | None
) -> tuple[str, tuple[Number, ...] | None]:
    """Ask z3 for a point that satisfies the conditions.

    Returns
    -------
    tuple
        ``("sat", point)`` with a rational point or None, ``("unsat", None)``,
        ``("unknown", None)`` where z3 gives up within its counted resources, or
        ``("timeout", None)`` where the seconds ran out first.
    """
    import z3

    names = conditions[0].names
    # z3's own context must not be used by two threads at once.
    context = z3.Context()
    variables = [z3.Real(name, context) for name in names]
    engine = z3.Tactic("qfnra-nlsat", context).solver()
    engine.set("rlimit", _RESOURCES)
    wait = _LONGEST if seconds is None else min(seconds, _LONGEST)
    engine.set("timeout", max(1, int(1000 * wait)))
    roots: dict[int, Any] = {}
    for c in conditions:
        left = z3.Sum([_term(z3, k, e, variables, roots) for e, k in c.terms])
        engine.add({">": left > 0, ">=": left >= 0, "=": left == 0}[c.relation])
    for n, root in roots.items():
        engine.add(root * root == n, root > 0)
    start = time.monotonic()
    outcome = str(engine.check())
    if outcome == "unknown" and time.monotonic() - start > 0.9 * wait:
        return "timeout", None
    if outcome != "sat":
        return outcome, None
    model = engine.model()
    values = [model.eval(x, model_completion=True) for x in variables]
    if not all(z3.is_rational_value(x) for x in values):
        return outcome, None
    return outcome, tuple(Fraction(x.numerator_as_long(), x.denominator_as_long()) for x in values)


def _term(
    z3: Any,
    coefficient: Number,
    exponents: tuple[int, ...],
    variables: list[Any],
    roots: dict[int, Any],
) -> Any:
    context = variables[0].ctx
    if isinstance(coefficient, Surd):
        root = roots.setdefault(coefficient.n, z3.Real(f"sqrt{coefficient.n}", context))
        factor = z3.Q(coefficient.a.numerator, coefficient.a.denominator, context) + root * z3.Q(
            coefficient.b.numerator, coefficient.b.denominator, context
        )
    else:
        factor = z3.Q(coefficient.numerator, coefficient.denominator, context)
    for x, e in zip(variables, exponents, strict=True):
        for _ in range(e):
            factor = factor * x
    return factor
