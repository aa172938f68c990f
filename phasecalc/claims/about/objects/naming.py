"""What a claim speaks of, by name: one word in Python, a few keys in a file, plain data inside.

Laws of one's own travel as their text, so that nothing is read by whoever judges, and a
certificate holds the law that it is about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError, ParseError, PhasecalcError
from phasecalc.parsing.files import read_file_bytes
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc.claims.about.saying.subject import Subject
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["KEYS", "Named", "law_of", "named", "named_by_keys", "shown", "subject_of"]

# Keys by which a claim file says what it speaks of.
KEYS = ("about", "law", "laws", "fit", "accounting", "optimiser", "learning_rate", "noise")
COMPARISON = "optimisers"
_MOST_BYTES = 400_000
Named = Mapping[str, Any]


def named(about: str | Law, folder: Path | None = None) -> Named | None:
    """Plain data for what is spoken of; None for SGD on power-law random features.

    Parameters
    ----------
    about
        ``"plrf"``, a law (``"two-term"``, with a fit ``"two-term:besiroglu"``, a file ending in
        .toml, or a ``Law``), an optimiser (``"DANA-decaying"``), or ``"optimisers"``.
    folder
        Folder in which files of laws are looked for and which they may not leave; None for any.

    Raises
    ------
    ParseError
        Nothing is called so.
    """
    if not isinstance(about, str):
        return _own(about)
    word, _, fit = about.strip().partition(":")
    word = word.strip()
    if word == "plrf":
        return None
    if "," in word:
        return _several(about.split(","), folder)
    if word in (COMPARISON, "optimizers"):
        return {"optimiser": COMPARISON}
    if word.endswith(".toml"):
        return {**_file(word, folder), **({"fit": fit.strip()} if fit else {})}
    try:
        from phasecalc.claims.about.objects.planes import require_optimiser

        return {"optimiser": require_optimiser(word)}
    except DomainError:
        pass
    return _law(about.strip())


def _law(word: str) -> Named:
    """A law of the library, or a fit of one."""
    from phasecalc.laws.declaring.catalogue import find, names
    from phasecalc.optimisers.programs import OPTIMISERS

    try:
        law, fit = find(word)
    except DomainError as problem:
        if word.partition(":")[0].replace("_", "-") in names():
            raise ParseError(str(problem)) from None
        raise ParseError(
            f"about {echo(word)}: nothing is called so; there are plrf, the laws "
            f"{', '.join(names())}, a file of a law (.toml), the optimisers "
            f"{', '.join(OPTIMISERS)}, and {COMPARISON} for all of these compared"
        ) from None
    return {"law": law.name, **({"fit": fit} if fit else {})}


def _several(words: Sequence[str], folder: Path | None) -> Named:
    """Laws that one claim compares."""
    from phasecalc.claims.about.objects.pairs import MOST_LAWS

    found = [named(w, folder) for w in words]
    if not 2 <= len(found) <= MOST_LAWS:
        raise ParseError(f"laws: between two and {MOST_LAWS} of them")
    for word, one in zip(words, found, strict=True):
        if one is None or "law" not in one or "fit" in one:
            raise ParseError(f"laws: {echo(word.strip())} is no law without numbers")
    return {"laws": found}


def _accounting(kind: str, law: object) -> Named:
    """The two-term law in all parameters, its flops counted in one of three ways."""
    from phasecalc.laws.literature.flops import ACCOUNTINGS, accounting

    if kind not in ACCOUNTINGS or law not in (None, "two-term"):
        raise ParseError(
            f"accounting = {echo(kind)}: one of {', '.join(ACCOUNTINGS)}, of the two-term law"
        )
    return _own(accounting(kind))


def _own(law: Any) -> Named:
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.declaring.files import write_law

    if not isinstance(law, Law):
        raise ParseError(f"about: {echo(law)} is no text and no law")
    return {"law": law.name, "text": write_law(law)}


def _file(word: str, folder: Path | None) -> Named:
    """A law from a file; a claim file may name those in its own folder or below."""
    file = Path(word)
    if folder is not None:
        whole = (folder / file).resolve()
        if file.is_absolute() or not whole.is_relative_to(folder.resolve()):
            raise ParseError(f"{echo(word)}: a claim file names laws in its own folder or below it")
        file = whole
    from phasecalc.laws.declaring.files import parse_law

    try:
        text = read_file_bytes(file, _MOST_BYTES).decode("utf-8-sig")
        law = parse_law(text, file.name)
    except UnicodeDecodeError:
        raise ParseError(f"{file.name}: not UTF-8; save the file as UTF-8") from None
    except OSError as problem:
        raise ParseError(f"{file.name}: {problem.strerror or 'cannot be read'}") from None
    return {"law": law.name, "text": text}


def named_by_keys(table: Mapping[str, Any], folder: Path | None) -> Named | None:
    """What a table of a claim file speaks of.

    Parameters
    ----------
    table
        With some of the keys of ``KEYS``, and perhaps others.
    folder
        Folder of the file.

    Raises
    ------
    ParseError
        A value is no text, keys contradict each other, or nothing is called so.
    """
    given = {k: table[k] for k in KEYS if k in table}
    if isinstance(given.get("laws"), list) and all(isinstance(x, str) for x in given["laws"]):
        given["laws"] = ", ".join(given["laws"])
    for key, text in given.items():
        if not isinstance(text, str) or not 0 < len(text) <= 300 or not text.isprintable():
            raise ParseError(f"{key} is one line of text, such as {_EXAMPLES[key]}")
    rate, fit, noise = (given.get(k) for k in ("learning_rate", "fit", "noise"))
    subjects = [k for k in ("about", "law", "laws", "optimiser") if k in given]
    if "accounting" in given:
        if set(subjects) - {"law"} or fit or rate or noise:
            raise ParseError("accounting belongs to the two-term law, without a fit")
        return _accounting(given["accounting"], given.get("law"))
    if len(subjects) > 1 and (subjects != ["about", "law"] or given["about"] != "plrf"):
        raise ParseError(f"{' and '.join(subjects)}: one of them says what a claim speaks of")
    word = given[subjects[-1]] if subjects else "plrf"
    found = named(word, folder)
    if "optimiser" in given and (found is None or "optimiser" not in found):
        raise ParseError(f"optimiser = {echo(word)}: no optimiser is called so")
    if "laws" in given and (found is None or "laws" not in found):
        raise ParseError(f'laws = {echo(word)}: name at least two, as in ["two-term", "bordelon"]')
    if "law" in given and (found is None or "law" not in found):
        raise ParseError(f"law = {echo(word)}: no law is called so")
    if fit is not None:
        found = _with_fit(found, fit)
    if rate is not None:
        found = _with_rate(found, rate)
    if noise is not None:
        if found is None or "optimiser" not in found or noise not in ("stated", "in-motion"):
            raise ParseError('noise is "stated" or "in-motion", and belongs to an optimiser')
        found = {**found, "noise": noise}
    return found


_EXAMPLES = {
    "about": '"plrf"',
    "law": '"two-term"',
    "laws": '["two-term", "bordelon"]',
    "fit": '"besiroglu"',
    "accounting": '"head"',
    "optimiser": '"DANA-decaying"',
    "learning_rate": '"free"',
    "noise": '"in-motion"',
}


def _with_fit(found: Named | None, fit: str) -> Named:
    if found is None or "law" not in found:
        raise ParseError("fit belongs to a law; name it with law = ...")
    return {**found, "fit": fit}


def _with_rate(found: Named | None, rate: str) -> Named | None:
    if rate not in ("largest", "free"):
        raise ParseError('learning_rate is "largest" or "free"')
    if found is not None:
        raise ParseError("learning_rate belongs to plrf; laws and optimisers have their own")
    return {"learning_rate": "free"} if rate == "free" else None


def shown(name: Named | None) -> str:
    """Name of what is spoken of, in one line."""
    if name is None:
        return "plrf"
    if "laws" in name:
        return ", ".join(map(shown, name["laws"]))
    if "law" in name:
        law = f"{name['law']}:{name['fit']}" if name.get("fit") else str(name["law"])
        return f"{law} (a law of one's own)" if _like_ours(name) else law
    if "optimiser" in name:
        noise = f", noise {name['noise']}" if name.get("noise", "stated") != "stated" else ""
        return f"{name['optimiser']}{noise}"
    return f"plrf, learning rate {name.get('learning_rate', 'largest')}"


def _like_ours(name: Named) -> bool:
    """Whether a law that travels as its text is called, or could seem, what the package has."""
    from phasecalc.laws.declaring.catalogue import names
    from phasecalc.optimisers.programs import OPTIMISERS

    if "text" not in name:
        return False
    word = str(name["law"])
    ours = {_plain(n) for n in (*names(), *OPTIMISERS, "plrf", COMPARISON)}
    return not word.isascii() or _plain(word) in ours


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def subject_of(name: Named | None) -> Subject:
    """The object itself.

    Parameters
    ----------
    name
        Plain data, as :func:`named` makes it.

    Raises
    ------
    ParseError
        Nothing is called so, or it has no exponents.
    """
    try:
        return _subject(json.dumps(dict(name or {}), sort_keys=True))
    except ParseError:
        raise
    except (PhasecalcError, KeyError, TypeError) as problem:
        raise ParseError(f"{shown(name)}: {problem}") from None


def law_of(name: Named) -> Law:
    """The law that plain data names, shipped or from its text.

    Raises
    ------
    ParseError, DomainError
        There is none.
    """
    from phasecalc.laws.declaring.catalogue import law
    from phasecalc.laws.declaring.files import parse_law

    if "text" not in name:
        return law(name["law"])
    found = parse_law(name["text"], name["law"])
    if found.name != name["law"]:
        raise ParseError(f"a law called {echo(found.name)} passes for {echo(name['law'])}")
    return found


@lru_cache(maxsize=64)
def _subject(text: str) -> Subject:
    name = json.loads(text)
    if "laws" in name:
        from phasecalc.claims.about.objects.pairs import together

        return together([subject_of(n) for n in name["laws"]], name)
    if "law" in name:
        from phasecalc.claims.about.objects.laws import law_subject

        return law_subject(law_of(name), shown(name), name.get("fit"), name)
    from phasecalc.claims.about.objects import planes

    if name.get("optimiser") == COMPARISON:
        return planes.comparison_subject(name.get("noise", "stated"), name)
    if "optimiser" in name:
        optimiser = planes.require_optimiser(name["optimiser"])
        return planes.optimiser_subject(optimiser, name.get("noise", "stated"), name)
    return planes.plane_subject(name.get("learning_rate", "largest"), name)
