"""Which kind of claim about an object a text is: of exponents, of sharp constants, of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from phasecalc.claims.about.deciding.decide import read
from phasecalc.claims.about.objects.naming import law_of
from phasecalc.claims.about.saying.subject import Subject
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_TEXT

if TYPE_CHECKING:
    from phasecalc.claims.about.deciding.points import Read
    from phasecalc.claims.about.numbers.at_sizes import AtSizes
    from phasecalc.claims.about.numbers.numbers import Numbers
    from phasecalc.claims.about.numbers.sharp import Sharp

__all__ = ["read_any"]


def read_any(
    states: str, where: Sequence[str], subject: Subject
) -> Read | Sharp | Numbers | AtSizes:
    """Read a claim of any kind.

    Parameters
    ----------
    states, where
        As written.
    subject
        What it is about.

    Raises
    ------
    ParseError
        It is not in the language of this object.
    """
    if "law" in subject.source and len(states) <= MAX_TEXT:
        from phasecalc.claims.about.numbers.numbers import read_numbers
        from phasecalc.claims.about.numbers.sharp import read_sharp

        law, fit = law_of(subject.source), subject.source.get("fit")
        found: Sharp | Numbers | None = read_sharp(states, law) if fit is None else None
        found = found or read_numbers(states, subject, law, None if fit is None else str(fit))
        if found is not None and fit is not None and where:
            raise ParseError("where has no meaning beside the numbers of a fit; leave it out")
        if found is not None:
            return found
    if subject.about == "plrf" and " at " in states and len(states) <= MAX_TEXT:
        from phasecalc.claims.about.numbers.at_sizes import read_at_sizes

        sized = read_at_sizes(states, where)
        if sized is not None:
            return sized
    return read(states, tuple(where), subject)
