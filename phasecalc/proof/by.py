"""The reasons that a proof may give: each names a rule of the kernel and finds what it needs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import StepFailed
from phasecalc.kernel.atoms import UNIT, Quotient
from phasecalc.kernel.fading import LOG, Logs, apart, bare
from phasecalc.kernel.language import Node, encode_node, substitute, unfold
from phasecalc.kernel.lemmas import isolated
from phasecalc.kernel.orders import Vector, divided
from phasecalc.kernel.rational import ONE as UNITY
from phasecalc.kernel.rational import ZERO, Rat
from phasecalc.kernel.rules import Room
from phasecalc.kernel.values import laplace_parts, modes_parts
from phasecalc.proof.claim import OBJECTS, Claim, definitions
from phasecalc.proof.read import as_expression, node, rat_node
from phasecalc.proof.search import slacks, vector_of

if TYPE_CHECKING:
    from phasecalc.proof.theorem import Derivation

__all__ = [
    "Add",
    "Identity",
    "Laplace",
    "Largest",
    "Less",
    "Mean",
    "Modes",
    "Powers",
    "Raised",
    "Reason",
    "Recall",
    "Sign",
    "Slope",
    "Weighted",
]

ONE = Quotient(UNIT, UNIT)


class Reason(ABC):
    """Why a step holds; the kernel decides whether it does."""

    rule = ""

    @abstractmethod
    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """What the rule needs beside the step."""

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """Earlier lines that it recalls."""
        return ()


def rows(found: Sequence[Rat]) -> list[Any]:
    """Exponents as data."""
    return [encode_node(rat_node(x)) for x in found]


class _Plain(Reason):
    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Exponents that the rule needs."""
        return {}


class Identity(_Plain):
    """Both sides have one normal form: an identity of rational functions, powers and logarithms."""

    rule = "identity"


class Sign(_Plain):
    """The difference of two rational expressions has a sign, by certificates."""

    rule = "sign"


class Powers(_Plain):
    """Both sides are the same powers of sizes, up to a positive constant."""

    rule = "powers"


class Slope(_Plain):
    """The right side is the derivative of the left one."""

    rule = "slope"


class Less(Reason):
    """In the window one product is at most a constant times the other, or of smaller order."""

    rule = "less"

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Exponents that the rule needs."""
        q = divided(_positive(room, left), _positive(room, right))
        found = slacks(room, vector_of(room, q), strictly=relation == "<<")
        return {"slacks": rows(found)}


class Mean(Reason):
    """A weighted geometric mean of the terms on the right is at most their sum.

    Parameters
    ----------
    weights
        One for each summand on the right, in its order; they add up to 1.
    """

    rule = "mean"

    def __init__(self, *weights: Any) -> None:
        self.weights = [as_expression(w) for w in weights]

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Exponents that the rule needs."""
        weights = [room.normal.rational(node(w)) for w in self.weights]
        vector = dict(vector_of(room, _positive(room, left)))
        for w, part in zip(weights, right[1:] if right[0] == "add" else (right,), strict=True):
            for s, e in vector_of(room, _positive(room, part)).items():
                vector[s] = vector.get(s, ZERO) - w * e
        return {"weights": rows(weights), "slacks": rows(slacks(room, vector))}


