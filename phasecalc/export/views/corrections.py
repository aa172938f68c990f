"""Table of corrections to scaling, region by region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from phasecalc.export.page.blocks import Block, Table

if TYPE_CHECKING:
    from phasecalc.export.letters.notation import Notation
    from phasecalc.plrf.phases.corrections import CorrectionRegion

__all__ = ["corrections"]


def corrections(found: Sequence[CorrectionRegion], write: Notation) -> Iterator[Block]:
    """How fast local exponents reach their limits, and what holds them up."""
    eta = write["eta"]
    yield Table(
        ("Phase", "Where", r"$\delta$", "From"),
        tuple(
            (
                c.phase,
                write.where(c.region.presented()),
                f"${write.formula(c.exponent)}$",
                ", ".join(dict.fromkeys(_source(s, write) for x in c.sources for s in _split(x))),
            )
            for c in found
        ),
        caption=rf"Corrections to scaling: ${eta}_{{\mathrm{{local}}}} - {eta} = "
        rf"O({write['f']}^{{-\delta}})$ up to logarithms, and so for the model size.",
        label="tab:corrections-",
    )


def _split(source: str) -> list[str]:
    return source.split(" and ")


def _source(source: str, write: Notation) -> str:
    """A source in words, its terms as they are written."""
    what, _, _ = source.partition(":")
    for kind, words in (("slack of ", "{} does not bind"), ("remainder of ", "next order of {}")):
        if what.startswith(kind):
            term = what.removeprefix(kind)
            symbol = write["gamma"] if term == "the learning rate" else write.balance((term,))
            return words.format(f"${symbol}$")
    return what
