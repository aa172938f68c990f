"""Answers to queries: a line for a point, tables for cases and preimages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from phasecalc.export.page.blocks import Block, Items, Table, Text

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.checker import Number
    from phasecalc.export.letters.notation import Notation
    from phasecalc.plrf.asking.inverse import Preimage
    from phasecalc.plrf.asking.query import Exponents
    from phasecalc.plrf.asking.symbolic import PiecewiseExponents
    from phasecalc.regions.region import Region

__all__ = ["answer", "cases", "point", "preimages"]


def answer(found: Exponents, write: Notation) -> Iterator[Block]:
    """The answer in one line of mathematics."""
    from phasecalc.plrf.asking.wording import latex

    yield Text(latex(found, write.symbols))


def point(found: Exponents, write: Notation) -> Iterator[Block]:
    """The answer at length: place, exponents, reason, and what rests on what."""
    loss, size = found.fractions()
    best, flops = rf"{write['d']}_\star", write["f"]
    times = rf"{write['r']}_\star"
    where = "on the boundary of the phases" if found.boundary else "in phase"
    yield Text(
        rf"The point $({write['alpha']}, {write['beta']}) = "
        rf"({write.value(found.alpha)}, {write.value(found.beta)})$ lies {where} "
        f"**{found.phase}**, where {write.where(_presented(found))}."
    )
    items = [
        rf"loss: ${write['P']}_\star \asymp {flops}^{{-{write.number(loss)}}}$",
        rf"model size: {_power(best, size, write)}",
        rf"iterations: {_power(times, (1 - size[1], 1 - size[0]), write)}",
        rf"terms in balance: ${write.balance(found.tradeoff)}$",
    ]
    for low, high in found.spans()[1:]:
        rate = rf"{write['gamma']}_\star"
        items.append(f"learning rate: {_power(rate, (-high, -low), write)}")
    yield Items(tuple(items))
    mean = r"\,".join(
        _raised(write.term(name), weight, write)
        for name, weight in found.certificate.weights.items()
        if name.isidentifier()
    )
    yield Text(
        rf"Nothing does better: ${write['P']} \gtrsim {mean}$ for every choice, a weighted "
        rf"geometric mean that the model size cancels from; *proved* here in exact fractions. That "
        rf"the loss is the sum of its four terms at this point is "
        rf"{'proved in' if found.status == 'proved' else 'not proved in, but taken from,'} "
        "[@paquette2024phases]."
    )
    for text in found.logarithms:
        yield Text(f"**Logarithm:** {text}.")


def cases(found: PiecewiseExponents, write: Notation) -> Iterator[Block]:
    """One row for each phase that is met."""
    yield Table(
        ("Phase", "Where", f"${write['eta']}$", f"${write['xi']}$", "Balance"),
        tuple(
            (
                c.phase,
                write.where(c.region.presented()),
                f"${write.formula(c.loss_exponent)}$",
                f"${_sizes(c.model_size_exponent, write)}$",
                f"${write.balance(c.tradeoff)}$",
            )
            for c in found
        ),
        caption=rf"Exponents by phase: ${write['P']}_\star \asymp {write['f']}^{{-{write['eta']}}}$"
        rf", ${write['d']}_\star \asymp {write['f']}^{{{write['xi']}}}$.",
        label="tab:cases-",
    )
    for c in found:
        for text in c.logarithms:
            yield Text(f"**Logarithm:** {c.phase}: {text}.")
    for text in found.left_out:
        yield Text(f"{text[0].upper()}{text[1:]}.")


def _sizes(size: Expr, write: Notation) -> str:
    """Exponent of the model size, or the interval of those that are all optimal."""
    ends = getattr(size, "boundary", None)
    if ends is None:
        return str(write.formula(size))
    return rf"[{write.formula(size.start)},\, {write.formula(size.end)}]"


def preimages(found: Sequence[Preimage], write: Notation) -> Iterator[Block]:
    """Points and curves, phase by phase."""

    def where(p: Preimage) -> str:
        if p.point is None:
            return write.where(p.region.presented()) if p.region else "nowhere"
        a, b = p.point
        return f"${write['alpha']} = {write.expr(a)}$, ${write['beta']} = {write.expr(b)}$"

    yield Table(
        ("Phase", "Parameters"),
        tuple((p.phase, where(p)) for p in found),
        caption="Parameters that have the exponents asked for.",
        label="tab:preimages-",
    )


def _presented(found: Exponents) -> Region:
    return found.region if found.boundary else found.region.presented()


def _power(name: str, span: tuple[Number, Number], write: Notation) -> str:
    """Power of the budget, or the interval of powers that are all optimal."""
    low, high = span
    if low == high == 0:
        return rf"${name} \asymp 1$"
    if low == high:
        return rf"${name} \asymp {write['f']}^{{{write.number(low)}}}$"
    return (
        rf"$\log_{{{write['f']}}} {name} \in [{write.number(low)},\, {write.number(high)}]$, "
        "all of it optimal"
    )


def _raised(term: str, weight: Number, write: Notation) -> str:
    if weight == 1:
        return term
    base = rf"\bigl({term}\bigr)" if "frac" in term else term
    return rf"{base}^{{{write.number(weight)}}}"
