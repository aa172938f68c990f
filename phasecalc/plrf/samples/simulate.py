"""One-pass SGD on a drawn W, and its exact second moments: the bridge from the curves to reality.

Every seed draws one W and one stream of data. Both routes share the W of a seed, so they differ
only by the noise of the data; across seeds, and against the deterministic loss, that of W is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phasecalc.display import Columns, Shown
from phasecalc.exceptions import DomainError
from phasecalc.numerics.seeds import Rng, drawn_seeds
from phasecalc.numerics.sweep import sweep
from phasecalc.parsing.grammar import echo
from phasecalc.plrf.samples.drawn import (
    Drawn,
    Floats,
    Ints,
    Model,
    drawn,
    literal_losses,
    modes,
    moments,
    sgd_losses,
)
from phasecalc.values import Value

__all__ = ["Simulation", "second_moments", "simulate"]

# Normals one seed may need: about a day on one core.
_MOST_WORK = 10**13
# Normals of one iteration, or of W if it is kept: 0.8 GB.
_MOST_AT_ONCE = 10**8
_PER_DECADE = 10
_MOST_SEEDS = 10**5


@dataclass(frozen=True, slots=True, eq=False)
class Simulation(Shown, Columns, Value):
    """Loss curves of a drawn model, one for each seed.

    Attributes
    ----------
    iterations
        Recorded iterations, shape (n,).
    seeds
        The seeds, in the order asked for.
    curves
        Loss, shape (seeds, n).
    """

    iterations: NDArray[np.int64]
    seeds: tuple[int, ...]
    curves: NDArray[np.float64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean loss over the seeds, shape (n,)."""
        mean: NDArray[np.float64] = self.curves.mean(axis=0)
        return mean

    @property
    def standard_error(self) -> NDArray[np.float64]:
        """Standard error of :attr:`mean`, shape (n,); needs two seeds."""
        count = len(self.seeds)
        if count < 2:
            raise DomainError(f"A standard error needs at least 2 seeds; there is {count}.")
        error: NDArray[np.float64] = self.curves.std(axis=0, ddof=1) / np.sqrt(count)
        return error

    @property
    def columns(self) -> dict[str, NDArray[Any]]:
        """Iterations, and the loss of each seed in a column of its own."""
        losses = {f"seed {s}": c for s, c in zip(self.seeds, self.curves, strict=True)}
        return {"iterations": self.iterations, **losses}

    def ratio(self, deterministic: ArrayLike) -> NDArray[np.float64]:
        """Mean loss over a deterministic curve: tends to 1 as the model grows.

        Parameters
        ----------
        deterministic
            Loss at :attr:`iterations`, shape (n,), positive.

        Returns
        -------
        ndarray
            Shape (n,).

        Raises
        ------
        DomainError
            The curve has another shape or is not positive.
        """
        curve = np.asarray(deterministic, dtype=np.float64)
        if curve.shape != self.iterations.shape:
            raise DomainError(
                f"The deterministic curve has shape {curve.shape}, the simulation "
                f"{self.iterations.shape}; evaluate it at `.iterations`."
            )
        if not np.all(curve > 0):
            raise DomainError("The deterministic curve must be positive.")
        quotient: NDArray[np.float64] = self.mean / curve
        return quotient


