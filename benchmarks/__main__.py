"""Run all benchmarks, or those named: ``python -m benchmarks [exponents ...] [--count N]``.

``--count`` is how many models are drawn where a benchmark counts intervals that hold.
"""

from __future__ import annotations

import importlib
import sys
from inspect import signature

# Name -> module with ``run() -> Iterator[str]``, one line for each measurement.
REGISTRY: dict[str, str] = {
    "exponents": "benchmarks.bench_exponents",
    "numerics": "benchmarks.bench_numerics",
    "digits": "benchmarks.bench_digits",
    "accuracy": "benchmarks.bench_accuracy",
    "start": "benchmarks.bench_start",
    "paint": "benchmarks.paint",
    "fit": "benchmarks.bench_fit",
    "fit-whole": "benchmarks.bench_fit_whole",
    "expansions": "benchmarks.expansions",
    "tasks": "benchmarks.tasks",
    "coverage": "benchmarks.coverage",
    "misfit": "benchmarks.misfit",
    "planned": "benchmarks.planned",
    "spectra": "benchmarks.spectra",
    "curves": "benchmarks.curves",
    "windows": "benchmarks.windows",
    "chain": "benchmarks.chain",
    "models": "benchmarks.models",
    "scale": "benchmarks.bench_scale",
    "multiparametric": "benchmarks.multiparametric",
}


def main(names: list[str]) -> int:
    """Run benchmarks and print their lines as they come."""
    names = list(names)
    options = {}
    if "--count" in names:
        k = names.index("--count")
        given = names[k + 1] if len(names) > k + 1 else ""
        if not given.isdecimal() or int(given) < 1:
            print(f"--count {given}: a whole number of at least 1 is needed")
            return 2
        options["count"] = int(given)
        del names[k : k + 2]
    unknown = [n for n in names if n not in REGISTRY]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(REGISTRY)}")
        return 2
    for name in names or REGISTRY:
        print(f"{name}:")
        run = importlib.import_module(REGISTRY[name]).run
        known = {k: x for k, x in options.items() if k in signature(run).parameters}
        for line in run(**known):
            print(f"  {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
