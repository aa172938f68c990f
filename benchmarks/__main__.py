"""Run all benchmarks, or those named: ``python -m benchmarks [exponents ...]``."""

from __future__ import annotations

import importlib
import sys

# Name -> module with ``run() -> Iterator[str]``, one line for each measurement.
REGISTRY: dict[str, str] = {
    "exponents": "benchmarks.bench_exponents",
    "numerics": "benchmarks.bench_numerics",
    "digits": "benchmarks.bench_digits",
    "accuracy": "benchmarks.bench_accuracy",
    "start": "benchmarks.bench_start",
    "fit": "benchmarks.bench_fit",
    "fit-whole": "benchmarks.bench_fit_whole",
    "expansions": "benchmarks.expansions",
    "tasks": "benchmarks.tasks",
    "spectra": "benchmarks.spectra",
    "models": "benchmarks.models",
    "scale": "benchmarks.bench_scale",
}


def main(names: list[str]) -> int:
    """Run benchmarks and print their lines as they come."""
    unknown = [n for n in names if n not in REGISTRY]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(REGISTRY)}")
        return 2
    for name in names or REGISTRY:
        print(f"{name}:")
        for line in importlib.import_module(REGISTRY[name]).run():
            print(f"  {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
