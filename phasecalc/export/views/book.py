"""Pages of the book of derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc.export.notation import Notation
    from phasecalc.export.page.blocks import Block

__all__ = ["book", "derivation", "status"]

_NONE = "this version of phasecalc carries no derivations; `--what certificate` has the proofs"


def derivation(label: str, write: Notation) -> tuple[Block, ...]:
    """One theorem with its steps and the evidence of each.

    Raises
    ------
    DomainError
        There is no theorem with this label.
    """
    raise DomainError(f"derivation {label!r}: {_NONE}")


def book(write: Notation) -> tuple[Block, ...]:
    """All theorems in reading order.

    Raises
    ------
    DomainError
        There are no derivations.
    """
    raise DomainError(f"book: {_NONE}")


def status(write: Notation) -> tuple[Block, ...]:
    """Status table of the derivations: none without them."""
    return ()
