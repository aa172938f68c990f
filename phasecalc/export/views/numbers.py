"""Numbers: what was measured, beside what was derived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from phasecalc.export.page.blocks import Block, Items, Table
from phasecalc.numerals import power_of_ten, scientific

if TYPE_CHECKING:
    from phasecalc.export.letters.notation import Notation
    from phasecalc.plrf.checks.quadrature_check import QuadratureRow
    from phasecalc.plrf.checks.verify import Verification
    from phasecalc.plrf.frontier.points import Frontier, FrontierPoint
    from phasecalc.plrf.model.constants import SharpConstants
    from phasecalc.plrf.samples.simulate import Simulation

__all__ = [
    "frontier",
    "frontier_points",
    "quadrature",
    "sharp_constants",
    "simulation",
    "verifications",
]

_TERM = {"pure_point": "F_pp", "absolutely_continuous": "F_ac", "kernel_pure_point": "K_pp"}

_DIGITS_END = 1e-18  # of the quadrature; what is smaller is its rounding


def verifications(found: Sequence[Verification], write: Notation) -> Iterator[Block]:
    """One row for each point, symbolic beside numeric."""
    largest = power_of_ten(found[0].ladder[-1].flops)
    yield Table(
        (
            "Phase",
            f"${write['alpha']}$",
            f"${write['beta']}$",
            f"derived ${write['eta']}$",
            f"at ${write['f']} = {largest}$",
            "extrapolated",
            "error",
            "verdict",
            f"from ${write['f']} =$",
        ),
        tuple(
            (
                v.phase,
                f"${v.alpha}$",
                f"${v.beta}$",
                f"{v.symbolic:.6f}",
                f"{v.numeric:.6f}",
                f"{v.extrapolated:.6f}",
                f"${scientific(v.error, 2)}$",
                str(v.verdict),
                f"${power_of_ten(v.asymptotic_from)}$",
            )
            for v in found
        ),
        caption="Derived loss exponents beside local exponents of the exact compute-optimal "
        f"loss (deterministic equivalent, ${write['v']} = 10{write['d']}$), extrapolated from a "
        "ladder of budgets. The last column is the budget from which the local exponent lies "
        "within $10^{-3}$ of its limit. Evidence: *sampled*.",
        label="tab:verification-",
        align="lllrrrrlr",
    )


def quadrature(found: Sequence[QuadratureRow], write: Notation) -> Iterator[Block]:
    """Each term's asymptotics beside quadrature of its integral."""
    yield Table(
        (
            "Term",
            f"${write['r']}$",
            "integral",
            "leading term",
            "ratio $-\\,1$",
            "derived remainder",
            "agrees",
        ),
        tuple(
            (
                f"${write[_TERM[row.term]]}$",
                f"${scientific(row.iterations)}$",
                f"${scientific(float(row.value), 6)}$",
                f"${scientific(float(row.leading), 6)}$",
                f"${_small(row.ratio_error)}$",
                f"${_small(row.remainder)}$",
                "yes" if row.matches else "**no**",
            )
            for row in found
        ),
        caption="Terms of the loss: the defining integral by quadrature beside its derived "
        "asymptotics. The relative error is the derived remainder. Evidence: *sampled*.",
        label="tab:quadrature-",
        align="lrrrrrl",
    )


def _small(error: float) -> str:
    """Relative error, or that it is below anything that the integral is computed to."""
    return scientific(error, 2) if abs(error) >= _DIGITS_END else f"< {scientific(_DIGITS_END)}"


def frontier(found: Frontier, write: Notation) -> Iterator[Block]:
    """The points as a table."""
    return frontier_points(found.points, write)


def frontier_points(found: Sequence[FrontierPoint], write: Notation) -> Iterator[Block]:
    """One row for each budget."""
    best = r"_\star$"
    yield Table(
        (
            f"${write['f']}$",
            f"${write['d']}{best}",
            f"${write['r']}{best}",
            f"${write['P']}{best}",
            f"local ${write['eta']}$",
            f"local ${write['xi']}$",
        ),
        tuple(
            (
                f"${scientific(p.flops)}$",
                f"${scientific(p.model_size)}$",
                f"${scientific(p.iterations)}$",
                f"${scientific(p.loss, 5)}$",
                f"{float(p.loss_exponent):.6f}",
                f"{float(p.model_size_exponent):.6f}",
            )
            for p in found
        ),
        caption="Compute-optimal model size, iterations and loss at given budgets, with local "
        "exponents; numbers of the deterministic equivalent.",
        label="tab:frontier-",
        align="rrrrrr",
    )


def simulation(found: Simulation, write: Notation) -> Iterator[Block]:
    """Mean over the seeds and its standard error."""
    yield Table(
        (f"${write['r']}$", "mean loss", "standard error"),
        tuple(
            (f"{r}", f"${scientific(m, 5)}$", f"${scientific(e, 2)}$")
            for r, m, e in zip(found.iterations, found.mean, found.standard_error, strict=True)
        ),
        caption=f"One-pass SGD, mean over {len(found.seeds)} seeds.",
        label="tab:simulation-",
        align="rrr",
    )


def sharp_constants(found: SharpConstants, write: Notation) -> Iterator[Block]:
    """Constants of loss and frontier in the power-law window."""
    terms = [
        rf"{scientific(t.constant, 5)}\,{write['r']}^{{-{t.decay:.4g}}}"
        + (rf"\,{write['d']}^{{{t.growth:.4g}}}" if t.growth else "")
        for t in found.terms
    ]
    flops = write["f"]
    yield Items(
        (
            rf"terms in balance: ${terms[0]}$ and ${terms[1]}$",
            rf"loss: ${write['P']}_\star \sim {scientific(found.loss_constant, 6)}\,"
            rf"{flops}^{{-{found.loss_exponent:.5g}}}$",
            rf"model size: ${write['d']}_\star \sim {scientific(found.model_size_constant, 6)}\,"
            rf"{flops}^{{{found.model_size_exponent:.5g}}}$",
            rf"kernel norm inside the window: ${scientific(found.kernel_norm, 6)}$",
        )
    )
