"""One critical region: its optimality and its attainment as lemmas, from weights and slacks.

The lower bound is the dual certificate: a weighted mean of the terms, plus non-negative multiples
of the constraints, is the value identically (``field``), so the largest term is at least that.
That it is attained is one identity for each row: the row at the vertex is the value less a slack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from phasecalc import checker
from phasecalc.checker import CheckFailed, Polynomial
from phasecalc.export.rocq.replay import Book
from phasecalc.export.rocq.writing import Letters, choose, conjunction, parts, splits
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Condition

__all__ = ["Piece"]

_BY = "first [assumption | lra]"
_UNFOLD = "[total mixed nonnegative some_above]"


@dataclass(frozen=True)
class Piece:
    """Critical region with the lemmas that say what it proves.

    Parameters
    ----------
    name
        Prefix of the lemmas.
    program, region
        What is proved: the region's formulas solve the program.
    book
        Where lemmas of emptiness are kept.
    """

    name: str
    program: Minimax
    region: CriticalRegion
    book: Book

    @property
    def letters(self) -> Letters:
        """Identifiers."""
        return self.book.letters

    @cached_property
    def forms(self) -> dict[str, tuple[bool, Form]]:
        """Each row that is present: whether it is a term, and its form."""
        found = {n: (True, f) for n, f in self.program.active(self.region.signs).items()}
        return found | {c.name: (False, c.form) for c in self.program.constraints}

    @cached_property
    def value(self) -> str:
        """The exponent of the loss."""
        return f"- ({self.letters.ratio(-self.region.value)})"

    @cached_property
    def weights(self) -> dict[str, str]:
        """Dual weight of each binding row, in brackets."""
        return {n: f"({self.letters.ratio(w)})" for n, w in self.region.weights}

    @property
    def terms(self) -> list[str]:
        """Terms with a weight."""
        return [n for n in self.weights if self.forms[n][0]]

    @property
    def binding(self) -> list[str]:
        """Constraints with a weight."""
        return [n for n in self.weights if not self.forms[n][0]]

    @property
    def hypotheses(self) -> list[str]:
        """Conditions of the region."""
        return [self.letters.fact(c) for c in self.region.cell]

    def at(self, name: str, unknowns: Sequence[str]) -> str:
        """A row's form at unknowns, as text."""
        return self.letters.form(self.forms[name][1], unknowns)

    def vertex(self, k: int) -> list[str]:
        """Unknowns at a vertex, as text."""
        return [f"({self.letters.ratio(x)})" for x in self.region.vertices[k]]

    def text(self) -> list[str]:
        """Lemmas: signs, denominators, the lower bound, attainment at each vertex."""
        attained = (self._attained(k) for k in range(len(self.region.vertices)))
        return [self._signs(), self._defined(), self._lower(), *attained]

    @cached_property
    def defined(self) -> list[str]:
        """Denominators of the exponent, the solution and the rows: that none is 0."""
        return list(self._denominators)

    @cached_property
    def _denominators(self) -> dict[str, str]:
        forms = [x for _, form in self.forms.values() for x in form]
        found = {}
        for ratio in (self.region.value, *(x for v in self.region.vertices for x in v), *forms):
            bottom = Condition.make(self.program.parameters, ratio.bottom, "=")
            if bottom.truth is None:
                fact = f"{self.letters.polynomial(ratio.bottom)} <> 0"
                found[fact] = self._by("intro Z", bottom)
            elif bottom.truth:
                raise CheckFailed(f"{ratio}: a denominator is 0")
        return found

    @cached_property
    def _facts(self) -> dict[str, str]:
        """Each sign that the lemmas rest on, and how it is proved."""
        found = dict(self._denominators)
        slacks = (s for row in self.region.slacks for _, s in row)
        for ratio in (*(w for _, w in self.region.weights), *slacks):
            if ratio.number is None:
                found.update(self._sign(ratio.bottom, ">"))
                found.update(self._sign(ratio.top, ">="))
        return found

    def _sign(self, polynomial: Polynomial, relation: str) -> Iterator[tuple[str, str]]:
        opposite = checker.scale(polynomial, -1)
        names, strict = self.program.parameters, relation == ">"
        against = Condition.make(names, opposite, ">=" if strict else ">")
        if against.truth is True:
            raise CheckFailed(f"{self.name}: a sign that the certificate states is wrong")
        if against.truth is None:
            fact = f"0 {'<' if strict else '<='} {self.letters.polynomial(polynomial)}"
            yield fact, self._by("suppose_not", against)

    def _by(self, start: str, against: Condition) -> str:
        lemma = self.book.impossible([*self.region.cell, against])
        return f"{start}; apply ({lemma} {self.letters.a}); {_BY}"

    def _lemma(self, what: str, variables: str, premises: Iterable[str], goal: str) -> str:
        """Head of a lemma, up to the introduction of its variables and premises."""
        all_premises = [*self.hypotheses, *premises]
        names = " ".join(f"H{k}" for k, _ in enumerate(all_premises))
        given = "".join(f"{p} -> " for p in all_premises)
        return (
            f"Lemma {self.name}_{what} : forall {variables} : R,\n  {given}\n  {goal}.\n"
            f"Proof.\nintros {variables} {names}.".replace(" .", ".")
        )

    def _signs(self) -> str:
        head = self._lemma("signs", self.letters.a, (), conjunction(list(self._facts)))
        return "\n".join([head, splits(list(self._facts.values())), "Qed."])

    def _with_signs(self) -> str:
        """Tactic that brings the facts into the context."""
        given = " ".join(f"H{k}" for k, _ in enumerate(self.hypotheses))
        names = [f"F{k}" for k, _ in enumerate(self._facts)]
        return parts(f"{self.name}_signs {self.letters.a} {given}".strip(), names)

    def _defined(self) -> str:
        head = self._lemma("defined", self.letters.a, (), conjunction(self.defined))
        return "\n".join([head, self._with_signs(), "repeat split; assumption.", "Qed."])

    def _nonnegative(self, ratio: Ratio) -> str:
        """Tactic for ``0 <= ratio``."""
        if ratio.number is not None:
            return "lra"
        if Condition.make(self.program.parameters, ratio.bottom, ">").truth:
            return f"({_BY})"
        return f"(apply quotient_weak; {_BY})"

    def _lower(self) -> str:
        """No choice of the unknowns does better."""
        x, weights = self.letters.unknowns, dict(self.region.weights)
        spent = [f"{self.weights[n]} * ({self.at(n, x)})" for n in self.binding]
        pairs = [(self.weights[n], self.at(n, x)) for n in self.terms]
        count, goal = len(pairs), r" \/ ".join(f"{self.value} <= {f}" for _, f in pairs)
        bounds = [f"{self.at(n, x)} <= 0" for n in self.binding]
        listed = "; ".join(f"({w}, {f})" for w, f in pairs)
        summed = _nested([w for w, _ in pairs])
        mean = _nested([f"{w} * ({f})" for w, f in pairs])
        less = "".join(f" - {s}" for s in spent)
        lines = [
            self._lemma("lower", f"{self.letters.a} {self.letters.x}", bounds, goal),
            self._with_signs(),
            *(
                f"assert (W{k} : 0 <= {w}) by {self._nonnegative(weights[n])}."
                for k, (n, w) in enumerate(self.weights.items())
            ),
            *(
                f"assert (B{k} : {s} <= 0) by (apply times_below; assumption)."
                for k, s in enumerate(spent)
            ),
            f"assert (Sum : {summed} = 1) by (field; nonzero).",
            f"assert (Mean : {mean} = {self.value}{less}) by (field; nonzero).",
            f"assert (Best : some_above ({self.value}) [{listed}]).",
            f"{{ apply mean_at_most_largest; cbn {_UNFOLD};",
            "  [repeat split; assumption | exact Sum | rewrite Mean; lra]. }",
            f"cbn {_UNFOLD} in Best. destruct Best as {_alternatives(count)}.",
            *(f"{choose(k, count)}exact E." for k in range(count)),
            "Qed.",
        ]
        return "\n".join(lines)

    def _attained(self, k: int) -> str:
        """At a vertex no term exceeds the value, and no constraint fails."""
        slacks, twins = dict(self.region.slacks[k]), dict(self.region.ties)
        vertex, goals, steps = self.vertex(k), [], []
        for n, (is_term, _) in self.forms.items():
            slack = slacks[twins.get(n, n)]
            goals.append(f"{self.at(n, vertex)} <= {self.value if is_term else '0'}")
            below = f"apply (below ({self.letters.ratio(slack)}))"
            steps.append(f"{below}; [field; nonzero | {self._nonnegative(slack)}]")
        lines = [
            self._lemma(f"attained_{k + 1}", self.letters.a, (), conjunction(goals)),
            self._with_signs(),
            splits(steps),
            "Qed.",
        ]
        return "\n".join(lines)


def _nested(parts: Sequence[str]) -> str:
    """Sum as ``total`` and ``mixed`` unfold to it."""
    return "".join(f"{p} + (" for p in parts) + "0" + ")" * len(parts)


def _alternatives(n: int) -> str:
    r"""Pattern for ``a \/ b \/ False``."""
    pattern = "[]"
    for _ in range(n):
        pattern = f"[E|{pattern}]"
    return pattern
