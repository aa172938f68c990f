"""Scaling laws of the literature and one's own, stated once and solved by one engine.

A shipped law is an attribute, ``-`` written ``_``; everything else is loaded on first use.

>>> import phasecalc as pc
>>> print(pc.laws.two_term.optimum())
loss C^-(alpha*beta/(alpha + beta)), N = C^(beta/(alpha + beta)), D = C^(alpha/(alpha + beta))
    model = data, with budget; for all alpha > 0 and beta > 0
>>> best = pc.laws.allocate(pc.laws.two_term, "5.76e23", fit="besiroglu")
>>> print(f"{float(best.sizes['N']):.4g} parameters, {float(best.tokens_per_parameter):.3g} each")
7.225e+10 parameters, 18.4 each
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES: dict[str, str] = {
    "accounting": "phasecalc.laws.flops",
    "ACCOUNTINGS": "phasecalc.laws.flops",
    "allocate": "phasecalc.laws.allocation",
    "Allocation": "phasecalc.laws.allocation",
    "Architecture": "phasecalc.laws.flops",
    "best_optimiser": "phasecalc.optimisers.store",
    "BestOptimiser": "phasecalc.optimisers.store",
    "Case": "phasecalc.laws.case",
    "CHAIN": "phasecalc.laws.flops",
    "closed_form": "phasecalc.laws.duality",
    "ClosedForm": "phasecalc.laws.duality",
    "Constraint": "phasecalc.laws.declaration",
    "diagnose": "phasecalc.fitting.diagnosis",
    "effective_tokens": "phasecalc.laws.repetition",
    "find": "phasecalc.laws.catalogue",
    "fit": "phasecalc.fitting.fit",
    "Fit": "phasecalc.laws.declaration",
    "isoflop": "phasecalc.fitting.isoflop",
    "Law": "phasecalc.laws.declaration",
    "law": "phasecalc.laws.catalogue",
    "local_exponent_formula": "phasecalc.laws.local",
    "local_exponents": "phasecalc.laws.allocation",
    "LocalExponent": "phasecalc.laws.local",
    "names": "phasecalc.laws.catalogue",
    "optimiser_diagram": "phasecalc.optimisers.store",
    "Optimum": "phasecalc.laws.exponents",
    "Overlay": "phasecalc.optimum.overlay",
    "overlay": "phasecalc.optimum.overlay",
    "PAPERS": "phasecalc.laws.dictionary",
    "parse_law": "phasecalc.laws.files",
    "read_law": "phasecalc.laws.files",
    "regimes": "phasecalc.laws.repetition",
    "Schedule": "phasecalc.laws.shape",
    "schedule": "phasecalc.laws.shape",
    "Shape": "phasecalc.laws.shape",
    "Solver": "phasecalc.laws.allocation",
    "sum_orders": "phasecalc.laws.orders",
    "SumOrder": "phasecalc.laws.sum_order",
    "switch_formula": "phasecalc.laws.shape",
    "Term": "phasecalc.laws.declaration",
    "translate": "phasecalc.laws.dictionary",
    "write_law": "phasecalc.laws.files",
    "term_values": "phasecalc.laws.at_sizes",
    "Zone": "phasecalc.optimum.overlay",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:  # Any: the type is that of the name asked for
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if not name.startswith("__"):
        from phasecalc.laws.catalogue import law, names

        if name.replace("_", "-") in names():
            return law(name)
    raise AttributeError(f"module 'phasecalc.laws' has no attribute {name!r}")


def __dir__() -> list[str]:
    from phasecalc.laws.catalogue import names

    return sorted([*__all__, *(n.replace("-", "_") for n in names())])
