"""A claim in the kernel's language: what has to be proved, written from its text alone.

A claim becomes *goals*. Each is one relation on a part of the region, with the formulas that hold
there put in place of ``loss_exponent`` and its like, or it says that there is no such part. Nothing
is searched, and SymPy is not asked, so that who reads a certificate again makes the goals anew.

Orders are stated in the window of the claims: d, r, tau = gamma B r and d^(2 alpha)/tau tend to
infinity and gamma stays between constants times its largest stable order. Where that order has
a logarithm, at alpha = 1/2, more is stated: 1/gamma and gamma d^(1/1000) tend to infinity.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from phasecalc.checker import CheckFailed, scale, sign
from phasecalc.checker import Polynomial as Plain
from phasecalc.claims.reading.fixed import fixed
from phasecalc.claims.reading.language import (
    ASYMPTOTIC,
    EXPONENTS,
    PARAMETERS,
    SIZES,
    TERM_NAMES,
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    PhaseClaim,
    Relation,
    walk,
)
from phasecalc.claims.reading.quantities import Piece, phases
from phasecalc.claims.reading.rational import difference, key_of
from phasecalc.claims.reading.region import compared
from phasecalc.claims.reading.sized import for_all_sizes
from phasecalc.kernel.language import Node as Formal
from phasecalc.kernel.language import Statement, number, substitute
from phasecalc.kernel.rational import Polynomial, Rat
from phasecalc.normal.ratio import Ratio
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = [
    "Cover",
    "Goal",
    "NotFormal",
    "formula",
    "goals_of",
    "keys_of",
    "named",
    "node_of",
    "opposite",
]

_RELATIONS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": "<", ">=": "<="}
_SLOW = Fraction(1, 1000)
_MOST_GOALS = 400
_FUNCTIONS = {"log": "log", "zeta": "zeta", "gamma_function": "gamma"}
_MINUS: Formal = ("num", "-1")


class NotFormal(CheckFailed):
    """The claim, or a part of it, has no words in the kernel's language."""


@dataclass(frozen=True)
class Goal:
    """A relation on a part of the region, or that there is no such part.

    Parameters
    ----------
    cell
        Conditions of the part.
    claim
        The relation; None where nothing may satisfy the conditions.
    known
        Formula of each quantity there.
    rate
        Power of d in the largest stable learning rate, for orders; None where it has a logarithm.
    """

    cell: Cell
    claim: Relation | None = None
    known: tuple[tuple[str, Ratio], ...] = ()
    rate: Formal | None = None

    def statement(self, cell: Cell) -> Statement:
        """What is to be proved on a part of the part.

        Parameters
        ----------
        cell
            The conditions of this goal and perhaps more.
        """
        if self.claim is None:
            raise NotFormal("nothing is stated of what does not exist")
        claim = self.claim
        values = {n: formula(r) for n, r in fixed(Region(PARAMETERS, (cell,))).items()}
        known = {k: formula(r) for k, r in self.known}
        sides = [node_of(s, known) for s in (claim.left, claim.right)]
        if claim.operator in (">", ">="):
            sides.reverse()
        names = {n for s in (claim.left, claim.right) for n in _names(s)}
        orders = claim.operator in ASYMPTOTIC
        made = Statement(
            claim.operator if orders else _RELATIONS[claim.operator],
            sides[0],
            sides[1],
            parameters=tuple(p for p in PARAMETERS if p not in values),
            conditions=_conditions(cell, values),
            constants=_constants(names, orders=orders),
            sizes=("d", "r", "gamma") if orders else (),
            window=self._window() if orders else (),
        )
        if not orders and names & {*SIZES}:
            made = for_all_sizes(made, names)
        return made.mapped(lambda e: substitute(e, values)) if values else made

    def _window(self) -> tuple[tuple[Formal, bool], ...]:
        d, r, gamma, batch = (("var", n) for n in ("d", "r", "gamma", "B"))
        tau = ("mul", batch, gamma, r)
        wide = ("mul", ("pow", d, ("mul", ("num", "2"), ("var", "alpha"))), ("pow", tau, _MINUS))
        below = ("pow", gamma, _MINUS)
        if self.rate is None:
            slow = ("mul", gamma, ("pow", d, number(_SLOW)))
            rows: list[tuple[Formal, bool]] = [(slow, True), (below, True)]
        else:
            order = ("pow", d, self.rate)
            rows = [
                (("mul", gamma, ("pow", order, _MINUS)), False),
                (("mul", order, below), False),
            ]
        return ((d, True), (r, True), (tau, True), (wide, True), *rows)


class Cover(NamedTuple):
    """That a cell lies in the union of some regions, on which a quantity has formulas."""

    cell: Cell
    regions: tuple[Region, ...]


