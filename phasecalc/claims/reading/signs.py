"""Signs of polynomials, factor by factor: small questions instead of a large one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from phasecalc.checker import Number, Polynomial, Surd, constant, multiply, scale
from phasecalc.claims.reading.ask import Clock, Found, implied, weakest
from phasecalc.claims.reading.language import PARAMETERS
from phasecalc.normal.polynomials import power
from phasecalc.normal.ratio import Ratio
from phasecalc.regions.condition import Condition, polynomial_of
from phasecalc.regions.region import Region

_Factor: TypeAlias = tuple[tuple[tuple[tuple[int, ...], Number], ...], int]
_MOST_BITS = 2000  # of all coefficients; beyond, to look for factors takes longer than they save

__all__ = ["essential", "factors", "nonvanishing", "sign_of"]


def factors(
    polynomial: Polynomial, names: tuple[str, ...] = PARAMETERS
) -> list[tuple[Polynomial, int]]:
    """Irreducible factors with multiplicities, over the rationals; itself if it has roots.

    Parameters
    ----------
    polynomial
        In the parameters.
    names
        These, in order.

    Examples
    --------
    >>> from fractions import Fraction
    >>> square = {(2, 0): Fraction(2), (1, 0): Fraction(-4), (0, 0): Fraction(2)}
    >>> [(sorted(p), n) for p, n in factors(square)]
    [([(0, 0)], 1), ([(0, 0), (1, 0)], 2)]
    """
    if not polynomial or any(isinstance(c, Surd) for c in polynomial.values()):
        return [(polynomial, 1)]
    if sum(map(sum, polynomial)) <= 1 and len(polynomial) == 1:
        return [(polynomial, 1)]  # a number, or a number times one parameter
    if sum(map(_bits, polynomial.values())) > _MOST_BITS:
        return [(polynomial, 1)]
    return [(dict(rows), n) for rows, n in _factors(tuple(polynomial.items()), names)]


def _bits(c: Number) -> int:
    """Digits of a fraction, to the base 2."""
    assert isinstance(c, Fraction)
    return c.numerator.bit_length() + c.denominator.bit_length()


@cache
def _factors(
    rows: tuple[tuple[tuple[int, ...], Number], ...], names: tuple[str, ...]
) -> tuple[_Factor, ...]:
    import sympy as sp

    polynomial = dict(rows)

    from phasecalc.optimum.ratio import ratio_expression

    whole = ratio_expression(Ratio.make(polynomial, constant(1, len(names))), names)
    lead, parts = sp.factor_list(whole)
    listed = [(polynomial_of(p, names), int(n)) for p, n in ((lead, 1), *parts)]
    # SymPy only searches: that these are factors is one multiplication.
    product = constant(1, len(names))
    for factor, multiplicity in listed:
        product = multiply(product, power(factor, multiplicity, len(names)))
    if product != polynomial:
        listed = [(polynomial, 1)]
    return tuple((tuple(p.items()), n) for p, n in listed)


def essential(polynomial: Polynomial, region: Region, clock: Clock) -> Polynomial:
    """A polynomial of the same sign on a region, without the factors whose sign is settled.

    Parameters
    ----------
    polynomial
        In alpha and beta.
    region
        Where the signs matter.
    clock
        Time left.
    """
    result = constant(1, len(PARAMETERS))
    for factor, multiplicity in factors(polynomial):
        settled = _sign(factor, region, clock)
        if settled is None:
            # An even power is kept squared: it may vanish.
            for _ in range(2 - multiplicity % 2):
                result = multiply(result, factor)
        elif multiplicity % 2:
            result = scale(result, settled)
    return result


def nonvanishing(polynomials: Sequence[Polynomial], region: Region, clock: Clock) -> Found:
    """Whether no polynomial vanishes on a region; factors of one sign are settled first.

    Parameters
    ----------
    polynomials
        In alpha and beta.
    region
        Where.
    clock
        Time left.
    """
    answers = []
    for polynomial in polynomials:
        for factor, _ in factors(polynomial):
            if any(any(e) for e in factor) and _sign(factor, region, clock) is None:
                answers.append(implied(region, ~_zeros(factor), clock))
    return weakest(answers)


def sign_of(ratio: Ratio, region: Region, clock: Clock) -> int | None:
    """Sign of a quotient, the same everywhere on a region, or None where that is not settled.

    It is 0 where an equation of the region makes it so.

    Parameters
    ----------
    ratio
        In alpha and beta.
    region
        Where; the denominator does not vanish there.
    clock
        Time left.
    """
    result = 1
    if ratio.vanishes:
        return 0
    on_curves = any(c.relation == "=" for cell in region.cells for c in cell)
    for polynomial, may_vanish in ((ratio.top, on_curves), (ratio.bottom, False)):
        for factor, multiplicity in factors(polynomial):
            found = _sign(factor, region, clock)
            if found is None:
                vanishes = may_vanish and implied(region, _zeros(factor), clock).proved
                return 0 if vanishes else None
            result *= found if multiplicity % 2 else 1
    return result


def _zeros(polynomial: Polynomial) -> Region:
    """Points at which a polynomial vanishes."""
    return Region(PARAMETERS, ((Condition.make(PARAMETERS, polynomial, "="),),))


def _sign(factor: Polynomial, region: Region, clock: Clock) -> int | None:
    for s in (1, -1):
        condition = Condition.make(PARAMETERS, scale(factor, s), ">")
        cells = ((condition,),) if condition.truth is None else ((),) if condition.truth else ()
        if implied(region, Region(PARAMETERS, cells), clock).proved:
            return s
    return None
