"""Claims about the model of random features with numbers: its loss at sizes or at a budget.

``loss < 0.0012 at d = 1000, r = 1000`` is about P(r; d), ``loss < 0.02 at f = 10^10`` about the
least loss of all whole sizes within f = d r B. At sizes F and K are the forcing and the kernel of
the Volterra equation. All are balls that contain the number by proof.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from phasecalc.claims.about.numbers.numbers import truth_of
from phasecalc.claims.about.saying.formula import Formula, names_in, without_choices
from phasecalc.claims.about.saying.reading import said
from phasecalc.claims.about.saying.vocabulary import Vocabulary
from phasecalc.claims.reading.fixed import fixed
from phasecalc.claims.reading.language import PARAMETERS
from phasecalc.claims.reading.outcome import Outcome
from phasecalc.claims.reading.region import region_of
from phasecalc.exceptions import DomainError, NotConverged, ParseError, Undecided
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.parsing.grammar import echo
from phasecalc.parsing.numbers import exact

__all__ = ["AtSizes", "at_numbers", "decide_at_sizes", "read_at_sizes"]

_AT = re.compile(r"\s+at\s+(\w+\s*=(?!=).*?)\s*$", re.DOTALL)
_ENDLESS = ("oo", "inf", "∞")
_LOSS, _LEAST = ("d", "r", "v", "B", "gamma"), ("f", "ratio", "B", "gamma")
_CURVES = {"loss": "loss", "P": "loss", "F": "forcing", "K": "kernel"}
_CURVES |= {n: n for n in ("forcing", "kernel")}
_OF_SIZES = "one of d and r; end with: at d = 1000, r = 10^6"
_NEEDED = {_LOSS: {"d", "r"}, _LEAST: {"f"}}
_GREEK = {"γ": "gamma"}
# What is spent, more where less does not decide: digits of the loss at sizes; at a budget,
# intervals that bound the loss from below, and sizes that get a ball of their own.
_DIGITS, _SEARCHES = (16, 40), ((0, 0), (200, 80))


@dataclass(frozen=True)
class AtSizes:
    """A claim about the loss at sizes, or about the least loss at a budget.

    Parameters
    ----------
    point
        alpha and beta.
    given
        The sizes, or the budget and what is fixed beside it.
    formula
        What it states.
    notes
        How decimals were read.
    """

    point: tuple[Fraction, Fraction]
    given: Mapping[str, Fraction | float]
    formula: Formula
    notes: tuple[str, ...]


def read_at_sizes(text: str, where: Sequence[str]) -> AtSizes | None:
    """A claim about the loss with numbers, or None where it is of another kind.

    Parameters
    ----------
    text, where
        As written.

    Raises
    ------
    ParseError
        It is not in the language, or a number is missing.
    """
    found = _AT.search(text)
    if found is None:
        return None
    given = _given(found[1])
    kind = _LEAST if "f" in given else _LOSS
    if strange := sorted(given.keys() - {*kind}):
        raise ParseError(f"{strange[0]} has no place here; there may be {', '.join(kind)}")
    if missing := sorted(_NEEDED[kind] - given.keys()):
        raise ParseError(
            f"{', '.join(missing)} is missing; write: at d = 1000, r = 10^6 for the loss there, "
            "or: at f = 10^12 for the least loss at that budget"
        )
    words = Vocabulary("plrf at sizes", (), _CURVES)
    if kind is _LEAST:
        least = {n: c for n, c in _CURVES.items() if c == "loss"}
        hints = dict.fromkeys(_CURVES.keys() - least.keys(), _OF_SIZES)
        words = Vocabulary("plrf at a budget", (), least, hints=hints)
    claim = said(text[: found.start()], words)
    return AtSizes(_point(where), given, without_choices(claim.formula), claim.notes)


def at_numbers(text: str) -> bool:
    """Whether a text ends with sizes, as in ``at d = 1000, r = 10^6``."""
    return _AT.search(text) is not None


def _given(text: str) -> dict[str, Fraction | float]:
    """Names and numbers of ``d = 1000, r = 10^6``."""
    found: dict[str, Fraction | float] = {}
    for part in text.split(","):
        name, _, number = (x.strip() for x in part.partition("="))
        name = _GREEK.get(name, name)
        if name in found:
            raise ParseError(f"{name} is given twice")
        if name in ("v", "ratio") and number in _ENDLESS:
            found[name] = math.inf
            continue
        value = exact(number, name)
        if not isinstance(value, Fraction):
            raise ParseError(f"{name} = {echo(number)}: a rational number is needed")
        found[name] = value
    return found


def _point(where: Sequence[str]) -> tuple[Fraction, Fraction]:
    """The alpha and beta that the conditions fix."""
    region = region_of(where)
    known = fixed(region) if len(region.cells) == 1 else {}
    values = [known[n].number if n in known else None for n in PARAMETERS]
    if not all(isinstance(x, Fraction) for x in values):
        raise ParseError(
            "numbers at sizes are those of one rational point; "
            'give it as where = ["alpha == 7/10", "beta == 9/10"]'
        )
    alpha, beta = values
    assert isinstance(alpha, Fraction)
    assert isinstance(beta, Fraction)
    if not region.contains(alpha, beta):
        raise ParseError(f"alpha = {alpha}, beta = {beta} does not satisfy all of where")
    return alpha, beta


def decide_at_sizes(claim: AtSizes) -> Outcome:
    """Decide it from balls.

    Parameters
    ----------
    claim
        As read.
    """
    assumes = [*claim.notes, _model(claim)]
    truth, balls = None, dict[str, Enclosure]()
    try:
        for balls in _balls(claim):
            truth = truth_of(claim.formula, {n: (b.lower, b.upper) for n, b in balls.items()})
            if truth is not None:
                break
    except (Undecided, DomainError, NotConverged, ZeroDivisionError) as problem:
        return Outcome("undecided", reason=str(problem), assumes=tuple(assumes))
    shown = {n: str(b) for n, b in balls.items()}
    at = ", ".join(f"{n} = {x}" for n, x in shown.items())
    if truth is None:
        reason = f"the balls do not decide it: {at}"
        return Outcome("undecided", reason=reason, assumes=tuple(assumes))
    if truth:
        return Outcome("proved", "enclosed", f"enclosed: {at}", assumes=tuple(assumes))
    return Outcome("refuted", "enclosed", "false of the number enclosed", shown, tuple(assumes))


def _balls(claim: AtSizes) -> Iterator[dict[str, Enclosure]]:
    """Balls that contain the curves at the sizes, or the least loss at the budget.

    Each time they are narrower.
    """
    alpha, beta = claim.point
    given: dict[str, Any] = dict(claim.given)
    given["batch"] = given.pop("B", 1)
    if "f" in given:
        from phasecalc.plrf.frontier.frontier_enclosure import enclosed_frontier

        flops = given.pop("f")
        for intervals, sizes in _SEARCHES:
            found = enclosed_frontier(alpha, beta, flops, intervals=intervals, sizes=sizes, **given)
            yield {"loss": found.minimum}
        return
    from phasecalc.plrf.model.parameters import PLRF

    r = given.pop("r")
    model = PLRF(alpha, beta, **given)
    names = sorted(names_in(claim.formula)) or ["loss"]
    for digits in _DIGITS:
        yield {n: getattr(model, n)(r, digits, enclosed=True) for n in names}


def _model(claim: AtSizes) -> str:
    """What the number is of, in words."""
    given, rest = claim.given, []
    if "f" in given:
        ratio = given.get("ratio", 10)
        rest = ["the least loss over whole model sizes d, r = f/(d B) at least 2, SGD stable"]
        rest.append("v = oo" if ratio == math.inf else f"v = {ratio} d, whole")
    elif "v" not in given:
        rest.append("v = 10 d")
    if "gamma" not in given:
        rest.append("the default learning rate")
    if "B" not in given:
        rest.append("B = 1")
    where = f"alpha = {claim.point[0]}, beta = {claim.point[1]}"
    return f"the deterministic equivalent at {where}" + "".join(f"; {x}" for x in rest)
