"""Asking: which phase, which exponents, and why, at a point or along a formula.

A point is answered from the shipped diagram in exact fractions: the small checker re-checks, for
that very point, that the weights forbid anything better and that the value is attained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, overload

from phasecalc import checker
from phasecalc.checker import Number
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.optimum.phase import Phase
from phasecalc.parsing import exact
from phasecalc.parsing.grammar import echo
from phasecalc.plrf.asking import on_lines, wording
from phasecalc.plrf.phases.lookup import Piece, Point
from phasecalc.plrf.phases.store import Stored, confirm, load, require_domain
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.region import Region
from phasecalc.values import Value

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import TypeAlias

    from phasecalc._typing import ExactLike, Expr
    from phasecalc.plrf.asking.seen import ExponentSeen
    from phasecalc.plrf.asking.symbolic import PiecewiseExponents

    # What is a number to a type checker; of a SymPy object only its value says whether it is one.
    _Plain: TypeAlias = str | int | float | Fraction | Decimal

__all__ = ["Exponents", "PointCertificate", "exponents"]

SOURCE = "Paquette, Paquette, Xiao, Pennington (2024), arXiv:2405.15074"


@dataclass(frozen=True, eq=False)
class PointCertificate(Value):
    """Dual proof at one point, re-checked by the small checker before it was handed out.

    Parameters
    ----------
    weights
        Weight of each binding term (and constraint), exact, by name.
    proved
        Always true: an answer is returned only if the checker accepts the optimum, the point
        lies in the phase named and where its label belongs, and the status is the label's.
    hashes
        Content hashes of the sign conditions proved for the whole phase.
    """

    weights: Mapping[str, Number]
    proved: bool
    hashes: tuple[str, ...]

    def __str__(self) -> str:
        factors = " ".join(
            n if w == 1 else f"{n}^({w})" for n, w in self.weights.items() if n.isidentifier()
        )
        bounds = [n for n in self.weights if not n.isidentifier()]
        using = f" with {' and '.join(bounds)}" if bounds else ""
        return f"P >= {factors} up to constants, for every choice{using}"


@dataclass(frozen=True, eq=False)
class Exponents(Shown, Value):
    """Answer at one point (alpha, beta).

    Exponents are exact; properties give SymPy numbers, ``fractions()`` plain ones. On a
    boundary all phases that meet there are named, and an exponent that jumps is an interval.

    Parameters
    ----------
    alpha, beta
        The point.
    phases
        Labels: one inside a phase, several on a boundary.
    tradeoff
        Terms that balance.
    region
        Where these formulas hold.
    certificate
        Why nothing does better.
    status
        ``"proved"`` or ``"open"``: whether the paper proves that the loss has this form here.
    logarithms
        Terms that carry a logarithm at this point, with their order.
    """

    alpha: Number
    beta: Number
    phases: tuple[str, ...]
    tradeoff: tuple[str, ...]
    region: Region
    certificate: PointCertificate
    status: str
    logarithms: tuple[str, ...]
    _loss: Number
    _unknowns: tuple[tuple[Number, Number], ...]

    @property
    def phase(self) -> str:
        """Label of the phase; on a boundary the labels of all phases that meet."""
        return "/".join(self.phases)

    @property
    def boundary(self) -> bool:
        """Whether several phases meet here."""
        return len(self.phases) > 1

    @property
    def source(self) -> str:
        """Where the claim that ``status`` speaks of is made."""
        return SOURCE

    @cached_property
    def loss_exponent(self) -> Expr:
        """Eta in P* = f**(-eta), up to constants."""
        return to_sympy(self._loss)

    @cached_property
    def model_size_exponent(self) -> Expr:
        """Xi in d* = f**xi; an interval where every model size in it is optimal."""
        return _span(*self._unknowns[0])

    @cached_property
    def iterations_exponent(self) -> Expr:
        """Exponent of r* = f/d*."""
        low, high = self._unknowns[0]
        return _span(1 - high, 1 - low)

    @cached_property
    def learning_rate_exponent(self) -> Expr:
        """Exponent g in gamma* = f**(-g), for a free learning rate."""
        if len(self._unknowns) < 2:
            raise DomainError("the learning rate is not free; ask with learning_rate='free'")
        return _span(*self._unknowns[1])

    @cached_property
    def correction_exponent(self) -> Expr:
        """Delta: the exponents seen at a budget f are these up to f**(-delta), and logarithms.

        Of the loss and the model size, see ``phasecalc.plrf.phases.corrections``; an upper bound.

        Raises
        ------
        DomainError
            On a boundary, where a logarithm binds, or with the learning rate free.
        """
        from phasecalc.plrf.asking.seen import correction

        return correction(self)

    def seen_at(self, flops: float) -> ExponentSeen:
        """How near to its limit the loss exponent is at a budget f = d r B."""
        from phasecalc.plrf.asking.seen import exponent_seen

        return exponent_seen(self, flops)

    @cached_property
    def log_powers(self) -> tuple[Expr, Expr]:
        """Powers of log f and log log f in the loss, see ``phasecalc.plrf.phases.critical``."""
        from phasecalc.plrf.phases.critical import log_powers_at

        return log_powers_at((self.alpha, self.beta), free=len(self._unknowns) > 1)

    @property
    def reason(self) -> str:
        """Where the two terms that decide balance, in d and r, in words."""
        from phasecalc.plrf.asking.reason import reason

        return reason(self)

    def fractions(self) -> tuple[Number, tuple[Number, Number]]:
        """Loss exponent and the range of the model-size exponent, without SymPy."""
        return self._loss, self._unknowns[0]

    def spans(self) -> tuple[tuple[Number, Number], ...]:
        """Least and largest optimal value of each unknown exponent, without SymPy.

        The first is that of the model size; where the learning rate is free, the second is g in
        gamma* = f**(-g).
        """
        return self._unknowns

    def as_json(self) -> dict[str, object]:
        """Plain data for JSON: exact strings, and floats with the suffix ``_float``."""
        low, high = self._unknowns[0]
        data: dict[str, object] = {
            "alpha": str(self.alpha),
            "beta": str(self.beta),
            "phase": self.phase,
        }
        spans = {"loss": (self._loss, self._loss), "model_size": (low, high)}
        spans["iterations"] = (1 - high, 1 - low)
        if len(self._unknowns) > 1:
            spans["learning_rate"] = self._unknowns[1]
        for name, (a, b) in spans.items():
            data[f"{name}_exponent"] = str(a) if a == b else f"[{a}, {b}]"
            data[f"{name}_exponent_float"] = float(a) if a == b else [float(a), float(b)]
        weights = {n: str(w) for n, w in self.certificate.weights.items()}
        return {
            **data,
            "tradeoff": list(self.tradeoff),
            "region": self.region.conditions(),
            "certificate": {
                "weights": weights,
                "proved": self.certificate.proved,
                "proofs": list(self.certificate.hashes),
            },
            "status": self.status,
            "standing": wording.standing(self),
            "source": self.source,
            "boundary": self.boundary,
            "logarithms": list(self.logarithms),
            **on_lines.as_json(self),
        }

    def __str__(self) -> str:
        return wording.describe(self)

    def __repr__(self) -> str:
        data = self.as_json()
        return (
            f"<Exponents at alpha = {self.alpha}, beta = {self.beta}: phase {self.phase}, "
            f"loss f^-({data['loss_exponent']}), model size f^({data['model_size_exponent']})>"
        )

    def _repr_latex_(self) -> str:
        return wording.latex(self)


@overload
def exponents(alpha: _Plain, beta: _Plain, learning_rate: str = "largest") -> Exponents: ...
@overload
def exponents(
    alpha: ExactLike, beta: ExactLike, learning_rate: str = "largest"
) -> Exponents | PiecewiseExponents: ...
def exponents(
    alpha: ExactLike, beta: ExactLike, learning_rate: str = "largest"
) -> Exponents | PiecewiseExponents:
    r"""Phase and compute-optimal exponents of one-pass SGD on power-law random features.

    .. math:: \mathscr{P}_\star \asymp \mathfrak{f}^{-\eta}, \qquad
              d_\star \asymp \mathfrak{f}^{\xi}, \qquad r_\star = \mathfrak{f}/d_\star

    Parameters
    ----------
    alpha, beta
        Data and target complexity (dimensionless): text, int, Fraction, Decimal, float (read as
        its shortest decimal), SymPy number; or SymPy expressions, for an answer by cases.
    learning_rate
        ``"largest"``: at its largest stable order. ``"free"``: optimised as well.

    Returns
    -------
    Exponents or PiecewiseExponents
        The latter where an argument contains a symbol.

    Raises
    ------
    DomainError
        alpha <= 0 or alpha + beta <= 1/2: the loss has no power law there.
    ParseError
        An argument is not an exact real number.

    Notes
    -----
    Derived in ``phasecalc.plrf.phases.phases`` from the terms of the loss; the model and the labels
    are those of Paquette, Paquette, Xiao, Pennington (2024), Table 2.

    Examples
    --------
    >>> e = exponents("7/10", "9/10")
    >>> e.phase, e.loss_exponent, e.model_size_exponent, e.tradeoff
    ('III', 9/14, 1/2, ('K_pp', 'F_ac'))
    >>> exponents("1 - 1/sqrt(2)", 1).model_size_exponent
    Interval(1/2, sqrt(2)/7 + 3/7)
    """
    if _symbolic(alpha) or _symbolic(beta):
        from phasecalc.plrf.asking.symbolic import piecewise

        return piecewise(alpha, beta, learning_rate)
    stored = load(learning_rate)
    for name, value in (("alpha", alpha), ("beta", beta)):
        if (
            hasattr(value, "__len__")
            and not isinstance(value, str)
            and getattr(value, "shape", None) != ()
        ):
            which = "" if learning_rate == "largest" else f'"{learning_rate}"'
            raise ParseError(
                f"{name} = {echo(value)}: one point is needed; for arrays there is "
                f"phase_diagram({which}).evaluate(alpha, beta)"
            )
    point = (exact(alpha, "alpha"), exact(beta, "beta"))
    require_domain(stored, point)
    answers = list(_solutions(stored, Point(point)))
    return _join(stored, point, answers)


def _span(low: Number, high: Number) -> Expr:
    import sympy as sp

    return to_sympy(low) if low == high else sp.Interval(to_sympy(low), to_sympy(high))


def _symbolic(x: object) -> bool:
    return bool(getattr(x, "free_symbols", None))


@dataclass(frozen=True)
class _Solution:
    """Value, unknowns and weights of one phase at a point, accepted by the checker."""

    phase: Phase
    value: Number
    unknowns: tuple[Number, ...]
    weights: dict[str, Number]


def _solutions(stored: Stored, point: Point) -> Iterator[_Solution]:
    """Phases whose closure contains the point, each re-checked there."""
    for place in stored.prepared.places:
        piece = place.piece(point)
        if piece is not None:
            confirm(stored, place.phase, point.coordinates)
            yield _checked(place.phase, piece, point)


def _checked(phase: Phase, piece: Piece, point: Point) -> _Solution:
    terms = {n: [c(point) for c in form] for n, form in piece.terms.items()}
    constraints = {n: [c(point) for c in form] for n, form in piece.constraints.items()}
    weights = {n: w(point) for n, w in piece.weights.items()}
    unknowns = tuple(x(point) for x in piece.unknowns)
    value = piece.value(point)
    checker.attain(terms, constraints, weights, list(unknowns), value)
    return _Solution(phase, value, unknowns, weights)


def _join(stored: Stored, point: tuple[Number, Number], answers: Sequence[_Solution]) -> Exponents:
    first = answers[0]
    if any(a.value != first.value for a in answers):
        names = ", ".join(a.phase.name for a in answers)
        raise DomainError(f"the loss exponents of {names} differ at this point")
    spans = tuple(
        (min(a.unknowns[k] for a in answers), max(a.unknowns[k] for a in answers))
        for k in range(len(first.unknowns))
    )
    binding = [t for a in answers for t in a.phase.tradeoff if a.weights.get(t, Fraction(0)) != 0]
    claims = [_claimed(stored, a.phase, point) for a in answers]
    return Exponents(
        alpha=point[0],
        beta=point[1],
        phases=tuple(a.phase.name for a in answers),
        tradeoff=wording.in_reading_order(t for a in answers for t in a.phase.tradeoff),
        region=first.phase.region if len(answers) == 1 else _meeting(answers, point),
        certificate=PointCertificate(
            {n: w for n, w in first.weights.items() if w != 0},
            True,
            stored.prepared.hashes(first.phase.name),
        ),
        status="proved" if all(claims) and len(answers) == 1 else "open",
        logarithms=tuple(_logarithms(stored, point, binding)),
        _loss=-first.value,
        _unknowns=spans,
    )


def _logarithms(stored: Stored, point: tuple[Number, Number], binding: list[str]) -> Iterator[str]:
    at = Point(point)
    for c, tests in stored.prepared.critical:
        if all(test(at) == 0 for test in tests) and c.line.contains(*point):
            yield wording.carries_logarithm(c.term, c.order, c.term in binding)


def _claimed(stored: Stored, phase: Phase, point: tuple[Number, Number]) -> bool:
    claim = stored.claims.get(phase.name)
    return claim is not None and claim.contains(*point)


def _meeting(answers: Sequence[_Solution], point: tuple[Number, Number]) -> Region:
    """Boundary on which the phases meet: the conditions that vanish at the point."""
    phases = [a.phase.region.cells for a in answers]
    curves = dict.fromkeys(
        c.with_relation("=")
        for cells in phases
        for cell in cells
        for c in cell
        if c.sign_at(point) == 0
    )
    return Region(answers[0].phase.region.names, (tuple(curves),))
