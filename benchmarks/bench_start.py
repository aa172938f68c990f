"""How soon a claim is answered: as a command, beside `import sympy`; again, from Python."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import phasecalc as pc
from benchmarks.timing import median_time, process_times

__all__ = ["run"]

_CLAIM = ("loss_exponent == 1 - 1/(4*alpha)", ["alpha > 1/2", "beta > alpha"])


def run() -> Iterator[str]:
    """Both, with the bounds that are asked of them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "claim.toml"
        file.write_text(f'[[claim]]\nstates = "{_CLAIM[0]}"\nwhere = {_CLAIM[1]}\n')
        base, claim = process_times(
            [["-c", "import sympy"], ["-m", "phasecalc", "check", str(file)]], repeats=9
        )
    yield f"one claim / import sympy: {claim:.2f} s / {base:.2f} s = {claim / base:.2f} (<= 1.5)"
    start = time.perf_counter()
    pc.check_claim(*_CLAIM)
    first = time.perf_counter() - start
    again = median_time(lambda: pc.check_claim(*_CLAIM), 9)
    yield f"the first claim from Python {first:.2f} s, a repeated one {again:.3f} s (< 0.2)"
