"""Whether the theorem of Rocq speaks of the sums that the book has orders of.

The definitions of the sums are read from the text that Rocq accepted, and worked out in rational
numbers beside the formal statements of the book; the hypotheses are written from the exponents and
the window of these statements and looked for in the text. Formulas that agree at every point tried
need not be the same: it is a comparison by a program, not a proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from phasecalc.exceptions import StepFailed
from phasecalc.export.rocq.lemmas import lemma
from phasecalc.export.rocq.writing import without_comments
from phasecalc.kernel.language import Node, number_of

__all__ = ["Sums", "compare", "definition", "equal_sums", "hypotheses", "pieces", "ranges",
           "worked_out"]  # fmt: skip

_TOKEN = re.compile(r"\s*(=>|[A-Za-z_][\w']*|\d+|[-+*/^()])")
# Names that a section leaves in front of what it defines, by their meaning.
_VARIABLES = frozenset({"v", "d", "lambda", "c", "target", "weight"})
THEOREM = "loss_of_the_order_of_its_terms"


@dataclass(frozen=True)
class Sums:
    """What the book takes from Rocq on one region.

    Parameters
    ----------
    forcing, noise
        The sums as expressions of the kernel's language at the time tau, of which the loss is said
        to be of the order.
    window
        Exponent of d in the least distance w at which their orders hold, as Rocq writes it.
    """

    forcing: Node
    noise: Node
    window: str


class _Reader:
    """Reads an expression of Rocq into a function of its names."""

    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.at = 0
        if "".join(self.tokens) != re.sub(r"\s+", "", text):
            raise StepFailed(f"Rocq's definition {text!r:.80} cannot be read")

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, token: str = "") -> str:
        found = self.next()
        if not found or (token and found != token):
            raise StepFailed(f"Rocq's definition has {found!r} where {token or 'more'!r} belongs")
        self.at += 1
        return found

    def sum(self) -> Any:
        left = self.product()
        while self.next() in ("+", "-"):
            left = (self.take(), left, self.product())
        return left

    def product(self) -> Any:
        left = self.power()
        while self.next() in ("*", "/"):
            left = (self.take(), left, self.power())
        return left

    def power(self) -> Any:
        if self.next() in ("/", "-"):
            sign = self.take()
            return (sign, ("num", 1 if sign == "/" else 0), self.power())
        left = self.applied()
        if self.next() == "^":
            self.take()
            return ("^", left, self.power())
        return left

    def applied(self) -> Any:
        parts = [self.atom()]
        while self.next() and (self.next() == "(" or re.match(r"\w", self.next())):
            parts.append(self.atom())
        return parts[0] if len(parts) == 1 else ("call", *parts)

    def atom(self) -> Any:
        token = self.take()
        if token.isdigit():
            return ("num", int(token))
        if token != "(":
            return ("name", token)
        if self.next() == "fun":
            self.take()
            name = self.take()
            self.take("=>")
            made: Any = ("fun", name, self.sum())
        else:
            made = self.sum()
        self.take(")")
        return made


def definition(text: str, name: str) -> tuple[tuple[str, ...], Any]:
    """Arguments and body of a definition in a text for Rocq.

    Raises
    ------
    StepFailed
        There is not exactly one, or it is no formula.
    """
    bare = without_comments(text)
    found = re.findall(rf"^Definition {name}((?: \([^)]*\))*) : R :=(.*?)\.\s", bare, re.M | re.S)
    if len(found) != 1:
        raise StepFailed(f"Rocq's text has {len(found)} definitions of {name}")
    names = [n for group in re.findall(r"\(([^:)]*):", found[0][0]) for n in group.split()]
    reader = _Reader(found[0][1])
    body = reader.sum()
    if reader.next():
        raise StepFailed(f"Rocq's definition of {name} goes on with {reader.next()!r}")
    return tuple(names), body


_NAMES = ("mode", "mode_2", "over", "A", "turning", "squares", "theta", "sum_of_orders",
          "noise_orders")  # fmt: skip


@lru_cache(maxsize=8)
def _definitions(text: str) -> Mapping[str, Any]:
    return {n: definition(text, n) for n in _NAMES}


def worked_out(text: str, name: str, at: Mapping[str, Any], *values: Any) -> Fraction:
    """Value of a definition of Rocq in rational numbers.

    Parameters
    ----------
    text
        For Rocq.
    name
        Of the definition.
    at
        Numbers v and d, and the sequences lambda and c as functions.
    values
        Arguments.

    Examples
    --------
    >>> at = {"v": 1, "d": 2, "lambda": lambda j: Fraction(1), "c": lambda j: Fraction(1)}
    >>> worked_out(lemma("main-theorem"), "sum_of_orders", at, 2, Fraction(1))
    Fraction(5, 16)
    """
    known = _definitions(text)
    return Fraction(_call(known, known[name], dict(at), list(values)))


def _call(known: Any, made: Any, at: dict[str, Any], values: list[Any]) -> Any:
    names, body = made
    return _value(known, body, {**at, **dict(zip(names, values, strict=True))})


def _value(known: Any, node: Any, at: dict[str, Any]) -> Any:
    kind = node[0]
    if kind == "num":
        return Fraction(node[1])
    if kind == "name":
        return at[node[1]] if node[1] in at else _function(known, node[1], at)
    if kind == "fun":
        return lambda j: _value(known, node[2], {**at, node[1]: j})
    if kind == "call":
        return _applied(known, node, at)
    left, right = _value(known, node[1], at), _value(known, node[2], at)
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: Fraction(left) / right,
        "^": lambda: left ** int(right),
    }[kind]()


def _function(known: Any, name: str, at: dict[str, Any]) -> Callable[..., Any]:
    if name not in known:
        raise StepFailed(f"Rocq's definitions use {name}, which is not read")
    return lambda *values: _call(known, known[name], at, list(values))


def _applied(known: Any, node: Any, at: dict[str, Any]) -> Any:
    head, given = node[1][1], node[2:]
    if head == "sum":
        count, term = (_value(known, x, at) for x in given)
        return sum((term(j) for j in range(int(count))), Fraction(0))
    if head == "over":  # of any weights: v, lambda, the weights, n and w
        weights = _value(known, given[2], at)
        n, w = (_value(known, x, at) for x in given[3:])
        return _call(known, known["over"], {**at, "weight": weights}, [n, w])
    if head in at:
        return at[head](*(_value(known, x, at) for x in given))
    names = known[head][0] if head in known else ()
    front = given[: len(given) - len(names)]
    if not names or any(x[0] != "name" or x[1] not in _VARIABLES for x in front):
        raise StepFailed(f"Rocq's definitions apply {head} in a way that is not read")
    values = [_value(known, x, at) for x in given[len(front) :]]
    return _call(known, known[head], at, values)


def hypotheses(text: str, name: str = THEOREM) -> list[str]:
    """What a theorem of Rocq asks for and concludes, piece by piece, without comments."""
    bare = without_comments(text)
    found = re.search(rf"^Theorem {name}\b(.*?)\.\s*Proof\.", bare, re.M | re.S)
    if not found:
        raise StepFailed(f"Rocq's text has no theorem {name}")
    return pieces(found[1])


def pieces(statement: str) -> list[str]:
    """What stands between the arrows, conjunctions, bindings and commas of a statement."""
    whole = " ".join(statement.split())
    return [x.strip(" ,") for x in re.split(r"->|/\\|\bin\b|,", whole)]


def _kernel_value(node: Node, at: Mapping[str, Fraction]) -> Fraction:
    """Value of an expression of sums over the spectrum in rational numbers."""
    kind = node[0]
    if kind == "num":
        return Fraction(str(number_of(node)))
    if kind == "var":
        return at[node[1]]
    parts = [_kernel_value(x, at) for x in node[1:]]
    if kind == "add":
        return sum(parts, Fraction(0))
    if kind == "mul":
        made = Fraction(1)
        for x in parts:
            made *= x
        return made
    if kind == "pow":
        return parts[0] ** _whole(parts[1])
    if kind == "spectrum":
        q, m, k, b, w, top = parts
        rows = ((Fraction(j), Fraction(j) ** -_whole(b)) for j in range(1, _whole(top) + 1))
        terms = (
            j ** -_whole(q) * (x / (x + w)) ** _whole(m) * (w / (x + w)) ** _whole(k)
            for j, x in rows
        )
        return sum(terms, Fraction(0))
    raise StepFailed(f"{kind} is no sum over the modes")


def _whole(x: Fraction) -> int:
    if x.denominator != 1:
        raise StepFailed(f"{x} is no whole number")
    return int(x)


# Points with whole 2 alpha and beta, where everything is rational.
_POINTS = tuple(
    {"alpha": Fraction(a, 2), "beta": Fraction(b), "k": Fraction(k), "d": Fraction(d),
     "rho": Fraction(rho), "tau": Fraction(t, 7), "gamma": Fraction(3, 5)}
    for a, b, k, d, rho, t in (
        (1, 1, 2, 3, 2, 11), (2, 1, 3, 4, 3, 40), (3, 0, 4, 2, 5, 90), (4, 2, 6, 5, 2, 8),
    )
)  # fmt: skip


def compare(sums: Sequence[Sums], text: str | None = None) -> int:
    """Compare what the book takes from the main theorem with what Rocq accepted.

    Parameters
    ----------
    sums
        What is taken, region by region.
    text
        For Rocq; by default that of the main theorem.

    Returns
    -------
    int
        How many equalities and hypotheses agree.

    Raises
    ------
    StepFailed
        A sum has another value, or a hypothesis is not the one that the book's orders meet.
    """
    text = lemma("main-theorem") if text is None else text
    asked, count = hypotheses(text), 0
    for one in sums:
        wanted = (*_wanted(one), *_REST)
        for piece in wanted:
            if piece not in asked:
                raise StepFailed(f"the theorem of Rocq does not say {piece!r}")
        for piece in asked:
            if piece not in wanted and not _RANGE.fullmatch(piece):
                raise StepFailed(f"the theorem of Rocq says {piece!r}, which nothing here meets")
            if piece in wanted and asked.count(piece) != _OFTEN.get(piece, 1):
                # A hypothesis without the window asks for more, and has all its other pieces.
                raise StepFailed(f"the theorem of Rocq says {piece!r} {asked.count(piece)} times")
        count += len(wanted)
        count += equal_sums(text, one)
    return count


def equal_sums(text: str, one: Sums) -> int:
    """Compare the sums of the book with those of a text for Rocq at some points; how many agree.

    Raises
    ------
    StepFailed
        A sum has another value.
    """
    for at in _POINTS:
        _equal(text, one, at)
    return 2 * len(_POINTS)


def _wanted(one: Sums) -> tuple[str, ...]:
    """Pieces of the theorem that the sums and their window must be found in."""
    sums = "sum_of_orders v (INR D) lambda target (S (S n)) w"
    noise = "w ^ 2 * noise_orders v (INR D) lambda w"
    return (
        f"let s0 := c * Rpower (INR D) ({one.window})",
        "(forall w",
        "s0 <= w <= s1 / least_M alpha rho c",
        f"low * T w <= {sums} <= high * T w",
        f"low * noise w <= {noise} <= high * noise w)",
        "low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n)",
        "let noise := fun t => aK * Rpower t eK",
        "let T := forcing_form a1 a2 a3 e1 e2 e3",
        "let t := clock s1 (gamma * B) r",
        "(T t + gamma * noise t) / C <= P r <= C * (T t + gamma * noise t)",
        "exists C",
        "power_law alpha lambda",
        "INR v <= rho * INR D",
    )


# What names, signs and the model come to; the measures, and that the rate is stable.
_REST = (
    ": forall n alpha rho c low high B cc X s1 mu N e1 e2 e3 eK",
    *("0 < alpha", "0 < rho", "0 < c", "0 < low", "low <= 1", "1 <= high", "0 < B", "0 < cc"),
    *("cc <= 1", "0 <= X", "0 < s1", "mu < 1", "1 <= N", "1 <= C", "(0 < D)%nat", "(forall j"),
    "forall v D lambda target trace I J gamma a1 a2 a3 aK P r",
    *("0 <= target j)", "integral X I", "integral X J", "inside v (INR D) lambda w"),
    "moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w)",
    "moment J 1 (s_of v (INR D) lambda w) = trace - s_of v (INR D) lambda w"
    " * (INR D * turning v (INR D) lambda 1 w))",
    *("let F := after I gamma B", "let K := fun i => gamma ^ 2 * B * after J gamma B i"),
    *("volterra K F P", "0 < gamma", "gamma * (B + 1) * X <= 2 - cc", "s1 * (gamma * B) <= 1"),
    *("(forall L", "sum L K <= mu)", "0 <= a1", "0 <= a2", "0 <= a3", "0 <= aK"),
    *("0 < T w", "0 < noise w", "s0 <= t", "1 <= s1 * (gamma * B * INR r)"),
    *("/ N <= T s1", "a3 <= N", "a2 * Rpower t e2 <= N * t", "gamma * noise t <= N * t"),
)
_OFTEN = {"(forall w": 4, "inside v (INR D) lambda w": 2, "s0 <= w <= s1 / least_M alpha rho c": 2}
_RANGE = re.compile(r"(\d+) (<=?) (e[123K]) < (\d+|INR \(S \(S n\)\))")


def ranges(text: str | None = None) -> dict[str, tuple[int, bool, int | None]]:
    """Where the theorem of Rocq allows each exponent: from, whether above it, and below what.

    None: below the number of times that each mode is counted.

    Examples
    --------
    >>> ranges()["e3"], ranges()["eK"]
    ((1, True, None), (0, False, 2))
    """
    found = map(_RANGE.fullmatch, hypotheses(lemma("main-theorem") if text is None else text))
    return {
        m[3]: (int(m[1]), m[2] == "<", int(m[4]) if m[4].isdigit() else None) for m in found if m
    }


def _equal(text: str, one: Sums, at: Mapping[str, Fraction]) -> None:
    twice, beta, w = _whole(2 * at["alpha"]), _whole(at["beta"]), 1 / at["tau"]
    room = {
        "v": at["rho"] * at["d"],
        "d": at["d"],
        "lambda": lambda j: Fraction(int(j) + 1) ** -twice,
        "c": lambda j: Fraction(int(j) + 1) ** -(twice + 2 * beta),
    }
    forcing = worked_out(text, "sum_of_orders", room, at["k"], w)
    noise = at["gamma"] * w**2 * worked_out(text, "noise_orders", room, w)
    for what, mine, theirs in (
        ("forcing", _kernel_value(one.forcing, at), forcing),
        ("noise", _kernel_value(one.noise, at), noise),
    ):
        if mine != theirs:
            raise StepFailed(f"the sums of the {what} are not those of Rocq: {mine} and {theirs}")
