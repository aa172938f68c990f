"""Having Rocq accept a file: compiled in a folder of its own, with the axioms it rests on."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from phasecalc.exceptions import PhasecalcError
from phasecalc.export.rocq.lemmas import Accepted
from phasecalc.export.rocq.writing import BARRED, without_comments
from phasecalc.processes.child import Child, find_program

__all__ = ["AXIOMS", "RocqRefused", "accept", "available"]

# What the real numbers of the standard library are built on; nothing else may be used.
AXIOMS = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
_SECONDS = 600.0
# Beyond them, what its exponential and logarithm use: in files that speak of sizes.
SIZES = frozenset({"Classical_Prop.classic"})
# A file that could leave a proof out, or bring what it needs as an axiom, is not one of ours.
_BARRED = re.compile(rf"\b({'|'.join(sorted(BARRED))})\b")
# In a section they are what its theorems say "for all" of; what is left of one is printed.
_OF_SECTIONS = frozenset({"Hypothesis", "Variable", "Variables"})
_BARRED_BESIDES = re.compile(rf"\b({'|'.join(sorted(BARRED - _OF_SECTIONS))})\b")


class RocqRefused(PhasecalcError):
    """Rocq did not accept a file, or it is not on this machine."""


def available() -> bool:
    """Whether ``coqc`` is on this machine."""
    return find_program("coqc") is not None


def accept(text: str, seconds: float = _SECONDS, *, sections: bool = False) -> Accepted:
    """Compile a file; all its theorems must rest on the axioms of the reals alone.

    Parameters
    ----------
    text
        As :func:`phasecalc.coq` writes it.
    seconds
        Time allowed.
    sections
        Whether theorems may stand in sections, whose hypotheses they then state.

    Raises
    ------
    RocqRefused
        Rocq is missing, runs too long, does not accept the file, or a theorem rests on more.
    """
    bare = without_comments(text)
    barred = (_BARRED_BESIDES if sections else _BARRED).search(bare)
    if barred:
        raise RocqRefused(f"the file says {barred[0]}: nothing may be left unproved")
    theorems = re.findall(r"^Theorem (\w+)", bare, re.MULTILINE)
    ended = re.search(r"Definition every_theorem :=\s*\(([^()]*)\)\.\s*Print Assumptions", bare)
    listed = re.findall(r"[\w.]+", ended[1]) if ended else []
    if sorted(n.rpartition(".")[2] for n in listed) != sorted(theorems) or not theorems:
        raise RocqRefused("the axioms are not printed of every theorem")
    output = _compile(text, seconds)
    if "Section Variables" in output:
        raise RocqRefused("a section was still open where the axioms were printed")
    axioms = _axioms(output)
    known = AXIOMS | SIZES if "Rpower" in bare else AXIOMS
    if not axioms <= known:
        raise RocqRefused(f"it rests on {', '.join(sorted(axioms - known))}")
    return Accepted(len(theorems), tuple(sorted(axioms)), _version())


def _axioms(output: str) -> set[str]:
    """Names of the axioms that were printed."""
    if "Axioms:" not in output and "Closed under the global context" in output:
        return set()
    if output.count("Axioms:") != 1:
        raise RocqRefused(f"Rocq did not say what the theorems rest on: {output.strip()[-300:]}")
    return set(re.findall(r"^([\w.']+)\s*(?::|$)", output.partition("Axioms:")[2], re.MULTILINE))


def _compile(text: str, seconds: float) -> str:
    with tempfile.TemporaryDirectory(prefix="phasecalc-rocq-") as name:
        folder = Path(name)
        (folder / "phases.v").write_text(text, encoding="utf-8")
        status, output = _run(["-q", "phases.v"], folder, seconds)
        if status or not (folder / "phases.vo").exists():
            raise RocqRefused(f"coqc ended with status {status}: {output.strip()[-600:]}")
    return output


def _version() -> str:
    with tempfile.TemporaryDirectory(prefix="phasecalc-rocq-") as name:
        _, output = _run(["--print-version"], Path(name), 30.0)
    return output.split()[0] if output.split() else ""


def _run(words: list[str], folder: Path, seconds: float) -> tuple[int, str]:
    program = find_program("coqc")
    if program is None:
        raise RocqRefused("coqc is not on this machine; install Rocq (Debian: apt install coq)")
    shell = find_program("sh") or "sh"
    # What coqc complains of goes where it can be read.
    joined = [shell, "-c", 'exec "$0" "$@" 2>&1', program, *words]
    with Child(words=joined, folder=folder, remove=folder) as child:
        output = child.read(seconds)
        if output is None:
            raise RocqRefused(f"coqc was stopped after {seconds:.0f} s")
        return child.wait(), output.decode("utf-8", errors="replace")
