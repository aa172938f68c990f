"""A phase as a proposition, and its certificate as the short proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.export.page.blocks import Block, Math, Statement, Text
from phasecalc.plrf.asking.wording import TERMS
from phasecalc.regions.formulas import positive_form

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.export.letters.notation import Notation
    from phasecalc.optimum.certificate import Certificate
    from phasecalc.plrf.asking.diagram import LossPhase

__all__ = ["certificate", "phase"]

# Name of an unknown exponent -> the size whose exponent it is, its sign, and its best value.
_SIZES = {"delta": ("d", "", "xi"), "g": ("gamma", "-", "g")}


def phase(found: LossPhase, write: Notation) -> Iterator[Block]:
    """Proposition and proof, the sign conditions re-checked as it is written."""
    proof = _Proof(found.certificate, write)
    yield proof.statement(found.term_orders, found.recheck())


def certificate(found: Certificate, write: Notation) -> Iterator[Block]:
    """Proposition and proof from the certificate alone; of other programs in their own words."""
    from phasecalc.export.views import program

    if set(found.phase.tradeoff) <= set(TERMS):
        yield _Proof(found, write).statement({}, None)
    else:
        yield from program.certificate(found, write)


# Letters of LaTeX that stay within a column of 345 points, the narrowest of the article class.
_LINE = 150
_HALF = 60  # of a formula that stands beside another in a column of half a page


@dataclass(frozen=True)
class _Proof:
    """Certificate with its formulas written as quotients of positive factors."""

    found: Certificate
    write: Notation

    def statement(self, orders: Mapping[str, Expr], rechecked: int | None) -> Statement:
        name, tuned = self.found.phase.name, len(self.found.unknowns) > 1
        suffix = "-tuned" if tuned else ""
        rate = "the learning rate tuned" if tuned else "the largest stable learning rate"
        return Statement(
            "proposition",
            f"phase {name}, {rate}",
            claim=tuple(self._claim()),
            proof=tuple(self._steps(orders, rechecked)),
            label=f"prop:phase-{name}{suffix}",
        )

    def _claim(self) -> Iterator[Block]:
        w = self.write
        yield Text(
            f"Let {w.where(self.found.phase.region.presented())}. The least loss within a budget "
            f"${w['f']}$, and the sizes that reach it, are"
        )
        sizes = [
            rf"{w[size]}_\star \asymp {w['f']}^{{{sign}{w[best]}}}"
            for size, sign, best in self._sizes()
        ]
        formulas = zip(
            (w["eta"], *(w[best] for _, _, best in self._sizes())),
            (self._exponent(), *self._solution()),
            strict=True,
        )
        orders = [rf"{w['P']}_\star \asymp {w['f']}^{{-{w['eta']}}}", *sizes]
        values = [f"{name} = {w.formula(x)}" for name, x in formulas]
        yield Math((r",\qquad ".join(orders) + ",", *_filled(values, ".")))

    def _steps(self, orders: Mapping[str, Expr], rechecked: int | None) -> Iterator[Block]:
        w, names = self.write, self._binding()
        letters = " and ".join(f"${w[u]}$" for u in self.found.unknowns)
        if orders:
            sizes = ", ".join(
                f"${w[size]} = {w['f']}^{{{sign}{w[u]}}}$"
                for u, (size, sign, _) in zip(self.found.unknowns, self._sizes(), strict=True)
            )
            yield Text(
                rf"Write {sizes} and ${w['r']} \asymp {w['f']}/{w['d']}$. The terms in balance are"
            )
            yield Math(self._orders(orders))
        yield Text("Give them the weights")
        weights = [f"w_{{{k}}} = {w.formula(self._weight(n))}" for k, n in enumerate(names, 1)]
        yield Math(_filled(weights, ","))
        held = self._held()
        yield Text(
            f"of ${', '.join(w.term(n) for n in names)}$ in turn, which are positive and have sum "
            "1. The loss is a sum of positive terms, so it is at least a constant times any "
            f"weighted geometric mean of them, and in this one {letters} "
            f"{'cancel' if len(self.found.unknowns) > 1 else 'cancels'}"
            + (f", once {held} is used" if held else "")
            + ":"
        )
        mean = r"\,".join(_raised(w.term(n), f"w_{{{k}}}") for k, n in enumerate(names, 1))
        last = r"\gtrsim" if held else r"\asymp"
        yield Math((rf"{w['P']} \gtrsim {mean} {last} {w['f']}^{{-{w['eta']}}}.",))
        yield Text(self._end(rechecked))

    def _orders(self, orders: Mapping[str, Expr]) -> tuple[str, ...]:
        """Each term in balance and its exponent: side by side where half a page holds them."""
        w, names = self.write, self._binding()
        terms = [rf"\asymp {w['f']}^{{e_{{{k}}}}}" for k, _ in enumerate(names, 1)]
        parts = [self._linear(orders[n]) for n in names]
        values = list(map(" ".join, parts))
        ends = [*("," for _ in names[1:]), "."]
        rows = enumerate(zip(names, terms, values, ends, strict=True), 1)
        if max(map(len, values)) <= _HALF:
            return tuple(f"{w.term(n)} &{t}, & e_{{{k}}} &= {v}{e}" for k, (n, t, v, e) in rows)
        first = r",\qquad ".join(f"{w.term(n)} {t}" for n, t in zip(names, terms, strict=True))
        broken = (
            _broken((f"e_{{{k}}} = {p[0]}", *p[1:]), end)
            for k, (p, end) in enumerate(zip(parts, ends, strict=True), 1)
        )
        return (f"{first},", *(line for lines in broken for line in lines))

    def _end(self, rechecked: int | None) -> str:
        at = ", ".join(
            f"${self.write[u]} = {self.write.formula(x)}$".replace(r"\frac", r"\tfrac")
            for u, x in zip(self.found.unknowns, self._solution(), strict=True)
        )
        count = len(self.found.proofs)
        checked = (
            f"{count} sign conditions, each with an exact certificate"
            if rechecked is None
            else f"{rechecked} sign conditions, each with an exact certificate that the checker "
            "accepted anew for this page"
        )
        return (
            f"At {at} no term is of larger order, so the bound is attained. That the weights are "
            "positive and that the other terms and constraints leave room on the whole region is "
            f"*proved*: {checked}. That the loss is the sum of these terms up to constants is "
            "*cited* [@paquette2024phases]."
        )

    def _binding(self) -> list[str]:
        return [n for n, w in self.found.weights.items() if n in TERMS and not w.vanishes]

    def _held(self) -> str:
        """Constraints with weight, in words."""
        bounds = [n for n, w in self.found.weights.items() if n not in TERMS and not w.vanishes]
        return " and ".join(_constraint(n, self.write) for n in bounds)

    def _weight(self, name: str) -> Expr:
        found = self.found.phase
        return positive_form(found.as_expr(self.found.weights[name]), found.region)

    def _exponent(self) -> Expr:
        return positive_form(self.found.phase.exponent, self.found.phase.region)

    def _solution(self) -> list[Expr]:
        found = self.found.phase
        return [positive_form(x, found.region) for x in found.solution]

    def _sizes(self) -> list[tuple[str, str, str]]:
        return [_SIZES.get(u, (u, "", u)) for u in self.found.unknowns]

    def _linear(self, order: Expr) -> tuple[str, ...]:
        """Terms of an exponent that is a sum over the unknowns, each coefficient a quotient."""
        from phasecalc import symbols

        unknowns = {u: getattr(symbols, u) for u in self.found.unknowns}
        constant = order.subs(dict.fromkeys(unknowns.values(), 0))
        parts = [(constant, ""), *((order.diff(x), self.write[u]) for u, x in unknowns.items())]
        found: list[str] = []
        for coefficient, letter in parts:
            value = positive_form(coefficient, self.found.phase.region)
            if value == 0:
                continue
            minus = bool(value.as_coeff_Mul()[0].is_negative)
            size = -value if minus else value
            formula = "" if size == 1 and letter else self.write.formula(size)
            if letter and size.is_Add and not formula.startswith(r"\frac"):
                formula = rf"\left({formula}\right)"
            sign = "-" if minus else "+" if found else ""
            found.append(f"{sign}{' ' if found else ''}{formula} {letter}".strip())
        return tuple(found) or ("0",)


def _raised(term: str, power: str) -> str:
    base = rf"\bigl({term}\bigr)" if "frac" in term else term
    return rf"{base}^{{{power}}}"


def _broken(parts: tuple[str, ...], end: str) -> tuple[str, ...]:
    """A sum, its last term in a line of its own where a narrow column would not hold all."""
    line = " ".join(parts) + end
    if len(line) <= 2 * _HALF or len(parts) == 1:
        return (line,)
    return " ".join(parts[:-1]), rf"\qquad {{}} {parts[-1]}{end}"


def _filled(formulas: list[str], end: str) -> tuple[str, ...]:
    """Short formulas on one line; else one on each, so that a narrow column holds them."""
    line = r",\qquad ".join(formulas) + end
    if len(line) <= _LINE:
        return (line,)
    return (*(f"{x}," for x in formulas[:-1]), formulas[-1] + end)


def _constraint(name: str, write: Notation) -> str:
    """Constraint such as "gamma <= 1 for alpha > 1/2" in mathematics; its name where not."""
    from phasecalc import symbols
    from phasecalc.exceptions import ParseError
    from phasecalc.parsing import relation

    known = {n: getattr(symbols, n) for n in ("alpha", "beta", "d", "gamma", "r")}
    bound = name.partition(" for ")[0]
    try:
        left, sign, right = relation(bound, known)
    except ParseError:
        return f"`{name}`"
    signs = {"<=": r"\lesssim", ">=": r"\gtrsim"}
    return f"${write.expr(left)} {signs.get(sign, sign)} {write.expr(right)}$"
