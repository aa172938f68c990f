r"""Corrections to scaling: how fast the exponents seen at a budget reach their limits.

At the optimum :math:`d = f^\xi` the loss is :math:`f^{-\eta}` times a constant, and what is left
out is smaller by a power of f: each term that does not bind by its slack, each term that does
by the relative remainders of its leading form, and the learning rate by that of its stable order.
The least of these powers is delta:

.. math:: \eta_{local}(f) - \eta = O(f^{-\delta}), \qquad \xi_{local}(f) - \xi = O(f^{-\delta}),

up to powers of log f. The terms that bind have a nondegenerate minimum over d, so its place
moves by no more than they do. A remainder that is a power of f**0 on the optimum, as
:math:`\tau d^{-2\alpha}` is in Ia, Ib and IVa, is a function of a variable that the optimum keeps
fixed: it changes constants, not exponents, and does not count. The bound need not be sharp: a
coefficient may vanish, or be so small that the next power is what any budget shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.order import Order
from phasecalc.checker import Number, Polynomial, sign
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.minimax import Constraint, Piece, Term
from phasecalc.optimum.program import Program
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.plrf.phases.store import load
from phasecalc.plrf.phases.terms import (
    TERMS,
    expansions,
    largest_learning_rate,
    resolved_modes,
    trace,
)
from phasecalc.regions.formulas import formula_text, positive_form
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, d, f, gamma, r, tau

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from phasecalc._typing import Expr
    from phasecalc.optimum.explore import CriticalRegion
    from phasecalc.optimum.phase import Phase

__all__ = [
    "Correction",
    "CorrectionRegion",
    "candidates",
    "correction_at",
    "corrections",
    "corrections_at",
    "corrections_on",
    "power_of_f",
]


@dataclass(frozen=True)
class Correction:
    """One thing that is left out of the power law, and how small it is.

    Parameters
    ----------
    name
        What: "slack of F_0", "remainder of F_0: d**(1 - 2*beta)", ...
    exponent
        It is f**(-exponent) relative to the loss, up to logarithms.
    """

    name: str
    exponent: Ratio


@cache
def candidates(phase: Phase, piece: CriticalRegion) -> tuple[Correction, ...]:
    """All that is left out on one critical region of the diagram at the largest learning rate.

    Raises
    ------
    DomainError
        A remainder grows on the optimum: the leading forms do not hold there.

    Examples
    --------
    >>> from phasecalc.plrf.phases.store import load
    >>> phase = load().diagram.phase("III")
    >>> for c in candidates(phase, phase.pieces[0])[:2]: print(c.name, "|", c.exponent)
    slack of F_0 | (4*alpha**2 - 4*alpha + 1)/(4*alpha)
    slack of F_pp | (-alpha + beta)/(2*alpha)
    """
    names = phase.region.names
    constraints = {"d >= 1", "r >= 1"}
    slacks = {n: s for n, s in piece.slacks[0] if n not in constraints}
    twins = dict(piece.ties)
    found: dict[str, Ratio] = {}
    for n, s in slacks.items():
        if not s.vanishes:
            found[f"slack of {n}"] = s
    leading = [n for n in (*slacks, *twins) if slacks[twins.get(n, n)].vanishes]
    for name, remainder in _remainders(piece, leading):
        exponent = power_of_f(remainder, _sizes(phase, piece))
        if exponent is None:
            continue
        ratio = Ratio.from_expr(sp.cancel(-exponent), names)
        if not ratio.vanishes:
            found[f"{name}: {remainder}"] = ratio
    for name, exponent in _of_the_equation(phase, piece):
        ratio = Ratio.from_expr(sp.cancel(exponent), names)
        if not ratio.vanishes:
            found[name] = ratio
    return tuple(Correction(n, x) for n, x in found.items())


def _of_the_equation(phase: Phase, piece: CriticalRegion) -> Iterator[tuple[str, Expr]]:
    """What solving for the loss adds to its terms: powers of f**-1.

    The Volterra equation: mass of the kernel beyond r, tau K_pp, and discrete steps, gamma/tau.
    The resolvent: frequencies are shifted by S_1/d, S_1 the modes resolved by then, and 1/d.
    """
    sizes, names = _sizes(phase, piece), phase.region.names
    cell = Region(names, (piece.cell,))
    kernel = next(t for t in TERMS if t.name == "K_pp")
    k = power_of_f(
        _holding(expansions(kernel.definition, kernel.where), cell).order.as_expr(), sizes
    )
    assert k is not None  # a power
    yield "mass of the kernel beyond r", -(sizes[tau] + k)
    yield "discrete steps", sizes[tau] - sizes[gamma]
    yield "shift of the spectrum", -_shift(cell, sizes)
    yield "ridge", sizes[d]


def _shift(cell: Region, sizes: Mapping[Expr, Expr]) -> Expr:
    """Exponent of S_1/d = sum of lambda/(lambda + 1/tau) over d."""
    summable = cell.implies(Region.where(2 * alpha > 1, parameters=cell.names))
    if summable:
        # As many modes as d features resolve at d^(-2 alpha), at the frequency 1/tau.
        modes = _holding(expansions(resolved_modes, 2 * alpha > 1, sp.oo), cell).order
        return modes.exponent(d) * sizes[tau] / (2 * alpha) - sizes[d]
    total = _holding(expansions(trace), cell).order
    return sizes[tau] + (total.exponent(d) - 1) * sizes[d]


def _remainders(piece: CriticalRegion, leading: list[str]) -> Iterator[tuple[str, Expr]]:
    """Relative remainders of the leading terms and of the learning rate in them."""
    cell = Region(piece.cell[0].names, (piece.cell,))
    with_rate = False
    for term in TERMS:
        if term.name in leading:
            case = _holding(expansions(term.definition, term.where), cell)
            with_rate = with_rate or bool({gamma, tau} & set(case.order.sizes))
            for x in case.remainders:
                yield f"remainder of {term.name}", x
    if with_rate:
        for x in _holding(list(largest_learning_rate()), cell).remainders:
            yield "remainder of the learning rate", x


def _holding(cases: list[Expansion], cell: Region) -> Expansion:
    """The case whose region contains the cell."""
    for case in cases:
        if cell.implies(case.region):
            return case
    raise DomainError(f"no expansion holds on all of {cell}")


def _sizes(phase: Phase, piece: CriticalRegion) -> Mapping[Expr, Expr]:
    """Exponent of each size on the optimum."""
    names = phase.region.names
    size = ratio_expression(phase.vertices[0][0], names)
    cell = Region(names, (piece.cell,))
    rate = _holding(list(largest_learning_rate()), cell).order
    learning_rate = rate.substitute({d: Order(((f, size),))}).exponent(f)
    return {d: size, r: 1 - size, gamma: learning_rate, tau: learning_rate + 1 - size}


def power_of_f(remainder: Expr, sizes: Mapping[Expr, Expr]) -> Expr | None:
    """Exponent of f in a product, logarithms left out; None if it is smaller than any power.

    Parameters
    ----------
    remainder
        Product of powers of sizes, logarithms, exponentials and constants.
    sizes
        Exponent of f in each size.

    Raises
    ------
    DomainError
        It is no such product.

    Examples
    --------
    >>> from phasecalc.symbols import d, tau
    >>> power_of_f(tau**2 * sp.log(d) / d, {tau: sp.Rational(1, 3), d: sp.S.Half})
    1/6
    """
    total = sp.S.Zero
    for factor in sp.Mul.make_args(remainder):
        base, power = factor.as_base_exp()
        if base is sp.E or isinstance(factor, sp.exp):
            return None
        if base in sizes:
            total += sizes[base] * power
        elif isinstance(base, sp.Mul):
            inner = power_of_f(base, sizes)
            if inner is None:
                return None
            total += inner * power
        elif not isinstance(base, sp.log) and base.free_symbols & set(sizes):
            raise DomainError(f"{factor} is not a power of sizes")
    return total


@dataclass(frozen=True)
class CorrectionRegion(Shown):
    """Part of a phase on which one correction is the largest.

    Parameters
    ----------
    phase
        Label.
    region
        Where; open.
    exponent
        Delta: exponents seen at a budget f are those of the limit up to f**(-delta).
    sources
        What is left out, and is of this order.
    diagram
        The program whose solution this is, with its certificates: delta is the largest x that no
        correction forbids.
    """

    phase: str
    region: Region
    exponent: Expr
    sources: tuple[str, ...]
    diagram: PhaseDiagram

    def __str__(self) -> str:
        return (
            f"{self.phase}: f^-({formula_text(self.exponent)}) from "
            f"{' and '.join(self.sources)} where {self.region.presented()}"
        )


@cache
def corrections() -> tuple[CorrectionRegion, ...]:
    """Delta over the plane: one formula for each region, each proved to be the least there.

    Takes seconds. For the learning rate at its largest stable order.

    Examples
    --------
    >>> for part in corrections():
    ...     if part.phase == "IVb": print(part)
    IVb: f^-((2*beta - 1)*(4*alpha - 1)/(2*(2*beta - 2*alpha*beta - alpha))) from slack of F_0 ...
    """
    found: list[CorrectionRegion] = []
    for phase in load().diagram.phases:
        for piece in phase.pieces:
            found += _parts(phase, piece)
    return tuple(found)


def _parts(phase: Phase, piece: CriticalRegion) -> Iterator[CorrectionRegion]:
    joined: dict[str, Ratio] = {}
    for c in candidates(phase, piece):
        twin = next((n for n, x in joined.items() if x.same(c.exponent)), None)
        if twin is None:
            joined[c.name] = c.exponent
        else:
            joined[f"{twin} and {c.name}"] = joined.pop(twin)
    diagram = _least(phase.region.names, piece, joined).diagram()
    for part in diagram.phases:
        yield CorrectionRegion(
            phase.name,
            part.region,
            positive_form(-part.as_expr(part.value), part.region),
            tuple(part.bound_by),
            diagram,
        )


def _least(
    names: tuple[str, ...], piece: CriticalRegion, exponents: Mapping[str, Ratio]
) -> Program:
    """Minimise -x where x is at most each of the exponents."""
    zero, one = (Ratio.constant(Fraction(k), len(names)) for k in (0, 1))
    loss = Term("-x", (Piece((), (zero, -one)),))
    bounds = tuple(Constraint(n, (-e, one)) for n, e in exponents.items())
    return Program(names, ("x",), (loss,), bounds, Region(names, (piece.cell,)))


def corrections_on(alpha_: Any, beta_: Any) -> np.ma.MaskedArray:
    """Delta on arrays of one shape, in float64; masked outside the phases and on their edges.

    Examples
    --------
    >>> import numpy as np
    >>> corrections_on(np.array([0.4, 1.0, 0.1]), np.array([0.3, 0.7, 0.1])).round(4).tolist()
    [0.1, 0.1176, None]
    """
    import numpy as np

    point = (np.asarray(alpha_, dtype=float), np.asarray(beta_, dtype=float))
    values = np.full(point[0].shape, np.nan)
    for phase in load().diagram.phases:
        for piece in phase.pieces:
            inside = np.ones(point[0].shape, dtype=bool)
            for c in piece.cell:
                inside &= _float(c.polynomial, point) > 0
            at = tuple(x[inside] for x in point)
            exponents = [
                _float(c.exponent.top, at) / _float(c.exponent.bottom, at)
                for c in candidates(phase, piece)
            ]
            values[inside] = np.min(exponents, axis=0)
    return np.ma.array(values, mask=np.isnan(values))


def _float(polynomial: Polynomial, point: tuple[NDArray[np.float64], ...]) -> NDArray[np.float64]:
    """A polynomial on arrays."""
    total = 0 * point[0]
    for exponents, c in polynomial.items():
        term = float(c) + 0 * point[0]
        for x, e in zip(point, exponents, strict=True):
            term = term * x**e
        total = total + term
    return total


def correction_at(phase: Phase, point: tuple[Number, ...]) -> tuple[Number, tuple[str, ...]]:
    """Delta at a point of a phase, exact, and what it comes from.

    Raises
    ------
    DomainError
        As for ``corrections_at``.
    """
    return corrections_at(phase, point)[0]


def corrections_at(
    phase: Phase, point: tuple[Number, ...]
) -> tuple[tuple[Number, tuple[str, ...]], ...]:
    """Every exponent of a correction at a point of a phase, exact, and what each comes from.

    They grow; the first is delta.

    Raises
    ------
    DomainError
        Something that is left out is not smaller there: on a boundary, or where a term carries a
        logarithm that binds.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from phasecalc.plrf.phases.store import load
    >>> point = (Fraction(7, 20), Fraction(7, 10))
    >>> for exponent, names in corrections_at(load().diagram.phase("IVa"), point)[:2]:
    ...     print(exponent, names[0])
    3/20 remainder of the learning rate: d**(2*alpha - 1)
    1/5 slack of F_pp
    """
    answers = []
    for piece in phase.pieces:
        if all(c.sign_at(point) >= 0 for c in piece.cell):
            found = [(c.exponent(point), c.name) for c in candidates(phase, piece)]
            each = sorted({x for x, _ in found})
            answers.append(tuple((e, tuple(n for x, n in found if x == e)) for e in each))
    least = {rows[0][0] for rows in answers}
    if len(least) != 1 or sign(least.copy().pop()) <= 0:
        raise DomainError(
            "corrections are no power of f here: terms meet, or one carries a logarithm"
        )
    return answers[0]
