"""How long an expansion takes: sums with numbers, sums by cases, and the first of a process."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.timing import median_time
from phasecalc.asymptotics.expansions import laurent

__all__ = ["run"]

QUESTIONS = (
    ("numbers", "sum(j^-3/(1 + t*j^-(3/2))^2, j)", "t", {}),
    ("a logarithm", "sum(j^-5/(1 + t*j^-2)^2, j)", "t", {}),
    ("logarithms squared", "sum(log(1 + t/j^2)/j, j)", "t", {}),
    ("cut off", "sum(j^-2*exp(-t*j^-(3/2)), j, 1, N)", "t", {"sizes": {"N": "t^2"}}),
    ("one order", "sum(j^-b*exp(-2*t*j^-a), j)", "t", {"where": "a > 1, b > 1"}),
    ("11 cases", "sum(j^-b/(1 + t*j^-a)^2, j)", "t", {"where": "a > 1, b > 1"}),
    (
        "cut off, by cases",
        "sum(j^-b*exp(-t*j^-a), j, 1, N)",
        "t",
        {"where": "a > 1, b > 1", "sizes": {"N": "t^2"}},
    ),
)


def run() -> Iterator[str]:
    """Seconds of each expansion to four terms, nothing remembered between runs."""
    start = time.perf_counter()
    import phasecalc as pc

    pc.expand("sum(1/(j^2 + t), j)", "t")
    yield f"the first of a process, with SymPy: {time.perf_counter() - start:.2f} s"
    for name, text, variable, options in QUESTIONS:

        def action(text: str = text, variable: str = variable, options: dict = options) -> None:
            laurent.product.cache_clear()
            laurent.tidy.cache_clear()
            pc.expand(text, variable, terms=4, **options)

        yield f"{name}: {median_time(action, 3):.2f} s (<= 1)  {text}"
