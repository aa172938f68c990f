"""Accuracy of the numerical half against independent routes, line by line."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np

import phasecalc as pc
from phasecalc.export.figures.style import PHASE_POINTS

# The plain route lives with the tests, apart from what it checks.
_FOLDER = Path(__file__).resolve().parent.parent / "tests" / "plrf"


def run() -> Iterator[str]:
    """Doubles against a plain route and more digits; drawn W; local exponents at 10^40."""
    yield from _plain_route()
    yield from _more_digits()
    yield from _drawn()
    yield from _local_exponents()


def _plain_route() -> Iterator[str]:
    """Newton for m(z) on a circle and the recursion, 40 digits, small models."""
    sys.path.insert(0, str(_FOLDER))
    reference: Any = importlib.import_module("reference")
    for alpha, beta, d in ((0.7, 0.9, 5), (0.2, 0.8, 5), (1.0, 0.3, 8)):
        plain = reference.Reference(alpha, beta, d).curve(12).loss
        found = pc.PLRF(alpha, beta, d).loss(list(range(len(plain))))
        worst = max(abs(float(x / y - 1)) for x, y in zip(found, plain, strict=True))
        yield f"plain route, ({alpha}, {beta}), d = {d}: worst relative error {worst:.1e}"


def _more_digits() -> Iterator[str]:
    """Doubles against 25 digits at seeded random points."""
    draw = random.Random(2024)
    worst = 0.0
    for _ in range(10):
        alpha, beta = round(draw.uniform(0.15, 1.5), 3), round(draw.uniform(0.4, 1.5), 3)
        model = pc.PLRF(alpha, beta, int(10 ** draw.uniform(1, 6)))
        r = int(10 ** draw.uniform(0, 8))
        exact = model.loss(r, digits=25)
        worst = max(worst, abs(float(mp.mpf(float(model.loss(r))) / exact - 1)))
    yield f"25 digits at 10 random points: worst relative error {worst:.1e}, claimed 1e-12"


def _drawn() -> Iterator[str]:
    """Exact second moments of drawn W, averaged, against the deterministic equivalent."""
    for name in ("Ia", "Ib", "Ic", "II", "III", "IVa", "IVb"):
        alpha, beta = PHASE_POINTS[name]
        gaps = []
        for d, seeds in ((100, 16), (400, 6)):
            model = pc.PLRF(alpha, beta, d)
            sample = pc.second_moments(model, [10, 100, 1000], seeds=range(seeds))
            exact = model.loss(sample.iterations)
            gap = np.abs(sample.mean / exact - 1).max()
            error = (sample.standard_error / exact).max()
            gaps.append(f"d = {d}: {gap:.3f} (s.e. {error:.3f}, {seeds} W)")
        yield f"drawn W, {name} ({alpha}, {beta}), largest |mean/exact - 1|: {'; '.join(gaps)}"


def _local_exponents() -> Iterator[str]:
    for name, (alpha, beta) in PHASE_POINTS.items():
        (point,) = pc.frontier(alpha, beta, [1e40]).points
        derived = float(pc.exponents(alpha, beta).loss_exponent)
        yield (
            f"local exponent at 1e40, {name}: {point.loss_exponent:.6f}, derived {derived:.6f}, "
            f"difference {abs(point.loss_exponent - derived):.1e}"
        )
