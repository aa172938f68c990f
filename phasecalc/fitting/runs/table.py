"""Tables from wherever they come: files of text, mappings, rows, arrays, frames; nothing is run.

A file is read line by line, and only the columns that are wanted are kept; what is wrong is said
with its line and its column. Pickles are never opened.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.parsing.files import require_file
from phasecalc.parsing.grammar import echo

__all__ = ["MOST_BYTES", "MOST_ROWS", "Table", "read_table", "require_bounded"]

MOST_BYTES = 512_000_000
MOST_ROWS = 2_000_000
_MOST_COLUMNS = 10_000
_LONGEST_LINE = 1_000_000  # characters
_DELIMITERS = {".csv": ",", ".tsv": "\t", ".txt": ","}
_JSON = (".jsonl", ".ndjson")
_PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip")
_BYTES = {  # that a file begins with
    b"\x1f\x8b": "packed by gzip; unpack it",
    b"PK": "packed by zip; unpack it, or save the sheet as CSV",
    b"\xff\xfe": "text in UTF-16; save it as UTF-8",
    b"\xfe\xff": "text in UTF-16; save it as UTF-8",
}
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}


@dataclass(frozen=True)
class Table:
    """Columns as they were given, not yet numbers.

    Parameters
    ----------
    origin
        What messages call it.
    names
        All columns that there are.
    columns
        Cells of those that were wanted.
    lines
        Where each row stands.
    place
        ``"line"`` of a file or ``"row"`` of something else.
    digest
        SHA-256 of the file, or "" for what is not a file.
    """

    origin: str
    names: tuple[str, ...]
    columns: Mapping[str, Sequence[Any]]
    lines: Sequence[int]
    place: str
    digest: str = ""

    def at(self, row: int, column: str) -> str:
        """Words for the place of a cell."""
        return f"{self.origin}, {self.place} {self.lines[row]}, column {echo(column)}"


_Wanted = Callable[[tuple[str, ...]], Sequence[str]]  # from all names, those to keep


def read_table(data: Any, wanted: _Wanted) -> Table:  # Any: whatever holds columns
    """Wanted columns of a file or of an object.

    Parameters
    ----------
    data
        Path of a CSV or JSON-lines file; mapping from names to columns; rows that are mappings;
        structured or two-dimensional array, whose columns are called 0, 1, ...; frame.
    wanted
        Called with the names of all columns; returns those to keep, or raises.

    Raises
    ------
    ParseError
        Not a table, or damaged; the message names the line.
    """
    if isinstance(data, str | os.PathLike):
        return _file(Path(data), wanted)
    if isinstance(data, Mapping):
        return _columns(data, "data", wanted)
    if hasattr(data, "collect_schema") and hasattr(data, "collect"):  # a frame not yet computed
        return read_table(data.collect(), wanted)
    if hasattr(data, "columns") and hasattr(data, "__getitem__"):
        named = [str(n) for n in data.columns]
        if len(set(named)) < len(named):
            raise ParseError("frame: two columns of one name")
        return _columns({str(n): data[n] for n in data.columns}, "frame", wanted)
    names = getattr(getattr(data, "dtype", None), "names", None)
    if names:
        return _columns({n: data[n] for n in names}, "array", wanted)
    if getattr(data, "ndim", 0) == 2:
        return _columns({str(k): data[:, k] for k in range(data.shape[1])}, "array", wanted)
    if isinstance(data, Sequence) and all(isinstance(r, Mapping) for r in data) and data:
        return _rows(enumerate(data, 1), "data", "row", wanted)
    raise ParseError(
        f"a {type(data).__name__} is no table of runs; give a CSV or JSON-lines file, a mapping "
        "from names to columns, rows that are mappings, an array or a frame"
    )


def _columns(given: Mapping[Any, Any], origin: str, wanted: _Wanted) -> Table:
    names = tuple(str(n) for n in given)
    held = {str(n): x for n, x in given.items()}
    found: dict[str, list[Any]] = {}
    for name in wanted(names):
        column = held[name]
        if isinstance(column, str | bytes) or not hasattr(column, "__iter__"):
            raise ParseError(f"{origin}, column {echo(name)}: not a column of values")
        found[name] = _listed(column)
    lengths = {n: len(c) for n, c in found.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{n} {k}" for n, k in lengths.items())
        raise ParseError(f"{origin}: columns of different lengths: {said}")
    count = next(iter(lengths.values()), 0)
    _bounded(count, origin)
    return Table(origin, names, found, range(1, count + 1), "row")


def _listed(column: Any) -> list[Any]:
    for name in ("to_list", "tolist"):  # of polars and pandas, of arrays
        if hasattr(column, name):
            return list(getattr(column, name)())
    return list(column)


def _rows(
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    origin: str,
    place: str,
    wanted: _Wanted,
    digest: Callable[[], str] = str,
) -> Table:
    """Columns of rows that carry their own names; the first row says which there are."""
    names: tuple[str, ...] = ()
    found: dict[str, list[Any]] = {}
    lines: list[int] = []
    for number, row in rows:
        if not lines:
            names = tuple(str(n) for n in row)
            found = {n: [] for n in wanted(names)}
        for n, cells in found.items():
            if n not in row:
                raise ParseError(f"{origin}, {place} {number}: no {echo(n)}")
            cells.append(row[n])
        lines.append(number)
        _bounded(len(lines), origin)
    if not lines:
        raise ParseError(f"{origin}: no rows")
    return Table(origin, names, found, lines, place, digest())


def _bounded(count: int, origin: str) -> None:
    if count > MOST_ROWS:
        raise ParseError(f"{origin}: more than {MOST_ROWS} rows; give a part of them")


def require_bounded(path: Path) -> None:
    """Refuse what is no plain file, or larger than is read.

    Raises
    ------
    DomainError
        There is no such file, or it cannot be read.
    ParseError
        It is too large.
    """
    try:
        require_file(path)
        size = path.stat().st_size
    except OSError as problem:
        raise DomainError(f"{path}: {problem.strerror}") from None
    if size > MOST_BYTES:
        raise ParseError(
            f"{path.name}: {size / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read"
        )


def _file(path: Path, wanted: _Wanted) -> Table:
    kind = path.suffix.lower()
    if kind not in _DELIMITERS and kind not in _JSON:
        if path.is_dir():
            require_file(path)
        packed = "; unpack it" if kind in _PACKED else ""
        raise ParseError(
            f"{path.name}: not a table that is read{packed}; "
            f"{', '.join([*_DELIMITERS, *_JSON])} are (a pickle never, for it can run anything)"
        )
    require_bounded(path)
    with path.open("rb") as raw:
        hashed = _Hashed(raw)
        text = io.TextIOWrapper(io.BufferedReader(hashed), encoding="utf-8-sig", newline="")
        try:
            if kind in _JSON:
                return _rows(_json(text, path.name), path.name, "line", wanted, hashed.digest)
            return _rows(
                _csv(text, path.name, _DELIMITERS[kind]), path.name, "line", wanted, hashed.digest
            )
        except UnicodeDecodeError:
            raise ParseError(f"{path.name}, {_not_text(path)}") from None


def _not_text(path: Path) -> str:
    """Where a file stops being text in UTF-8, and what it may be."""
    with path.open("rb") as raw:
        first = raw.read(4)
        for start, what in _BYTES.items():
            if first.startswith(start):
                return f"line 1: {what}"
        raw.seek(0)
        for number, line in enumerate(raw, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as problem:
                byte = line[problem.start]
                return f"line {number}: byte {byte:#04x} is not text in UTF-8; save it as UTF-8"
    return "last line: not text in UTF-8"


class _Hashed(io.RawIOBase):
    """Bytes of a file, hashed as they pass."""

    def __init__(self, raw: Any) -> None:
        super().__init__()
        self._raw, self._hash = raw, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._raw.readinto(buffer)
        self._hash.update(memoryview(buffer)[:count])
        return count

    def digest(self) -> str:
        return self._hash.hexdigest()


def _csv(
    text: io.TextIOWrapper, origin: str, delimiter: str
) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(_short(text, origin), delimiter=delimiter, strict=True)
    try:
        names = [n.strip() for n in next(reader, [])]
        _named(names, origin)
        _separated(names, origin, delimiter)
        for cells in reader:
            if not any(c.strip() for c in cells):
                continue
            if len(cells) != len(names):
                raise ParseError(
                    f"{origin}, line {reader.line_num}: {len(cells)} cells, but {len(names)} "
                    "columns have names"
                )
            yield reader.line_num, dict(zip(names, cells, strict=True))
    except csv.Error as problem:
        raise ParseError(f"{origin}, line {reader.line_num}: {problem}") from None


def _named(names: Sequence[str], origin: str) -> None:
    if not any(names):
        raise ParseError(f"{origin}: empty; the first line must name the columns")
    if len(names) > _MOST_COLUMNS:
        raise ParseError(f"{origin}: {len(names)} columns; at most {_MOST_COLUMNS} are read")
    twice = sorted({n for n in names if n and names.count(n) > 1})
    if twice:
        raise ParseError(f"{origin}, line 1: two columns are called {echo(twice[0])}")


def _separated(names: Sequence[str], origin: str, delimiter: str) -> None:
    """Refuse a header that another sign separates than the one which the file's name promises."""
    other = [s for s in _SEPARATORS if s in names[0]] if len(names) == 1 else []
    if other:
        raise ParseError(
            f"{origin}, line 1: one column {echo(names[0])}; columns are separated by "
            f"{_SEPARATORS[delimiter]} here, not by {_SEPARATORS[other[0]]}"
        )


def _short(text: io.TextIOWrapper, origin: str) -> Iterator[str]:
    """Lines, none so long that it fills the memory."""
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise ParseError(f"{origin}, line {number}: over {_LONGEST_LINE} characters")
        yield line


def _json(text: io.TextIOWrapper, origin: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_short(text, origin), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise ParseError(f"{origin}, line {number}: not JSON") from None
        if not isinstance(row, dict):
            raise ParseError(f"{origin}, line {number}: not an object {{name: value}}")
        yield number, row
