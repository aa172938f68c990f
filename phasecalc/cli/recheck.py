"""Check certificates again: no search, no SymPy, no solver, no clock.

The file is one that phasecalc check PATH --certificates FILE wrote, of theorems,
of claims or of both; without a file, the certificates of the book that comes with
phasecalc. Exit status 1: a line does not follow.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.checker import CheckFailed
from phasecalc.cli.options import add_format, as_json
from phasecalc.cli.streams import escaped

if TYPE_CHECKING:
    from phasecalc.claims.certificates.certificate import Row
    from phasecalc.kernel.shipped import Strange

__all__ = ["configure", "run"]

_REMEDY = "write it anew with `phasecalc check PATH --certificates FILE`"
EXAMPLES = (
    ("the book", "recheck"),
    ("certificates from a file", "recheck certificates.json"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: the book's")
    parser.add_argument("--short", action="store_true", help="leave out what the goals state")
    add_format(parser, "text", "json")


def run(arguments: argparse.Namespace) -> int:
    """Check, and return the exit status."""
    from phasecalc.kernel.recheck import MOST_BYTES, definitions, read, summary
    from phasecalc.kernel.shipped import certificates, strange, tied

    shipped = certificates()
    file = arguments.file or shipped
    if not file.is_file():
        raise ValueError(f"{file}: no such file; write one with `phasecalc check --certificates`")
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(f"{file}: larger than {MOST_BYTES} bytes, which no certificate is")
    try:
        data = read(file.read_text(encoding="utf-8"))
        rows, meanings = summary(data, tied()), definitions(data)
        claims = _claims(data)
    except UnicodeDecodeError as problem:
        what = f"{file}: byte {problem.start} is not UTF-8, so this is no certificate"
        raise CheckFailed(f"{what}; {_REMEDY}") from problem
    except CheckFailed as problem:
        raise CheckFailed(f"{file}: {problem}; {_REMEDY}") from problem
    own = {row.theorem for row in claims or ()}
    rows = [row for row in rows if row["label"] not in own]
    book = data if file.samefile(shipped) else read(shipped.read_text(encoding="utf-8"))
    ours = definitions(book)
    foreign = {n: text for n, text in meanings.items() if ours.get(n) != text}
    alone = strange({row["label"] for row in rows}, data, book)
    if arguments.format == "json":
        content = {"theorems": rows, "definitions": meanings, "foreign": sorted(foreign)}
        content |= {"unlike": alone.unlike, "file_alone": alone.words}
        print(as_json({**content, **({} if claims is None else {"claims": _plain(claims)})}))
        return 0
    if rows or not claims:
        _print(rows, foreign, alone, states=not arguments.short)
    if claims is not None:
        _print_claims(claims, states=not arguments.short)
    return 0


def _claims(data: Any) -> list[Row] | None:
    """What the document says of claims, checked; None where it has none."""
    if not isinstance(data, dict) or "claims" not in data:
        return None
    from phasecalc.claims.certificates.certificate import check_claims

    return check_claims(data)


def _plain(claims: list[Row]) -> list[dict[str, Any]]:
    from dataclasses import asdict

    return [asdict(row) for row in claims]


def _print_claims(claims: list[Row], *, states: bool) -> None:
    """A line for each claim, and what was proved of it, as written from the data."""
    from phasecalc.claims.certificates.certificate import NO_CERTIFICATE

    for row in claims:
        found = f"{row.status} ({row.rank})"
        if row.rank == NO_CERTIFICATE:
            found = f"not checked (no certificate; said to be {row.status})"
        print(_line(f"{row.label}: {found}"))
        if states:
            where = f"   where {', '.join(row.where)}" if row.where else ""
            of = f"   about {row.about}" if row.about != "plrf" else ""
            print(_line(f"  claim   {row.states}{where}{of}"))
            for kind, texts in (("shown", row.goals), ("given", row.given)):
                for text in texts:
                    print(_line(f"  {kind}   {text}"))
    without = sum(row.rank == NO_CERTIFICATE for row in claims)
    print(f"{len(claims)} claims, {len(claims) - without} of them read again")
    if without:
        print(f"{without} without a certificate: what is said of them was not checked")
    for lemma in sorted({x for row in claims for x in row.rests_on}):
        print(f"  resting on {lemma}")


def _line(text: str) -> str:
    """One line, whatever names a file has in it: two could pass for another verdict."""
    return escaped(text).replace("\n", "\\n")


def _print(
    rows: list[dict[str, Any]], foreign: dict[str, str], alone: Strange, *, states: bool
) -> None:
    """A line for each theorem, what its goals state, and what the words in them mean."""
    width = max([len(row["label"]) for row in rows], default=0)
    for row in rows:
        lines = len(row["lines"])
        print(_line(f"{row['label']:{width}}  {row['rank']:25}  {lines:3} lines"))
        for text in row["states"] if states else ():
            print(f"    {text}")
    lemmas = sorted({x for row in rows for x in row["rests_on"]})
    print(f"{len(rows)} theorems read again" + (", resting on:" if lemmas else ""))
    for lemma in lemmas:
        print(f"  {lemma}")
    used = sorted({n for row in rows for n in row["objects"]})
    print(f"objects as phasecalc defines them: {', '.join(n for n in used if n not in foreign)}")
    for name in (n for n in used if n in foreign):
        print(f"NOT AS phasecalc DEFINES IT: {foreign[name]}")
    for label in alone.unlike:
        print(_line(f"NOT AS phasecalc HAS IT: {label}"))
    for label, words in alone.words.items():
        for text in words:
            print(_line(f"SO SAYS THIS FILE ALONE: {label}: {text}"))
