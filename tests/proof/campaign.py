"""Random statements, mostly false, tried against the kernel; what is accepted must be true.

``python -m tests.proof.campaign NUMBER SEED`` tries so many statements of each kind. Truth is
decided by numbers (mpmath), along routes that share no code with the kernel.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

import mpmath as mp

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import decode_statement
from phasecalc.kernel.rules import Room
from phasecalc.kernel.theorem import Line, check_line
from phasecalc.proof import by
from phasecalc.proof.remainder import vanishing
from phasecalc.proof.search import Search
from tests.proof import grown, truth


def unknown(label: str, index: int) -> Line:
    """Nothing has been shown before."""
    raise CheckFailed(f"{label}, {index}")


def accepted(data, reason, book=None):
    """Whether the kernel accepts a statement in one step, with what the front end finds for it."""
    book = book or Search()
    try:
        s = decode_statement(data)
        room = Room(s, {}, unknown, book)
        found = reason.data(room, s.left, s.relation, s.right)
        step = {"relation": s.relation, "right": s.right, "rule": reason.rule, **found}
        extra = {"witness": data.get("witness", {})}
        if s.remainder is not None:
            step["remainder"] = s.remainder
            extra["vanishes"] = vanishing(room)
        check_line(s, [step], {}, unknown, book, extra)
    except CheckFailed:
        return False
    return True


EXACT = {"=": by.Identity, "<": by.Sign, "<=": by.Sign, "slope": by.Slope}
RULES = {
    "powers": by.Powers,
    "less": by.Less,
    "largest": by.Largest,
    "laplace": by.Laplace,
    "modes": by.Modes,
}


def exact(draw):
    """One random exact statement: (accepted, what is wrong with it or None, the statement)."""
    data = grown.exact(draw)
    witness = data.pop("witness")
    good = accepted({**data}, EXACT[data["relation"]]())
    return good, truth.exact(data, witness, draw) if good else None, data


def order(draw):
    """One random order."""
    rule, data = grown.order(draw)
    reason = by.Mean(*data.pop("weights")) if rule == "mean" else RULES[rule]()
    good = accepted(data, reason)
    return good, truth.order(data, draw) if good else None, data


KINDS = {"exact": exact, "order": order}


def run(kind, number, seed):
    """Tries so many; the counts, and every statement that was accepted and is false."""
    count: Counter[str] = Counter()
    wrong = []
    for k in range(number):
        draw = random.Random(f"{kind} {seed} {k}")
        with mp.workdps(40):
            good, problem, data = KINDS[kind](draw)
        count["tried"] += 1
        count["accepted"] += good
        if problem:
            wrong.append((k, problem, data))
    return count, wrong


def main(number, seed):
    """Run every kind and print what was found."""
    failed = 0
    for kind in KINDS:
        count, wrong = run(kind, number, seed)
        sys.stdout.write(f"{kind} {dict(count)}\n")
        failed += len(wrong)
        for row in wrong:
            sys.stdout.write(f"FALSE {row}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
