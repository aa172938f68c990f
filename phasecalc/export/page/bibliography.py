r"""Sources that a page cites, from ``docs/refs.bib``: as BibTeX, as LaTeX, and in plain words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from phasecalc.exceptions import DomainError

__all__ = ["Entry", "bibliography", "bibtex", "is_known", "plain_entry", "read", "short_names"]

# In an installed package, and in the sources.
_PLACES = (
    Path(__file__).resolve().parents[2] / "refs.bib",
    Path(__file__).resolve().parents[3] / "docs" / "refs.bib",
)
_START = re.compile(r"^@(\w+)\{([^,\s]+),", re.MULTILINE)
_FIELD = re.compile(r"(\w+)\s*=\s*(?=\{)")
_ACCENT = re.compile(r"\\([`'^\"~=.uvHc])\s*\{?\\?([A-Za-z])\}?")
_MARKS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    '"': "\u0308",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One source.

    Parameters
    ----------
    key
        By which it is cited.
    text
        The entry as it stands in the file.
    fields
        Its fields, in LaTeX.
    """

    key: str
    text: str
    fields: Mapping[str, str]

    @property
    def authors(self) -> list[str]:
        """Family names, without LaTeX."""
        names = self.fields.get("author", "").split(" and ")
        return [plain(n.partition(",")[0] if "," in n else n.split()[-1]) for n in names if n]

    @property
    def short(self) -> str:
        """Names and year."""
        names = self.authors or [self.key]
        who = " et al." if len(names) > 2 else ""
        return f"{' and '.join(names) if len(names) < 3 else names[0] + who} {self.year}".strip()

    @property
    def year(self) -> str:
        """Year as it is given."""
        return self.fields.get("year", "")

    def written(self) -> str:
        """The source in one sentence, in LaTeX."""
        f = self.fields
        people = [_turned(n) for n in f.get("author", "").split(" and ") if n]
        who = " and ".join([", ".join(people[:-1]), people[-1]]) if len(people) > 1 else people[0]
        place = (
            f.get("journal") or f.get("booktitle") or f.get("publisher") or f.get("howpublished")
        )
        inner = ", ".join(
            x for x in (place and rf"\emph{{{place}}}", f.get("volume"), f.get("pages")) if x
        )
        parts = [who, f.get("title", ""), inner, f.get("year", "")]
        if f.get("eprint"):
            parts.append(f"{f.get('archiveprefix', 'arXiv')}:{f['eprint']}")
        return ", ".join(x for x in parts if x) + "."


def read(text: str) -> dict[str, Entry]:
    r"""Entries of a BibTeX file whose fields stand between braces.

    Examples
    --------
    >>> entry = read("@misc{polya,\n  author = {P{\\'o}lya, George},\n  year = {1928}\n}")["polya"]
    >>> entry.short
    'Pólya 1928'
    """
    found = {}
    for start in _START.finditer(text):
        whole = _braced(text, text.index("{", start.start()))
        body = whole[len(start.group(2)) + 2 :]
        fields = {
            field.group(1).lower(): _braced(body, field.end())[1:-1]
            for field in _FIELD.finditer(body)
        }
        key = start.group(2)
        found[key] = Entry(key, f"@{start.group(1)}{whole}", fields)
    return found


def bibtex(keys: Iterable[str]) -> str:
    """BibTeX entries of the sources.

    Raises
    ------
    DomainError
        A key is not in ``docs/refs.bib``.
    """
    return "\n\n".join(_entry(key).text for key in keys) + "\n"


def bibliography(keys: Iterable[str]) -> str:
    """LaTeX ``thebibliography`` of the sources; empty without any."""
    items = [rf"\bibitem{{{key}}} {_entry(key).written()}" for key in keys]
    if not items:
        return ""
    body = "\n".join(items)
    begin = f"\\begin{{thebibliography}}{{{len(items)}}}\\raggedright"
    return f"{begin}\n{body}\n\\end{{thebibliography}}"


def is_known(key: str) -> bool:
    """Whether a key is in ``docs/refs.bib``."""
    return key in _all()


def short_names(keys: Iterable[str]) -> dict[str, str]:
    """Names and year of each source, by its key."""
    return {key: _entry(key).short for key in keys}


def plain_entry(key: str) -> str:
    """A source in one sentence, without LaTeX."""
    return plain(_entry(key).written().replace(r"\emph", ""))


def plain(text: str) -> str:
    r"""LaTeX text without braces and with its accents.

    Examples
    --------
    >>> print(plain("{\\\"U}ber positive {D}arstellung"))
    Über positive Darstellung
    """

    def accented(found: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", found.group(2) + _MARKS[found.group(1)])

    return re.sub(r"[{}]", "", _ACCENT.sub(accented, text)).replace("--", "–")


@functools.cache
def _all() -> dict[str, Entry]:
    for place in _PLACES:
        if place.exists():
            return read(place.read_text(encoding="utf-8"))
    raise DomainError("refs.bib is missing from the installation; install phasecalc again")


def _entry(key: str) -> Entry:
    entries = _all()
    if key not in entries:
        raise DomainError(f"source {key!r} is not in docs/refs.bib; add it there")
    return entries[key]


def _braced(text: str, start: int) -> str:
    """From an opening brace to the one that closes it."""
    depth = 0
    for k in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[k], 0) if text[k - 1 : k] != "\\" else 0
        if depth == 0:
            return text[start : k + 1]
    raise DomainError(f"docs/refs.bib: the brace at {text[start : start + 40]!r} is not closed")


def _turned(name: str) -> str:
    """Given name before the family name."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name.strip()
