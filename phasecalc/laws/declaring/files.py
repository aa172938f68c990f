"""Law files: TOML that a stranger may send, read without running anything, refused by line.

What is read is checked key by key; an unknown key, a wrong type, a name that is not declared or
an expression that is not one is refused with the line it stands on. What is written reads back as
the same law, which :func:`write_law` checks before it returns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from phasecalc.exceptions import DomainError, ParseError, PhasecalcError
from phasecalc.laws.declaring.declaration import Constraint, Fit, Law, Term
from phasecalc.laws.text.checks import (
    ABOUT_FIT,
    SUPPORT,
    check_label,
    check_parameter,
    fit_value,
    open_signs,
)
from phasecalc.laws.text.notation import check_name
from phasecalc.laws.text.places_in_toml import Place, line_of
from phasecalc.laws.text.reading import write_value
from phasecalc.parsing.files import read_file_bytes
from phasecalc.parsing.labels import check_text

__all__ = ["parse_law", "read_law", "write_law"]

T = TypeVar("T")

_MAX_FILE = 100_000  # characters
_MOST_BYTES = 4 * _MAX_FILE
_TEXTS = ("name", "title", "source", "note", "irreducible", "budget")
_LISTS = ("sizes", "rates", "scales", "parameters", "domain")
_TABLES = ("terms", "constraints", "fits")


def read_law(file: Path | str) -> Law:
    """Read a law file.

    Parameters
    ----------
    file
        TOML, in UTF-8.

    Raises
    ------
    ParseError
        Not a law; the message begins with the file and the line.
    """
    path = Path(file)
    try:
        text = read_file_bytes(path, _MOST_BYTES).decode("utf-8")
    except UnicodeDecodeError:
        raise ParseError(f"{path.name}: not text in UTF-8") from None
    return parse_law(text, path.name)


def parse_law(text: str, origin: str = "law") -> Law:
    """Read a law from the text of a law file.

    Parameters
    ----------
    text
        TOML.
    origin
        What messages call it.

    Raises
    ------
    ParseError
        Not a law; the message begins with ``origin`` and the line.

    Examples
    --------
    >>> law = parse_law('''
    ... name = "two"
    ... sizes = ["N", "D"]
    ... parameters = ["A", "B", "a", "b"]
    ... budget = "6*N*D"
    ... [terms]
    ... model = "A*N^-a"
    ... data = "B*D^-b"
    ... ''')
    >>> law.optimum().cases[0].loss_exponent
    a*b/(a + b)
    >>> parse_law('''name = "bad"
    ... sizes = ["N"]
    ... budget = "N"
    ... [terms]
    ... model = "exp(-M)"
    ... ''', "bad.toml")
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.ParseError: bad.toml, line 5: model: expression 'exp(-M)': 'M' is not ...
    """
    if len(text) > _MAX_FILE:
        raise ParseError(f"{origin}: {len(text)} characters; at most {_MAX_FILE} are read")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"\(at line (\d+)", str(problem))
        line = f", line {found[1]}" if found else ""
        reason = re.sub(r" \(at .*\)", "", str(problem))
        raise ParseError(f"{origin}{line}: not TOML: {reason}") from None
    except RecursionError:
        raise _too_deep(origin) from None
    try:
        return _Reader(content, text, origin).law()
    except RecursionError:
        raise _too_deep(origin) from None


def _too_deep(origin: str) -> ParseError:
    return ParseError(f"{origin}: nested too deeply; a law file is flat")


@dataclass(frozen=True)
class _Reader:
    """Content of a law file, and where each key stands."""

    content: Mapping[str, Any]
    text: str
    origin: str

    def law(self) -> Law:
        self._known_keys(self.content, (*_TEXTS, *_LISTS, *_TABLES), ())
        self._shown(self.content, ())
        texts = {key: self._text((key,), "") for key in _TEXTS}
        lists = {key: self._texts((key,)) for key in _LISTS}
        for key in ("name", "budget"):
            if not texts[key]:
                raise ParseError(f"{self.origin}: {key} is missing; every law needs it")
        if not self._table(("terms",)):
            raise ParseError(f"{self.origin}: the table [terms] is missing or empty")
        self._names(lists)
        fits = self._one_by_one(lists, texts)
        return self._at(
            ("name",),
            lambda: Law.of(
                texts["name"],
                title=texts["title"],
                source=texts["source"],
                note=texts["note"],
                irreducible=texts["irreducible"],
                budget=texts["budget"],
                terms=self._terms(),
                constraints={n: str(c) for n, c in self._table(("constraints",)).items()},
                fits=fits,
                sizes=lists["sizes"],
                rates=lists["rates"],
                scales=lists["scales"],
                parameters=lists["parameters"],
                domain=lists["domain"],
            ),
        )

    def _names(self, lists: Mapping[str, list[str]]) -> None:
        """Refuse a name on its own line."""
        seen: set[str] = set()
        for key in _LISTS[:4]:
            for k, n in enumerate(lists[key]):
                self._at((key, k), partial(check_name, n, key))
                if n in seen:
                    raise self._error((key, k), f"declared twice: {n}")
                if key == "parameters":
                    self._at((key, k), partial(check_parameter, n))
                seen.add(n)

    def _one_by_one(self, lists: Mapping[str, list[str]], texts: Mapping[str, str]) -> list[Fit]:
        """Read each expression by itself, so that a bad one is refused on its own line."""
        terms, constraints = self._terms(), self._table(("constraints",))
        unknowns = [n for key in _LISTS[:3] for n in lists[key]]
        if not unknowns:
            raise ParseError(f"{self.origin}: sizes, rates and scales are empty; a law needs one")
        other = "t" * (1 + max(map(len, (*terms, *constraints))))  # the label of no row

        def alone(place: Place, **given: Any) -> None:  # Any: arguments of Law.of
            basis = {"budget": unknowns[0], "terms": {other: "1"}, **{k: lists[k] for k in _LISTS}}
            basis["domain"] = []
            self._at(place, lambda: Law.of("law", **{**basis, **given}))

        self._at(("name",), partial(check_label, texts["name"], "law"))
        alone(("irreducible",), irreducible=texts["irreducible"])
        for k, relation in enumerate(lists["domain"]):
            alone(("domain", k), domain=[relation])
        alone(("budget",), budget=texts["budget"], domain=lists["domain"])
        for name, given in terms.items():
            for k, case in enumerate(given if isinstance(given, list) else [given]):
                cases = [case] if isinstance(given, list) else case
                alone(("terms", name, k), terms={name: cases}, domain=lists["domain"])
        for name in constraints:
            given = self._text(("constraints", name))
            if name in terms:
                why = f"constraint {name!r}: a term has this label; choose another"
                raise self._error(("constraints", name), why)
            alone(("constraints", name), constraints={name: given}, domain=lists["domain"])
        fits = [self._fit(name, lists) for name in self._table(("fits",))]
        for fit in fits:
            alone(("fits", fit.name), fits=[fit], domain=lists["domain"])
        return fits

    def _terms(self) -> dict[str, Any]:
        """Each term: text, or pairs of text."""
        found: dict[str, Any] = {}
        for name, given in self._table(("terms",)).items():
            cases = given if isinstance(given, list) else None
            wanted = f'{name}: an expression in quotes, or a list of {{value = "…", where = "…"}}'
            if isinstance(given, str):
                found[name] = given
            elif not cases:
                raise self._error(("terms", name), wanted)
            else:
                for k, c in enumerate(cases):
                    if not (
                        isinstance(c, dict)
                        and set(c) == {"value", "where"}
                        and all(isinstance(x, str) for x in c.values())
                    ):
                        raise self._error(("terms", name, k), wanted)
                found[name] = [(c["value"], c["where"]) for c in cases]
        return found

    def _fit(self, name: str, lists: Mapping[str, list[str]]) -> Fit:
        table = self._table(("fits", name))
        parameters = lists["parameters"]
        signed = open_signs(parameters, lists["domain"])
        self._known_keys(table, (*parameters, *ABOUT_FIT, SUPPORT), ("fits", name))
        values = []
        for key in table:
            if key not in (*ABOUT_FIT, SUPPORT):
                text = self._text(("fits", name, key))
                self._at(("fits", name, key), partial(fit_value, key, text, key in signed))
                values.append((key, text))
        about = {key: self._text(("fits", name, key), "") for key in ABOUT_FIT}
        place = ("fits", name, SUPPORT)
        support = tuple((key, self._text((*place, key))) for key in self._table(place))
        return self._at(place[:2], lambda: Fit(name, tuple(values), support=support, **about))

    def _shown(self, found: Any, place: Place) -> None:  # Any: TOML
        """Refuse control characters, wherever they stand."""
        if isinstance(found, dict):
            for key, value in found.items():
                self._at((*place, key), partial(check_text, key, "a key"))
                self._shown(value, (*place, key))
        elif isinstance(found, list):
            for k, value in enumerate(found):
                self._shown(value, (*place, k))
        elif isinstance(found, str):
            lines = place[-1] in ("title", "source", "note")
            self._at(place, partial(check_text, found, "text", lines))

    def _table(self, path: tuple[str, ...]) -> Mapping[str, Any]:
        found = self._get(path)
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise self._error(path, f"{path[-1]} must be a table")
        return found

    def _text(self, path: tuple[str, ...], default: str | None = None) -> str:
        found = self._get(path)
        if found is None and default is not None:
            return default
        if not isinstance(found, str):
            raise self._error(path, f"{path[-1]} must be text in quotes, so that it stays exact")
        return found

    def _texts(self, path: tuple[str, ...]) -> list[str]:
        found = self._get(path)
        if found is None:
            return []
        if not isinstance(found, list):
            raise self._error(path, f"{path[-1]} must be a list of texts in quotes")
        for k, x in enumerate(found):
            if not isinstance(x, str):
                raise self._error((*path, k), f"{path[-1]} must be a list of texts in quotes")
        return list(found)

    def _get(self, path: tuple[str, ...]) -> Any:  # Any: TOML
        found: Any = self.content
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def _known_keys(
        self, table: Mapping[str, Any], known: Sequence[str], path: tuple[str, ...]
    ) -> None:
        for key in table:
            if key not in known:
                raise self._error((*path, key), f"{key!r} is not known here; {', '.join(known)}")

    def _at(self, place: Place, make: Callable[[], T]) -> T:
        """Value of a call, whose errors are given the line of a key or of an entry."""
        try:
            return make()
        except (PhasecalcError, ValueError) as problem:
            keys = [key for key in place if isinstance(key, str)]
            label = keys[-1] + ": " if keys[0] in _TABLES and str(problem) else ""
            raise self._error(place, f"{label}{problem}") from None

    def _error(self, place: Place, message: str) -> ParseError:
        return ParseError(f"{self.origin}, line {line_of(self.text, place)}: {message}")


def write_law(law: Law) -> str:
    """Text of a law file that reads back as exactly this law.

    Raises
    ------
    DomainError
        The law cannot be written so; it was not read from text.

    Examples
    --------
    >>> law = Law.of("one", sizes=["N"], terms={"t": "N^(-1/3)"}, budget="N")
    >>> print(write_law(law))
    name = "one"
    sizes = ["N"]
    budget = "N"
    <BLANKLINE>
    [terms]
    t = "N**(-1/3)"
    <BLANKLINE>
    >>> parse_law(write_law(law)) == law
    True
    """
    lines = []
    texts = {key: getattr(law, key) for key in ("name", "title", "source", "note", "irreducible")}
    lines += [f"{key} = {_quoted(value)}" for key, value in texts.items() if value]
    domain = [f"{r.lhs} {r.rel_op} {r.rhs}" for r in law.domain]
    lists = {key: getattr(law, key) for key in _LISTS[:4]} | {"domain": domain}
    for key, names in lists.items():
        if names:
            lines.append(f"{key} = [{', '.join(map(_quoted, names))}]")
    lines += [f"budget = {_quoted(write_value(law.budget))}", "", "[terms]"]
    lines += [f"{_key(t.name)} = {_term(t)}" for t in law.terms]
    if law.constraints:
        lines += ["", "[constraints]"]
        lines += [f"{_key(c.name)} = {_quoted(_constraint(c))}" for c in law.constraints]
    for fit in law.fits:
        lines += ["", f"[fits.{_key(fit.name)}]"]
        lines += [f"{_key(name)} = {_quoted(value)}" for name, value in fit.values]
        about = {key: getattr(fit, key) for key in ABOUT_FIT}
        lines += [f"{key} = {_quoted(value)}" for key, value in about.items() if value]
        if fit.support:
            lines += ["", f"[fits.{_key(fit.name)}.{SUPPORT}]"]
            lines += [f"{_key(name)} = {_quoted(value)}" for name, value in fit.support]
    text = "\n".join(lines) + "\n"
    try:
        again = parse_law(text)
    except ParseError as problem:
        raise DomainError(f"law {law.name!r} cannot be read back: {problem}") from None
    if again != law:
        raise DomainError(f"law {law.name!r} does not read back from text as it is")
    return text


def _term(term: Term) -> str:
    import sympy as sp

    if len(term.cases) == 1 and term.cases[0][1] is sp.true:
        return _quoted(write_value(term.cases[0][0]))
    rows = (
        f"{{value = {_quoted(write_value(e))}, where = {_quoted(f'{r.lhs} {r.rel_op} {r.rhs}')}}}"
        for e, r in term.cases
    )
    return f"[{', '.join(rows)}]"


def _constraint(c: Constraint) -> str:
    return f"{c.left} {c.operator} {c.right}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for raw, shown in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        escaped = escaped.replace(raw, shown)
    return f'"{escaped}"'
