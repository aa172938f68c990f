r"""Complete expansions of sums over modes and integrals over a spectrum: ``pc.expand``.

The pieces (``pieces``) say which poles count and on which side; ``series`` puts them in order, case
by case where parameters decide it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.expansions.checked import Check, compare, value
from phasecalc.asymptotics.expansions.expanded import ExpandedCase
from phasecalc.asymptotics.expansions.laurent import tidy
from phasecalc.asymptotics.expansions.measured import measure
from phasecalc.asymptotics.expansions.pieces import Ends, Monomial, Refused, pieces_of
from phasecalc.asymptotics.expansions.reading import Question, number, read
from phasecalc.asymptotics.expansions.series import (
    ExpandedTerm,
    Family,
    Remainder,
    families,
    known,
    series,
    vanishes,
)
from phasecalc.asymptotics.expansions.signs import Signs, by_cases
from phasecalc.asymptotics.expansions.step import in_step, step_families
from phasecalc.asymptotics.expansions.summand import Summand, summands
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.numerics.context import exported, own

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["Expanded", "expand"]

MAX_TERMS = 12
MAX_PARAMETERS = 3
MAX_DIGITS = 100


@dataclass(frozen=True)
class Expanded(Shown):
    """Expansion of a formula, case by case.

    Parameters
    ----------
    question
        What was asked.
    way
        1 if the variable grows, -1 if it falls to 0.
    cases
        One for each part of the region, those that are refused among them.
    asked
        The arguments of :func:`expand`.
    """

    question: Question
    way: int
    cases: tuple[ExpandedCase, ...]
    asked: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def terms(self) -> tuple[ExpandedTerm, ...]:
        """Terms, where there is one case."""
        return self.case().terms

    @property
    def remainder(self) -> Remainder | None:
        """Remainder, where there is one case."""
        return self.case().remainder

    def case(self, **values: ExactLike) -> ExpandedCase:
        """The case that holds at given parameters; without any, the only one.

        Parameters
        ----------
        values
            Exact numbers for the parameters.

        Raises
        ------
        DomainError
            There are several cases, or the point is in none, or its case is refused.
        """
        found = self.cases
        if values:
            names = self.question.region.names
            if set(values) != set(names):
                raise DomainError(f"give a number for each of {', '.join(names) or 'no parameter'}")
            found = tuple(c for c in found if c.region.contains(*(values[n] for n in names)))
            if not found:
                raise DomainError(f"{values} is outside {self.question.region}")
        if len(found) != 1:
            raise DomainError(
                f"there are {len(found)} cases; take one of .cases, or say where: .case(a=2, ...)"
            )
        if found[0].refused:
            raise DomainError(found[0].refused)
        return found[0]

    def evaluate(self, at: ExactLike, *, digits: int = 15, **values: ExactLike) -> Any:
        """Sum of the terms at one value of the variable, an mpmath number.

        Parameters
        ----------
        at
            The variable.
        digits
            Decimal digits, at most 100.
        values
            Exact numbers for parameters and constants.
        """
        numbers, put, point = self._numbers(at, digits, values)
        case = self.case(**self._parameters(values))
        return exported(numbers.fsum(value(term, put, point, numbers) for term in case.terms))

    def exact(self, at: ExactLike, *, digits: int = 15, **values: ExactLike) -> Any:
        """The sum itself, by Euler and Maclaurin and not from the terms, an mpmath number.

        Parameters
        ----------
        at, digits, values
            As for :meth:`evaluate`.

        Raises
        ------
        NotConverged
            The digits asked for were not reached.
        """
        numbers, put, point = self._numbers(at, digits, values)
        return exported(measure(self.question, put, point, numbers))

    def check(self, **values: ExactLike) -> Check:
        """Compare the terms with the sum itself at three sizes.

        The sum is computed from its summand by Euler and Maclaurin, to as many digits as the
        smallest term needs; its error must be the next term, in size and in slope. A constant off
        by 1e-6, a missing pole or poles out of order do not pass. This samples, and proves nothing.

        Parameters
        ----------
        values
            Exact numbers for parameters and constants.
        """
        case = self.case(**self._parameters(values))
        put = self.put(values)
        assert case.remainder is not None
        # Terms and remainders that vanish at this point are no terms there.
        kept = tuple(term for term in case.terms if not _vanishes(term, put))
        rest = case.remainder
        if rest.term is not None and _vanishes(rest.term, put):
            rest = self._fixed(values, max(len(kept), 1))
        after = self._fixed(values, len(kept) + 1)
        return compare(self.question, self.way, kept, rest, after, put)

    def _fixed(self, values: Mapping[str, ExactLike], terms: int) -> Remainder:
        """Remainder after so many terms, derived anew with numbers for the parameters."""
        numbers = {**self.asked["values"], **self._parameters(values)}
        asked = {**self.asked, "values": numbers, "terms": min(terms, MAX_TERMS), "where": ()}
        return expand(**asked).case().remainder or Remainder()

    def _parameters(self, values: Mapping[str, ExactLike]) -> dict[str, ExactLike]:
        return {n: v for n, v in values.items() if n in self.question.region.names}

    def put(self, values: Mapping[str, ExactLike]) -> dict[Expr, Expr]:
        """Numbers for all parameters and constants, by their symbols."""
        needed = {s.name: s for s in self.question.symbols}
        if set(needed) != set(values):
            raise DomainError(f"give a number for each of {', '.join(sorted(needed)) or 'nothing'}")
        return {needed[n]: number(v, n) for n, v in values.items()}

    def _numbers(
        self, at: ExactLike, digits: int, values: Mapping[str, ExactLike]
    ) -> tuple[Any, dict[Expr, Expr], Any]:
        if not 1 <= digits <= MAX_DIGITS:
            raise DomainError(f"digits = {digits}: from 1 to {MAX_DIGITS}")
        numbers = own(digits + 20)
        point = number(at, self.question.variable.name)
        if not point.is_positive:
            raise DomainError(f"{self.question.variable} = {at}: a positive number is needed")
        return numbers, self.put(values), numbers.mpf(point.p) / point.q

    def __str__(self) -> str:
        return "\n".join(map(str, self.cases))

    def __repr__(self) -> str:
        cases = "" if len(self.cases) == 1 else f", {len(self.cases)} cases"
        return f"<Expanded: {self.asked['formula']} in {self.asked['variable']}{cases}>"


def _vanishes(term: ExpandedTerm, put: Mapping[Expr, Expr]) -> bool:
    return all(vanishes(c.subs(put)) for c in term.coefficients)


def expand(
    formula: str,
    variable: str,
    *,
    terms: int = 3,
    to: str = "infinity",
    where: str | Sequence[str] = (),
    values: Mapping[str, ExactLike] | None = None,
    sizes: Mapping[str, str] | None = None,
    constants: Sequence[str] = (),
) -> Expanded:
    r"""Expand sums over modes and integrals over a spectrum, with exact constants.

    Parameters
    ----------
    formula
        Powers of the variable times ``sum(f, j)``, ``sum(f, j, 1, N)`` or
        ``integral(f, u, 0, 1)``, and sums of such terms. f is a product of powers and one profile
        (dimensionless) of a monomial x: ``exp(-x)`` and polynomials in exponentials,
        ``(1 + x)^(-k)``, ``log(1 + x)`` or ``erfc(x)``.
    variable
        The name that grows, or falls to 0.
    terms
        How many terms, at most 12.
    to
        ``"infinity"`` or ``"zero"``.
    where
        Comparisons of the parameters, as a list or separated by commas. Every other name in the
        formula is a real parameter; at most three are free.
    values
        Exact numbers for parameters.
    sizes
        Further sizes as powers of the variable, such as ``{"N": "t^(3/4)"}``; the exponent may be
        a parameter. A size at the end of a sum is a whole number.
    constants
        Names of fixed positive numbers.

    Returns
    -------
    Expanded
        One case for each part of the region on which the poles come in one order.

    Raises
    ------
    ParseError
        The text is outside the grammar.
    DomainError
        A sum diverges, a profile is not known, an argument is not a positive monomial, or the
        parameters leave more than 60 cases.

    Notes
    -----
    Each statement is an equality up to its remainder; at single points of a region a coefficient
    may vanish. Contours are moved where the transform falls exponentially on vertical lines, as
    those of all profiles here do, against the polynomial growth of zeta.

    Source: P. Flajolet, X. Gourdon, P. Dumas, Theoret. Comput. Sci. 144 (1995), 3-58.

    Examples
    --------
    >>> print(expand("sum(1/(j^2 + t), j)", "t", terms=1))
    pi/(2*sqrt(t)) + O(1/t)
    >>> print(expand("sum(j^-b*exp(-t*j^-a), j)", "t", where="a > 0, b > 1"))
    t**((1 - b)/a)*gamma(b/a - 1/a)/a + o(every power) where a > 0 and b > 1
    >>> found = expand("sum(j^-b/(1 + t*j^-a), j)", "t", terms=1, where="a > 1, b > 1")
    >>> print(found.cases[1])
    (EulerGamma + log(t)/a)/t + O(t**(-2)) where a > 1 and b = a + 1
    >>> bool(found.check(a=2, b=3))
    True
    """
    if not 1 <= terms <= MAX_TERMS:
        raise DomainError(f"terms = {terms}: from 1 to {MAX_TERMS}")
    if to not in ("infinity", "zero"):
        raise DomainError(f"to = {to!r}: 'infinity' or 'zero'")
    question = read(formula, variable, where, values or {}, sizes or {}, constants)
    if len(question.region.names) > MAX_PARAMETERS:
        listed = ", ".join(question.region.names)
        raise DomainError(
            f"{len(question.region.names)} parameters ({listed}), at most {MAX_PARAMETERS} are "
            "free; give numbers for some in values=..."
        )
    way = 1 if to == "infinity" else -1
    asked = {
        "formula": formula,
        "variable": variable,
        "terms": terms,
        "to": to,
        "where": where,
        "values": values or {},
        "sizes": sizes or {},
        "constants": constants,
    }

    def course(signs: Signs) -> ExpandedCase:
        t = question.variable
        try:
            sources = _sources(question, terms, signs, way)
            found, rest = series(sources, t, terms, signs, way)
        except Refused as reason:
            return ExpandedCase(signs.region, t, (), None, str(reason))
        return ExpandedCase(signs.region, t, found, rest)

    cases = [case for _, case in by_cases(question.region, course)]
    good = tuple(case for case in cases if not case.refused)
    if not good:
        raise DomainError(f"{formula}: {'; '.join(dict.fromkeys(c.refused for c in cases))}")
    return Expanded(question, way, tuple(cases), asked)


def _sources(question: Question, count: int, signs: Signs, way: int) -> list[Family]:
    found: list[Family] = []
    for part in question.parts:
        if part.body is None:
            found.append(known(part.power, [part.coefficient], "as it stands"))
            continue
        assert part.mode is not None
        assert part.ends is not None
        _require_growing(part.ends, signs, way)
        for s in summands(part.body, part.mode, question.variable, signs):
            outer = Summand(
                s.coefficient * part.coefficient,
                tidy(s.outer + part.power),
                s.mode,
                s.profile,
                s.scale,
                s.growth,
                s.inner,
            )
            if s.profile is None:
                found += _powers(outer, part.ends, count + 2, signs)
            elif in_step(outer, part.ends, signs):
                found += step_families(outer, part.ends, 2 * count + 4, signs, way)
            else:
                found += families(pieces_of(outer, part.ends, 2 * count + 4, signs, way))
    return found


def _require_growing(ends: Ends, signs: Signs, way: int) -> None:
    """Sums end at sizes that grow: their ends are expanded by Euler and Maclaurin."""
    if ends.lower is not None and ends.upper is not None:
        order = way * signs.of(tidy(ends.upper.power - ends.lower.power))
        ratio = tidy(ends.upper.constant / ends.lower.constant)
        if order == -1 or (order == 0 and not (ratio - 1).is_nonnegative):
            raise Refused(f"the {ends.kind} ends before it begins, or may do so")
    if ends.kind == "sum":
        for end in (ends.lower, ends.upper):
            if end is not None and way * signs.of(end.power) != 1:
                raise Refused("an end of the sum does not grow")


def _powers(s: Summand, ends: Ends, count: int, signs: Signs) -> list[Family]:
    """A sum or integral of a power alone: zeta and Euler-Maclaurin, or the antiderivative."""
    p, c = s.mode, s.coefficient
    tip = signs.of(1 + p)
    found: list[Family] = []

    def at(end: Monomial, sign: int) -> None:
        """Primitive function at an end."""
        if tip == 0:
            values = [sign * c * sp.log(end.constant), sign * c * end.power]
            found.append(known(s.outer, values, "end"))
        else:
            value = sign * c * end.constant ** (1 + p) / (1 + p)
            found.append(known(tidy(s.outer + end.power * (1 + p)), [value], "end"))
        if ends.kind == "integral":
            return
        rows = [(p, sp.Rational(1, 2))]
        for k in range(1, count // 2 + 2):
            falling = sp.Mul(*(p - i for i in range(2 * k - 1)))
            rows.append((p - 2 * k + 1, sign * sp.bernoulli(2 * k) / sp.factorial(2 * k) * falling))
        for power, factor in rows:
            value = c * factor * end.constant**power
            found.append(known(tidy(s.outer + end.power * power), [value], "end"))

    if ends.upper is not None:
        at(ends.upper, 1)
    elif tip != -1:
        raise Refused(f"the {ends.kind} diverges at its upper end, infinity")
    if ends.lower is not None:
        at(ends.lower, -1)
    elif ends.kind == "sum":
        constant: Expr = sp.EulerGamma if tip == 0 else sp.zeta(tidy(-p))
        found.append(known(s.outer, [c * constant], "modes"))
    elif tip != 1:
        raise Refused("the integral diverges at its lower end, 0")
    return found
