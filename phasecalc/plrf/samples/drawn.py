r"""The model for one drawn W, reduced to its d modes: an exact change of variables.

Write A = D^{1/2} W (v x d) and c = D^{1/2} b, so that a sample is x = D^{1/2} g with g standard
normal in R^v, and the loss is P(θ) = |Aθ − c|². With the thin singular value decomposition
A = Q S Uᵀ put ρ = S Uᵀθ − Qᵀc ∈ R^d. Then P = |ρ|² + F_0, F_0 = |c − QQᵀc|² (the part of the target
that no θ reaches), and a step of SGD sees its sample only through

    Wᵀx = U S (Qᵀg)   and   ⟨x, b⟩ = ⟨g, c⟩ = ⟨Qᵀg, Qᵀc⟩ + ⟨g, c − QQᵀc⟩.

The columns of Q and the vector c − QQᵀc are orthogonal, so Qᵀg =: y is standard normal in R^d and
⟨g, c − QQᵀc⟩ = √F_0·h with h standard normal, independent of y. Hence one step is

    ρ ← ρ − γ Σ_{i≤B} z ∘ y^i (⟨ρ, y^i⟩ − √F_0 h^i),   z = S²: the eigenvalues of D^{1/2}WWᵀD^{1/2},

O(dB) work and d + 1 normals per sample, with exactly the law of the original recursion (not an
approximation: the same process in other coordinates). Taking second moments of this step,
E[ρ²] ← q(z) E[ρ²] + γ²B z² E[P] mode by mode, which closes because only |ρ|² enters P.

Q is never formed: the triangular factor of [A c], updated over blocks of rows of W, holds S, Qᵀc
and √F_0. That costs O(vd²) once, needs memory O(d²), and squares no condition number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from phasecalc.exceptions import DomainError

__all__ = [
    "Drawn",
    "Model",
    "Modes",
    "drawn",
    "literal_losses",
    "modes",
    "moments",
    "sgd_losses",
    "triangle",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# d x d matrices of doubles: 0.8 GB each, and the decomposition needs about four.
LARGEST_D = 10_000
# Vectors of length v are kept, W is not.
LARGEST_V = 10**8
# Normals drawn at once: enough to hide the interpreter, small enough for the cache.
_BLOCK = 1 << 17
# Streams of one seed.
_WEIGHTS, _DATA = 0, 1


class Model(Protocol):
    """Anything with the six parameters of the model, such as :class:`phasecalc.PLRF`."""

    # Any: exact rationals, floats or mpmath numbers; each is read by float() or as an integer.
    @property
    def alpha(self) -> Any: ...  # noqa: D102

    @property
    def beta(self) -> Any: ...  # noqa: D102

    @property
    def d(self) -> Any: ...  # noqa: D102

    @property
    def v(self) -> Any: ...  # noqa: D102

    @property
    def gamma(self) -> Any: ...  # noqa: D102

    @property
    def batch(self) -> Any: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Drawn:
    """Parameters of a model that can be drawn: whole sizes, float64 exponents."""

    alpha: float
    beta: float
    d: int
    v: int
    gamma: float
    batch: int


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """One drawn W in its own eigenbasis.

    Attributes
    ----------
    z
        Eigenvalues of D^{1/2}WWᵀD^{1/2}, shape (d,), decreasing.
    start
        ρ at θ = 0, shape (d,).
    capacity
        F_0 of this W: the loss that no θ can remove.
    """

    z: Floats
    start: Floats
    capacity: float


def _whole(name: str, number: Any, least: int) -> int:
    value = float(number)
    if not (math.isfinite(value) and value == math.floor(value) and value >= least):
        raise DomainError(
            f"{name} = {number} cannot be drawn: a simulation needs a finite integer "
            f"{name} >= {least}."
        )
    return int(number)


def drawn(model: Model) -> Drawn:
    """Parameters of a model as numbers a simulation can use.

    Parameters
    ----------
    model
        Anything with ``alpha``, ``beta``, ``d``, ``v``, ``gamma`` and ``batch``; a ``gamma`` of
        None means the default of ``PLRF``.

    Returns
    -------
    Drawn
        The same parameters; picklable, so that a worker process can have them.

    Raises
    ------
    DomainError
        ``d``, ``v`` or ``batch`` is not a positive integer, ``v < d``, ``d`` is too large to be
        decomposed, ``gamma <= 0``, or an exponent is not finite.
    """
    d, batch = _whole("d", model.d, 1), _whole("batch", model.batch, 1)
    v = _whole("v", model.v, 1)
    if v < d:
        raise DomainError(f"v >= d is violated: v = {v}, d = {d}. Raise v or lower d.")
    if d > LARGEST_D:
        raise DomainError(
            f"d <= {LARGEST_D} is violated: d = {d}; the eigenvalues of a drawn W need "
            f"{8e-9 * d * d:.0f} GB per d x d matrix. Lower d, or use the deterministic loss."
        )
    if v > LARGEST_V:
        raise DomainError(f"v <= {LARGEST_V:.0e} is violated: v = {v}. Lower v.")
    alpha, beta = float(model.alpha), float(model.beta)
    if not (math.isfinite(alpha) and math.isfinite(beta)):
        raise DomainError(f"alpha = {alpha} and beta = {beta} must be finite.")
    gamma = _default_gamma(alpha, d, v, batch) if model.gamma is None else float(model.gamma)
    if not 0 < gamma < math.inf:
        raise DomainError(f"0 < gamma < infinity is violated: gamma = {gamma}.")
    return Drawn(alpha, beta, d, v, gamma, batch)


def _default_gamma(alpha: float, d: int, v: int, batch: int) -> float:
    trace = float(np.sum(_indices(v) ** (-2 * alpha)))
    return 1 / (2 * trace + (batch - 1) * (1 + math.sqrt(trace / d)) ** 2)


def _indices(v: int) -> Floats:
    return np.arange(1, v + 1, dtype=np.float64)


def _weight_rows(numbers: Drawn, seed: int, rows: int) -> Iterator[Floats]:
    """W of this seed, ``rows`` rows at a time; the same W whatever ``rows`` is."""
    generator = np.random.default_rng([seed, _WEIGHTS])
    for first in range(0, numbers.v, rows):
        count = min(rows, numbers.v - first)
        yield generator.standard_normal((count, numbers.d)) / math.sqrt(numbers.d)


def modes(numbers: Drawn, seed: int) -> Modes:
    """Draw W and reduce it to its modes.

    Parameters
    ----------
    numbers
        Sizes and exponents.
    seed
        Which W; a non-negative integer.

    Returns
    -------
    Modes
        Eigenvalues, the residual at θ = 0 in their basis, and the capacity.

    Raises
    ------
    DomainError
        Mean-square SGD diverges for this W: γ(B+1)z < 2 or ‖K‖ < 1 is violated.
    """
    d, factor = numbers.d, triangle(numbers, seed)
    left, singular, _ = np.linalg.svd(factor[:d, :d])
    reduced = Modes(singular**2, -(left.T @ factor[:d, d]), float(factor[d, d]) ** 2)
    _require_stable(numbers, reduced.z, seed)
    return reduced


def triangle(numbers: Drawn, seed: int) -> Floats:
    """Draw W and reduce [A c] to its triangular factor.

    Parameters
    ----------
    numbers
        Sizes and exponents.
    seed
        Which W; a non-negative integer.

    Returns
    -------
    ndarray
        Shape (d + 1, d + 1): R, Qᵀc beside it, and ±√F_0 in the corner; A = Q R.
    """
    d, j = numbers.d, _indices(numbers.v)
    scale, target = j**-numbers.alpha, j ** -(numbers.alpha + numbers.beta)
    factor: Floats = np.empty((0, d + 1))
    first = 0
    for weights in _weight_rows(numbers, seed, max(2 * d, 512)):
        rows = slice(first, first := first + len(weights))
        block = np.column_stack([scale[rows, None] * weights, target[rows]])
        factor = _triangular(np.vstack([factor, block]))
    missing = d + 1 - len(factor)  # v = d reaches all of c
    return np.vstack([factor, np.zeros((missing, d + 1))])


def _triangular(matrix: Floats) -> Floats:
    factor: Floats = np.linalg.qr(matrix, mode="r")  # type: ignore[assignment]
    return factor


def _require_stable(numbers: Drawn, z: Floats, seed: int) -> None:
    gamma, largest = numbers.gamma, numbers.gamma * (numbers.batch + 1) * float(z[0])
    if largest >= 2:
        raise DomainError(
            f"gamma (B+1) z_max < 2 is violated by the W of seed {seed}: it is {largest:.4g}. "
            f"Take gamma < {2 * gamma / largest:.4g}."
        )
    norm = float(np.sum(gamma * z / (2 - gamma * (numbers.batch + 1) * z)))
    if norm >= 1:
        raise DomainError(
            f"||K|| < 1 is violated by the W of seed {seed}: it is {norm:.4g}. "
            f"Lower gamma = {gamma:.4g} (||K|| is about gamma Tr D / 2)."
        )


def _normals(generator: np.random.Generator, shape: tuple[int, ...]) -> Iterator[Floats]:
    """Endless standard normals of one shape, drawn many at a time."""
    count = max(1, _BLOCK // math.prod(shape))
    while True:
        yield from generator.standard_normal((count, *shape))


def sgd_losses(numbers: Drawn, reduced: Modes, iterations: Ints, seed: int, runs: int) -> Floats:
    """Losses of one-pass SGD in the modes of W, averaged over independent data streams.

    Parameters
    ----------
    numbers
        Sizes and learning rate.
    reduced
        The drawn W.
    iterations
        Increasing iterations at which the loss is recorded, shape (n,).
    seed
        Which data.
    runs
        Number of independent data streams, run side by side.

    Returns
    -------
    ndarray
        Losses, shape (n,).
    """
    generator = np.random.default_rng([seed, _DATA])
    data = _normals(generator, (runs, numbers.batch, numbers.d + 1))
    noise, step = math.sqrt(reduced.capacity), numbers.gamma * reduced.z
    rho = np.tile(reduced.start[:, None], (runs, 1, 1))
    losses = np.empty(len(iterations))
    for index, steps in enumerate(np.diff(iterations, prepend=0)):
        for _ in range(int(steps)):
            sample = next(data)
            y, h = sample[:, :, :-1], sample[:, :, -1:]
            errors = y @ rho - noise * h
            rho -= step[:, None] * (y.swapaxes(-1, -2) @ errors)
        losses[index] = np.sum(rho**2) / runs + reduced.capacity
    return losses


def literal_losses(numbers: Drawn, iterations: Ints, seed: int, runs: int) -> Floats:
    """Losses of the recursion for θ exactly as the model states it, with every x drawn in R^v.

    Costs O(vdB) per iteration: for small models, to check the reduced recursion.

    Parameters
    ----------
    numbers
        Sizes, exponents and learning rate.
    iterations
        Increasing iterations at which the loss is recorded, shape (n,).
    seed
        Which W (the same as in :func:`modes`) and which data.
    runs
        Number of independent data streams, run side by side.

    Returns
    -------
    ndarray
        Losses averaged over the runs, shape (n,).
    """
    j = _indices(numbers.v)
    b, scale = (j**-numbers.beta)[:, None], j**-numbers.alpha
    W = np.concatenate(list(_weight_rows(numbers, seed, numbers.v)))
    data = _normals(np.random.default_rng([seed, _DATA]), (runs, numbers.batch, numbers.v))
    theta = np.zeros((runs, numbers.d, 1))
    losses = np.empty(len(iterations))
    for index, steps in enumerate(np.diff(iterations, prepend=0)):
        for _ in range(int(steps)):
            x = scale * next(data)
            features = x @ W
            theta -= numbers.gamma * features.swapaxes(-1, -2) @ (features @ theta - x @ b)
        losses[index] = np.sum((scale[:, None] * (W @ theta - b)) ** 2) / runs
    return losses


def moments(numbers: Drawn, reduced: Modes, iterations: Ints) -> Floats:
    """Expected loss for a drawn W: the exact recursion of the second moments, mode by mode.

    Parameters
    ----------
    numbers
        Sizes and learning rate.
    reduced
        The drawn W.
    iterations
        Increasing iterations at which the loss is recorded, shape (n,).

    Returns
    -------
    ndarray
        Expected losses, shape (n,); every term is positive, so nothing cancels.
    """
    gamma, batch, z = numbers.gamma, numbers.batch, reduced.z
    q = 1 - gamma * batch * z * (2 - gamma * (batch + 1) * z)
    noise, mass = gamma**2 * batch * z**2, reduced.start**2
    losses = np.empty(len(iterations))
    for index, steps in enumerate(np.diff(iterations, prepend=0)):
        for _ in range(int(steps)):
            loss = float(mass.sum()) + reduced.capacity
            mass *= q
            mass += loss * noise
        losses[index] = mass.sum() + reduced.capacity
    return losses
