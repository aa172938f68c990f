"""Generated claims against an oracle: how many verdicts are false, how many true claims stay open.

``python -m benchmarks.claims_campaign COUNT SEED`` prints the table and every
false verdict. It ends with status 1 if there is one.
"""

from __future__ import annotations

import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import isqrt
from typing import Any

import mpmath as mp

from benchmarks.claims_generator import Generated, generated
from benchmarks.claims_oracle import (
    best,
    comparison_holds,
    decays,
    order_holds,
    phase,
    text,
)

__all__ = ["campaign", "claim_text", "truth"]

_ORACLE_SECONDS = 2.5
Point = tuple[Fraction, Fraction]
_ORDERS = ("~", "<<", "=Theta=")


class _TooLong(Exception):
    """The time for one claim is up."""


def _limited(seconds: float, task: Callable[[], Any], late: Any) -> Any:
    """Result of a task, or what stands for it after so many seconds of computing."""

    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return task()
    except _TooLong:
        return late
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def claim_text(claim: Generated) -> str:
    """A claim in the language of claims."""
    return f"{text(claim.left)} {claim.operator} {text(claim.right)}"


def truth(claim: Generated, witness: Point | None = None) -> bool | None:
    """Whether a claim is true, by the oracle; None if it is not sure.

    Parameters
    ----------
    claim
        The claim.
    witness
        A point at which it is said to be false; the oracle looks there too, by its own means.
    """
    numbers = random.Random(claim_text(claim))
    extra = [witness] if witness is not None and claim.inside(*witness) else []
    points = [*extra, *_points(claim, numbers)]
    if not points:
        return None
    if claim.kind == "phases":
        return _phase_holds(claim, points)
    if claim.operator in _ORDERS:
        chosen = [*extra, *claim.lines[:1], *numbers.sample(points, min(2, len(points)))]
        return order_holds(claim.operator, claim.left, claim.right, list(dict.fromkeys(chosen)))
    digits = 900 if claim.kind == "exact in sizes" else 60
    with mp.workdps(digits):
        places = [at for p in points for at in _places(claim, p, numbers)]
    return comparison_holds(claim.operator, claim.left, claim.right, places, digits)


def _points(claim: Generated, numbers: random.Random) -> list[Point]:
    found = list(claim.lines)
    half = Fraction(1, 2)
    line = next((w for w in claim.where if "==" in w), "")
    for _ in range(400):
        a, b = Fraction(numbers.randint(2, 60), 24), Fraction(numbers.randint(-20, 80), 29)
        a = half if line.startswith("alpha") else a
        b = half if line.startswith("beta") else b
        # Near the special lines everything settles too slowly to be seen in numbers.
        gaps = (abs(a - half), 2 * abs(a - half / 2), abs(b - half))
        slow = any(0 < gap < Fraction(1, 8) for gap in gaps)
        if a + b > half and claim.inside(a, b) and not slow:
            found.append((a, b))
        if len(found) >= 40:
            break
    return list(dict.fromkeys(found))


def _phase_holds(claim: Generated, points: list[Point]) -> bool | None:
    wanted = claim.right[1].strip('"')
    labels = [phase(*p) for p in points]
    holds = [(x == wanted) == (claim.operator == "==") for x in labels if x is not None]
    return all(holds) if holds else None


def _places(claim: Generated, point: Point, numbers: random.Random) -> Iterator[dict[str, Any]]:
    """Values of everything that may occur; sizes only where they do."""
    alpha = _exact(point[0])
    least, low, high = best(*point)
    at: dict[str, Any] = {"alpha": lambda: _exact(point[0]), "beta": lambda: _exact(point[1])}
    at |= {"pi": mp.pi, "loss_exponent": lambda: _exact(least)}
    for name, x in decays(*point).items():
        at[f"exponent({name})"] = _exact(x)
    for size in dict.fromkeys((low, high)):
        at["model_size_exponent"] = lambda size=size: _exact(size)
        if claim.kind != "exact in sizes":
            yield dict(at)
            continue
        for _ in range(6):
            d = mp.mpf(10) ** numbers.choice((0.01, 0.3, 1, 4, 40))
            gamma = mp.mpf(10) ** numbers.uniform(-2, 1)
            batch = mp.mpf(numbers.choice((1, 1, 2, 8)))
            tau = d ** (2 * alpha * numbers.choice((0.03, 0.4, 0.5, 0.95)))
            r = tau / (gamma * batch)
            if r > 1:
                yield {**at, "d": d, "gamma": gamma, "B": batch, "r": r}


