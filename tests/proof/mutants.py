"""Mutants of true theorems: each goal changed in one place, and proved anew if that is possible.

The proof is run as it is written, but for the goal that it is asked to show; every search is made
again. A mutant that is accepted must be true: numbers that share no code with the kernel look for
a place where it is not.

    python -m tests.proof.mutants kernel-mass rough-line …

tries every mutant of some theorems, or of all, and says of each that is accepted what numbers say.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from phasecalc.exceptions import LedgerError, StepFailed, Undecided
from phasecalc.kernel.language import ORDERS, Statement, names_in
from phasecalc.ledger import load
from phasecalc.proof.claim import Claim
from phasecalc.proof.theorem import Chain, Derivation, Proof
from tests.proof.counterexamples import counterexample
from tests.proof.distant import has_log

REFUSED = (StepFailed, Undecided, LedgerError)
SEVENTH = ("num", "1/7")


@dataclass(frozen=True)
class Mutant:
    """A changed goal, and whether the kernel accepted it."""

    theorem: str
    goal: int
    kind: str
    statement: Statement
    accepted: bool
    message: str = ""


class _Turned(Proof):
    """Shows a mutant where the proof asks for a goal."""

    def __init__(self, derivation: Derivation, goal: Claim, mutant: Claim) -> None:
        super().__init__(derivation)
        self.goal, self.mutant, self.reached = goal, mutant, False

    @contextmanager
    def show(self, goal: Claim) -> Iterator[Chain]:
        if goal is not self.goal:
            with super().show(goal) as chain:
                yield chain
            return
        self.reached = True
        with super().show(self.mutant) as chain:
            yield chain
        raise _Accepted

    def measure(self, measurement, because):
        """Measurements are not what is tried here."""


class _Accepted(Exception):
    """The mutant was proved."""


class _Campaign(Proof):
    """Tries mutants of each goal in a process of their own, then shows the goal itself."""

    def __init__(self, derivation: Derivation, chosen: set[tuple[int, str]] | None) -> None:
        super().__init__(derivation)
        self.chosen, self.found = chosen, list[Mutant]()

    @contextmanager
    def show(self, goal: Claim) -> Iterator[Chain]:
        places = [k for k, g in enumerate(self.derivation.goals) if g is goal]
        for k, (kind, statement) in product(places, mutants(goal.statement)):
            if self.chosen is not None and (k, kind) not in self.chosen:
                continue
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                said = (False, "CRASH without a word")
                try:
                    statement.check()
                    with super().show(_changed(statement, goal)) as chain:
                        yield chain
                    said = (True, "")
                except REFUSED as problem:
                    said = (False, str(problem))
                except BaseException as problem:  # noqa: BLE001 - a crash is no verdict
                    said = (False, f"CRASH {type(problem).__name__}: {problem}")
                finally:
                    os.write(writing, json.dumps(said).encode()[:60_000])
                    os._exit(0)
            os.close(writing)
            with os.fdopen(reading) as told:
                accepted, message = json.loads(told.read())
            os.waitpid(child, 0)
            found = (self.derivation.label, k, kind, statement)
            self.found.append(Mutant(*found, accepted=accepted, message=message))
        with super().show(goal) as chain:
            yield chain

    def measure(self, measurement, because):
        """Measurements are not what is tried here."""


def campaign(derivation: Derivation, most: int | None = None) -> list[Mutant]:
    """Try the mutants of the goals of a theorem, all of them or always the same few."""
    listed = [
        (k, kind) for k, goal in enumerate(derivation.goals) for kind, _ in mutants(goal.statement)
    ]
    few = most is not None and most < len(listed)
    chosen = set(random.Random(derivation.label).sample(listed, most)) if few else None
    proof = _Campaign(derivation, chosen)
    derivation.body(proof)
    assert len(proof.found) == len(listed if chosen is None else chosen)
    return proof.found


def _changed(statement: Statement, goal: Claim) -> Claim:
    """The mutant with the witness of the goal: the kernel is the one that refuses it."""
    made = Claim(statement, goal.where)
    vars(made)["witness"] = goal.witness
    return made


def attempt(derivation: Derivation, index: int, kind: str, statement: Statement) -> Mutant:
    """Try to prove a mutant of one goal."""
    goal = derivation.goals[index]
    mutant = _changed(statement, goal)
    found = (derivation.label, index, kind, statement)
    try:
        statement.check()
        proof = _Turned(derivation, goal, mutant)
        derivation.body(proof)
    except _Accepted:
        return Mutant(*found, accepted=True)
    except REFUSED as problem:
        return Mutant(*found, accepted=False, message=str(problem))
    except Exception as problem:  # noqa: BLE001 - a crash is no verdict, and is reported
        return Mutant(*found, accepted=False, message=f"CRASH {type(problem).__name__}: {problem}")
    raise AssertionError(f"{derivation.label}: goal {index} is never shown")


def mutants(s: Statement) -> Iterator[tuple[str, Statement]]:
    """Changes of a statement, with their names."""
    yield from _sides(s)
    yield from _hypotheses(s)


def _times(node, *factors):
    return ("mul", *factors, node)


def _power(name, e):
    return ("pow", ("var", name), e)


def _sides(s: Statement) -> Iterator[tuple[str, Statement]]:
    if s.relation in ORDERS:
        for size in s.sizes:
            for way in ("1/7", "-1/7"):
                right = _times(s.right, _power(size, ("num", way)))
                yield f"right times {size}^{way}", replace(s, right=right)
        yield from _logarithms(s)
        if s.relation in ("<~", "<<"):
            yield "sides swapped", replace(s, left=s.right, right=s.left)
        if s.relation == "<~":
            yield "smaller order", replace(s, relation="<<")
    else:
        larger = _times(s.right, ("num", "8/7"))
        if s.relation in ("=", "slope"):
            yield "right times 8/7", replace(s, right=larger)
            yield "right plus 1/7", replace(s, right=("add", s.right, SEVENTH))
        else:
            yield "sides swapped", replace(s, left=s.right, right=s.left)
            far = ("add", s.left, SEVENTH)
            yield "left plus 1/7", replace(s, left=far)
        if s.relation == "<=":
            yield "strict", replace(s, relation="<")
    if s.relation == "~":
        yield "right times 8/7", replace(s, right=_times(s.right, ("num", "8/7")))
        yield from _remainders(s)


def _logarithms(s: Statement) -> Iterator[tuple[str, Statement]]:
    """Where logarithms stand, one more or less of each size that grows."""
    if not any(has_log(e) for e in (s.left, s.right)):
        return
    for node, strong in s.window:
        if strong and node[0] == "var":
            for way in ("1/7", "-1/7"):
                right = _times(s.right, ("pow", ("log", node), ("num", way)))
                yield f"right times log({node[1]})^{way}", replace(s, right=right)


def _remainders(s: Statement) -> Iterator[tuple[str, Statement]]:
    rest = s.remainder
    parts = rest[1:] if rest[0] == "add" else (rest,)
    for k, part in enumerate(parts):
        for size in s.sizes:
            smaller = [*parts]
            smaller[k] = _times(part, _power(size, ("num", "-1/7")))
            node = ("add", *smaller) if len(parts) > 1 else smaller[0]
            yield f"remainder {k} times {size}^-1/7", replace(s, remainder=node)
        if len(parts) > 1:
            left = [p for i, p in enumerate(parts) if i != k]
            node = ("add", *left) if len(left) > 1 else left[0]
            yield f"remainder {k} left out", replace(s, remainder=node)


def _hypotheses(s: Statement) -> Iterator[tuple[str, Statement]]:
    for k, (relation, e) in enumerate(s.conditions):
        others = s.conditions[:k] + s.conditions[k + 1 :]
        yield f"condition {k} left out", replace(s, conditions=others)
        turned = (">=" if relation == ">" else ">", _times(e, ("num", "-1")))
        yield f"condition {k} reversed", replace(s, conditions=(*others, turned))
    for k, (e, strong) in enumerate(s.window):
        others = s.window[:k] + s.window[k + 1 :]
        yield f"window {k} left out", replace(s, window=others)
        if strong:
            yield f"window {k} weak", replace(s, window=(*others, (e, False)))
    for name in s.constants:
        if s.relation in ORDERS:
            rest = tuple(c for c in s.constants if c != name)
            yield f"{name} a size", replace(s, constants=rest, sizes=(*s.sizes, name))
    for k in range(len(s.given)):
        yield f"given {k} left out", replace(s, given=s.given[:k] + s.given[k + 1 :])


def verdict(goal: Statement, mutant: Mutant) -> str:
    """What numbers say of a mutant: refused, FALSE, weaker than the goal, or more than it says."""
    if mutant.message.startswith("CRASH"):
        return mutant.message
    if not mutant.accepted:
        return "refused"
    if counterexample(mutant.statement):
        return "FALSE"
    if mutant.kind.startswith("right times") and goal.relation in ("<~", "<<"):
        # That the goal's right side is at most of the order of the new one.
        weaker = replace(mutant.statement, left=goal.right, relation="<~")
        return "more" if counterexample(weaker) else "weaker"
    if " a size" in mutant.kind:
        name = mutant.kind.split()[0]
        sides = names_in(goal.left) | names_in(goal.right)
        return "more" if name in sides else "the same: the constant does not occur"
    return "more"


def main(labels: list[str]) -> int:
    """Print a line for each theorem and each accepted mutant; status 1 if one is false."""
    book = load([Path(__file__).resolve().parents[2] / "derivations"])
    totals: Counter[str] = Counter()
    for entry in book.entries:
        derivation = entry.derivation
        if not derivation.goals or (labels and derivation.label not in labels):
            continue
        found = [(m, verdict(derivation.goals[m.goal].statement, m)) for m in campaign(derivation)]
        counts = Counter(said.split(":")[0] for _, said in found)
        totals += counts
        print(f"{derivation.label}: {len(found)} mutants, {dict(counts)}", flush=True)
        for m, said in found:
            if said != "refused":
                print(f"    goal {m.goal + 1}, {m.kind}: {said}", flush=True)
    print(f"together: {dict(totals)}")
    return int(any(k not in ("refused", "weaker", "more", "the same") for k in totals))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
