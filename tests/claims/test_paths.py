"""Paths through the window: what is printed of them is what was computed."""

import re
from fractions import Fraction
from types import SimpleNamespace

import mpmath as mp
import pytest

from phasecalc.claims.orders.paths import PATHS


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_the_words_of_a_path_say_what_its_numbers_are(path):
    """Read as formulas, at one large L: S is the share d^(2 alpha)/tau that is left, T is tau."""
    length, alpha, rate = mp.mpf(10) ** 6, Fraction(1, 3), Fraction(-1, 3)
    heights = [
        f * (mp.log(length) if e == 0 else length ** mp.mpf(float(e)))
        for f, e in ((mp.mpf(float(path.a)), path.p), (mp.mpf(float(path.c)), path.q))
    ]
    known = SimpleNamespace(rate=SimpleNamespace(exponent=lambda _: lambda _: rate))
    words, *others = path.text(known, (alpha, alpha)).split(", ")
    words = words.replace("d^(2 alpha)/(gamma B r)", "S").replace("gamma B r", "T")
    at = dict(zip("TS", map(mp.exp, heights), strict=True), log=mp.log, sqrt=mp.sqrt, mp=mp)
    at["d"] = mp.exp(sum(heights) / (2 * mp.mpf(1) / 3))
    at["r"] = at["T"] * at["d"] ** (mp.mpf(1) / 3)  # over gamma = d^(2 alpha - 1)
    sides = [
        mp.log(eval(re.sub(r"\((\d+)/(\d+)\)", r"(mp.mpf(\1)/\2)", s).replace("^", "**"), {}, at))
        for s in words.split(" = ")
    ]
    assert mp.almosteq(*sides, rel_eps=1e-9), words
    wanted = [("gamma over its order", path.rate), ("B", path.batch)]
    assert others == [f"{name} = {x}" for name, x in wanted if x != 1]