class Largest(Reason):
    """The sum on the left is of the order of the right side: no term is larger, one is as large."""

    rule = "largest"

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Exponents that the rule needs."""
        goal = _positive(room, right)
        parts = left[1:] if left[0] == "add" else (left,)
        gaps = [vector_of(room, divided(_positive(room, x), goal)) for x in parts]
        return {"slacks": [rows(slacks(room, gap)) for gap in gaps]}


class Recall(Reason):
    """A line of an earlier theorem, or of this proof, at other values.

    Parameters
    ----------
    of
        The theorem, or a claim that was shown before, in this proof or in a theorem in use.
    goal
        Which goal of it.
    values
        Value of each name that changes.
    """

    rule = "recall"

    def __init__(
        self, of: Derivation | Claim, goal: int = 0, values: Mapping[sp.Symbol, Any] | None = None
    ) -> None:
        self.of, self.goal = of, goal
        self.values = {k.name: node(as_expression(v), OBJECTS) for k, v in (values or {}).items()}
        self.place: tuple[str, int] | None = None

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """Itself."""
        return (self,)

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Exponents that the rule needs."""
        if self.place is None:
            raise StepFailed("what is recalled has not been shown before")
        old = room.known(*self.place)
        values = {n: unfold(v, definitions()) for n, v in self.values.items()}
        there = [
            _positive(room, substitute(unfold(w, definitions()), values)) for w, _ in old.window
        ]
        found = []
        for q, (_, strong) in zip(there, old.window, strict=True):
            found.append(_grown(room, q, strong=strong))
        return {
            "of": list(self.place),
            "values": {n: encode_node(v) for n, v in self.values.items()},
            "slacks": found,
        }


class Add(Reason):
    """Two sums agree term by term in order, each by what is recalled; None: the same term.

    Parameters
    ----------
    terms
        A :class:`Recall` or None for each summand.
    """

    rule = "add"

    def __init__(self, *terms: Recall | None) -> None:
        self.terms = terms

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """Those of its terms."""
        return tuple(t for t in self.terms if t is not None)

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Exponents that the rule needs."""
        mine, theirs = (n[1:] if n[0] == "add" else (n,) for n in (left, right))
        if not len(mine) == len(theirs) == len(self.terms):
            raise StepFailed(f"{len(mine)} and {len(theirs)} terms, {len(self.terms)} reasons")
        return {
            "terms": [
                None if t is None else t.data(room, a, relation, b)
                for t, a, b in zip(self.terms, mine, theirs, strict=True)
            ]
        }


class Weighted(Reason):
    """Exactly: prod (t_i/w_i)^(w_i) is at most the sum of the terms t_i on the right.

    Parameters
    ----------
    weights
        One for each summand on the right, in its order; they add up to 1.
    """

    rule = "weighted"

    def __init__(self, *weights: Any) -> None:
        self.weights = [as_expression(w) for w in weights]

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """The weights."""
        return {"weights": [encode_node(node(w, OBJECTS)) for w in self.weights]}


class Raised(Reason):
    """An inequality between positive numbers, raised to a power, times a positive factor.

    Parameters
    ----------
    of
        The inequality that is recalled.
    power
        Above 0; below it the sides change places.
    factor
        What both sides are multiplied by.
    turned
        Whether the power is below 0.
    """

    rule = "raised"

    def __init__(
        self, of: Recall, power: Any = 1, factor: Any = 1, *, turned: bool = False
    ) -> None:
        self.of, self.turned = of, turned
        self.power, self.factor = (node(x, OBJECTS) for x in (power, factor))

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """The inequality."""
        return (self.of,)

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Both sides of the inequality at the values recalled, power and factor."""
        given = self.of.data(room, left, relation, right)
        old = room.known(*given["of"])
        low, high = (encode_node(substitute(x, self.of.values)) for x in (old.left, old.right))
        shown = {"power": encode_node(self.power), "factor": encode_node(self.factor)}
        return {"by": given, "low": low, "high": high, "turned": self.turned, **shown}