def simulate(
    model: Model,
    iterations: int | Iterable[int],
    *,
    seeds: int | Iterable[int] = 8,
    rng: Rng | None = None,
    runs: int = 1,
    literal: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Train by one-pass SGD on a drawn W, once for each seed.

    Parameters
    ----------
    model
        A :class:`phasecalc.PLRF` or anything with its six parameters; d and v whole and finite.
    iterations
        Iterations at which the loss is recorded, or the last one: then 0 and ten per decade.
    seeds
        As ``--seeds`` of the command: how many, and these are 0, 1, and so on; or which
        non-negative integers. Each draws one W and its data.
    rng
        As in NumPy: an integer, a ``SeedSequence`` or a ``Generator`` that draws the seeds, as many
        as ``seeds`` says. They stand in :attr:`Simulation.seeds`.
    runs
        Independent data streams on each W; a seed's curve is their mean.
    literal
        Draw every x in R^v and follow θ itself, O(vdB) per iteration, instead of the modes of
        W, O(dB): the same law by another route, for checks on small models.
    executor
        Where the seeds run; one after the other here if omitted.
    progress
        Called with (seeds done, seeds in all); a :class:`phasecalc.Progress` shows a bar.

    Returns
    -------
    Simulation
        A curve for each seed, in the order of the seeds.

    Raises
    ------
    DomainError
        Parameters that cannot be drawn, or too many iterations to run; ``rng`` beside a list of
        seeds.
    SweepFailed
        A seed failed, for instance because its W is unstable; carries the finished seeds.
    SweepInterrupted
        Stopped from the keyboard; carries the finished seeds.

    Notes
    -----
    The recorded loss is exactly that of the current θ, no estimate from samples. At d = 3000,
    v = 30000 the reduction of W dominates; it needs memory O(d²). The change of variables and
    its proof open :mod:`phasecalc.plrf.samples.drawn`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> model = SimpleNamespace(alpha=0.7, beta=0.9, d=20, v=200, gamma=0.2, batch=1)
    >>> simulation = simulate(model, [0, 10, 1000], seeds=range(4))
    >>> simulation.curves.shape
    (4, 3)
    >>> bool(simulation.mean[0] > simulation.mean[-1])
    True
    """
    numbers, recorded = drawn(model), _recorded(iterations)
    if runs < 1:
        raise DomainError(f"runs >= 1 is violated: runs = {runs}.")
    width = numbers.v if literal else numbers.d
    _require_affordable(int(recorded[-1]), width * numbers.batch * runs)
    if literal:
        _require_affordable(1, numbers.v * numbers.d)
    curve = partial(_sgd_curve, numbers, recorded, runs, literal)
    return _over_seeds(curve, recorded, _asked(seeds, rng), executor, progress)


def second_moments(
    model: Model,
    iterations: int | Iterable[int],
    seeds: int | Iterable[int] = 1,
    *,
    rng: Rng | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Expected loss of SGD for a drawn W, exactly: the mean of :func:`simulate` over the data.

    Parameters
    ----------
    model
        A :class:`phasecalc.PLRF` or anything with its six parameters; d and v whole and finite.
    iterations
        Iterations at which the loss is recorded, or the last one: then 0 and ten per decade.
    seeds
        As in :func:`simulate`, each drawing the same W as there; one, unless more are asked for.
    rng
        As in :func:`simulate`.
    executor
        Where the seeds run; one after the other here if omitted.
    progress
        Called with (seeds done, seeds in all).

    Returns
    -------
    Simulation
        An expected curve for each seed.

    Raises
    ------
    DomainError
        Parameters that cannot be drawn, or too many iterations to run; ``rng`` beside a list of
        seeds.
    SweepFailed
        A seed failed, for instance because its W is unstable; carries the finished seeds.
    SweepInterrupted
        Stopped from the keyboard; carries the finished seeds.

    Notes
    -----
    O(d) per iteration. Each mode obeys ρ²(r+1) = q(z)ρ²(r) + γ²B z² P(r): derived in
    :mod:`phasecalc.plrf.samples.drawn`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> model = SimpleNamespace(alpha=0.7, beta=0.9, d=20, v=200, gamma=0.2, batch=1)
    >>> second_moments(model, [0, 10, 1000]).mean.round(3).tolist()
    [1.167, 0.285, 0.111]
    """
    numbers, recorded = drawn(model), _recorded(iterations)
    _require_affordable(int(recorded[-1]), numbers.d)
    curve = partial(_moment_curve, numbers, recorded)
    return _over_seeds(curve, recorded, _asked(seeds, rng), executor, progress)


def _sgd_curve(numbers: Drawn, recorded: Ints, runs: int, literal: bool, seed: int) -> Floats:
    if literal:
        return literal_losses(numbers, recorded, seed, runs)
    return sgd_losses(numbers, modes(numbers, seed), recorded, seed, runs)


def _moment_curve(numbers: Drawn, recorded: Ints, seed: int) -> Floats:
    return moments(numbers, modes(numbers, seed), recorded)


def _over_seeds(
    curve: Callable[[int], Floats],
    recorded: Ints,
    asked: tuple[int, ...],
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
) -> Simulation:
    done = sweep(curve, asked, executor=executor, progress=progress)
    simulation = Simulation(
        recorded,
        tuple(asked[index] for index in sorted(done.finished)),
        np.array(done.values(), dtype=np.float64).reshape(-1, len(recorded)),
    )
    done.check(simulation)
    return simulation


def _asked(seeds: int | Iterable[int], rng: Rng | None) -> tuple[int, ...]:
    """Which seeds: 0, 1, and so on for how many, or drawn, or those that are listed."""
    found: list[object] = []
    given = echo(seeds)
    if isinstance(seeds, int | np.integer):
        if not isinstance(seeds, bool) and 1 <= seeds <= _MOST_SEEDS:
            return tuple(range(int(seeds))) if rng is None else drawn_seeds(rng, int(seeds))
    elif isinstance(seeds, Iterable) and not isinstance(seeds, str | bytes):
        found = list(islice(seeds, _MOST_SEEDS + 1))
        given = f"({', '.join(map(echo, found[:8]))}{', ...' * (len(found) > 8)})"
    listed = [int(s) for s in found if isinstance(s, int | np.integer) and not isinstance(s, bool)]
    fits = 0 < len(found) <= _MOST_SEEDS and len(set(listed)) == len(found)
    if not fits or min(listed) < 0:
        raise DomainError(
            f"seeds must be how many, 1 to {_MOST_SEEDS}, or at most so many distinct non-negative "
            f"integers, not {given}."
        )
    if rng is not None:
        raise DomainError(
            f"seeds = {given} are drawn already; beside rng = {echo(rng)} say how many"
        )
    return tuple(listed)


def _recorded(iterations: int | Iterable[int]) -> Ints:
    """Increasing iterations to record, from a list of them or from the last one."""
    if isinstance(iterations, int | float | np.number):
        if not float(iterations).is_integer():
            raise DomainError(f"iterations must be an integer >= 0, not {iterations}.")
        last = int(iterations)
        points = 1 + round(_PER_DECADE * np.log10(max(last, 1)))
        asked = np.append([0], np.geomspace(1, max(last, 1), points).round())[: last + 1]
    else:
        asked = np.asarray(list(iterations), dtype=np.float64)
    if asked.size == 0 or not np.all((asked >= 0) & (asked == np.floor(asked)) & (asked < 2**53)):
        raise DomainError(f"iterations must be integers >= 0, not {iterations}.")
    recorded: Ints = np.unique(asked.astype(np.int64))
    return recorded


def _require_affordable(steps: int, numbers_each: int) -> None:
    if numbers_each > _MOST_AT_ONCE:
        raise DomainError(
            f"{numbers_each:.1e} random numbers at once exceed {_MOST_AT_ONCE:.0e}. "
            "Lower batch, runs or d, or leave literal=False."
        )
    if steps * numbers_each > _MOST_WORK:
        raise DomainError(
            f"r d B runs <= {_MOST_WORK:.0e} is violated: it is {steps * numbers_each:.1e}, more "
            "than a day for each seed. Lower iterations or d, or use the deterministic loss."
        )
