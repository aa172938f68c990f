"""Programs over exponents as a person states them, in SymPy, and their solution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.minimax import Constraint, Form, Minimax, Piece, Term
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Program"]


@dataclass(frozen=True)
class Program(Minimax):
    """Parametric program: minimise over x the largest term, under linear constraints.

    Build one with :meth:`of` from SymPy expressions, solve it with :meth:`diagram`.

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

    Sums over modes, with sizes that are powers of f; time f^x, and f^(1 - x) samples:

    >>> f, j = sp.symbols("f j", positive=True)
    >>> program = Program.of(
    ...     terms={"bias": sp.Sum(j**(-1 - a) * sp.exp(-f**x / j), (j, 1, sp.oo)),
    ...            "noise": f**(3 * x - 1) * sp.Sum(j**-2 / (1 + f**x / j)**2, (j, 1, sp.oo))},
    ...     unknowns=[x], constraints=[x >= 0, x <= 1], domain=[a > 0], base=f)
    >>> phase, = program.diagram().phases
    >>> phase.tradeoff, phase.exponent
    (('bias', 'noise'), a/(a + 2))
    """

    @classmethod
    def of(
        cls,
        *,
        terms: Mapping[str, Expr | Sequence[tuple[Expr, Any]]],
        unknowns: Sequence[Expr],
        domain: Sequence[Expr],
        constraints: Sequence[Expr] | Mapping[str, Expr] = (),
        parameters: Sequence[Expr] | None = None,
        base: Expr | None = None,
    ) -> Program:
        """Read a program from SymPy expressions.

        Parameters
        ----------
        terms
            Name to exponent of f, affine in the unknowns; by cases as a ``Piecewise`` or as
            pairs (expression, relation). One with a ``Sum`` over modes or an ``Integral`` is the
            term itself, its sizes powers of ``base``; its exponents are derived.
        unknowns
            Symbols of the unknown exponents.
        domain
            Relations between the parameters, polynomial or rational, that hold throughout; the
            program is solved in the interior.
        constraints
            Linear relations (``<=``, ``>=``) on the unknowns, by name or as a list.
        parameters
            Symbols in order; by default those of the domain, by name.
        base
            f, a positive symbol; needed where a term is a sum.

        Raises
        ------
        DomainError
            A term or constraint is not affine in the unknowns, or not rational in the parameters;
            or a sum has no such order, or the domain has an equality or is not polynomial, or a
            name is empty or that of two symbols.
        ParseError
            A label has characters that a page, a formula or a terminal would obey, or a symbol
            has a name that is not letters, digits and _.
        """
        _require_lists(unknowns=unknowns, domain=domain, constraints=constraints)
        _require_symbols(unknowns)
        _require_labels(terms, constraints)
        by_cases = {name: _cases(name, given) for name, given in terms.items()}
        # Of text there are no symbols to be read: Region.where refuses it, and never runs it.
        known = {s for e in domain for s in getattr(e, "free_symbols", ())}
        # SymPy drops "a > 0" when the symbol a is declared positive; it must not be lost here.
        used = {s for cases in by_cases.values() for e, _ in cases for s in e.free_symbols}
        signed = {s for s in used - {*unknowns, base} if _declared(s)}
        known |= signed if parameters is None else {s for s in parameters if not isinstance(s, str)}
        declared = [relation for s in sorted(known, key=str) for relation in _declared(s)]
        symbols = sorted(known, key=str) if parameters is None else parameters
        _require_names(unknowns, [getattr(s, "name", s) for s in symbols], base)
        region = Region.where(*domain, *declared, parameters=symbols)
        if len(region.cells) != 1:
            raise DomainError("the domain must be one conjunction of polynomial relations")
        for condition in region.cells[0]:
            if condition.relation == "=":
                raise DomainError(
                    f"domain: {condition}; a diagram has an open domain: solve this for one "
                    "parameter and put it into the terms"
                )
        names = region.names
        if not names:
            raise DomainError("a program needs a parameter; give parameters=[...] or a domain")
        named = (
            constraints if isinstance(constraints, Mapping) else {str(c): c for c in constraints}
        )
        linear = [_constraint(n, c, unknowns, names) for n, c in named.items()]
        by_cases = _without_sums(by_cases, base, unknowns, list(named.values()), region)
        read = []
        for name, cases in by_cases.items():
            pieces = [
                Piece(cell, _form(e, unknowns, names, name))
                for e, relation in cases
                for cell in Region.where(relation, parameters=names).cells
            ]
            read.append(Term(name, tuple(pieces)))
        rows = [t.name for t in read] + [c.name for c in linear]
        if len(set(rows)) != len(rows):
            raise DomainError(f"terms and constraints need names of their own, got {rows}")
        return cls(names, tuple(u.name for u in unknowns), tuple(read), tuple(linear), region)

    def __repr__(self) -> str:
        terms = ", ".join(t.name for t in self.terms)
        return f"<Program in {', '.join(self.unknowns)}: {terms} on {self.domain}>"

    def diagram(self, timeout: float | None = None, *, partial: bool = False) -> PhaseDiagram:
        """Solve the program on the whole domain, with proofs.

        Parameters
        ----------
        timeout
            Seconds to wait for the whole, or None for as long as the counted work takes.
        partial
            Whether to stop the search in time with the phases found; ``left`` of the diagram says
            which parts of the domain are not covered.
        """
        return PhaseDiagram.derive(self, timeout=timeout, partial=partial)


def _declared(symbol: Expr) -> list[Expr]:
    """Sign of a symbol that its SymPy assumptions state."""
    import sympy as sp

    if symbol.is_positive:
        return [sp.Gt(symbol, 0, evaluate=False)]
    if symbol.is_negative:
        return [sp.Lt(symbol, 0, evaluate=False)]
    return [sp.Ge(symbol, 0, evaluate=False)] if symbol.is_nonnegative else []


def _cases(name: str, given: Expr | Sequence[tuple[Expr, Any]]) -> list[tuple[Expr, Any]]:
    """Expressions with their conditions; text is refused, since reading it would run it."""
    import sympy as sp

    from phasecalc.asymptotics.rules.hypotheses import as_expression

    if isinstance(given, sp.Piecewise):
        rows: Sequence[tuple[Any, Any]] = given.args
    else:
        rows = given if isinstance(given, (list, tuple)) else [(given, sp.true)]
    cases = [(as_expression(e), c) for e, c in rows]
    for e, _ in cases:
        if e.has(sp.Product):
            raise DomainError(
                f"{name}: {e} has a product over modes, of which no order is derived; give the "
                "exponent of f, or sums over modes"
            )
    return cases


def _require_labels(terms: Iterable[object], constraints: Iterable[object]) -> None:
    from phasecalc.parsing.labels import check_plain

    for name in terms:
        check_plain(name, "term")
    for name in constraints if isinstance(constraints, Mapping) else ():
        check_plain(name, "constraint", also="^")


def _require_lists(**given: object) -> None:
    from sympy import Basic

    for what, value in given.items():
        if isinstance(value, (str, Basic)):
            raise DomainError(f"{what}: one object, {value}; give a list")


def _require_names(
    unknowns: Sequence[Expr], parameters: Sequence[object], base: Expr | None
) -> None:
    """Refuse names that a page, a formula or a terminal would obey, and names given twice."""
    from phasecalc.parsing.grammar import echo

    names = [*(u.name for u in unknowns), *parameters]
    for name in [*names, *([] if base is None else [getattr(base, "name", str(base))])]:
        if not (isinstance(name, str) and name.isidentifier()):
            raise ParseError(f"symbol {echo(name)}: a name is a letter, then letters, digits and _")
    if twice := next((n for n in names if names.count(n) > 1), None):
        raise DomainError(f"{twice} is there twice among unknowns and parameters; rename one")


def _require_symbols(unknowns: Sequence[Expr]) -> None:
    import sympy as sp

    for unknown in unknowns:
        if not isinstance(unknown, sp.Symbol):
            raise DomainError(f"unknown {unknown!r}: a SymPy symbol is needed, such as Symbol('x')")


def _without_sums(
    by_cases: Mapping[str, list[tuple[Expr, Any]]],
    base: Expr | None,
    unknowns: Sequence[Expr],
    constraints: Sequence[Expr],
    region: Region,
) -> dict[str, list[tuple[Expr, Any]]]:
    """Terms with the exponents of those that are sums, one name for each."""
    from phasecalc.optimum.sums import exponents_of, has_sums

    found: dict[str, list[tuple[Expr, Any]]] = {}
    for name, cases in by_cases.items():
        if not any(has_sums(e) for e, _ in cases):
            found[name] = cases
            continue
        if len(cases) > 1:
            raise DomainError(f"{name}: a sum stands alone, without cases")
        ((term, relation),) = cases
        try:
            forms = exponents_of(term, base, unknowns, constraints, region)
        except DomainError as reason:
            raise DomainError(f"{name}: {reason}") from None
        for k, form in enumerate(forms):
            found[name if k == 0 else f"{name} ({k + 1})"] = [(form, relation)]
    return found


def _form(expression: Expr, unknowns: Sequence[Expr], names: tuple[str, ...], what: str) -> Form:
    import sympy as sp

    try:
        polynomial = sp.Poly(sp.together(expression), *unknowns)
        if polynomial.total_degree() > 1:
            raise DomainError("not affine")
        zero = (0,) * len(unknowns)
        units = [tuple(int(i == k) for i in range(len(unknowns))) for k in range(len(unknowns))]
        return tuple(Ratio.from_expr(polynomial.coeff_monomial(m), names) for m in (zero, *units))
    except (sp.PolynomialError, ValueError) as problem:
        raise DomainError(
            f"{what}: {expression} must be affine in {', '.join(map(str, unknowns))}, with "
            f"coefficients rational in {', '.join(names)}"
        ) from problem


def _constraint(
    name: str, relation: Expr, unknowns: Sequence[Expr], names: tuple[str, ...]
) -> Constraint:
    operator = getattr(relation, "rel_op", None)
    if operator not in ("<=", ">="):
        raise DomainError(f"constraint {relation}: write it with <= or >=")
    difference = relation.lhs - relation.rhs
    if operator == ">=":
        difference = -difference
    return Constraint(name, _form(difference, unknowns, names, name))
