"""LaTeX for papers, talks and notes: tables, proofs, the phase diagram, or everything.

Without --standalone the output is a fragment to \\input into any article; its first lines name the
packages it needs and the BibTeX entries that it cites. With --standalone it is a complete document.
Both compile with pdflatex and lualatex without a warning. What can be exported:

  table           the phases with their formulas
  phase NAME      one phase: claim, proof, what rests on what
  boundaries      curves between phases, and lines with logarithms
  certificate     the proofs of all phases, or of the one named
  tuning          what tuning the learning rate gains
  corrections     how fast local exponents reach their limits
  verification    derived beside measured exponents (minutes; seconds with --alpha and --beta)
  point           the answer at --alpha and --beta
  diagram         the phase diagram as pgfplots source
  diagram LAW     the regions of a law over its parameters; diagram optimisers, who is best where
  optimisers      the comparison of optimisers with its proof
  claims FILE     what became of the claims of a file.toml
  frontier        the optimum at --alpha, --beta and --flops
  derivation LABEL  one derivation of the book
  book            all of them
  law NAME        a law by its name or as a file.toml: its optimum, with the proof
  all             everything, the verification too (minutes)

A file for a proof assistant instead, definitions and theorems with their proofs replayed:

  coq             for Rocq (Coq): the phases of SGD
  coq optimisers  the comparison of optimisers; coq optimisers-in-motion with its other noise
  coq LAW         a law, by its name or as a file.toml
"""

from __future__ import annotations

import argparse
from pathlib import Path

from phasecalc.cli.options import (
    add_jobs,
    add_learning_rate,
    add_point,
    add_symbols,
    pool,
    progress,
    say,
    symbols,
)
from phasecalc.cli.places import new_file

__all__ = ["configure", "run"]

EXAMPLES = (
    ("a complete document with the table", "export --what table --standalone -o phases.tex"),
    ("a proof to \\input, in one's own letters", "export --what phase IVb --symbol P=L"),
    ("the diagram as pgfplots source", "export --what diagram -o phase-diagram.tex"),
    ("theorems for Rocq; coqc phases.v checks them", "export --what coq -o phases.v"),
    ("everything, and its sources", "export --what all --standalone -o all.tex --bib all.bib"),
)

# What is charged for the noise of SignSGD in a comparison, by its name here.
_COMPARISONS = {"optimisers": "stated", "optimisers-in-motion": "in-motion"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "--what",
        required=True,
        action="append",
        nargs="+",
        metavar=("WHAT", "NAME"),
        help="what to export, with its name: a phase, the label of a derivation, a law, a file",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=new_file,
        metavar="FILE",
        help="FILE.tex, or FILE.v; default: standard output",
    )
    parser.add_argument(
        "--standalone", action="store_true", help="a complete document, not a fragment"
    )
    parser.add_argument(
        "--no-amsthm",
        action="store_true",
        help="plain numbered paragraphs instead of amsthm environments; labels stay the same",
    )
    parser.add_argument(
        "--bib", type=new_file, metavar="FILE", help="write the BibTeX entries cited to FILE.bib"
    )
    parser.add_argument(
        "--derivations",
        type=Path,
        metavar="DIR",
        help="folder of derivations, whose code is run; default: those of phasecalc's sources",
    )
    parser.add_argument(
        "--sizes", action="store_true", help="for coq: also over sizes, with real powers"
    )
    parser.add_argument(
        "--record",
        action="store_true",
        help="for coq: have coqc compile the phases of SGD first, and keep that it accepted them",
    )
    parser.add_argument(
        "--flops", nargs="+", action="extend", default=[], metavar="NUMBER", help="of a frontier"
    )
    add_learning_rate(parser)
    add_point(parser, required=False)
    add_symbols(parser)
    add_jobs(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the LaTeX, and return the exit status."""
    from phasecalc.export.documents.document import document, fragment
    from phasecalc.export.documents.exports import Request, export
    from phasecalc.export.letters.notation import Notation
    from phasecalc.export.output.files import write_atomically
    from phasecalc.export.page.bibliography import bibtex
    from phasecalc.export.page.walk import cited

    if len(arguments.what) > 1:
        given = ", ".join(" ".join(words) for words in arguments.what)
        raise ValueError(
            f"--what is given more than once ({given}): export one at a time, or 'all'"
        )
    what, *names = arguments.what[0]
    if len(names) > 1:
        raise ValueError(f"--what {what}: one name at most, {len(names)} were given")
    if (arguments.alpha is None) != (arguments.beta is None):
        raise ValueError("--alpha and --beta go together; give both, or neither")
    for option in ("sizes", "record"):
        if getattr(arguments, option) and what != "coq":
            raise ValueError(f"--{option} is for coq; {what} takes no such option")
    if what == "coq":
        return _write(arguments, _rocq(arguments, "".join(names)))
    with pool(arguments) as executor:
        request = Request(
            what,
            "".join(names),
            arguments.learning_rate,
            None if arguments.alpha is None else (arguments.alpha, arguments.beta),
            tuple(arguments.flops),
            Notation(symbols(arguments), _own_names(what, names)),
            executor,
            progress(arguments, "measuring exponents"),
            arguments.derivations,
        )
        found = export(request)
    theorems = not arguments.no_amsthm
    if arguments.standalone:
        text = document(found.blocks, found.title, theorems=theorems)
    else:
        text = fragment(found.blocks, theorems=theorems)
    if arguments.bib is not None:
        write_atomically(arguments.bib, bibtex(cited(found.blocks)))
        say(arguments, f"wrote {arguments.bib}")
    return _write(arguments, text)


def _own_names(what: str, names: list[str]) -> tuple[str, ...]:
    """Names of a law, which may be written otherwise as well."""
    if what not in ("law", "diagram") or not names:
        return ()
    from phasecalc.export.views.registry import own_names
    from phasecalc.laws.declaring.catalogue import find_or_read

    return () if names[0] in _COMPARISONS else own_names(find_or_read(names[0])[0])


def _rocq(arguments: argparse.Namespace, name: str) -> str:
    """Text for Rocq of SGD's phases, of the comparison of optimisers, or of a law."""
    from phasecalc.export.output.files import write_atomically
    from phasecalc.export.rocq.file import coq
    from phasecalc.laws.declaring.catalogue import find_or_read
    from phasecalc.optimisers.store import best_optimiser
    from phasecalc.plrf.asking.diagram import phase_diagram

    of_latex = ("standalone", "no_amsthm", "bib", "symbol", "derivations", "alpha")
    for option in of_latex:
        if getattr(arguments, option):
            raise ValueError(f"--{option.replace('_', '-')} is for LaTeX; coq takes no such option")
    if name and arguments.learning_rate != "largest":
        raise ValueError(f"coq {name}: --learning-rate is for the phases of SGD")
    if arguments.record:
        from phasecalc.export.rocq.record import PATH, record

        write_atomically(PATH, record())
        say(arguments, f"wrote {PATH}")
    if not name:
        return coq(phase_diagram(arguments.learning_rate), sizes=arguments.sizes)
    if arguments.sizes:
        raise ValueError(f"coq {name}: --sizes is for the phases of SGD")
    if name in _COMPARISONS:
        return coq(best_optimiser(_COMPARISONS[name]))
    return coq(find_or_read(name)[0])


def _write(arguments: argparse.Namespace, text: str) -> int:
    from phasecalc.export.output.files import write_atomically

    if arguments.output is None:
        print(text, end="")
    else:
        write_atomically(arguments.output, text)
        say(arguments, f"wrote {arguments.output}")
    return 0
