"""Programs and laws of one's own: their phases, and why nothing does better, in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from phasecalc.export.letters.letters import check_distinct
from phasecalc.export.page.blocks import Block, Math, Statement, Table, Text
from phasecalc.laws.declaring.files import write_law
from phasecalc.laws.text.modes import has_sums, read_with_brackets
from phasecalc.laws.text.notation import BUDGET, LOSS
from phasecalc.regions.formulas import positive_form

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.export.letters.notation import Notation
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.case import Case
    from phasecalc.laws.exponents.exponents import Optimum
    from phasecalc.optimum.certificate import Certificate
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.regions.region import Region

__all__ = ["certificate", "diagram", "law", "law_names", "optimum"]

_SHORT = 60  # letters of LaTeX that stay within half a page
_WIDE = 100  # letters from which a line may not


def certificate(found: Certificate, write: Notation) -> Iterator[Block]:
    """Proposition and proof of one phase of a program."""
    from phasecalc.optimum.ratio import ratio_expression

    phase = found.phase
    w, loss, budget = _letters(write, (*found.unknowns, *phase.region.names))
    region = phase.region.presented()

    def formula(e: Expr) -> str:
        return str(w.formula(positive_form(e, phase.region)))

    eta = formula(phase.exponent)
    letters = [w[u] for u in found.unknowns]
    at = [f"{u} = {formula(x)}" for u, x in zip(letters, phase.solution, strict=True)]
    weights = {
        n: formula(ratio_expression(x, phase.region.names))
        for n, x in found.weights.items()
        if not x.vanishes
    }
    choice = ", ".join(f"${u}$" for u in letters)
    yield Statement(
        "proposition",
        f"phase {phase.name}",
        claim=(
            Text(
                f"{_let(region, w)}Of all choices of {choice} none makes the loss ${loss}$, a sum "
                f"of powers of ${budget}$, smaller up to constants than"
            ),
            Math(_lines([rf"{loss}_\star \asymp {budget}^{{-{eta}}}"], ".")),
            Text("It is reached at"),
            Math(_lines(at, ".")),
        ),
        proof=(
            *_mean(w, loss, budget, eta, weights, phase.bound_by, choice),
            Text(
                "At the choice above no term is of larger order, so the bound is attained. That "
                "the weights are positive and that the other terms and constraints leave room on "
                f"the whole region is *proved*: {len(found.proofs)} sign conditions, each with an "
                "exact certificate. That the loss is this sum is the hypothesis."
            ),
        ),
        label=f"prop:phase-{_slug(phase.name)}-{str(found.as_json()['hash'])[:8]}",
    )


def _mean(
    w: Notation,
    loss: str,
    budget: str,
    eta: str,
    weights: Mapping[str, str],
    bounds: Sequence[str],
    choice: str,
) -> Iterator[Block]:
    """The lower bound: a weighted geometric mean of the terms that balance."""
    terms = [n for n in weights if n not in bounds]
    listed = ", ".join(f"${_term(n)}$" for n in terms)
    if len(terms) > 1:
        yield Text(f"Give {listed} the weights")
        yield Math(_lines([f"w_{{{k}}} = {weights[n]}" for k, n in enumerate(terms, 1)], ","))
        opening = "which are positive and have sum 1. The loss is a sum of positive terms, so it "
        mean = r"\,".join(rf"{_term(n)}^{{w_{{{k}}}}}" for k, n in enumerate(terms, 1))
        what = "any weighted geometric mean of them, and in this one"
    else:
        opening, mean, what = "The loss ", _term(terms[0]), f"its term {listed}, and in it"
    once = " and ".join(_bound(n, w) for n in weights if n in bounds)
    used = f", once {once} {'are' if ' and ' in once else 'is'} used" if once else ""
    goes = "cancel" if "," in choice else "cancels"
    yield Text(f"{opening}is at least a constant times {what} {choice} {goes}{used}:")
    sign = r"\gtrsim" if once else r"\asymp"
    yield Math((rf"{loss} \gtrsim {mean} {sign} {budget}^{{-{eta}}}.",))


def diagram(found: PhaseDiagram, write: Notation) -> Iterator[Block]:
    """Terms and constraints of a program, and one row for each phase."""
    from phasecalc.optimum.ratio import ratio_expression

    program = found.program
    w, loss, budget = _letters(write, (*program.unknowns, *program.parameters))
    letters = [w[u] for u in program.unknowns]
    yield Table(
        ("Phase", "Where", "Balance", f"exponent of ${loss}$", *(f"${u}$" for u in letters)),
        tuple(
            (
                p.name,
                w.where(p.region.presented()),
                ", ".join(f"${_term(n)}$" for n in p.tradeoff)
                + "".join(f", {_bound(n, w)}" for n in p.bound_by),
                *(
                    f"${w.formula(positive_form(p.as_expr(x), p.region))}$"
                    for x in (p.value, *p.vertices[0])
                ),
            )
            for p in found.phases
        ),
        caption=rf"Phases: the least loss as a power of ${budget}$, and where it is reached.",
        label=f"tab:phases-{_slug('-'.join(t.name for t in program.terms))}-",
    )
    for p in found.phases:
        if p.is_face:
            others = "; ".join(
                ", ".join(
                    f"${u} = {w.formula(ratio_expression(x, p.region.names))}$"
                    for u, x in zip(letters, v, strict=True)
                )
                for v in p.vertices[1:]
            )
            yield Text(f"Phase {p.name}: as good up to constants are {others}, and all between.")


def law(found: Law, write: Notation) -> Iterator[Block]:
    """A law: what it states, and its optimum."""
    yield from optimum(found.optimum(), write)


def optimum(found: Optimum, write: Notation) -> Iterator[Block]:
    """What a law states, and for each case a proposition with its proof."""
    stated = found.law
    w = write.of(law_names(stated), {BUDGET: "f", LOSS: "P"})
    yield Text(
        f"The law `{stated.name}`{': ' if stated.title else ''}{stated.title}. It states",
        ragged=True,
    )
    low = w[LOSS] + (f" - {w[stated.irreducible]}" if stated.irreducible else "")
    terms = [
        w.expr(e) + (rf"\quad ({_relation(r)})" if r != True else "")  # noqa: E712
        for t in stated.terms
        for e, r in t.cases
    ]
    total = _sum(low, terms)
    lines = (*total, f"{w[BUDGET]} = {w.expr(stated.budget)}.")
    yield Math(lines, wide=max(map(len, lines)) > _WIDE)
    yield from _sums(stated, w)
    count = found.recheck()
    mark = sha256(write_law(stated).encode()).hexdigest()[:8]  # others may have its name
    for k, case in enumerate(found.cases, 1):
        many = len(found.cases) > 1
        yield Statement(
            "proposition",
            f"optimum of `{stated.name}`" + (f", case {k}" if many else ""),
            claim=tuple(_claim(case, low, w)),
            proof=tuple(_argument(case, low, count, stated, w)),
            label=f"prop:law-{_slug(stated.name)}-{mark}" + (f"-{k}" if many else ""),
        )


def law_names(stated: Law) -> tuple[str, ...]:
    """All that a law names: its budget and loss, its sizes, its constants and parameters."""
    rest = (stated.irreducible,) if stated.irreducible else ()
    return tuple(dict.fromkeys((BUDGET, LOSS, *stated.unknowns, *stated.parameters, *rest)))


def _sums(stated: Law, w: Notation) -> Iterator[Block]:
    """Orders of the sums over modes, which the proofs below begin from."""
    from phasecalc.laws.sums.orders import sum_orders

    rows = [
        rf"{w.expr(read_with_brackets(o.text, stated.symbols))} \asymp {w.expr(o.order)}"
        for orders in sum_orders(stated).values()
        for o in orders
    ]
    if rows:
        yield Text(
            "The poles of their Mellin transforms [@flajolet1995mellin], or their largest blocks, "
            "give the sums' orders, off the lines of the parameters on which logarithms stand:"
        )
        yield Math((*(f"{x}," for x in rows[:-1]), rows[-1] + "."))


def _claim(case: Case, low: str, w: Notation) -> Iterator[Block]:
    logs = case.logarithms or {}

    def power(name: str, e: Expr) -> str:
        text = rf"{w[BUDGET]}^{{{w.formula(e)}}}" if e != 0 else "1"
        log = logs.get(name, 0)
        return text if log == 0 else rf"{text} (\log {w[BUDGET]})^{{{w.formula(log)}}}"

    budget = w[BUDGET]
    yield Text(f"{_let(case.region, w)}Within a budget ${budget}$ the least loss and its sizes are")
    fixed = {n: e for n, e in case.limits.items() if e is not None}
    best = w[LOSS] + r"_\star" + low[len(w[LOSS]) :]
    rows = [rf"{best} \asymp {power(LOSS, -case.loss_exponent)}"]
    rows += [rf"{w.starred(n)} \asymp {power(n, e)}" for n, e in fixed.items()]
    yield Math(_lines(rows, "."))
    for n in case.open:
        ends = r",\ ".join(rf"{budget}^{{{w.formula(e)}}}" for e in case.face(n))
        where = f"; vertices of the optimal face: ${ends}$" if len(case.face(n)) > 1 else ""
        yield Text(f"The exponent of ${w[n]}$ is not determined ({case.reason}){where}.")
    if case.left_out:
        yield Text(f"All {case.left_out}.")


def _argument(case: Case, low: str, count: int, stated: Law, w: Notation) -> Iterator[Block]:
    weights = {n: w.formula(e) for n, e in case.weights.items() if e != 0}
    sizes = ", ".join(f"${w[n]}$" for n in stated.unknowns)
    eta = w.formula(case.loss_exponent)
    if any(n in weights for n in case.tradeoff) and not stated.loss_dependent:
        bounds = [n for n in weights if n not in case.tradeoff]
        yield from _mean(w, low, w[BUDGET], eta, weights, bounds, sizes)
    if case.has_logarithms:
        yield Text(
            rf"Powers of $\log {w[BUDGET]}$ are left out of this display; they solve the linear "
            "equations that say that what balances balances with them."
        )
    if case.balances:
        levels = "; then ".join(" and ".join(_bound(n, w) for n in rows) for rows in case.balances)
        yield Text(
            "Up to constants a whole face of sizes reaches this. In the logarithms of the sizes "
            "the law is a convex program; what does not bind must be stationary along the face, "
            f"and its largest parts balance there: {levels}."
        )
    sums = "; the orders of its sums are derived, and no part of it" if has_sums(stated) else ""
    seen = (
        f"Re-checked for this page: {count} statements on signs, covering and optimality of the "
        "whole law, each *proved* by an exact certificate"
        if count
        else "The exponents are numbers: the optimum is that of exact linear programs, and no "
        "statement on parameters is left to certify"
    )
    yield Text(
        f"At the sizes above no term is of larger order. {seen}{sums}. That the loss has this "
        f"form is {_origin(stated)}."
    )


def _origin(stated: Law) -> str:
    from phasecalc.export.page.bibliography import is_known

    key, _, place = stated.source.partition(", ")
    if key and is_known(key):
        return f"*cited* [@{key}{', ' if place else ''}{place}]"
    return "the hypothesis"


def _sum(low: str, terms: Sequence[str]) -> tuple[str, ...]:
    """The law as one line, or as one for each term."""
    line = f"{low} = {' + '.join(terms)},"
    if len(line) <= _SHORT:
        return (line,)
    return (f"{low} = {terms[0]}", *(f"+ {t}" for t in terms[1:-1]), f"+ {terms[-1]},")


def _lines(formulas: Sequence[str], end: str) -> tuple[str, ...]:
    line = r",\quad ".join(formulas) + end
    if len(line) <= _SHORT:
        return (line,)
    return (*(f"{x}," for x in formulas[:-1]), formulas[-1] + end)


def _let(region: Region, w: Notation) -> str:
    return f"Let {w.where(region.presented())}. " if any(region.cells) else ""


def _letters(write: Notation, names: Sequence[str]) -> tuple[Notation, str, str]:
    """How an object's own names are written, and letters of the loss and of the budget."""

    def chosen(name: str, usual: Sequence[str]) -> str:
        return write.given.get(name) or next(x for x in usual if x not in names)

    loss, budget = chosen("P", ("L", r"\mathcal{L}")), chosen("f", ("f", "C", r"\mathcal{C}"))
    w = write.of(names)
    others = {n: x for n, x in {"P": loss, "f": budget}.items() if n in write.given}
    check_distinct(others, {"P": loss, "f": budget, **w.symbols})
    return w, loss, budget


def _term(name: str) -> str:
    from phasecalc.export.page.tex import in_mathematics

    return in_mathematics(name)


def _bound(name: str, w: Notation) -> str:
    """A constraint such as "eta <= 1" in mathematics; another name as it is."""
    found = re.fullmatch(r"([A-Za-z]\w*) (<=|>=) (\d+)", name)
    if found is None:
        return f"`{name}`"
    name, sign, number = found.groups()
    return rf"${w[name]} {chr(92)}{'le' if sign == '<=' else 'ge'} {number}$"


def _relation(relation: object) -> str:
    from phasecalc.export.page.tex import in_mathematics

    return in_mathematics(str(relation))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "it"
