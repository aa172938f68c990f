"""Over sizes: for every budget f > 1 and all sizes the largest term is at least f^-eta."""

from __future__ import annotations

from collections.abc import Iterator

from phasecalc.export.rocq.statements import Statements
from phasecalc.export.rocq.writing import cases, choose, comment, conjunction, parts
from phasecalc.optimum.minimax import Form, Term
from phasecalc.optimum.phase import Phase

__all__ = ["Sizes"]


class Sizes:
    """Terms and constraints as products of powers, and the theorem that follows for them.

    Parameters
    ----------
    said
        Definitions over exponents.
    """

    def __init__(self, said: Statements) -> None:
        self.said = said
        self.letters = said.letters
        self.program = said.program
        self.sizes = [said.letters.fresh(x, "size_") for x in self.letters.unknowns]
        self.terms = {t.name: said.letters.fresh(t.name, "term_") for t in self.program.terms}
        self.given = f"{self.letters.a} f {' '.join(self.sizes)}"
        self.powers = " ".join(f"(Rpower f {x})" for x in self.letters.unknowns)

    def _power(self, form: Form) -> str:
        """Product of powers that a form is the exponent of."""
        written = [
            f"Rpower {base} ({self.letters.ratio(c)})"
            for base, c in zip(("f", *self.sizes), form, strict=True)
            if not c.vanishes
        ]
        return " * ".join(written) or "Rpower f 0"

    def text(self) -> Iterator[str]:
        """Definitions and the lemma that joins them to the exponents."""
        names = ", ".join(
            f"{s} = f^{x}" for s, x in zip(self.sizes, self.letters.unknowns, strict=True)
        )
        yield comment(f"Sizes, at a budget f: {names}.")
        for term in self.program.terms:
            yield self._term(term)
        every = [f"{n} {self.given} v" for n in self.terms.values()]
        yield f"Definition term ({self.given} v : R) : Prop :=\n  " + " \\/\n  ".join(every) + "."
        held = [f"0 < {s}" for s in self.sizes]
        held += [f"{self._power(c.form)} <= 1" for c in self.program.constraints]
        yield f"Definition admissible ({self.given} : R) : Prop :=\n  {conjunction(held)}."
        yield self._joined()

    def _term(self, term: Term) -> str:
        found = []
        for k, piece in enumerate(term.pieces):
            found.append(
                conjunction([*self.said.guards(term, k), f"v = {self._power(piece.form)}"])
            )
        body = " \\/\n  ".join(f"({c})" for c in found) if found[1:] else "".join(found) or "False"
        return f"Definition {self.terms[term.name]} ({self.given} v : R) : Prop :=\n  {body}."

    def _joined(self) -> str:
        """A term whose exponent is e has the size f^e."""
        letters, terms = self.letters, self.program.terms
        lines = [
            f"Lemma exponent_of_term : forall {letters.a} f {letters.x} e : R,",
            f"  exponent {letters.a} {letters.x} e ->",
            f"  term {letters.a} f {self.powers} (Rpower f e).",
            f"Proof. intros {letters.a} f {letters.x} e T. unfold exponent in T. unfold term.",
            cases("T", [["T"]] * len(terms)) if terms[1:] else "",
        ]
        for j, term in enumerate(terms):
            count = len(term.pieces)
            split = cases("T", [["T"]] * count) if term.pieces[1:] else ""
            unfold = f"unfold {letters.terms[term.name]} in T. unfold {self.terms[term.name]}."
            lines.append(f"{{ {choose(j, len(terms))}{unfold} {split if count else 'easy.'}")
            for k in range(count):
                guards = [f"C{n}" for n, _ in enumerate(self.said.guards(term, k))]
                named = parts("T", [*guards, "T"]) if guards else ""
                kept = "".join(f"split; [exact {g}|]. " for g in guards)
                lines.append(f"  {{ {named} {choose(k, count)}{kept}rewrite T. gather_powers. }}")
            lines.append("}")
        return "\n".join([*filter(None, lines), "Qed."])

    def theorem(self, phase: Phase) -> tuple[str, str, list[str]]:
        """Name, statement and proof."""
        letters, name = self.letters, self.said.label[phase.name]
        eta = f"- eta{self.said.suffix(phase)} {letters.a}"
        statement = (
            f"{self.said.binder},\n  {name} {letters.a} -> off_walls {letters.a} ->\n"
            f"  forall f {' '.join(self.sizes)} : R, 1 < f -> admissible {self.given} ->\n"
            f"  exists v, term {self.given} v /\\ Rpower f ({eta}) <= v"
        )
        held = [f"S{k}" for k, _ in enumerate(self.sizes)]
        held += [f"B{k}" for k, _ in enumerate(self.program.constraints)]
        named = f"unfold admissible in A. {parts('A', held)}"
        if len(held) == 1:
            named = f"unfold admissible in A. rename A into {held[0]}."
        proof = [
            f"intros {letters.a} P O f {' '.join(self.sizes)} F A. {named}",
            *(
                f"assert (E{k} := power_of f {s} F S{k}). rewrite <- E{k}. "
                f"set ({x} := ln {s} / ln f) in *."
                for k, (s, x) in enumerate(zip(self.sizes, letters.unknowns, strict=True))
            ),
            f"assert (G : feasible {letters.a} {letters.x}).",
            f"{{ unfold feasible{''.join(f', {n}' for n in letters.constraints.values())}.",
            "  repeat split; apply (at_most_one f _ F).",
        ]
        rewrite = "".join(f"try rewrite <- E{k} in B. " for k, _ in enumerate(self.sizes))
        for k, _ in enumerate(self.program.constraints):
            proof.append(
                f"  {{ rename B{k} into B. {rewrite}eapply Rle_trans; [apply Req_le|exact B]. "
                "gather_powers. }"
            )
        proof += [
            "}",
            f"destruct ({name}_optimal {letters.a} P O {letters.x} G) as (e & T & L).",
            "exists (Rpower f e). split; [apply exponent_of_term; exact T|].",
            "apply Rle_Rpower; lra.",
        ]
        return f"{name}_sizes", statement, proof
