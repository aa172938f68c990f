"""Writes a page for each chapter of the derivations, from theorems that run for it.

What stands on a page was checked while the page was written: text and check cannot part. A step
that fails stops the building of the site.
"""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from phasecalc.export.letters.notation import Notation
from phasecalc.export.page.blocks import Block, Math, Statement
from phasecalc.export.page.inline import Piece
from phasecalc.export.page.markdown import Markdown
from phasecalc.export.views.book import theorem
from phasecalc.ledger import Entry, Report, load
from phasecalc.ledger.readme import is_current
from phasecalc.ledger.run import run
from phasecalc.ledger.shipped import differing
from phasecalc.proof import Rank

logger = logging.getLogger(__name__)
RANKS = {str(rank) for rank in Rank}


class Chapter(Markdown):
    """Renderer of a chapter: numbered formulas, marks of evidence, links between theorems.

    Parameters
    ----------
    labels
        Labels of all theorems, which become links where they are emphasised.
    """

    def __init__(self, labels: frozenset[str]) -> None:
        super().__init__()
        self.labels = labels
        self.theorem = ""
        self.formulas = 0

    def block(self, block: Block) -> str:
        """One block; formulas are numbered, a statement stands in a frame."""
        if isinstance(block, Statement):
            return self._framed(block)
        if isinstance(block, Math):
            self.formulas += 1
            return f"{super().block(block)} (eq-{self.theorem}-{self.formulas})"
        return super().block(block)

    def _framed(self, block: Statement) -> str:
        name, rank = block.title.rsplit("; ", 1)
        self.theorem, self.formulas = name, 0
        claim = "\n\n".join(map(self.block, block.claim))
        title = f"Theorem: {name} [{rank}]{{.evidence .{_css(rank)}}}"
        frame = f"(thm-{name})=\n\n:::{{admonition}} {title}\n:class: theorem\n\n{claim}\n:::"
        proof = [self.block(b) for b in block.proof]
        return "\n\n".join([frame, *proof, "$\\Box$"] if proof else [frame])

    def _piece(self, piece: Piece) -> str:
        if piece.kind == "cite":
            where = f", {piece.where}" if piece.where else ""
            return f"{{cite:t}}`{piece.content}`{where}"
        if piece.kind in ("bold", "emphasis") and piece.content in RANKS:
            return f"[{piece.content}]{{.evidence .{_css(piece.content)}}}"
        if piece.kind == "emphasis" and piece.content in self.labels:
            return f"[{piece.content}](#thm-{piece.content})"
        return super()._piece(piece)


def _css(rank: str) -> str:
    return rank.replace(" ", "-").replace(",", "")


def chapters(entries: Sequence[Entry]) -> dict[Path, list[Entry]]:
    """Theorems by the file they are written in, in reading order."""
    found: dict[Path, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.file, []).append(entry)
    return found


def heading(file: Path) -> tuple[str, str]:
    """Title and introduction of a chapter, from the text at the head of its file."""
    text = inspect.cleandoc(docstring(file))
    first, _, rest = text.partition("\n")
    title = re.sub(r"^\d+\. ", "", first).removesuffix(".")
    return f"{number(file)}. {title}", rest.strip()


def number(file: Path) -> str:
    """Number of a chapter: that of its file."""
    return re.sub(r"\D*0*(\d+).*", r"\1", file.stem)


def docstring(file: Path) -> str:
    """Docstring of a Python file, without running it."""
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


def chapter(file: Path, entries: Sequence[Entry], labels: frozenset[str]) -> str:
    """Page of one file."""
    title, introduction = heading(file)
    parts = [f"# {title}", introduction]
    for entry in entries:
        parts.append(Chapter(labels).page(theorem(entry.derivation.theorem, Notation())))
    parts.append(f"Source: `derivations/{file.name}`")
    return "\n\n".join(parts) + "\n"


def overview(found: dict[Path, list[Entry]], users: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Lines of the page before the chapters: how to read them, and what is known how surely."""
    ranks = Counter(str(e.derivation.theorem.rank) for entries in found.values() for e in entries)
    total = ", ".join(f"{count} {rank}" for rank, count in ranks.most_common())
    yield from ("# The book of derivations", "")
    yield (
        "Every chapter is one file of `derivations/`, and every line of it was checked while this "
        "page was built. The mark behind a step says how: [proved]{.evidence .proved} by exact "
        "algebra and certificates that a small kernel accepts, "
        "[accepted by Rocq]{.evidence .accepted-by-Rocq}, another kernel, "
        "[proved, resting on lemmas]{.evidence .proved-resting-on-lemmas} from lemmas "
        "that are named, "
        "[enclosed]{.evidence .enclosed} in "
        "a rigorous ball, [rewritten]{.evidence .rewritten} by SymPy alone, "
        "[sampled]{.evidence .sampled} at points, [cited]{.evidence .cited} "
        "from the literature, [assumed]{.evidence .assumed}. A theorem is as sure as its weakest "
        f"step and the weakest theorem that it uses. {sum(ranks.values())} theorems: {total}."
    )
    yield from ("", "| | theorem | weakest evidence | used by |", "| --- | --- | --- | --- |")
    for file, entries in found.items():
        for entry in entries:
            label = entry.derivation.label
            rank = str(entry.derivation.theorem.rank)
            used = ", ".join(f"[{u}](#thm-{u})" for u in users[label])
            mark = f"[{rank}]{{.evidence .{_css(rank)}}}"
            yield f"| {number(file)} | [{label}](#thm-{label}) | {mark} | {used} |"
    yield from ("", "```{toctree}", ":hidden:", "", *(f.stem for f in found), "```", "")


def proved(source: Path) -> Report:
    """The derivations, all run just now; their status table must be that of the README."""
    report = run(load([source]))
    for entry, outcome in report.asked:
        if outcome.message:
            raise ExtensionError(f"{entry.derivation.label} is {outcome.status}: {outcome.message}")
    if not is_current(report, source / "README.md"):
        raise ExtensionError(
            f"{source / 'README.md'} is not current: `phasecalc check {source.name} --write-readme`"
        )
    return report


def write_book(app: Sphinx) -> None:
    """Run all derivations and write their pages into the folder ``book``."""
    folder = Path(app.srcdir) / "book"
    logger.info("proving the book...")
    ledger = proved(Path(app.srcdir).parent / "derivations").ledger
    found = chapters(ledger.entries)
    labels = frozenset(e.derivation.label for e in ledger.entries)
    pages = {f"{f.stem}.md": chapter(f, entries, labels) for f, entries in found.items()}
    ranks = {e.derivation.label: str(e.derivation.theorem.rank) for e in ledger.entries}
    if others := differing(ranks):
        raise ExtensionError("ranks other than those shipped: " + "; ".join(others))
    users = {e.derivation.label: ledger.users(e) for e in ledger.entries}
    pages["index.md"] = "\n".join(overview(found, users))
    folder.mkdir(exist_ok=True)
    for file in set(folder.glob("*.md")) - {folder / name for name in pages}:
        file.unlink()
    for name, text in pages.items():
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    logger.info("the book: %d theorems in %d chapters", len(ledger.entries), len(found))


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the book before the pages are read."""
    app.connect("builder-inited", write_book)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
