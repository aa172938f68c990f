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
    "Allocation": "phasecalc.laws.allocation",
    "Case": "phasecalc.laws.exponents",
    "ClosedForm": "phasecalc.laws.duality",
    "Constraint": "phasecalc.laws.declaration",
    "Fit": "phasecalc.laws.declaration",
    "Law": "phasecalc.laws.declaration",
    "Optimum": "phasecalc.laws.exponents",
    "Overlay": "phasecalc.laws.comparison",
    "Solver": "phasecalc.laws.allocation",
    "Term": "phasecalc.laws.declaration",
    "Zone": "phasecalc.laws.comparison",
    "allocate": "phasecalc.laws.allocation",
    "closed_form": "phasecalc.laws.duality",
    "find": "phasecalc.laws.catalogue",
    "law": "phasecalc.laws.catalogue",
    "local_exponents": "phasecalc.laws.allocation",
    "names": "phasecalc.laws.catalogue",
    "overlay": "phasecalc.laws.comparison",
    "parse_law": "phasecalc.laws.files",
    "read_law": "phasecalc.laws.files",
    "write_law": "phasecalc.laws.files",
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
