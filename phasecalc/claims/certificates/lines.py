"""Proofs of single statements about claims: which rule, and with which data."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from phasecalc.checker import CheckFailed, Number, encode_number
from phasecalc.claims.certificates.bases import OWN, raised_step
from phasecalc.claims.certificates.fading import Fading
from phasecalc.claims.certificates.formal import gaps, opposite
from phasecalc.claims.certificates.library import library, terms_in
from phasecalc.claims.certificates.turning import turns
from phasecalc.kernel.atoms import Quotient, Sum, s_minus, s_mul
from phasecalc.kernel.language import (
    ORDERS,
    Definition,
    Node,
    Statement,
    decode_statement,
    encode_node,
    number,
    unfold,
)
from phasecalc.kernel.leading import sums_in
from phasecalc.kernel.lemmas import factors_of
from phasecalc.kernel.orders import divided
from phasecalc.kernel.rules import Room
from phasecalc.kernel.signs import Book
from phasecalc.kernel.sums import Scene, groups
from phasecalc.kernel.theorem import MALFORMED, Line, check_line

__all__ = ["proved_line", "scaled"]

_MOST_ORDER = 2  # to which the rest of a sum is tried
Found = tuple[Statement, dict[str, Any], list[dict[str, Any]]]


def proved_line(
    statement: Statement,
    book: Book,
    point: Mapping[str, Number],
    before: list[dict[str, Any]] | None = None,
) -> Found:
    """A statement that says as much, what its line has besides, and its steps.

    Parameters
    ----------
    statement
        What is to be proved; ``~`` without its remainder.
    book
        Where certificates come from.
    point
        A point of its region.
    before
        Lines of the same theorem; those that are needed are added.

    Raises
    ------
    CheckFailed
        No proof was found.
    """
    problem: Exception = CheckFailed("no rule proves it")
    extra = _witness(statement, point)
    lines = [] if before is None else before
    definitions, book_line = _library(statement)

    def known(label: str, index: int) -> Line:
        if label == OWN and 0 <= index < len(lines):
            return Line(decode_statement(lines[index]["statement"]), "proved")
        return book_line(label, index)

    for made, steps, more in _attempts(statement, book, lines):
        whole = {**extra, **more}
        try:
            check_line(made, steps, definitions, known, book, whole)
        except (CheckFailed, *MALFORMED) as failure:
            problem = failure
            continue
        return made, whole, steps
    raise problem if isinstance(problem, CheckFailed) else CheckFailed(str(problem))


def _library(s: Statement) -> tuple[Mapping[str, Definition], Callable[[str, int], Line]]:
    """Definitions and lines of the book, where a statement speaks of terms."""
    if terms_in(s):
        return library().definitions, library().known
    return {}, _nothing


def _nowhere(label: str, index: int) -> Statement:
    raise CheckFailed(f"{label} has no line {index}")


def _nothing(label: str, index: int) -> Line:
    raise CheckFailed(f"{label} has no line {index}")


def _witness(statement: Statement, point: Mapping[str, Number]) -> dict[str, Any]:
    at = {n: encode_number(x) for n, x in point.items() if n in statement.parameters}
    for name in statement.constants:
        at[name] = "2"
    path: dict[str, str] = {}
    if len(statement.sizes) > 1:
        path = _inner_path(point)
    return {"witness": at, "path": path}


def _inner_path(point: Mapping[str, Number]) -> dict[str, Any]:
    """The middle of the window, gamma of its largest stable order."""
    alpha = point["alpha"]
    rate = 2 * alpha - 1
    if rate == 0:
        return {"d": "1", "r": "1/2", "gamma": "-1/2000"}
    if rate > 0:
        return {"d": "1", "r": encode_number(alpha), "gamma": "0"}
    return {"d": "1", "r": encode_number(alpha - rate), "gamma": encode_number(rate)}


Attempt = tuple[Statement, list[dict[str, Any]], dict[str, Any]]


def _attempts(statement: Statement, book: Book, lines: list[dict[str, Any]]) -> Iterator[Attempt]:
    if statement.relation in ORDERS:
        makers: dict[str, Callable[[Statement, Book], Iterator[Attempt]]] = {
            "<<": _small,
            "=Theta=": _alike,
            "~": _close,
        }
        if terms_in(statement):
            yield from _leading(statement, book)
        yield from makers[statement.relation](statement, book)
        return
    yield from _exact(statement)
    yield from _grown(statement, book)
    yield from _raised(statement, book, lines)


def _grown(s: Statement, book: Book) -> Iterator[Attempt]:
    """Products of powers whose quotient is one of numbers above 1."""
    turned = [(s.left, s.right), *([(s.right, s.left)] if s.relation == "!=" else [])]
    for left, right in turned if s.relation in ("<", "<=", "!=") else ():
        made = replace(
            s, relation="<" if s.relation == "!=" else s.relation, left=left, right=right
        )
        with contextlib.suppress(CheckFailed, *MALFORMED):
            n = Room(made, {}, _nowhere, book).normal
            one, other = (n.positive(n(x)) for x in (right, left))
            _, term = divided(one, other).single or (0, ())
            for key in (*(atom.key for atom, _ in term), ""):
                yield made, _step(made, "grown", strictly=key), {}


def _raised(s: Statement, book: Book, lines: list[dict[str, Any]]) -> Iterator[Attempt]:
    """Inequalities between products of powers of numbers."""
    turned = [(s.left, s.right), *([(s.right, s.left)] if s.relation == "!=" else [])]
    for left, right in turned if s.relation in ("<", "<=", "!=") else ():
        made = replace(s, relation="<", left=left, right=right)
        with contextlib.suppress(CheckFailed, *MALFORMED):
            step, helper = raised_step(made, Room(made, {}, _nowhere, book))
            if helper not in lines:
                lines.append(helper)
            step["by"] = {"of": [OWN, lines.index(helper)], "slacks": []}
            yield made, [step], {}


def _step(s: Statement, rule: str, **data: Any) -> list[dict[str, Any]]:
    row = {"relation": s.relation, "right": encode_node(s.right), "rule": rule}
    return [{**row, **data}]


def _exact(s: Statement) -> Iterator[Attempt]:
    if s.relation == "=":
        yield s, _step(s, "identity"), {}
        yield s, _step(s, "sign"), {}
        return
    if s.relation == "!=":
        yield s, _step(s, "differs"), {}
        for one, other in ((s.left, s.right), (s.right, s.left)):
            less = replace(s, relation="<", left=one, right=other)
            yield less, _step(less, "sign"), {}
        return
    if s.relation == "<=":
        yield s, _step(s, "sign"), {}
    for relation, rule in (("<", "sign"), ("=", "identity")) if s.relation == "<=" else ():
        other_ = replace(s, relation=relation)
        yield other_, _step(other_, rule), {}
    if s.relation == "<":
        yield s, _step(s, "sign"), {}


def _plain_room(s: Statement, book: Book) -> Fading:
    """The window of a statement."""
    shown = replace(s, relation="=Theta=") if s.relation == "~" else s
    definitions, known = _library(s)

    def recalled(label: str, index: int) -> Statement:
        line = known(label, index)
        return line.statement.mapped(lambda e: unfold(e, definitions))

    return Fading(Scene(Room(shown, definitions, recalled, book), open_=False))


def _room(s: Statement, book: Book, *, forms: bool = False, order: int = 0) -> Fading:
    """The same with the orders of the terms in it, or with leading forms where there are any.

    Parameters
    ----------
    s, book
        The statement, and where certificates come from.
    forms
        Whether leading forms are to stand for terms.
    order
        To which of a sum under a power or logarithm more than the leading product is to stand.
    """
    plain = _plain_room(s, book)
    found_sums = sums_in(_form(plain, s.left), _form(plain, s.right)).values()
    sums = [core for core in found_sums if core.inside & plain.room.orders.sizes]
    if order and not sums:
        raise CheckFailed("no sum is under a power or logarithm")
    rows: list[dict[str, Any]] = []
    leading: list[dict[str, Any]] = []
    for term in terms_in(s):
        found = next(library().recalled(term, "~", plain), None) if forms else None
        kept = rows if found is None else leading
        found = found or next(library().recalled(term, "=Theta=", plain), None)
        if found is None:
            continue  # its order is not known, and may not matter
        sides = {"left": encode_node(found.left), "right": encode_node(found.right)}
        if kept is leading and found.remainder is not None:
            sides["remainder"] = encode_node(found.remainder)
        kept.append({**found.data, **sides})
    if forms and not leading:
        raise CheckFailed("no leading form is known here")
    scene = Scene(plain.room, rows, leading, open_=bool(leading or sums))
    f = Fading(scene, rows, leading)
    for core in sums:
        f.lead(core, order)
    return f


def _ways(s: Statement) -> Iterator[dict[str, Any]]:
    """Without leading forms, and with them where there are terms; then with the rests of sums."""
    for order in range(_MOST_ORDER + 1):
        yield {"order": order}
        if terms_in(s):
            yield {"order": order, "forms": True}


def _small(s: Statement, book: Book) -> Iterator[Attempt]:
    for way, right in itertools.product(_ways(s), turns(s.right, s)):
        with contextlib.suppress(CheckFailed, *MALFORMED):
            made = replace(s, right=right)
            f = _room(made, book, **way)
            one, other = _sides(f, made.left, made.right)
            data, leads = f.led(other)
            left = f.all(groups(f.scene, one), leads, strictly=True)
            yield made, _step(made, "small", parts=left, led=data, **f.recalled), {}


def _leading(s: Statement, book: Book) -> Iterator[Attempt]:
    """The leading form, or the order, of one term with a factor before it."""
    terms = terms_in(replace(s, right=("num", "1")))
    if len(terms) != 1 or terms_in(replace(s, left=("num", "1"))) or s.relation == "<<":
        return
    front = [x for x in factors_of(s.left) if x != terms[0]]
    if len(front) + 1 != len(factors_of(s.left)):
        return
    plain = _plain_room(s, book)
    for relation in dict.fromkeys(("~", s.relation)):
        for found in library().recalled(terms[0], relation, plain):
            factor: Node = ("mul", *front) if front else ("num", "1")
            step = {
                "relation": s.relation,
                "right": encode_node(("mul", factor, found.right)),
                "rule": "times",
                "old": relation,
                "old_left": encode_node(found.left),
                "old_right": encode_node(found.right),
                "by": found.data,
                "factor": encode_node(factor),
            }
            if s.relation == "~" and found.remainder is not None:
                step["remainder"] = encode_node(found.remainder)
                made = replace(s, remainder=found.remainder)
                yield made, [step], {"vanishes": found.vanishes}
            elif s.relation == "=Theta=":
                if found.remainder is not None:
                    step["old_remainder"] = encode_node(found.remainder)
                last = {"relation": "=Theta=", "right": encode_node(s.right), "rule": "powers"}
                yield s, [step, last], {}
                yield s, [step], {}


def scaled(s: Statement, book: Book) -> Iterator[Statement]:
    """A ``~`` with another constant before its right side, where the book gives one.

    Parameters
    ----------
    s
        A ``~`` of one term, with a factor before it.
    book
        Where certificates come from.
    """
    terms = terms_in(replace(s, right=("num", "1")))
    if s.relation != "~" or len(terms) != 1:
        return
    plain = _plain_room(s, book)
    front = [x for x in factors_of(s.left) if x != terms[0]]
    for found in library().recalled(terms[0], "~", plain):
        lead = _form(plain, ("mul", *front, found.right))
        ratio = divided(lead, plain.room.normal.positive(_form(plain, s.right))).single
        if ratio is not None and not ratio[1]:
            yield replace(s, right=("mul", number(ratio[0]), s.right))


def _form(f: Fading, node: Node) -> Quotient:
    """Normal form of an expression, its objects unfolded."""
    return f.room.normal(unfold(node, f.room.definitions))


def _sides(f: Fading, left: Node, right: Node) -> tuple[Sum, Sum]:
    """Both sides multiplied by both denominators."""
    one, other = (f.room.normal.over_positive(_form(f, x)) for x in (left, right))
    return s_mul(one.top, other.bottom), s_mul(other.top, one.bottom)


def _alike(s: Statement, book: Book) -> Iterator[Attempt]:
    both = len(turns(s.left, s)) == len(turns(s.right, s)) == 2
    for way, turned in itertools.product(_ways(s), (False, True) if both else (False,)):
        with contextlib.suppress(CheckFailed, *MALFORMED):
            made = s
            if turned:
                made = replace(s, left=opposite(s.left), right=opposite(s.right))
            f = _room(made, book, **way)
            one, other = _sides(f, made.left, made.right)
            (left, above), (right, below) = f.led(one), f.led(other)
            data = {
                "above": f.all(above, below, strictly=False),
                "below": f.all(below, above, strictly=False),
            }
            yield made, _step(made, "alike", led_left=left, led=right, **f.recalled, **data), {}


def _close(s: Statement, book: Book) -> Iterator[Attempt]:
    for turned in (False, True)[: len(turns(s.right, s))]:
        with contextlib.suppress(CheckFailed, *MALFORMED):
            f = _room(s, book)
            gap = f.room.normal.over_positive(_form(f, s.left) + -_form(f, s.right))
            right = f.room.normal.over_positive(_form(f, s.right))
            whole = s_mul(right.top, gap.bottom)
            data, leads = f.led(s_minus(whole) if turned else whole)
            yield _with_remainder(s, f, s_mul(gap.top, right.bottom), leads, data, turned=turned)
    (gap_node, other), _ = gaps(s.left, s.right)
    yield from _small(replace(s, relation="<<", left=gap_node, right=other), book)


def _with_remainder(
    s: Statement,
    f: Fading,
    gap: Sum,
    leads: Any,
    data: dict[str, Any],
    *,
    turned: bool,
) -> Attempt:
    pieces: list[Node] = []
    proofs: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for group in groups(f.scene, gap):
        how, _, logs = f.one(group, leads, strictly=True)
        node, proof, own = f.piece(how, logs)
        if node not in pieces:
            pieces.append(node)
            proofs.append(proof)
        rows.append({**own, "piece": pieces.index(node)})
    if not pieces:
        node, proof, _ = f.piece({"slacks": [["num", "0"]] * f.own}, {})
        pieces, proofs = [node], [proof]
    remainder = pieces[0] if len(pieces) == 1 else ("add", *pieces)
    made = replace(s, remainder=remainder)
    step = _step(made, "close", parts=rows, led=data, turned=turned, **f.recalled)
    step[0]["remainder"] = encode_node(remainder)
    return made, step, {"vanishes": proofs}
