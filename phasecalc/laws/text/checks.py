"""What the declaration of a law is refused for, before any expression of it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.laws.text.notation import functions
from phasecalc.parsing import expression
from phasecalc.parsing.grammar import echo
from phasecalc.parsing.labels import check_plain, check_text

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Fit

__all__ = [
    "ABOUT_FIT",
    "SUPPORT",
    "check_fits",
    "check_label",
    "check_pairs",
    "check_parameter",
    "fit_value",
    "open_signs",
]

ABOUT_FIT = ("source", "note")  # keys of a fit in a file, hence no parameters
SUPPORT = "support"  # the table of what a fit rests on: data, covariance


def check_label(label: object, what: str, unknowns: Sequence[str] = ()) -> None:
    """Refuse a label that is empty, or that the rows of a solved law have already.

    Parameters
    ----------
    label
        What was given.
    what
        What it labels.
    unknowns
        Of the law, where the label is that of a term or a constraint.

    Raises
    ------
    ParseError
        Not text, or characters in it that a label may not have.
    DomainError
        Empty, or taken.
    """
    check_plain(label, what)
    label = str(label)  # for the types: it was checked just now
    if what not in ("term", "constraint"):
        return
    edge = re.fullmatch(r"\s*(\w+)\s*[<>]=\s*1\s*", label)
    if label in ("budget", "loss"):
        taken = "this label"
    elif edge and edge[1] in unknowns:
        taken = f"the label of the bound on {edge[1]}"
    elif re.search(r"\(\d+\)\s*$", label):
        taken = "a number in brackets at the end, for the parts of a sum,"
    elif re.search(r"\(from below\)\s*$", label):
        taken = "'(from below)' at the end, for equalities,"
    else:
        return
    raise DomainError(f"{what} {label!r}: {taken} is taken; choose another label")


def check_pairs(pairs: object, what: str, lines: bool = False) -> None:
    """Refuse what is not pairs of texts.

    Raises
    ------
    ParseError
        Not pairs, or a control character in one.
    """
    wanted = f"{what} are pairs (name, text)"
    if not isinstance(pairs, tuple):
        raise ParseError(wanted)
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2):
            raise ParseError(wanted)
        for text in pair:
            check_text(text, f"{what}: {echo(pair[0])}", lines)


def check_parameter(name: str) -> None:
    """Refuse a name that means something else in a fit.

    Raises
    ------
    DomainError
        It is ``source``, ``note`` or ``support``.
    """
    if name in (*ABOUT_FIT, SUPPORT):
        raise DomainError(f"parameter {name!r}: taken by the {name} of a fit; choose another name")


def open_signs(parameters: Sequence[str], domain: Sequence[str]) -> tuple[str, ...]:
    """Parameters that the domain mentions, which therefore need not be positive."""
    return tuple(p for p in parameters if any(_mentions(r, p) for r in domain))


def fit_value(name: str, text: str, signed: bool) -> Expr:
    """Number of a fit, positive unless its sign is open.

    Raises
    ------
    ParseError
        Not a number.
    DomainError
        Not positive.
    """
    value = expression(text, {}, functions())
    if not signed and not value.evalf() > 0:
        raise DomainError(f"{name} = {text}: must be positive, as the domain does not mention it")
    return value


def check_fits(
    fits: Sequence[Fit], parameters: Mapping[str, Symbol], domain: Sequence[Expr]
) -> None:
    """Refuse values that are not those of every parameter, or outside the domain.

    Raises
    ------
    ParseError
        Not a fit, or a value is no number.
    DomainError
        Two fits of one name, a stranger, a parameter without value, or a value that is refused.
    """
    for k, fit in enumerate(fits):
        if fit.name in {other.name for other in fits[:k]}:
            raise DomainError(f"two fits are called {fit.name!r}; give each its own name")
        names = [n for n, _ in fit.values]
        for n in names:
            if n not in parameters:
                raise DomainError(f"fit {fit.name}: {n!r} is not one of the parameters")
            if names.count(n) > 1:
                raise DomainError(f"fit {fit.name}: two values of {n}")
        if missing := [n for n in parameters if n not in names]:
            raise DomainError(f"fit {fit.name}: no value for {', '.join(missing)}")
        signed = set().union(*(r.free_symbols for r in domain))
        at = {parameters[n]: fit_value(n, text, parameters[n] in signed) for n, text in fit.values}
        for r in domain:
            if r.xreplace(at).doit() == False:  # noqa: E712  (SymPy's false)
                raise DomainError(f"fit {fit.name}: outside the domain, which needs {r}")


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None
