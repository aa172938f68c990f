"""How often the intervals of ``pc.estimate`` hold the truth: drawn models of all seven phases.

For each phase models are drawn: eigenvalues of D^(1/2) W W^T D^(1/2) and the target's masses along
its eigenvectors are what a measurement would give. Shares are those of 90 % intervals that hold
the true exponent; one standard error of a share of 100 models is 3 %. The same eigenvalues taken
for those of the population show what the correction gains; the dimension v of the data may be
known besides, or not. Last, exact eigenvalues with
coefficients that scatter like squares of a Gaussian.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import phasecalc as pc
from phasecalc.exceptions import NoPowerLaw
from phasecalc.plrf.samples.drawn import Drawn, modes

__all__ = ["CASES", "run"]

# Phase, alpha, beta, v/d; at small alpha a far ambient dimension leaves no decade resolved.
CASES = (
    ("Ia", 1.0, 0.3, 10),
    ("Ib", 0.4, 0.3, 10),
    ("Ic", 0.2, 0.9, 2),
    ("II", 1.0, 0.7, 10),
    ("III", 0.7, 0.9, 10),
    ("IVa", 0.4, 0.9, 10),
    ("IVb", 0.28, 0.9, 4),
)
_SIZE = 300
_MODELS = 100
_RATE = 1e-4  # of the model's SGD, which is not run


def run(count: int = _MODELS, size: int = _SIZE) -> Iterator[str]:
    """Lines of the benchmark: so many models a phase."""
    yield f"{count} drawn models a phase, d = {size}; holds: share of 90 % intervals, alpha | beta"
    for name, alpha, beta, ratio in CASES:
        drawn = [modes(Drawn(alpha, beta, size, ratio * size, _RATE, 1), k) for k in range(count)]
        found = [_found(x.z, x.start**2, samples=size, mass=True) for x in drawn]
        yield f"{name}: {_line(found, name, alpha, beta)}"
        told = {"samples": size, "mass": True, "dimension": ratio * size}
        known = [_found(x.z, x.start**2, **told) for x in drawn]
        yield f"  with the dimension given: {_line(known, name, alpha, beta)}"
        plain = [_found(x.z, None) for x in drawn]
        yield f"  as a population: {_line(plain, '', alpha, None)}"
    j = np.arange(1, 1001.0)
    for name, alpha, beta, _ in CASES:
        rngs = [np.random.default_rng([k, 1]) for k in range(count)]
        scattered = [
            _found(
                j ** (-2 * alpha), (j**-beta * rng.standard_normal(1000)) ** 2 * j ** (-2 * alpha)
            )
            for rng in rngs
        ]
        yield f"exact eigenvalues, {name}: {_line(scattered, name, alpha, beta)}"


def _found(z: np.ndarray, masses: np.ndarray | None, mass=False, **options: int):
    if mass:
        options = {**options, "basis": "sample"}
    try:
        return pc.estimate(z, masses, convention="mass", **options)
    except NoPowerLaw:
        return None


def _line(found: list, name: str, alpha: float, beta: float | None) -> str:
    good = [x for x in found if x is not None]
    refused = len(found) - len(good)
    if not good:
        return f"all {refused} refused"
    said = [_of([x.alpha for x in good], alpha)]
    if beta is not None:
        said.append(_of([x.beta for x in good], beta))
        said.append(
            f"mean probability of {name} {np.mean([x.phases.get(name, 0) for x in good]):.2f}"
        )
    return "; ".join([*said, f"{refused} refused"])


def _of(estimates: list, truth: float) -> str:
    slack = 1e-9  # rounding of what is exact
    held = np.mean([x.low - slack <= truth <= x.high + slack for x in estimates])
    middle = np.median([x.value for x in estimates])
    width = np.median([(x.high - x.low) / 2 for x in estimates])
    return f"{100 * held:.0f} % hold {truth:g}, median {middle:.4f} +- {width:.2g}"
