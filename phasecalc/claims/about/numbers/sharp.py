"""Sharp constants: N* ~ constant(N) C^exponent(N) in closed form, where two powers are in balance.

In the logarithms z of the free size and c of the budget both terms are k + s z + u c. Their sum is
least where s1 e^(t1) + s2 e^(t2) = 0: one linear equation, so that the optimum is a power of the
budget. Of a sum inside a term the largest power counts, since sizes grow without end.

Formulas are equal if the logarithm of their quotient is, base by base: each base, a prime or an
irreducible polynomial, is raised to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from phasecalc.claims.reading.outcome import Outcome
from phasecalc.exceptions import DomainError, ParseError, Undecided
from phasecalc.laws.optimum.numeric_loss import reduce
from phasecalc.laws.text.notation import BUDGET, log_of, symbol
from phasecalc.parsing import expression
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Sharp", "closed_forms", "decide_sharp", "read_sharp"]

_CONSTANT = re.compile(r"\s*constant\(\s*(\w+)\s*\)\s*(==|!=)(.+)", re.DOTALL)
_ORDER = re.compile(r"\s*(\w+)\s*[~∼](?!=)(.+?)(?:\s+at\s+the\s+optimum)?\s*", re.DOTALL)
_POINTS = ((2, 3, 5, 7, 11, 13, 17, 19), (Fraction(1, 3), Fraction(1, 2), 400, 3, 5, 7, 2, 11))


@dataclass(frozen=True)
class Sharp:
    """A claim about a constant.

    Parameters
    ----------
    law
        The law.
    size
        A size, or ``loss``.
    operator
        ``==``, ``!=`` or ``~``.
    formula
        What it is compared with; of ``~`` with the budget.
    """

    law: Law
    size: str
    operator: str
    formula: Expr

    notes: ClassVar[tuple[str, ...]] = ()


def closed_forms(law: Law, values: Mapping[str, Expr] | None) -> dict[str, tuple[Expr, Expr]]:
    """Constant and exponent of every size and of the loss.

    Parameters
    ----------
    law
        The law.
    values
        Number of each parameter, or None to keep them.

    Raises
    ------
    Undecided
        The law is no sum of two powers in one free size.
    """
    import sympy as sp

    c = log_of(BUDGET)
    try:
        found = reduce(law, values, c)
    except DomainError as problem:
        raise Undecided(str(problem)) from None
    plain = not (law.loss_dependent or law.rates or law.scales)
    plain = plain and all(x.operator == "==" for x in law.constraints)
    if not plain or len(found.free) != 1 or len(found.terms) != 2:
        raise Undecided(f"law {law.name}: constants are known for two powers and one free size")
    z = log_of(found.free[0])
    one, other = (_leading(sp.expand(t), z, c) for t in found.terms.values())
    if any(sp.diff(e, x).free_symbols & {z, c} for e in (one, other) for x in (z, c)):
        raise Undecided(f"law {law.name}: a term is no power of the sizes")
    slopes = [sp.diff(e, z) for e in (one, other)]
    if not (slopes[0] * slopes[1]).is_negative:
        raise Undecided(f"law {law.name}: the two terms do not pull in opposite directions")
    gap = sp.expand(one - other).subs(z, 0) + sp.log(-slopes[0] / slopes[1])
    best = gap / (slopes[1] - slopes[0])
    logs = {n: _leading(sp.expand(e), z, c).subs(z, best) for n, e in found.logs.items()}
    if not all(sp.simplify(sp.diff(e, c)).is_positive for e in logs.values()):
        raise Undecided(f"law {law.name}: a size that does not grow as a power")
    share = sp.log(1 - slopes[0] / slopes[1])  # the loss is the first term times 1 - s1/s2
    logs["loss"] = sp.expand(one).subs(z, best) + share
    return {n: (sp.exp(e.subs(c, 0)), sp.simplify(sp.diff(e, c))) for n, e in logs.items()}


def _leading(e: Expr, z: Expr, c: Expr) -> Expr:
    """A logarithm of a term for large sizes: of a sum inside only the largest power is kept.

    Raises
    ------
    Undecided
        Which is the largest is not plain.
    """
    import sympy as sp

    kept: dict[Expr, Expr] = {}
    for inner in e.atoms(sp.log):
        if not inner.has(z) and not inner.has(c):
            continue
        parts = [sp.expand_log(sp.log(p), force=True) for p in sp.Add.make_args(inner.args[0])]
        slopes = [sp.diff(p, z) for p in parts]
        if any(p.has(c) for p in parts) or not all(s.is_Rational for s in slopes):
            raise Undecided("a sum inside a term has no plainly largest part")
        top = max(slopes)
        if slopes.count(top) > 1:
            raise Undecided("a sum inside a term has no plainly largest part")
        kept[inner] = sp.expand(parts[slopes.index(top)])
    return sp.expand(e.xreplace(kept))


def read_sharp(text: str, law: Law) -> Sharp | None:
    """A claim about a constant of a law, or None where it is about something else.

    Raises
    ------
    ParseError
        It names no size of the law, or its formula is not in the language.
    """
    found = _CONSTANT.fullmatch(text)
    order = None if found else _ORDER.fullmatch(text)
    if found is None and order is None:
        return None
    size = found[1] if found else order[1]  # type: ignore[index]
    if size not in (*law.unknowns, "loss"):
        known = ", ".join((*law.unknowns, "loss"))
        raise ParseError(f"{echo(size)} is no size; of {law.name} there are {known}")
    operator, written = (found[2], found[3]) if found else ("~", order[2])  # type: ignore[index]
    names = {n: law.symbols[n] for n in law.parameters}
    if operator == "~":
        names[BUDGET] = symbol(BUDGET)
    others = {*law.unknowns, "loss"} - names.keys()
    if strange := sorted(others & {*re.findall(r"[^\W\d]\w*", written)}):
        raise ParseError(
            f"{strange[0]} has no place on the right: it is a formula in the law's constants"
            + (f" and {BUDGET}; orders of sizes are compared by =Theta=" if operator == "~" else "")
        )
    return Sharp(law, size, operator, expression(written, names))


def decide_sharp(claim: Sharp, where: tuple[str, ...]) -> Outcome:
    """Decide it: equal base by base, or different at a point by balls."""
    import sympy as sp

    if where:
        return Outcome("undecided", reason="a constant is compared without where; leave it out")
    assumes = ("the loss is asked for above its irreducible part",) * (claim.size == "loss")
    try:
        constant, power = closed_forms(claim.law, None)[claim.size]
        if claim.operator == "~":
            constant = constant * symbol(BUDGET) ** power
            if not _one_power(claim.formula):
                raise Undecided("the right side is no product of powers of the budget")
        gap = sp.log(constant) - sp.log(claim.formula)
        known = bases(gap)  # of a base that may be negative the logarithm says nothing
        if all(e == 0 for e in known.values()) and all(b.is_positive for b in known):
            status = "refuted" if claim.operator == "!=" else "proved"
            how = "both are one product of powers"
            at = {"left": str(constant), "right": str(claim.formula)}
            return Outcome(
                status, "no certificate", how, at if status == "refuted" else None, assumes
            )
        found = _apart(claim, constant)
    except Undecided as problem:
        return Outcome("undecided", reason=str(problem), assumes=assumes)
    if found is None:
        return Outcome(
            "undecided", reason="neither equal by bases nor apart at a point", assumes=assumes
        )
    if claim.operator == "!=":
        reason = "it differs at a point; whether it does at all is not decided"
        return Outcome("undecided", reason=reason, assumes=assumes)
    return Outcome("refuted", "enclosed", "balls at an exact point exclude it", found, assumes)


def _one_power(e: Expr) -> bool:
    """Whether the budget stands in a formula as one power."""
    import sympy as sp

    c = symbol(BUDGET)
    rest = sp.powsimp(sp.expand_power_base(e, force=True), force=True)
    return not sp.simplify(c * sp.diff(sp.expand_log(sp.log(rest), force=True), c)).has(c)


def bases(e: Expr) -> dict[Any, Expr]:
    """A sum of logarithms times coefficients as one coefficient for each base, cancelled."""
    import sympy as sp

    found: dict[Any, Expr] = {}
    for coefficient, argument in _logs(sp.expand_log(e, force=True)):
        for base, power in _factors(argument):
            found[base] = found.get(base, sp.S.Zero) + coefficient * power
    return {b: sp.cancel(sp.together(x)) for b, x in found.items()}


def _logs(e: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Coefficient and argument of each logarithm in a sum."""
    import sympy as sp

    for part in sp.Add.make_args(sp.expand(e)):
        logs = [a for a in sp.Mul.make_args(part) if a.has(sp.log)]
        if len(logs) == 1 and isinstance(logs[0], sp.log):
            yield part / logs[0], logs[0].args[0]
        elif part != 0:
            raise Undecided("a constant is no product of powers")


