"""From the text of a claim to its formula; nothing is executed, and every cost is bounded.

Arithmetic is read by ``phasecalc.parsing``. What that grammar does not have is cut out first and
stands in it as a name of its own: quantities such as ``exponent(N)``, and ``min``, ``max``, ``abs``
of several parts. Words such as ``and`` are split off before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from phasecalc.claims.about.saying.formula import (
    All,
    Compared,
    Formula,
    Labelled,
    Negated,
    Some,
    nodes,
)
from phasecalc.claims.about.saying.orders import ORDER, Orders, order_formula
from phasecalc.claims.about.saying.text import arguments, decimal, enclosed, split, tolerance
from phasecalc.claims.about.saying.vocabulary import Vocabulary, slope_key
from phasecalc.claims.reading.language import (
    Binary,
    Call,
    Choice,
    Name,
    Negative,
    Node,
    Number,
    strange_letters,
)
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_NESTING, MAX_TEXT, echo, read

__all__ = ["Said", "said", "tree"]

GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "η": "eta", "ξ": "xi", "π": "pi", "σ": "sigma"}
_GREEK = re.compile("|".join(GREEK))
_SIGNS = str.maketrans(
    {"∧": " and ", "∨": " or ", "¬": " not ", "⇒": " implies ", "→": " implies "}
)
_RELATION = re.compile(r"(==|!=|<=|>=|≤|≥|≠|<|>)")
_COMPARES = re.compile(f"{_RELATION.pattern}|{ORDER.pattern}")
_MEANT = "±×·−√^"
_PLAIN = {"≤": "<=", "≥": ">=", "≠": "!="}
_NAME = re.compile(r"[^\W\d]\w*")
_LABELLED = re.compile(r"\btrade_?off\s*(==|!=)\s*([\"'])([^\"']{1,200})\2")
_PHASE = re.compile(r"\bphase\s*(==|!=)\s*([\"'])([^\"']{1,40})\2")
_CALLED = re.compile(r"([^\W\d]\w*)\(([^()<>=!]{1,60})\)")
_SLOPE = re.compile(r"\bderivative\(\s*(\w+)\s*,\s*([^\W\d]\w*)\s*\)")
_TO = r"\(\s*(\w+)\s*,\s*([^\W\d]\w*)\s*(?:->|implies)((?:[^()]|\([^()]{1,30}\)){1,80})\)"
_LIMIT = re.compile(rf"\blimit{_TO}")
_JUMP = re.compile(rf"\bjump{_TO}")
_QUOTED = r"([\"'])([^\"';]{1,40})"
_ACROSS = re.compile(rf"\bjump\(\s*(\w+)\s*,\s*{_QUOTED}\2\s*(?:->|implies)\s*{_QUOTED}\4\s*\)")
_HOW = {
    "derivative": "derivative(...) is of one quantity, as in derivative(eta, alpha)",
    "limit": "limit(...) is of one quantity, as in limit(eta, alpha -> oo)",
    "jump": 'jump(...) is of one quantity, as in jump(xi, alpha -> 1/2) or jump(xi, "II" -> "III")',
}
_MONOTONE = re.compile(
    r"\b(increasing|decreasing|nondecreasing|nonincreasing)\(\s*(\w+)\s*,\s*(\w+)\s*\)"
)
_CHOICE = re.compile(r"\b(min|max|abs)\s*\(")
_DECIMAL = re.compile(r"\s*[-+]?\s*[0-9]*\.([0-9]+)\s*")
_TOLERANCE = re.compile(r"(.*?)\s*(?:±|\+/-)\s*(.*)", re.DOTALL)
_MOST_CHOICES = 40
_MOST_PARTS = 60


@dataclass(frozen=True)
class Said:
    """What a text says.

    Parameters
    ----------
    formula
        As a tree.
    notes
        How decimals were read.
    """

    formula: Formula
    notes: tuple[str, ...] = ()


def said(text: str, vocabulary: Vocabulary) -> Said:
    """Read a claim or a condition.

    Parameters
    ----------
    text
        Comparisons, chained or not, joined by ``and``, ``or``, ``not``, ``implies``.
    vocabulary
        Names that may occur.

    Raises
    ------
    ParseError
        Not in the language, or beyond its bounds.

    Examples
    --------
    >>> words = Vocabulary("a law", ("a", "b"), {"eta": "loss_exponent"})
    >>> said("1/4 < a < 1/2 implies eta == 0.46", words).notes
    ('0.46 is read as 0.46 ± 0.005',)
    >>> said("etta < 1", words)
    Traceback (most recent call last):
        ...
    phasecalc.exceptions.ParseError: 'etta < 1': 'etta' is not known; of a law there are a, b, eta
    """
    try:
        return _Text(vocabulary).read(text)
    except ParseError as error:
        words = (*vocabulary.parameters, *vocabulary.quantities, *vocabulary.terms)
        known = "".join((*words, *map(chr, _SIGNS), *_PLAIN, *_MEANT))
        raise ParseError(f"{echo(text)}: {error}{strange_letters(text, known)}") from None
    except RecursionError:  # only where the caller's own stack is nearly full
        raise ParseError(f"{echo(text)}: nested too deep; write it in simpler parts") from None


def tree(text: str, vocabulary: Vocabulary, orders: Orders | None = None) -> Node:
    """One side of a relation; between orders, what stands for a size has a mark, ``@N``."""
    reader = _Text(vocabulary)
    if orders is not None:
        reader._with_letters(orders)
    return reader._arithmetic(text)


def _monotone(found: re.Match[str]) -> str:
    """The derivative that a word for it compares with zero."""
    signs = {"increasing": ">", "decreasing": "<", "nondecreasing": ">=", "nonincreasing": "<="}
    return f"(derivative({found[2]}, {found[3]}) {signs[found[1]]} 0)"


def _jump(found: re.Match[str]) -> str:
    """The limit from above without that from below."""
    to = found[3].strip()
    if to in ("oo", "∞", "infinity") or to[-1:] in ("+", "-"):
        raise ParseError(f"a jump is at a number, not at {echo(to)}")
    above, below = (f"limit({found[1]}, {found[2]} -> {to}{side})" for side in "+-")
    return f"({above} - {below})"


class _Trees:
    """Arithmetic that builds a tree; what was cut out stands under names of its own."""

    functions = ("sqrt",)

    def __init__(self, named: Mapping[str, Node]) -> None:
        self.named = named
        self.names = tuple(named)

    def number(self, value: Fraction) -> Node:
        return Number(value)

    def name(self, name: str) -> Node:
        return self.named[name]

    def negative(self, value: Node) -> Node:
        return Negative(value)

    def combine(self, operator: str, left: Node, right: Node) -> Node:
        return Binary(operator, left, right)

    def call(self, function: str, argument: Node) -> Node:
        return Call(function, argument)


class _Text:
    """One text while it is read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = vocabulary
        self.notes: list[str] = []
        self.cut: dict[str, Node] = {n: Name(n) for n in vocabulary.parameters}
        self.cut |= {q: Name(key) for q, key in vocabulary.quantities.items() if "(" not in q}
        self.labels: dict[str, Formula] = {}
        self.calls = {q.partition("(")[0] for q in vocabulary.quantities if "(" in q}
        self.parts = 0

    def read(self, text: str) -> Said:
        if len(text) > MAX_TEXT:
            raise ParseError(f"{len(text)} characters, at most {MAX_TEXT} are read; shorten it")
        plain = _GREEK.sub(lambda m: GREEK[m[0]], text.translate(_SIGNS))
        if hidden := re.search(r"(?<!\w)_\w*", plain):
            raise self.words.unknown(hidden[0])
        plain = _PHASE.sub(self._phase, _LABELLED.sub(self._label, plain))
        plain = _ACROSS.sub(self._across, _CALLED.sub(self._called, plain))
        plain = _MONOTONE.sub(_monotone, plain)
        plain = _LIMIT.sub(self._limit, _JUMP.sub(_jump, _SLOPE.sub(self._slope, plain)))
        return Said(self._joined(plain, 0), tuple(dict.fromkeys(self.notes)))

    def _label(self, found: re.Match[str]) -> str:
        terms = frozenset(t.strip() for t in found[3].split("="))
        if strange := sorted(terms - {*self.words.terms}):
            known = ", ".join(self.words.terms) or "none"
            raise ParseError(f"no term {echo(strange[0])}; the terms are {known}")
        return self._labelled(Labelled(found[1], terms))

    def _phase(self, found: re.Match[str]) -> str:
        where = self.words.require_phases().where(found[3].strip())
        return self._labelled(where if found[1] == "==" else Negated(where))

    def _labelled(self, formula: Formula) -> str:
        """A name under which a comparison with a label stands."""
        name = f"_label{len(self.labels)}"
        self.labels[name] = formula
        return name

    def _called(self, found: re.Match[str]) -> str:
        orders = self.words.orders
        if orders is not None and found[1] == "term" and found[2].strip() in orders.letters:
            return self._stand_in(Name(f"@{found[2].strip()}"))
        if found[1] not in self.calls:
            return found[0]
        asked = f"{found[1]}({found[2].strip()})"
        if asked not in self.words.quantities:
            raise self.words.unknown(asked)
        key = self.words.quantities[asked]
        parts = tuple(map(Name, self.words.sums.get(key, ())))
        return self._stand_in(Choice("min", parts) if parts else Name(key))

    def _stand_in(self, node: Node) -> str:
        """A name under which what was cut out stands."""
        name = f"_cut{len(self.cut)}"
        self.cut[name] = node
        return name

    def _quantity(self, written: str, word: str) -> str:
        """What a derivative, a limit or a jump is of."""
        of = self.cut.get(written)
        if of is None and written.isidentifier() and written not in self.words.quantities:
            raise self.words.unknown(written)
        if not isinstance(of, Name) or of.name not in self.words.quantities.values():
            raise ParseError(_HOW[word])
        return of.name

    def _of_one(self, found: re.Match[str], word: str) -> tuple[str, str]:
        """Quantity and parameter of a derivative or a limit."""
        of, by = self._quantity(found[1], word), found[2]
        if by not in self.words.parameters:
            raise self.words.unknown(by)
        return of, by

    def _across(self, found: re.Match[str]) -> str:
        """A jump from one phase to another."""
        of, phases = self._quantity(found[1], "jump"), self.words.require_phases()
        one, other = (phases.single(found[k].strip()) for k in (3, 5))
        return self._stand_in(Name(f"jump({of}; {one}; {other})"))

    def _slope(self, found: re.Match[str]) -> str:
        """A derivative of a quantity in a parameter."""
        of, by = self._of_one(found, "derivative")
        return self._stand_in(Name(slope_key(of, by)))

    def _limit(self, found: re.Match[str]) -> str:
        """A limit of a quantity as a parameter tends to something."""
        of, by = self._of_one(found, "limit")
        return self._stand_in(Name(f"limit({of}; {by}; {found[3].strip()})"))

    def _joined(self, text: str, depth: int) -> Formula:
        """A text with ``implies``, ``or``, ``and``, ``not``, in the order of their weakness."""
        self.parts += 1
        if depth > MAX_NESTING or self.parts > _MOST_PARTS * 4:
            raise ParseError("too many parts, or nested too deep; split the claim")
        if len(sides := split(text, "implies")) > 1:
            if len(sides) > 2:
                raise ParseError("implies cannot be chained; use brackets")
            first, second = (self._joined(s, depth + 1) for s in sides)
            return Some((Negated(first), second))
        for word, join in (("or", Some), ("and", All)):
            if len(sides := split(text, word)) > 1:
                parts = tuple(self._joined(s, depth + 1) for s in sides)
                made: Callable[[tuple[Formula, ...]], Formula] = join
                return made(parts)
        inner = text.strip()
        if re.match(r"not\b", inner):
            return Negated(self._joined(inner[3:], depth + 1))
        if enclosed(inner) and (_COMPARES.search(inner) or "_label" in inner):
            return self._joined(inner[1:-1], depth + 1)
        if inner in self.labels:
            return self.labels[inner]
        return self._relation(inner)

    def _relation(self, text: str) -> Formula:
        """One comparison, or a chain of them."""
        if ORDER.search(text):
            return self._order(text)
        pieces = _RELATION.split(text)
        if len(pieces) < 3:
            if "=" in text:
                raise ParseError("no comparison; write equality as ==")
            raise ParseError("no comparison; write one with <, <=, >, >=, == or !=")
        if len(pieces) > 2 * _MOST_PARTS:
            raise ParseError("too many comparisons in a chain; split the claim")
        found = []
        for k in range(1, len(pieces), 2):
            operator = _PLAIN.get(pieces[k], pieces[k])
            found.append(self._compared(pieces[k - 1], operator, pieces[k + 1]))
        return found[0] if len(found) == 1 else All(tuple(found))

    def _order(self, text: str) -> Formula:
        """Relations between orders."""
        orders = self.words.orders
        if orders is None:
            raise ParseError(f"of {self.words.about} no orders are known here; compare exponents")
        if orders.unless_said:
            raise ParseError(
                "orders over the whole window are a claim by themselves; for those at the optimum "
                "end with: at the optimum, or: along d = f^(1/2)"
            )
        self._with_letters(orders)
        return order_formula(text, orders, self._arithmetic)

    def _with_letters(self, orders: Orders) -> None:
        self.cut |= {n: Name(n) for n in orders.constants}
        self.cut |= {n: Name(f"@{n}") for n in orders.letters if n.isidentifier()}

    def _compared(self, left: str, operator: str, right: str) -> Formula:
        width: Fraction | None = None
        tolerances = [_TOLERANCE.fullmatch(s) for s in (left, right)]
        if any(tolerances):
            if operator not in ("==", "!=") or all(tolerances):
                raise ParseError("± belongs to one side of == or !=")
            (found,) = (t for t in tolerances if t)
            left, right = (t[1] if t else s for t, s in zip(tolerances, (left, right), strict=True))
            width = tolerance(found[2])
        one, other = self._side(left), self._side(right)
        if width is None and operator in ("==", "!="):
            width = self._written(left, other) or self._written(right, one)
        if width is None:
            return Compared(one, operator, other)
        near: tuple[Formula, ...] = (
            Compared(Binary("-", one, other), "<=", Number(width)),
            Compared(Binary("-", other, one), "<=", Number(width)),
        )
        return All(near) if operator == "==" else Negated(All(near))

    def _written(self, text: str, other: Node) -> Fraction | None:
        """Half a unit of the last digit of a decimal, if what it is compared with is derived.

        As the value of a parameter a decimal is exact, as everywhere.
        """
        found = _DECIMAL.fullmatch(text)
        names = {n.name for n in nodes(other) if isinstance(n, Name)}
        if found is None or names <= set(self.words.parameters):
            return None
        width = Fraction(1, 2) * Fraction(1, 10) ** len(found[1])
        shown = found[0].strip()
        self.notes.append(f"{shown} is read as {shown} ± {decimal(width)}")
        return width

    def _side(self, text: str) -> Node:
        """One side: its choices are cut out from within."""
        while found := [*_CHOICE.finditer(text)]:
            last = found[-1]  # none inside it
            if len(self.cut) > _MOST_CHOICES + len(self.words.quantities) + 5:
                raise ParseError("too many of min, max and abs; split the claim")
            texts, end = arguments(text, last.end())
            parts, function = [self._arithmetic(p) for p in texts], last[1]
            if function == "abs":
                if len(parts) != 1:
                    raise ParseError("abs is of one value")
                function, parts = "max", [parts[0], Negative(parts[0])]
            if len(parts) < 2:
                raise ParseError(f"{function} is of at least two values, with commas between")
            name = self._stand_in(Choice(function, tuple(parts)))
            text = f"{text[: last.start()]}{name}{text[end:]}"
        return self._arithmetic(text)

    def _arithmetic(self, text: str) -> Node:
        for found in _NAME.findall(re.sub(r"[0-9.]+[eE][+-]?[0-9]+", "0", text)):
            if found not in self.cut and found != "sqrt":
                raise ParseError(_HOW[found]) if found in _HOW else self.words.unknown(found)
        trees = _Trees(self.cut)
        return read(text, trees)