def goals_of(
    claim: Relation | PhaseClaim, region: Region, given: Mapping[str, Sequence[Piece]]
) -> list[Goal | Cover]:
    """What has to be proved for a claim to hold on a region.

    Parameters
    ----------
    claim, region
        The claim.
    given
        Formulas of the exponents of terms, by the name of the term, case by case.

    Raises
    ------
    NotFormal
        The claim cannot be put so.
    """
    found = _phase_goals(claim, region) if isinstance(claim, PhaseClaim) else None
    if found is None:
        assert isinstance(claim, Relation)
        orders = claim.operator in ASYMPTOTIC
        found = _order_goals(claim, region) if orders else _plain_goals(claim, region, given)
    if len(found) > _MOST_GOALS:
        raise NotFormal(f"a claim of more than {_MOST_GOALS} parts")
    return found


def keys_of(claim: Relation) -> set[str]:
    """Names of the exponents, terms and exponents of terms that a claim speaks of."""
    return {k for n in walk(claim.left, claim.right) if (k := key_of(n)) is not None}


def _plain_goals(
    claim: Relation, region: Region, given: Mapping[str, Sequence[Piece]]
) -> list[Goal | Cover]:
    keys = keys_of(claim)
    if keys & {*TERM_NAMES}:
        raise NotFormal("an exact comparison of terms")
    lists: list[Sequence[Piece]] = [phases()] if keys & {*EXPONENTS} else []
    for name, pieces in given.items():
        if f"exponent({name})" in keys:
            lists.append(pieces)
    found: list[Goal | Cover] = []
    if "model_size_exponent" in keys and not linear(claim):
        found += _no_jumps(region)
    for pieces in lists:
        regions = tuple(p.region for p in pieces)
        found += [Cover(cell, regions) for cell in region.cells]
    for choice in itertools.product(*lists):
        here, known = region, {}
        for piece in choice:
            here = here & piece.region
            known.update(piece.known)
        rows = tuple((k, r) for k, r in sorted(known.items()) if k in keys)
        found += [Goal(cell, claim, rows) for cell in here.cells]
    return found


def _no_jumps(region: Region) -> list[Goal | Cover]:
    """That no two phases meet with different model sizes, between which all would be best."""
    found: list[Goal | Cover] = []
    for one, other in itertools.combinations(phases(), 2):
        top, _ = difference(*(p.known["model_size_exponent"] for p in (one, other)))
        here = region & one.region & other.region & compared(top, "!=")
        found += [Goal(cell) for cell in here.cells]
    return found


def _order_goals(claim: Relation, region: Region) -> list[Goal | Cover]:
    """One goal for each order of the learning rate."""
    half: Plain = {(1, 0): Fraction(2), (0, 0): Fraction(-1)}
    two_alpha = ("mul", ("num", "2"), ("var", "alpha"))
    cases: list[tuple[Plain, str, Formal | None]] = [
        (half, ">", ("num", "0")),
        (scale(half, -1), ">", ("add", two_alpha, _MINUS)),
        (half, "=", None),
    ]
    found: list[Goal | Cover] = []
    for polynomial, relation, rate in cases:
        part = Region(PARAMETERS, ((Condition.make(PARAMETERS, polynomial, relation),),))
        found += [Goal(cell, claim, (), rate) for cell in (region & part).cells]
    return found


def _phase_goals(claim: PhaseClaim, region: Region) -> list[Goal | Cover]:
    """Where the phases named are those that meet, or never are."""
    names = claim.label.split("/")
    inside = [p.region for p in phases() if p.name in names]
    others = [p.region for p in phases() if p.name not in names]
    if len(inside) != len(names):
        raise NotFormal("a phase that is not there")
    if claim.operator == "==":
        found: list[Goal | Cover] = [Cover(c, (p,)) for c in region.cells for p in inside]
        return found + [Goal(c) for p in others for c in (region & p).cells]
    for p in inside:
        region = region & p
    return [Cover(c, tuple(others)) for c in region.cells]


def _constants(names: set[str], *, orders: bool) -> tuple[str, ...]:
    """Positive numbers beside the sizes; rho = v/d is the number of data dimensions over d."""
    found = tuple(n for n in ("B", "kappa_0") if orders or n in names)
    return (*found, "rho") if orders and names & {*TERM_NAMES} else found


def linear(claim: Relation) -> bool:
    """Whether a claim that holds at both ends of an interval of model sizes holds between."""
    from phasecalc.claims.comparing.comparison import linear as found

    return found(claim)


def named(polynomial: Plain) -> Polynomial:
    """A polynomial in alpha and beta, as the kernel has it."""
    found: Polynomial = {}
    for exponents, c in polynomial.items():
        key = tuple((n, e) for n, e in zip(PARAMETERS, exponents, strict=True) if e)
        found[key] = c
    return found


