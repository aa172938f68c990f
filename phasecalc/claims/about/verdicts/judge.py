"""One claim about an object, judged in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.claims.about.deciding.decide import Read, decide
from phasecalc.claims.about.objects.naming import Named, subject_of
from phasecalc.claims.about.verdicts.kinds import read_any
from phasecalc.claims.reading.outcome import Outcome
from phasecalc.regions.work import Clock

if TYPE_CHECKING:
    from phasecalc.claims.about.numbers.at_sizes import AtSizes
    from phasecalc.claims.about.numbers.numbers import Numbers
    from phasecalc.claims.about.numbers.sharp import Sharp

__all__ = ["judged"]


def judged(
    states: str, where: Sequence[str], seconds: float, about: Named | None
) -> tuple[Outcome, Mapping[str, Any] | None]:
    """What is found of one claim, and its certificate where there is one.

    Parameters
    ----------
    states, where
        The claim.
    seconds
        Time allowed to the questions that it comes down to.
    about
        What it speaks of.

    Raises
    ------
    ParseError
        The claim is not in the language of the object.
    """
    subject = subject_of(about)
    claim = read_any(states, where, subject)
    if not isinstance(claim, Read):
        return _of_numbers(claim, tuple(where)), None
    made = decide(claim, Clock(seconds))
    found = made.outcome
    if found.status not in ("proved", "refuted"):
        return found, None
    from phasecalc.claims.about.verdicts.certified import certified

    return found, certified(made, subject, states, tuple(where))


def _of_numbers(claim: Sharp | Numbers | AtSizes, where: tuple[str, ...]) -> Outcome:
    from phasecalc.claims.about.numbers.at_sizes import AtSizes, decide_at_sizes
    from phasecalc.claims.about.numbers.numbers import Numbers, decide_numbers
    from phasecalc.claims.about.numbers.sharp import decide_sharp

    if isinstance(claim, AtSizes):
        return decide_at_sizes(claim)
    return decide_numbers(claim) if isinstance(claim, Numbers) else decide_sharp(claim, where)
