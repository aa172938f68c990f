"""What sizes, terms and the loss stand for in relations between orders, for each kind of object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.claims.about.saying.formula import Compared, Formula
from phasecalc.claims.about.saying.orders import Letter, Orders
from phasecalc.claims.about.saying.phases import tree_of
from phasecalc.claims.about.saying.subject import bare
from phasecalc.claims.reading.language import Binary, Choice, Name, Negative, Node, Number
from phasecalc.laws.text.notation import BUDGET, LOSS

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.optimum.minimax import Minimax

__all__ = ["law_orders", "plane_orders", "rows_of", "sums_of"]

_ONE, _ZERO = Number(Fraction(1)), Number(Fraction(0))


def rows_of(programs: Iterable[Minimax]) -> dict[str, tuple[str, ...]]:
    """Rows of each term; a term that is a sum has several, ``model`` and ``model (2)``."""
    found: dict[str, dict[str, None]] = {}
    for program in programs:
        for term in program.terms:
            found.setdefault(bare(term.name), {})[term.name] = None
    return {n: tuple(rows) for n, rows in found.items()}


def sums_of(rows: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Quantities of the rows of each term that has several: it falls like the slowest."""
    return {
        f"at_optimum({n})": tuple(f"at_optimum({r})" for r in parts)
        for n, parts in rows.items()
        if len(parts) > 1
    }


def law_orders(law: Law, programs: Iterable[Minimax], parameters: tuple[str, ...]) -> Orders:
    """Letters of a law: its sizes, its terms, ``loss`` above the irreducible part, and C.

    Parameters
    ----------
    law
        The law.
    programs
        Over its exponents, one for each branch.
    parameters
        Of its exponents.
    """
    import sympy as sp

    listed = tuple(programs)
    parts = (*law.terms, *law.constraints)
    every = [law.budget, *(e for t in law.terms for e, _ in t.cases)]
    every += [e for c in law.constraints for e in (c.left, c.right)]
    logs = bool(parts) and any(e.has(sp.log) for e in every)

    def power(key: str) -> Node | None:
        return Name(f"logarithm_power({key})") if logs else None

    found = {} if law.loss_dependent else _terms(rows_of(listed))
    found |= {n: Letter(Name(f"exponent({n})"), power(n)) for n in law.unknowns}
    found[BUDGET] = Letter(_ONE, _ZERO if logs else None)
    found.setdefault("loss", Letter(Negative(Name("loss_exponent")), power(LOSS)))
    positive = frozenset(law.parameters) - frozenset(law._signed)
    constants = frozenset(law.parameters) - frozenset(parameters)
    kinds = ({t.name for t in law.terms}, law.unknowns, law.parameters, (BUDGET,), ("loss",))
    met = Counter(n for kind in kinds for n in kind)
    doubtful = frozenset(n for n, times in met.items() if times > 1)
    walls = _walls(listed, parameters)
    return Orders(found, positive, walls, logs, constants=constants, doubtful=doubtful)


def plane_orders(program: Minimax, sizes: Iterable[str], steps: str, unless_said: bool) -> Orders:
    """Letters of an optimiser: d, its learning rate, its steps, the four terms, ``loss`` and f.

    Parameters
    ----------
    program
        Over exponents.
    sizes
        Names of its unknowns.
    steps
        What steps are called; they use up the budget f = d times steps.
    unless_said
        Whether orders at the optimum must be named as such.
    """
    found = {n: Letter(Name(f"exponent({n})")) for n in sizes}
    if "gamma" in found:  # a program has gamma = f^(-g)
        found["gamma"] = Letter(Negative(Name("exponent(gamma)")))
    found |= _terms(rows_of([program]))
    found["f"] = Letter(_ONE)
    found[steps] = Letter(Binary("-", _ONE, Name("exponent(d)")))
    found["loss"] = Letter(Negative(Name("loss_exponent")))
    walls = _walls([program], program.parameters)
    falling = frozenset(found) & {"gamma"}
    return Orders(found, frozenset(), walls, unless_said=unless_said, falling=falling)


def _terms(rows: Mapping[str, tuple[str, ...]]) -> dict[str, Letter]:
    found = {}
    for term, parts in rows.items():
        names = tuple(Name(f"at_optimum({r})") for r in parts)
        least: Node = names[0] if len(names) == 1 else Choice("min", names)
        found[term] = Letter(Negative(least))
    return found


def _walls(programs: Iterable[Minimax], names: tuple[str, ...]) -> tuple[Formula, ...]:
    """Off the parameters at which a term changes its form."""
    walls = dict.fromkeys(w.terms for p in programs for w in p.walls)
    return tuple(Compared(tree_of(dict(w), names), "!=", _ZERO) for w in walls)
