"""The least loss at a budget over all whole sizes: what is proved of it, and how tightly.

python -m benchmarks.least_loss                  under a minute of processor time
"""

from __future__ import annotations

import math
import sys
import time
from typing import Any

import phasecalc as pc

# Alpha, beta, budget, and what is not as by default.
ROWS: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("0.7", "0.9", 10**6, {}),
    ("0.7", "0.9", 10**20, {}),
    ("0.8", "0.3", 10**10, {}),
    ("1.1", "0.7", 10**20, {}),
    ("0.4", "0.9", 10**10, {}),
    ("0.27", "0.8", 10**10, {}),
    ("0.1", "0.9", 10**10, {}),
    ("0.7", "0.9", 1000, {"sizes": 150}),
    ("1.1", "0.7", 1008, {"ratio": math.inf, "batch": 8, "sizes": 60}),
)


def main() -> int:
    """Print one line for each row; 1 if a ball of a minimum is no better than nothing."""
    bad = 0
    for alpha, beta, flops, given in ROWS:
        begin = time.process_time()
        found = pc.enclosed_frontier(alpha, beta, flops, **given)
        bad += not found.minimum.lower > 0
        ends = float(found.minimum.lower), float(found.minimum.upper)
        print(
            f"alpha = {alpha}, beta = {beta}, f = {float(flops):g}, {given}: d = "
            f"{found.model_size}, least loss {ends[0]:.6g} to {ends[1]:.6g} (ratio "
            f"{ends[0] / ends[1]:.3f}, {found.minimum.digits} digits), bracket "
            f"{found.bracket[0]} to {found.bracket[1]}, best: {found.best}, "
            f"{time.process_time() - begin:.1f} s of processor time",
            flush=True,
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
