"""Text that is passed on as it is: labels, and notes of several lines."""

from __future__ import annotations

import re
import unicodedata

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.parsing.grammar import echo

__all__ = ["check_plain", "check_text"]

_UNSHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of characters that a terminal may obey
# Labels go into formulas, pages and messages: nothing that TeX, HTML or Markdown obeys.
_OUTSIDE_LABEL = re.compile(r"""[^\w \-+.,:/()<>=*'"]""")


def check_text(value: object, what: str, lines: bool = False) -> None:
    """Refuse what is not text, or text with characters that a terminal obeys.

    Parameters
    ----------
    value
        What was given.
    what
        What messages call it.
    lines
        Whether line ends and tabs may stand in it.

    Raises
    ------
    ParseError
        Not text, or a control character in it.
    """
    if not isinstance(value, str):
        raise ParseError(f"{what} = {echo(value)}: must be text, so that it stays exact")
    allowed = "\n\t" if lines else "\t"
    for c in value:
        if c not in allowed and unicodedata.category(c) in _UNSHOWN:
            raise ParseError(f"{echo(what)[1:-1]}: control character {c!r}; leave it out")


def check_plain(label: object, what: str, also: str = "") -> None:
    """Refuse a label that is empty, or that a page, a formula or a terminal would obey.

    Parameters
    ----------
    label
        What was given.
    what
        What it labels.
    also
        Characters that may stand in it too.

    Raises
    ------
    ParseError
        Not text, or characters in it that a label may not have.
    DomainError
        Empty.
    """
    if isinstance(label, str) and not label.strip():
        raise DomainError(f"a {what} without a label; give it one")
    check_text(label, f"label of a {what}")
    label = str(label)  # for the types: it was checked just now
    if "\t" in label:
        raise ParseError(f"{what} {label!r}: a tab in a label; write a space")
    if strange := sorted(set(_OUTSIDE_LABEL.findall(label)) - set(also)):
        raise ParseError(
            f"{what} {label!r}: {' '.join(strange)} in a label; allowed are letters, digits, "
            "spaces and _ - + . , : / ( ) < > = * ' \""
        )