def _exact(x: Fraction) -> Any:
    return mp.mpf(x.numerator) / x.denominator


def campaign(count: int, seed: int, seconds: float = 20.0) -> tuple[Counter[Any], list[str]]:
    """Counts of (kind, truth, verdict), of certificates, and the false verdicts as lines.

    Parameters
    ----------
    count, seed
        How many claims, and which.
    seconds
        Time for each claim.
    """
    from phasecalc.claims.judging.judge import judge

    counts: Counter[Any] = Counter()
    lines = []
    for number, claim in enumerate(generated(count, seed)):
        if number % 100 == 99:
            print(number + 1, sum(line.startswith("FALSE") for line in lines), flush=True)
        states = claim_text(claim)

        def verdict(states: str = states, claim: Generated = claim) -> tuple[str, str, Any, bool]:
            try:
                result = judge(states, claim.where, claim.kind, seconds)
            except (ArithmeticError, ValueError) as problem:  # as in the process that judges
                return "undecided", f"{type(problem).__name__}: {problem}", None, False
            point, certified = _point(result.witness), result.certificate is not None
            return result.status, result.reason, point, certified

        late = ("undecided", "time", None, False)
        status, reason, witness, certified = _limited(seconds, verdict, late)
        true = _limited(
            _ORACLE_SECONDS, lambda claim=claim, witness=witness: truth(claim, witness), None
        )
        counts[claim.kind, true, status] += 1
        counts[claim.kind, "certified", status] += certified
        holds = status in ("proved", "derived")
        wrong = (holds and true is False) or (status == "refuted" and true is True)
        open_ = status == "undecided" and true is True
        if wrong or open_:
            label = "FALSE" if wrong else "open"
            where = list(claim.where)
            lines.append(f"{label} {status}: {states} where {where}: {reason[:200]}")
            print(lines[-1], flush=True)
    return counts, lines


def _point(witness: Any) -> Point | None:
    """Point of a witness; what is not rational to a hundred digits."""
    if witness is None or not {"alpha", "beta"} <= witness.keys():
        return None
    return _coordinate(witness["alpha"]), _coordinate(witness["beta"])


def _coordinate(written: str) -> Fraction:
    """Value of a/b, or of a + b*sqrt(n) to a hundred digits."""
    if "sqrt" not in written:
        return Fraction(written)
    total = Fraction(0)
    for part in written.replace(" - ", " + -").split(" + "):
        number, _, root = part.partition("sqrt(")
        factor = number.rstrip("*") or "1"
        scale = 10**100
        value = Fraction(isqrt(int(root.rstrip(")")) * scale**2), scale) if root else 1
        total += Fraction("-1" if factor == "-" else factor) * value
    return total


def table(counts: Counter[Any]) -> Iterator[str]:
    """The table, one line for each kind."""
    kinds = sorted({k for k, _, _ in counts})
    yield (
        f"{'kind':24}"
        + "".join(
            f"{h:>12}"
            for h in (
                "claims",
                "true",
                "proved",
                "derived",
                "open",
                "false",
                "refuted",
                "open",
                "unsure",
                "WRONG",
            )
        )
        + f"{'certificates':>20}"
    )
    for kind in [*kinds, "all"]:

        def of(true: Any, *statuses: str, kind: str = kind) -> int:
            return sum(
                c
                for (k, t, s), c in counts.items()
                if kind in (k, "all") and t is true and s in statuses
            )

        every = ("proved", "derived", "refuted", "undecided")
        wrong = of(False, "proved", "derived") + of(True, "refuted")
        row = [
            sum(of(t, *every) for t in (True, False, None)),
            of(True, *every),
            of(True, "proved"),
            of(True, "derived"),
            of(True, "undecided"),
            of(False, *every),
            of(False, "refuted"),
            of(False, "undecided"),
            of(None, *every),
            wrong,
        ]
        proved, refuted = (
            sum(counts[k, "certified", s] for k in (kinds if kind == "all" else [kind]))
            for s in ("proved", "refuted")
        )
        yield f"{kind:24}" + "".join(f"{x:>12}" for x in row) + f"{proved:>12} +{refuted:>6}"


def main(count: int, seed: int) -> int:
    """Run and print."""
    start = time.monotonic()
    counts, lines = campaign(count, seed)
    for line in table(counts):
        print(line)
    print(f"{time.monotonic() - start:.0f} s")
    return int(any(line.startswith("FALSE") for line in lines))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
