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
from phasecalc.laws.declaration import Constraint, Fit, Law, Term, write_value
from phasecalc.laws.notation import check_name, functions
from phasecalc.parsing import expression

__all__ = ["parse_law", "read_law", "write_law"]

T = TypeVar("T")

_MAX_FILE = 100_000  # characters
_TEXTS = ("name", "title", "source", "note", "irreducible", "budget")
_LISTS = ("sizes", "rates", "scales", "parameters", "domain")
_TABLES = ("terms", "constraints", "fits")
_ABOUT_FIT = ("source", "note")


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
        text = path.read_text(encoding="utf-8")
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
        raise ParseError(f"{origin}: nested too deeply; a law file is flat") from None
    return _Reader(content, text, origin).law()


@dataclass(frozen=True)
class _Reader:
    """Content of a law file, and where each key stands."""

    content: Mapping[str, Any]
    text: str
    origin: str

    def law(self) -> Law:
        self._known_keys(self.content, (*_TEXTS, *_LISTS, *_TABLES), ())
        texts = {key: self._text((key,), "") for key in _TEXTS}
        lists = {key: self._texts((key,)) for key in _LISTS}
        for key in ("name", "budget"):
            if not texts[key]:
                raise ParseError(f"{self.origin}: {key} is missing; every law needs it")
        if not self._table(("terms",)):
            raise ParseError(f"{self.origin}: the table [terms] is missing or empty")
        names = [n for key in _LISTS[:4] for n in lists[key]]
        for key in _LISTS[:4]:
            for n in lists[key]:
                self._at((key,), partial(check_name, n, key))
        fits = [self._fit(name, lists["parameters"]) for name in self._table(("fits",))]
        self._one_by_one(names, lists, texts)
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

    def _one_by_one(
        self, names: Sequence[str], lists: Mapping[str, list[str]], texts: Mapping[str, str]
    ) -> None:
        """Read each expression by itself, so that a bad one is refused on its own line."""

        def alone(path: tuple[str, ...], **given: Any) -> None:  # Any: arguments of Law.of
            basis = {"budget": "1", "terms": {"t": "1"}, **{k: lists[k] for k in _LISTS}}
            basis["domain"] = []
            self._at(path, lambda: Law.of(texts["name"], **{**basis, **given}))

        alone(("parameters" if len(set(names)) < len(names) else "name",))
        alone(("irreducible",), irreducible=texts["irreducible"])
        for relation in lists["domain"]:
            alone(("domain",), domain=[relation])
        alone(("budget",), budget=texts["budget"])
        for name, given in self._terms().items():
            alone(("terms", name), terms={name: given}, domain=lists["domain"])
        for name in self._table(("constraints",)):
            given = self._text(("constraints", name))
            alone(("constraints", name), constraints={name: given})

    def _terms(self) -> dict[str, Any]:
        """Each term: text, or pairs of text."""
        found: dict[str, Any] = {}
        for name, given in self._table(("terms",)).items():
            cases = given if isinstance(given, list) else None
            if isinstance(given, str):
                found[name] = given
            elif cases and all(
                isinstance(c, dict)
                and set(c) == {"value", "where"}
                and all(isinstance(x, str) for x in c.values())
                for c in cases
            ):
                found[name] = [(c["value"], c["where"]) for c in cases]
            else:
                raise self._error(
                    ("terms", name),
                    f'{name}: an expression in quotes, or a list of {{value = "…", where = "…"}}',
                )
        return found

    def _fit(self, name: str, parameters: Sequence[str]) -> Fit:
        table = self._table(("fits", name))
        self._known_keys(table, (*parameters, *_ABOUT_FIT), ("fits", name))
        values = []
        for key in table:
            if key not in _ABOUT_FIT:
                text = self._text(("fits", name, key))
                self._at(("fits", name, key), partial(expression, text, {}, functions()))
                values.append((key, text))
        about = {key: self._text(("fits", name, key), "") for key in _ABOUT_FIT}
        return Fit(name, tuple(values), **about)

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
        if not (isinstance(found, list) and all(isinstance(x, str) for x in found)):
            raise self._error(path, f"{path[-1]} must be a list of texts in quotes")
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

    def _at(self, path: tuple[str, ...], make: Callable[[], T]) -> T:
        """Value of a call, whose errors are given the line of a key."""
        try:
            return make()
        except (PhasecalcError, ValueError) as problem:
            label = path[-1] + ": " if path[0] in _TABLES else ""
            raise self._error(path, f"{label}{problem}") from None

    def _error(self, path: tuple[str, ...], message: str) -> ParseError:
        return ParseError(f"{self.origin}, line {_line(self.text, path)}: {message}")


def _line(text: str, path: tuple[str, ...]) -> int:
    """Line of a key: of the last of its parts that the text shows as a table or a key."""
    table: tuple[str, ...] = ()
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        key = re.match(r"\s*((?:\"[^\"]*\"|[\w-])+(?:\s*\.\s*(?:\"[^\"]*\"|[\w-])+)*)\s*=", line)
        if header:
            table = _parts(header[1])
            here = table
        elif key:
            here = (*table, *_parts(key[1]))
        else:
            continue
        if here == path[: len(here)] and len(here) > depth:
            best, depth = number, len(here)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(p.strip().strip('"') for p in re.findall(r'"[^"]*"|[^.]+', dotted))


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
    lines += [f"budget = {_quoted(str(law.budget))}", "", "[terms]"]
    lines += [f"{_key(t.name)} = {_term(t)}" for t in law.terms]
    if law.constraints:
        lines += ["", "[constraints]"]
        lines += [f"{_key(c.name)} = {_quoted(_constraint(c))}" for c in law.constraints]
    for fit in law.fits:
        lines += ["", f"[fits.{_key(fit.name)}]"]
        lines += [f"{_key(name)} = {_quoted(value)}" for name, value in fit.values]
        about = {key: getattr(fit, key) for key in _ABOUT_FIT}
        lines += [f"{key} = {_quoted(value)}" for key, value in about.items() if value]
    text = "\n".join(lines) + "\n"
    if parse_law(text) != law:
        raise DomainError(f"law {law.name} does not read back from text as it is")
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
