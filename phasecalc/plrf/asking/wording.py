"""Answers in words and in LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from phasecalc.numerals import number_latex
from phasecalc.plrf.asking import on_lines

if TYPE_CHECKING:
    from phasecalc.plrf.asking.query import Exponents

__all__ = [
    "NAMES",
    "TERMS",
    "carries_logarithm",
    "describe",
    "in_reading_order",
    "latex",
    "term_latex",
]

# How the paper writes the quantities; keys are the names in code.
NAMES: Mapping[str, str] = {
    "P": r"\mathscr{P}",
    "f": r"\mathfrak{f}",
    "F_0": r"\mathscr{F}_0",
    "F_pp": r"\mathscr{F}_{pp}",
    "F_ac": r"\mathscr{F}_{ac}",
    "K_pp": r"\mathscr{K}_{pp}",
    "d": "d",
    "r": "r",
    "gamma": r"\gamma",
    "B": "B",
}


def term_latex(name: str, names: Mapping[str, str] = NAMES) -> str:
    r"""LaTeX of a term of the loss, the noise divided by gamma B as it enters there.

    Examples
    --------
    >>> print(term_latex("F_ac"), term_latex("K_pp"))
    \mathscr{F}_{ac} \tfrac{1}{\gamma B}\mathscr{K}_{pp}
    """
    if name != "K_pp":
        return names[name]
    return rf"\tfrac{{1}}{{{names['gamma']} {names['B']}}}{names['K_pp']}"


TERMS = {name: term_latex(name) for name in ("F_0", "F_pp", "F_ac", "K_pp")}


# Noise first, then what SGD removes, then what it cannot: the paper writes balances so.
_READING_ORDER = ("K_pp", "F_pp", "F_ac", "F_0")


def in_reading_order(terms: Iterable[str]) -> tuple[str, ...]:
    """Each term once, in the order in which the paper writes a balance.

    Examples
    --------
    >>> in_reading_order(["F_ac", "K_pp", "F_ac"])
    ('K_pp', 'F_ac')
    """
    return tuple(sorted(dict.fromkeys(terms), key=_READING_ORDER.index))


def carries_logarithm(term: str, order: str, binds: bool) -> str:
    """That a term carries a logarithm, and whether it matters to the exponents."""
    free = "" if binds or term == "gamma" else ", but does not bind here"
    return f"{term} carries a logarithm ({order}){free}"


def standing(answer: Exponents) -> dict[str, str]:
    """What is known of the loss being made of its terms: in the paper, here, and with SGD."""
    here = "for the deterministic equivalent, from two cited facts on measures"
    if on_lines.on_a_line(answer):
        here = on_lines.standing(answer)
    return {
        "in the paper": answer.status,
        "here": here,
        "with SGD": "conjectured: that a drawn W stays close to it",
    }


def describe(answer: Exponents) -> str:
    """Answer as a short text: phase, exponents, and why nothing does better."""
    data = answer.as_json()
    where = "on the boundary of phases" if answer.boundary else "phase"
    lines = [
        f"alpha = {answer.alpha}, beta = {answer.beta}: {where} {answer.phase}",
        f"  loss        P* = f^-({data['loss_exponent']}){on_lines.factors(answer)}",
        f"  model size  d* = f^({data['model_size_exponent']})"
        + ("   up to powers of log f" if on_lines.on_a_line(answer) else "")
        + ("   any exponent in this interval is optimal" if _is_interval(answer) else ""),
        f"  iterations  r* = f^({data['iterations_exponent']})",
        *_learning_rate(data),
        f"  trade-off   {' = '.join(answer.tradeoff)}",
        f"  region      {answer.region.presented() if not answer.boundary else answer.region}",
        *_balance(answer),
        f"  bound       {answer.certificate}; attained",
    ]
    lines += [f"  {name:<10}  {words}" for name, words in standing(answer).items()]
    lines += [f"  logarithm   {text}" for text in answer.logarithms]
    return "\n".join(lines)


def _balance(answer: Exponents) -> Iterator[str]:
    """Why the best size is what it is, where one sentence says it."""
    if not answer.boundary and len(answer.spans()) == 1:
        yield f"  why         {answer.reason}"


def latex(answer: Exponents, names: Mapping[str, str] = NAMES) -> str:
    """Answer as one line of mathematics, with the quantities named as given."""
    loss, (low, high) = answer.fractions()
    size = (
        f"{number_latex(low)}"
        if low == high
        else rf"\left[{number_latex(low)},\,{number_latex(high)}\right]"
    )
    flops, best = names["f"], rf"{names['d']}_\star"
    in_interval = rf"\log_{{{flops}}} {best} \in {size}"
    exact_size = rf"{best} \asymp {flops}^{{{size}}}"
    if on_lines.on_a_line(answer):
        exact_size = rf"\log_{{{flops}}} {best} \to {size}"  # it has logarithms of its own
    balance = r" \asymp ".join(term_latex(t, names) for t in answer.tradeoff)
    return (
        rf"$\text{{Phase {answer.phase}}}:\quad {names['P']}_\star \asymp "
        rf"{flops}^{{-{number_latex(loss)}}}{_logarithms_latex(answer, flops)},\quad "
        rf"{exact_size if low == high else in_interval},\quad {balance}$"
    )


def _logarithms_latex(answer: Exponents, flops: str) -> str:
    """Powers of log f and log log f that the best loss has on a critical line."""
    found = on_lines.powers(answer)
    if found is None:
        return ""
    from phasecalc.parsing import exact

    named = zip((r"\log", r"\log\log"), (exact(e, "power") for e in found), strict=True)
    return "".join(
        rf"\,{name}{flops}" if e == 1 else rf"\,({name}{flops})^{{{number_latex(e)}}}"
        for name, e in named
        if e != 0
    )


def _learning_rate(data: Mapping[str, object]) -> Iterator[str]:
    """Line on the learning rate, where it is free."""
    if "learning_rate_exponent" in data:
        yield f"  learning    gamma* = f^-({data['learning_rate_exponent']})"


def _is_interval(answer: Exponents) -> bool:
    low, high = answer.fractions()[1]
    return low != high
