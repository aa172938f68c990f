"""What the page of a law carries, as plain JSON: its solved programs with proofs, and its cases.

Names and texts of a law travel as data and are never read as a page.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.declaring.catalogue import as_law
from phasecalc.laws.text.modes import has_sums
from phasecalc.laws.text.notation import letter
from phasecalc.parsing import exact
from phasecalc.regions.encoding import encode_cell, encode_region

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.case import Case
    from phasecalc.optimum.diagram import PhaseDiagram

__all__ = ["asked", "law_data", "plane_of"]

_COLOURS = ("F_pp", "F_ac", "F_0", "K_pp", "accent", "band")  # of the palette, one after another


def asked(
    law: Law | str | None,
    at: Mapping[str, ExactLike] | None,
    ranges: Mapping[str, tuple[float, float]] | None,
) -> dict[str, Any] | None:
    """What the page of a law answers from; None where the plane of SGD is asked for.

    Raises
    ------
    DomainError
        ``at`` or ``ranges`` without a law; or as in ``law_data``.
    """
    if law is not None:
        return law_data(as_law(law), at, ranges)
    if at or ranges:
        raise DomainError("at and ranges are for the parameters of a law: give law=... too")
    return None


def plane_of(law: Law | str, at: Mapping[str, ExactLike] | None = None) -> tuple[str, ...]:
    """Names of the one or two parameters that a page of this law has.

    Raises
    ------
    DomainError
        As in ``law_data``.

    Examples
    --------
    >>> plane_of("kaplan", {"alpha_B": "1/5"})
    ('alpha_N', 'alpha_S')
    """
    known = as_law(law)
    return _free(_slice(known, at or {})[0], known)


def law_data(
    law: Law,
    at: Mapping[str, ExactLike] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, Any]:
    """All that the page of a law answers from.

    Parameters
    ----------
    law
        The law.
    at
        Values of parameters held fixed, by name, read exactly; the law is solved with them.
    ranges
        What to show of each parameter that is left.

    Returns
    -------
    dict
        ``law``: what it states; ``branches``: its solved programs with weights; ``cases``: its
        regions with their formulas; ``view``, ``places``, ``colours``: what is drawn.

    Raises
    ------
    DomainError
        No parameter of its exponents or more than two are left, a name is unknown, a range is
        empty, or the law has no optimum.

    Examples
    --------
    >>> from phasecalc.laws import law
    >>> data = law_data(law("two-term"))
    >>> [case["eta"] for case in data["cases"]], [name for name, *_ in data["parameters"]]
    (['alpha*beta/(alpha + beta)'], ['alpha', 'beta'])
    """
    from phasecalc import __version__
    from phasecalc.export.figures.style import COLOURS

    sliced, fixed = _slice(law, at or {})
    names = _free(sliced, law)
    if unknown := sorted(set(ranges or {}) - set(names)):
        raise DomainError(f"{unknown[0]} is no parameter that is left; there are {_listed(names)}")
    optimum = sliced.optimum()
    places = _places(optimum.cases, law, names, fixed)
    return {
        "version": __version__,
        "law": {
            **_stated(law),
            "fixed": {n: [_letters(n)[0], str(x)] for n, x in fixed.items()},
        },
        "parameters": [[n, *_letters(n)] for n in names],
        "unknowns": [[n, _letters(n)[0]] for n in sliced.unknowns],
        "lossy": sliced.loss_dependent,
        "sums": has_sums(sliced),
        "terms": _rows(optimum.diagrams, sliced),
        "domain": [
            [*encode_cell([c])[0], str(c)] for c in optimum.diagrams[0][1].program.domain.cells[0]
        ],
        "branches": [_branch(diagram) for _, diagram in optimum.diagrams],
        "cases": [_case(k, c, names) for k, c in enumerate(optimum.cases, 1)],
        "places": places,
        "view": _view(names, ranges or {}, places),
        "colours": [COLOURS[n] for n in _COLOURS],
    }


def _slice(law: Law, at: Mapping[str, ExactLike]) -> tuple[Law, dict[str, Any]]:
    """The law with numbers for some of its parameters, and these numbers."""
    from phasecalc.laws.programs.branches import fixed
    from phasecalc.regions.algebraic import to_sympy

    for name in at:
        if name not in law.parameters:
            raise DomainError(
                f"{name} is no parameter of {law.name}; there are {_listed(law.parameters)}"
            )
    values = {n: exact(x, n) for n, x in at.items()}
    for name, x in values.items():
        if not x > 0 and name not in law._signed:
            raise DomainError(f"{name} = {x}: this parameter of {law.name} is positive")
    if not values:
        return law, {}
    return fixed(law, {law.symbols[n]: to_sympy(x) for n, x in values.items()}), values


def _free(sliced: Law, law: Law) -> tuple[str, ...]:
    """Parameters of the exponents that are left: one or two."""
    from phasecalc.laws.programs.branches import parameter_domain

    domain = parameter_domain(sliced)
    names = () if domain is None else domain.names
    if not names:
        raise DomainError(
            f"law {law.name}: no parameter of its exponents is left to point at, they are numbers; "
            "phasecalc law show prints them"
        )
    if len(names) > 2:
        example = " ".join(f"--at {n}=1" for n in names[2:])
        raise DomainError(
            f"law {law.name}: {len(names)} parameters in its exponents, {_listed(names)}; a plane "
            f"has two: hold the others fixed, for instance {example} (at=... in Python)"
        )
    return tuple(names)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _letters(name: str) -> tuple[str, str]:
    """LaTeX of a name, and how it is written where there is no LaTeX."""
    from sympy.printing.pretty.pretty_symbology import pretty_symbol

    return letter(name), str(pretty_symbol(name))


def _stated(law: Law) -> dict[str, Any]:
    """What the law says of itself: words as they are, formulas in LaTeX."""
    import sympy as sp

    from phasecalc.export.letters.notation import Notation

    w = Notation().neutral()
    signs = {"<=": r"\le", ">=": r"\ge", "==": "="}
    return {
        "name": law.name,
        "title": law.title,
        "source": _source(law.source),
        "note": law.note,
        "irreducible": letter(law.irreducible) if law.irreducible else "",
        "terms": [
            [t.name, w.expr(e), "" if r == sp.true else w.expr(r)]
            for t in law.terms
            for e, r in t.cases
        ],
        "budget": w.expr(law.budget),
        "constraints": [
            [c.name, f"{w.expr(c.left)} {signs[c.operator]} {w.expr(c.right)}"]
            for c in law.constraints
        ],
    }


def _source(text: str) -> str:
    """A source as a reader knows it: the key of a listed work is written out."""
    from phasecalc.export.page.bibliography import is_known, plain_entry

    key, comma, where = text.partition(",")
    return f"{plain_entry(key).rstrip('.')}{comma}{where}." if is_known(key) else text


def _rows(diagrams: Sequence[tuple[str, PhaseDiagram]], law: Law) -> list[str]:
    """Names of the rows that are terms of the loss; the other rows are bounds."""
    program = diagrams[0][1].program
    if not law.loss_dependent:
        return [t.name for t in program.terms]
    known = [t.name for t in law.terms]
    parts = (c.name for c in program.constraints)
    return [n for n in parts if any(n == k or n.startswith(f"{k} (") for k in known)]


def _branch(diagram: PhaseDiagram) -> dict[str, Any]:
    """A solved program: forms, and the regions of its phases with their weights."""
    from phasecalc.explorer.data import piece, program

    return {
        **program(diagram.program),
        "pieces": [
            {"region": encode_region(p.region), **piece(diagram.program, x)}
            for p in diagram.phases
            for x in p.pieces
        ],
    }


def _case(number: int, case: Case, names: tuple[str, ...]) -> dict[str, Any]:
    from phasecalc.explorer.data import condition
    from phasecalc.optimum.ratio import Ratio
    from phasecalc.regions.formulas import formula_text, positive_form

    def written(formulas: Mapping[str, Expr]) -> dict[str, str]:
        return {n: formula_text(positive_form(e, case.region)) for n, e in formulas.items()}

    return {
        "name": str(number),
        "cells": encode_region(case.region),
        "region": [list(map(condition, cell)) for cell in case.region.presented().cells],
        "eta": written({"": case.loss_exponent})[""],
        "curve": Ratio.from_expr(case.loss_exponent, names).encode(),
        "exponents": written(case.exponents),
        "others": [written(v) for v in case.alternatives],
        "elsewhere": [written(v) for v in case.elsewhere],
        "tradeoff": list(case.tradeoff),
        "bound_by": list(case.bound_by),
        "balances": [list(rows) for rows in case.balances],
        "open": list(case.open),
        "reason": case.reason,
        "logarithms": None if case.logarithms is None else written(case.logarithms),
        "left_out": case.left_out,
    }


def _places(
    cases: Sequence[Case], law: Law, names: tuple[str, ...], fixed: Mapping[str, Any]
) -> list[Any]:
    """Points to go to: the published fits that lie in the plane, then one in each region."""
    from phasecalc.regions.algebraic import to_sympy

    found: list[Any] = []
    for fit in law.fits:
        values = fit.numbers()
        near = all(values.get(n) == to_sympy(x) for n, x in fixed.items())
        if near and all(n in values and values[n].is_Rational for n in names):
            found.append([fit.name, "fit", [str(exact(str(values[n]), n)) for n in names]])
    for k, case in enumerate(cases, 1):
        point = case.region.sample()
        if point is not None:
            found.append([f"region {k}", "region", [str(point[n]) for n in names]])
    return found


def _view(
    names: tuple[str, ...], ranges: Mapping[str, tuple[float, float]], places: Sequence[Any]
) -> dict[str, Any]:
    """What is shown of each parameter, and the exact step of dragging."""
    from phasecalc.export.outlines.areas import windows

    points = [{n: float(exact(x, n)) for n, x in zip(names, p, strict=True)} for _, _, p in places]
    shown = windows(names, ranges, points)
    powers = [math.floor(math.log10((high - low) / 100)) for low, high in shown]
    return {
        "ranges": [list(map(float, pair)) for pair in shown],
        "steps": [str(Fraction(10) ** k) for k in powers],
    }
