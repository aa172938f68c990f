"""Measured runs, which are read where they lie and are no part of the repository."""

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture
def shared():
    """Path of a file of measured runs, or a skip where the folder is absent."""

    def find(name: str) -> Path:
        for folder in Path(__file__).resolve().parents:
            path = folder / "shared" / "data" / name
            if path.exists():
                return path
        pytest.skip(f"no folder shared/data with {name}")

    return find


@pytest.fixture
def synthetic():
    """Runs of the two-term law with normal noise on the log-loss."""

    def make(seed: int = 0, noise: float = 0.01, side: int = 8) -> dict[str, np.ndarray]:
        rng = np.random.default_rng(seed)
        N, D = np.meshgrid(np.geomspace(1e7, 1e10, side), np.geomspace(1e9, 1e12, side))
        N, D = N.ravel(), D.ravel()
        loss = 1.8 + 480 * N**-0.35 + 2100 * D**-0.37
        return {"N": N, "D": D, "loss": loss * np.exp(noise * rng.standard_normal(len(N)))}

    return make
