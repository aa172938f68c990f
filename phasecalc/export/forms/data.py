"""Results as plain data for JSON: numbers as numbers, exact values and formulas as text.

The keys are listed in docs/objects.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.asymptotics.expansions.expand import Expanded
    from phasecalc.claims.reading.result import ClaimResult
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.exponents import Optimum
    from phasecalc.optimisers.store import BestOptimiser
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.ratio import Ratio
    from phasecalc.plrf.frontier.frontier import Frontier

__all__ = ["claim", "comparison", "diagram", "expansion", "frontier", "law", "optimum", "own_json"]


def own_json(found: Any) -> dict[str, object]:
    """Of a result that has data of its own."""
    return dict(found.as_json())


def claim(found: ClaimResult) -> dict[str, object]:
    """What became of a claim."""
    return found.as_dict()


def frontier(found: Frontier) -> list[dict[str, float]]:
    """Numbers of each budget."""
    return [asdict(p) for p in found.points]


def comparison(found: BestOptimiser) -> list[dict[str, object]]:
    """One record for each exponent."""
    return [vars(row) for row in found.table]


def expansion(found: Expanded) -> list[dict[str, object]]:
    """One record for each case."""
    return [
        {
            "region": case.region.conditions() if case.region.names else [],
            "terms": [str(term.expr) for term in case.terms],
            "remainder": None if case.refused else case.rest,
            "refused": case.refused or None,
        }
        for case in found.cases
    ]


def diagram(found: PhaseDiagram) -> dict[str, object]:
    """Program and phases of one's own."""
    program = found.program

    def text(ratio: Ratio) -> str:
        return ratio.text(program.parameters)

    return {
        "parameters": list(program.parameters),
        "unknowns": list(program.unknowns),
        "terms": [t.name for t in program.terms],
        "constraints": [c.name for c in program.constraints],
        "domain": program.domain.conditions(),
        "left": [[str(c) for c in cell] for cell in found.left],
        "phases": [
            {
                "name": p.name,
                "region": p.region.presented().conditions(),
                "tradeoff": list(p.tradeoff),
                "bound_by": list(p.bound_by),
                "loss_exponent": text(-p.value),
                "solutions": [
                    {u: text(x) for u, x in zip(program.unknowns, v, strict=True)}
                    for v in p.vertices
                ],
            }
            for p in found.phases
        ],
        "proofs": len(found.proofs),
    }


def law(found: Law) -> dict[str, object]:
    """A law with its optimum."""
    return optimum(found.optimum())


def optimum(found: Optimum) -> dict[str, object]:
    """Exponents by regions; every formula as text."""
    from phasecalc.laws.sums.orders import sum_orders
    from phasecalc.laws.text.reading import write_value

    law = found.law
    return {
        "law": law.name,
        "title": law.title,
        "source": law.source,
        "sizes": list(law.sizes),
        "rates": list(law.rates),
        "scales": list(law.scales),
        "parameters": list(law.parameters),
        "domain": [str(r) for r in law.domain],
        "irreducible": law.irreducible,
        "budget": str(law.budget),
        "terms": {t.name: [write_value(e) for e, _ in t.cases] for t in law.terms},
        "orders": {
            name: [
                {"sum": o.text, "order": o.order_text, "leading": [*o.leading, *o.critical]}
                for o in rows
            ]
            for name, rows in sum_orders(law).items()
        },
        "cases": [
            {
                "where": str(c.region),
                "loss_exponent": str(c.loss_exponent),
                "exponents": _texts(c.exponents),
                "tradeoff": list(c.tradeoff),
                "bound_by": list(c.bound_by),
                "degenerate": c.degenerate,
                "or_anything_up_to": _all(c.alternatives),
                "or_as_well": _all(c.elsewhere),
                "limits": {n: None if e is None else str(e) for n, e in c.limits.items()},
                "then_balance": [list(rows) for rows in c.balances],
                # None: there are logarithms, and their power is not determined.
                "log_powers": None if c.undetermined else _texts(c.logarithms or {}),
            }
            for c in found.cases
        ],
        "fits": {f.name: dict(f.values) for f in law.fits},
    }


def _all(vertices: Iterable[Mapping[str, Expr]]) -> list[dict[str, str]]:
    return [_texts(v) for v in vertices]


def _texts(formulas: Mapping[str, Expr]) -> dict[str, str]:
    return {n: str(e) for n, e in formulas.items()}