def _factors(argument: Expr) -> Iterator[tuple[Any, Expr]]:
    """Primes and irreducible polynomials of an argument, with their powers."""
    import sympy as sp

    for factor in sp.Mul.make_args(sp.factor(sp.together(argument))):
        base, power = factor.as_base_exp()
        if base.is_Rational:
            for p, k in sp.factorrat(base).items():
                yield sp.Integer(p), power * k
        elif base.could_extract_minus_sign():
            raise Undecided("a base may be negative")
        else:
            yield base, power


def _apart(claim: Sharp, constant: Expr) -> dict[str, str] | None:
    """A point at which balls exclude equality."""
    import sympy as sp

    from phasecalc.claims.about.numbers.enclosed import ball, precise

    symbols = sorted({*constant.free_symbols, *claim.formula.free_symbols}, key=str)
    with precise() as flint:
        for row in _POINTS:
            at = {s: sp.Rational(x) for s, x in zip(symbols, row, strict=False)}
            if any(r.subs(at) != True for r in claim.law.domain):  # noqa: E712
                continue
            left, right = (ball(e.subs(at), {}, flint) for e in (constant, claim.formula))
            if not left.overlaps(right):
                shown = {str(s): str(x) for s, x in at.items()}
                named = {"left": left, "right": right}
                return {**shown, **{k: str(x.str(10, radius=False)) for k, x in named.items()}}
    return None
