"""Where random numbers start: ``rng=`` as in NumPy, and its older name ``seed=``."""

from __future__ import annotations

import operator

import numpy as np

from phasecalc.exceptions import DomainError

__all__ = ["Rng", "drawn_seeds", "seed_of"]

Rng = int | np.random.SeedSequence | np.random.Generator
_BELOW = 2**63


def seed_of(rng: Rng | None, seed: int | None) -> int:
    """Seed of a single stream, from either name; 0 where neither is given.

    Parameters
    ----------
    rng
        An integer is the seed. A ``SeedSequence`` is read and stays as it is; one made of an
        integer alone gives the stream of that integer. A ``Generator`` draws the seed, and so moves
        on: a second call with it gives another stream.
    seed
        The older name, an integer.

    Raises
    ------
    DomainError
        Both are given, or one is no such thing, or is negative.

    Examples
    --------
    >>> seed_of(7, None), seed_of(None, 7), seed_of(None, None)
    (7, 7, 0)
    >>> seed_of(np.random.SeedSequence(7), None)
    7
    >>> draw = np.random.default_rng(7)
    >>> seed_of(draw, None) == seed_of(draw, None)
    False
    """
    if rng is not None and seed is not None:
        raise DomainError(f"rng = {rng}, seed = {seed}: give one of them; seed is the older name")
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(_BELOW))
    if isinstance(rng, np.random.SeedSequence):
        if isinstance(rng.entropy, int) and not rng.spawn_key:
            return rng.entropy
        return int.from_bytes(rng.generate_state(4).tobytes(), "little")
    name, given = ("seed", seed) if rng is None else ("rng", rng)
    try:
        number = 0 if given is None else operator.index(given)
    except TypeError:
        kinds = (
            "" if name == "seed" else ", a numpy.random.SeedSequence or a numpy.random.Generator"
        )
        raise DomainError(f"{name} = {given!r}: an integer of at least 0{kinds}") from None
    if number < 0:
        raise DomainError(f"{name} = {number}: an integer of at least 0")
    return number


def drawn_seeds(rng: Rng, count: int) -> tuple[int, ...]:
    """Seeds of several streams, drawn from what ``numpy.random.default_rng`` makes of ``rng``.

    Parameters
    ----------
    rng
        As in :func:`seed_of`; a ``Generator`` moves on.
    count
        How many.

    Raises
    ------
    DomainError
        It is no such thing.

    Examples
    --------
    >>> drawn_seeds(7, 2) == drawn_seeds(np.random.default_rng(7), 2) == drawn_seeds(7, 3)[:2]
    True
    """
    if not isinstance(rng, np.random.Generator | np.random.SeedSequence):
        rng = seed_of(rng, None)
    return tuple(np.random.default_rng(rng).integers(_BELOW, size=count).tolist())
