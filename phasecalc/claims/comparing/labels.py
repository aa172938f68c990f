"""Claims that name a phase."""

from __future__ import annotations

from phasecalc.claims.reading.ask import Clock, Found, covered, implied, point_of, weakest
from phasecalc.claims.reading.language import PARAMETERS, PhaseClaim
from phasecalc.claims.reading.outcome import Outcome, undecided
from phasecalc.claims.reading.quantities import assumptions, phases
from phasecalc.exceptions import ParseError
from phasecalc.plrf.asking.query import Exponents, exponents
from phasecalc.regions.region import Region

__all__ = ["decide", "names_of"]


def decide(claim: PhaseClaim, region: Region, clock: Clock) -> Outcome:
    """Decide whether a region lies in a phase, or outside it.

    Parameters
    ----------
    claim
        Label, of one phase or of all phases that meet, as the query names them.
    region
        Where; part of the domain.
    clock
        Time left.

    Raises
    ------
    ParseError
        There is no such phase.
    """
    names = names_of(claim.label)
    verdict = (
        _exactly(names, region, clock) if claim.operator == "==" else _never(names, region, clock)
    )
    assumes = assumptions(region, set(names), clock)
    if verdict.proved:
        return Outcome("proved", "proved", f"the region lies {_side(claim)}", assumes=assumes)
    if verdict.point is not None:
        found = exponents(*verdict.point)
        assert isinstance(found, Exponents)
        # The query finds the phase by another route.
        if (set(found.phases) == set(names)) != (claim.operator == "=="):
            witness = {k: str(x) for k, x in zip(PARAMETERS, verdict.point, strict=True)}
            return Outcome(
                "refuted",
                "proved",
                f"the phase there is {found.phase}",
                {**witness, "left": found.phase, "right": claim.label},
                assumes,
            )
    return undecided([verdict], assumes)


def names_of(label: str) -> list[str]:
    """Phases that a label such as "II/III" names.

    Parameters
    ----------
    label
        As in the claim.

    Raises
    ------
    ParseError
        There is no such phase.
    """
    known = [p.name for p in phases()]
    names = label.split("/")
    if len(set(names)) != len(names) or not set(names) <= set(known):
        raise ParseError(
            f"no phase {label!r}; there are {', '.join(known)}, and II/III where two meet"
        )
    return names


def _exactly(names: list[str], region: Region, clock: Clock) -> Found:
    """Whether every point of a region is touched by these phases and no other."""
    return weakest(
        implied(region, p.region, clock) if p.name in names else point_of(region & p.region, clock)
        for p in phases()
    )


def _never(names: list[str], region: Region, clock: Clock) -> Found:
    """Whether no point of a region is touched by exactly these phases."""
    others = []
    for p in phases():
        if p.name in names:
            region = region & p.region
        else:
            others.append(p.region)
    return covered(region, others, clock)


def _side(claim: PhaseClaim) -> str:
    return f"in {claim.label}" if claim.operator == "==" else f"outside {claim.label}"
