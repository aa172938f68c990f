"""Questions without the powers of positive names that divide a polynomial.

Where x > 0 is one of the conditions, x^6 (2 x - 1) > 0 says what 2 x - 1 > 0 says; the search goes
by degree and may find a proof of the latter only. It is one of the former as well, once each
product is multiplied by what was left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import Number, decode_number, encode_number, sign

__all__ = ["lifted", "without_powers"]

# Row of the condition c x > 0 -> the power of x that was left out, and c.
Powers = dict[int, tuple[int, Number]]


def without_powers(rows: Sequence[Any]) -> tuple[list[Any], dict[int, Powers]]:
    """Conditions without common powers of positive names, and what was left out of each.

    Parameters
    ----------
    rows
        Relations and polynomials, these as pairs of exponents and coefficients.

    Examples
    --------
    >>> one = Fraction(1)
    >>> without_powers([(">", (((1,), one),)), (">=", (((3,), -one), ((4,), one)))])[0][1]
    ('>=', (((0,), Fraction(-1, 1)), ((1,), Fraction(1, 1))))
    """
    positive: dict[int, tuple[int, Number]] = {}
    for k, (relation, p) in enumerate(rows):
        for e, c in p if relation == ">" and len(p) == 1 else ():
            if sum(e) == 1 and sign(c) > 0:
                positive[e.index(1)] = k, c
    bare, common = list(rows), {}
    for k, (relation, p) in enumerate(rows):
        least = {n: min(e[n] for e, _ in p) for n in positive} if p else {}
        powers = {n: i for n, i in least.items() if i and positive[n][0] != k}
        if powers:
            down = [(tuple(i - powers.get(n, 0) for n, i in enumerate(e)), c) for e, c in p]
            bare[k] = (relation, tuple(down))
            common[k] = {positive[n][0]: (i, positive[n][1]) for n, i in powers.items()}
    return bare, common


def lifted(proof: Mapping[str, Any], k: int, powers: Powers) -> dict[str, Any]:
    """A proof from a condition, as one from the condition times powers of positive names.

    Parameters
    ----------
    proof
        For the checker.
    k
        Row of the condition.
    powers
        What it is to be multiplied by.
    """
    if "split" in proof:
        sides = {n: lifted(proof[n], k, powers) for n in ("nonnegative", "negative")}
        return {"split": proof["split"], **sides}
    most = max(row[1][k] for row in proof["sum"])
    sums = []
    for multiplier, own, *square in proof["sum"]:
        more: list[int] = list(own)
        factor: Number = Fraction(1)
        for j, (power, c) in powers.items():
            more[j] += power * (most - own[k])
            factor = factor * c ** (power * (most - own[k]))
        scaled = [[encode_number(decode_number(x) / factor), *e] for x, *e in multiplier]
        sums.append([scaled, more, *square])
    return {"sum": sums}