class _Lemma(Reason):
    """A lemma whose case the region decides; each case is tried in turn."""

    cases: tuple[str, ...] = ()

    def __init__(self, case: str = "") -> None:
        if case and case not in self.cases:
            raise StepFailed(f"the cases are {', '.join(self.cases)}")
        self.case = case

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Exponents that the rule needs."""
        problem: CheckFailed = CheckFailed("no case")
        for case in (self.case,) if self.case else self.cases:
            try:
                return {"case": case, **self._case(room, case, left, relation)}
            except CheckFailed as failure:
                problem = failure
        raise problem

    def _case(self, room: Room, case: str, left: Node, relation: str) -> dict[str, Any]:
        raise NotImplementedError

    @staticmethod
    def _apart(room: Room, gap: Rat) -> str:
        return next((way for way, x in (("+", gap), ("-", -gap)) if signed(room, x)), "")


class Laplace(_Lemma):
    """Bounds of a Laplace integral (Watson's lemma), in the case that the index decides."""

    rule = "laplace"
    cases = ("time", "end", "log", "early", "edge")

    def _case(self, room: Room, case: str, left: Node, relation: str) -> dict[str, Any]:
        _, found = isolated(left, "laplace")
        s, x, low = laplace_parts(room.normal, found)
        room.signs.ratio(-s if case == "end" else s, "=" if case in ("log", "edge") else ">")
        sharp = relation == "~"
        data: dict[str, Any] = {}
        if case == "early":
            data["x"] = _growth(room, divided(ONE, x), strong=False)
        elif case == "edge":
            data["edge"] = _growth(room, x * low, strong=False)
        elif case != "end" or sharp:
            data["x"] = _growth(room, x, strong=sharp and case == "time")
        if not low.zero:
            data["x_low"] = _growth(room, divided(ONE, x * low), strong=sharp or case == "log")
            data["low"] = _growth(room, divided(ONE, low), strong=True)
        if case == "end" and sharp:
            data["apart"] = self._apart(room, s + 1)
        return data


class Modes(_Lemma):
    """Bounds of a sum over powers of modes, in the case that the exponent decides."""

    rule = "modes"
    cases = ("first", "scale", "log")

    def _case(self, room: Room, case: str, left: Node, relation: str) -> dict[str, Any]:
        _, found = isolated(left, "modes")
        a, k, b, d, top = modes_parts(room.normal, found)
        gap = {"first": a - 1, "scale": 1 - a, "log": a - 1}[case]
        room.signs.ratio(gap, "=" if case == "log" else ">")
        data: dict[str, Any] = {"d": _growth(room, d, strong=True)}
        if case == "first" and not k.zero:
            data["apart"] = self._apart(room, a - 1 - b)
        if case == "scale" and top is not None and not k.zero:
            data["ratio"] = encode_node(_ratio(found))
        return data


def _ratio(found: Node) -> Node:
    """The top of a sum over modes, divided by d."""
    return ("mul", found[5], ("pow", found[4], ("num", "-1")))


def _growth(room: Room, q: Quotient, *, strong: bool) -> list[Any]:
    vector = {s: -e for s, e in vector_of(room, q).items()}
    return rows(slacks(room, vector, strictly=strong))


def _grown(room: Room, q: Quotient, *, strong: bool) -> Any:
    """Why a product is bounded below, or grows: with logarithms of the sizes in it, or without."""
    vector, logs, _ = apart(room.orders, q)
    if not logs:
        return _growth(room, q, strong=strong)
    return faded(room, *({k: -e for k, e in x.items()} for x in (vector, logs)), strictly=strong)


def faded(room: Room, vector: Vector, logs: Logs, *, strictly: bool = False) -> dict[str, Any]:
    """Why powers of sizes and of their logarithms stay bounded, or tend to 0."""
    rising = [m for m, f in logs.items() if not signed(room, -f)]
    under = {m: logs.get(m.removeprefix(LOG), ZERO) for m in rising if m.startswith(LOG)}
    inner = [m for m, f in under.items() if signed(room, -f)]
    how: dict[str, Any] = {"inner": inner} if inner else {}
    how["logs"] = {m: rows(alone(room, bare(m))) for m in rising if m not in inner}
    if strictly and logs and not rising:
        strictly, how["falls"] = False, min(logs)
    return {"slacks": rows(slacks(room, vector, strictly=strictly)), **how}


def signed(room: Room, e: Rat) -> bool:
    """Whether an exponent is certified to be positive."""
    try:
        room.signs.ratio(e, ">")
    except CheckFailed:
        return False
    return True


def alone(room: Room, m: str) -> list[Rat]:
    """A size as a product of the window."""
    return [UNITY if w == {m: UNITY} else ZERO for w, _ in room.orders.window]


def _positive(room: Room, n: Node) -> Quotient:
    return room.normal.positive(room.normal(unfold(n, definitions())))
