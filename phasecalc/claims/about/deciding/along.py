"""Orders along a path that is given, ``along N = C^(1/2)``: every size is a power of the budget.

What the rows of a program over exponents say of such a path needs no optimum: each term has the
exponent of its form there, and the loss that of the largest. Where a path breaks a constraint
nothing has a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from phasecalc.checker import Number, multiply
from phasecalc.claims.about.saying.orders import Letter, Orders, order_of, without_place
from phasecalc.claims.about.saying.reading import tree
from phasecalc.claims.about.saying.subject import Family, Piece, Subject, bare, put
from phasecalc.claims.reading.language import Choice, Name, Negative, Node
from phasecalc.claims.reading.rational import NotRational, Reader
from phasecalc.claims.reading.region import compared
from phasecalc.exceptions import ParseError
from phasecalc.normal.ratio import Ratio, total
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.parsing.grammar import echo
from phasecalc.regions.condition import Cell
from phasecalc.regions.region import Region

__all__ = ["on_path"]

_ALONG = re.compile(r"\s+along\s+(.+?)\s*$", re.DOTALL)
_STEP = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)(.+)", re.DOTALL)
_MOST_WALLS = 6


def on_path(text: str, subject: Subject) -> tuple[str, Subject]:
    """A claim without ``at the optimum`` or ``along ...``, and the object as seen from there.

    Parameters
    ----------
    text
        What is claimed.
    subject
        What it is about.

    Raises
    ------
    ParseError
        The path is not given by powers of the budget, or leaves more than one size open.
    """
    plain, said = without_place(text)
    words = subject.vocabulary
    if said and words.orders is not None:
        orders = replace(words.orders, unless_said=False)
        return plain, replace(subject, vocabulary=replace(words, orders=orders))
    found = _ALONG.search(text)
    if found is None:
        return text, subject
    if subject.program is None or words.orders is None:
        raise ParseError(
            f"along {found[1]:.60}: {words.about} is no single program over exponents, or its "
            "terms are sums, whose logarithms a path does not see"
        )
    sizes = _sizes(found[1], subject, subject.program)
    return text[: found.start()], _seen(subject, sizes, found[1].strip())


def _sizes(text: str, subject: Subject, program: Minimax) -> dict[str, Ratio]:
    """Exponent of every size on a path; one that is not given uses up the budget."""
    words = subject.vocabulary
    assert words.orders is not None
    given: dict[str, Ratio] = {}
    for step in text.split(","):
        found = _STEP.fullmatch(step)
        if found is None or found[1] not in subject.sizes or found[1] in given:
            known = ", ".join(subject.sizes)
            raise ParseError(
                f"along {echo(step.strip())}: write SIZE = C^(1/2), once for each of {known}"
            )
        power = _power(found[2], subject)
        given[found[1]] = -power if found[1] in words.orders.falling else power
    left = [n for n in subject.sizes if n not in given]
    if len(left) == 1:
        given[left[0]] = _from_budget(left[0], given, subject, program)
    if missing := [n for n in subject.sizes if n not in given]:
        raise ParseError(f"along {text:.60}: give {' and '.join(missing)} as well")
    return given


def _power(text: str, subject: Subject) -> Ratio:
    """Exponent of a power of the budget."""
    words = subject.vocabulary
    assert words.orders is not None
    budget = {n: x for n, x in words.orders.letters.items() if n in ("C", "f")}
    only = Orders(budget, words.orders.positive)
    side = order_of(text, only, lambda t: tree(t, words.only_parameters(), only))
    try:
        return Reader({}, names=subject.parameters).read(side.exponent)
    except (NotRational, ParseError) as problem:
        raise ParseError(f"along {echo(text.strip())}: {problem}") from None


def _from_budget(
    name: str, given: Mapping[str, Ratio], subject: Subject, program: Minimax
) -> Ratio:
    """Exponent with which the budget is used up."""
    index = subject.sizes.index(name)
    for row in program.constraints:
        slope = row.form[index + 1].number
        if row.name != "budget" or not slope:
            continue
        rest = [row.form[0]]
        rest += [row.form[subject.sizes.index(n) + 1] * x for n, x in given.items()]
        count = len(program.parameters)
        return (total(rest, count) * Ratio.constant(-1 / slope, count)).reduced()
    raise ParseError(f"along: {name} does not follow from the budget; give it as well")


def _seen(subject: Subject, sizes: Mapping[str, Ratio], path: str) -> Subject:
    """The object with what it is on a path, in the place of its orders at the optimum."""
    assert subject.program is not None
    program, words = subject.program, subject.vocabulary
    assert words.orders is not None
    at = [sizes[n] for n in subject.sizes]
    possible = _possible(subject, at)
    assumes = (f"along {path}; what is left of the budget goes into the size not given",)
    known = {_key(n): x for n, x in sizes.items()}
    rows = {} if subject.has_loss_unknown else _rows(program, at)
    families = [
        Family(
            frozenset(known),
            lambda: tuple(Piece("the path", cell, (known,)) for cell in possible),
            True,
            assumes,
            also=frozenset(map(_key, (*rows, "the loss"))),
        )
    ]
    letters: dict[str, Letter] = {n: x for n, x in words.orders.letters.items() if n in ("C", "f")}
    for n in subject.sizes:
        turned = n in words.orders.falling
        letters[n] = Letter(Negative(Name(_key(n))) if turned else Name(_key(n)))
    if rows:
        families += [_row_family(n, r) for n, r in rows.items()]
        families.append(_loss_family(program, at))
        letters |= {n: Letter(_largest(n, rows)) for n in words.orders.letters if n in words.terms}
        letters["loss"] = Letter(Name(_key("the loss")))
    orders = replace(words.orders, letters=letters, unless_said=False)
    return replace(
        subject,
        vocabulary=replace(words, orders=orders),
        families=(*subject.families, *families),
    )


def _key(name: str) -> str:
    return f"along({name})"


def _largest(term: str, rows: Mapping[str, object]) -> Node:
    """Exponent of a term that may have several rows."""
    names = [Name(_key(n)) for n in rows if bare(n) == term]
    return names[0] if len(names) == 1 else Choice("max", tuple(names))


Row = list[tuple[Cell, Ratio | None]]


def _rows(program: Minimax, at: Sequence[Ratio]) -> dict[str, Row]:
    """Cells with the exponent of each row there; None where a term is absent."""
    found: dict[str, Row] = {t.name: [] for t in program.terms}
    for cell, active in _chambers(program):
        for name, row in found.items():
            row.append((cell, put(active[name], at) if name in active else None))
    return found


def _chambers(program: Minimax) -> Iterator[tuple[Cell, Mapping[str, Form]]]:
    """Parts of the domain, with their edges, in which no term changes its form."""
    if len(program.walls) > _MOST_WALLS:
        raise ParseError("the terms have too many cases for a path")
    for signs in program.sides():
        cell = tuple(c.with_relation(">=") for c in program.chamber(signs))
        if not _crossed(cell):
            yield cell, program.active(signs)


def _sign(ratio: Ratio, operator: str, names: tuple[str, ...]) -> Region:
    return compared(multiply(ratio.top, ratio.bottom), operator, names)


def _possible(subject: Subject, at: Sequence[Ratio]) -> tuple[Cell, ...]:
    """Where a path keeps every constraint, and the terms have the orders of the program."""
    assert subject.program is not None
    program = subject.program
    region = program.domain
    for row in program.constraints:
        region = region & _sign(put(row.form, at), "<=", program.parameters)
    if subject.window:  # one of these forms suffices
        inside = Region(program.parameters, ())
        for form in subject.window:
            inside = inside | _sign(put(form, at), "<=", program.parameters)
        region = region & inside
    return region.cells


def _row_family(name: str, row: Row) -> Family:
    def make() -> tuple[Piece, ...]:
        key = _key(name)
        return tuple(
            Piece(f"{name} on the path", cell, ({} if value is None else {key: value},))
            for cell, value in row
        )

    return Family(frozenset({_key(name)}), make)


def _loss_family(program: Minimax, at: Sequence[Ratio]) -> Family:
    """The loss: on each cell the row that is the largest there."""

    def make() -> tuple[Piece, ...]:
        return tuple(
            piece
            for cell, active in _chambers(program)
            for piece in _leading(cell, [put(f, at) for f in active.values()], program.parameters)
        )

    return Family(frozenset({_key("the loss")}), make)


def _leading(cell: Cell, values: Sequence[Ratio], names: tuple[str, ...]) -> Iterator[Piece]:
    for k, value in enumerate(values):
        region = Region(names, (cell,))
        for other in [*values[:k], *values[k + 1 :]]:
            region = region & _sign(value - other, ">=", names)
        for part in region.cells:
            yield Piece("the loss on the path", part, ({_key("the loss"): value},))


def _crossed(cell: Cell) -> bool:
    """Whether two bounds on one parameter leave nothing between them."""
    low: dict[int, Number] = {}
    high: dict[int, Number] = {}
    for c in cell:
        used = [k for k in range(len(c.names)) if any(e[k] for e, _ in c.terms)]
        if len(used) != 1 or c.degree != 1:
            continue
        zero = (0,) * len(c.names)
        slope = next(x for e, x in c.terms if e != zero)
        bound, key = -dict(c.terms).get(zero, Fraction(0)) / slope, used[0]
        if slope > 0 or c.relation == "=":
            low[key] = max(low.get(key, bound), bound)
        if slope < 0 or c.relation == "=":
            high[key] = min(high.get(key, bound), bound)
    return any(low[k] > high[k] for k in low.keys() & high.keys())