def _conditions(cell: Cell, values: Mapping[str, Formal]) -> tuple[tuple[str, Formal], ...]:
    """Conditions as expressions, without those that the values make plainly true."""
    at = {n: Rat.number(Fraction(v[1])) for n, v in values.items() if v[0] == "num" and len(v) == 2}
    rows = []
    strong = {c.terms for c in cell if c.relation != ">="}
    for condition in cell:
        if condition.relation == ">=" and condition.terms in strong:
            continue
        polynomial = named(condition.polynomial)
        there = Rat(polynomial, {(): Fraction(1)}).at(at).value
        if there is not None:
            s = sign(there)
            if {">": s > 0, ">=": s >= 0, "=": s == 0}[condition.relation]:
                continue
        if condition.relation == "=" and condition.degree == 1 and values:
            continue  # it is what fixes the values
        rows.append((condition.relation, formula_of(condition.polynomial)))
    return tuple(rows)


def formula(ratio: Ratio) -> Formal:
    """A quotient of polynomials as an expression.

    Parameters
    ----------
    ratio
        In alpha and beta.
    """
    bottom = formula_of(ratio.bottom)
    top = formula_of(ratio.top)
    return top if bottom == ("num", "1") else ("mul", top, ("pow", bottom, _MINUS))


def formula_of(polynomial: Plain) -> Formal:
    """A polynomial in alpha and beta as an expression."""
    rows = []
    for exponents, c in sorted(polynomial.items(), reverse=True):
        factors: list[Formal] = [] if c == 1 and any(exponents) else [number(c)]
        for name, e in zip(PARAMETERS, exponents, strict=True):
            if e:
                factors.append(("var", name) if e == 1 else ("pow", ("var", name), number(e)))
        rows.append(factors[0] if len(factors) == 1 else ("mul", *factors))
    return ("num", "0") if not rows else rows[0] if len(rows) == 1 else ("add", *rows)


def node_of(node: Node, known: Mapping[str, Formal]) -> Formal:
    """A side of a claim as an expression, quantities replaced by what stands for them.

    Raises
    ------
    NotFormal
        Something in it has no formula.
    """
    key = key_of(node)
    if key is not None and key in known:
        return known[key]
    if isinstance(node, Number):
        return number(node.value)
    if isinstance(node, Name):
        if node.name == "pi":
            return ("pi",)
        if node.name in (*PARAMETERS, *SIZES, "kappa_0"):
            return ("var", node.name)
        if node.name in TERM_NAMES:
            return _term(node.name)
        raise NotFormal(f"{node.name} is not put into the language of certificates")
    if isinstance(node, Negative):
        return ("mul", _MINUS, node_of(node.argument, known))
    if isinstance(node, Call):
        inside = node_of(node.argument, known)
        if node.function == "sqrt":
            return ("pow", inside, ("num", "1/2"))
        if node.function not in _FUNCTIONS:
            raise NotFormal(f"{node.function} has no formula here")
        return (_FUNCTIONS[node.function], inside)
    assert isinstance(node, Binary)
    left, right = node_of(node.left, known), node_of(node.right, known)
    if node.operator == "**":
        return ("pow", left, right)
    if node.operator in ("/", "*"):
        return ("mul", left, ("pow", right, _MINUS) if node.operator == "/" else right)
    return ("add", left, right if node.operator == "+" else opposite(right))


def _term(name: str) -> Formal:
    """A term of the loss as the book defines it; its K_pp is divided by gamma B."""
    alpha, beta, d, r, gamma, batch, kappa, rho = (
        ("var", n) for n in ("alpha", "beta", "d", "r", "gamma", "B", "kappa_0", "rho")
    )
    tau = ("mul", batch, gamma, r)
    arguments: dict[str, tuple[Formal, ...]] = {
        "F_0": (alpha, beta, d, kappa, rho),
        "F_pp": (alpha, beta, tau),
        "F_ac": (alpha, beta, d, tau, rho),
        "K_pp": (alpha, d, tau, gamma),
    }
    found: Formal = ("object", name, *arguments[name])
    return ("mul", found, gamma, batch) if name == "K_pp" else found


def opposite(node: Formal) -> Formal:
    """Minus an expression; twice of this is the expression itself."""
    if node[0] == "mul" and len(node) == 3 and node[1] == _MINUS:
        return node[2]  # type: ignore[no-any-return]
    return ("mul", _MINUS, node)


def gaps(left: Formal, right: Formal) -> list[tuple[Formal, Formal]]:
    """The difference of two expressions against the second one, and against minus that.

    That the first is small against the other is what ``~`` says of the expressions.
    """
    gap: Formal = ("add", left, opposite(right))
    return [(gap, right), (gap, opposite(right))]


def _names(node: Node) -> set[str]:
    return {n.name for n in walk(node) if isinstance(n, Name)}
