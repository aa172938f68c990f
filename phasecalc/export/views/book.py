"""The book of derivations: theorems with their steps, each with its reason and its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError, StaleDiagram
from phasecalc.export.page.bibliography import is_known
from phasecalc.export.page.blocks import Block, Heading, Math, Statement, Table, Text
from phasecalc.kernel import shipped
from phasecalc.proof import Rank
from phasecalc.proof.wording import RELATIONS, formula, relation, where

if TYPE_CHECKING:
    from phasecalc.export.letters.notation import Notation
    from phasecalc.kernel.language import Node
    from phasecalc.kernel.language import Statement as Formal
    from phasecalc.ledger.run import Report
    from phasecalc.proof import Derivation, Evidence, Shown, Theorem, Written

__all__ = ["book", "derivation", "one_derivation", "status", "status_of", "theorem"]

_LINE = 130  # letters of LaTeX that one line of a display holds

_ROWS = 30  # of a table, so that it fits on a page


def theorem(found: Theorem, write: Notation) -> Iterator[Block]:
    """Statement, and the proof step by step."""
    yield Statement(
        "theorem",
        f"{found.label}; {found.rank}",
        claim=tuple(_goals(found)),
        proof=tuple(_proof(found, write)),
        label=f"thm:{found.label}",
    )


def derivation(found: Derivation, write: Notation) -> Iterator[Block]:
    """The theorem that a derivation proves; it runs, if it has not yet."""
    return theorem(found.theorem, write)


def one_derivation(label: str, write: Notation, folder: Path | None = None) -> tuple[Block, ...]:
    """Theorem of a label.

    Raises
    ------
    DomainError
        There is no such theorem, or there is no folder of derivations.
    """
    from phasecalc.ledger.folder import load

    entries = load([_folder(folder)]).entries
    for entry in entries:
        if entry.derivation.label == label:
            return tuple(derivation(entry.derivation, write))
    known = ", ".join(e.derivation.label for e in entries)
    asked = f"there is no derivation {label!r}" if label else "which derivation?"
    raise DomainError(f"{asked} There are {known}")


def book(write: Notation, folder: Path | None = None) -> tuple[Block, ...]:
    """Status table, then all theorems in reading order, every one run for this page.

    Raises
    ------
    DomainError
        There is no folder of derivations.
    """
    from phasecalc.ledger.folder import load
    from phasecalc.ledger.run import run

    ledger = load([_folder(folder)])
    report = run(ledger)
    blocks: list[Block] = [Heading("What is known, and how surely"), *status_of(report, write)]
    blocks.append(Heading("Theorems"))
    for entry, outcome in report.asked:
        if outcome.evidence is None:
            blocks.append(Text(f"**{entry.derivation.label}** {outcome.status}: {outcome.message}"))
        else:
            blocks += derivation(entry.derivation, write)
    return tuple(blocks)


def status(
    write: Notation,
    folder: Path | None = None,
    *,
    fresh: bool = False,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Block, ...]:
    """Status table of the derivations; empty where no book came with the package.

    The proofs that came with phasecalc are read again. Those of a folder, and all if ``fresh``,
    are found anew: every derivation is run for this page.

    Raises
    ------
    DomainError
        A folder was given and holds none.
    CheckFailed
        A line of a proof does not follow.
    StaleDiagram
        The book has other ranks than it was shipped with.
    """
    from phasecalc.ledger.run import check_paths
    from phasecalc.ledger.shipped import differing

    if folder is None and not fresh:
        return _read_again() if shipped.certificates().is_file() else ()
    if folder is None and not _beside().is_dir():
        return ()
    report = check_paths([_folder(folder)], fresh=True, jobs=jobs, progress=progress)
    if folder is None:
        found = {
            # The lowest rank counts as nothing in a truth value.
            e.derivation.label: str(o.status if o.evidence is None else o.evidence)
            for e, o in report.asked
        }
        if others := differing(found):
            raise StaleDiagram(f"ranks other than those shipped: {'; '.join(others)}")
    return status_of(report, write)


def _read_again() -> tuple[Block, ...]:
    """Status table of the book that came with the package, its proofs read again."""
    from phasecalc.kernel.recheck import read, summary

    # A rank other than the one written beside a proof is refused by the kernel.
    found = summary(read(shipped.certificates().read_text(encoding="utf-8")), shipped.tied())
    return _table(
        ((row["label"], row["rank"], Counter([*row["lines"], *row["beliefs"]])) for row in found),
        "Lines",
        "The proofs were read again for this page, from their certificates. What is measured, "
        "compiled or cited in them was not done anew: that is `phasecalc check derivations "
        "--fresh`.",
    )


def status_of(report: Report, write: Notation) -> tuple[Block, ...]:
    """Status table of a ledger that was run."""
    return _table(
        (
            (
                entry.derivation.label,
                str(outcome.status if outcome.evidence is None else outcome.evidence),
                {str(rank): count for rank, count in outcome.steps.items()},
            )
            for entry, outcome in report.asked
        ),
        "Steps",
    )


def _table(
    found: Iterable[tuple[str, str, Mapping[str, int]]], counted: str, how: str = ""
) -> tuple[Block, ...]:
    """Label, weakest evidence and what was counted of each theorem, a page a table."""
    rows = []
    ranks: Counter[str] = Counter()
    order = [str(rank) for rank in sorted(Rank, reverse=True)]
    sure = {str(rank) for rank in Rank if rank >= Rank.PROVED_ON}
    for label, evidence, counts in found:
        ranks[evidence] += 1
        parts = ", ".join(f"{counts[r]} {r}" for r in order if counts.get(r))
        rows.append((label, evidence if evidence in sure else f"**{evidence}**", parts or "none"))
    total = ", ".join(f"{count} {name}" for name, count in ranks.items())
    caption = (
        f"The book of derivations: {len(rows)} theorems; {total}. A theorem is as sure "
        "as its weakest step and the weakest theorem that it uses."
    )
    return tuple(
        Table(
            ("Theorem", "Weakest evidence", counted),
            tuple(rows[first : first + _ROWS]),
            caption=f"{caption} {how}".strip()
            if first == 0
            else "The book of derivations, continued.",
            label=f"tab:book-{first}" if first else "tab:book",
        )
        for first in range(0, len(rows), _ROWS)
    )


def _goals(found: Theorem) -> Iterator[Block]:
    """What is stated: for each goal its hypotheses as a sentence, then its formula displayed."""
    if not found.goals:
        yield Text(found.statement, ragged=True)
    for number, goal in enumerate(found.goals, start=1):
        s = goal.statement
        start = f"({number}) " if len(found.goals) > 1 else ""
        before = where(s)
        if start or before:
            yield Text(f"{start}{before}:" if before else start.strip(), ragged=True)
        yield Math((relation(s), *_remainder(s.remainder)), wide=True)


def _remainder(error: Node | None) -> tuple[str, ...]:
    if error is None:
        return ()
    return (rf"\text{{with relative error }} O\left({formula(error)}\right)",)


def _proof(found: Theorem, write: Notation) -> Iterator[Block]:
    if found.comment:
        yield Text(f"*Comment.* {found.comment}", ragged=True)
    if found.uses:
        names = ", ".join(f"*{used.label}*" for used in found.uses)
        yield Text(f"Uses {names}.", ragged=True)
    if found.rests_on:
        yield Text(f"Rests on: {'; '.join(found.rests_on)}.", ragged=True)
    if found.definitions:
        words = "; ".join(
            f"${write.expr(s)} = {write.expr(x)}$, {text}" for s, x, text in found.definitions
        )
        yield Text(f"Write {words}.")
    for number, shown in enumerate(found.lines, start=1):
        yield from _line(number, shown, goal=shown.claim in found.goals)
    for belief in found.beliefs:
        yield Text(f"{belief.words} {_mark(belief.evidence)}", ragged=True)


def _line(number: int, shown: Shown, *, goal: bool) -> Iterator[Block]:
    """A claim that was shown: its hypotheses, then each step with its reason."""
    s = shown.claim.statement
    kind = "" if goal else " Lemma."
    words = f" {shown.claim.words}" if shown.claim.words else ""
    start = _sentence_start(where(s))
    yield Text(f"**{number}.**{kind}{words} {start}({shown.rank})", ragged=True)
    left = formula(s.left)
    for step in shown.steps:
        yield Math(_step(left, step, s), wide=True)
        yield Text(f"{step.because} {_mark(step.evidence)}", ragged=True)
        left = ""


def _sentence_start(phrase: str) -> str:
    return f"{phrase}: " if phrase else ""


def _step(left: str, step: Written, s: Formal) -> tuple[str, ...]:
    if step.relation == "slope":
        return (relation(s),)
    right = f"{RELATIONS[step.relation]} {formula(step.right)}"
    lines = (left, rf"\quad {right}") if len(left) + len(right) > _LINE else (f"{left} {right}",)
    return tuple(line.strip() for line in (*lines, *_remainder(step.remainder)) if line.strip())


def _mark(evidence: Evidence) -> str:
    """Evidence of a step; what is less than proved stands out."""
    rank, how = evidence.rank, evidence.how
    if rank is Rank.CITED and is_known(how.split(",")[0]):
        return f"**cited** [@{how}]"
    name = f"*{rank}*" if rank >= Rank.PROVED_ON else f"**{rank}**"
    return f"({name}: {how})"


def _beside() -> Path:
    """Folder of derivations beside the package, in its sources."""
    return Path(__file__).resolve().parents[3] / "derivations"


def _folder(given: Path | None) -> Path:
    folder = given or _beside()
    if not folder.exists():
        raise DomainError(
            f"{folder}: no derivations there; they come with the sources of phasecalc, or give a "
            "folder of your own with --derivations"
        )
    return folder
