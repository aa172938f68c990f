"""Fits, decisions and spectra: numbers with intervals, and what to beware of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from phasecalc.exceptions import NoOptimum
from phasecalc.export.letters.notation import Notation
from phasecalc.export.page.blocks import Block, Items, Table, Text
from phasecalc.export.page.inline import pieces
from phasecalc.fitting.answers.estimate import Estimate, rounded

if TYPE_CHECKING:
    from phasecalc.fitting.advice.design import Plan
    from phasecalc.fitting.advice.diagnosis import Diagnosis
    from phasecalc.fitting.advice.isoflop import IsoFlop
    from phasecalc.fitting.answers.caveats import Caveat
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.fitting.answers.fitted import Fitted
    from phasecalc.fitting.spectra.answer import SpectrumEstimate
    from phasecalc.fitting.training.answer import CurveEstimate

__all__ = [
    "beware",
    "curves",
    "decision",
    "diagnosis",
    "fit",
    "isoflop",
    "literal",
    "number",
    "plan",
    "spectrum",
]


_MARKS = frozenset("$*_[]()\\<>&~^")


def literal(text: str) -> str:
    """Text of others, in which no mark has a meaning.

    Examples
    --------
    >>> print(literal("runs.csv"), literal("a$x$.csv"), literal("flops are 6*D*N, not $1"))
    runs.csv `a$x$.csv` flops are `6*D*N,` not `$1`
    """
    line = " ".join(text.split())
    if all(p.kind == "text" for p in pieces(line)):
        return line
    line = line.replace("`", chr(39))
    words = " ".join(f"`{w}`" if _MARKS & set(w) else w for w in line.split())
    return words if {p.kind for p in pieces(words)} <= {"text", "code"} else f"`{line}`"


def number(text: str) -> str:
    r"""Mathematics of a number as it is printed.

    Examples
    --------
    >>> print(number("4.8e2"), number("0.35"))
    $4.8\cdot10^{2}$ $0.35$
    """
    mantissa, _, power = text.partition("e")
    return rf"${mantissa}\cdot10^{{{int(power)}}}$" if power else f"${mantissa}$"


def _row(name: str, x: Estimate) -> tuple[str, str, str]:
    if x.low is None or x.high is None or not math.isfinite(x.value):
        return name, number(f"{x.value:.1e}"), "none"
    width = x.high - x.low
    ends = [number(rounded(y, width)) for y in (x.low, x.high)]
    return name, number(rounded(x.value, width)), f"{ends[0]} to {ends[1]}"


def _table(rows: Iterable[tuple[str, Estimate]], level: float, first: str) -> Table:
    head = (first, "value", f"{100 * level:g} % interval")
    return Table(head, tuple(_row(n, x) for n, x in rows))


def beware(caveats: Iterable[Caveat]) -> Iterator[Block]:
    """Caveats as a list; nothing where there are none."""
    said = tuple(literal(str(c)) for c in caveats)
    if said:
        yield Items(said)


def fit(found: Fitted, _: Notation) -> tuple[Block, ...]:
    """Parameters of a law fitted to runs."""
    runs = found.objective.runs
    names = {n: _symbol(n) for n in found.values}
    given = "".join(f", {n} = {x} given" for n, x in found.fixed.items())
    text = (
        f"Law {literal(found.law.name)}, fitted to {len(runs)} runs of {literal(runs.origin)}"
        f"{literal(given)}; intervals by {literal(found.method)}."
    )
    rows = [(names[n], found.interval(n)) for n in found.values]
    return (Text(text), _table(rows, found.level, "parameter"), *beware(found.caveats))


def _symbol(name: str) -> str:
    from sympy import latex as written

    from phasecalc.laws.text.notation import symbol

    return f"${written(symbol(name))}$"


def decision(found: Decision, _: Notation) -> tuple[Block, ...]:
    """Best sizes at a budget."""
    rows: list[tuple[str, Estimate]] = []
    for n, x in found.sizes.items():
        rows.append((rf"${n}_\star$", x))
    if found.ratio is not None:
        rows.append((r"$D_\star/N_\star$", found.ratio))
    rows.append(("loss", found.loss))
    rows += [(f"local exponent of ${n}_\\star$", x) for n, x in found.exponents.items()]
    rows.append(("local exponent of the reducible loss", found.loss_exponent))
    text = f"At {number(f'{found.flops:.4g}'.replace('e+', 'e'))} flops:"
    return (Text(text), _table(rows, found.loss.level, "quantity"), *beware(found.beyond))


def isoflop(found: IsoFlop, _: Notation) -> tuple[Block, ...]:
    """Best size at each budget by itself."""
    x = found.exponent
    value, ends = _row("", x)[1:]
    size = f"{found.size}_\\star"
    text = f"${size} \\sim C^a$ with $a$ = {value} ({ends}); {literal(found.method)}."
    rows = []
    for m in found.minima:
        best = "left out: " + literal(m.why)
        if m.size is not None:
            best = number(rounded(m.size, 2 * m.size * math.expm1(m.spread)))
        rows.append((number(f"{m.flops:.3g}".replace("e+", "e")), str(m.runs), best))
    return Text(text), Table(("flops", "runs", f"${size}$"), tuple(rows))


def diagnosis(found: Diagnosis, write: Notation) -> tuple[Block, ...]:
    """All of a diagnosis, without pictures."""
    budgets = found.budgets
    rivals = Items(tuple(literal(str(r)) for r in found.rivals))
    blocks: list[Block] = [Text(literal(found.verdict) + "."), rivals]
    blocks += [*fit(found.fit, write), *decision(found.decision, write)]
    blocks += [Text(literal(budgets))] if isinstance(budgets, str) else isoflop(budgets, write)
    if found.contrast is not None:
        blocks.append(Text(literal(str(found.contrast)) + "."))
    return (*blocks, *plan(found.plan))


def plan(found: Plan | str) -> tuple[Block, ...]:
    """Runs to make next, or why there is no plan."""
    if isinstance(found, str):
        return (Text(literal(found)),)
    each = found.counted
    rows = [(str(k), *(number(f"{x:.2g}".replace("e+", "e")) for x in r.values())) for k, r in each]
    head = ("runs", *(f"${n}$" for n in found.runs[0]))
    return Text(literal(found.gain) + ":"), Table(head, tuple(rows))


def curves(found: CurveEstimate, write: Notation) -> tuple[Block, ...]:
    """Exponents of measured loss curves."""
    names = write
    letters = {"d": "d", "scale": r"\text{unit}", "share": names["gamma"] + r"/\gamma_0"}
    rows = [
        (f"${names[n] if n in ('alpha', 'beta', 'gamma') else letters[n]}$", found.estimate_of(n))
        for n in found.coordinates.names
    ]
    with suppress(NoOptimum):
        rows.append((f"${names['eta']}$", found.loss_exponent))
        rows.append((f"${names['xi']}$", found.model_size_exponent))
    shares = ", ".join(f"{n} {100 * p:.3g} %" for n, p in found.phases.items())
    text = (
        f"Exact curves fitted to {found.count} losses of {len(found.curves)} runs. Phase: {shares}."
    )
    return Text(text), _table(rows, found.level, "parameter"), *beware(found.caveats)


def spectrum(found: SpectrumEstimate, write: Notation) -> tuple[Block, ...]:
    """Exponents of a measured spectrum."""
    names = write
    rows = [(f"${names['alpha']}$", found.alpha)]
    text = (
        f"{found.count} eigenvalues fall like $j^{{-{found.spectrum.exponent:.3g}}} = "
        f"j^{{-2{names['alpha']}}}$ for $j$ from {found.window[0]} to {found.window[1]}."
    )
    if found.beta is not None:
        rows.append((f"${names['beta']}$", found.beta))
        with suppress(NoOptimum):
            rows.append((f"${names['eta']}$", found.loss_exponent))
            rows.append((f"${names['xi']}$", found.model_size_exponent))
        shares = ", ".join(f"{n} {100 * p:.3g} %" for n, p in found.phases.items())
        text += f" Phase: {shares}."
    return Text(text), _table(rows, found.level, "exponent"), *beware(found.caveats)
