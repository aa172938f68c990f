"""Check derivations and claims: each line with its evidence, each claim with its witness.

A folder or a .py file holds derivations, which are run as Python: check only
what you trust to run. A .toml file holds [[claim]] tables of label, where and
states, and may name a law or an optimiser that they speak of; nothing in it is
executed. A claim is proved by a certificate; without one it is derived. Exit
status 1: something failed, is refuted or undecided; 2: a claim is not in the
language.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasecalc.cli.options import add_forms, as_json, in_form, progress
from phasecalc.cli.places import new_file
from phasecalc.cli.streams import escaped

if TYPE_CHECKING:
    from phasecalc.claims.reading.result import ClaimResult
    from phasecalc.ledger import Report

__all__ = ["configure", "run"]

EXAMPLES = (
    ("the book that comes with phasecalc", "check"),
    ("all derivations, run anew", "check derivations/ --fresh"),
    ("claims from a file", "check docs/claims/phase-table.toml"),
    ("claims about a law", "check claims.toml --about two-term"),
    ("claims with certificates", "check claims.toml --certificates certificates.json"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="folder or *.py of derivations, or *.toml of claims; without one, the book that comes "
        "with phasecalc is read again from its certificates",
    )
    parser.add_argument(
        "--timeout", type=float, default=10.0, metavar="SECONDS", help="for each claim; default: 10"
    )
    parser.add_argument(
        "--about",
        default="plrf",
        metavar="OBJECT",
        help="what claims speak of that do not say it: a law, a fit as two-term:besiroglu, an "
        "optimiser, or optimisers; default: plrf",
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes for theorems (default 1)")
    parser.add_argument(
        "--fresh", action="store_true", help="run theorems anew even where nothing has changed"
    )
    parser.add_argument(
        "--certificates",
        type=new_file,
        metavar="FILE",
        help="write the proofs of all theorems and claims, which phasecalc recheck FILE reads",
    )
    readme = parser.add_mutually_exclusive_group()
    readme.add_argument(
        "--write-readme",
        action="store_true",
        help="write the status table into the folder's README",
    )
    readme.add_argument(
        "--check-readme", action="store_true", help="status 1 if that table is not current"
    )
    add_forms(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Check, and return the exit status."""
    if not arguments.paths:
        return _shipped(arguments)
    paths = [Path(p) for p in arguments.paths]
    missing = [str(p) for p in paths if not p.exists()]
    if missing:
        raise ValueError(f"{', '.join(missing)}: no such file or folder")
    claims = [p for p in paths if p.suffix == ".toml"]
    books = [p for p in paths if p not in claims]
    if arguments.jobs < 1:
        raise ValueError(f"--jobs {arguments.jobs}: at least one process is needed")
    readme = arguments.write_readme or arguments.check_readme
    if readme and (len(paths) != 1 or not paths[0].is_dir()):
        raise ValueError("a README belongs to one folder: name that folder and nothing else")
    content: dict[str, object] = {}
    good, read, book = True, True, None
    if books:
        if arguments.format not in ("text", "json", "latex"):
            raise ValueError(f"--format {arguments.format}: theorems have text, json and latex")
        report = _theorems(
            books, arguments, fresh=arguments.fresh or readme or bool(arguments.certificates)
        )
        if arguments.certificates:
            book = _book(report)
        good = report.good and _readme(report, books[0], arguments)
        content["theorems"] = _show_theorems(report, arguments.format)
    if claims:
        results = _show_claims(_judged(claims, arguments), arguments.format)
        in_form(arguments, results)
        good = all(r.holds for r in results) and good
        read = all(r.status != "not read" for r in results)
        content["claims"] = [r.as_dict() for r in results]
        if arguments.certificates:
            book = _with_claims(results, book)
    if arguments.certificates:
        _write_certificates(book or {}, arguments.certificates)
    if arguments.format == "json":
        print(as_json(content))
    return 0 if good else 1 if read else 2


def _shipped(arguments: argparse.Namespace) -> int:
    """The book of this package, read again from its certificates."""
    from phasecalc.cli import recheck

    for option in ("certificates", "write_readme", "check_readme", "fresh"):
        if getattr(arguments, option):
            raise ValueError(f"--{option.replace('_', '-')}: of what? Give a folder or a file")
    if arguments.format == "latex":
        raise ValueError("--format latex: of what? Give a folder or a file")
    return recheck.run(argparse.Namespace(file=None, short=True, format=arguments.format))


def _theorems(books: Sequence[Path], arguments: argparse.Namespace, *, fresh: bool) -> Report:
    from phasecalc.ledger import check_paths

    tell = progress(arguments, "theorems")
    return check_paths(books, jobs=arguments.jobs, fresh=fresh, progress=tell)


def _book(report: Report) -> dict[str, Any]:
    from phasecalc.ledger.document import document

    return document(report.outcomes)


def _with_claims(results: list[ClaimResult], book: dict[str, Any] | None) -> dict[str, Any]:
    from phasecalc.claims.certificates.document import document

    found: dict[str, Any] = document(results, book)
    return found


def _write_certificates(document: dict[str, Any], file: Path) -> None:
    """Write the document in one go, so that a stop leaves no half of it."""
    from phasecalc.export.output.files import write_atomically
    from phasecalc.ledger.document import text

    write_atomically(file, text(document))


def _readme(report: Report, folder: Path, arguments: argparse.Namespace) -> bool:
    """Write or compare the status table; False where it is stale."""
    from phasecalc.ledger.readme import is_current, write

    file = folder / "README.md"
    if report.good and arguments.write_readme:
        write(report, file)
    if report.good and arguments.check_readme and not is_current(report, file):
        print(escaped(f"{file} is not current: write it anew with --write-readme"), file=sys.stderr)
        return False
    return True


def _show_theorems(report: Report, how: str) -> list[dict[str, object]]:
    from phasecalc.ledger import report_latex, report_records, report_text

    if how != "json":
        print(report_text(report) if how == "text" else report_latex(report))
    return report_records(report)


def _show_claims(results: Iterator[ClaimResult], how: str) -> list[ClaimResult]:
    found = []
    for result in results:
        found.append(result)
        if how == "text":
            print(_line(result), flush=True)
    if how == "text":
        kinds = ("proved", "refuted", "undecided")
        shown = ("proved", "derived", "refuted", "undecided", "not read")
        counts = {s: sum(r.status == s for r in found) for s in shown}
        print(", ".join(f"{n} {s}" for s, n in counts.items() if n or s in kinds))
    if how == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(found))
    return found


def _judged(paths: list[Path], arguments: argparse.Namespace) -> Iterator[ClaimResult]:
    from phasecalc.claims.judging.check import results

    return results(paths, arguments.timeout, arguments.about)


def _line(result: ClaimResult) -> str:
    """One line for what holds, all that is known for what does not."""
    if result.holds:
        return f"{result.label}: {result.status} ({result.evidence}, {result.seconds:.1f} s)"
    return str(result)
