"""``pc.coq``: a diagram, a law or a comparison as one file for Rocq (Coq 8.16 or later)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from phasecalc.exceptions import DomainError
from phasecalc.export.rocq.comparison import Compared
from phasecalc.export.rocq.diagram import Theorems
from phasecalc.export.rocq.writing import comment
from phasecalc.laws.text.modes import has_sums
from phasecalc.optimum.certificate import Certificate
from phasecalc.optimum.diagram import PhaseDiagram

__all__ = ["coq"]


def coq(item: Any, *, phases: Sequence[str] = (), sizes: bool = False) -> str:
    """Definitions, theorems and their proofs for Rocq (Coq), as the text of one file.

    For each phase: for all parameters in its region, off the lines on which a term changes its
    form, and for all admissible exponents of the sizes the largest term is at least -eta, and it
    is exactly -eta at the optimal ones; no denominator vanishes; phases lie in the domain, do not
    meet, and cover it with their boundaries. Certificates are replayed, not searched for: the file
    compiles with ``coqc`` and the standard library alone, and prints the axioms it rests on, which
    are those of the real numbers.

    Parameters
    ----------
    item
        A phase diagram (of SGD, or of any ``Program``) or one phase of SGD, a program, a
        certificate, an answer at a point (its phases), a law or its optimum, or the comparison of
        optimisers.
    phases
        Of a diagram: these phases alone; then nothing is said about the others.
    sizes
        Of a diagram: also the theorem over sizes, for all f > 1 and all sizes rather than
        exponents. The library's exp and ln rest on one more axiom, excluded middle.

    Raises
    ------
    DomainError
        There is no such phase, or this is nothing of the kind.
    Undecided
        A statement that the file makes beyond the diagram's own has no certificate.

    Examples
    --------
    >>> import phasecalc as pc
    >>> text = pc.coq(pc.phase_diagram(), phases=["III"])
    >>> start = text.index("Theorem phase_III_optimal")
    >>> print(text[start : text.index("Proof.", start)])
    Theorem phase_III_optimal : forall alpha beta : R,
      phase_III alpha beta -> off_walls alpha beta ->
      forall delta : R, feasible alpha beta delta ->
      exists e, exponent alpha beta delta e /\\ - eta_III alpha beta <= e.
    """
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.exponents import Optimum
    from phasecalc.optimisers.store import BestOptimiser
    from phasecalc.optimum.program import Program
    from phasecalc.plrf.asking.diagram import LossDiagram

    item, phases = _as_diagram(item, phases)
    if isinstance(item, LossDiagram):
        rate = "largest stable" if item.stored.learning_rate == "largest" else "tuned"
        title = f"Compute-optimal SGD on power-law random features, {rate} learning rate"
        return _diagram(item.stored.diagram, title, phases, sizes)
    if isinstance(item, Program):
        item = item.diagram()
    if isinstance(item, PhaseDiagram):
        title = f"Phases {', '.join(p.name for p in item.phases)}"
        return _diagram(item, title, phases, sizes)
    if phases or sizes:
        raise DomainError("phases and sizes are of one diagram; this is another kind of object")
    if isinstance(item, Law):
        item = item.optimum()
    if isinstance(item, Optimum):
        return _optimum(item)
    if isinstance(item, BestOptimiser):
        title = "Optimisers on power-law random features: which has the best compute exponent"
        return _compared(Compared(item.overlay, item.proofs), title)
    raise DomainError(
        f"no Rocq text of {type(item).__name__}; give a phase diagram, a program, a law or its "
        "optimum, or the comparison of optimisers"
    )


def _as_diagram(item: Any, phases: Sequence[str]) -> tuple[Any, Sequence[str]]:
    """What speaks of some phases of a diagram: the diagram, and which phases."""
    from phasecalc.plrf.asking.diagram import LossPhase, phase_diagram
    from phasecalc.plrf.asking.query import Exponents

    if isinstance(item, Certificate):
        return PhaseDiagram(item.program, (item.phase,), item.proofs), (item.phase.name,)
    if isinstance(item, LossPhase):
        return item.diagram, (item.name,)
    if isinstance(item, Exponents):
        return phase_diagram("largest" if len(item.spans()) == 1 else "free"), item.phases
    return item, phases


def _diagram(
    diagram: PhaseDiagram, title: str, only: Sequence[str] = (), sizes: bool = False
) -> str:
    names = [p.name for p in diagram.phases]
    for name in only:
        if name not in names:
            raise DomainError(f"there is no phase {name!r}; there are {', '.join(names)}")
    theorems = Theorems(diagram, only, sizes=sizes)
    text = (_shipped("sizes.v") + "\n\n" if sizes else "") + theorems.text()
    return _whole(title, theorems.book.roots, text, theorems.names)


def _optimum(optimum: Any) -> str:  # Any: an Optimum, whose module is loaded when it is needed
    """A law: one diagram, or those of the branches of its minima, compared."""
    title = f"Law {optimum.law.name}: {optimum.law.title}"
    if has_sums(optimum.law):
        title += " (sums over modes replaced by their derived orders, which are not proved here)"
    if len(optimum.diagrams) == 1:
        return _diagram(optimum.diagrams[0][1], title)
    overlay = optimum.overlay
    return _compared(Compared(overlay, overlay.proofs(), "branch"), title)


def _compared(compared: Compared, title: str) -> str:
    text = compared.text()
    return _whole(title, compared.roots, text, compared.names)


def _whole(title: str, roots: Iterable[int], text: str, names: Sequence[str]) -> str:
    """Prelude, roots, text, and the axioms that all theorems rest on."""
    listed = ",\n   ".join(names)
    every = f"Definition every_theorem :=\n  ({listed}).\n\nPrint Assumptions every_theorem.\n"
    return "\n\n".join(
        [comment(title), _shipped("prelude.v"), *map(_root, sorted(roots)), text, every]
    )


def _shipped(name: str) -> str:
    return (files("phasecalc.export.rocq") / name).read_text(encoding="utf-8").strip()


def _root(n: int) -> str:
    return (
        f"Lemma root_{n}_squared : sqrt {n} * sqrt {n} = {n}.\nProof. apply sqrt_sqrt; lra. Qed.\n"
        f"Lemma root_{n}_positive : 0 < sqrt {n}.\nProof. apply sqrt_lt_R0; lra. Qed."
    )
