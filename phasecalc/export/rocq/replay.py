"""Certificates of emptiness, replayed: products positive one by one, their sum zero by ``ring``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import Number, Polynomial, Surd, decode_polynomial, scale
from phasecalc.exceptions import Undecided
from phasecalc.export.rocq.writing import Letters, integral, number, roots
from phasecalc.regions.condition import Condition, canonical
from phasecalc.regions.decide import settle
from phasecalc.regions.encoding import key

__all__ = ["Book"]

# A hypothesis: its name, its polynomial with integer coefficients, by what that was multiplied,
# and its relation to zero.
Hypothesis = tuple[str, Polynomial, Fraction, str]


class Book:
    """Lemmas that conditions are impossible, each written once.

    Parameters
    ----------
    letters
        Identifiers.
    proofs
        Certificates by content hash; what is not among them is searched for.
    """

    def __init__(self, letters: Letters, proofs: Mapping[str, Mapping[str, object]]) -> None:
        self.letters = letters
        self.proofs = proofs
        self.lemmas: dict[str, tuple[str, str]] = {}
        self.roots: set[int] = set()

    def impossible(self, cell: Iterable[Condition]) -> str:
        """Name of the lemma that no parameters fulfil the conditions.

        Raises
        ------
        Undecided
            There is no certificate, and none was found.
        """
        conditions = canonical(cell)
        name = key(conditions)
        if name not in self.lemmas:
            proof = self.proofs.get(name) or settle(conditions).proof
            if proof is None:
                where = " and ".join(map(str, conditions))
                raise Undecided(f"{where} should be impossible: no certificate was found")
            lemma = f"impossible_{len(self.lemmas) + 1}"
            self.lemmas[name] = (lemma, self._lemma(lemma, conditions, proof))
        return self.lemmas[name][0]

    def known(self, cell: Iterable[Condition]) -> str | None:
        """The same, or None where no certificate is found."""
        try:
            return self.impossible(cell)
        except Undecided:
            return None

    def listed(self, cell: Iterable[Condition]) -> str | None:
        """The same, or None where no certificate was given."""
        conditions = canonical(cell)
        return self.impossible(conditions) if key(conditions) in self.proofs else None

    def text(self) -> list[str]:
        """Lemmas in the order in which they were needed."""
        return [text for _, text in self.lemmas.values()]

    def _lemma(self, lemma: str, conditions: Sequence[Condition], proof: Mapping[str, Any]) -> str:
        letters = self.letters
        facts = [letters.fact(c) for c in conditions]
        hypotheses: list[Hypothesis] = [
            (f"H{k}", c.polynomial, Fraction(1), c.relation) for k, c in enumerate(conditions)
        ]
        self.roots |= roots(v for c in conditions for _, v in c.terms)
        given = " ".join(n for n, *_ in hypotheses)
        lines = [
            f"Lemma {lemma} : forall {letters.a} : R,",
            "  " + " -> ".join([*facts, "False."]),
            f"Proof. intros {letters.a} {given}.",
            *self._proof(hypotheses, proof, "  "),
            "Qed.",
        ]
        return "\n".join(lines)

    def _proof(
        self, hypotheses: list[Hypothesis], proof: Mapping[str, Any], indent: str
    ) -> list[str]:
        if "sum" in proof:
            return [indent + line for line in self._leaf(hypotheses, proof["sum"])]
        variables = len(self.letters.parameters)
        on, factor = integral(decode_polynomial(proof["split"], variables))
        self.roots |= roots(on.values())
        name, opposite = f"H{len(hypotheses)}", scale(on, -1)
        inner = f"{indent}  "
        return [
            f"{indent}destruct (Rle_or_lt 0 ({self.letters.polynomial(on)})) as [{name}|L{name}].",
            f"{indent}{{",
            *self._proof([*hypotheses, (name, on, factor, ">=")], proof["nonnegative"], inner),
            f"{indent}}}",
            f"{indent}assert ({name} : 0 < {self.letters.polynomial(opposite)}) by lra.",
            *self._proof([*hypotheses, (name, opposite, factor, ">")], proof["negative"], indent),
        ]

    def _leaf(self, hypotheses: list[Hypothesis], rows: list[Any]) -> list[str]:
        """The sum of products is positive by its shape, and zero by ``ring``."""
        products = _whole([_product(row, hypotheses) for row in rows])
        constants: list[str] = []
        strict: list[str] = []
        loose: list[str] = []
        for multiplier, powers, square in products:
            term, is_strict = self._row(hypotheses, (multiplier, powers, square), constants)
            (strict if is_strict else loose).append(term)
        first, *others = strict
        sums = [*loose, *(f"(weak {t})" for t in others)]
        rest = sums.pop() if sums else ""
        for term in reversed(sums):
            rest = f"(plus_weak {term} {rest})"
        whole = f"(plus_strict {first} {rest})" if rest else first
        using = "".join(f" root_{n}_squared" for n in sorted(self.roots))
        ring = f"ring [{using.strip()}]" if using else "ring"
        return [*constants, f"apply (absurd_sum _ {whole}).", f"{ring}."]

    def _row(
        self,
        hypotheses: list[Hypothesis],
        row: tuple[Polynomial, list[int], Polynomial | None],
        constants: list[str],
    ) -> tuple[str, bool]:
        """Proof that one product is positive, or non-negative, and which of the two."""
        multiplier, powers, square = row
        used = [h for h, p in zip(hypotheses, powers, strict=True) for _ in range(p)]
        self.roots |= roots(multiplier.values()) | roots((square or {}).values())
        zero = next((h for h in used if h[3] == "="), None)
        if zero is not None:
            used.remove(zero)
            whole = [multiplier, *(h[1] for h in used), *([square, square] if square else [])]
            factors = " * ".join(f"({self.letters.polynomial(p)})" for p in whole)
            return f"(vanishing ({factors}) {zero[0]})", False
        (value,) = multiplier.values()
        constants.extend(self._constant(value, len(constants)))
        proofs = [f"C{len(constants) - 1}", *(h[0] for h in used)]
        strict = square is None and all(h[3] == ">" for h in used)
        if not strict:
            strengths = [True, *(h[3] == ">" for h in used)]
            proofs = [f"(weak {p})" if s else p for p, s in zip(proofs, strengths, strict=True)]
            if square is not None:
                proofs.append(f"(square ({self.letters.polynomial(square)}))")
        term = proofs.pop()
        for proof in reversed(proofs):
            term = f"({'times_strict' if strict else 'times_weak'} {proof} {term})"
        return term, strict

    def _constant(self, value: Number, k: int) -> list[str]:
        """Line that proves a number positive; a root is bounded by a rational first."""
        if not isinstance(value, Surd):
            return [f"assert (C{k} : 0 < {number(value)}) by lra."]
        bound = _bound(value)
        side = "above" if value.b > 0 else "below"
        relation = f"{number(bound)} < sqrt {value.n}"
        if value.b < 0:
            relation = f"sqrt {value.n} < {number(bound)}"
        how = f"apply (root_{side} _ _ _ root_{value.n}_positive root_{value.n}_squared); lra"
        return [f"assert (C{k} : 0 < {number(value)}) by (assert ({relation}) by ({how}); lra)."]


def _bound(value: Surd) -> Fraction:
    """Rational so near to the root that the number is still positive with it."""
    scale_ = 1
    while True:
        scale_ *= 10
        low = Fraction(math.isqrt(value.n * scale_**2), scale_)
        bound = low if value.b > 0 else low + Fraction(1, scale_)
        if value.a + value.b * bound > 0:
            return bound


def _product(
    row: Any, hypotheses: list[Hypothesis]
) -> tuple[Polynomial, list[int], Polynomial | None]:
    """Row of a certificate over hypotheses with integer coefficients."""
    variables = len(next(iter(hypotheses[0][1]))) if hypotheses else 0
    multiplier, powers = decode_polynomial(row[0], variables), list(row[1])
    for (_, _, factor, _), p in zip(hypotheses, powers, strict=True):
        multiplier = scale(multiplier, 1 / factor**p)
    square = None
    if len(row) == 3:
        square, factor = integral(decode_polynomial(row[2], variables))
        multiplier = scale(multiplier, 1 / factor**2)
    return multiplier, powers, square


def _whole(
    products: list[tuple[Polynomial, list[int], Polynomial | None]],
) -> list[tuple[Polynomial, list[int], Polynomial | None]]:
    """All rows times one number, so that every coefficient is an integer."""
    parts = [
        x
        for multiplier, _, _ in products
        for c in multiplier.values()
        for x in ((c.a, c.b) if isinstance(c, Surd) else (c,))
    ]
    common = Fraction(math.lcm(*(x.denominator for x in parts)))
    return [(scale(m, common), powers, square) for m, powers, square in products]
