r"""Forcing, kernel and loss of a finite spectrum as balls (python-flint), by an independent route.

For eigenvalues :math:`\lambda_j` with masses the route is the defining one: at every node of a
circle around the spectrum :math:`m = 1/(1 + d^{-1}\sum_j \lambda_j/(\lambda_j m - z))` is solved,
F and K are contour integrals, and the loss follows from the Volterra recursion. What is rigorous:

* m, by the interval Newton operator, which proves a unique zero in its ball, with the sign of
  Im(z/m) proving the physical sheet (Silverstein, J. Multivariate Anal. 55 (1995));
* every rounding error, carried by the radii of the balls.

What is not: the trapezoid rule with 2n nodes is charged the difference to the rule with n of them.
Its true error is about the square of that difference, relative to the integrand, but this is the
observed geometric convergence, not a proved bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from mpmath.libmp import dps_to_prec
from numpy.typing import NDArray

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.context import balls

__all__ = ["Balls", "FiniteSpectrum", "curve"]

_EXTRA = 12  # digits by which q^r may outgrow its value on the spectrum


@dataclass(frozen=True, slots=True)
class FiniteSpectrum:
    """A population spectrum and how it is trained.

    Parameters
    ----------
    eigenvalues, masses
        Balls or exact numbers; the eigenvalues positive, the largest first.
    size
        Model size d.
    rate, batch
        Learning rate and batch size.
    """

    eigenvalues: Sequence[Any]
    masses: Sequence[Any]
    size: Any
    rate: Any
    batch: Any


@dataclass(frozen=True, slots=True)
class Balls:
    """Forcing, kernel and loss after 0, 1, ... iterations, as real balls.

    Parameters
    ----------
    forcing, kernel, loss
        One ball per number of iterations.
    """

    forcing: list[Any]
    kernel: list[Any]
    loss: list[Any]


def curve(model: FiniteSpectrum, last: int, digits: int = 20) -> Balls:
    """Balls of forcing, kernel and loss for 0 to ``last`` iterations.

    Parameters
    ----------
    model
        Spectrum and training.
    last
        Largest number of iterations.
    digits
        Digits wanted of the trapezoid rule; the radii say what was reached.

    Raises
    ------
    ImportError
        python-flint is not installed (extra ``arb``).
    NotConverged
        Interval Newton proved no root at a node.

    Examples
    --------
    >>> import pytest
    >>> flint = pytest.importorskip("flint")
    >>> one = FiniteSpectrum([flint.arb(1)], [flint.arb(1)], 1, flint.arb("0.2"), 1)
    >>> print(f"{float(curve(one, 2).loss[0]):.12f}")
    1.000000000000
    """
    with balls(dps_to_prec(digits + _EXTRA + 20)) as flint:
        centre, radius, count = _circle(model, last, digits)
        angle = [flint.arb(2 * k + 1) / (2 * count) for k in range(count)]
        turns = [flint.acb(x.cos_pi(), x.sin_pi()) for x in angle]
        nodes = [centre + radius * turn for turn in turns]
        guesses = _guesses(model, np.array([complex(z) for z in nodes]), float(centre))
        forcing_rows, kernel_rows, factors = [], [], []
        scale = model.rate**2 * model.batch
        for z, turn, guess in zip(nodes, turns, guesses, strict=True):
            m = _solved(model, z, complex(guess))
            target, trace = _resolvent(model, z, m)
            weight = -radius * turn / count  # of the upper half; the mirror image doubles it
            forcing_rows.append(weight * target)
            kernel_rows.append(weight * z * z * trace * scale)
            shift = -2 * model.rate * model.batch * z
            factors.append(1 + shift + model.rate**2 * model.batch * (model.batch + 1) * z * z)
        forcing = _moments(forcing_rows, factors, last)
        kernel = _moments(kernel_rows, factors, last)
        return Balls(forcing, kernel, _volterra(forcing, kernel))


def _circle(model: FiniteSpectrum, last: int, digits: int) -> tuple[Any, Any, int]:
    """Centre and radius of a circle around 0 and the spectrum, and nodes in its upper half."""
    import flint

    top, size = float(model.eigenvalues[0]), float(model.size)
    # A bound of the spectrum: Silverstein's map at lambda_max + sqrt(lambda_max Tr D/d).
    edge = (math.sqrt(top) + math.sqrt(sum(float(x) for x in model.eigenvalues) / size)) ** 2
    growth = float(model.rate) * float(model.batch) * edge * max(last, 1)
    gap = min(1.0, _EXTRA * math.log(10) / growth)
    count = (digits + _EXTRA) * math.log(10) / math.log1p(gap) + 2 * growth * gap + 3 * digits
    return flint.arb(edge / 2), flint.arb(edge / 2 * (1 + gap)), 2 * math.ceil(count / 2)


def _guesses(
    model: FiniteSpectrum, z: NDArray[np.complex128], centre: float
) -> NDArray[np.complex128]:
    """Solve for m in doubles, followed inwards from far out, where it is 1."""
    eigenvalues, size = np.array([float(x) for x in model.eigenvalues]), float(model.size)
    m = np.ones(z.shape, dtype=np.complex128)
    for scale in [*np.geomspace(30, 1, 14), 1.0, 1.0]:
        at = (centre + scale * (z - centre))[:, None]
        for _ in range(3):
            ratio = eigenvalues / (eigenvalues * m[:, None] - at)
            first, second = ratio.sum(axis=1) / size, (ratio**2).sum(axis=1) / size
            m = m - (m * (1 + first) - 1) / (1 + first - m * second)
    return m


def _solved(model: FiniteSpectrum, z: Any, guess: complex) -> Any:
    """Return the ball of m(z), proved to hold one zero of the right sheet and no other."""
    import flint

    middle = flint.acb(guess)
    radius = flint.arb(0, 1e-9 * abs(guess))
    proved = False
    for _ in range(3):
        ball = middle + flint.acb(radius, radius)
        new = middle - _gap(model, z, middle)[0] / _gap(model, z, ball)[1]
        proved = proved or bool(ball.contains_interior(new))
        if not proved:
            break
        # Every zero of the ball lies in its image too, so smaller balls keep the proof.
        middle, size = new.mid(), max(new.real.rad(), new.imag.rad())
        radius = flint.arb(0, 1) * size
    found = middle + flint.acb(radius, radius)
    if not proved or not (z / found).imag > 0:
        raise NotConverged(
            f"interval Newton at z = {complex(z):.6g} from m = {guess:.6g}: no unique root of the "
            "physical sheet was proved. Raise `digits`, or keep the node off the spectrum.",
            requested=9,
            achieved=0.0,
        )
    return found


def _gap(model: FiniteSpectrum, z: Any, m: Any) -> tuple[Any, Any]:
    """Return m(1 + first) - 1 and its derivative in m."""
    first = second = 0 * m
    for x in model.eigenvalues:
        ratio = x / (x * m - z)
        first += ratio
        second += ratio * ratio
    first, second = first / model.size, second / model.size
    return m * (1 + first) - 1, 1 + first - m * second


def _resolvent(model: FiniteSpectrum, z: Any, m: Any) -> tuple[Any, Any]:
    """Target mass and trace of the resolvent."""
    target = trace = 0 * m
    for x, mass in zip(model.eigenvalues, model.masses, strict=True):
        inverse = 1 / (x * m - z)
        target += mass * inverse
        trace += inverse
    return target, trace


def _moments(weighted: list[Any], factors: list[Any], last: int) -> list[Any]:
    """Real part of the sum of ``weighted * factors**r``, its radius raised by the doubling."""
    import flint

    out, terms = [], list(weighted)
    for _ in range(last + 1):
        even, odd = sum(terms[::2], flint.acb(0)), sum(terms[1::2], flint.acb(0))
        # Every second node, with the mirror images of the others, is a rule of half as many: its
        # imaginary part, 0 but for aliases, is the difference of the two rules.
        alias = abs((even - odd).imag)
        out.append((even + odd).real + flint.arb(0, 1) * alias.upper())
        terms = [t * q for t, q in zip(terms, factors, strict=True)]
    return out


def _volterra(forcing: list[Any], kernel: list[Any]) -> list[Any]:
    """Loss by the recursion P(r) = F(r) + sum over s < r of K(r-1-s) P(s)."""
    loss: list[Any] = []
    for r, value in enumerate(forcing):
        loss.append(sum((k * p for k, p in zip(kernel[:r][::-1], loss, strict=True)), value))
    return loss
