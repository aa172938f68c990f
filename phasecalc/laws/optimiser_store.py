"""The comparison of optimisers as shipped: derived once, read in a moment, re-checked at will.

``phasecalc law optimisers --derive`` writes the file anew. The diagrams of SGD are those that
``phasecalc.plrf`` ships.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from phasecalc.checker import decode_polynomial, encode_polynomial
from phasecalc.exceptions import DomainError
from phasecalc.laws.comparison import Overlay, Zone
from phasecalc.optimum.stored import decode, encode
from phasecalc.plrf.store import load
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.optimum.diagram import PhaseDiagram

__all__ = ["BestOptimiser", "Row", "best_optimiser", "derive_text", "optimiser_diagram", "written"]

_FILES = {"stated": "optimisers.json", "in-motion": "optimisers-in-motion.json"}
_SHIPPED = {"SGD": "largest", "tuned SGD": "free"}


@dataclass(frozen=True)
class Row:
    """Row of the comparison, as text.

    Parameters
    ----------
    best
        Optimisers whose exponent is the largest.
    exponent, gain
        The exponent, and by how much it exceeds that of SGD.
    where
        Regions; any of them.
    """

    best: tuple[str, ...]
    exponent: str
    gain: str
    where: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class BestOptimiser(Value):
    """Which optimiser has the best compute exponent, over the (alpha, beta) plane.

    Parameters
    ----------
    overlay
        The zones.
    proofs
        Proof of each statement that the zones make, by content hash.
    table
        The same in words: one row for each exponent, its regions one by one.

    Examples
    --------
    >>> best = best_optimiser()
    >>> best.at(1, "1/4").best, best.gain(1, "1/4")
    (('DANA-decaying',), 1/7)
    >>> best.at("3/10", "3/5").best
    ('SignSGD',)
    """

    overlay: Overlay
    proofs: Mapping[str, Mapping[str, object]]
    table: tuple[Row, ...]

    def at(self, alpha: ExactLike, beta: ExactLike) -> Zone:
        """Zone of a point, or one that touches it, with all that are the best at the point.

        Raises
        ------
        DomainError
            The loss has no power law there.
        """
        import sympy as sp

        zone, point = self.overlay.at(alpha, beta), _point(alpha, beta)
        found = {n: sp.radsimp(p.exponent.subs(point)) for n, p in zone.phases}
        top = found[zone.best[0]]
        return replace(zone, best=tuple(n for n, e in found.items() if sp.expand(e - top) == 0))

    def gain(self, alpha: ExactLike, beta: ExactLike, over: str = "SGD") -> Expr:
        """Exact gain in the loss exponent over another optimiser at a point."""
        import sympy as sp

        if over not in self.names:
            raise DomainError(f"no optimiser {over!r}; compared are {', '.join(self.names)}")
        return sp.radsimp(self.overlay.at(alpha, beta).gain(over).subs(_point(alpha, beta)))

    @property
    def names(self) -> tuple[str, ...]:
        """What was compared."""
        return tuple(n for n, _ in self.overlay.diagrams)

    def recheck(self) -> int:
        """Have the small checker re-check that the zones tile the plane and name the best."""
        return self.overlay.recheck(self.proofs)


def _point(alpha: ExactLike, beta: ExactLike) -> dict[Expr, Expr]:
    from phasecalc import symbols
    from phasecalc.parsing import exact
    from phasecalc.regions.algebraic import to_sympy

    given = {symbols.alpha: exact(alpha, "alpha"), symbols.beta: exact(beta, "beta")}
    return {s: to_sympy(x) for s, x in given.items()}


@cache
def best_optimiser(noise: str = "stated") -> BestOptimiser:
    """Comparison of SGD, tuned SGD, DANA and SignSGD on power-law random features.

    Momentum with constant coefficients has the exponents of SGD. What each optimiser's terms rest
    on is in ``phasecalc.laws.optimisers.RULES``.

    Parameters
    ----------
    noise
        What is charged for the noise of SignSGD: ``"stated"``, its whole floor as published, or
        ``"in-motion"``, that of the modes that have moved, which second moments bear out.

    Raises
    ------
    DomainError
        Another noise.

    Examples
    --------
    >>> best_optimiser().gain("3/10", "6/5"), best_optimiser("in-motion").gain("3/10", "6/5")
    (9/170, 1/10)
    """
    data = _data(noise)
    diagrams = {name: _diagram(name, noise) for name in data["order"]}
    names = next(iter(diagrams.values())).program.parameters
    zones = tuple(
        Zone(
            Region(names, (tuple(_condition(names, *c) for c in row["where"]),)),
            tuple(row["best"]),
            tuple((n, diagrams[n].phase(row["phases"][n])) for n in data["order"]),
        )
        for row in data["zones"]
    )
    table = tuple(
        Row(tuple(r["best"]), r["exponent"], r["gain"], tuple(r["where"])) for r in data["table"]
    )
    return BestOptimiser(Overlay(tuple(diagrams.items()), zones), data["proofs"], table)


@cache
def optimiser_diagram(optimiser: str, noise: str = "stated") -> PhaseDiagram:
    """Phase diagram of one optimiser, as shipped.

    Parameters
    ----------
    optimiser
        One of those compared.
    noise
        Of SignSGD; see :func:`best_optimiser`.

    Raises
    ------
    DomainError
        Not one of those compared.

    Examples
    --------
    >>> for p in optimiser_diagram("SignSGD").phases: print(p.exponent, "|", p.region)
    ... # doctest: +ELLIPSIS
    (2*alpha + 2*beta - 1)/(2*(alpha + beta)) | ...
    """
    if optimiser not in _data(noise)["order"]:
        raise DomainError(f"no optimiser {optimiser!r}: {', '.join(_data(noise)['order'])}")
    return _diagram(optimiser, noise)


def written(found: Overlay) -> tuple[Row, ...]:
    """The comparison in words; zones with the same formulas in one row. Takes seconds."""
    from phasecalc.plrf.formulas import formula_text, positive_form

    joined: dict[tuple[Any, ...], list[Region]] = {}
    for zone in found.zones:
        label = (zone.best, zone.exponent, zone.gain("SGD"))
        joined.setdefault(label, []).append(zone.region)
    return tuple(
        Row(
            best,
            formula_text(positive_form(exponent, regions[0])),
            formula_text(positive_form(gain, regions[0])),
            tuple(str(r.presented()) for r in regions),
        )
        for (best, exponent, gain), regions in joined.items()
    )


def derive_text(noise: str = "stated") -> str:
    """Derive and prove the comparison; return the text of its file."""
    from phasecalc.laws.optimisers import derive_comparison

    found = derive_comparison(noise)
    data = {
        "order": [n for n, _ in found.diagrams],
        "diagrams": {n: encode(d) for n, d in found.diagrams if n not in _SHIPPED},
        "zones": [
            {
                "where": [[c.relation, encode_polynomial(c.polynomial)] for c in z.region.cells[0]],
                "best": list(z.best),
                "phases": {n: p.name for n, p in z.phases},
            }
            for z in found.zones
        ],
        "table": [vars(row) for row in written(found)],
        "proofs": found.proofs(),
    }
    return json.dumps(data, default=dict, separators=(",", ":")) + "\n"


def file_path(noise: str = "stated") -> Any:  # Any: a Traversable; a Path where this is a folder
    """File of the shipped comparison."""
    if noise not in _FILES:
        raise DomainError(f"noise {noise!r}: use {' or '.join(_FILES)}")
    return files("phasecalc.laws") / "library" / _FILES[noise]


@cache
def _data(noise: str) -> dict[str, Any]:
    return dict(json.loads(file_path(noise).read_text(encoding="utf-8")))


@cache
def _diagram(name: str, noise: str) -> PhaseDiagram:
    if name in _SHIPPED:
        return load(_SHIPPED[name]).diagram
    return decode(_data(noise)["diagrams"][name])


def _condition(names: tuple[str, ...], relation: str, polynomial: Any) -> Condition:
    return Condition.make(names, decode_polynomial(polynomial, len(names)), relation)
