"""The laws that ship with the package: one file each in ``phasecalc/laws/library``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from phasecalc.exceptions import DomainError
from phasecalc.laws.declaration import Law
from phasecalc.laws.files import parse_law

__all__ = ["find", "law", "names"]


@cache
def names() -> tuple[str, ...]:
    """Names of the shipped laws.

    Examples
    --------
    >>> "two-term" in names()
    True
    """
    folder = files("phasecalc.laws") / "library"
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def law(name: str) -> Law:
    """Shipped law of a given name; ``_`` may stand for ``-``.

    Raises
    ------
    DomainError
        There is none.

    Examples
    --------
    >>> law("two-term").budget
    6*D*N
    """
    known = name.replace("_", "-")
    if known not in names():
        raise DomainError(f"no law {name!r}; the laws are {', '.join(names())}")
    file = files("phasecalc.laws") / "library" / f"{known}.toml"
    return parse_law(file.read_text(encoding="utf-8"), file.name)


def find(name: str) -> tuple[Law, str | None]:
    """Law and fit that a word means: a law, ``law:fit``, or a fit of exactly one law.

    Raises
    ------
    DomainError
        No law and no fit has this name, or several have.

    Examples
    --------
    >>> find("besiroglu")[0].name, find("over-training:C4")[1]
    ('two-term', 'C4')
    """
    first, _, fit = name.partition(":")
    if first.replace("_", "-") in names():
        chosen = law(first)
        return (chosen, chosen.fit(fit).name) if fit else (chosen, None)
    having = [law(n) for n in names() if any(f.name == name for f in law(n).fits)]
    if len(having) == 1:
        return having[0], name
    fits = sorted({f.name for n in names() for f in law(n).fits})
    raise DomainError(
        f"no law or fit {name!r}; laws: {', '.join(names())}; fits: {', '.join(fits)}"
    )
