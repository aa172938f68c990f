"""Programs over exponents: minimise the largest of several affine forms.

With every size a power of the budget f, a loss that is a sum of terms
f**(c_i + v_i.x) has the exponent max_i (c_i + v_i.x), to be minimised over the
unknown exponents x. The c_i and v_i are rational functions of the parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.optimum.diagram import PhaseDiagram

__all__ = ["Constraint", "Form", "Piece", "Program", "Term"]

# Affine form in the unknowns: its constant, then one slope for each unknown.
Form = tuple[Ratio, ...]


@dataclass(frozen=True)
class Piece:
    """Affine form and the cell of parameters where it holds."""

    guard: Cell
    form: Form


@dataclass(frozen=True)
class Term:
    """Named term of the loss: the exponent of f, possibly by cases, absent where no case holds.

    The first case that holds counts, as in ``Piecewise``.
    """

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Constraint:
    """Named linear condition ``form <= 0`` on the unknowns."""

    name: str
    form: Form


@dataclass(frozen=True)
class Program:
    """Parametric program: minimise over x the largest term, under linear constraints.

    Build one with :meth:`of` from SymPy expressions.

    Parameters
    ----------
    parameters, unknowns
        Names, in order.
    terms
        Terms of the loss.
    constraints
        Linear conditions on the unknowns.
    domain
        Parameters considered: one cell.

    Examples
    --------
    A law with a bias N^-a, an optimisation error D^-1 and a budget f = N D, N = f^x:

    >>> import sympy as sp
    >>> a, x = sp.symbols("a x")
    >>> program = Program.of(
    ...     terms={"bias": -a * x, "optimisation": -(1 - x)},
    ...     unknowns=[x], constraints=[x >= 0, x <= 1], domain=[a > 0])
    >>> phase, = program.diagram().phases
    >>> phase.tradeoff, phase.exponent, phase.solution
    (('bias', 'optimisation'), a/(a + 1), (1/(a + 1),))
    """

    parameters: tuple[str, ...]
    unknowns: tuple[str, ...]
    terms: tuple[Term, ...]
    constraints: tuple[Constraint, ...]
    domain: Region

    @classmethod
    def of(
        cls,
        *,
        terms: Mapping[str, Expr | Sequence[tuple[Expr, Any]]],
        unknowns: Sequence[Expr],
        domain: Sequence[Expr],
        constraints: Sequence[Expr] | Mapping[str, Expr] = (),
        parameters: Sequence[Expr] | None = None,
    ) -> Program:
        """Read a program from SymPy expressions.

        Parameters
        ----------
        terms
            Name to exponent of f, affine in the unknowns; by cases as a ``Piecewise`` or as
            pairs (expression, relation).
        unknowns
            Symbols of the unknown exponents.
        domain
            Relations between the parameters that hold throughout.
        constraints
            Linear relations (``<=``, ``>=``) on the unknowns, by name or as a list.
        parameters
            Symbols in order; by default those of the domain, by name.

        Raises
        ------
        ValueError
            A term or constraint is not affine in the unknowns, or not rational in the parameters.
        """
        import sympy as sp

        known = {s for e in domain for s in sp.sympify(e).free_symbols}
        # SymPy drops "a > 0" when the symbol a is declared positive; it must not be lost here.
        used = {s for t in terms.values() for e, _ in _cases(t) for s in sp.sympify(e).free_symbols}
        signed = {s for s in used - set(unknowns) if _declared(s)}
        known |= signed if parameters is None else {s for s in parameters if not isinstance(s, str)}
        declared = [relation for s in sorted(known, key=str) for relation in _declared(s)]
        symbols = sorted(known, key=str) if parameters is None else parameters
        region = Region.where(*domain, *declared, parameters=symbols)
        if len(region.cells) != 1:
            raise ValueError("the domain must be one conjunction of polynomial relations")
        names = region.names
        if not names:
            raise ValueError("a program needs a parameter; give parameters=[...] or a domain")
        read = []
        for name, given in terms.items():
            cases = _cases(given)
            pieces = [
                Piece(cell, _form(sp.sympify(e), unknowns, names, name))
                for e, relation in cases
                for cell in Region.where(relation, parameters=names).cells
            ]
            read.append(Term(name, tuple(pieces)))
        named = (
            constraints if isinstance(constraints, Mapping) else {str(c): c for c in constraints}
        )
        linear = [_constraint(n, c, unknowns, names) for n, c in named.items()]
        rows = [t.name for t in read] + [c.name for c in linear]
        if len(set(rows)) != len(rows):
            raise ValueError(f"terms and constraints need names of their own, got {rows}")
        return cls(names, tuple(u.name for u in unknowns), tuple(read), tuple(linear), region)

    @cached_property
    def walls(self) -> tuple[Condition, ...]:
        """Polynomials at which some term changes its form, each once up to sign."""
        curves = (c.with_relation("=") for t in self.terms for p in t.pieces for c in p.guard)
        return tuple(dict.fromkeys(curves))

    def chamber(self, signs: Sequence[int]) -> Cell:
        """Cell of the domain on the given sides of the walls."""
        sides = []
        for wall, s in zip(self.walls, signs, strict=True):
            positive = wall.with_relation(">")
            sides.append(positive if s > 0 else positive.negated()[0].with_relation(">"))
        return (*self.domain.cells[0], *sides)

    def active(self, signs: tuple[int, ...]) -> Mapping[str, Form]:
        """Form of each term that is present on the given sides of the walls."""
        if signs not in self._active:
            self._active[signs] = self._find_active(signs)
        return self._active[signs]

    @cached_property
    def _active(self) -> dict[tuple[int, ...], Mapping[str, Form]]:
        return {}

    def _find_active(self, signs: tuple[int, ...]) -> Mapping[str, Form]:
        sides = set(self.chamber(signs))
        found: dict[str, Form] = {}
        for term in self.terms:
            for piece in term.pieces:
                if all(c.relation != "=" and c.with_relation(">") in sides for c in piece.guard):
                    found.setdefault(term.name, piece.form)  # the first case that holds counts
        return found

    def diagram(self, timeout: float | None = None) -> PhaseDiagram:
        """Solve the program on the whole domain, with proofs.

        Parameters
        ----------
        timeout
            Seconds to wait for the whole, or None for as long as the counted work takes.
        """
        from phasecalc.optimum.diagram import PhaseDiagram

        return PhaseDiagram.derive(self, timeout=timeout)


def _declared(symbol: Expr) -> list[Expr]:
    """Sign of a symbol that its SymPy assumptions state."""
    import sympy as sp

    if symbol.is_positive:
        return [sp.Gt(symbol, 0, evaluate=False)]
    if symbol.is_negative:
        return [sp.Lt(symbol, 0, evaluate=False)]
    return [sp.Ge(symbol, 0, evaluate=False)] if symbol.is_nonnegative else []


def _cases(given: Expr | Sequence[tuple[Expr, Any]]) -> list[tuple[Expr, Any]]:
    import sympy as sp

    if isinstance(given, sp.Piecewise):
        return [(e, c) for e, c in given.args]
    if isinstance(given, (list, tuple)):
        return [(e, c) for e, c in given]
    return [(given, sp.true)]


def _form(expression: Expr, unknowns: Sequence[Expr], names: tuple[str, ...], what: str) -> Form:
    import sympy as sp

    try:
        polynomial = sp.Poly(sp.together(expression), *unknowns)
        if polynomial.total_degree() > 1:
            raise ValueError
        zero = (0,) * len(unknowns)
        units = [tuple(int(i == k) for i in range(len(unknowns))) for k in range(len(unknowns))]
        return tuple(Ratio.from_expr(polynomial.coeff_monomial(m), names) for m in (zero, *units))
    except (sp.PolynomialError, ValueError) as problem:
        raise ValueError(
            f"{what}: {expression} must be affine in {', '.join(map(str, unknowns))}, with "
            f"coefficients rational in {', '.join(names)}"
        ) from problem


def _constraint(
    name: str, relation: Expr, unknowns: Sequence[Expr], names: tuple[str, ...]
) -> Constraint:
    operator = getattr(relation, "rel_op", None)
    if operator not in ("<=", ">="):
        raise ValueError(f"constraint {relation}: write it with <= or >=")
    difference = relation.lhs - relation.rhs
    if operator == ">=":
        difference = -difference
    return Constraint(name, _form(difference, unknowns, names, name))
