"""Claims about a law with numbers, at a budget: sizes, the loss, local exponents, constants.

Every quantity is a ball that contains it; a comparison holds, fails, or is not decided by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.claims.about.numbers.enclosed import at_budget, ball, largest, precise
from phasecalc.claims.about.saying.formula import (
    OPERATORS,
    All,
    Compared,
    Formula,
    Negated,
    Some,
    names_in,
    without_choices,
)
from phasecalc.claims.about.saying.reading import said
from phasecalc.claims.about.saying.subject import Subject
from phasecalc.claims.about.saying.text import split
from phasecalc.claims.about.saying.vocabulary import Vocabulary
from phasecalc.claims.reading.language import Binary, Call, Name, Negative, Node, Number
from phasecalc.claims.reading.outcome import Outcome
from phasecalc.claims.reading.rational import NotRational, Reader
from phasecalc.exceptions import DomainError, ParseError, Undecided
from phasecalc.laws.text.notation import BUDGET
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Numbers", "decide_numbers", "read_numbers", "truth_of"]

_AT = re.compile(r"\s+at\s+C\s*=(?!=)\s*(.+?)\s*$", re.DOTALL)
_FOR = re.compile(r"\s+for\s+(\w+)\s+from\s+(.+?)\s+to\s+(.+?)\s*$", re.DOTALL)
_OWN = re.compile(r"\b(?:constant|local_exponent|largest_local_exponent)\s*\(")

_HIGHEST = 10**6  # power of a number


@dataclass(frozen=True)
class Numbers:
    """A claim about numbers.

    Parameters
    ----------
    law, fit
        The law, and the fit whose numbers are put in.
    formula
        What it states.
    notes
        How decimals were read.
    budget
        At which, or None.
    window
        Size and ends of a window, or None.
    others
        What is claimed as well, at budgets of its own.
    """

    law: Law
    fit: str
    formula: Formula
    notes: tuple[str, ...]
    budget: Expr | None = None
    window: tuple[str, Expr, Expr] | None = None
    others: tuple[Numbers, ...] = ()


def read_numbers(text: str, subject: Subject, law: Law, fit: str | None) -> Numbers | None:
    """A claim about numbers, or None where it is of another kind.

    Raises
    ------
    ParseError
        It is not in the language, or no numbers are given.
    """
    first, *rest = _clauses(text)
    found = _read(first, subject, law, fit)
    others = (_read(t, subject, law, fit) for t in rest)
    return replace(found, others=tuple(c for c in others if c)) if found and rest else found


def _clauses(text: str) -> list[str]:
    """Parts joined by ``and`` of which each ends with its own budget; else the whole text."""
    found, begun = [], ""
    for part in split(text, "and"):
        begun = f"{begun}and{part}" if begun else part
        if _AT.search(begun):
            found.append(begun)
            begun = ""
    return [text] if begun else found


def _read(text: str, subject: Subject, law: Law, fit: str | None) -> Numbers | None:
    at, window = _AT.search(text), _FOR.search(text)
    if not (at or window or _OWN.search(text)):
        return None
    if fit is None:
        raise ParseError(f"{echo(text)}: numbers are those of a fit; name one with fit = ...")
    plain = text[: (at or window).start()] if at or window else text  # type: ignore[union-attr]
    words = _words(subject.vocabulary, law, bool(at), bool(window))
    found = said(plain, words)
    return Numbers(
        law,
        fit,
        without_choices(found.formula),
        found.notes,
        _positive(at[1]) if at else None,
        (window[1], _positive(window[2]), _positive(window[3])) if window else None,
    )


def _words(words: Vocabulary, law: Law, at: bool, window: bool) -> Vocabulary:
    """Names of such a claim; the exponents of the limit are those of the object."""
    sizes = (*law.unknowns, "loss")
    known = {q: k for q, k in words.quantities.items() if k == "loss_exponent"}
    known |= {f"exponent({n})": f"exponent({n})" for n in law.unknowns}
    known |= {f"constant({n})": f"constant({n})" for n in sizes}
    if at:
        known |= {n: n for n in (*sizes, BUDGET) if n not in law.parameters}
        known |= {f"local_exponent({n})": f"local_exponent({n})" for n in sizes}
    if window:
        known |= {f"largest_local_exponent({n})": f"largest({n})" for n in law.unknowns}
    hints = {"local_exponent": "end with: at C = 10^22"} if not at else {}
    return replace(
        words, parameters=law.parameters, quantities=known, hints=hints, orders=None, sums={}
    )


def _positive(text: str) -> Expr:
    from phasecalc.laws.sums.numbers import exact_value

    value = exact_value(text, "number")
    if not value.is_Rational or not value > 0:
        raise ParseError(f"{echo(text)}: a budget or a size is a positive rational number")
    return value


def decide_numbers(claim: Numbers) -> Outcome:
    """Decide it from balls: proved if all parts are, refuted if one of them is."""
    found = [_decided(c) for c in (claim, *claim.others)]
    if len(found) == 1:
        return found[0]
    rank = {"refuted": 0, "undecided": 1, "proved": 2}
    worst = min(found, key=lambda o: rank[o.status])
    assumes = tuple(dict.fromkeys(t for o in found for t in o.assumes))
    reasons = [o.reason for o in found] if worst.status == "proved" else [worst.reason]
    return replace(worst, reason="; ".join(reasons), assumes=assumes)


def _decided(claim: Numbers) -> Outcome:
    law, names = claim.law, names_in(claim.formula)
    assumes = [*claim.notes, f"the numbers of the fit {claim.fit}"]
    if claim.budget is not None:
        assumes.append(f"sizes are real numbers of at least 1; C = {claim.budget}")
    try:
        values = law.fit(claim.fit).numbers()
        with precise() as flint:
            known = _known(claim, values, names, flint)
            truth = _truth(claim.formula, known, flint)
            shown = {n: str(known[n].str(10)) for n in sorted(names) if n in known}
    except (Undecided, DomainError, ZeroDivisionError) as problem:
        return Outcome("undecided", reason=str(problem), assumes=tuple(assumes))
    at = ", ".join(f"{n} = {x}" for n, x in shown.items())
    if truth is None:
        return Outcome(
            "undecided", reason=f"the balls do not decide it: {at}", assumes=tuple(assumes)
        )
    if truth:
        return Outcome("proved", "enclosed", f"enclosed: {at}", assumes=tuple(assumes))
    return Outcome("refuted", "enclosed", "false of the numbers enclosed", shown, tuple(assumes))


def _known(
    claim: Numbers, values: Mapping[str, Expr], names: set[str], flint: Any
) -> dict[str, Any]:
    law = claim.law
    found = {n: ball(e, {}, flint) for n, e in values.items()}
    if claim.budget is not None:
        budget = ball(claim.budget, {}, flint)
        found = {BUDGET: budget, **at_budget(law, values, claim.budget, flint), **found}
    if any(n.startswith("constant(") for n in names):
        found |= _constants(law, values, flint)
    if any(n == "loss_exponent" or n.startswith("exponent(") for n in names):
        case = law.optimum().at(values)
        found["loss_exponent"] = ball(case.loss_exponent, {}, flint)
        for n, e in case.exponents.items():
            if n not in case.open and len(case.face(n)) == 1:
                found[f"exponent({n})"] = ball(e, {}, flint)
    if claim.window is not None:
        size, low, high = claim.window
        found[f"largest({size})"] = largest(law, values, size, (low, high), flint)
    if missing := sorted(names - found.keys()):
        raise Undecided(f"{', '.join(missing)} is not determined here")
    return found


def truth_of(formula: Formula, ends: Mapping[str, tuple[Fraction, Fraction]]) -> bool | None:
    """Whether a formula holds of all numbers between ends; None where of some, and of some not.

    Parameters
    ----------
    formula
        What is stated.
    ends
        Of each name, the least and the largest value.

    Raises
    ------
    Undecided
        python-flint is missing.
    """
    with precise() as flint:
        ways = {
            n: [flint.arb(flint.fmpq(*x.as_integer_ratio())) for x in e] for n, e in ends.items()
        }
        return _truth(formula, {n: low.union(high) for n, (low, high) in ways.items()}, flint)


def _truth(formula: Formula, at: Mapping[str, Any], flint: Any) -> bool | None:
    """Whether a formula holds of all numbers in balls; None where some satisfy it, and some not."""
    if isinstance(formula, Negated):
        inner = _truth(formula.part, at, flint)
        return None if inner is None else not inner
    if isinstance(formula, All | Some):
        parts = [_truth(p, at, flint) for p in formula.parts]
        decisive = isinstance(formula, Some)
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    if not isinstance(formula, Compared):
        raise Undecided("only comparisons of numbers are decided here")
    gap = _side(formula.left, at, flint) - _side(formula.right, at, flint)
    if not gap.is_finite():
        return None
    if _identical(formula):  # at the ball's ends the gap would not vanish
        return 0 in OPERATORS[formula.operator][0]
    signs = {s for s, may in ((-1, not gap >= 0), (0, gap.contains(0)), (1, not gap <= 0)) if may}
    holds = set(OPERATORS[formula.operator][0])
    return True if signs <= holds else False if not signs & holds else None


def _identical(formula: Compared) -> bool:
    """Whether both sides are one quotient of polynomials in what they name."""
    names = tuple(sorted(names_in(formula)))
    reader = Reader({}, names=names)
    try:
        return (reader.read(formula.left) - reader.read(formula.right)).vanishes
    except NotRational:
        return formula.left == formula.right


def _side(node: Node, at: Mapping[str, Any], flint: Any) -> Any:
    if isinstance(node, Name):
        return at[node.name]
    if isinstance(node, Number):
        return flint.arb(flint.fmpq(node.value.numerator, node.value.denominator))
    if isinstance(node, Negative):
        return -_side(node.argument, at, flint)
    if isinstance(node, Call):
        return _side(node.argument, at, flint).sqrt()
    assert isinstance(node, Binary)
    left, right = _side(node.left, at, flint), _side(node.right, at, flint)
    if (
        node.operator == "**"
        and isinstance(node.right, Number)
        and node.right.value.denominator == 1
    ):
        if abs(node.right.value) > _HIGHEST:
            raise Undecided("a power that is too high")
        return left ** int(node.right.value)
    ways: dict[str, Callable[[Any, Any], Any]] = {
        "+": lambda x, y: x + y,
        "-": lambda x, y: x - y,
        "*": lambda x, y: x * y,
        "/": lambda x, y: x / y,
        "**": lambda x, y: x**y,
    }
    return ways[node.operator](left, right)


def _constants(law: Law, values: Mapping[str, Expr], flint: Any) -> dict[str, Any]:
    """Balls of the constants in N* ~ constant(N) C^exponent(N), where they have closed forms.

    Raises
    ------
    Undecided
        They have none here.
    """
    from phasecalc.claims.about.numbers.sharp import closed_forms

    forms = closed_forms(law, values)
    return {f"constant({n})": ball(e, {}, flint) for n, (e, _) in forms.items()}
