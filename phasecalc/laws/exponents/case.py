"""One case of a law's optimum: its exponents on a region of the parameters, as data and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.laws.text.notation import LOSS, starred
from phasecalc.regions.formulas import formula_text
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.regions.region import Region

__all__ = ["Case"]


@dataclass(frozen=True, eq=False)
class Case(Value):
    """Optimal exponents on one region of the parameters.

    Parameters
    ----------
    region
        Where; open.
    loss_exponent
        Exponent e of the reducible loss C**(-e).
    exponents
        Exponent of each unknown, by name; of those in ``open`` at one vertex of the optimal face.
    tradeoff, bound_by
        Terms that balance, and constraints that bind.
    weights
        Weight of each of them in the proof, by name.
    alternatives
        Other vertices of the optimal face: up to constants the loss is the same there and between.
        Empty where only one point is optimal over exponents.
    elsewhere
        Optimal vertices of other branches of a minimum, equally good; what lies between is not.
    has_logarithms
        Whether the law contains logarithms, so that there are powers of log C to be determined.
    logarithms
        Power of log C that stands beside that of C, in the loss under ``"L"`` and in each
        unknown that has one; None where that of the loss is not determined.
    balances
        Rows that do not bind and decide where on the face the optimum is, level by level; see
        :mod:`phasecalc.laws.exponents.faces`.
    open
        Unknowns whose exponent is not determined.
    reason
        Why.
    """

    region: Region
    loss_exponent: Expr
    exponents: Mapping[str, Expr]
    tradeoff: tuple[str, ...]
    bound_by: tuple[str, ...]
    weights: Mapping[str, Expr]
    alternatives: tuple[Mapping[str, Expr], ...]
    logarithms: Mapping[str, Expr] | None = None
    elsewhere: tuple[Mapping[str, Expr], ...] = ()
    has_logarithms: bool = False
    balances: tuple[tuple[str, ...], ...] = ()
    open: tuple[str, ...] = ()
    reason: str = ""

    @property
    def degenerate(self) -> bool:
        """Whether up to constants many allocations are optimal."""
        return bool(self.alternatives or self.elsewhere)

    @property
    def limits(self) -> Mapping[str, Expr | None]:
        """Exponent that each unknown tends to; None where exponents do not determine it."""
        return {n: None if n in self.open else e for n, e in self.exponents.items()}

    def face(self, name: str) -> tuple[Expr, ...]:
        """Exponents of an unknown at the vertices of the optimal face, each once."""
        vertices = (self.exponents, *self.alternatives, *self.elsewhere)
        return tuple(dict.fromkeys(v[name] for v in vertices))

    @property
    def undetermined(self) -> bool:
        """Whether there are logarithms, and the power of log C in the loss is not known."""
        return self.has_logarithms and self.logarithms is None

    def __str__(self) -> str:
        logs = self.logarithms or {}

        def written(vertex: Mapping[str, Expr]) -> str:
            return ", ".join(_power(n, e) + _log(logs.get(n)) for n, e in vertex.items())

        between = "; or anything between" if self.alternatives else ""
        vertices = (self.exponents,) if self.balances else (self.exponents, *self.alternatives)
        sizes = "; or ".join(map(written, vertices)) + ("" if self.balances else between)
        for vertex in self.elsewhere:
            sizes += f"; or {', '.join(_power(n, e) for n, e in vertex.items())}"
        bound = f", with {' and '.join(self.bound_by)}" if self.bound_by else ""
        then = "".join(f"; then {' = '.join(rows)}" for rows in self.balances)
        where = str(self.region)
        text = (
            f"loss C^-{_bracketed(self.loss_exponent)}{_log(logs.get(LOSS))}, {sizes}"
            f"{', ' if self.left_out else ''}{self.left_out}\n"
            f"    {' = '.join(self.tradeoff)}{bound}{then}; for all {where}"
        )
        if self.balances and self.alternatives:
            moving = [n for n in self.exponents if len(self.face(n)) > 1]
            others = (written({n: v[n] for n in moving}) for v in self.alternatives)
            text += f"\n    up to constants as good: {'; or '.join(others)}{between}"
        if self.open:
            text += f"\n    not determined: {', '.join(self.open)} ({self.reason})"
        return text

    @property
    def left_out(self) -> str:
        """What is not known about logarithms, in words."""
        missing = [n for n in self.exponents if n not in (self.logarithms or {})]
        if not self.has_logarithms or not missing:
            return ""
        of_sizes = "" if self.logarithms is None else f" in {' and '.join(missing)}"
        return f"up to logarithms{of_sizes}"

    def latex(self) -> str:
        """LaTeX without dollar signs, for one line of a display."""
        logs = self.logarithms or {}

        def power(name: str, e: Expr) -> str:
            log = logs.get(name, sp.S.Zero)
            written = rf"C^{{{sp.latex(e)}}}" if e != 0 else ("" if log != 0 else "1")
            return written + (rf" (\log C)^{{{sp.latex(log)}}}" if log != 0 else "")

        def vertex(sizes: Mapping[str, Expr]) -> str:
            return r",\ ".join(rf"{starred(n)} \asymp {power(n, e)}" for n, e in sizes.items())

        text = rf"L - E \asymp {power(LOSS, -self.loss_exponent)},\ "
        others = (*(() if self.balances else self.alternatives), *self.elsewhere)
        text += r"\ \text{or}\ ".join(map(vertex, (self.exponents, *others)))
        if self.alternatives and not self.balances:
            text += r"\ \text{or anything between}"
        if self.left_out:
            text += rf"\ \text{{{self.left_out}}}"
        if self.region.cells and any(self.region.cells):
            text += rf"\quad \text{{if}}\ {self.region._repr_latex_().strip('$')}"
        return text


def _power(name: str, e: Expr) -> str:
    if e == 0:
        return f"{name} of order 1"
    return f"{name} = C" if e == 1 else f"{name} = C^{_bracketed(e)}"


def _bracketed(e: Expr) -> str:
    text = formula_text(e)
    return text if text.isalnum() else f"({text})"


def _log(power: Expr | None) -> str:
    """Power of log C as it follows a power of C; nothing where it is 0 or not known."""
    if power is None or power == 0:
        return ""
    return " log(C)" if power == 1 else f" log(C)^{_bracketed(power)}"
