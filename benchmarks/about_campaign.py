"""Generated claims about laws and optimisers against exact optima: a false verdict stops it.

``python -m benchmarks.about_campaign COUNT SEED`` prints how many were proved, refuted and left
open, each of the last with its reason; with ``kinds`` after these it draws orders, paths, limits,
monotony, existence, several laws, numbers at a budget and sharp constants. The oracle lives with
the tests, and needs them.
"""

from __future__ import annotations

import importlib
import sys

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Run the campaign in parts of 90 claims, so that what was seen is printed as it comes."""
    kinds = arguments[2:] == ["kinds"]
    if len(arguments) != 2 + kinds or not all(x.isdigit() for x in arguments[:2]):
        print("usage: python -m benchmarks.about_campaign COUNT SEED [kinds]")
        return 2
    count, seed = map(int, arguments[:2])
    if kinds:
        oracle = importlib.import_module("tests.claims.test_kinds_oracle")
        for start in range(0, count, 40):
            oracle.campaign(seed + start, min(40, count - start), 20)
            sys.stdout.flush()
        return 0
    oracle = importlib.import_module("tests.claims.test_about_oracle")
    total: dict[str, int] = {}
    for start in range(0, count, 90):
        part = oracle.campaign(seed + start, min(90, count - start), 25)
        total = {k: total.get(k, 0) + n for k, n in part.items()}
        print(f"so far {total}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
