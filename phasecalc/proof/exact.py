"""What the kernel decides exactly: identities by named rewrites, signs by certificates."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc import checker
from phasecalc.exceptions import LedgerError, StepFailed, Undecided
from phasecalc.proof.claim import Claim, unfold
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.decide import Status, empty
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc.proof.theorem import Derivation

__all__ = [
    "REWRITES",
    "Check",
    "Context",
    "grows",
    "hypotheses",
    "is_zero",
    "prove_empty",
    "prove_positive",
    "prove_sign",
    "same_power",
]


@dataclass(frozen=True)
class Context:
    """What a check may know of the proof: theorems in use and what abbreviations stand for."""

    uses: Sequence[Derivation]
    definitions: Mapping[sp.Expr, sp.Expr]

    def full(self, expression: sp.Expr) -> sp.Expr:
        """Expression without abbreviations."""
        return unfold(expression + sp.S.Zero, self.definitions)


class Check(ABC):
    """What can establish a step; only the kernel defines one."""

    def __init_subclass__(cls) -> None:
        frame = sys._getframe(2)  # whoever called the metaclass: the file with the class in it
        written_in = frame.f_globals.get("__name__", "")
        if not all(m.startswith("phasecalc.proof.") for m in (cls.__module__, written_in)):
            raise LedgerError(f"{cls.__name__}: checks are defined in the kernel only")

    def judge(self, claim: Claim, context: Context) -> Evidence:
        """Evidence for the claim; raises StepFailed or Undecided where there is none."""
        # By class: an attribute of the instance must not stand in for the check.
        return type(self)._judge(self, claim.substitute(context.definitions), context)

    @abstractmethod
    def _judge(self, claim: Claim, context: Context) -> Evidence: ...


def prove_empty(region: Region) -> Evidence:
    """Evidence that no point lies in a region, one certificate for each cell, each re-checked."""
    rank = Rank.PROVED
    for cell in region.cells:
        answer = empty(cell)
        if answer.status is Status.REFUTED:
            point = dict(zip(region.names, answer.witness or (), strict=False))
            shown = ", ".join(f"{k} = {x}" for k, x in point.items()) or "everywhere"
            raise StepFailed(f"fails at {shown}")
        if answer.status is Status.UNDECIDED:
            raise Undecided(f"{' and '.join(map(str, cell))}: {answer.tried}")
        if answer.status is Status.SOLVER:
            rank = Rank.SOLVER
        elif not set(answer.conditions) <= set(cell):
            raise Undecided("the certificate speaks of other conditions")
        else:
            rows = [(c.polynomial, c.relation) for c in answer.conditions]
            checker.refute(rows, answer.proof, len(region.names))
    count = len(region.cells)
    return Evidence(rank, f"{count} certificate{'s' if count != 1 else ''}")


def prove_sign(
    expression: sp.Expr, relation: str, region: Region, *, solver: bool = False
) -> Evidence:
    """Evidence that a rational function is ``>``, ``>=``, ``=`` or ``!=`` 0 on a whole region.

    It must have a value everywhere in it. The word of a solver alone counts only where the caller
    passes on the rank, ``solver=True``.
    """
    # Plain symbols: what a parameter is declared to be must be a condition of the region.
    parameters = {s for s in expression.free_symbols if s.name in region.names}
    expression = expression.xreplace({s: sp.Symbol(s.name, real=True) for s in parameters})
    together = sp.together(expression)
    for factor in sp.Mul.make_args(sp.fraction(together)[1]):
        if factor.free_symbols:
            prove_sign(factor.as_base_exp()[0], "!=", region)
    top, bottom = sp.fraction(sp.cancel(together))
    failing = {">": sp.Le, ">=": sp.Lt, "=": sp.Ne, "!=": sp.Eq}[relation](
        sp.expand(top * bottom), 0
    )
    try:
        evidence = prove_empty(region & Region.where(failing, parameters=region.names))
    except ValueError as problem:
        raise Undecided(f"the sign of {expression}: {problem}") from problem
    if evidence.rank is Rank.SOLVER and not solver:
        raise Undecided(f"the sign of {expression} rests on a solver's word alone")
    return evidence


def grows(value: sp.Expr, region: Region) -> bool:
    """Whether a value is large where its sizes are: constants times positive powers of sizes.

    A size is a positive symbol that is not a parameter of the region.
    """
    sized = False
    for factor in sp.Mul.make_args(value):
        base, power = factor.as_base_exp()
        if factor.is_number and factor.is_positive:
            continue
        if not (base.is_Symbol and base.is_positive and power.is_positive):
            return False
        sized = sized or base.name not in region.names
    return sized


def hypotheses(region: Region, values: Mapping[str, sp.Expr]) -> list[tuple[sp.Expr, str]]:
    """Conditions of a region with one cell, as quantities compared with 0, at other values."""
    if len(region.cells) != 1:
        raise Undecided(f"{region} is not one conjunction of conditions")
    # One symbol for each name: those of the values and of the region may differ in assumptions.
    plain = {name: values.get(name, sp.Symbol(name)) + sp.S.Zero for name in region.names}
    at = [
        e.xreplace({s: sp.Symbol(s.name, real=True) for s in e.free_symbols})
        for e in plain.values()
    ]

    def monomial(powers: tuple[int, ...]) -> sp.Expr:
        return sp.Mul(*(x**k for x, k in zip(at, powers, strict=True)))

    return [
        (sp.Add(*(to_sympy(c) * monomial(e) for e, c in row.terms)), row.relation)
        for row in region.cells[0]
    ]


def _merge_sums(expression: sp.Expr) -> sp.Expr:
    """Add up sums over the same range term by term."""
    ranges: dict[sp.Tuple, sp.Expr] = {}
    rest = sp.S.Zero
    for part in sp.Add.make_args(sp.expand(expression)):
        series = [f for f in sp.Mul.make_args(part) if isinstance(f, sp.Sum)]
        if len(series) != 1 or (part / series[0]).has(series[0].limits[0][0]):
            rest += part
            continue
        (limits,) = series[0].limits
        ranges[limits] = ranges.get(limits, 0) + part / series[0] * series[0].function
    merged = {limits: sp.cancel(sp.powsimp(sp.expand(term))) for limits, term in ranges.items()}
    return rest + sp.Add(*(sp.Sum(term, limits) for limits, term in merged.items() if term != 0))


def _split_last(expression: sp.Expr) -> sp.Expr:
    """Take the last term out of every sum that is one term longer than another."""
    ranges = {limits for e in expression.atoms(sp.Sum) for limits in e.limits}

    def split(e: sp.Sum) -> sp.Expr:
        (variable, low, high), *more = e.limits
        shorter = sp.Tuple(variable, low, high - 1)
        if more or shorter not in ranges:
            return e
        return sp.Sum(e.function, shorter) + e.function.subs(variable, high)

    return expression.replace(lambda e: isinstance(e, sp.Sum), split)


def _flatten_sums(expression: sp.Expr) -> sp.Expr:
    """Write finite sums of sums as one double sum, ranges in a fixed order."""

    def flat(e: sp.Sum) -> sp.Expr:
        inner = [f for f in sp.Mul.make_args(e.function) if isinstance(f, sp.Sum)]
        ranges = [*e.limits, *(limits for f in inner for limits in f.limits)]
        bound = {limits[0] for limits in ranges}
        free = all(not (set(edges) & bound) and sp.oo not in edges for _, *edges in ranges)
        if len(inner) != 1 or len(bound) != len(ranges) or not free:
            return e
        term = e.function / inner[0] * inner[0].function
        return sp.Sum(sp.powsimp(sp.expand(term)), *sorted(ranges, key=str))

    return expression.replace(lambda e: isinstance(e, sp.Sum), flat)


def _real(exponent: sp.Expr) -> bool:
    """Whether an exponent is real wherever it has a value."""
    symbols_real = all(s.is_real for s in exponent.free_symbols)
    return bool(exponent.is_real or (symbols_real and exponent.is_rational_function()))


def _loosen(expression: sp.Expr) -> sp.Expr:
    """Products of single powers: (x y)^p = x^p y^p and (x^c)^p = x^(c p), for x, y > 0, c real."""

    def opened(base: sp.Expr, power: sp.Expr) -> sp.Expr:
        if base.is_Mul:
            return sp.Mul(*(opened(factor, power) for factor in base.args))
        if base.is_Pow and _real(base.exp):
            return opened(base.base, sp.cancel(sp.together(base.exp * power)))
        return base**power

    return expression.replace(sp.Pow, lambda b, p: b**p if p.is_Integer else opened(b, p))


# The identities a derivation may name. Each is an equality wherever both sides exist; powers are
# combined only after their bases have been shown to be positive.
REWRITES: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    "expand": sp.expand,
    "cancel": lambda e: sp.cancel(sp.together(e)),
    "carry out": lambda e: e.doit(),
    "powers": lambda e: sp.powsimp(sp.expand(_loosen(e)), force=True),
    "logarithms": lambda e: sp.expand_log(e, force=True),
    "radicals": lambda e: sp.radsimp(sp.cancel(sp.together(e))),
    "gamma functions": sp.gammasimp,
    "exponentials": lambda e: e.rewrite(sp.exp),
    "sums": _merge_sums,
    "double sums": _flatten_sums,
    "last term": _split_last,
}
_FORCED = ("powers", "logarithms")
_SIGN_FUNCTIONS = (
    sp.Abs,
    sp.sign,
    sp.arg,
    sp.re,
    sp.im,
    sp.conjugate,
    sp.Heaviside,
    sp.Max,
    sp.Min,
    sp.Piecewise,
    sp.floor,
    sp.ceiling,
)


def is_zero(expression: sp.Expr, rewrites: Iterable[str], region: Region) -> bool:
    """Whether named rewrites bring an expression to zero."""
    for name in rewrites:
        if name in _FORCED:
            _positive_bases(expression, region)
        expression = REWRITES[name](expression)
        if expression == 0:
            return True
    return bool(sp.cancel(sp.together(sp.powsimp(sp.expand(expression)))) == 0)


def same_power(left: sp.Expr, right: sp.Expr, region: Region) -> sp.Expr:
    """Quotient of two products of powers, with powers of one base combined."""
    quotient = left / right
    _positive_bases(quotient, region)

    def tidy(e: sp.Expr) -> sp.Expr:
        e = e.replace(sp.Pow, lambda base, power: base ** sp.cancel(sp.together(power)))
        for special in (sp.gamma, sp.zeta):
            e = e.replace(special, lambda a, function=special: function(sp.cancel(sp.together(a))))
        return e

    return tidy(sp.powsimp(_loosen(tidy(quotient)), force=True))


def _positive_bases(expression: sp.Expr, region: Region) -> None:
    """Show that every base of a general power, and every argument of a log, is positive.

    SymPy's forced rewrites take every symbol to be positive; functions in which that alone
    decides are refused.
    """
    if expression.has(*_SIGN_FUNCTIONS):
        raise Undecided(f"{expression} contains a function of signs: settle the sign first")
    bases = {p.base for p in expression.atoms(sp.Pow) if not p.exp.is_Integer}
    for base in bases | {x.args[0] for x in expression.atoms(sp.log)}:
        for part in sp.Mul.make_args(base):
            while part.is_Pow:  # (x^2)^s is x^(2 s) for positive x only
                part = part.base
            prove_positive(part, region)


def prove_positive(quantity: sp.Expr, region: Region) -> None:
    """Show that a quantity is positive, by what its factors are.

    Real powers of positive numbers are; Gamma and zeta are, beyond 0 and 1; a sine is, on
    (0, pi); the integral of a positive function is; rational factors are taken together.
    """
    if quantity.is_positive:
        return
    if quantity.is_Mul:
        rational = [f for f in quantity.args if not f.is_positive and f.is_rational_function()]
        for factor in quantity.args:
            if factor not in rational:
                prove_positive(factor, region)
        if rational:
            prove_sign(sp.Mul(*rational), ">", region)
    elif quantity.is_Pow and _real(quantity.exp) and not quantity.is_rational_function():
        prove_positive(quantity.base, region)
    elif isinstance(quantity, sp.gamma):
        prove_sign(quantity.args[0], ">", region)
    elif isinstance(quantity, sp.zeta) and len(quantity.args) == 1:
        prove_sign(quantity.args[0] - 1, ">", region)
    elif isinstance(quantity, sp.Integral) and all(
        low == 0 and high.is_positive for _, low, high in quantity.limits
    ):
        prove_positive(quantity.function, region)
    elif isinstance(quantity, sp.sin):
        turn = quantity.args[0] / sp.pi
        prove_sign(turn, ">", region)
        prove_sign(1 - turn, ">", region)
    else:
        prove_sign(quantity, ">", region)
