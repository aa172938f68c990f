"""The comparison of optimisers as shipped: derived once, read in a moment, re-checked at will.

``phasecalc law optimisers --derive`` writes the file anew. The diagrams of SGD are those that
``phasecalc.plrf`` ships. Reading checks the hash of the file and that nothing in it is left unread;
``recheck`` that all of it follows: programs from the terms, phases and zones from proofs, the
table from the zones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from phasecalc.checker import CheckFailed
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.optimum.overlay import Overlay, Zone
from phasecalc.optimum.store import read, refusing, seal, sealed_text
from phasecalc.optimum.stored import decode, encode
from phasecalc.parsing import exact
from phasecalc.plrf.phases import store
from phasecalc.plrf.phases.store import load
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.encoding import decode_region, encode_region
from phasecalc.regions.region import Region
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.optimum.diagram import PhaseDiagram

__all__ = ["BestOptimiser", "Row", "best_optimiser", "derive_text", "optimiser_diagram", "written"]

_FILES = {"stated": "stated.json", "in-motion": "in-motion.json"}
REMEDY = "run `phasecalc law optimisers --derive`, or install phasecalc anew"
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
class BestOptimiser(Shown, Value):
    """Which optimiser has the best compute exponent, over the (alpha, beta) plane.

    Parameters
    ----------
    overlay
        The zones.
    proofs
        Proof of each statement that the zones make, by content hash.
    table
        The same in words: one row for each exponent, its regions one by one.
    noise
        What is charged for the noise of SignSGD.

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
    noise: str = "stated"

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

    def __str__(self) -> str:
        lines = []
        for row in self.table:
            lines += [f"{' = '.join(row.best)}: loss f^-({row.exponent})"]
            lines += [f"    gain over SGD: {row.gain}", f"    where {row.where[0]}"]
            lines += [f"       or {region}" for region in row.where[1:]]
        return "\n".join(lines)

    def __repr__(self) -> str:
        names = ", ".join(dict.fromkeys(n for row in self.table for n in row.best))
        return f"<BestOptimiser: {len(self.overlay.zones)} zones, best {names}>"

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
        """Check all that is shown; return how many proofs the small checker accepted.

        Raises
        ------
        StoreDamaged
            The zones are not proved to tile the plane and to name the best, or a program, the
            name of a phase or a row of the table does not follow: a ``CheckFailed`` that names
            the file and the remedy. Takes half a minute.
        """
        with refusing(file_path(self.noise), REMEDY):
            return self._rechecked()

    def _rechecked(self) -> int:
        from phasecalc.optimisers.programs import OPTIMISERS, program

        if self.names != OPTIMISERS:
            raise CheckFailed(f"{self.names} are compared, not {OPTIMISERS}")
        for name, diagram in self.overlay.diagrams:
            if name in _SHIPPED:
                store.recheck(load(_SHIPPED[name]))
                if diagram != load(_SHIPPED[name]).diagram:
                    raise CheckFailed(f"the diagram of {name} is not the one that is shipped")
            elif diagram.program != program(name, self.noise):
                raise CheckFailed(f"the program of {name} is not the one that its terms give")
            elif [p.name for p in diagram.phases] != _numbered(diagram):
                raise CheckFailed(f"the phases of {name} are not named by their numbers")
        if self.table != written(self.overlay):
            raise CheckFailed("the table does not say what the zones say")
        return self.overlay.recheck(self.proofs)


def _numbered(diagram: PhaseDiagram) -> list[str]:
    return [str(k) for k, _ in enumerate(diagram.phases, start=1)]


def _point(alpha: ExactLike, beta: ExactLike) -> dict[Expr, Expr]:
    from phasecalc import symbols

    given = {symbols.alpha: exact(alpha, "alpha"), symbols.beta: exact(beta, "beta")}
    return {s: to_sympy(x) for s, x in given.items()}


@cache
def best_optimiser(noise: str = "stated") -> BestOptimiser:
    """Comparison of SGD, tuned SGD, DANA and SignSGD on power-law random features.

    Momentum with constant coefficients has the exponents of SGD. What each optimiser's terms rest
    on is in ``phasecalc.optimisers.programs.RULES``.

    Parameters
    ----------
    noise
        What is charged for the noise of SignSGD: ``"stated"``, its whole floor as published, or
        ``"in-motion"``, that of the modes that have moved, which second moments bear out.

    Raises
    ------
    DomainError
        Another noise.
    StoreDamaged
        The shipped file is missing or was changed.

    Examples
    --------
    >>> best_optimiser().gain("3/10", "6/5"), best_optimiser("in-motion").gain("3/10", "6/5")
    (9/170, 1/10)
    """
    data = _data(noise)
    with refusing(file_path(noise), REMEDY):
        found = _decoded(data, noise)
        if seal(_content(found)) != data:
            raise CheckFailed("it holds something that is not read")
    return found


def _decoded(data: Mapping[str, Any], noise: str) -> BestOptimiser:
    diagrams = {name: _diagram(name, noise) for name in data["order"]}
    names = next(iter(diagrams.values())).program.parameters
    zones = tuple(
        Zone(
            decode_region(names, [row["where"]]),
            tuple(row["best"]),
            tuple((n, diagrams[n].phase(row["phases"][n])) for n in data["order"]),
        )
        for row in data["zones"]
    )
    table = tuple(
        Row(tuple(r["best"]), r["exponent"], r["gain"], tuple(r["where"])) for r in data["table"]
    )
    return BestOptimiser(Overlay(tuple(diagrams.items()), zones), data["proofs"], table, noise)


def _content(found: BestOptimiser) -> dict[str, Any]:
    """Plain data of a comparison, as stored."""
    return {
        "order": list(found.names),
        "diagrams": {n: encode(d) for n, d in found.overlay.diagrams if n not in _SHIPPED},
        "zones": [
            {
                "where": encode_region(z.region)[0],
                "best": list(z.best),
                "phases": {n: p.name for n, p in z.phases},
            }
            for z in found.overlay.zones
        ],
        "table": [
            {"best": list(r.best), "exponent": r.exponent, "gain": r.gain, "where": list(r.where)}
            for r in found.table
        ],
        "proofs": dict(found.proofs),
    }


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
    known = best_optimiser(noise).names
    if optimiser not in known:
        raise DomainError(f"no optimiser {optimiser!r}: {', '.join(known)}")
    return _diagram(optimiser, noise)


def written(found: Overlay) -> tuple[Row, ...]:
    """The comparison in words; zones with the same formulas in one row. Takes seconds."""
    from phasecalc.regions.formulas import formula_text, positive_form

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
    from phasecalc.optimisers.programs import derive_comparison

    found = derive_comparison(noise)
    return sealed_text(_content(BestOptimiser(found, found.proofs(), written(found), noise)))


def file_path(noise: str = "stated") -> Any:  # Any: a Traversable; a Path where this is a folder
    """File of the shipped comparison."""
    if noise not in _FILES:
        raise DomainError(f"noise {noise!r}: use {' or '.join(_FILES)}")
    return files("phasecalc.optimisers") / _FILES[noise]


@cache
def _data(noise: str) -> dict[str, Any]:
    return read(file_path(noise), REMEDY)


@cache
def _diagram(name: str, noise: str) -> PhaseDiagram:
    if name in _SHIPPED:
        return load(_SHIPPED[name]).diagram
    with refusing(file_path(noise), REMEDY):
        return decode(_data(noise)["diagrams"][name])
