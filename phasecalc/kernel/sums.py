"""Orders of sums: each summand against the largest ones, with logarithms of the sizes.

Both sides are brought to normal form and multiplied by both denominators, so that ``left/right``
is P/Q with sums P and Q. Summands of the same powers of sizes and of logarithms of sizes are one
*group*, whose coefficient is free of sizes. Q is *led* by groups that are certified to be
positive, if every other group tends to 0 against a weighted geometric mean of the leading ones:
then Q lies between half and twice the sum of these from some bound on, since a mean of positive
numbers is at most their sum. The rules compare every group of P with such a mean.

How a group over a mean behaves is read off as for products with logarithms (see ``fading``); its
coefficient may have any sign.

An integral or sum X of which a recalled ``=Theta=`` says c m <= X <= C m counts as a further
size, with X/m and m/X as further products of the window that are bounded below. One of which a
recalled ``~`` gives the leading form may have it in its place, and a sum under a power or logarithm
the product that leads it, see ``leading``.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Atom, Quotient, Sum, Term, spelt
from phasecalc.kernel.fading import Fading, Logs, bare, log_name
from phasecalc.kernel.leading import OPAQUE, Form, formed, forms_of_sum, leading_forms, sums_in
from phasecalc.kernel.orders import Orders, Vector
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.rules import Room, Step, recall

__all__ = [
    "SMALL",
    "Group",
    "Scene",
    "each_bounded",
    "fades",
    "groups",
    "index",
    "mean",
    "quotient_over",
]

SMALL = "@~"  # tends to 0
_MOST_ORDER = 3
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Group:
    """Summands of the same powers of sizes and of their logarithms."""

    vector: Vector
    logs: Logs
    coefficient: Sum


class Scene:
    """The window of a statement, with the integrals and sums whose orders are recalled."""

    def __init__(self, room: Room, known: Rows = (), leading: Rows = (), *, open_: bool) -> None:
        self.room, self.forms = room, dict[Atom, Form]()
        self.orders: Orders = copy.copy(room.orders)
        self.orders.window = list(room.orders.window)
        self.positive: set[str] = set()
        for data in known:
            self._extend(data)
        self.forms.update(leading_forms(room, leading))
        if open_:
            self.orders.window.append(({SMALL: -ONE}, True))

    @classmethod
    def of(cls, room: Room, step: Step) -> Scene:
        """The scene of a step, with the sums that occur in its sides under powers or logarithms."""
        known, leading, sums = (step.data.get(k, []) for k in ("known", "leading", "sums"))
        if not all(isinstance(rows, list) for rows in (known, leading, sums)):
            raise CheckFailed("orders that are recalled are a list")
        scene = cls(room, known, leading, open_=bool(leading or sums))
        found = sums_in(room.normal(step.left), room.normal(step.right))
        for data in sums:
            core, order = found[data["of"]], data.get("order", 0)
            scene.lead(core, data["lead"], data["rest"], order=order)
        return scene

    def lead(self, core: Atom, number: object, rest: object, *, order: object) -> None:
        """Have one product of a sum stand for it, all others tending to 0 against it.

        Parameters
        ----------
        core
            The sum.
        number, rest
            The product, and how the others fade.
        order
            To which the others come along.
        """
        if type(order) is not int or not 0 <= order <= _MOST_ORDER:
            raise CheckFailed("a sum has its rest to an order that is small")
        p = core.parts[0]
        assert isinstance(p, dict)
        terms = sorted(p, key=spelt)
        chosen = terms[index(number, terms)]
        if any(a in self.forms for a, _ in chosen):
            raise CheckFailed("a sum is led by what has a form of its own")
        (first,) = groups(self, {chosen: p[chosen]})
        self.lead_positive(first)
        others = {t: c for t, c in p.items() if t != chosen}
        each_bounded(self, groups(self, others), [first], rest, strictly=True)
        lead = {chosen: p[chosen]}
        self.forms.update(forms_of_sum(self.room.normal, core, lead, others, order))

    def _extend(self, data: Mapping[str, Any]) -> None:
        """Recall an order; its left side over its right one is bounded above and below."""
        room = self.room
        left, right = room.node(data["left"]), room.node(data["right"])
        recall(room, Step(left, "=Theta=", right, None, data))
        vector = dict(self._product(room.normal(left)))
        for name, e in self._product(room.normal(right)).items():
            vector[name] = vector.get(name, ZERO) - e
        vector = {n: e for n, e in vector.items() if e != ZERO}
        self.orders.window += [(vector, False), ({n: -e for n, e in vector.items()}, False)]
        # The left side is positive in the end, and so is its only factor that might not be.
        doubtful = [(n, e) for n, e in vector.items() if n.startswith("@!")]
        if len(doubtful) == 1 and doubtful[0][1] == ONE:
            self.positive.add(doubtful[0][0])

    def _product(self, q: Quotient) -> Vector:
        if q.single is None:
            raise CheckFailed("an order is recalled of one product")
        (group,) = groups(self, {q.single[1]: q.single[0]})
        if group.logs:
            raise CheckFailed("an order that is recalled has no logarithms")
        self.room.normal.positive(Quotient(group.coefficient, UNIT))
        return group.vector

    def lead_positive(self, group: Group) -> None:
        """Check that a group is positive in the end."""
        if SMALL in group.vector:
            raise CheckFailed("what leading forms leave leads nothing")
        n = self.room.normal
        n.positive(Quotient(group.coefficient, UNIT))
        for name in group.logs:
            self.orders.grows(bare(name))
        for name in group.vector:
            if name.startswith("@!") and name not in self.positive:
                raise CheckFailed("an integral or sum that may not be positive")


def groups(scene: Scene, p: Sum) -> list[Group]:
    """Groups of a sum, in an order that depends on the sum alone."""
    exact, open_ = formed(scene.room.normal, p, scene.forms)
    left = [replace(g, vector={**g.vector, SMALL: ONE}) for g in _grouped(scene, open_)]
    return [*_grouped(scene, exact), *left]


def _grouped(scene: Scene, p: Sum) -> list[Group]:
    sizes = scene.orders.sizes
    rows: dict[tuple[Any, ...], tuple[Vector, Logs, Sum]] = {}
    for term in sorted(p, key=spelt):
        vector, logs, rest = _parts(term, sizes)
        key = tuple(tuple((n, str(part[n])) for n in sorted(part)) for part in (vector, logs))
        rows.setdefault(key, (vector, logs, {}))[2][rest] = p[term]
    return [Group(*row) for row in rows.values()]


def _parts(term: Term, sizes: frozenset[str]) -> tuple[Vector, Logs, Term]:
    vector: Vector = {}
    logs: Logs = {}
    rest: list[tuple[Atom, Rat]] = []
    for atom, e in term:
        if e.names & sizes:
            raise CheckFailed("a size in an exponent")
        if not atom.inside & sizes:
            rest.append((atom, e))
        elif atom.kind == "var":
            vector[atom.name] = e
        elif (name := log_name(atom)) is not None:
            logs[name] = e
        elif atom.kind in OPAQUE:
            mark = "@" if atom.positive else "@!"
            vector[f"{mark}{atom.kind} {atom.key}"] = e
        else:
            raise CheckFailed(f"{atom.kind} of sizes has no order here")
    return vector, logs, tuple(rest)


def quotient_over(group: Group, leads: Sequence[tuple[Group, Rat]]) -> tuple[Vector, Logs]:
    """Powers and logarithms of a group over a weighted geometric mean of others."""
    vector, logs = dict(group.vector), dict(group.logs)
    for other, w in leads:
        for name, e in other.vector.items():
            vector[name] = vector.get(name, ZERO) - w * e
        for name, e in other.logs.items():
            logs[name] = logs.get(name, ZERO) - w * e
    return (
        {n: e for n, e in vector.items() if e != ZERO},
        {n: e for n, e in logs.items() if e != ZERO},
    )


def mean(scene: Scene, leads: Sequence[Group], how: Mapping[str, Any]) -> list[tuple[Group, Rat]]:
    """Leading groups with weights, none negative, of sum 1."""
    rows = how["by"]
    if not isinstance(rows, list) or not rows:
        raise CheckFailed("a mean is a list of leading groups with weights")
    found = [(leads[index(k, leads)], scene.room.rational(w)) for k, w in rows]
    if sum((w for _, w in found), ZERO) != ONE:
        raise CheckFailed("the weights of a mean are 1 together")
    for _, w in found:
        scene.room.signs.ratio(w, ">=")
    return found


def index(k: object, rows: Sequence[object]) -> int:
    """The place k of a list, if there is one."""
    if type(k) is not int or not 0 <= k < len(rows):
        raise CheckFailed("a group that is not there")
    return k


def fades(
    scene: Scene, vector: Vector, logs: Logs, how: Mapping[str, Any], *, strictly: bool
) -> None:
    """Check that a product of powers and logarithms is bounded, or tends to 0."""
    Fading(scene.orders, scene.room.rationals, how).check(vector, logs, strictly=strictly)


def each_bounded(
    scene: Scene, rows: Sequence[Group], leads: Sequence[Group], how: object, *, strictly: bool
) -> None:
    """Check that each group is bounded by, or small against, a mean of the leading ones."""
    if not isinstance(how, list) or len(how) != len(rows):
        raise CheckFailed("one comparison for each group")
    for group, one in zip(rows, how, strict=True):
        vector, logs = quotient_over(group, mean(scene, leads, one))
        fades(scene, vector, logs, one, strictly=strictly)
