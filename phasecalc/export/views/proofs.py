"""Why a result is true: propositions with their proofs, from what is kept with the result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.export.page.blocks import Block, Statement, Text
from phasecalc.export.views import answers, certificate, claims, program

if TYPE_CHECKING:
    from phasecalc.claims.reading.result import ClaimResult
    from phasecalc.export.letters.notation import Notation
    from phasecalc.optimisers.store import BestOptimiser
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.plrf.asking.diagram import LossDiagram
    from phasecalc.plrf.asking.query import Exponents

__all__ = ["claim", "comparison", "diagram", "plane", "point"]


def plane(found: LossDiagram, write: Notation) -> Iterator[Block]:
    """One proposition for each phase."""
    for phase in found.phases:
        yield from certificate.phase(phase, write)


def diagram(found: PhaseDiagram, write: Notation) -> Iterator[Block]:
    """One proposition for each phase of a program, its proofs re-checked as it is written."""
    for phase in found.phases:
        yield from program.certificate(found.certificate(phase.name), write)
    rest = " but for the parts that it leaves out" if found.is_partial else ""
    yield Text(
        f"That the phases do not overlap and, with their boundaries, cover the domain{rest} is "
        f"*proved*: {found.recheck()} statements in all, each with an exact certificate that the "
        "checker accepted anew for this page."
    )


def point(found: Exponents, write: Notation) -> Iterator[Block]:
    """The answer at a point, and the lower bound there."""
    first, items, *rest = answers.point(found, write)
    a, b = write.value(found.alpha), write.value(found.beta)
    yield Statement(
        "proposition",
        f"the point $({a}, {b})$",
        claim=(first, items),
        proof=tuple(rest),
        label=f"prop:point-{_slug(found.alpha)}-{_slug(found.beta)}",
    )


def comparison(found: BestOptimiser, write: Notation) -> Iterator[Block]:
    """That the zones tile the plane and name the best."""
    from phasecalc.export.views.comparison import comparison as shown

    count = len(found.overlay.zones)
    yield Statement(
        "proposition",
        "the best of several optimisers",
        claim=tuple(shown(found, write)),
        proof=(
            Text(
                "Each optimiser has a phase diagram with a certificate of optimality for each "
                f"phase. Where these are overlaid, {count} open zones arise; that they do not "
                "overlap, that with their boundaries they cover the domain, and that on each the "
                "exponents named are the largest, is *proved*: "
                f"{len(found.proofs)} sign conditions, each with an exact certificate, which "
                "`recheck()` has the checker go through. That the losses are the sums of these "
                "terms is taken from the literature."
            ),
        ),
        label=f"prop:optimisers-{found.noise}",
    )


def claim(found: ClaimResult, write: Notation) -> Iterator[Block]:
    """What a claim's certificate shows, read again as it is written."""
    del write  # a claim is shown as it was stated
    if not (found.holds or found.status == "refuted"):
        raise DomainError(f"the claim is {found.status}: {found.reason}; there is no proof of it")
    yield Statement(
        "proposition",
        f"{claims.plain(found.label)}, {found.status}",
        claim=(Text(_stated(found), ragged=True),),
        proof=(Text(f"{claims.plain(found.reason).capitalize()}."), *_shown(found)),
        label="prop:claim-",
    )


def _stated(found: ClaimResult) -> str:
    about = "" if found.about == "plrf" else f"Of {claims.plain(found.about)}: "
    where = f", where `{', '.join(found.where)}`" if found.where else ""
    said = f"`{found.states}`{where}."
    if found.status == "refuted":
        return f"{about}it is false that {said}" if about else f"It is false that {said}"
    return about + said


def _shown(found: ClaimResult) -> Iterator[Block]:
    """What was read again, and what is given."""
    from phasecalc.claims.certificates.certificate import check_claims
    from phasecalc.claims.certificates.document import document

    if found.witness is not None:
        at = ", ".join(f"{n} = {x}" for n, x in found.witness.items())
        yield Text(f"It fails at `{at}`.", ragged=True)
    if found.certificate is None:
        how = "balls" if found.evidence == "enclosed" else "exact algebra and checked signs"
        yield Text(f"There is no certificate that could be read again: {how} decided it.")
    else:
        (row,) = check_claims(document([found]))
        if row.goals:
            yield Text(f"Read again for this page, with the rank *{row.rank}*:")
            yield from (Text(f"`{goal}`", ragged=True) for goal in row.goals)
    if found.assumes:
        yield Text(f"Assumed: {claims.plain('; '.join(found.assumes))}.", ragged=True)


def _slug(value: object) -> str:
    return "".join(c if c.isalnum() else "-" for c in str(value))
