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
    "accounting": "phasecalc.laws.literature.flops",
    "ACCOUNTINGS": "phasecalc.laws.literature.flops",
    "allocate": "phasecalc.laws.optimum.allocation",
    "Allocation": "phasecalc.laws.optimum.allocation",
    "Architecture": "phasecalc.laws.literature.flops",
    "best_optimiser": "phasecalc.optimisers.store",
    "BestOptimiser": "phasecalc.optimisers.store",
    "Case": "phasecalc.laws.exponents.case",
    "CHAIN": "phasecalc.laws.literature.flops",
    "closed_form": "phasecalc.laws.optimum.duality",
    "ClosedForm": "phasecalc.laws.optimum.duality",
    "Constraint": "phasecalc.laws.declaring.declaration",
    "diagnose": "phasecalc.fitting.advice.diagnosis",
    "effective_tokens": "phasecalc.laws.literature.repetition",
    "find": "phasecalc.laws.declaring.catalogue",
    "fit": "phasecalc.fitting.answers.fit",
    "Fit": "phasecalc.laws.declaring.declaration",
    "isoflop": "phasecalc.fitting.advice.isoflop",
    "Law": "phasecalc.laws.declaring.declaration",
    "law": "phasecalc.laws.declaring.catalogue",
    "local_exponent_formula": "phasecalc.laws.optimum.local",
    "local_exponents": "phasecalc.laws.optimum.allocation",
    "LocalExponent": "phasecalc.laws.optimum.local",
    "names": "phasecalc.laws.declaring.catalogue",
    "optimiser_diagram": "phasecalc.optimisers.store",
    "Optimum": "phasecalc.laws.exponents.exponents",
    "Overlay": "phasecalc.optimum.overlay",
    "overlay": "phasecalc.optimum.overlay",
    "PAPERS": "phasecalc.laws.literature.dictionary",
    "parse_law": "phasecalc.laws.declaring.files",
    "read_law": "phasecalc.laws.declaring.files",
    "regimes": "phasecalc.laws.literature.repetition",
    "Schedule": "phasecalc.laws.literature.shape",
    "schedule": "phasecalc.laws.literature.shape",
    "Shape": "phasecalc.laws.literature.shape",
    "Solver": "phasecalc.laws.optimum.allocation",
    "sum_orders": "phasecalc.laws.sums.orders",
    "SumOrder": "phasecalc.laws.sums.sum_order",
    "switch_formula": "phasecalc.laws.literature.shape",
    "Term": "phasecalc.laws.declaring.declaration",
    "translate": "phasecalc.laws.literature.dictionary",
    "write_law": "phasecalc.laws.declaring.files",
    "term_values": "phasecalc.laws.optimum.at_sizes",
    "Zone": "phasecalc.optimum.overlay",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:  # Any: the type is that of the name asked for
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if not name.startswith("__"):
        from phasecalc.laws.declaring.catalogue import law, names

        if name.replace("_", "-") in names():
            return law(name)
    raise AttributeError(f"module 'phasecalc.laws' has no attribute {name!r}")


def __dir__() -> list[str]:
    from phasecalc.laws.declaring.catalogue import names

    return sorted([*__all__, *(n.replace("-", "_") for n in names())])
